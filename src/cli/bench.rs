//! `dateline bench`: latency of queries under load.

use super::Exit;
use super::args::{Bench, BenchCommand, BenchRunArgs};

pub(super) fn run(args: &Bench) -> anyhow::Result<Exit> {
    match &args.command {
        None => measure(&args.run),
        Some(BenchCommand::Run(run)) => measure(run),
    }
}

fn measure(_args: &BenchRunArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Nothing)
}
