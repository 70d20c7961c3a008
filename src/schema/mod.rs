//! The declared schema: loads `schema/*.toml`, builds the Tantivy schema and the typed handles.
//!
//! The only place where a field's name is spelled in code. Everything else takes [`Fields`] or a
//! [`FieldDecl`]. No reading of dumps and no searching here.

mod declared;
mod fields;

pub use declared::{
    ArticleField, Declaration, FacetDecl, FieldDecl, FieldKind, IndexDecl, Searched, ZoneDecl,
    article_declaration, declaration,
};
pub use fields::{
    Facet, FacetSource, Fields, KEYWORD_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER, WORDS_TOKENIZER,
    Zone, build,
};

/// Version of the on-disk form of an index; its history is in `schema/README.md`.
///
/// Cost: one look-up of a parsed static.
pub fn format_version() -> u32 {
    declaration().index.format_version
}

/// Hash of both declarations, as 16 hex digits: two programs with the same hash read the same index.
pub fn schema_hash() -> String {
    let mut text = String::from(declared::INDEX_TOML);
    text.push_str(declared::ARTICLE_TOML);
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}
