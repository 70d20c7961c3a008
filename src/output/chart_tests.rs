//! Charts: nothing of a query or an article breaks the file, labels keep apart, both forms are sound.

use super::*;
use crate::search::{Distinctive, Peak, TimelineBucket};

fn timeline(by: &str, counts: &[u64]) -> Timeline {
    let start = |n: usize| match by {
        "year" => format!("{}-01-01", 1900 + n),
        _ => format!("{}-{:02}-01", 1900 + n / 12, n % 12 + 1),
    };
    let buckets: Vec<TimelineBucket> = counts
        .iter()
        .enumerate()
        .map(|(n, &count)| TimelineBucket {
            start: start(n),
            count,
            all: count * 2 + 1,
        })
        .collect();
    let word = Distinctive {
        word: "<b>&\"quay\"\u{7}".into(),
        inside: 3,
        outside: 0,
        weight: 12.0,
    };
    let peaks = buckets
        .iter()
        .rev()
        .take(5)
        .map(|b| Peak {
            start: b.start.clone(),
            count: b.count,
            score: 4.0,
            words: vec![word.clone(); 4],
        })
        .collect();
    Timeline {
        by: by.into(),
        tz: "UTC".into(),
        total: counts.iter().sum(),
        buckets,
        undated: 1,
        coarser: 2,
        peaks,
    }
}

#[test]
fn an_svg_is_xml_whatever_the_query_is() {
    for counts in [&[][..], &[0], &[7], &[3; 40], &[9; 3000]] {
        let title = "a < b & \"c\" </title><script>x</script> \u{1b}[31m";
        let svg = Chart::of(title, &timeline("month", counts)).svg();
        assert!(!svg.contains("<script") && !svg.contains('\u{1b}'));
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut texts = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Text(_) => texts += 1,
                _ => {}
            }
        }
        assert!(texts > 5 && svg.len() < 200_000, "{}", svg.len());
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{counts:?}");
    }
}

#[test]
fn labels_stand_apart_and_inside() {
    for (by, n) in [
        ("year", 3),
        ("year", 121),
        ("month", 30),
        ("month", 400),
        ("month", 1),
    ] {
        let chart = Chart::of("ferry", &timeline(by, &vec![5; n]));
        let mut taken: Vec<(i64, f64, f64)> = Vec::new();
        for shape in &chart.shapes {
            let Shape::Text {
                at,
                size,
                anchor,
                text,
                ..
            } = shape
            else {
                continue;
            };
            let long = text.chars().count() as f64 * size * CHARACTER;
            let left = at.0 - long * anchor;
            assert!(left >= 0.0 && left + long <= WIDTH, "{by} {n}: {text}");
            let apart = |(row, from, to): &(i64, f64, f64)| {
                *row != at.1 as i64 || left >= *to || left + long <= *from
            };
            assert!(taken.iter().all(apart), "{by} {n}: {text}");
            taken.push((at.1 as i64, left, left + long));
        }
        assert!(taken.len() > 8, "{by} {n}");
    }
}

#[test]
fn a_png_unpacks_to_its_size_and_has_the_bars_colour() {
    use std::io::Read;
    let png = Chart::of("Größe 選", &timeline("month", &[1, 5, 3]))
        .png()
        .unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xaeB`\x82"));
    let at = png.windows(4).position(|w| w == b"IDAT").unwrap();
    let long = u32::from_be_bytes(png[at - 4..at].try_into().unwrap()) as usize;
    let mut points = Vec::new();
    let packed = &png[at + 4..at + 4 + long];
    flate2::read::ZlibDecoder::new(packed)
        .read_to_end(&mut points)
        .unwrap();
    assert_eq!(points.len(), 880 * (1920 * 3 + 1));
    assert!(points.windows(3).any(|w| w == PEAK) && points.windows(3).any(|w| w == SHARE));
}

#[test]
fn axes_have_round_numbers() {
    for (most, expected) in [
        (0.0, (1.0, 1.0)),
        (3.0, (1.0, 3.0)),
        (47.0, (10.0, 50.0)),
        (1234.0, (500.0, 1500.0)),
    ] {
        assert_eq!(steps(most, 1.0), expected, "{most}");
    }
    assert_eq!(number(0.5), "0.5");
    assert_eq!(number(100.0), "100");
}
