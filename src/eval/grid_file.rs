//! A grid as it stands in a TOML file. Every complaint names line and column, and what would do.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::grid::{Axis, Grid, GridCollection, NUMBERS, Value, Words};
use crate::error::{Error, Result};
use crate::search::{Feedback, Match};

/// Bytes that the file may have.
const LARGEST: u64 = 1 << 20;

/// Hits that the second pass may look at.
const WIDEST: i64 = 100_000;

impl Grid {
    /// Reads a grid. Files of its collections are looked for from the folder that it is in.
    ///
    /// ```toml
    /// measure = "ndcg@10"
    /// match = ["relaxed", "any", "75%"]
    /// feedback = ["off", { docs = 10, terms = 20, weight = 0.5 }]
    /// words = ["stems", "printed"]
    ///
    /// [ranking]
    /// k1 = [0.9, 1.2, 2.0]
    /// b = [0.4, 0.75]
    /// window = [0, 100]
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Argument`] with file, line and column for what can't be used.
    pub fn read(path: &Path) -> Result<Grid> {
        let failed = |e| Error::io("cannot read", path, e);
        if fs_err::metadata(path).map_err(failed)?.len() > LARGEST {
            return Err(Error::Argument {
                message: format!("{} is larger than 1 MiB", path.display()),
                help: None,
            });
        }
        let text = fs_err::read_to_string(path).map_err(failed)?;
        Grid::parse(&text, path)
    }

    /// The same of a text; `path` is the file that it is from.
    ///
    /// # Errors
    /// As [`Grid::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Grid> {
        let file = File { text, path };
        let root = DeTable::parse(text).map_err(|error| {
            let at = error.span().unwrap_or(0..0);
            file.wrong(&at, error.message(), "")
        })?;
        file.grid(root.get_ref())
    }
}

struct File<'a> {
    text: &'a str,
    path: &'a Path,
}

/// A value with its place.
type Placed<'i> = Spanned<DeValue<'i>>;

impl File<'_> {
    fn wrong(&self, at: &Range<usize>, what: &str, help: &str) -> Error {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Error::Argument {
            message: format!("{}:{line}:{column}: {what}", self.path.display()),
            help: (!help.is_empty()).then(|| help.to_owned()),
        }
    }

    fn grid(&self, root: &DeTable<'_>) -> Result<Grid> {
        const KEYS: &str =
            "the keys are measure, folds, match, feedback, words, [ranking] and [[collection]]";
        let mut grid = Grid::default();
        let mut folds = None;
        // In the order of the file, by which points are named.
        let mut entries: Vec<_> = root.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "measure" => grid.measure = Some(self.text_of(value, "a measure, as \"ndcg@10\"")?),
                "folds" => {
                    const HELP: &str = "\"leave-one-out\" or \"none\"";
                    folds = Some(match self.text_of(value, HELP)?.as_str() {
                        "leave-one-out" => true,
                        "none" => false,
                        _ => return Err(self.wrong(&value.span(), "unknown folds", HELP)),
                    });
                }
                "match" => self.axis(&mut grid, "match", value, |v| self.matching(v))?,
                "feedback" => self.axis(&mut grid, "feedback", value, |v| self.feedback(v))?,
                "words" => self.axis(&mut grid, "words", value, |v| self.words(v))?,
                "ranking" => {
                    let Some(table) = value.get_ref().as_table() else {
                        return Err(self.wrong(&value.span(), "`ranking` is a table", "[ranking]"));
                    };
                    self.ranking(&mut grid, table)?;
                }
                "collection" => {
                    let tables = value.get_ref().as_array();
                    let Some(tables) = tables.filter(|all| !all.is_empty()) else {
                        let help = "[[collection]]";
                        return Err(self.wrong(&value.span(), "`collection` is a list", help));
                    };
                    for table in tables.iter() {
                        let collection = self.collection(table)?;
                        if grid.collections.iter().any(|c| c.name == collection.name) {
                            let what = format!("the collection `{}` comes twice", collection.name);
                            return Err(self.wrong(&table.span(), &what, ""));
                        }
                        grid.collections.push(collection);
                    }
                }
                other => {
                    let what = format!("unknown key `{other}`");
                    return Err(self.wrong(&key.span(), &what, KEYS));
                }
            }
        }
        if folds == Some(true) && grid.collections.len() < 2 {
            let help = "give several [[collection]] tables";
            let what = "leave-one-out wants two collections at least";
            return Err(self.wrong(&(0..0), what, help));
        }
        grid.leave_one_out = folds.unwrap_or(grid.collections.len() > 1);
        Ok(grid)
    }

    fn ranking(&self, grid: &mut Grid, table: &DeTable<'_>) -> Result<()> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            if name == "window" {
                self.axis(grid, "window", value, |v| {
                    let whole = self.whole(v, 0, WIDEST)?;
                    Ok(Value::Window(whole as usize))
                })?;
                continue;
            }
            let Some((name, _, most)) = NUMBERS.iter().find(|(known, ..)| *known == name) else {
                let known: Vec<&str> = NUMBERS.iter().map(|(known, ..)| *known).collect();
                let help = format!("the keys of [ranking] are window, {}", known.join(", "));
                let what = format!("unknown key `ranking.{name}`");
                return Err(self.wrong(&key.span(), &what, &help));
            };
            self.axis(grid, name, value, |v| {
                Ok(Value::Number(name, self.number(v, *most)?))
            })?;
        }
        Ok(())
    }

    /// A list of values, each once.
    fn axis(
        &self,
        grid: &mut Grid,
        name: &'static str,
        list: &Placed<'_>,
        read: impl Fn(&Placed<'_>) -> Result<Value>,
    ) -> Result<()> {
        let Some(items) = list.get_ref().as_array() else {
            let what = format!("`{name}` is a list, not {}", kind(list));
            let help = format!("{name} = [VALUE, ...]");
            return Err(self.wrong(&list.span(), &what, &help));
        };
        let mut values: Vec<Value> = Vec::new();
        for item in items.iter() {
            let value = read(item)?;
            if values.contains(&value) {
                let what = format!("`{}` comes twice in `{name}`", value.label());
                return Err(self.wrong(&item.span(), &what, "give each value once"));
            }
            values.push(value);
        }
        if values.is_empty() {
            let what = format!("`{name}` is empty");
            return Err(self.wrong(&list.span(), &what, "give a value, or leave the key out"));
        }
        grid.axes.push(Axis { name, values });
        Ok(())
    }

    fn text_of(&self, value: &Placed<'_>, wanted: &str) -> Result<String> {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
            _ => {
                let what = format!("a text is wanted, not {}", kind(value));
                Err(self.wrong(&value.span(), &what, wanted))
            }
        }
    }

    fn number(&self, value: &Placed<'_>, most: f32) -> Result<f32> {
        let text = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', ""),
            DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str().replace('_', ""),
            _ => String::new(),
        };
        let number: Option<f32> = text.parse().ok();
        let good = number.filter(|number| (0.0..=most).contains(number));
        good.ok_or_else(|| {
            let what = format!("a number from 0 to {most} is wanted, not {}", kind(value));
            self.wrong(&value.span(), &what, "")
        })
    }

    fn whole(&self, value: &Placed<'_>, least: i64, most: i64) -> Result<i64> {
        let whole = match value.get_ref() {
            DeValue::Integer(whole) if whole.radix() == 10 => {
                whole.as_str().replace('_', "").parse().ok()
            }
            _ => None,
        };
        whole.filter(|n| (least..=most).contains(n)).ok_or_else(|| {
            let what = format!(
                "a whole number from {least} to {most} is wanted, not {}",
                kind(value)
            );
            self.wrong(&value.span(), &what, "")
        })
    }

    fn matching(&self, value: &Placed<'_>) -> Result<Value> {
        let text = match value.get_ref() {
            DeValue::Integer(_) => self.whole(value, 1, 1000)?.to_string(),
            DeValue::String(text) => text.as_ref().to_owned(),
            _ => String::new(),
        };
        let matching = match text.as_str() {
            "relaxed" => Some(Match::Relaxed),
            "all" => Some(Match::All),
            "any" => Some(Match::Any),
            other => match other.strip_suffix('%') {
                Some(share) => {
                    let share = share.parse().ok().filter(|share| (1..=100).contains(share));
                    share.map(Match::Percent)
                }
                None => other.parse().ok().filter(|n| *n > 0).map(Match::AtLeast),
            },
        };
        matching.map(Value::Match).ok_or_else(|| {
            let help = "\"relaxed\", \"all\", \"any\", a number, or a share as \"75%\"";
            self.wrong(&value.span(), "unknown `match`", help)
        })
    }

    fn words(&self, value: &Placed<'_>) -> Result<Value> {
        match value.get_ref().as_str() {
            Some("stems") => Ok(Value::Words(Words::Stems)),
            Some("printed") => Ok(Value::Words(Words::Printed)),
            _ => {
                let help = "\"stems\" or \"printed\"; anything else wants another index";
                Err(self.wrong(&value.span(), "unknown `words`", help))
            }
        }
    }

    fn feedback(&self, value: &Placed<'_>) -> Result<Value> {
        const HELP: &str = "\"off\", \"on\" or { docs = 5, terms = 20, weight = 0.7 }";
        match value.get_ref() {
            DeValue::String(text) if text == "off" => Ok(Value::Feedback(None)),
            DeValue::String(text) if text == "on" => Ok(Value::Feedback(Some(Feedback::default()))),
            DeValue::Table(table) => {
                let mut feedback = Feedback::default();
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        "docs" => feedback.articles = self.whole(value, 1, 1000)? as usize,
                        "terms" => feedback.terms = self.whole(value, 1, 1000)? as usize,
                        "weight" => feedback.original = self.number(value, 1.0)?,
                        other => {
                            let what = format!("unknown key `{other}` of feedback");
                            return Err(self.wrong(&key.span(), &what, HELP));
                        }
                    }
                }
                Ok(Value::Feedback(Some(feedback)))
            }
            _ => Err(self.wrong(&value.span(), "unknown `feedback`", HELP)),
        }
    }

    fn collection(&self, value: &Placed<'_>) -> Result<GridCollection> {
        const HELP: &str = "its keys are name, topics, plain, qrels, and index or docs";
        let Some(table) = value.get_ref().as_table() else {
            return Err(self.wrong(&value.span(), "a collection is a table", HELP));
        };
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let mut out = GridCollection::default();
        for (key, value) in table {
            let file = |value| Ok::<_, Error>(folder.join(self.text_of(value, "a path")?));
            match key.get_ref().as_ref() {
                "name" => out.name = self.text_of(value, "a name")?,
                "topics" => out.topics = file(value)?,
                "plain" => {
                    out.plain = value.get_ref().as_bool().ok_or_else(|| {
                        let what = format!("true or false is wanted, not {}", kind(value));
                        self.wrong(&value.span(), &what, HELP)
                    })?;
                }
                "qrels" => out.qrels = file(value)?,
                "index" => out.index = Some(file(value)?),
                "docs" => {
                    out.docs = match value.get_ref().as_array() {
                        Some(paths) => paths.iter().map(file).collect::<Result<_>>()?,
                        None => vec![file(value)?],
                    };
                }
                other => {
                    let what = format!("unknown key `{other}` of a collection");
                    return Err(self.wrong(&key.span(), &what, HELP));
                }
            }
        }
        let one = out.index.is_some() == out.docs.is_empty();
        let whole = [&out.topics, &out.qrels]
            .iter()
            .all(|p| !p.as_os_str().is_empty());
        // It is a column's head, and a folder of runs.
        let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
        let named = out.name.starts_with(char::is_alphanumeric) && out.name.chars().all(plain);
        match (named, whole && one) {
            (true, true) => Ok(out),
            (false, _) => Err(self.wrong(
                &value.span(),
                "a collection wants a name of letters, digits, `.`, `_`, `-`",
                HELP,
            )),
            (true, false) => Err(self.wrong(
                &value.span(),
                "a collection wants topics, qrels, and either index or docs",
                HELP,
            )),
        }
    }
}

/// What a value is, in words, and itself where it is short.
fn kind(value: &Placed<'_>) -> String {
    match value.get_ref() {
        DeValue::String(text) if text.len() <= 40 => format!("the text `{text}`"),
        DeValue::Integer(whole) => format!("{whole}"),
        DeValue::Float(float) => format!("{float}"),
        other => format!("a value of type {}", other.type_str()),
    }
}
