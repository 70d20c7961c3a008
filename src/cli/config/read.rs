//! A config file taken apart: every key known, every value of its kind, or an error that names file and line.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, Kind};
use super::{Given, Value};
use crate::error::Error;
use crate::query::near_of;

/// Reads the text of the file `path`.
///
/// # Errors
/// The first line that is no TOML; else the first with an unknown key or a value that the key does not take.
pub(super) fn read(path: &Path, text: &str) -> Result<BTreeMap<&'static str, Given>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = |at: usize| 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
    let refuse = |wrong: Wrong| Error::Argument {
        message: format!("{}:{}: {}", path.display(), line(wrong.at), wrong.message),
        help: Some(wrong.help),
    };
    let table = DeTable::parse(text).map_err(|e| {
        refuse(Wrong {
            at: e.span().map_or(0, |span| span.start),
            message: e.message().trim().replace('\n', ", "),
            help: "write TOML: key = \"text\", key = 10, key = true, [table]".to_owned(),
        })
    })?;
    let mut walk = Walk::default();
    walk.table("", table.get_ref());
    // The table is in the order of its names, and the first line is what should be mended first.
    if let Some(first) = walk.wrong.into_iter().min_by_key(|wrong| wrong.at) {
        return Err(refuse(first));
    }
    let given = walk.found.into_iter().map(|(name, at, value)| {
        let line = line(at);
        (name, Given { value, line })
    });
    Ok(given.collect())
}

/// A mistake at a byte of the file.
struct Wrong {
    at: usize,
    message: String,
    help: String,
}

#[derive(Default)]
struct Walk {
    found: Vec<(&'static str, usize, Value)>,
    wrong: Vec<Wrong>,
}

impl Walk {
    fn table(&mut self, table: &str, entries: &DeTable<'_>) {
        for (name, value) in entries {
            let at = name.span().start;
            let name = match table {
                "" => name.get_ref().to_string(),
                _ => format!("{table}.{}", name.get_ref()),
            };
            match (Key::named(&name), value.get_ref()) {
                (Some(key), _) => match taken(key, value) {
                    // A table without keys says nothing.
                    Ok(Value::Keys(keys)) if keys.is_empty() => {}
                    Ok(value) => self.found.push((key.name, at, value)),
                    Err((at, message)) => self.wrong.push(Wrong {
                        at,
                        message,
                        help: example(key),
                    }),
                },
                (None, value) if is_table(&name) => match value {
                    DeValue::Table(entries) => self.table(&name, entries),
                    _ => self.wrong.push(Wrong {
                        at,
                        message: format!("`{name}` is a table, not a value"),
                        help: format!("write [{name}], and its keys below"),
                    }),
                },
                (None, _) => self.wrong.push(Wrong {
                    at,
                    message: format!("there is no key `{name}`"),
                    help: meant(&name),
                }),
            }
        }
    }
}

/// Whether keys stand in a table of this name.
fn is_table(name: &str) -> bool {
    let within = |key: &Key| {
        key.name
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    KEYS.iter().any(within)
}

/// What may have been meant by an unknown key.
fn meant(name: &str) -> String {
    let (table, leaf) = name.rsplit_once('.').unwrap_or(("", name));
    let here: Vec<&Key> = KEYS.iter().filter(|key| key.parts().0 == table).collect();
    let all: Vec<&Key> = KEYS.iter().collect();
    let tables = || {
        let tables = KEYS.iter().map(|key| key.parts().0);
        tables.filter(|table| !table.is_empty())
    };
    let called = |leaf: &str, keys: &[&Key]| {
        let found = keys.iter().find(|key| key.parts().1 == leaf);
        found.map(|key| key.name)
    };
    let near = |keys: &[&Key]| {
        let near = near_of(leaf, keys.iter().map(|key| key.parts().1))?;
        called(near, keys)
    };
    let key = near(&here)
        .or_else(|| called(leaf, &all))
        .or_else(|| near(&all));
    let told = match key.and_then(Key::named) {
        Some(key) => Some(match key.parts() {
            ("", leaf) if !table.is_empty() => format!("`{leaf}`, above all tables"),
            (table, leaf) if !table.is_empty() => format!("`{leaf}` in the table [{table}]"),
            (_, leaf) => format!("`{leaf}`"),
        }),
        None => near_of(name, tables()).map(|table| format!("the table [{table}]")),
    };
    match told {
        Some(told) => format!("did you mean {told}? all keys: dateline config init --stdout"),
        None => "list all keys: dateline config init --stdout".to_owned(),
    }
}

/// A line of the file as it should be.
fn example(key: &Key) -> String {
    let (table, leaf) = key.parts();
    let line = match key.kind {
        Kind::Keys => "similar = \"s\", quit = [\"q\", \"ctrl-c\"]".to_owned(),
        _ => format!("{leaf} = {}", key.default),
    };
    match (key.kind, table) {
        (Kind::Keys, _) => format!("write {line} below [{}]", key.name),
        (_, "") => format!("write {line}, which is the default"),
        (_, table) => format!("write {line} below [{table}], which is the default"),
    }
}

/// The value, if the key takes it, else where it is wrong and why.
fn taken(key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Value, (usize, String)> {
    let name = key.name;
    let at = value.span().start;
    let kind = value.get_ref().type_str();
    let expected = |what: &str| {
        Err((
            at,
            format!("`{name}` takes {what}, not {}", with_article(kind)),
        ))
    };
    let text = |value: &Spanned<DeValue<'_>>, what: &str| match value.get_ref().as_str() {
        Some(text) => Ok((value.span().start, text.to_owned())),
        None => {
            let kind = with_article(value.get_ref().type_str());
            Err((
                value.span().start,
                format!("`{name}` takes {what}, not {kind}"),
            ))
        }
    };
    let of = |check: super::keys::Check, (at, text): (usize, String)| match check(&text) {
        Ok(()) => Ok(text),
        Err(reason) => Err((at, format!("`{name}` can't be \"{text}\": {reason}"))),
    };
    match (key.kind, value.get_ref()) {
        (Kind::Text(check), _) => Ok(Value::Text(of(check, text(value, "a text")?)?)),
        (Kind::Choice(words), DeValue::String(text)) if words.contains(&text.as_ref()) => {
            Ok(Value::Text(text.to_string()))
        }
        (Kind::Choice(words), DeValue::String(text)) => Err((
            at,
            format!("`{name}` can't be \"{text}\": expected {}", either(words)),
        )),
        (Kind::Choice(words), _) => expected(&either(words)),
        (Kind::AutoSwitch, DeValue::Boolean(on)) => Ok(Value::Text(on.to_string())),
        (Kind::AutoSwitch, DeValue::String(text)) if text == "auto" => {
            Ok(Value::Text("auto".to_owned()))
        }
        (Kind::AutoSwitch, DeValue::String(text)) => Err((
            at,
            format!("`{name}` can't be \"{text}\": expected \"auto\", true or false"),
        )),
        (Kind::AutoSwitch, _) => expected("\"auto\", true or false"),
        (Kind::Switch, DeValue::Boolean(on)) => Ok(Value::Switch(*on)),
        (Kind::Switch, _) => expected("true or false"),
        (Kind::Number(from, to), DeValue::Integer(number)) => {
            let digits = number.as_str().replace('_', "");
            match u64::from_str_radix(&digits, number.radix()) {
                Ok(number) if (from..=to).contains(&number) => Ok(Value::Number(number)),
                _ => Err((
                    at,
                    format!("`{name}` can't be {number}: expected {from} to {to}"),
                )),
            }
        }
        (Kind::Number(from, to), _) => expected(&format!("a whole number from {from} to {to}")),
        (Kind::List(check), DeValue::Array(values)) => {
            let each = values
                .iter()
                .map(|value| of(check, text(value, "a list of texts")?));
            each.collect::<Result<_, _>>().map(Value::List)
        }
        (Kind::List(_), _) => expected("a list of texts"),
        (Kind::Keys, DeValue::Table(actions)) => {
            let keys = actions.iter().map(|(action, keys)| {
                let what = "a key or a list of keys for each action";
                let keys = match keys.get_ref() {
                    DeValue::Array(list) => list
                        .iter()
                        .map(|key| text(key, what).map(|(_, key)| key))
                        .collect::<Result<_, _>>()?,
                    _ => vec![text(keys, what)?.1],
                };
                Ok((action.get_ref().to_string(), keys))
            });
            keys.collect::<Result<_, _>>().map(Value::Keys)
        }
        (Kind::Keys, _) => expected("a table of actions"),
    }
}

/// `auto, always or never`.
fn either(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
