//! Pieces of HTML that stand in a record as text: their plain text, and the words under pictures.

use std::borrow::Cow;

use crate::article::Caption;
use crate::article::agency;
use crate::ingest::html;

use super::tree::one_line;

/// What a piece of HTML says.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    /// Text in light marks.
    pub(super) text: String,
    pub(super) captions: Vec<Caption>,
}

/// Begins and ends of what stands under a picture; the begins are the start of a tag.
const CAPTIONS: &[(&str, &str)] = &[
    ("<figcaption", "</figcaption>"),
    ("<p class=\"wp-caption-text\"", "</p>"),
    ("<p class='wp-caption-text'", "</p>"),
    ("<dd class=\"wp-caption-dd\"", "</dd>"),
    ("[caption", "[/caption]"),
    ("[wp_caption", "[/wp_caption]"),
];

/// Reads a piece of HTML, or a text without markup.
pub(super) fn read(text: &str) -> Fragment {
    let mut fragment = Fragment::default();
    let bare = without_captions(text, &mut fragment.captions);
    let plain = plain(bare.as_deref().unwrap_or(text));
    fragment.text = plain.trim().to_owned();
    fragment
}

/// A piece of HTML without the line breaks that wrap its text; those between paragraphs stay.
///
/// In a text without tags the break behind the end of a sentence stays too.
pub(super) fn unwrap(text: &str) -> Cow<'_, str> {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !has("\n") || has("<pre") {
        return Cow::Borrowed(text);
    }
    let tagged = has("</") || has("<br");
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim_matches([' ', '\t', '\r']);
        if line.is_empty() {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.truncate(out.trim_end().len());
                out.push_str("\n\n");
            }
            continue;
        }
        if !out.is_empty() && !out.ends_with('\n') {
            let ends = out.ends_with(['.', '!', '?', '"', '”', '»', ':', '…', '。']);
            out.push(if ends && !tagged { '\n' } else { ' ' });
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// The plain text of a piece of HTML, of one that was escaped twice too.
pub(super) fn plain(text: &str) -> String {
    if memchr::memchr(b'<', text.as_bytes()).is_some() {
        return html::plain(text);
    }
    let once = html::unescape(text);
    match html::is_marked_up(&once) {
        true => html::plain(&once),
        false => once.into_owned(),
    }
}

/// The plain text of a piece of HTML as one line; `None` if there is none.
pub(super) fn line(text: &str) -> Option<String> {
    let line = one_line(&plain(text));
    let line = line.trim_start_matches("## ");
    (!line.is_empty()).then(|| line.to_owned())
}

/// A caption, its credit cut off where it is marked.
pub(super) fn caption(text: &str, credit: Option<&str>) -> Option<Caption> {
    let text = line(text).unwrap_or_default();
    let credit = credit.and_then(line);
    let agency = credit.as_deref().and_then(agency::in_credit);
    let caption = Caption {
        text,
        agency: agency.map(str::to_owned),
        credit,
    };
    (!caption.text.is_empty() || caption.credit.is_some()).then_some(caption)
}

/// Takes captions out; `None` if there are none. Linear in the text.
fn without_captions(text: &str, captions: &mut Vec<Caption>) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (begin, end) in CAPTIONS {
        let mut from = 0;
        while let Some(at) = lower[from..].find(begin).map(|at| from + at) {
            let inside = at + begin.len();
            let Some(stop) = lower[inside..].find(end).map(|stop| inside + stop) else {
                break;
            };
            let open = if begin.starts_with('[') { ']' } else { '>' };
            let start = text[inside..stop]
                .find(open)
                .map_or(stop, |at| inside + at + 1);
            found.push((at, stop + end.len(), &text[start..stop]));
            from = stop + end.len();
        }
    }
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(at, _, _)| *at);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, stop, words) in found {
        if at < done {
            continue;
        }
        captions.extend(caption(words, None));
        out.push_str(&text[done..at]);
        out.push_str("\n\n");
        done = stop;
    }
    out.push_str(&text[done..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_under_pictures_are_captions() {
        fn check(html: &str, text: &str, captions: &[&str]) {
            let found = read(html);
            let words: Vec<&str> = found.captions.iter().map(|c| c.text.as_str()).collect();
            assert_eq!(
                (found.text.as_str(), words.as_slice()),
                (text, captions),
                "{html}"
            );
        }
        check(
            "<figure><img src='a.jpg'><figcaption class='x'>The <b>ferry</b></figcaption></figure><p>It left.</p>",
            "It left.",
            &["The ferry"],
        );
        check(
            "[caption id=\"a\" width=\"3\"]<img src='a.jpg' /> The quay[/caption]\nIt left.",
            "It left.",
            &["The quay"],
        );
        check(
            "<p>One.</p><figcaption>never closed",
            "One.\n\nnever closed",
            &[],
        );
        check("Fish &amp; chips", "Fish & chips", &[]);
        check(
            "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;",
            "One.\n\nTwo.",
            &[],
        );
    }
}
