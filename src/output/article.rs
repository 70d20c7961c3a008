//! One article laid out to be read.

use std::io;

use super::wrap::wrapped;
use super::{Out, Paint};
use crate::article::Article;

fn as_is(_: &Paint, text: &str) -> String {
    text.to_owned()
}

/// Prints an article by its parts: kicker, headline, standfirst, byline, dateline, body with
/// subheadings, captions, related links, corrections, notices.
///
/// # Errors
/// As [`Out::line`].
pub fn print_article(out: &mut Out, article: &Article) -> io::Result<()> {
    let mut page = Page {
        width: out.width.min(100),
        out,
    };
    if let Some(kicker) = &article.kicker {
        page.text(kicker, "", Paint::name)?;
    }
    let title = if article.title.is_empty() {
        "(no headline)"
    } else {
        &article.title
    };
    let address = article.url.as_deref().or(Some(&article.id));
    page.linked(title, address, Paint::title)?;
    if let Some(other) = &article.alt_title {
        page.text(&format!("also: {other}"), "", Paint::dim)?;
    }
    if let Some(standfirst) = &article.standfirst {
        page.text(standfirst, "", as_is)?;
    }
    page.blank()?;
    let printed = article.byline.clone();
    let byline = printed.or_else(|| {
        (!article.authors.is_empty()).then(|| format!("By {}", article.authors.join(", ")))
    });
    let updated = article.updated.map(|d| format!("updated {d}"));
    let not_before = article.not_before.map(|d| format!("not before {d}"));
    let published = article.published.map(|d| d.to_string());
    let origin = joined(&[article.source.clone(), published, updated, not_before]);
    for line in [byline, origin].into_iter().flatten() {
        page.text(&line, "", Paint::dim)?;
    }
    let section = article.section.join(", ");
    let tags = article.tags.join(", ");
    for (name, value) in [("section", section), ("tags", tags)] {
        if !value.is_empty() {
            page.text(&format!("{name}: {value}"), "", Paint::dim)?;
        }
    }
    if let Some(url) = &article.url {
        page.linked(url, Some(url), Paint::dim)?;
    }
    page.blank()?;
    let dateline = article.dateline.as_ref().map(|d| {
        let agency = d
            .agency
            .as_ref()
            .map(|a| format!(" ({a})"))
            .unwrap_or_default();
        let date = d
            .date
            .as_ref()
            .map(|t| format!(", {t}"))
            .unwrap_or_default();
        format!("{}{date}{agency} - ", d.place)
    });
    let lead = article.lead_index();
    for (n, paragraph) in article.body.iter().enumerate() {
        if article.subheadings.binary_search(&(n as u32)).is_ok() {
            page.text(paragraph, "", Paint::title)?;
        } else if n == lead
            && let Some(dateline) = &dateline
        {
            page.text(&format!("{dateline}{paragraph}"), "", as_is)?;
        } else {
            page.text(paragraph, "", as_is)?;
        }
        page.blank()?;
    }
    for caption in &article.captions {
        let credit = caption
            .credit
            .as_ref()
            .map(|c| format!(" [{c}]"))
            .unwrap_or_default();
        page.labelled("caption", &format!("{}{credit}", caption.text))?;
    }
    for related in &article.related {
        let url = related
            .url
            .as_ref()
            .map(|u| format!(" <{u}>"))
            .unwrap_or_default();
        let kind = serde_json::to_string(&related.kind)?;
        let text = format!("{}{url}", related.text);
        page.labelled_link(kind.trim_matches('"'), &text, related.url.as_deref())?;
    }
    for correction in &article.correction {
        page.labelled("correction", correction)?;
    }
    for notice in &article.notices {
        page.labelled("notice", notice)?;
    }
    let words = format!(
        "{} words, language {}, id {}",
        article.word_count, article.language, article.id
    );
    page.text(&words, "", Paint::dim)
}

fn joined(parts: &[Option<String>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

struct Page<'a> {
    out: &'a mut Out,
    width: usize,
}

impl Page<'_> {
    fn blank(&mut self) -> io::Result<()> {
        self.out.line("")
    }

    /// Text that leads to an address, each of its lines.
    fn linked(
        &mut self,
        text: &str,
        address: Option<&str>,
        style: fn(&Paint, &str) -> String,
    ) -> io::Result<()> {
        let paint = self.out.paint;
        for line in wrapped(text, &[], self.width, &paint, style) {
            let line = self.out.links.link(address, &line);
            self.out.line(&line)?;
        }
        Ok(())
    }

    fn text(
        &mut self,
        text: &str,
        margin: &str,
        style: fn(&Paint, &str) -> String,
    ) -> io::Result<()> {
        let paint = self.out.paint;
        let width = self.width.saturating_sub(margin.len()).max(20);
        for line in wrapped(text, &[], width, &paint, style) {
            self.out.line(&format!("{margin}{line}"))?;
        }
        Ok(())
    }

    fn labelled(&mut self, label: &str, text: &str) -> io::Result<()> {
        self.labelled_link(label, text, None)
    }

    fn labelled_link(&mut self, label: &str, text: &str, address: Option<&str>) -> io::Result<()> {
        let paint = self.out.paint;
        let width = self.width.saturating_sub(12).max(20);
        for (n, line) in wrapped(text, &[], width, &paint, as_is).iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            let line = self.out.links.link(address, line);
            self.out
                .line(&format!("{} {line}", paint.name(&format!("{label:<11}"))))?;
        }
        Ok(())
    }
}
