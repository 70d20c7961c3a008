//! Counts the records of a web archive that hold no page, by what they hold.

use std::collections::BTreeMap;

/// Kinds that are told apart; the types that servers name are anything.
const MAX_KINDS: usize = 100;

/// Kinds that the summary names.
const SHOWN_KINDS: usize = 12;

/// Longest name of a kind.
const MAX_KIND_CHARS: usize = 60;

/// The name of the kinds beyond.
const OTHER_KINDS: &str = "of other kinds";

/// Counts of records.
#[derive(Default)]
pub(super) struct Tally {
    pages: u64,
    others: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn page(&mut self) {
        self.pages += 1;
    }

    pub(super) fn passed_over(&mut self, kind: &str) {
        let plain = |c: &char| c.is_ascii_graphic() || *c == ' ';
        let kind: String = kind.chars().filter(plain).take(MAX_KIND_CHARS).collect();
        let full = self.others.len() >= MAX_KINDS && !self.others.contains_key(&kind);
        let kind = if full { OTHER_KINDS.to_owned() } else { kind };
        *self.others.entry(kind).or_default() += 1;
    }

    /// What was passed over, in a line; `None` if nothing was.
    pub(super) fn summary(&self) -> Option<String> {
        let passed: u64 = self.others.values().sum();
        if passed == 0 {
            return None;
        }
        let mut kinds: Vec<(&String, &u64)> = self.others.iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let mut named: Vec<String> = kinds
            .iter()
            .take(SHOWN_KINDS)
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        let rest: u64 = kinds
            .iter()
            .skip(SHOWN_KINDS)
            .map(|(_, count)| **count)
            .sum();
        if rest > 0 {
            named.push(format!("{rest} others"));
        }
        let (pages, all) = (self.pages, self.pages + passed);
        let named = named.join(", ");
        Some(format!(
            "{passed} of {all} records hold no page, {pages} do: {named}"
        ))
    }
}
