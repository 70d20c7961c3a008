//! The table of families as bytes: which article, with which content, is in which family.
//!
//! It names articles by the hashes of their ids and contents, so it can be older or newer than the
//! index beside it and never wrong: an entry whose article is gone or changed says nothing.

use xxhash_rust::xxh3::xxh3_64;

use super::RULES;

/// An article in a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Hash of its id.
    pub id_hash: u64,
    /// Hash of its content.
    pub content_hash: u64,
    /// Place of its family in [`FamilyTable::families`].
    pub family: u32,
}

/// All families of an index with two members or more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FamilyTable {
    /// Stamp of the commit that was grouped.
    pub commit: u64,
    /// Segments that were grouped, by name.
    pub segments: Vec<String>,
    /// Names of the families as numbers, see [`family_name`]; older ones first.
    pub families: Vec<u64>,
    /// Members by the hash of their id, ascending.
    pub members: Vec<Member>,
}

/// What the bytes begin with.
const MAGIC: &[u8; 8] = b"DLFAMILY";

impl FamilyTable {
    /// The entry of an article.
    pub fn member(&self, id_hash: u64) -> Option<&Member> {
        let place = self.members.partition_point(|m| m.id_hash < id_hash);
        self.members.get(place).filter(|m| m.id_hash == id_hash)
    }

    /// As bytes: magic, rules, commit, then counts and entries, all numbers little-endian, then a
    /// hash of all that. 20 bytes a member and 8 a family.
    pub fn to_bytes(&self) -> Vec<u8> {
        let names: usize = self.segments.iter().map(|name| name.len() + 8).sum();
        let size = 64 + names + 8 * self.families.len() + 20 * self.members.len();
        let mut out = Vec::with_capacity(size);
        out.extend(MAGIC);
        out.extend(RULES.to_le_bytes());
        let mut number = |n: u64| out.extend(n.to_le_bytes());
        number(self.commit);
        number(self.segments.len() as u64);
        number(self.families.len() as u64);
        number(self.members.len() as u64);
        for name in &self.segments {
            out.extend((name.len() as u64).to_le_bytes());
            out.extend(name.as_bytes());
        }
        for family in &self.families {
            out.extend(family.to_le_bytes());
        }
        for member in &self.members {
            out.extend(member.id_hash.to_le_bytes());
            out.extend(member.content_hash.to_le_bytes());
            out.extend(member.family.to_le_bytes());
        }
        out.extend(xxh3_64(&out).to_le_bytes());
        out
    }

    /// From bytes; none where they are damaged or made by other rules.
    pub fn from_bytes(bytes: &[u8]) -> Option<FamilyTable> {
        let (body, hash) = bytes.split_last_chunk::<8>()?;
        if xxh3_64(body) != u64::from_le_bytes(*hash) {
            return None;
        }
        let mut reader = Reader(body);
        if reader.take(MAGIC.len())? != MAGIC || reader.small()? != RULES {
            return None;
        }
        let commit = reader.number()?;
        let segments = reader.number()?;
        let families = reader.number()?;
        let members = reader.number()?;
        let mut table = FamilyTable {
            commit,
            ..FamilyTable::default()
        };
        for _ in 0..segments {
            let length = usize::try_from(reader.number()?).ok()?;
            let name = std::str::from_utf8(reader.take(length)?).ok()?;
            table.segments.push(name.to_owned());
        }
        for _ in 0..families {
            table.families.push(reader.number()?);
        }
        for _ in 0..members {
            let member = Member {
                id_hash: reader.number()?,
                content_hash: reader.number()?,
                family: reader.small()?,
            };
            if member.family as usize >= table.families.len() {
                return None;
            }
            table.members.push(member);
        }
        let sorted = table.members.is_sorted_by(|a, b| a.id_hash < b.id_hash);
        (reader.0.is_empty() && sorted).then_some(table)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let (taken, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*taken))
    }

    fn small(&mut self) -> Option<u32> {
        let (taken, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*taken))
    }
}

/// Bits of a family's number.
pub const NAME_BITS: u32 = 48;

/// How a family is called: `f` and twelve hexadecimal digits, of the hash of the id of the article
/// that was its earliest when it was founded.
pub fn family_name(number: u64) -> String {
    format!("f{:012x}", number & ((1 << NAME_BITS) - 1))
}

/// The number of a family's name; none if it is not written as one.
pub fn parse_family_name(name: &str) -> Option<u64> {
    let digits = name.strip_prefix('f').filter(|d| d.len() == 12)?;
    let plain = digits
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    plain.then(|| u64::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> FamilyTable {
        let member = |id_hash, family| Member {
            id_hash,
            content_hash: id_hash * 7,
            family,
        };
        FamilyTable {
            commit: 41,
            segments: vec!["a0".into(), "b1".into()],
            families: vec![0xabc, 0xdef],
            members: vec![
                member(1, 0),
                member(5, 1),
                member(9, 1),
                member(u64::MAX / 7, 0),
            ],
        }
    }

    #[test]
    fn bytes_give_the_table_back() {
        for table in [table(), FamilyTable::default()] {
            assert_eq!(FamilyTable::from_bytes(&table.to_bytes()), Some(table));
        }
    }

    #[test]
    fn damaged_bytes_are_no_table() {
        let bytes = table().to_bytes();
        for end in 0..bytes.len() {
            assert_eq!(FamilyTable::from_bytes(&bytes[..end]), None, "{end}");
        }
        for place in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[place] ^= 4;
            assert_eq!(FamilyTable::from_bytes(&bytes), None, "{place}");
        }
        // Counts that promise more than there is, under a hash that is right.
        for at in [20, 28, 36] {
            let mut bytes = bytes[..bytes.len() - 8].to_vec();
            bytes[at + 6] = 0xff;
            let hash = xxh3_64(&bytes);
            bytes.extend(hash.to_le_bytes());
            assert_eq!(FamilyTable::from_bytes(&bytes), None, "{at}");
        }
    }

    #[test]
    fn an_article_is_found_by_the_hash_of_its_id() {
        let table = table();
        assert_eq!(table.member(5).map(|m| m.family), Some(1));
        assert_eq!(table.member(6), None);
    }

    #[test]
    fn names_are_read_back() {
        assert_eq!(family_name(0xabc), "f000000000abc");
        assert_eq!(parse_family_name("f000000000abc"), Some(0xabc));
        for wrong in [
            "",
            "f",
            "f000000000ABC",
            "000000000abc0",
            "f000000000abcd",
            "f+00000000abc",
        ] {
            assert_eq!(parse_family_name(wrong), None, "{wrong}");
        }
    }
}
