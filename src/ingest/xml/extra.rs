//! What a record says beyond the parts of an article: kept as it is, in bounds.

use serde_json::{Map, Value};

use super::tree::{Element, Node, one_line};

/// Longest value that is kept, in bytes of its text.
const MAX_VALUE: usize = 16 * 1024;

/// Most values that are kept of a record, and of an element.
const MAX_VALUES: usize = 200;

/// Elements below this depth are kept as their text.
const MAX_DEPTH: usize = 6;

/// Keeps an element under its name; of a name that comes again, a list is made.
pub(super) fn keep(extra: &mut Map<String, Value>, element: &Element) {
    if let Some(value) = value_of(element) {
        keep_as(extra, &element.name, value);
    }
}

/// Keeps a value under a name.
pub(super) fn keep_as(extra: &mut Map<String, Value>, name: &str, value: Value) {
    if extra.len() >= MAX_VALUES || name.len() > 200 {
        return;
    }
    match extra.get_mut(name) {
        None => {
            extra.insert(name.to_owned(), value);
        }
        Some(Value::Array(values)) if values.len() < MAX_VALUES => values.push(value),
        Some(Value::Array(_)) => {}
        Some(first) if *first != value => {
            let first = first.take();
            extra.insert(name.to_owned(), Value::Array(vec![first, value]));
        }
        Some(_) => {}
    }
}

/// An element as JSON: its text, or an object of its attributes and elements.
pub(super) fn value_of(element: &Element) -> Option<Value> {
    let mut room = MAX_VALUE;
    value(element, MAX_DEPTH, &mut room)
}

fn value(element: &Element, depth: usize, room: &mut usize) -> Option<Value> {
    let plain = element.attributes.is_empty() && element.elements().next().is_none();
    if plain || depth == 0 {
        let text = element.line()?;
        return bounded(&text, room);
    }
    let mut object = Map::new();
    for (name, value) in &element.attributes {
        if !value.trim().is_empty()
            && let Some(value) = bounded(value.trim(), room)
        {
            keep_as(&mut object, name, value);
        }
    }
    let mut words = String::new();
    for node in &element.children {
        match node {
            Node::Text(text) => words.push_str(text),
            Node::Element(inner) => {
                if let Some(value) = value(inner, depth - 1, room) {
                    keep_as(&mut object, &inner.name, value);
                }
            }
        }
    }
    let words = one_line(&words);
    if !words.is_empty()
        && let Some(words) = bounded(&words, room)
    {
        match object.is_empty() {
            true => return Some(words),
            false => keep_as(&mut object, "text", words),
        }
    }
    (!object.is_empty()).then_some(Value::Object(object))
}

/// The text, as far as there is room for it.
fn bounded(text: &str, room: &mut usize) -> Option<Value> {
    *room = room.checked_sub(text.len() + 8)?;
    Some(Value::String(text.to_owned()))
}
