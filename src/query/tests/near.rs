//! Operators of places in every spelling, and the other forms of professionals.

use super::*;

#[test]
fn proximity_has_many_spellings() {
    for near in [
        "NEAR/5", "near/5", "w/5", "W/5", "within/5", "near5", "NEAR5", "/N5/",
    ] {
        check(&format!("a {near} b"), "(near5 <a> <b>)");
    }
    for pre in ["PRE/3", "pre/3", "adj/3", "onear/3", "adj3", "ADJ3"] {
        check(&format!("a {pre} b"), "(pre3 <a> <b>)");
    }
    check("boeing/N30/airbus", "(near30 <boeing> <airbus>)");
    check("\"a b\"/N30/\"c d\"", "(near30 {a|b} {c|d})");
    for same in ["w/s", "W/S", "w/sent", "near/s", "within/sentence"] {
        check(&format!("a {same} b"), "(sentence <a> <b>)");
    }
    for same in ["w/p", "w/para", "within/paragraph", "SAME"] {
        check(&format!("a {same} b"), "(paragraph <a> <b>)");
    }
    check("a same b", "[<a> <same> <b>]");
}

#[test]
fn a_not_before_the_operator_negates_it() {
    check("a NOT NEAR/5 b", "(not-near5 <a> <b>)");
    check("a not w/5 b", "(not-near5 <a> <b>)");
    check("a Not PRE/2 b", "(not-pre2 <a> <b>)");
    check("a NOT w/s b", "(not-sentence <a> <b>)");
    check("a not w/p b", "(not-paragraph <a> <b>)");
    check("a NOT SAME b", "(not-paragraph <a> <b>)");
    check("not w/5 b", "(near5 <not> <b>)");
}

#[test]
fn operands_are_groups_phrases_and_open_words() {
    check(
        "(missile OR rocket) NEAR/8 \"north korea\"",
        "(near8 (or <missile> <rocket>) {north|korea})",
    );
    check("elect* w/3 wom?n", "(near3 wild<elect*> wild<wom?n>)");
    check("=a NEAR/3 b~1", "(near3 =a= fuzzy1<b>)");
    check("/a.b/ NEAR/3 c", "(near3 regex<a.b> <c>)");
    check("title:(a NEAR/5 b)", "(near5 title:<a> title:<b>)");
    check(
        "title:a NEAR/5 title:\"b c\"",
        "(near5 title:<a> title:{b|c})",
    );
    check("a NEAR/3 title:b", "(near3 <a> title:<b>)");
    check("a NEAR/3(b OR c)", "(near3 <a> (or <b> <c>))");
    check("a^2 NEAR/3 b", "(near3 (boost <a> 2) <b>)");
    check("caps(a) NEAR/3 b", "(near3 (capsSome <a>) <b>)");
    check("ATLEAST/2(a) w/s b", "(sentence (atleast2 <a>) <b>)");
}

#[test]
fn proximity_binds_from_the_left_and_tighter_than_and() {
    check("a w/5 b w/3 c", "(near3 (near5 <a> <b>) <c>)");
    check("a w/5 (b w/3 c)", "(near5 <a> (near3 <b> <c>))");
    check("a AND b w/5 c", "(and <a> (near5 <b> <c>))");
    check("a OR b w/5 c", "(or <a> (near5 <b> <c>))");
    check("a b NEAR/3 c d", "[<a> (near3 <b> <c>) <d>]");
    check("-(a NEAR/3 b)", "(not (near3 <a> <b>))");
    check("(a w/5 b)^2", "(boost (near5 <a> <b>) 2)");
    check(
        "a NOT b w/5 c",
        "error: a negated clause cannot stand inside `w/5`: what is not there has no place in the text",
    );
}

#[test]
fn functions_take_brackets() {
    check("ATLEAST/3(merkel)", "(atleast3 <merkel>)");
    check("atleast3(a OR \"b c\")", "(atleast3 (or <a> {b|c}))");
    check("ATLEAST/3 (a)", "(atleast3 <a>)");
    check("atleast5 microsoft", "(atleast5 <microsoft>)");
    check("atleast5 \"a b\" c", "[(atleast5 {a|b}) <c>]");
    check("FIRST/50(a)", "(first50 <a>)");
    check("first50(a)", "(first50 <a>)");
    check("toyota/F50/", "(first50 <toyota>)");
    check("toyota/F50/ b", "[(first50 <toyota>) <b>]");
    check("(a OR b)/F50/", "(first50 (or <a> <b>))");
    check("\"a b\"/F50/^2", "(boost (first50 {a|b}) 2)");
    check("caps(RICO)", "(capsSome <RICO>)");
    check("ALLCAPS(us)", "(capsAll <us>)");
    check("nocaps(apple OR pear)", "(capsNone (or <apple> <pear>))");
    check("-caps(a)", "(not (capsSome <a>))");
    check("caps(a)^3", "(boost (capsSome <a>) 3)");
    check("title:caps(a)", "(capsSome title:<a>)");
    check("title:(b caps(a))", "[title:<b> (capsSome title:<a>)]");
    check("hlead(a b)", "[headlead:<a> headlead:<b>]");
    check("headlead(a)", "headlead:<a>");
    check("HEADLINE(a OR b)", "(or title:<a> title:<b>)");
    check(
        "ATLEAST/2(FIRST/9(caps(a)))",
        "(atleast2 (first9 (capsSome <a>)))",
    );
}

#[test]
fn zones_of_the_text_are_fields() {
    check(
        "lead:a hlead:b hlp:c",
        "[lead:<a> headlead:<b> headlead:<c>]",
    );
    check("said:\"we will\"", "said:{we|will}");
}

#[test]
fn questions_about_an_article_stand_before_a_colon() {
    check("has:caption", "has:caption");
    check("HAS:Byline", "has:byline");
    check("is:wire -is:duplicate", "[is:wire (not is:duplicate)]");
    check("like:ab-12", "like<ab-12>");
    check("like:\"an id with spaces\"", "like<an id with spaces>");
    check("like:a:b/c^2", "(boost like<a:b/c> 2)");
    check(
        "saved:mine OR saved:\"my other\"",
        "(or saved<mine> saved<my other>)",
    );
    check("has: a", "[<has:> <a>]");
}

#[test]
fn words_as_printed_and_words_with_slips() {
    check("=running", "=running=");
    check("=C++ =.net", "[=C++= =.net=]");
    check("title:=running", "title:=running=");
    check("=\"some words\"", "{=some=|=words=}");
    check("title:=\"some words\"~2", "title:{=some=|=words=}~2");
    check("\"=running mate\"", "{=running=|mate}");
    check("\"=running\"", "=running=");
    check("=\"elect* now\"", "{wild<elect*>|=now=}");
    check("==a", "==a=");
    check(
        "qaddafi~1 qaddafi~2^3",
        "[fuzzy1<qaddafi> (boost fuzzy2<qaddafi> 3)]",
    );
    check("title:qaddafi~2", "title:fuzzy2<qaddafi>");
    check(r"a\~1", "<a~1>");
    check("\"a b~1\"", "{a|b~1}");
}

#[test]
fn slashes_hold_regular_expressions() {
    check("/sep(a|e)rate/", "regex<sep(a|e)rate>");
    check("x /colou?r/^2", "[<x> (boost regex<colou?r> 2)]");
    check("title:/colou?r/", "title:regex<colou?r>");
    check(
        "title:/colou?r/^2 x",
        "[(boost title:regex<colou?r> 2) <x>]",
    );
    check("title:(/a\"b/ c)", "[title:regex<a\"b> title:<c>]");
    check("-/a.b/", "(not regex<a.b>)");
    check(r"/a\/b/", r"regex<a\/b>");
    check(r"/\d{2}\.\d/", r"regex<\d{2}\.\d>");
    check("/abc/", "regex<abc>");
    check("/usr/bin/ a/b /x y/", "[</usr/bin/> <a/b> </x> <y/>]");
    check("section:/world/", "section:</world/>");
    check("url:(/a.b/)", "url:</a.b/>");
}

#[test]
fn phrases_hold_groups() {
    check(
        "\"the (big OR very small) town\"",
        "{the|any(big/very|small)|town}",
    );
    check("\"(a OR b) =c\"", "{any(a/b)|=c=}");
    check(
        "\"x (a* OR * b OR =c), y\"",
        "{x|any(wild<a*>/ANY|b/=c=)|y}",
    );
    check("\"(a OR b c)\"", "(or <a> {b|c})");
    check("title:\"(a OR b c)\"", "(or title:<a> title:{b|c})");
    check("\"x (a OR) y\"", "{x|a|y}");
    check("\"Smith (Ohio) OR x\"", "{Smith|(Ohio)|OR|x}");
    check("\"a (b OR c\"", "{a|(b|OR|c}");
    check("\"((a b)) c\"", "{((a|b))|c}");
}

#[test]
fn names_of_factiva_are_fields() {
    check("hd=berlin hl=wall", "[title:<berlin> title:<wall>]");
    check("hd=(a OR \"b c\")", "(or title:<a> title:{b|c})");
    check("hd=\"b c\"", "title:{b|c}");
    check("hlp=a", "headlead:<a>");
    check("la=en rst=nyt sn=x", "[lang:<en> source:<nyt> source:<x>]");
    check("sc=world ns=sport", "[section:<world> section:<sport>]");
    check("wc>1000 wc=500", "[words:1001.. words:500]");
    check("au=smith by=smith", "[by:<smith> by:<smith>]");
    check("re=x", "<re=x>");
}

#[test]
fn years_and_months_are_dates_if_the_table_says_so() {
    check("year:2017", "date:On(Year(2017))");
    check("month:2017-11", "date:On(Month(2017, 11))");
}

#[test]
fn text_that_only_looks_like_these_forms_is_text() {
    check("w/o pre/post near/far", "[<w/o> <pre/post> <near/far>]");
    check("adj3 b", "[<adj3> <b>]");
    check("a near2017 b", "[<a> <near2017> <b>]");
    check("SAME b", "[<SAME> <b>]");
    check(
        "first/last first (a) caps (a)",
        "[<first/last> <first> <a> <caps> <a>]",
    );
    check("title:NEAR/5", "title:<NEAR/5>");
    check("\"NEAR/5\" \"ATLEAST/3\"", "[<NEAR/5> <ATLEAST/3>]");
    check("atleast3", "<atleast3>");
}

#[test]
fn what_stands_in_an_operand_is_distributed_and_said() {
    let meanings = |query: &str| {
        let parsed = parse(query, &fields()).unwrap();
        let all = parsed.notes.into_iter();
        let meanings = all.filter(|note| note.kind == NoteKind::Meaning);
        meanings.map(|note| note.text).collect::<Vec<_>>()
    };
    assert_eq!(
        meanings("(a AND b) NEAR/5 c"),
        ["words joined by AND beside `NEAR/5`: it holds for each of them by itself"]
    );
    assert_eq!(
        meanings("ATLEAST/3(a b)"),
        ["words joined by AND in `ATLEAST/3(...)`: it holds for each of them by itself"]
    );
    assert_eq!(meanings("(a OR b) NEAR/5 c"), [""; 0]);
    assert_eq!(meanings("x y NEAR/5 c"), [""; 0]);
}

#[test]
fn operators_without_operands_and_bounds_say_so() {
    let notes = |query: &str| {
        let parsed = parse(query, &fields()).unwrap();
        let notes = parsed.notes.iter();
        notes
            .map(|note| (note.kind, query[note.start..note.end].to_owned()))
            .collect::<Vec<_>>()
    };
    let one = |query: &str, kind: NoteKind, part: &str| {
        assert_eq!(notes(query), [(kind, part.to_owned())], "{query:?}");
    };
    one("NEAR/5 b", NoteKind::Ignored, "NEAR/5");
    one("a NEAR/5", NoteKind::Ignored, "NEAR/5");
    one("a w/s", NoteKind::Ignored, "w/s");
    one("a AND NEAR/5 b", NoteKind::Ignored, "NEAR/5");
    one("a NEAR/500 b", NoteKind::Capped, "NEAR/500");
    one("ATLEAST/99999(a)", NoteKind::Capped, "ATLEAST/99999");
    one("FIRST/999999(a)", NoteKind::Capped, "FIRST/999999");
    one("a/F999999999999/", NoteKind::Capped, "/F999999999999/");
    one("NEAR/5", NoteKind::ReadAsText, "NEAR/5");
    check("a NEAR/500 b", "(near99 <a> <b>)");
    check("a NEAR/5 & b", "[<a> <b>]");
}
