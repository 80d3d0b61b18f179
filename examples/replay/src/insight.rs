//! What a log says beyond its promises: figures of the report object, what
//! customers gave, and the week.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use deskcore::Desk;
use deskcore::metrics::{
    Digest, DigestConfig, RatingRecord, Report, ReportConfig, ReportFigures, TicketFigures,
    weekly_digest,
};
use deskcore::satisfaction::{
    AlertRule, AlertTransition, ControlChart, Denominator, EwmaSettings, IntervalMethod, NpsMethod,
    RatedGroup, RatingCounts, Scale, Score, SharePoint, Shrinkage, TimedRating, ewma_shares, nps,
    p_chart, proportion, rolling_alert, shrink,
};
use deskcore::time::Zone;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::history::{each_life, instant};
use crate::html::scale::monday;
use crate::replay::ReplayOptions;
use crate::rows::Rows;

/// Confidence of all intervals.
const CONFIDENCE: f64 = 0.95;

/// Distance of control limits from the middle, in standard deviations.
const LIMIT: f64 = 3.0;

/// Weight of the latest week in the moving average.
const WEIGHT: f64 = 0.2;

/// What customers are grouped by.
const DIMENSIONS: [&str; 3] = ["channel", "reason", "agent"];

/// What a log says beyond its promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Insight {
    /// Every figure of the report object, each with its formula.
    pub figures: ReportFigures,
    /// Tickets and ratings that are in no figure, because the report object
    /// refuses them: a value of theirs is too long to group by, or one more
    /// than it can tell apart.
    pub refused: u64,
    /// What was unusual in the last whole week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What customers gave; absent without ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
}

/// What customers gave, with how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Satisfaction {
    /// All of it.
    pub overall: Part,
    /// By month of the local calendar, `2026-11`.
    pub by_month: BTreeMap<String, Part>,
    /// By dimension, then by value.
    pub by: BTreeMap<String, BTreeMap<String, Part>>,
    /// Agents compared, small numbers drawn towards the mean.
    pub agents: Shrinkage,
    /// By week: the share of the satisfied.
    pub weeks: Vec<Week>,
    /// The weeks' shares with control limits.
    pub chart: ControlChart,
    /// Their moving average with its own.
    pub average: ControlChart,
    /// When the mean of recent ratings was too low, and when it was well
    /// again.
    pub alerts: Vec<AlertTransition>,
    /// The net promoter score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps_refused: Option<String>,
    /// Ratings that the scale does not have; they are in nothing else.
    pub out_of_scale: u64,
}

/// Ratings of a part, and the share of the satisfied with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The score.
    pub score: Score,
    /// How many of each rating.
    pub counts: BTreeMap<i64, u64>,
    /// Lower end of the share's Wilson interval, from 0 to 1.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
}

/// A week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Its ratings.
    pub part: Part,
}

fn failed(error: deskcore::Error) -> Failure {
    Failure::new(error.code(), error.to_string())
}

/// Makes figures of a log: of tickets by the desk's hours, of ratings where
/// the mapping names them.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn insight(
    rows: &Rows,
    desk: &Desk,
    zone: Zone,
    options: &ReplayOptions,
) -> Result<Insight, Failure> {
    let last = rows.rows.iter().map(|row| row.at).max();
    let until = options.until.unwrap_or(instant(last.unwrap_or_default()));
    let asked = desk.satisfaction();
    let scale = asked.survey.as_ref().map(|survey| survey.scale);
    let mut voices = Voices::new(scale.unwrap_or(Scale::Stars5), asked.alert, zone);
    let config = ReportConfig {
        tz: zone,
        dimensions: DIMENSIONS.map(str::to_owned).into(),
        ..ReportConfig::default()
    };
    let mut report = Report::new(config).map_err(failed)?;
    let mut tickets: Vec<TicketFigures> = Vec::with_capacity(rows.tickets());
    let mut refused = 0;
    let stop = options.until.map(|until| until.timestamp_millis());
    each_life(rows, options.skip_bad, stop, |opening, life| {
        // What no desk can open is among the rows that the report left out.
        let Ok(figures) = desk.figures(&opening, life.events(), until) else {
            return;
        };
        refused += u64::from(report.add_ticket(&figures).is_err());
        for rating in life.ratings() {
            // A rating stays with who had the ticket when it was given.
            let then = desk.figures(&opening, life.events(), rating.at);
            let of = then.as_ref().unwrap_or(&figures);
            voices.add(of, rating.at, rating.score);
            let record = RatingRecord {
                ticket: Some(figures.id.clone()),
                scale: voices.overall.scale,
                score: rating.score,
                at: rating.at,
                offered_at: None,
                dimensions: of.dimensions.clone(),
            };
            refused += u64::from(report.add_rating(&record).is_err());
        }
        tickets.push(figures);
    })?;
    let monday = last_whole_week(until, zone);
    let digest = monday.map(|monday| {
        let config = DigestConfig {
            tz: zone,
            ..DigestConfig::new(monday)
        };
        weekly_digest(&tickets, &config).map_err(failed)
    });
    Ok(Insight {
        figures: report.figures().map_err(failed)?,
        refused,
        digest: digest.transpose()?.filter(|digest| digest.n > 0),
        satisfaction: voices.finish().map_err(failed)?,
    })
}

fn local_date(at: DateTime<Utc>, zone: Zone) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// Monday of the last week that was over at an instant.
fn last_whole_week(until: DateTime<Utc>, zone: Zone) -> Option<NaiveDate> {
    monday(local_date(until, zone)).checked_sub_days(Days::new(7))
}

/// Ratings as they come.
struct Voices {
    zone: Zone,
    rule: AlertRule,
    overall: RatingCounts,
    months: BTreeMap<String, RatingCounts>,
    weeks: BTreeMap<NaiveDate, RatingCounts>,
    by: BTreeMap<String, BTreeMap<String, RatingCounts>>,
    timed: Vec<TimedRating>,
    out_of_scale: u64,
}

impl Voices {
    fn new(scale: Scale, rule: AlertRule, zone: Zone) -> Self {
        Self {
            zone,
            rule,
            overall: RatingCounts::new(scale),
            months: BTreeMap::new(),
            weeks: BTreeMap::new(),
            by: BTreeMap::new(),
            timed: Vec::new(),
            out_of_scale: 0,
        }
    }

    fn add(&mut self, ticket: &TicketFigures, at: DateTime<Utc>, score: i64) {
        if self.overall.add(score).is_err() {
            self.out_of_scale += 1;
            return;
        }
        self.timed.push(TimedRating { at, score });
        let scale = self.overall.scale;
        let none = || RatingCounts::new(scale);
        let date = local_date(at, self.zone);
        let month = date.format("%Y-%m").to_string();
        let mut parts = vec![
            self.months.entry(month).or_insert_with(none),
            self.weeks.entry(monday(date)).or_insert_with(none),
        ];
        for name in DIMENSIONS {
            self.by.entry(name.to_owned()).or_default();
        }
        for (name, values) in &mut self.by {
            if let Some(value) = ticket.dimensions.get(name) {
                parts.push(values.entry(value.clone()).or_insert_with(none));
            }
        }
        for part in parts {
            // The scale has it: it is in `overall` already.
            let _ = part.add(score);
        }
    }

    fn finish(self) -> Result<Option<Satisfaction>, deskcore::Error> {
        if self.overall.n() == 0 {
            return Ok(None);
        }
        let overall = part(&self.overall)?;
        let weeks = whole_range(self.weeks, self.overall.scale).into_iter();
        let weeks = weeks.map(|(monday, counts)| {
            let part = part(&counts)?;
            Ok(Week { monday, part })
        });
        let weeks: Vec<Week> = weeks.collect::<Result<_, deskcore::Error>>()?;
        let points = weeks.iter().map(|week| SharePoint {
            k: whole(week.part.score.positive),
            n: whole(week.part.score.n),
        });
        let points: Vec<SharePoint> = points.collect();
        let settings = EwmaSettings {
            weight: WEIGHT,
            limit_sigmas: LIMIT,
            center: overall.score.positive as f64 / overall.score.n as f64,
        };
        let agents = self.by.get("agent").into_iter().flatten();
        let agents = agents.map(|(agent, counts)| {
            let score = counts.score(Denominator::All)?;
            Ok(RatedGroup {
                id: agent.clone(),
                k: whole(score.positive),
                n: whole(score.n),
            })
        });
        let agents: Vec<RatedGroup> = agents.collect::<Result<_, deskcore::Error>>()?;
        let parts = |counts: BTreeMap<String, RatingCounts>| {
            let parts = counts
                .into_iter()
                .map(|(name, counts)| Ok((name, part(&counts)?)));
            parts.collect::<Result<BTreeMap<_, _>, deskcore::Error>>()
        };
        let promoters = nps(&self.overall, CONFIDENCE, NpsMethod::AdjustedWald);
        let by = self
            .by
            .into_iter()
            .map(|(name, values)| Ok((name, parts(values)?)));
        Ok(Some(Satisfaction {
            by_month: parts(self.months)?,
            by: by.collect::<Result<_, deskcore::Error>>()?,
            agents: shrink(&agents, CONFIDENCE)?,
            chart: p_chart(&points, LIMIT, None)?,
            average: ewma_shares(&points, &settings)?,
            alerts: rolling_alert(&self.timed, &self.rule)?,
            nps: promoters.as_ref().ok().and_then(|promoters| promoters.nps),
            nps_refused: promoters.err().map(|error| error.to_string()),
            out_of_scale: self.out_of_scale,
            overall,
            weeks,
        }))
    }
}

/// A count where the statistics of the core take signed ones.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Weeks without a gap.
fn whole_range(
    mut weeks: BTreeMap<NaiveDate, RatingCounts>,
    scale: Scale,
) -> BTreeMap<NaiveDate, RatingCounts> {
    let ends = weeks
        .keys()
        .next()
        .copied()
        .zip(weeks.keys().next_back().copied());
    let Some((mut monday, last)) = ends else {
        return weeks;
    };
    while monday < last {
        weeks
            .entry(monday)
            .or_insert_with(|| RatingCounts::new(scale));
        let Some(next) = monday.checked_add_days(Days::new(7)) else {
            break;
        };
        monday = next;
    }
    weeks
}

fn part(counts: &RatingCounts) -> Result<Part, deskcore::Error> {
    let score = counts.score(Denominator::All)?;
    let (k, n) = (whole(score.positive), whole(score.n));
    let share = proportion(k, n, CONFIDENCE, IntervalMethod::Wilson)?;
    Ok(Part {
        score,
        counts: counts.counts.clone(),
        lo: share.lo,
        hi: share.hi,
    })
}
