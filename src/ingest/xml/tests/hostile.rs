//! Documents that are made to hurt: none may panic, or cost more than its length.

use proptest::prelude::*;

use super::*;

/// Reads a document.
fn read(document: &[u8]) -> Vec<Result<Value, String>> {
    articles(document)
}

#[test]
fn deep_nesting_is_read() {
    let deep = format!("{}x{}", "<b>".repeat(100_000), "</b>".repeat(100_000));
    for (start, end) in [
        (
            "<rss><item><title>Fair</title><description>",
            "</description></item></rss>",
        ),
        (
            "<TEI><text><body><head>Fair</head><p>",
            "</p></body></text></TEI>",
        ),
        (
            "<nitf><body><hedline><hl1>Fair</hl1></hedline><body.content>",
            "</body.content></body></nitf>",
        ),
        (
            "<NewsML><NewsItem><NewsLines><HeadLine>Fair</HeadLine></NewsLines>",
            "</NewsItem></NewsML>",
        ),
        (
            "<newsItem><contentMeta><headline>Fair</headline>",
            "</contentMeta></newsItem>",
        ),
    ] {
        let found = read(format!("{start}{deep}{end}").as_bytes());
        assert!(matches!(found.as_slice(), [Ok(_)]), "{start} {found:?}");
    }
    let items = format!("<NewsML>{}", "<NewsItem>".repeat(100_000));
    assert_eq!(read(items.as_bytes()).len(), 100_000);
}

#[test]
fn entities_of_a_document_type_do_not_grow() {
    let mut document = String::from("<!DOCTYPE rss [<!ENTITY lol0 'lol'>");
    for n in 1..20 {
        let before = format!("&lol{};", n - 1).repeat(10);
        document.push_str(&format!("<!ENTITY lol{n} '{before}'>"));
    }
    document.push_str(
        "]><rss><item><title>Fair</title><description>&lol19;</description></item></rss>",
    );
    let found = read(document.as_bytes());
    assert_eq!(found[0].as_ref().unwrap()["body"][0], "&lol19;");
}

#[test]
fn long_values_and_open_sections_cost_their_length() {
    let long = "a".repeat(20_000_000);
    let document = format!("<rss><item x='{long}'><title>Fair</title></item></rss>");
    assert_eq!(
        read(document.as_bytes())[0].as_ref().unwrap()["title"],
        "Fair"
    );
    let document = format!("<rss><item><title>Fair</title><![CDATA[{long}");
    assert_eq!(
        read(document.as_bytes()),
        [Err("the <item> ends early".to_owned())]
    );
    for unit in [
        "<![CDATA[",
        "<!--",
        "<?",
        "< ",
        "<a",
        "<a b='",
        "&",
        "&#",
        "<item><!--",
        "]]>",
        "[a=",
        "<figcaption>",
        "<a xmlns:b='c'>",
        "</a>",
        "<wp:author>",
        "<b c=d>",
        "<p>",
        "<",
        "<item",
        "<item a=\"<item ",
    ] {
        let many = unit.repeat(300_000 / unit.len());
        read(format!("<rss><item><title>Fair</title><description>{many}").as_bytes());
        read(
            format!("<rss><item><title>Fair</title><description>{many}</description></item></rss>")
                .as_bytes(),
        );
        let cdata = format!("<![CDATA[{}]]>", many.replace("]]>", "]]"));
        read(format!("<rss><item><title>Fair</title><content:encoded>{cdata}</content:encoded></item></rss>").as_bytes());
        read(format!("<rss><channel>{many}<item><title>Fair</title></item></rss>").as_bytes());
    }
}

/// Markup that goes wrong in the ways that matter here.
fn markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("<item>"),
        Just("</item>"),
        Just("<item"),
        Just("<title>"),
        Just("</title>"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("<?a"),
        Just("?>"),
        Just("<!DOCTYPE a ["),
        Just("]>"),
        Just("&amp;"),
        Just("&"),
        Just("<"),
        Just(">"),
        Just("\""),
        Just("'"),
        Just("a"),
        Just(" "),
        Just("\n"),
        Just("港"),
        Just("<w>a</w>"),
        Just("<content:encoded>"),
        Just("<nitf>"),
        Just("<s>\na\tNN\n"),
        Just("<p>"),
        Just("\t"),
        Just("<headline>x</headline>"),
        Just("[caption]"),
        Just("x='1'"),
        Just("\0"),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_markup_panics(text in markup(), start in 0..8_usize) {
        let starts = [
            "<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rss xmlns:wp='http://wordpress.org/export/1.2/'>",
            "<nitf>", "<newsMessage><newsItem>", "<NewsML><NewsItem>", "<TEI><text>", "<text id='a'><s>\na\tb\n",
        ];
        articles(format!("{}{text}", starts[start]).as_bytes());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        articles(&[b"<rss><item><title>a</title>".as_slice(), &bytes, b"</item>"].concat());
        articles(&[b"\xFF\xFE<\0r\0s\0s\0>\0<\0i\0t\0e\0m\0>\0".as_slice(), &bytes].concat());
    }

    #[test]
    fn records_are_found_again(text in markup()) {
        // `lines` compares the bytes of each record with those at its place.
        lines(format!("<rss>{text}").as_bytes());
    }
}
