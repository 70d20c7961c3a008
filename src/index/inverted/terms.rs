//! The terms of a segment that is being built, numbered in the order in which they were met.

use xxhash_rust::xxh3::xxh3_64;

/// Numbers by term, terms by number.
#[derive(Debug, Default)]
pub(super) struct TermTable {
    bytes: Vec<u8>,
    terms: Vec<Stored>,
    /// Number plus one, 0 for an empty place; at most half full.
    table: Vec<u32>,
}

/// A term: where its bytes begin, how many, and their hash.
#[derive(Debug, Clone, Copy)]
struct Stored {
    start: u32,
    len: u32,
    hash: u32,
}

impl TermTable {
    /// The number of a term. Cost: two or three reads of memory that no cache holds.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        if 2 * self.terms.len() >= self.table.len() {
            self.grow();
        }
        let hash = xxh3_64(term) as u32;
        let mask = self.table.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(number) = self.table[place].checked_sub(1) {
            if self.terms[number as usize].hash == hash && self.term(number) == term {
                return number;
            }
            place = (place + 1) & mask;
        }
        let number = self.terms.len() as u32;
        self.terms.push(Stored {
            start: self.bytes.len() as u32,
            len: term.len() as u32,
            hash,
        });
        self.bytes.extend_from_slice(term);
        self.table[place] = number + 1;
        number
    }

    /// The term of a number.
    pub(super) fn term(&self, number: u32) -> &[u8] {
        let Stored { start, len, .. } = self.terms[number as usize];
        &self.bytes[start as usize..(start + len) as usize]
    }

    /// How many terms there are; numbers are below.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// All numbers in the order of their terms' bytes.
    pub(super) fn ordered(&self) -> Vec<u32> {
        // Most terms differ within their first eight bytes, which are compared without a look-up.
        let beginning = |number: u32| {
            let term = self.term(number);
            let mut first = [0; 8];
            let len = term.len().min(8);
            first[..len].copy_from_slice(&term[..len]);
            u64::from_be_bytes(first)
        };
        let mut order: Vec<(u64, u32)> = (0..self.len() as u32)
            .map(|number| (beginning(number), number))
            .collect();
        order.sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b)
                .then_with(|| self.term(*one).cmp(self.term(*other)))
        });
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// Bytes of memory that it takes.
    pub(super) fn memory(&self) -> usize {
        self.bytes.capacity()
            + self.terms.capacity() * size_of::<Stored>()
            + self.table.capacity() * size_of::<u32>()
    }

    fn grow(&mut self) {
        let size = (2 * self.table.len()).max(1 << 10);
        self.table.clear();
        self.table.resize(size, 0);
        for (number, stored) in self.terms.iter().enumerate() {
            let mut place = stored.hash as usize & (size - 1);
            while self.table[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_term_has_one_number_and_terms_sort_by_bytes(words in prop::collection::vec("[a-c\u{0}é]{0,10}", 0..3_000)) {
            let mut table = TermTable::default();
            let numbers: Vec<u32> = words.iter().map(|w| table.number(w.as_bytes())).collect();
            for (word, number) in words.iter().zip(&numbers) {
                prop_assert_eq!(table.number(word.as_bytes()), *number);
                prop_assert_eq!(table.term(*number), word.as_bytes());
            }
            let mut expected: Vec<&[u8]> = words.iter().map(|w| w.as_bytes()).collect();
            expected.sort_unstable();
            expected.dedup();
            let found: Vec<&[u8]> = table.ordered().into_iter().map(|n| table.term(n)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
