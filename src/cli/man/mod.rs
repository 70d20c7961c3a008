//! `dateline man`: manual pages, shown or installed.

mod page;

use std::io::Write;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use clap::Command;

use super::Exit;
use super::args::{self, Man};
use crate::error::Error;
use crate::output::{ColorChoice, Out};

/// The page of the query language, written by hand.
const QUERY_PAGE: &str = include_str!("../../../docs/man/dateline-query.7");

/// The name by which `dateline man` shows it.
pub(super) const LANGUAGE: &str = "language";

pub(super) fn run(args: &Man) -> anyhow::Result<Exit> {
    let command = commands();
    let mut out = Out::new(ColorChoice::Never);
    if let Some(dir) = &args.dir {
        for (name, text) in pages(&command) {
            let section = name.rsplit('.').next().unwrap_or("1");
            let path = dir.join(format!("man{section}")).join(&name);
            crate::user::replace_file(&path, text.as_bytes())?;
            out.line(&path.display().to_string())?;
        }
        out.finish()?;
        return Ok(Exit::Success);
    }
    let (source, plain) = match args.commands.as_slice() {
        [name] if name == LANGUAGE => (QUERY_PAGE.to_owned(), page::plain(QUERY_PAGE)),
        names => {
            let mut command = found(command, names)?;
            let plain = command.render_long_help().to_string();
            (page::of(&command), plain)
        }
    };
    if !Out::is_terminal() {
        out.bytes(source.as_bytes())?;
    } else if !opened(&source) {
        out.bytes(plain.as_bytes())?;
    }
    out.finish()?;
    Ok(Exit::Success)
}

/// All commands with the names that they have together with those above.
fn commands() -> Command {
    let mut command = args::command().disable_help_subcommand(true);
    command.build();
    command
}

/// The command of these names, one below the other.
fn found(mut command: Command, names: &[String]) -> Result<Command, Error> {
    for name in names {
        let below = command.get_subcommands().map(Command::get_name);
        let known: Vec<&str> = below.collect();
        let next = command
            .find_subcommand(name)
            .ok_or_else(|| Error::Argument {
                message: format!("no command `{name}` has a page"),
                help: match known.is_empty() {
                    true => None,
                    false => Some(format!("the pages are {}, {LANGUAGE}", known.join(", "))),
                },
            })?;
        command = next.clone();
    }
    Ok(command)
}

/// File names and sources of all pages.
fn pages(command: &Command) -> Vec<(String, String)> {
    let mut out = vec![("dateline-query.7".to_owned(), QUERY_PAGE.to_owned())];
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        out.push((format!("{}.1", page::name(command)), page::of(command)));
        open.extend(command.get_subcommands().filter(|c| !c.is_hide_set()));
    }
    out.sort();
    out
}

/// Whether the system's `man` has shown a page.
fn opened(source: &str) -> bool {
    let show = || -> std::io::Result<bool> {
        let mut man = Process::new("man")
            .args([Path::new("-l"), Path::new("-")])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = man.stdin.take() {
            // Who closes the pager early has seen enough.
            let _ = stdin.write_all(source.as_bytes());
        }
        Ok(man.wait()?.success())
    };
    show().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_examples() {
        let command = commands();
        let pages = pages(&command);
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for name in [
            "dateline.1",
            "dateline-search.1",
            "dateline-saved-run.1",
            "dateline-query.7",
        ] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        for (name, text) in &pages {
            assert!(
                text.contains(".SH EXAMPLES") || name.ends_with(".7"),
                "{name}"
            );
            assert!(text.contains(".SH NAME"), "{name}");
        }
    }

    #[test]
    fn a_page_is_found_by_the_names_of_its_command() {
        let check = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            found(commands(), &names).map(|c| page::name(&c))
        };
        assert_eq!(check(&[]).unwrap(), "dateline");
        assert_eq!(check(&["saved", "run"]).unwrap(), "dateline-saved-run");
        assert_eq!(check(&["remove"]).unwrap(), "dateline-rm");
        let error = check(&["nonsense"]).unwrap_err();
        assert!(error.help().is_some_and(|help| help.contains("search, ")));
    }
}
