//! The declared schema: loads `schema/*.toml`, builds the Tantivy schema and the typed handles.
//!
//! The only place where a field's name is spelled in code. Everything else takes [`Fields`] or a
//! [`FieldDecl`]. No reading of dumps and no searching here.

mod declared;
mod fields;
mod row;

pub use declared::{
    ArticleField, Declaration, FacetDecl, FieldDecl, FieldKind, IndexDecl, Searched, ZoneDecl,
    article_declaration, declaration,
};
pub use fields::{
    Facet, FacetSource, Fields, KEYWORD_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER, WORDS_TOKENIZER,
    Zone, build,
};
pub use row::{from_row, is_row_header, row_header, to_row};

/// Version of the on-disk form of an index; its history is in `schema/README.md`.
///
/// Cost: one look-up of a parsed static.
pub fn format_version() -> u32 {
    declaration().index.format_version
}

/// Hash of what both declarations say of the index, as 16 hex digits: two programs with the same
/// hash read the same index. Comments, help texts, aliases and examples do not count.
pub fn schema_hash() -> String {
    let declared = declaration();
    let mut text = format!("gap {}\n", declared.index.zone_gap);
    for f in &declared.fields {
        let line = format!(
            "{} {:?} {} {} {}\n",
            f.name, f.kind, f.positions, f.norms, f.facet
        );
        text.push_str(&line);
    }
    for zone in &declared.zones {
        text.push_str(&format!("{} {}\n", zone.name, zone.weight));
    }
    for field in article_declaration() {
        text.push_str(&format!("{} {}\n", field.name, field.kind));
    }
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}
