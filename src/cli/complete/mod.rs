//! Completions: the scripts of the shells call the program with `DATELINE_COMPLETE` set and the
//! words of the line, and it answers with what may stand there. Which option takes which values is
//! said here; no other part of the program knows of completions.

mod bash;
mod query;
#[cfg(test)]
mod tests;
mod values;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use clap::{Arg, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{EnvCompleter, Fish, Powershell, Shells, Zsh};

use super::args::{self, Shell};
use crate::ingest::Format;
use crate::output::{Column, Out};

/// The variable that tells the program to complete, and for which shell.
const VARIABLE: &str = "DATELINE_COMPLETE";

const SHELLS: &[&dyn EnvCompleter] = &[&bash::Bash, &Bare(Zsh), &Bare(Fish), &Bare(Powershell)];

/// A shell that hands the word that is being typed over as it stands, opened quotes included.
struct Bare<S>(S);

impl<S: EnvCompleter> EnvCompleter for Bare<S> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn is(&self, name: &str) -> bool {
        self.0.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.0.write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        mut words: Vec<OsString>,
        here: Option<&Path>,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        if let Some(last) = words.last_mut()
            && let Some(text) = last.to_str()
        {
            *last = match text.strip_prefix(['\'', '"']) {
                Some(inside) => inside.into(),
                None => text.replace('\\', "").into(),
            };
        }
        self.0.write_complete(command, words, here, buf)
    }
}

/// Answers a shell that asks for completions; false if none does. Whatever goes wrong, nothing is
/// written: an error would stand in the middle of the line that is being typed.
pub(super) fn answered() -> bool {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(|| with_values(args::command()))
        .var(VARIABLE)
        .shells(Shells(SHELLS))
        .try_complete(std::env::args_os(), here.as_deref())
        .unwrap_or(true)
}

/// `dateline completions`: the script of a shell.
pub(super) fn run(shell: Shell) -> anyhow::Result<super::Exit> {
    let shell: &dyn EnvCompleter = match shell {
        Shell::Bash => &bash::Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    let name = env!("CARGO_PKG_NAME");
    shell.write_registration(VARIABLE, name, name, name, &mut script)?;
    let mut out = Out::new(crate::output::ColorChoice::Never);
    out.bytes(&script)?;
    out.finish()?;
    Ok(super::Exit::Success)
}

/// The command line with what may stand for each value.
fn with_values(command: Command) -> Command {
    let name = command.get_name().to_owned();
    command
        .mut_args(|arg| of(&name, arg))
        .mut_subcommands(with_values)
}

/// What may stand for a value of an option, by the option's name and the command's.
fn of(command: &str, arg: Arg) -> Arg {
    let id = arg.get_id().to_string();
    match (command, id.as_str()) {
        ("run", "query") | ("show" | "rm", "name") => dynamic(arg, values::saved),
        (_, "query" | "first" | "second") => dynamic(arg, query::complete),
        (_, "source") => dynamic(arg, |typed| values::of_facet("source", typed)),
        (_, "place_name") => dynamic(arg, |typed| values::of_facet("place", typed)),
        (_, "facet") => dynamic(arg, values::facets),
        ("tui", "filter") => dynamic(arg, query::complete),
        (_, "filter" | "facet_search" | "narrow") => dynamic(arg, values::facet_and_value),
        (_, "sort") => dynamic(arg, values::sort_keys),
        (_, "collapse") => dynamic(arg, values::collapses),
        (_, "matching") => fixed(arg, &["relaxed", "all", "any", "75%"]),
        (_, "input_format") => {
            dynamic(arg, |typed| beginning(typed, Format::ALL.map(Format::name)))
        }
        ("index", "format") => fixed(arg, &["text", "json"]),
        ("search" | "run", "columns") => dynamic(arg, |typed| beginning(typed, Column::names())),
        ("man", "commands") => dynamic(arg, values::commands),
        _ => arg,
    }
}

fn dynamic<F>(arg: Arg, complete: F) -> Arg
where
    F: Fn(&str) -> Vec<CompletionCandidate> + Send + Sync + 'static,
{
    // What is no Unicode is completed by nothing.
    let complete = move |typed: &OsStr| typed.to_str().map(&complete).unwrap_or_default();
    arg.add(ArgValueCompleter::new(complete))
}

fn fixed(arg: Arg, values: &'static [&'static str]) -> Arg {
    dynamic(arg, move |typed| beginning(typed, values.iter().copied()))
}

/// Those that begin with what was typed.
fn beginning<T: Into<String>>(
    typed: &str,
    values: impl IntoIterator<Item = T>,
) -> Vec<CompletionCandidate> {
    values
        .into_iter()
        .map(Into::into)
        .filter(|value| value.starts_with(typed))
        .map(CompletionCandidate::new)
        .collect()
}
