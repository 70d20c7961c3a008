//! Tests of stamps, of the forms that are read, and of dates inside text.

use proptest::prelude::*;

use super::*;

#[path = "many_tests.rs"]
mod many;

fn parsed(text: &str) -> String {
    Stamp::parse(text).map_or_else(|| "-".to_owned(), |stamp| stamp.to_string())
}

fn check(text: &str, expected: &str) {
    assert_eq!(parsed(text), expected, "{text:?}");
}

#[test]
fn iso_forms_are_read() {
    check("2006", "2006");
    check("2006-10", "2006-10");
    check("2006-10-20", "2006-10-20");
    check(" 2006-10-20\n", "2006-10-20");
    check("\u{FEFF}2006-10-20", "2006-10-20");
    check("2006-10-20T18:15", "2006-10-20T18:15");
    check("2006-10-20T18:15:07", "2006-10-20T18:15:07");
    check("2006-10-20t18:15:07z", "2006-10-20T18:15:07Z");
    check("2006-10-20T18:15:07.123456Z", "2006-10-20T18:15:07Z");
    check("2006-10-20T18:15:07,5+0200", "2006-10-20T18:15:07+02:00");
    check("2006-10-20T18:15:07-04", "2006-10-20T18:15:07-04:00");
    check("2006-10-20 18:15:00", "2006-10-20T18:15:00");
    check("2006-10-20 18:15:00+00:00", "2006-10-20T18:15:00Z");
    check("2006-10-20 18:15:00 UTC", "2006-10-20T18:15:00Z");
    check("2006-10-20 18:15:00 +0530", "2006-10-20T18:15:00+05:30");
    check(
        "2006-10-20T18:15+02:00[Europe/Paris]",
        "2006-10-20T18:15+02:00",
    );
    check("20061020", "2006-10-20");
    check("20061020181507", "2006-10-20T18:15:07");
    check("20061020T181507Z", "2006-10-20T18:15:07Z");
    check("20061020T1815", "2006-10-20T18:15");
    check("2006-1-5", "2006-01-05");
    check("2006/10/20", "2006-10-20");
    check("2006.10.20", "2006-10-20");
    check("2006:10:20 18:15:07", "2006-10-20T18:15:07");
    check("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
}

#[test]
fn unix_times_are_read() {
    check("1161368107", "2006-10-20T18:15:07Z");
    check("1161368107999", "2006-10-20T18:15:07Z");
    check("1161368107.25", "2006-10-20T18:15:07Z");
    check("116136810", "-");
    check("11613681079990", "-");
}

#[test]
fn program_forms_are_read() {
    check("Fri, 20 Oct 2006 18:15:07 GMT", "2006-10-20T18:15:07Z");
    check(
        "Fri, 20 Oct 2006 18:15:07 -0400",
        "2006-10-20T18:15:07-04:00",
    );
    check("20 Oct 2006 18:15 +0000 (UTC)", "2006-10-20T18:15Z");
    check("Fri, 20 Oct 06 18:15:07 GMT", "2006-10-20T18:15:07Z");
    check("Sat, 20 Oct 06 18:15:07 GMT", "-");
    check("20 Oct 06", "-");
    check("Fri Oct 20 18:15:07 2006", "2006-10-20T18:15:07");
    check("Fri Oct 20 18:15:07 +0000 2006", "2006-10-20T18:15:07Z");
    check("Fri Oct 20 18:15:07 UTC 2006", "2006-10-20T18:15:07Z");
    check(
        "Fri Oct 20 2006 18:15:07 GMT+0200 (Central European Summer Time)",
        "2006-10-20T18:15:07+02:00",
    );
    check("20/Oct/2006:18:15:07 +0200", "2006-10-20T18:15:07+02:00");
    check("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01");
    check("02Jul2007", "2007-07-02");
}

#[test]
fn english_forms_are_read() {
    check("October 20, 2006", "2006-10-20");
    check("Oct. 20th, 2006", "2006-10-20");
    check("the 20th of October 2006", "2006-10-20");
    check("Sept. 11, 2001", "2001-09-11");
    check("Oct 2006", "2006-10");
    check("October, 2006", "2006-10");
    check("Published: October 20, 2006", "2006-10-20");
    check("Updated Friday 20 October 2006", "2006-10-20");
    check("Last updated on Oct 20, 2006 - 6:15 PM", "2006-10-20T18:15");
    check("Fri Oct 20, 2006 6:15pm EDT", "2006-10-20T18:15-04:00");
    check("Oct. 20, 2006 at 6:15 p.m. ET", "2006-10-20T18:15-04:00");
    check("Jan. 20, 2006 at 6:15 p.m. ET", "2006-01-20T18:15-05:00");
    check("March 20, 2007, 6 a.m. PT", "2007-03-20T06:00-07:00");
    check("March 20, 2006, 6 a.m. PT", "2006-03-20T06:00-08:00");
    check("6:15 PM, October 20, 2006", "2006-10-20T18:15");
    check("Posted 12:05 AM, Oct 20 2006", "2006-10-20T00:05");
    check("Posted 12:05 PM, Oct 20 2006", "2006-10-20T12:05");
    check("20 October 2006 | 18:15 BST", "2006-10-20T18:15+01:00");
    check("20 October 2006 18:15 IST", "2006-10-20T18:15");
    check("20 October 2006 18:15 JST", "2006-10-20T18:15+09:00");
}

#[test]
fn forms_of_other_languages_are_read() {
    check("20. Oktober 2006", "2006-10-20");
    check("Freitag, 20. Oktober 2006, 18.15 Uhr", "2006-10-20T18:15");
    check(
        "Veröffentlicht am 20. März 2006 um 18 Uhr",
        "2006-03-20T18:00",
    );
    check("20.10.2006 18:15 Uhr", "2006-10-20T18:15");
    check("20.10.2006, 18.15", "2006-10-20T18:15");
    check("03.04.2006", "2006-04-03");
    check("20. 10. 2006", "2006-10-20");
    check("20 octobre 2006 à 18h15", "2006-10-20T18:15");
    check("Publié le 1er août 2006 à 9 h 05", "2006-08-01T09:05");
    check("mar. 10 octobre 2006", "2006-10-10");
    check("Mis à jour le 20 fe\u{301}vrier 2006", "2006-02-20");
    check("20 de octubre de 2006", "2006-10-20");
    check("martes, 10 de marzo de 2006, 18:15 h", "2006-03-10T18:15");
    check("20 mar 2006", "2006-03-20");
    check("20 ottobre 2006 alle ore 18.15", "2006-10-20T18:15");
    check("sexta-feira, 20 de outubro de 2006", "2006-10-20");
    check("20 oktober 2006 om 18u15", "2006-10-20T18:15");
    check("fredag den 20. oktober 2006 kl. 18.15", "2006-10-20T18:15");
    check("20 października 2006 r., godz. 18:15", "2006-10-20T18:15");
    check("20. října 2006", "2006-10-20");
    check("20 октября 2006 г., 18:15 МСК", "2006-10-20T18:15+03:00");
    check("20 октября 2006 г., 18:15", "2006-10-20T18:15");
    check("20 жовтня 2006 року", "2006-10-20");
    check("20 EKİM 2006", "2006-10-20");
    check("la 20-a de oktobro 2006", "2006-10-20");
    check("20 Oktober 2006 18.15 WIB", "2006-10-20T18:15+07:00");
    check("20. lokakuuta 2006 klo 18.15", "2006-10-20T18:15");
    check("2006. október 20. 18:15", "2006-10-20T18:15");
    check("20 octombrie 2006", "2006-10-20");
    check("20 Οκτωβρίου 2006", "2006-10-20");
    check("20 أكتوبر 2006", "2006-10-20");
    check("٢٠ تشرين الأول ٢٠٠٦", "2006-10-20");
    check("2006年10月20日 18時15分", "2006-10-20T18:15");
    check(
        "2006年10月20日（金） 午後6時15分07秒",
        "2006-10-20T18:15:07",
    );
    check("２００６年１０月２０日", "2006-10-20");
    check("2006年10月20日 星期五 18:15", "2006-10-20T18:15");
    check("2006년 10월 20일 금요일 오후 6시 15분", "2006-10-20T18:15");
    check("2006年10月", "2006-10");
    check("2006年", "2006");
}

#[test]
fn numbers_are_ordered_only_when_sure() {
    check("20/10/2006", "2006-10-20");
    check("10/20/2006", "2006-10-20");
    check("10/20/2006 6:15 PM", "2006-10-20T18:15");
    check("05/05/2006", "2006-05-05");
    check("03/04/2006", "-");
    check("03-04-2006", "-");
    check("10/2006", "2006-10");
    let with = |order| Stamp::parse_with("03/04/2006", order).map(|stamp| stamp.to_string());
    assert_eq!(with(DayOrder::DayFirst).as_deref(), Some("2006-04-03"));
    assert_eq!(with(DayOrder::MonthFirst).as_deref(), Some("2006-03-04"));
    assert_eq!(with(DayOrder::Unsure), None);
}

#[test]
fn what_is_unsure_is_not_read() {
    for text in [
        "",
        " ",
        "-",
        "null",
        "yesterday",
        "last 7 days",
        "3 hours ago",
        "Oct 20",
        "18:15",
        "2006-13-01",
        "2006-02-30",
        "31 April 2006",
        "October 32, 2006",
        "20-21 October 2006",
        "October 20, 2006 and October 21, 2006",
        "version 1.2.2006",
        "1.2.3.2006",
        "0000-00-00",
        "1234",
        "3024-01-01",
        "2006-10-20T24:00:00",
        "2006-10-20T18:60",
        "25:15 20 Oct 2006",
        "October 2006 18:15",
        "circa 20 October 2006",
        "2006 2007",
        "20 Oct 2006 18:15 FOO",
        "20 Oct 2006 18:15 +2500",
        "13:15 am, 20 Oct 2006",
        "2006-W42-5",
        "2006-293",
        "平成40年10月20日",
        "十月二十日",
        "20061320",
        "99999999999999999999999999",
        "20 October 2006 - 20 November 2006",
        "pm October 20 2006",
    ] {
        check(text, "-");
    }
    check(&"2006-10-20 ".repeat(10_000), "-");
    check(&format!("20 October 2006 {}", "x".repeat(1_000_000)), "-");
}

#[test]
fn a_stamp_covers_its_whole_period() {
    fn check(stamp: &str, seconds: i64) {
        let stamp: Stamp = stamp.parse().unwrap();
        assert_eq!(stamp.end_utc() - stamp.start_utc() + 1, seconds, "{stamp}");
    }
    check("2006", 365 * 86_400);
    check("2008", 366 * 86_400);
    check("2008-02", 29 * 86_400);
    check("2006-10-20", 86_400);
    check("2006-10-20T18:15", 60);
    check("2006-10-20T18:15:07Z", 1);
    let at = |text: &str| text.parse::<Stamp>().unwrap().start_utc();
    assert_eq!(at("1970"), 0);
    assert_eq!(at("2006-10-20T18:15:07"), 1_161_368_107);
    assert_eq!(at("2006-10-20T18:15:07-04:00"), 1_161_368_107 + 4 * 3600);
}

#[test]
fn stamps_are_ordered_by_start_then_precision() {
    let mut stamps: Vec<Stamp> = [
        "2007",
        "2006-10-20T01:00+02:00",
        "2006-10-20",
        "2006-10",
        "2006-10-01",
    ]
    .iter()
    .map(|text| text.parse().unwrap())
    .collect();
    stamps.sort();
    let sorted: Vec<String> = stamps.iter().map(Stamp::to_string).collect();
    let expected = [
        "2006-10",
        "2006-10-01",
        "2006-10-20T01:00+02:00",
        "2006-10-20",
        "2007",
    ];
    assert_eq!(sorted, expected);
}

#[test]
fn json_holds_the_text_form() {
    let stamp = Stamp::parse("20 Oct 2006 18:15 +0200").unwrap();
    let json = serde_json::to_string(&stamp).unwrap();
    assert_eq!(json, "\"2006-10-20T18:15+02:00\"");
    assert_eq!(serde_json::from_str::<Stamp>(&json).unwrap(), stamp);
    let error = serde_json::from_str::<Stamp>("\"20 Oct 2006\"").unwrap_err();
    assert!(error.to_string().contains("expected a date"), "{error}");
}

fn check_found(text: &str, expected: &[&str]) {
    let found: Vec<String> = find_full(text)
        .into_iter()
        .map(|(range, stamp)| format!("{}={stamp}", &text[range]))
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn full_dates_are_found_in_text() {
    check_found(
        "A fair on November 10, 2017, in Oldport.",
        &["November 10, 2017=2017-11-10"],
    );
    check_found("on Nov. 10, 2017.", &["Nov. 10, 2017=2017-11-10"]);
    check_found(
        "on 10th November, 2017",
        &["10th November, 2017=2017-11-10"],
    );
    check_found("10. November 2017", &["10. November 2017=2017-11-10"]);
    check_found(
        "el 10 de noviembre de 2017.",
        &["10 de noviembre de 2017=2017-11-10"],
    );
    check_found("le 10 novembre 2017", &["10 novembre 2017=2017-11-10"]);
    check_found("le 1er mai 2017", &["1er mai 2017=2017-05-01"]);
    check_found("(2017-11-10)", &["2017-11-10=2017-11-10"]);
    check_found("2017-11-10T12:00", &["2017-11-10=2017-11-10"]);
    check_found(
        "am 13.11.2017 und 03.04.2018",
        &["13.11.2017=2017-11-13", "03.04.2018=2018-04-03"],
    );
    check_found("13/11/2017", &["13/11/2017=2017-11-13"]);
    check_found("11/13/2017", &["11/13/2017=2017-11-13"]);
    check_found("昨日は2017年11月10日だった", &["2017年11月10日=2017-11-10"]);
    check_found("2017. november 10-én", &["2017. november 10=2017-11-10"]);
    check_found(
        "la 10-an de novembro 2017",
        &["10-an de novembro 2017=2017-11-10"],
    );
    check_found("10 листопада 2017 року", &["10 листопада 2017=2017-11-10"]);
    check_found("٢٠ تشرين الأول ٢٠٠٦", &["٢٠ تشرين الأول ٢٠٠٦=2006-10-20"]);
    check_found(
        "From 1 May 2016 to 2 June 2017, 3 July 2018.",
        &[
            "1 May 2016=2016-05-01",
            "2 June 2017=2017-06-02",
            "3 July 2018=2018-07-03",
        ],
    );
}

#[test]
fn what_is_no_full_date_is_not_found() {
    for text in [
        "",
        "no digits at all",
        "in 2017",
        "November 2017",
        "10 November",
        "10/11/2017",
        "page 2017 of 3000",
        "1.2.3.2017",
        "31 April 2017",
        "50 million 2017",
        "call 555-10-2017",
        "10 out 2017",
        "Mayday 10, 2017",
        "10 November 2017th",
        "10 November 12017",
        "2017-11-10-4",
        "2017 - 11 - 10",
        "110 November 2017",
    ] {
        check_found(text, &[]);
    }
}

#[test]
fn long_text_is_searched_in_linear_time() {
    let text = "1 May 2016, 2017 2017 ".repeat(50_000);
    assert_eq!(find_full(&text).len(), 50_000);
    assert_eq!(find_full(&"2017".repeat(1_000_000)), []);
    assert_eq!(find_full(&"٢".repeat(1_000_000)), []);
}

fn any_stamp(years: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Stamp> {
    let date = (years, 1_u8..=12, 1_u8..=28, 0..3);
    let time = (0_u8..24, 0_u8..60, proptest::option::of(0_u8..60));
    let offset = proptest::option::of(-MAX_OFFSET..=MAX_OFFSET);
    (date, proptest::option::of((time, offset))).prop_map(|((year, month, day, cut), time)| {
        let stamp = match (cut, time) {
            (_, Some(((hour, minute, second), offset))) => Stamp::ymd(year, month, day)
                .and_then(|stamp| stamp.at(hour, minute, second, offset)),
            (0, None) => Stamp::year(year),
            (1, None) => Stamp::year_month(year, month),
            _ => Stamp::ymd(year, month, day),
        };
        stamp.unwrap()
    })
}

proptest! {
    #[test]
    fn the_text_form_reads_back_to_the_same_stamp(stamp in any_stamp(-9999..=9999)) {
        prop_assert_eq!(stamp.to_string().parse::<Stamp>(), Ok(stamp));
        prop_assert!(stamp.start_utc() <= stamp.end_utc());
    }

    #[test]
    fn parse_reads_the_text_form(stamp in any_stamp(1600..=2100)) {
        prop_assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = Stamp::parse(&text);
        let _ = find_full(&text);
    }

    #[test]
    fn no_shuffle_of_date_pieces_panics(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "2006", "10", "20", "31", "0", "20061020", "-", "/", ".", ":", " ", "T", "Z", "+",
                "Oct", "mar", "pm", "a.m.", "年", "月", "日", "午", "後", "(", ")", "[", "]", "ET",
                "h", "um", "تشرين", "é", "٢", "\u{301}", "İ", "1161368107",
            ]),
            0..14,
        )
    ) {
        let text = pieces.concat();
        let _ = Stamp::parse(&text);
        for (range, _) in find_full(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }
}
