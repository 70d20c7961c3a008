//! Sittings without a terminal: frames as golden files, keys with what they write, random keys.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::eval::{JudgedTopic, own_lists, pooled};
use crate::tui::frames::check_frame;
use crate::tui::stage::{archive, frame_of, key};

/// A sitting over the sample and its topics, with what it has written.
struct Desk {
    sitting: Sitting,
    look: Look,
    written: Vec<(String, String, Option<i32>)>,
    /// Whether nothing can be written.
    full: bool,
}

/// Two topics of the sample, with a document that no index has.
fn topics() -> Vec<JudgedTopic> {
    let topic = |id: &str, title: &str, description: &str, narrative: Option<&str>| {
        let lists = own_lists(archive(), title, &std::collections::BTreeMap::new(), 4).unwrap();
        let mut lists: Vec<Vec<&str>> = lists
            .iter()
            .map(|list| list.iter().map(String::as_str).collect())
            .collect();
        lists.push(vec!["gone\tfrom\u{1b}[31m here"]);
        JudgedTopic {
            id: id.to_owned(),
            title: title.to_owned(),
            description: Some(description.to_owned()),
            narrative: narrative.map(str::to_owned),
            docs: pooled(id, lists, 4),
        }
    };
    vec![
        topic(
            "1",
            "ferry aground Kotka passengers rescued",
            "Reports of the grounding of the ferry Aurinko and of the rescue.",
            Some(
                "Relevant are reports of the day itself and of the days after it, in any language. The later inquiry is relevant only in part, and other ferries are not relevant at all, however much they have in common with this one. A list of the rescued is relevant.",
            ),
        ),
        topic(
            "3",
            "volcano ash closes airports",
            "The eruption of March 2023",
            None,
        ),
    ]
}

impl Desk {
    fn of(topics: Vec<JudgedTopic>, size: (u16, u16), options: &Options) -> Desk {
        let judging = Judging::new(topics, |_, _| None).unwrap();
        let mut desk = Desk {
            sitting: Sitting::new(judging, size, options.ascii),
            look: Look::new(options),
            written: Vec::new(),
            full: false,
        };
        desk.read();
        desk
    }

    fn new(width: u16, height: u16) -> Desk {
        Desk::of(topics(), (width, height), &Options::default())
    }

    fn read(&mut self) {
        if self.sitting.wanted().is_some() {
            let read = Reader::new(archive()).read(&self.sitting.judging);
            self.sitting.opened(read);
        }
    }

    fn event(&mut self, event: Event) -> Step {
        let step = take(&mut self.sitting, &self.look, event);
        if let Step::Write(change) = &step {
            let written = match self.full {
                true => Err(Error::Argument {
                    message: "the disk is full".into(),
                    help: None,
                }),
                false => Ok(()),
            };
            if written.is_ok() {
                let doc = change.doc.clone();
                self.written.push((change.topic.clone(), doc, change.grade));
            }
            self.sitting.written(change, written);
        }
        self.read();
        step
    }

    fn press(&mut self, keys: &str) -> &mut Desk {
        for name in keys.split_whitespace() {
            self.event(Event::Key(key(name)));
        }
        self
    }

    /// Goes to the document that is not there.
    fn until_missing(&mut self) -> &mut Desk {
        for _ in 0..20 {
            if self.sitting.judging.doc().starts_with("gone") {
                return self;
            }
            self.press("n");
        }
        panic!("the missing document is not in the pool");
    }

    fn frame(&self) -> String {
        let (width, height) = self.sitting.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| view::draw(&self.sitting, &self.look, frame))
            .unwrap();
        frame_of(terminal.backend().buffer(), None)
    }
}

#[test]
fn frames_are_as_recorded() {
    check_frame("judge-begin", &Desk::new(80, 24).frame());
    check_frame("judge-graded", &Desk::new(100, 30).press("2 0 s p").frame());
    check_frame("judge-back", &Desk::new(80, 24).press("2 p").frame());
    check_frame(
        "judge-scrolled",
        &Desk::new(80, 16).press("tab tab d").frame(),
    );
    check_frame("judge-topic", &Desk::new(80, 24).press("t").frame());
    check_frame("judge-keys", &Desk::new(80, 30).press("?").frame());
    check_frame("judge-missing", &Desk::new(80, 12).until_missing().frame());
    check_frame("judge-small", &Desk::new(30, 8).frame());
    let plain = Options {
        ascii: true,
        colors: crate::tui::Colors::None,
        ..Options::default()
    };
    let mut ascii = Desk::of(topics(), (80, 14), &plain);
    check_frame("judge-ascii", &ascii.press("1 p").frame());
    let mut done = Desk::new(80, 12);
    while done.sitting.judging.left() > 0 {
        done.press("0");
    }
    check_frame("judge-done", &done.frame());
}

#[test]
fn a_grade_that_could_not_be_written_is_told_and_does_not_count() {
    let mut desk = Desk::new(80, 24);
    desk.full = true;
    let before = desk.sitting.judging.doc().to_owned();
    desk.press("2");
    assert_eq!(desk.sitting.judging.doc(), before);
    assert_eq!(
        (desk.sitting.judged, desk.sitting.judging.grade()),
        (0, None)
    );
    assert!(desk.frame().contains("not written: the disk is full"));
    desk.full = false;
    desk.press("2");
    assert_eq!(desk.written, [("1".to_owned(), before, Some(2))]);
}

#[test]
fn what_is_pressed_is_what_is_written() {
    let mut desk = Desk::new(80, 24);
    let docs = desk.sitting.judging.topic().docs.clone();
    desk.press("? 3").press("2 0 u s");
    let written = [(&docs[0], Some(2)), (&docs[1], Some(0)), (&docs[1], None)];
    let written = written.map(|(doc, grade)| ("1".to_owned(), doc.clone(), grade));
    assert_eq!(
        desk.written, written,
        "a key on the page of keys grades nothing"
    );
    assert_eq!(
        (desk.sitting.judged, desk.sitting.judging.doc()),
        (1, docs[2].as_str())
    );
    assert_eq!(desk.event(Event::Key(key("q"))), Step::Leave);
    assert_eq!(desk.event(Event::Key(key("ctrl-c"))), Step::Leave);
}

#[test]
fn what_others_wrote_does_no_harm_to_the_screen() {
    let hostile = "ferry \u{1b}[2J (\"AND\u{202e}\n\ttitle: NEAR/";
    let mut topics = topics();
    topics[0].title = hostile.repeat(9);
    topics[0].narrative = Some("\u{7}x".repeat(4000));
    let mut desk = Desk::of(topics, (60, 20), &Options::default());
    desk.until_missing();
    for keys in ["", "t", "pagedown pagedown", "t"] {
        let frame = desk.press(keys).frame();
        assert!(!frame.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{frame}");
    }
    // A title that is no query lights its words all the same.
    let mut topics = self::topics();
    topics[0].title = "ferry date:20x".to_owned();
    let desk = Desk::of(topics, (80, 24), &Options::default());
    let Some(sitting::Sheet::Article { page, .. }) = desk.sitting.sheet() else {
        panic!("{:?}", desk.sitting.sheet());
    };
    assert!(!page.matches.is_empty());
}

#[test]
fn random_keys_in_windows_of_any_size_never_fail() {
    let names: Vec<&str> = keys::BINDINGS
        .iter()
        .flat_map(|(keys, ..)| keys.split(' '))
        .chain(["x", "enter", "esc", "alt-0", "ctrl-0"])
        .collect();
    let mut random = fastrand::Rng::with_seed(7);
    let mut desk = Desk::new(80, 24);
    for _ in 0..3000 {
        match random.u8(0..20) {
            0 => {
                let size = (random.u16(0..120), random.u16(0..40));
                desk.event(Event::Resize(size.0.max(1), size.1.max(1)));
            }
            1 => desk.full = random.bool(),
            _ => {
                let name = names[random.usize(0..names.len())];
                desk.event(Event::Key(key(name)));
            }
        }
        if random.u8(0..4) == 0 {
            desk.frame();
        }
        let tally: usize = desk.sitting.judging.tally().iter().sum();
        assert!(tally <= desk.sitting.judging.topic().docs.len());
    }
    assert!(desk.written.len() > 20);
}
