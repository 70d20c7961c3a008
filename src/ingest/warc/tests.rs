//! Tests of reading web archives. The pages here are invented.

use std::io::Write;
use std::ops::ControlFlow;

use crate::ingest::*;

pub(super) fn page(n: u32) -> String {
    format!(
        "<html><head><title>Ferry number {n} leaves the harbour</title></head><body><article>\
         <p>The ferry left on Tuesday with forty people aboard, the harbour master said.</p>\
         <p>It is the {n}th to leave since the storm, and more are to follow this week.</p>\
         </article></body></html>"
    )
}

/// A WARC record without what divides it from the next.
fn warc(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let length = block.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n{fields}\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block].concat()
}

/// A response with such fields, ending with the two breaks that divide records.
pub(super) fn response(n: u32, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n");
    let about = format!(
        "WARC-Target-URI: https://news.example/{n}\r\n\
         Content-Type: application/http; msgtype=response\r\n"
    );
    let block = [head.as_bytes(), body].concat();
    [&warc("response", &about, &block)[..], b"\r\n\r\n"].concat()
}

pub(super) const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

fn html(n: u32) -> Vec<u8> {
    response(n, HTML, page(n).as_bytes())
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Reads an archive: the titles of its pages, then all that was rejected or passed over.
pub(super) fn read(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    read_with(name, bytes, &|record| {
        let length = record.bytes.len() as u64;
        let again = read_raw(&record.dump, record.offset, length).unwrap();
        assert_eq!(again, record.bytes, "the record is found again");
        to_article(&record, &KeyMap::default()).map(|article| article.title)
    })
}

/// The same, with the titles as they stand in the records, which is quick.
fn cut_apart(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    read_with(name, bytes, &|record| {
        let text = String::from_utf8_lossy(&record.bytes);
        let title = text
            .split(['<', '>'])
            .skip_while(|part| *part != "title")
            .nth(1);
        assert!(text.trim_end().ends_with("</html>"), "a page that is cut");
        Ok(title.unwrap_or_default().to_owned())
    })
}

fn read_with(
    name: &str,
    bytes: &[u8],
    title: &dyn Fn(RawRecord) -> Result<String, Rejection>,
) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs_err::write(&path, bytes).unwrap();
    let file = SourceFile {
        bytes: bytes.len() as u64,
        path,
    };
    let options = ReadOptions {
        max_record_bytes: 10_000,
        ..ReadOptions::default()
    };
    let (mut titles, mut others) = (Vec::new(), Vec::new());
    read_file(&file, &options, &mut |_| {}, &mut |item| {
        match item {
            Item::Record(record) => {
                assert_eq!(record.format, Format::Warc);
                match title(record) {
                    Ok(title) => titles.push(title),
                    Err(no) => others.push(no.reason),
                }
            }
            Item::Rejected(no) => others.push(format!("{} {}", no.record, no.reason)),
            Item::Skipped { reason, .. } => others.push(reason),
        }
        ControlFlow::Continue(())
    });
    (titles, others)
}

pub(super) fn titles(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    let title = |n| format!("Ferry number {n} leaves the harbour");
    numbers.into_iter().map(title).collect()
}

#[track_caller]
fn check(bytes: &[u8], numbers: &[u32], others: &[&str]) {
    let (found, said) = read("a.warc", bytes);
    assert_eq!(found, titles(numbers.iter().copied()), "{said:?}");
    assert_eq!(said, others);
}

#[test]
fn a_page_carries_what_its_record_says() {
    let record = RawRecord {
        dump: "a.warc".into(),
        record: 1,
        offset: 0,
        bytes: html(7),
        format: Format::Warc,
        context: None,
    };
    let article = to_article(&record, &KeyMap::default()).unwrap();
    assert_eq!(article.title, "Ferry number 7 leaves the harbour");
    assert_eq!(article.url.as_deref(), Some("https://news.example/7"));
    let crawled = article.crawled.map(|stamp| stamp.to_string());
    assert_eq!(crawled.as_deref(), Some("2026-01-02T03:04:05Z"));
    assert_eq!(article.published, None);
    assert_eq!(
        (article.raw_format.as_str(), article.offset),
        ("warc", Some(0))
    );
}

#[test]
fn only_pages_become_records_and_the_rest_is_counted_by_kind() {
    let divided = |record: Vec<u8>| [&record[..], b"\r\n\r\n"].concat();
    let archive = [
        divided(warc("warcinfo", "", b"software: none")),
        divided(warc("request", "", b"GET / HTTP/1.1\r\n\r\n")),
        html(1),
        divided(warc("revisit", "WARC-Refers-To: <urn:x>\r\n", b"")),
        divided(warc("response", "Content-Type: text/dns\r\n", b"20260102")),
        divided(warc(
            "response",
            "",
            b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>",
        )),
        response(2, "Content-Type: image/PNG; x=y\r\n", b"\x89PNG\0\0"),
        response(
            3,
            "Content-Type: application/xhtml+xml\r\n",
            page(3).as_bytes(),
        ),
        response(4, "", page(4).as_bytes()),
        divided(warc(
            "resource",
            "Content-Type: text/html\r\n",
            page(5).as_bytes(),
        )),
    ];
    check(
        &archive.concat(),
        &[1, 3, 4, 5],
        &[
            "6 of 10 records hold no page, 4 do: 1 dns, 1 image/png, 1 request, 1 revisit, \
           1 status 404, 1 warcinfo",
        ],
    );
}

#[test]
fn an_archive_is_read_whatever_packs_it() {
    let records: Vec<Vec<u8>> = (1..4).map(html).collect();
    let each = |pack: &dyn Fn(&[u8]) -> Vec<u8>| records.iter().flat_map(|r| pack(r)).collect();
    let whole = records.concat();
    let zstd = |bytes: &[u8]| zstd::stream::encode_all(bytes, 1).unwrap();
    let cases: [Vec<u8>; 5] = [
        whole.clone(),
        each(&gzip),
        gzip(&whole),
        each(&zstd),
        zstd(&whole),
    ];
    for bytes in cases {
        let expected = (titles(1..4), Vec::new());
        assert_eq!(read("a.warc", &bytes), expected);
        assert_eq!(read("of-no-name", &bytes), expected);
    }
}

#[test]
fn arc_is_read_as_well() {
    let response = |n: u32| {
        format!(
            "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
            page(n)
        )
    };
    let line = |url: &str, n: u32| {
        let (length, block) = (response(n).len(), response(n));
        format!("{url} 127.0.0.1 20260102030405 text/html {length}\n{block}\n")
    };
    let second = {
        let (length, block) = (response(4).len(), response(4));
        let fields = "text/html 200 - - 1234 a.arc";
        format!("http://news.example/4 127.0.0.1 20260102030405 {fields} {length}\n{block}\n")
    };
    let head = "1 0 Nobody\nURL IP-address Archive-date Content-type Archive-length\n";
    let archive = [
        format!(
            "filedesc://a.arc 0.0.0.0 20260102030405 text/plain {}\n{head}\n",
            head.len()
        ),
        "dns:news.example 127.0.0.1 20260102030405 text/dns 3\nabc\n".to_owned(),
        line("http://news.example/1", 1),
        line("http://news.example/a page with spaces", 2),
        "http://news.example/3 127.0.0.1 20260102030405 text/html -1\n".to_owned(),
        second,
    ];
    let others = [
        "5 the header names no length that can be read".to_owned(),
        "2 of 5 records hold no page, 3 do: 1 dns, 1 filedesc".to_owned(),
    ];
    let whole = archive.concat().into_bytes();
    assert_eq!(read("a.arc", &whole), (titles([1, 2, 4]), others.to_vec()));
    let packed: Vec<u8> = archive.iter().flat_map(|r| gzip(r.as_bytes())).collect();
    assert_eq!(
        read("a.arc.gz", &packed),
        (titles([1, 2, 4]), others.to_vec())
    );
    for cut in 0..whole.len() {
        let (found, _) = cut_apart("a.arc", &whole[..cut]);
        assert!(
            titles([1, 2, 4]).starts_with(&found),
            "cut at {cut}: {found:?}"
        );
    }
}

/// Where each record ends when they stand one behind the other.
fn ends(records: &[Vec<u8>]) -> Vec<usize> {
    let add = |sum: &mut usize, record: &Vec<u8>| {
        *sum += record.len();
        Some(*sum)
    };
    records.iter().scan(0, add).collect()
}

#[test]
fn a_cut_at_any_byte_costs_the_record_that_it_cuts() {
    let plain: Vec<Vec<u8>> = (1..4).map(html).collect();
    let packed: Vec<Vec<u8>> = plain.iter().map(|record| gzip(record)).collect();
    // A plain record is whole without the breaks behind it.
    for (records, behind) in [(plain, 4), (packed, 0)] {
        let whole = records.concat();
        let ends = ends(&records);
        for cut in 0..=whole.len() {
            let (found, said) = cut_apart("a.warc", &whole[..cut]);
            let before = ends.iter().filter(|end| **end - behind <= cut).count() as u32;
            assert_eq!(found, titles(1..=before), "cut at {cut}: {said:?}");
            let between = cut == 0 || ends.iter().any(|end| (end - behind..=*end).contains(&cut));
            assert_eq!(
                said.is_empty(),
                between && cut > 0,
                "cut at {cut}: {said:?}"
            );
        }
    }
}

#[test]
fn a_byte_that_is_wrong_costs_the_record_that_it_is_in() {
    let records: Vec<Vec<u8>> = (1..6).map(|n| gzip(&html(n))).collect();
    let whole = records.concat();
    let ends = ends(&records);
    // The first two bytes tell that the file is packed at all.
    for at in (ends[1]..ends[2]).chain(2..ends[0]) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let (found, said) = cut_apart("a.warc.gz", &damaged);
        let others: Vec<String> = match at < ends[0] {
            true => titles(2..6),
            false => titles([1, 2, 4, 5]),
        };
        // Time and system of a member's header mean nothing, so that all are read.
        let all = found == titles(1..6);
        assert!(found == others || all, "at {at}: {found:?} {said:?}");
        assert!(all || !said.is_empty(), "at {at}: nothing is said");
    }
}

#[test]
fn a_length_that_is_wrong_costs_its_record() {
    let with_length = |n: u32, add: i64| {
        let record = String::from_utf8(html(n)).unwrap();
        let length = record.split("Content-Length: ").nth(1).unwrap();
        let length: i64 = length.split("\r\n").next().unwrap().parse().unwrap();
        let claim = |length: i64| format!("Content-Length: {length}\r\n");
        record
            .replace(&claim(length), &claim(length + add))
            .into_bytes()
    };
    for add in [
        -300,
        -20,
        -1,
        5,
        100,
        700,
        5_000,
        50_000,
        1 << 40,
        i64::MAX / 2,
    ] {
        let archive = [html(1), with_length(2, add), html(3), html(4)].concat();
        let (found, said) = read("a.warc", &archive);
        assert_eq!(found, titles([1, 3, 4]), "{add}: {said:?}");
        assert!(said.len() == 1, "{add}: {said:?}");
    }
    // Line breaks behind the record are no loss.
    for add in 1..5 {
        check(
            &[html(1), with_length(2, add), html(3)].concat(),
            &[1, 2, 3],
            &[],
        );
    }
    let without = String::from_utf8(html(2))
        .unwrap()
        .replace("Content-Length", "X");
    let archive = [html(1), without.into_bytes(), html(3)].concat();
    check(
        &archive,
        &[1, 3],
        &["2 the header names no length that can be read"],
    );
}

#[test]
fn what_is_no_record_is_passed_over_and_reported_once() {
    let noise = b"here is no record\nWARC/1.0 neither\r\nnor here\n\n".repeat(3000);
    let archive = [html(1), noise, html(2)].concat();
    check(&archive, &[1, 2], &["2 no record begins where one should"]);
    let endless = [
        &b"WARC/1.0\r\n"[..],
        &b"Field: value\r\n".repeat(10_000),
        &html(2),
    ]
    .concat();
    let (found, said) = read("a.warc", &[html(1), endless].concat());
    assert_eq!(found, titles([1, 2]), "{said:?}");
    assert!(said[0].contains("a header without an end"), "{said:?}");
}

#[test]
fn a_page_that_shows_a_record_is_one_page() {
    let shown = page(2).replace(
        "</article>",
        "<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: x\r\n</pre>",
    );
    let archive = [html(1), response(2, HTML, shown.as_bytes()), html(3)].concat();
    check(&archive, &[1, 2, 3], &[]);
}

#[test]
fn a_record_too_long_is_passed_over() {
    let long = "x".repeat(300_000);
    let archive = [
        html(1),
        response(2, HTML, long.as_bytes()),
        response(3, "Content-Type: video/mp4\r\n", long.as_bytes()),
        html(4),
    ];
    let (found, said) = read("a.warc", &archive.concat());
    assert_eq!(found, titles([1, 4]));
    assert!(said[0].ends_with("bytes, the limit is 10000"), "{said:?}");
    assert_eq!(said[1], "1 of 3 records hold no page, 2 do: 1 video/mp4");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_make_it_panic(
        noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        at in 0_usize..3000,
        remove in 0_usize..600,
        packed: bool,
    ) {
        let mut bytes: Vec<u8> = (1..4).flat_map(html).collect();
        if packed {
            bytes = (1..4).flat_map(|n| gzip(&html(n))).collect();
        }
        let at = at.min(bytes.len());
        let end = (at + remove).min(bytes.len());
        bytes.splice(at..end, noise);
        let (found, _) = read_with("a.warc", &bytes, &|record| {
            // Whatever the record is made of, taking it apart comes to an end.
            let _ = to_article(&record, &KeyMap::default());
            Ok(String::new())
        });
        proptest::prop_assert!(found.len() <= 3);
    }
}
