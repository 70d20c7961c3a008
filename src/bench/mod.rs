//! How fast answers are: query sets, load, histograms of latency, recorded runs and their
//! comparison. Nothing here prints.

mod answers;
mod cold;
mod compare;
mod drift;
mod generate;
mod histogram;
mod ingest;
mod load;
mod machine;
mod measure;
mod notes;
mod queries;
mod record;
mod report;

pub use cold::Before;
pub use compare::{
    Answers, ClassComparison, Comparing, Difference, OtherAnswer, Ratio, RunComparison, Verdict,
    compare_runs,
};
pub use generate::{Generated, Wanted, generate, query_classes};
pub use histogram::{Histogram, interval};
pub use ingest::{
    INGEST_STAGES, IngestFigures, IngestPass, IngestRun, IngestSettings, ingest_pass,
};
pub use load::{Ended, Failed, Load, Loop, Measured, Target, Turn, Watch, run};
pub use machine::thread_cpu;
pub use measure::{Plan, measure};
pub use queries::{Page, Query, QuerySet, What};
pub use record::{Asked, Seen};
pub use report::{
    BenchRun, ClassResult, Cold, Estimate, Index, Machine, Mode, Percentiles, Program, QueryResult,
    Settings, StageTime, Stages,
};
