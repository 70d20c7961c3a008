//! Lines that are asked for below the panes: a file, a command, a name, a value, what to copy.

use tui_input::Input;

use super::{App, Mode};
use crate::output::CiteStyle;
use crate::search::{Request, Sort};
use crate::tui::task::{Task, Which};

/// What a line is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PromptKind {
    /// The file of an export.
    Export,
    /// A command that gets the text.
    Pipe,
    /// A name for the query.
    Save,
    /// The beginning of a value of this facet.
    Value(String),
    /// One letter: what to copy.
    Copy,
}

/// A line that is asked for.
#[derive(Debug)]
pub(crate) struct Prompt {
    pub(crate) kind: PromptKind,
    pub(crate) input: Input,
}

/// Articles that an export writes, at most.
const EXPORTED: usize = 100_000;

/// Articles that a command gets, where none is marked and no one is read.
const COPIES: &[(char, &str)] = &[
    ('i', "id"),
    ('u', "url"),
    ('h', "headline"),
    ('b', "BibTeX"),
    ('r', "RIS"),
    ('c', "CSL-JSON"),
    ('a', "all ids"),
];

impl Prompt {
    /// What stands before the line.
    pub(crate) fn label(&self) -> String {
        match &self.kind {
            PromptKind::Export => "export to (.jsonl .csv .tsv .ids .bib .ris .txt)".into(),
            PromptKind::Pipe => "pipe to".into(),
            PromptKind::Save => "save the query as".into(),
            PromptKind::Value(facet) => format!("{facet} begins with"),
            PromptKind::Copy => {
                let keys: Vec<String> = COPIES
                    .iter()
                    .map(|(key, what)| format!("{key} {what}"))
                    .collect();
                format!("copy: {}", keys.join("  "))
            }
        }
    }
}

impl App {
    pub(super) fn ask(&mut self, kind: PromptKind, text: &str) {
        let input = Input::new(text.to_owned());
        self.prompt = Some(Prompt { kind, input });
    }

    /// A letter that was typed where one letter is all that is asked for; true if it was taken.
    pub(super) fn answered(&mut self, letter: char, tasks: &mut Vec<Task>) -> bool {
        let copies = self
            .prompt
            .as_ref()
            .is_some_and(|p| p.kind == PromptKind::Copy);
        if !copies {
            return false;
        }
        self.prompt = None;
        let Some((id, url, title)) = self.subject() else {
            return true;
        };
        let cite = |style| Task::Cite {
            id: id.clone(),
            style,
        };
        let copy = |what, text: String| Task::Copy { what, text };
        match letter {
            'i' => tasks.push(copy("id", id.clone())),
            'u' => match url {
                Some(url) => tasks.push(copy("address", url)),
                None => self.fail("the article has no address"),
            },
            'h' => tasks.push(copy("headline", title)),
            'b' => tasks.push(cite(CiteStyle::Bibtex)),
            'r' => tasks.push(cite(CiteStyle::Ris)),
            'c' => tasks.push(cite(CiteStyle::Csl)),
            'a' => {
                let ids = match self.results.marked.is_empty() {
                    true => self.results.hits.iter().map(|hit| hit.id.clone()).collect(),
                    false => self.results.marked.clone(),
                };
                tasks.push(copy("ids", ids.join("\n")));
            }
            _ => self.say("nothing copied"),
        }
        true
    }

    /// What is typed in a prompt changed.
    pub(super) fn prompt_typed(&mut self, tasks: &mut Vec<Task>) {
        if let Some(Prompt {
            kind: PromptKind::Value(facet),
            input,
        }) = &self.prompt
        {
            self.facets.finding = Some((facet.clone(), input.value().to_owned()));
            self.facets.go_to(facet, &self.narrow);
            self.search(tasks);
        }
    }

    /// Gives a prompt up.
    pub(super) fn prompt_left(&mut self, tasks: &mut Vec<Task>) {
        self.prompt = None;
        if self.facets.finding.take().is_some() {
            self.search(tasks);
        }
    }

    /// Does what was asked for.
    pub(super) fn prompt_done(&mut self, tasks: &mut Vec<Task>) {
        let Some(prompt) = self.prompt.take() else {
            return;
        };
        let text = prompt.input.value().trim().to_owned();
        if let PromptKind::Value(facet) = prompt.kind {
            // The values that were found stay in sight, to be chosen from.
            self.focus = Mode::Facets;
            self.facets.go_to(&facet, &self.narrow);
            self.facets.step(1, &self.narrow);
            return;
        }
        if text.is_empty() {
            self.say("nothing done");
            return;
        }
        match prompt.kind {
            PromptKind::Export => {
                let (which, path) = (self.which(EXPORTED), text.into());
                tasks.push(Task::Export { which, path });
            }
            PromptKind::Pipe => {
                let which = match self.results.marked.is_empty() {
                    true => Which::Ids(self.subject().into_iter().map(|s| s.0).collect()),
                    false => Which::Ids(self.results.marked.clone()),
                };
                tasks.push(Task::Pipe {
                    which,
                    command: text,
                });
            }
            PromptKind::Save => {
                let query = self.line.text().trim().to_owned();
                if query.is_empty() || !self.line.is_good() {
                    self.fail("there is no query to save");
                } else {
                    self.line.saved.insert(text.clone(), query.clone());
                    tasks.push(Task::Save { name: text, query });
                }
            }
            PromptKind::Value(_) | PromptKind::Copy => {}
        }
    }

    /// What is marked, else all that the current request finds.
    fn which(&self, most: usize) -> Which {
        if !self.results.marked.is_empty() {
            return Which::Ids(self.results.marked.clone());
        }
        let request = self.results.request.clone();
        Which::Found(Box::new(Request {
            limit: most,
            facets: Vec::new(),
            timeline: None,
            ..request.unwrap_or_else(|| self.request())
        }))
    }

    /// A name for a file that is not there yet, from the query.
    pub(super) fn export_name(&self) -> String {
        let text = self.line.text().to_lowercase();
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty());
        let name: Vec<&str> = words.take(4).collect();
        let sort = match self.narrow.sort {
            Sort::Relevance => "",
            Sort::Newest => "-newest",
            Sort::Oldest => "-oldest",
            Sort::By(_) => "-sorted",
        };
        match name.is_empty() {
            true => format!("dateline{sort}.jsonl"),
            false => format!("{}{sort}.jsonl", name.join("-")),
        }
    }
}
