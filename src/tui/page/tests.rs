//! Pages as they are read: the anatomy in order, lights and links at their lines, hostile records.

use super::*;
use crate::analysis::Piece;
use crate::article::{Article, Caption, Dateline, Related, RelatedKind};
use crate::search::{FamilyRef, ReadArticle};
use crate::tui::text::cells;

fn read(article: Article, lit: Vec<(Piece, usize, usize)>) -> ReadArticle {
    let family = Some(FamilyRef {
        id: "f1".into(),
        size: 12,
        sources: 9,
    });
    ReadArticle {
        article,
        lit,
        family,
    }
}

fn ferry() -> Article {
    Article {
        id: "a1".into(),
        url: Some("https://harbourtribune.example/ferry".into()),
        source: Some("harbourtribune.example".into()),
        title: "Ferry runs aground".into(),
        kicker: Some("SHIPPING".into()),
        standfirst: Some("All were brought ashore.".into()),
        byline: Some("By Ann Lee".into()),
        dateline: Some(Dateline {
            place: "KOTKA".into(),
            agency: Some("AP".into()),
            date: Some("May 12".into()),
        }),
        body: vec![
            "A ferry with 284 people on board ran onto a shoal early on Sunday.".into(),
            "The cause".into(),
            "A chart was wrong, the ferry line said.".into(),
        ],
        subheadings: vec![1],
        captions: vec![Caption {
            text: "The ferry at anchor.".into(),
            credit: Some("A. LEE/AFP".into()),
            agency: None,
        }],
        related: vec![Related {
            kind: RelatedKind::ReadMore,
            text: "Shares fall".into(),
            url: Some("https://harbourtribune.example/shares".into()),
        }],
        correction: vec!["An earlier version had the wrong year.".into()],
        language: "en".into(),
        word_count: 21,
        ..Article::default()
    }
}

fn text_of(page: &Page) -> Vec<String> {
    let line = |line: &PageLine| {
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        format!("{}{text}", " ".repeat(line.indent))
    };
    page.lines.iter().map(line).collect()
}

#[test]
fn an_article_is_laid_out_by_its_anatomy() {
    let page = article_page(&read(ferry(), Vec::new()), 40, true);
    let expected = "\
SHIPPING
Ferry runs aground
All were brought ashore.

By Ann Lee
harbourtribune.example - en - 21 words
12 copies in 9 sources

KOTKA, May 12 (AP) - A ferry with 284
people on board ran onto a shoal early
on Sunday.

The cause

A chart was wrong, the ferry line said.

  [picture] The ferry at anchor. [A.
    LEE/AFP]

Correction: An earlier version had the
wrong year.

 1. Read more: Shares fall

https://harbourtribune.example/ferry
id: a1";
    assert_eq!(text_of(&page).join("\n"), expected);
    let targets: Vec<(usize, &Target)> = page.links.iter().map(|l| (l.line, &l.target)).collect();
    let url = |path: &str| Target::Url(format!("https://harbourtribune.example/{path}"));
    assert_eq!(targets, [(22, &url("shares")), (24, &url("ferry"))]);
}

#[test]
fn matches_are_counted_in_the_order_of_the_page() {
    let lit = vec![
        (Piece::Body(2), 23, 28),
        (Piece::Title, 0, 5),
        (Piece::Body(0), 2, 7),
        (Piece::Caption(0), 4, 9),
    ];
    let page = article_page(&read(ferry(), lit), 40, true);
    assert_eq!(page.matches, [1, 8, 14, 16]);
    let lit = page.lines.iter().flat_map(|line| &line.runs);
    let lit: Vec<(usize, &str)> = lit
        .filter_map(|r| Some((r.lit?, r.text.as_str())))
        .collect();
    assert_eq!(
        lit,
        [(0, "Ferry"), (1, "ferry"), (2, "ferry"), (3, "ferry")]
    );
}

#[test]
fn a_match_that_is_broken_stays_one() {
    let mut article = ferry();
    article.body = vec!["We saw the coast guard there.".into()];
    article.subheadings.clear();
    article.dateline = None;
    let page = article_page(&read(article, vec![(Piece::Body(0), 11, 22)]), 18, true);
    let parts = page.lines.iter().flat_map(|line| &line.runs);
    let parts: Vec<&str> = parts
        .filter(|r| r.lit == Some(0))
        .map(|r| r.text.as_str())
        .collect();
    assert_eq!((parts, page.matches.len()), (vec!["coast", "guard"], 1));
}

#[test]
fn hostile_records_are_safe_and_bounded() {
    let mut article = ferry();
    article.title = "\u{1b}[31mRed\u{7}\u{202e}det".into();
    article.body = vec!["x".repeat(100_000); 30];
    article.body.extend(vec!["word ".to_owned(); 30_000]);
    let page = article_page(&read(article, vec![(Piece::Body(0), 5, 90_000)]), 60, false);
    assert!(page.lines.len() <= 20_010, "{}", page.lines.len());
    let last = text_of(&page).pop().unwrap();
    assert!(last.starts_with("The text goes on"), "{last}");
    for (line, text) in page.lines.iter().zip(text_of(&page)) {
        assert!(cells(&text) <= 60, "{text}");
        for run in &line.runs {
            assert!(
                !run.text.chars().any(|c| c.is_control() || c == '\u{202e}'),
                "{run:?}"
            );
        }
    }
}

#[test]
fn a_paragraph_full_of_matches_is_one_pass() {
    let mut article = ferry();
    article.subheadings.clear();
    article.dateline = None;
    let n = 60_000;
    article.body = vec!["ferry ".repeat(n)];
    let lit = (0..n).map(|k| (Piece::Body(0), 6 * k, 6 * k + 5)).collect();
    let page = article_page(&read(article, lit), 70, true);
    assert_eq!(page.matches.len(), n);
    assert!(page.matches.windows(2).all(|two| two[0] <= two[1]));
}

#[test]
fn a_match_of_which_nothing_can_be_shown_is_none() {
    let mut article = ferry();
    article.body = vec!["a\u{202e}b ferry".into(), "ferry".into()];
    article.subheadings.clear();
    let lit = vec![
        (Piece::Body(0), 1, 4),
        (Piece::Body(0), 6, 11),
        (Piece::Body(1), 0, 5),
    ];
    let page = article_page(&read(article, lit), 70, true);
    let runs = page.lines.iter().flat_map(|line| &line.runs);
    let shown: Vec<(usize, &str)> = runs
        .filter_map(|r| Some((r.lit?, r.text.as_str())))
        .collect();
    assert_eq!(page.matches.len(), shown.len());
    assert!(shown.iter().any(|(_, text)| *text == "ferry"), "{shown:?}");
}

#[test]
fn a_paragraph_from_right_to_left_stands_at_the_right_edge() {
    let mut article = ferry();
    article.body = vec!["وصلت العبارة إلى الميناء".into(), "The ferry.".into()];
    article.subheadings.clear();
    article.dateline = None;
    let page = article_page(&read(article, Vec::new()), 60, false);
    let right: Vec<bool> = page.lines.iter().map(|line| line.right).collect();
    assert_eq!(right.iter().filter(|right| **right).count(), 1);
}
