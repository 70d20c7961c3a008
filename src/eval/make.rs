//! From topics and an index to a run.

use super::qrels::TopicId;
use super::run::Run;
use super::topics::Topic;
use crate::error::{Error, Result};
use crate::search::{Request, Searcher};

/// Articles that are asked for a topic, as trec_eval's collections have it.
pub const DEPTH: usize = 1000;

/// A run, and what could not be asked.
#[derive(Debug)]
pub struct Made {
    /// The run; a topic without an answer is in it, with nothing.
    pub run: Run,
    /// Topics without a title, or with one that can't be read as a query, and why.
    pub unanswered: Vec<(String, String)>,
}

/// Asks every topic. `base` has all but the query: what matches, how it is ranked, how deep.
///
/// Where scores of neighbours are equal, minus the rank stands in their place for the whole topic, so
/// that whoever sorts by score finds Dateline's own order.
///
/// # Errors
/// Those of [`Searcher::search`], but for those of one topic's text, which are in the answer; where no
/// topic can be asked, the first of these.
pub fn make(searcher: &Searcher, topics: &[Topic], name: &str, base: &Request) -> Result<Made> {
    let mut made = Made {
        run: Run {
            name: name.to_owned(),
            ..Run::default()
        },
        unanswered: Vec::new(),
    };
    let mut first = None;
    for topic in topics {
        let mut docs = Vec::new();
        if topic.title.trim().is_empty() {
            let why = "it has no title".to_owned();
            made.unanswered.push((topic.id.clone(), why));
        } else {
            let request = Request {
                query: topic.title.clone(),
                ..base.clone()
            };
            match searcher.search(&request) {
                Ok(response) => {
                    let hits = response.hits;
                    let falls = hits.windows(2).all(|w| w[0].score > w[1].score);
                    docs.extend(hits.into_iter().map(|hit| {
                        let score = match falls {
                            true => f64::from(hit.score),
                            false => -(hit.rank as f64),
                        };
                        (hit.id, score)
                    }));
                }
                Err(
                    e @ (Error::Query { .. } | Error::Argument { .. } | Error::NoArticle { .. }),
                ) => {
                    made.unanswered.push((topic.id.clone(), e.to_string()));
                    first.get_or_insert(e);
                }
                Err(e) => return Err(e),
            }
        }
        made.run.topics.insert(TopicId(topic.id.clone()), docs);
    }
    match first {
        Some(error) if made.unanswered.len() == topics.len() => Err(error),
        _ => Ok(made),
    }
}

/// A title as words and nothing else, in small letters: no operator, no quotation mark. For topics
/// that were not written for Dateline.
pub fn plain_words(title: &str) -> String {
    let text = title.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && !"'-.".contains(c));
    let words = words.map(|word| word.trim_matches(['\'', '-', '.']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain_words;

    #[test]
    fn words_of_a_title_are_no_operators() {
        for (title, words) in [
            ("STOP THE BUDDHISTS .", "stop the buddhists"),
            ("ferry AND NOT \"coast guard\"", "ferry and not coast guard"),
            ("U.S . 'well-known' -sport", "u.s well-known sport"),
            ("title:ferry (", "title ferry"),
            ("-- . ''", ""),
        ] {
            assert_eq!(plain_words(title), words);
        }
    }
}
