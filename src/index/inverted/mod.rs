//! The inverted index of a segment, built by our own means and written in Tantivy's format.
//!
//! Tantivy looks each occurrence of a term up in a table of all terms of the segment. Here a word
//! that the word cache knows brings its term's number along, and occurrences are sorted by number
//! in large groups (see `postings`). What is written is byte for byte a segment that Tantivy reads
//! and merges; threads, memory budget, deletions and commits stay Tantivy's.
//!
//! How it gets there: the index that writes has tokenizers that give nothing, so that Tantivy's own
//! writer makes its four files empty; a plugin, which Tantivy calls behind its own writers, gets
//! each document too, and writes these files anew. It has no files of its own, so nothing but the
//! writing of segments knows of it.

mod postings;
mod terms;

use std::any::Any;
use std::sync::Arc;

use tantivy::directory::Directory as _;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Field, FieldType, Schema, Value as _};
use tantivy::tokenizer::{
    MAX_TOKEN_LEN, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};
use tantivy::{
    DocId, Index, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin,
    TantivyDocument, TantivyError,
};

use self::postings::{FOLD_OF_TEXT, FOLD_OF_VALUES, Postings};
use self::terms::TermTable;
use crate::analysis::{TermSink, TextTerms};
use crate::schema::TEXT_TOKENIZER;

/// The index through which segments of `index` are written.
pub(super) fn writing(index: &Index) -> Index {
    let mut writing = index.clone();
    let nothing = TokenizerManager::new();
    for name in tokenizers_of(&index.schema()) {
        nothing.register(&name, Nothing::default());
    }
    let tokenizers = index.tokenizers().clone();
    writing.set_tokenizers(nothing);
    writing.register_plugin(Arc::new(Plugin { tokenizers }));
    writing
}

/// Names of the tokenizers of indexed fields; Tantivy asks for its own default one too.
fn tokenizers_of(schema: &Schema) -> Vec<String> {
    let indexed = schema
        .fields()
        .filter_map(|(_, entry)| tokenizer(entry.field_type()));
    let mut names: Vec<String> = indexed.map(str::to_owned).collect();
    names.push("default".to_owned());
    names
}

/// The tokenizer of an indexed field.
fn tokenizer(field: &FieldType) -> Option<&str> {
    match field {
        FieldType::Str(options) => Some(options.get_indexing_options()?.tokenizer()),
        _ => None,
    }
}

/// A tokenizer that finds nothing.
#[derive(Debug, Clone, Default)]
struct Nothing(Token);

impl Tokenizer for Nothing {
    type TokenStream<'a> = &'a mut Nothing;

    fn token_stream<'a>(&'a mut self, _: &'a str) -> &'a mut Nothing {
        self
    }
}

impl TokenStream for &mut Nothing {
    fn advance(&mut self) -> bool {
        false
    }

    fn token(&self) -> &Token {
        &self.0
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.0
    }
}

/// Makes a writer for each segment.
struct Plugin {
    /// The tokenizers that find something.
    tokenizers: TokenizerManager,
}

impl SegmentPlugin for Plugin {
    fn extensions(&self) -> &[&str] {
        &[]
    }

    fn create_writer(&self, ctx: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        let schema = ctx.segment.schema();
        let mut fields = Vec::new();
        for (field, entry) in schema.fields() {
            let options = match entry.field_type() {
                FieldType::Str(options) => options.get_indexing_options(),
                _ => None,
            };
            let Some(options) = options else {
                fields.push(None);
                continue;
            };
            let (way, fold) = match options.tokenizer() {
                TEXT_TOKENIZER => (Way::Text, FOLD_OF_TEXT),
                name => {
                    let analyzer = self.tokenizers.get(name).ok_or_else(|| {
                        TantivyError::SchemaError(format!("no tokenizer is named {name}"))
                    })?;
                    let way = Way::Value(Box::new((analyzer, TermTable::default())));
                    (way, FOLD_OF_VALUES)
                }
            };
            fields.push(Some(OneField {
                field,
                way,
                postings: Postings::new(options.index_option(), fold),
                tokens_before: 0,
                next_position: 0,
            }));
        }
        Ok(Box::new(Writer {
            texts: TextTerms::default(),
            terms: TermTable::default(),
            fields,
            norms: FieldNormsWriter::for_schema(&schema),
            docs: 0,
        }))
    }

    fn merge(&self, _: PluginMergeContext) -> tantivy::Result<()> {
        // Tantivy's own merge has merged what was written.
        Ok(())
    }
}

/// How the terms of a field's values are found.
enum Way {
    /// Those of running text, whose fields share their numbers.
    Text,
    /// By a tokenizer; with its terms.
    Value(Box<(TextAnalyzer, TermTable)>),
}

/// One indexed field.
struct OneField {
    field: Field,
    way: Way,
    postings: Postings,
    /// Occurrences before the document at hand.
    tokens_before: u64,
    /// Where the next value of the document at hand begins.
    next_position: u32,
}

/// Builds the inverted index of one segment.
struct Writer {
    texts: TextTerms,
    /// Terms of running text.
    terms: TermTable,
    fields: Vec<Option<OneField>>,
    norms: FieldNormsWriter,
    docs: DocId,
}

/// Positions between two values of a field, as Tantivy leaves them.
const POSITION_GAP: u32 = 1;

/// Takes the terms of one value.
struct Sink<'a> {
    terms: &'a mut TermTable,
    postings: &'a mut Postings,
    /// Where the value begins, and the position behind its last.
    base: u32,
    end: u32,
}

impl TermSink for Sink<'_> {
    fn number(&mut self, term: &str) -> u32 {
        self.terms.number(term.as_bytes())
    }

    fn term(&self, number: u32) -> &str {
        std::str::from_utf8(self.terms.term(number)).expect("terms of text are text")
    }

    #[inline]
    fn add(&mut self, number: u32, position: u32, times: u32) {
        let position = self.base + position;
        self.end = self.end.max(position + 1);
        self.postings.add(number, position, times);
    }
}

impl OneField {
    /// Adds a value of the document `doc`.
    fn add(&mut self, doc: DocId, value: &str, texts: &mut TextTerms, terms: &mut TermTable) {
        self.postings.begin(doc);
        let base = self.next_position;
        let mut end = base;
        match &mut self.way {
            Way::Text => {
                let mut sink = Sink {
                    terms,
                    postings: &mut self.postings,
                    base,
                    end,
                };
                let mut walk = texts.walk(value);
                texts.read(&mut walk, &mut sink);
                end = sink.end;
            }
            Way::Value(own) => {
                let (analyzer, terms) = &mut **own;
                let mut stream = analyzer.token_stream(value);
                while let Some(token) = stream.next() {
                    if token.text.len() > MAX_TOKEN_LEN {
                        continue;
                    }
                    let position = base + token.position as u32;
                    end = end.max(position + token.position_length as u32);
                    let number = terms.number(token.text.as_bytes());
                    self.postings.add(number, position, 1);
                }
            }
        }
        self.next_position = end + POSITION_GAP;
    }

    /// Ends a document, and returns how many occurrences it has.
    fn end(&mut self) -> u32 {
        let before = std::mem::replace(&mut self.tokens_before, self.postings.tokens());
        self.next_position = 0;
        (self.postings.tokens() - before) as u32
    }
}

impl PluginWriter for Writer {
    fn add_document(
        &mut self,
        doc: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let Some(document) = document.as_any().downcast_ref::<TantivyDocument>() else {
            let why = "documents of this index are Tantivy's own";
            return Err(TantivyError::InvalidArgument(why.to_owned()));
        };
        let Writer {
            texts,
            terms,
            fields,
            norms,
            ..
        } = self;
        for (field, value) in document.field_values() {
            let known = fields.get_mut(field.field_id() as usize);
            if let (Some(Some(known)), Some(text)) = (known, value.as_str()) {
                known.add(doc, text, texts, terms);
            }
        }
        // Fields that the document does not have count nothing, as if they were empty.
        for known in fields.iter_mut().flatten() {
            norms.record(doc, known.field, known.end());
        }
        self.docs = doc + 1;
        Ok(())
    }

    fn serialize(
        mut self: Box<Self>,
        segment: &Segment,
        order: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        if order.is_some() {
            let why = "segments of this index are not reordered";
            return Err(TantivyError::InvalidArgument(why.to_owned()));
        }
        use SegmentComponent::{FieldNorms, Positions, Postings, Terms};
        for component in [FieldNorms, Terms, Postings, Positions] {
            let path = segment.relative_path(component);
            segment
                .index()
                .directory()
                .delete(&path)
                .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        }
        self.norms.fill_up_to_max_doc(self.docs);
        let out = FieldNormsSerializer::from_write(segment.open_write(FieldNorms)?)?;
        self.norms.serialize(out, None)?;
        let norms = FieldNormReaders::open(segment.open_read(FieldNorms)?)?;
        let mut out = InvertedIndexSerializer::open(segment)?;
        let text_order = self.terms.ordered();
        for known in self.fields.iter_mut().flatten() {
            let tokens = known.postings.tokens();
            if tokens == 0 {
                continue;
            }
            let mut field = out.new_field(known.field, tokens, norms.get_field(known.field)?)?;
            match &known.way {
                Way::Text => known.postings.write(&self.terms, &text_order, &mut field)?,
                Way::Value(own) => {
                    known.postings.write(&own.1, &own.1.ordered(), &mut field)?;
                }
            }
            field.close()?;
        }
        out.close()?;
        Ok(())
    }

    fn mem_usage(&self) -> usize {
        let fields = self.fields.iter().flatten().map(|known| {
            let own = match &known.way {
                Way::Text => 0,
                Way::Value(own) => own.1.memory(),
            };
            own + known.postings.memory()
        });
        fields.sum::<usize>() + self.terms.memory() + self.norms.mem_usage()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
