//! Plain characters to tokens: where words, quotes, brackets and operators begin and end, and which names before a
//! colon are fields. What the tokens mean together is in `parse`, what a value means in `leaf`.

use super::fields::{FieldKind, FieldSpec, FieldTable};
use super::later;
use super::note::{NoteKind, Notes, QueryError, Span};
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
    /// `title:`; a value or an opening bracket follows.
    Field(&'a FieldSpec),
    /// A run without spaces. `text` says that nothing in it is an operator.
    Value { text: bool },
    /// What stands between two quotes, and the number after `~`.
    Quoted { inside: &'a [Glyph], slop: u32 },
    /// `^2` directly after a clause.
    Boost(f32),
}

/// More slop than this is a whole article.
const MAX_SLOP: u32 = 1000;

/// A longer run between slashes is no regular expression, so that looking for its end stays linear.
const MAX_REGEX_CHARS: usize = 200;

pub(crate) struct Lexer<'a, 't> {
    glyphs: &'a [Glyph],
    at: usize,
    fields: &'t FieldTable<'a>,
    notes: &'t mut Notes,
    tokens: Vec<Token<'a>>,
    /// The kind of the field that each open bracket belongs to.
    groups: Vec<Option<FieldKind>>,
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
        tokens: Vec::new(),
        groups: Vec::new(),
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
                Some(close) => self.quoted(close),
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

    fn peek(&self, ahead: usize) -> Option<Glyph> {
        self.glyphs.get(self.at + ahead).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        span_of(&self.glyphs[start..end])
    }

    fn push(&mut self, kind: TokenKind<'a>, start: usize, end: usize) {
        let glyphs = &self.glyphs[start..end];
        self.tokens.push(Token { kind, glyphs });
    }

    fn note(&mut self, kind: NoteKind, start: usize, end: usize, text: String) {
        let span = self.span(start, end);
        self.notes.add(kind, span, text);
    }

    fn open(&mut self, kind: Option<FieldKind>) {
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
    fn closing_quote(&mut self) -> Option<usize> {
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

    fn ignore_quote(&mut self) {
        let text = "a quote without its partner was ignored".to_owned();
        self.note(NoteKind::Ignored, self.at, self.at + 1, text);
        self.at += 1;
    }

    fn quoted(&mut self, close: usize) {
        let open = self.at;
        self.at = close + 1;
        let slop = self.slop();
        let inside = &self.glyphs[open + 1..close];
        self.push(TokenKind::Quoted { inside, slop }, open, self.at);
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

    /// `^2` directly after a bracket or quote.
    fn boost(&mut self) {
        if self.peek(0).is_some_and(|g| g.is('^')) {
            let end = self.run_end(self.at);
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
    fn run_end(&self, start: usize) -> usize {
        let ends = |g: &Glyph| g.is_space() || g.is('(') || g.is(')') || g.is('"');
        let n = self.glyphs[start..].iter().position(ends);
        n.map_or(self.glyphs.len(), |n| start + n)
    }

    fn word(&mut self) -> Result<(), QueryError> {
        self.refuse_regex()?;
        let (start, end) = (self.at, self.run_end(self.at));
        let run = &self.glyphs[start..end];
        if let Some(operator) = operator(run) {
            self.push(operator, start, end);
            self.at = end;
            return Ok(());
        }
        if let Some(colon) = run.iter().position(|g| g.is(':')) {
            return self.colon(start, start + colon, end);
        }
        let directly_before_bracket = self.glyphs.get(end).is_some_and(|g| g.is('('));
        if directly_before_bracket && let Some(error) = later::function(&text_of(run), span_of(run))
        {
            return Err(error);
        }
        if let Some(sign) = run
            .iter()
            .position(|g| g.is('=') || g.is('<') || g.is('>'))
            .filter(|sign| *sign > 0)
            && self.comparison(start, start + sign, end)
        {
            return Ok(());
        }
        self.value(start, end, false);
        Ok(())
    }

    /// A regular expression may hold brackets, so that it is known before its run is cut at them.
    fn refuse_regex(&self) -> Result<(), QueryError> {
        let before = self.at.checked_sub(1).map(|n| self.glyphs[n]);
        let starts = before.is_none_or(|g| g.is_space() || g.is('(') || g.is(':'));
        if !starts || !self.peek(0).is_some_and(|g| g.is('/')) {
            return Ok(());
        }
        let rest = &self.glyphs[self.at..];
        let rest = &rest[..rest.len().min(MAX_REGEX_CHARS)];
        let n = rest.iter().position(|g| g.is_space());
        let chunk = &rest[..n.unwrap_or(rest.len())];
        let closed = chunk.len() > 2 && chunk.last().is_some_and(|g| g.is('/'));
        // Without any of these it is a path or a name between slashes.
        let open = chunk.iter().any(|g| "()[]{}|\\.*+?^$".contains(g.c));
        if closed && open {
            return Err(later::regex(&text_of(chunk), span_of(chunk)));
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
        if is_name && value_follows {
            if let Some(error) = later::property(&name, name_span) {
                return Err(error);
            }
            if let Some(near) = self.fields.near(&name) {
                let message = format!("no field `{name}`; did you mean `{near}`?");
                let help = format!("to search for the text, write `{name}\\:`");
                return Err(QueryError::new(name_span, message).help(help));
            }
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

    /// A field's name and colon, with what follows directly.
    fn field(
        &mut self,
        field: &'a FieldSpec,
        start: usize,
        colon: usize,
        end: usize,
    ) -> Result<(), QueryError> {
        self.at = colon + 1;
        if !field.kind.is_whole() {
            self.refuse_regex()?;
        }
        if self.at < end {
            self.push(TokenKind::Field(field), start, colon + 1);
            self.value(colon + 1, end, false);
            return Ok(());
        }
        if self.peek(0).is_some_and(|g| g.is('"')) {
            if let Some(close) = self.closing_quote() {
                self.push(TokenKind::Field(field), start, colon + 1);
                self.quoted(close);
                return Ok(());
            }
            self.ignore_quote();
            let after = self.run_end(self.at);
            if after > self.at {
                self.push(TokenKind::Field(field), start, colon + 1);
                self.value(self.at, after, false);
                return Ok(());
            }
        } else if self.peek(0).is_some_and(|g| g.is('(')) {
            self.push(TokenKind::Field(field), start, colon + 1);
            self.open(Some(field.kind));
            return Ok(());
        }
        let rest = &self.glyphs[self.at..];
        let next = rest.iter().position(|g| !g.is_space());
        if next.is_none_or(|n| rest[n].is(')')) {
            return Err(no_value(field, self.span(start, colon + 1)));
        }
        let name = text_of(&self.glyphs[start..=colon]);
        let text = format!("`{name}` was read as text: a value goes directly after the colon");
        self.note(NoteKind::ReadAsText, start, colon + 1, text);
        let at = self.at;
        self.value(start, colon + 1, true);
        self.at = at;
        Ok(())
    }

    /// `words>1000` is `words:>1000`; `title=berlin` and Factiva's `hd=berlin` are text and say so.
    fn comparison(&mut self, start: usize, sign: usize, end: usize) -> bool {
        let name = text_of(&self.glyphs[start..sign]);
        let field = self.fields.find(&name);
        if let Some(field) = field.filter(|field| field.kind.is_ordered())
            && sign + 1 < end
        {
            self.push(TokenKind::Field(field), start, sign);
            self.value(sign, end, false);
            return true;
        }
        let run = text_of(&self.glyphs[start..end]);
        let text = match field {
            Some(field) => format!(
                "`{run}` was read as text; write `{}:` for the field",
                field.name
            ),
            None if later::is_factiva(&name) => {
                format!("`{run}` was read as text: `{name}=` is not supported yet")
            }
            None => return false,
        };
        self.note(NoteKind::Unsupported, start, end, text);
        self.value(start, end, true);
        true
    }

    /// A run as a value, and the weight at its end.
    fn value(&mut self, start: usize, end: usize, text: bool) {
        let run = &self.glyphs[start..end];
        let caret = run.iter().rposition(|g| g.is('^')).filter(|n| *n > 0);
        let weight = caret.and_then(|n| Some((start + n, self.weight(start + n, end)?)));
        let value_end = weight.map_or(end, |(caret, _)| caret);
        self.push(TokenKind::Value { text }, start, value_end);
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
