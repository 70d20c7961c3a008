//! What is known of the terminal, the settings, the index and the machine. Nothing is judged here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::args::ConsoleArgs;
use crate::cli::config::{Config, Inspected, inspect};
use crate::cli::plan;
use crate::error::Error;
use crate::index::{Health, health};
use crate::output::{DEFAULT_PAGER, Streams, shell_words};

/// All that the checks are given.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) terminal: Terminal,
    pub(super) settings: Settings,
    pub(super) index: Index,
    pub(super) machine: Machine,
}

/// Variables of the environment by name; what is not UTF-8 has its bytes replaced.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables(pub(super) BTreeMap<String, String>);

impl Variables {
    fn now() -> Variables {
        let text = |s: std::ffi::OsString| s.to_string_lossy().into_owned();
        Variables(
            std::env::vars_os()
                .map(|(k, v)| (text(k), text(v)))
                .collect(),
        )
    }

    /// The value of a variable; none where it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}

/// The terminal.
#[derive(Debug, Clone, Default)]
pub(super) struct Terminal {
    pub(super) variables: Variables,
    pub(super) streams: Streams,
    /// Columns and lines.
    pub(super) size: Option<(u16, u16)>,
    /// Value of tmux's `set-clipboard`, inside tmux.
    pub(super) tmux_clipboard: Option<String>,
}

/// Pager, files and variables.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) variables: Variables,
    pub(super) pager: Pager,
    pub(super) config: Inspected,
}

/// The pager that would be run.
#[derive(Debug, Clone)]
pub(super) struct Pager {
    /// As it is named.
    pub(super) command: String,
    /// What names it; none for the default.
    pub(super) named_by: Option<&'static str>,
    /// Its words, or why there are none.
    pub(super) words: Result<Vec<String>, String>,
    /// Whether its program was found.
    pub(super) is_found: bool,
}

/// How the folder of the index was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// `--index`.
    Option,
    /// `DATELINE_INDEX`.
    Variable,
    /// The nearest `.dateline` upwards.
    Nearest,
    /// The config file.
    Config,
    /// The user's data folder.
    Default,
}

/// The index.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) dir: PathBuf,
    pub(super) found: Found,
    pub(super) health: Result<Health, Error>,
    /// Free bytes of its disk.
    pub(super) free_bytes: Option<u64>,
}

/// The machine; what can't be known on this system is none.
#[derive(Debug, Clone, Default)]
pub(super) struct Machine {
    /// Files that this process may have open.
    pub(super) open_files: Option<u64>,
    /// Mapped areas that a process may have.
    pub(super) map_count: Option<u64>,
    /// Files of the index's segments.
    pub(super) index_files: u64,
    /// The folder for temporary files, and the free bytes of its disk.
    pub(super) temp: (PathBuf, Option<u64>),
    /// The folder of the index, and the free bytes of its disk.
    pub(super) disk: (PathBuf, Option<u64>),
    /// Bytes of memory that can be had.
    pub(super) free_memory: Option<u64>,
    pub(super) cores: usize,
}

impl Facts {
    /// Looks at everything. `given` is the index that was named.
    ///
    /// # Errors
    /// Where not even the folders of the user can be told.
    pub(super) fn gather(
        given: Option<&Path>,
        typed: &ConsoleArgs,
        config: &Config,
    ) -> anyhow::Result<Facts> {
        let variables = Variables::now();
        let dir = plan::index_dir(given)?;
        let named = variables.get("DATELINE_INDEX").map(Path::new);
        let found = match given {
            Some(given) if named == Some(given) => Found::Variable,
            Some(_) => Found::Option,
            None if plan::nearest()?.as_ref() == Some(&dir) => Found::Nearest,
            None if plan::is_configured(&dir) => Found::Config,
            None => Found::Default,
        };
        let index = Index {
            health: health(&dir),
            free_bytes: free_bytes(&dir),
            dir,
            found,
        };
        let temp = std::env::temp_dir();
        let machine = Machine {
            open_files: read("/proc/self/limits").and_then(|text| open_files(&text)),
            map_count: read("/proc/sys/vm/max_map_count").and_then(|t| t.trim().parse().ok()),
            index_files: index.health.as_ref().map_or(0, |health| health.files),
            temp: (temp.clone(), free_bytes(&temp)),
            disk: (index.dir.clone(), index.free_bytes),
            free_memory: free_memory(
                read("/proc/meminfo").as_deref(),
                read("/sys/fs/cgroup/memory.max").as_deref(),
                read("/sys/fs/cgroup/memory.current").as_deref(),
            ),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
        };
        Ok(Facts {
            terminal: Terminal {
                streams: Streams::now(),
                size: terminal_size::terminal_size().map(|(width, height)| (width.0, height.0)),
                tmux_clipboard: tmux_clipboard(&variables),
                variables: variables.clone(),
            },
            settings: Settings {
                pager: pager(&variables, config.console(typed).pager.as_deref()),
                config: inspect(typed)?,
                variables,
            },
            index,
            machine,
        })
    }
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// Free bytes of the disk that a folder is on, or will be once it is made.
fn free_bytes(dir: &Path) -> Option<u64> {
    let full = std::path::absolute(dir).ok()?;
    let there = full.ancestors().find(|dir| dir.is_dir())?;
    fs4::available_space(there).ok()
}

/// The soft limit of open files, from `/proc/self/limits`.
fn open_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find(|l| l.starts_with("Max open files"))?;
    let soft = line["Max open files".len()..].split_whitespace().next()?;
    match soft {
        "unlimited" => Some(u64::MAX),
        number => number.parse().ok(),
    }
}

/// Bytes of memory that can be had: of the machine, and of what a container may use.
fn free_memory(machine: Option<&str>, most: Option<&str>, used: Option<&str>) -> Option<u64> {
    let line = machine?.lines().find(|l| l.starts_with("MemAvailable:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    let number = |text: Option<&str>| text?.trim().parse::<u64>().ok();
    let left = number(most).map(|most| most.saturating_sub(number(used).unwrap_or(0)));
    Some((kib * 1024).min(left.unwrap_or(u64::MAX)))
}

/// What tmux does with text that a program gives it for the clipboard.
fn tmux_clipboard(variables: &Variables) -> Option<String> {
    variables.get("TMUX")?;
    let asked = Command::new("tmux")
        .args(["show-options", "-sv", "set-clipboard"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let told = String::from_utf8_lossy(&asked.ok()?.stdout)
        .trim()
        .to_owned();
    (!told.is_empty()).then_some(told)
}

/// The pager, and what names it: `DATELINE_PAGER`, then the config file, then `PAGER`.
fn pager(variables: &Variables, configured: Option<&str>) -> Pager {
    let of_variable = |name| variables.get(name).map(|value| (name, value));
    let named = of_variable("DATELINE_PAGER")
        .or(configured.map(|command| ("the config file", command)))
        .or(of_variable("PAGER"));
    let named_by = named.map(|(name, _)| name);
    let command = named
        .map_or(DEFAULT_PAGER, |(_, command)| command)
        .to_owned();
    let words = shell_words(&command);
    let program = words.as_ref().ok().and_then(|words| words.first());
    let is_found = program.is_some_and(|program| is_program(program, variables.get("PATH")));
    Pager {
        command,
        named_by,
        words,
        is_found,
    }
}

/// Whether a program is there: a path as it is, a name in the folders of PATH.
fn is_program(program: &str, path: Option<&str>) -> bool {
    if Path::new(program).components().count() > 1 {
        return Path::new(program).is_file();
    }
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    path.is_some_and(|path| std::env::split_paths(path).any(|dir| dir.join(&name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_open_files_is_the_soft_one() {
        let limits = |soft: &str| {
            open_files(&format!(
                "Limit                     Soft Limit           Hard Limit           Units\n\
                 Max processes             100                  200                  processes\n\
                 Max open files            {soft}                 4096                 files\n"
            ))
        };
        assert_eq!(limits("1024"), Some(1024));
        assert_eq!(limits("unlimited"), Some(u64::MAX));
        assert_eq!(limits("?"), None);
        assert_eq!(open_files(""), None);
    }

    #[test]
    fn memory_is_that_of_the_container_where_it_is_less() {
        let machine = Some("MemTotal:  9 kB\nMemAvailable:    2000 kB\n");
        for (most, used, expected) in [
            (None, None, 2_048_000),
            (Some("max\n"), Some("5\n"), 2_048_000),
            (Some("1000000\n"), Some("400000\n"), 600_000),
            (Some("1000\n"), Some("4000\n"), 0),
            (Some("900000000\n"), Some("0\n"), 2_048_000),
        ] {
            assert_eq!(free_memory(machine, most, used), Some(expected), "{most:?}");
        }
        assert_eq!(free_memory(None, Some("5"), None), None);
    }

    #[test]
    fn programs_are_looked_for_as_a_shell_does() {
        let dir = tempfile::tempdir().unwrap();
        let name = format!("pg{}", std::env::consts::EXE_SUFFIX);
        fs_err::write(dir.path().join(&name), "").unwrap();
        let path = dir.path().display().to_string();
        assert!(is_program("pg", Some(&path)));
        assert!(!is_program("pg", None));
        assert!(!is_program("other", Some(&path)));
        assert!(is_program(&format!("{path}/{name}"), None));
    }
}
