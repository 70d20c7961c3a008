//! One value to one leaf of the tree: a word, a phrase, a pattern, a date, a number, as the field's kind has it.
//! Which values belong together is decided in `parse`.

use super::ast::{Ast, Pattern, PatternPart, PhrasePart};
use super::fields::{FieldKind, FieldSpec};
use super::lex::no_value;
use super::note::{NoteKind, Notes, QueryError, Span};
use super::plain::{Glyph, only_punctuation, text_of};
use super::when::DateRange;

/// Words, phrases and other conditions that one query may have; each part of a phrase counts.
pub(crate) const MAX_CLAUSES: usize = 1024;

/// Letters that a word must have for two of them to differ.
const MIN_LETTERS_OF_TWO: usize = 5;

/// Letters that a word must have before a `!` for every ending.
const MIN_LETTERS_OF_TRUNCATION: usize = 3;

/// Makes leaves, and counts them.
pub(crate) struct Leaves<'t> {
    pub(crate) notes: &'t mut Notes,
    n_clauses: usize,
    /// What was left out because there were too many.
    capped: Option<Span>,
}

/// A value and where it came from.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) glyphs: &'a [Glyph],
    pub(crate) span: Span,
    pub(crate) field: Option<&'a FieldSpec>,
}

impl Value<'_> {
    fn kind(&self) -> FieldKind {
        self.field.map_or(FieldKind::Text, |field| field.kind)
    }

    pub(super) fn field_name(&self) -> Option<String> {
        self.field.map(|field| field.name.clone())
    }
}

impl<'t> Leaves<'t> {
    pub(crate) fn new(notes: &'t mut Notes) -> Leaves<'t> {
        Leaves {
            notes,
            n_clauses: 0,
            capped: None,
        }
    }

    /// Whether there is no room for more.
    pub(crate) fn is_full(&self) -> bool {
        self.n_clauses >= MAX_CLAUSES
    }

    /// Says what was left out.
    pub(crate) fn finish(self) {
        if let Some(span) = self.capped {
            let text = format!(
                "only the first {MAX_CLAUSES} words and conditions were read; the rest was left out"
            );
            self.notes.add_always(NoteKind::Capped, span, text);
        }
    }

    /// A run without spaces. With `text`, nothing in it is an operator. None if there is nothing to search for.
    pub(crate) fn bare(&mut self, value: Value, text: bool) -> Result<Option<Ast>, QueryError> {
        self.by_kind(value, |leaves| {
            if text {
                leaves.phrase(value, 0, plain_part)
            } else {
                leaves.word(value)
            }
        })
    }

    /// What stands between quotes; with `exact`, words are taken as printed. None if there is nothing to search for.
    pub(crate) fn quoted(
        &mut self,
        value: Value,
        slop: u32,
        exact: bool,
    ) -> Result<Option<Ast>, QueryError> {
        let part = if exact { exact_part } else { phrase_part };
        self.by_kind(value, |leaves| leaves.phrase(value, slop, part))
    }

    fn by_kind(
        &mut self,
        value: Value,
        running_text: impl FnOnce(&mut Self) -> Result<Option<Ast>, QueryError>,
    ) -> Result<Option<Ast>, QueryError> {
        if let Some(field) = value.field
            && value.glyphs.iter().all(|g| g.c == ' ')
        {
            self.notes.fail(no_value(field, value.span))?;
            return Ok(None);
        }
        if self.count(1, value.span) == 0 {
            return Ok(None);
        }
        match value.kind() {
            FieldKind::Date => {
                let date = self.date(value);
                self.or_left_out(date)
            }
            FieldKind::Number => self.or_left_out(number(value)),
            FieldKind::Keyword | FieldKind::Path => Ok(Some(whole(value))),
            FieldKind::Text | FieldKind::Words => running_text(self),
        }
    }

    /// A leaf; where errors are forgiven, a wrong one is left out.
    pub(super) fn or_left_out(
        &mut self,
        leaf: Result<Ast, QueryError>,
    ) -> Result<Option<Ast>, QueryError> {
        match leaf {
            Ok(leaf) => Ok(Some(leaf)),
            Err(error) => self.notes.fail(error).map(|()| None),
        }
    }

    /// How many of `n` more clauses there is room for.
    pub(super) fn count(&mut self, n: usize, span: Span) -> usize {
        let room = n.min(MAX_CLAUSES - self.n_clauses);
        self.n_clauses += room;
        if room < n {
            self.capped = Some(self.capped.map_or(span, |capped| capped.join(span)));
        }
        room
    }

    pub(super) fn note(&mut self, kind: NoteKind, span: Span, text: String) {
        self.notes.add(kind, span, text);
    }

    pub(super) fn ignore(&mut self, value: Value) {
        let shown = text_of(value.glyphs);
        let text = if shown.trim().is_empty() {
            "the quotes were ignored: nothing stands between them".to_owned()
        } else {
            format!("`{shown}` was ignored: there is no word in it")
        };
        self.note(NoteKind::Ignored, value.span, text);
    }

    fn word(&mut self, mut value: Value) -> Result<Option<Ast>, QueryError> {
        let glyphs = value.glyphs;
        if !glyphs.is_empty() && glyphs.iter().all(|g| g.is('*')) {
            return Ok(Some(match value.field_name() {
                None => Ast::All,
                field => Ast::Wildcard {
                    pattern: Pattern::new([PatternPart::Many]),
                    field,
                    span: value.span,
                },
            }));
        }
        let shown = text_of(glyphs);
        if only_punctuation(&shown) {
            self.ignore(value);
            return Ok(None);
        }
        // Only a space after a backslash gets here.
        if glyphs.iter().any(|g| g.c == ' ') {
            return self.phrase(value, 0, phrase_part);
        }
        let exact = glyphs[0].is('=') && !only_punctuation(&text_of(&glyphs[1..]));
        if exact {
            value.glyphs = &glyphs[1..];
        }
        if let Some(fuzzy) = self.fuzzy(value) {
            if exact {
                self.as_printed_anyway(value);
            }
            return Ok(Some(fuzzy));
        }
        if let Some(truncated) = self.truncated(value, exact) {
            return Ok(Some(truncated));
        }
        self.explain(value, &shown);
        let part = word_or_pattern(value.glyphs);
        Ok(Some(match part {
            PhrasePart::Word(text) if exact => leaf(value, PhrasePart::Exact(text)),
            part => {
                if exact {
                    self.as_printed_anyway(value);
                }
                leaf(value, part)
            }
        }))
    }

    fn as_printed_anyway(&mut self, value: Value) {
        let text = "`=` was ignored: open letters and `~` go by the printed word anyway";
        self.note(NoteKind::Ignored, value.span, text.to_owned());
    }

    /// `qaddafi~1`: a word of letters and digits with one of the two distances there are. A short word has so many
    /// neighbours that it takes the smaller one only.
    fn fuzzy(&mut self, value: Value) -> Option<Ast> {
        let glyphs = value.glyphs;
        let n = glyphs.len().checked_sub(2).filter(|n| *n > 0)?;
        let edits = match glyphs[n + 1].c {
            '1' => 1,
            '2' => 2,
            _ => return None,
        };
        let text = text_of(&glyphs[..n]);
        let open = wildcards(&glyphs[..n]).next().is_some();
        if !glyphs[n].is('~') || open || only_punctuation(&text) {
            return None;
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let lowered = edits == 2 && letters < MIN_LETTERS_OF_TWO;
        if lowered {
            let note = format!(
                "`{text}~2` was read as `{text}~1`: two letters may differ in words of {MIN_LETTERS_OF_TWO} and more"
            );
            self.note(NoteKind::Capped, value.span, note);
        }
        Some(Ast::Fuzzy {
            text,
            edits: if lowered { 1 } else { edits },
            field: value.field_name(),
            span: value.span,
        })
    }

    /// `elect!`, as Nexis writes `elect*`: three letters at least and nothing but letters, so that few cries are met.
    fn truncated(&mut self, value: Value, exact: bool) -> Option<Ast> {
        let (last, word) = value.glyphs.split_last()?;
        let letters = word.iter().all(|g| g.c.is_alphabetic());
        if exact || !last.is('!') || !letters || word.len() < MIN_LETTERS_OF_TRUNCATION {
            return None;
        }
        let word = text_of(word);
        let text = format!("`{word}!` was read as `{word}*`; the text is `{word}\\!`");
        self.note(NoteKind::Meaning, value.span, text);
        let pattern = Pattern::new([PatternPart::Text(word), PatternPart::Many]);
        Some(leaf(value, PhrasePart::Wildcard(pattern)))
    }

    /// Says of what only looks like an operator that it is text.
    fn explain(&mut self, value: Value, shown: &str) {
        let glyphs = value.glyphs;
        let tilde = glyphs.iter().rposition(|g| g.is('~')).filter(|n| *n > 0);
        if let Some(tilde) = tilde {
            let after = text_of(&glyphs[tilde + 1..]);
            if after.chars().all(|c| c.is_ascii_digit()) {
                let text = if matches!(after.as_str(), "1" | "2") {
                    format!(
                        "`{shown}` was read as text: `~{after}` stands behind a word without open letters"
                    )
                } else {
                    format!("`{shown}` was read as text: a distance is `~1` or `~2`")
                };
                self.note(NoteKind::ReadAsText, value.span, text);
            }
        }
        if glyphs.iter().any(|g| g.is('^')) {
            let text =
                format!("`{shown}` was read as text: a weight is a number, as in `term^2.5`");
            self.note(NoteKind::ReadAsText, value.span, text);
        }
        let Some(last) = glyphs.last() else {
            return;
        };
        if last.is('!') {
            let text = format!(
                "`{shown}` was read as text: every ending is `{}*`",
                shown.trim_end_matches('!')
            );
            self.note(NoteKind::ReadAsText, value.span, text);
        }
        if last.is('?') && wildcards(glyphs).next().is_none() {
            let text =
                format!("`{shown}` was read as text: `?` stands for a letter only inside a word");
            self.note(NoteKind::ReadAsText, value.span, text);
        }
    }

    fn date(&mut self, value: Value) -> Result<Ast, QueryError> {
        let text = text_of(value.glyphs);
        let range: DateRange = trim_value(&text)
            .parse()
            .map_err(|error| wrong(value, &error, &DATE_FORMS))?;
        let field = value.field_name().unwrap_or_default();
        if let DateRange::On(when) = range
            && when.is_ago()
        {
            let text = format!("`{when}` is that one day; `{when}..` is from then on");
            self.note(NoteKind::Meaning, value.span, text);
        }
        Ok(Ast::Date {
            field,
            range,
            span: value.span,
        })
    }
}

fn number(value: Value) -> Result<Ast, QueryError> {
    let range = trim_value(&text_of(value.glyphs))
        .parse()
        .map_err(|error| wrong(value, &error, &NUMBER_FORMS))?;
    Ok(Ast::Number {
        field: value.field_name().unwrap_or_default(),
        range,
        span: value.span,
    })
}

/// A date or number in a sentence may have a comma behind it.
fn trim_value(text: &str) -> &str {
    text.trim_end_matches([',', ';'])
}

const DATE_FORMS: [&str; 7] = [
    "2017",
    "2017-11-19",
    "2017-11..2018-02",
    ">=2017-11",
    "yesterday",
    "\"last week\"",
    "-30d..",
];

const NUMBER_FORMS: [&str; 4] = ["500", ">1000", "<=200", "200..400"];

fn wrong(value: Value, error: &dyn std::error::Error, forms: &[&str]) -> QueryError {
    let name = value.field_name().unwrap_or_default();
    let forms: Vec<String> = forms.iter().map(|form| format!("{name}:{form}")).collect();
    QueryError::new(value.span, error.to_string()).help(format!("write {}", forms.join(", ")))
}

/// The value of a keyword or path, spaces included.
fn whole(value: Value) -> Ast {
    let spaces =
        |glyphs: &mut dyn Iterator<Item = &Glyph>| glyphs.take_while(|g| g.c == ' ').count();
    let from = spaces(&mut value.glyphs.iter());
    let to = value.glyphs.len() - spaces(&mut value.glyphs.iter().rev());
    let glyphs = value.glyphs.get(from..to).unwrap_or_default();
    if glyphs.iter().any(|g| g.is('*') || g.is('?')) {
        let pattern = pattern(glyphs, |n| glyphs[n].is('*') || glyphs[n].is('?'));
        return leaf(value, PhrasePart::Wildcard(pattern));
    }
    leaf(value, PhrasePart::Word(text_of(glyphs)))
}

/// A part that is not in a phrase, as a leaf of its own.
pub(super) fn leaf(value: Value, part: PhrasePart) -> Ast {
    let (field, span) = (value.field_name(), value.span);
    match part {
        PhrasePart::Word(text) => Ast::Word { text, field, span },
        PhrasePart::Wildcard(pattern) => Ast::Wildcard {
            pattern,
            field,
            span,
        },
        PhrasePart::Exact(text) => Ast::Exact { text, field, span },
        PhrasePart::AnyOf(groups) => {
            let clause = |mut parts: Vec<PhrasePart>| match parts.pop() {
                Some(last) if parts.is_empty() => leaf(value, last),
                last => {
                    parts.extend(last);
                    Ast::Phrase {
                        parts,
                        slop: 0,
                        field: field.clone(),
                        span,
                    }
                }
            };
            Ast::Or(groups.into_iter().map(clause).collect())
        }
        PhrasePart::Any => Ast::All,
    }
}

/// A part in which nothing is open.
fn plain_part(glyphs: &[Glyph]) -> Option<PhrasePart> {
    let text = text_of(glyphs);
    (!only_punctuation(&text)).then_some(PhrasePart::Word(text))
}

/// None for a dash or an ampersand between words: they take no place in the text either.
pub(super) fn phrase_part(glyphs: &[Glyph]) -> Option<PhrasePart> {
    if glyphs.iter().all(|g| g.is('*')) {
        return Some(PhrasePart::Any);
    }
    if only_punctuation(&text_of(glyphs)) {
        return None;
    }
    if glyphs[0].is('=') {
        return exact_part(&glyphs[1..]);
    }
    Some(word_or_pattern(glyphs))
}

/// A part as printed; open letters are so anyway.
fn exact_part(glyphs: &[Glyph]) -> Option<PhrasePart> {
    if glyphs.iter().all(|g| g.is('*')) {
        return Some(PhrasePart::Any);
    }
    if only_punctuation(&text_of(glyphs)) {
        return None;
    }
    Some(match word_or_pattern(glyphs) {
        PhrasePart::Word(text) => PhrasePart::Exact(text),
        part => part,
    })
}

fn word_or_pattern(glyphs: &[Glyph]) -> PhrasePart {
    let open: Vec<usize> = wildcards(glyphs).collect();
    if open.is_empty() {
        return PhrasePart::Word(text_of(glyphs));
    }
    PhrasePart::Wildcard(pattern(glyphs, |n| open.binary_search(&n).is_ok()))
}

/// The places of the wildcards, in order. A `?` counts only with a letter or `*` somewhere after it: at the end of a
/// word it ends a question.
fn wildcards(glyphs: &[Glyph]) -> impl Iterator<Item = usize> + '_ {
    let last = glyphs
        .iter()
        .rposition(|g| g.c.is_alphanumeric() || g.is('*'))
        .unwrap_or(0);
    glyphs
        .iter()
        .enumerate()
        .filter(move |(n, g)| g.is('*') || (g.is('?') && *n < last))
        .map(|(n, _)| n)
}

fn pattern(glyphs: &[Glyph], is_open: impl Fn(usize) -> bool) -> Pattern {
    Pattern::new(glyphs.iter().enumerate().map(|(n, g)| match g.c {
        '*' if is_open(n) => PatternPart::Many,
        '?' if is_open(n) => PatternPart::One,
        c => PatternPart::Text(c.to_string()),
    }))
}
