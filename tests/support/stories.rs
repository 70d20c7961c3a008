//! Invented stories with copies for the tests of families.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own share of this"
)]

use serde_json::{Value, json};

use crate::support::record_with;

/// `n` invented words of a story, from the `from`th on.
pub fn words(story: u32, from: u32, n: u32) -> String {
    let word = |place: u32| {
        let mut left = u64::from(story) * 48_271 + u64::from(place) * 16_807 + 99_991;
        let mut word = String::new();
        while left > 0 {
            word.push(char::from(b'a' + (left % 26) as u8));
            left /= 26;
        }
        word
    };
    let words: Vec<String> = (from..from + n).map(word).collect();
    words.join(" ")
}

/// An article of 2019 with the marker word `story`, by which all are found.
pub fn article(id: &str, source: &str, day: u32, body: &str) -> Value {
    let more = json!({ "source": source, "published": format!("2019-05-{day:02}") });
    record_with(id, &format!("Story {id}"), body, more)
}

/// Two stories with copies, and two articles alone.
pub fn press() -> Vec<Value> {
    vec![
        article("a1", "Quay Mail", 3, &words(1, 0, 120)),
        article("a2", "Hill Courier", 4, &words(1, 0, 85)),
        article(
            "a3",
            "Quay Mail",
            2,
            &format!("By our staff {}", words(1, 0, 118)),
        ),
        article("b1", "Vale Echo", 9, &words(2, 0, 90)),
        article("b2", "Hill Courier", 8, &words(2, 0, 90)),
        article("c1", "Vale Echo", 5, &words(3, 0, 100)),
        article("d1", "Quay Mail", 6, &words(4, 0, 100)),
    ]
}
