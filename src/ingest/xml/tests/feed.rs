//! RSS, RDF and Atom.

use serde_json::json;

use super::*;

#[test]
fn rss_2_gives_every_part() {
    check(
        r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Harbour Tribune: News</title><link>https://tribune.example/</link>
<atom:link rel="self" href="https://feeds.example/tribune"/>
<language>en-GB</language><copyright>Harbour Tribune 2019</copyright>
<item>
 <title>Ferry &amp;amp; quay stay &lt;i&gt;open&lt;/i&gt;</title>
 <link>/news/ferry?utm_source=rss</link>
 <guid isPermaLink="false">tag:tribune.example,2019:ferry</guid>
 <pubDate>Tue, 07 May 2019 08:30:00 +0200</pubDate>
 <atom:updated>2019-05-07T10:00:00Z</atom:updated>
 <dc:creator>June Marlowe and Tom Quay</dc:creator>
 <category>Transport</category><category domain="https://tribune.example/tags">Ferries</category>
 <category>Transport</category>
 <description>The council voted 9 to 3.</description>
 <c:encoded><![CDATA[<p>ELLERDALE &ndash; The ferry stays,
the council said.</p><figure><img src="a.jpg"><figcaption>The ferry at dawn</figcaption></figure><p>It has run since 1911.</p>]]></c:encoded>
 <media:content url="https://tribune.example/a.jpg" type="image/jpeg">
  <media:description>The quay</media:description><media:credit>Ida Pier</media:credit></media:content>
 <enclosure url="https://tribune.example/a.mp3" length="12" type="audio/mpeg"/>
 <comments>https://tribune.example/news/ferry#comments</comments>
</item></channel></rss>"#,
        json!({
            "id": "tag:tribune.example,2019:ferry",
            "url": "https://tribune.example/news/ferry",
            "source": "tribune.example",
            "title": "Ferry & quay stay open",
            "standfirst": "The council voted 9 to 3.",
            "byline": "June Marlowe and Tom Quay",
            "authors": ["June Marlowe", "Tom Quay"],
            "dateline": {"place": "ELLERDALE"},
            "published": "2019-05-07T08:30:00+02:00",
            "updated": "2019-05-07T10:00:00Z",
            "tags": ["Transport", "Ferries"],
            "language": "en-GB",
            "body": ["The ferry stays, the council said.", "It has run since 1911."],
            "captions": [{"text": "The quay", "credit": "Ida Pier"}, {"text": "The ferry at dawn"}],
            "notices": ["Harbour Tribune 2019"],
            "extra": {
                "comments": "https://tribune.example/news/ferry#comments",
                "enclosure": {"length": "12", "type": "audio/mpeg", "url": "https://tribune.example/a.mp3"},
                "feed": "Harbour Tribune: News",
                "media:content": {"type": "image/jpeg", "url": "https://tribune.example/a.jpg"}
            }
        }),
    );
}

#[test]
fn a_summary_alone_is_the_body() {
    check(
        "<rss version='0.91'><channel><title>Tribune</title><link>https://tribune.example</link><item>
         <title>Fair</title><description>The fair
            opens. Fish &amp; chips.</description><link>https://tribune.example/fair</link></item></channel></rss>",
        json!({
            "id": "https://tribune.example/fair",
            "url": "https://tribune.example/fair",
            "source": "tribune.example",
            "title": "Fair",
            "body": ["The fair opens. Fish & chips."],
            "extra": {"feed": "Tribune"}
        }),
    );
}

#[test]
fn a_summary_cut_from_the_text_is_no_standfirst() {
    let item = |summary: &str| {
        format!(
            "<rss><item><title>Fair</title><description>{summary}</description><content:encoded>\
             <![CDATA[<p>The fair on the quay opens on Monday.</p>]]></content:encoded></item></rss>"
        )
    };
    let standfirst = |summary: &str| {
        let found = articles(item(summary).as_bytes());
        found[0].as_ref().unwrap().get("standfirst").cloned()
    };
    assert_eq!(standfirst("The fair on the quay […]"), None);
    assert_eq!(standfirst("Where to go"), Some(json!("Where to go")));
}

#[test]
fn rdf_is_read_by_namespace() {
    check(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:d="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://tribune.example/rdf"><title>Tribune</title><link>https://tribune.example</link>
         <items><rdf:Seq><rdf:li rdf:resource="https://tribune.example/fair"/></rdf:Seq></items></channel>
        <item rdf:about="https://tribune.example/fair"><title>Fair</title><link>https://tribune.example/fair</link>
         <d:date>2001-05-07</d:date><d:subject>Fairs</d:subject><d:language>de</d:language>
         <description>Es ist Markt.</description></item></rdf:RDF>"#,
        json!({
            "id": "https://tribune.example/fair",
            "url": "https://tribune.example/fair",
            "source": "tribune.example",
            "title": "Fair",
            "published": "2001-05-07",
            "tags": ["Fairs"],
            "language": "de",
            "body": ["Es ist Markt."],
            "extra": {"feed": "Tribune"}
        }),
    );
}

#[test]
fn atom_is_read_with_its_bases() {
    check(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://echo.example/actu/">
        <title>L'Écho</title><author><name>Rédaction</name></author><rights>L'Écho</rights>
        <entry xml:base="2019/">
         <id>tag:echo.example,2019:7</id><title type="html">Le &lt;b&gt;bac&lt;/b&gt;</title>
         <link rel="alternate" href="/actu/2019/bac"/><link rel="related" href="../fete" title="La fête"/>
         <link rel="enclosure" href="bac.mp3" type="audio/mpeg"/>
         <published>2019-05-07T08:30:00+02:00</published><updated>2019-05-08T00:00:00Z</updated>
         <category term="transport" label="Transport"/>
         <summary type="text">Le bac reste &lt; un an.</summary>
         <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le bac <em>reste</em>.</p><p>Oui.</p></div></content>
        </entry></feed>"#,
        json!({
            "id": "tag:echo.example,2019:7",
            "url": "https://echo.example/actu/2019/bac",
            "source": "echo.example",
            "title": "Le bac",
            "standfirst": "Le bac reste < un an.",
            "byline": "Rédaction",
            "authors": ["Rédaction"],
            "published": "2019-05-07T08:30:00+02:00",
            "updated": "2019-05-08T00:00:00Z",
            "section": ["actu"],
            "tags": ["Transport"],
            "language": "fr",
            "body": ["Le bac reste.", "Oui."],
            "related": [{"kind": "related", "text": "La fête", "url": "https://echo.example/actu/fete"}],
            "notices": ["L'Écho"],
            "extra": {
                "enclosure": {"type": "audio/mpeg", "url": "https://echo.example/actu/2019/bac.mp3"},
                "feed": "L'Écho"
            }
        }),
    );
}

#[test]
fn what_was_updated_is_not_thereby_published() {
    let found = articles(
        b"<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:x:1</id><title>Fair</title><updated>2019-05-08T00:00:00Z</updated></entry>",
    );
    let found = found[0].as_ref().unwrap();
    assert_eq!(
        (found.get("published"), &found["updated"]),
        (None, &json!("2019-05-08T00:00:00Z"))
    );
}

#[test]
fn a_short_guid_is_no_identity() {
    let id = |guid: &str, link: &str| {
        let item = format!(
            "<rss><item><title>a</title><guid isPermaLink='false'>{guid}</guid>{link}</item></rss>"
        );
        articles(item.as_bytes())[0].as_ref().unwrap()["id"].clone()
    };
    let link = "<link>https://tribune.example/fair</link>";
    assert_eq!(id("4711", link), "https://tribune.example/fair");
    assert_eq!(id("4711", ""), "4711");
    assert_eq!(
        id("https://tribune.example/?p=4711", link),
        "https://tribune.example/?p=4711"
    );
    assert_eq!(
        id("d34db33fd34db33fd34db33f", link),
        "d34db33fd34db33fd34db33f"
    );
}

#[test]
fn a_guid_may_be_the_address() {
    let url = |guid: &str| {
        let item = format!("<rss><item><title>a</title>{guid}</item></rss>");
        articles(item.as_bytes())[0]
            .as_ref()
            .unwrap()
            .get("url")
            .cloned()
    };
    assert_eq!(
        url("<guid>https://tribune.example/fair</guid>"),
        Some(json!("https://tribune.example/fair"))
    );
    assert_eq!(
        url("<guid isPermaLink='false'>https://tribune.example/fair</guid>"),
        None
    );
}

#[test]
fn names_are_read_as_feeds_write_them() {
    let authors = |element: &str| {
        let item = format!("<rss><item><title>a</title>{element}</item></rss>");
        articles(item.as_bytes())[0].as_ref().unwrap()["authors"].clone()
    };
    assert_eq!(
        authors("<author>june@tribune.example (June Marlowe)</author>"),
        json!(["June Marlowe"])
    );
    assert_eq!(
        authors("<dc:creator>June Marlowe (mailto:june@tribune.example)</dc:creator>"),
        json!(["June Marlowe"])
    );
    assert_eq!(
        authors("<dc:creator>June Marlowe</dc:creator><dc:creator>Tom Quay</dc:creator>"),
        json!(["June Marlowe", "Tom Quay"])
    );
    assert_eq!(
        authors("<dc:creator>MARLOWE, J., Quay, T. B.</dc:creator>"),
        json!(["J. MARLOWE", "T. B. Quay"])
    );
}

#[test]
fn an_item_of_another_feed_is_of_its_outlet() {
    let found = articles(
        b"<rss><item><title>a</title><link>https://collector.example/1</link><source url='https://www.tribune.example/rss'>Tribune</source></item></rss>",
    );
    let found = found[0].as_ref().unwrap();
    assert_eq!(
        (&found["source"], &found["extra"]["source"]),
        (&json!("tribune.example"), &json!("Tribune"))
    );
}

#[test]
fn feeds_in_other_encodings_are_read() {
    for (label, name) in [
        ("Shift_JIS", "shift_jis"),
        ("iso-8859-1", "windows-1252"),
        ("windows-1251", "windows-1251"),
    ] {
        let title = match name {
            "shift_jis" => "港の市",
            "windows-1252" => "Café à l’eau",
            _ => "Паром остаётся",
        };
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"{label}\"?><rss><item><title>{title}</title></item></rss>"
        );
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let found = articles(&encoding.encode(&document).0);
        let found = found[0].as_ref().unwrap();
        assert_eq!(
            (&found["title"], &found["extra"]["encoding"]),
            (&json!(title), &json!(name))
        );
    }
}

#[test]
fn what_is_no_feed_is_named() {
    refused(
        "<?xml version='1.0'?><!-- a --><catalogue><item/></catalogue>",
        "XML of an unknown kind, with the root <catalogue>",
    );
    refused(
        "<rss><channel><title>a</title></channel></rss>",
        "no <item> or <entry> in it",
    );
    refused(
        "<rss><item><link>https://tribune.example</link></item></rss>",
        "neither title nor body",
    );
}
