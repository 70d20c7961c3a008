//! `schema/index.toml` and `schema/article.toml` as values. No Tantivy here.

use std::sync::LazyLock;

use serde::Deserialize;

const INDEX_TOML: &str = include_str!("../../schema/index.toml");
const ARTICLE_TOML: &str = include_str!("../../schema/article.toml");

/// What `schema/index.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Settings of the whole index.
    pub index: IndexDecl,
    /// Its fields, in the order of help texts.
    #[serde(rename = "field")]
    pub fields: Vec<FieldDecl>,
    /// Zones of the text field, in the order of their positions.
    #[serde(rename = "zone")]
    pub zones: Vec<ZoneDecl>,
    /// Facets that are computed instead of stored.
    #[serde(rename = "facet")]
    pub facets: Vec<FacetDecl>,
}

/// Settings of the whole index.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexDecl {
    /// See [`super::format_version`].
    pub format_version: u32,
    /// Word positions left open between two zones of the text field.
    pub zone_gap: u32,
}

/// How a field is analysed and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Running text: folded, stemmed in the article's language, printed forms beside the stems.
    Text,
    /// Names: folded words, no stems.
    Words,
    /// One folded value.
    Keyword,
    /// A value and all that is above it: `world/africa` is found by `world`, `en-GB` by `en`.
    Path,
    /// An exact value, byte for byte.
    Id,
    /// Seconds since 1970 in a column.
    Date,
    /// A number in a column.
    Number,
    /// Kept as bytes, not searched.
    Stored,
}

/// Whether a query reaches a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Searched {
    /// Words without a field name are looked for here.
    #[serde(rename = "by default")]
    ByDefault,
    /// Only as `name:value`.
    #[serde(rename = "by name")]
    ByName,
    /// Not from a query.
    #[serde(rename = "internal")]
    Internal,
}

/// One declared field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDecl {
    /// Its name in queries and in the index.
    pub name: String,
    /// How it is analysed and kept.
    pub kind: FieldKind,
    /// Other names in queries.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether word positions are kept, so that phrases work.
    #[serde(default)]
    pub positions: bool,
    /// Whether lengths are kept, so that ranking can use them.
    #[serde(default)]
    pub norms: bool,
    /// Whether its values are counted as a facet.
    #[serde(default)]
    pub facet: bool,
    /// Whether a query reaches it.
    pub searched: Searched,
    /// One line for help texts.
    pub help: String,
    /// A query that uses it.
    #[serde(default)]
    pub example: String,
}

/// A zone of the text field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneDecl {
    /// Its name.
    pub name: String,
    /// Other names in queries.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How many times an occurrence counts in ranking.
    pub weight: u32,
    /// Whether `name:word` searches in it alone.
    #[serde(default)]
    pub searched: bool,
    /// One line for help texts.
    pub help: String,
    /// A query that uses it.
    #[serde(default)]
    pub example: String,
}

/// A facet that is computed from a column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacetDecl {
    /// Its name.
    pub name: String,
    /// The field that it is computed from.
    pub from: String,
    /// Where the second and further classes of a number begin, ascending.
    #[serde(default)]
    pub classes: Vec<i64>,
    /// One line for help texts.
    pub help: String,
}

/// One field of the article record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleField {
    /// Its name in the JSON form.
    pub name: String,
    /// Its type in words.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it holds.
    pub meaning: String,
    /// A value that it may have.
    pub example: toml::Value,
}

#[derive(Debug, Deserialize)]
struct ArticleDeclaration {
    field: Vec<ArticleField>,
}

/// The declaration of the index.
pub fn declaration() -> &'static Declaration {
    static PARSED: LazyLock<Declaration> = LazyLock::new(|| {
        toml::from_str(INDEX_TOML).expect("schema/index.toml is compiled in and tested to parse")
    });
    &PARSED
}

/// The declared fields of the article record, in the order of its JSON form.
pub fn article_declaration() -> &'static [ArticleField] {
    static PARSED: LazyLock<ArticleDeclaration> = LazyLock::new(|| {
        toml::from_str(ARTICLE_TOML)
            .expect("schema/article.toml is compiled in and tested to parse")
    });
    &PARSED.field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_declarations_parse() {
        assert!(declaration().fields.len() > 10);
        assert!(article_declaration().len() > 20);
    }

    #[test]
    fn no_name_or_alias_is_used_twice() {
        let mut seen = std::collections::BTreeSet::new();
        let declared = declaration();
        let names = declared
            .fields
            .iter()
            .flat_map(|f| std::iter::once(&f.name).chain(&f.aliases))
            .chain(
                declared
                    .zones
                    .iter()
                    .filter(|z| z.searched)
                    .flat_map(|z| std::iter::once(&z.name).chain(&z.aliases)),
            );
        for name in names {
            assert!(seen.insert(name.clone()), "{name} is declared twice");
        }
    }

    #[test]
    fn zones_weigh_less_and_less() {
        let weights: Vec<u32> = declaration().zones.iter().map(|z| z.weight).collect();
        assert!(weights.windows(2).all(|w| w[0] >= w[1]), "{weights:?}");
    }
}
