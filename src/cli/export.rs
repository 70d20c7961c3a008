//! `dateline export`: articles out of an index, whole.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::{Map, Value};

use super::args::{Export, ExportFormat};
use super::{Exit, plan};
use crate::error::{Error, Result};
use crate::index::{Archive, exported};
use crate::output::{ColorChoice, Out, print_note};
use crate::schema::{row_header, to_row};
use crate::search::{Every, Searcher};

pub(super) fn run(args: &Export) -> anyhow::Result<Exit> {
    let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
    let searcher = Searcher::open(&archive)?;
    let every = searcher.every(&args.query)?;
    every.notes.iter().for_each(|note| print_note(&note.text));
    match &args.output {
        None => {
            let mut out = Out::new(ColorChoice::Never);
            let failed = |e| Error::io("cannot write", Path::new("standard output"), e);
            write_all(&every, args.format, &mut |bytes| {
                out.bytes(bytes).map_err(failed)?;
                Ok(flow(!out.is_closed()))
            })?;
            out.finish()?;
        }
        Some(path) => {
            write_file(path, &every, args.format)?;
            print_note(&format!("{} articles in {}", every.len(), path.display()));
        }
    }
    Ok(match every.is_empty() {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

fn flow(goes_on: bool) -> ControlFlow<()> {
    match goes_on {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    }
}

/// Writes a file that is there once it is whole.
fn write_file(path: &Path, every: &Every<'_>, format: ExportFormat) -> Result<()> {
    let failed = |e: io::Error| Error::io("cannot write", path, e);
    let folder = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".export-");
    // As any other file: readable by others unless the user's mask says no.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // What is no file, such as a pipe, is written to as it is.
    if path.exists() && !path.is_file() {
        let (file, _) = fs_err::File::create(path).map_err(failed)?.into_parts();
        return write_to(file, every, format, path).map(drop);
    }
    let unfinished = builder.tempfile_in(folder.unwrap_or(Path::new(".")));
    let file = write_to(unfinished.map_err(failed)?, every, format, path)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

fn write_to<W: Write>(file: W, every: &Every<'_>, format: ExportFormat, path: &Path) -> Result<W> {
    let failed = |e: io::Error| Error::io("cannot write", path, e);
    let mut file = io::BufWriter::new(file);
    write_all(every, format, &mut |bytes| {
        file.write_all(bytes).map_err(failed)?;
        Ok(flow(true))
    })?;
    file.into_inner().map_err(|e| failed(e.into_error()))
}

/// Hands over the export piece by piece; memory does not grow with it.
fn write_all(
    every: &Every<'_>,
    format: ExportFormat,
    write: &mut dyn FnMut(&[u8]) -> Result<ControlFlow<()>>,
) -> Result<()> {
    if format == ExportFormat::Jsonl {
        return every.records(&mut |record| {
            let mut line = exported(record).into_owned();
            line.push('\n');
            write(line.as_bytes())
        });
    }
    if write(&csv_line(&row_header())?)?.is_break() {
        return Ok(());
    }
    every.records(&mut |record| {
        let record: Map<String, Value> = serde_json::from_str(&exported(record))
            .map_err(|e| Error::io("cannot read a record of", every.dir(), e.into()))?;
        write(&csv_line(&to_row(&record))?)
    })
}

/// A line of the table, quoted where it must be.
fn csv_line<S: AsRef<[u8]>>(cells: &[S]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: io::Error| Error::io("cannot write", Path::new("a line of the table"), e);
    writer.write_record(cells).map_err(|e| failed(e.into()))?;
    writer.into_inner().map_err(|e| failed(e.into_error()))
}
