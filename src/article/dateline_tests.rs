//! Datelines as the wires print them, and sentences that are none.

use super::*;

/// `expected` is place, agency, date and the lead, parted by `|`; empty for no dateline.
fn check(text: &str, expected: &str) {
    let got = read(text).map_or(String::new(), |f| {
        format!(
            "{}|{}|{}|{}",
            f.dateline.place,
            f.dateline.agency.unwrap_or_default(),
            f.dateline.date.unwrap_or_default(),
            &text[f.lead..]
        )
    });
    assert_eq!(got, expected, "{text:?}");
}

#[test]
fn usual_forms_are_read() {
    check("BEIRUT - Two boats met.", "BEIRUT|||Two boats met.");
    check(
        "LONDON (Reuters) - Two boats met.",
        "LONDON|Reuters||Two boats met.",
    );
    check(
        "NEW YORK, Feb 26 - Two boats met.",
        "NEW YORK||Feb 26|Two boats met.",
    );
    check(
        "NEW YORK, Feb. 26, 2024 (AP) — Two boats.",
        "NEW YORK|AP|Feb. 26, 2024|Two boats.",
    );
    check(
        "KYIV, Ukraine (AP) — Two boats met.",
        "KYIV, Ukraine|AP||Two boats met.",
    );
    check(
        "BEIRUT/THE HAGUE, March 7 (Reuters) - Two.",
        "BEIRUT/THE HAGUE|Reuters|March 7|Two.",
    );
    check(
        "WASHINGTON -- Two boats met.",
        "WASHINGTON|||Two boats met.",
    );
    check(
        "WASHINGTON, D.C. – Two boats met.",
        "WASHINGTON, D.C.|||Two boats met.",
    );
    check("(Reuters) - Two boats met.", "|Reuters||Two boats met.");
    check("NEW DELHI: Two boats met.", "NEW DELHI|||Two boats met.");
    check(
        "BEIJING, Nov. 12 (Xinhua) -- Two boats.",
        "BEIJING|Xinhua|Nov. 12|Two boats.",
    );
    check(
        "MOSCOW, March 3. /TASS/. Two boats met.",
        "MOSCOW|TASS|March 3|Two boats met.",
    );
    check(
        "ST. JOHN'S, N.L. — Two boats met.",
        "ST. JOHN'S, N.L.|||Two boats met.",
    );
    check(
        "WASHINGTON (AP) _ Two boats met.",
        "WASHINGTON|AP||Two boats met.",
    );
}

#[test]
fn other_languages_are_read() {
    check("BERLIN (dpa) - Zwei Boote.", "BERLIN|dpa||Zwei Boote.");
    check("Berlin (dpa) – Zwei Boote.", "Berlin|dpa||Zwei Boote.");
    check(
        "PARIS, 3 mai (AFP) - Deux bateaux.",
        "PARIS|AFP|3 mai|Deux bateaux.",
    );
    check(
        "Madrid, 12 mar (EFE).- Dos barcos.",
        "Madrid|EFE|12 mar|Dos barcos.",
    );
    check(
        "MADRID, 26 (EUROPA PRESS) - Dos.",
        "MADRID|Europa Press|26|Dos.",
    );
    check("ROMA, 3 MAR - Due barche.", "ROMA||3 MAR|Due barche.");
    check(
        "(ANSA) - ROMA, 3 MAR - Due barche.",
        "ROMA|ANSA|3 MAR|Due barche.",
    );
    check(
        "São Paulo, 12 mar (EFE) - Dois barcos.",
        "São Paulo|EFE|12 mar|Dois barcos.",
    );
}

#[test]
fn sentences_and_labels_are_no_datelines() {
    for text in [
        "BREAKING - Two boats met.",
        "UPDATE 1 - Two boats met.",
        "LIVE - Two boats met.",
        "NEW: Two boats met.",
        "EXCLUSIVE - Two boats met.",
        "The mayor - a sailor - met two boats.",
        "Roe - Two boats met.",
        "BOATS - the small ones - met.",
        "NATO - Two boats met.",
        "He said (AP) - two boats",
        "A long sentence (with a bracket) - And then two boats.",
        "- Two boats",
        "",
        "(a bracket) Two boats",
        "Two boats met in London (Reuters)",
    ] {
        check(text, "");
    }
}

#[test]
fn a_year_gives_the_date() {
    let found = read("NEW YORK, Feb. 26, 2024 (AP) — Two boats.").expect("a dateline");
    assert_eq!(found.date, Stamp::ymd(2024, 2, 26));
    let found = read("NEW YORK, Feb. 26 (AP) — Two boats.").expect("a dateline");
    assert_eq!(found.date, None);
}
