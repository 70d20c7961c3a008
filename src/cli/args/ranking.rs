//! What was typed about the order of hits by relevance.

use clap::Args as ClapArgs;

use crate::search::{Feedback, RankingOptions, Recency, Request};

/// The order by relevance.
#[derive(Debug, Clone, ClapArgs)]
pub(in crate::cli) struct Ranking {
    /// Let the best hits reorder the rest.
    ///
    /// Adds the telling words of the best ten articles to the query. Finds no other articles, ranks
    /// those that match anew.
    #[arg(long)]
    pub(in crate::cli) feedback: bool,
    /// Favour new articles.
    ///
    /// Halves the score of an article for every such age before the newest of the index: 30d, 8w,
    /// 6m, 2y.
    #[arg(long, value_name = "HALF-LIFE", value_parser = parse_days)]
    pub(in crate::cli) recency: Option<f64>,
    /// Rank by frequencies of words alone.
    ///
    /// Leaves out the second pass, which orders the first 100 hits anew by where the words stand.
    #[arg(long)]
    pub(in crate::cli) one_pass: bool,
}

impl Ranking {
    /// Puts what was typed into a request.
    pub(in crate::cli) fn apply(&self, request: &mut Request) {
        request.feedback = self.feedback.then(Feedback::default);
        request.recency = self.recency.map(Recency::new);
        if self.one_pass {
            request.ranking = RankingOptions::first_pass_only();
        }
    }
}

/// Days of `30d`, `8w`, `6m`, `2y`.
fn parse_days(text: &str) -> Result<f64, String> {
    let wrong = || "expected a number and d, w, m or y, as in 90d".to_owned();
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let days = match unit {
        'd' => 1.0,
        'w' => 7.0,
        'm' => 30.436_875,
        'y' => 365.242_5,
        _ => return Err(wrong()),
    };
    let number: f64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let days = number * days;
    // A million days is longer than print.
    (days > 0.0 && days <= 1e6)
        .then_some(days)
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lives_are_read() {
        for (text, days) in [
            ("30d", 30.0),
            ("2w", 14.0),
            ("0.5d", 0.5),
            ("1y", 365.242_5),
        ] {
            assert_eq!(parse_days(text), Ok(days), "{text}");
        }
        for text in [
            "", "30", "d", "-3d", "0d", "nand", "infd", "3h", "é", "9999999d",
        ] {
            assert!(parse_days(text).is_err(), "{text}");
        }
    }
}
