//! Plain characters to tokens: where words, quotes, brackets and operators begin and end, and which names before a
//! colon are fields. What the tokens mean together is in `parse`, what a value means in `leaf`.

use super::fields::{FieldKind, FieldSpec, FieldTable};
use super::note::{NoteKind, Notes, QueryError, Span};
use super::operators::{Function, Infix};
use super::plain::{Glyph, only_punctuation, span_of, text_of};
use super::simplify::MAX_WEIGHT;

/// One token and the characters that it is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind<'a>,
    pub(crate) glyphs: &'a [Glyph],
}

impl Token<'_> {
    pub(crate) fn span(&self) -> Span {
        span_of(self.glyphs)
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TokenKind<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`
    Not,
    /// `-` before a clause.
    Minus,
    /// `+` before a clause.
    Plus,
    /// `NEAR/5`, `w/s`; what is an operator only between operands becomes one in `infix`.
    Infix(Infix),
    /// `ATLEAST/3`; an opening bracket follows, or one word.
    Function(Function),
    /// `/F50/` behind a clause.
    Within(u32),
    /// `title:`; a value or an opening bracket follows.
    Field(&'a FieldSpec),
    /// `has:caption`, `like:ID` and the like, and what stands after the colon.
    Question { verb: Verb, inside: &'a [Glyph] },
    /// `/sep(a|e)rate/` and what stands between the slashes.
    Regex { inside: &'a [Glyph] },
    /// A run without spaces. `text` says that nothing in it is an operator.
    Value { text: bool },
    /// What stands between two quotes, and the number after `~`; `exact` if a `=` stands before them.
    Quoted {
        inside: &'a [Glyph],
        slop: u32,
        exact: bool,
    },
    /// `^2` directly after a clause.
    Boost(f32),
}

/// Names before a colon that are no fields but questions about an article as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `has:`
    Has,
    /// `is:`
    Is,
    /// `like:`
    Like,
    /// `saved:`
    Saved,
}

/// More slop than this is a whole article.
const MAX_SLOP: u32 = 1000;

pub(crate) struct Lexer<'a, 't> {
    pub(super) glyphs: &'a [Glyph],
    pub(super) at: usize,
    pub(super) fields: &'t FieldTable<'a>,
    pub(super) notes: &'t mut Notes,
    pub(super) tokens: Vec<Token<'a>>,
    /// The kind of the field that each open bracket belongs to.
    pub(super) groups: Vec<Option<FieldKind>>,
    /// Where the run ends that was met last: after a code between slashes it is not looked for again.
    run_end: usize,
    /// No quote stands after this place, so that looking for one stays linear.
    quotes_end: bool,
}

/// Splits a query into tokens. Linear.
pub(crate) fn lex<'a>(
    glyphs: &'a [Glyph],
    fields: &FieldTable<'a>,
    notes: &mut Notes,
) -> Result<Vec<Token<'a>>, QueryError> {
    let mut lexer = Lexer {
        glyphs,
        at: 0,
        fields,
        notes,
        // No more tokens than characters; what is not used is never touched.
        tokens: Vec::with_capacity(glyphs.len()),
        groups: Vec::new(),
        run_end: 0,
        quotes_end: false,
    };
    while let Some(glyph) = lexer.peek(0) {
        lexer.step(glyph)?;
    }
    Ok(lexer.tokens)
}

impl<'a> Lexer<'a, '_> {
    fn step(&mut self, glyph: Glyph) -> Result<(), QueryError> {
        if glyph.is_space() {
            self.at += 1;
        } else if glyph.is('(') {
            let kind = self.groups.last().copied().flatten();
            self.open(kind);
        } else if glyph.is(')') {
            self.groups.pop();
            self.push(TokenKind::Close, self.at, self.at + 1);
            self.at += 1;
            self.boost();
        } else if glyph.is('"') {
            match self.closing_quote() {
                Some(close) => self.quoted(self.at, close),
                None => self.ignore_quote(),
            }
        } else if let Some(kind) = self.prefix(glyph) {
            self.push(kind, self.at, self.at + 1);
            self.at += 1;
        } else {
            return self.word();
        }
        Ok(())
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<Glyph> {
        self.glyphs.get(self.at + ahead).copied()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        span_of(&self.glyphs[start..end])
    }

    pub(super) fn push(&mut self, kind: TokenKind<'a>, start: usize, end: usize) {
        let glyphs = &self.glyphs[start..end];
        self.tokens.push(Token { kind, glyphs });
    }

    pub(super) fn note(&mut self, kind: NoteKind, start: usize, end: usize, text: String) {
        let span = self.span(start, end);
        self.notes.add(kind, span, text);
    }

    pub(super) fn open(&mut self, kind: Option<FieldKind>) {
        self.groups.push(kind);
        self.push(TokenKind::Open, self.at, self.at + 1);
        self.at += 1;
    }

    /// `-` or `+` at the start of a word and directly before a clause.
    fn prefix(&self, glyph: Glyph) -> Option<TokenKind<'a>> {
        let kind = if glyph.is('-') {
            TokenKind::Minus
        } else if glyph.is('+') {
            TokenKind::Plus
        } else {
            return None;
        };
        let before = self.at.checked_sub(1).map(|n| self.glyphs[n]);
        let starts = before.is_none_or(|before| before.is_space() || before.is('('));
        let next = self.peek(1)?;
        let clause = !(next.is_space() || next.is(')') || next.is('-') || next.is('+'));
        let kind_here = self.groups.last().copied().flatten();
        let of_value = next.c.is_ascii_digit() && kind_here.is_some_and(FieldKind::is_ordered);
        (starts && clause && !of_value).then_some(kind)
    }

    /// The place of the quote that closes the one here; none if it only stands in text.
    pub(super) fn closing_quote(&mut self) -> Option<usize> {
        // `5" nails`: a quote behind a word and before a space opens nothing.
        let before = self.at.checked_sub(1).map(|n| self.glyphs[n]);
        let behind_word = before.is_some_and(|before| before.c.is_alphanumeric());
        let before_space = self.peek(1).is_none_or(Glyph::is_space);
        if self.quotes_end || (behind_word && before_space) {
            return None;
        }
        let inside = self.at + 1;
        let close = self.glyphs[inside..].iter().position(|g| g.is('"'));
        self.quotes_end = close.is_none();
        close.map(|n| inside + n)
    }

    pub(super) fn ignore_quote(&mut self) {
        let text = "a quote without its partner was ignored".to_owned();
        self.note(NoteKind::Ignored, self.at, self.at + 1, text);
        self.at += 1;
    }

    pub(super) fn quoted(&mut self, start: usize, close: usize) {
        // A `=` may stand before the quote.
        let open = self.at;
        self.at = close + 1;
        let slop = self.slop();
        let kind = TokenKind::Quoted {
            inside: &self.glyphs[open + 1..close],
            slop,
            exact: start < open,
        };
        self.push(kind, start, self.at);
        self.boost();
    }

    /// `~3` directly after a quote.
    fn slop(&mut self) -> u32 {
        if !self.peek(0).is_some_and(|g| g.is('~')) {
            return 0;
        }
        let start = self.at;
        self.at += 1;
        let digits: String = self.glyphs[self.at..]
            .iter()
            .map(|g| g.c)
            .take_while(char::is_ascii_digit)
            .collect();
        self.at += digits.len();
        if digits.is_empty() {
            let text = "`~` was ignored: a number goes after it, as in \"border town\"~3";
            self.note(NoteKind::Ignored, start, self.at, text.to_owned());
            return 0;
        }
        let slop = digits.parse().unwrap_or(u32::MAX);
        if slop > MAX_SLOP {
            let text = format!("`~{digits}` was read as `~{MAX_SLOP}`");
            self.note(NoteKind::Capped, start, self.at, text);
        }
        slop.min(MAX_SLOP)
    }

    /// `^2` directly after a bracket, a quote or a regular expression.
    pub(super) fn boost(&mut self) {
        if self.peek(0).is_some_and(|g| g.is('^')) {
            let known = self.at < self.run_end;
            let end = if known {
                self.run_end
            } else {
                self.run_end(self.at)
            };
            if let Some(weight) = self.weight(self.at, end) {
                self.push(TokenKind::Boost(weight), self.at, end);
                self.at = end;
            }
        }
    }

    /// The number of `^2.5`, if it is one; `start` is the place of the `^`.
    fn weight(&mut self, start: usize, end: usize) -> Option<f32> {
        let digits = &self.glyphs[start + 1..end];
        let plain = digits.iter().all(|g| g.c.is_ascii_digit() || g.c == '.');
        if !plain || !digits.first()?.c.is_ascii_digit() {
            return None;
        }
        let weight: f32 = text_of(digits).parse().ok()?;
        if weight > MAX_WEIGHT {
            let text = format!("the weight was read as {MAX_WEIGHT}, the most there is");
            self.note(NoteKind::Capped, start, end, text);
        }
        Some(weight.min(MAX_WEIGHT))
    }

    /// Where the run that begins at `start` ends: at a space, bracket or quote.
    pub(super) fn run_end(&self, start: usize) -> usize {
        let ends = |g: &Glyph| g.is_space() || g.is('(') || g.is(')') || g.is('"');
        let n = self.glyphs[start..].iter().position(ends);
        n.map_or(self.glyphs.len(), |n| start + n)
    }

    fn word(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        if start >= self.run_end {
            self.run_end = self.run_end(start);
        }
        let end = self.run_end;
        let run = &self.glyphs[start..end];
        if let Some(operator) = operator(run) {
            self.push(operator, start, end);
            self.at = end;
            return Ok(());
        }
        if self.code(start, end)? || self.regex() {
            return Ok(());
        }
        if let Some(colon) = run.iter().position(|g| g.is(':')) {
            return self.colon(start, start + colon, end);
        }
        if self.function(start, end)? {
            return Ok(());
        }
        if let Some(sign) = run
            .iter()
            .position(|g| g.is('=') || g.is('<') || g.is('>'))
            .filter(|sign| *sign > 0)
            && self.comparison(start, start + sign, end)?
        {
            return Ok(());
        }
        if !self.exact_quoted(start, end) {
            self.value(start, end, false);
        }
        Ok(())
    }

    /// A run with a colon: a field, a slip in a field's name, or text.
    fn colon(&mut self, start: usize, colon: usize, end: usize) -> Result<(), QueryError> {
        let run = text_of(&self.glyphs[start..end]);
        if only_punctuation(&run) {
            self.value(start, end, true);
            return Ok(());
        }
        let name = text_of(&self.glyphs[start..colon]);
        let name_span = self.span(start, colon);
        if let Some(field) = self.fields.find(&name) {
            return self.field(field, start, colon, end);
        }
        // Only a name directly before a value is plainly meant as a field: not `Reuters: what`, not `http://`.
        let is_name = name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        let next = self.glyphs.get(colon + 1);
        let value_follows = next.is_some_and(|g| {
            g.c.is_alphanumeric() || g.is('"') || g.is('(') || matches!(g.c, '<' | '>' | '*')
        });
        if let Some(verb) = verb(&name) {
            // An id may begin with anything.
            let free = matches!(verb, Verb::Like | Verb::Saved);
            let value = &self.glyphs[colon + 1..end];
            if value_follows || (free && !only_punctuation(&text_of(value))) {
                return self.question(verb, start, colon, end);
            }
            let text = format!("`{run}` was read as text: a name goes directly after the colon");
            self.note(NoteKind::ReadAsText, start, end, text);
            self.value(start, end, true);
            return Ok(());
        }
        if is_name
            && value_follows
            && let Some(near) = self.fields.near(&name)
        {
            let message = format!("no field `{name}`; did you mean `{near}`?");
            let help = format!("to search for the text, write `{name}\\:`");
            let error = QueryError::new(name_span, message).help(help);
            self.notes.fail(error)?;
            self.value(start, end, true);
            return Ok(());
        }
        let text = if is_name && !name.is_empty() {
            format!("`{run}` was read as text: there is no field `{name}`")
        } else {
            format!("`{run}` was read as text")
        };
        self.note(NoteKind::ReadAsText, start, end, text);
        self.value(start, end, true);
        Ok(())
    }

    /// A field's name and colon, or its name and sign, with what follows directly.
    pub(super) fn field(
        &mut self,
        field: &'a FieldSpec,
        start: usize,
        colon: usize,
        end: usize,
    ) -> Result<(), QueryError> {
        self.at = colon + 1;
        let name = TokenKind::Field(field);
        let in_words = !field.kind.is_whole() && !field.kind.is_ordered();
        if in_words && self.regex() {
            // The name goes before what was pushed; a weight may stand behind it.
            let glyphs = &self.glyphs[start..colon + 1];
            let regex = |token: &Token| matches!(token.kind, TokenKind::Regex { .. });
            let at = self.tokens.iter().rposition(regex).unwrap_or(0);
            self.tokens.insert(at, Token { kind: name, glyphs });
            return Ok(());
        }
        if self.at < end {
            self.push(name, start, colon + 1);
            let from = colon + 1;
            let done = in_words
                && (self.code(from, end)?
                    || self.function(from, end)?
                    || self.exact_quoted(from, end));
            if !done {
                self.value(from, end, false);
            }
            return Ok(());
        }
        if self.peek(0).is_some_and(|g| g.is('"')) {
            if let Some(close) = self.closing_quote() {
                self.push(name, start, colon + 1);
                self.quoted(self.at, close);
                return Ok(());
            }
            self.ignore_quote();
            let after = self.run_end(self.at);
            if after > self.at {
                self.push(name, start, colon + 1);
                self.value(self.at, after, false);
                return Ok(());
            }
        } else if self.peek(0).is_some_and(|g| g.is('(')) {
            self.push(name, start, colon + 1);
            self.open(Some(field.kind));
            return Ok(());
        }
        let rest = &self.glyphs[self.at..];
        let next = rest.iter().position(|g| !g.is_space());
        if next.is_none_or(|n| rest[n].is(')')) {
            let error = no_value(field, self.span(start, colon + 1));
            self.notes.fail(error)?;
        } else {
            let name = text_of(&self.glyphs[start..=colon]);
            let text = format!("`{name}` was read as text: a value goes directly after the colon");
            self.note(NoteKind::ReadAsText, start, colon + 1, text);
        }
        let at = self.at;
        self.value(start, colon + 1, true);
        self.at = at;
        Ok(())
    }

    /// A run as a value, and the weight at its end.
    pub(super) fn value(&mut self, start: usize, end: usize, text: bool) {
        self.weighted(TokenKind::Value { text }, start, start, end);
    }

    /// A token whose value ends with the run at `end`, and the weight there; the value begins at `from`.
    pub(super) fn weighted(
        &mut self,
        mut kind: TokenKind<'a>,
        start: usize,
        from: usize,
        end: usize,
    ) {
        let run = &self.glyphs[from..end];
        let caret = run.iter().rposition(|g| g.is('^')).filter(|n| *n > 0);
        let weight = caret.and_then(|n| Some((from + n, self.weight(from + n, end)?)));
        let value_end = weight.map_or(end, |(caret, _)| caret);
        if let TokenKind::Question { inside, .. } = &mut kind {
            *inside = &self.glyphs[from..value_end];
        }
        self.push(kind, start, value_end);
        if let Some((caret, weight)) = weight {
            self.push(TokenKind::Boost(weight), caret, end);
        }
        self.at = end;
    }
}

/// The error for a field with nothing after its colon.
pub(crate) fn no_value(field: &FieldSpec, span: Span) -> QueryError {
    let name = &field.name;
    let example = match field.kind {
        FieldKind::Date => format!("{name}:2017-11"),
        FieldKind::Number => format!("{name}:>1000"),
        _ => format!("{name}:word or {name}:\"some words\""),
    };
    QueryError::new(span, format!("nothing stands after `{name}:`"))
        .help(format!("write {example}"))
}

fn verb(name: &str) -> Option<Verb> {
    match name.to_ascii_lowercase().as_str() {
        "has" => Some(Verb::Has),
        "is" => Some(Verb::Is),
        "like" => Some(Verb::Like),
        "saved" => Some(Verb::Saved),
        _ => None,
    }
}

fn operator(run: &[Glyph]) -> Option<TokenKind<'static>> {
    if run.len() > 3 || run.iter().any(|g| g.literal) {
        return None;
    }
    match text_of(run).as_str() {
        "AND" | "&&" => Some(TokenKind::And),
        "OR" | "||" => Some(TokenKind::Or),
        "NOT" => Some(TokenKind::Not),
        _ => None,
    }
}
