//! Frames of every state, held by golden files in `tests/golden/tui`: what is drawn is read as the
//! diff of a file.

use std::path::Path;

use super::stage::Stage;
use super::task::Answer;
use super::{Colors, Options, ThemeChoice};
use crate::search::Completion;

/// Compares a frame with its file, or writes the file where `UPDATE_GOLDEN` is 1.
fn check(name: &str, stage: &Stage) {
    check_frame(name, &stage.frame());
}

/// The same for a frame as text.
pub(super) fn check_frame(name: &str, actual: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("tests/golden/tui").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, actual).unwrap();
        return;
    }
    let expected = fs_err::read_to_string(&path).unwrap_or_default();
    let n = expected.lines().count().max(actual.lines().count());
    let (old, new) = (expected.lines(), actual.lines());
    let (old, new) = (
        old.map(Some).chain(std::iter::repeat(None)),
        new.map(Some).chain(std::iter::repeat(None)),
    );
    let mut changed = Vec::new();
    for (old, new) in old.zip(new).take(n).filter(|(old, new)| old != new) {
        changed.extend(old.map(|line| format!("-{line}")));
        changed.extend(new.map(|line| format!("+{line}")));
    }
    assert!(
        changed.is_empty(),
        "tests/golden/tui/{name}.txt differs; if that is meant, run again with UPDATE_GOLDEN=1\n{}",
        changed.join("\n")
    );
}

fn of_size(width: u16, height: u16) -> Stage {
    Stage::with(Options::default(), (width, height))
}

/// A hundred columns, and a query that has been typed.
fn typed(query: &str) -> Stage {
    let mut stage = of_size(100, 30);
    stage.type_text(query);
    close_offers(&mut stage);
    stage
}

/// Escape closes proposals first and leaves the line then: only the former is wanted.
fn close_offers(stage: &mut Stage) {
    if stage.app.completer.is_open() {
        stage.press("esc");
    }
}

/// The hits of a query, with the keys on the list.
fn results(query: &str) -> Stage {
    let mut stage = typed(query);
    stage.press("esc");
    stage
}

/// The reader on the hit whose headline begins so.
fn read(query: &str, headline: &str) -> Stage {
    let mut stage = results(query);
    let begins = |hit: &crate::search::Hit| hit.title.starts_with(headline);
    let at = stage.app.results.hits.iter().position(begins);
    let at = at.unwrap_or_else(|| panic!("no hit of {query} begins with {headline}"));
    for _ in 0..at {
        stage.press("j");
    }
    stage.press("enter");
    stage
}

/// What an index of many articles would propose.
fn propose(stage: &mut Stage, words: &[(&str, u64)]) {
    let offer = |(text, articles): &(&str, u64)| Completion {
        text: (*text).to_owned(),
        articles: *articles,
    };
    let turn = stage.app.completer.turn();
    let found = words.iter().map(offer).collect();
    stage.answer(Answer::Completed { turn, found });
}

#[test]
fn the_first_frame_shows_all_articles() {
    check("empty", &of_size(100, 30));
    check("before-any-answer", Stage::holding().hold());
    check("no-articles", &Stage::without_articles());
}

#[test]
fn proposals_stand_below_the_word_that_is_typed() {
    let mut stage = of_size(100, 30);
    stage.type_text("storm so");
    check("typing", &stage);
    stage.press("tab tab");
    check("typing-chosen", &stage);
    let mut stage = of_size(100, 30);
    stage.type_text("ferry source:me");
    check("typing-value", &stage);
    let mut stage = of_size(100, 30);
    stage.type_text("ferry source:har");
    propose(
        &mut stage,
        &[
            ("Harbour Tribune", 17),
            ("Hársfa Hírlap", 4),
            ("港の新聞", 2),
        ],
    );
    check("typing-wide", &stage);
}

#[test]
fn an_error_is_shown_under_its_place_and_the_last_hits_stand() {
    check("note", &typed("ferry AND (harbour"));
    let mut stage = typed("ferry sorce:\"Harbour Tribune\"");
    check("error", &stage);
    stage.press("ctrl-u").type_text("ferry date:2019-13-40");
    close_offers(&mut stage);
    check("error-in-a-value", &stage);
}

#[test]
fn hits_light_what_matched() {
    check("results", &results("ferry"));
    let mut stage = results("harbour council");
    stage.press("space space");
    check("results-marked", &stage);
    check("notes-relaxed", &typed("ferry council harbour wind zebra"));
    check("no-hits", &typed("ferri AND zebra"));
    let mut stage = results("ferry");
    stage.press("w S");
    check("results-each-newest", &stage);
}

#[test]
fn values_are_chosen_and_left_out() {
    let mut stage = results("ferry");
    stage.press("f down");
    check("facets", &stage);
    stage.press("space down x");
    check("facets-chosen", &stage);
    stage.press("backtab backtab");
    check("chips", &stage);
    let mut stage = results("ferry");
    stage.press("f /").type_text("har");
    check("facets-find", &stage);
    let mut stage = typed("zebra");
    stage.press("ctrl-u").type_text("ferry");
    close_offers(&mut stage);
    stage.press("alt-f down space");
    stage.press("i ctrl-u").type_text("zebra");
    close_offers(&mut stage);
    check("no-hits-filtered", &stage);
}

#[test]
fn a_span_is_brushed_and_zoomed_into() {
    let mut stage = of_size(100, 40);
    stage.type_text("ferry");
    close_offers(&mut stage);
    stage.pass(1000);
    check("timeline-peaks", &stage);
    stage.press("esc t home").press(&"right ".repeat(48));
    check("timeline", &stage);
    stage.press("space").press(&"left ".repeat(15));
    check("brush", &stage);
    stage.press("space");
    check("brush-applied", &stage);
    stage.press("v left left z").pass(1000);
    check("brush-zoomed", &stage);
}

#[test]
fn an_article_is_read() {
    let mut stage = read("ferry", "");
    check("reader", &stage);
    stage.press("n n");
    check("reader-matches", &stage);
    stage.press("tab");
    check("reader-link", &stage);
    stage.press("y");
    check("reader-copy", &stage);
    for (name, query) in [("correction", "has:correction"), ("caption", "has:caption")] {
        let mut stage = of_size(100, 50);
        stage.type_text(query);
        close_offers(&mut stage);
        stage.press("esc enter");
        check(&format!("reader-{name}"), &stage);
    }
}

#[test]
fn copies_of_a_story_are_compared() {
    let mut stage = results("ferry");
    let copies = |hit: &crate::search::Hit| hit.family.as_ref().is_some_and(|f| f.size > 1);
    let at = stage.app.results.hits.iter().position(copies).unwrap();
    for _ in 0..at {
        stage.press("j");
    }
    stage.press("d");
    check("family", &stage);
    stage.press("tab tab");
    check("family-chosen", &stage);
    stage.press("esc s");
    check("similar", &stage);
}

#[test]
fn keys_are_listed() {
    let mut stage = results("ferry");
    stage.press("?");
    check("help", &stage);
    stage.press("end");
    check("help-end", &stage);
}

#[test]
fn a_line_is_asked_for() {
    let mut stage = results("ferry \"coast guard\"");
    stage.press("e");
    check("prompt-export", &stage);
    stage.press("esc y");
    check("prompt-copy", &stage);
    stage.press("esc |").type_text("grep -i harbour | head");
    check("prompt-pipe", &stage);
}

#[test]
fn windows_of_other_sizes_are_filled() {
    for (name, width, height) in [
        ("80x24", 80, 24),
        ("200x60", 200, 60),
        ("60x20", 60, 20),
        ("20x5", 20, 5),
    ] {
        let mut stage = of_size(width, height);
        stage.type_text("ferry");
        close_offers(&mut stage);
        stage.pass(1000);
        check(&format!("size-{name}"), &stage);
        stage.press("esc enter");
        check(&format!("size-{name}-reader"), &stage);
    }
}

#[test]
fn wide_letters_and_letters_from_right_to_left_keep_their_places() {
    for (name, query) in [
        ("cjk", "フェリー"),
        ("korean", "여객선"),
        ("arabic", "العبّارة"),
        ("persian", "کشتی"),
        ("thai", "เรือ"),
    ] {
        let mut stage = of_size(80, 24);
        stage.type_text(query);
        close_offers(&mut stage);
        check(&format!("{name}-results"), &stage);
        stage.press("esc enter n");
        check(&format!("{name}-reader"), &stage);
    }
}

#[test]
fn every_theme_tells_the_roles_apart() {
    for (name, theme, colors, ascii) in [
        ("no-colour", ThemeChoice::Dark, Colors::None, false),
        ("ascii", ThemeChoice::Dark, Colors::None, true),
        ("light", ThemeChoice::Light, Colors::True, false),
        (
            "colours-16-light",
            ThemeChoice::Light,
            Colors::Ansi16,
            false,
        ),
        ("colours-256", ThemeChoice::Dark, Colors::Indexed256, false),
        ("colours-true", ThemeChoice::Dark, Colors::True, false),
    ] {
        let options = Options {
            theme,
            colors,
            ascii,
            ..Options::default()
        };
        let mut stage = Stage::with(options, (140, 24));
        stage.type_text("ferry sorce:x");
        close_offers(&mut stage);
        stage.press("ctrl-w esc f down space down x esc esc space");
        check(&format!("theme-{name}"), &stage);
        stage.press("enter n");
        check(&format!("theme-{name}-reader"), &stage);
    }
}

#[test]
fn news_of_the_index_is_told() {
    let mut stage = results("ferry");
    stage.app.articles = Some(96);
    stage.answer(Answer::Reloaded { articles: 103 });
    check("new-articles", &stage);
    let mut stage = read("ferry", "");
    stage.answer(Answer::Reloaded { articles: 1110 });
    stage.press("esc").pass(7000);
    check("new-articles-later", &stage);
    stage.answer(Answer::Lost {
        message: "the index can't be read anew: no such file".into(),
    });
    check("index-lost", &stage);
    let mut stage = results("ferry");
    stage.hold().press("i").type_text(" wind").pass(400);
    close_offers(&mut stage);
    check("searching", &stage);
}
