//! Every form of the language and the tree that it gives.

use super::*;

#[test]
fn words_stand_side_by_side() {
    check("", "all");
    check("  \u{a0} ", "all");
    check("berlin", "<berlin>");
    check("peace talks", "[<peace> <talks>]");
    check(
        "covid-19 l’été C++ AT&T",
        "[<covid-19> <l'été> <C++> <AT&T>]",
    );
    check("near and or not", "[<near> <and> <or> <not>]");
    check("東京 Ωμέγα", "[<東京> <Ωμέγα>]");
    check("peace, talks.", "[<peace,> <talks.>]");
}

#[test]
fn quotes_make_phrases() {
    check("\"border town\"", "{border|town}");
    check("“border town”", "{border|town}");
    check("«border town»", "{border|town}");
    check("\"border town\"~3", "{border|town}~3");
    check("\"border\"", "<border>");
    check("\" border \"", "<border>");
    check("a \"b c\" d", "[<a> {b|c} <d>]");
    check("\"a b\"\"c d\"", "[{a|b} {c|d}]");
    check("\"Smith & Sons (Ohio)\"", "{Smith|Sons|(Ohio)}");
    check("\"AND\"", "<AND>");
    check("\"a OR b\"", "{a|OR|b}");
    check(r#""say \"no\" now""#, "{say|\"no\"|now}");
}

#[test]
fn phrases_have_open_places_and_letters() {
    check("\"the * of state\"", "{the|ANY|of|state}");
    check("\"* of *\"", "{ANY|of|ANY}");
    check("\"elect* night\"", "{wild<elect*>|night}");
    check("\"wom?n vote\"", "{wild<wom?n>|vote}");
    check("\"what now?\"", "{what|now?}");
    check(r#""a \* b""#, "{a|b}");
    check("\"elect*\"", "wild<elect*>");
}

#[test]
fn stars_and_question_marks_are_open_letters() {
    check("elect*", "wild<elect*>");
    check("*burg", "wild<*burg>");
    check("wom?n", "wild<wom?n>");
    check("?ham", "wild<?ham>");
    check("*el**ct*", "wild<*el*ct*>");
    check("wom?n*", "wild<wom?n*>");
    check("what now?", "[<what> <now?>]");
    check("now?!", "<now?!>");
    check(r"elect\*", "<elect*>");
    check(r"a\?b", "<a?b>");
    check("*", "all");
    check("**", "all");
    check("a *", "[<a> all]");
    check("title:*", "title:wild<*>");
    check("section:*", "section:wild<*>");
}

#[test]
fn capitals_and_signs_join_clauses() {
    check("a AND b", "(and <a> <b>)");
    check("a && b", "(and <a> <b>)");
    check("a OR b OR c", "(or <a> <b> <c>)");
    check("a || b", "(or <a> <b>)");
    check("NOT a", "(not <a>)");
    check("-a", "(not <a>)");
    check("–a", "(not <a>)");
    check("+a b", "[(must <a>) <b>]");
    check("a -b", "[<a> (not <b>)]");
    check("a NOT b", "[<a> (not <b>)]");
    check("a AND NOT b", "(and <a> (not <b>))");
    check("a OR NOT b", "(or <a> (not <b>))");
    check("-(a b)", "(not [<a> <b>])");
    check("-\"a b\"", "(not {a|b})");
    check("-title:a", "(not title:<a>)");
    check("(-a)", "(not <a>)");
    check("NOT NOT a", "<a>");
    check("NOT -a", "<a>");
    check("-(-a)", "<a>");
    check("-*", "nothing");
    check("NOT *", "nothing");
    check("+(a b)", "(must [<a> <b>])");
    check("+NOT a", "(not <a>)");
}

#[test]
fn signs_inside_words_and_alone_are_no_operators() {
    check("a-b a+b a - b", "[<a-b> <a+b> <a> <b>]");
    check("a— no", "[<a-> <no>]");
    check("—no comment", "[<-no> <comment>]");
    check("--a", "<--a>");
    check("-", "nothing");
    check("+", "nothing");
    check("a -", "<a>");
    check("\"a\"-b", "[<a> <-b>]");
}

#[test]
fn and_binds_tighter_than_or_and_or_tighter_than_a_space() {
    check("a AND b OR c", "(or (and <a> <b>) <c>)");
    check("a OR b AND c", "(or <a> (and <b> <c>))");
    check("a b OR c", "[<a> (or <b> <c>)]");
    check("a OR b c", "[(or <a> <b>) <c>]");
    check("a b AND c", "[<a> (and <b> <c>)]");
    check("a AND b c OR d", "[(and <a> <b>) (or <c> <d>)]");
    check("NOT a OR b", "(or (not <a>) <b>)");
    check("-a^2 b", "[(not (boost <a> 2)) <b>]");
}

#[test]
fn brackets_group() {
    check("(a b) OR c", "(or [<a> <b>] <c>)");
    check("a (b OR c)", "[<a> (or <b> <c>)]");
    check("a AND (b OR (c d))", "(and <a> (or <b> [<c> <d>]))");
    check("((a))", "<a>");
    check("a(b)c", "[<a> <b> <c>]");
    check("（a b） OR c", "(or [<a> <b>] <c>)");
}

#[test]
fn a_field_holds_for_what_follows_its_colon() {
    check("title:berlin", "title:<berlin>");
    check("headline:berlin", "title:<berlin>");
    check("TITLE:berlin wall", "[title:<berlin> <wall>]");
    check("title:\"berlin wall\"~2", "title:{berlin|wall}~2");
    check("title:“berlin wall”", "title:{berlin|wall}");
    check("title:(a OR \"b c\")", "(or title:<a> title:{b|c})");
    check("title:(a caption:b c)", "[title:<a> caption:<b> title:<c>]");
    check("title:(a (b OR c))", "[title:<a> (or title:<b> title:<c>)]");
    check("title:elect*", "title:wild<elect*>");
    check("title:AND", "title:<AND>");
    check("title:10:30", "title:<10:30>");
    check("title:-a", "title:<-a>");
    check("ｔｉｔｌｅ：a", "title:<a>");
    check(
        "by:smith place:\"new york\"",
        "[by:<smith> place:{new|york}]",
    );
}

#[test]
fn a_keyword_takes_its_value_as_a_whole() {
    check("source:globalnews.example", "source:<globalnews.example>");
    check("paper:x", "source:<x>");
    check("tag:\"climate change\"", "tag:<climate change>");
    check(r"tag:climate\ change", "tag:<climate change>");
    check("tag:\" clim* change \"", "tag:wild<clim* change>");
    check("section:world/*", "section:wild<world/*>");
    check("section:/world/", "section:</world/>");
    check(
        "url:http://x.example/a?b=c",
        "url:wild<http://x.example/a?b=c>",
    );
    check("url:\"http://x.example/a\"", "url:<http://x.example/a>");
    check("id:AND", "id:<AND>");
    check("id:=5", "id:<=5>");
    check("tag:#", "tag:<#>");
    check("tag:(a OR \"b c\")", "(or tag:<a> tag:<b c>)");
}

#[test]
fn dates_are_points_and_ranges() {
    check("date:2017", "date:On(Year(2017))");
    check("published:2017-11", "date:On(Month(2017, 11))");
    check("updated:2017-11-19", "updated:On(Day(2017-11-19))");
    check(
        "date:2017-11..2018-02",
        "date:Between(Month(2017, 11), Month(2018, 2))",
    );
    check("date:2017..", "date:From(Year(2017))");
    check("date:..2017", "date:UpTo(Year(2017))");
    check("date:>=2017-11", "date:From(Month(2017, 11))");
    check("date:<=2017-11", "date:UpTo(Month(2017, 11))");
    check("date:>2017", "date:After(Year(2017))");
    check("date:<2017", "date:Before(Year(2017))");
    check("date>2017", "date:After(Year(2017))");
    check("date>=2017", "date:From(Year(2017))");
    check("date:yesterday", "date:On(Yesterday)");
    check("date:today", "date:On(Today)");
    check("date:\"last week\"", "date:On(Last(Week))");
    check("date:“last month”", "date:On(Last(Month))");
    check("date:last-year", "date:On(Last(Year))");
    check("date:\"this week\"", "date:On(This(Week))");
    check("date:-30d..", "date:From(Ago(30, Day))");
    check("date:..-1w", "date:UpTo(Ago(1, Week))");
    check("date:-2y..-6m", "date:Between(Ago(2, Year), Ago(6, Month))");
    check("date:2017, war", "[date:On(Year(2017)) <war>]");
    check("-date:2017", "(not date:On(Year(2017)))");
    check(
        "date:(2017 OR -30d..)",
        "(or date:On(Year(2017)) date:From(Ago(30, Day)))",
    );
    check("date:(>2017 -2019)", "error: `-2019` is not a date");
    check("date:2017^2", "(boost date:On(Year(2017)) 2)");
}

#[test]
fn numbers_are_points_and_ranges() {
    check("words:500", "words:500");
    check("words:>1000", "words:1001..");
    check("words>1000", "words:1001..");
    check("wc>1000", "words:1001..");
    check("words:<=200", "words:..200");
    check("words:200..400", "words:200..400");
    check("words:(<100 OR >1000)", "(or words:..99 words:1001..)");
}

#[test]
fn a_number_behind_a_caret_is_a_weight() {
    check("term^2.5", "(boost <term> 2.5)");
    check("\"a b\"^2", "(boost {a|b} 2)");
    check("\"a b\"~3^2", "(boost {a|b}~3 2)");
    check("(a b)^2", "(boost [<a> <b>] 2)");
    check("title:a^2", "(boost title:<a> 2)");
    check("title:(a b)^0.5", "(boost [title:<a> title:<b>] 0.5)");
    check("elect*^2", "(boost wild<elect*> 2)");
    check("*^2", "(boost all 2)");
    check("a^0", "(boost <a> 0)");
    check("((a)^2)^3", "(boost (boost <a> 2) 3)");
    check("(-a)^2", "(boost (not <a>) 2)");
}

#[test]
fn a_backslash_makes_text_of_operators() {
    check(r"title\:berlin", "<title:berlin>");
    check(r"\-a", "<-a>");
    check(r"\(a\)", "<(a)>");
    check(r"a\^2", "<a^2>");
    check(r#"\"a b\""#, "[<\"a> <b\">]");
    check(r"C:\temp", r"<C:\temp>");
    check(r"a\ b", "{a|b}");
    check(r"NEAR\/5", "<NEAR/5>");
}

#[test]
fn simplified_trees_are_short() {
    let check = |query: &str, expected: &str| {
        let short = Query::new(query, &fields()).unwrap();
        assert_eq!(short.to_string(), expected, "{query:?}");
    };
    check("(a AND (b AND a)) AND *", "a AND b");
    check("a (b (c a))", "a b c");
    check("(a AND b) c", "(a AND b) c");
    check("(a b) AND c", "(a b) AND c");
    check("a OR (b OR a)", "a OR b");
    check("a OR *", "a OR *");
    check("a OR -*", "a");
    check("a AND -*", "-*");
    check("a -(-b)", "a b");
    check("-(+a)", "-a");
    check("-(a^2)", "-a");
    check("+(-a) b", "-a b");
    check("(+a) OR b", "a OR b");
    check("a^1", "a");
    check("((a)^2)^3", "a^6");
    check("((a)^1000)^1000", "(a^1000)^1000");
    check("(+a)^2 b", "+a^2 b");
    check("*^2", "*");
    check("* *", "*");
    check("-(* OR a)", "-(* OR a)");
}

#[test]
fn leaves_know_where_they_stand() {
    let parsed = parse("“ä” -title:(b \"c d\")", &fields()).unwrap();
    let Ast::And { clauses, .. } = &parsed.ast else {
        panic!("{:?}", parsed.ast)
    };
    let at = |ast: &Ast| ast.span().map(|span| (span.start, span.end)).unwrap();
    assert_eq!(at(&clauses[0]), (0, 8));
    assert_eq!(at(&clauses[1]), (17, 24));
    let Ast::Not(inner) = &clauses[1] else {
        panic!("{:?}", clauses[1])
    };
    let Ast::And { clauses, .. } = &**inner else {
        panic!("{inner:?}")
    };
    assert_eq!(at(&clauses[0]), (17, 18));
    assert_eq!(at(&clauses[1]), (19, 24));
}
