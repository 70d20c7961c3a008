//! Tests of files that hold several articles.

use std::ops::ControlFlow;

use super::super::{Item, KeyMap, ReadOptions, SourceFile, read_file, to_article};
use super::*;

const DIGEST: Digest = Digest {
    divides: |line| line == b"---",
    begins: |lines| match lines {
        [title] if title.starts_with(b"# ") => Begins::Perhaps,
        [_, line] if line.starts_with(b"**") => Begins::Yes,
        _ => Begins::No,
    },
};

/// Checks the records of a Markdown file: offset and title of each, or the reason of a rejection.
fn check(text: &str, max_record_bytes: usize, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("week.md");
    fs_err::write(&path, text).unwrap();
    let bytes = text.len() as u64;
    let options = ReadOptions {
        max_record_bytes,
        ..ReadOptions::default()
    };
    let mut found = Vec::new();
    read_file(
        &SourceFile { path, bytes },
        &options,
        &mut |_| {},
        &mut |item| {
            found.push(match item {
                Item::Record(raw) => {
                    let at = raw.offset as usize;
                    assert_eq!(text.as_bytes()[at..at + raw.bytes.len()], raw.bytes);
                    match to_article(&raw, &KeyMap::default()) {
                        Ok(article) => format!("{at} {}", article.title),
                        Err(error) => format!("! {error}"),
                    }
                }
                Item::Rejected(no) => format!("! {} {}", no.byte, no.reason),
                Item::Skipped { reason, .. } => format!("- {reason}"),
            });
            ControlFlow::Continue(())
        },
    );
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn what_begins_with_an_article_is_a_digest() {
    for (head, expected) in [
        ("# Fog\n**Date:** x\n", true),
        ("\n\n# Fog\n\n**Date:** x\n", true),
        ("# Fog\nText\n", false),
        ("Text\n# Fog\n**Date:** x\n", false),
        ("# Fog", false),
        ("", false),
    ] {
        assert_eq!(DIGEST.knows(head.as_bytes()), expected, "{head:?}");
    }
}

#[test]
fn a_digest_is_cut_where_an_article_begins() {
    let fog = "# Fog\n\n**Source:** Oldport\n\nIt lay on the port.\n";
    let sun = "# Sun\n\n**Source:** Oldport\n\nIt came at noon.\n";
    let both = format!("{fog}\n---\n\n{sun}");
    let at = both.find("# Sun").unwrap();
    check(&both, 1000, &["0 Fog", &format!("{at} Sun")]);
    // A rule inside of an article divides nothing.
    check(&format!("{fog}\n---\n\nIt stayed.\n"), 1000, &["0 Fog"]);
    check(&format!("{fog}\n---\n"), 1000, &["0 Fog"]);
}

#[test]
fn an_article_that_is_too_long_costs_itself() {
    let fog = format!(
        "# Fog\n\n**Source:** Oldport\n\n{}\n",
        "It lay there.\n".repeat(40)
    );
    let sun = "# Sun\n\n**Source:** Oldport\n\nIt came at noon.\n";
    let both = format!("{fog}\n---\n\n{sun}");
    let at = both.find("# Sun").unwrap();
    check(
        &both,
        200,
        &["! 0 a text of over 200 bytes", &format!("{at} Sun")],
    );
}
