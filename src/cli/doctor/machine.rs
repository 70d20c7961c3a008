//! Judges what the machine has to give.

use indicatif::{HumanBytes, HumanCount};

use super::facts::Machine;
use crate::index::IndexOptions;
use crate::output::Finding;

/// Open files beside those of the index: streams, dumps, temporary files.
const OTHER_FILES: u64 = 64;
/// Free bytes below which nothing can be written.
const FULL: u64 = 100 << 20;
/// Free bytes below which only a small dump can be indexed.
const SCARCE: u64 = 1 << 30;

const UNKNOWN: &str = "not known here";

pub(super) fn check(facts: &Machine) -> Vec<Finding> {
    vec![
        open_files(facts),
        map_count(facts),
        disk(facts),
        temp(facts),
        memory(facts.free_memory),
        cores(facts.cores),
    ]
}

fn open_files(facts: &Machine) -> Finding {
    let why = "each file of the index is opened; a merge opens those of its segments again";
    let Some(limit) = facts.open_files else {
        return Finding::ok("open files", UNKNOWN, why);
    };
    let told = match limit {
        u64::MAX => "no limit".to_owned(),
        limit => format!("at most {}", HumanCount(limit)),
    };
    let index = HumanCount(facts.index_files);
    let finding = Finding::ok(
        "open files",
        format!("{told}; the index has {index} files"),
        why,
    );
    // A search has them once; a merge beside it once more.
    let needed = facts.index_files * 2 + OTHER_FILES;
    match limit < needed {
        true => finding.warn(format!("ulimit -n {}, or dateline merge", needed.max(1024))),
        false => finding,
    }
}

fn map_count(facts: &Machine) -> Finding {
    let why = "each file of the index is mapped into memory; beyond the limit it does not open";
    let Some(limit) = facts.map_count else {
        return Finding::ok("mapped files", UNKNOWN, why);
    };
    let finding = Finding::ok(
        "mapped files",
        format!(
            "at most {} areas; the index takes {}",
            HumanCount(limit),
            HumanCount(facts.index_files)
        ),
        why,
    );
    let set = "sudo sysctl -w vm.max_map_count=262144, or dateline merge";
    match facts.index_files {
        n if n >= limit => finding.problem(set),
        n if n > limit / 2 => finding.warn(set),
        _ => finding,
    }
}

fn disk(facts: &Machine) -> Finding {
    let why = "an index run needs about 1.2 times the dump, unpacked; a merge as much as the index";
    let (dir, free) = (facts.disk.0.display(), facts.disk.1);
    let Some(free) = free else {
        return Finding::ok("disk", UNKNOWN, why);
    };
    let enough = (free as f64 / 1.2) as u64;
    let finding = Finding::ok(
        "disk",
        format!(
            "{} free for {dir}: room for about {} of dumps",
            HumanBytes(free),
            HumanBytes(enough)
        ),
        why,
    );
    match free {
        n if n < FULL => finding.problem("free space, or choose another disk: --index DIR"),
        n if n < SCARCE => finding.warn("free space, or choose another disk: --index DIR"),
        _ => finding,
    }
}

fn temp(facts: &Machine) -> Finding {
    let why = "archives inside archives are unpacked there while they are read";
    let (dir, free) = (facts.temp.0.display(), facts.temp.1);
    let Some(free) = free else {
        return Finding::ok("temp folder", format!("{dir}: {UNKNOWN}"), why);
    };
    let finding = Finding::ok(
        "temp folder",
        format!("{} free in {dir}", HumanBytes(free)),
        why,
    );
    match free < FULL {
        true => finding.warn("free space, or export TMPDIR=DIR"),
        false => finding,
    }
}

fn memory(free: Option<u64>) -> Finding {
    let why = "indexing stays within --memory, 600 MB unless said; less makes it slower";
    let Some(free) = free else {
        return Finding::ok("memory", UNKNOWN, why);
    };
    let finding = Finding::ok("memory", format!("{} can be had", HumanBytes(free)), why);
    let default = IndexOptions::default().memory_bytes as u64;
    let least = IndexOptions::LEAST_MEMORY as u64;
    match free {
        n if n < least => finding.warn("close other programs before indexing"),
        n if n < default => finding.warn(format!(
            "dateline index --memory {}MB ...",
            (n * 3 / 4).max(least).div_ceil(1_000_000)
        )),
        _ => finding,
    }
}

fn cores(cores: usize) -> Finding {
    let threads = cores.min(8);
    let plural = if threads == 1 { "" } else { "s" };
    Finding::ok(
        "cores",
        format!("{cores}: indexing takes {threads} thread{plural} unless --threads says more"),
        "indexing uses a thread a core, at most 8; a search uses one",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Level;

    /// Judges facts and compares the findings that are not ok.
    fn check_bad(facts: &Machine, expected: &[(&str, Level, &str)]) {
        let findings = check(facts);
        let bad: Vec<&Finding> = findings.iter().filter(|f| f.level > Level::Ok).collect();
        assert_eq!(bad.len(), expected.len(), "{bad:?}");
        for (finding, (name, level, change)) in bad.iter().zip(expected) {
            assert_eq!((finding.check, finding.level), (*name, *level));
            let told = finding.change.as_deref().unwrap_or_default();
            assert!(told.contains(change), "{name}: {told}");
        }
    }

    fn roomy() -> Machine {
        Machine {
            open_files: Some(1024),
            map_count: Some(65_530),
            index_files: 80,
            temp: ("tmp".into(), Some(FULL)),
            disk: ("idx".into(), Some(SCARCE)),
            free_memory: Some(8 << 30),
            cores: 4,
        }
    }

    #[test]
    fn a_roomy_machine_and_an_unknown_one_have_no_finding() {
        check_bad(&roomy(), &[]);
        check_bad(&Machine::default(), &[]);
        let unlimited = Machine {
            open_files: Some(u64::MAX),
            ..roomy()
        };
        check_bad(&unlimited, &[]);
        assert!(check(&unlimited)[0].found.starts_with("no limit"));
        assert_eq!(check(&Machine::default())[1].found, UNKNOWN);
    }

    #[test]
    fn each_limit_that_is_near_has_its_remedy() {
        use Level::{Problem, Warning};
        let many = |index_files| Machine {
            open_files: Some(u64::MAX),
            index_files,
            ..roomy()
        };
        let of_disk = |free| Machine {
            disk: ("idx".into(), Some(free)),
            ..roomy()
        };
        let of_memory = |free| Machine {
            free_memory: Some(free),
            ..roomy()
        };
        for (facts, expected) in [
            (
                Machine {
                    open_files: Some(223),
                    ..roomy()
                },
                ("open files", Warning, "ulimit -n 1024"),
            ),
            (many(40_000), ("mapped files", Warning, "vm.max_map_count")),
            (many(65_530), ("mapped files", Problem, "vm.max_map_count")),
            (of_disk(SCARCE - 1), ("disk", Warning, "--index DIR")),
            (of_disk(FULL - 1), ("disk", Problem, "--index DIR")),
            (
                Machine {
                    temp: ("tmp".into(), Some(0)),
                    ..roomy()
                },
                ("temp folder", Warning, "TMPDIR"),
            ),
            (
                of_memory(400_000_000),
                ("memory", Warning, "--memory 300MB"),
            ),
            (of_memory(150 << 20), ("memory", Warning, "--memory 135MB")),
            (of_memory(100 << 20), ("memory", Warning, "close other")),
        ] {
            check_bad(&facts, &[expected]);
        }
    }
}
