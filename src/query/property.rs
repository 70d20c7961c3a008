//! What an article may have or be: the names after `has:` and `is:`, with their meaning. How they are found in an
//! index is not known here.

use super::fields::near_of;
use super::note::{QueryError, Span};

/// One name that may stand after `has:` or `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PropertySpec {
    /// The name that the tree carries.
    pub name: &'static str,
    /// Other names that a query may use.
    pub aliases: &'static [&'static str],
    /// Whether it stands after `is:`, not after `has:`.
    pub is: bool,
    /// What it asks, as in "the article ...".
    pub meaning: &'static str,
}

const fn has(name: &'static str, meaning: &'static str) -> PropertySpec {
    PropertySpec {
        name,
        aliases: &[],
        is: false,
        meaning,
    }
}

const fn is(name: &'static str, meaning: &'static str) -> PropertySpec {
    PropertySpec {
        name,
        aliases: &[],
        is: true,
        meaning,
    }
}

/// All that may stand after `has:` and `is:`.
pub const PROPERTIES: &[PropertySpec] = &[
    has("title", "has a headline"),
    PropertySpec {
        name: "byline",
        aliases: &["author", "authors"],
        is: false,
        meaning: "names its authors",
    },
    has("dateline", "has a dateline"),
    has("agency", "names an agency"),
    has("caption", "has a caption"),
    has("credit", "has the credit of a picture"),
    has("related", "has links to other articles"),
    has("correction", "has a correction at its head or foot"),
    has("notice", "has a notice of the editors"),
    has("section", "stands in a section"),
    has("tag", "has tags"),
    has("place", "names a place"),
    has("url", "has an address"),
    has("date", "has a date of publication"),
    has("body", "has a body"),
    has("quote", "has a direct quotation"),
    is("wire", "is an agency's"),
    is("correction", "corrects another or itself"),
    is("duplicate", "is a copy of another"),
    is("undated", "has no date of publication"),
];

/// The property of that name or alias, in any case.
///
/// # Errors
/// The name is not in [`PROPERTIES`]; the near one and all others are named.
pub(crate) fn find(is: bool, name: &str, span: Span) -> Result<&'static PropertySpec, QueryError> {
    let names = |spec: &'static PropertySpec| {
        std::iter::once(spec.name).chain(spec.aliases.iter().copied())
    };
    let all = |is: bool| PROPERTIES.iter().filter(move |spec| spec.is == is);
    let found = |is: bool| all(is).find(|spec| names(spec).any(|n| n.eq_ignore_ascii_case(name)));
    if let Some(spec) = found(is) {
        return Ok(spec);
    }
    let verb = |is: bool| if is { "is" } else { "has" };
    let near = match found(!is) {
        Some(spec) => Some(format!("{}:{}", verb(!is), spec.name)),
        None => near_of(name, all(is).flat_map(names)).map(|near| format!("{}:{near}", verb(is))),
    };
    let shown: String = name.chars().take(40).collect();
    let asked = format!("no property `{}:{shown}`", verb(is));
    let message = match near {
        Some(near) => format!("{asked}; did you mean `{near}`?"),
        None => asked,
    };
    let list: Vec<&str> = all(is).map(|spec| spec.name).collect();
    Err(QueryError::new(span, message).help(format!("`{}:` knows {}", verb(is), list.join(", "))))
}
