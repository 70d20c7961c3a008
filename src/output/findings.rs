//! What checks of a machine and an index found, in groups, for people.

use std::io;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Out;
use super::escape::one_line;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Something works less well than it could.
    Warning,
    /// Something does not work.
    Problem,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in one or two words.
    pub check: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// Why it matters.
    pub why: &'static str,
    /// The command or setting that changes it; none where there is nothing to change.
    pub change: Option<String>,
}

impl Finding {
    /// A finding that is as it should be.
    pub fn ok(check: &'static str, found: impl Into<String>, why: &'static str) -> Finding {
        Finding {
            check,
            level: Level::Ok,
            found: found.into(),
            why,
            change: None,
        }
    }

    /// The same as a warning, with what to do.
    pub fn warn(self, change: impl Into<String>) -> Finding {
        self.at(Level::Warning, change)
    }

    /// The same as a problem, with what to do.
    pub fn problem(self, change: impl Into<String>) -> Finding {
        self.at(Level::Problem, change)
    }

    /// The same at another level, with what to do.
    pub fn at(self, level: Level, change: impl Into<String>) -> Finding {
        Finding {
            level,
            change: Some(change.into()),
            ..self
        }
    }
}

/// Findings about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingGroup {
    /// What they are about.
    pub name: &'static str,
    /// The findings, in the order in which they are best read.
    pub checks: Vec<Finding>,
}

/// All findings, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Version of this form.
    pub version: u32,
    /// Findings that are as they should be.
    pub ok: usize,
    /// Findings that could be better.
    pub warnings: usize,
    /// Findings that stop something from working.
    pub problems: usize,
    /// The findings in groups.
    pub groups: Vec<FindingGroup>,
}

impl Findings {
    /// Counts them.
    pub fn new(groups: Vec<FindingGroup>) -> Findings {
        let count = |level| {
            let all = groups.iter().flat_map(|group| &group.checks);
            all.filter(|finding| finding.level == level).count()
        };
        Findings {
            version: 1,
            ok: count(Level::Ok),
            warnings: count(Level::Warning),
            problems: count(Level::Problem),
            groups,
        }
    }
}

/// Columns of a report at most.
const WIDEST: usize = 80;
/// Columns before a finding: two, the level, and two.
const INDENT: usize = 11;
/// Columns of `why: ` and `do: `.
const LABEL: usize = 5;

/// Prints findings: a line each, and below what is not as it should be why it matters and what to
/// do. The last line counts them.
///
/// # Errors
/// As [`Out::line`].
pub fn print_findings(out: &mut Out, findings: &Findings) -> io::Result<()> {
    for group in &findings.groups {
        out.line(&out.paint.name(group.name))?;
        for finding in &group.checks {
            print_finding(out, finding)?;
        }
        out.line("")?;
    }
    let Findings {
        ok,
        warnings,
        problems,
        ..
    } = findings;
    let plural = |n: &usize, one: &str| format!("{n} {one}{}", if *n == 1 { "" } else { "s" });
    out.line(&format!(
        "{}: {ok} ok, {}, {}",
        plural(&(ok + warnings + problems), "check"),
        plural(warnings, "warning"),
        plural(problems, "problem")
    ))
}

fn print_finding(out: &mut Out, finding: &Finding) -> io::Result<()> {
    let paint = out.paint;
    let level = match finding.level {
        Level::Ok => paint.added(&format!("{:<9}", "ok")),
        Level::Warning => paint.name(&format!("{:<9}", "warning")),
        Level::Problem => paint.cut(&format!("{:<9}", "problem")),
    };
    let text = format!("{}: {}", finding.check, finding.found);
    print_wrapped(out, &format!("  {level}"), INDENT, &text)?;
    if finding.level > Level::Ok {
        let label = format!("{:INDENT$}why: ", "");
        print_wrapped(out, &label, INDENT + LABEL, finding.why)?;
    }
    match &finding.change {
        None => Ok(()),
        Some(change) => {
            let label = format!("{:INDENT$}do:  ", "");
            print_wrapped(out, &label, INDENT + LABEL, change)
        }
    }
}

/// Prints a text behind `first`, and further lines below it, `indent` columns in.
fn print_wrapped(out: &mut Out, first: &str, indent: usize, text: &str) -> io::Result<()> {
    let width = out.width.min(WIDEST).saturating_sub(indent).max(20);
    for (n, line) in folded(text, width).iter().enumerate() {
        match n {
            0 => out.line(&format!("{first}{line}"))?,
            _ => out.line(&format!("{:indent$}{line}", ""))?,
        }
    }
    Ok(())
}

/// Lines of at most `width` columns, broken at spaces; a longer word, such as a path, anywhere.
fn folded(text: &str, width: usize) -> Vec<String> {
    let text = one_line(text);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.last_mut().expect("there is always a line");
        let space = usize::from(!line.is_empty());
        if line.width() + space + word.width() <= width {
            line.push_str(&" "[..space]);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        for cluster in word.graphemes(true) {
            let line = lines.last_mut().expect("there is always a line");
            match line.width() + cluster.width() <= width {
                true => line.push_str(cluster),
                false => lines.push(cluster.to_owned()),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_longer_words_anywhere() {
        for (text, width, lines) in [
            ("one two three", 7, &["one two", "three"][..]),
            ("a /long/path/x b", 6, &["a", "/long/", "path/x", "b"]),
            ("/long/pa b", 5, &["/long", "/pa b"]),
            ("選挙の", 4, &["選挙", "の"]),
            ("\u{1b}[2J", 9, &["\u{fffd}[2J"]),
            ("", 5, &[""]),
        ] {
            assert_eq!(folded(text, width), lines, "{text}");
        }
    }

    #[test]
    fn findings_are_counted_by_level() {
        let ok = Finding::ok("a", "b", "c");
        let groups = vec![FindingGroup {
            name: "x",
            checks: vec![
                ok.clone(),
                ok.clone().warn("d"),
                ok.clone().warn("d"),
                ok.problem("e"),
            ],
        }];
        let all = Findings::new(groups);
        assert_eq!((all.ok, all.warnings, all.problems), (1, 2, 1));
    }
}
