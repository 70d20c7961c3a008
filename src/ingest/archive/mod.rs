//! Archives: their members are read one after the other as if they were files, named
//! `ARCHIVE!/member/path`. Nothing is ever written under a member's name.
//!
//! A member whose name leaves the archive, or that is no file but a link or device, is refused and
//! reported; hidden members are passed over like hidden files of a folder. An archive may hold
//! archives, those hold no further ones.

mod tar;
mod zip;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::ReadOptions;
use super::emit::Emitter;
use super::stream::{self, Meter, Stream, Unopened};

/// What stands between an archive's name and a member's.
pub(super) const MARK: &str = "!/";

/// Archives around one another that are opened.
const MAX_DEPTH: usize = 2;

/// Longest name of a member.
const MAX_NAME_BYTES: u64 = 4096;

/// A kind of archive.
#[derive(Clone, Copy)]
enum Kind {
    Tar,
    Zip,
    /// A zip by which programs keep a document; named here.
    Document(&'static str),
}

impl Kind {
    /// The kind of a stream that begins so, if it is an archive.
    fn of(head: &[u8]) -> Option<Self> {
        let zip = [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08PK\x03\x04"];
        if zip.iter().any(|magic| head.starts_with(magic)) {
            // The name of the first member follows thirty bytes of its header.
            let first = head.get(30..).unwrap_or_default();
            return Some(match first {
                [b'm', b'i', b'm', b'e', b't', b'y', b'p', b'e', ..] => {
                    Self::Document("an OpenDocument file or an e-book")
                }
                _ if first.starts_with(b"[Content_Types].xml") || first.starts_with(b"_rels/") => {
                    Self::Document("an Office document")
                }
                _ => Self::Zip,
            });
        }
        tar::begins(head).then_some(Self::Tar)
    }
}

/// Whether a stream that begins so is an archive.
pub(super) fn begins(head: &[u8]) -> bool {
    Kind::of(head).is_some()
}

/// What an archive yields, in its order.
enum Event<'a> {
    /// A file in it.
    File {
        name: String,
        bytes: Box<dyn Read + 'a>,
        meter: Meter,
    },
    /// A member that is not read.
    Refused { name: String, reason: String },
    /// The archive cannot be read further than this byte of it.
    Broken { at: u64, error: io::Error },
}

/// Reads a stream: its records, or those of the members of the archive that it is.
pub(super) fn read(
    stream: Stream<'_>,
    depth: usize,
    options: &ReadOptions,
    meter: &Meter,
    emit: &mut Emitter<'_>,
) -> ControlFlow<()> {
    match Kind::of(&stream.head) {
        None => return super::read_stream(stream, options, emit),
        Some(Kind::Document(kind)) => return emit.skip(format!("{kind} is not read")),
        Some(_) if depth == MAX_DEPTH => {
            return emit.skip("an archive in an archive in an archive is not read".to_owned());
        }
        Some(_) => {}
    }
    let archive = Arc::clone(&emit.file);
    let mut rejected = emit.outcome.rejected;
    let flow = visit(stream, meter, &mut |event| {
        let name_in = |name: &str| Arc::from(format!("{archive}{MARK}{name}"));
        match event {
            Event::File { name, bytes, meter } => {
                rejected = emit.outcome.rejected;
                emit.file = name_in(&name);
                match stream::from_read(bytes, &meter) {
                    Ok(stream) => read(stream, depth + 1, options, &meter, emit),
                    Err(Unopened::Unknown(kind)) => emit.skip(format!("{kind} is not read")),
                    Err(Unopened::Failed(error)) => emit.broken(0, 0, &error),
                }
            }
            Event::Refused { name, reason } => {
                emit.file = name_in(&name);
                emit.reject(0, 0, reason)
            }
            // What cut the last member short was reported with that.
            Event::Broken { .. } if emit.outcome.rejected > rejected => ControlFlow::Continue(()),
            Event::Broken { at, error } => {
                emit.file = Arc::clone(&archive);
                emit.broken(0, at, &error)
            }
        }
    });
    emit.file = archive;
    flow
}

/// Finds the member of that name in an archive and hands its stream to `then`.
///
/// The names of archives inside come before that of the member, each with the mark.
pub(super) fn find(
    stream: Stream<'_>,
    wanted: &str,
    meter: &Meter,
    then: &mut dyn FnMut(Stream<'_>),
) {
    // Whether it was found shows in whether `then` was called.
    let _ = visit(stream, meter, &mut |event| {
        let Event::File { name, bytes, meter } = event else {
            return ControlFlow::Continue(());
        };
        let below = match wanted.strip_prefix(name.as_str()) {
            Some("") => None,
            Some(rest) if rest.starts_with(MARK) => Some(&rest[MARK.len()..]),
            _ => return ControlFlow::Continue(()),
        };
        if let Ok(stream) = stream::from_read(bytes, &meter) {
            match below {
                None => then(stream),
                Some(below) => find(stream, below, &meter, then),
            }
        }
        ControlFlow::Break(())
    });
}

/// Hands the members of an archive to `see` in their order; it may stop that.
fn visit(
    stream: Stream<'_>,
    meter: &Meter,
    see: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match Kind::of(&stream.head) {
        Some(Kind::Tar) => tar::visit(stream, meter, see),
        Some(Kind::Zip) => zip::visit(stream, meter, see),
        Some(Kind::Document(_)) | None => ControlFlow::Continue(()),
    }
}

/// What is done with a member, by its name.
enum Verdict {
    Read,
    PassOver,
    Refuse(&'static str),
}

/// Judges a member's name; both slashes divide, as the archive may come from anywhere.
fn judge(name: &str) -> Verdict {
    let drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if name.starts_with(['/', '\\']) || drive {
        return Verdict::Refuse("a member with an absolute path");
    }
    let mut parts = name.split(['/', '\\']);
    if parts.clone().any(|part| part == "..") {
        return Verdict::Refuse("a member whose path leaves the archive");
    }
    if name.is_empty() || name.contains('\0') {
        return Verdict::Refuse("a member without a proper name");
    }
    let hidden = |part: &str| part.starts_with('.') && part != "." || part == "__MACOSX";
    match parts.any(hidden) {
        true => Verdict::PassOver,
        false => Verdict::Read,
    }
}

#[cfg(test)]
mod names {
    use super::*;

    #[test]
    fn a_name_is_judged_by_its_parts() {
        fn check(name: &str, expected: &str) {
            let found = match judge(name) {
                Verdict::Read => "read",
                Verdict::PassOver => "pass over",
                Verdict::Refuse(reason) => reason,
            };
            assert_eq!(found, expected, "{name}");
        }
        check("a.txt", "read");
        check("./news/2019/a..b.txt", "read");
        check("c:a.txt", "a member with an absolute path");
        check("/etc/passwd", "a member with an absolute path");
        check("\\share\\a.txt", "a member with an absolute path");
        check("../a.txt", "a member whose path leaves the archive");
        check(
            "news/..\\..\\a.txt",
            "a member whose path leaves the archive",
        );
        check("news/..", "a member whose path leaves the archive");
        check("", "a member without a proper name");
        check("a\0.txt", "a member without a proper name");
        check(".git/config", "pass over");
        check("news/.DS_Store", "pass over");
        check("__MACOSX/news/._a.txt", "pass over");
    }
}
