//! Occurrences of a text's terms, brought together by term.
//!
//! Tantivy looks each occurrence up in a table of all terms of the segment, which no cache of the
//! processor holds. It asks for positions that ascend within a term only, so the occurrences of one
//! term in one text are given one after another: the first look-up brings the term near, and those
//! behind it are cheap. What the terms are is decided in `terms`.

use super::terms::TermSink;

/// Occurrences that are brought together at most; a longer text is given in several parts.
const MOST: usize = 1 << 16;

/// A term of the part at hand.
#[derive(Debug, Clone, Copy)]
struct Group {
    hash: u32,
    /// Where its bytes are, and how many.
    start: u32,
    len: u32,
    /// Occurrences; while they are sorted, where the next one goes.
    count: u32,
    /// Its place in the table.
    place: u32,
}

/// Terms with their positions.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    bytes: String,
    groups: Vec<Group>,
    /// Group number plus one, 0 for an empty place; at most half full.
    table: Vec<u32>,
    /// Group and position of each occurrence, in the order of the text.
    met: Vec<(u32, u32)>,
    /// Positions by group.
    sorted: Vec<u32>,
    /// The group that is being given, and the first of its positions that has not been.
    group: usize,
    next: usize,
    /// Where the group's positions end.
    end: usize,
}

impl Grouped {
    /// Forgets everything but its room. Cost: linear in the terms that were in it.
    pub(super) fn clear(&mut self) {
        for group in &self.groups {
            self.table[group.place as usize] = 0;
        }
        self.bytes.clear();
        self.groups.clear();
        self.met.clear();
        self.sorted.clear();
        (self.group, self.next, self.end) = (0, 0, 0);
    }

    /// Whether all that was sorted has been given.
    #[inline]
    pub(super) fn is_given(&self) -> bool {
        self.next == self.sorted.len()
    }

    fn grow(&mut self) {
        let size = (2 * self.table.len()).max(512);
        self.table.clear();
        self.table.resize(size, 0);
        for (number, group) in self.groups.iter_mut().enumerate() {
            let mut place = group.hash as usize & (size - 1);
            while self.table[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number as u32 + 1;
            group.place = place as u32;
        }
    }

    /// Sorts what was added: groups in the order in which they were met, positions in that of the
    /// text.
    pub(super) fn sort(&mut self) {
        let mut start = 0;
        for group in &mut self.groups {
            let count = group.count;
            group.count = start;
            start += count;
        }
        self.sorted.resize(self.met.len(), 0);
        for &(group, position) in &self.met {
            let group = &mut self.groups[group as usize];
            self.sorted[group.count as usize] = position;
            group.count += 1;
        }
        (self.group, self.next) = (0, 0);
        self.end = self.groups.first().map_or(0, |g| g.count as usize);
    }

    /// The next position, and the term if it is another than that of the one before.
    #[inline]
    pub(super) fn give(&mut self) -> Option<(Option<&str>, u32)> {
        let &position = self.sorted.get(self.next)?;
        let mut begins = self.next == 0;
        while self.next == self.end {
            self.group += 1;
            self.end = self.groups[self.group].count as usize;
            begins = true;
        }
        self.next += 1;
        Some((begins.then(|| self.term(self.group as u32)), position))
    }
}

impl TermSink for Grouped {
    fn is_full(&self) -> bool {
        self.met.len() >= MOST
    }

    fn number(&mut self, term: &str) -> u32 {
        if 2 * self.groups.len() >= self.table.len() {
            self.grow();
        }
        let hash = super::stem::hash(term.as_bytes());
        let mask = self.table.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(number) = self.table[place].checked_sub(1) {
            if self.groups[number as usize].hash == hash && self.term(number) == term {
                return number;
            }
            place = (place + 1) & mask;
        }
        let number = self.groups.len() as u32;
        self.groups.push(Group {
            hash,
            start: self.bytes.len() as u32,
            len: term.len() as u32,
            count: 0,
            place: place as u32,
        });
        self.bytes.push_str(term);
        self.table[place] = number + 1;
        number
    }

    fn term(&self, group: u32) -> &str {
        let group = self.groups[group as usize];
        &self.bytes[group.start as usize..(group.start + group.len) as usize]
    }

    #[inline]
    fn add(&mut self, group: u32, position: u32, times: u32) {
        self.groups[group as usize].count += times;
        for _ in 0..times {
            self.met.push((group, position));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(grouped: &mut Grouped) -> Vec<(String, u32)> {
        let mut out: Vec<(String, u32)> = Vec::new();
        grouped.sort();
        while let Some((term, position)) = grouped.give() {
            let term = match term {
                Some(term) => term.to_owned(),
                None => out.last().expect("a first has its term").0.clone(),
            };
            out.push((term, position));
        }
        out
    }

    #[test]
    fn a_group_that_was_only_asked_for_gives_nothing() {
        let mut grouped = Grouped::default();
        grouped.number("a");
        let b = grouped.number("b");
        grouped.add(b, 7, 2);
        assert_eq!(given(&mut grouped), [("b".into(), 7), ("b".into(), 7)]);
    }

    proptest! {
        #[test]
        fn each_term_has_its_positions_in_order(texts in prop::collection::vec(prop::collection::vec("[a-d]{0,4}", 0..900), 1..4)) {
            let mut grouped = Grouped::default();
            for text in &texts {
                grouped.clear();
                for (at, term) in text.iter().enumerate() {
                    let group = grouped.number(term);
                    grouped.add(group, at as u32, 1);
                }
                let mut expected: Vec<(String, u32)> = Vec::new();
                for term in text {
                    if expected.iter().all(|(known, _)| known != term) {
                        let all = text.iter().enumerate().filter(|(_, other)| *other == term);
                        expected.extend(all.map(|(at, _)| (term.clone(), at as u32)));
                    }
                }
                prop_assert_eq!(given(&mut grouped), expected);
            }
        }
    }
}
