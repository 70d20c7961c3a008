//! Judges the index.

use indicatif::{HumanBytes, HumanCount};

use super::facts::{Found, Index};
use crate::cli::next;
use crate::error::Error;
use crate::index::{FamiliesHealth, Health};
use crate::output::Finding;

/// A segment with fewer articles is a small one.
const SMALL: u64 = 10_000;
/// Small segments that are no burden.
const MOST_SMALL: usize = 16;

pub(super) fn check(facts: &Index) -> Vec<Finding> {
    let mut findings = vec![place(facts)];
    match &facts.health {
        Ok(health) => findings.extend(contents(facts, health)),
        Err(error) => findings.push(unopened(facts, error)),
    }
    findings
}

fn place(facts: &Index) -> Finding {
    let by = match facts.found {
        Found::Option => "as --index says",
        Found::Variable => "as DATELINE_INDEX says",
        Found::Nearest => "the nearest .dateline upwards from here",
        Found::Config => "as the config file says",
        Found::Default => "the user's data folder: no .dateline upwards from here",
    };
    let why = "--index, DATELINE_INDEX, the nearest .dateline, the config file, the data folder: \
               the first that is there";
    Finding::ok("folder", format!("{}, {by}", facts.dir.display()), why)
}

fn unopened(facts: &Index, error: &Error) -> Finding {
    let why = "without an index only search --in finds anything";
    let finding = Finding::ok("opens", error.to_string(), why);
    let named = matches!(facts.found, Found::Option | Found::Variable | Found::Config);
    match error {
        // Nobody said that there is one.
        Error::NoIndex { .. } if !named => {
            finding.warn("dateline index PATH..., or dateline demo for a sample archive")
        }
        Error::NoIndex { dir } => {
            finding.problem(format!("dateline index PATH...{}", next::index_option(dir)))
        }
        _ => {
            let help = error.help();
            finding.problem(help.unwrap_or_else(|| {
                let option = next::index_option(&facts.dir);
                format!("dateline verify{option}; or anew: dateline index PATH... --fresh{option}")
            }))
        }
    }
}

fn contents(facts: &Index, health: &Health) -> Vec<Finding> {
    let option = next::index_option(&facts.dir);
    vec![
        opens(health, &option),
        manifest(health, &option),
        segments(health, &option),
        deleted(health, &option),
        families(health, &option),
        writable(health),
        writer(health),
    ]
}

fn opens(health: &Health, option: &str) -> Finding {
    let finding = Finding::ok(
        "opens",
        format!(
            "yes: format {}, {} articles, {} on disk",
            health.format_version,
            HumanCount(health.articles),
            HumanBytes(health.bytes)
        ),
        "an index without articles finds nothing",
    );
    match health.articles {
        0 => finding.warn(format!("dateline index PATH...{option}")),
        _ => finding,
    }
}

fn manifest(health: &Health, option: &str) -> Finding {
    let why = "the manifest says what the index is; a killed run leaves it a commit behind";
    let finding = |found: String| Finding::ok("manifest", found, why);
    if health.manifest_behind {
        return finding("a commit behind the segments".to_owned())
            .warn(format!("dateline index PATH...{option}, which writes it"));
    }
    match health.manifest_articles == health.articles {
        true => finding("agrees with the segments".to_owned()),
        false => finding(format!(
            "counts {} articles, the segments hold {}",
            health.manifest_articles, health.articles
        ))
        .problem(format!("dateline verify{option}")),
    }
}

fn segments(health: &Health, option: &str) -> Finding {
    let small = health.segments.iter().filter(|n| **n < SMALL).count();
    let finding = Finding::ok(
        "segments",
        format!(
            "{}, {small} of them of fewer than {} articles",
            health.segments.len(),
            HumanCount(SMALL)
        ),
        "each query looks at every segment; many small ones cost time and open files",
    );
    match small > MOST_SMALL {
        true => finding.warn(format!("dateline merge{option}")),
        false => finding,
    }
}

fn deleted(health: &Health, option: &str) -> Finding {
    let finding = Finding::ok(
        "replaced",
        format!(
            "{} replaced or removed articles wait for a merge",
            HumanCount(health.deleted)
        ),
        "they take disk space and a little time until segments are merged",
    );
    // A quarter of all is where Tantivy's own merging has not kept up.
    match health.deleted > SMALL && health.deleted > health.articles / 3 {
        true => finding.warn(format!("dateline merge{option}")),
        false => finding,
    }
}

fn families(health: &Health, option: &str) -> Finding {
    let why = "copies of a story are shown as one (search --collapse, dateline family)";
    let finding = |found: String| Finding::ok("families", found, why);
    let run = format!("dateline index PATH...{option}");
    match health.families {
        FamiliesHealth::Absent if health.articles == 0 => finding("none yet".to_owned()),
        FamiliesHealth::Absent => {
            finding("copies were not looked for".to_owned()).warn(format!("{run}, on any file"))
        }
        FamiliesHealth::Damaged => finding("damaged, or of another version".to_owned())
            .warn(format!("{run}, which makes them anew")),
        FamiliesHealth::Known {
            families,
            members,
            is_older,
        } => {
            let known = finding(format!(
                "{} with {} articles{}",
                HumanCount(families as u64),
                HumanCount(members as u64),
                if is_older {
                    ", before the last change"
                } else {
                    ""
                }
            ));
            match is_older {
                true => known.warn(format!("{run}, which looks for copies at its end")),
                false => known,
            }
        }
    }
}

fn writable(health: &Health) -> Finding {
    let why = "index, rm and merge write there; searching does not";
    match &health.unwritable {
        None => Finding::ok("writable", "yes", why),
        Some(reason) => Finding::ok("writable", format!("no: {reason}"), why)
            .warn("change the folder's rights, or free space on its disk"),
    }
}

fn writer(health: &Health) -> Finding {
    let why = "one process writes at a time; index, rm and merge are refused meanwhile";
    match health.writer.as_deref() {
        None => Finding::ok("lock", "nobody is writing", why),
        Some(id) => {
            let who = match id {
                "" => "another process".to_owned(),
                id => format!("process {id}"),
            };
            Finding::ok("lock", format!("{who} is writing"), why)
                .warn("wait until it has finished; searching goes on")
        }
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
