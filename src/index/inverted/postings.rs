//! Where the terms of one field occur, collected while a segment is built.
//!
//! Occurrences are written down one behind the other as they are met. When there are enough of them
//! for a fold they are sorted by term, by counting, and each term's share is appended, packed, to
//! what it had before. So the memory of a term is touched once in a fold, not once an occurrence,
//! which is what a table of terms costs that is asked for each occurrence.

use std::io;

use tantivy::DocId;
use tantivy::postings::FieldSerializer;
use tantivy::schema::IndexRecordOption;

use super::terms::TermTable;

/// Occurrences in a fold of running text: 8 bytes each, twice. A quarter of it costs 3 % of a run's
/// time, twice as many gain 1 %.
pub(super) const FOLD_OF_TEXT: usize = 1 << 18;
/// Occurrences in a fold of names and values, of which there are many fields with few.
pub(super) const FOLD_OF_VALUES: usize = 1 << 14;

/// No record: a term that was not met yet.
const NO_RECORD: u32 = u32::MAX;

/// What is known of a term in this field.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// Where its last record begins.
    record: u32,
    /// The last document of that.
    doc: DocId,
    /// Its documents.
    docs: u32,
}

const UNKNOWN: Known = Known {
    record: NO_RECORD,
    // One less than the first document.
    doc: DocId::MAX,
    docs: 0,
};

/// Occurrences of terms in one field.
#[derive(Debug)]
pub(super) struct Postings {
    option: IndexRecordOption,
    /// Occurrences in a fold.
    fold: usize,
    /// Term and position of each occurrence since the last fold.
    met: Vec<(u32, u32)>,
    /// The documents of those: where each one's end, but for the last.
    ends: Vec<(DocId, u32)>,
    doc: DocId,
    /// By term: occurrences in this fold, then where the next one goes. Zero between folds.
    counts: Vec<u32>,
    /// Terms of this fold, as they were met.
    touched: Vec<u32>,
    /// Document and position of each occurrence, by term.
    sorted: Vec<(DocId, u32)>,
    /// By term.
    known: Vec<Known>,
    /// A record for each term of each fold: where the one before it begins, its length, and by
    /// document the distance to the one before (0: the same goes on), how many occurrences, and
    /// the distances of their positions.
    records: Vec<u8>,
    packed: Vec<u8>,
    /// Occurrences in all.
    tokens: u64,
}

impl Postings {
    pub(super) fn new(option: IndexRecordOption, fold: usize) -> Postings {
        Postings {
            option,
            fold,
            met: Vec::new(),
            ends: Vec::new(),
            doc: 0,
            counts: Vec::new(),
            touched: Vec::new(),
            sorted: Vec::new(),
            known: Vec::new(),
            records: Vec::new(),
            packed: Vec::new(),
            tokens: 0,
        }
    }

    /// Goes on with a document; they come in ascending order.
    pub(super) fn begin(&mut self, doc: DocId) {
        if doc != self.doc {
            self.ends.push((self.doc, self.met.len() as u32));
            self.doc = doc;
        }
    }

    /// Adds `times` occurrences at one position; those of one term in one document come in
    /// ascending order.
    #[inline]
    pub(super) fn add(&mut self, term: u32, position: u32, times: u32) {
        for _ in 0..times {
            self.met.push((term, position));
        }
        self.tokens += u64::from(times);
        if self.met.len() >= self.fold {
            self.fold_in();
        }
    }

    /// Occurrences in all.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Bytes of memory that it takes.
    pub(super) fn memory(&self) -> usize {
        8 * (self.met.capacity() + self.ends.capacity() + self.sorted.capacity())
            + 4 * (self.counts.capacity() + self.touched.capacity())
            + size_of::<Known>() * self.known.capacity()
            + self.records.capacity()
            + self.packed.capacity()
    }

    /// Appends what was met to the terms' records.
    #[cold]
    fn fold_in(&mut self) {
        let highest = self.met.iter().map(|(term, _)| *term).max();
        let terms = highest.map_or(0, |t| t as usize + 1).max(self.known.len());
        self.counts.resize(terms, 0);
        self.known.resize(terms, UNKNOWN);
        for &(term, _) in &self.met {
            let count = &mut self.counts[term as usize];
            if *count == 0 {
                self.touched.push(term);
            }
            *count += 1;
        }
        let mut start = 0;
        for &term in &self.touched {
            let count = &mut self.counts[term as usize];
            start += std::mem::replace(count, start);
        }
        self.sorted.resize(self.met.len(), (0, 0));
        self.ends.push((self.doc, self.met.len() as u32));
        let mut from = 0;
        for &(doc, end) in &self.ends {
            for &(term, position) in &self.met[from..end as usize] {
                let place = &mut self.counts[term as usize];
                self.sorted[*place as usize] = (doc, position);
                *place += 1;
            }
            from = end as usize;
        }
        let mut start = 0;
        for place in 0..self.touched.len() {
            let term = self.touched[place];
            let end = std::mem::take(&mut self.counts[term as usize]) as usize;
            self.append(term, start, end);
            start = end;
        }
        self.met.clear();
        self.ends.clear();
        self.touched.clear();
    }

    /// Appends a term's occurrences `start..end` of those that are sorted.
    fn append(&mut self, term: u32, start: usize, end: usize) {
        let known = &mut self.known[term as usize];
        let out = &mut self.packed;
        out.clear();
        let mut rest = &self.sorted[start..end];
        while let Some(&(doc, _)) = rest.first() {
            let count = rest.iter().take_while(|(other, _)| *other == doc).count();
            let (own, others) = rest.split_at(count);
            rest = others;
            let distance = doc.wrapping_sub(known.doc);
            put(out, distance);
            known.docs += u32::from(distance != 0);
            known.doc = doc;
            if self.option.has_freq() {
                put(out, count as u32);
            }
            if self.option.has_positions() {
                let mut before = 0;
                for &(_, position) in own {
                    put(out, position - before);
                    before = position;
                }
            }
        }
        let before = std::mem::replace(&mut known.record, self.records.len() as u32);
        self.records.extend_from_slice(&before.to_le_bytes());
        put(&mut self.records, self.packed.len() as u32);
        self.records.extend_from_slice(&self.packed);
    }

    /// Writes the field: the terms of `order` that occur in it.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn write(
        &mut self,
        table: &TermTable,
        order: &[u32],
        out: &mut FieldSerializer<'_>,
    ) -> io::Result<()> {
        if !self.met.is_empty() {
            self.fold_in();
        }
        let (mut chain, mut deltas) = (Vec::new(), Vec::new());
        for &term in order {
            let Some(known) = self.known.get(term as usize).filter(|k| k.docs > 0) else {
                continue;
            };
            chain.clear();
            let mut record = known.record;
            while record != NO_RECORD {
                chain.push(record);
                record = u32::from_le_bytes(
                    self.records[record as usize..record as usize + 4]
                        .try_into()
                        .expect("a record begins with four bytes"),
                );
            }
            let freqs = self.option.has_freq();
            // As Tantivy's own writer: without frequencies their number is not asked for.
            let docs = if freqs { known.docs } else { 0 };
            out.new_term(table.term(term), docs, freqs)?;
            self.write_docs(&chain, &mut deltas, out);
            out.close_term()?;
        }
        Ok(())
    }

    /// Writes the documents of a term's records, which are listed backwards.
    fn write_docs(&self, chain: &[u32], deltas: &mut Vec<u32>, out: &mut FieldSerializer<'_>) {
        // The document that is being read, its occurrences, and the last one's position.
        let (mut doc, mut count, mut last) = (DocId::MAX, 0, 0);
        deltas.clear();
        for &record in chain.iter().rev() {
            let mut bytes = &self.records[record as usize + 4..];
            let len = take(&mut bytes) as usize;
            let mut bytes = &bytes[..len];
            while !bytes.is_empty() {
                let distance = take(&mut bytes);
                if distance != 0 {
                    if doc != DocId::MAX {
                        out.write_doc(doc, count, deltas);
                    }
                    deltas.clear();
                    (doc, count, last) = (doc.wrapping_add(distance), 0, 0);
                }
                let more = match self.option.has_freq() {
                    true => take(&mut bytes),
                    false => 0,
                };
                count += more;
                if self.option.has_positions() {
                    // Where the document goes on, its first position is told from zero.
                    let mut before = last;
                    last = 0;
                    for _ in 0..more {
                        last += take(&mut bytes);
                        deltas.push(last - before);
                        before = last;
                    }
                }
            }
        }
        if doc != DocId::MAX {
            out.write_doc(doc, count, deltas);
        }
    }
}

/// Appends a number, seven bits a byte, the highest bit set in all but its last.
#[inline]
fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes such a number from the front; 0 at the end.
#[inline]
fn take(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    number
}
