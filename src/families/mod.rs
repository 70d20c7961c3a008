//! Wire copies: which articles print the same story, and what each copy cut or added.
//!
//! Text in, numbers out: signatures of bodies, grouping, the table of families as bytes, the
//! difference of two texts. Where signatures and the table are kept is decided in `index`.

mod diff;
mod group;
mod shingles;
mod signature;
mod table;

pub use diff::{Change, Difference, difference};
pub use group::{Corpus, Known, group};
pub use shingles::Shingles;
pub use signature::{LEAST_WORDS, Signature};
pub use table::{FamilyTable, Member, NAME_BITS, family_name, parse_family_name};

/// Version of the rules in this module. It stands in each table of families: one made by other
/// rules is not grown but made anew. Raised with every change of a shingle or of the grouping;
/// a change of the signature itself wants a new format version of the index.
pub const RULES: u32 = 1;
