//! Keys by name (`ctrl-n`, `alt-up`, `G`), and which action a key stands for in each mode.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{Action, Mode};
use super::bindings::BINDINGS;
use crate::error::{Error, Result};

/// A key with what is held down beside it. A letter's case stands for shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
];

impl Key {
    /// The key that a terminal reported.
    pub(crate) fn of(event: KeyEvent) -> Key {
        let has = |m| event.modifiers.contains(m);
        let ctrl = has(KeyModifiers::CONTROL);
        // Terminals differ in whether they report shift beside what it made of the letter.
        let (code, shift) = match event.code {
            KeyCode::Char(c) if ctrl => (KeyCode::Char(c.to_ascii_lowercase()), false),
            KeyCode::Char(c) => (KeyCode::Char(c), false),
            KeyCode::BackTab => (KeyCode::BackTab, false),
            KeyCode::Tab if has(KeyModifiers::SHIFT) => (KeyCode::BackTab, false),
            other => (other, has(KeyModifiers::SHIFT)),
        };
        Key {
            code,
            ctrl,
            alt: has(KeyModifiers::ALT),
            shift,
        }
    }

    /// The letter that it types, if it is no command.
    pub(crate) fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Reads `ctrl-n`, `alt-up`, `shift-left`, `f5`, `G`, `?`.
impl std::str::FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Key, String> {
        let mut rest = text;
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        loop {
            let held = [
                ("ctrl-", &mut ctrl),
                ("alt-", &mut alt),
                ("shift-", &mut shift),
            ];
            let found = held.into_iter().find_map(|(name, flag)| {
                let after = rest.strip_prefix(name).filter(|after| !after.is_empty())?;
                *flag = true;
                Some(after)
            });
            match found {
                Some(after) => rest = after,
                None => break,
            }
        }
        let named = NAMED.iter().find(|(name, _)| *name == rest);
        let mut letters = rest.chars();
        let code = match (named, letters.next(), letters.next()) {
            (Some((_, code)), ..) => *code,
            (None, Some(c), None) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            (None, Some(c), None) => KeyCode::Char(c),
            (None, Some('f'), Some(_)) => match rest[1..].parse() {
                Ok(n @ 1..=24) => KeyCode::F(n),
                _ => return Err(format!("no key `{text}`")),
            },
            _ => return Err(format!("no key `{text}`")),
        };
        let letter = matches!(code, KeyCode::Char(_));
        if letter && shift {
            return Err(format!("`{text}`: write the letter as shift makes it"));
        }
        Ok(Key {
            code,
            ctrl,
            alt,
            shift,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            f.write_str(if held { name } else { "" })?;
        }
        match self.code {
            KeyCode::F(n) => write!(f, "f{n}"),
            code => match NAMED.iter().find(|(_, known)| *known == code) {
                Some((name, _)) => f.write_str(name),
                None => match code {
                    KeyCode::Char(c) => write!(f, "{c}"),
                    _ => f.write_str("?"),
                },
            },
        }
    }
}

/// Which action a key stands for.
#[derive(Debug, Clone)]
pub(crate) struct KeyMap {
    by_key: HashMap<(Mode, Key), Action>,
    /// By mode, in the order of the table: keys, what they do.
    rows: Vec<(Mode, Action, Vec<Key>, &'static str)>,
}

impl KeyMap {
    /// The keys of the table, with those of `changed` (name of an action, its keys) in their place.
    ///
    /// # Errors
    /// [`Error::Argument`] for an unknown action or key, and for a letter that would be an action
    /// where letters are text only.
    pub(crate) fn new(changed: &BTreeMap<String, Vec<String>>) -> Result<KeyMap> {
        let wrong = |message: String, help: String| Error::Argument {
            message,
            help: Some(help),
        };
        let mut own: HashMap<&str, Vec<Key>> = HashMap::new();
        for (name, keys) in changed {
            let Some(known) = BINDINGS.iter().find(|b| b.name == name) else {
                let mut names: Vec<&str> = BINDINGS.iter().map(|b| b.name).collect();
                names.dedup();
                let help = format!("the actions are {}", names.join(", "));
                return Err(wrong(format!("tui.keys: no action `{name}`"), help));
            };
            let read = keys.iter().map(|key| key.parse::<Key>());
            let read: std::result::Result<Vec<Key>, String> = read.collect();
            let read = read.map_err(|message| {
                wrong(
                    format!("tui.keys.{name}: {message}"),
                    "keys are written like \"ctrl-n\", \"alt-up\", \"f5\", \"G\", \"space\"".into(),
                )
            })?;
            own.insert(known.name, read);
        }
        let mut map = KeyMap {
            by_key: HashMap::new(),
            rows: Vec::new(),
        };
        // What the user chose goes before what the table says of the same key.
        for changed in [true, false] {
            for binding in BINDINGS {
                let own = own.get(binding.name);
                if own.is_some() == changed {
                    let keys = match own {
                        Some(keys) => keys.clone(),
                        None => binding.keys.iter().filter_map(|k| k.parse().ok()).collect(),
                    };
                    map.bind(binding.modes, binding.action, &keys, binding.help);
                }
            }
        }
        // There is always a way out, also where a terminal hands over the escape key and this one
        // as one key with alt.
        for key in ["ctrl-c", "ctrl-alt-c"]
            .iter()
            .filter_map(|k| k.parse().ok())
        {
            for &mode in BINDINGS[0].modes {
                map.by_key.entry((mode, key)).or_insert(Action::Quit);
            }
        }
        let place = |row: &(Mode, Action, Vec<Key>, &str)| {
            let line = BINDINGS
                .iter()
                .position(|b| b.action == row.1 && b.modes.contains(&row.0));
            (row.0, line)
        };
        map.rows.sort_by_key(place);
        Ok(map)
    }

    fn bind(&mut self, modes: &[Mode], action: Action, keys: &[Key], help: &'static str) {
        for &mode in modes {
            let mut bound = Vec::new();
            for &key in keys {
                if mode.types() && key.text().is_some() {
                    continue;
                }
                let taken = self.by_key.entry((mode, key)).or_insert(action);
                if *taken == action && !bound.contains(&key) {
                    bound.push(key);
                }
            }
            let row = self.rows.iter_mut().find(|r| r.0 == mode && r.1 == action);
            match row {
                Some(row) => {
                    bound.retain(|key| !row.2.contains(key));
                    row.2.extend(bound);
                }
                None if !bound.is_empty() => self.rows.push((mode, action, bound, help)),
                None => {}
            }
        }
    }

    /// What a key does in a mode.
    pub(crate) fn action(&self, mode: Mode, key: Key) -> Option<Action> {
        self.by_key.get(&(mode, key)).copied()
    }

    /// The first key of an action in a mode, as it is written.
    pub(crate) fn key_of(&self, mode: Mode, action: Action) -> Option<String> {
        let row = self.rows.iter().find(|r| r.0 == mode && r.1 == action)?;
        row.2.first().map(Key::to_string)
    }

    /// All keys of a mode with what they do, in the order of the table.
    pub(crate) fn rows(&self, mode: Mode) -> impl Iterator<Item = (String, &'static str)> + '_ {
        let rows = self.rows.iter().filter(move |row| row.0 == mode);
        rows.map(|row| {
            let keys: Vec<String> = row.2.iter().map(Key::to_string).collect();
            (keys.join(" "), row.3)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_printed_as_it_is_read() {
        for binding in BINDINGS {
            for name in binding.keys {
                let key: Key = name.parse().unwrap();
                assert_eq!(key.to_string(), *name);
            }
        }
        for wrong in ["", "ctrl-", "hyper-x", "f99", "shift-a", "enterr"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_key_of_the_table_has_two_meanings_in_one_mode() {
        let mut seen: HashMap<(Mode, Key), Action> = HashMap::new();
        for binding in BINDINGS {
            for &mode in binding.modes {
                for key in binding.keys {
                    let key: Key = key.parse().unwrap();
                    let known = *seen.entry((mode, key)).or_insert(binding.action);
                    assert_eq!(known, binding.action, "{mode:?} {key}");
                }
            }
        }
    }

    #[test]
    fn an_escape_just_before_it_keeps_no_way_out_shut() {
        let map = KeyMap::new(&BTreeMap::new()).unwrap();
        let held = KeyModifiers::CONTROL | KeyModifiers::ALT;
        let key = Key::of(KeyEvent::new(KeyCode::Char('c'), held));
        for &mode in BINDINGS[0].modes {
            assert_eq!(map.action(mode, key), Some(Action::Quit), "{mode:?}");
        }
    }

    #[test]
    fn the_keys_of_the_user_come_first() {
        let changed = BTreeMap::from([("similar".to_owned(), vec!["d".to_owned()])]);
        let map = KeyMap::new(&changed).unwrap();
        let key = |name: &str| name.parse::<Key>().unwrap();
        assert_eq!(map.action(Mode::Results, key("d")), Some(Action::Similar));
        assert_eq!(map.action(Mode::Results, key("s")), None);
        // Letters stay text where one types.
        assert_eq!(map.action(Mode::Query, key("d")), None);
        for (name, keys) in [("simlar", "s"), ("similar", "ctrl-")] {
            let changed = BTreeMap::from([(name.to_owned(), vec![keys.to_owned()])]);
            assert!(KeyMap::new(&changed).is_err(), "{name} {keys}");
        }
    }
}
