//! JSON-LD in its nestings.

use super::*;

#[test]
fn the_article_is_found_in_every_nesting() {
    fn check(json: &str) {
        let article = linked(json);
        assert_eq!(
            date(article.published),
            "2024-05-06T07:08:09+02:00",
            "{json}"
        );
        assert_eq!(article.authors, ["Ada Quill"], "{json}");
    }
    let node = r#""@type":"NewsArticle","headline":"Council keeps the ferry",
        "datePublished":"2024-05-06T07:08:09+02:00","author":{"@type":"Person","name":"Ada Quill"}"#;
    check(&format!("{{{node}}}"));
    check(&format!(
        "[{{\"@type\":\"Organization\",\"name\":\"Valley Crier\"}},{{{node}}}]"
    ));
    check(&format!(
        r#"{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage","datePublished":"2020-01-01"}},{{{node}}}]}}"#
    ));
    check(&format!(r#"{{"@type":"WebPage","mainEntity":{{{node}}}}}"#));
    check(&format!("[[{{{node}}}]]"));
    check(&node_with_type(
        node,
        r#"["Article","http://schema.org/NewsArticle"]"#,
    ));
    check(&node_with_type(node, r#""ReportageNewsArticle""#));
    // Faults of templates: comments around, line breaks in texts, commas too many.
    check(&format!("<!-- {{{node}}} -->"));
    check(&format!("//<![CDATA[\n{{{node}}}\n//]]>"));
    check(&format!("{{\"description\":\"one\ntwo\",{node},}}"));
    // Other stories stand beside it.
    check(&format!(
        r#"[{{"@type":"ItemList","itemListElement":[{{"@type":"NewsArticle","headline":"Other","articleBody":"x",
        "datePublished":"2001-01-01","author":{{"@type":"Person","name":"Bo Other"}}}}]}},{{{node}}}]"#
    ));
}

fn node_with_type(node: &str, kind: &str) -> String {
    format!("{{{}}}", node.replacen("\"NewsArticle\"", kind, 1))
}

#[test]
fn of_several_articles_the_one_of_the_page_is_taken() {
    let article = linked(
        r#"[{"@type":"NewsArticle","headline":"Another","url":"https://www.valleycrier.example/news/another",
        "datePublished":"2001-01-01"},
        {"@type":"NewsArticle","headline":"Council keeps the ferry","datePublished":"2024-05-06",
        "mainEntityOfPage":{"@id":"https://www.valleycrier.example/news/council-keeps-the-ferry"}}]"#,
    );
    assert_eq!(date(article.published), "2024-05-06");
}

#[test]
fn authors_are_people_in_every_shape() {
    fn check(author: &str, expected: &[&str]) {
        let article = linked(&format!(r#"{{"@type":"NewsArticle","author":{author}}}"#));
        assert_eq!(article.authors, expected, "{author}");
    }
    check(r#""Ada Quill""#, &["Ada Quill"]);
    check(r#""By Ada Quill and Bo Reed""#, &["Ada Quill", "Bo Reed"]);
    check(r#"["Ada Quill","Bo Reed"]"#, &["Ada Quill", "Bo Reed"]);
    check(r#"{"@type":"Person","name":"Ada Quill"}"#, &["Ada Quill"]);
    check(
        r#"{"@type":"Person","name":["Ada Quill","Bo Reed"]}"#,
        &["Ada Quill", "Bo Reed"],
    );
    check(
        r#"[{"@type":"Person","givenName":"Ada","familyName":"Quill"},{"@type":"Person","name":"Bo Reed"}]"#,
        &["Ada Quill", "Bo Reed"],
    );
    check(r#""https://www.valleycrier.example/people/ada-quill""#, &[]);
    check(r#"{"@type":"Organization","name":"Valley Crier"}"#, &[]);
    check(r#"{"@type":"Person","name":"Reuters"}"#, &[]);
    check(
        r#"{"@type":"Person","name":"Ada Quill &amp; Bo Reed"}"#,
        &["Ada Quill", "Bo Reed"],
    );
}

#[test]
fn references_are_followed() {
    let article = linked(
        r##"{"@graph":[{"@type":"NewsArticle","author":{"@id":"#ada"},"about":[{"@type":"Place","name":"Ellerdale"}]},
        {"@type":"Person","@id":"#ada","name":"Ada Quill"}]}"##,
    );
    assert_eq!(article.authors, ["Ada Quill"]);
    assert_eq!(article.places, ["Ellerdale"]);
}

#[test]
fn json_that_is_none_costs_nothing_else() {
    for json in ["{", "[".repeat(100_000).as_str(), "null"] {
        let article = linked(json);
        assert_eq!(article.title, "Council keeps the ferry");
        assert_eq!(article.body.len(), 3);
    }
}
