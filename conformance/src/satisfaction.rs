//! Ratings, scores, charts and surveys: `satisfaction/README.md`.

use std::collections::BTreeMap;
use std::error::Error;

use chrono::{DateTime, Utc};
use deskcore::metrics::{Sketch, percentiles};
use deskcore::satisfaction::{
    AlertRule, ChartPoint, ControlChart, CusumSettings, Denominator, EwmaSettings, FeedbackRule,
    IntervalMethod, MeanPoint, NpsMethod, RatedGroup, RatingCounts, Scale, SellerFeedback,
    SharePoint, SurveyConfig, SurveyEvent, TimedRating, cusum, ewma_means, ewma_shares, mean_t,
    nonresponse, nps, p_chart, proportion, rolling_alert, seller_feedback, shrink, survey_log,
    two_proportions,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Outcome, near};

#[derive(Deserialize)]
struct Vector {
    #[serde(flatten)]
    question: Question,
    expect: Map<String, Value>,
    tol: f64,
}

#[derive(Deserialize)]
#[serde(tag = "op", content = "input", rename_all = "snake_case")]
enum Question {
    Proportion {
        successes: i64,
        n: i64,
        confidence: f64,
        method: IntervalMethod,
    },
    Score {
        #[serde(flatten)]
        ratings: RatingCounts,
        #[serde(default)]
        denominator: Denominator,
    },
    SellerFeedback {
        positive: u64,
        neutral: u64,
        negative: u64,
        rule: FeedbackRule,
    },
    Nps {
        scale: Scale,
        ratings: Vec<i64>,
        confidence: f64,
        method: NpsMethod,
    },
    MeanT {
        values: Vec<f64>,
        confidence: f64,
    },
    EbShrink {
        groups: Vec<RatedGroup>,
        confidence: f64,
    },
    Ewma(Ewma),
    PChart {
        points: Vec<SharePoint>,
        #[serde(rename = "L")]
        limit_sigmas: f64,
        center: Option<f64>,
    },
    Cusum {
        values: Vec<f64>,
        #[serde(flatten)]
        settings: CusumSettings,
    },
    TwoProportions {
        k1: i64,
        n1: i64,
        k2: i64,
        n2: i64,
        confidence: f64,
    },
    Nonresponse {
        sent: i64,
        responded: i64,
        positive: i64,
    },
    Percentile {
        values: Vec<f64>,
        q: Vec<f64>,
    },
    Sketch {
        alpha: f64,
        q: Vec<f64>,
        parts: Vec<Generator>,
    },
    Merge {
        scale: Scale,
        parts: Vec<Vec<i64>>,
    },
    RollingAlert {
        ratings: Vec<(i64, i64)>,
        #[serde(flatten)]
        rule: AlertRule,
    },
    Survey {
        config: SurveyConfig,
        events: Vec<Happened>,
        until: i64,
    },
}

/// An event of a survey as the vectors write it.
#[derive(Deserialize)]
struct Happened {
    t: i64,
    #[serde(flatten)]
    event: Map<String, Value>,
}

/// What makes the values of a sketch.
#[derive(Deserialize)]
struct Generator {
    seed: u64,
    n: usize,
    kind: String,
    scale: f64,
}

impl Generator {
    fn values(&self) -> Vec<f64> {
        let step = |x: &u64| {
            x.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407)
        };
        let states = std::iter::successors(Some(step(&self.seed)), |x| Some(step(x)));
        let values = states.map(|x| {
            let u = (x >> 11) as f64 / (1_u64 << 53) as f64;
            match &*self.kind {
                "exp" => -(1.0 - u).ln() * self.scale,
                "pareto" => self.scale / (1.0 - u).sqrt(),
                "zeros" if u < 0.3 => 0.0,
                _ => self.scale * u,
            }
        });
        values.take(self.n).collect()
    }
}

#[derive(Deserialize)]
struct Ewma {
    #[serde(flatten)]
    points: EwmaPoints,
    lambda: f64,
    #[serde(rename = "L")]
    limit_sigmas: f64,
    center: f64,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum EwmaPoints {
    Proportion { points: Vec<SharePoint> },
    Mean { points: Vec<MeanPoint>, sigma: f64 },
}

/// A chart as the vectors write it.
fn chart(name: &str, chart: &ControlChart) -> Value {
    let points = chart.points.iter();
    let triples: Vec<_> = points
        .map(|ChartPoint { value, lcl, ucl }| (value, lcl, ucl))
        .collect();
    json!({"center": chart.center, name: triples, "signals": chart.signals})
}

/// The parts merged one after the other, the other way round, and in pairs:
/// what is not the same each time is not an answer.
fn merged(scale: Scale, parts: &[Vec<i64>]) -> Result<Value, deskcore::Error> {
    let parts = parts
        .iter()
        .map(|part| RatingCounts::of(scale, part.iter().copied()));
    let parts: Vec<RatingCounts> = parts.collect::<Result<_, _>>()?;
    let mut forwards = RatingCounts::new(scale);
    for part in &parts {
        forwards.merge(part)?;
    }
    let mut backwards = RatingCounts::new(scale);
    for part in parts.iter().rev() {
        backwards.merge(part)?;
    }
    let mut level = parts;
    while level.len() > 1 {
        let pairs = level.chunks(2).map(|pair| {
            let [left, rest @ ..] = pair else {
                return Ok(RatingCounts::new(scale));
            };
            let mut left = left.clone();
            for right in rest {
                left.merge(right)?;
            }
            Ok(left)
        });
        level = pairs.collect::<Result<_, deskcore::Error>>()?;
    }
    let tree = level.pop().unwrap_or_else(|| RatingCounts::new(scale));
    let same = forwards == backwards && forwards == tree;
    let mut score = json!(forwards.score(Denominator::All)?);
    score["counts"] = if same {
        json!(forwards.counts)
    } else {
        json!("differ")
    };
    Ok(score)
}

/// A sketch a part, merged from the last to the first.
fn sketched(alpha: f64, q: &[f64], parts: &[Generator]) -> Result<Value, deskcore::Error> {
    let mut whole = Sketch::new(alpha)?;
    for part in parts.iter().rev() {
        let mut sketch = Sketch::new(alpha)?;
        sketch.add_all(&part.values())?;
        whole.merge(&sketch)?;
    }
    let quantiles: Result<Vec<_>, _> = q.iter().map(|q| whole.quantile(*q)).collect();
    Ok(json!({
        "n": whole.n(),
        "min": whole.min(),
        "max": whole.max(),
        "bounds": quantiles?,
    }))
}

fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

fn surveys(
    config: &SurveyConfig,
    events: Vec<Happened>,
    until: i64,
) -> Result<Value, deskcore::Error> {
    let events = events.into_iter().map(|Happened { t, mut event }| {
        event.insert("at".to_owned(), json!(instant(t)));
        let event = serde_json::from_value(Value::Object(event));
        event.map_err(|error| deskcore::Error::invalid("/events", error.to_string()))
    });
    let events: Vec<SurveyEvent> = events.collect::<Result<_, _>>()?;
    let log = survey_log(config, &events, instant(until))?;
    let ms = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp_millis());
    let surveys = log.surveys.iter().map(|survey| {
        json!({
            "ticket": survey.ticket,
            "agent": survey.agent,
            "due_at": survey.due_at.timestamp_millis(),
            "sent_at": ms(survey.sent_at),
            "state": survey.state,
            "score": survey.score,
            "rated_at": ms(survey.rated_at),
            "edits": survey.edits,
        })
    });
    let rejected = log.rejected.iter().map(|rejected| {
        json!([
            rejected.at.timestamp_millis(),
            rejected.ticket,
            rejected.reason
        ])
    });
    Ok(json!({
        "surveys": surveys.collect::<Vec<_>>(),
        "rejected": rejected.collect::<Vec<_>>(),
    }))
}

fn answer(question: Question) -> Result<Value, deskcore::Error> {
    Ok(match question {
        Question::Proportion {
            successes,
            n,
            confidence,
            method,
        } => json!(proportion(successes, n, confidence, method)?),
        Question::Score {
            ratings,
            denominator,
        } => json!(ratings.score(denominator)?),
        Question::SellerFeedback {
            positive,
            neutral,
            negative,
            rule,
        } => {
            let feedback = SellerFeedback {
                positive,
                neutral,
                negative,
            };
            json!(seller_feedback(&feedback, rule))
        }
        Question::Nps {
            scale,
            ratings,
            confidence,
            method,
        } => json!(nps(&RatingCounts::of(scale, ratings)?, confidence, method)?),
        Question::MeanT { values, confidence } => json!(mean_t(&values, confidence)?),
        Question::EbShrink { groups, confidence } => json!(shrink(&groups, confidence)?),
        Question::Ewma(ewma) => {
            let settings = EwmaSettings {
                weight: ewma.lambda,
                limit_sigmas: ewma.limit_sigmas,
                center: ewma.center,
            };
            let drawn = match ewma.points {
                EwmaPoints::Proportion { points } => ewma_shares(&points, &settings)?,
                EwmaPoints::Mean { points, sigma } => ewma_means(&points, sigma, &settings)?,
            };
            chart("z_lcl_ucl", &drawn)
        }
        Question::PChart {
            points,
            limit_sigmas,
            center,
        } => chart("p_lcl_ucl", &p_chart(&points, limit_sigmas, center)?),
        Question::Cusum { values, settings } => {
            let sums = cusum(&values, &settings)?;
            let pairs: Vec<_> = sums.up.iter().zip(&sums.down).collect();
            json!({"up_down": pairs, "signals": sums.signals})
        }
        Question::TwoProportions {
            k1,
            n1,
            k2,
            n2,
            confidence,
        } => json!(two_proportions(k1, n1, k2, n2, confidence)?),
        Question::Nonresponse {
            sent,
            responded,
            positive,
        } => json!(nonresponse(sent, responded, positive)?),
        Question::Percentile { values, q } => json!({"quantiles": percentiles(&values, &q)?}),
        Question::Sketch { alpha, q, parts } => sketched(alpha, &q, &parts)?,
        Question::Merge { scale, parts } => merged(scale, &parts)?,
        Question::RollingAlert { ratings, rule } => {
            let ratings = ratings.into_iter().map(|(t, score)| TimedRating {
                at: instant(t),
                score,
            });
            let transitions = rolling_alert(&ratings.collect::<Vec<_>>(), &rule)?;
            let told = transitions
                .iter()
                .map(|to| json!([to.at.timestamp_millis(), to.state, to.mean, to.n]));
            json!({"transitions": told.collect::<Vec<_>>()})
        }
        Question::Survey {
            config,
            events,
            until,
        } => surveys(&config, events, until)?,
    })
}

pub(crate) fn run(vector: Value) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let Vector {
        question,
        expect,
        tol,
    } = serde_json::from_value(vector)?;
    let got = match answer(question) {
        Ok(got) => got,
        Err(error) => json!({"error": error.code()}),
    };
    let expected: BTreeMap<String, Value> = expect.into_iter().collect();
    let outcomes = expected.into_iter().map(|(what, expected)| {
        let got = got.get(&what).cloned().unwrap_or_else(|| json!("nothing"));
        Outcome {
            got: match &*what {
                "bounds" => within(&expected, got, tol),
                _ => near(&expected, got, tol),
            },
            what,
            expected,
        }
    });
    Ok(outcomes.collect())
}

/// Quantiles, with each that is within its bounds put as these.
fn within(bounds: &Value, quantiles: Value, tol: f64) -> Value {
    let (Value::Array(bounds), Value::Array(quantiles)) = (bounds, &quantiles) else {
        return quantiles;
    };
    let pairs = bounds.iter().zip(quantiles).map(|(bounds, quantile)| {
        let bound = |end: usize| bounds.get(end).and_then(Value::as_f64);
        let (Some(low), Some(high), Some(came)) = (bound(0), bound(1), quantile.as_f64()) else {
            return quantile.clone();
        };
        let room = |end: f64| tol * end.abs().max(1.0);
        match came >= low - room(low) && came <= high + room(high) {
            true => bounds.clone(),
            false => quantile.clone(),
        }
    });
    pairs.collect()
}
