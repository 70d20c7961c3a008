//! What is known of the machine and of the program, and the clocks of a thread.
//!
//! Read from the files of the system where it has them; what is not there is left empty.

use super::report::{Machine, Program};

impl Machine {
    /// This machine, now.
    pub fn now() -> Machine {
        let read = |path: &str| fs_err::read_to_string(path).unwrap_or_default();
        let load = read("/proc/loadavg");
        Machine {
            cpu: cpu_model(&read("/proc/cpuinfo")),
            cores: std::thread::available_parallelism().map_or(0, |n| n.get()),
            memory_bytes: memory(&read("/proc/meminfo")),
            os: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            load: load.split(' ').next().and_then(|text| text.parse().ok()),
            calibration_us: Some(calibration()),
        }
    }
}

impl Program {
    /// This program.
    pub fn this() -> Program {
        Program {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("DATELINE_COMMIT")
                .filter(|commit| !commit.is_empty())
                .map(str::to_owned),
            profile: match cfg!(debug_assertions) {
                true => "debug".to_owned(),
                false => "release".to_owned(),
            },
        }
    }
}

/// Microseconds of a fixed piece of work, the shortest of some: other work on the machine does not
/// change it unless it never lets go. About 20 milliseconds in all.
fn calibration() -> f64 {
    const TIMES: usize = 20;
    /// Of optimised code this is about a millisecond.
    const STEPS: u64 = 300_000;
    let once = || {
        let begun = std::time::Instant::now();
        let mut state = std::hint::black_box(1_u64);
        for step in 0..STEPS {
            // Each step waits for the one before: what is timed is the clock of the core.
            state = (state ^ step)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23);
        }
        std::hint::black_box(state);
        begun.elapsed().as_secs_f64() * 1e6
    };
    let shortest = (0..TIMES).map(|_| once()).fold(f64::INFINITY, f64::min);
    (shortest * 10.0).round() / 10.0
}

/// The model's name in `/proc/cpuinfo`; some architectures name only parts of it, and they are empty.
fn cpu_model(text: &str) -> String {
    let named = |line: &str| {
        let (key, value) = line.split_once(':')?;
        let known = ["model name", "Hardware", "cpu model"].contains(&key.trim());
        known.then(|| value.trim().to_owned())
    };
    text.lines().find_map(named).unwrap_or_default()
}

/// Bytes in `/proc/meminfo`.
fn memory(text: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next());
    kib.and_then(|n| n.parse::<u64>().ok())
        .map_or(0, |kib| kib.saturating_mul(1024))
}

/// Nanoseconds of CPU time that this thread has had; none where the system does not tell.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn thread_cpu() -> Option<u64> {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(now.tv_sec).ok()?;
    Some(seconds * 1_000_000_000 + u64::try_from(now.tv_nsec).ok()?)
}

/// Nanoseconds of CPU time that this thread has had; none where the system does not tell.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn thread_cpu() -> Option<u64> {
    None
}

/// Bytes that this process has had read from disks; none where the system does not tell.
pub(super) fn bytes_read() -> Option<u64> {
    let text = fs_err::read_to_string("/proc/self/io").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("read_bytes:"));
    line?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_system_are_read() {
        let text = "processor\t: 0\nmodel name\t: Example 9 @ 3 GHz: fast\nmodel name\t: Other\n";
        assert_eq!(cpu_model(text), "Example 9 @ 3 GHz: fast");
        assert_eq!(cpu_model(""), "");
        assert_eq!(memory("MemFree: 1 kB\nMemTotal:   16 kB\n"), 16_384);
        assert_eq!(memory("MemTotal: many kB"), 0);
    }

    #[test]
    fn this_machine_has_a_core_and_a_clock_that_goes_on() {
        assert!(Machine::now().cores > 0);
        assert!(Machine::now().calibration_us.unwrap() > 0.0);
        if let Some(before) = thread_cpu() {
            let sum = (0..2_000_000_u64).fold(0, |a, b| std::hint::black_box(a ^ b));
            std::hint::black_box(sum);
            assert!(thread_cpu().unwrap() > before);
        }
    }
}
