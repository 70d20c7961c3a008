//! Runs each stage of indexing and searching twice over 400 made-up articles, for a counter of
//! instructions: `benches/instructions.sh` calls it under callgrind, where the second run is what
//! is counted. By itself it prints what each stage found, which shows that it did something.

#[path = "support/articles.rs"]
mod articles;
#[path = "support/stages.rs"]
mod stages;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;
    let bench = stages::Bench::new()?;
    for stage in stages::STAGES {
        let (first, second) = (bench.run(stage), bench.run(stage));
        assert_eq!(first, second, "{stage} is the same twice");
        writeln!(std::io::stdout(), "{stage}\t{second}")?;
    }
    Ok(())
}
