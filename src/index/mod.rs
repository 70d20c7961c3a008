//! The index on disk: opening and checking it, writing articles into it, what it holds.
//!
//! Queries and results are not here; see `query` and `search`.

mod archive;
mod checkpoint;
mod document;
mod families;
mod follow;
mod health;
mod inverted;
mod manifest;
mod merge;
mod options;
mod packing;
mod pipeline;
mod reading;
mod records;
mod stages;
mod state;
mod stats;
mod stored;
mod upkeep;
mod upsert;
mod verify;

pub use archive::{Archive, WriteAccess};
pub use checkpoint::{Checkpoint, Checkpoints};
pub use document::{LanguageChoice, Prepared, complete, prepare};
pub use follow::Plan;
pub use health::{FamiliesHealth, Health, health};
pub use manifest::Manifest;
pub use merge::MergeSummary;
pub use options::{IndexOptions, IndexSummary, Progress};
pub use pipeline::{RejectSink, index_sources};
pub use stages::{Stage, Stages};
pub use state::ArchiveState;
pub use stats::{SegmentSize, Stats, stats};
pub use stored::{Provenance, exported};
pub use verify::{Verified, verify};
