//! Templates, a suite of its own for a close look: `ratios` has what is
//! allowed.

use std::hint::black_box;

use benches::Failure;
use benches::replies::{REPLIES, context};
use criterion::Criterion;
use deskcore::template::{Channel, Json, RenderOptions, Source, Template};

fn main() -> Result<(), Failure> {
    let mut criterion = Criterion::default().configure_from_args();
    let record = context();
    let text = serde_json::to_string(&record)?;
    let json = Json::parse(&text)?;
    for reply in REPLIES {
        let template = Template::parse(reply.liquid)?;
        let mut group = criterion.benchmark_group(reply.name);
        let sources: [(&str, &dyn Source); 2] = [("a record", &record), ("JSON", &json)];
        for (name, source) in sources {
            for channel in [Channel::Plain, Channel::Html] {
                let options = RenderOptions {
                    channel,
                    ..RenderOptions::default()
                };
                let mut out = String::new();
                group.bench_function(format!("render {name}, {channel:?}"), |b| {
                    b.iter(|| {
                        out.clear();
                        template.render_to(black_box(source), &options, &mut out)
                    });
                });
            }
        }
        let mut out = String::new();
        group.bench_function("by hand", |b| {
            b.iter(|| {
                out.clear();
                (reply.by_hand)(black_box(&record), &mut out);
            });
        });
        group.bench_function("parse", |b| {
            b.iter(|| Template::parse(black_box(reply.liquid)));
        });
        group.finish();
    }
    criterion.final_summary();
    Ok(())
}
