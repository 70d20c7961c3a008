//! The query line: its text and cursor, what is remarked on it while it is typed, and earlier queries.

use std::collections::BTreeMap;

use tui_input::{Input, InputRequest};

use crate::output::one_line;
use crate::query::{FieldSpec, MAX_QUERY_BYTES, NoteKind, Query, field_specs};

/// Something to say about a range of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The remark.
    pub(crate) text: String,
    /// First byte that it is about.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// Whether the query can't be searched for as it stands.
    pub(crate) error: bool,
}

/// What a word that is being typed is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfinished {
    /// The query in place of what is typed.
    pub(crate) query: String,
    /// What is said about it.
    pub(crate) note: &'static str,
    /// First byte of the word.
    pub(crate) start: usize,
    /// The byte behind it.
    pub(crate) end: usize,
}

/// The query line.
#[derive(Debug)]
pub(crate) struct QueryLine {
    pub(crate) input: Input,
    /// Why it can't be searched for, while it can't.
    error: Option<Problem>,
    /// What the parser remarked.
    notes: Vec<Problem>,
    /// What the search remarked.
    found: Vec<Problem>,
    fields: Vec<FieldSpec>,
    /// Saved queries, by name.
    pub(crate) saved: BTreeMap<String, String>,
    /// Earlier queries, the latest last.
    history: Vec<String>,
    /// The place in the history, and the line as it was before.
    at: Option<(usize, String)>,
    kept: Option<String>,
}

/// Earlier queries that are offered at once.
const HISTORY_SHOWN: usize = 50;

impl QueryLine {
    pub(super) fn new(
        query: &str,
        history: Vec<String>,
        saved: BTreeMap<String, String>,
    ) -> QueryLine {
        let mut line = QueryLine {
            input: Input::new(one_line(query)),
            error: None,
            notes: Vec::new(),
            found: Vec::new(),
            fields: field_specs(),
            saved,
            history,
            at: None,
            kept: None,
        };
        line.read();
        line
    }

    /// The query as it stands.
    pub(crate) fn text(&self) -> &str {
        self.input.value()
    }

    /// Byte of the cursor.
    pub(crate) fn cursor(&self) -> usize {
        let text = self.text();
        let place = text.char_indices().nth(self.input.cursor());
        place.map_or(text.len(), |(at, _)| at)
    }

    /// Names that may stand before a colon.
    pub(crate) fn fields(&self) -> &[FieldSpec] {
        &self.fields
    }

    /// Whether it can be searched for.
    pub(crate) fn is_good(&self) -> bool {
        self.error.is_none()
    }

    /// What there is to say about it, errors first; ranges are bytes of the text.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.error.iter().chain(&self.notes).chain(&self.found)
    }

    /// How many of them there are.
    pub(crate) fn remarks(&self) -> usize {
        self.problems().count()
    }

    /// What to search for where no article has the word that is being typed: words that begin so, or
    /// with one or two letters, which begin too many, what stands before them. None where the
    /// cursor is not behind a plain word, and for more than a few words, of which some may be
    /// missing anyway.
    pub(super) fn unfinished(&self) -> Option<Unfinished> {
        let text = self.text();
        if self.cursor() < text.len() {
            return None;
        }
        let before = text.trim_end_matches(char::is_alphanumeric);
        let word = &text[before.len()..];
        // Capitals alone may be an operator that is being typed.
        let operator = word.chars().all(char::is_uppercase);
        let plain = before.is_empty() || before.ends_with([' ', '(', ':', '-']);
        if operator || !plain {
            return None;
        }
        let short = word.chars().nth(2).is_none();
        // A field without its value asks for nothing.
        let rest = before.trim_end_matches([' ', '(', '-']);
        let rest = match rest.strip_suffix(':') {
            Some(named) => named.rsplit_once(' ').map_or("", |(rest, _)| rest),
            None => rest,
        };
        let query = match short {
            true if rest.trim().is_empty() => "*".to_owned(),
            true => rest.trim().to_owned(),
            false => format!("{text}*"),
        };
        let read = Query::new(&query, &self.fields).ok()?;
        let few = |words: usize| words <= 3;
        let words = read.ast.relaxable().map_or(0, |r| r.optional.len());
        few(words).then_some(Unfinished {
            query,
            note: match short {
                true => "go on: no article has this word",
                false => "words that begin so",
            },
            start: before.len(),
            end: text.len(),
        })
    }

    /// Changes the text; true if it is another one now.
    pub(super) fn edit(&mut self, request: InputRequest) -> bool {
        let before = self.text().to_owned();
        self.input.handle(request);
        let changed = before != self.text();
        if changed {
            self.at = None;
            self.read();
        }
        changed
    }

    /// Puts in text at the cursor, on one line; what goes beyond the longest query is left out, and
    /// false is returned.
    pub(super) fn insert(&mut self, text: &str) -> bool {
        let at = self.cursor();
        let text = one_line(text);
        let mut room = MAX_QUERY_BYTES
            .saturating_sub(self.text().len())
            .min(text.len());
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        self.replace(at..at, &text[..room]);
        room == text.len()
    }

    /// Puts `text` in place of a range of bytes, with the cursor behind it.
    pub(super) fn replace(&mut self, range: std::ops::Range<usize>, text: &str) {
        let old = self.text();
        let end = range.start + text.len();
        let new = format!("{}{text}{}", &old[..range.start], &old[range.end..]);
        let cursor = new[..end].chars().count();
        self.input = Input::new(new).with_cursor(cursor);
        self.at = None;
        self.read();
    }

    /// Another query altogether.
    pub(super) fn set(&mut self, text: &str) {
        self.input = Input::new(one_line(text));
        self.at = None;
        self.read();
    }

    /// What a search remarked on the query that it ran.
    pub(super) fn found(&mut self, notes: &[crate::query::Note]) {
        let own = |n: &&crate::query::Note| !self.notes.iter().any(|known| known.text == n.text);
        self.found = notes.iter().filter(own).map(problem).collect();
    }

    /// An error that only the search could find.
    pub(super) fn wrong(&mut self, text: String, start: usize, end: usize) {
        self.error = Some(Problem {
            text,
            start,
            end,
            error: true,
        });
    }

    fn read(&mut self) {
        self.found.clear();
        self.error = None;
        self.notes.clear();
        match Query::new(self.input.value(), &self.fields) {
            Ok(query) => self.notes = query.notes.iter().map(problem).collect(),
            Err(error) => {
                let text = match &error.help {
                    Some(help) => format!("{}; {help}", error.message),
                    None => error.message.clone(),
                };
                self.wrong(text, error.start, error.end);
            }
        }
    }

    /// The query before in the history; false at its end.
    pub(super) fn history_back(&mut self) -> bool {
        let from = self.at.as_ref().map_or(self.history.len(), |(at, _)| *at);
        let typed = match self.at.take() {
            Some((_, typed)) => typed,
            None => self.text().to_owned(),
        };
        let current = self.text().to_owned();
        let before = (0..from).rev().find(|&n| self.history[n] != current);
        let Some(to) = before else {
            self.at = (from < self.history.len()).then_some((from, typed));
            return false;
        };
        let text = self.history[to].clone();
        self.set(&text);
        self.at = Some((to, typed));
        true
    }

    /// The query after in the history, at last the one that was typed.
    pub(super) fn history_on(&mut self) -> bool {
        let Some((at, typed)) = self.at.take() else {
            return false;
        };
        let text = match self.history.get(at + 1) {
            Some(next) => {
                self.at = Some((at + 1, typed));
                next.clone()
            }
            None => typed,
        };
        let at = self.at.take();
        self.set(&text);
        self.at = at;
        true
    }

    /// Earlier queries that hold what is typed, the latest first.
    pub(super) fn history_with(&self, text: &str) -> Vec<String> {
        let wanted = text.to_lowercase();
        let mut out: Vec<String> = Vec::new();
        for query in self.history.iter().rev() {
            if query.to_lowercase().contains(&wanted) && !out.contains(query) && query != text {
                out.push(query.clone());
            }
            if out.len() == HISTORY_SHOWN {
                break;
            }
        }
        out
    }

    /// The query, if it is a good one that is not yet the last of the history; it is kept now.
    pub(super) fn worth_keeping(&mut self) -> Option<String> {
        let text = self.text().trim().to_owned();
        let known = self.kept.as_ref().or(self.history.last());
        if text.is_empty() || !self.is_good() || known.is_some_and(|k| *k == text) {
            return None;
        }
        self.kept = Some(text.clone());
        self.history.push(text.clone());
        Some(text)
    }
}

fn problem(note: &crate::query::Note) -> Problem {
    Problem {
        text: note.text.clone(),
        start: note.start,
        end: note.end,
        error: note.kind == NoteKind::Error,
    }
}
