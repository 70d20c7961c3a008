//! Grids: points and their names, and what is said of a file that can't be used.

use std::path::Path;

use super::*;

fn parse(text: &str) -> Result<Grid> {
    Grid::parse(text, Path::new("dir/grid.toml"))
}

fn names(text: &str) -> Vec<String> {
    let points = parse(text).unwrap().points().unwrap();
    let name = |p: Point| format!("{}{}", p.name, if p.is_default { " *" } else { "" });
    points.into_iter().map(name).collect()
}

#[test]
fn points_are_named_by_what_varies() {
    assert_eq!(
        names("[ranking]\nk1 = [0.9, 2.0]\nb = [0.4, 0.75]\nordered = [0.8]\n"),
        [
            "k1=0.9,b=0.4",
            "k1=0.9,b=0.75",
            "k1=2,b=0.4",
            "k1=2,b=0.75 *"
        ]
    );
    // The default is there to be compared with.
    assert_eq!(
        names("words = ['printed', 'stems']\nmatch = ['any']\n"),
        ["words=printed", "words=stems", "default *"]
    );
    assert_eq!(names(""), ["default *"]);
    assert_eq!(names("match = ['any']"), ["grid", "default *"]);
    assert_eq!(
        names(
            "feedback = ['off', 'on', { docs = 10, weight = 0.5 }]\nmatch = ['relaxed', 2, '75%']"
        )[3..8],
        [
            "feedback=5-20-0.7,match=relaxed",
            "feedback=5-20-0.7,match=2",
            "feedback=5-20-0.7,match=75%",
            "feedback=10-20-0.5,match=relaxed",
            "feedback=10-20-0.5,match=2",
        ]
    );
}

#[test]
fn every_setting_reaches_the_request() {
    let text = "match = ['all']\nfeedback = [{ docs = 3, terms = 7, weight = 1 }]\nwords = ['printed']\n[ranking]\n\
        window = [40]\nk1 = [1]\nb = [0.1]\nordered = [0.2]\nnear = [0.3]\ncloseness = [0.4]\n\
        headline = [0.5]\nlead = [0.6]\nphrase = [0.7]\ncoverage = [0.9]\n";
    let points = parse(text).unwrap().points().unwrap();
    let request = points[0].way.request("late ferry");
    let ranking = RankingOptions {
        window: 40,
        k1: 1.0,
        b: 0.1,
        ordered: 0.2,
        near: 0.3,
        closeness: 0.4,
        headline: 0.5,
        lead: 0.6,
        phrase: 0.7,
        coverage: 0.9,
    };
    assert_eq!(request.ranking, ranking);
    assert_eq!(
        (request.matching, request.query.as_str()),
        (Match::All, "=late =ferry")
    );
    let feedback = Feedback {
        articles: 3,
        terms: 7,
        original: 1.0,
    };
    assert_eq!(request.feedback, Some(feedback));
    assert_eq!((request.limit, request.snippets), (DEPTH, None));
    let plain = Way::default().request("late ferry");
    let asked = Request {
        limit: DEPTH,
        snippets: None,
        ..Request::new("late ferry")
    };
    assert_eq!(plain, asked);
}

#[test]
fn printed_words_leave_operators_alone() {
    for (text, expected) in [
        ("late ferries, running", "=late =ferries =running"),
        ("ferries OR boats", "=ferries OR =boats"),
        ("ferr* -boat", "ferr* -boat"),
        ("\"late ferry\" on", "\"late ferry\" on"),
        ("title:ferry", "title:ferry"),
        ("", ""),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn too_many_points_are_counted() {
    let values: Vec<String> = (0..11).map(|n| n.to_string()).collect();
    let list = format!("[{}]", values.join(", "));
    let text = format!("[ranking]\nk1 = {list}\nordered = {list}\nnear = {list}\n");
    let error = parse(&text).unwrap().points().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the grid has 1331 points, more than 1000"
    );
    assert!(error.help().unwrap().contains("11 of near"));
}

#[test]
fn what_can_not_be_used_is_told_with_its_place() {
    for (text, told) in [
        ("k1 = [1]", ":1:1: unknown key `k1`"),
        ("[ranking]\n k2 = [1]", ":2:2: unknown key `ranking.k2`"),
        ("[ranking]\nk1 = 1.2", ":2:6: `k1` is a list, not 1.2"),
        ("[ranking]\nk1 = []", ":2:6: `k1` is empty"),
        (
            "[ranking]\nk1 = [1, 'a']",
            ":2:10: a number from 0 to 100 is wanted, not the text `a`",
        ),
        (
            "[ranking]\nb = [1.5]",
            ":2:6: a number from 0 to 1 is wanted, not 1.5",
        ),
        ("[ranking]\nk1 = [nan]", "is wanted"),
        ("[ranking]\nk1 = [inf]", "is wanted"),
        ("[ranking]\nk1 = [-1]", "is wanted"),
        ("[ranking]\nwindow = [1.5]", "a whole number from 0"),
        ("[ranking]\nwindow = [100001]", "a whole number from 0"),
        ("[ranking]\nk1 = [1, 1.0]", ":2:10: `1` comes twice in `k1`"),
        ("ranking = 3", "`ranking` is a table"),
        ("match = ['most']", ":1:10: unknown `match`"),
        ("match = [0]", "a whole number from 1"),
        ("match = ['101%']", "unknown `match`"),
        ("words = ['lemmas']", "unknown `words`"),
        ("feedback = [{ docs = 0 }]", "from 1 to 1000"),
        (
            "feedback = [{ weights = 1 }]",
            "unknown key `weights` of feedback",
        ),
        ("feedback = [true]", "unknown `feedback`"),
        ("measure = 3", "a text is wanted, not 3"),
        ("folds = 'two'", "unknown folds"),
        ("folds = 'leave-one-out'", "two collections at least"),
        ("collection = []", "`collection` is a list"),
        (
            "[[collection]]\nname = 'a'\ntopics = 't'",
            "wants topics, qrels",
        ),
        (
            "[[collection]]\nname = '../a'\ntopics = 't'",
            "wants a name",
        ),
        (
            "[[collection]]\nname = 'a'\ntopic = 't'",
            ":3:1: unknown key `topic`",
        ),
        (
            "[[collection]]\nname = 'a'\nplain = 1",
            ":3:9: true or false is wanted, not 1",
        ),
        ("measure = ", ":1:"),
        ("a = 1\na = 2", ":2:"),
    ] {
        let error = parse(text).unwrap_err().to_string();
        assert!(error.starts_with("dir/grid.toml:"), "{error}");
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn collections_are_found_from_the_file() {
    let one = |name: &str, more: &str| {
        format!("[[collection]]\nname = '{name}'\ntopics = 't.tsv'\nqrels = '/q'\n{more}\n")
    };
    let two = one("a", "index = 'idx'") + &one("b", "docs = ['x', 'y']");
    let grid = parse(&two).unwrap();
    assert!(grid.leave_one_out);
    assert_eq!(grid.collections[0].topics, Path::new("dir/t.tsv"));
    assert_eq!(grid.collections[0].qrels, Path::new("/q"));
    assert_eq!(
        grid.collections[1].docs,
        [Path::new("dir/x"), Path::new("dir/y")]
    );
    assert!(
        !parse(&format!("folds = 'none'\n{two}"))
            .unwrap()
            .leave_one_out
    );
    assert!(!parse(&one("a", "docs = 'x'")).unwrap().leave_one_out);
    let twice = one("a", "docs = 'x'") + &one("a", "docs = 'y'");
    assert!(
        parse(&twice)
            .unwrap_err()
            .to_string()
            .contains("comes twice")
    );
    let both = one("a", "docs = 'x'\nindex = 'y'");
    assert!(
        parse(&both)
            .unwrap_err()
            .to_string()
            .contains("either index or docs")
    );
}
