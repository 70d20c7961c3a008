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
fn other_scripts_are_read() {
    check(
        "МОСКВА, 20 октября (Рейтер) — Две лодки.",
        "МОСКВА|Reuters|20 октября|Две лодки.",
    );
    check(
        "МОСКВА, 20 октября. /ТАСС/. Две лодки.",
        "МОСКВА|TASS|20 октября|Две лодки.",
    );
    check(
        "Москва. 20 октября. ИНТЕРФАКС - Две лодки.",
        "Москва|Interfax|20 октября|Две лодки.",
    );
    check(
        "КИЇВ (Укрінформ) – Два човни.",
        "КИЇВ|Ukrinform||Два човни.",
    );
    check(
        "MADRID, 20 oct. (EFE) - Dos barcos.",
        "MADRID|EFE|20 oct|Dos barcos.",
    );
    check("PARIS (AFP) — Deux bateaux.", "PARIS|AFP||Deux bateaux.");
    check("القاهرة (رويترز) - قال رجل.", "القاهرة|Reuters||قال رجل.");
    check(
        "بيروت 20 أكتوبر (أ ف ب) - قال رجل.",
        "بيروت|AFP|20 أكتوبر|قال رجل.",
    );
    check(
        "新华社北京10月20日电 两艘船相遇。",
        "北京|Xinhua|10月20日|两艘船相遇。",
    );
    check(
        "新华社北京10月20日电（记者张三）两艘船。",
        "北京|Xinhua|10月20日|（记者张三）两艘船。",
    );
    check("（中央社台北20日電）兩艘船。", "台北|CNA|20日|兩艘船。");
    check(
        "【東京＝共同】二隻の船が会った。",
        "東京|Kyodo||二隻の船が会った。",
    );
    check(
        "【ロンドン時事】二隻の船が会った。",
        "ロンドン|Jiji||二隻の船が会った。",
    );
    check(
        "［ロンドン　20日　ロイター］ - 二隻の船。",
        "ロンドン|Reuters|20日|二隻の船。",
    );
    check("ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - Δύο βάρκες.", "ΑΘΗΝΑ|AMNA||Δύο βάρκες.");
}

#[test]
fn text_of_other_scripts_is_no_dateline() {
    for text in [
        "【速報】二隻の船が会った。",
        "【写真】港の船",
        "新华社记者在北京说，来电很多。",
        "新华社北京10月20日电",
        "قال رجل - وهو بحار - إن القارب وصل.",
        "二隻の船 - 港で会った。",
        "Две лодки - малые - встретились.",
        "[Text] Two boats met.",
    ] {
        check(text, "");
    }
}

#[test]
fn a_line_of_its_own_is_a_dateline_whatever_its_form() {
    fn check(line: &str, expected: &str) {
        let found = of_line(line).map_or(String::new(), |d| {
            let part = Option::unwrap_or_default;
            format!("{}|{}|{}", d.place, part(d.agency), part(d.date))
        });
        assert_eq!(found, expected, "{line:?}");
    }
    check("    SALVADOR, Feb 26 - ", "SALVADOR||Feb 26");
    check("TOKYO (AP) ", "TOKYO|AP|");
    check("AP", "|AP|");
    check("London", "London||");
    check(" - ", "");
    check(&"é".repeat(500), &format!("{}||", "é".repeat(65)));
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
