//! An article as a page, by its anatomy.

use std::collections::HashMap;

use super::paper::{Paper, Paragraph};
use super::{Page, Role, Target};
use crate::analysis::Piece;
use crate::article::{Article, RelatedKind};
use crate::output::copies;
use crate::search::ReadArticle;

/// Lays an article out in lines of `width` columns, at most 78.
pub(crate) fn article_page(read: &ReadArticle, width: usize, ascii: bool) -> Page {
    let mut paper = Paper::new(width);
    let lit = Lit::of(read);
    head(&mut paper, read, &lit, ascii);
    body(&mut paper, &read.article, &lit);
    let article = &read.article;
    for (n, caption) in article.captions.iter().enumerate() {
        let sign = if ascii { "[picture] " } else { "▣ " };
        let paragraph = Paragraph::indented(2, 2).text(sign, Role::Caption);
        let ranges = lit.at(Piece::Caption(n));
        let mut paragraph = paper.lit(paragraph, &caption.text, Role::Caption, ranges);
        if let Some(credit) = &caption.credit {
            paragraph = paragraph.text(&format!(" [{credit}]"), Role::Dim);
        }
        paper.write(paragraph);
        paper.blank();
    }
    for (text, name) in labelled(article) {
        let paragraph = Paragraph::new().text(&format!("{name}: "), Role::Correction);
        paper.write(paragraph.text(text, Role::Correction));
        paper.blank();
    }
    related(&mut paper, article);
    foot(&mut paper, read);
    paper.finish()
}

/// What is lit, by part.
struct Lit(HashMap<Piece, Vec<(usize, usize)>>);

impl Lit {
    fn of(read: &ReadArticle) -> Lit {
        let mut by_piece: HashMap<Piece, Vec<(usize, usize)>> = HashMap::new();
        for &(piece, start, end) in &read.lit {
            by_piece.entry(piece).or_default().push((start, end));
        }
        Lit(by_piece)
    }

    fn at(&self, piece: Piece) -> &[(usize, usize)] {
        self.0.get(&piece).map_or(&[], Vec::as_slice)
    }
}

fn head(paper: &mut Paper, read: &ReadArticle, lit: &Lit, ascii: bool) {
    let article = &read.article;
    if let Some(kicker) = &article.kicker {
        let ranges = lit.at(Piece::Kicker);
        paper.write(paper.lit(Paragraph::new(), kicker, Role::Kicker, ranges));
    }
    let title = match article.title.as_str() {
        "" => Paragraph::new().text("(no headline)", Role::Dim),
        title => paper.lit(Paragraph::new(), title, Role::Title, lit.at(Piece::Title)),
    };
    paper.write(title);
    if let Some(other) = &article.alt_title {
        let also = Paragraph::new().text("also: ", Role::Dim);
        paper.write(paper.lit(also, other, Role::Dim, lit.at(Piece::AltTitle)));
    }
    if let Some(standfirst) = &article.standfirst {
        let ranges = lit.at(Piece::Standfirst);
        paper.write(paper.lit(Paragraph::new(), standfirst, Role::Standfirst, ranges));
    }
    paper.blank();
    let byline = article.byline.clone().or_else(|| {
        let named = !article.authors.is_empty();
        named.then(|| format!("By {}", article.authors.join(", ")))
    });
    if let Some(byline) = byline {
        paper.write(Paragraph::new().text(&byline, Role::Dateline));
    }
    let separator = if ascii { " - " } else { " · " };
    let facts = [
        article.published.map(|date| clock(&date.to_string())),
        article.source.clone(),
        article.agency.clone(),
        Some(sections(&article.section)),
        Some(article.language.clone()),
        Some(format!("{} words", article.word_count)),
    ];
    let facts: Vec<String> = facts
        .into_iter()
        .flatten()
        .filter(|f| !f.is_empty())
        .collect();
    paper.write(Paragraph::new().text(&facts.join(separator), Role::Dim));
    let late = [
        article
            .updated
            .map(|date| format!("updated {}", clock(&date.to_string()))),
        article
            .not_before
            .map(|date| format!("not before {}", clock(&date.to_string()))),
        read.family.as_ref().map(|f| copies(f.size, f.sources)),
    ];
    let late: Vec<String> = late.into_iter().flatten().collect();
    if !late.is_empty() {
        paper.write(Paragraph::new().text(&late.join(separator), Role::Dim));
    }
    paper.blank();
}

/// A date as it is read: the time to the minute, and the zone behind it.
fn clock(stamp: &str) -> String {
    let parts = stamp.split_once('T').and_then(|(day, time)| {
        let (hours, zone) = time.split_at_checked(5)?;
        let zone = zone.trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit());
        Some((day, hours, if zone == "Z" { "UTC" } else { zone }))
    });
    match parts {
        Some((day, hours, "")) => format!("{day} {hours}"),
        Some((day, hours, zone)) => format!("{day} {hours} {zone}"),
        None => stamp.to_owned(),
    }
}

/// Sections without those that another one is a part of.
fn sections(all: &[String]) -> String {
    let inner = |s: &&String| {
        let within = |other: &String| {
            let rest = other.strip_prefix(s.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        !all.iter().any(within)
    };
    let inner: Vec<&str> = all.iter().filter(inner).map(String::as_str).collect();
    inner.join(", ")
}

fn body(paper: &mut Paper, article: &Article, lit: &Lit) {
    let lead = article.lead_index();
    for (n, paragraph) in article.body.iter().enumerate() {
        if paper.is_full() {
            return;
        }
        let heading = article.subheadings.binary_search(&(n as u32)).is_ok();
        let role = if heading {
            Role::Subheading
        } else {
            Role::Text
        };
        let mut start = Paragraph::new();
        if n == lead
            && let Some(dateline) = dateline(article)
        {
            start = start.text(&dateline, Role::Dateline);
        }
        paper.write(paper.lit(start, paragraph, role, lit.at(Piece::Body(n))));
        paper.blank();
    }
}

/// Place, date and agency as they stand before the lead.
fn dateline(article: &Article) -> Option<String> {
    let dateline = article.dateline.as_ref()?;
    let date = dateline.date.as_ref().map(|date| format!(", {date}"));
    let agency = dateline
        .agency
        .as_ref()
        .map(|agency| format!(" ({agency})"));
    let (date, agency) = (date.unwrap_or_default(), agency.unwrap_or_default());
    Some(format!("{}{date}{agency} - ", dateline.place))
}

/// Corrections and notices, with what they are.
fn labelled(article: &Article) -> impl Iterator<Item = (&String, &'static str)> {
    let corrections = article.correction.iter().map(|text| (text, "Correction"));
    corrections.chain(article.notices.iter().map(|text| (text, "Notice")))
}

fn related(paper: &mut Paper, article: &Article) {
    for (n, related) in article.related.iter().enumerate() {
        let kind = match related.kind {
            RelatedKind::ReadMore => "Read more",
            RelatedKind::Watch => "Watch",
            RelatedKind::Listen => "Listen",
            RelatedKind::Gallery => "Gallery",
            RelatedKind::Related => "Related",
        };
        let lead = Paragraph::indented(0, 4).text(&format!("{:>2}. {kind}: ", n + 1), Role::Dim);
        let text = match (related.text.as_str(), &related.url) {
            ("", Some(url)) => url,
            (text, _) => text,
        };
        let paragraph = match &related.url {
            Some(url) => paper.link(lead, text, Target::Url(url.clone())),
            // A headline without an address is still looked for in the index by its words.
            None => lead.text(text, Role::Text),
        };
        paper.write(paragraph);
    }
    paper.blank();
}

fn foot(paper: &mut Paper, read: &ReadArticle) {
    let article = &read.article;
    let lists = [
        ("tags", &article.tags),
        ("places", &article.places),
        ("people", &article.people),
        ("organisations", &article.organisations),
    ];
    for (name, values) in lists {
        if !values.is_empty() {
            let text = format!("{name}: {}", values.join(", "));
            paper.write(Paragraph::indented(0, 2).text(&text, Role::Dim));
        }
    }
    if let Some(url) = &article.url {
        let link = paper.link(Paragraph::new(), url, Target::Url(url.clone()));
        paper.write(link);
    }
    if article.url.as_ref() != Some(&article.id) {
        paper.write(Paragraph::new().text(&format!("id: {}", article.id), Role::Dim));
    }
}
