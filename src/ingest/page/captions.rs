//! Captions and credits of a page's pictures.

use scraper::ElementRef;

use super::boxes::{self, Box};
use super::ld::Main;
use super::survey::Survey;
use super::tree::{self, attr, is_one_of, text, text_without};
use super::words;
use crate::article::{self, Article, Caption, agency, headline};

/// Words by which credits are called.
const CREDITS: &[&str] = &[
    "credit",
    "credits",
    "copyright",
    "photographer",
    "attribution",
    "source",
    "photocredit",
    "imagecredit",
    "mediacredit",
    "byline",
    "rights",
];

/// Most captions of an article.
const MOST: usize = 100;

/// Longest caption, in bytes.
const LONGEST: usize = 2_000;

/// The captions of the page's figures, else those that it states of its pictures.
pub(super) fn captions(survey: &Survey<'_>, main: Option<Main<'_>>) -> Vec<Caption> {
    let mut out = Vec::new();
    for figure in &survey.figures {
        let beside = tree::around(*figure).any(|above| {
            is_one_of(above, &["figure"])
                || words::has(above, boxes::CAPTIONS)
                || matches!(boxes::kind(above), Some(Box::Related | Box::Other))
        });
        if !beside {
            of_figure(*figure, &mut out);
        }
    }
    if out.is_empty()
        && let Some(main) = main
    {
        for (text, credit) in main.pictures() {
            add(text, credit, &mut out);
        }
    }
    out
}

/// The caption of a figure, or of what is called one.
fn of_figure(figure: ElementRef<'_>, out: &mut Vec<Caption>) {
    let caption = match figure.value().name() {
        "figure" => tree::below(figure).find(|inner| {
            inner.value().name() == "figcaption"
                || is_prop(*inner, &["caption"])
                || words::has(*inner, boxes::CAPTIONS)
        }),
        _ => Some(figure),
    };
    let credits = tree::below(figure)
        .filter(|inner| is_credit(*inner))
        .take(4);
    let mut credit = String::new();
    for named in credits.map(text) {
        if !credit.contains(&named) {
            credit = named;
        }
    }
    let credit = Some(credit).filter(|credit| !credit.is_empty() && credit.len() <= 300);
    let caption = caption.map(|caption| match credit {
        Some(_) => text_without(caption, is_credit),
        None => text(caption),
    });
    add(caption.unwrap_or_default(), credit, out);
}

fn is_credit(element: ElementRef<'_>) -> bool {
    is_prop(
        element,
        &["copyrightHolder", "creditText", "copyrightNotice"],
    ) || words::has(element, CREDITS)
        || element.value().name() == "cite"
}

fn is_prop(element: ElementRef<'_>, props: &[&str]) -> bool {
    attr(element, "itemprop")
        .is_some_and(|names| names.split(' ').any(|name| props.contains(&name)))
}

fn add(text: String, credit: Option<String>, out: &mut Vec<Caption>) {
    if out.len() >= MOST || text.len() > LONGEST || (text.is_empty() && credit.is_none()) {
        return;
    }
    let caption = match credit {
        Some(credit) => Caption {
            text,
            agency: agency::in_credit(&credit).map(str::to_owned),
            credit: Some(bare(&credit)),
        },
        None => split(text),
    };
    let known = out.iter().any(|known: &Caption| {
        headline::same(&known.text, &caption.text) && known.credit == caption.credit
    });
    if !known {
        out.push(caption);
    }
}

/// A credit without its label.
fn bare(credit: &str) -> String {
    let labels = [
        "photo credit:",
        "image credit:",
        "picture credit:",
        "image source,",
        "image source:",
        "credit:",
        "credits:",
        "photo:",
        "picture:",
        "image:",
        "source:",
    ];
    let lower = credit.to_lowercase();
    let label = labels.iter().find(|label| lower.starts_with(**label));
    let rest = label
        .and_then(|label| credit.get(label.len()..))
        .unwrap_or(credit);
    rest.trim_matches(|c: char| c.is_whitespace() || "()[]".contains(c))
        .to_owned()
}

/// A caption with the credit at its end taken off, by the rules for captions in text.
fn split(text: String) -> Caption {
    let mut alone = Article::default();
    article::take_apart_body(&text, &mut alone);
    match alone.captions.pop() {
        Some(found)
            if found.credit.is_some() && alone.captions.is_empty() && alone.body.is_empty() =>
        {
            found
        }
        _ => Caption {
            text,
            ..Caption::default()
        },
    }
}
