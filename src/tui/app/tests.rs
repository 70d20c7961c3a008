//! States reached by events alone.

use super::*;
use crate::tui::stage::Stage;

fn titles(stage: &Stage) -> Vec<String> {
    let hits = stage.app.results.hits.iter();
    hits.map(|hit| hit.title.clone()).collect()
}

fn errors(stage: &Stage) -> usize {
    stage.app.line.problems().filter(|p| p.error).count()
}

pub(super) fn total_of(stage: &Stage) -> u64 {
    stage.app.results.response.as_ref().unwrap().total
}

/// Types a query, without choosing a proposal.
pub(super) fn typed(query: &str) -> Stage {
    let mut stage = Stage::new();
    stage.type_text(query);
    stage
}

/// The same with the keys on the list.
pub(super) fn listed(query: &str) -> Stage {
    let mut stage = typed(query);
    stage.app.completer.close();
    stage.press("esc");
    assert_eq!(stage.app.mode(), Mode::Results);
    stage
}

#[test]
fn the_last_good_query_stands_while_an_error_is_typed() {
    let mut stage = typed("ferry");
    let (before, searches) = (titles(&stage), stage.searches);
    assert!(!before.is_empty());
    stage.type_text(" sorce:x");
    // `ferry s` and the like are queries, `sorce:` is none.
    assert_eq!(errors(&stage), 1);
    let asked = stage.searches;
    stage.type_text("yz");
    assert_eq!((asked, errors(&stage)), (stage.searches, 1));
    assert!(asked > searches && !stage.app.results.running());
    stage.press("ctrl-w");
    assert_eq!((errors(&stage), titles(&stage)), (0, before));
}

#[test]
fn answers_to_older_searches_never_take_the_place_of_newer_ones() {
    let mut stage = typed("ferry");
    let ferry = titles(&stage);
    stage.hold().press("ctrl-u").type_text("storm");
    let tasks: Vec<Task> = stage.waiting.drain(..).collect();
    let mut answers: Vec<Answer> = tasks
        .into_iter()
        .filter(|task| matches!(task, Task::Search { .. }))
        .filter_map(|task| stage.done(task))
        .collect();
    assert!(answers.len() > 3);
    // One that is not the newest is shown while nothing newer is there.
    stage.answer(answers.remove(2));
    assert_ne!(titles(&stage), ferry);
    assert!(stage.app.results.running());
    stage.answer(answers.pop().unwrap());
    let storm = titles(&stage);
    assert!(!storm.is_empty() && !stage.app.results.running());
    for late in answers {
        stage.answer(late);
        assert_eq!(titles(&stage), storm);
    }
}

#[test]
fn a_search_that_fails_leaves_the_hits_and_says_why() {
    let mut stage = typed("ferry");
    let before = titles(&stage);
    stage.hold().type_text(" x");
    let turn = stage.app.results.turn();
    let failed = |turn: u64| Answer::Found {
        turn,
        request: Box::new(crate::search::Request::new("ferry x")),
        result: Err(crate::Error::Argument {
            message: "the disk has gone".into(),
            help: None,
        }),
        sideways: None,
    };
    // That of an older search is of no interest.
    stage.answer(failed(turn - 1));
    assert_eq!(stage.app.message, None);
    assert!(stage.app.results.running());
    stage.answer(failed(turn));
    assert!(!stage.app.results.running());
    let message = stage.app.message.clone().unwrap();
    assert!(message.error && message.text.contains("the disk has gone"));
    assert_eq!(titles(&stage), before);
    // An error stays while one goes on, for its time.
    stage.press("left");
    assert!(stage.app.message.is_some());
    stage.pass(7000);
    assert_eq!(stage.app.message, None);
}

#[test]
fn further_hits_are_appended_until_there_are_none() {
    let mut stage = listed("");
    let stories = stage.app.results.response.as_ref().unwrap().families;
    let stories = stories.unwrap() as usize;
    assert!(stage.app.results.hits.len() < stories);
    let mut before = titles(&stage);
    for _ in 0..10 {
        stage.press("end");
        let now = titles(&stage);
        assert_eq!(now[..before.len()], before);
        before = now;
    }
    assert_eq!(before.len(), stories);
    assert_eq!(stage.app.results.selected, stories - 1);
    stage.hold().press("home end pagedown");
    assert!(stage.waiting.is_empty(), "{:?}", stage.waiting);
    // Pages of an older search are not appended to a newer one.
    let mut stage = listed("");
    stage.hold().press("end");
    let more = stage.waiting.pop_front().unwrap();
    assert!(matches!(more, Task::More { .. }));
    let late = stage.done(more).unwrap();
    stage.release().press("i").type_text("ferry");
    let ferry = titles(&stage);
    stage.answer(late);
    assert_eq!(titles(&stage), ferry);
}

#[test]
fn a_value_is_chosen_left_out_and_set_free_by_its_keys() {
    let mut stage = listed("ferry");
    let all = total_of(&stage);
    let source = |stage: &Stage| -> Vec<Option<String>> {
        let hits = stage.app.results.hits.iter();
        hits.map(|hit| hit.source.clone()).collect()
    };
    stage.press("f down");
    let Some(FacetRow::Value { value, count, .. }) = stage.app.facets.current(&stage.app.narrow)
    else {
        panic!("a facet is followed by its values");
    };
    stage.press("space");
    assert_eq!(total_of(&stage), count);
    assert_eq!(stage.app.narrow.chips().len(), 1);
    // The counts of its own facet stay those without it.
    let row = stage.app.facets.current(&stage.app.narrow);
    assert!(
        matches!(&row, Some(FacetRow::Value { count: now, mark: Some(Mark::In), .. }) if *now == count)
    );
    stage.press("x");
    assert_eq!(total_of(&stage), all - count);
    assert!(source(&stage).iter().all(|s| s.as_ref() != Some(&value)));
    stage.press("x");
    assert_eq!((total_of(&stage), stage.app.narrow.chips().len()), (all, 0));
    stage.press("space");
    stage.press("space");
    assert_eq!((total_of(&stage), stage.app.narrow.chips().len()), (all, 0));
}

#[test]
fn backspace_in_an_empty_line_removes_the_last_filter_only() {
    let mut stage = listed("ferry");
    stage.press("f down space down x i");
    assert_eq!(stage.app.narrow.chips().len(), 2);
    let first = stage.app.narrow.chips().remove(0);
    stage.press("backspace backspace backspace backspace backspace");
    assert_eq!(stage.app.line.text(), "");
    assert_eq!(stage.app.narrow.chips().len(), 2);
    stage.press("backspace");
    assert_eq!(stage.app.narrow.chips(), [first]);
    stage.press("backspace backspace");
    assert_eq!(stage.app.narrow.chips(), []);
}

#[test]
fn filters_are_removed_by_keys_and_by_clicks() {
    let mut stage = listed("ferry");
    stage.press("f down space down x backtab backtab");
    assert_eq!(stage.app.mode(), Mode::Chips);
    stage.press("right x");
    assert_eq!(stage.app.narrow.chips().len(), 1);
    stage.press("x");
    // Without filters the keys go on.
    assert_eq!(
        (stage.app.narrow.chips().len(), stage.app.mode()),
        (0, Mode::Results)
    );
    stage.press("X");
    assert!(stage.app.message.is_some(), "no filter is set");
    stage.press("f home down space");
    assert_eq!(stage.app.narrow.chips().len(), 1);
    let row = stage.app.areas().chips.y;
    stage.click(3, row);
    assert_eq!(stage.app.narrow.chips().len(), 0);
}

#[test]
fn a_span_is_brushed_by_keys_grown_and_dropped() {
    let mut stage = listed("ferry");
    let all = total_of(&stage);
    stage.press("t home space");
    assert!(stage.app.narrow.has_dates() && stage.app.timeline.is_brushing());
    let first = stage.app.narrow.since.clone();
    for _ in 0..36 {
        stage.press("right");
    }
    // The search narrows with each step.
    let (since, until) = (
        stage.app.narrow.since.clone(),
        stage.app.narrow.until.clone(),
    );
    assert_eq!(since, first);
    assert!(until > since);
    let narrowed = total_of(&stage);
    assert!(narrowed > 0 && narrowed < all, "{narrowed} of {all}");
    stage.press("space");
    assert!(!stage.app.timeline.is_brushing() && stage.app.narrow.has_dates());
    // All the bars stay, so that the span can be made wider.
    let bars = stage.app.timeline.bars(&stage.app.narrow);
    assert!(bars.iter().any(|bar| bar.count > 0 && !bar.inside));
    assert!(bars.iter().any(|bar| bar.count > 0 && bar.inside));
    // Who has chosen no hit is on the best of each span.
    assert_eq!(stage.app.results.selected, 0);
    stage.press("x");
    assert!(!stage.app.narrow.has_dates());
    assert_eq!(total_of(&stage), all);
    stage.press("shift-left");
    assert!(stage.app.narrow.has_dates() && stage.app.timeline.is_brushing());
    stage.press("esc");
    assert!(!stage.app.narrow.has_dates() && !stage.app.timeline.is_brushing());
    assert_eq!(stage.app.mode(), Mode::Timeline);
}

#[test]
fn a_span_is_drawn_with_the_mouse_although_the_panes_move_for_it() {
    for y in [2, 3, 4] {
        let mut stage = typed("ferry");
        assert_eq!(stage.app.areas().timeline.y, 2);
        stage.drag((30, y), (36, y));
        let chips = stage.app.narrow.chips();
        assert_eq!(chips.len(), 1, "row {y}");
        // The row of filters has pushed the timeline down meanwhile.
        assert_eq!(stage.app.areas().timeline.y, 3);
        let bars = stage.app.timeline.bars(&stage.app.narrow);
        let inside: Vec<usize> = (0..bars.len()).filter(|at| bars[*at].inside).collect();
        assert_eq!(inside, [30, 31, 32, 33, 34, 35, 36], "row {y}");
        assert!(!stage.app.timeline.is_brushing());
        // It goes on from there.
        stage.mouse(
            crossterm::event::MouseEventKind::Drag(crossterm::event::MouseButton::Left),
            50,
            3,
        );
        assert_eq!(stage.app.narrow.chips(), chips);
    }
    let mut stage = typed("ferry");
    stage.click(30, 3);
    assert!(!stage.app.narrow.has_dates(), "a click draws nothing");
}

#[test]
fn the_axis_is_zoomed_into_and_out_of() {
    let mut stage = listed("ferry");
    stage.press("t");
    let (whole, by) = (stage.app.timeline.axis(), stage.app.timeline.bucket());
    stage
        .press("home space")
        .press(&"right ".repeat(7))
        .press("z");
    assert!(stage.app.timeline.zoomed());
    let inner = stage.app.timeline.axis();
    assert!(inner != whole && stage.app.timeline.bucket() != by);
    stage.press("z z");
    assert_ne!(stage.app.timeline.axis(), inner);
    stage.press("Z Z Z Z");
    assert_eq!(
        (stage.app.timeline.axis(), stage.app.timeline.bucket()),
        (whole, by)
    );
    assert!(stage.app.message.is_some(), "the end is told");
    // The span is a filter, and stays one.
    assert!(stage.app.narrow.has_dates());
    // The bars are counted anew for the buckets of now.
    let bars = stage.app.timeline.bars(&stage.app.narrow);
    assert!(bars.iter().any(|bar| bar.count > 0));
}

#[test]
fn matches_are_gone_through_in_a_ring() {
    let mut stage = listed("ferry");
    stage.press("enter");
    let n = stage.app.reading.shown().unwrap().page.matches.len();
    assert!(n > 2);
    let at = |stage: &Stage| stage.app.reading.shown().unwrap().at;
    for expected in (0..n).chain([0]) {
        stage.press("n");
        assert_eq!(at(&stage), Some(expected));
        let shown = stage.app.reading.shown().unwrap();
        let line = shown.page.matches[expected];
        assert!((shown.top..shown.top + 23).contains(&line), "{expected}");
    }
    stage.press("N");
    assert_eq!(at(&stage), Some(n - 1));
    // Another article begins anew.
    stage.press("right");
    assert_eq!(at(&stage), None);
}

#[test]
fn copies_lie_over_the_article_and_escape_comes_back() {
    let mut stage = listed("ferry");
    let copied = |hit: &crate::search::Hit| hit.family.as_ref().is_some_and(|f| f.size > 1);
    let at = stage.app.results.hits.iter().position(copied).unwrap();
    stage.press(&"down ".repeat(at)).press("enter");
    let id = stage.app.reading.shown().unwrap().id.clone();
    let family = |stage: &Stage| {
        let shown = stage.app.reading.shown().unwrap();
        matches!(shown.opened, Opened::Family(_))
    };
    assert!(!family(&stage));
    stage.press("d");
    assert!(family(&stage));
    // The copy that is chosen is read over the copies.
    stage.press("tab tab enter");
    assert!(!family(&stage));
    assert_ne!(stage.app.reading.shown().unwrap().id, id);
    stage.press("esc");
    assert!(family(&stage));
    stage.press("esc");
    assert!(!family(&stage));
    assert_eq!(stage.app.reading.shown().unwrap().id, id);
    stage.press("esc");
    assert_eq!(stage.app.mode(), Mode::Results);
}

#[test]
fn an_article_that_was_left_does_not_come_back_late() {
    let mut stage = listed("ferry");
    stage.hold().press("enter esc");
    assert_eq!(stage.app.mode(), Mode::Results);
    stage.release();
    assert_eq!(stage.app.mode(), Mode::Results);
    // The same for copies.
    stage.hold().press("d esc");
    stage.release();
    assert_eq!(stage.app.mode(), Mode::Query);
}

#[test]
fn enter_prints_what_is_marked_in_the_order_in_which_it_was() {
    let picks = || {
        let options = Options {
            picks: true,
            ..Options::default()
        };
        let mut stage = Stage::with(options, (80, 24));
        stage.type_text("ferry");
        stage.app.completer.close();
        stage
    };
    let ids = |stage: &Stage| -> Vec<String> {
        let hits = stage.app.results.hits.iter();
        hits.map(|hit| hit.id.clone()).collect()
    };
    let mut stage = picks();
    let all = ids(&stage);
    stage.press("down enter");
    let query = "ferry".to_owned();
    let chosen = Some(Outcome::Chosen {
        ids: vec![all[1].clone()],
        query: query.clone(),
    });
    assert_eq!(stage.app.outcome, chosen);
    let mut stage = picks();
    stage.press("down down ctrl-t up up up ctrl-t");
    // Marks outlive the query; one that is taken away is away.
    stage.press("ctrl-t up ctrl-t ctrl-u").type_text("zebra");
    stage.app.completer.close();
    let marked = stage.app.results.marked.clone();
    assert_eq!(marked, [all[2].clone(), all[0].clone()]);
    stage.press("enter");
    let Some(Outcome::Chosen { ids, .. }) = stage.app.outcome.clone() else {
        panic!("{:?}", stage.app.outcome);
    };
    assert_eq!(ids, marked);
    // Nothing to print ends nothing.
    let mut stage = picks();
    stage.press("ctrl-u").type_text("zebra").press("esc enter");
    assert_eq!(stage.app.outcome, None);
    assert!(stage.app.message.is_some());
}

#[test]
fn one_hit_of_the_first_query_ends_it_if_that_is_wanted() {
    let with = |query: &str, select_one: bool| {
        let options = Options {
            query: query.into(),
            select_one,
            ..Options::default()
        };
        Stage::with(options, (80, 24)).app.outcome
    };
    let Some(Outcome::Chosen { ids, query }) = with("typhoon", true) else {
        panic!("one hit");
    };
    assert_eq!((ids.len(), query.as_str()), (1, "typhoon"));
    assert_eq!(with("typhoon", false), None);
    assert_eq!(with("ferry", true), None);
    assert_eq!(with("zzzz", true), None);
    // Only the first.
    let options = Options {
        query: "ferry".into(),
        select_one: true,
        ..Options::default()
    };
    let mut stage = Stage::with(options, (80, 24));
    stage.press("ctrl-u").type_text("typhoon");
    assert_eq!((total_of(&stage), stage.app.outcome.clone()), (1, None));
}
