//! A second reading of the query language, as slow and as plain as it can be: queries as trees of
//! its own, matched against the texts of articles by trying everything. No index, and nothing of
//! the engine's parser, algebra or snippets; what it shares with it is how words are cut, folded
//! and stemmed, and where sentences end and quotations stand.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses its own share of this, and a failed step fails the test"
)]

pub mod engine;
pub mod eval;
pub mod facets;
pub mod leaf;
pub mod node;
pub mod print;
pub mod random;
pub mod spans;
pub mod text;
