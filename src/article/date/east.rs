//! Years, months and days in Chinese characters, and the years of Japanese reigns, as digits.
//!
//! Rewrites a text before it is read in `forms.rs`; texts in other forms come back unchanged.

/// The reigns in which newspapers were printed, with the year before their first one, and their
/// last year.
const REIGNS: &[(&str, u32, u32)] = &[
    ("令和", 2018, 99),
    ("平成", 1988, 31),
    ("昭和", 1925, 64),
    ("大正", 1911, 15),
    ("明治", 1867, 45),
];

/// The characters of numbers, those of digits first.
const NUMERALS: &str = "〇零一二三四五六七八九十";

/// The text with its numbers in digits; `None` if nothing has to change.
pub(super) fn in_digits(text: &str) -> Option<String> {
    // Only a year is worth the work, and what is no date of the East has no sign for it.
    let year = text.find('年')?;
    let before = &text[..year];
    let reign = REIGNS.iter().find(|(name, ..)| before.contains(name));
    let written = before.ends_with(|c| NUMERALS.contains(c));
    match reign {
        Some(reign) => of_reign(text, *reign),
        None => written.then(|| counted(text)),
    }
}

/// `令和元年5月1日`: the year counted from the first one of the reign.
fn of_reign(text: &str, (name, start, last): (&str, u32, u32)) -> Option<String> {
    let (before, behind) = text.split_once(name)?;
    let (number, rest) = behind.split_once('年')?;
    let number = number.trim().replace('元', "一");
    let number: u32 = counted(&number).parse().ok()?;
    (1..=last)
        .contains(&number)
        .then(|| format!("{before}{}年{}", start + number, counted(rest)))
}

/// Numbers in characters as digits, digit by digit, tens as `十` says; days of the week stay.
fn counted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let mut held_by = None;
    let mut last = None;
    for c in text.chars() {
        // Behind these a numeral is the name of a weekday.
        let weekday = matches!(held_by.or(last), Some('期' | '周' | '週' | '('));
        if NUMERALS.contains(c) && !weekday {
            if run.is_empty() {
                held_by = last;
            }
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            held_by = None;
            out.push(c);
        }
        last = Some(c);
    }
    flush(&mut run, &mut out);
    out
}

fn flush(run: &mut String, out: &mut String) {
    if run.is_empty() {
        return;
    }
    let digit = |c: char| match NUMERALS.chars().position(|known| known == c) {
        Some(at @ 1..=10) => at as u32 - 1,
        _ => 0,
    };
    match run.split_once('十') {
        Some((tens, ones)) => {
            let tens = tens.chars().next().map_or(1, digit);
            let ones = ones.chars().next().map_or(0, digit);
            out.push_str(&(tens * 10 + ones).to_string());
        }
        None => out.extend(
            run.chars()
                .map(|c| char::from_digit(digit(c), 10).unwrap_or('0')),
        ),
    }
    run.clear();
}
