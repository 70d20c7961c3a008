//! Times the stages of indexing and searching over 400 made-up articles, the same in each run:
//! `cargo bench --bench stages`. Ratios between two commits count, not the figures.

use criterion::{Criterion, criterion_group, criterion_main};

#[path = "support/articles.rs"]
mod articles;
#[path = "support/stages.rs"]
mod stages;

fn benches(c: &mut Criterion) {
    let bench = stages::Bench::new().expect("there is room for temporary files");
    for stage in stages::STAGES {
        c.bench_function(stage, |b| b.iter(|| bench.run(stage)));
    }
}

criterion_group!(all, benches);
criterion_main!(all);
