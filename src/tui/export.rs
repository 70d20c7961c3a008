//! What leaves the view: files, the clipboard, the browser, commands of the user's, saved queries and
//! the history.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::Options;
use super::task::{Answer, Task, Which};
use crate::error::{Error, Result};
use crate::output::{
    CiteStyle, Column, Out, Reference, print_article, print_hit_rows, print_references, print_rows,
};
use crate::search::{Hit, Request, Response, Searcher};

/// Hits that are fetched at once while a file is written.
const PAGE: usize = 500;

/// Articles that a command gets, at most.
const PIPED: usize = 1000;

/// Does a task that writes something.
pub(super) fn written(task: Task, searcher: &Searcher, options: &Options) -> Option<Answer> {
    Some(match task {
        Task::Export { which, path } => match export(searcher, &which, &path) {
            Ok(n) => Answer::Done {
                message: format!("{n} articles written to {}", path.display()),
            },
            Err(error) => failed(&error),
        },
        Task::Browse { url } => browse(&options.browser, &url),
        Task::Save { name, query } => match &options.saved_file {
            Some(path) => match crate::user::save_query(path, &name, &query) {
                Ok(()) => Answer::Done {
                    message: format!("saved: search for it by saved:{name}"),
                },
                Err(error) => failed(&error),
            },
            None => Answer::Failed {
                message: "there is no folder for saved queries".into(),
            },
        },
        Task::Remember(query) => {
            let (path, most) = options.history_file.as_ref()?;
            match crate::user::remember(path, *most, &query) {
                Ok(()) => return None,
                Err(error) => failed(&error),
            }
        }
        _ => return None,
    })
}

/// An error as an answer.
pub(super) fn failed(error: &Error) -> Answer {
    let message = match error.help() {
        Some(help) => format!("{error}; {help}"),
        None => error.to_string(),
    };
    Answer::Failed { message }
}

/// Forms of an export by the ending of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    JsonLines,
    Rows(u8),
    Ids,
    References(CiteStyle),
    Text,
}

fn form(path: &Path) -> Result<Form> {
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    Ok(match ending.to_lowercase().as_str() {
        "jsonl" | "ndjson" => Form::JsonLines,
        "csv" => Form::Rows(b','),
        "tsv" => Form::Rows(b'\t'),
        "ids" => Form::Ids,
        "bib" => Form::References(CiteStyle::Bibtex),
        "ris" => Form::References(CiteStyle::Ris),
        "txt" => Form::Text,
        _ => {
            return Err(Error::Argument {
                message: format!("{}: the ending says no form", path.display()),
                help: Some("end it with .jsonl, .csv, .tsv, .ids, .bib, .ris or .txt".into()),
            });
        }
    })
}

/// Writes articles to a file that is not there yet; it appears whole or not at all. Returns how many.
fn export(searcher: &Searcher, which: &Which, path: &Path) -> Result<usize> {
    let form = form(path)?;
    let cannot = |error: io::Error| Error::io("cannot write", path, error);
    if path.exists() {
        return Err(Error::Argument {
            message: format!("{} is there already", path.display()),
            help: Some("take another name".into()),
        });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let file = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut out = Out::into_writer(Box::new(file.reopen().map_err(cannot)?));
    let mut n = 0;
    each_page(searcher, which, form == Form::Rows(b','), &mut |response| {
        write_page(&mut out, searcher, form, response, n == 0).map_err(|error| match error {
            Failure::Io(error) => cannot(error),
            Failure::Other(error) => error,
        })?;
        n += response.hits.len();
        Ok(())
    })?;
    out.finish().map_err(cannot)?;
    file.persist_noclobber(path).map_err(|e| cannot(e.error))?;
    Ok(n)
}

enum Failure {
    Io(io::Error),
    Other(Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Other(error)
    }
}

fn write_page(
    out: &mut Out,
    searcher: &Searcher,
    form: Form,
    response: &Response,
    first: bool,
) -> std::result::Result<(), Failure> {
    match form {
        Form::Rows(separator) => {
            let columns = Column::named(&[])?;
            match first {
                true => print_rows(out, response, &columns, separator, false)?,
                false => print_hit_rows(out, &response.hits, &columns, separator)?,
            }
        }
        Form::References(style) => {
            let references: Vec<Reference> = response.hits.iter().map(Reference::from).collect();
            print_references(out, &references, style)?;
        }
        Form::Ids => {
            for hit in &response.hits {
                out.line(&crate::output::one_line(&hit.id))?;
            }
        }
        Form::JsonLines => {
            for hit in &response.hits {
                out.json(&searcher.article(&hit.id)?)?;
            }
        }
        Form::Text => {
            for hit in &response.hits {
                print_article(out, &searcher.article(&hit.id)?)?;
                out.line("")?;
            }
        }
    }
    Ok(())
}

/// Goes through the hits in pages, so that a long result is never in memory as a whole.
fn each_page(
    searcher: &Searcher,
    which: &Which,
    snippets: bool,
    take: &mut dyn FnMut(&Response) -> Result<()>,
) -> Result<()> {
    match which {
        Which::Found(request) => {
            let mut request = Request::clone(request);
            let mut left = request.limit;
            if !snippets {
                request.snippets = None;
            }
            loop {
                request.limit = left.min(PAGE);
                let mut response = searcher.search(&request)?;
                take(&response)?;
                left = left.saturating_sub(response.hits.len());
                match response.next.take().filter(|_| left > 0) {
                    Some(next) => request.after = Some(next),
                    None => return Ok(()),
                }
            }
        }
        Which::Ids(ids) => {
            for id in ids {
                let quoted: String = id.replace(['"', '\\'], "?");
                let mut request = Request::new(format!("id:\"{quoted}\""));
                request.limit = 3;
                request.snippets = None;
                let mut response = searcher.search(&request)?;
                response.hits.retain(|hit: &Hit| hit.id == *id);
                take(&response)?;
            }
            Ok(())
        }
    }
}

/// A citation of an article.
pub(super) fn citation(searcher: &Searcher, id: &str, style: CiteStyle) -> Result<String> {
    let article = searcher.article(id)?;
    let reference = Reference::from(&article);
    let text = text_of(|out| print_references(out, &[reference], style));
    text.map_err(|error| Error::io("cannot write", Path::new("the citation"), error))
}

/// The texts of articles, as `dateline show` prints them.
pub(super) fn texts(searcher: &Searcher, which: &Which) -> Result<String> {
    let Which::Ids(ids) = which else {
        return Ok(String::new());
    };
    let articles = ids.iter().take(PIPED).map(|id| searcher.article(id));
    let articles: Vec<_> = articles.collect::<Result<_>>()?;
    let text = text_of(|out| {
        for (n, article) in articles.iter().enumerate() {
            if n > 0 {
                out.line("")?;
            }
            print_article(out, article)?;
        }
        Ok(())
    });
    text.map_err(|error| Error::io("cannot write", Path::new("the text"), error))
}

/// What is written to an [`Out`], as a text.
fn text_of(write: impl FnOnce(&mut Out) -> io::Result<()>) -> io::Result<String> {
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            held.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let shared = Shared::default();
    let mut out = Out::into_writer(Box::new(shared.clone()));
    write(&mut out)?;
    out.finish()?;
    let held = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(String::from_utf8_lossy(&held).into_owned())
}

/// Runs a command of the user's in the shell, with a text on its standard input and the terminal
/// as its output.
pub(super) fn pipe(command: &str, text: &str) -> Answer {
    let mut shell = shell(command);
    // Where the view was asked for ids, standard output is not the command's.
    if !Out::is_terminal()
        && let Ok(terminal) = std::fs::File::options().write(true).open("/dev/tty")
    {
        shell.stdout(terminal);
    }
    let ran = shell.stdin(Stdio::piped()).spawn().and_then(|mut child| {
        let stdin = child.stdin.take();
        // A command that does not read all of it, as `head`, is no error.
        let written = stdin.map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
        let status = child.wait()?;
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(status),
        }
    });
    let wait = crate::output::wait_for_enter("enter goes back");
    match (ran, wait) {
        (Ok(status), _) if status.success() => Answer::Done {
            message: format!("{command}: done"),
        },
        (Ok(status), _) => Answer::Failed {
            message: format!("{command}: {status}"),
        },
        (Err(error), _) => Answer::Failed {
            message: format!("{command}: {error}"),
        },
    }
}

fn shell(command: &str) -> Command {
    let (program, flag) = match cfg!(windows) {
        true => ("cmd", "/C"),
        false => ("sh", "-c"),
    };
    let mut shell = Command::new(program);
    shell.arg(flag).arg(command);
    shell
}

/// Gives a text to a command that prints nothing, as `wl-copy`.
pub(super) fn feed(program: &str, words: &[String], text: &str) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    match child.wait()? {
        status if status.success() => Ok(()),
        status => Err(io::Error::other(format!("{program}: {status}"))),
    }
}

/// What came of copying.
pub(super) fn copied(what: &str, done: io::Result<()>) -> Answer {
    match done {
        Ok(()) => Answer::Done {
            message: format!("{what} copied"),
        },
        Err(error) => Answer::Failed {
            message: format!("{what} not copied: {error}"),
        },
    }
}

/// Opens an address, which must be one of the web: what a dump holds starts no program.
fn browse(command: &[String], url: &str) -> Answer {
    let web = ["http://", "https://"];
    let plain = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    if !plain
        || !web
            .iter()
            .any(|scheme| url.to_lowercase().starts_with(scheme))
    {
        return Answer::Failed {
            message: format!("{} is no address of the web", crate::output::one_line(url)),
        };
    }
    let opened = match command.split_first() {
        Some((program, words)) => Command::new(program)
            .args(words)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop),
        None => open::that_detached(url),
    };
    match opened {
        Ok(()) => Answer::Done {
            message: "opened in the browser".into(),
        },
        Err(error) => Answer::Failed {
            message: format!("no browser could be opened: {error}; `y u` copies the address"),
        },
    }
}
