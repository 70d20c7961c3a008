//! What holds for every text and every query: no panic, ranges inside their texts, queries that
//! read back.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/archive.rs"]
mod archive;

use archive::{archive, article, config, word};
use dateline::article::{Article, Caption};
use dateline::query::{Query, field_specs};
use dateline::search::{Request, SnippetRequest, Sort};
use proptest::prelude::*;

/// Text of any script, with words of the tests among it.
fn wild() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => word().prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<String>(),
        1 => prop::sample::select(vec!["選挙の結果", "e\u{301}tat", "\u{ad}", "l’été", "😀", ". ", "\n", "\u{1}", "ß", "İ"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec((piece, prop::sample::select(vec![" ", "", ". "])), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(p, s)| p + s).collect())
}

/// Queries of operators, words and rubbish.
fn wild_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => word().prop_map(str::to_owned),
        1 => any::<String>(),
        2 => prop::sample::select(vec![
            "AND", "OR", "NOT", "-", "+", "(", ")", "\"", "\"~3", "*", "?", "k*", "NEAR/3", "title:", "body:",
            "date:2019", "date:>=", "words:>3", "^2", "~1", "lead:", "caption:", "/a/", "選挙", "é*", "..", "\\",
            "id:", "source:", "has:caption", "a*b*c*d*", "\u{1}", "\"ko * mip\"",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn nothing_panics_and_ranges_lie_in_their_texts(
        texts in prop::collection::vec((wild(), prop::collection::vec(wild(), 0..4), wild()), 1..4),
        queries in prop::collection::vec(wild_query(), 6),
        fragments in 0usize..5,
        characters in 0usize..300,
        language in prop::sample::select(vec!["en", "de", "tr", "ja", "und", "x"]),
    ) {
        let articles: Vec<Article> = texts
            .into_iter()
            .enumerate()
            .map(|(n, (title, body, caption))| Article {
                // An article without any text is refused.
                title: format!("ko {title}"),
                captions: vec![Caption { text: caption, ..Caption::default() }],
                standfirst: Some("mip".to_owned()),
                language: language.to_owned(),
                ..article(n, "", body)
            })
            .collect();
        let searcher = archive(&[articles]);
        for query in queries.iter().map(String::as_str).chain(["ko", "mip", "選挙", "zeb OR pol", "é*"]) {
            for (sort, limit, offset) in [(Sort::Relevance, 10, 0), (Sort::Newest, 1, 2)] {
                let request = Request {
                    snippets: Some(SnippetRequest { fragments, characters }),
                    sort,
                    limit,
                    offset,
                    ..Request::new(query)
                };
                let Ok(response) = searcher.search(&request) else { continue };
                for hit in &response.hits {
                    let n = hit.title.chars().count();
                    prop_assert!(hit.title_highlights.iter().all(|(s, e)| s < e && *e <= n));
                    prop_assert!(hit.snippets.len() <= fragments);
                    for snippet in &hit.snippets {
                        let text = &snippet.text;
                        prop_assert!(text.chars().count() <= characters, "{:?}", text);
                        let mut before = 0;
                        for &(start, end) in &snippet.highlight_bytes {
                            prop_assert!(before <= start && start < end && end <= text.len());
                            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
                            before = end;
                        }
                        let to_chars = |byte: usize| text[..byte].chars().count();
                        let chars: Vec<(usize, usize)> = snippet
                            .highlight_bytes
                            .iter()
                            .map(|&(s, e)| (to_chars(s), to_chars(e)))
                            .collect();
                        prop_assert_eq!(&chars, &snippet.highlights);
                    }
                }
            }
        }
    }

    #[test]
    fn a_snippet_stands_where_it_says(body in prop::collection::vec(wild(), 1..5), characters in 20usize..200) {
        let whole = article(0, "rud", body);
        let searcher = archive(&[vec![whole.clone()]]);
        let snippets = Some(SnippetRequest { fragments: 3, characters });
        let response = searcher.search(&Request { snippets, ..Request::new("rud OR ko OR ta") }).unwrap();
        // Paragraphs are joined by one line break; a line break in a fragment may be a space.
        let part = whole.body.join("\n").chars().map(blank).collect::<Vec<char>>();
        for snippet in &response.hits[0].snippets {
            let text: Vec<char> = snippet.text.chars().map(blank).collect();
            prop_assert_eq!(&part[snippet.start..snippet.start + text.len()], &text[..]);
        }
    }

    #[test]
    fn any_text_is_read_as_a_query_or_refused_with_its_place(text in any::<String>(), other in wild_query()) {
        let specs = field_specs();
        for query in [text, other] {
            match Query::read(&query, &specs) {
                Ok(read) => {
                    let again = Query::read(&read.to_string(), &specs).unwrap();
                    prop_assert_eq!(again.to_string(), read.to_string());
                }
                Err(dateline::Error::Query { start, end, .. }) => {
                    prop_assert!(start <= end && end <= query.len());
                    prop_assert!(query.is_char_boundary(start) && query.is_char_boundary(end));
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}

fn blank(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}
