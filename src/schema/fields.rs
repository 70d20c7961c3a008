//! Typed handles on the declared fields, and the Tantivy schema built from the declaration.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::declared::{FieldDecl, FieldKind, Searched, declaration};

/// Zones of the text field, in the order of their positions; as declared in `schema/index.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Headline and alternative headline.
    Headline,
    /// Kicker and summary.
    Standfirst,
    /// First paragraph of the body; a part of it.
    Lead,
    /// Running text.
    Body,
    /// Captions.
    Caption,
    /// Headline and lead: a view on both, no stretch of its own.
    Headlead,
    /// Direct quotations in the body: a view on it.
    Said,
}

impl Zone {
    /// All zones, in declared order.
    pub const ALL: [Zone; 7] = [
        Zone::Headline,
        Zone::Standfirst,
        Zone::Lead,
        Zone::Body,
        Zone::Caption,
        Zone::Headlead,
        Zone::Said,
    ];

    /// How many times an occurrence in this zone counts in ranking.
    pub fn weight(self) -> u32 {
        declaration().zones[self as usize].weight
    }

    /// The zone that a query names, by name or alias; none if it can't be searched alone.
    pub fn by_name(name: &str) -> Option<Zone> {
        let place = declaration()
            .zones
            .iter()
            .position(|z| z.searched && (z.name == name || z.aliases.iter().any(|a| a == name)))?;
        Zone::ALL.get(place).copied()
    }
}

/// Handles on every declared field. Field order is declaration order.
#[derive(Debug, Clone, Copy)]
#[allow(
    missing_docs,
    reason = "each field's meaning is its line in schema/index.toml"
)]
pub struct Fields {
    pub text: Field,
    pub title: Field,
    pub related: Field,
    pub notice: Field,
    pub author: Field,
    pub place: Field,
    pub agency: Field,
    pub tag: Field,
    pub person: Field,
    pub organisation: Field,
    pub url: Field,
    pub source: Field,
    pub section: Field,
    pub language: Field,
    pub id: Field,
    pub dump: Field,
    pub published: Field,
    pub published_end: Field,
    pub updated: Field,
    pub precision: Field,
    pub words: Field,
    pub body_start: Field,
    pub lead_end: Field,
    pub caption_start: Field,
    pub headline_end: Field,
    pub breaks: Field,
    pub quotes: Field,
    pub property: Field,
    pub parts: Field,
    pub content_hash: Field,
    pub id_hash: Field,
    pub signature: Field,
    pub record: Field,
}

/// Lists the struct's fields once, so that handles, names and tests can't drift apart.
macro_rules! handles {
    ($($name:ident),* $(,)?) => {
        impl Fields {
            /// Names of all handles, in declaration order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            fn bind(schema: &Schema) -> Fields {
                Fields {
                    $($name: schema
                        .get_field(stringify!($name))
                        .expect("every handle is declared in schema/index.toml (tested)")),*
                }
            }
        }
    };
}

handles!(
    text,
    title,
    related,
    notice,
    author,
    place,
    agency,
    tag,
    person,
    organisation,
    url,
    source,
    section,
    language,
    id,
    dump,
    published,
    published_end,
    updated,
    precision,
    words,
    body_start,
    lead_end,
    caption_start,
    headline_end,
    breaks,
    quotes,
    property,
    parts,
    content_hash,
    id_hash,
    signature,
    record,
);

impl Fields {
    /// The declaration of a field.
    pub fn declared(&self, field: Field) -> &'static FieldDecl {
        &declaration().fields[field.field_id() as usize]
    }

    /// The field's name, for Tantivy calls that want one.
    pub fn name(&self, field: Field) -> &'static str {
        &self.declared(field).name
    }

    /// The field that a query names, by name or alias; internal ones have none.
    pub fn by_name(&self, name: &str) -> Option<Field> {
        let place = declaration().fields.iter().position(|f| {
            f.searched != Searched::Internal
                && (f.name == name || f.aliases.iter().any(|a| a == name))
        })?;
        Some(Field::from_field_id(u32::try_from(place).ok()?))
    }

    /// All facets: declared fields first, then the computed ones.
    pub fn facets(&self) -> Vec<Facet> {
        let stored = declaration()
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.facet)
            .map(|(place, f)| Facet {
                name: &f.name,
                source: FacetSource::Column(Field::from_field_id(place as u32)),
            });
        let computed = declaration().facets.iter().filter_map(|f| {
            let source = match f.name.as_str() {
                "year" => FacetSource::Year,
                "month" => FacetSource::Month,
                "day" => FacetSource::Day,
                "length" => FacetSource::Length,
                // Declared without a way to compute it; a test says so.
                _ => return None,
            };
            Some(Facet {
                name: &f.name,
                source,
            })
        });
        stored.chain(computed).collect()
    }

    /// The facet of outlets.
    pub fn source_facet(&self) -> Facet {
        Facet {
            name: self.name(self.source),
            source: FacetSource::Column(self.source),
        }
    }

    /// The facet of a name or of a field's alias.
    pub fn facet(&self, name: &str) -> Option<Facet> {
        let wanted = self.by_name(name).map_or(name, |f| self.name(f));
        self.facets().into_iter().find(|f| f.name == wanted)
    }
}

/// Something whose values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facet {
    /// Its declared name.
    pub name: &'static str,
    /// Where its values come from.
    pub source: FacetSource,
}

/// Where a facet's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetSource {
    /// A string column.
    Column(Field),
    /// Year of the publication date.
    Year,
    /// Month of the publication date, where it is known to the month.
    Month,
    /// Day of the publication date, where it is known to the day.
    Day,
    /// Class of the body's length in words.
    Length,
}

/// Name of the tokenizer of [`FieldKind::Text`] fields.
pub const TEXT_TOKENIZER: &str = "dateline_text";
/// Name of the tokenizer of [`FieldKind::Words`] fields.
pub const WORDS_TOKENIZER: &str = "dateline_words";
/// Name of the tokenizer of [`FieldKind::Keyword`] fields.
pub const KEYWORD_TOKENIZER: &str = "dateline_keyword";
/// Name of the tokenizer of [`FieldKind::Path`] fields.
pub const PATH_TOKENIZER: &str = "dateline_path";

/// Builds the Tantivy schema from the declaration, and the handles on it.
pub fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    for field in &declaration().fields {
        let tokenizer = match field.kind {
            FieldKind::Text => TEXT_TOKENIZER,
            FieldKind::Words => WORDS_TOKENIZER,
            FieldKind::Keyword => KEYWORD_TOKENIZER,
            FieldKind::Path => PATH_TOKENIZER,
            FieldKind::Id => "raw",
            FieldKind::Date => {
                builder.add_i64_field(&field.name, NumericOptions::default().set_fast());
                continue;
            }
            FieldKind::Number => {
                builder.add_u64_field(&field.name, NumericOptions::default().set_fast());
                continue;
            }
            FieldKind::Stored => {
                builder.add_bytes_field(&field.name, BytesOptions::default().set_stored());
                continue;
            }
        };
        let record = match (field.positions, field.norms) {
            (true, _) => IndexRecordOption::WithFreqsAndPositions,
            (false, true) => IndexRecordOption::WithFreqs,
            (false, false) => IndexRecordOption::Basic,
        };
        let mut options = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_fieldnorms(field.norms)
                .set_index_option(record),
        );
        if field.facet {
            options = options.set_fast("raw");
        }
        builder.add_text_field(&field.name, options);
    }
    let schema = builder.build();
    let fields = Fields::bind(&schema);
    (schema, fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_and_declaration_name_the_same_fields() {
        let declared: Vec<&str> = declaration()
            .fields
            .iter()
            .map(|f| f.name.as_str())
            .collect();
        assert_eq!(Fields::NAMES, declared);
    }

    #[test]
    fn every_declared_facet_can_be_computed() {
        let (_, fields) = build();
        for facet in &declaration().facets {
            assert!(fields.facet(&facet.name).is_some(), "{}", facet.name);
            let from = if facet.classes.is_empty() {
                "published"
            } else {
                "words"
            };
            assert_eq!(facet.from, from);
        }
    }

    #[test]
    fn zones_are_declared_in_the_order_of_the_enum() {
        let declared: Vec<&str> = declaration()
            .zones
            .iter()
            .map(|z| z.name.as_str())
            .collect();
        assert_eq!(
            declared,
            [
                "headline",
                "standfirst",
                "lead",
                "body",
                "caption",
                "headlead",
                "said"
            ]
        );
        assert_eq!(Zone::by_name("captions"), Some(Zone::Caption));
        assert_eq!(Zone::by_name("headline"), None);
    }

    #[test]
    fn aliases_lead_to_their_field() {
        let (_, fields) = build();
        assert_eq!(fields.by_name("by"), Some(fields.author));
        assert_eq!(fields.by_name("date"), Some(fields.published));
        assert_eq!(fields.by_name("record"), None);
        assert_eq!(fields.by_name("nonsense"), None);
        assert_eq!(fields.facet("lang").map(|f| f.name), Some("language"));
        assert_eq!(
            fields.facet("month").map(|f| f.source),
            Some(FacetSource::Month)
        );
    }
}
