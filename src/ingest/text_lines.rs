//! Plain text whose first lines are the address, the date and the headline, in any order.
//!
//! A file of such texts, divided by long lines of dashes, is read one by one.

use std::ops::ControlFlow;

use super::digest::{Begins, Digest};
use super::emit::Emitter;
use super::readers::Input;
use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};

/// Fewest characters of a line that divides two texts.
const LONG_LINE: usize = 20;

const DIGEST: Digest = Digest { divides, begins };

/// Reads a file whose first lines are such; `None` if they are not, with nothing read.
pub(super) fn split(input: Input<'_>, emit: &mut Emitter<'_>) -> Result<ControlFlow<()>, Unread> {
    let Input { stream, max_bytes } = input;
    match stream.fill_buf() {
        Ok(head) if DIGEST.knows(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)) => {
            Ok(DIGEST.split(Input { stream, max_bytes }, 0, emit))
        }
        _ => Err(Unread),
    }
}

fn divides(line: &[u8]) -> bool {
    let first = line.first().copied().unwrap_or_default();
    line.len() >= LONG_LINE && b"-=*_".contains(&first) && line.iter().all(|b| *b == first)
}

fn begins(lines: &[&[u8]]) -> Begins {
    if lines.len() < 3 {
        return Begins::Perhaps;
    }
    let lines: Vec<_> = lines[..3]
        .iter()
        .map(|line| String::from_utf8_lossy(line))
        .collect();
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    match front(&lines) {
        Some(_) => Begins::Yes,
        None => Begins::No,
    }
}

/// What the first lines say.
struct Front {
    url: String,
    published: Stamp,
    title: String,
}

/// The address, the date and the headline, if three lines are just these.
fn front(lines: &[&str]) -> Option<Front> {
    let (mut url, mut published, mut title) = (None, None, None);
    for line in lines {
        let line = line.trim();
        if is_address(line) && url.is_none() {
            url = Some(line.to_owned());
        } else if let Some(stamp) = date(line)
            && published.is_none()
        {
            published = Some(stamp);
        } else if title.is_none() {
            title = Some(line.to_owned());
        } else {
            return None;
        }
    }
    Some(Front {
        url: url?,
        published: published?,
        title: title?,
    })
}

fn is_address(line: &str) -> bool {
    let web = line.starts_with("http://") || line.starts_with("https://");
    web && !line.contains(char::is_whitespace)
}

/// A date that is all of the line.
fn date(line: &str) -> Option<Stamp> {
    let bare = line.trim_start_matches(['[', '(']);
    let bare = bare.trim_end_matches([']', ')']);
    if bare.len() > 40 || !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Stamp::parse(bare).filter(|stamp| stamp.day_of().is_some())
}

/// The article of such a text, not finished; `None` if it is none.
pub(super) fn article(text: &str) -> Option<Article> {
    let mut lines = Vec::new();
    let mut rest = text.trim_start_matches('\u{FEFF}');
    while lines.len() < 3 && !rest.is_empty() {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = below;
        if line.len() > 2000 {
            return None;
        }
        if !line.trim().is_empty() {
            lines.push(line);
        }
    }
    let front = (lines.len() == 3).then(|| front(&lines)).flatten()?;
    let mut article = Article {
        url: Some(front.url),
        title: front.title,
        published: Some(front.published),
        date_from: Some(DateFrom::Field),
        ..Article::default()
    };
    article::take_apart_body(rest, &mut article);
    Some(article)
}

/// That a text has no such lines.
pub(super) struct Unread;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lines_in_any_order_tell_such_a_text() {
        fn check(text: &str, expected: Option<(&str, &str)>) {
            let found = article(text);
            let found = found.as_ref().map(|article| {
                let published = article.published.map(|stamp| stamp.to_string());
                (article.title.as_str(), published.unwrap_or_default())
            });
            let expected = expected.map(|(title, day)| (title, day.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
        let fair = Some(("Fair opens", "2019-05-12"));
        check(
            "https://a.example/1\n2019-05-12\nFair opens\nGates.\n",
            fair,
        );
        check(
            "Fair opens\n[2019-05-12]\nhttps://a.example/1\n\nGates.\n",
            fair,
        );
        check(
            "\u{FEFF}Fair opens\r\nhttps://a.example/1\r\n12/05/2019\r\n",
            None,
        );
        check(
            "Fair opens\nhttps://a.example/1\n12 May 2019\n\nGates.",
            fair,
        );
        check(
            "Fair opens\n2019 was a good year\nhttps://a.example/1\n",
            None,
        );
        check(
            "Fair opens\n\nGates opened at https://a.example/1 today.\n",
            None,
        );
        check(
            "https://a.example/1\nhttps://a.example/2\n2019-05-12\n",
            Some(("https://a.example/2", "2019-05-12")),
        );
    }
}
