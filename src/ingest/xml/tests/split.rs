//! Cutting a stream into records.

use super::*;
use crate::ingest::RawRecord;
use crate::ingest::xml::split::{Cut, split};

#[track_caller]
fn check(document: &str, expected: &[&str]) {
    assert_eq!(lines(document.as_bytes()), expected, "{document}");
}

#[test]
fn a_feed_is_cut_into_its_items() {
    check(
        "<rss><channel><item>a</item>\n<item x='1'>b</item></channel></rss>",
        &["14 <item>a</item>", "29 <item x='1'>b</item>"],
    );
    check(
        "<rss><item/><item a='>' /></rss>",
        &["5 <item/>", "12 <item a='>' />"],
    );
    check(
        "<rss><items><itemized/></items></rss>",
        &["- no <item> or <entry> in it"],
    );
    check("<rss><x:item>a</x:item></rss>", &["5 <x:item>a</x:item>"]);
    check("<rss><item >a</item\n></rss>", &["5 <item >a</item\n>"]);
}

#[test]
fn sections_and_values_hide_tags() {
    check(
        "<rss><!-- <item>no</item> > --><?no <item> ?><item><![CDATA[</item>]] ]]></item></rss>",
        &["45 <item><![CDATA[</item>]] ]]></item>"],
    );
    check(
        "<!DOCTYPE rss [ <!ENTITY a \"<item>\"> ] ><rss><item a='</item>'>x</item></rss>",
        &["45 <item a='</item>'>x</item>"],
    );
    check(
        "<rss><item>a < b <! 3 </item></rss>",
        &["5 <item>a < b <! 3 </item>"],
    );
}

#[test]
fn a_record_without_an_end_costs_itself() {
    check(
        "<rss><item>a<item>b</item></rss>",
        &[
            "! 5 no end tag </item> before the next <item>",
            "12 <item>b</item>",
        ],
    );
    check(
        "<rss><item a=\"x>a</item><item>b</item></rss>",
        &[
            "! 5 no end tag </item> before the next <item>",
            "24 <item>b</item>",
        ],
    );
    check(
        "<rss><item>a</item><item>b",
        &["5 <item>a</item>", "! 19 the <item> ends early"],
    );
    check(
        "<rss><!-- <item>a</item>",
        &["! 5 a comment or section without an end hides the rest"],
    );
}

#[test]
fn what_an_open_section_hid_is_found_when_the_stream_ends() {
    check(
        "<rss><item><![CDATA[a</item><item>b</item><item><![CDATA[c]]</item>",
        &[
            "! 5 the <item> ends early",
            "28 <item>b</item>",
            "42 <item><![CDATA[c]]</item>",
        ],
    );
    check(
        "<NewsML><NewsItem><NewsItem>b</NewsItem></NewsML>",
        &["! 8 the <NewsItem> ends early", "18 <NewsItem>b</NewsItem>"],
    );
}

#[test]
fn items_of_newsml_may_hold_items() {
    let inner = "<NewsItem>a<NewsItem/><NewsItem>b</NewsItem></NewsItem>";
    check(
        &format!("<NewsML>{inner}</NewsML>"),
        &[&format!("8 {inner}")],
    );
}

#[test]
fn a_record_over_the_limit_is_read_past() {
    let document = format!("<rss><item>{}</item><item>b</item></rss>", "a".repeat(100));
    let found = items(document.as_bytes(), 60);
    let [Item::Rejected(no), Item::Record(raw)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((no.record, no.byte), (1, 5));
    assert_eq!(no.reason, "a <item> of over 60 bytes");
    assert_eq!(
        (raw.record, raw.bytes.as_slice()),
        (2, b"<item>b</item>".as_slice())
    );
}

#[test]
fn utf_16_is_cut_by_its_units() {
    for (mark, big) in [([0xFF, 0xFE], false), ([0xFE, 0xFF], true)] {
        let document = "<rss><item><title>港㰼口㸾</title></item></rss>";
        let unit = |u: u16| {
            if big {
                u.to_be_bytes()
            } else {
                u.to_le_bytes()
            }
        };
        let mut bytes = mark.to_vec();
        bytes.extend(document.encode_utf16().flat_map(unit));
        let found = items(&bytes, 1000);
        let [Item::Record(raw)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!((raw.offset, raw.bytes.len()), (12, 64));
        let found = articles(&bytes);
        assert_eq!(found[0].as_ref().unwrap()["title"], "港㰼口㸾");
    }
}

#[test]
fn borders_of_chunks_change_nothing() {
    let document = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a '>'>]><rss><!-- <item> --><channel>\
        <item a=\"<item\" b='>'>one<![CDATA[</item>]]]]></item><item>two<item c=\"x>three</item>\
        <item>four</item>< item><item/>";
    let read = |step: usize| {
        let mut found: Vec<String> = Vec::new();
        let mut emit = Emitter {
            file: "fair.xml".into(),
            format: Format::Feed,
            context: None,
            columns: None,
            outcome: ReadOutcome {
                records: 0,
                rejected: 0,
                skipped: 0,
                bytes_read: 0,
                complete: true,
            },
            read: Rc::new(Cell::new(0)),
            reported: 0,
            progress: &mut |_| {},
            sink: &mut |item| {
                found.push(match item {
                    Item::Record(RawRecord {
                        offset,
                        bytes,
                        context,
                        ..
                    }) => {
                        let context = context.map(|c| String::from_utf8_lossy(&c).into_owned());
                        format!("{offset} {} {context:?}", String::from_utf8_lossy(&bytes))
                    }
                    other => format!("{other:?}"),
                });
                ControlFlow::Continue(())
            },
        };
        let bytes = document.as_bytes().to_vec();
        let dripping = Dripping { bytes, at: 0, step };
        let mut stream = std::io::BufReader::with_capacity(step, dripping);
        let input = crate::ingest::readers::Input {
            stream: &mut stream,
            max_bytes: 1000,
        };
        let cut = Cut {
            names: &["item"],
            nested: false,
            head: <[u8]>::to_vec,
        };
        assert_eq!(split(input, &mut emit, &cut), ControlFlow::Continue(()));
        found
    };
    let whole = read(4096);
    assert_eq!(whole.len(), 5, "{whole:#?}");
    for step in 1..document.len() {
        assert_eq!(read(step), whole, "chunks of {step}");
    }
}
