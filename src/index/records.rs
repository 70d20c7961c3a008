//! How records lie in the store of an index: each for itself, compressed with what the index's own
//! records have in common.
//!
//! A dictionary is trained on the first records of an index and kept in a file beside the manifest;
//! it is written before the first record that needs it, and never changed. Whether a record was
//! compressed with it, alone, or not at all, its last byte says. What a record is, is not known here.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result};

/// File name of the dictionary inside the index folder: the dictionary, then eight bytes of hash.
pub(super) const FILE: &str = "records.dict";

/// Bytes of the hash at the end of the file.
pub(super) const HASH_BYTES: usize = 8;

/// What is told where records need the dictionary and it is not there.
pub(super) const MISSING: &str = "the file records.dict is missing, and they were packed with it";

/// The last byte of a record that is not compressed.
const PLAIN: u8 = 0;
/// The last byte of one that is compressed alone.
const ALONE: u8 = 1;
/// The last byte of one that is compressed with the dictionary.
const SHARED: u8 = 2;

/// Level of compression: higher ones cost more time than they save room.
const LEVEL: i32 = 3;
/// Size of a dictionary.
const DICTIONARY_BYTES: usize = 110_000;
/// Bytes of records that a dictionary is trained on. Twice as many made it no better.
pub(super) const SAMPLE_BYTES: usize = 2 << 20;
/// Fewer bytes make none.
const LEAST_SAMPLE_BYTES: usize = 1 << 20;
/// A record is never longer; what claims to be is damaged.
const LONGEST: usize = 1 << 30;

/// How the records of a run are packed.
#[derive(Debug, Clone)]
pub(super) enum Packing {
    /// Not at all: the index is in memory.
    Plain,
    /// Each alone.
    Alone,
    /// With the dictionary.
    Shared(Arc<[u8]>),
}

/// Packs records. Not shared between threads.
pub(super) struct Packer {
    compressor: Option<Compressor<'static>>,
    mark: u8,
    packed: Vec<u8>,
}

impl Packer {
    pub(super) fn new(packing: &Packing) -> Packer {
        let (compressor, mark) = match packing {
            Packing::Plain => (None, PLAIN),
            Packing::Alone => (Compressor::new(LEVEL).ok(), ALONE),
            Packing::Shared(dictionary) => {
                (Compressor::with_dictionary(LEVEL, dictionary).ok(), SHARED)
            }
        };
        Packer {
            compressor,
            mark,
            packed: Vec::new(),
        }
    }

    /// The record as it is stored. Cost: about 4 nanoseconds a byte.
    pub(super) fn pack(&mut self, record: &str) -> &[u8] {
        self.packed.clear();
        self.packed
            .reserve(zstd::zstd_safe::compress_bound(record.len()) + 1);
        let done = self.compressor.as_mut().is_some_and(|compressor| {
            let written = compressor.compress_to_buffer(record.as_bytes(), &mut self.packed);
            written.is_ok_and(|bytes| bytes < record.len())
        });
        if done {
            self.packed.push(self.mark);
        } else {
            self.packed.clear();
            self.packed.extend_from_slice(record.as_bytes());
            self.packed.push(PLAIN);
        }
        &self.packed
    }
}

/// A dictionary for records like those of the sample, which lie one after another in `bytes`; none
/// for a small sample, or one that has nothing in common.
pub(super) fn train(bytes: &[u8], sizes: &[usize]) -> Option<Vec<u8>> {
    if bytes.len() < LEAST_SAMPLE_BYTES {
        return None;
    }
    let trained = zstd::dict::from_continuous(bytes, sizes, DICTIONARY_BYTES);
    if let Err(error) = &trained {
        tracing::debug!(%error, "no dictionary for records");
    }
    trained.ok()
}

/// Reads the records of an index.
#[derive(Default)]
pub(super) struct Records {
    dir: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    dictionary: Option<Arc<[u8]>>,
    /// Changes with the dictionary.
    version: u32,
    /// Decompressors that nobody uses, all of this version.
    idle: Vec<Decompressor<'static>>,
}

impl Records {
    /// Of the index in `dir`; empty for one in memory.
    pub(super) fn of(dir: &Path) -> Records {
        Records {
            dir: dir.to_owned(),
            state: Mutex::default(),
        }
    }

    /// The dictionary, if there is one.
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::DamagedRecords`] if it is not as it was written.
    pub(super) fn dictionary(&self) -> Result<Option<Arc<[u8]>>> {
        if let Some(known) = &self.state().dictionary {
            return Ok(Some(Arc::clone(known)));
        }
        if self.dir.as_os_str().is_empty() {
            return Ok(None);
        }
        let path = self.dir.join(FILE);
        let mut bytes = match fs_err::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io("cannot read", &path, e)),
        };
        let hash = bytes.split_off(bytes.len().saturating_sub(HASH_BYTES));
        if hash != xxh3_64(&bytes).to_le_bytes() {
            return Err(self.damaged(&format!("{FILE} is not as it was written")));
        }
        let dictionary: Arc<[u8]> = bytes.into();
        self.learn(&dictionary);
        Ok(Some(dictionary))
    }

    /// Keeps a new dictionary, in the folder first.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(super) fn keep(&self, dictionary: Vec<u8>) -> Result<Arc<[u8]>> {
        super::manifest::replace(&self.dir, FILE, |file| {
            file.write_all(&dictionary)?;
            file.write_all(&xxh3_64(&dictionary).to_le_bytes())
        })?;
        let dictionary: Arc<[u8]> = dictionary.into();
        self.learn(&dictionary);
        Ok(dictionary)
    }

    fn learn(&self, dictionary: &Arc<[u8]>) {
        let mut state = self.state();
        state.dictionary = Some(Arc::clone(dictionary));
        state.version += 1;
        state.idle.clear();
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing in it is ever half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A record as it was packed. Cost: about 2 nanoseconds a byte.
    ///
    /// # Errors
    /// [`Error::DamagedRecords`] where the stored bytes are not a record's, [`Error::Io`].
    pub(super) fn unpack(&self, stored: &[u8]) -> Result<String> {
        let (&mark, bytes) = stored
            .split_last()
            .ok_or_else(|| self.damaged("a record is empty"))?;
        let bytes = match mark {
            PLAIN => bytes.to_vec(),
            ALONE => self.decompress(bytes)?,
            SHARED => {
                if self.dictionary()?.is_none() {
                    return Err(self.damaged(MISSING));
                }
                self.decompress(bytes).or_else(|_| {
                    // An index that was made anew since has another dictionary.
                    self.state().dictionary = None;
                    self.dictionary()?;
                    self.decompress(bytes)
                })?
            }
            _ => return Err(self.damaged("a record is packed in an unknown way")),
        };
        String::from_utf8(bytes).map_err(|_| self.damaged("a record is no text"))
    }

    /// Whether a record as it was packed can't be read without the dictionary.
    pub(super) fn needs_dictionary(stored: &[u8]) -> bool {
        stored.last() == Some(&SHARED)
    }

    fn decompress(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let failed = |e| self.damaged(&format!("a record can't be read: {e}"));
        let (idle, version, dictionary) = {
            let mut state = self.state();
            let idle = state.idle.pop();
            (idle, state.version, state.dictionary.clone())
        };
        let mut decompressor = match (idle, dictionary) {
            (Some(idle), _) => idle,
            (None, Some(dictionary)) => {
                Decompressor::with_dictionary(&dictionary).map_err(failed)?
            }
            (None, None) => Decompressor::new().map_err(failed)?,
        };
        let unpacked = decompressor.decompress(bytes, LONGEST).map_err(failed)?;
        let mut state = self.state();
        if state.version == version {
            state.idle.push(decompressor);
        }
        Ok(unpacked)
    }

    pub(super) fn damaged(&self, reason: &str) -> Error {
        Error::DamagedRecords {
            dir: self.dir.clone(),
            reason: reason.to_owned(),
        }
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Records({})", self.dir.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented records that have much in common.
    fn records(from: usize, n: usize) -> Vec<String> {
        let record = |n: usize| {
            let words: String = (0..60)
                .map(|w| format!("word{} ", (n * 7919 + w * w * 31) % 4001))
                .collect();
            format!("{{\"id\":\"article {n}\",\"title\":\"Ferry {n}\",\"body\":[\"{words}\"]}}")
        };
        (from..from + n).map(record).collect()
    }

    fn trained() -> Vec<u8> {
        let sample = records(0, 3_000);
        let sizes: Vec<usize> = sample.iter().map(String::len).collect();
        train(sample.concat().as_bytes(), &sizes).expect("a sample of more than a megabyte")
    }

    #[test]
    fn records_come_back_however_they_were_packed() {
        let dir = tempfile::tempdir().unwrap();
        let index = Records::of(dir.path());
        let mut all: Vec<(String, Vec<u8>)> = Vec::new();
        let mut add = |packing: &Packing, marks: &[u8]| {
            let mut packer = Packer::new(packing);
            let mut long = records(9_000, 20);
            long.extend([String::new(), "{}".to_owned()]);
            for record in long {
                let stored = packer.pack(&record).to_vec();
                assert!(marks.contains(stored.last().unwrap()));
                all.push((record, stored));
            }
        };
        add(&Packing::Plain, &[PLAIN]);
        add(&Packing::Alone, &[PLAIN, ALONE]);
        let dictionary = index.keep(trained()).unwrap();
        add(&Packing::Shared(dictionary), &[PLAIN, SHARED]);
        // One that wrote the dictionary, one that reads it, one that knew none before it was there.
        for index in [index, Records::of(dir.path())] {
            for (record, stored) in all.iter().chain(all.iter().rev()) {
                assert_eq!(&index.unpack(stored).unwrap(), record);
            }
        }
    }

    #[test]
    fn a_dictionary_saves_room() {
        let mut alone = Packer::new(&Packing::Alone);
        let mut shared = Packer::new(&Packing::Shared(trained().into()));
        let size = |packer: &mut Packer| {
            let sizes = records(9_000, 50)
                .into_iter()
                .map(|r| packer.pack(&r).len());
            sizes.sum::<usize>()
        };
        assert!(size(&mut shared) * 10 < size(&mut alone) * 9);
    }

    #[test]
    fn a_small_sample_makes_no_dictionary() {
        let sample = records(0, 9);
        let sizes: Vec<usize> = sample.iter().map(String::len).collect();
        assert_eq!(train(sample.concat().as_bytes(), &sizes), None);
    }

    #[test]
    fn damage_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let index = Records::of(dir.path());
        let dictionary = index.keep(trained()).unwrap();
        let stored = Packer::new(&Packing::Shared(dictionary))
            .pack(&records(1, 1)[0])
            .to_vec();
        for broken in [&[][..], &[9], &[1, 2, 3, SHARED], &stored[3..]] {
            assert!(index.unpack(broken).is_err());
        }
        let path = dir.path().join(FILE);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[500] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let told = || {
            let error = Records::of(dir.path()).unpack(&stored).unwrap_err();
            (error.to_string(), error.help().unwrap())
        };
        let (message, help) = told();
        assert!(
            message.ends_with("records.dict is not as it was written"),
            "{message}"
        );
        std::fs::remove_file(&path).unwrap();
        let (message, _) = told();
        assert!(
            message.contains("the file records.dict is missing"),
            "{message}"
        );
        assert!(help.contains("copy") && help.contains("--fresh"), "{help}");
    }

    #[test]
    fn a_reader_of_an_index_that_was_made_anew_takes_the_new_dictionary() {
        let dir = tempfile::tempdir().unwrap();
        let (writer, reader) = (Records::of(dir.path()), Records::of(dir.path()));
        let first = writer.keep(trained()).unwrap();
        let record = &records(5, 1)[0];
        let stored = Packer::new(&Packing::Shared(first)).pack(record).to_vec();
        assert_eq!(&reader.unpack(&stored).unwrap(), record);
        let other: Vec<String> = records(50_000, 3_000)
            .iter()
            .map(|r| r.replace("word", "x"))
            .collect();
        let sizes: Vec<usize> = other.iter().map(String::len).collect();
        let second = writer
            .keep(train(other.concat().as_bytes(), &sizes).unwrap())
            .unwrap();
        let stored = Packer::new(&Packing::Shared(second)).pack(record).to_vec();
        assert_eq!(&reader.unpack(&stored).unwrap(), record);
    }
}
