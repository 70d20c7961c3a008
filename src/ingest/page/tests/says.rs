//! What pages say of themselves outside of JSON-LD, and how they are known and decoded.

use super::*;

#[test]
fn dates_are_read_from_where_pages_keep_them() {
    fn check(head: &str, expected: &str) {
        let article = read(&page(head));
        assert_eq!(date(article.published), expected, "{head}");
        assert_eq!(article.date_from, Some(DateFrom::Meta), "{head}");
    }
    check(
        r#"<meta property="article:published_time" content="2024-05-06T07:08:09Z">"#,
        "2024-05-06T07:08:09Z",
    );
    check(
        r#"<meta name="parsely-pub-date" content="2024-05-06">"#,
        "2024-05-06",
    );
    check(
        r#"<meta itemprop="datePublished" content="2024-05-06T07:08+02:00">"#,
        "2024-05-06T07:08+02:00",
    );
    check(
        r#"<meta name="DC.date.issued" content="6 May 2024">"#,
        "2024-05-06",
    );
    // The day in one place, the minute in another.
    check(
        r#"<meta name="dc.date" content="2024-05-06"><meta name="sailthru.date" content="2024-05-06 07:08:09 +0200">"#,
        "2024-05-06T07:08:09+02:00",
    );
}

#[test]
fn dates_are_read_from_the_page_itself() {
    fn check(line: &str, expected: &str) {
        let article = read(&page_of(
            "",
            &format!("<h1>Council keeps the ferry</h1>{line}{TEXT}"),
        ));
        assert_eq!(date(article.published), expected, "{line}");
        assert!(
            article.body[0].starts_with("The council"),
            "{:?}",
            article.body
        );
    }
    check(
        r#"<time datetime="2024-05-06T07:08:00+02:00">this morning</time>"#,
        "2024-05-06T07:08:00+02:00",
    );
    check(
        r#"<span class="publish-date">May 6, 2024</span>"#,
        "2024-05-06",
    );
    check(
        r#"<div itemprop="datePublished">6 May 2024</div>"#,
        "2024-05-06",
    );
}

#[test]
fn a_later_change_is_kept_apart() {
    let head = r#"<meta property="article:published_time" content="2024-05-06T07:08:09Z">
        <meta property="article:modified_time" content="MODIFIED">"#;
    let later = read(&page(&head.replace("MODIFIED", "2024-05-07T10:00:00Z")));
    assert_eq!(date(later.published), "2024-05-06T07:08:09Z");
    assert_eq!(date(later.updated), "2024-05-07T10:00:00Z");
    let same = read(&page(
        &head.replace("MODIFIED", "2024-05-06T09:08:09+02:00"),
    ));
    assert_eq!(same.updated, None);
}

#[test]
fn the_address_is_the_canonical_one() {
    fn check(head: &str, expected: &str) {
        assert_eq!(read(&page(head)).url.as_deref(), Some(expected), "{head}");
    }
    let site = "https://www.valleycrier.example";
    check("", &format!("{site}/news/council-keeps-the-ferry"));
    check(
        r#"<link rel="canonical" href="/town/ferry">"#,
        &format!("{site}/town/ferry"),
    );
    check(
        r#"<link rel="canonical" href="ferry?utm_source=x">"#,
        &format!("{site}/news/ferry"),
    );
    check(
        r#"<base href="/a/b/"><link rel="canonical" href="../ferry">"#,
        &format!("{site}/a/ferry"),
    );
    check(
        r#"<meta property="og:url" content="//valleycrier.example/x/ferry">"#,
        "https://valleycrier.example/x/ferry",
    );
    // The front page is no article.
    check(
        &format!(r#"<link rel="canonical" href="{site}/">"#),
        &format!("{site}/news/council-keeps-the-ferry"),
    );
}

#[test]
fn the_headline_is_bare_and_another_one_is_kept() {
    let head = r#"<meta property="og:title" content="Ferry stays, council says | Valley Crier">
        <meta property="og:site_name" content="Valley Crier">"#;
    let article = read(&page(head));
    assert_eq!(article.title, "Council keeps the ferry");
    assert_eq!(
        article.alt_title.as_deref(),
        Some("Ferry stays, council says")
    );
    assert!(!article.body.iter().any(|p| p == "Council keeps the ferry"));
}

#[test]
fn writers_are_read_from_the_page() {
    fn check(head: &str, line: &str, byline: Option<&str>, expected: &[&str]) {
        let article = format!("<h1>Council keeps the ferry</h1>{line}{TEXT}");
        let article = read(&page_of(head, &article));
        assert_eq!(article.byline.as_deref(), byline, "{head}{line}");
        assert_eq!(article.authors, expected, "{head}{line}");
    }
    check(
        r#"<meta name="author" content="Ada Quill, Bo Reed">"#,
        "",
        None,
        &["Ada Quill", "Bo Reed"],
    );
    check(
        r#"<meta property="article:author" content="https://x.example/ada">"#,
        "",
        None,
        &[],
    );
    let line = "By Ada Quill";
    check(
        "",
        &format!(r#"<p class="article__byline">{line}</p>"#),
        Some(line),
        &["Ada Quill"],
    );
    check(
        "",
        r#"<a rel="author" href="/ada">Ada Quill</a>"#,
        Some("Ada Quill"),
        &["Ada Quill"],
    );
    let both = "By <a rel=\"author\" href=\"/ada\">Ada Quill</a> and <a rel=\"author\" href=\"/bo\">Bo Reed</a>";
    check(
        "",
        &format!("<div class=\"byline\">{both}</div>"),
        Some("By Ada Quill and Bo Reed"),
        &["Ada Quill", "Bo Reed"],
    );
}

#[test]
fn section_tags_and_language_are_kept() {
    let article = read(&page(
        r#"<meta property="article:section" content="Town"><meta property="article:tag" content="ferry">
        <meta property="article:tag" content="council"><meta name="news_keywords" content="Ferry, winter">"#,
    ));
    assert_eq!(article.section, ["Town"]);
    assert_eq!(article.tags, ["ferry", "council", "winter"]);
    assert_eq!(article.language, "en");
    assert_eq!(article.source.as_deref(), Some("valleycrier.example"));
}

#[test]
fn the_encoding_is_the_declared_one() {
    let text = TEXT.replace("Ellerdale", "Čačak pri Škofji");
    let page = format!(
        r#"<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1250">
        <title>Promet</title></head><body><article>{text}</article></body></html>"#
    );
    let (bytes, _, lost) = encoding_rs::WINDOWS_1250.encode(&page);
    assert!(!lost);
    let read = |charset| {
        let about = About {
            url: None,
            charset,
            crawled: None,
        };
        article_of(&bytes, &about).ok().unwrap()
    };
    assert!(read(None).body[0].contains("Čačak pri Škofji"));
    assert_eq!(read(None).extra["encoding"], "windows-1250");
    // The server's word goes before the page's.
    assert!(!read(Some("windows-1252")).body[0].contains("Čačak pri Škofji"));
}

#[test]
fn pages_are_known_by_content() {
    fn check(text: &str, name: &str, expected: bool) {
        let head = Head::new(text.as_bytes(), name).unwrap();
        assert_eq!((READER.knows)(&head), expected, "{text}");
    }
    check("<!DOCTYPE html><p>x", "a.txt", true);
    check("\u{FEFF}\n<!-- saved --> <HTML>", "a", true);
    check(
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>",
        "a.xml",
        true,
    );
    check("<p>fragment</p>", "a.html", true);
    check("<p>fragment</p>", "a.txt", false);
    check(
        "<?xml version=\"1.0\"?><rss version=\"2.0\">",
        "a.xml",
        false,
    );
    check("<nitf>", "a.xml", false);
    check("Council keeps the ferry", "a.txt", false);
}

#[test]
fn pages_without_anything_to_read_are_refused() {
    assert_eq!(
        refused(b"<html><head></head><body></body></html>"),
        "neither title nor body"
    );
    let deep = "<div>".repeat(100_000);
    assert_eq!(refused(deep.as_bytes()), "nested deeper than a page is");
}
