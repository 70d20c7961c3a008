//! The time from a key to the frames that show it, for measuring: one JSON line a key.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::app::{App, Event};
use crate::error::{Error, Result};

/// Writes times, if they were asked for.
pub(super) struct Trace {
    file: Option<(PathBuf, BufWriter<std::fs::File>)>,
    /// Keys that are in no frame yet.
    unseen: Vec<Key>,
    /// Keys whose answer is in no frame yet.
    open: Vec<Key>,
    /// The key that changes the state just now, and the search that was the last before it.
    last: Option<(Instant, u64)>,
}

#[derive(Clone, Copy)]
struct Key {
    read: Instant,
    /// The search that it began; none if it began none.
    turn: Option<u64>,
    echo_us: u64,
}

impl Trace {
    pub(super) fn new(path: Option<&Path>) -> Result<Trace> {
        let file = match path {
            Some(path) => {
                let file = std::fs::File::create(path)
                    .map_err(|error| Error::io("cannot write", path, error))?;
                Some((path.to_owned(), BufWriter::new(file)))
            }
            None => None,
        };
        Ok(Trace {
            file,
            unseen: Vec::new(),
            open: Vec::new(),
            last: None,
        })
    }

    /// An event is about to change the state.
    pub(super) fn came(&mut self, event: &Event, read: Instant, app: &App) {
        let key = matches!(event, Event::Key(_) | Event::Mouse(_));
        self.last = (self.file.is_some() && key).then(|| (read, app.results.turn()));
    }

    /// It has.
    pub(super) fn changed(&mut self, app: &App) {
        if let Some((read, before)) = self.last.take() {
            let turn = app.results.turn();
            let began = turn != before;
            self.unseen.push(Key {
                read,
                turn: began.then_some(turn),
                echo_us: 0,
            });
        }
    }

    /// A frame was drawn.
    pub(super) fn drawn(&mut self, app: &App) {
        if self.file.is_none() {
            return;
        }
        let now = Instant::now();
        let since = |read: Instant| now.duration_since(read).as_micros() as u64;
        for mut key in std::mem::take(&mut self.unseen) {
            key.echo_us = since(key.read);
            match key.turn {
                Some(_) => self.open.push(key),
                None => self.write(&key, None, false),
            }
        }
        let shown = app.results.shown_turn();
        let (done, open): (Vec<Key>, Vec<Key>) =
            self.open.drain(..).partition(|key| key.turn <= Some(shown));
        self.open = open;
        for key in done {
            // The answer to a later key takes the place of one that never came.
            let superseded = key.turn != Some(shown);
            self.write(&key, Some(since(key.read)), superseded);
        }
    }

    fn write(&mut self, key: &Key, results_us: Option<u64>, superseded: bool) {
        if let Some((_, file)) = &mut self.file {
            let line = serde_json::json!({
                "echo_us": key.echo_us, "results_us": results_us, "superseded": superseded,
            });
            let _ = writeln!(file, "{line}");
        }
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> Result<()> {
        match self.file {
            Some((path, mut file)) => file
                .flush()
                .map_err(|error| Error::io("cannot write", &path, error)),
            None => Ok(()),
        }
    }
}
