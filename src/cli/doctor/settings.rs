//! Judges the pager, the config file and the variables that change something.

use super::facts::{Pager, Settings, Variables};
use crate::cli::config::{Inspected, State};
use crate::output::Finding;

/// Variables of the program's own, and what each does.
const OWN: &[(&str, &str)] = &[
    ("DATELINE_INDEX", "the index without --index"),
    ("DATELINE_CACHE", "where search --in keeps its indexes"),
    ("DATELINE_CONFIG", "the configuration file"),
    ("DATELINE_CONFIG_DIR", "the folder of saved queries"),
    ("DATELINE_PAGER", "the pager"),
];

/// Variables of others that change something.
const OTHERS: &[(&str, &str)] = &[
    ("NO_COLOR", "no colours"),
    ("CLICOLOR_FORCE", "colours in a pipe too"),
    ("FORCE_HYPERLINK", "links, or none"),
    ("COLUMNS", "the width of what is printed"),
    ("RUST_LOG", "what is logged"),
];

pub(super) fn check(facts: &Settings) -> Vec<Finding> {
    let mut findings = vec![pager(&facts.pager), check_config(&facts.config)];
    findings.extend(variables(&facts.variables));
    findings
}

fn pager(pager: &Pager) -> Finding {
    let why = "long output on a terminal is shown in it; without one it runs past";
    let by = pager.named_by.unwrap_or("the default");
    let finding = |found: String| Finding::ok("pager", found, why);
    let command = &pager.command;
    match &pager.words {
        Err(reason) => finding(format!("`{command}` ({by}) can't be read: {reason}")).warn(
            match pager.named_by {
                Some(name) if name.contains("PAGER") => format!("export {name}='less -FRX'"),
                _ => "mend `pager` in the config file".to_owned(),
            },
        ),
        // `cat` is how no pager is asked for.
        Ok(words) if words.first().is_some_and(|word| word == "cat") => {
            finding(format!("none is wanted: {by} is cat"))
        }
        Ok(_) if pager.is_found => finding(format!("`{command}` ({by})")),
        Ok(_) => finding(format!("`{command}` ({by}) is not there"))
            .warn("install less, or export DATELINE_PAGER=PROGRAM, or --paging never"),
    }
}

/// Whether the config file is there and says what can be read.
fn check_config(config: &Inspected) -> Finding {
    let why = "no other command runs while the file says what is no key or no value";
    let path = config.path.display();
    let finding = |found: String| Finding::ok("config", found, why);
    match &config.state {
        State::Unasked => finding("not read: --no-config".to_owned()),
        State::Absent => finding(format!("none: {path} is not there, defaults hold")),
        State::Read(1) => finding(format!("{path} gives 1 key")),
        State::Read(keys) => finding(format!("{path} gives {keys} keys")),
        State::Wrong(message, help) => {
            let help = help.as_deref().unwrap_or("mend the file, or move it away");
            finding(message.clone()).problem(help)
        }
    }
}

/// The variables that are set, and those that look like ours and are not.
fn variables(variables: &Variables) -> Vec<Finding> {
    let why = "a variable holds wherever no option is given";
    let known = OWN.iter().chain(OTHERS);
    let set: Vec<String> = known
        .filter_map(|(name, meaning)| {
            let value = variables.get(name)?;
            Some(format!("{name}={value} ({meaning})"))
        })
        .collect();
    let mut findings = vec![Finding::ok(
        "variables",
        match set.is_empty() {
            true => "none is set that changes anything".to_owned(),
            false => set.join(", "),
        },
        why,
    )];
    let ours = variables.0.keys().filter(|k| k.starts_with("DATELINE_"));
    for name in ours.filter(|k| !OWN.iter().any(|(own, _)| own == k)) {
        let names: Vec<&str> = OWN.iter().map(|(name, _)| *name).collect();
        findings.push(
            Finding::ok("variables", format!("{name} is set and not known"), why)
                .warn(format!("unset it; there are {}", names.join(", "))),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Level, shell_words};

    fn check_one(finding: &Finding, level: Level, found: &str) {
        assert_eq!(finding.level, level, "{finding:?}");
        assert!(finding.found.contains(found), "{finding:?} has no {found}");
        assert_eq!(finding.change.is_some(), level != Level::Ok, "{finding:?}");
    }

    #[test]
    fn a_pager_is_there_or_not_wanted_or_missed() {
        for (command, named_by, is_found, level, found) in [
            (
                "less -FRX",
                None,
                true,
                Level::Ok,
                "`less -FRX` (the default)",
            ),
            ("less -FRX", None, false, Level::Warning, "is not there"),
            ("cat", Some("PAGER"), false, Level::Ok, "PAGER is cat"),
            (
                "less '-R",
                Some("PAGER"),
                true,
                Level::Warning,
                "not closed",
            ),
        ] {
            let words = shell_words(command);
            let command = command.to_owned();
            let facts = Pager {
                command,
                named_by,
                words,
                is_found,
            };
            check_one(&pager(&facts), level, found);
        }
    }

    #[test]
    fn a_config_file_is_absent_sound_or_wrong() {
        let judged = |state| {
            let path = "c.toml".into();
            check_config(&Inspected { path, state })
        };
        check_one(&judged(State::Unasked), Level::Ok, "--no-config");
        check_one(&judged(State::Absent), Level::Ok, "defaults hold");
        check_one(&judged(State::Read(1)), Level::Ok, "c.toml gives 1 key");
        check_one(&judged(State::Read(0)), Level::Ok, "gives 0 keys");
        let wrong = State::Wrong("c.toml:3: no".to_owned(), Some("do so".to_owned()));
        check_one(&judged(wrong), Level::Problem, "c.toml:3: no");
        let helpless = State::Wrong("no".to_owned(), None);
        check_one(&judged(helpless), Level::Problem, "no");
    }

    #[test]
    fn variables_are_told_and_unknown_ones_are_warned_of() {
        let judged = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            variables(&Variables(pairs.collect()))
        };
        check_one(&judged(&[("EDITOR", "x")])[0], Level::Ok, "none is set");
        let some = judged(&[("DATELINE_INDEX", "a"), ("DATELINE_IDX", "b")]);
        check_one(&some[0], Level::Ok, "DATELINE_INDEX=a (the index");
        check_one(
            &some[1],
            Level::Warning,
            "DATELINE_IDX is set and not known",
        );
        assert_eq!(some.len(), 2);
    }
}
