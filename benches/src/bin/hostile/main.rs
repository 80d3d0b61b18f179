//! Templates that are made to cost much: what each takes, and the most
//! memory that it holds. A table, with what is allowed; a miss is no error.

mod cases;

use std::alloc::{GlobalAlloc, Layout, System};
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use benches::Failure;
use cases::{Case, partials, sources, values};
use deskcore::Error;
use deskcore::template::{Json, Limits, Partials, RenderOptions, Template};

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, and how much is held.
struct Holder;

fn hold(bytes: usize) {
    let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
    MOST.fetch_max(held, Ordering::Relaxed);
}

#[expect(
    unsafe_code,
    reason = "an allocator is unsafe by its trait; this one hands every call on as it came"
)]
// SAFETY: the contract is the system allocator's, which does all the work.
unsafe impl GlobalAlloc for Holder {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        hold(layout.size());
        // SAFETY: as promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(old, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Holder = Holder;

/// Milliseconds and bytes that are allowed.
const MOST_TIME: f64 = 50.0;
const MOST_BYTES: usize = 32 << 20;

/// What a case does, in a word.
fn outcome(case: &Case) -> (String, f64, usize) {
    // What the host holds anyway does not count.
    let data = match Json::parse(&case.data) {
        Ok(data) => data,
        Err(error) => return (error.to_string(), f64::NAN, 0),
    };
    let options = RenderOptions {
        channel: case.channel,
        missing: case.missing,
        ..RenderOptions::default()
    };
    let held = HELD.load(Ordering::Relaxed);
    MOST.store(held, Ordering::Relaxed);
    let start = Instant::now();
    let result = render(case, &data, &options);
    let took = start.elapsed().as_secs_f64() * 1e3;
    let most = MOST.load(Ordering::Relaxed).saturating_sub(held);
    let word = match result {
        Ok(text) => format!("{} bytes", text.len()),
        Err(Error::Template(error)) => {
            let path = error.path.as_deref().map_or(String::new(), |path| {
                format!(" {}", path.get(..20).unwrap_or(path))
            });
            format!("{}{path}", error.class.code())
        }
        Err(error) => error.to_string(),
    };
    (word, took, most)
}

fn render(case: &Case, data: &Json<'_>, options: &RenderOptions) -> Result<String, Error> {
    let limits = Limits::default();
    let partials = case
        .partials
        .iter()
        .map(|(name, source)| (*name, source.as_str()));
    let partials = Partials::parse(partials, &limits)?;
    Template::parse_with(&case.source, &partials, &limits)?.render(data, options)
}

fn main() -> Result<(), Failure> {
    let shown: usize = match std::env::args().nth(1) {
        Some(number) => number.parse()?,
        None => 40,
    };
    let mut rows = Vec::new();
    for case in sources().into_iter().chain(values()).chain(partials()) {
        let (word, mut took, most) = outcome(&case);
        if took > MOST_TIME / 2.0 {
            // Others use the machine too: the quickest of three.
            for _ in 0..2 {
                took = took.min(outcome(&case).1);
            }
        }
        rows.push((took, most, case.name, word));
    }
    let missed = rows
        .iter()
        .filter(|(took, most, ..)| *took > MOST_TIME || *most > MOST_BYTES)
        .count();
    let all = rows.len();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("{:>9} {:>9}  case", "ms", "KiB");
    let line = |(took, most, name, word): &(f64, usize, String, String)| {
        let name: Cow<'_, str> = name.escape_debug().take(90).collect();
        println!("{took:>9.2} {:>9}  {name}: {word}", most >> 10);
    };
    rows.iter().take(shown).for_each(line);
    rows.sort_by_key(|row| std::cmp::Reverse(row.1));
    println!("the most memory:");
    rows.iter().take(shown / 4).for_each(line);
    println!(
        "{all} cases, {missed} above {MOST_TIME} ms or {} MiB",
        MOST_BYTES >> 20
    );
    Ok(())
}
