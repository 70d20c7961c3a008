//! Tests of the way from paths to raw records.

use super::*;

const TWO: &[u8] = b"{\"id\":1}\n{\"id\":2}\n";

fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let folder = Folder::new();
    let (found, outcome) = items(&folder.write(name, bytes), 1000);
    assert_eq!(found, expected, "{name}");
    let count = |mark: char| found.iter().filter(|item| item.starts_with(mark)).count() as u64;
    assert_eq!(
        (outcome.rejected, outcome.skipped),
        (count('!'), count('-'))
    );
    assert_eq!(
        outcome.records,
        found.len() as u64 - count('!') - count('-')
    );
    assert_eq!(outcome.bytes_read, bytes.len() as u64);
}

#[test]
fn lines_are_records_whatever_packs_them() {
    let expected = ["1 0 jsonl {\"id\":1}", "2 9 jsonl {\"id\":2}"];
    check("a.jsonl", TWO, &expected);
    check("no-name", TWO, &expected);
    check("called.txt", TWO, &expected);
    check("a.json", TWO, &expected);
    check("a.jsonl.gz", &gzip(TWO), &expected);
    check("not-gzip.jsonl.gz", TWO, &expected);
    check("a.zst", &zstd(TWO), &expected);
    check(
        "members.gz",
        &[gzip(&TWO[..9]), gzip(&TWO[9..])].concat(),
        &expected,
    );
    check(
        "frames.zst",
        &[zstd(&TWO[..9]), zstd(&TWO[9..])].concat(),
        &expected,
    );
    check("no-final-break.jsonl", &TWO[..17], &expected);
}

#[test]
fn blank_lines_are_no_records_and_line_ends_no_part_of_them() {
    check(
        "a.jsonl",
        b"\xEF\xBB\xBF{\"id\":1}\r\n\n  \r\n{\"id\":2} \n",
        &["1 0 jsonl \u{FEFF}{\"id\":1}", "2 18 jsonl {\"id\":2}"],
    );
}

#[test]
fn objects_may_spread_over_lines_and_stand_in_arrays() {
    check(
        "one.json",
        b"{\n \"id\": 1\n}\n",
        &["1 0 json {\n \"id\": 1\n}"],
    );
    check(
        "no-name",
        b"{\n \"id\": 1\n}\n{\n \"id\": 2\n}",
        &["1 0 json {\n \"id\": 1\n}", "2 13 json {\n \"id\": 2\n}"],
    );
    check(
        "a.json",
        b"[ {\"a\":\"]}\\\"\"}, {\"b\":[{}]}\n]",
        &["1 2 json {\"a\":\"]}\\\"\"}", "2 16 json {\"b\":[{}]}"],
    );
    check(
        "scalars.json",
        b"[1, \"two\", null]",
        &["1 1 json 1", "2 4 json \"two\"", "3 11 json null"],
    );
    check("empty-array.json", b"[]", &[]);
}

#[test]
fn text_is_one_record() {
    check(
        "a.txt",
        b"# Fair opens\n\nIt opened.",
        &["1 0 text # Fair opens\n\nIt opened."],
    );
    check(
        "a",
        b"[Oldport] The fair opened.",
        &["1 0 text [Oldport] The fair opened."],
    );
    check(
        "a.md",
        b"{draft} The fair opened.",
        &["1 0 markdown {draft} The fair opened."],
    );
}

#[test]
fn files_without_text_are_skipped() {
    check("a.txt", b"", &["- an empty file"]);
    check("a.txt", b" \n\t\n", &["- nothing but white space"]);
    check(
        "a.bin",
        b"ab\0cd",
        &["- binary content of an unknown format"],
    );
    let noise: Vec<u8> = (0..800_u32).map(|n| (n % 8 + 1) as u8).collect();
    check("b.bin", &noise, &["- binary content of an unknown format"]);
}

#[test]
fn a_line_too_long_is_passed_over() {
    let long = format!("{{\"id\":1}}\n\"{}\"\n{{\"id\":3}}\n", "x".repeat(5000));
    check(
        "a.jsonl",
        long.as_bytes(),
        &[
            "1 0 jsonl {\"id\":1}",
            "! 2 9 a line of 5003 bytes, the limit is 1000",
            "3 5012 jsonl {\"id\":3}",
        ],
    );
    let exact = format!("{{\"id\":1}}\n{}", "x".repeat(1000));
    check(
        "b.jsonl",
        exact.as_bytes(),
        &[
            "1 0 jsonl {\"id\":1}",
            &format!("2 9 jsonl {}", "x".repeat(1000)),
        ],
    );
}

#[test]
fn a_value_too_long_is_passed_over() {
    let long = format!("[{{\"a\":\"{}\"}},\n{{\"id\":3}}]", "x".repeat(5000));
    check(
        "a.json",
        long.as_bytes(),
        &["! 1 1 a value of over 1000 bytes", "2 5011 json {\"id\":3}"],
    );
    check(
        "a.txt",
        "x".repeat(1001).as_bytes(),
        &["! 1 0 a text of over 1000 bytes"],
    );
}

#[test]
fn a_missing_quotation_mark_costs_one_record() {
    check(
        "a.json",
        b"[\n  {\"a\": \"x},\n  {\"id\":2},\n  {\"id\":3}\n]",
        &[
            "! 1 4 a line break inside a string, before byte 15",
            "2 17 json {\"id\":2}",
            "3 29 json {\"id\":3}",
        ],
    );
}

#[test]
fn an_array_that_breaks_off_keeps_what_came_before() {
    check(
        "a.json",
        b"[{\"id\":1},{\"id\"",
        &[
            "1 1 json {\"id\":1}",
            "! 2 10 the array ends early, with 1 brackets open in a value",
        ],
    );
    check(
        "b.json",
        b"[{\"id\":1},",
        &["1 1 json {\"id\":1}", "! 2 10 the array ends early"],
    );
    check(
        "c.json",
        b"{\n\"id\":[1",
        &["! 1 0 the JSON ends early, with 2 brackets open in a value"],
    );
    check(
        "d.json",
        b"[{\"id\":1}]]]}}",
        &["1 1 json {\"id\":1}", "2 10 json ]", "3 11 json ]}}"],
    );
}

#[test]
fn a_stream_that_breaks_off_keeps_what_came_before() {
    fn check(name: &str, packed: &[u8], words: &str) {
        let folder = Folder::new();
        let (found, outcome) = items(&folder.write(name, packed), 1 << 20);
        assert!(!outcome.complete);
        let (last, before) = found.split_last().unwrap();
        assert!(
            last.starts_with("! ") && last.contains(words),
            "{name}: {last}"
        );
        assert!(before.len() > 100, "{name}: {}", before.len());
        assert!(before.iter().all(|item| item.contains("jsonl {\"id\":")));
    }
    // Many lines that do not compress well, so that half of the stream holds many of them.
    let lines: String = (0..20_000_u32)
        .map(|n| format!("{{\"id\":{}}}\n", n.wrapping_mul(2_654_435_761)))
        .collect();
    let (gz, zst) = (gzip(lines.as_bytes()), zstd(lines.as_bytes()));
    check("a.gz", &gz[..gz.len() / 2], "ends early");
    check("b.gz", &gz[..gz.len() - 4], "ends early");
    check("c.zst", &zst[..zst.len() / 2], "ends early");
    let mut wrong = gz.clone();
    let at = wrong.len() - 6;
    wrong[at] ^= 0xFF;
    check("d.gz", &wrong, "checksum");
    check(
        "e.gz",
        &[&gz[..], b"this is no member of it"].concat(),
        "breaks off",
    );
}

#[test]
fn a_stream_that_is_nothing_but_its_mark_is_rejected() {
    let folder = Folder::new();
    for (name, bytes) in [
        ("a.gz", &b"\x1F\x8B"[..]),
        ("b.zst", &b"\x28\xB5\x2F\xFD"[..]),
    ] {
        let (found, outcome) = items(&folder.write(name, bytes), 1000);
        assert!(
            matches!(found.as_slice(), [one] if one.starts_with("! 0 0 ")),
            "{found:?}"
        );
        assert!(!outcome.complete);
    }
}

/// Gives a line of many bytes without holding it.
struct LongLine(u64);

impl std::io::Read for LongLine {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(usize::try_from(self.0).unwrap());
        buffer[..n].fill(b'x');
        self.0 -= n as u64;
        Ok(n)
    }
}

#[test]
fn a_line_of_200_megabytes_is_streamed() {
    let bytes = 200_000_000;
    let read = Rc::new(Cell::new(0));
    let text = std::io::Read::chain(&b"{\"id\":1}\n"[..], LongLine(bytes));
    let text = std::io::Read::chain(text, &b"\n{\"id\":3}"[..]);
    let meter = Meter {
        source: Rc::clone(&read),
        expansion: Expansion::default(),
    };
    let stream = stream::from_read(Box::new(text), &meter);
    let Ok(stream) = stream else {
        panic!("a plain stream opens")
    };
    let mut found = Vec::new();
    let mut emit = Emitter {
        format: Format::Text,
        context: None,
        columns: None,
        file: "-".into(),
        outcome: ReadOutcome {
            records: 0,
            rejected: 0,
            skipped: 0,
            bytes_read: 0,
            complete: true,
        },
        read,
        reported: 0,
        progress: &mut |_| {},
        sink: &mut |item| {
            found.push(item);
            ControlFlow::Continue(())
        },
    };
    assert!(read_stream(stream, &ReadOptions::default(), &mut emit).is_continue());
    let Item::Rejected(long) = &found[1] else {
        panic!("{:?}", found[1])
    };
    assert_eq!((long.record, long.byte), (2, 9));
    assert!(long.reason.contains("200000001 bytes"), "{}", long.reason);
    let Item::Record(last) = &found[2] else {
        panic!("{:?}", found[2])
    };
    assert_eq!((last.record, last.offset), (3, bytes + 10));
}

#[test]
fn the_sink_can_stop_the_reading() {
    let folder = Folder::new();
    let file = folder.write("a.jsonl", TWO);
    let (mut seen, mut reports) = (0, Vec::new());
    let mut report = |bytes| reports.push(bytes);
    let outcome = read_file(&file, &ReadOptions::default(), &mut report, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((seen, outcome.records, outcome.complete), (1, 1, false));
    assert_eq!(reports, [TWO.len() as u64]);
}

#[test]
fn folders_are_walked_in_order_without_hidden_and_ignored_files() {
    let folder = Folder::new();
    for name in [
        "b.txt",
        "a/2.txt",
        "a/1.txt",
        "a/notes.tsv",
        ".hidden",
        ".git/config",
        ".gitignore",
    ] {
        folder.write(name, b"*");
    }
    folder.write("a/.ignore", b"*.tsv");
    let missing = folder.path().join("missing.txt");
    let hidden = folder.path().join(".hidden");
    let paths = [
        folder.path().to_owned(),
        PathBuf::from("-"),
        missing.clone(),
        hidden,
    ];
    let (files, rejected) = walk(&paths);
    let names: Vec<String> = files
        .iter()
        .map(|file| file.path.strip_prefix(folder.path()).unwrap_or(&file.path))
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(names, ["a/1.txt", "a/2.txt", "b.txt", "-", ".hidden"]);
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0].file, missing.display().to_string());
    assert_eq!(rejected[0].reason, "no such file or folder");
}

#[test]
fn a_pattern_stands_for_the_files_that_match() {
    let folder = Folder::new();
    let names = [
        "2019/a.jsonl.gz",
        "2019/b.jsonl",
        "2020/05/c.jsonl.gz",
        "2020/05/.d.jsonl.gz",
        "a[1].txt",
        "e.jsonl.gz",
    ];
    for name in names {
        folder.write(name, b"x");
    }
    let check = |pattern: &str, expected: &[&str]| {
        let (files, rejected) = walk(&[folder.path().join(pattern)]);
        let found: Vec<String> = files
            .iter()
            .map(|file| file.path.strip_prefix(folder.path()).unwrap())
            .map(|path| path.display().to_string())
            .collect();
        assert_eq!(found, expected, "{pattern}");
        assert_eq!(
            rejected.len(),
            usize::from(expected.is_empty()),
            "{pattern}"
        );
    };
    check("*.jsonl.gz", &["e.jsonl.gz"]);
    check("2019/*.gz", &["2019/a.jsonl.gz"]);
    check("*/?.jsonl", &["2019/b.jsonl"]);
    check(
        "**/*.gz",
        &["2019/a.jsonl.gz", "2020/05/c.jsonl.gz", "e.jsonl.gz"],
    );
    check("20{19,21}/*", &["2019/a.jsonl.gz", "2019/b.jsonl"]);
    check("20[2]0", &["2020/05/c.jsonl.gz"]);
    check("2020/*", &["2020/05/c.jsonl.gz"]);
    // A file of that very name comes first.
    check("a[1].txt", &["a[1].txt"]);
    check("*.xml", &[]);
    check("nowhere/*.gz", &[]);
    check("a[.txt", &[]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_reported_and_the_walk_goes_on() {
    let folder = Folder::new();
    folder.write("a/1.txt", b"x");
    folder.write("z.txt", b"x");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("b-broken")).unwrap();
    let (files, rejected) = walk(&[folder.path().to_owned()]);
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(
        rejected
            .iter()
            .any(|no| no.file.ends_with("a/loop") && no.reason.contains("link back"))
    );
    assert!(
        rejected.iter().any(|no| no.file.ends_with("b-broken")),
        "{rejected:?}"
    );
}

#[test]
fn a_file_that_is_not_there_is_rejected() {
    let file = SourceFile {
        path: "no/such/file".into(),
        bytes: 0,
    };
    let (found, outcome) = items(&file, 1000);
    assert_eq!(found, ["! 0 0 no such file or folder"]);
    assert!(!outcome.complete);
}
