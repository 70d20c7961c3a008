//! Dates: what is read, which seconds it means, what is refused.

use super::*;

/// Wednesday, 15 May 2019, in a zone with summer time.
fn now() -> Zoned {
    "2019-05-15T12:00:00[Europe/Paris]".parse().unwrap()
}

fn second(at: &str) -> i64 {
    let at: Zoned = format!("{at}[Europe/Paris]").parse().unwrap();
    at.timestamp().as_second()
}

/// The first and last second of a range as local times; empty for an open end.
fn check(text: &str, from: &str, to: &str) {
    let range: DateRange = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    let expected = [from, to].map(|at| (!at.is_empty()).then(|| second(at)));
    assert_eq!(range.resolve(&now()), (expected[0], expected[1]), "{text}");
    let again: DateRange = range.to_string().parse().unwrap();
    assert_eq!(again, range, "{text} prints as {range}");
}

#[test]
fn a_date_means_all_of_what_it_names() {
    check("2017", "2017-01-01T00:00:00", "2017-12-31T23:59:59");
    check("2017-11", "2017-11-01T00:00:00", "2017-11-30T23:59:59");
    check("2017-11-19", "2017-11-19T00:00:00", "2017-11-19T23:59:59");
    check("2016-2", "2016-02-01T00:00:00", "2016-02-29T23:59:59");
    check("=2017-11", "2017-11-01T00:00:00", "2017-11-30T23:59:59");
}

#[test]
fn a_day_has_as_many_hours_as_its_zone_gives_it() {
    let hours = |text: &str| {
        let (from, to) = text.parse::<DateRange>().unwrap().resolve(&now());
        (to.unwrap() + 1 - from.unwrap()) / 3600
    };
    assert_eq!(hours("2019-03-31"), 23);
    assert_eq!(hours("2019-10-27"), 25);
    assert_eq!(hours("2019-05-01"), 24);
}

#[test]
fn ranges_include_both_ends() {
    check(
        "2017-11..2018-02",
        "2017-11-01T00:00:00",
        "2018-02-28T23:59:59",
    );
    check("2017..", "2017-01-01T00:00:00", "");
    check("..2017", "", "2017-12-31T23:59:59");
    check(">=2017-11", "2017-11-01T00:00:00", "");
    check("<=2017-11", "", "2017-11-30T23:59:59");
    check(">2017-11", "2017-12-01T00:00:00", "");
    check("<2017-11", "", "2017-10-31T23:59:59");
    check(
        "2017-11…2017-12",
        "2017-11-01T00:00:00",
        "2017-12-31T23:59:59",
    );
}

#[test]
fn words_are_relative_to_today() {
    check("today", "2019-05-15T00:00:00", "2019-05-15T23:59:59");
    check("Yesterday", "2019-05-14T00:00:00", "2019-05-14T23:59:59");
    check("this week", "2019-05-13T00:00:00", "2019-05-19T23:59:59");
    check("last week", "2019-05-06T00:00:00", "2019-05-12T23:59:59");
    check("last-week", "2019-05-06T00:00:00", "2019-05-12T23:59:59");
    check("this month", "2019-05-01T00:00:00", "2019-05-31T23:59:59");
    check("last month", "2019-04-01T00:00:00", "2019-04-30T23:59:59");
    check("last  year", "2018-01-01T00:00:00", "2018-12-31T23:59:59");
    check("this_year", "2019-01-01T00:00:00", "2019-12-31T23:59:59");
    check("yesterday..", "2019-05-14T00:00:00", "");
}

#[test]
fn days_ago_are_counted_from_today() {
    check("-30d..", "2019-04-15T00:00:00", "");
    check("..-1w", "", "2019-05-08T23:59:59");
    check("-2y..-1m", "2017-05-15T00:00:00", "2019-04-15T23:59:59");
    check("-1d", "2019-05-14T00:00:00", "2019-05-14T23:59:59");
    check(">-1d", "2019-05-15T00:00:00", "");
}

#[test]
fn dates_beyond_the_calendar_saturate() {
    let resolve = |text: &str| text.parse::<DateRange>().unwrap().resolve(&now());
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    assert_eq!(resolve("-99999999999999y.."), (Some(first), None));
    let (_, to) = resolve("..-4000000000d");
    assert!(to.unwrap() < second("0001-01-01T00:00:00"));
    assert_eq!(resolve("9999").1, Some(last));
    assert_eq!(resolve(">9999").0, Some(last + 1));
}

fn refuse(text: &str, expected: &str) {
    let error = text.parse::<DateRange>().unwrap_err();
    assert_eq!(error.to_string(), expected, "{text:?}");
}

#[test]
fn what_is_no_date_is_named() {
    refuse("berlin", "`berlin` is not a date");
    refuse("17", "`17` is not a date");
    refuse("20171", "`20171` is not a date");
    refuse("2017-", "`2017-` is not a date");
    refuse("2017-11-19-1", "`2017-11-19-1` is not a date");
    refuse("[2017", "`[2017` is not a date");
    refuse("last", "`last` is not a date");
    refuse("last week long", "`last week long` is not a date");
    refuse("-d", "`-d` is not a date");
    refuse("-5h", "`-5h` is not a date");
    refuse("２０１７", "`２０１７` is not a date");
    refuse("2017..x", "`x` is not a date");
}

#[test]
fn months_and_days_that_do_not_exist_are_named() {
    refuse("2017-13", "there is no month 13 in `2017-13`");
    refuse("2017-00-01", "there is no month 0 in `2017-00-01`");
    refuse(
        "2017-02-29",
        "there is no day 29 in 2017-02, which has 28 days",
    );
    refuse(
        "2017-11-00",
        "there is no day 0 in 2017-11, which has 30 days",
    );
}

#[test]
fn ranges_need_a_date_and_an_order() {
    refuse("..", "no date stands beside `..`");
    refuse(">=", "no date stands beside `>=`");
    refuse("", "no date stands beside ``");
    refuse("2018..2017", "the range `2018..2017` ends before it begins");
    check(
        "2017..2017-02",
        "2017-01-01T00:00:00",
        "2017-02-28T23:59:59",
    );
}
