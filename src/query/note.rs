//! What the reader of a query is told: notes about what was done with it, and the one error type.
//! Plain data and its plain text form; nothing here decides when a note is due.

use serde::Serialize;
use thiserror::Error;

/// A byte range in the query as typed, half-open.
///
/// Two spans always compare equal: where a clause stood is no part of what it asks, so that trees can be compared.
///
/// ```text
/// titel:berlin      the span of the name is 0..5
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span from its two ends.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Span) -> bool {
        true
    }
}

impl Eq for Span {}

/// What kind of thing a [`Note`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoteKind {
    /// Something typed has no effect.
    Ignored,
    /// Something that looks like an operator was searched as plain text.
    ReadAsText,
    /// A query that mixes operators without brackets, and how it was read.
    Precedence,
    /// A value that is easily meant otherwise, and how it was read.
    Meaning,
    /// A pattern stands for so many terms.
    Expanded,
    /// A bound was reached and the rest left out.
    Capped,
    /// No article had all the words; those with most of them are shown.
    Relaxed,
    /// A form that is plainly wrong, and what was done in its place; only where errors are forgiven.
    Error,
}

/// One remark on how a query was read, tied to the bytes that it is about.
///
/// ```text
/// { "kind": "read_as_text", "text": "`10:30` was read as text: there is no field `10`", "start": 0, "end": 5 }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What kind of remark it is.
    pub kind: NoteKind,
    /// The remark, one sentence without a final stop.
    pub text: String,
    /// First byte in the query.
    pub start: usize,
    /// The byte after the last: the range is half-open.
    pub end: usize,
}

/// A query that is plainly an operator and plainly wrong, so that guessing would mislead.
///
/// ```text
/// no field `titel`; did you mean `title`?
///   titel:berlin
///   ^^^^^
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// First byte of the part that is wrong.
    pub start: usize,
    /// The byte after the last: the range is half-open.
    pub end: usize,
    /// A form that would work.
    pub help: Option<String>,
}

/// How many characters of a long line [`QueryError::render`] shows.
const WINDOW_CHARS: usize = 100;

impl QueryError {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> QueryError {
        QueryError {
            message: message.into(),
            start: span.start,
            end: span.end,
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> QueryError {
        self.help = Some(help.into());
        self
    }

    /// The message, the line of `query` that it is about, and a line of carets below the part that is wrong.
    ///
    /// Characters are counted, not columns, and control characters are shown as spaces, so that a pasted query
    /// cannot drive the terminal. A long line is cut around the error. The help is not part of it.
    ///
    /// ```text
    /// there is no month 13 in `2017-13`
    ///   date:2017-13
    ///        ^^^^^^^
    /// ```
    pub fn render(&self, query: &str) -> String {
        let start = floor_boundary(query, self.start);
        let end = floor_boundary(query, self.end).max(start);
        let line_start = query[..start].rfind('\n').map_or(0, |n| n + 1);
        let line_end = query[start..].find('\n').map_or(query.len(), |n| start + n);
        let line: Vec<char> = query[line_start..line_end].chars().map(printable).collect();
        let before = query[line_start..start].chars().count();
        let marked = query[start..end.min(line_end).max(start)]
            .chars()
            .count()
            .max(1);

        // The window keeps a third of its width for what stands before the error.
        let from = if line.len() <= WINDOW_CHARS {
            0
        } else {
            before
                .saturating_sub(WINDOW_CHARS / 3)
                .min(line.len() - WINDOW_CHARS)
        };
        let shown: String = line.iter().skip(from).take(WINDOW_CHARS).collect();
        let pad = before - from;
        let carets = marked.min(WINDOW_CHARS.saturating_sub(pad).max(1));
        format!(
            "{}\n  {}\n  {}{}",
            self.message,
            shown.trim_end(),
            " ".repeat(pad),
            "^".repeat(carets)
        )
    }
}

fn printable(c: char) -> char {
    // Bidirectional controls would reorder the line under its carets.
    let reorders =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || reorders { ' ' } else { c }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The notes of one query, bounded in number.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Whether an error becomes a note.
    lenient: bool,
    notes: Vec<Note>,
    left_out: usize,
}

/// More notes than this are counted, not kept: a hostile query may earn one for every second byte.
const MAX_NOTES: usize = 100;

impl Notes {
    /// An empty list; with `lenient`, errors become notes.
    pub(crate) fn new(lenient: bool) -> Notes {
        Notes {
            lenient,
            ..Notes::default()
        }
    }

    /// An error where errors end the reading; else a note, and the caller goes on with what it does in its place.
    pub(crate) fn fail(&mut self, error: QueryError) -> Result<(), QueryError> {
        if !self.lenient {
            return Err(error);
        }
        let span = Span::new(error.start, error.end);
        let text = match error.help {
            Some(help) => format!("{}; {help}", error.message),
            None => error.message,
        };
        self.add(NoteKind::Error, span, text);
        Ok(())
    }

    pub(crate) fn add(&mut self, kind: NoteKind, span: Span, text: impl Into<String>) {
        if self.notes.len() >= MAX_NOTES {
            self.left_out += 1;
            return;
        }
        self.notes.push(Note {
            kind,
            text: text.into(),
            start: span.start,
            end: span.end,
        });
    }

    /// Adds a note that must not be lost among many small ones.
    pub(crate) fn add_always(&mut self, kind: NoteKind, span: Span, text: impl Into<String>) {
        if self.notes.len() >= MAX_NOTES {
            self.notes.pop();
            self.left_out += 1;
        }
        self.add(kind, span, text);
    }

    /// The notes in the order of the query.
    pub(crate) fn finish(mut self, n_bytes: usize) -> Vec<Note> {
        self.notes.sort_by_key(|note| (note.start, note.end));
        if self.left_out > 0 {
            self.notes.push(Note {
                kind: NoteKind::Capped,
                text: format!("{} more notes are left out", self.left_out),
                start: 0,
                end: n_bytes,
            });
        }
        self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, span: (usize, usize), expected: &str) {
        let error = QueryError::new(Span::new(span.0, span.1), "wrong");
        assert_eq!(error.render(query), expected, "{query:?} {span:?}");
    }

    #[test]
    fn carets_stand_below_the_part_that_is_wrong() {
        check("titel:berlin", (0, 5), "wrong\n  titel:berlin\n  ^^^^^");
        check("äöü titel:x", (7, 12), "wrong\n  äöü titel:x\n      ^^^^^");
        check("a\ntitel:x\nb", (2, 7), "wrong\n  titel:x\n  ^^^^^");
        check("title:", (6, 6), "wrong\n  title:\n        ^");
    }

    #[test]
    fn a_span_outside_the_query_or_inside_a_character_still_renders() {
        check("ä", (1, 2), "wrong\n  ä\n  ^");
        check("a", (7, 9), "wrong\n  a\n   ^");
        check("", (0, 0), "wrong\n  \n  ^");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        check("\u{1b}[2J x", (5, 6), "wrong\n   [2J x\n       ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_error() {
        let query = format!("{}BAD{}", "a".repeat(500), "b".repeat(500));
        let error = QueryError::new(Span::new(500, 503), "wrong").render(&query);
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(lines[1].chars().count(), WINDOW_CHARS + 2);
        let at = lines[2].find('^').unwrap();
        assert_eq!(&lines[1][at..at + 3], "BAD");
        assert!(lines[2].ends_with("^^^") && !lines[2].ends_with("^^^^"));
    }

    #[test]
    fn notes_are_bounded_and_say_so() {
        let mut notes = Notes::default();
        for n in (0..MAX_NOTES + 7).rev() {
            notes.add(NoteKind::Ignored, Span::new(n, n + 1), "x");
        }
        let notes = notes.finish(200);
        assert_eq!(notes.len(), MAX_NOTES + 1);
        assert_eq!(notes[MAX_NOTES].text, "7 more notes are left out");
        assert!(
            notes[..MAX_NOTES]
                .windows(2)
                .all(|two| two[0].start <= two[1].start)
        );
    }

    #[test]
    fn kinds_are_named_in_snake_case() {
        let name = serde_json::to_string(&NoteKind::ReadAsText).unwrap();
        assert_eq!(name, "\"read_as_text\"");
    }
}
