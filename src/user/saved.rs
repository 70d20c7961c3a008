//! Saved queries: names with their queries in one TOML file, and the grammar in which they are written.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::replace_file;
use crate::error::{Error, Result};
use crate::query::GRAMMAR_VERSION;

#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    grammar: u32,
    #[serde(default)]
    query: BTreeMap<String, String>,
}

/// Whether a name can be that of a query: `a`, `border-town`, `2019.q_1`.
///
/// # Errors
/// [`Error::Argument`].
pub fn check_saved_name(name: &str) -> Result<()> {
    const LONGEST: usize = 64;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    let begins = name
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_alphanumeric);
    match begins && name.len() <= LONGEST && name.bytes().all(plain) {
        true => Ok(()),
        false => Err(Error::Argument {
            message: format!("`{name}` can't be the name of a query"),
            help: Some(format!(
                "a name begins with a-z or 0-9 and has only these, `.`, `_` and `-`, at most {LONGEST}"
            )),
        }),
    }
}

/// The queries of a file; none where there is no file.
///
/// # Errors
/// [`Error::Io`], and [`Error::Argument`] for a file that is damaged or of a newer grammar.
pub fn read_saved(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = match fs_err::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(e) => return Err(Error::io("cannot read", path, e)),
    };
    let wrong = |message: String| Error::Argument {
        message: format!("{}: {message}", path.display()),
        help: Some("mend the file, or move it away".to_owned()),
    };
    let stored: Stored = toml::from_str(&text).map_err(|e| wrong(e.message().to_owned()))?;
    if stored.grammar > GRAMMAR_VERSION {
        let newer = format!("its queries are of a newer grammar, {}", stored.grammar);
        return Err(wrong(newer));
    }
    Ok(stored.query)
}

/// Writes the queries in place of those of the file.
///
/// # Errors
/// [`Error::Io`].
pub fn write_saved(path: &Path, query: BTreeMap<String, String>) -> Result<()> {
    let stored = Stored {
        grammar: GRAMMAR_VERSION,
        query,
    };
    let text = toml::to_string(&stored);
    let text = text.map_err(|e| Error::io("cannot write", path, std::io::Error::other(e)))?;
    replace_file(path, text.as_bytes())
}

/// Adds a query that is new, by a name that is free.
///
/// # Errors
/// As [`check_saved_name`], [`read_saved`] and [`write_saved`]; [`Error::Argument`] for a name that is taken.
pub fn save_query(path: &Path, name: &str, query: &str) -> Result<()> {
    check_saved_name(name)?;
    let mut queries = read_saved(path)?;
    if queries.get(name).is_some_and(|known| known != query) {
        return Err(Error::Argument {
            message: format!("there is a saved query `{name}` already"),
            help: Some("take another name".into()),
        });
    }
    queries.insert(name.to_owned(), query.to_owned());
    write_saved(path, queries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["a", "border-town", "2019.q_1"] {
            assert!(check_saved_name(name).is_ok(), "{name}");
        }
        for name in ["", "A", "a b", "é", "-a", ".a", "a/b", &"a".repeat(65)] {
            assert!(check_saved_name(name).is_err(), "{name}");
        }
    }
}
