//! What the parser knows of the index: which names may stand before a colon and what kind of value follows.
//! The table is the caller's; no field name is spelled here.

use std::cell::OnceCell;
use std::collections::HashMap;

/// What may follow a field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Running text: words, phrases, wildcards.
    Text,
    /// Names and places: words and phrases, as in [`FieldKind::Text`].
    Words,
    /// One value as a whole, spaces included; wildcards.
    Keyword,
    /// A path with slashes, as a whole; wildcards.
    Path,
    /// Dates and ranges of dates.
    Date,
    /// Whole numbers and ranges of them.
    Number,
}

impl FieldKind {
    /// Whether a value is taken as a whole, not word by word.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, FieldKind::Keyword | FieldKind::Path)
    }

    /// Whether values are compared, so that a dash before a digit belongs to the value.
    pub(crate) fn is_ordered(self) -> bool {
        matches!(self, FieldKind::Date | FieldKind::Number)
    }
}

/// One field that a query may name.
///
/// ```text
/// FieldSpec::new("title", &["headline", "hd"], FieldKind::Text)      title:berlin, headline:berlin
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// The name that the tree carries.
    pub name: String,
    /// Other names that a query may use.
    pub aliases: Vec<String>,
    /// What its values are.
    pub kind: FieldKind,
}

impl FieldSpec {
    /// A field from its name, other names and kind.
    pub fn new(name: impl Into<String>, aliases: &[&str], kind: FieldKind) -> FieldSpec {
        FieldSpec {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            kind,
        }
    }
}

/// Looks names up in the caller's table.
pub(crate) struct FieldTable<'a> {
    specs: &'a [FieldSpec],
    /// Made for the first name that is looked up; most queries have none.
    by_name: OnceCell<HashMap<String, usize>>,
}

/// Longer names are no slip of the finger, and comparing them would cost.
const MAX_SLIP_CHARS: usize = 16;

impl<'a> FieldTable<'a> {
    pub(crate) fn new(specs: &'a [FieldSpec]) -> FieldTable<'a> {
        FieldTable {
            specs,
            by_name: OnceCell::new(),
        }
    }

    /// The field of that name or alias, in any case.
    pub(crate) fn find(&self, name: &str) -> Option<&'a FieldSpec> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name = HashMap::new();
            for (n, spec) in self.specs.iter().enumerate() {
                for name in std::iter::once(&spec.name).chain(&spec.aliases) {
                    by_name.entry(name.to_lowercase()).or_insert(n);
                }
            }
            by_name
        });
        let n = by_name.get(&name.to_lowercase())?;
        self.specs.get(*n)
    }

    /// The name or alias that was probably meant, if one is near.
    ///
    /// Short names are near to half the words there are, so a name of up to three letters is never near, one of
    /// four or five may differ by one slip, a longer one by two. A swap of two letters is one slip.
    pub(crate) fn near(&self, name: &str) -> Option<&str> {
        let names = self
            .specs
            .iter()
            .flat_map(|spec| std::iter::once(&spec.name).chain(&spec.aliases));
        near_of(name, names.map(String::as_str))
    }
}

/// The nearest of some names to a name with a slip in it, by the rule of [`FieldTable::near`].
pub(crate) fn near_of<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let typed: Vec<char> = name.chars().take(MAX_SLIP_CHARS + 1).collect();
    let slips = match typed.len() {
        0..=3 => return None,
        4..=5 => 1,
        6..=MAX_SLIP_CHARS => 2,
        _ => return None,
    };
    let typed: Vec<char> = typed.into_iter().flat_map(char::to_lowercase).collect();
    names
        .filter_map(|known| {
            let letters: Vec<char> = known.to_lowercase().chars().collect();
            let apart = letters.len().abs_diff(typed.len());
            if letters.len() < 3 || apart > slips {
                return None;
            }
            let distance = distance(&typed, &letters);
            (distance <= slips).then_some((distance, known))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours (Damerau 1964, each place
/// edited once).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let differs = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differs);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs() -> Vec<FieldSpec> {
        vec![
            FieldSpec::new("title", &["headline", "hd"], FieldKind::Text),
            FieldSpec::new("source", &["paper"], FieldKind::Keyword),
            FieldSpec::new("id", &[], FieldKind::Keyword),
            FieldSpec::new("date", &["published"], FieldKind::Date),
        ]
    }

    fn check(name: &str, expected: Option<&str>) {
        let specs = specs();
        assert_eq!(FieldTable::new(&specs).near(name), expected, "{name:?}");
    }

    #[test]
    fn names_and_aliases_are_found_in_any_case() {
        let specs = specs();
        let table = FieldTable::new(&specs);
        assert_eq!(table.find("Title").unwrap().name, "title");
        assert_eq!(table.find("HD").unwrap().name, "title");
        assert_eq!(table.find("titel"), None);
    }

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        check("titel", Some("title"));
        check("tilte", Some("title"));
        check("Sorce", Some("source"));
        check("heedlines", Some("headline"));
        check("datee", Some("date"));
        check("reuters", None);
        check("http", None);
        check("is", None);
        check("at", None);
        check("tiger", None);
        check(&"title".repeat(100), None);
    }
}
