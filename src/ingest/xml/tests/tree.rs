//! The tree of a record.

use crate::ingest::xml::tree::{Element, Node, parse};

/// A tree in a short form: `name{attribute=value text name{..}}`.
fn show(element: &Element) -> String {
    let mut parts: Vec<String> = element
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parts.extend(element.children.iter().map(|node| match node {
        Node::Text(text) => format!("'{text}'"),
        Node::Element(inner) => show(inner),
    }));
    format!("{}{{{}}}", element.name, parts.join(" "))
}

#[track_caller]
fn check(markup: &str, expected: &str) {
    assert_eq!(show(&parse(markup, &[]).unwrap()), expected, "{markup}");
}

#[test]
fn markup_becomes_a_tree() {
    check("<a><b c='1'>x</b> y<d/></a>", "a{b{c=1 'x'} ' y' d{}}");
    check("<a><![CDATA[<b>&amp;]]></a>", "a{'<b>&amp;'}");
    check("<a>x<!-- no --><?no?>y</a>", "a{'xy'}");
    check("<a>x\r\ny</a>", "a{'x\ny'}");
}

#[test]
fn entities_are_those_of_xml_html_and_numbers() {
    check(
        "<a b='&lt;&eacute;'>&amp;&#8212;&#x2014;&nbsp;&rsquo;</a>",
        "a{b=<é '&——\u{A0}’'}",
    );
    // What a document type declares is not expanded.
    check(
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;&unknown;</a>",
        "a{'&b;&unknown;'}",
    );
    check(
        "<a>Fish & chips &; R&D; AT&T</a>",
        "a{'Fish & chips &; R&D; AT&T'}",
    );
}

#[test]
fn broken_markup_is_mended() {
    check("<a><b>x</a>", "a{b{'x'}}");
    check("<a>x</b>y</a>", "a{'xy'}");
    check("<a><b><i>x</b>y</i></a>", "a{b{i{'x'}} 'y'}");
    check("<a><b>x", "a{b{'x'}}");
    check("<a>3 < 4 <- 5</a>", "a{'3 < 4 <- 5'}");
    check("<a>x<![CDATA[y</a>", "a{'xy'}");
    check("<a>x<!-- y</a>", "a{'x y'}");
    check("<a>x <", "a{'x <'}");
    check("<a b=c d>x</a>", "a{b=c d= 'x'}");
    assert!(parse("no markup", &[]).is_err());
    assert!(parse("</a>", &[]).is_err());
}

#[test]
fn a_namespace_counts_not_its_prefix() {
    let dc = "http://purl.org/dc/elements/1.1/";
    check(
        &format!("<a xmlns:x='{dc}'><x:date/><y:date/></a>"),
        "a{dc:date{} y:date{}}",
    );
    check(
        &format!("<a><date xmlns='{dc}'/><date/></a>"),
        "a{dc:date{} date{}}",
    );
    let atom = "http://www.w3.org/2005/Atom";
    check(
        &format!("<a:entry xmlns:a='{atom}'><a:id/></a:entry>"),
        "entry{id{}}",
    );
    let outer = [("x".to_owned(), dc.to_owned())];
    assert_eq!(
        show(&parse("<a><x:date/></a>", &outer).unwrap()),
        "a{dc:date{}}"
    );
}

#[test]
fn what_lies_too_deep_is_text_of_what_is_above() {
    let markup = format!("<r>{}x{}y</r>", "<a>".repeat(1000), "</a>".repeat(1000));
    let tree = parse(&markup, &[]).unwrap();
    assert_eq!(tree.text(), "xy");
    let mut depth = 0;
    let mut at = Some(&tree);
    while let Some(element) = at {
        depth += 1;
        at = element.elements().next();
    }
    assert_eq!(depth, 200);
    // End tags of what is too deep close nothing above it.
    assert!(matches!(tree.children.last(), Some(Node::Text(y)) if y == "y"));
}
