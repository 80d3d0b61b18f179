//! Templates: four typical replies, beside the same written by hand and
//! beside two other engines, each with the data in its own form.

use benches::Failure;
use benches::replies::{REPLIES, Reply, context};
use deskcore::template::{Json, RenderOptions, Source, Template};

use crate::counter;
use crate::measure::{Sample, all_in_turn, each};
use crate::row::{Row, Unit};

const ROUNDS: usize = 401;

/// Renderings in one block.
const TIMES: [(); 64] = [(); 64];

/// Bytes that every reply fits in.
const CAPACITY: usize = 8192;

/// The `date` filter that a host would write for Jinja.
fn date(at: &str, format: &str) -> Result<String, minijinja::Error> {
    let invalid = |error: chrono::ParseError| {
        minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, error.to_string())
    };
    let at = chrono::DateTime::parse_from_rfc3339(at).map_err(invalid)?;
    Ok(at.format(format).to_string())
}

/// What one reply takes.
struct Measured {
    /// To a text of its own, as long as it has to be.
    by_hand: Sample,
    /// To a text that is there.
    reused: Sample,
    /// The better of a record and of JSON.
    ours: Sample,
    record: Sample,
    json: Sample,
    liquid: Sample,
    jinja: Sample,
    parse: Sample,
    liquid_parse: Sample,
    allocations: u64,
}

fn measure(reply: &Reply) -> Result<Measured, Failure> {
    let context = context();
    let text = serde_json::to_string(&context)?;
    let json = Json::parse(&text)?;
    let options = RenderOptions::default();
    let template = Template::parse(reply.liquid)?;

    let liquid = liquid::ParserBuilder::with_stdlib().build()?;
    let liquid_template = liquid.parse(reply.liquid)?;
    let mut liquid_context = liquid::to_object(&context)?;
    // The crate reads no RFC 3339: it gets the date as one.
    if let Some(liquid::model::Value::Object(order)) = liquid_context.get_mut("order") {
        let at = liquid::model::DateTime::from_str("2026-03-02 09:15:00 +0000");
        let at = at.ok_or("a date of the crate")?;
        order.insert("shipped_at".into(), liquid::model::Value::scalar(at));
    }
    let mut jinja = minijinja::Environment::new();
    jinja.add_filter("date", date);
    // Jinja takes the last line's end away.
    jinja.add_template_owned("reply", format!("{}\n", reply.jinja))?;
    let jinja_template = jinja.get_template("reply")?;
    let jinja_context = minijinja::Value::from(minijinja::value::Serde(&context));

    let mut expected = String::new();
    (reply.by_hand)(&context, &mut expected);
    for (engine, text) in [
        ("a record", template.render(&context, &options)?),
        ("JSON", template.render(&json, &options)?),
        ("liquid", liquid_template.render(&liquid_context)?),
        ("minijinja", jinja_template.render(&jinja_context)?),
    ] {
        if text != expected {
            return Err(format!("{}: {engine} gives {text:?}", reply.name).into());
        }
    }

    let render = |data: &dyn Source, out: &mut String| {
        out.clear();
        template.render_to(data, &options, out)
    };
    let mut out = String::with_capacity(CAPACITY);
    let (rendered, allocations) = counter::allocations(|| render(&context, &mut out));
    rendered?;

    let mut buffers = [const { String::new() }; 3].map(|_| String::with_capacity(CAPACITY));
    let [reused, record, from_json] = &mut buffers;
    let samples = all_in_turn::<Box<dyn FnMut() -> f64 + '_>>(
        ROUNDS,
        &mut [
            Box::new(|| {
                each(&TIMES, |()| {
                    let mut out = String::with_capacity(expected.len());
                    (reply.by_hand)(&context, &mut out);
                    out
                })
            }),
            Box::new(|| {
                let out = std::cell::RefCell::new(&mut *reused);
                each(&TIMES, |()| {
                    let mut out = out.borrow_mut();
                    out.clear();
                    (reply.by_hand)(&context, &mut out);
                    out.len()
                })
            }),
            Box::new(|| {
                let out = std::cell::RefCell::new(&mut *record);
                each(&TIMES, |()| render(&context, &mut out.borrow_mut()))
            }),
            Box::new(|| {
                let out = std::cell::RefCell::new(&mut *from_json);
                each(&TIMES, |()| render(&json, &mut out.borrow_mut()))
            }),
            Box::new(|| each(&TIMES, |()| liquid_template.render(&liquid_context))),
            Box::new(|| each(&TIMES, |()| jinja_template.render(&jinja_context))),
            Box::new(|| each(&TIMES, |()| Template::parse(reply.liquid))),
            Box::new(|| each(&TIMES, |()| liquid.parse(reply.liquid))),
        ],
    );
    let [
        by_hand,
        reused,
        record,
        json,
        liquid,
        jinja,
        parse,
        liquid_parse,
    ] = samples
        .try_into()
        .map_err(|_| "as many samples as blocks")?;
    Ok(Measured {
        by_hand,
        reused,
        ours: match record.median < json.median {
            true => record,
            false => json,
        },
        record,
        json,
        liquid,
        jinja,
        parse,
        liquid_parse,
        allocations,
    })
}

/// The geometric mean of the ratios to what is written by hand.
fn mean(all: &[Measured]) -> f64 {
    let logs = all
        .iter()
        .map(|one| (one.ours.median / one.by_hand.median).ln());
    (logs.sum::<f64>() / all.len() as f64).exp()
}

/// All rows of templates.
pub(crate) fn rows() -> Result<Vec<Row>, Failure> {
    let all = REPLIES.iter().map(measure).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    let named = |what: &str| {
        let names = REPLIES
            .iter()
            .map(|reply| format!("{}, {what}", reply.name));
        names.collect::<Vec<String>>()
    };
    let mut beside = |what: &str, pair: fn(&Measured) -> (Sample, Sample), goal: Option<f64>| {
        for (name, one) in named(what).into_iter().zip(&all) {
            rows.push(Row::beside(name, pair(one), goal));
        }
    };
    beside("render / by hand", |one| (one.ours, one.by_hand), Some(6.0));
    beside(
        "from a record / by hand",
        |one| (one.record, one.by_hand),
        None,
    );
    beside("from JSON / by hand", |one| (one.json, one.by_hand), None);
    beside(
        "render / by hand to a text that is there",
        |one| (one.ours, one.reused),
        None,
    );
    beside(
        "render / liquid",
        |one| (one.ours, one.liquid),
        Some(1.0 / 8.0),
    );
    beside(
        "render / minijinja",
        |one| (one.ours, one.jinja),
        Some(1.0 / 3.0),
    );
    beside(
        "parse / liquid",
        |one| (one.parse, one.liquid_parse),
        Some(1.0 / 8.0),
    );
    rows.push(Row::allowed(
        "render / by hand, geometric mean of the replies / 4 allowed",
        Unit::Ratio,
        Sample::exact(mean(&all)),
        4.0,
    ));
    for (name, one) in named("allocations").into_iter().zip(&all) {
        rows.push(Row::counted(
            name,
            Unit::Allocations,
            one.allocations as f64,
        ));
    }
    Ok(rows)
}
