//! Loads on planted targets: what is counted, what a stall does to either loop, how a run ends.
//!
//! Nothing here depends on how fast the machine is: times are compared with other times that enclose
//! them, and stalls by how many samples they reach.

use super::*;

/// A target that does what a function says, and keeps what another clock tells.
struct Planted<F> {
    act: F,
    calls: AtomicU64,
    /// Before and after each call: from outside, and inside of it.
    outer: Mutex<Vec<Instant>>,
    outside: Mutex<Vec<Duration>>,
    inside: Mutex<Vec<Duration>>,
}

fn planted<F: Fn(u64, usize) -> Result<Seen> + Sync>(act: F) -> Planted<F> {
    Planted {
        act,
        calls: AtomicU64::new(0),
        outer: Mutex::default(),
        outside: Mutex::default(),
        inside: Mutex::default(),
    }
}

impl<F: Fn(u64, usize) -> Result<Seen> + Sync> Target for Planted<F> {
    type Reply = Seen;

    fn prepare(&self, _: &Turn) -> Result<()> {
        self.outer.lock().unwrap().push(Instant::now());
        Ok(())
    }

    fn ask(&self, query: usize) -> Result<Seen> {
        let began = Instant::now();
        let n = self.calls.fetch_add(1, Ordering::SeqCst);
        let reply = (self.act)(n, query);
        self.inside.lock().unwrap().push(began.elapsed());
        reply
    }

    fn look(&self, reply: &Seen) -> Seen {
        // With one thread the last that was made ready is the one that was answered.
        let began = self.outer.lock().unwrap().pop();
        let took = began.unwrap().elapsed();
        self.outside.lock().unwrap().push(took);
        *reply
    }
}

fn sleep(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

fn passes(iterations: u32) -> Load {
    Load {
        warmup: 0,
        iterations: Some(iterations),
        raw: true,
        ..Load::default()
    }
}

fn open(rate: f64) -> Loop {
    Loop::Open {
        rate,
        poisson: false,
    }
}

fn measured<T: Target>(target: &T, n: usize, load: &Load) -> Measured {
    run(target, &vec![0; n], 1, load, &Watch::default())
        .map_err(|(_, error)| error)
        .unwrap()
}

/// The smallest that at least so many of a thousand do not exceed.
fn at(sorted: &[f64], per_mille: usize) -> f64 {
    sorted[(sorted.len() * per_mille).div_ceil(1000) - 1]
}

fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.sort_by(f64::total_cmp);
    times
}

#[test]
fn percentiles_are_those_of_the_raw_samples_and_of_another_timer() {
    let target = planted(|n, _| {
        // Some slow, most fast.
        let times = if n % 50 == 0 { 400_000 } else { 1_000 + n * 50 };
        (0..times).for_each(|n| {
            std::hint::black_box(n);
        });
        Ok(Seen::default())
    });
    let found = measured(&target, 40, &passes(30));
    let raw = found.total.raw.clone().unwrap();
    assert_eq!(raw.len(), 1_200);
    let raw = sorted(raw);
    let p = &found.total.latency_us;
    for (per_mille, estimate) in [(500, p.p50), (900, p.p90), (990, p.p99), (999, p.p999)] {
        let expected = at(&raw, per_mille);
        let off = (estimate.value - expected).abs() / expected;
        assert!(off <= 0.001, "{per_mille}: {} {expected}", estimate.value);
    }
    assert_eq!(p.max.value, raw[1_199]);
    let mean = raw.iter().sum::<f64>() / 1_200.0;
    assert!((p.mean.value - mean).abs() / mean < 1e-4);
    // Each call was timed inside the target and around the run's own timer: so must be every rank.
    let times = |of: &Mutex<Vec<Duration>>| {
        let times = of.lock().unwrap();
        sorted(times.iter().map(|t| t.as_nanos() as f64 / 1e3).collect())
    };
    let (inside, outside) = (times(&target.inside), times(&target.outside));
    for (rank, time) in raw.iter().enumerate() {
        assert!(inside[rank] <= *time && *time <= outside[rank], "{rank}");
    }
}

#[test]
fn an_open_loop_shows_a_stall_that_a_closed_one_hides() {
    let stalling = || {
        planted(|n, _| {
            sleep(if n == 50 { 200 } else { 1 });
            Ok(Seen::default())
        })
    };
    let slow = |raw: &[f64]| raw.iter().filter(|us| **us > 100_000.0).count();
    let closed = measured(&stalling(), 50, &passes(4));
    let load = Load {
        kind: open(200.0),
        ..passes(4)
    };
    let open = measured(&stalling(), 50, &load);
    let (closed, open) = (closed.total, open.total);
    assert_eq!((closed.samples, open.samples), (200, 200));
    let n_closed = slow(closed.raw.as_deref().unwrap());
    let n_open = slow(open.raw.as_deref().unwrap());
    // Twenty queries were due in the first half of the stall.
    assert!(n_closed >= 1 && n_open >= 15, "{n_closed} {n_open}");
    assert!(n_open > 3 * n_closed, "{n_closed} {n_open}");
    assert!(open.latency_us.p99.value > 100_000.0);
    assert!(closed.latency_us.p99.value < open.latency_us.p99.value);
    assert!(open.stages_us.wait.is_some() && closed.stages_us.wait.is_none());
}

#[test]
fn time_of_waiting_is_no_part_of_what_a_query_itself_takes() {
    let target = planted(|n, _| {
        sleep(if n == 0 { 150 } else { 0 });
        Ok(Seen::default())
    });
    let load = Load {
        kind: open(1_000.0),
        ..passes(10)
    };
    let found = measured(&target, 4, &load);
    // Of 40 that came within 40 ms all but one only waited.
    assert!(found.total.latency_us.p50.value > 50_000.0);
    assert!(found.queries.iter().all(|q| q.best < 50_000_000));
}

#[test]
fn a_rate_that_is_too_high_ends_the_run() {
    let target = planted(|_, _| {
        sleep(10);
        Ok(Seen::default())
    });
    let load = Load {
        kind: open(10_000.0),
        most_behind: Duration::from_millis(60),
        ..passes(1_000)
    };
    let found = measured(&target, 10, &load);
    let Some(Ended::Behind(wait)) = found.ended else {
        panic!("{:?}", found.ended);
    };
    assert!(wait > load.most_behind);
    assert!((1..=8).contains(&found.total.samples));
}

#[test]
fn warm_up_is_asked_and_not_counted() {
    let target = planted(|_, query| {
        Ok(Seen {
            total: query as u64,
            ..Seen::default()
        })
    });
    let load = Load {
        warmup: 2,
        threads: 3,
        ..passes(4)
    };
    let watch = Watch::default();
    let classes = [0, 1, 1, 0, 1];
    // Three threads share one list of beginnings here; none of its times are looked at.
    let found = run(&target, &classes, 2, &load, &watch).map_err(|e| e.1);
    let found = found.unwrap();
    assert_eq!(target.calls.load(Ordering::SeqCst), 30);
    assert_eq!(watch.answered.load(Ordering::SeqCst), 30);
    assert_eq!(watch.wanted.load(Ordering::SeqCst), 30);
    assert_eq!(found.total.samples, 20);
    let counts = |class: usize| {
        let class = &found.classes[class];
        (class.queries, class.samples, class.hits)
    };
    assert_eq!((counts(0), counts(1)), ((2, 8, 3), (3, 12, 7)));
    assert!(found.queries.iter().all(|q| q.n == 4 && !q.differs));
    let both = found.classes[0].throughput + found.classes[1].throughput;
    assert!((both - found.total.throughput).abs() < 1e-6 * both);
}

#[test]
fn threads_ask_at_the_same_time() {
    let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
    let target = planted(|_, _| {
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // As long as it takes for the others to come, within reason.
        for _ in 0..2_000 {
            if most.load(Ordering::SeqCst) >= 3 {
                break;
            }
            sleep(1);
        }
        now.fetch_sub(1, Ordering::SeqCst);
        Ok(Seen::default())
    });
    let load = Load {
        threads: 3,
        ..passes(2)
    };
    measured(&target, 6, &load);
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[test]
fn a_stop_from_outside_keeps_what_was_measured() {
    let watch = Watch::default();
    let target = planted(|n, _| {
        watch.stop.store(n == 6, Ordering::SeqCst);
        Ok(Seen::default())
    });
    let found = run(&target, &[0; 5], 1, &passes(1_000), &watch).map_err(|e| e.1);
    let found = found.unwrap();
    assert_eq!(found.ended, Some(Ended::Interrupted));
    assert_eq!(found.total.samples, 7);
    // Nothing is counted where it comes while it warms up.
    let load = Load {
        warmup: 9,
        ..passes(1)
    };
    let watch = Watch::default();
    watch.stop.store(true, Ordering::SeqCst);
    let idle = planted(|_, _| Ok(Seen::default()));
    let found = run(&idle, &[0; 5], 1, &load, &watch).map_err(|e| e.1);
    let found = found.unwrap();
    assert_eq!(
        (found.total.samples, found.ended),
        (0, Some(Ended::Interrupted))
    );
}

#[test]
fn an_error_names_its_query_and_ends_the_run() {
    let target = planted(|_, query| match query {
        3 => Err(Error::Stopped),
        _ => Ok(Seen::default()),
    });
    let failed = run(&target, &[0; 5], 1, &passes(1_000), &Watch::default());
    assert!(matches!(failed, Err((Some(3), Error::Stopped))));
    assert!(target.calls.load(Ordering::SeqCst) <= 5);
    for (n, rate) in [
        (0, 1.0),
        (1, 0.0),
        (1, -1.0),
        (1, f64::NAN),
        (1, f64::INFINITY),
    ] {
        let load = Load {
            kind: open(rate),
            ..passes(1)
        };
        let failed = run(&target, &vec![0; n], 1, &load, &Watch::default());
        assert!(
            matches!(failed, Err((None, Error::Argument { .. }))),
            "{n} {rate}"
        );
    }
}

#[test]
fn an_answer_that_changes_is_told() {
    let target = planted(|n, query| {
        Ok(Seen {
            ids: if query == 2 { n } else { 7 },
            ..Seen::default()
        })
    });
    let found = measured(&target, 4, &passes(3));
    let differs: Vec<bool> = found.queries.iter().map(|q| q.differs).collect();
    assert_eq!(differs, [false, false, true, false]);
}

#[test]
fn every_pass_has_each_query_once_in_an_order_of_its_seed() {
    let turns = |seed, kind| {
        let mut order = Order::new(30, seed, kind, Some(3), None);
        let all = std::iter::from_fn(|| order.next(Duration::ZERO));
        all.collect::<Vec<Turn>>()
    };
    let of = |turns: &[Turn], pass| {
        let turns = turns.iter().filter(|t| t.pass == pass);
        turns.map(|t| t.query).collect::<Vec<_>>()
    };
    let turned = turns(1, Loop::Closed);
    assert_eq!(turned.len(), 90);
    for pass in 0..3 {
        let mut queries = of(&turned, pass);
        assert!(!queries.is_sorted());
        queries.sort_unstable();
        assert_eq!(queries, (0..30).collect::<Vec<_>>());
    }
    assert_ne!(of(&turned, 0), of(&turned, 1));
    assert_eq!(turned, turns(1, Loop::Closed));
    assert_ne!(turned, turns(2, Loop::Closed));
    // The same queries in an open loop.
    assert_eq!(of(&turned, 0), of(&turns(1, open(5.0)), 0));
}

#[test]
fn queries_are_due_at_the_rate() {
    let due = |kind, seed| {
        let end = Some(Duration::from_secs(100));
        let mut order = Order::new(7, seed, kind, None, end);
        let all = std::iter::from_fn(|| order.next(Duration::ZERO)?.due);
        all.map(|d| d.as_secs_f64()).collect::<Vec<f64>>()
    };
    let even = due(open(50.0), 1);
    assert_eq!(even.len(), 5_000);
    assert_eq!((even[0], even[1], even[4_999]), (0.0, 0.02, 99.98));
    let poisson = Loop::Open {
        rate: 50.0,
        poisson: true,
    };
    let drawn = due(poisson, 1);
    // The root of 5,000 is 71, and the chance of five times that is nil.
    assert!((4_640..5_360).contains(&drawn.len()), "{}", drawn.len());
    assert!(drawn.is_sorted());
    // Of exponential gaps a share of 1/e is longer than the mean.
    let gaps = drawn.windows(2).filter(|w| w[1] - w[0] > 0.02).count();
    let share = gaps as f64 / drawn.len() as f64;
    assert!((0.34..0.40).contains(&share), "{share}");
    assert_eq!(drawn, due(poisson, 1));
    assert_ne!(drawn, due(poisson, 2));
}

#[test]
fn a_duration_ends_a_closed_loop() {
    let target = planted(|_, _| {
        sleep(5);
        Ok(Seen::default())
    });
    let load = Load {
        duration: Some(Duration::from_millis(60)),
        iterations: None,
        ..passes(1)
    };
    let found = measured(&target, 3, &load);
    assert!((1..=13).contains(&found.total.samples));
    assert_eq!(found.ended, None);
}
