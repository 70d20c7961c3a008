//! WordPress exports.

use serde_json::json;

use super::*;

/// An export with these items.
fn export(items: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" ?><!-- <item> -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Harbour Tribune</title>
<link>https://tribune.example</link><language>en-US</language>
<wp:author><wp:author_login><![CDATA[jmarlowe]]></wp:author_login>
<wp:author_display_name><![CDATA[June Marlowe]]></wp:author_display_name></wp:author>
{items}</channel></rss>"#
    )
}

#[test]
fn a_post_gives_every_part() {
    let item = r#"<item><title><![CDATA[The ferry stays]]></title><link>https://tribune.example/ferry/</link>
<pubDate>Tue, 07 May 2019 06:30:00 +0000</pubDate><dc:creator><![CDATA[jmarlowe]]></dc:creator>
<guid isPermaLink="false">https://tribune.example/?p=7</guid><description></description>
<content:encoded><![CDATA[<!-- wp:paragraph -->
<p>Ellerdale keeps its boat.</p>
<!-- /wp:paragraph -->
[caption id="attachment_8" width="300"]<img src="a.jpg"/> The quay at dawn[/caption]
[gallery ids="1,2"]
<!-- wp:image {"id":9} -->
<figure><img src="b.jpg"/><figcaption>The boat</figcaption></figure>
<!-- /wp:image -->
It has run since 1911.

So it will.]]></content:encoded>
<excerpt:encoded><![CDATA[No cuts.]]></excerpt:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2019-05-07 08:30:00</wp:post_date>
<wp:post_date_gmt>2019-05-07 06:30:00</wp:post_date_gmt><wp:post_modified_gmt>2019-05-08 06:30:00</wp:post_modified_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:is_sticky>0</wp:is_sticky>
<category domain="category" nicename="transport">Transport</category><category>Transport</category>
<category domain="post_tag" nicename="ferries"><![CDATA[Ferries]]></category>
<category domain="category" nicename="uncategorized">Uncategorized</category>
<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>print_page</wp:meta_key><wp:meta_value><![CDATA[A7]]></wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment></item>"#;
    check(
        &export(item),
        json!({
            "id": "https://tribune.example/?p=7",
            "url": "https://tribune.example/ferry/",
            "source": "tribune.example",
            "title": "The ferry stays",
            "standfirst": "No cuts.",
            "byline": "June Marlowe",
            "authors": ["June Marlowe"],
            "published": "2019-05-07T06:30:00Z",
            "updated": "2019-05-08T06:30:00Z",
            "section": ["Transport"],
            "tags": ["Ferries"],
            "language": "en-US",
            "body": ["Ellerdale keeps its boat.", "It has run since 1911.", "So it will."],
            "captions": [{"text": "The quay at dawn"}, {"text": "The boat"}],
            "extra": {"meta:print_page": "A7", "post_id": "7"}
        }),
    );
}

#[test]
fn what_is_no_article_is_refused() {
    let reason = |kind: &str, status: &str| {
        let item = format!(
            "<item><title>a</title><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status></item>"
        );
        articles(export(&item).as_bytes())[0].clone().err()
    };
    assert_eq!(reason("post", "publish"), None);
    assert_eq!(reason("page", "publish"), None);
    assert_eq!(reason("column", "publish"), None);
    assert_eq!(
        reason("attachment", "inherit").unwrap(),
        "not an article: WordPress calls it attachment"
    );
    assert_eq!(
        reason("wp_template", "publish").unwrap(),
        "not an article: WordPress calls it wp_template"
    );
    for status in ["draft", "private", "trash", "future", "pending"] {
        let expected = format!("never published: its status is {status}");
        assert_eq!(reason("post", status), Some(expected));
    }
}

#[test]
fn an_export_without_items_is_named() {
    refused(&export(""), "no <item> in it");
}

#[test]
fn a_post_without_guid_is_known_by_its_number() {
    let found =
        articles(export("<item><title>a</title><wp:post_id>7</wp:post_id></item>").as_bytes());
    assert_eq!(
        found[0].as_ref().unwrap()["id"],
        "https://tribune.example/?p=7"
    );
}

#[test]
fn a_date_that_was_never_set_is_none() {
    let item = "<item><title>a</title><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>\
                <wp:post_date>2019-05-07 08:30:00</wp:post_date></item>";
    let found = articles(export(item).as_bytes());
    assert_eq!(
        found[0].as_ref().unwrap()["published"],
        "2019-05-07T08:30:00"
    );
}
