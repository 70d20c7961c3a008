//! The words of class and id: what an author of templates calls an element.

use scraper::ElementRef;

use super::tree::attr;

/// Calls `visit` with each word of an element's class and id, in lower case, until it says true.
///
/// `article__byLine--wide` has the words article, by, line and wide, and the joined byline.
pub(super) fn any(element: ElementRef<'_>, mut visit: impl FnMut(&str) -> bool) -> bool {
    ["class", "id", "data-testid", "data-component", "data-qa"]
        .iter()
        .filter_map(|name| attr(element, name))
        .flat_map(|names| names.get(..600).unwrap_or(names).split_ascii_whitespace())
        .any(|name| any_in(name, &mut visit))
}

fn any_in(name: &str, visit: &mut impl FnMut(&str) -> bool) -> bool {
    let mut word = String::new();
    let mut before = None;
    let mut whole = String::new();
    let mut words = 0;
    for c in name.chars() {
        let breaks = !c.is_ascii_alphanumeric();
        let hump = c.is_ascii_uppercase() && before.is_some_and(|b: char| b.is_ascii_lowercase());
        if (breaks || hump) && !word.is_empty() {
            words += 1;
            if visit(&word) {
                return true;
            }
            word.clear();
        }
        if !breaks {
            word.push(c.to_ascii_lowercase());
            whole.push(c.to_ascii_lowercase());
        }
        before = Some(c);
    }
    (!word.is_empty() && visit(&word)) || (words > 0 && visit(&whole))
}

/// Whether an element is called by one of these words.
pub(super) fn has(element: ElementRef<'_>, words: &[&str]) -> bool {
    any(element, |word| words.contains(&word))
}
