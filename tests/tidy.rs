//! The house rules that a machine can hold: which module may use which, what every file begins
//! with, where field names are spelled, where is printed, and how long a file gets.
//!
//! Each rule is a function from text to complaints, tried on bad samples below, so that a rule
//! that can't fail is noticed. Comments and test modules are taken out first where that matters.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::{Path, PathBuf};

/// Modules of the crate by layer; a module uses those of lower layers.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["article"],
    &["schema"],
    &["analysis"],
    &["families"],
    &["ingest", "index", "query"],
    &["search", "facets", "snippet"],
    &["eval", "bench"],
    &["output", "user"],
    &["tui"],
    &["cli", "serve"],
];

/// Uses inside a layer, each with its reason.
const NEIGHBOURS: &[(&str, &str, &str)] = &[
    ("index", "ingest", "a run of indexing drives the readers"),
    (
        "search",
        "facets",
        "a request counts facets in the same pass",
    ),
    ("search", "snippet", "a hit carries its fragments"),
];

/// Names that a Tantivy call takes: no field's name is its argument outside `src/schema`.
const CALLS: &[&str] = &[
    "get_field(",
    ".u64(",
    ".i64(",
    ".f64(",
    ".str(",
    ".bytes(",
    ".column(",
    "by_name(",
    ".facet(",
    "add_text_field(",
    "add_u64_field(",
    "add_i64_field(",
];

/// A file longer than this wants a reason at its head: a line that begins `//! Long because`.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All `.rs` files below a folder of the crate, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(dir) = open.pop() {
        for entry in fs_err::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            // The peers of `benches/peers` are programs of their own.
            if path.is_dir() && !path.ends_with("benches/peers") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs_err::read_to_string(&path).unwrap();
                out.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    out.sort();
    out
}

/// Complaints of one rule about all files of `src`.
fn check(rule: impl Fn(&Path, &str) -> Vec<String>) {
    let sources = sources("src");
    assert!(sources.len() > 50, "the sources were not found");
    let complaints: Vec<String> = sources
        .iter()
        .flat_map(|(path, text)| {
            let found = rule(path, text);
            found
                .into_iter()
                .map(move |c| format!("{}: {c}", path.display()))
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Whether a file holds only tests.
fn is_tests(path: &Path) -> bool {
    let name = path
        .file_stem()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    name == "tests"
        || name.ends_with("_tests")
        || path.components().any(|c| c.as_os_str() == "tests")
}

/// The text without comments and without the test module, which stands last in a file; line breaks
/// stay, and so do strings.
fn code(text: &str) -> String {
    let end = [
        "#[cfg(test)]\nmod tests {",
        "#[cfg(test)]\npub(crate) mod tests {",
    ]
    .iter()
    .filter_map(|mark| text.find(mark))
    .min()
    .unwrap_or(text.len());
    let mut out = String::new();
    for line in text[..end].lines() {
        // `//` inside a string is not seen as a comment if a quotation mark follows it.
        let cut = line
            .find("//")
            .filter(|&at| !line[at..].contains('"') || line.trim_start().starts_with("//"));
        out.push_str(&line[..cut.unwrap_or(line.len())]);
        out.push('\n');
    }
    out
}

/// The module of the crate that a file belongs to.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap_or(path);
    let first = inside
        .components()
        .next()
        .map(|c| c.as_os_str().to_string_lossy().into_owned());
    first.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// Modules that the code names as `crate::module`, in a path or in a group of `use crate::{...}`.
fn used(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut out = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            out.push(name(rest));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (n, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    out.push(name(group[start..n].trim_start()));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    out.push(name(group[start..n].trim_start()));
                    start = n + 1;
                }
                _ => {}
            }
        }
    }
    // The crate's own `Error`, `Result` and macros are at its root.
    out.retain(|m| m.starts_with(char::is_lowercase));
    out.sort();
    out.dedup();
    out
}

fn wrong_uses(path: &Path, text: &str) -> Vec<String> {
    let from = module(path);
    let layer = |module: &str| LAYERS.iter().position(|l| l.contains(&module));
    if is_tests(path) || ["lib", "main"].contains(&from.as_str()) {
        return Vec::new();
    }
    let Some(own) = layer(&from) else {
        return vec![format!("the module `{from}` has no layer in the table")];
    };
    let allowed = |to: &str| {
        to == from
            || layer(to).is_some_and(|l| l < own)
            || NEIGHBOURS.iter().any(|(a, b, _)| *a == from && *b == to)
    };
    let uses = used(&code(text));
    let wrong = uses.iter().filter(|to| !allowed(to));
    wrong
        .map(|to| format!("`{from}` may not use `{to}`"))
        .collect()
}

#[test]
fn modules_use_only_those_further_in() {
    check(wrong_uses);
    let wrong = |path: &str, text: &str| wrong_uses(Path::new(path), text).len();
    assert_eq!(wrong("src/article/x.rs", "use crate::index::Archive;"), 1);
    assert_eq!(
        wrong(
            "src/query/x.rs",
            "use crate::{analysis::{fold, a}, search, output::Out};"
        ),
        2
    );
    assert_eq!(wrong("src/facets/x.rs", "let a = crate::cli::main();"), 1);
    assert_eq!(wrong("src/query/x.rs", "use crate::index::Archive;"), 1);
    assert_eq!(wrong("src/newcomer/x.rs", ""), 1);
    assert_eq!(
        wrong(
            "src/index/x.rs",
            "use crate::ingest::walk;\nuse crate::{Error, Result};"
        ),
        0
    );
    assert_eq!(
        wrong(
            "src/query/x.rs",
            "//! crate::cli\n#[cfg(test)]\nmod tests {\nuse crate::index;"
        ),
        0
    );
}

#[test]
fn every_exception_of_the_module_table_is_needed() {
    for (from, to, _) in NEIGHBOURS {
        let uses = |(path, text): &(PathBuf, String)| {
            module(path) == *from && !is_tests(path) && used(&code(text)).iter().any(|m| m == to)
        };
        assert!(
            sources("src").iter().any(uses),
            "`{from}` does not use `{to}` any more"
        );
    }
}

fn wrong_head(path: &Path, text: &str) -> Vec<String> {
    let head = text.starts_with("//! ");
    let long = text.lines().count() > LONGEST && !text.contains("\n//! Long because");
    let main = path == Path::new("src/main.rs") && text.lines().count() >= 60;
    [
        (!head, "does not begin with `//!`".to_owned()),
        (
            long,
            format!(
                "has {} lines and no reason at its head",
                text.lines().count()
            ),
        ),
        (main, "main.rs has 60 lines or more".to_owned()),
    ]
    .into_iter()
    .filter_map(|(wrong, complaint)| wrong.then_some(complaint))
    .collect()
}

#[test]
fn every_file_says_what_lives_in_it_and_is_short() {
    check(wrong_head);
    for (path, text) in sources("tests").iter().chain(&sources("benches")) {
        assert!(
            wrong_head(path, text).is_empty(),
            "{}: {:?}",
            path.display(),
            wrong_head(path, text)
        );
    }
    let wrong = |path: &str, text: &str| wrong_head(Path::new(path), text).len();
    assert_eq!(wrong("src/a.rs", "use std::fmt;\n"), 1);
    assert_eq!(
        wrong("src/a.rs", &format!("//! A.\n{}", "\n".repeat(500))),
        1
    );
    assert_eq!(
        wrong(
            "src/a.rs",
            &format!("//! A.\n//! Long because: x.\n{}", "\n".repeat(500))
        ),
        0
    );
    assert_eq!(
        wrong("src/main.rs", &format!("//! A.\n{}", "\n".repeat(60))),
        1
    );
}

/// Names of declared fields: of all, and of those that only the index knows and no query may name.
fn field_names() -> (Vec<&'static str>, Vec<&'static str>) {
    use dateline::schema::{Searched, article_declaration, declaration};
    let fields = &declaration().fields;
    let of_article = |name: &str| article_declaration().iter().any(|f| f.name == name);
    let inner = fields
        .iter()
        .filter(|f| f.searched == Searched::Internal && !of_article(&f.name));
    (
        fields.iter().map(|f| f.name.as_str()).collect(),
        inner.map(|f| f.name.as_str()).collect(),
    )
}

fn spelled_fields(path: &Path, text: &str) -> Vec<String> {
    if path.starts_with("src/schema") || is_tests(path) {
        return Vec::new();
    }
    let (all, inner) = field_names();
    let code = code(text);
    let mut out = Vec::new();
    for name in inner {
        // Names of words that are common otherwise are caught by the calls below.
        if code.contains(&format!("\"{name}\"")) {
            out.push(format!("spells the field name \"{name}\""));
        }
    }
    for call in CALLS {
        for name in &all {
            if code.contains(&format!("{call}\"{name}\"")) {
                out.push(format!("{call}\"{name}\") spells a field name"));
            }
        }
    }
    out
}

#[test]
fn field_names_are_spelled_only_in_the_schema() {
    check(spelled_fields);
    let wrong = |path: &str, text: &str| spelled_fields(Path::new(path), text).len();
    assert_eq!(
        wrong("src/search/x.rs", "let c = columns.u64(\"body_start\")?;"),
        2
    );
    assert_eq!(wrong("src/search/x.rs", "schema.get_field(\"title\")"), 1);
    assert_eq!(wrong("src/search/x.rs", "// \"id_hash\" is a field"), 0);
    assert_eq!(wrong("src/schema/x.rs", "schema.get_field(\"title\")"), 0);
}

fn prints(path: &Path, text: &str) -> Vec<String> {
    let code = code(text);
    let mut out = Vec::new();
    for name in [
        "println!",
        "eprintln!",
        "print!(",
        "eprint!(",
        "dbg!(",
        "todo!(",
        "unimplemented!(",
    ] {
        if code.contains(name) {
            out.push(format!("`{name}` is not for this crate"));
        }
    }
    let streams = ["stdout()", "stderr()", "io::stdout", "io::stderr"];
    // The log's writer is handed over by name; nothing is written there.
    let code = code.replace(".with_writer(std::io::stderr)", "");
    // The interactive view has the terminal to itself while it runs.
    let outside = !path.starts_with("src/output") && path != Path::new("src/tui/terminal.rs");
    out.extend(
        streams
            .iter()
            .filter(|s| outside && code.contains(*s))
            .map(|s| format!("`{s}` outside src/output")),
    );
    out
}

#[test]
fn only_output_prints() {
    check(prints);
    let wrong = |path: &str, text: &str| prints(Path::new(path), text).len();
    assert_eq!(wrong("src/output/x.rs", "println!(\"x\");"), 1);
    assert_eq!(wrong("src/cli/x.rs", "writeln!(io::stdout().lock())"), 2);
    assert_eq!(wrong("src/output/x.rs", "writeln!(io::stdout().lock())"), 0);
    assert_eq!(wrong("src/cli/x.rs", "x.with_writer(std::io::stderr)"), 0);
}

fn machine_paths(text: &str) -> Vec<String> {
    let at = |start: &str| text.find(start).map(|at| (start.to_owned(), at));
    // Put together here, so that this file is not its own finding.
    let found = ["root", "home", "work"]
        .into_iter()
        .filter_map(|dir| at(&format!("/{dir}/")));
    found
        // A path begins there; `https://a.example/work/` and `./home/` do not.
        .filter(|(_, at)| {
            let before = text[..*at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || "\"'`(=:<".contains(c))
        })
        .map(|(start, _)| format!("holds a path of one machine, {start}..."))
        .collect()
}

#[test]
fn no_tracked_file_holds_a_path_of_one_machine() {
    let listed = std::process::Command::new("git")
        .arg("ls-files")
        .current_dir(root())
        .output();
    // A packed crate has no git; then its sources are looked at.
    let mut files: Vec<PathBuf> = match listed {
        Ok(out) if out.status.success() => String::from_utf8_lossy(&out.stdout)
            .lines()
            .map(|l| root().join(l))
            .collect(),
        _ => Vec::new(),
    };
    let own = ["src", "tests"].iter().flat_map(|dir| sources(dir));
    files.extend(own.map(|(path, _)| root().join(path)));
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| f.is_file()) {
        let bytes = fs_err::read(file).unwrap();
        for complaint in machine_paths(&String::from_utf8_lossy(&bytes)) {
            complaints.push(format!("{}: {complaint}", file.display()));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    let path = |dir: &str| format!("see \"/{dir}/someone/x\"");
    assert_eq!(machine_paths(&path("home")).len(), 1);
    assert_eq!(machine_paths(&path("root")).len(), 1);
    assert_eq!(
        machine_paths("https://a.example/work/x and /workshop/").len(),
        0
    );
}

#[test]
fn comments_and_tests_are_taken_out_of_the_code() {
    let text =
        "//! Head.\nlet a = \"//\"; // note\nlet b = 1; // note\n#[cfg(test)]\nmod tests {\nx\n}\n";
    assert_eq!(
        code(text),
        "\nlet a = \"//\"; // note\nlet b = 1; \n",
        "a line with `//` before a quotation mark is kept whole"
    );
}
