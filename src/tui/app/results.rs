//! The hits of the last good query: a list that grows as one scrolls, and what is marked in it.

use super::App;
use crate::search::{Hit, Request, Response, SnippetRequest, TimelineRequest};
use crate::tui::task::{Completing, Task};

/// Hits that are asked for at once.
const PAGE: usize = 30;

/// Hits that are kept, at most: the list ends there and says so.
pub(crate) const MOST_HITS: usize = 20_000;

/// How a search for hits stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Done,
    /// Since this many milliseconds after the start.
    Running(u64),
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Results {
    /// Hits, best first.
    pub(crate) hits: Vec<Hit>,
    /// The last answer, without its hits; none before the first.
    pub(crate) response: Option<Response>,
    /// The hit that the keys are on.
    pub(crate) selected: usize,
    /// The first hit that is shown.
    pub(crate) top: usize,
    /// Ids that were marked, in the order in which they were.
    pub(crate) marked: Vec<String>,
    /// Counts searches.
    pub(super) turn: u64,
    /// The turn of what is shown.
    pub(super) shown: u64,
    state: State,
    /// Where the next page begins.
    pub(super) next: Option<String>,
    pub(super) more: bool,
    /// The request that found what is shown.
    pub(crate) request: Option<Request>,
    /// Whether the index holds newer articles than what is shown.
    pub(crate) stale: bool,
}

impl Results {
    /// Whether a search runs whose answer is not there yet.
    pub(crate) fn running(&self) -> bool {
        self.state != State::Done
    }

    /// Milliseconds that the running search has taken so far.
    pub(crate) fn running_for(&self, now: u64) -> Option<u64> {
        match self.state {
            State::Running(since) => Some(now.saturating_sub(since)),
            State::Done => None,
        }
    }

    /// Counts searches; the answers that are shown are those of [`Results::shown_turn`].
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    /// The search whose answer is shown.
    pub(crate) fn shown_turn(&self) -> u64 {
        self.shown
    }

    /// The hit that the keys are on.
    pub(crate) fn current(&self) -> Option<&Hit> {
        self.hits.get(self.selected)
    }

    /// Takes the answer to a search.
    pub(super) fn take(&mut self, turn: u64, request: Request, mut response: Response) {
        let kept = self.current().map(|hit| hit.id.clone());
        let again = |old: &Request| {
            (&old.query, &old.filters, old.sort) == (&request.query, &request.filters, request.sort)
                && (&old.since, &old.until) == (&request.since, &request.until)
        };
        let again = self.request.as_ref().is_some_and(again);
        self.hits = std::mem::take(&mut response.hits);
        self.next = response.next.take();
        self.more = false;
        self.response = Some(response);
        self.shown = turn;
        if turn == self.turn {
            self.state = State::Done;
        }
        self.request = Some(request);
        self.stale = false;
        // The same search again, after the index grew, keeps its place.
        let place = kept.filter(|_| again);
        let place = place.and_then(|id| self.hits.iter().position(|hit| hit.id == id));
        self.selected = place.unwrap_or(0);
        self.top = if place.is_some() { self.top } else { 0 };
    }

    pub(super) fn failed(&mut self) {
        self.state = State::Done;
    }

    pub(super) fn take_more(&mut self, mut response: Response) {
        self.more = false;
        self.next = response.next.take();
        self.hits.append(&mut response.hits);
        if self.hits.len() >= MOST_HITS {
            self.next = None;
        }
    }

    /// Moves by so many hits, within those that are there.
    pub(super) fn step(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Marks or unmarks the current hit.
    pub(super) fn mark(&mut self) {
        let Some(id) = self.current().map(|hit| hit.id.clone()) else {
            return;
        };
        match self.marked.iter().position(|known| *known == id) {
            Some(at) => {
                self.marked.remove(at);
            }
            None => self.marked.push(id),
        }
    }

    /// Scrolls so that the current hit is among `rows` that are shown.
    pub(super) fn keep_in_view(&mut self, rows: usize) {
        let rows = rows.max(1);
        self.top = self.top.min(self.selected);
        if self.selected >= self.top + rows {
            self.top = self.selected + 1 - rows;
        }
    }
}

impl App {
    /// The request that the state makes, with its facets and timeline.
    pub(super) fn request(&self) -> Request {
        let mut request = Request::new(self.line.text().trim());
        if request.query.is_empty() {
            request.query = "*".to_owned();
        }
        self.narrow.apply(&mut request);
        request.saved = self.line.saved.clone();
        request.limit = PAGE;
        request.snippets = Some(SnippetRequest {
            fragments: 2,
            characters: 200,
        });
        request.facets = self.facets.requests(&self.narrow);
        request.timeline = Some(TimelineRequest {
            peaks: 0,
            span: self.timeline.axis(),
            ..TimelineRequest::new(self.timeline.bucket())
        });
        request
    }

    /// Searches for what stands in the line, if it can be searched for.
    pub(super) fn search(&mut self, tasks: &mut Vec<Task>) {
        if !self.line.is_good() {
            // The last good query stands.
            self.results.state = State::Done;
            return;
        }
        let request = self.request();
        let sideways = self.narrow.has_dates();
        let unfinished = self.line.unfinished();
        self.results.turn += 1;
        if !self.results.running() {
            self.results.state = State::Running(self.now);
        }
        tasks.push(Task::Search {
            turn: self.results.turn,
            request: Box::new(request),
            unfinished,
            sideways,
        });
    }

    /// Asks for peaks once nothing has changed for a moment.
    pub(super) fn peaks_when_settled(&mut self, tasks: &mut Vec<Task>) {
        let settled = self.results.shown == self.results.turn && !self.results.running();
        if !settled || !self.timeline.peaks_due(self.now) {
            return;
        }
        let Some(mut request) = self.results.request.clone() else {
            return;
        };
        request.limit = 0;
        request.facets.clear();
        request.snippets = None;
        request.timeline = Some(TimelineRequest {
            span: self.timeline.axis(),
            ..TimelineRequest::new(self.timeline.bucket())
        });
        if !self.timeline.zoomed() {
            (request.since, request.until) = (None, None);
        }
        tasks.push(Task::Peaks {
            turn: self.results.shown,
            request: Box::new(request),
        });
    }

    /// What follows from the state for the panes: scrolling, the next page of hits, the article
    /// beside the list.
    pub(super) fn lay_out(&mut self, tasks: &mut Vec<Task>) {
        let areas = self.areas();
        let rows = areas.hits_shown();
        self.results.keep_in_view(rows);
        self.facets
            .keep_in_view(usize::from(areas.facets.height), &self.narrow);
        self.timeline.fit(areas.timeline.width);
        if let Some(by) = self.timeline.all_wanted() {
            tasks.push(Task::Spans { by });
        }
        let near_end = self.results.selected + 2 * rows >= self.results.hits.len();
        if near_end && !self.results.more && self.results.shown == self.results.turn {
            let request = self.results.request.as_ref().zip(self.results.next.clone());
            if let Some((request, next)) = request {
                let mut request = request.clone();
                request.after = Some(next);
                request.facets.clear();
                request.timeline = None;
                self.results.more = true;
                tasks.push(Task::More {
                    turn: self.results.turn,
                    request: Box::new(request),
                });
            }
        }
        let beside = areas.preview.width > 0 && !self.reading.is_open();
        if beside {
            let id = self.results.current().map(|hit| hit.id.clone());
            self.preview_of(id, tasks);
        }
        let width = self.reading_width(&areas);
        self.reading.laid_out_for(width);
    }

    /// A task that completes the word at the cursor, where there is something to ask for.
    pub(super) fn ask_completions(&mut self, tasks: &mut Vec<Task>) {
        let saved: Vec<String> = self.line.saved.keys().cloned().collect();
        let (text, cursor) = (self.line.text().to_owned(), self.line.cursor());
        let wanted = self
            .completer
            .typed(&text, cursor, self.line.fields(), &saved);
        if let Some(wanted) = wanted {
            debug_assert!(!matches!(&wanted, Completing::Words { prefix } if prefix.is_empty()));
            tasks.push(Task::Complete {
                turn: self.completer.turn,
                wanted,
            });
        }
    }
}

/// The total of an answer as it is shown: `1,234`, with `+` where it is a lower bound.
pub(crate) fn total(response: &Response) -> String {
    let mark = if response.relation == "exact" {
        ""
    } else {
        "+"
    };
    format!("{}{mark}", grouped(response.total))
}

/// A number with a comma between thousands.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
