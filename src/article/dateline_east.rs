//! Datelines of scripts that part no words: `新华社北京10月20日电`, `【東京＝共同】`, `［ロンドン　20日　ロイター］`.
//!
//! Without a known agency none of these forms is a dateline: brackets open much else.

use super::super::agency;
use super::super::record::Dateline;
use super::Found;

/// Longest of these datelines, in characters.
const MAX_CHARS: usize = 48;

/// Names that stand without a bracket or blank in front of the place.
const AGENCIES: &[&str] = &[
    "新华社",
    "新華社",
    "中新社",
    "中新网",
    "中央社",
    "路透社",
    "法新社",
    "美联社",
    "美聯社",
    "共同社",
    "塔斯社",
];

/// Reads the dateline that a text begins with; `start` is the text's first byte in its paragraph.
pub(super) fn read(text: &str, start: usize) -> Option<Found> {
    let end = text
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(text.len(), |(at, _)| at);
    let window = &text[..end];
    let (dateline, behind) = bracketed(window).or_else(|| telegram(window))?;
    let rest =
        text[behind..].trim_start_matches([' ', '\u{3000}', '-', '－', '–', '—', ':', '：', '　']);
    if rest.is_empty() {
        return None;
    }
    Some(Found {
        dateline,
        lead: start + text.len() - rest.len(),
        date: None,
    })
}

/// `【東京＝共同】` and `［ロンドン　20日　ロイター］`.
fn bracketed(window: &str) -> Option<(Dateline, usize)> {
    let open = window.chars().next()?;
    let close = match open {
        '【' => '】',
        '［' => '］',
        '[' => ']',
        _ => return None,
    };
    let inner = &window[open.len_utf8()..];
    let end = inner.find(close)?;
    let behind = open.len_utf8() + end + close.len_utf8();
    let mut dateline = Dateline::default();
    for piece in inner[..end].split(['＝', '=', '\u{3000}', ' ', '・']) {
        if piece.is_empty() {
            continue;
        }
        let (place, wire) = match agency::lookup_wire(piece) {
            Some(wire) => ("", Some(wire)),
            None => of_two(piece),
        };
        if let Some(wire) = wire {
            dateline.agency.get_or_insert_with(|| wire.to_owned());
        }
        if is_day(place) {
            dateline.date = Some(place.to_owned());
        } else if dateline.place.is_empty() {
            place.clone_into(&mut dateline.place);
        }
    }
    dateline.agency.is_some().then_some((dateline, behind))
}

/// `ロンドン共同`: a place with its agency behind it.
fn of_two(piece: &str) -> (&str, Option<&'static str>) {
    let known = ["共同", "時事", "ロイター"];
    let name = known
        .iter()
        .find_map(|name| Some((piece.strip_suffix(name)?, *name)));
    match name {
        Some((place, name)) => (place, agency::lookup_wire(name)),
        None => (piece, None),
    }
}

/// `新华社北京10月20日电`, in brackets or not.
fn telegram(window: &str) -> Option<(Dateline, usize)> {
    let opened = window.strip_prefix(['（', '(']);
    let inner = opened.unwrap_or(window);
    let name = AGENCIES.iter().find(|name| inner.starts_with(**name))?;
    let (head, behind) = inner.split_once(['电', '電'])?;
    let behind = match opened {
        Some(_) => behind.strip_prefix(['）', ')'])?,
        None => behind,
    };
    let between = &head[name.len()..];
    let day = between
        .find(|c: char| c.is_numeric())
        .unwrap_or(between.len());
    let (place, day) = between.split_at(day);
    if !day.is_empty() && !is_day(day) || place.contains(['，', '。', '、']) {
        return None;
    }
    // Between agency and place the Central News Agency prints its reporter: nobody says where one
    // ends and the other begins.
    let place = if place.contains("记者") || place.contains("記者") {
        ""
    } else {
        place
    };
    let dateline = Dateline {
        place: place.trim().to_owned(),
        agency: agency::lookup_wire(name).map(str::to_owned),
        date: Some(day.to_owned()).filter(|day| !day.is_empty()),
    };
    Some((dateline, window.len() - behind.len()))
}

/// `10月20日`, `20日`
fn is_day(text: &str) -> bool {
    text.ends_with(['日', '号']) && text.starts_with(char::is_numeric)
}
