//! What holds for the help of every command: width, examples that parse, nothing lost.

use clap::error::ErrorKind;

use super::*;

/// All commands with their names from `dateline` on.
fn all() -> Vec<(String, Command)> {
    let mut open = vec![("dateline".to_owned(), command())];
    let mut out = Vec::new();
    while let Some((name, command)) = open.pop() {
        for below in command.get_subcommands() {
            open.push((format!("{name} {}", below.get_name()), below.clone()));
        }
        out.push((name, command));
    }
    assert!(out.len() > 20, "the commands were not found");
    out
}

#[test]
fn no_line_of_help_is_wider_than_80_columns() {
    for (name, command) in all() {
        // Inside the program the width is set on the whole command line at once.
        let mut command = command.term_width(80);
        for help in [command.render_help(), command.render_long_help()] {
            for line in help.to_string().lines() {
                assert!(line.chars().count() <= 80, "{name}: {line}");
            }
        }
    }
}

#[test]
fn a_short_help_has_a_line_an_option() {
    for (name, command) in all() {
        let mut command = command.term_width(80);
        let help = command.render_help().to_string();
        let options = help.split("\nExamples:").next().unwrap_or_default();
        for line in options.lines().filter(|l| l.starts_with("    ")) {
            assert!(line.trim_start().starts_with("--"), "{name}: {line}");
        }
        for line in options.lines().filter(|l| l.trim_start().starts_with('-')) {
            let told = line.trim_start().split_once("  ");
            assert!(
                told.is_some_and(|(_, help)| !help.trim().is_empty()),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn every_option_under_a_heading_is_one() {
    let command = command();
    let ids: Vec<String> = command
        .get_subcommands()
        .flat_map(|c| c.get_arguments().map(|a| a.get_id().to_string()))
        .collect();
    let headings = SEARCHING.iter().chain(INDEXING).chain(BENCHING);
    for (_, below) in headings.chain(EVALUATING) {
        for id in *below {
            assert!(ids.iter().any(|known| known == id), "{id}");
        }
    }
}

#[test]
fn an_option_of_a_command_with_many_has_a_heading() {
    for (name, command) in all() {
        let headed = |a: &&Arg| a.get_help_heading().is_some_and(|h| h != GENERAL);
        let own = || {
            command
                .get_arguments()
                .filter(|a| !(a.is_positional() || a.is_global_set() || a.is_hide_set()))
        };
        if own().count() > MANY {
            let bare = own().find(|a| !headed(a)).map(Arg::get_id);
            assert_eq!(bare, None, "{name}");
        }
    }
}

#[test]
fn what_a_short_line_leaves_out_is_in_the_long_help() {
    let arg = Arg::new("by")
        .long("by")
        .help("Width")
        .env("DATELINE_BY")
        .default_value("month")
        .value_parser([
            PossibleValue::new("day"),
            PossibleValue::new("month").help("30 days"),
        ]);
    let arg = detailed(arg);
    let text = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string);
    assert_eq!(text(arg.get_help()).as_deref(), Some("Width"));
    let long = "Width\n\nValues:\n  day\n  month  30 days\n\n[default: month]\n\n\
                [environment: DATELINE_BY]";
    assert_eq!(text(arg.get_long_help()).as_deref(), Some(long));
    assert!(arg.is_hide_default_value_set() && arg.is_hide_env_set());
}

/// The simple commands of a line as a shell takes them apart: words without their quotes, no
/// comments, no redirections.
fn simple_commands(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut chars = line.chars().peekable();
    let mut skip = false;
    while let Some(c) = chars.next() {
        let mut ends = None;
        match c {
            '\'' | '"' => {
                let inside: String = chars.by_ref().take_while(|d| *d != c).collect();
                word.get_or_insert_default().push_str(&inside);
                continue;
            }
            '\\' => {
                // Before a quotation mark in the source of a help text there is none.
                word.get_or_insert_default().extend(chars.next());
                continue;
            }
            '#' if word.is_none() => break,
            ' ' => {}
            '|' | '&' | ';' | '(' | ')' => ends = Some(false),
            '>' | '<' if chars.peek() == Some(&'(') => ends = Some(false),
            '>' | '<' => ends = Some(true),
            c => {
                word.get_or_insert_default().push(c);
                continue;
            }
        }
        if let (Some(word), Some(last)) = (word.take(), commands.last_mut())
            && !std::mem::take(&mut skip)
        {
            last.push(word);
        }
        match ends {
            Some(true) => skip = true,
            Some(false) => commands.push(Vec::new()),
            None => {}
        }
    }
    if let (Some(word), Some(last), false) = (word, commands.last_mut(), skip) {
        last.push(word);
    }
    commands.retain(|words| !words.is_empty());
    commands
}

#[test]
fn a_line_is_taken_apart_as_by_a_shell() {
    let check = |line: &str, expected: &[&[&str]]| {
        let found = simple_commands(line);
        assert_eq!(found, expected, "{line}");
    };
    check("a 'b \"c\"' d # e", &[&["a", "b \"c\"", "d"]]);
    check("a > b c | d || e", &[&["a", "c"], &["d"], &["e"]]);
    check("s <(a b)", &[&["s"], &["a", "b"]]);
    check("a \"$(b c)\" >> d", &[&["a", "$(b c)"]]);
}

/// The command lines of a help's examples.
fn examples(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let listed = text.strip_prefix("Examples:\n").unwrap_or_default();
    // A backslash at its end joins a line with the next one.
    let listed = listed.split("\n\n").next().unwrap_or_default();
    let joined = listed.replace("\\\n", " ");
    joined.lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_command_has_examples_that_parse() {
    for (name, of) in all() {
        let examples = examples(&of);
        assert!((2..=5).contains(&examples.len()), "{name}: {examples:?}");
        let mut own = 0;
        for line in &examples {
            let mut calls = 0;
            for mut words in simple_commands(line) {
                if words.first().is_some_and(|w| w == "xargs") {
                    let at = words.iter().position(|w| w == "dateline");
                    words.drain(..at.unwrap_or(0));
                    words.push("an-id".to_owned());
                }
                if words.first().is_none_or(|w| w != "dateline") {
                    continue;
                }
                calls += 1;
                own +=
                    usize::from(format!("{} ", words.join(" ")).starts_with(&format!("{name} ")));
                if let Err(error) = command().try_get_matches_from(&words) {
                    let asked = error.kind() == ErrorKind::DisplayHelp;
                    assert!(asked, "{name}: {line}\n{error}");
                }
            }
            assert!(calls > 0, "{name}: {line}");
        }
        assert!(own > 0, "{name}: no example calls it");
    }
}

#[test]
fn commands_that_a_help_refers_to_are_there() {
    for (name, of) in all() {
        let text = of.get_after_long_help().map(ToString::to_string);
        let text = text.unwrap_or_default();
        let Some((_, listed)) = text.split_once("See also:\n") else {
            continue;
        };
        for line in listed.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words.first(), Some(&"dateline"), "{name}: {line}");
            let below = words.get(1).copied().unwrap_or_default();
            let known = command().find_subcommand(below).is_some() || below == "COMMAND";
            assert!(known, "{name}: {line}");
        }
    }
}
