//! What the file says of an option becomes the option's default: what was typed, and a variable that clap knows, stay
//! stronger, and no command has to ask the config.

use std::ffi::OsString;

use clap::FromArgMatches;

use super::keys::{KEYS, OptionOf};
use super::{Config, Value};
use crate::cli::args::{Args, Command, ConfigCommand, command};

/// The arguments with the config file's defaults in them, and the config.
///
/// # Errors
/// Those of the config file. Commands that only name or write it don't read it.
pub(in crate::cli) fn with_config(args: Args) -> anyhow::Result<(Args, Config)> {
    if let Some(Command::Config(config)) = &args.command
        && !matches!(config.command, ConfigCommand::Show { .. })
    {
        return Ok((args, Config::default()));
    }
    let config = match Config::load(&args.console) {
        // It judges the file itself.
        Err(_) if matches!(args.command, Some(Command::Doctor(_))) => Config::default(),
        read => read?,
    };
    let defaults = config.defaults();
    if defaults.is_empty() {
        return Ok((args, config));
    }
    // What was typed has passed once already, and values of the file were checked when it was read.
    let args = parsed(&defaults, std::env::args_os()).unwrap_or_else(|e| e.exit());
    Ok((args, config))
}

/// What was typed, over these defaults.
fn parsed(
    defaults: &[Default],
    typed: impl Iterator<Item = OsString>,
) -> Result<Args, clap::Error> {
    let mut program = command();
    for default in defaults {
        program = default.put_into(program, &mut Vec::new());
    }
    Args::from_arg_matches(&program.try_get_matches_from(typed)?)
}

/// A default of an option of some commands.
struct Default {
    option: OptionOf,
    values: Vec<String>,
}

impl Config {
    fn defaults(&self) -> Vec<Default> {
        let mut defaults = Vec::new();
        for key in KEYS {
            let (Some(option), Some(value)) = (key.option, self.given(key.name)) else {
                continue;
            };
            let values = match value {
                Value::Text(text) => vec![text.clone()],
                Value::Number(number) => vec![number.to_string()],
                Value::List(list) => list.clone(),
                Value::Switch(_) | Value::Keys(_) => continue,
            };
            let unset = option.unset.is_some_and(|unset| values == [unset]);
            if !unset && !values.is_empty() {
                defaults.push(Default { option, values });
            }
        }
        defaults
    }
}

impl Default {
    /// The command with the default in it and in the commands below; `at` are the words before it.
    fn put_into(&self, command: clap::Command, at: &mut Vec<String>) -> clap::Command {
        let concerned = self.option.commands.iter().any(|words| at == words);
        let command = command.mut_args(|arg| match concerned && arg.get_id() == self.option.id {
            true => arg.default_values(self.values.iter().map(|value| leaked(value))),
            false => arg,
        });
        command.mut_subcommands(|sub| {
            at.push(sub.get_name().to_owned());
            let sub = self.put_into(sub, at);
            at.pop();
            sub
        })
    }
}

/// A text that lives as long as the program, as clap wants its defaults: a few, once a run.
fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    /// `--memory` and `--threads` of `index` under a config file.
    fn check(text: &str, typed: &[&str], expected: (usize, Option<u16>)) {
        let given = read("x".as_ref(), text).unwrap();
        let defaults = Config { file: None, given }.defaults();
        let words = ["dateline", "index", "x"].iter().chain(typed);
        let args = parsed(&defaults, words.map(OsString::from)).unwrap();
        let Some(Command::Index(index)) = args.command else {
            panic!("not `index`")
        };
        assert_eq!((index.memory, index.threads), expected, "{text}");
    }

    #[test]
    fn keys_of_ingest_are_the_defaults_of_index() {
        let text = "[ingest]\nmemory = \"200MB\"\nthreads = 3";
        check("", &[], (600_000_000, None));
        check(text, &[], (200_000_000, Some(3)));
        check(text, &["--memory", "1GB"], (1_000_000_000, Some(3)));
        check(text, &["--threads", "1"], (200_000_000, Some(1)));
        check("[ingest]\nthreads = 0", &[], (600_000_000, None));
    }
}
