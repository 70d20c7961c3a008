//! The SMART files that old test collections come in: `.I 1`, then `.T`, `.A`, `.B`, `.W`.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::{keep, one_line};
use crate::article::{self, Article};
use crate::ingest::emit::Emitter;
use crate::ingest::readers::Input;
use crate::ingest::wrapped;

/// Whether a text begins as such a file.
pub(super) fn begins(text: &[u8]) -> bool {
    let number = text.strip_prefix(b".I ").map(<[u8]>::trim_ascii_start);
    number.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Reads the records of a stream: each begins with a line `.I`.
pub(super) fn read(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let (mut record, mut start, mut offset) = (0, 0, 0_u64);
    let mut held: Vec<u8> = Vec::new();
    loop {
        let (line, length) = match line(stream, max_bytes) {
            Ok(line) => line,
            Err(error) => return emit.broken(record + 1, start, &error),
        };
        if length == 0 || line.starts_with(b".I ") {
            let length = offset - start;
            let bytes = std::mem::take(&mut held);
            if length > max_bytes as u64 {
                record += 1;
                let reason = format!("a record of {length} bytes, the limit is {max_bytes}");
                emit.reject(record, start, reason)?;
            } else if !bytes.trim_ascii().is_empty() {
                record += 1;
                emit.record(record, start, bytes.trim_ascii_end().to_owned())?;
            }
            start = offset;
        }
        if length == 0 {
            return ControlFlow::Continue(());
        }
        if held.len() + line.len() <= max_bytes {
            held.extend_from_slice(&line);
        }
        offset += length;
    }
}

/// The next line, no more than `most` bytes of it, and its whole length.
fn line(stream: &mut dyn BufRead, most: usize) -> io::Result<(Vec<u8>, u64)> {
    let (mut line, mut length) = (Vec::new(), 0);
    loop {
        let chunk = match stream.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        let end = memchr::memchr(b'\n', chunk);
        let used = end.map_or(chunk.len(), |end| end + 1);
        let room = most.saturating_sub(line.len()).min(used);
        line.extend_from_slice(&chunk[..room]);
        length += used as u64;
        stream.consume(used);
        if end.is_some() || used == 0 {
            return Ok((line, length));
        }
    }
}

/// Reads one record.
pub(super) fn article(text: &str) -> Article {
    let mut article = Article::default();
    let (mut field, mut value) = ('I', String::new());
    for line in text.lines().chain([".X"]) {
        let mark = line.strip_prefix('.').and_then(|rest| {
            let mut chars = rest.chars();
            let mark = chars.next().filter(char::is_ascii_uppercase)?;
            let rest = chars.as_str();
            (rest.is_empty() || rest.starts_with(' ')).then_some((mark, rest))
        });
        let Some((mark, rest)) = mark else {
            value.push_str(line);
            value.push('\n');
            continue;
        };
        fill(field, &value, &mut article);
        field = mark;
        value = rest.to_owned();
        value.push('\n');
    }
    article
}

fn fill(field: char, value: &str, article: &mut Article) {
    let line = one_line(value);
    if line.is_empty() {
        return;
    }
    match field {
        'I' => article.id = line,
        'T' => article.title = line,
        'A' => {
            article.authors = value
                .split([';', '\n'])
                .flat_map(|names| names.split(" and "))
                .map(one_line)
                .filter(|name| !name.is_empty())
                .collect();
            article.byline = Some(line);
        }
        'B' => keep(&mut article.extra, "reference", &line),
        'W' => article::take_apart_body(&wrapped::joined(value, None), article),
        'X' => {}
        other => keep(&mut article.extra, &other.to_lowercase().to_string(), &line),
    }
}
