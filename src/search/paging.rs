//! Pages by a token: where one page ended, as text, and the request that goes on from there.
//!
//! Orders by columns are stable while the index grows: an article that was shown does not come
//! again, and one that was there and not shown is not passed over; new ones come where they
//! belong. Scores are statistics of the whole index, so that under an order by relevance this
//! holds only as long as the index is the same; where it has changed a note says so. A collapsed
//! story stands where its shown copy stands, which a new copy may change.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::collect::Candidate;
use super::order::{Keys, Order};
use super::request::{Request, Sort};
use crate::error::{Error, Result};
use crate::query::{Note, NoteKind};

/// Version of the token; its first character.
const VERSION: char = '1';

/// A token longer than this is not ours.
const LONGEST: usize = 8192;

/// What a token holds, as JSON in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Token {
    /// Hash of what was asked.
    asked: u64,
    /// Fingerprint of the index.
    index: String,
    /// Hits up to here.
    rank: usize,
    /// Bits of the score; of the first pass where the hit stood behind the second.
    score: u32,
    published: i64,
    id_hash: u64,
    keys: Vec<(i64, Option<String>)>,
    /// Bits of how much lower than in the first pass the scores behind the second are.
    behind: Option<u32>,
}

/// The place behind which a page begins.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Hits before the page.
    pub(super) rank: usize,
    /// None where the place is within the window of the second pass, so that this must run again;
    /// else how much scores behind it are lowered.
    pub(super) behind: Option<f32>,
    pub(super) candidate: Candidate,
    index: String,
}

impl Place {
    /// Reads the token of a request; checks that it belongs to the query, if one is given.
    pub(super) fn of(
        request: &Request,
        parsed: Option<&str>,
        order: &Order,
    ) -> Result<Option<Place>> {
        let Some(text) = &request.after else {
            return Ok(None);
        };
        let wrong = |message: &str| Error::Argument {
            message: message.to_owned(),
            help: Some("begin at the first page: search without --after".to_owned()),
        };
        if request.offset > 0 || request.feedback.is_some() {
            return Err(wrong(
                "a page after a token has neither offset nor feedback",
            ));
        }
        let unreadable = || wrong("the token of the page can't be read");
        let token: Token = decode(text).ok_or_else(unreadable)?;
        if parsed.is_some_and(|parsed| token.asked != asked(request, parsed)) {
            return Err(wrong("the token belongs to another query, order or choice"));
        }
        let keys: Keys = order.placed(&token.keys).ok_or_else(unreadable)?;
        Ok(Some(Place {
            rank: token.rank,
            behind: token.behind.map(f32::from_bits),
            candidate: Candidate::at(
                f32::from_bits(token.score),
                keys,
                token.published,
                token.id_hash,
            ),
            index: token.index,
        }))
    }

    /// Whether the first pass can begin behind the place.
    pub(super) fn passes_over(&self, order: &Order) -> bool {
        !order.by_score || self.behind.is_some()
    }

    /// Takes the hits up to the place out of those that the second pass ordered.
    pub(super) fn cut(&self, best: &mut Vec<Candidate>) {
        let same = best
            .iter()
            .position(|c| c.id_hash == self.candidate.id_hash);
        let end = same.map_or_else(
            || best.partition_point(|c| *c <= self.candidate),
            |at| at + 1,
        );
        best.drain(..end);
    }

    /// A remark where scores are those of another state of the index.
    pub(super) fn note(&self, order: &Order, fingerprint: &str) -> Option<Note> {
        (order.scored && self.index != fingerprint).then(|| Note {
            kind: NoteKind::Meaning,
            text: "the index has changed since the page before, and scores with it: an article \
                   near the edge may come twice or not at all"
                .to_owned(),
            start: 0,
            end: 0,
        })
    }
}

/// The token of the page behind `last`, which is hit number `rank`, from 1.
pub(super) fn token(
    request: &Request,
    parsed: &str,
    order: &Order,
    fingerprint: String,
    (last, rank): (&Candidate, usize),
    lowered: f32,
) -> String {
    let behind = order.by_score && rank > request.ranking.window;
    let score = if behind {
        last.score + lowered
    } else {
        last.score
    };
    let token = Token {
        asked: asked(request, parsed),
        index: fingerprint,
        rank,
        score: score.to_bits(),
        published: last.published,
        id_hash: last.id_hash,
        keys: order.named(&last.key),
        behind: behind.then(|| lowered.to_bits()),
    };
    encode(&token)
}

/// Hash of all that decides which articles come, and in which order; not how many, nor what is
/// shown of them.
fn asked(request: &Request, parsed: &str) -> u64 {
    let collapse = &request.collapse;
    let text = format!(
        "{parsed} {:?} {:?} {:?} {:?} {:?} {collapse:?} {:?} {:?}",
        request.matching,
        request.filters,
        request.since,
        request.until,
        request.sort,
        request.ranking,
        request.recency,
    );
    xxh3_64(text.as_bytes())
}

fn encode(token: &Token) -> String {
    let json = serde_json::to_vec(token).unwrap_or_default();
    let mut text = String::from(VERSION);
    json.iter().for_each(|b| text.push_str(&format!("{b:02x}")));
    text
}

fn decode(text: &str) -> Option<Token> {
    let digits = text.strip_prefix(VERSION)?.as_bytes();
    if digits.len() > LONGEST || digits.len() % 2 != 0 {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    let pair = |pair: &[u8]| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8);
    let json: Vec<u8> = digits.chunks(2).map(pair).collect::<Option<_>>()?;
    serde_json::from_slice(&json).ok()
}

/// Whether pages of this request go on by a token.
pub(super) fn goes_on(request: &Request) -> bool {
    request.limit > 0 && !(request.sort == Sort::Relevance && request.feedback.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_back_and_others_are_not() {
        let token = Token {
            asked: u64::MAX,
            index: "f".to_owned(),
            rank: 10,
            score: 1.5_f32.to_bits(),
            published: i64::MIN,
            id_hash: u64::MAX - 1,
            keys: vec![(0, Some("Quay \"Mail\"".to_owned())), (i64::MIN, None)],
            behind: None,
        };
        let text = encode(&token);
        assert!(text.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(decode(&text), Some(token));
        let mangled = format!("{}é", &text[..9]);
        for wrong in ["", "1", "2ab", "1zz", "10", &text[..9], &mangled] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
