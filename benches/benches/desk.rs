//! The desk, a suite of its own for a close look: `ratios` has what is
//! allowed.

use std::hint::black_box;

use benches::{Failure, tickets};
use criterion::{BatchSize, Criterion};
use deskcore::ticket::{EventKind, Priority, Status};
use deskcore::{Metric, Ticket};

fn main() -> Result<(), Failure> {
    let mut criterion = Criterion::default().configure_from_args();
    let desk = tickets::desk()?;
    let waiting = tickets::waiting(&desk)?;
    let lively = tickets::lively(&desk)?;

    let mut group = criterion.benchmark_group("apply, 4 running clocks");
    for (name, kind) in [
        ("internal_note", EventKind::InternalNote {}),
        ("agent_reply", EventKind::AgentReply {}),
        ("customer_message", tickets::MESSAGE),
        ("status to pending", tickets::status(Status::Pending)),
        (
            "priority to high",
            EventKind::Priority {
                to: Some(Priority::High),
            },
        ),
    ] {
        let event = tickets::next(&waiting, kind);
        group.bench_function(name, |b| {
            b.iter_batched_ref(
                || waiting.clone(),
                |ticket| desk.apply(ticket, &event),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();

    let stored = lively.to_json()?;
    let mut group = criterion.benchmark_group("snapshot");
    group.bench_function("from_json", |b| {
        b.iter(|| Ticket::from_json(black_box(&stored)));
    });
    group.bench_function("to_json", |b| b.iter(|| black_box(&lively).to_json()));
    group.finish();

    criterion.bench_function("choose the last of 10 policies", |b| {
        b.iter(|| desk.target(black_box(&lively.facts), Metric::FirstReplyTime));
    });
    criterion.bench_function("tick that does nothing", |b| {
        let mut ticket = lively.clone();
        let at = ticket.updated_at;
        b.iter(|| desk.tick(black_box(&mut ticket), black_box(at)));
    });
    criterion.final_summary();
    Ok(())
}
