//! Tokens of the forms that are more than a word: functions, codes between slashes, regular expressions, questions
//! about an article, comparisons. Part of the lexer; what they mean is decided later.

use super::lex::{Lexer, TokenKind, Verb};
use super::note::{NoteKind, QueryError};
use super::operators::{self, Call, Code, Function, Infix, MAX_COUNT, MAX_FIRST};
use super::plain::text_of;

/// A longer run between slashes is no regular expression, so that looking for its end stays linear.
const MAX_REGEX_CHARS: usize = 200;

impl<'a> Lexer<'a, '_> {
    /// A run with one of Factiva's codes in it: `toyota/F50/`, `boeing/N30/airbus`. What stands before it is pushed
    /// too, what stands behind it is read next.
    pub(super) fn code(&mut self, start: usize, end: usize) -> Result<bool, QueryError> {
        let run = &self.glyphs[start..end];
        let Some((from, to, code)) = operators::code(run) else {
            return Ok(false);
        };
        // An address or a value may hold anything.
        if run[..from].iter().any(|g| g.is(':')) {
            return Ok(false);
        }
        if from > 0 {
            self.value(start, start + from, false);
        }
        let (from, to) = (start + from, start + to);
        match code {
            Code::First(n) => {
                if let Some(n) = self.count(n, MAX_FIRST, from, to)? {
                    self.push(TokenKind::Within(n), from, to);
                }
            }
            Code::Near(distance) => {
                let ordered = false;
                let infix = Infix::Near { distance, ordered };
                self.push(TokenKind::Infix(infix), from, to);
            }
        }
        self.at = to;
        self.boost();
        Ok(true)
    }

    /// A function's name directly before a bracket; `ATLEAST/3` and `FIRST/50` also before a space and a bracket,
    /// and Factiva's `atleast3` before a word.
    pub(super) fn function(&mut self, start: usize, end: usize) -> Result<bool, QueryError> {
        let run = &self.glyphs[start..end];
        if run.len() > operators::MAX_OPERATOR_CHARS || run.iter().any(|g| g.literal) {
            return Ok(false);
        }
        let shown = text_of(run);
        let Some(call) = operators::call(&shown) else {
            return Ok(false);
        };
        let rest = &self.glyphs[end..];
        let glued = rest.first().is_some_and(|g| g.is('('));
        let (first, count, slash) = match call {
            Call::Cased(case) if glued => {
                self.push(TokenKind::Function(Function::Cased(case)), start, end);
                self.at = end;
                return Ok(true);
            }
            Call::Field(name) if glued => {
                let Some(field) = self.fields.find(name) else {
                    return Ok(false);
                };
                self.push(TokenKind::Field(field), start, end);
                self.at = end;
                self.open(Some(field.kind));
                return Ok(true);
            }
            Call::Counted {
                first,
                count,
                slash,
            } => (first, count, slash),
            _ => return Ok(false),
        };
        let name = if first { "FIRST" } else { "ATLEAST" };
        let n_spaces = rest.iter().take_while(|g| g.is_space()).count();
        let next = rest.get(n_spaces);
        let spaced = next.is_some_and(|g| g.is('('));
        let help = || format!("write {name}/3(word)");
        let Some(number) = count.and_then(operators::number) else {
            // `first/last` and `first (`, but not `ATLEAST/x`.
            if !glued || (first && !slash) {
                return Ok(false);
            }
            let message = format!("`{shown}` has no number");
            let error = QueryError::new(self.span(start, end), message).help(help());
            self.notes.fail(error)?;
            return Ok(false);
        };
        let bare = !first && !slash && next.is_some_and(|g| !g.is(')'));
        if !(glued || bare || (spaced && slash)) {
            let upper = shown.starts_with(name);
            if slash && upper {
                let message = format!("`{shown}` has no brackets");
                let error = QueryError::new(self.span(start, end), message).help(help());
                self.notes.fail(error)?;
            }
            return Ok(false);
        }
        let most = if first { MAX_FIRST } else { MAX_COUNT };
        if let Some(n) = self.count(number, most, start, end)? {
            let function = if first {
                Function::First(n)
            } else {
                Function::AtLeast(n)
            };
            self.push(TokenKind::Function(function), start, end);
        }
        self.at = end;
        Ok(true)
    }

    /// A number of words or times within its bounds; none if it is 0 and errors are forgiven.
    fn count(
        &mut self,
        n: u32,
        most: u32,
        start: usize,
        end: usize,
    ) -> Result<Option<u32>, QueryError> {
        let shown = text_of(&self.glyphs[start..end]);
        if n == 0 {
            let message = format!("`{shown}` counts to 0; the least is 1");
            let help = format!("write {}", shown.replacen('0', "1", 1));
            let error = QueryError::new(self.span(start, end), message).help(help);
            self.notes.fail(error)?;
            return Ok(None);
        }
        if n > most {
            let text = format!("`{shown}` was read with {most}, the most there is");
            self.note(NoteKind::Capped, start, end, text);
        }
        Ok(Some(n.min(most)))
    }

    /// A run between slashes, which may hold brackets and quotes, but no spaces; the weight behind it.
    pub(super) fn regex(&mut self) -> bool {
        let whole = |kind: super::fields::FieldKind| kind.is_whole() || kind.is_ordered();
        let of_value = self.groups.last().copied().flatten().is_some_and(whole);
        let before = self.at.checked_sub(1).map(|n| self.glyphs[n]);
        let signed = self.tokens.last().is_some_and(|token| {
            matches!(token.kind, TokenKind::Minus | TokenKind::Plus)
                && before.is_some_and(|g| g.is('-') || g.is('+'))
        });
        let starts =
            signed || before.is_none_or(|g| g.is_space() || g.is('(') || g.is(':') || g.is('='));
        if of_value || !starts || !self.peek(0).is_some_and(|g| g.is('/')) {
            return false;
        }
        let rest = &self.glyphs[self.at + 1..];
        let rest = &rest[..rest.len().min(MAX_REGEX_CHARS)];
        let Some(n) = rest.iter().position(|g| g.is('/') || g.is_space()) else {
            return false;
        };
        // `/usr/bin/` is a path, and `//` nothing.
        let start = self.at;
        let end = start + n + 2;
        let ends = |g: super::plain::Glyph| {
            g.is_space() || g.is(')') || g.is('^') || matches!(g.c, ',' | ';')
        };
        if n == 0 || !rest[n].is('/') || !self.glyphs.get(end).copied().is_none_or(ends) {
            return false;
        }
        let inside = &self.glyphs[start + 1..end - 1];
        self.push(TokenKind::Regex { inside }, start, end);
        self.at = end;
        self.boost();
        true
    }

    /// `has:`, `is:`, `like:`, `saved:` with what follows directly; the caller has seen that something does.
    pub(super) fn question(
        &mut self,
        verb: Verb,
        start: usize,
        colon: usize,
        end: usize,
    ) -> Result<(), QueryError> {
        let from = colon + 1;
        self.at = from;
        let next = self.peek(0);
        if next.is_some_and(|g| g.is('(')) {
            let name = text_of(&self.glyphs[start..from]);
            let message = format!("no group stands after `{name}`");
            let help = format!("write {name}a OR {name}b");
            let error = QueryError::new(self.span(start, from), message).help(help);
            self.notes.fail(error)?;
            self.value(start, from, true);
            return Ok(());
        }
        if !next.is_some_and(|g| g.is('"')) {
            let kind = TokenKind::Question { verb, inside: &[] };
            self.weighted(kind, start, from, end);
            return Ok(());
        }
        let Some(close) = self.closing_quote() else {
            self.ignore_quote();
            let after = self.run_end(self.at);
            let kind = TokenKind::Question { verb, inside: &[] };
            self.weighted(kind, start, self.at, after);
            return Ok(());
        };
        let inside = &self.glyphs[from + 1..close];
        self.push(TokenKind::Question { verb, inside }, start, close + 1);
        self.at = close + 1;
        self.boost();
        Ok(())
    }

    /// `words>1000` is `words:>1000`, and Factiva's `hd=berlin` is `title:berlin`; `title=berlin` is text and says so.
    pub(super) fn comparison(
        &mut self,
        start: usize,
        sign: usize,
        end: usize,
    ) -> Result<bool, QueryError> {
        let name = text_of(&self.glyphs[start..sign]);
        let equals = self.glyphs[sign].is('=');
        let follows = sign + 1 < end
            || (equals && self.glyphs.get(end).is_some_and(|g| g.is('(') || g.is('"')));
        let known = self.fields.find(&name);
        if let Some(field) = known.filter(|field| field.kind.is_ordered())
            && sign + 1 < end
        {
            self.push(TokenKind::Field(field), start, sign);
            self.value(sign, end, false);
            return Ok(true);
        }
        let factiva = operators::factiva(&name).filter(|_| follows);
        let field = factiva.and_then(|names| {
            known.or_else(|| names.iter().find_map(|name| self.fields.find(name)))
        });
        match field {
            Some(field) if equals => {
                self.field(field, start, sign, end)?;
                return Ok(true);
            }
            Some(field) if field.kind.is_ordered() && sign + 1 < end => {
                self.push(TokenKind::Field(field), start, sign);
                self.value(sign, end, false);
                return Ok(true);
            }
            _ => {}
        }
        let Some(known) = known else {
            return Ok(false);
        };
        let run = text_of(&self.glyphs[start..end]);
        let text = format!(
            "`{run}` was read as text; write `{}:` for the field",
            known.name
        );
        self.note(NoteKind::ReadAsText, start, end, text);
        self.value(start, end, true);
        Ok(true)
    }

    /// `="some words"`: the words as printed.
    pub(super) fn exact_quoted(&mut self, start: usize, end: usize) -> bool {
        let sign_only = end == start + 1 && self.glyphs[start].is('=');
        if !sign_only || !self.glyphs.get(end).is_some_and(|g| g.is('"')) {
            return false;
        }
        self.at = end;
        let Some(close) = self.closing_quote() else {
            self.at = start;
            return false;
        };
        self.quoted(start, close);
        true
    }
}
