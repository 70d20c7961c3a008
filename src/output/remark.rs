//! Standard error: remarks, errors, lines of progress and of the log, for people or as a JSON object a line.

use std::io::{self, Write};
use std::sync::Mutex;

use serde_json::{Map, Value};

use super::console::{Console, LogFormat};
use super::escape::{one_line, safe_text};

/// Remarks that wait until the pager has gone: whether they do, which, and how many more there were.
struct Held {
    waits: bool,
    lines: Vec<String>,
    more: u64,
}

/// Remarks that are kept at most.
const MOST_HELD: usize = 1_000;

static HELD: Mutex<Held> = Mutex::new(Held {
    waits: false,
    lines: Vec::new(),
    more: 0,
});

/// Keeps remarks back, as long as they would be written into a pager's screen.
pub(super) fn held_back(waits: bool) {
    if let Ok(mut held) = HELD.lock() {
        held.waits = waits;
    }
}

/// Prints what was kept back.
pub(super) fn print_held_back() {
    let Ok(mut held) = HELD.lock() else { return };
    held.waits = false;
    let lines = std::mem::take(&mut held.lines);
    let more = std::mem::take(&mut held.more);
    drop(held);
    lines.iter().for_each(|line| write_line(line));
    if more > 0 {
        print_note(&format!("{more} more remarks"));
    }
}

fn write_line(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A line of JSON: when, of which kind, and the rest.
fn json_line(level: &str, message: &str, rest: Map<String, Value>) -> String {
    let mut line = Map::new();
    line.insert("timestamp".to_owned(), now().into());
    line.insert("level".to_owned(), level.into());
    line.insert("message".to_owned(), message.into());
    line.extend(rest);
    // Escapes of JSON leave C1 controls and turned text as they are; a terminal may show this.
    one_line(&Value::Object(line).to_string())
}

/// The time to the microsecond, as the log writes it.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Microsecond)
        .unwrap_or(now)
        .to_string()
}

fn is_json() -> bool {
    Console::chosen().log_format == LogFormat::Json
}

/// Prints a message on standard error: `dateline: message`, then the remedy if there is one.
pub fn print_error(message: &str, shown: Option<&str>, help: Option<&str>) {
    if is_json() {
        let mut rest = Map::new();
        for (name, text) in [("shown", shown), ("help", help)] {
            rest.extend(text.map(|text| (name.to_owned(), text.into())));
        }
        return write_line(&json_line("ERROR", message, rest));
    }
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "dateline: {}", safe_text(message));
    if let Some(shown) = shown {
        for line in shown.lines() {
            let _ = writeln!(err, "{}", one_line(line));
        }
    }
    if let Some(help) = help {
        let _ = writeln!(err, "help: {}", safe_text(help));
    }
}

/// Prints a remark on standard error, once no pager is in the way.
pub fn print_note(text: &str) {
    let line = match is_json() {
        true => json_line("NOTE", text, Map::new()),
        false => format!("note: {}", safe_text(text)),
    };
    write_or_hold(line);
}

/// Prints figures on standard error, once no pager is in the way: lines for people, or one object
/// in which they have names.
pub(super) fn print_figures(message: &str, lines: &[String], named: Map<String, Value>) {
    match is_json() {
        true => write_or_hold(json_line("STATS", message, named)),
        false => lines.iter().for_each(|line| write_or_hold(line.clone())),
    }
}

fn write_or_hold(line: String) {
    if let Ok(mut held) = HELD.lock()
        && held.waits
    {
        match held.lines.len() < MOST_HELD {
            true => held.lines.push(line),
            false => held.more += 1,
        }
        return;
    }
    write_line(&line);
}

/// Prints a line of progress: `text` for people, else the figures by name.
pub(super) fn print_progress(text: &str, figures: &[(&str, u64)]) {
    if !is_json() {
        return write_line(text);
    }
    let figures = figures
        .iter()
        .map(|(name, n)| ((*name).to_owned(), Value::from(*n)));
    write_line(&json_line("PROGRESS", text, figures.collect()));
}

/// A line of the log as JSON: its level, what it says, where it comes from, and its values by name.
pub fn log_line(level: &str, message: &str, target: &str, values: Map<String, Value>) -> String {
    let mut rest = values;
    rest.insert("target".to_owned(), target.into());
    json_line(level, message, rest)
}
