//! Times the reading of hostile queries, each shape at 8 to 64 KiB: `cargo bench --bench parser`.
//!
//! Milliseconds of this thread's CPU time, the best of 60, for the lenient reader, the strict one,
//! simplifying and printing together; then the ratio of each size to the one before. Reading is
//! linear where these stay near 2.

use dateline::query::{field_specs, parse, parse_lenient, simplify};

#[path = "../src/query/tests/shapes.rs"]
mod shapes;

const SIZES: [usize; 4] = [8 << 10, 16 << 10, 32 << 10, 64 << 10];

fn main() {
    let fields = field_specs();
    let time = |text: &str| {
        let once = || {
            let started = cpu_ms();
            let lenient = parse_lenient(text, &fields);
            let strict = parse(text, &fields).is_ok();
            std::hint::black_box((strict, simplify(lenient.ast).to_string()));
            cpu_ms() - started
        };
        (0..60).map(|_| once()).fold(f64::MAX, f64::min)
    };
    let mut worst = 0.0_f64;
    for shape in shapes::SHAPES {
        let times = SIZES.map(|size| time(&shapes::shaped(shape, size)));
        let ratios: Vec<f64> = times.windows(2).map(|two| two[1] / two[0]).collect();
        worst = worst.max(ratios[ratios.len() - 1]);
        say(&format!("{times:>8.2?} ms, {ratios:.2?} {shape:?}"));
    }
    say(&format!("the greatest last ratio is {worst:.2}"));
}

/// CPU time of this thread in milliseconds.
fn cpu_ms() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// A bench prints; nothing else here does.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}
