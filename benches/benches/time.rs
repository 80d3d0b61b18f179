//! Business time, a suite of its own for a close look: `ratios` has the
//! comparisons.

use benches::{Failure, hours, prefix_sums::PrefixSums};
use chrono::TimeDelta;
use criterion::{BatchSize, Criterion};
use deskcore::time::Calendar;
use std::hint::black_box;

const INPUTS: usize = 4096;

fn main() -> Result<(), Failure> {
    let mut criterion = Criterion::default().configure_from_args();
    let schedule = hours::schedule()?;
    let calendar = Calendar::new(&schedule)?;
    let sums = PrefixSums::new(
        hours::ZONE,
        hours::YEARS,
        &hours::SHIFTS,
        hours::is_working_day,
    )?;

    let mut spans = hours::spans(INPUTS, TimeDelta::days(3652))
        .into_iter()
        .map(|(from, to)| (hours::instant(from), hours::instant(to)))
        .collect::<Vec<_>>()
        .into_iter()
        .cycle();
    let mut group = criterion.benchmark_group("between, up to 10 years");
    let mut next = || spans.next().unwrap_or_default();
    group.bench_function("calendar", |b| {
        b.iter_batched(
            &mut next,
            |(from, to)| calendar.between(from, to),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("prefix sums", |b| {
        b.iter_batched(
            &mut next,
            |(from, to)| sums.between(from, to),
            BatchSize::SmallInput,
        );
    });
    group.finish();

    let mut additions = hours::additions(INPUTS, TimeDelta::hours(10_000))
        .into_iter()
        .map(|(at, open)| (hours::instant(at), TimeDelta::milliseconds(open)))
        .collect::<Vec<_>>()
        .into_iter()
        .cycle();
    let mut group = criterion.benchmark_group("open time, up to 5 years");
    let mut next = || additions.next().unwrap_or_default();
    group.bench_function("add", |b| {
        b.iter_batched(
            &mut next,
            |(at, open)| calendar.add(at, open),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("add, prefix sums", |b| {
        b.iter_batched(
            &mut next,
            |(at, open)| sums.add(at, open),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("subtract", |b| {
        b.iter_batched(
            &mut next,
            |(at, open)| calendar.subtract(at, open),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("next_open", |b| {
        b.iter_batched(
            &mut next,
            |(at, _)| calendar.next_open(at),
            BatchSize::SmallInput,
        );
    });
    group.finish();

    criterion.bench_function("compile a calendar", |b| {
        b.iter(|| Calendar::new(black_box(&schedule)));
    });
    criterion.final_summary();
    Ok(())
}
