//! Families of copies through the program: `index` in several runs, `dateline family`, changed
//! articles, and runs that end before the grouping. Collapsing is in `cli_family_collapse.rs`.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/stories.rs"]
mod stories;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use stories::{article, press, words};
use support::{World, lines};

/// Ids of the members by family, from the hits of a search for everything.
fn families(world: &World) -> BTreeMap<String, BTreeSet<String>> {
    let found = world.answer(&["*", "-n", "5000"]);
    let mut families: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for hit in found["hits"].as_array().unwrap() {
        if let Some(family) = hit["family"]["id"].as_str() {
            let id = hit["id"].as_str().unwrap().to_owned();
            families.entry(family.to_owned()).or_default().insert(id);
        }
    }
    for hit in found["hits"].as_array().unwrap() {
        if let Some(family) = hit["family"]["id"].as_str() {
            assert_eq!(hit["family"]["size"], families[family].len());
        }
    }
    let single: usize = families.values().map(|f| f.len() - 1).sum();
    assert_eq!(
        found["families"],
        found["total"].as_u64().unwrap() - single as u64
    );
    families
}

/// The same without the names of the families.
fn members(world: &World) -> Vec<String> {
    let joined = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(" ");
    let mut all: Vec<String> = families(world).values().map(joined).collect();
    all.sort();
    all
}

fn index(world: &World, name: &str, records: &[Value]) {
    world.write(name, lines(records));
    world.ok(&["index", name, "--index", "idx"]);
}

#[test]
fn copies_are_families_and_others_are_not() {
    let world = World::with_index(&press());
    assert_eq!(members(&world), ["a1 a2 a3", "b1 b2"]);
}

#[test]
fn families_grow_with_each_run_and_keep_their_names() {
    let world = World::new();
    let press = press();
    index(&world, "1.jsonl", &press[..2]);
    let first = families(&world);
    assert_eq!(members(&world), ["a1 a2"]);
    for (n, record) in press[2..].iter().enumerate() {
        index(
            &world,
            &format!("more{n}.jsonl"),
            std::slice::from_ref(record),
        );
    }
    assert_eq!(members(&world), ["a1 a2 a3", "b1 b2"]);
    let name = first.keys().next().unwrap();
    assert_eq!(
        families(&world)[name].len(),
        3,
        "the family has another name"
    );
    let at_once = World::with_index(&press);
    assert_eq!(members(&at_once), members(&world));
}

#[test]
fn a_run_without_changes_leaves_the_file_as_it_is() {
    let world = World::with_index(&press());
    let file = world.path("idx/families.bin");
    let before = (
        fs_err::read(&file).unwrap(),
        fs_err::metadata(&file).unwrap().modified().unwrap(),
    );
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let after = (
        fs_err::read(&file).unwrap(),
        fs_err::metadata(&file).unwrap().modified().unwrap(),
    );
    assert!(before == after);
    // Made anew from nothing it says the same.
    fs_err::remove_file(&file).unwrap();
    let found = world.answer(&["*"]);
    assert_eq!(found["families"], Value::Null);
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    assert!(fs_err::read(&file).unwrap() == before.0);
}

#[test]
fn a_changed_article_leaves_its_family() {
    let world = World::with_index(&press());
    index(
        &world,
        "2.jsonl",
        &[article("a2", "Hill Courier", 4, &words(7, 0, 85))],
    );
    assert_eq!(members(&world), ["a1 a3", "b1 b2"]);
    // A family of two is none when one goes, and comes back with it.
    index(
        &world,
        "3.jsonl",
        &[article("b2", "Hill Courier", 8, &words(8, 0, 90))],
    );
    assert_eq!(members(&world), ["a1 a3"]);
    index(
        &world,
        "4.jsonl",
        &[article("b2", "Hill Courier", 8, &words(2, 0, 90))],
    );
    assert_eq!(members(&world), ["a1 a3", "b1 b2"]);
}

#[test]
fn who_hung_together_by_a_third_part_when_it_goes() {
    let world = World::new();
    let bridge = article("m", "Quay Mail", 3, &words(1, 0, 200));
    let halves = [
        article("l", "Vale Echo", 3, &words(1, 0, 110)),
        article("r", "Vale Echo", 3, &words(1, 90, 110)),
    ];
    index(
        &world,
        "1.jsonl",
        &[halves[0].clone(), bridge, halves[1].clone()],
    );
    assert_eq!(members(&world), ["l m r"]);
    index(
        &world,
        "2.jsonl",
        &[article("m", "Quay Mail", 3, &words(5, 0, 200))],
    );
    assert!(members(&world).is_empty(), "{:?}", members(&world));
}

#[test]
fn a_process_that_dies_before_the_grouping_leaves_nothing_wrong() {
    // What it leaves: the segments of the new commit, the families of the one before.
    let world = World::with_index(&press()[..4]);
    let file = world.path("idx/families.bin");
    let old = fs_err::read(&file).unwrap();
    assert_eq!(members(&world), ["a1 a2 a3"]);
    let changed = article("a1", "Quay Mail", 3, &words(6, 0, 100));
    index(&world, "2.jsonl", &[&press()[4..], &[changed]].concat());
    let full = (members(&world), fs_err::read(&file).unwrap());
    assert_eq!(full.0, ["a2 a3", "b1 b2"]);
    fs_err::write(&file, &old).unwrap();
    assert_eq!(
        members(&world),
        ["a2 a3"],
        "an older file names a changed article"
    );
    // A half-written file is none; the next run mends both.
    for bytes in [&old[..old.len() / 2], b"", &old] {
        fs_err::write(&file, bytes).unwrap();
        world.search(&["*"]);
        world.ok(&["index", "2.jsonl", "--index", "idx"]);
        assert_eq!(members(&world), full.0);
    }
}

/// Twenty processes killed at any moment of a growing index: nothing is lost, nothing stands
/// twice, and the families are those of one run over everything.
#[test]
fn killed_again_and_again_while_it_grows_the_families_are_those_of_one_run() {
    let world = World::new();
    let batch = |n: u32| -> Vec<Value> {
        let one = |k: u32| {
            let body = words(n * 12 + k, 0, 60 + k);
            article(&format!("n{n}k{k}"), "Quay Mail", 1 + k % 28, &body)
        };
        // Of each, the next batch has a copy.
        let copy = |k: u32| {
            let body = words(n * 12 + k - 12, 0, 58 + k);
            article(&format!("n{n}c{k}"), "Vale Echo", 1 + k % 28, &body)
        };
        let copies = (0..12).filter(|_| n > 0).map(copy);
        (0..12).map(one).chain(copies).collect()
    };
    let mut all = Vec::new();
    for n in 0..20_u32 {
        all.extend(batch(n));
        world.write("dump.jsonl", lines(&all));
        let mut command = world.command(&["index", "dump.jsonl", "--index", "idx", "--quiet"]);
        let null = std::process::Stdio::null;
        let mut child = command.stdout(null()).stderr(null()).spawn().unwrap();
        // At another moment each time, told by what is in the folder.
        let files = || std::fs::read_dir(world.path("idx/segments")).map_or(0, Iterator::count);
        let enough = files() + n as usize % 11;
        while child.try_wait().unwrap().is_none() && files() < enough {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = world.search(&["*", "-n", "5000", "--format", "json"]);
        if ran.code == 2 {
            assert!(ran.err.contains("no index in"), "{}", ran.err);
            continue;
        }
        // Whatever families there are, each is right.
        let found: Value = serde_json::from_str(&ran.out).unwrap();
        let mut seen = BTreeSet::new();
        for hit in found["hits"].as_array().unwrap() {
            let id = hit["id"].as_str().unwrap();
            assert!(seen.insert(id.to_owned()), "{id} twice");
            assert!(
                hit["family"].is_null() || hit["family"]["size"] == 2,
                "{hit}"
            );
        }
    }
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let grown = members(&world);
    assert_eq!(grown.len(), 19 * 12);
    assert_eq!(world.search(&["*", "-c"]).out.trim(), all.len().to_string());
    let at_once = World::with_index(&all);
    let whole = |world: &World| {
        let pairs = world.answer(&["*", "-n", "5000"]);
        let mut ids: Vec<(String, String)> = Vec::new();
        for hit in pairs["hits"].as_array().unwrap() {
            let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
            ids.push((text(&hit["id"]), text(&hit["family"]["id"])));
        }
        ids.sort();
        ids
    };
    assert_eq!(whole(&world).len(), whole(&at_once).len());
    assert_eq!(grown, members(&at_once));
}

#[test]
fn without_families_nothing_is_grouped() {
    let world = World::new();
    world.write("dump.jsonl", lines(&press()));
    world.ok(&["index", "dump.jsonl", "--index", "idx", "--no-families"]);
    assert!(!world.path("idx/families.bin").exists());
    let found = world.answer(&["*"]);
    assert_eq!(found["families"], Value::Null);
    assert!(
        found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .all(|h| h["family"].is_null())
    );
    let args = ["search", "*", "--collapse", "earliest", "--index", "idx"];
    world.check_error(&args, "the index has no families", "--no-families");
    let ran = world.run(&["family", "a1", "--index", "idx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no copies"), "{}", ran.err);
    // --fresh forgets the families of what was there.
    world.ok(&["index", "dump.jsonl", "--index", "idx", "--fresh"]);
    assert_eq!(families(&world).len(), 2);
    world.ok(&[
        "index",
        "dump.jsonl",
        "--index",
        "idx",
        "--fresh",
        "--no-families",
    ]);
    assert!(!world.path("idx/families.bin").exists());
}

#[test]
fn family_lists_the_copies_by_time_with_what_each_cut_and_added() {
    let world = World::with_index(&press());
    let ran = world.ok(&["family", "a2", "--index", "idx", "--format", "json"]);
    let family: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&family["version"], &family["size"], &family["sources"]),
        (&json!(1), &json!(3), &json!(2))
    );
    let copies = family["copies"].as_array().unwrap();
    let ids: Vec<&str> = copies.iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a3", "a1", "a2"]);
    assert_eq!(copies[0]["difference"]["changes"], json!([]));
    // Against the earliest, which has a byline of three words in its body and ends two words before.
    let a1 = &copies[1]["difference"];
    assert_eq!(
        (&a1["kept"], &a1["cut"], &a1["added"]),
        (&json!(118), &json!(3), &json!(2))
    );
    assert_eq!(
        a1["changes"][0],
        json!({ "cut": "By our staff", "added": "" })
    );
    assert_eq!(
        a1["changes"][1],
        json!({ "cut": "", "added": words(1, 118, 2) })
    );
    assert!((copies[2]["share_kept"].as_f64().unwrap() - 85.0 / 121.0).abs() < 1e-9);
    let by_name = world.ok(&[
        "family",
        family["id"].as_str().unwrap(),
        "--index",
        "idx",
        "--format",
        "json",
    ]);
    assert_eq!(by_name.out, ran.out);
    let text = world.ok(&["family", "a1", "--index", "idx"]).out;
    assert!(text.contains("- By our staff"), "{text}");
    assert!(text.contains(&format!("+ {}", words(1, 118, 2))), "{text}");
    assert!(
        text.contains("Quay Mail · 120 words · 97 % kept, 3 words cut, 2 added"),
        "{text}"
    );
    assert!(text.ends_with(&format!(
        "family {}: 3 copies in 2 sources\n",
        family["id"].as_str().unwrap()
    )));
    let coloured = world
        .ok(&["family", "a1", "--index", "idx", "--color", "always"])
        .out;
    assert!(coloured.contains("\u{1b}[31m- "), "{coloured:?}");
    let limited = world.ok(&["family", "a1", "--index", "idx", "-n", "1"]).out;
    assert!(limited.contains("2 more: --limit 3"), "{limited}");
}

#[test]
fn show_names_the_family_beside_the_record() {
    let world = World::with_index(&press());
    let record = |id: &str| -> Value {
        let ran = world.ok(&["show", id, "--json", "--index", "idx"]);
        serde_json::from_str(&ran.out).unwrap()
    };
    assert_eq!(record("a2")["duplicate_of"], "a3");
    assert_eq!(record("a2")["family"], record("a3")["family"]);
    assert_eq!(record("a3")["duplicate_of"], Value::Null);
    assert_eq!(record("c1").get("family"), None);
    let text = world.ok(&["show", "b1", "--index", "idx"]).out;
    assert!(
        text.contains("2 copies in 2 sources: dateline family f"),
        "{text}"
    );
    // Read again, the record is what it was.
    world.write("again.jsonl", format!("{}\n", record("a2")));
    let summary = world.summary(&["again.jsonl", "--index", "idx"]);
    assert_eq!(summary["unchanged"], 1, "{summary}");
}

#[test]
fn family_tells_who_has_none_and_who_is_unknown() {
    let world = World::with_index(&press());
    let ran = world.run(&["family", "c1", "--index", "idx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("`c1` has no copies"), "{}", ran.err);
    world.check_error(
        &["family", "zz", "--index", "idx"],
        "no article with the id `zz`",
        "search",
    );
    world.check_error(
        &["family", "f000000000abc", "--index", "idx"],
        "no article with the id",
        "search",
    );
    // Also over files.
    let ran = world.ok(&["family", "b1", "--in", "dump.jsonl"]);
    assert!(ran.out.contains("2 copies in 2 sources"), "{}", ran.out);
}
