//! Each state of an index against what is said of it.

use super::*;
use crate::output::Level;

/// An index that has nothing wrong.
fn sound() -> Health {
    Health {
        format_version: 4,
        articles: 63,
        segments: vec![63],
        files: 8,
        bytes: 1 << 20,
        manifest_articles: 63,
        families: FamiliesHealth::Known {
            families: 3,
            members: 7,
            is_older: false,
        },
        ..Health::default()
    }
}

fn facts(found: Found, health: Result<Health, Error>) -> Index {
    Index {
        dir: "no/such/place".into(),
        found,
        health,
        free_bytes: None,
    }
}

/// Judges an index and compares the findings that are not ok, as `check: what to do`.
fn check_bad(facts: &Index, expected: &[(&str, Level, &str)]) {
    let findings = check(facts);
    let bad: Vec<&Finding> = findings.iter().filter(|f| f.level > Level::Ok).collect();
    assert_eq!(bad.len(), expected.len(), "{bad:?}");
    for (finding, (name, level, change)) in bad.iter().zip(expected) {
        assert_eq!((finding.check, finding.level), (*name, *level));
        let told = finding.change.as_deref().unwrap_or_default();
        assert!(told.contains(change), "{name}: {told}");
    }
}

#[test]
fn a_sound_index_has_no_finding() {
    check_bad(&facts(Found::Option, Ok(sound())), &[]);
    let findings = check(&facts(Found::Option, Ok(sound())));
    assert!(
        findings[1]
            .found
            .contains("format 4, 63 articles, 1.00 MiB")
    );
}

#[test]
fn each_wrong_state_has_its_remedy() {
    use Level::{Problem, Warning};
    let index = " --index no/such/place";
    let cases: Vec<(Health, &str, Level, String)> = vec![
        (
            Health {
                manifest_behind: true,
                manifest_articles: 60,
                ..sound()
            },
            "manifest",
            Warning,
            "which writes it".to_owned(),
        ),
        (
            Health {
                manifest_articles: 60,
                ..sound()
            },
            "manifest",
            Problem,
            format!("dateline verify{index}"),
        ),
        (
            Health {
                segments: vec![3; 17],
                ..sound()
            },
            "segments",
            Warning,
            format!("dateline merge{index}"),
        ),
        (
            Health {
                deleted: 30_000,
                ..sound()
            },
            "replaced",
            Warning,
            format!("dateline merge{index}"),
        ),
        (
            Health {
                families: FamiliesHealth::Absent,
                ..sound()
            },
            "families",
            Warning,
            "dateline index PATH...".to_owned(),
        ),
        (
            Health {
                families: FamiliesHealth::Damaged,
                ..sound()
            },
            "families",
            Warning,
            "makes them anew".to_owned(),
        ),
        (
            Health {
                families: FamiliesHealth::Known {
                    families: 1,
                    members: 2,
                    is_older: true,
                },
                ..sound()
            },
            "families",
            Warning,
            "looks for copies".to_owned(),
        ),
        (
            Health {
                unwritable: Some("read-only".to_owned()),
                ..sound()
            },
            "writable",
            Warning,
            "rights".to_owned(),
        ),
        (
            Health {
                writer: Some("4711".to_owned()),
                ..sound()
            },
            "lock",
            Warning,
            "wait".to_owned(),
        ),
    ];
    for (health, name, level, change) in cases {
        check_bad(
            &facts(Found::Nearest, Ok(health)),
            &[(name, level, &change)],
        );
    }
}

#[test]
fn what_is_no_burden_is_no_finding() {
    for health in [
        Health {
            segments: vec![3; 16],
            ..sound()
        },
        Health {
            segments: vec![SMALL; 40],
            ..sound()
        },
        Health {
            deleted: SMALL,
            ..sound()
        },
        Health {
            articles: 1_000_000,
            manifest_articles: 1_000_000,
            deleted: 300_000,
            ..sound()
        },
    ] {
        check_bad(&facts(Found::Default, Ok(health)), &[]);
    }
}

#[test]
fn an_index_that_was_named_must_be_there() {
    let absent = |found| {
        let dir = "no/such/place".into();
        facts(found, Err(Error::NoIndex { dir }))
    };
    let sample = [("opens", Level::Warning, "dateline demo")];
    check_bad(&absent(Found::Default), &sample);
    check_bad(&absent(Found::Nearest), &sample);
    let named = "dateline index PATH... --index no/such/place";
    check_bad(&absent(Found::Option), &[("opens", Level::Problem, named)]);
    check_bad(
        &absent(Found::Variable),
        &[("opens", Level::Problem, "dateline index")],
    );
    let foreign = Error::ForeignFolder {
        dir: "d".into(),
        found: "`x`".into(),
    };
    check_bad(
        &facts(Found::Default, Err(foreign)),
        &[("opens", Level::Problem, "choose another folder")],
    );
}

#[test]
fn an_index_without_articles_is_a_warning() {
    let empty = Health {
        articles: 0,
        manifest_articles: 0,
        segments: vec![],
        families: FamiliesHealth::Absent,
        ..sound()
    };
    check_bad(
        &facts(Found::Option, Ok(empty)),
        &[("opens", Level::Warning, "dateline index PATH...")],
    );
}
