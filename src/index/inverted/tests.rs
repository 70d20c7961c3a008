//! What is written here against what Tantivy's own writer makes of the same documents.

use proptest::prelude::*;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, TERMINATED, Term};

use super::*;
use crate::analysis::{self, MarkedText};
use crate::schema::{Fields, Zone, build};

/// Every term of every field with its documents, frequencies and positions; and the norms.
fn contents(index: &Index) -> Vec<String> {
    let searcher = index.reader().unwrap().searcher();
    let mut out = Vec::new();
    for reader in searcher.segment_readers() {
        for (field, entry) in index.schema().fields() {
            let Some(options) =
                tokenizer(entry.field_type()).and(entry.field_type().index_record_option())
            else {
                continue;
            };
            let inverted = reader.inverted_index(field).unwrap();
            out.push(format!("{} {}", entry.name(), inverted.total_num_tokens()));
            if entry.has_fieldnorms() {
                let norms = reader.get_fieldnorms_reader(field).unwrap();
                let norms: Vec<u32> = (0..reader.max_doc()).map(|d| norms.fieldnorm(d)).collect();
                out.push(format!("{norms:?}"));
            }
            let mut terms = inverted.terms().stream().unwrap();
            while terms.advance() {
                let mut line = format!("{:?} {}:", terms.key(), terms.value().doc_freq);
                let mut postings = inverted
                    .read_postings_from_terminfo(
                        terms.value(),
                        IndexRecordOption::WithFreqsAndPositions,
                    )
                    .unwrap();
                let mut positions = Vec::new();
                while postings.doc() != TERMINATED {
                    positions.clear();
                    if options.has_positions() {
                        postings.positions(&mut positions);
                    }
                    let freq = if options.has_freq() {
                        postings.term_freq()
                    } else {
                        0
                    };
                    line += &format!(" {}x{freq}{positions:?}", postings.doc());
                    postings.advance();
                }
                out.push(line);
            }
        }
    }
    out
}

/// Writes the same documents in both ways and compares what is in the index.
fn check(documents: &[TantivyDocument]) {
    let write = |ours: bool| {
        let (schema, _) = build();
        let index = Index::create_in_ram(schema);
        analysis::register(index.tokenizers());
        let through = if ours { writing(&index) } else { index.clone() };
        let mut writer: IndexWriter = through.writer_with_num_threads(1, 15_000_000).unwrap();
        for document in documents {
            writer.add_document(document.clone()).unwrap();
        }
        writer.commit().unwrap();
        contents(&index)
    };
    let (theirs, ours) = (write(false), write(true));
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(theirs.len(), ours.len());
}

fn document(fields: &Fields, id: &str, language: &str, parts: &[String]) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, id);
    let mut text = MarkedText::new(language, 0);
    let zones = [Zone::Headline, Zone::Lead, Zone::Body, Zone::Caption];
    for (part, zone) in parts.iter().zip(zones.into_iter().cycle()) {
        text.gap().zone(zone).push(part);
        document.add_text(fields.author, part);
        document.add_text(fields.section, part);
    }
    document.add_text(fields.text, text.into_value());
    if let Some(title) = parts.first() {
        let mut text = MarkedText::new(language, 0);
        text.push(title);
        document.add_text(fields.title, text.into_value());
    }
    document
}

#[test]
fn one_text_may_have_more_occurrences_than_a_fold() {
    let (_, fields) = build();
    let long: String = (0..FOLD_OF_TEXT / 2)
        .map(|n| format!("Word{} the dying ", n % 50))
        .collect();
    let short = "the word dying".to_owned();
    let parts = [vec![short.clone()], vec![short.clone(), long], vec![short]];
    let documents: Vec<TantivyDocument> = parts
        .iter()
        .enumerate()
        .map(|(n, parts)| document(&fields, &n.to_string(), "en", parts))
        .collect();
    check(&documents);
}

#[test]
fn a_later_version_replaces_an_earlier_one_of_the_same_run() {
    let (schema, fields) = build();
    let index = Index::create_in_ram(schema);
    analysis::register(index.tokenizers());
    let mut writer: IndexWriter = writing(&index)
        .writer_with_num_threads(2, 30_000_000)
        .unwrap();
    for version in ["first", "second", "third"] {
        for id in ["a", "b"] {
            writer.delete_term(Term::from_field_text(fields.id, id));
            let text = [format!("{version} version of {id}")];
            writer
                .add_document(document(&fields, id, "en", &text))
                .unwrap();
        }
    }
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(searcher.num_docs(), 2);
    let alive = |word: &str| -> usize {
        let term = Term::from_field_text(fields.text, word);
        let query = tantivy::query::TermQuery::new(term, IndexRecordOption::Basic);
        searcher.search(&query, &tantivy::collector::Count).unwrap()
    };
    assert_eq!((alive("second"), alive("third")), (0, 2));
}

#[test]
fn segments_merge_and_say_nothing_of_the_plugin() {
    let (schema, fields) = build();
    let index = Index::create_in_ram(schema);
    analysis::register(index.tokenizers());
    let mut writer: IndexWriter = writing(&index)
        .writer_with_num_threads(1, 15_000_000)
        .unwrap();
    for id in ["a", "b", "c"] {
        let text = [format!("ferry {id}")];
        writer
            .add_document(document(&fields, id, "en", &text))
            .unwrap();
        writer.commit().unwrap();
    }
    drop(writer);
    // One that knows nothing of the plugin merges them.
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
    writer
        .merge(&index.searchable_segment_ids().unwrap())
        .wait()
        .unwrap();
    writer.garbage_collect_files().wait().unwrap();
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(
        (searcher.segment_readers().len(), searcher.num_docs()),
        (1, 3)
    );
    let term = Term::from_field_text(fields.text, "ferri");
    assert_eq!(searcher.doc_freq(&term).unwrap(), 3);
    assert!(
        index
            .load_metas()
            .unwrap()
            .persisted_custom_extensions
            .is_empty()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_what_tantivy_writes(
        texts in prop::collection::vec(
            ("en|de|ja|und", prop::collection::vec("((The |of the |Dying |ferries |Ferry |東京都|x/y/z |é)){0,12}", 0..4)),
            1..25,
        )
    ) {
        let (_, fields) = build();
        let documents: Vec<TantivyDocument> = texts
            .iter()
            .enumerate()
            .map(|(n, (language, parts))| document(&fields, &n.to_string(), language, parts))
            .collect();
        check(&documents);
    }
}
