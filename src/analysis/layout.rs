//! How the parts of an article follow one another in the field `text`: the one rule that indexing
//! and highlighting share. No words are counted here.
//!
//! Positions count words from 0. Where a piece has a gap before it, `zone_gap` of the declaration
//! are left open, unless no word has been met yet (then the piece begins at 0): see [`start_of`].
//! A piece without words takes no position, but its gap counts: a headline, an empty standfirst
//! and a body are two gaps apart. Pieces of the body and of the lead follow without gaps.

use crate::article::Article;
use crate::schema::{Zone, declaration};

/// Which part of an article a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The headline; always there, and always first.
    Title,
    /// The alternative headline.
    AltTitle,
    /// The label above the headline.
    Kicker,
    /// The summary.
    Standfirst,
    /// The paragraph of `body` with this index.
    Body(usize),
    /// The text of the caption with this index.
    Caption(usize),
}

/// One part of an article at its place in the field `text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Laid<'a> {
    /// Which part it is.
    pub piece: Piece,
    /// The zone that its words are in. Paragraphs up to the lead are [`Zone::Lead`], which is a
    /// part of the body; those behind it are [`Zone::Body`].
    pub zone: Zone,
    /// Its text, as in the record.
    pub text: &'a str,
    /// Whether a gap is left before it.
    pub gap_before: bool,
}

/// The parts of an article in the order of their positions.
pub fn article_layout(article: &Article) -> impl Iterator<Item = Laid<'_>> {
    let lead = article.lead_index();
    let title = one(Piece::Title, Zone::Headline, article.title.as_str(), false);
    let body = article.body.iter().enumerate().map(move |(at, text)| {
        let zone = if at <= lead { Zone::Lead } else { Zone::Body };
        one(Piece::Body(at), zone, text.as_str(), at == 0)
    });
    let captions = article.captions.iter().enumerate();
    let captions =
        captions.map(move |(at, c)| one(Piece::Caption(at), Zone::Caption, c.text.as_str(), true));
    std::iter::once(title)
        .chain(some(Piece::AltTitle, Zone::Headline, &article.alt_title))
        .chain(some(Piece::Kicker, Zone::Standfirst, &article.kicker))
        .chain(some(
            Piece::Standfirst,
            Zone::Standfirst,
            &article.standfirst,
        ))
        .chain(body)
        .chain(captions)
}

fn one(piece: Piece, zone: Zone, text: &str, gap_before: bool) -> Laid<'_> {
    Laid {
        piece,
        zone,
        text,
        gap_before,
    }
}

/// A part that an article may lack.
fn some(piece: Piece, zone: Zone, text: &Option<String>) -> Option<Laid<'_>> {
    let text = text.as_deref()?;
    Some(one(piece, zone, text, true))
}

/// The position of the first word of a piece, where `next` is the position behind the last word
/// before it (0 where there is none).
pub fn start_of(laid: &Laid<'_>, next: u64) -> u64 {
    if laid.gap_before {
        beyond_gap(next)
    } else {
        next
    }
}

/// The position behind a gap.
pub(super) fn beyond_gap(next: u64) -> u64 {
    if next == 0 {
        return 0;
    }
    next + u64::from(declaration().index.zone_gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Caption;
    use crate::article::count_words;

    fn article() -> Article {
        let caption = |text: &str| Caption {
            text: text.into(),
            ..Caption::default()
        };
        Article {
            title: "Ferry stays".into(),
            alt_title: Some("It stays".into()),
            standfirst: Some("Vote on Tuesday".into()),
            body: vec!["Heading".into(), "The lead.".into(), "More.".into()],
            subheadings: vec![0],
            captions: vec![caption("A ferry"), caption("A pier")],
            ..Article::default()
        }
    }

    /// Each piece with its zone and the position of its first word.
    fn laid(article: &Article) -> Vec<(Piece, Zone, u64)> {
        let mut next = 0;
        let place = |laid: Laid<'_>| {
            let start = start_of(&laid, next);
            next = start + count_words(laid.text);
            (laid.piece, laid.zone, start)
        };
        article_layout(article).map(place).collect()
    }

    #[test]
    fn parts_stand_in_their_order_with_gaps_between_them() {
        assert_eq!(
            laid(&article()),
            [
                (Piece::Title, Zone::Headline, 0),
                (Piece::AltTitle, Zone::Headline, 102),
                (Piece::Standfirst, Zone::Standfirst, 204),
                (Piece::Body(0), Zone::Lead, 307),
                (Piece::Body(1), Zone::Lead, 308),
                (Piece::Body(2), Zone::Body, 310),
                (Piece::Caption(0), Zone::Caption, 411),
                (Piece::Caption(1), Zone::Caption, 513),
            ]
        );
    }

    #[test]
    fn what_has_no_words_begins_nothing_and_leaves_its_gap() {
        let bare = Article {
            title: String::new(),
            alt_title: None,
            ..article()
        };
        assert_eq!(laid(&bare)[1], (Piece::Standfirst, Zone::Standfirst, 0));
        let empty = Article {
            alt_title: Some("...".into()),
            ..article()
        };
        assert_eq!(laid(&empty)[2], (Piece::Standfirst, Zone::Standfirst, 202));
    }
}
