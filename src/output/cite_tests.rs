//! References: escapes, names, dates, keys.

use super::*;

fn reference(title: &str, authors: &[&str], published: &str) -> Reference {
    Reference {
        id: "a1".to_owned(),
        title: title.to_owned(),
        source: Some("Quay Mail".to_owned()),
        url: Some("https://quay.example/a_b?x={1}".to_owned()),
        authors: authors.iter().map(|&a| a.to_owned()).collect(),
        agency: Some("Reuters".to_owned()),
        language: "en".to_owned(),
        date: parts(published),
    }
}

#[test]
fn latex_specials_are_escaped_and_braces_stay_balanced() {
    let check = |text: &str, expected: &str| {
        assert_eq!(latex(text), expected);
        assert_eq!(expected.matches('{').count(), expected.matches('}').count());
    };
    check("50% of $1 & #2", "50\\% of \\$1 \\& \\#2");
    check("a_b~c^d", "a\\_b\\textasciitilde{}c\\textasciicircum{}d");
    check("}{", "\\textbraceright{}\\textbraceleft{}");
    check("\\input", "\\textbackslash{}input");
    check("Café 選挙", "Café 選挙");
}

#[test]
fn only_plain_names_are_split() {
    let check = |name: &str, expected: Option<(&str, &str)>| {
        let expected = expected.map(|(given, family)| (given.to_owned(), family.to_owned()));
        assert_eq!(split_name(name), expected, "{name}");
    };
    check("Ada Quill", Some(("Ada", "Quill")));
    check("Ada M. Quill", Some(("Ada M.", "Quill")));
    check("Ann-Lea O'Dell", Some(("Ann-Lea", "O'Dell")));
    check("Ada van Quill", None);
    check("Ada Bo Quill", None);
    check("Quill", None);
    check("Quay Staff", None);
    check("Ada Quill Jr.", None);
    check("", None);
}

#[test]
fn dates_are_as_exact_as_they_are_known() {
    let check = |published: &str, parts_of: &[u32], ris_date: Option<&str>| {
        let one = reference("Ferry", &[], published);
        assert_eq!(one.date, parts_of);
        let text = ris(&one);
        let line = text.lines().find_map(|line| line.strip_prefix("DA  - "));
        assert_eq!(line, ris_date);
        assert_eq!(csl(&one).get("issued").is_some(), !parts_of.is_empty());
    };
    check("2019-05-12T08:30Z", &[2019, 5, 12], Some("2019/05/12/"));
    check("2019-05", &[2019, 5], Some("2019/05//"));
    check("2019", &[2019], Some("2019///"));
    check("", &[], None);
}

#[test]
fn an_entry_is_whole() {
    let text = bibtex(
        &reference("Ferry {sinks}", &["Ada Quill", "Quay Staff"], "2019-05"),
        "k",
    );
    for part in [
        "@article{k,\n",
        "author = {Quill, Ada and {Quay Staff}}",
        "title = {{Ferry \\textbraceleft{}sinks\\textbraceright{}}}",
        "month = may",
        "url = {https://quay.example/a_b?x=%7B1%7D}",
        "note = {Reuters}",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(text.matches('{').count(), text.matches('}').count());
    assert!(!text.contains("day"));
    let text = ris(&reference(
        "Ferry",
        &["Ada Quill", "Quill, Ada, and others*"],
        "2019",
    ));
    assert!(text.starts_with("TY  - NEWS\r\nAU  - Quill, Ada\r\nAU  - Quill Ada and others\r\n"));
    assert!(text.ends_with("\r\nER  - \r\n"), "{text:?}");
    let item = csl(&reference("Ferry", &["Ada Quill", "Quay Staff"], "2019"));
    assert_eq!(item["author"][0]["family"], "Quill");
    assert_eq!(item["author"][1]["literal"], "Quay Staff");
    assert_eq!(item["type"], "article-newspaper");
    assert!(item.get("accessed").is_none());
}

#[test]
fn keys_are_unique_and_plain() {
    let mut given = HashSet::new();
    let one = reference("The Ferry sinks", &["Ada Quîll"], "2019");
    assert_eq!(key(&one), "quill2019ferry");
    assert_eq!(unique(&key(&one), &mut given), "quill2019ferry");
    assert_eq!(unique(&key(&one), &mut given), "quill2019ferry-a");
    let many: HashSet<String> = (0..1000).map(|_| unique("k", &mut given)).collect();
    assert_eq!(many.len(), 1000);
    assert_eq!(key(&Reference::default()), "articlend");
}
