//! Whether what looks like a change of the program may be one of the machine: its speed when each run
//! began, and the CPU time beside the time.

use super::compare::{ClassComparison, Verdict};
use super::report::{BenchRun, Mode};

/// What is known of the machine's part in a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drift {
    /// How much longer a fixed piece of work took when the second run began.
    calibration: Option<f64>,
    /// Whether the runs are of different processors.
    is_other_machine: bool,
    /// Whether an answer waits for little but the processor: in a cold run it waits for the disk.
    is_cpu_bound: bool,
}

impl Drift {
    pub(super) fn between(a: &BenchRun, b: &BenchRun) -> Drift {
        let (x, y) = (&a.machine, &b.machine);
        // Builds of other profiles do the fixed work otherwise.
        let is_same_work = a.program.profile == b.program.profile;
        let calibration = x.calibration_us.zip(y.calibration_us);
        let calibration = calibration.filter(|(x, y)| is_same_work && *x > 0.0 && *y > 0.0);
        Drift {
            calibration: calibration.map(|(x, y)| y / x),
            is_other_machine: (&x.cpu, x.cores) != (&y.cpu, y.cores),
            is_cpu_bound: [a, b].iter().all(|run| run.settings.mode != Mode::Cold),
        }
    }

    pub(super) fn calibration(&self) -> Option<f64> {
        self.calibration
    }

    /// Whether a verdict may be the machine's doing: the processor is another one; or without the
    /// change of its speed the interval would hold 1, or the change be less than `least`; or the CPU
    /// time of an answer changed less than half as much as the time, or the other way.
    pub(super) fn may_be(&self, class: &ClassComparison, least: f64) -> bool {
        let ratio = class.ratio;
        let is_above = match class.verdict {
            Verdict::Slower => true,
            Verdict::Faster => false,
            Verdict::NoDifferenceShown | Verdict::TooFewQueries => return false,
        };
        // As if the second run were the slower one.
        let turned = |value: f64| if is_above { value.ln() } else { -value.ln() };
        let bound = if is_above { ratio.low } else { ratio.high };
        let least = least.ln_1p();
        let explained = |speed: f64| {
            let of_machine = turned(speed);
            // What is within the least change is the noise of the measurement itself.
            of_machine > least
                && (bound.is_none_or(|bound| turned(bound) <= of_machine)
                    || turned(ratio.value) - of_machine <= least)
        };
        let unchanged = |cpu: f64| cpu > 0.0 && turned(cpu) < turned(ratio.value) / 2.0;
        self.is_other_machine
            || self.calibration.is_some_and(explained)
            || (self.is_cpu_bound && class.cpu.is_some_and(unchanged))
    }

    /// What is said of it: always where the speed differs by more than `least`, and where a verdict is
    /// `doubted`.
    pub(super) fn note(&self, doubted: bool, least: f64) -> Option<String> {
        let differs = |speed: &f64| speed.ln().abs() > least.ln_1p();
        let speed = self.calibration.filter(differs);
        let speed = speed.map(|speed| {
            format!("a fixed piece of work took {speed:.3} times as long when the second run began")
        });
        let doubt = doubted.then(|| {
            "what is marked `or the machine` goes with its speed, is of another processor, or has not \
             changed the CPU time as much: record both sides again, in turn"
                .to_owned()
        });
        match (speed, doubt) {
            (Some(speed), Some(doubt)) => Some(format!("{speed}; {doubt}")),
            (speed, doubt) => speed.or(doubt),
        }
    }
}

/// What may have made the difference beside the program.
pub(super) fn notes(a: &BenchRun, b: &BenchRun) -> Vec<String> {
    let mut out = Vec::new();
    let busy = |run: &BenchRun| {
        run.machine
            .load
            .filter(|load| *load > run.machine.cores as f64)
    };
    if busy(a).or(busy(b)).is_some() {
        let told = |run: &BenchRun| {
            run.machine
                .load
                .map_or("?".to_owned(), |load| load.to_string())
        };
        let (a, b) = (told(a), told(b));
        out.push(format!(
            "the machine was busy ({a} and {b} threads wanted to run): what looks like a difference may be the other work; look at the CPU time too, and record both sides again"
        ));
    }
    if [a, b].iter().any(|run| run.program.profile == "debug") {
        out.push("a debug build is several times slower than a release build".to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::compare::Ratio;
    use super::*;

    const STILL: Drift = Drift {
        calibration: Some(1.0),
        is_other_machine: false,
        is_cpu_bound: true,
    };

    fn class(verdict: Verdict, [low, value, high]: [f64; 3], cpu: Option<f64>) -> ClassComparison {
        ClassComparison {
            ratio: Ratio {
                value,
                low: Some(low),
                high: Some(high),
            },
            cpu,
            verdict,
            ..ClassComparison::default()
        }
    }

    #[test]
    fn a_verdict_is_doubted_where_the_machine_explains_it() {
        let slower = |cpu| class(Verdict::Slower, [1.05, 1.1, 1.15], cpu);
        let faster = |cpu| class(Verdict::Faster, [0.8, 0.85, 0.9], cpu);
        let none = class(Verdict::NoDifferenceShown, [0.9, 1.1, 1.2], Some(1.0));
        let at = |speed: f64| Drift {
            calibration: Some(speed),
            ..STILL
        };
        for (drift, class, doubted) in [
            // The CPU time says the same.
            (STILL, slower(Some(1.1)), false),
            (STILL, faster(Some(0.85)), false),
            (STILL, slower(None), false),
            // It does not.
            (STILL, slower(Some(1.0)), true),
            (STILL, faster(Some(1.0)), true),
            (STILL, faster(Some(1.2)), true),
            // The machine was as much slower, or faster; or the other way, which explains nothing.
            (at(1.1), slower(Some(1.1)), true),
            (at(1.06), slower(Some(1.1)), true),
            (at(0.9), slower(Some(1.1)), false),
            (at(0.87), faster(Some(0.85)), true),
            (at(1.1), faster(Some(0.85)), false),
            // Too little to explain it.
            (at(1.03), slower(Some(1.1)), false),
            (at(0.97), faster(Some(0.85)), false),
            // There is no verdict to doubt.
            (at(1.5), none, false),
        ] {
            assert_eq!(drift.may_be(&class, 0.02), doubted, "{drift:?} {class:?}");
        }
        let other = Drift {
            is_other_machine: true,
            ..STILL
        };
        assert!(other.may_be(&slower(Some(1.1)), 0.02));
        let cold = Drift {
            is_cpu_bound: false,
            ..STILL
        };
        assert!(!cold.may_be(&slower(Some(1.0)), 0.02));
    }

    #[test]
    fn a_change_of_speed_is_told_even_where_no_verdict_is_doubted() {
        assert_eq!(STILL.note(false, 0.02), None);
        let slow = Drift {
            calibration: Some(1.25),
            ..STILL
        };
        let note = slow.note(false, 0.02).unwrap();
        assert!(note.contains("1.250 times as long"), "{note}");
        assert!(!note.contains("or the machine"), "{note}");
        assert!(STILL.note(true, 0.02).unwrap().contains("or the machine"));
    }
}
