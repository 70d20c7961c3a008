//! The threads behind the view. Searches: the newest takes the place of one that waits and stops
//! one that runs. Reading, completing, writing files: one lane each, so that none waits for a slow
//! one. A last thread looks for a newer state of the index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::Options;
use super::app::{Event, Unfinished};
use super::export;
use super::task::{Answer, Completing, Task};
use crate::error::{Error, Result};
use crate::facets::Bucket;
use crate::query::{Note, NoteKind};
use crate::search::{Match, Request, Response, Searcher, Stop, TimelineBucket, TimelineRequest};

/// How often the index is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Copies of a story that are shown.
const COPIES: usize = 200;

/// Proposals that are asked of the index.
const PROPOSALS: usize = 8;

/// An event and when it was read.
pub(super) type Timed = (Event, Instant);

/// The searcher over the newest state of the index that is ready.
#[derive(Clone)]
pub(super) struct Current(Arc<Mutex<Arc<Searcher>>>);

impl Current {
    pub(super) fn get(&self) -> Arc<Searcher> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, searcher: Searcher) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(searcher);
    }
}

/// The next search, and the one that runs.
#[derive(Default)]
struct Slot {
    next: Mutex<Next>,
    came: Condvar,
}

#[derive(Default)]
struct Next {
    search: Option<Task>,
    peaks: Option<Task>,
    running: Option<Stop>,
}

/// The threads.
pub(super) struct Workers {
    slot: Arc<Slot>,
    reading: Sender<Task>,
    completing: Sender<Task>,
    slow: Sender<Task>,
    /// Files that are to be written yet.
    writing: Arc<AtomicUsize>,
    /// The searcher that answers now.
    pub(super) current: Current,
}

impl Workers {
    /// Starts them; what they find comes through `send`.
    pub(super) fn start(searcher: Searcher, options: &Options, send: &Sender<Timed>) -> Workers {
        let current = Current(Arc::new(Mutex::new(Arc::new(searcher))));
        let slot = Arc::new(Slot::default());
        let (searching, now, back) = (Arc::clone(&slot), current.clone(), send.clone());
        spawn("search", move || search_lane(&searching, &now, &back));
        let writing = Arc::new(AtomicUsize::new(0));
        let lane = |name: &str, newest: bool, left: Option<&Arc<AtomicUsize>>| {
            let left = left.cloned();
            let (tasks, receive) = unbounded();
            let (now, back) = (current.clone(), send.clone());
            let options = options.clone();
            spawn(name, move || {
                work_lane(&receive, newest, &now, &options, &back, left.as_deref())
            });
            tasks
        };
        let reading = lane("read", false, None);
        let completing = lane("complete", true, None);
        let slow = lane("write", false, Some(&writing));
        let (now, back) = (current.clone(), send.clone());
        let facets = options.facets.clone();
        spawn("look", move || look_lane(&now, &facets, &back));
        Workers {
            slot,
            reading,
            completing,
            slow,
            writing,
            current,
        }
    }

    /// Gives a task to the thread that does it.
    pub(super) fn give(&self, task: Task) {
        let lane = match task {
            Task::Search { .. } | Task::Peaks { .. } => {
                let mut next = self
                    .slot
                    .next
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                if matches!(task, Task::Search { .. }) {
                    (next.search, next.peaks) = (Some(task), None);
                    if let Some(running) = next.running.take() {
                        running.stop();
                    }
                } else {
                    next.peaks = Some(task);
                }
                self.slot.came.notify_one();
                return;
            }
            Task::Complete { .. } => &self.completing,
            Task::Export { .. } | Task::Save { .. } | Task::Remember(_) => {
                self.writing.fetch_add(1, Ordering::AcqRel);
                &self.slow
            }
            _ => &self.reading,
        };
        // A lane ends with the program only.
        let _ = lane.send(task);
    }

    /// Waits until files that were being written are whole, at most so long.
    pub(super) fn finish(self, most: Duration) {
        let until = Instant::now() + most;
        while self.writing.load(Ordering::Acquire) > 0 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name(format!("dateline-{name}"));
    if let Err(error) = thread.spawn(work) {
        tracing::warn!(%error, name, "no thread for the view");
    }
}

fn search_lane(slot: &Slot, current: &Current, send: &Sender<Timed>) {
    loop {
        let (task, stop) = {
            let mut next = slot.next.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                if let Some(task) = next.search.take().or_else(|| next.peaks.take()) {
                    let stop = Stop::new();
                    next.running = Some(stop.clone());
                    break (task, stop);
                }
                next = slot.came.wait(next).unwrap_or_else(PoisonError::into_inner);
            }
        };
        let answer = searched(task, &current.get(), &stop);
        if !tell(send, answer) {
            return;
        }
    }
}

/// Does a search, or names peaks, until it is stopped.
pub(super) fn searched(task: Task, searcher: &Searcher, stop: &Stop) -> Option<Answer> {
    match task {
        Task::Search {
            turn,
            request,
            unfinished,
            sideways,
        } => {
            let mut request = request;
            let found = contained(|| {
                let response = answered(searcher, &mut request, unfinished, stop)?;
                let sideways = match sideways {
                    true => searcher.search_until(&anytime(&request), stop)?.timeline,
                    false => None,
                };
                Ok((Box::new(response), sideways))
            });
            let (result, sideways) = match found {
                Ok((response, sideways)) => (Ok(response), sideways),
                Err(error) => (Err(error), None),
            };
            Some(Answer::Found {
                turn,
                request,
                result,
                sideways,
            })
        }
        Task::Peaks { turn, request } => {
            let found = contained(|| searcher.search_until(&request, stop));
            let timeline = found.ok().and_then(|response| response.timeline);
            timeline.map(|timeline| Answer::Peaks { turn, timeline })
        }
        _ => None,
    }
}

/// Answers a request. Where no article has all words as they stand and one is being typed, it is
/// taken for what it may become, the request with it: who has typed `harb` means the harbour.
/// A note says so.
fn answered(
    searcher: &Searcher,
    request: &mut Request,
    unfinished: Option<Unfinished>,
    stop: &Stop,
) -> Result<Response> {
    let Some(unfinished) = unfinished.filter(|_| request.matching == Match::Relaxed) else {
        return searcher.search_until(request, stop);
    };
    // With all words, so that nothing is looked for in vain before what is typed is finished.
    let mut whole = Request {
        matching: Match::All,
        ..request.clone()
    };
    let response = searcher.search_until(&whole, stop)?;
    if response.total > 0 {
        *request = whole;
        return Ok(response);
    }
    whole.query = unfinished.query;
    match searcher.search_until(&whole, stop) {
        Ok(mut better) if better.total > 0 => {
            better.query.notes.retain(|n| n.kind != NoteKind::Expanded);
            better.query.notes.push(Note {
                kind: NoteKind::Expanded,
                text: unfinished.note.to_owned(),
                start: unfinished.start,
                end: unfinished.end,
            });
            *request = whole;
            Ok(better)
        }
        Err(Error::Stopped) => Err(Error::Stopped),
        _ => searcher.search_until(request, stop),
    }
}

/// A request for the timeline alone, without a span of dates.
fn anytime(request: &Request) -> Request {
    Request {
        since: None,
        until: None,
        limit: 0,
        facets: Vec::new(),
        snippets: None,
        ..request.clone()
    }
}

fn work_lane(
    tasks: &Receiver<Task>,
    newest: bool,
    current: &Current,
    options: &Options,
    send: &Sender<Timed>,
    left: Option<&AtomicUsize>,
) {
    while let Ok(mut task) = tasks.recv() {
        while newest && let Ok(newer) = tasks.try_recv() {
            task = newer;
        }
        let done = contained(|| Ok(work(task, &current.get(), options)));
        if let Some(left) = left {
            left.fetch_sub(1, Ordering::AcqRel);
        }
        let answer = done.unwrap_or_else(|error| {
            let message = error.to_string();
            Some(Answer::Failed { message })
        });
        if !tell(send, answer) {
            return;
        }
    }
}

/// Sends an answer; false when nobody listens any more.
fn tell(send: &Sender<Timed>, answer: Option<Answer>) -> bool {
    match answer {
        Some(answer) => send.send((Event::Answer(answer), Instant::now())).is_ok(),
        None => true,
    }
}

/// Does a task.
pub(super) fn work(task: Task, searcher: &Searcher, options: &Options) -> Option<Answer> {
    Some(match task {
        Task::More { turn, request } => Answer::More {
            turn,
            result: searcher.search(&request).map(Box::new),
        },
        Task::Read { id, request } => {
            let result = searcher.read_article(&request, &id).map(Box::new);
            Answer::Read { id, result }
        }
        Task::Follow { url, request } => match at_address(searcher, &url) {
            Some(id) => {
                let result = searcher.read_article(&request, &id).map(Box::new);
                Answer::Read { id: url, result }
            }
            None => Answer::NotHere { url },
        },
        Task::Family { id } => {
            let result = searcher.family(&id, COPIES);
            let result = result.map(|family| family.map(Box::new));
            Answer::Family { id, result }
        }
        Task::Complete { turn, wanted } => {
            let found = match wanted {
                Completing::Values { facet, prefix } => {
                    searcher.complete_values(&facet, &prefix, PROPOSALS)
                }
                Completing::Words { prefix } => searcher.complete_words(&prefix, PROPOSALS),
            };
            let found = found.unwrap_or_default();
            Answer::Completed { turn, found }
        }
        Task::Spans { by } => {
            let (first, last) = spans(searcher)?;
            let all = archive_by(searcher, by, Some((first, last)))?;
            let start = |b: &TimelineBucket| Some((b.start.parse().ok()?, b.all));
            Answer::Spans {
                first,
                last,
                by,
                all: all.iter().filter_map(start).collect(),
            }
        }
        task => export::written(task, searcher, options)?,
    })
}

/// The article of the index that has an address, or has it as its id.
fn at_address(searcher: &Searcher, url: &str) -> Option<String> {
    if let Ok(article) = searcher.article(url) {
        return Some(article.id);
    }
    let words: String = url.replace(['"', '\\'], " ");
    let mut request = Request::new(format!("url:\"{words}\""));
    request.snippets = None;
    let response = searcher.search(&request).ok()?;
    let bare = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.trim_start_matches("www.")
            .trim_end_matches('/')
            .to_lowercase()
    };
    let same = |found: &Option<String>| found.as_deref().is_some_and(|f| bare(f) == bare(url));
    let hit = response.hits.into_iter().find(|hit| same(&hit.url))?;
    Some(hit.id)
}

/// The first and the last day of the archive. Where the outermost thousandth of the articles is
/// more than half of the time, it is left out: a misread date must not squeeze all others.
fn spans(searcher: &Searcher) -> Option<(Date, Date)> {
    let buckets = archive_by(searcher, Bucket::Month, None)?;
    let total: u64 = buckets.iter().map(|b| b.count).sum();
    let outer = total / 1000;
    let mut seen = 0;
    let mut inner = buckets.iter().enumerate().filter(|(_, bucket)| {
        seen += bucket.count;
        seen > outer && seen - bucket.count < total - outer
    });
    let (from, _) = inner.next()?;
    let to = inner.next_back().map_or(from, |(at, _)| at);
    let (from, to) = match 2 * (to - from + 1) < buckets.len() {
        true => (from, to),
        false => (0, buckets.len() - 1),
    };
    let start = |at: usize| buckets.get(at)?.start.parse().ok();
    let last = super::app::last_day(Bucket::Month, start(to)?);
    Some((start(from)?, last))
}

/// The articles of the archive by bucket.
fn archive_by(
    searcher: &Searcher,
    by: Bucket,
    span: Option<(Date, Date)>,
) -> Option<Vec<TimelineBucket>> {
    let mut request = Request::new("*");
    (request.limit, request.snippets) = (0, None);
    request.timeline = Some(TimelineRequest {
        peaks: 0,
        span,
        ..TimelineRequest::new(by)
    });
    Some(searcher.search(&request).ok()?.timeline?.buckets)
}

fn look_lane(current: &Current, facets: &[String], send: &Sender<Timed>) {
    let mut lost = false;
    loop {
        std::thread::sleep(LOOK);
        let newer = contained(|| {
            let Some(searcher) = current.get().refreshed()? else {
                return Ok(None);
            };
            searcher.warm(facets)?;
            Ok(Some(searcher))
        });
        let answer = match newer {
            Ok(Some(searcher)) => {
                let articles = searcher.n_articles();
                current.set(searcher);
                lost = false;
                Some(Answer::Reloaded { articles })
            }
            Ok(None) => None,
            // Said once; what was open stays open.
            Err(error) if !lost => {
                lost = true;
                let message = format!("the index can't be read anew: {error}");
                Some(Answer::Lost { message })
            }
            Err(_) => None,
        };
        if !tell(send, answer) {
            return;
        }
    }
}

/// Runs what must not end the view, whatever becomes of it.
fn contained<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::Argument {
            message: "a mistake of the program ended this task".into(),
            help: Some("please report it, with the query".into()),
        })
    })
}
