//! Precision and recall of families on copies planted into real articles, and their cost:
//! `cargo bench --bench families -- FILE... [--stories N]`.
//!
//! Of the articles without a copy among the others, N (1,000) are taken, and of each a copy of
//! every kind is planted. Recall is the share of copies found in the family of their original; a
//! planted copy in the family of another story is wrong. Translations must not be found. Seeded.

use std::collections::HashMap;
use std::ops::ControlFlow;

use dateline::article::Article;
use dateline::families::{Corpus, Known, Shingles, Signature, group};
use dateline::ingest::{Item, KeyMap, ReadOptions, read_file, to_article, walk};

/// Numbers by chance that are the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn word(&mut self) -> String {
        let letters = 2 + self.below(8);
        (0..letters)
            .map(|_| char::from(b'a' + self.below(26) as u8))
            .collect()
    }

    fn words(&mut self, n: usize) -> String {
        (0..n).map(|_| self.word() + " ").collect()
    }
}

/// Makes a copy of a body.
type Kind = fn(&str, &mut Chance) -> String;

/// What is done to a copy, and whether it is one.
const KINDS: &[(&str, Kind, bool)] = &[
    ("the same text", |body, _| body.to_owned(), true),
    (
        "new dateline and byline",
        |body, c| framed(body, c, 12, 0),
        true,
    ),
    (
        "byline and footer of 40 words",
        |body, c| framed(body, c, 8, 40),
        true,
    ),
    ("cut to 70 %", |body, _| cut(body, 0.7), true),
    ("cut to 50 %", |body, _| cut(body, 0.5), true),
    ("first 10 % rewritten", rewritten, true),
    (
        "misread letters, 2 %",
        |body, c| misread(body, c, 0.02),
        true,
    ),
    (
        "misread letters, 4 %",
        |body, c| misread(body, c, 0.04),
        true,
    ),
    ("other words, 2 %", |body, c| replaced(body, c, 0.02), true),
    ("other words, 5 %", |body, c| replaced(body, c, 0.05), true),
    (
        "cut to 70 %, framed, misread 2 %",
        |body, c| misread(&framed(&cut(body, 0.7), c, 12, 20), c, 0.02),
        true,
    ),
    ("translated, names and numbers kept", translated, false),
];

fn framed(body: &str, chance: &mut Chance, before: usize, after: usize) -> String {
    format!("{}{body} {}", chance.words(before), chance.words(after))
}

fn cut(body: &str, share: f64) -> String {
    let words: Vec<&str> = body.split_whitespace().collect();
    words[..(words.len() as f64 * share) as usize].join(" ")
}

fn rewritten(body: &str, chance: &mut Chance) -> String {
    let words: Vec<&str> = body.split_whitespace().collect();
    let n = words.len() / 10;
    chance.words(n) + &words[n..].join(" ")
}

fn replaced(body: &str, chance: &mut Chance, share: f64) -> String {
    let other = |word: &str, chance: &mut Chance| match chance.below(10_000) as f64 {
        n if n < share * 10_000.0 => chance.word(),
        _ => word.to_owned(),
    };
    let words: Vec<String> = body.split_whitespace().map(|w| other(w, chance)).collect();
    words.join(" ")
}

/// One letter for another, one left out, one too many, or a space within a word.
fn misread(body: &str, chance: &mut Chance, share: f64) -> String {
    let mut out = String::with_capacity(body.len() + 64);
    for c in body.chars() {
        if c.is_whitespace() || chance.below(10_000) as f64 >= share * 10_000.0 {
            out.push(c);
            continue;
        }
        let letter = char::from(b'a' + chance.below(26) as u8);
        match chance.below(4) {
            0 => {}
            1 => out.extend([c, letter]),
            2 => out.extend([c, ' ']),
            _ => out.push(letter),
        }
    }
    out
}

/// Another word for each, always the same one, but for names and numbers.
fn translated(body: &str, _: &mut Chance) -> String {
    let other = |word: &str| match word.starts_with(|c: char| c.is_lowercase()) {
        true => word.chars().rev().chain(['o']).collect(),
        false => word.to_owned(),
    };
    body.split_whitespace()
        .map(other)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Bodies in memory.
struct Texts {
    bodies: Vec<(String, Option<i64>)>,
    signatures: Vec<Option<Signature>>,
}

impl Texts {
    fn new(bodies: Vec<(String, Option<i64>)>) -> Texts {
        let signatures = bodies
            .iter()
            .map(|(body, _)| Signature::of([body.as_str()]))
            .collect();
        Texts { bodies, signatures }
    }

    fn groups(&self) -> dateline::Result<Vec<Vec<u32>>> {
        group(self, &Known::default())
    }
}

impl Corpus for Texts {
    fn len(&self) -> u32 {
        self.bodies.len() as u32
    }

    fn signature(&self, article: u32) -> Option<Signature> {
        self.signatures[article as usize]
    }

    fn published(&self, article: u32) -> Option<i64> {
        self.bodies[article as usize].1
    }

    fn shingles(&self, article: u32) -> dateline::Result<Shingles> {
        Ok(Shingles::of([self.bodies[article as usize].0.as_str()]))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`; without files there is nothing to plant copies into.
    let mut args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let mut stories = 1_000;
    if let Some(at) = args.iter().position(|a| a == "--stories") {
        stories = args.get(at + 1).map_or(Ok(stories), |n| n.parse())?;
        args.drain(at..(at + 2).min(args.len()));
    }
    if args.is_empty() {
        say("usage: cargo bench --bench families -- FILE... [--stories N]");
        return Ok(());
    }
    let originals = read(&args);
    let before = cpu_us();
    let texts = Texts::new(originals.clone());
    let signed = cpu_us();
    let families = texts.groups()?;
    let grouped = cpu_us();
    let n = originals.len() as f64;
    say(&format!(
        "{n} articles: signatures {:.1} microseconds each, grouping {:.1}; {} families of {} articles",
        (signed - before) / n,
        (grouped - signed) / n,
        families.len(),
        families.iter().map(Vec::len).sum::<usize>(),
    ));
    for (when, days) in [("on the same day", 0), ("30 days later", 30)] {
        plant(&originals, &families, stories, when, days * 86_400)?;
    }
    Ok(())
}

fn plant(
    originals: &[(String, Option<i64>)],
    families: &[Vec<u32>],
    stories: usize,
    when: &str,
    later: i64,
) -> dateline::Result<()> {
    let mut alone = vec![true; originals.len()];
    for &member in families.iter().flatten() {
        alone[member as usize] = false;
    }
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let long = |body: &str| body.split_whitespace().count() >= 100;
    let mut chosen: Vec<usize> = (0..originals.len())
        .filter(|&n| alone[n] && long(&originals[n].0))
        .collect();
    for n in (1..chosen.len()).rev() {
        chosen.swap(n, chance.below(n + 1));
    }
    chosen.truncate(stories);
    say(&format!(
        "\ncopies {when}, of {} stories{:>18} {:>8} {:>8}",
        chosen.len(),
        "found",
        "missed",
        "wrong"
    ));
    for &(name, kind, is_copy) in KINDS {
        let mut bodies = originals.to_vec();
        for &original in &chosen {
            let (body, at) = &originals[original];
            let at = at.or(Some(0)).map(|at| at + later);
            bodies.push((kind(body, &mut chance), at));
        }
        for &original in &chosen {
            bodies[original].1 = bodies[original].1.or(Some(0));
        }
        let groups = Texts::new(bodies).groups()?;
        let mut group_of: HashMap<u32, usize> = HashMap::new();
        for (n, group) in groups.iter().enumerate() {
            group_of.extend(group.iter().map(|&member| (member, n)));
        }
        let (mut found, mut wrong) = (0, 0);
        for (n, &original) in chosen.iter().enumerate() {
            let copy = (originals.len() + n) as u32;
            let Some(&group) = group_of.get(&copy) else {
                continue;
            };
            let with_its_own = groups[group].contains(&(original as u32));
            found += u32::from(with_its_own);
            let others = groups[group].len() - 1 - usize::from(with_its_own);
            wrong += u32::from(others > 0);
        }
        let missed = chosen.len() as u32 - found;
        let share = 100.0 * f64::from(found) / chosen.len().max(1) as f64;
        let sign = if is_copy { ' ' } else { '!' };
        say(&format!(
            "{sign} {name:<36} {found:>6} ({share:>5.1} %) {missed:>6} {wrong:>8}"
        ));
    }
    Ok(())
}

/// Bodies and dates of all articles of these files.
fn read(paths: &[String]) -> Vec<(String, Option<i64>)> {
    let paths: Vec<_> = paths.iter().map(Into::into).collect();
    let (files, _) = walk(&paths);
    let keys = KeyMap::default();
    let mut bodies = Vec::new();
    for file in &files {
        let mut sink = |item: Item| {
            if let Item::Record(record) = item
                && let Ok(Article {
                    body, published, ..
                }) = to_article(&record, &keys)
            {
                bodies.push((body.join(" "), published.map(|p| p.start_utc())));
            }
            ControlFlow::Continue(())
        };
        read_file(file, &ReadOptions::default(), &mut |_| {}, &mut sink);
    }
    bodies
}

/// Microseconds of CPU time of this thread.
fn cpu_us() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
