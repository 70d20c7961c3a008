//! How good answers are: topics, judgements, runs, the measures of trec_eval, and whether two runs
//! differ by more than chance. Nothing here prints.

mod compare;
mod make;
mod measure;
mod qrels;
mod read;
mod run;
mod score;
mod significance;
mod topics;

pub use compare::{Compared, Moved, compare};
pub use make::{DEPTH, Made, make, plain_words};
pub use measure::{Judged, Measure, USUAL};
pub use qrels::{Qrels, TopicId};
pub use run::{Run, rank};
pub use score::{Counting, Scores, TopicScores, none_judged, score};
pub use significance::{Chance, DRAWN, EXACT, RESAMPLED, SEED, interval, randomisation};
pub use topics::{Topic, read_topics};

mod grid;
mod grid_file;
mod grid_run;
mod judged;
mod judging;
mod pool;

pub use grid::{Grid, GridCollection, MOST_POINTS, Point, Way, Words};
pub use grid_run::{
    CollectionScore, Fold, GridInput, GridScores, Keep, PointScore, Ranked, run_grid,
};
pub use judged::{JudgedFile, column};
pub use judging::{Change, GRADES, JudgedTopic, Judging, Place};
pub use pool::{own_lists, pooled};
