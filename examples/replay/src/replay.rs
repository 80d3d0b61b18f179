//! Every ticket of a log, through the desk.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use deskcore::desk::EffectKind;
use deskcore::sla::{Hours, Metric, State, Verdict};
use deskcore::ticket::{EventKind, Status};
use deskcore::{Desk, Effect, Ticket};

use crate::backlog::backlog;
use crate::failure::Failure;
use crate::history::{Historian, Life, Notes, instant};
use crate::mapping::{BacklogUntil, Mapping};
use crate::measures::{Duration, Measures};
use crate::report::{Arrivals, Kept, Report, SlaCounts};
use crate::rows::{Rows, add, count};
use crate::statistics::{Goal, Sample};

/// How a log is replayed.
#[derive(Debug, Clone, Default)]
pub struct ReplayOptions {
    /// Bad rows are counted and left out, instead of ending the replay.
    pub skip_bad: bool,
    /// The instant to tell at, instead of that of the last row. Later rows
    /// are left out.
    pub until: Option<DateTime<Utc>>,
    /// Name of the log, for the report.
    pub log: String,
}

/// Sends every ticket of a log through a desk and reports on them.
///
/// # Errors
///
/// A bad row, unless bad rows are to be skipped.
pub fn replay(
    rows: &Rows,
    mapping: &Mapping,
    desk: &Desk,
    options: &ReplayOptions,
) -> Result<Report, Failure> {
    let until = options.until.map(|until| until.timestamp_millis());
    let last = until.or_else(|| rows.rows.iter().map(|row| row.at).max());
    let mut historian = Historian::new(rows, options.skip_bad, until);
    let mut tally = Tally::new(desk, mapping.backlog_until, last.unwrap_or_default());
    let (mut life, mut measures) = (Life::default(), Measures::default());
    for ticket in 0..rows.tickets() {
        if historian.tell(ticket, &mut life, &mut tally.notes)?
            && let Some(opening) = historian.opening(ticket, &mut life)
        {
            let begun = desk.open(&opening);
            let (mut ticket, effects) = match begun {
                Ok(begun) => begun,
                Err(error) => {
                    count(&mut tally.notes.left_out, error.code());
                    continue;
                }
            };
            tally.breaches(&effects);
            measures.begin(life.created);
            let mut watch = Watch::new(&tally.promised, &life);
            for step in life.steps.drain(..) {
                measures.see(step.at, &step.kind);
                let at = step.at;
                let event = historian.event(step);
                let before = watch.before(desk, &ticket, &event.kind, event.at);
                match desk.apply(&mut ticket, &event) {
                    Ok(effects) => tally.breaches(&effects),
                    Err(error) => {
                        count(&mut tally.notes.left_out, error.code());
                        continue;
                    }
                }
                watch.after(desk, &ticket, before, at, &mut tally);
            }
            let effects = desk.tick(&mut ticket, instant(tally.last));
            tally.breaches(&effects);
            tally.ticket(&ticket, &measures);
        }
    }
    let mut report = tally.report();
    report.log.clone_from(&options.log);
    report.events = rows.events;
    report.first_event_at = rows.rows.iter().map(|row| row.at).min().map(instant);
    report.last_event_at = rows.rows.iter().map(|row| row.at).max().map(instant);
    report.until = last.map(instant);
    for (counts, more) in [
        (&mut report.left_out, &rows.left_out),
        (&mut report.flags, &rows.flags),
    ] {
        for (reason, n) in more {
            add(counts, reason, *n);
        }
    }
    Ok(report)
}

/// The metrics whose instances end at replies, so that one ticket has many.
const REPLY_METRICS: [Metric; 4] = [
    Metric::FirstReplyTime,
    Metric::NextReplyTime,
    Metric::PeriodicUpdateTime,
    Metric::PausableUpdateTime,
];

/// The metrics that end when a ticket is solved.
const WORK_METRICS: [Metric; 3] = [
    Metric::RequesterWaitTime,
    Metric::AgentWorkTime,
    Metric::TotalResolutionTime,
];

/// Watches the instances of one ticket's reply metrics end.
struct Watch {
    metrics: Vec<Metric>,
    first_reply_ended: bool,
}

impl Watch {
    fn new(promised: &[Metric], life: &Life) -> Self {
        let answers_wanted = life.steps.iter().any(|step| {
            matches!(
                step.kind,
                EventKind::CustomerMessage { .. } | EventKind::MergedFrom { .. }
            )
        });
        Self {
            metrics: promised
                .iter()
                .copied()
                .filter(|metric| *metric != Metric::NextReplyTime || answers_wanted)
                .collect(),
            first_reply_ended: false,
        }
    }

    /// The clocks that an event may end, as they stand right before it.
    fn before(
        &self,
        desk: &Desk,
        ticket: &Ticket,
        kind: &EventKind,
        at: DateTime<Utc>,
    ) -> Vec<Verdict> {
        let may_end = match kind {
            EventKind::AgentReply {}
            | EventKind::BotReply {}
            | EventKind::InternalNote {}
            | EventKind::NoReplyNeeded {} => true,
            EventKind::Status { to, .. } => to.is_done(),
            _ => false,
        };
        if !may_end || at < ticket.updated_at {
            return Vec::new();
        }
        self.metrics
            .iter()
            .filter(|metric| **metric != Metric::FirstReplyTime || !self.first_reply_ended)
            .map(|metric| desk.verdict(ticket, *metric, at))
            .filter(|verdict| verdict.instance > 0 && verdict.clock.name() != "stopped")
            .collect()
    }

    /// Which of them it did end, and in time.
    fn after(
        &mut self,
        desk: &Desk,
        ticket: &Ticket,
        before: Vec<Verdict>,
        at: i64,
        tally: &mut Tally<'_>,
    ) {
        for was in before {
            let is = desk.verdict(ticket, was.metric, instant(at));
            let is_over = is.instance != was.instance || is.clock.name() == "stopped";
            if !is_over {
                continue;
            }
            self.first_reply_ended |= was.metric == Metric::FirstReplyTime;
            let is_cancelled = is.instance == was.instance && is.state == State::Cancelled;
            if !is_cancelled && matches!(was.state, State::Running | State::Paused) {
                tally.kept(at, was.metric).met += 1;
            }
        }
    }
}

/// What the tickets so far add up to.
struct Tally<'d> {
    desk: &'d Desk,
    zone: Tz,
    backlog_until: BacklogUntil,
    /// The instant to tell at.
    last: i64,
    /// The reply metrics that some policy has a target for.
    promised: Vec<Metric>,
    notes: Notes,
    begun: Vec<i64>,
    ended: Vec<i64>,
    samples: [Sample; 5],
    /// Breaches that were told, so that each instance counts once.
    last_breach: Option<(String, Metric, u32)>,
    report: Report,
}

/// The facts of the log, with the metric whose target each is compared with.
const FACTS: [(&str, Metric); 5] = [
    ("first_reply_time", Metric::FirstReplyTime),
    ("next_reply_time", Metric::NextReplyTime),
    ("requester_wait_time", Metric::RequesterWaitTime),
    ("agent_work_time", Metric::AgentWorkTime),
    ("full_resolution_time", Metric::TotalResolutionTime),
];

/// The zone that a desk's people live in: that of the calendar of the policy
/// that is for everybody else.
pub(crate) fn main_zone(desk: &Desk) -> Tz {
    let config = desk.config();
    let named = config
        .policies
        .iter()
        .rev()
        .find_map(|policy| policy.calendar.as_ref());
    named
        .or_else(|| config.calendars.keys().next())
        .and_then(|id| desk.calendar(id))
        .map_or(Tz::UTC, deskcore::time::Calendar::tz)
}

impl<'d> Tally<'d> {
    fn new(desk: &'d Desk, backlog_until: BacklogUntil, last: i64) -> Self {
        let zone = main_zone(desk);
        let policies = &desk.config().policies;
        let mut report = Report {
            desk: desk.config().name.clone().unwrap_or_default(),
            arrivals: Arrivals {
                zone: zone.name().to_owned(),
                ..Arrivals::default()
            },
            ..Report::default()
        };
        for status in Status::ALL {
            report.statuses.insert(status.name().to_owned(), 0);
        }
        for metric in Metric::ALL {
            report
                .sla
                .insert(metric.name().to_owned(), SlaCounts::default());
        }
        Self {
            desk,
            zone,
            backlog_until,
            last,
            promised: REPLY_METRICS
                .into_iter()
                .filter(|metric| {
                    policies
                        .iter()
                        .flat_map(|policy| policy.targets.values())
                        .any(|targets| targets.contains_key(metric))
                })
                .collect(),
            notes: Notes::default(),
            begun: Vec::new(),
            ended: Vec::new(),
            samples: Default::default(),
            last_breach: None,
            report,
        }
    }

    /// A ticket has been told to its end.
    fn ticket(&mut self, ticket: &Ticket, measures: &Measures) {
        self.report.tickets += 1;
        if let Some(n) = self.report.statuses.get_mut(ticket.status.name()) {
            *n += 1;
        }
        self.arrival(measures.created);
        self.begun.push(measures.created);
        self.ended
            .extend(measures.ended(self.backlog_until == BacklogUntil::Solved));
        self.report.reopened += u64::from(measures.reopened);
        self.report.never_replied += u64::from(measures.first_reply.is_none());
        self.report.never_solved += u64::from(measures.solved.is_none());
        self.report.never_closed += u64::from(measures.closed.is_none());
        self.durations(ticket, measures);
        self.verdicts(ticket, measures);
    }

    fn arrival(&mut self, created: i64) {
        let local = instant(created).with_timezone(&self.zone);
        let day = local.weekday().num_days_from_monday() as usize;
        if let Some(hours) = self.report.arrivals.matrix.get_mut(day)
            && let Some(n) = hours.get_mut(local.hour() as usize)
        {
            *n += 1;
        }
    }

    fn durations(&mut self, ticket: &Ticket, measures: &Measures) {
        let calendar = self.desk.calendar_of(ticket);
        let created = measures.created;
        let since_creation = |at: i64| Duration::between(calendar, created, at);
        let busy = |work_alone| measures.solved.map(|_| measures.busy(calendar, work_alone));
        let single = [
            measures.first_reply.map(since_creation),
            None,
            busy(false),
            busy(true),
            measures.solved.map(since_creation),
        ];
        for (((name, metric), sample), single) in
            FACTS.into_iter().zip(&mut self.samples).zip(single)
        {
            let goal = self.desk.target(&ticket.facts, metric).map(|target| Goal {
                seconds: target.seconds(),
                business: target.hours == Hours::Business,
            });
            let many = measures
                .waits
                .iter()
                .filter(|_| metric == Metric::NextReplyTime)
                .map(|(from, to)| Duration::between(calendar, *from, *to));
            for duration in single.into_iter().chain(many) {
                if duration.calendar < 0 {
                    count(&mut self.notes.flags, &format!("negative_{name}"));
                }
                sample.push(duration, goal);
            }
        }
    }

    fn verdicts(&mut self, ticket: &Ticket, measures: &Measures) {
        let priority = ticket.facts.priority.map_or("none", |p| p.name());
        for metric in Metric::ALL {
            let verdict = self.desk.verdict(ticket, metric, instant(self.last));
            let report = &mut self.report;
            let channel = &ticket.facts.channel;
            for counts in [
                Some(&mut report.sla),
                Some(entry(&mut report.sla_by_priority, priority)),
                Some(entry(&mut report.sla_by_channel, channel)),
            ]
            .into_iter()
            .flatten()
            {
                let counts = entry(counts, metric.name());
                let slot = match verdict.state {
                    State::Met => &mut counts.met,
                    State::Breached => &mut counts.breached,
                    State::Running => &mut counts.running,
                    State::Paused => &mut counts.paused,
                    State::Cancelled => &mut counts.cancelled,
                    State::NoTarget => &mut counts.no_target,
                    State::NotStarted => &mut counts.not_started,
                };
                *slot += 1;
            }
            if WORK_METRICS.contains(&metric) && verdict.state == State::Met {
                let ended = ticket.solved_at.map(|at| at.timestamp_millis());
                let ended = ended.or(measures.closed).unwrap_or(measures.created);
                self.kept(ended, metric).met += 1;
            }
        }
    }

    /// Breaches among effects, each instance once.
    fn breaches(&mut self, effects: &[Effect]) {
        for effect in effects {
            let EffectKind::SlaBreach { clock } = &effect.kind else {
                continue;
            };
            let is_known = self
                .last_breach
                .as_ref()
                .is_some_and(|(ticket, metric, instance)| {
                    *ticket == effect.ticket
                        && *metric == clock.metric
                        && *instance == clock.instance
                });
            if !is_known {
                self.kept(effect.at.timestamp_millis(), clock.metric)
                    .breached += 1;
                self.last_breach = Some((effect.ticket.clone(), clock.metric, clock.instance));
            }
        }
    }

    /// The promises of a metric in the week of an instant.
    fn kept(&mut self, at: i64, metric: Metric) -> &mut Kept {
        let day = instant(at).with_timezone(&self.zone).date_naive();
        let monday = day
            .week(chrono::Weekday::Mon)
            .checked_first_day()
            .unwrap_or(NaiveDate::MIN);
        entry(
            self.report.sla_by_week.entry(monday).or_default(),
            metric.name(),
        )
    }

    fn report(mut self) -> Report {
        let report = &mut self.report;
        for ((name, _), sample) in FACTS.into_iter().zip(&mut self.samples) {
            report.metrics.insert(name.to_owned(), sample.facts());
            if matches!(name, "first_reply_time" | "full_resolution_time") {
                report
                    .distributions
                    .insert(name.to_owned(), sample.distribution());
            }
        }
        report.backlog = backlog(
            std::mem::take(&mut self.begun),
            std::mem::take(&mut self.ended),
            self.backlog_until.name(),
        );
        report.left_out = self.notes.left_out;
        report.flags = self.notes.flags;
        self.report
    }
}

/// The value of a key, without allocating when it is there.
fn entry<'m, V: Default>(map: &'m mut BTreeMap<String, V>, key: &str) -> &'m mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    map.entry(key.to_owned()).or_default()
}
