//! What is said about a query: notes, and errors for what is plainly wrong.

use super::*;

/// The notes as `kind:part of the query`, and the tree; see also [`super::check`].
fn noted(query: &str, expected_notes: &[&str], expected: &str) {
    let parsed = parse(query, &fields()).unwrap_or_else(|e| panic!("{query:?}: {e}"));
    let notes: Vec<String> = parsed
        .notes
        .iter()
        .map(|note| format!("{:?}:{}", note.kind, &query[note.start..note.end]))
        .collect();
    assert_eq!(notes, expected_notes, "{query:?}");
    check(query, expected);
}

#[test]
fn plain_words_earn_no_note() {
    noted("peace talks", &[], "[<peace> <talks>]");
    noted("covid-19 AT&T x.y", &[], "[<covid-19> <AT&T> <x.y>]");
}

#[test]
fn plain_words_never_fail() {
    noted(
        "who said \"we will",
        &["Ignored:\""],
        "[<who> <said> <we> <will>]",
    );
    noted("C++ (2017", &["Ignored:("], "[<C++> <2017>]");
    noted(
        "AT&T: what now?",
        &["ReadAsText:AT&T:", "ReadAsText:now?"],
        "[<AT&T:> <what> <now?>]",
    );
    noted("10:30", &["ReadAsText:10:30"], "<10:30>");
    noted(
        "http://x.com/a?b*",
        &["ReadAsText:http://x.com/a?b*"],
        "<http://x.com/a?b*>",
    );
    noted(
        "Reuters: what",
        &["ReadAsText:Reuters:"],
        "[<Reuters:> <what>]",
    );
    noted("a AND", &["Ignored:AND"], "<a>");
    noted("a OR NOT", &["Ignored:OR", "Ignored:NOT"], "<a>");
    noted("AND a", &["Ignored:AND"], "<a>");
    noted("a AND OR b", &["Ignored:OR"], "(and <a> <b>)");
    noted("a NOT AND b", &["Ignored:AND"], "[<a> (not <b>)]");
    noted("(AND a) b", &["Ignored:AND"], "[<a> <b>]");
    noted(")", &["Ignored:)", "Ignored:)"], "nothing");
    noted("-", &["Ignored:-", "Ignored:-"], "nothing");
    noted("a & b", &["Ignored:&"], "[<a> <b>]");
    noted("()", &["Ignored:()", "Ignored:()"], "nothing");
    noted(":)", &["Ignored::", "Ignored::)", "Ignored:)"], "nothing");
    noted("5\" x 4\"", &["Ignored:\"", "Ignored:\""], "[<5> <x> <4>]");
    noted("rock 'n' roll", &[], "[<rock> <'n'> <roll>]");
    noted("\"\" a", &["Ignored:\"\""], "<a>");
    noted(") a ) (b", &["Ignored:) a ) ("], "[<a> <b>]");
    noted("\"&\" a", &["Ignored:\"&\""], "<a>");
    noted("^2", &["ReadAsText:^2"], "<^2>");
    noted(
        ")^2",
        &["Ignored:)", "Ignored:)^2", "Ignored:^2"],
        "nothing",
    );
    noted("[2017 TO 2018]", &[], "[<[2017> <TO> <2018]>]");
    noted("::", &["Ignored:::", "Ignored:::"], "nothing");
}

#[test]
fn operators_alone_are_words() {
    noted("OR", &["ReadAsText:OR"], "<OR>");
    noted(
        "NOT AND",
        &["ReadAsText:NOT", "ReadAsText:AND"],
        "[<NOT> <AND>]",
    );
}

#[test]
fn a_field_before_a_space_is_text() {
    noted(
        "title: berlin",
        &["ReadAsText:title:"],
        "[<title:> <berlin>]",
    );
    noted(
        "Source: who?",
        &["ReadAsText:Source:", "ReadAsText:who?"],
        "[<Source:> <who?>]",
    );
    noted("title:\"berlin", &["Ignored:\""], "title:<berlin>");
    noted("title:(a b", &["Ignored:("], "[title:<a> title:<b>]");
    noted("-(a b", &["Ignored:("], "(not [<a> <b>])");
    noted("title:& a", &["Ignored:&"], "<a>");
}

#[test]
fn what_only_looks_like_an_operator_is_said_to_be_text() {
    noted("x^y", &["ReadAsText:x^y"], "<x^y>");
    noted("a^2^3", &["ReadAsText:a^2"], "(boost <a^2> 3)");
    noted(
        "a~ b~7",
        &["ReadAsText:a~", "ReadAsText:b~7"],
        "[<a~> <b~7>]",
    );
    noted("win!", &["Meaning:win!"], "wild<win*>");
    noted(
        "go! C3PO! now!!",
        &["ReadAsText:go!", "ReadAsText:C3PO!", "ReadAsText:now!!"],
        "[<go!> <C3PO!> <now!!>]",
    );
    noted("/F50/ x", &["Meaning:/F50/"], "(first50 <x>)");
    noted(
        "=elect* =ab~1",
        &["Ignored:=elect*", "Ignored:=ab~1"],
        "[wild<elect*> fuzzy1<ab>]",
    );
    noted("iran~2", &["Capped:iran~2"], "fuzzy1<iran>");
    noted("elect*~1", &["ReadAsText:elect*~1"], "wild<elect*~1>");
    noted(
        "title=berlin",
        &["ReadAsText:title=berlin"],
        "<title=berlin>",
    );
    noted("la=en a=b", &[], "[lang:<en> <a=b>]");
    noted("a NEAR b", &["ReadAsText:NEAR"], "[<a> <NEAR> <b>]");
    noted("\"a\"~3", &["Ignored:\"a\"~3"], "<a>");
    noted("\"a b\"~", &["Ignored:~"], "{a|b}");
    noted("--a b", &[], "[<--a> <b>]");
}

#[test]
fn a_small_operator_among_operators_is_said_to_be_a_word() {
    noted(
        "war and peace or not",
        &[],
        "[<war> <and> <peace> <or> <not>]",
    );
    noted(
        "a w/5 b and c and d",
        &["Meaning:and"],
        "[(near5 <a> <b>) <and> <c> <and> <d>]",
    );
    noted(
        "a OR b or c",
        &["Precedence:a OR b or c", "Meaning:or"],
        "[(or <a> <b>) <or> <c>]",
    );
    noted("a not w/5 title:and", &[], "(not-near5 <a> title:<and>)");
}

#[test]
fn bounds_say_so() {
    noted("\"a b\"~5000", &["Capped:~5000"], "{a|b}~1000");
    noted("a^5000", &["Capped:^5000"], "(boost <a> 1000)");
}

#[test]
fn a_mixture_without_brackets_says_how_it_was_read() {
    let read_as = |query: &str| {
        let parsed = parse(query, &fields()).unwrap();
        parsed
            .notes
            .iter()
            .filter(|note| note.kind == NoteKind::Precedence)
            .map(|note| note.text.split('`').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(read_as("a b OR c"), ["a (b OR c)"]);
    assert_eq!(read_as("a AND b OR c"), ["(a AND b) OR c"]);
    assert_eq!(read_as("x (a b OR c)"), ["a (b OR c)"]);
    assert_eq!(read_as("a (b OR c)"), [""; 0]);
    assert_eq!(read_as("a b AND c"), [""; 0]);
    assert_eq!(read_as("a OR b OR c"), [""; 0]);
}

#[test]
fn a_date_so_long_ago_is_one_day_and_says_so() {
    noted("date:-30d", &["Meaning:-30d"], "date:On(Ago(30, Day))");
    noted("date:-30d..", &[], "date:From(Ago(30, Day))");
}

/// The message, and the part of the query that it is about.
fn wrong(query: &str, part: &str, message: &str) {
    let error = parse(query, &fields()).expect_err(query);
    assert_eq!(
        (error.message.as_str(), &query[error.start..error.end]),
        (message, part),
        "{query:?}"
    );
}

#[test]
fn a_slip_in_a_fields_name_is_an_error() {
    wrong(
        "titel:berlin",
        "titel",
        "no field `titel`; did you mean `title`?",
    );
    wrong(
        "a tilte:\"b c\"",
        "tilte",
        "no field `tilte`; did you mean `title`?",
    );
    wrong(
        "sorce:(a b)",
        "sorce",
        "no field `sorce`; did you mean `source`?",
    );
    wrong(
        "datee:>2017",
        "datee",
        "no field `datee`; did you mean `date`?",
    );
    noted(
        "titel: berlin",
        &["ReadAsText:titel:"],
        "[<titel:> <berlin>]",
    );
    noted("titel://x", &["ReadAsText:titel://x"], "<titel://x>");
    noted("vs:you", &["ReadAsText:vs:you"], "<vs:you>");
}

#[test]
fn a_field_with_nothing_is_an_error() {
    wrong("title:", "title:", "nothing stands after `title:`");
    wrong("a title: ", "title:", "nothing stands after `title:`");
    wrong("(title:) a", "title:", "nothing stands after `title:`");
    wrong("title:()", "title:", "nothing stands after `title:`");
    wrong("title:\"\"", "\"\"", "nothing stands after `title:`");
    wrong("title:\"", "title:", "nothing stands after `title:`");
    wrong("source:\" \" a", "\" \"", "nothing stands after `source:`");
    wrong(r"source:\ ", r"\ ", "nothing stands after `source:`");
    wrong("date:(", "date:", "nothing stands after `date:`");
}

#[test]
fn wrong_dates_and_numbers_are_errors() {
    wrong(
        "x date:2017-13",
        "2017-13",
        "there is no month 13 in `2017-13`",
    );
    wrong("date:berlin", "berlin", "`berlin` is not a date");
    wrong(
        "date:\"last century\"",
        "\"last century\"",
        "`last century` is not a date",
    );
    wrong(
        "date:2018..2017",
        "2018..2017",
        "the range `2018..2017` ends before it begins",
    );
    wrong("date:>= 2017", ">=", "no date stands beside `>=`");
    wrong("words:many", "many", "`many` is not a whole number");
    wrong("date:[2017", "[2017", "`[2017` is not a date");
    let error = parse("date:2017-13", &fields()).unwrap_err();
    assert!(error.help.unwrap().contains("date:2017-11"));
}

#[test]
fn text_that_is_near_to_those_forms_is_text() {
    noted("adj3 b", &[], "[<adj3> <b>]");
    noted("w/o b", &[], "[<w/o> <b>]");
    noted("caps (RICO)", &[], "[<caps> <RICO>]");
    noted("first (a)", &[], "[<first> <a>]");
    noted("is: a", &["ReadAsText:is:"], "[<is:> <a>]");
    noted("/usr/bin/ x", &[], "[</usr/bin/> <x>]");
    noted("\"NEAR/5\" \"adj3\" x", &[], "[<NEAR/5> <adj3> <x>]");
    noted("24/7 9/11", &[], "[<24/7> <9/11>]");
}
