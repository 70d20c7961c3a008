//! Grids: lists of values for the settings of a search, and every way to choose one of each. What a
//! file says is read in `grid_file`, what the points find is measured in `grid_run`.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::search::{Feedback, Match, RankingOptions, Request};

/// Points that a grid may have.
pub const MOST_POINTS: usize = 1000;

/// Hits that are measured of each topic.
const DEPTH: usize = 1000;

/// How the words of a topic are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Words {
    /// By their stems, as the index has them.
    #[default]
    Stems,
    /// As they are printed (`=word`). The index holds both; nothing is indexed anew. Words within
    /// quotes or behind operators stay as they were typed. The second pass looks at stems only, so
    /// that its settings change nothing here.
    Printed,
}

/// The settings of a search that a grid can change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Way {
    /// The order by relevance.
    pub ranking: RankingOptions,
    /// How many of a topic's words an article must have.
    pub matching: Match,
    /// Feedback, if any.
    pub feedback: Option<Feedback>,
    /// How words are looked for.
    pub words: Words,
}

impl Way {
    /// Whether the first pass alone ranks: the second one looks at stems only.
    pub fn is_first_pass(&self) -> bool {
        self.words == Words::Printed || self.ranking.window == 0
    }

    /// The request for a topic's text.
    pub fn request(&self, text: &str) -> Request {
        let query = match self.words {
            Words::Stems => text.to_owned(),
            Words::Printed => printed(text),
        };
        Request {
            ranking: self.ranking.clone(),
            matching: self.matching,
            feedback: self.feedback.clone(),
            limit: DEPTH,
            snippets: None,
            ..Request::new(query)
        }
    }
}

/// A text with each plain word as printed.
fn printed(text: &str) -> String {
    const OPERATORS: &[&str] = &["AND", "OR", "NOT", "SAME"];
    if text.contains(['"', '(', ':', '/', '\\', '“', '”']) {
        return text.to_owned();
    }
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let plain =
            word.starts_with(char::is_alphanumeric) && !word.contains(['*', '?', '~', '^', '!']);
        match plain && !OPERATORS.contains(&word) && !bare.is_empty() {
            true => format!("={bare}"),
            false => word.to_owned(),
        }
    };
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    words.join(" ")
}

/// One value of a setting.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Of a weight or constant of [`RankingOptions`], by its name.
    Number(&'static str, f32),
    Window(usize),
    Match(Match),
    Feedback(Option<Feedback>),
    Words(Words),
}

impl Value {
    fn put(&self, way: &mut Way) {
        match self {
            Value::Number(name, number) => {
                if let Some((_, slot, _)) = NUMBERS.iter().find(|(known, ..)| known == name) {
                    *slot(&mut way.ranking) = *number;
                }
            }
            Value::Window(window) => way.ranking.window = *window,
            Value::Match(matching) => way.matching = *matching,
            Value::Feedback(feedback) => way.feedback = feedback.clone(),
            Value::Words(words) => way.words = *words,
        }
    }

    /// As it stands in a point's name, without space.
    pub(super) fn label(&self) -> String {
        match self {
            Value::Number(_, number) => number.to_string(),
            Value::Window(window) => window.to_string(),
            Value::Match(Match::Relaxed) => "relaxed".into(),
            Value::Match(Match::All) => "all".into(),
            Value::Match(Match::Any) => "any".into(),
            Value::Match(Match::AtLeast(n)) => n.to_string(),
            Value::Match(Match::Percent(share)) => format!("{share}%"),
            Value::Feedback(None) => "off".into(),
            Value::Feedback(Some(f)) => format!("{}-{}-{}", f.articles, f.terms, f.original),
            Value::Words(Words::Stems) => "stems".into(),
            Value::Words(Words::Printed) => "printed".into(),
        }
    }
}

/// Where a number of the ranking is.
type Slot = fn(&mut RankingOptions) -> &mut f32;

/// Numbers of the ranking by name: where each is, and the greatest that makes sense.
pub(super) const NUMBERS: &[(&str, Slot, f32)] = &[
    ("k1", |r| &mut r.k1, 100.0),
    ("b", |r| &mut r.b, 1.0),
    ("ordered", |r| &mut r.ordered, 100.0),
    ("near", |r| &mut r.near, 100.0),
    ("closeness", |r| &mut r.closeness, 100.0),
    ("headline", |r| &mut r.headline, 100.0),
    ("lead", |r| &mut r.lead, 100.0),
    ("phrase", |r| &mut r.phrase, 100.0),
    ("coverage", |r| &mut r.coverage, 100.0),
];

/// A setting with the values that it has in a grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub(super) name: &'static str,
    pub(super) values: Vec<Value>,
}

/// A collection that a grid names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridCollection {
    /// What it is called.
    pub name: String,
    /// File of its topics.
    pub topics: PathBuf,
    /// Whether titles are taken as words alone.
    pub plain: bool,
    /// File of its judgements.
    pub qrels: PathBuf,
    /// Folder of its index, if there is one.
    pub index: Option<PathBuf>,
    /// Else files or folders of its articles.
    pub docs: Vec<PathBuf>,
}

/// A grid as it is declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// The measure that points are ordered by, if it is declared.
    pub measure: Option<String>,
    /// The collections that it names.
    pub collections: Vec<GridCollection>,
    /// Whether points are chosen on all collections but one, and measured on that one.
    pub leave_one_out: bool,
    pub(super) axes: Vec<Axis>,
}

/// One way to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The settings that vary in the grid, `k1=0.9,b=0.4`; `default` where none does.
    pub name: String,
    /// All settings.
    pub way: Way,
    /// Whether it is what a search does when nothing is said.
    pub is_default: bool,
}

impl Grid {
    /// All points: the last setting of the file changes fastest. The default is among them, named
    /// `default` and last where the lists do not lead to it.
    ///
    /// # Errors
    /// [`Error::Argument`] with the number of points for more than [`MOST_POINTS`].
    pub fn points(&self) -> Result<Vec<Point>> {
        let sizes = self.axes.iter().map(|axis| axis.values.len());
        let n = sizes.fold(1usize, usize::saturating_mul);
        if n > MOST_POINTS {
            let sizes: Vec<String> = (self.axes.iter())
                .map(|axis| format!("{} of {}", axis.values.len(), axis.name))
                .collect();
            return Err(Error::Argument {
                message: format!("the grid has {n} points, more than {MOST_POINTS}"),
                help: Some(format!("give fewer values; there are {}", sizes.join(", "))),
            });
        }
        let mut out: Vec<Point> = (0..n).map(|number| self.point(number)).collect();
        if !out.iter().any(|point| point.is_default) {
            out.push(Point {
                name: "default".into(),
                way: Way::default(),
                is_default: true,
            });
        }
        Ok(out)
    }

    fn point(&self, mut number: usize) -> Point {
        let mut way = Way::default();
        let mut labels: Vec<String> = Vec::new();
        for axis in self.axes.iter().rev() {
            let value = &axis.values[number % axis.values.len()];
            number /= axis.values.len();
            value.put(&mut way);
            if axis.values.len() > 1 {
                labels.push(format!("{}={}", axis.name, value.label()));
            }
        }
        labels.reverse();
        let is_default = way == Way::default();
        let name = match (labels.is_empty(), is_default) {
            (false, _) => labels.join(","),
            (true, true) => "default".into(),
            (true, false) => "grid".into(),
        };
        Point {
            name,
            way,
            is_default,
        }
    }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
