//! Figures of a report, each with what it is made of.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::percentile::type_7;
use super::report::{Day, Report};
use super::tally::{Count, Durations, LeftOutWhy, Measure, Tally, Topic};
use crate::error::Error;
use crate::satisfaction::{
    Denominator, IntervalMethod, NpsMethod, RatingCounts, Scale, nps, proportion,
};
use crate::sla::{Hours, Metric};
use crate::wording::quoted;

/// Reasons that a report lists.
const TOP_REASONS: usize = 20;

/// What a figure's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    /// A number of things.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// A share, from 0 to 1.
    Share,
    /// Points from −100 to 100.
    Points,
    /// A rating of a scale.
    Rating,
}

/// One figure, with what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Its name, such as `first_reply` or `nps`.
    pub name: String,
    /// How it is made, in words.
    pub formula: String,
    /// What its value is.
    pub unit: FigureUnit,
    /// How many things it is made of.
    pub n: u64,
    /// Its value; absent when it is made of nothing, never 0 then.
    pub value: Option<f64>,
    /// Lower end of its interval, where it has one: shares, scores and mean
    /// ratings do, at the confidence of the report.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// More of durations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Distribution>,
    /// What is not in it, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<FigureLeftOut>,
}

/// Durations in milliseconds. Beyond 64 of them, quantiles are within the
/// report's `alpha` of a value that was measured; until then they are exact
/// (type 7).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Distribution {
    /// Whether the quantiles are exact.
    pub exact: bool,
    /// The mean, exact.
    pub mean: f64,
    /// The least, exact.
    pub min: f64,
    /// A quarter took no longer.
    pub p25: f64,
    /// Half took no longer.
    pub p50: f64,
    /// Three quarters took no longer.
    pub p75: f64,
    /// Nine tenths took no longer.
    pub p90: f64,
    /// 95 in a hundred took no longer.
    pub p95: f64,
    /// 99 in a hundred took no longer.
    pub p99: f64,
    /// The greatest, exact.
    pub max: f64,
}

/// What is not in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FigureLeftOut {
    /// Why.
    pub reason: LeftOutWhy,
    /// How many.
    pub n: u64,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupFigures {
    /// The dimension; absent for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<String>,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The figures, always the same ones in the same order; of other scales
    /// of ratings, those that there are.
    pub figures: Vec<Figure>,
    /// Customers who were not asked for a rating, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_asked: BTreeMap<String, u64>,
}

impl GroupFigures {
    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// The backlog at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BacklogDay {
    /// The day, in the report's zone.
    pub date: NaiveDate,
    /// Tickets that began on it.
    pub created: u64,
    /// Tickets that ended on it, for the last time.
    pub ended: u64,
    /// Tickets begun and not ended by its end.
    pub backlog: i64,
}

/// How often a reason came up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReasonCount {
    /// The reason.
    pub reason: String,
    /// Its tickets.
    pub n: u64,
    /// Its share of all tickets, with those that have no reason.
    pub share: f64,
}

/// All figures of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportFigures {
    /// The whole.
    pub overall: GroupFigures,
    /// The backlog of each day on which tickets began or ended.
    pub backlog: Vec<BacklogDay>,
    /// Tickets that began in each hour of the week, Monday's first in the
    /// report's zone: 168 numbers.
    pub load_per_hour: Vec<u64>,
    /// The twenty reasons with the most tickets, when the report has the
    /// dimension `reason`.
    pub top_reasons: Vec<ReasonCount>,
}

impl Report {
    /// All figures of the whole.
    ///
    /// # Errors
    ///
    /// None that is known; intervals are asked for with a confidence that was
    /// checked.
    pub fn figures(&self) -> Result<ReportFigures, Error> {
        let empty = Tally::default();
        let whole = self.groups.first().map_or(&empty, |whole| &whole.tally);
        Ok(ReportFigures {
            overall: self.group_figures(None, None, whole)?,
            backlog: backlog(&self.days),
            load_per_hour: self.hours.to_vec(),
            top_reasons: self.top_reasons(whole.n(Count::Tickets)),
        })
    }

    /// The figures of each group of a dimension, in the order of its values.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a dimension that the report does not have.
    pub fn figures_by(&self, dimension: &str) -> Result<Vec<GroupFigures>, Error> {
        let Some(groups) = self.groups_of(dimension) else {
            let known: Vec<&str> = self.config.dimensions.iter().map(|name| &**name).collect();
            let known = known.join(", ");
            return Err(Error::invalid(
                "/dimension",
                format!(
                    "{} is no dimension of this report: expected one of {known}",
                    quoted(dimension)
                ),
            ));
        };
        let groups = groups.into_iter();
        groups
            .map(|group| self.group_figures(Some(dimension), Some(&group.value), &group.tally))
            .collect()
    }

    fn top_reasons(&self, tickets: u64) -> Vec<ReasonCount> {
        let groups = self.groups_of("reason").unwrap_or_default();
        let mut reasons: Vec<ReasonCount> = Vec::new();
        for group in groups {
            let n = group.tally.n(Count::Tickets);
            if n > 0 {
                reasons.push(ReasonCount {
                    reason: group.value.to_string(),
                    n,
                    share: n as f64 / tickets.max(n) as f64,
                });
            }
        }
        crate::order::sort_by(&mut reasons, |a, b| (b.n, &a.reason).cmp(&(a.n, &b.reason)));
        reasons.truncate(TOP_REASONS);
        reasons
    }

    fn group_figures(
        &self,
        dimension: Option<&str>,
        value: Option<&str>,
        tally: &Tally,
    ) -> Result<GroupFigures, Error> {
        let mut making = Making {
            report: self,
            tally,
            figures: Vec::new(),
        };
        making.tickets()?;
        making.sessions()?;
        making.surveys()?;
        Ok(GroupFigures {
            dimension: dimension.map(str::to_owned),
            value: value.map(str::to_owned),
            figures: making.figures,
            not_asked: tally.who_was_not_asked().clone(),
        })
    }
}

fn backlog(days: &BTreeMap<NaiveDate, Day>) -> Vec<BacklogDay> {
    let mut backlog = 0_i64;
    let days = days.iter();
    days.map(|(date, Day { created, ended })| {
        backlog = backlog
            .saturating_add_unsigned(*created)
            .saturating_sub_unsigned(*ended);
        BacklogDay {
            date: *date,
            created: *created,
            ended: *ended,
            backlog,
        }
    })
    .collect()
}

/// The figures of one group in the making.
struct Making<'a> {
    report: &'a Report,
    tally: &'a Tally,
    figures: Vec<Figure>,
}

impl Making<'_> {
    fn push(
        &mut self,
        name: &str,
        formula: &str,
        unit: FigureUnit,
        n: u64,
        value: Option<f64>,
    ) -> &mut Figure {
        let place = self.figures.len();
        self.figures.push(Figure {
            name: name.to_owned(),
            formula: formula.to_owned(),
            unit,
            n,
            value,
            lo: None,
            hi: None,
            distribution: None,
            left_out: Vec::new(),
        });
        #[expect(clippy::indexing_slicing, reason = "it was pushed above")]
        &mut self.figures[place]
    }

    fn count(&mut self, name: &str, formula: &str, n: u64) {
        self.push(name, formula, FigureUnit::Count, n, Some(n as f64));
    }

    /// A share with Wilson's interval.
    fn share(&mut self, name: &str, formula: &str, k: u64, n: u64) -> Result<&mut Figure, Error> {
        let confidence = self.report.config.confidence;
        // A stored report may claim more than all.
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let share = proportion(
            signed(k.min(n)),
            signed(n),
            confidence,
            IntervalMethod::Wilson,
        )?;
        let figure = self.push(name, formula, FigureUnit::Share, n, share.p);
        (figure.lo, figure.hi) = (share.lo, share.hi);
        Ok(figure)
    }

    fn left_out(&self, topic: Topic) -> Vec<FigureLeftOut> {
        let left_out = self.tally.left_out(topic);
        left_out
            .map(|(reason, n)| FigureLeftOut { reason, n })
            .collect()
    }

    fn tickets(&mut self) -> Result<(), Error> {
        let tally = self.tally;
        let tickets = tally.n(Count::Tickets);
        let solved = tally.n(Count::Solved);
        self.count("volume", "tickets that began", tickets);
        let open = tickets.saturating_sub(tally.n(Count::Ended));
        self.count(
            "backlog",
            "tickets that began and have not ended: not solved, closed or merged away",
            open,
        );
        let hours = match self.report.config.hours {
            Hours::Calendar => "real time",
            Hours::Business => "business time",
        };
        for measure in Measure::ALL {
            let what = match measure {
                Measure::FirstReply => "from the first unanswered message to the first agent reply",
                Measure::NextReply => "from each later unanswered message to its answer",
                Measure::Resolution => "from creation to the last solve",
                Measure::RequesterWait => "new, open and on hold, until the last solve",
                Measure::AgentWork => "new and open, until the last solve",
            };
            let durations = tally.durations(measure);
            let distribution = durations.and_then(|durations| self.distribution(durations));
            let n = durations.map_or(0, |durations| durations.bins.n());
            let left_out = self.left_out(measure.into());
            let formula = format!("median of {hours} {what}");
            let median = distribution.map(|distribution| distribution.p50);
            let figure = self.push(
                measure.name(),
                &formula,
                FigureUnit::Milliseconds,
                n,
                median,
            );
            figure.distribution = distribution;
            figure.left_out = left_out;
        }
        for metric in Metric::ALL {
            let (met, missed) = tally.outcomes(metric);
            let formula = "targets met / (met + missed), each instance once; those that still run are in neither";
            self.share(
                &format!("sla_{metric}"),
                formula,
                met,
                met.saturating_add(missed),
            )?;
        }
        let replied = tally.n(Count::SolvedWithReply);
        let figure = self.share(
            "one_touch",
            "solved with one agent reply and never reopened / solved with any",
            tally.n(Count::OneTouch),
            replied,
        )?;
        if solved > replied {
            figure.left_out.push(FigureLeftOut {
                reason: LeftOutWhy::NoAgentReply,
                n: solved - replied,
            });
        }
        self.share(
            "reopened",
            "tickets that were ever reopened / all",
            tally.n(Count::Reopened),
            tickets,
        )?;
        let days = self.report.config.first_contact_days;
        let left_out = self.left_out(Topic::FirstContact);
        let figure = self.share(
            "first_contact_resolution",
            &format!("solved with at most one agent reply, never reopened, and no other ticket of the customer within {days} days / solved tickets of which that is known"),
            tally.n(Count::FirstContact),
            tally.n(Count::FirstContactKnown),
        )?;
        figure.left_out = left_out;
        Ok(())
    }

    fn distribution(&self, durations: &Durations) -> Option<Distribution> {
        let Durations { bins, sum_ms } = durations;
        let values = bins.values();
        let at = |q: f64| match &values {
            Some(values) => type_7(values, q),
            None => bins.quantile(&self.report.mapping, q),
        };
        Some(Distribution {
            exact: bins.is_exact(),
            mean: *sum_ms as f64 / bins.n() as f64,
            min: bins.min()?,
            p25: at(0.25)?,
            p50: at(0.5)?,
            p75: at(0.75)?,
            p90: at(0.9)?,
            p95: at(0.95)?,
            p99: at(0.99)?,
            max: bins.max()?,
        })
    }

    fn sessions(&mut self) -> Result<(), Error> {
        let tally = self.tally;
        let solved = tally.n(Count::SessionsSolved);
        let others = [Count::SessionsLeft, Count::SessionsHandedOver];
        let sessions = others
            .map(|what| tally.n(what))
            .into_iter()
            .fold(solved, u64::saturating_add);
        self.share(
            "deflection",
            "self-service sessions that the customer called solved / all sessions, with those who left without a word",
            solved,
            sessions,
        )?;
        let days = self.report.config.durable_days;
        let left_out = self.left_out(Topic::Durable);
        let figure = self.share(
            "durable_deflection",
            &format!("sessions called solved with no ticket of the customer within {days} days / all sessions of which that is known"),
            tally.n(Count::Durable),
            tally.n(Count::DurableKnown),
        )?;
        figure.left_out = left_out;
        Ok(())
    }

    fn surveys(&mut self) -> Result<(), Error> {
        let tally = self.tally;
        let (offered, responded) = (tally.n(Count::Offered), tally.n(Count::Responded));
        self.share(
            "response_rate",
            "surveys answered / offered",
            responded,
            offered,
        )?;
        let mut ratings = tally.ratings();
        for scale in [Scale::Stars5, Scale::Nps11, Scale::Ces7] {
            let counted = ratings
                .remove(&scale)
                .unwrap_or_else(|| RatingCounts::new(scale));
            self.ratings(&counted)?;
        }
        for counted in ratings.values() {
            self.ratings(counted)?;
        }
        Ok(())
    }

    fn ratings(&mut self, counted: &RatingCounts) -> Result<(), Error> {
        let scale = counted.scale;
        let score = counted.score(Denominator::All)?;
        let left_out = self.left_out(scale.into());
        let ends = score.mean_interval(self.report.config.confidence).unzip();
        let figure = match scale {
            Scale::Nps11 => {
                let nps = nps(
                    counted,
                    self.report.config.confidence,
                    NpsMethod::AdjustedWald,
                )?;
                let formula = "100 (promoters, 9 and 10, less detractors, 0 to 6) / answers; adjusted Wald interval";
                let figure = self.push("nps", formula, FigureUnit::Points, nps.n, nps.nps);
                (figure.lo, figure.hi) = (nps.lo, nps.hi);
                figure
            }
            Scale::Ces7 => {
                let figure = self.push(
                    "ces",
                    "mean of ratings from 1 to 7; Student's interval",
                    FigureUnit::Rating,
                    score.n,
                    score.mean,
                );
                (figure.lo, figure.hi) = ends;
                figure.left_out.clone_from(&left_out);
                let formula = "ratings of 5, 6 and 7 / all; Wilson interval";
                self.share("ces_positive", formula, score.positive, score.n)?
            }
            _ => {
                let formula = "positive ratings / all of the scale; Wilson interval";
                self.share(&format!("csat_{scale}"), formula, score.positive, score.n)?;
                if let Some(figure) = self.figures.last_mut() {
                    figure.left_out.clone_from(&left_out);
                }
                let figure = self.push(
                    &format!("rating_{scale}"),
                    "mean rating; Student's interval",
                    FigureUnit::Rating,
                    score.n,
                    score.mean,
                );
                (figure.lo, figure.hi) = ends;
                figure
            }
        };
        figure.left_out = left_out;
        Ok(())
    }
}
