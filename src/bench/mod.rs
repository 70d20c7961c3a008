//! How fast answers are: query sets, load, histograms of latency, recorded runs and their
//! comparison. Nothing here prints.

mod histogram;
mod queries;
mod report;

pub use histogram::{Histogram, interval};
pub use queries::{Page, Query, QuerySet, What};
pub use report::{
    BenchRun, ClassResult, Cold, Estimate, Index, Machine, Mode, Percentiles, Program, QueryResult,
    Settings, StageTime, Stages,
};
