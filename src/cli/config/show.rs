//! `dateline config`: what counts and where it comes from, where the file is, a file to begin with.

use serde_json::{Map, json};

use super::effective::Origin;
use super::{Config, Value, init, path};
use crate::cli::Exit;
use crate::cli::args::{ConfigArgs, ConfigCommand, ConsoleArgs, SummaryFormat};
use crate::error::Error;
use crate::output::{ColorChoice, Out, one_line, print_note};

pub(in crate::cli) fn run(
    args: &ConfigArgs,
    typed: &ConsoleArgs,
    config: &Config,
) -> anyhow::Result<Exit> {
    match args.command {
        ConfigCommand::Show { format } => show(format, typed, config),
        ConfigCommand::Path => {
            let (path, _) = path(typed)?;
            let mut out = Out::new(ColorChoice::Never);
            out.line(&path.display().to_string())?;
            out.finish()?;
            if typed.no_config {
                print_note("it is not read: --no-config");
            } else if !path.exists() {
                print_note("it is not there; write one: dateline config init");
            }
            Ok(Exit::Success)
        }
        ConfigCommand::Init { force, stdout } => {
            if stdout {
                let mut out = Out::new(ColorChoice::Never);
                out.bytes(init::text().as_bytes())?;
                out.finish()?;
                return Ok(Exit::Success);
            }
            let (path, _) = path(typed)?;
            if path.exists() && !force {
                return Err(Error::Argument {
                    message: format!("there is a config file already: {}", path.display()),
                    help: Some(
                        "print a new one: dateline config init --stdout; put it in place: --force"
                            .to_owned(),
                    ),
                }
                .into());
            }
            crate::user::replace_file(&path, init::text().as_bytes())?;
            print_note(&format!("{} has every key, commented out", path.display()));
            Ok(Exit::Success)
        }
    }
}

fn show(format: SummaryFormat, typed: &ConsoleArgs, config: &Config) -> anyhow::Result<Exit> {
    let all = config.all(typed)?;
    let file = config.file.as_ref().map(|file| file.display().to_string());
    let mut out = Out::paged(format.purpose());
    match format {
        SummaryFormat::Json => {
            let settings: Vec<serde_json::Value> = all
                .iter()
                .map(|(key, value, origin)| {
                    let mut one = Map::new();
                    one.insert("key".to_owned(), key.name.into());
                    one.insert("value".to_owned(), value.json());
                    one.insert("from".to_owned(), origin.kind().into());
                    match origin {
                        Origin::Flag(name) | Origin::Env(name) => {
                            one.insert("name".to_owned(), (*name).into())
                        }
                        Origin::File(line) => one.insert("line".to_owned(), (*line).into()),
                        Origin::Nearest | Origin::Default => None,
                    };
                    one.insert("meaning".to_owned(), key.help.join(" ").into());
                    one.into()
                })
                .collect();
            out.json_pretty(&json!({ "version": 1, "file": file, "settings": settings }))?;
        }
        SummaryFormat::Text => {
            let about = match &file {
                Some(file) => format!("# {}", one_line(file)),
                None if typed.no_config => "# no config file: --no-config".to_owned(),
                None => "# no config file; write one: dateline config init".to_owned(),
            };
            let about = out.paint.dim(&about);
            out.line(&about)?;
            for (key, value, origin) in &all {
                let name = out.paint.name(key.name);
                let value = one_line(&value.toml());
                let origin = out.paint.dim(&format!("# {}", origin.told()));
                out.line(&format!("{name} = {value}  {origin}"))?;
            }
        }
    }
    out.finish()?;
    Ok(Exit::Success)
}

impl Origin {
    fn kind(&self) -> &'static str {
        match self {
            Origin::Flag(_) => "flag",
            Origin::Env(_) => "env",
            Origin::Nearest => "nearest",
            Origin::File(_) => "file",
            Origin::Default => "default",
        }
    }

    fn told(&self) -> String {
        match self {
            Origin::Flag(name) => format!("flag {name}"),
            Origin::Env(name) => format!("env {name}"),
            Origin::Nearest => "nearest .dateline".to_owned(),
            Origin::File(line) => format!("file, line {line}"),
            Origin::Default => "default".to_owned(),
        }
    }
}

impl Value {
    /// As the file has it.
    fn toml(&self) -> String {
        let value = match self {
            Value::Text(text) => toml::Value::from(text.as_str()),
            Value::Number(number) => return number.to_string(),
            Value::Switch(on) => toml::Value::from(*on),
            Value::List(list) => toml::Value::from(list.clone()),
            Value::Keys(keys) => {
                let each = keys
                    .iter()
                    .map(|(action, keys)| (action.clone(), toml::Value::from(keys.clone())));
                toml::Value::Table(each.collect())
            }
        };
        value.to_string()
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Value::Text(text) => text.as_str().into(),
            Value::Number(number) => (*number).into(),
            Value::Switch(on) => (*on).into(),
            Value::List(list) => list.clone().into(),
            Value::Keys(keys) => json!(keys),
        }
    }
}
