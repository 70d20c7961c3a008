//! Whole articles, invented, through the entry points.

use super::*;
use crate::article::DateFrom;
use crate::article::RelatedKind;
use crate::article::date::Stamp;

/// The parts of the lines that are not blank, one letter each, in order.
fn parts(text: &str) -> String {
    let lines = parse_text(text).lines;
    let shown = lines.iter().filter(|l| l.part != Part::Blank);
    shown.map(|l| l.part.name()).collect::<Vec<_>>().join(" ")
}

const FULL: &str = "# Harbour bridge opens after ten years\n\n\n\
A crowd on the new bridge in Lowdale, on May 3, 2019.\n\n\
#### ANN POE/AFP/Getty Images\n\n\
LOWDALE - The bridge over the harbour opened on Monday, ten years late.\n\n\
## READ MORE: What did the bridge cost?\n\n\
Nobody fell in.\n\n\
### WATCH: The first boat passes\n\n\
## What comes next\n\n\
A second bridge is planned for the north of the town.\n\n\
Source: https://www.lowdalecrier.ca/news/3869084/bridge-opens/?utm_source=rss\n\n\
[Disclaimer]";

#[test]
fn the_founding_shape_is_taken_apart() {
    let parsed = parse_text(FULL);
    assert_eq!(
        parts(FULL),
        "title caption credit dateline related body related subheading body source notice"
    );
    let a = parsed.article;
    assert_eq!(a.title, "Harbour bridge opens after ten years");
    assert_eq!(
        a.dateline.as_ref().map(|d| d.place.as_str()),
        Some("LOWDALE")
    );
    assert_eq!(a.agency, None, "a photo credit names no agency of the text");
    assert_eq!(a.captions.len(), 1);
    assert_eq!(a.captions[0].agency.as_deref(), Some("AFP"));
    assert_eq!(
        a.captions[0].credit.as_deref(),
        Some("ANN POE/AFP/Getty Images")
    );
    let kinds: Vec<_> = a.related.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [RelatedKind::ReadMore, RelatedKind::Watch]);
    assert_eq!(a.related[0].text, "What did the bridge cost?");
    assert_eq!(a.body.len(), 4);
    assert_eq!(a.subheadings, [2]);
    assert!(a.body[0].starts_with("The bridge over"));
    assert_eq!(a.source.as_deref(), Some("lowdalecrier.ca"));
    assert_eq!(a.published, None);
    assert_eq!(a.not_before, Stamp::ymd(2019, 5, 3));
    assert_eq!(a.date_from, Some(DateFrom::Inferred));
    assert_eq!(a.notices, ["[Disclaimer]"]);
    assert_eq!(a.word_count, 28);
}

#[test]
fn every_line_is_accounted_for() {
    let lines = parse_text(FULL).lines;
    let text: Vec<_> = lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(text, FULL.split('\n').collect::<Vec<_>>());
    assert!(
        lines
            .iter()
            .enumerate()
            .all(|(i, l)| l.line as usize == i + 1)
    );
}

#[test]
fn untidy_files_are_read_alike() {
    let want = parse_text(FULL).article;
    for (name, text) in [
        ("crlf", FULL.replace('\n', "\r\n")),
        ("bom", format!("\u{FEFF}{FULL}\n")),
        ("glued headings", FULL.replace("## READ", "##READ")),
        ("wide colon", FULL.replace("READ MORE: ", "READ MORE： ")),
        ("lower case", FULL.replace("## READ MORE", "Read more")),
        (
            "bold",
            FULL.replace(
                "## READ MORE: What did the bridge cost?",
                "**READ MORE: What did the bridge cost?**",
            ),
        ),
        (
            "no-break spaces",
            FULL.replace("after ten", "after\u{A0}ten"),
        ),
        ("no blank lines", FULL.replace("\n\n", "\n")),
        (
            "setext",
            FULL.replace(
                "# Harbour bridge opens after ten years",
                "Harbour bridge opens after ten years\n=====",
            ),
        ),
        ("no mark", FULL.replacen("# ", "", 1)),
        (
            "two sources",
            FULL.replace("Source:", "Source: https://other.test/x\n\nSource:"),
        ),
    ] {
        assert_eq!(parse_text(&text).article, want, "{name}");
    }
}

#[test]
fn headers_are_taken_apart() {
    let body =
        "\n\nThe bridge over the harbour opened on Monday, ten years late, to much applause.";
    for (head, expected) in [
        (
            "# Roe opens bridge | VBC\nWorld\n# Bridge opened by Roe",
            "alt_title kicker title body",
        ),
        ("# Bridge opens\n# Bridge opens", "title title body"),
        (
            "# Bridge opens\n## The mayor cut a ribbon of seven colours",
            "title standfirst body",
        ),
        (
            "# Bridge opens\n- One bridge\n- Two mayors",
            "title standfirst standfirst body",
        ),
        (
            "# Bridge opens\n**A ribbon was cut.**",
            "title standfirst body",
        ),
        (
            "# Bridge opens\nBy Jane Roe and John Poe",
            "title byline body",
        ),
        ("# Bridge opens\nPar Jeanne Roé", "title byline body"),
        (
            "# Bridge opens\nJane Roe, Harbour Correspondent",
            "title byline body",
        ),
        ("# Bridge opens\nPublished 3 May 2019", "title notice body"),
        (
            "# Bridge opens\nA ribbon was cut.\nBy Jane Roe",
            "title standfirst byline body",
        ),
        ("# Bridge opens\nA ribbon was cut.", "title body body"),
        ("# Bridge opens\n## Why?", "title subheading body"),
        ("World\n# Bridge opens", "kicker title body"),
    ] {
        assert_eq!(parts(&format!("{head}{body}")), expected, "{head:?}");
    }
}

#[test]
fn ends_are_taken_off() {
    let top = "# Bridge opens\n\nThe bridge over the harbour opened on Monday, ten years late.\n\n\
               The mayor spoke for two hours and nobody listened to a word of it.\n\n\
               A second bridge is planned for the north of the town.\n\n";
    for (end, expected) in [
        (
            "Reporting by Ann Poe in Lowdale; Editing by Tim Ox",
            "notice",
        ),
        ("With files from The Associated Press", "notice"),
        ("*Additional reporting from PA*", "notice"),
        (
            "Agency writer Ann Poe contributed to this report.\n\nNice bridge, wrong river!",
            "notice comment",
        ),
        (
            "## Join our commenting forum\nWe like it a lot",
            "notice comment",
        ),
        ("Correction: the bridge is blue.", "correction"),
        (
            "This story has been updated to name the mayor.",
            "correction",
        ),
        ("**Sign up for our newsletter**", "notice"),
        ("© 2019 The Lowdale Crier. All rights reserved.", "notice"),
        ("À lire aussi Le pont est ouvert", "related"),
        ("Lesen Sie auch: Brücke offen", "related"),
        ("Lea también: El puente se abre", "related"),
        ("Leggi anche: Il ponte apre", "related"),
        ("Leia também: A ponte abre", "related"),
        ("Lees ook: De brug is open", "related"),
        ("Читайте также: Мост открыт", "related"),
        (
            "**Read more:**\n- One story\n- Two stories",
            "related related related",
        ),
        (
            "## More from The Crier\n## One story One story\nIt is about a boat.\n## Two stories\nA boat sank.",
            "related related related related related",
        ),
        ("## The mayor is a fish and nobody minds", "related"),
        ("## Share this with", "notice"),
        (
            "1. One story\n2. Two stories\n3. Advertisement 1Story continues below\nThe end came soon.",
            "related related notice body",
        ),
    ] {
        let got = parts(&format!("{top}{end}"));
        assert_eq!(got, format!("title body body body {expected}"), "{end:?}");
    }
}

#[test]
fn sentences_that_begin_like_labels_are_body() {
    fn check(line: &str, expected: &str) {
        let text = format!("# Bridge opens\n\nThe bridge opened.\n\n{line}\n\nNobody fell in.");
        assert_eq!(
            parts(&text),
            format!("title body {expected} body"),
            "{line}"
        );
    }
    check(
        "READ MORE books this summer, the teachers of the town say.",
        "body",
    );
    check(
        "WATCH the skies, the harbour office said on Monday.",
        "body",
    );
    check("LISTEN to the bells, she said.", "body");
    check("Advertisement revenue fell.", "body");
    check(
        "Advertisement on the bridge is forbidden, the council said.",
        "body",
    );
    check("READ MORE Second bridge is planned", "related");
    check("READ MORE about the bridge", "related");
    check("READ MORE: books for the summer", "related");
    check("WATCH: the skies over the bridge", "related");
    check("WATCH Boats meet under the bridge", "related");
    check("READ MORE", "related");
    check("Advertisement", "notice");
    check("Advertisement Story continues below", "notice");
    check("Advertisement - scroll to continue.", "notice");
}

#[test]
fn agencies_come_from_text_not_from_thanks() {
    let body = "The bridge opened on Monday, ten years late.\n\nThe mayor spoke for two hours.";
    for (text, agency) in [
        (format!("# T\n\nLOWDALE (AP) — {body}"), Some("AP")),
        (
            format!("# T\n\nBy The Associated Press\n\n{body}"),
            Some("AP"),
        ),
        (format!("# T\n\n{body} (AFP)"), Some("AFP")),
        (format!("# T\n\n{body}\n\n— Reuters"), Some("Reuters")),
        (
            format!("# T\n\n{body}\n\nWith files from The Associated Press"),
            None,
        ),
        (format!("# T\n\nA boat. (AP Photo/Ann Poe)\n\n{body}"), None),
    ] {
        assert_eq!(
            parse_text(&text).article.agency.as_deref(),
            agency,
            "{text:?}"
        );
    }
}

#[test]
fn odd_inputs_are_survived() {
    for text in [
        "",
        "\n\n",
        "# Only a title",
        "[Disclaimer]",
        "Source: https://a.test/b",
        "#",
        "## ",
        "****",
    ] {
        let parsed = parse_text(text);
        assert!(
            parsed.article.body.is_empty(),
            "{text:?}: {:?}",
            parsed.article.body
        );
    }
    let folded = FULL.split_whitespace().collect::<Vec<_>>().join(" ");
    let a = parse_text(&folded).article;
    assert_eq!(a.source.as_deref(), Some("lowdalecrier.ca"));
    assert_eq!(a.related.len(), 2);
    assert!(a.body.iter().any(|p| p.contains("Nobody fell in")));
    let words = "word ".repeat(1_000_000);
    assert_eq!(parse_text(&words).article.word_count, 1_000_000);
}

#[test]
fn hostile_input_ends_soon() {
    for piece in [
        "[(",
        "# a\n",
        "- a\n",
        "Read more: a\n",
        "a\n\n",
        "(",
        "READ MORE\n",
        "## Popular\n",
        "1. a\n",
        "Photo: A/B\n",
        "By A\n",
    ] {
        let text = piece.repeat(30_000);
        let n = parse_text(&text).lines.len();
        assert_eq!(n, text.lines().count(), "{piece:?}");
    }
}

#[test]
fn a_body_alone_is_taken_apart() {
    let mut article = Article {
        title: "Bridge opens".into(),
        byline: Some("By Sue Fox".into()),
        ..Article::default()
    };
    let text = "BRIDGE OPENS\n\nBy Jane Roe\n\nLOWDALE (Reuters) - The bridge opened on Monday.\n\n\
                READ MORE: The cost\n\nThe mayor spoke for two hours.\n\nSign up for our newsletter here.";
    take_apart_body(text, &mut article);
    assert_eq!(
        article.body,
        [
            "The bridge opened on Monday.",
            "The mayor spoke for two hours."
        ]
    );
    assert_eq!(article.byline.as_deref(), Some("By Sue Fox"));
    assert_eq!(
        article.dateline.as_ref().map(|d| d.place.as_str()),
        Some("LOWDALE")
    );
    assert_eq!(article.related.len(), 1);
    let once = article.clone();
    let again = article.body.join("\n\n");
    take_apart_body(&again, &mut article);
    assert_eq!(article, once, "a body read back changes nothing");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    /// Pieces of news text in any order and with anything between them never panic, every line is
    /// accounted for, and a second pass over the record changes nothing.
    #[test]
    fn nothing_panics(pieces in proptest::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let parsed = parse_text(&text);
        let folded = unfold(&text).is_some();
        proptest::prop_assert!(folded || parsed.lines.len() == text.lines().count() || text.contains('\r'));
        let mut again = parsed.article.clone();
        finish::finish(&mut again);
        proptest::prop_assert_eq!(&again, &parsed.article);
        let mut article = Article { title: "T".into(), ..Article::default() };
        take_apart_body(&text, &mut article);
        let subheadings = article.subheadings.iter();
        proptest::prop_assert!(subheadings.max().is_none_or(|n| (*n as usize) < article.body.len()));
    }
}

fn piece() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let fixed = proptest::sample::select(vec![
        "# ",
        "## ",
        "#### ",
        "\n",
        "\n\n",
        "\r",
        "\t",
        "- ",
        "**",
        "*",
        "_",
        "[",
        "](",
        ")",
        "<u>",
        "</u>",
        "©",
        "\u{A0}",
        "\u{85}",
        "LOWDALE - ",
        "LOWDALE, May 3 (AP) — ",
        "(AFP)",
        " — ",
        "İ",
        "ẞ",
        "Read more: ",
        "READ MORE",
        "À lire aussi ",
        "WATCH | ",
        "By Jane Roe",
        "Par ",
        "Source: ",
        "https://a.test/2019/05/03/b-1.234567?utm_x=1",
        "Photo: Ann Poe/AFP",
        "Getty Images ",
        "contributed to this report.",
        " reported from ",
        "Reporting by K",
        "Comments",
        "=====",
        "---",
        "1. One",
        "Advertisement",
        "東京で会議",
        "Größe",
        "“",
        "’",
        "🇺🇦",
        "|",
        " | Crier",
        "：",
        "e\u{301}",
        "Sign up for our newsletter",
        "Published 3 May 2019",
        "The bridge opened on Monday, late.",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => fixed, 1 => "\\PC{0,12}", 1 => "[A-Z][a-z]{1,9} [a-z ,.]{0,80}[.]?"]
}
