//! The headline as printed, and another one that the page carries.

use super::ld::Main;
use super::survey::Survey;
use super::tree::text_without;
use super::words;
use crate::article::headline;

/// The headline, and another one if the page has it.
pub(super) fn titles(
    survey: &Survey<'_>,
    main: Option<Main<'_>>,
    host: Option<&str>,
    outlet: Option<&str>,
) -> (String, Option<String>) {
    let bare = |title: String| {
        let title = headline::split(&title, outlet).title;
        headline::split(&title, host).title
    };
    let stated = main.and_then(|main| main.line("headline").or_else(|| main.line("name")));
    let stated = stated.map(bare);
    let shared = survey.meta(&["og:title"]).map(bare);
    let named = survey.meta(&[
        "twitter:title",
        "dc.title",
        "sailthru.title",
        "parsely-title",
        "title",
    ]);
    let named = named.map(bare);
    let page = survey.title.clone().map(bare);
    let told: Vec<&String> = [&stated, &shared, &named, &page]
        .into_iter()
        .flatten()
        .collect();
    let printed = printed(survey, &told);
    // The words that most of the page agrees on; what is shared was chosen by hand, and weighs more.
    let voices = [
        (shared, 3),
        (printed, 2),
        (stated, 2),
        (page, 2),
        (named, 2),
    ];
    let mut all: Vec<(String, u32)> = Vec::new();
    for (title, weight) in voices {
        let Some(title) = title.filter(|title| !title.is_empty()) else {
            continue;
        };
        match all
            .iter_mut()
            .find(|(known, _)| headline::same(known, &title))
        {
            Some((_, sum)) => *sum += weight,
            None => all.push((title, weight)),
        }
    }
    let most = all.iter().map(|(_, sum)| *sum).max().unwrap_or(0);
    let chosen = all.iter().position(|(_, sum)| *sum == most);
    let title = chosen.map(|at| all.remove(at).0).unwrap_or_default();
    // A title cut short by a template says nothing new.
    let cut = |other: &str| {
        let short = other.trim_end_matches(['.', '…', ' ']);
        short.len() < other.len() && title.starts_with(short)
    };
    let mut others = all.into_iter().map(|(other, _)| other);
    let other = others.find(|other| !cut(other));
    (title, other)
}

/// The printed headline: the first heading that shares its words with what the page says; of a
/// page that says nothing, the first heading.
fn printed(survey: &Survey<'_>, told: &[&String]) -> Option<String> {
    let labels = |inner: scraper::ElementRef<'_>| {
        words::has(inner, &["kicker", "eyebrow", "label", "hidden"])
    };
    let marked = survey
        .props
        .iter()
        .filter(|(prop, _)| prop == "headline")
        .map(|(_, e)| e);
    let mut best = None;
    for element in survey.headings.iter().take(12).chain(marked.take(3)) {
        let text = text_without(*element, labels);
        if text.len() > 400 || text.split(' ').count() < 2 {
            continue;
        }
        let score = told
            .iter()
            .map(|told| likeness(&text, told))
            .max()
            .unwrap_or(60);
        if score >= 60 && best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, text));
        }
    }
    best.map(|(_, text)| text)
}

/// How many of a hundred words of the shorter title are in the longer one.
fn likeness(a: &str, b: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|w| !w.is_empty())
            .take(60)
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * 100 / short.len().max(1)
}
