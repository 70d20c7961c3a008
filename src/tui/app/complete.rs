//! Completion: what the word at the cursor may become. Names of fields and saved queries are known
//! here; values and words are asked of the index.

use std::ops::Range;

use crate::query::{FieldKind, FieldSpec};
use crate::schema::declaration;
use crate::search::Completion;
use crate::tui::task::Completing;

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// What is shown.
    pub(crate) shown: String,
    /// What is put in place of the word.
    pub(crate) text: String,
    /// What it is: `field`, `source`, `word`, `history` ...
    pub(crate) kind: String,
    /// Articles that have it, where that is known.
    pub(crate) articles: Option<u64>,
}

/// Completions of the word at the cursor.
#[derive(Debug, Default)]
pub(crate) struct Completer {
    /// Proposals, best first.
    pub(crate) offers: Vec<Offer>,
    /// The one that stands in the line, once one was taken.
    pub(crate) chosen: Option<usize>,
    /// Bytes of the line that they take the place of.
    pub(super) range: Range<usize>,
    /// What stood there.
    pub(super) typed: String,
    /// Counts questions to the index.
    pub(super) turn: u64,
    /// Whether earlier queries are shown.
    pub(super) history: bool,
    kind: String,
    names: usize,
}

/// Proposals that are shown.
const MOST: usize = 8;

impl Completer {
    /// Nothing to propose.
    pub(super) fn close(&mut self) {
        self.turn += 1;
        self.offers.clear();
        self.chosen = None;
        self.history = false;
    }

    /// Byte of the line at which the word begins.
    pub(crate) fn begins(&self) -> usize {
        self.range.start
    }

    /// The question to the index that is not answered yet.
    #[cfg(test)]
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    /// Whether there is something to choose from.
    pub(crate) fn is_open(&self) -> bool {
        !self.offers.is_empty()
    }

    /// Begins anew for the word before the cursor; returns what the index is to be asked for.
    pub(super) fn typed(
        &mut self,
        line: &str,
        cursor: usize,
        fields: &[FieldSpec],
        saved: &[String],
    ) -> Option<Completing> {
        self.close();
        let start = word_start(line, cursor);
        let word = &line[start..cursor];
        let after = line[cursor..].chars().next();
        if word.is_empty() || after.is_some_and(|c| c.is_alphanumeric()) {
            return None;
        }
        self.range = start..cursor;
        self.typed = word.to_owned();
        let bare = word.trim_start_matches(['-', '+', '(']);
        let lead = word.len() - bare.len();
        if let Some((name, value)) = bare.split_once(':') {
            return self.value(
                start + lead + name.len() + 1,
                cursor,
                name,
                value,
                fields,
                saved,
            );
        }
        self.range.start += lead;
        self.typed = bare.to_owned();
        if bare.len() < 2 || !bare.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let lower = bare.to_lowercase();
        let names = fields.iter().flat_map(|f| {
            let all = std::iter::once(&f.name).chain(&f.aliases);
            all.filter(|name| name.starts_with(&lower)).take(1)
        });
        self.offers = names
            .map(|name| Offer {
                shown: format!("{name}:"),
                text: format!("{name}:"),
                kind: "field".into(),
                articles: None,
            })
            .take(3)
            .collect();
        self.names = self.offers.len();
        self.kind = "word".into();
        (bare.chars().count() >= 2).then(|| Completing::Words {
            prefix: bare.to_owned(),
        })
    }

    fn value(
        &mut self,
        start: usize,
        cursor: usize,
        name: &str,
        value: &str,
        fields: &[FieldSpec],
        saved: &[String],
    ) -> Option<Completing> {
        let name = name.to_lowercase();
        self.range = start..cursor;
        self.typed = value.to_owned();
        self.names = 0;
        let fixed = |values: &mut dyn Iterator<Item = String>, kind: &str| -> Vec<Offer> {
            let lower = value.to_lowercase();
            let fitting = values.filter(|v| v.to_lowercase().starts_with(&lower) && *v != value);
            let offer = |text: String| Offer {
                shown: text.clone(),
                text: quoted(&text),
                kind: kind.to_owned(),
                articles: None,
            };
            fitting.map(offer).take(MOST).collect()
        };
        if name == "saved" {
            self.offers = fixed(&mut saved.iter().cloned(), "saved query");
            return None;
        }
        let spec = fields
            .iter()
            .find(|f| f.name == name || f.aliases.contains(&name));
        let facet = match (spec, name.as_str()) {
            (_, "has" | "is") => "property".to_owned(),
            (Some(spec), _) if spec.kind != FieldKind::Date => spec.name.clone(),
            _ => return None,
        };
        let declared = declaration().fields.iter().find(|f| f.name == facet);
        if !declared.is_some_and(|f| f.facet) {
            return None;
        }
        self.kind = facet.clone();
        let prefix = value.trim_start_matches(['"', '(']).to_owned();
        Some(Completing::Values { facet, prefix })
    }

    /// Takes what the index has.
    pub(super) fn take(&mut self, turn: u64, found: Vec<Completion>) {
        if turn != self.turn || self.chosen.is_some() {
            return;
        }
        self.offers.truncate(self.names);
        let words = self.kind == "word";
        let fitting = found
            .into_iter()
            .filter(|c| !c.text.eq_ignore_ascii_case(&self.typed));
        let offer = |c: Completion| Offer {
            text: if words {
                c.text.clone()
            } else {
                quoted(&c.text)
            },
            shown: c.text,
            kind: self.kind.clone(),
            articles: Some(c.articles),
        };
        let found: Vec<Offer> = fitting.map(offer).collect();
        // Words of the archive first: names of fields are few and known after a while.
        let names = self.offers.split_off(0);
        self.offers = found
            .into_iter()
            .take(MOST - names.len().min(MOST))
            .collect();
        self.offers.extend(names);
    }

    /// Proposes earlier queries in place of the whole line.
    pub(super) fn take_history(&mut self, line: &str, queries: Vec<String>) {
        self.close();
        self.range = 0..line.len();
        self.typed = line.to_owned();
        self.history = true;
        let offer = |query: String| Offer {
            shown: query.clone(),
            text: query,
            kind: "earlier".into(),
            articles: None,
        };
        self.offers = queries.into_iter().map(offer).take(MOST).collect();
    }

    /// The next proposal, or the one before: the range and the text to put there. After the last
    /// comes what was typed.
    pub(super) fn choose(&mut self, back: bool) -> Option<(Range<usize>, String)> {
        if self.offers.is_empty() {
            return None;
        }
        let n = self.offers.len();
        let standing = self.range.start..self.range.start + self.standing().len();
        self.chosen = match (self.chosen, back) {
            (None, false) => Some(0),
            (None, true) => Some(n - 1),
            (Some(at), false) => (at + 1 < n).then_some(at + 1),
            (Some(at), true) => at.checked_sub(1),
        };
        Some((standing, self.standing()))
    }

    /// What stands in the line now at the place of the word.
    fn standing(&self) -> String {
        match self.chosen.and_then(|at| self.offers.get(at)) {
            Some(offer) => offer.text.clone(),
            None => self.typed.clone(),
        }
    }
}

/// Where the word before the cursor begins: behind space or a bracket, but a quotation mark after a
/// colon belongs to it.
fn word_start(line: &str, cursor: usize) -> usize {
    let before = &line[..cursor];
    if let Some(open) = before.rfind(":\"")
        && !before[open + 2..].contains('"')
    {
        let name = before[..open].rfind(|c: char| c.is_whitespace() || c == '(');
        return name.map_or(0, |at| at + 1);
    }
    let found = before.rfind(|c: char| c.is_whitespace() || c == '(' || c == '"');
    found.map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })
}

/// A value as a query has it: in quotation marks where it is not one plain word.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    match value.chars().all(plain) && !value.is_empty() {
        true => value.to_owned(),
        false => format!("\"{}\"", value.replace(['"', '\\'], " ")),
    }
}
