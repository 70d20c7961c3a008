//! The interactive view in a terminal of its own: the real program, driven by keys and signals.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;
#[path = "support/terminal.rs"]
mod terminal;

use base64::Engine;
use support::{World, lines, record};
use terminal::Terminal;

/// The view over the index of the folder.
const TUI: &[&str] = &["tui", "--index", "idx"];

/// The view over the sample, once it has shown its first results.
fn opened(world: &World, columns: u16, rows: u16) -> Terminal {
    let mut view = Terminal::sized(&world.command(TUI), columns, rows);
    view.until_text("63 in the index");
    assert!(view.is_raw());
    view
}

#[test]
fn a_query_is_narrowed_by_facet_and_span_and_exported() {
    let world = World::with_sample();
    let mut view = opened(&world, 100, 30);
    view.keys("ferry");
    view.until_text("9 articles");
    // The second value of the first facet: another total, and a chip that says why.
    view.keys("\x1bf");
    view.until_text("only this");
    view.keys("jj ");
    view.until_text("source: continentalledger.example ×");
    view.until_text(" 2 articles");
    // A span of the whole axis, then of its left half.
    view.keys("tvG");
    view.until_text("2011-01-01 .. 2025-06-30 ×");
    view.until_text("span 2011-01-01");
    view.keys("\r");
    view.until_gone("span 2011-01-01");
    view.keys("\t");
    view.until_text("only this");
    // What is narrowed is what is exported.
    view.keys("\x1b");
    view.until_text("enter read");
    view.keys("\x1be");
    view.until_text("ferry.jsonl");
    view.keys("\x15two.ids");
    view.until_text(": two.ids");
    view.keys("\r");
    view.until_text("2 articles written to two.ids");
    let ids = fs_err::read_to_string(world.path("two.ids")).unwrap();
    let source = "continentalledger.example";
    let args = ["ferry", "--source", source, "--collapse", "none"];
    let mut found = world.ids(&args[..3]);
    let mut written: Vec<String> = ids.lines().map(str::to_owned).collect();
    found.sort();
    written.sort();
    assert_eq!((written.len(), &written), (2, &found));
    // A file that is there is not written over.
    view.keys("\x1be\x15two.ids\r");
    view.until_text("two.ids is there already");
    view.keys("\x03");
    view.ends_sane(0);
}

#[test]
fn an_article_is_read_searched_and_copied() {
    let world = World::with_sample();
    let mut view = opened(&world, 100, 30);
    view.keys("ferry");
    view.until_text("9 articles");
    view.keys("\r");
    view.until_text("Callum Rosewarne");
    view.keys("n");
    view.until_text("match 1 of 5");
    view.keys("nn");
    view.until_text("match 3 of 5");
    view.keys("N");
    view.until_text("match 2 of 5");
    view.keys("y");
    view.until_text("copy: i id");
    view.keys("h");
    view.until_text("headline copied");
    let title = "Suvilinja shares fall a fifth after ferry runs aground";
    let text = base64::engine::general_purpose::STANDARD.encode(title);
    view.until_written(format!("\x1b]52;c;{text}\x07").as_bytes());
    view.keys("\x1b");
    view.until_text("9 articles");
    // Left by a key: sane, and the query is remembered.
    view.keys("\x03");
    view.ends_sane(0);
    assert_eq!(history(&world), "ferry\n");
}

fn history(world: &World) -> String {
    let path = world.path("home/.local/state/dateline/history");
    fs_err::read_to_string(path).unwrap()
}

#[test]
fn another_size_is_another_frame() {
    let world = World::with_sample();
    let mut view = opened(&world, 80, 24);
    view.keys("ferry");
    view.until_text("9 articles");
    let small = view.text();
    view.resize(100, 40);
    view.until("a last row at the bottom", |s| {
        let row = s.rows(0, 100).last().unwrap();
        row.contains("enter read") && row.ends_with("63 in the index")
    });
    view.resize(80, 24);
    view.until("the first frame", |s| {
        let row = s.rows(0, 80).last().unwrap();
        row.contains("enter read") && row.ends_with("in the index")
    });
    // But for the time that the search took, it is the very same.
    let without_last = |text: &str| {
        let rows: Vec<&str> = text.lines().collect();
        rows[..23].join("\n")
    };
    assert_eq!(without_last(&view.text()), without_last(&small));
    // A window in which nothing has room, and back.
    view.resize(20, 5);
    view.until("a small frame", |s| s.contents().contains("ferry"));
    view.keys("\x1bf\x1b\x1bj\r\x1b?\x1b");
    view.resize(1, 1);
    view.resize(200, 60);
    view.until("a wide frame", |s| {
        s.rows(0, 200).last().unwrap().ends_with("in the index")
    });
    view.keys("\x03");
    view.ends_sane(0);
}

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    let world = World::with_sample();
    for signal in ["TERM", "HUP", "INT"] {
        let mut view = opened(&world, 80, 24);
        view.keys(format!("ferry {signal}"));
        view.until_text("articles");
        view.until_text(signal);
        view.signal(signal);
        view.ends_sane(130);
        assert!(history(&world).ends_with(&format!("ferry {signal}\n")));
    }
}

#[test]
fn a_lost_terminal_ends_the_program() {
    let world = World::with_sample();
    let mut view = opened(&world, 80, 24);
    view.keys("ferry");
    view.until_text("9 articles");
    view.close();
    view.code();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while view.lives() {
        assert!(std::time::Instant::now() < deadline, "it still runs");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // The last key came or not.
    assert!(history(&world).starts_with("ferry"));
}

#[test]
fn the_shell_is_reached_and_left_again() {
    let world = World::with_sample();
    let script = "set -m; \"$@\"; echo stopped; read x; fg; echo \"ended $?\"; read x";
    let mut view = Terminal::script(script, &world.command(TUI), 80, 24);
    view.until_text("63 in the index");
    view.keys("ferry");
    view.until_text("9 articles");
    view.keys("\x1a");
    view.until("the shell", |s| {
        !s.alternate_screen() && s.contents().contains("stopped")
    });
    view.keys("\n");
    view.until("the view", |s| {
        s.alternate_screen() && s.contents().contains("9 articles")
    });
    view.keys(" aground");
    view.until_text("ferry aground");
    view.keys("\x03");
    view.ends_sane(0);
}

#[test]
fn what_is_chosen_goes_to_a_pipe() {
    let world = World::with_sample();
    let mut ids = world.ids(&["ferry", "--collapse", "earliest"]);
    ids.truncate(3);
    for (args, keys, expected) in [
        (&[][..], "\r", format!("[{}|]\n", ids[0])),
        (&[], "\x14\x14\r", format!("[{}|{}|]\n", ids[0], ids[1])),
        (&["--print-query"], "\r", format!("[ferry|{}|]\n", ids[0])),
    ] {
        let args = [TUI, &["--query", "ferry"], args].concat();
        let script =
            "\"$@\" | tr '\\n' '|' > out; printf '[%s]\\n' \"$(cat out)\"; echo ended 0; read x";
        let mut view = Terminal::script(script, &world.command(&args), 200, 24);
        view.until_text("9 articles");
        view.keys(keys);
        let text = view.ends_sane(0);
        assert!(text.contains(&expected), "{expected} in {text}");
        let out = fs_err::read(world.path("out")).unwrap();
        assert!(!out.contains(&0x1b), "escape sequences in the pipe");
    }
    // NUL between the ids; leaving chooses nothing, which the code tells.
    let args = [TUI, &["--query", "ferry", "-0"]].concat();
    let script = "\"$@\" > out; echo \"ended $?\"; read x";
    let mut view = Terminal::script(script, &world.command(&args), 80, 24);
    view.until_text("9 articles");
    view.keys("\x14\x14\r");
    view.ends_sane(0);
    let out = fs_err::read(world.path("out")).unwrap();
    assert_eq!(out, format!("{}\0{}\0", ids[0], ids[1]).as_bytes());
    let mut view = Terminal::script(script, &world.command(&args), 80, 24);
    view.until_text("9 articles");
    view.keys("\x03");
    view.ends_sane(1);
    assert_eq!(fs_err::read(world.path("out")).unwrap(), b"");
}

#[test]
fn scripts_choose_without_keys() {
    let world = World::with_sample();
    let ran = world.ok(&[TUI, &["--filter", "ferry", "--print-query"]].concat());
    let mut expected = vec!["ferry".to_owned()];
    expected.extend(world.ids(&["ferry", "--collapse", "earliest"]));
    assert_eq!(ran.out.lines().collect::<Vec<_>>(), expected);
    let ran = world.run(&[TUI, &["--filter", "zyzzyva"]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    // One hit is taken at once, two are shown.
    let script = "\"$@\" > out; echo \"ended $?\"; read x";
    let one = [TUI, &["--query", "ferry AND naufrage", "--select-1"]].concat();
    let mut view = Terminal::script(script, &world.command(&one), 80, 24);
    view.ends_sane(0);
    let out = fs_err::read_to_string(world.path("out")).unwrap();
    let ids = world.ids(&["ferry AND naufrage"]);
    assert_eq!((ids.len(), out), (1, format!("{}\n", ids[0])));
    let more = [TUI, &["--query", "ferry", "--select-1"]].concat();
    let mut view = Terminal::script(script, &world.command(&more), 80, 24);
    view.until_text("9 articles");
    view.keys("\x03");
    view.ends_sane(1);
}

#[test]
fn what_is_indexed_meanwhile_is_seen() {
    let world = World::with_sample();
    let mut view = opened(&world, 80, 24);
    view.keys("zyzzyva");
    view.until_text("0 articles");
    let new = [record("new", "A zyzzyva on the quay", "It sat there.")];
    world.write("new.jsonl", lines(&new));
    world.ok(&["index", "new.jsonl", "--index", "idx"]);
    view.until_text("64 in the index");
    view.until_text("A zyzzyva on the quay");
    view.keys("\x03");
    view.ends_sane(0);
}

#[test]
fn no_bytes_end_the_view() {
    let world = World::with_sample();
    let mut view = opened(&world, 80, 24);
    // A generator of its own: the same bytes each time. Keys that leave or stop the view are
    // left out, and Enter, which opens lines that run commands.
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut bytes = Vec::new();
    while bytes.len() < 3000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let byte = (state >> 32) as u8;
        if !matches!(byte, 0x03 | 0x11 | 0x1a | b'q' | b'\r' | b'\n' | 0x0f) {
            bytes.push(byte);
        }
    }
    for piece in bytes.chunks(500) {
        view.keys(piece);
    }
    for unfinished in [
        &b"\x1b["[..],
        b"\x1b[<0;99999999999;1M",
        b"\x1b[<0;5;5",
        b"\x1b[200~pasted\x1b[201~",
        b"\x1b]52;c;",
        b"\x1bP+q",
        b"\xff\xfe\xf0\x9f",
        b"\x1b[1;99999999999999999999R",
    ] {
        view.keys(unfinished);
    }
    // What was begun is ended: until then, letters belong to it.
    view.keys("\x1b[201~Mmuc~");
    // It still answers: back to the query line, emptied, and a query typed.
    for _ in 0..6 {
        view.keys("\x1b");
        view.pause();
    }
    view.keys("\x1b[200~ ferry\x1b[201~");
    view.until_text("ferry");
    view.keys("\x03");
    view.ends_sane(0);
}

/// Six screens for docs/screens, of the sample: `UPDATE_GOLDEN=1 cargo test --test terminal screens`
/// takes them anew. How long a search took is not the same twice, and is left out.
#[test]
fn the_screens_of_the_documentation_are_those_of_the_program() {
    let world = World::with_sample();
    let mut view = opened(&world, 100, 30);
    let steps = [
        ("results", "ferry", "9 articles"),
        ("facets", "\x1bfjj ", "only this"),
        ("reader", "X\x1b\rn", "match 1 of 5"),
        ("family", "\x1b", "enter read"),
        ("error", "\x15(ferry OR \"harbour", "enter read"),
        ("help", "\x1bOP", "Query line"),
    ];
    let took = regex::Regex::new(r" *[0-9.]+ ms · ").unwrap();
    for (name, keys, seen) in steps {
        for key in pieces(keys) {
            view.keys(key);
            view.pause();
        }
        if name == "family" {
            view.keys("\x1b[B");
            view.pause();
            view.keys("\x1bd");
            view.pause();
        } else {
            view.until_text(seen);
        }
        check_screen(name, &mut view, |text| {
            took.replace(text, "  ").into_owned()
        });
        if name == "family" {
            view.keys("\x1b");
            view.pause();
        }
    }
    view.keys("\x03");
    view.ends_sane(0);
}

/// Keys one by one.
fn pieces(keys: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in keys.chars() {
        match out.last_mut() {
            Some(last) if last == "\x1b" && c != '\x1b' && c != '\r' => last.push(c),
            Some(last) if last == "\x1bO" => last.push(c),
            _ => out.push(c.to_string()),
        }
    }
    out
}

fn check_screen(name: &str, view: &mut Terminal, tidied: impl Fn(&str) -> String) {
    let folder = format!("{}/docs/screens", env!("CARGO_MANIFEST_DIR"));
    let path = format!("{folder}/{name}.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs_err::create_dir_all(folder).unwrap();
        fs_err::write(&path, tidied(&view.text())).unwrap();
        return;
    }
    let expected = fs_err::read_to_string(&path).unwrap();
    let what = format!("{path} (UPDATE_GOLDEN=1 takes it anew)");
    view.until(&what, |screen| tidied(&terminal::text(screen)) == expected);
}
