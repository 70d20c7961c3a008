//! What comes back from the tasks.

use super::{App, Opened};
use crate::error::Error;
use crate::search::{Request, Response};
use crate::tui::Outcome;
use crate::tui::task::{Answer, Task};

impl App {
    pub(super) fn answer(&mut self, answer: Answer, tasks: &mut Vec<Task>) {
        match answer {
            // Answers to a query that is not the newest are shown too, but never in place of a newer one.
            Answer::Found {
                turn,
                request,
                result,
                sideways,
            } if turn > self.results.shown => {
                let result = result.map(|mut response| {
                    if let Some(timeline) = sideways {
                        response.timeline = Some(timeline);
                    }
                    *response
                });
                self.found(turn, *request, result, tasks);
            }
            Answer::More { turn, result } if turn == self.results.turn => match result {
                Ok(response) => self.results.take_more(*response),
                Err(error) => {
                    self.results.next = None;
                    self.results.more = false;
                    self.failed(&error);
                }
            },
            Answer::Peaks { turn, timeline } if turn == self.results.shown => {
                self.timeline.take_peaks(timeline);
            }
            Answer::Completed { turn, found } => self.completer.take(turn, found),
            Answer::Found { .. } | Answer::More { .. } | Answer::Peaks { .. } => {}
            Answer::Read { id, result } => match result {
                Ok(read) => self.reading.take(id, Opened::Article(read)),
                Err(error) => {
                    self.reading.wanted = None;
                    if self.reading.shown().is_none() {
                        self.reading.close();
                    }
                    self.failed(&error);
                }
            },
            Answer::NotHere { url } => {
                self.reading.wanted = None;
                tasks.push(Task::Browse { url });
            }
            Answer::Family { id, result } => match result {
                Ok(Some(family)) => {
                    self.reading.open();
                    self.reading.take(id, Opened::Family(family));
                }
                Ok(None) => {
                    self.reading.wanted = None;
                    self.say("no copies of this article are in the index");
                }
                Err(error) => {
                    self.reading.wanted = None;
                    self.failed(&error);
                }
            },
            Answer::Spans {
                first,
                last,
                by,
                all,
            } => {
                self.timeline.spans(first, last, by, all);
                if self.timeline.wants_another() {
                    self.search(tasks);
                }
            }
            Answer::Reloaded { articles } => self.reloaded(articles, tasks),
            Answer::Lost { message } | Answer::Failed { message } => self.fail(message),
            Answer::Done { message } => self.say(message),
        }
    }

    fn found(
        &mut self,
        turn: u64,
        request: Request,
        result: crate::Result<Response>,
        tasks: &mut Vec<Task>,
    ) {
        let newest = turn == self.results.turn;
        let mut response = match result {
            Ok(response) => response,
            Err(Error::Stopped) => return,
            Err(_) if !newest => return,
            Err(Error::Query {
                message,
                start,
                end,
                help,
                ..
            }) => {
                let text = help.map_or(message.clone(), |help| format!("{message}; {help}"));
                self.results.failed();
                self.line.wrong(text, start, end);
                return;
            }
            Err(error) => {
                self.results.failed();
                self.failed(&error);
                return;
            }
        };
        self.articles = Some(response.index.articles);
        if let Some(timeline) = response.timeline.take() {
            self.timeline.take(timeline, self.now);
        }
        self.facets.take(std::mem::take(&mut response.facets));
        if newest {
            self.line.found(&response.query.notes);
        }
        self.reading.forget();
        self.results.take(turn, request, response);
        if newest && self.timeline.wants_another() {
            self.search(tasks);
        }
        if std::mem::take(&mut self.one) && self.results.hits.len() == 1 {
            let ids = self.results.hits.iter().map(|hit| hit.id.clone()).collect();
            let query = self.line.text().to_owned();
            self.outcome = Some(Outcome::Chosen { ids, query });
        }
    }

    /// The index has changed. Who has not scrolled sees it at once; to others it is told.
    fn reloaded(&mut self, articles: u64, tasks: &mut Vec<Task>) {
        let before = self.articles.replace(articles);
        let first_page = self.results.top == 0 && !self.reading.is_open();
        if first_page && !self.results.running() {
            self.search(tasks);
        } else {
            self.results.stale = true;
        }
        let by = self.timeline.bucket();
        tasks.push(Task::Spans { by });
        if let Some(more) = before.and_then(|before| articles.checked_sub(before))
            && more > 0
        {
            self.say(format!("{} new articles", super::results::grouped(more)));
        }
    }

    pub(super) fn failed(&mut self, error: &Error) {
        if matches!(error, Error::Stopped) {
            return;
        }
        let text = match error.help() {
            Some(help) => format!("{error}; {help}"),
            None => error.to_string(),
        };
        self.fail(text);
    }
}
