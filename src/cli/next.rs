//! What somebody who is new does next: the commands that are named where one way ends.

use std::path::{Path, PathBuf};

use super::plan;
use crate::output::{Streams, print_steps};

/// The folder that commands use without `--index`, if it can be told.
pub(super) fn unnamed() -> Option<PathBuf> {
    let given = std::env::var_os("DATELINE_INDEX").filter(|dir| !dir.is_empty());
    match given {
        Some(dir) => Some(dir.into()),
        None => plan::index_dir(None).ok(),
    }
}

/// ` --index DIR`, or nothing where the index is found without it.
pub(super) fn index_option(dir: &Path) -> String {
    let full = |dir: &Path| dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    match unnamed() {
        Some(unnamed) if full(&unnamed) == full(dir) => String::new(),
        _ => format!(" --index {}", quoted(&dir.display().to_string())),
    }
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    match word {
        "" => "''".to_owned(),
        // A name with a hyphen first would be read as an option.
        _ if word.starts_with('-') => quoted(&format!("./{word}")),
        _ if word.chars().all(plain) => word.to_owned(),
        _ => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// The help where there is no index in `dir`.
pub(super) fn without_index(dir: &Path) -> String {
    format!(
        "make one: dateline index PATH...{}
      or try a sample archive: dateline demo
      or search files as they are: dateline search WORDS --in PATH",
        index_option(dir)
    )
}

/// `dateline` alone on a terminal, where there is no index yet.
pub(super) fn welcome() {
    let steps = [
        (
            "a sample archive, to look around",
            "dateline demo".to_owned(),
        ),
        (
            "your articles: files, folders, dumps, also packed",
            "dateline index PATH...".to_owned(),
        ),
        (
            "a folder as it is, without an index",
            "dateline search WORDS --in PATH".to_owned(),
        ),
        (
            "whether this machine is ready",
            "dateline doctor".to_owned(),
        ),
        ("all commands", "dateline --help".to_owned()),
    ];
    print_steps("There is no index here yet. To begin:", &steps);
}

/// What can be done with an index that was just written, for somebody who looks on.
pub(super) fn after_index(dir: &Path, articles: u64) {
    if !Streams::now().error || articles == 0 {
        return;
    }
    let index = index_option(dir);
    let steps = [
        ("search it", format!("dateline search WORDS{index}")),
        ("search while you type", format!("dateline tui{index}")),
    ];
    print_steps("Next:", &steps);
}

/// What can be done with the sample archive.
pub(super) fn after_demo(dir: &Path) {
    let index = index_option(dir);
    let steps = [
        (
            "headlines of one year, counted by outlet",
            format!("dateline search 'title:ferry date:2019' --facet source{index}"),
        ),
        (
            "when it was news",
            format!("dateline timeline ferry --by year{index}"),
        ),
        ("search while you type", format!("dateline tui{index}")),
    ];
    print_steps("Next:", &steps);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_a_quoted_word_as_one() {
        for (word, shell) in [
            ("archive", "archive"),
            ("../a-b/c.d", "../a-b/c.d"),
            ("my news", "'my news'"),
            ("it's", r"'it'\''s'"),
            ("-v", "./-v"),
            ("~x", "'~x'"),
            ("$HOME;ls", "'$HOME;ls'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), shell);
            let read = crate::output::shell_words(&quoted(word));
            let expected = match word.starts_with('-') {
                true => format!("./{word}"),
                false => word.to_owned(),
            };
            assert_eq!(read, Ok(vec![expected]));
        }
    }
}
