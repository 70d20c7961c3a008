//! Running text, and what stands in it that is none.

use super::*;

fn read_text(article: &str) -> Article {
    read(&page_of(
        "",
        &format!("<h1>Council keeps the ferry</h1>{article}"),
    ))
}

#[test]
fn paragraphs_stay_paragraphs() {
    let article = read_text(TEXT);
    assert_eq!(article.body.len(), 3);
    assert!(article.body[1].starts_with("Five members"));
    assert_eq!(article.title, "Council keeps the ferry");
}

#[test]
fn subheadings_quotes_and_items_stay_in_their_place() {
    let article = read_text(&format!(
        "{TEXT}<h2>What it costs</h2>{}<blockquote><p>We will not let the harbour go dark.</p></blockquote>\
         <ul><li>Nine boats a day</li><li>Two in the night</li></ul>{}",
        "<p>The boat burns four barrels of oil a day, and the price of oil has doubled since the spring of last year.</p>",
        "<p>A second boat is to follow in the autumn, if the county pays for half of it, said the mayor of the town.</p>"
    ));
    let starts: Vec<&str> = article.body[3..].iter().map(|p| &p[..8]).collect();
    assert_eq!(
        starts,
        [
            "What it ", "The boat", "We will ", "Nine boa", "Two in t", "A second"
        ]
    );
    assert_eq!(article.subheadings, [3]);
}

#[test]
fn words_around_links_stay_apart() {
    let lead = "<p>The mayor, <a href=\"/x\">Ada Quill</a> <b>of</b> <a href=\"/y\">Ellerdale</a>, \
        spoke for an hour about the ferry and the harbour and the price of oil.</p>";
    let article = read_text(&format!("{lead}{TEXT}"));
    assert!(article.body[0].starts_with("The mayor, Ada Quill of Ellerdale, spoke"));
}

#[test]
fn figures_become_captions() {
    fn check(figure: &str, text: &str, credit: Option<&str>) {
        let article = read_text(&format!("{figure}{TEXT}"));
        assert_eq!(article.body.len(), 3, "{figure}");
        let found = &article.captions[0];
        assert_eq!(
            (found.text.as_str(), found.credit.as_deref()),
            (text, credit),
            "{figure}"
        );
    }
    let text = "The ferry leaves the harbour.";
    check(
        &format!("<figure><img src=x><figcaption>{text}</figcaption></figure>"),
        text,
        None,
    );
    check(
        &format!(
            "<figure><img src=x><figcaption>{text} <span class=\"photo-credit\">Photo: Bo Reed / AFP</span></figcaption></figure>"
        ),
        text,
        Some("Bo Reed / AFP"),
    );
    check(
        &format!(
            "<figure><img src=x><figcaption itemprop=caption>{text}</figcaption><cite>Bo Reed</cite></figure>"
        ),
        text,
        Some("Bo Reed"),
    );
    check(
        &format!(
            "<div class=\"wp-caption\"><img src=x><p class=\"wp-caption-text\">{text}</p></div>"
        ),
        text,
        None,
    );
}

#[test]
fn links_to_other_stories_are_no_text() {
    let article = read_text(&format!(
        "{TEXT}<p>READ MORE: <a href=\"/news/bridge\">Old bridge closes for repairs</a></p>\
         <div class=\"related-articles\"><h3>Related</h3><ul><li><a href=\"/news/dock\">New dock opens in the spring</a></li></ul></div>{}",
        "<p>The boat burns four barrels of oil a day, and the price of oil has doubled since the spring of last year.</p>"
    ));
    assert_eq!(article.body.len(), 4, "{:?}", article.body);
    let mut found: Vec<(&str, Option<&str>)> = article
        .related
        .iter()
        .map(|link| (link.text.as_str(), link.url.as_deref()))
        .collect();
    found.sort_unstable();
    let site = "https://www.valleycrier.example/news";
    assert_eq!(
        found,
        [
            (
                "New dock opens in the spring",
                Some(format!("{site}/dock").as_str())
            ),
            (
                "Old bridge closes for repairs",
                Some(format!("{site}/bridge").as_str())
            ),
        ]
    );
}

#[test]
fn boxes_are_no_text() {
    fn check(aside: &str) {
        let article = read_text(&format!(
            "{TEXT}{aside}<p>The ferry sails again on Monday at six in the morning, weather permitting, the harbour master said.</p>"
        ));
        assert_eq!(article.body.len(), 4, "{aside} {:?}", article.body);
    }
    check(
        "<div class=\"newsletter-signup\"><p>Get the morning mail of the Valley Crier into your box every day of the week.</p></div>",
    );
    check(
        "<section id=\"comments\"><p>What a waste of money, said nobody who has ever missed that ferry in the rain.</p></section>",
    );
    check("<div class=\"share-bar\"><a href=\"#\">Share this story with your friends</a></div>");
    check("<form><p>Enter your address to go on reading this story and many others.</p></form>");
    check(
        "<figure><img src=x><figcaption>The ferry leaves the harbour at dawn on a day in May.</figcaption></figure>",
    );
}

#[test]
fn a_printed_summary_is_the_standfirst() {
    let summary = "Five of seven members want the boat to sail on through the winter.";
    let article = read(&page_of(
        &format!("<meta name=\"description\" content=\"{summary}\">"),
        &format!(
            "<header><h1>Council keeps the ferry</h1><p class=\"dek\">{summary}</p></header><div class=\"text\">{TEXT}</div>"
        ),
    ));
    assert_eq!(article.standfirst.as_deref(), Some(summary));
    assert!(article.body[0].starts_with("The council"));
}

#[test]
fn a_text_that_stands_twice_is_read_once() {
    let article = read_text(&format!("<div>{TEXT}</div><div>{TEXT}</div>"));
    assert_eq!(article.body.len(), 3);
}

#[test]
fn a_page_inside_a_form_is_read() {
    let page = format!(
        "<html><body><form action=\"/\"><h1>Council keeps the ferry</h1><div>{TEXT}</div></form></body></html>"
    );
    assert_eq!(read(&page).body.len(), 3);
}

#[test]
fn the_menu_of_a_page_laid_out_in_a_table_is_no_text() {
    let page = format!(
        "<html><body><table><tr><td><a href=\"/\">Start</a><br><a href=\"/town\">Town</a></td>\
         <td><h1>Council keeps the ferry</h1>{TEXT}</td></tr></table></body></html>"
    );
    let article = read(&page);
    assert_eq!(article.body.len(), 3, "{:?}", article.body);
}
