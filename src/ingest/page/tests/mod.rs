//! Tests of reading web pages. Outlets, people and events are invented.

mod body;
mod linked;
mod says;

use super::*;

/// Running text of some length, so that there is an article to find.
const TEXT: &str = "<p>The council of Ellerdale voted on Tuesday to keep the harbour ferry running \
    through the winter, after a debate that lasted until midnight.</p>\
    <p>Five members spoke for the ferry and two against it, while some forty residents followed \
    the session from the gallery of the old town hall.</p>\
    <p>The ferry carries nine hundred people a day, most of them pupils, and costs the town a \
    third of what it spends on its roads.</p>";

/// A page with a head and the usual text.
fn page(head: &str) -> String {
    page_of(head, &format!("<h1>Council keeps the ferry</h1>{TEXT}"))
}

/// A page with a head and an article.
fn page_of(head: &str, article: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Council keeps the ferry</title>{head}</head>\
         <body><nav><a href=\"/\">Home</a></nav><article>{article}</article></body></html>"
    )
}

/// Reads a page that is known to be at an address.
fn read(page: &str) -> Article {
    let about = About {
        url: Some("https://www.valleycrier.example/news/council-keeps-the-ferry"),
        charset: None,
        crawled: None,
    };
    article_of(page.as_bytes(), &about).ok().unwrap()
}

/// Why a page is refused.
fn refused(page: &[u8]) -> String {
    let about = About {
        url: None,
        charset: None,
        crawled: None,
    };
    article_of(page, &about).err().unwrap().reason
}

/// A page with a script of JSON-LD.
fn linked(json: &str) -> Article {
    read(&page(&format!(
        "<script type=\"application/ld+json\">{json}</script>"
    )))
}

fn date(stamp: Option<Stamp>) -> String {
    stamp.map(|stamp| stamp.to_string()).unwrap_or_default()
}
