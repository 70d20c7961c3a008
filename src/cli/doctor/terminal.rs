//! Judges the terminal.

use super::facts::{Terminal, Variables};
use crate::output::{Finding, Streams, has_links};

/// The smallest size that the interactive view is made for.
const LEAST: (u16, u16) = (80, 24);

pub(super) fn check(facts: &Terminal) -> Vec<Finding> {
    let mut findings = vec![
        streams(facts.streams),
        term(&facts.variables, facts.streams),
        size(facts.size),
        colours(&facts.variables),
        locale(&facts.variables),
        links(&facts.variables),
    ];
    findings.extend(inside(facts));
    findings
}

fn streams(streams: Streams) -> Finding {
    let why = "the interactive view and cards need a terminal; a pipe gets a line a hit";
    let finding = |found| Finding::ok("terminal", found, why);
    match streams {
        Streams {
            input: true,
            output: true,
            error: true,
        } => finding("standard input, output and error are one"),
        Streams {
            input: false,
            output: false,
            error: false,
        } => finding("there is none: plain forms are printed"),
        Streams { output: true, .. } => finding("standard output is one"),
        _ => finding("standard output goes elsewhere: plain forms are printed there"),
    }
}

fn term(variables: &Variables, streams: Streams) -> Finding {
    let why = "TERM says how to colour and to move in the terminal";
    let on_terminal = streams.input || streams.output || streams.error;
    match variables.get("TERM") {
        Some("dumb") => Finding::ok("TERM", "dumb: no colours, no pager, no view", why)
            .warn("export TERM=xterm-256color, where the terminal can more"),
        Some(term) => Finding::ok("TERM", term, why),
        None if on_terminal => {
            Finding::ok("TERM", "not set", why).warn("export TERM=xterm-256color")
        }
        None => Finding::ok("TERM", "not set, and there is no terminal", why),
    }
}

fn size(size: Option<(u16, u16)>) -> Finding {
    let why = "the interactive view has room for its panes from 80 columns and 24 lines on";
    match size {
        None => Finding::ok("size", "not known: there is no terminal", why),
        Some((columns, lines)) => {
            let finding = Finding::ok("size", format!("{columns} columns, {lines} lines"), why);
            match columns >= LEAST.0 && lines >= LEAST.1 {
                true => finding,
                false => finding.warn("enlarge the window, or take a smaller font"),
            }
        }
    }
}

/// The rules are those of `tui::Colors::of_environment`, with the reason beside.
fn colours(variables: &Variables) -> Finding {
    let why = "what matched is coloured; without colours it is marked by signs";
    let term = variables.get("TERM").unwrap_or_default().to_lowercase();
    let finding = |found: String| Finding::ok("colours", found, why);
    let deep = variables.get("COLORTERM").unwrap_or_default();
    if variables.get("NO_COLOR").is_some() {
        return finding("none: NO_COLOR is set".to_owned());
    }
    if term == "dumb" {
        return finding("none: TERM is dumb".to_owned());
    }
    if ["truecolor", "24bit"].contains(&deep.to_lowercase().as_str()) {
        return finding(format!("true colour: COLORTERM is {deep}"));
    }
    let indexed = ["256", "kitty", "direct"];
    if let Some(sign) = indexed.iter().find(|sign| term.contains(*sign)) {
        return finding(format!(
            "256: TERM holds `{sign}`, COLORTERM promises no more"
        ));
    }
    let mut found = finding("16: neither TERM nor COLORTERM promises more".to_owned());
    found.change = Some("export COLORTERM=truecolor, where the terminal has it".to_owned());
    found
}

fn locale(variables: &Variables) -> Finding {
    let why = "letters beyond ASCII and the lines of the view are written as UTF-8";
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| variables.get(name).map(|value| (name, value)));
    let Some((name, value)) = set else {
        return Finding::ok("locale", "not set: UTF-8 is assumed, a pager may not", why)
            .warn("export LANG=C.UTF-8");
    };
    let finding = Finding::ok("locale", format!("{name} is {value}"), why);
    let lower = value.to_lowercase();
    match lower.contains("utf-8") || lower.contains("utf8") {
        true => finding,
        false => finding.warn(format!("export {name}=C.UTF-8")),
    }
}

fn links(variables: &Variables) -> Finding {
    let why = "headlines lead to their addresses (OSC 8) where the terminal has links";
    let has = has_links(&|name| variables.get(name).map(str::to_owned));
    let found = match (variables.get("FORCE_HYPERLINK"), has) {
        (Some(forced), _) => format!("as FORCE_HYPERLINK={forced} says"),
        (None, true) => "yes: this terminal is known to have them".to_owned(),
        (None, false) => "no: this terminal is not known to have them".to_owned(),
    };
    let mut finding = Finding::ok("links", found, why);
    if !has {
        finding.change = Some("--hyperlinks always, where it has them".to_owned());
    }
    finding
}

/// What the terminal runs inside of, and what that lets through.
fn inside(facts: &Terminal) -> Vec<Finding> {
    let term = facts.variables.get("TERM").unwrap_or_default();
    let in_tmux = facts.variables.get("TMUX").is_some();
    let in_screen = facts.variables.get("STY").is_some() && !in_tmux;
    let clipboard = "`y` in the view copies through the terminal (OSC 52)";
    if in_tmux {
        let deep = matches!(
            facts.variables.get("COLORTERM"),
            Some("truecolor" | "24bit")
        );
        let colour = Finding::ok(
            "tmux",
            match deep {
                true => "true colour is passed on",
                false => "colours are those that tmux promises",
            },
            "tmux passes true colour on only if it is told that the terminal outside has it",
        );
        let colour = match deep || term.contains("256") {
            true => colour,
            false => colour.warn(
                "in ~/.tmux.conf: set -g default-terminal tmux-256color, and: set -as \
                 terminal-features ',*:RGB'",
            ),
        };
        let told = facts.tmux_clipboard.as_deref();
        let copy = Finding::ok(
            "clipboard",
            format!("set-clipboard of tmux is {}", told.unwrap_or("not known")),
            clipboard,
        );
        let copy = match told {
            Some("on") => copy,
            _ => copy.warn("in ~/.tmux.conf: set -s set-clipboard on"),
        };
        return vec![colour, copy];
    }
    if in_screen {
        let found = "screen: no true colour before version 5, and no clipboard";
        let why = "screen keeps colours and copied text from the terminal around it";
        return vec![
            Finding::ok("screen", found, why).warn("run dateline outside of it, or in tmux"),
        ];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Level;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        Variables(pairs.collect())
    }

    fn check_one(finding: &Finding, level: Level, found: &str) {
        assert_eq!(finding.level, level, "{finding:?}");
        assert!(finding.found.contains(found), "{finding:?} has no {found}");
        let told = finding.change.is_some() || level == Level::Ok;
        assert!(told, "{finding:?} says not what to do");
    }

    #[test]
    fn colours_are_told_with_their_reason() {
        for (pairs, found) in [
            (&[("TERM", "xterm")][..], "16"),
            (&[("TERM", "xterm-256color")], "256: TERM holds `256`"),
            (&[("TERM", "xterm-kitty")], "`kitty`"),
            (&[("TERM", "xterm"), ("COLORTERM", "truecolor")], "true"),
            (&[("COLORTERM", "24bit")], "COLORTERM is 24bit"),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], "dumb"),
            (&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], "NO_COLOR"),
            (&[("NO_COLOR", ""), ("TERM", "vt100")], "16"),
        ] {
            check_one(&colours(&variables(pairs)), Level::Ok, found);
        }
    }

    #[test]
    fn a_locale_is_that_of_the_first_variable_that_is_set() {
        for (pairs, level, found) in [
            (&[("LANG", "de_DE.UTF-8")][..], Level::Ok, "LANG is de_DE"),
            (&[("LANG", "C.utf8")], Level::Ok, "C.utf8"),
            (&[("LANG", "C")], Level::Warning, "LANG is C"),
            (
                &[("LC_ALL", "POSIX"), ("LANG", "en_GB.UTF-8")],
                Level::Warning,
                "LC_ALL is POSIX",
            ),
            (
                &[("LC_ALL", ""), ("LC_CTYPE", "en_GB.UTF-8"), ("LANG", "C")],
                Level::Ok,
                "LC_CTYPE",
            ),
            (&[], Level::Warning, "not set"),
        ] {
            check_one(&locale(&variables(pairs)), level, found);
        }
        let change = locale(&variables(&[("LC_ALL", "C")])).change;
        assert_eq!(change.as_deref(), Some("export LC_ALL=C.UTF-8"));
    }

    #[test]
    fn a_small_terminal_is_a_warning() {
        for (given, level, found) in [
            (Some((80, 24)), Level::Ok, "80 columns, 24 lines"),
            (Some((200, 60)), Level::Ok, "200"),
            (Some((79, 24)), Level::Warning, "79"),
            (Some((80, 23)), Level::Warning, "23"),
            (None, Level::Ok, "not known"),
        ] {
            check_one(&size(given), level, found);
        }
    }

    #[test]
    fn a_terminal_without_a_name_is_a_warning_only_where_there_is_one() {
        let here = Streams {
            output: true,
            ..Streams::default()
        };
        let none = Streams::default();
        for (pairs, streams, level) in [
            (&[][..], here, Level::Warning),
            (&[], none, Level::Ok),
            (&[("TERM", "dumb")], none, Level::Warning),
            (&[("TERM", "foot")], here, Level::Ok),
        ] {
            check_one(&term(&variables(pairs), streams), level, "");
        }
    }

    #[test]
    fn a_multiplexer_is_asked_for_what_it_passes_on() {
        let judged = |pairs: &[(&str, &str)], clipboard: Option<&str>| {
            let facts = Terminal {
                variables: variables(pairs),
                tmux_clipboard: clipboard.map(str::to_owned),
                ..Terminal::default()
            };
            let findings = inside(&facts);
            findings.iter().map(|f| f.level).collect::<Vec<_>>()
        };
        use Level::{Ok, Warning};
        assert_eq!(judged(&[], None), []);
        assert_eq!(judged(&[("STY", "1.x")], None), [Warning]);
        let tmux = ("TMUX", "x");
        assert_eq!(
            judged(&[tmux, ("TERM", "screen")], None),
            [Warning, Warning]
        );
        let good = [tmux, ("TERM", "tmux-256color"), ("STY", "1.x")];
        assert_eq!(judged(&good, Some("on")), [Ok, Ok]);
        assert_eq!(judged(&good, Some("external")), [Ok, Warning]);
    }

    #[test]
    fn links_are_a_guess_that_can_be_overruled() {
        for (pairs, found, told) in [
            (&[("TERM_PROGRAM", "WezTerm")][..], "yes", false),
            (&[("TERM", "vt100")], "no", true),
            (&[("FORCE_HYPERLINK", "1")], "FORCE_HYPERLINK=1", false),
        ] {
            let finding = links(&variables(pairs));
            check_one(&finding, Level::Ok, found);
            assert_eq!(finding.change.is_some(), told, "{finding:?}");
        }
    }
}
