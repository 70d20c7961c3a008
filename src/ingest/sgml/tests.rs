//! Tests of the SGML readers. The documents here are invented.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::*;

/// Reads a file of these bytes; each item in one line: `record offset length`, `! record byte reason`.
fn items(bytes: &[u8], max_record_bytes: usize) -> (Vec<String>, Vec<RawRecord>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oldport");
    fs_err::write(&path, bytes).unwrap();
    let file = SourceFile { path, bytes: 0 };
    let options = ReadOptions {
        max_record_bytes,
        ..ReadOptions::default()
    };
    let (mut found, mut records) = (Vec::new(), Vec::new());
    read_file(&file, &options, &mut |_| {}, &mut |item| {
        found.push(match item {
            Item::Record(raw) => {
                let at = raw.offset as usize;
                assert_eq!(bytes[at..at + raw.bytes.len()], raw.bytes);
                records.push(raw);
                let raw = &records[records.len() - 1];
                format!(
                    "{} {} {} {}",
                    raw.record,
                    raw.offset,
                    raw.bytes.len(),
                    raw.format.name()
                )
            }
            Item::Rejected(no) => format!("! {} {} {}", no.record, no.byte, no.reason),
            Item::Skipped { reason, .. } => format!("- {reason}"),
        });
        ControlFlow::Continue(())
    });
    (found, records)
}

fn check_items(text: &str, expected: &[&str]) {
    assert_eq!(items(text.as_bytes(), 200).0, expected, "{text:?}");
}

/// Checks parts of the only article of a file.
fn check(bytes: &[u8], expected: &Value) {
    let (found, records) = items(bytes, 1_000_000);
    assert_eq!(records.len(), 1, "{found:?}");
    let article = to_article(&records[0], &KeyMap::default());
    let article = article.unwrap_or_else(|error| panic!("{error}"));
    let article = serde_json::to_value(article).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        let path = format!("/{}", name.replace('.', "/"));
        let got = article.pointer(&path).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{name} of {article}");
    }
}

#[test]
fn a_file_is_cut_at_its_tags() {
    check_items(
        "<!-- <DOC> is one > of them -->\n<DOC>\n<DOCNO>1</DOCNO>\n</DOC>\n\n<doc id=\"2\">a</doc>\n",
        &["1 32 29 trec", "2 63 19 trec"],
    );
    check_items(
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ELEMENT a (b)>]>\n<docstream>\n<DOC>a</DOC></docstream>",
        &["1 65 12 trec"],
    );
    check_items(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">a</REUTERS>\n<REUTERS NEWID=\"2\">b</REUTERS>",
        &["1 36 30 reuters", "2 67 30 reuters"],
    );
    check_items(
        "<DOC><DOCNO>1</DOCNO></DOC><DOC>b</DOC>",
        &["1 0 27 trec", "2 27 12 trec"],
    );
    check_items("<DOCUMENT>\n<DOC>a</DOC></DOCUMENT>", &["1 11 12 trec"]);
}

#[test]
fn a_document_without_its_end_ends_where_the_next_begins() {
    check_items("<DOC>a\n<DOC>b</DOC>\n", &["1 0 6 trec", "2 7 12 trec"]);
    // Inside a line it is what the text talks about.
    check_items("<DOC>a <DOC> b</DOC>\n", &["1 0 20 trec"]);
}

#[test]
fn what_is_no_whole_document_is_rejected_with_its_place() {
    check_items(
        "<DOC>a</DOC>\nstray words\n<DOC>b</DOC>\n<DOC>c",
        &[
            "1 0 12 trec",
            "! 2 12 text outside of <DOC>",
            "3 25 12 trec",
            "! 4 38 the file ends before </DOC>",
        ],
    );
    let long = format!("<DOC>{}</DOC>\n<DOC>b</DOC>", "x > y\n".repeat(1000));
    check_items(
        &long,
        &[
            "! 1 0 a record of 6011 bytes, the limit is 200",
            "2 6012 12 trec",
        ],
    );
    let long = format!("<DOC>{}</DOC>\n<DOC>b</DOC>", "x".repeat(500_000));
    check_items(
        &long,
        &[
            "! 1 0 a record of 500011 bytes, the limit is 200",
            "2 500012 12 trec",
        ],
    );
}

#[test]
fn other_markup_is_not_taken_for_a_collection() {
    for text in [
        "<DOCTOR>a</DOCTOR>",
        "<html><doc>a</doc></html>x",
        "<a><b><DOC>c</DOC></b></a>",
    ] {
        let found = items(text.as_bytes(), 1000).0;
        assert!(
            !found.iter().any(|item| item.contains("trec")) || text.starts_with("<html>"),
            "{found:?}"
        );
    }
}

const REUTERS: &str = "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"5544\" NEWID=\"12\">\n\
    <DATE>26-FEB-1987 15:01:01.79</DATE>\n<TOPICS><D>ship</D><D>veg-oil</D></TOPICS>\n\
    <PLACES><D>oldport</D></PLACES>\n<PEOPLE><D>quill</D></PEOPLE>\n<ORGS><D>icco</D></ORGS>\n\
    <EXCHANGES><D>nyse</D></EXCHANGES>\n<COMPANIES><D>moor</D></COMPANIES>\n\
    <UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute\nu f BC-OLDPORT   02-26 0105</UNKNOWN>\n";

#[test]
fn a_story_of_reuters_is_taken_apart() {
    let text = format!(
        "{REUTERS}<TEXT>&#2;\n<TITLE>OLDPORT Q&amp;A</TITLE>\n<AUTHOR>    By Ada Quill, Reuters</AUTHOR>\n\
         <DATELINE>    OLDPORT, Feb 26 - </DATELINE><BODY>Moor Inc &lt;MOOR> said rain\nwent &#127;on.\n\
         \x20   It stopped.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
    );
    check(
        text.as_bytes(),
        &json!({
            "id": "12", "source": "Reuters", "agency": "Reuters", "title": "OLDPORT Q&A",
            "byline": "By Ada Quill, Reuters", "authors": ["Ada Quill"],
            "dateline": {"place": "OLDPORT", "date": "Feb 26"},
            "published": "1987-02-26T15:01:01", "date_from": "field",
            "tags": ["ship", "veg-oil"], "places": ["oldport"], "people": ["quill"],
            "organisations": ["icco", "nyse", "moor"],
            "body": ["Moor Inc <MOOR> said rain went on.", "It stopped."], "notices": ["Reuter"],
            "extra.exchanges": ["nyse"], "extra.companies": ["moor"], "extra.oldid": "5544",
            "extra.lewissplit": "TRAIN", "extra.cgisplit": "TRAINING-SET", "extra.topics_given": "YES",
            "extra.unknown": "C T\nf0704 reute\nu f BC-OLDPORT 02-26 0105",
            "raw_format": "reuters", "offset": 0,
        }),
    );
}

#[test]
fn briefs_and_texts_as_they_came_are_read() {
    check(
        format!(
            "{REUTERS}<TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>MOOR SEES THIRD BOAT</TITLE>\n\
             Blah blah blah.\n&#3;\n\n</TEXT>\n</REUTERS>"
        )
        .as_bytes(),
        &json!({
            "title": "MOOR SEES THIRD BOAT", "body": null, "notices": ["Blah blah blah."],
            "extra.type": "BRIEF",
        }),
    );
    check(
        format!(
            "{REUTERS}<TEXT TYPE=\"UNPROC\">&#2;\n*****MOOR 1ST QTR\n\n    Shr 34 cts vs 19\n\
             \x20   Net 8 vs 5\n Reuter\n&#3;\n\n</TEXT>\n</REUTERS>"
        )
        .as_bytes(),
        &json!({
            "title": "MOOR 1ST QTR", "body": ["Shr 34 cts vs 19", "Net 8 vs 5"], "extra.type": "UNPROC",
        }),
    );
}

#[test]
fn bytes_that_are_no_utf_8_cost_nothing() {
    let text = format!(
        "{REUTERS}<TEXT>&#2;\n<TITLE>CAF\u{1} OPENS</TITLE><BODY>It did.</BODY></TEXT></REUTERS>"
    );
    let bytes: Vec<u8> = text
        .bytes()
        .map(|b| if b == 1 { 0xC9 } else { b })
        .collect();
    check(
        &bytes,
        &json!({"title": "CAFÉ OPENS", "extra.encoding": "windows-1252"}),
    );
}

#[test]
fn dates_are_read_whatever_was_typed_behind_them() {
    let dated = |date: &str, published: &str, kept: Value| {
        let text = format!(
            "<REUTERS NEWID=\"1\"><DATE>{date}</DATE><TEXT><TITLE>A</TITLE></TEXT></REUTERS>"
        );
        check(
            text.as_bytes(),
            &json!({"published": published, "extra.date_as_printed": kept}),
        );
    };
    dated(
        " 3-MAR-1987  10:16:24.19",
        "1987-03-03T10:16:24",
        Value::Null,
    );
    dated(
        "27-MAR-1987 13:49:54.59E RM",
        "1987-03-27T13:49:54",
        json!("27-MAR-1987 13:49:54.59E RM"),
    );
    dated(
        "27-MAR-1987 13:59:06.41F",
        "1987-03-27T13:59:06",
        json!("27-MAR-1987 13:59:06.41F"),
    );
    dated(
        "9-APR-1987 00:00:00.00    # by hand",
        "1987-04-09T00:00:00",
        json!("9-APR-1987 00:00:00.00 # by hand"),
    );
    dated(
        "31-MAR-1987 605:12:19.12",
        "1987-03-31",
        json!("31-MAR-1987 605:12:19.12"),
    );
}

#[test]
fn documents_of_several_collections_are_read() {
    check(
        b"<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<FIRST>r a</FIRST>\n<HEAD>Oldport Votes</HEAD>\n\
          <DATELINE>OLDPORT (AP) </DATELINE>\n<NOTE>Eds: Moved early</NOTE>\n<TEXT>\n   The council voted\nto stay.\n\
          \x20  It did.\n</TEXT>\n</DOC>",
        &json!({
            "id": "AP880212-0001", "title": "Oldport Votes", "agency": "AP", "source": "AP",
            "published": "1988-02-12", "date_from": "file_name", "notices": ["Eds: Moved early"],
            "dateline": {"place": "OLDPORT", "agency": "AP"}, "extra.first": "r a",
            "body": ["The council voted to stay.", "It did."],
        }),
    );
    check(
        b"<DOC>\n<DOCNO>FT911-3</DOCNO>\n<PROFILE>_AN-B</PROFILE>\n<DATE>910514\n</DATE>\n<HEADLINE>\n\
          FT  14 MAY 91 / Boats\n</HEADLINE>\n<TEXT>\nIt sailed.\n</TEXT>\n<PUB>The Financial Times\n</PUB>\n\
          <PAGE>\nLondon Page 4\n</PAGE>\n<XX>\nCountries:-\n</XX>\n<CN>OPZ  Oldport.\n</CN>\n</DOC>",
        &json!({
            "title": "Boats", "published": "1991-05-14", "date_from": "field",
            "source": "The Financial Times", "places": ["OPZ Oldport."], "extra.page": "London Page 4",
            "extra.profile": "_AN-B", "body": ["It sailed."],
        }),
    );
    check(
        b"<DOC>\n<DOCNO> LA010189-0001 </DOCNO>\n<DOCID> 1 </DOCID>\n<DATE>\n<P>\n\
          January 2, 1989, Monday, Home Edition\n</P>\n</DATE>\n<SECTION><P>Metro; Page 1</P></SECTION>\n\
          <HEADLINE><P>BOATS AND\nROPES</P></HEADLINE><BYLINE><P>By BEN MOOR, Times Staff Writer</P></BYLINE>\n\
          <TEXT><P>It sailed &amp; \ncame back.</P><P>Nobody left.</P></TEXT><GRAPHIC><P>Photo, Fog</P></GRAPHIC>\n\
          <SUBJECT><P>BOATS; ROPES</P></SUBJECT><CORRECTION><P>It was 1921.</P></CORRECTION></DOC>",
        &json!({
            "title": "BOATS AND ROPES", "authors": ["BEN MOOR"], "published": "1989-01-02",
            "section": ["Metro"], "extra.page": "Page 1", "tags": ["BOATS", "ROPES"],
            "captions": [{"text": "Photo, Fog"}], "correction": ["It was 1921."],
            "body": ["It sailed & came back.", "Nobody left."],
            "extra.date": "January 2, 1989, Monday, Home Edition", "extra.docid": "1",
        }),
    );
    check(
        b"<DOC>\n<DOCNO> FBIS3-1 </DOCNO>\n<HEADER>\n<AU> J-1 </AU>\nDocument Type:JPRS\n<DATE1>  7 March 1994 </DATE1>\n\
          </HEADER>\n<F P=101> OLDPORT </F>\n<H3> <TI>  `Water' Rises </TI></H3>\n<F P=104> Radio </F>\n<TEXT>\n\
          Language: <F P=105> Spanish </F>\nArticle Type:BFN\n\n  [Text] It rose\nand fell.\n</TEXT>\n</DOC>",
        &json!({
            "title": "`Water' Rises", "published": "1994-03-07", "places": ["OLDPORT"], "byline": null,
            "extra.original_language": "Spanish", "extra.f104": "Radio", "extra.au": "J-1",
            "extra.header": "Document Type:JPRS", "body": ["It rose and fell."],
        }),
    );
    check(
        b"<DOC>\n<DOCNO>WSJ870323-0001</DOCNO>\n<HL> Moor\n@  Sees Boat\n@  ----\n@  By Ada Quill </HL>\n\
          <DD> 03/24/87</DD>\n<SO> WALL STREET JOURNAL (J), PAGE 3</SO>\n<IN> SHIPPING (SHP)\n ROPES (RPE)</IN>\n\
          <CO> MOOR </CO>\n<LP>\n   It sailed.\n</LP>\n<TEXT>\n   It came back.\n</TEXT>\n</DOC>",
        &json!({
            "title": "Moor Sees Boat", "byline": "By Ada Quill", "published": "1987-03-24",
            "tags": ["SHIPPING (SHP)", "ROPES (RPE)"], "organisations": ["MOOR"],
            "source": "WALL STREET JOURNAL", "body": ["It sailed.", "It came back."],
        }),
    );
}

#[test]
fn smart_files_are_read() {
    check_items(
        ".I 1\n.T\nropes .\n.W\nthey age .\n.I 2\n.T\n\n.W\n",
        &["1 0 29 trec", "2 30 11 trec"],
    );
    check(
        b".I 7\n.T\nropes in\nwater .\n.A\nquill,a. and moor,b.\n.B\nj. 25.\n.W\nthey age .\n",
        &json!({
            "id": "7", "title": "ropes in water .", "authors": ["quill,a.", "moor,b."],
            "extra.reference": "j. 25.", "body": ["they age ."],
        }),
    );
}

#[test]
fn tags_that_are_never_closed_cost_little() {
    let text = format!("<DOC>{}</DOC>", "<a><b><c><d <e>".repeat(100_000));
    let (_, records) = items(text.as_bytes(), 10_000_000);
    let started = std::time::Instant::now();
    let _ = to_article(&records[0], &KeyMap::default());
    assert!(started.elapsed().as_secs() < 20);
}

proptest! {
    #[test]
    fn no_bytes_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec![
                    "<DOC>", "</DOC>", "<DOCNO>", "</DOCNO>", "<REUTERS ", "NEWID=\"1\">", "</REUTERS>", "<TEXT>",
                    "</TEXT>", "<DATE>", "</DATE>", "<TITLE>", "<!--", "-->", "&#3;", "&lt;", "\n", ".I 1", "\n.W\n",
                    "<F P=", "é", "<", ">", "=", "\"", "91", "Reuter", "FT  1 MAY 91 / ", "<HL>", "---", "<H3>",
                ]).prop_map(|piece| piece.as_bytes().to_vec()),
                proptest::collection::vec(any::<u8>(), 0..4),
            ],
            0..24,
        ),
        start in proptest::sample::select(vec!["<DOC>", "<REUTERS>", ".I 1\n", "<!DOCTYPE lewis"]),
    ) {
        let bytes = [start.as_bytes(), &pieces.concat()].concat();
        for record in items(&bytes, 100).1 {
            let _ = to_article(&record, &KeyMap::default());
        }
    }
}
