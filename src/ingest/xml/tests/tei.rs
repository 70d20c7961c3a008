//! TEI and the vertical form.

use serde_json::json;

use super::*;

#[test]
fn tei_gives_every_part() {
    check(
        r#"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="ferry-1911"><teiHeader><fileDesc>
<titleStmt><title>The ferry stays: an edition</title><author>June Marlowe</author></titleStmt>
<publicationStmt><publisher>Archive</publisher><date when="2019">2019</date><idno type="URL">https://archive.example/ferry</idno>
<availability><p>Free to read.</p></availability></publicationStmt>
<sourceDesc><bibl><title level="a">The ferry stays</title><title level="j">Harbour Tribune</title><date when="1911-05-07"/></bibl></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="en">English</language></langUsage><textClass><keywords><term>ferries</term></keywords></textClass></profileDesc></teiHeader>
<text><front><byline>By JUNE MARLOWE</byline></front><body><pb n="2"/><fw>Harbour Tribune</fw><head>The ferry stays</head>
<p>The ferry <choice><sic>stais</sic><corr>stays</corr></choice>,<lb/>the council said<note>By nine to three.</note>.</p>
<div><head>Since 1911</head><p>It <hi rend="italic">has</hi> run.</p></div>
<figure><figDesc>The quay.</figDesc></figure></body></text></TEI>"#,
        json!({
            "id": "ferry-1911",
            "url": "https://archive.example/ferry",
            "source": "Harbour Tribune",
            "title": "The ferry stays",
            "byline": "June Marlowe",
            "authors": ["June Marlowe"],
            "published": "1911-05-07",
            "tags": ["ferries"],
            "language": "en",
            "body": ["The ferry stays, the council said.", "Since 1911", "It has run."],
            "subheadings": [1],
            "captions": [{"text": "The quay."}],
            "notices": ["Free to read."],
            "extra": {"note": "By nine to three."}
        }),
    );
}

#[test]
fn a_corpus_is_its_documents() {
    let document = "<teiCorpus><teiHeader/><TEI><text><body><p>One.</p></body></text></TEI>\
                    <TEI><text xml:lang='fr'><body><p>Deux.</p></body></text></TEI></teiCorpus>";
    let found = articles(document.as_bytes());
    let body = |n: usize| found[n].as_ref().unwrap()["body"][0].clone();
    assert_eq!(
        (found.len(), body(0), body(1)),
        (2, json!("One."), json!("Deux."))
    );
}

#[track_caller]
fn check_words(paragraph: &str, expected: &str) {
    let document = format!("<TEI><text><body><p>{paragraph}</p></body></text></TEI>");
    let found = articles(document.as_bytes());
    assert_eq!(
        found[0].as_ref().unwrap()["body"][0],
        expected,
        "{paragraph}"
    );
}

#[test]
fn words_are_joined_as_printed() {
    check_words(
        "<s>\n<w>The</w>\n<w>ferry</w>\n<pc>(</pc>\n<w>old</w>\n<pc>)</pc>\n<pc>,</pc>\n<w>stays</w>\n<pc>.</pc>\n</s>",
        "The ferry (old), stays.",
    );
    check_words("<w>The</w> <w>ferry</w><pc>.</pc>", "The ferry.");
    check_words(
        "<w>a</w>\n<w join='left'>b</w>\n<w join='right'>c</w>\n<w>d</w>",
        "ab cd",
    );
    check_words(
        "One <hi>two</hi>three <lb break='no'/>four",
        "One twothree four",
    );
}

#[test]
fn the_vertical_form_is_read() {
    check(
        "<text id=\"news_ferry\" title=\"The ferry stays\" author=\"none\" dateCreated=\"2019-05-07\" \
         dateCollected=\"2020-01-01\" sourceURL=\"https://tribune.example/ferry\" speakerCount=\"0\">\n<head>\n<s type=\"decl\">\nThe\tDT\tthe\nferry\tNN\tferry\n\
         stays\tVBZ\tstay\n</s>\n</head>\n<p>\n<s>\n\"\t``\t\"\n<ref>\nWe\tPP\twe\n</ref>\ndo\tVBP\tdo\nn't\tRB\tnot\n<w>\nre\tX\t_\n-\tHYPH\t-\nopen\tV\t_\n</w>\n\
         ,\t,\t,\n\"\t''\t\"\nshe\tPP\tshe\nsaid\tVBD\tsay\n(\t(\t(\non\tIN\ton\nMonday\tNP\t_\n)\t)\t)\n.\t.\t.\n</s>\n</p>\n\
         <figure>\n<caption>\n<s>\nThe\tDT\tthe\nquay\tNN\tquay\n.\t.\t.\n</s>\n</caption>\n</figure>\n</text>\n",
        json!({
            "id": "news_ferry",
            "url": "https://tribune.example/ferry",
            "source": "tribune.example",
            "title": "The ferry stays",
            "published": "2019-05-07",
            "crawled": "2020-01-01",
            "body": ["\"We don't re-open,\" she said (on Monday)."],
            "captions": [{"text": "The quay."}],
            "extra": {"speakerCount": "0"}
        }),
    );
}
