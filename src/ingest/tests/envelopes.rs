//! Objects around lists of records, and what only looks like one.

use super::*;

/// The titles of the articles of a file, rejections as `! record byte reason`.
fn titles(name: &str, bytes: &[u8]) -> Vec<String> {
    articles(name, bytes)
        .into_iter()
        .map(|article| article.map_or_else(|no| format!("! {no}"), |article| article.title))
        .collect()
}

fn articles(name: &str, bytes: &[u8]) -> Vec<Result<Article, String>> {
    let folder = Folder::new();
    let file = folder.write(name, bytes);
    let mut found = Vec::new();
    read_file(&file, &ReadOptions::default(), &mut |_| {}, &mut |item| {
        found.push(match item {
            Item::Record(raw) => {
                let at = raw.offset as usize;
                assert_eq!(bytes[at..at + raw.bytes.len()], raw.bytes);
                let place = |no: Rejection| format!("{} {} {}", no.record, no.byte, no.reason);
                to_article(&raw, &KeyMap::default()).map_err(place)
            }
            Item::Rejected(no) => Err(format!("{} {} {}", no.record, no.byte, no.reason)),
            Item::Skipped { reason, .. } => Err(reason),
        });
        ControlFlow::Continue(())
    });
    found
}

fn check(text: &str, expected: &[&str]) {
    for name in ["a.json", "a.jsonl", "a"] {
        assert_eq!(titles(name, text.as_bytes()), expected, "{name}: {text}");
    }
}

const TWO: &str =
    r#"[{"title":"Fair","url":"https://a.example/1"}, {"title":"Ferry","text":"It stays."}]"#;

#[test]
fn the_list_of_an_envelope_is_read() {
    for around in [
        r#"{"articles":LIST}"#,
        r#"{"status":"ok","totalResults":2,"articles":LIST}"#,
        r#"{"posts":LIST,"totalResults":2,"next":"/x?a=\"]}"}"#,
        r#"{"response":{"status":"ok","results":LIST,"pages":[{"title":"no","text":"x"}]}}"#,
        r#"{"data":LIST,"meta":{"title":"x"}}"#,
        "{\n \"news\" : LIST\n}\n",
    ] {
        check(&around.replace("LIST", TWO), &["Fair", "Ferry"]);
    }
    check(
        r#"{"took":1,"hits":{"total":{"value":2},"hits":[{"_id":"7","_source":{"title":"Fair","text":"Open."}}]}}"#,
        &["Fair"],
    );
    // Pages of answers, one a line or one below another.
    let pages = format!(
        "{{\"articles\":{TWO}}}\n{{\"status\":1,\"articles\":[]}}\n{{\"error\":\"x\"}}\n{{\"articles\":{TWO}}}"
    );
    let at = pages.find("{\"error").unwrap();
    let none = format!("! 3 {at} an object without the list articles");
    check(&pages, &["Fair", "Ferry", &none, "Fair", "Ferry"]);
}

#[test]
fn an_article_with_a_list_stays_an_article() {
    let related = r#"[{"title":"Other","url":"https://a.example/2"}]"#;
    for article in [
        r#"{"title":"Fair","text":"Open.","articles":LIST}"#,
        r#"{"articles":LIST,"title":"Fair","text":"Open."}"#,
        r#"{"title":"Fair","date":"2019-05-01","posts":[{"text":"10:15 Gates open.","title":"Gates"}]}"#,
        r#"{"title":"Fair","url":"https://a.example/1","items":LIST}"#,
        r#"{"title":"Fair","items":[1,2]}"#,
        r#"{"title":"Fair","data":[{"width":300}]}"#,
        r#"{"title":"Fair","data":[]}"#,
    ] {
        check(&article.replace("LIST", related), &["Fair"]);
    }
}

#[test]
fn a_feed_tells_its_items_outlet_language_and_authors() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Harbour Blog",
        "home_page_url":"https://blog.example/","language":"nl","authors":[{"name":"Ann Moor"}],
        "items":[
          {"id":"1","url":"https://blog.example/1","content_html":"<p>Gates &amp; doors.</p>","date_published":"2019-05-01T10:00:00Z","tags":["port"]},
          {"id":"2","title":"Ferry","content_text":"It stays.","language":"fr","authors":[{"name":"Ben Lind"}]}
        ]}"#;
    let found: Vec<Article> = articles("feed.json", feed.as_bytes())
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].source.as_deref(), Some("Harbour Blog"));
    assert_eq!(found[0].authors, ["Ann Moor"]);
    assert_eq!(found[0].language, "nl");
    assert_eq!(found[0].body, ["Gates & doors."]);
    assert_eq!(found[0].tags, ["port"]);
    assert_eq!(found[1].authors, ["Ben Lind"]);
    assert_eq!(found[1].language, "fr");
    assert_eq!(found[1].title, "Ferry");
}

#[test]
fn an_envelope_that_breaks_off_keeps_its_records() {
    let cut = format!("{{\"articles\":{}", &TWO[..TWO.len() - 1]);
    let end = format!("! 3 {} the array ends early", cut.len());
    check(&cut, &["Fair", "Ferry", &end]);
    let cut = format!("{{\"articles\":{TWO},\"n\":");
    let end = format!("! 3 {} the JSON ends early, behind its records", cut.len());
    check(&cut, &["Fair", "Ferry", &end]);
    let broken = r#"{"articles":[{"title":"Fair","text":"Open."}, {"title":}, {"title":"Ferry","text":"x"}]}"#;
    check(
        broken,
        &["Fair", "! 2 55 invalid JSON: expected value", "Ferry"],
    );
}

#[test]
fn a_list_longer_than_the_buffer_is_streamed() {
    let one = format!(r#"{{"title":"Fair","text":"{}"}},"#, "x ".repeat(500));
    let text = format!(
        "{{\"articles\":[{}{{\"title\":\"Last\"}}]}}",
        one.repeat(2000)
    );
    let found = titles("a.json", text.as_bytes());
    assert_eq!((found.len(), found[2000].as_str()), (2001, "Last"));
}

#[test]
fn json_of_two_bytes_a_character_is_read() {
    let text = "[{\"title\":\"Časy\",\"text\":\"Ano.\"},\r\n {\"title\":\"港口\",\"text\":\"港\"}]";
    let lines =
        "{\"title\":\"Časy\",\"text\":\"Ano.\"}\r\n{\"title\":\"港口\",\"text\":\"港\"}\r\n";
    let envelope = format!("{{\"articles\":{text}}}");
    for text in [text, lines, &envelope] {
        let units = || std::iter::once(0xFEFF).chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            for name in ["a.json", "a.jsonl"] {
                assert_eq!(titles(name, &bytes), ["Časy", "港口"], "{name}: {text}");
            }
        }
    }
}
