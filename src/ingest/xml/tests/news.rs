//! NITF, NewsML-G2, NewsML 1 and the newsitem files of the Reuters corpora.

use serde_json::json;

use super::*;

#[test]
fn nitf_gives_every_part() {
    check(
        r#"<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>Ferry</title>
<meta name="online_sections" content="Transport; Harbour"/><meta name="dsk" content="Metro"/>
<meta name="publication_year" content="1999"/>
<docdata><doc-id id-string="4711"/><date.issue norm="20190507T083000+0200"/><date.release norm="20190508"/>
<doc.copyright year="2019" holder="Harbour Tribune"/><series series.name="Boats"/>
<key-list><keyword key="ferries"/></key-list>
<identified-content><classifier class="indexing_service" type="descriptor">Shipping</classifier>
<classifier type="types_of_material">News</classifier><person class="indexing_service">Marlowe, June</person>
<org>Quay Council</org><location>Ellerdale</location></identified-content></docdata>
<pubdata name="Harbour Tribune" date.publication="20190507T000000" ex-ref="https://tribune.example/ferry" position.section="A"/></head>
<body><body.head><hedline><hl1>The ferry stays</hl1><hl1 class="online_headline">Ferry saved</hl1><hl2>Council votes</hl2></hedline>
<byline class="print_byline">By JUNE MARLOWE</byline><byline class="normalized_byline">Marlowe, June; Quay, Tom</byline>
<dateline>ELLERDALE, May 6</dateline></body.head>
<body.content><block class="lead_paragraph"><p>LEAD: Ellerdale keeps its boat.</p><p>Ellerdale keeps its boat.</p></block>
<block class="full_text"><p>LEAD: Ellerdale keeps its boat.</p><p>Ellerdale keeps its boat.</p><p>It has run
 since <num>1911</num>.</p><hl2>Votes</hl2><p>Nine to three.</p>
<media media-type="image"><media-reference source="a.jpg"/><media-caption>The quay.</media-caption><media-producer>Ida Pier</media-producer></media></block>
<block class="correction_text"><p>The vote was on Monday.</p></block></body.content>
<body.end><tagline>June Marlowe writes on boats.</tagline></body.end></body></nitf>"#,
        json!({
            "id": "4711",
            "url": "https://tribune.example/ferry",
            "source": "Harbour Tribune",
            "title": "The ferry stays",
            "alt_title": "Ferry saved",
            "standfirst": "Council votes",
            "byline": "By JUNE MARLOWE",
            "authors": ["June Marlowe", "Tom Quay"],
            "dateline": {"place": "ELLERDALE", "date": "May 6"},
            "published": "2019-05-07",
            "section": ["Transport", "Harbour"],
            "tags": ["ferries", "Shipping"],
            "places": ["Ellerdale"],
            "people": ["Marlowe, June"],
            "organisations": ["Quay Council"],
            "body": ["Ellerdale keeps its boat.", "It has run since 1911.", "Votes", "Nine to three."],
            "subheadings": [2],
            "captions": [{"text": "The quay.", "credit": "Ida Pier"}],
            "correction": ["The vote was on Monday."],
            "notices": ["Copyright 2019 Harbour Tribune", "June Marlowe writes on boats."],
            "extra": {"dsk": "Metro", "pubdata": {"position.section": "A"}, "series": "Boats", "types_of_material": "News"}
        }),
    );
}

/// An item of NewsML-G2 with these parts.
fn item(meta: &str, content: &str, set: &str) -> String {
    format!(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:wire.example:20190507:FERRY' version='3' xml:lang='en-GB'>\
         <rightsInfo><copyrightNotice>Wire 2019</copyrightNotice></rightsInfo>\
         <itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:AFP'><name>AFP</name></provider>\
         <versionCreated>2019-05-08T10:00:00Z</versionCreated>{meta}</itemMeta>\
         <contentMeta>{content}</contentMeta><contentSet>{set}</contentSet></newsItem>"
    )
}

#[test]
fn newsml_g2_gives_every_part() {
    let document = item(
        "<firstCreated>2019-05-07T08:30:00Z</firstCreated><pubStatus qcode='stat:usable'/>\
         <edNote>Mends the vote</edNote><signal qcode='sig:correction'/>",
        "<contentModified>2019-05-08T09:59:00Z</contentModified><urgency>4</urgency>\
         <creator><name>June Marlowe</name></creator><by>By June Marlowe</by><language tag='en'/>\
         <subject type='cpnat:abstract' qcode='medtop:13000000'><name>science</name><name xml:lang='de'>Wissenschaft</name></subject>\
         <subject type='cpnat:person' qcode='p:1'><name>Ada Pier</name></subject>\
         <subject type='cpnat:organisation' literal='o1'/><subject type='cpnat:geoArea'><name>Ellerdale</name></subject>\
         <keyword>ferry</keyword><slugline>ferry-vote</slugline><headline>The ferry stays</headline>\
         <dateline>ELLERDALE, May 7 (AFP) -</dateline><description role='drol:summary'>No cuts.</description>",
        "<inlineXML contenttype='application/nitf+xml'><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body>\
         <body.head><hedline><hl1>The ferry stays</hl1></hedline></body.head>\
         <body.content><p>Ellerdale keeps its boat.</p><p>It has run since 1911.</p></body.content></body></nitf></inlineXML>",
    )
    .replace("</rightsInfo>", "</rightsInfo><assert literal='o1'><name>Quay Council</name></assert>");
    check(
        &document,
        json!({
            "id": "urn:newsml:wire.example:20190507:FERRY",
            "source": "AFP",
            "title": "The ferry stays",
            "standfirst": "No cuts.",
            "byline": "By June Marlowe",
            "authors": ["June Marlowe"],
            "agency": "AFP",
            "dateline": {"place": "ELLERDALE", "agency": "AFP", "date": "May 7"},
            "published": "2019-05-07T08:30:00Z",
            "updated": "2019-05-08T09:59:00Z",
            "section": ["science"],
            "tags": ["science", "ferry"],
            "places": ["Ellerdale"],
            "people": ["Ada Pier"],
            "organisations": ["Quay Council"],
            "language": "en",
            "body": ["Ellerdale keeps its boat.", "It has run since 1911."],
            "correction": ["Mends the vote"],
            "notices": ["Wire 2019"],
            "extra": {
                "creator": {"name": "June Marlowe"}, "itemClass": {"qcode": "ninat:text"},
                "pubStatus": {"qcode": "stat:usable"}, "signal": {"qcode": "sig:correction"},
                "slugline": "ferry-vote", "urgency": "4", "version": "3"
            }
        }),
    );
}

#[test]
fn inline_xhtml_and_data_are_text() {
    let body = |set: &str| {
        let document = item("", "<headline>Ferry</headline>", set);
        articles(document.as_bytes())[0].as_ref().unwrap()["body"].clone()
    };
    let two = json!(["One.", "Two."]);
    let page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>One.</p><p>Two.</p></body></html>";
    assert_eq!(body(&format!("<inlineXML>{page}</inlineXML>")), two);
    assert_eq!(
        body(
            "<inlineXML><div xmlns='http://www.w3.org/1999/xhtml'><p>One.</p><p>Two.</p></div></inlineXML>"
        ),
        two
    );
    assert_eq!(
        body("<inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData>"),
        two
    );
    assert_eq!(
        body("<inlineData contenttype='text/html'>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p></inlineData>"),
        two
    );
}

#[test]
fn pictures_are_kept_with_their_words() {
    let picture = item("", "<headline>At dawn</headline><creditline>AFP</creditline><creator role='crol:photographer'><name>Ida Pier</name></creator>\
        <description role='drol:caption'>The ferry at dawn.</description>", "<remoteContent href='a.jpg'/>")
        .replace("ninat:text", "ninat:picture");
    let found = articles(picture.as_bytes());
    let found = found[0].as_ref().unwrap();
    assert_eq!(found["title"], "At dawn");
    assert_eq!(
        found["captions"],
        json!([{"text": "The ferry at dawn.", "credit": "Ida Pier/AFP", "agency": "AFP"}])
    );
    assert_eq!(found.get("authors"), None);
    let wordless =
        item("", "", "<remoteContent href='a.jpg'/>").replace("ninat:text", "ninat:picture");
    refused(&wordless, "no headline and no text: its class is picture");
}

#[test]
fn what_is_no_news_item_is_refused() {
    refused(
        "<packageItem guid='a'><groupSet/></packageItem>",
        "not an article: a package, which lists other items",
    );
    refused("<conceptItem guid='a'/>", "not an article: a <conceptItem>");
    let withdrawn = item(
        "<pubStatus qcode='stat:canceled'/>",
        "<headline>a</headline>",
        "",
    );
    refused(
        &withdrawn,
        "withdrawn by its provider: its status is canceled",
    );
}

#[test]
fn a_message_is_its_items() {
    let document = format!(
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sent>2019-05-07T00:00:00Z</sent></header><itemSet>{}<packageItem/>{}</itemSet></newsMessage>",
        item("", "<headline>One</headline>", ""),
        item("", "<headline>Two</headline>", "")
    );
    let found = articles(document.as_bytes());
    let title = |n: usize| found[n].as_ref().unwrap()["title"].clone();
    assert_eq!(
        (found.len(), title(0), title(2)),
        (3, json!("One"), json!("Two"))
    );
    assert!(found[1].is_err());
}

#[test]
fn newsml_1_gives_every_part() {
    check(
        r#"<NewsML><NewsEnvelope><DateAndTime>20190508T000000Z</DateAndTime></NewsEnvelope><NewsItem>
<Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20190507</DateId><NewsItemId>FERRY</NewsItemId>
<RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:wire.example:20190507:FERRY:2</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20190507T083000Z</FirstCreated>
<ThisRevisionCreated>20190508T100000Z</ThisRevisionCreated><Status FormalName="Usable"/><Urgency FormalName="4"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>The ferry stays</HeadLine><SubHeadLine>No cuts</SubHeadLine><ByLine>By June Marlowe</ByLine>
<DateLine>ELLERDALE, May 7 (AFP)</DateLine><CopyrightLine>Wire 2019</CopyrightLine><KeywordLine>ferry, vote</KeywordLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="AFP"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/><SubjectCode><Subject FormalName="11000000"/></SubjectCode>
<Location><Property FormalName="City" Value="Ellerdale"/><Property FormalName="Country" Value="GBR"/></Location></DescriptiveMetadata>
<NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/><DataContent><p>Ellerdale keeps its boat.</p><p>It has run since 1911.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Supporting"/><NewsLines><CreditLine>Ida Pier</CreditLine></NewsLines>
 <NewsComponent><Role FormalName="Caption"/><NewsLines><CreditLine>Ida Pier</CreditLine></NewsLines><ContentItem><MediaType FormalName="Text"/><DataContent>The quay.</DataContent></ContentItem></NewsComponent>
 <NewsComponent><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent></NewsComponent>
</NewsComponent></NewsItem></NewsML>"#,
        json!({
            "id": "urn:newsml:wire.example:20190507:FERRY",
            "source": "AFP",
            "title": "The ferry stays",
            "standfirst": "No cuts",
            "byline": "By June Marlowe",
            "authors": ["June Marlowe"],
            "agency": "AFP",
            "dateline": {"place": "ELLERDALE", "agency": "AFP", "date": "May 7"},
            "published": "2019-05-07T08:30:00Z",
            "updated": "2019-05-08T10:00:00Z",
            "tags": ["ferry", "vote"],
            "places": ["Ellerdale, GBR"],
            "language": "en",
            "body": ["Ellerdale keeps its boat.", "It has run since 1911."],
            "captions": [{"text": "The quay.", "credit": "Ida Pier"}],
            "notices": ["Wire 2019"],
            "extra": {
                "NewsItemType": {"FormalName": "News"}, "Status": {"FormalName": "Usable"},
                "Urgency": {"FormalName": "4"}, "revision": "2", "subject": "11000000"
            }
        }),
    );
}

#[test]
fn newsml_1_carries_nitf_and_plain_text() {
    let body = |data: &str| {
        let document = format!(
            "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Ferry</HeadLine></NewsLines>\
             <ContentItem><DataContent>{data}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        );
        articles(document.as_bytes())[0].as_ref().unwrap()["body"].clone()
    };
    let two = json!(["One.", "Two."]);
    assert_eq!(
        body("<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"),
        two
    );
    assert_eq!(
        body("<html><body><p>One.</p><p>Two.</p></body></html>"),
        two
    );
    assert_eq!(body("One.\n\nTwo."), two);
}

#[test]
fn newsitems_of_reuters_are_read() {
    check(
        r#"<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="2286" root="2286" date="1996-08-20" xml:lang="en"><title>ELLERDALE: Ferry stays.</title>
<headline>Ferry stays.</headline><byline>June Marlowe</byline><dateline>ELLERDALE 1996-08-20</dateline>
<text><p>Ellerdale keeps its boat.</p><p>It has run since 1911.</p></text><copyright>(c) Wire 1996</copyright>
<metadata><codes class="bip:topics:1.0"><code code="GTOUR"/><code code="GCAT"/></codes>
<dc element="dc.publisher" value="Reuters Holdings Plc"/><dc element="dc.date.published" value="1996-08-20"/>
<dc element="dc.creator.location" value="ELLERDALE"/></metadata></newsitem>"#,
        json!({
            "id": "2286",
            "source": "Reuters Holdings Plc",
            "title": "Ferry stays.",
            "alt_title": "ELLERDALE: Ferry stays.",
            "byline": "June Marlowe",
            "authors": ["June Marlowe"],
            "dateline": {"place": "ELLERDALE", "date": "1996-08-20"},
            "published": "1996-08-20",
            "places": ["ELLERDALE"],
            "language": "en",
            "body": ["Ellerdale keeps its boat.", "It has run since 1911."],
            "notices": ["(c) Wire 1996"],
            "extra": {"bip:topics:1.0": ["GTOUR", "GCAT"]}
        }),
    );
}
