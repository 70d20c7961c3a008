//! Dateline: a full-text search engine for news archives.
//!
//! Takes dumps of articles apart into the fields that a news article has, keeps them in an index
//! on disk (Tantivy), and answers queries with ranked hits, facets and snippets. The program
//! `dateline` is a thin face of this library.
//!
//! ```
//! use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
//! use dateline::ingest::walk;
//! use dateline::search::{Request, Searcher};
//!
//! let (files, _) = walk(&["corpus/sample".into()]);
//! let mut access = WriteAccess::in_memory();
//! let options = IndexOptions { threads: 1, ..IndexOptions::default() };
//! index_sources(&mut access, &files, &options, &Progress::default(), &mut |_, _| Ok(()))?;
//! let searcher = Searcher::open(access.archive())?;
//! let response = searcher.search(&Request::new("ferry"))?;
//! assert!(response.total > 0);
//! # Ok::<(), dateline::Error>(())
//! ```
//!
//! Modules in reading order, each using only those before it: [`article`] (the record and how text
//! is taken apart), [`schema`] (what is declared in `schema/`), [`analysis`] (text to terms),
//! [`families`] (copies of one story), [`ingest`] (dumps to articles), [`index`] (articles to disk), [`query`] (the language),
//! [`facets`], [`snippet`], [`search`] (a request to a response), [`eval`] (how good answers are), [`mod@bench`] (how
//! fast they are), [`output`] (a response to text) and [`cli`].

pub mod analysis;
pub mod article;
pub mod bench;
pub mod cli;
mod error;
pub mod eval;
pub mod facets;
pub mod families;
pub mod index;
pub mod ingest;
pub mod output;
pub mod query;
pub mod schema;
pub mod search;
pub mod snippet;
pub mod tui;
pub mod user;

pub use error::{Error, Result};
