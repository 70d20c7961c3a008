//! Forms that the query language has and this version does not: they are recognised, so that none is silently read as
//! something else. A form that is learnt moves from here to the parser.

use super::note::{QueryError, Span};

/// Fields that are no columns of an index but questions about an article.
const PROPERTIES: [&str; 8] = [
    "lead", "headlead", "hlead", "has", "is", "said", "like", "saved",
];

/// Factiva's names for fields, which stand before `=`.
const FACTIVA_NAMES: [&str; 10] = ["hd", "hl", "hlp", "la", "rst", "sn", "sc", "wc", "au", "ns"];

/// Operators between two operands, in any case, with a distance or `s`, `p` after a slash.
const SLASH_OPERATORS: [&str; 6] = ["near", "onear", "w", "pre", "adj", "within"];

/// Words before an opening bracket that make it a condition; those with `true` carry a count.
const FUNCTIONS: [(&str, bool); 8] = [
    ("atleast", true),
    ("first", true),
    ("caps", false),
    ("allcaps", false),
    ("nocaps", false),
    ("hlead", false),
    ("headline", false),
    ("headlead", false),
];

/// Whether a word would be taken for an operator between two others.
pub(crate) fn is_infix(text: &str) -> bool {
    with_slash(text).is_some() || without_slash(text).is_some() || text == "NEAR"
}

/// The error for a word that is a proximity operator wherever it stands: `NEAR/5`, `w/5`, `w/s`, `pre/3`.
pub(crate) fn proximity(text: &str, span: Span) -> Option<QueryError> {
    let distance = with_slash(text)?;
    Some(proximity_error(text, distance, span))
}

/// The same for `adj3` and `near5`, which are operators only between two operands.
pub(crate) fn bare_proximity(text: &str, span: Span) -> Option<QueryError> {
    let distance = without_slash(text)?;
    Some(proximity_error(text, distance, span))
}

fn proximity_error(text: &str, distance: &str, span: Span) -> QueryError {
    if distance.bytes().all(|b| b == b'0') {
        return QueryError::new(
            span,
            format!("`{text}` has a distance of 0; the nearest is 1"),
        );
    }
    unsupported(text, span).help(
        "a phrase with room comes near it: \"peace talks\"~5; to search for the text, quote it",
    )
}

/// The distance of `NEAR/5`, or the `s` or `p` of `w/s`.
fn with_slash(text: &str) -> Option<&str> {
    let (name, distance) = text.split_once('/')?;
    let known = SLASH_OPERATORS
        .iter()
        .any(|operator| operator.eq_ignore_ascii_case(name));
    let counts = is_count(distance) || matches!(distance, "s" | "p" | "S" | "P");
    (known && counts).then_some(distance)
}

/// The distance of `adj3`, `near5`.
fn without_slash(text: &str) -> Option<&str> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, distance) = text.split_at(text.len() - digits);
    let known = name.eq_ignore_ascii_case("adj") || name.eq_ignore_ascii_case("near");
    (known && is_count(distance)).then_some(distance)
}

fn is_count(text: &str) -> bool {
    // Longer numbers are no distances but numbers of something.
    (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The error for a word that stands directly before an opening bracket: `ATLEAST/3(`, `caps(`.
pub(crate) fn function(text: &str, span: Span) -> Option<QueryError> {
    let (name, count) = match text.split_once('/') {
        Some((name, count)) => (name, Some(count)),
        None => {
            let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
            let (name, count) = text.split_at(text.len() - digits);
            (name, (digits > 0).then_some(count))
        }
    };
    let known = FUNCTIONS.iter().any(|(function, counted)| {
        function.eq_ignore_ascii_case(name) && *counted == count.is_some_and(is_count)
    });
    if !known {
        return None;
    }
    if count.is_some_and(|count| count.bytes().all(|b| b == b'0')) {
        return Some(QueryError::new(
            span,
            format!("`{text}` counts to 0; the least is 1"),
        ));
    }
    Some(
        unsupported(&format!("{text}(...)"), span)
            .help("to search for the words, put a space before the bracket"),
    )
}

/// The error for a property such as `has:` before a value.
pub(crate) fn property(name: &str, span: Span) -> Option<QueryError> {
    let known = PROPERTIES
        .iter()
        .any(|property| property.eq_ignore_ascii_case(name));
    known.then(|| unsupported(&format!("{name}:"), span))
}

/// The error for `qaddafi~1`.
pub(crate) fn fuzzy(text: &str, span: Span) -> QueryError {
    unsupported(text, span).help("wildcards may stand for some of it: `qad*afi`")
}

/// The error for `/sep(a|e)rate/`.
pub(crate) fn regex(text: &str, span: Span) -> QueryError {
    unsupported(&format!("the regular expression {text}"), span)
        .help("`*` and `?` stand for letters: `sep?rate`; to search for the text, quote it")
}

/// The error for `"the (big OR small) town"`.
pub(crate) fn group_in_phrase(span: Span) -> QueryError {
    unsupported("a group inside a phrase", span)
        .help("write the phrases out: \"big town\" OR \"small town\"")
}

/// Whether a name before `=` or `>` is one of Factiva's.
pub(crate) fn is_factiva(name: &str) -> bool {
    FACTIVA_NAMES
        .iter()
        .any(|factiva| factiva.eq_ignore_ascii_case(name))
}

fn unsupported(form: &str, span: Span) -> QueryError {
    let form = if form.contains(' ') {
        form.to_owned()
    } else {
        format!("`{form}`")
    };
    QueryError::new(span, format!("{form} is not supported yet"))
}
