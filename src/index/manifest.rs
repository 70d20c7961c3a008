//! The manifest: what an index says of itself. Written last and atomically, checked first.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis::RECIPE;
use crate::error::{Error, Result};
use crate::schema;

/// File name of the manifest inside the index folder.
pub(super) const FILE: &str = "dateline.json";

/// What an index says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the on-disk form.
    pub format_version: u32,
    /// Hash of `schema/`.
    pub schema_hash: String,
    /// Version of the rules of analysis.
    pub analysis: String,
    /// Version of the program that made it.
    pub program: String,
    /// IANA name of the time zone in which dates without a zone are read.
    pub time_zone: String,
    /// Tantivy's stamp of the commit that the counts belong to.
    pub commit: u64,
    /// Articles in it.
    pub articles: u64,
    /// How many articles were analysed as which language, those replaced since included.
    pub languages: BTreeMap<String, u64>,
}

impl Manifest {
    /// The manifest of an empty index made by this program.
    pub fn new() -> Manifest {
        Manifest {
            format_version: schema::format_version(),
            schema_hash: schema::schema_hash(),
            analysis: RECIPE.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            time_zone: "UTC".to_owned(),
            commit: 0,
            articles: 0,
            languages: BTreeMap::new(),
        }
    }

    /// Reads the manifest in `dir` and checks that this program can use the index.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::ForeignFolder`], [`Error::DamagedManifest`],
    /// [`Error::Mismatch`], [`Error::Io`].
    pub fn read(dir: &Path) -> Result<Manifest> {
        let path = dir.join(FILE);
        let text = match fs_err::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(what_is_there(dir)),
            Err(e) if e.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(Error::ForeignFolder {
                    dir: dir.into(),
                    found: "a file".into(),
                });
            }
            Err(e) => return Err(Error::io("cannot read", &path, e)),
        };
        let damaged = |reason: String| Error::DamagedManifest {
            dir: dir.into(),
            reason,
        };
        let value: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
        // The version first: another version's manifest may have other keys.
        let found = value
            .get("format_version")
            .and_then(serde_json::Value::as_u64)
            .ok_or_else(|| damaged("it has no format_version".into()))?;
        let mismatch = |what, found: String, expected: String| {
            if found == expected {
                Ok(())
            } else {
                Err(Error::Mismatch {
                    dir: dir.into(),
                    what,
                    found,
                    expected,
                })
            }
        };
        mismatch(
            "format version",
            found.to_string(),
            schema::format_version().to_string(),
        )?;
        let manifest: Manifest =
            serde_json::from_value(value).map_err(|e| damaged(e.to_string()))?;
        mismatch(
            "schema",
            manifest.schema_hash.clone(),
            schema::schema_hash(),
        )?;
        mismatch("analysis", manifest.analysis.clone(), RECIPE.to_owned())?;
        Ok(manifest)
    }

    /// Replaces the manifest in `dir` in one step: readers see the old or the new one, whole.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, dir: &Path) -> Result<()> {
        replace(dir, FILE, |file| {
            serde_json::to_writer_pretty(&mut *file, self)?;
            file.write_all(b"\n")
        })
    }

    /// Languages of the index, most frequent first, without the undetermined.
    pub fn languages_by_size(&self) -> Vec<&str> {
        let mut languages: Vec<(&str, u64)> = self
            .languages
            .iter()
            .map(|(code, &n)| (code.as_str(), n))
            .collect();
        languages.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        languages.into_iter().map(|(code, _)| code).collect()
    }
}

/// Replaces a file of the index in one step: readers see the old or the new one, whole.
pub(super) fn replace(
    dir: &Path,
    name: &str,
    write: impl FnOnce(&mut std::fs::File) -> std::io::Result<()>,
) -> Result<()> {
    let path = dir.join(name);
    let failed = |e| Error::io("cannot write", &path, e);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    // As any other file: readable by others unless the user's mask says no.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(dir).map_err(failed)?;
    write(file.as_file_mut())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist(&path).map_err(|e| failed(e.error))?;
    Ok(())
}

impl Default for Manifest {
    fn default() -> Manifest {
        Manifest::new()
    }
}

/// Names of what this program puts into an index folder.
pub(super) const SEGMENTS: &str = "segments";
/// How the names of files begin that a killed run left half written.
pub(super) const UNFINISHED: &str = ".manifest-";
/// The writer's lock file.
pub(super) const LOCK: &str = "writer.lock";

/// Why a folder without a manifest is no index.
fn what_is_there(dir: &Path) -> Error {
    let Ok(entries) = fs_err::read_dir(dir) else {
        return Error::NoIndex { dir: dir.into() };
    };
    let foreign = entries
        .filter_map(|e| e.ok())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .find(|name| {
            let own = [
                // Made since it was not there.
                FILE,
                SEGMENTS,
                LOCK,
                super::checkpoint::FILE,
                super::families::FILE,
                super::families::UNFINISHED,
            ];
            !own.contains(&name.as_str()) && !name.starts_with(UNFINISHED)
        });
    match foreign {
        Some(name) => Error::ForeignFolder {
            dir: dir.into(),
            found: format!("`{name}`"),
        },
        None => Error::NoIndex { dir: dir.into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::new();
        manifest.articles = 7;
        manifest.languages.insert("en".into(), 7);
        manifest.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), manifest);
        assert_eq!(fs_err::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn each_wrong_folder_has_its_own_message() {
        let dir = tempfile::tempdir().unwrap();
        let message = |dir: &Path| Manifest::read(dir).unwrap_err().to_string();
        assert!(message(&dir.path().join("absent")).starts_with("no index in"));
        assert!(message(dir.path()).starts_with("no index in"));
        fs_err::write(dir.path().join("holiday.jpg"), "x").unwrap();
        assert!(message(dir.path()).contains("is not a dateline index: it holds `holiday.jpg`"));
        fs_err::write(dir.path().join(FILE), "{").unwrap();
        assert!(message(dir.path()).contains("damaged"));
        fs_err::write(dir.path().join(FILE), r#"{"format_version": 99}"#).unwrap();
        let error = Manifest::read(dir.path()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("format version 99, this program has 4"),
            "{error}"
        );
        assert!(error.help().unwrap().contains("--fresh"));
        let mut other = Manifest::new();
        other.analysis = "words 0".into();
        other.write(dir.path()).unwrap();
        assert!(message(dir.path()).contains("analysis words 0"));
    }
}
