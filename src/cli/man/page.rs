//! The source of a manual page from a command's declaration, and the text of one where there is no
//! `man` to show it.

use clap::{Arg, Command};
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// Name of a page: that of the command with those above it, joined by dashes.
pub(super) fn name(command: &Command) -> String {
    let name = command.get_display_name();
    name.unwrap_or_else(|| command.get_name()).to_owned()
}

/// The date of the pages: that of the page which is written by hand.
fn date() -> &'static str {
    let head = super::QUERY_PAGE.lines().find(|l| l.starts_with(".TH "));
    let date = head.and_then(|head| head.split(' ').nth(3));
    date.unwrap_or_default()
}

/// The source of a command's page.
pub(super) fn of(command: &Command) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut roff = Roff::default();
    let title = name(command).to_uppercase();
    let source = format!("dateline {version}");
    roff.control("TH", [title.as_str(), "1", date(), &source, "Dateline"]);
    roff.control("SH", ["NAME"]);
    let about = command.get_about().map(ToString::to_string);
    let about = about.unwrap_or_default();
    roff.text([roman(format!("{} - {about}", name(command)))]);
    roff.control("SH", ["SYNOPSIS"]);
    synopsis(&mut roff, command);
    roff.control("SH", ["DESCRIPTION"]);
    let long = command.get_long_about().map(ToString::to_string);
    paragraphs(&mut roff, &long.unwrap_or(about));
    commands(&mut roff, command);
    options(&mut roff, command);
    after(&mut roff, command);
    roff.control("SH", ["SEE ALSO"]);
    see_also(&mut roff, command);
    roff.to_roff()
}

fn synopsis(roff: &mut Roff, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    for (n, line) in usage.lines().enumerate() {
        let line = line.trim().trim_start_matches("Usage: ");
        if n > 0 {
            roff.control("br", []);
        }
        let words = line
            .split(' ')
            .take_while(|w| w.starts_with(char::is_lowercase));
        let (named, rest) =
            line.split_at(words.map(|w| w.len() + 1).sum::<usize>().min(line.len()));
        roff.text([bold(named), roman(rest)]);
    }
}

/// Paragraphs apart by empty lines; lines that begin with spaces stay as they are.
fn paragraphs(roff: &mut Roff, text: &str) {
    for (n, paragraph) in text.split("\n\n").enumerate() {
        if n > 0 {
            roff.control("PP", []);
        }
        block(roff, paragraph);
    }
}

/// Lines of one paragraph. A run of indented ones is a table, set as typed.
fn block(roff: &mut Roff, text: &str) {
    let mut table = false;
    for line in text.lines() {
        let indented = line.starts_with("  ");
        if indented != table {
            let requests = if indented { ["RS", "nf"] } else { ["fi", "RE"] };
            for request in requests {
                match request {
                    "RS" => roff.control("RS", ["2"]),
                    _ => roff.control(request, []),
                };
            }
            table = indented;
        }
        let line = if indented { &line[2..] } else { line };
        roff.text([roman(line)]);
    }
    if table {
        roff.control("fi", []);
        roff.control("RE", []);
    }
}

fn commands(roff: &mut Roff, command: &Command) {
    let below: Vec<&Command> = shown_below(command).collect();
    if below.is_empty() {
        return;
    }
    roff.control("SH", ["COMMANDS"]);
    for command in below {
        roff.control("TP", []);
        roff.text([bold(name(command)), roman("(1)")]);
        let about = command.get_about().map(ToString::to_string);
        roff.text([roman(about.unwrap_or_default())]);
    }
}

fn shown_below(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|c| !c.is_hide_set())
}

/// Arguments, then options under their headings, in the order of the help.
fn options(roff: &mut Roff, command: &Command) {
    let shown = || command.get_arguments().filter(|a| !a.is_hide_set());
    let mut headings: Vec<Option<&str>> = Vec::new();
    for arg in shown().filter(|a| !a.is_positional()) {
        let heading = arg.get_help_heading();
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let arguments: Vec<&Arg> = shown().filter(|a| a.is_positional()).collect();
    if !arguments.is_empty() {
        roff.control("SH", ["ARGUMENTS"]);
        arguments.iter().for_each(|arg| option(roff, arg));
    }
    roff.control("SH", ["OPTIONS"]);
    for heading in headings {
        if let Some(heading) = heading {
            roff.control("SS", [heading]);
        }
        let below = shown().filter(|a| !a.is_positional() && a.get_help_heading() == heading);
        below.for_each(|arg| option(roff, arg));
    }
}

fn option(roff: &mut Roff, arg: &Arg) {
    roff.control("TP", []);
    let mut head: Vec<Inline> = Vec::new();
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    for flag in short.into_iter().chain(long) {
        if !head.is_empty() {
            head.push(roman(", "));
        }
        head.push(bold(flag));
    }
    let takes = arg.is_positional() || arg.get_action().takes_values();
    for value in arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .filter(|_| takes)
    {
        if !head.is_empty() {
            head.push(roman(" "));
        }
        head.push(italic(value.to_string()));
    }
    roff.text(head);
    let help = arg.get_long_help().or(arg.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    for (n, paragraph) in help.split("\n\n").enumerate() {
        if n > 0 {
            roff.control("IP", []);
        }
        block(roff, paragraph);
    }
}

/// What stands behind the options in the help: parts with a head that ends in a colon.
fn after(roff: &mut Roff, command: &Command) {
    let text = command.get_after_long_help().or(command.get_after_help());
    let text = text.map(ToString::to_string).unwrap_or_default();
    for part in text.split("\n\n") {
        let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
        match head.strip_suffix(':') {
            Some("See also") => continue,
            Some(head) if !rest.is_empty() => {
                roff.control("SH", [head.to_uppercase().as_str()]);
                block(roff, rest);
            }
            _ => {
                roff.control("PP", []);
                block(roff, part);
            }
        }
    }
}

/// The pages beside this one: the one above it, those below it, those that its help names.
fn see_also(roff: &mut Roff, command: &Command) {
    let own = name(command);
    let mut pages: Vec<String> = Vec::new();
    if let Some((above, _)) = own.rsplit_once('-') {
        pages.push(above.to_owned());
    }
    let text = command.get_after_long_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let named = text.split("See also:").nth(1).unwrap_or_default();
    for line in named.lines() {
        let mut words = line.split_whitespace();
        if words.next() == Some("dateline") {
            let command = words.next().filter(|w| w.chars().all(char::is_lowercase));
            pages.extend(command.map(|command| format!("dateline-{command}")));
        }
    }
    pages.extend(shown_below(command).map(name));
    pages.sort();
    pages.dedup();
    pages.retain(|page| *page != own);
    let mut line: Vec<Inline> = Vec::new();
    for page in pages {
        line.extend([bold(page), roman("(1), ")]);
    }
    line.extend([bold("dateline-query"), roman("(7)")]);
    roff.text(line);
}

/// The text of a page without its markup: enough to read it where there is no `man`.
pub(super) fn plain(source: &str) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let (mut as_typed, mut table) = (false, false);
    for line in source.lines() {
        let requested = line.strip_prefix(['.', '\'']);
        let (request, rest) = match requested {
            Some(request) => request.split_once(' ').unwrap_or((request, "")),
            None => ("", line),
        };
        let text = match request {
            "" | "B" | "I" | "R" => bare(rest),
            // Pieces of alternating faces stand together.
            "BR" | "RB" | "BI" | "IB" | "IR" | "RI" => pieces(rest),
            _ => {
                end(&mut out, &mut paragraph);
                match request {
                    "SH" | "SS" => out.push_str(&format!("\n{}\n", bare(rest))),
                    "PP" | "TP" | "P" | "LP" => out.push('\n'),
                    "IP" => {
                        let tag = rest.split(' ').next().unwrap_or_default();
                        out.push_str(&format!("\n    {}\n", bare(tag)));
                    }
                    "nf" | "fi" => as_typed = request == "nf",
                    "TS" | "TE" => (as_typed, table) = (request == "TS", request == "TS"),
                    _ => {}
                }
                continue;
            }
        };
        if !as_typed {
            paragraph.push_str(&text);
            paragraph.push(' ');
        } else if !table {
            out.push_str(&format!("    {text}\n"));
        } else if let Some((from, to)) = text.split_once('|').filter(|_| !text.ends_with(';')) {
            out.push_str(&format!("    {from:<24}{to}\n"));
        }
    }
    end(&mut out, &mut paragraph);
    out
}

/// Puts a paragraph into lines of at most 78 characters.
fn end(out: &mut String, paragraph: &mut String) {
    const WIDTH: usize = 78;
    let mut line = String::new();
    for word in std::mem::take(paragraph).split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&std::mem::take(&mut line));
            out.push('\n');
        }
        line.push_str(if line.is_empty() { "    " } else { " " });
        line.push_str(word);
    }
    if !line.is_empty() {
        out.push_str(&line);
        out.push('\n');
    }
}

/// The arguments of a request, without spaces between them.
fn pieces(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '"' => inside = !inside,
            ' ' if !inside => {}
            c => out.push(c),
        }
    }
    bare(&out)
}

/// A line without escapes.
fn bare(text: &str) -> String {
    let mut out = text.replace('"', "");
    for (escape, plain) in [
        ("\\fB", ""),
        ("\\fI", ""),
        ("\\fR", ""),
        ("\\fP", ""),
        ("\\&", ""),
        ("\\-", "-"),
        ("\\(aq", "'"),
        ("\\(dq", "\""),
        ("\\(bu", "*"),
        ("\\(ti", "~"),
        ("\\(ha", "^"),
        ("\\(rs", "\\"),
        ("\\e", "\\"),
    ] {
        out = out.replace(escape, plain);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_page_is_read_without_its_markup() {
        let check = |source: &str, expected: &str| assert_eq!(plain(source), expected, "{source}");
        check(".SH NAME\na \\- b", "\nNAME\n    a - b\n");
        check("One\n.B two\n.BR three ,", "    One two three,\n");
        check(".nf\n.BI \"a \" b\nc  d\n.fi", "    a b\n    c  d\n");
        check(
            ".TS\ntab(|);\nl l.\nx|y\n.TE",
            &format!("    {:<24}y\n", "x"),
        );
        check(".IP 1. 4\nfirst", "\n    1.\n    first\n");
    }

    #[test]
    fn the_query_page_fits_a_terminal_as_text() {
        let text = plain(super::super::QUERY_PAGE);
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(!line.contains("\\f") && !line.contains("\\("), "{line}");
        }
        assert!(text.contains("\nPRECEDENCE\n"));
    }
}
