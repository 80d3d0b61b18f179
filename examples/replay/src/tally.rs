//! What tickets add up to.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use deskcore::desk::EffectKind;
use deskcore::sla::{Hours, Metric, State};
use deskcore::ticket::Status;
use deskcore::time::Zone;
use deskcore::{Desk, Effect, Ticket};

use crate::backlog::backlog;
use crate::history::{Notes, instant};
use crate::mapping::BacklogUntil;
use crate::measures::{Duration, Measures};
use crate::report::{Arrivals, Kept, Report, SlaCounts};
use crate::rows::{add, count};
use crate::statistics::{Goal, Sample};

const METRICS: usize = Metric::ALL.len();

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

/// What the tickets so far add up to.
pub(crate) struct Tally<'d> {
    desk: &'d Desk,
    zone: Zone,
    backlog_until: BacklogUntil,
    /// The instant to tell at.
    pub(crate) last: i64,
    /// The reply metrics that some policy has a target for.
    pub(crate) promised: Vec<Metric>,
    /// Some policy takes a bot's reply for an agent's.
    pub(crate) bots_may_answer: bool,
    /// Some policy takes a note for an agent's reply.
    pub(crate) notes_may_answer: bool,
    pub(crate) notes: Notes,
    begun: Vec<i64>,
    ended: Vec<i64>,
    samples: [Sample; 5],
    /// Breaches that were told, so that each instance counts once.
    last_breach: Option<(String, Metric, u32)>,
    sla: [SlaCounts; METRICS],
    by_priority: BTreeMap<&'static str, [SlaCounts; METRICS]>,
    by_channel: BTreeMap<String, [SlaCounts; METRICS]>,
    by_week: BTreeMap<NaiveDate, [Kept; METRICS]>,
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
fn main_zone(desk: &Desk) -> Zone {
    let config = desk.config();
    let named = config
        .policies
        .iter()
        .rev()
        .find_map(|policy| policy.calendar.as_ref());
    named
        .or_else(|| config.calendars.keys().next())
        .and_then(|id| desk.calendar(id))
        .map_or(Zone::UTC, deskcore::time::Calendar::tz)
}

impl<'d> Tally<'d> {
    pub(crate) fn new(desk: &'d Desk, backlog_until: BacklogUntil, last: i64) -> Self {
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
            bots_may_answer: policies.iter().any(|policy| policy.bot_counts),
            notes_may_answer: policies.iter().any(|policy| policy.note_counts),
            notes: Notes::default(),
            begun: Vec::new(),
            ended: Vec::new(),
            samples: Default::default(),
            last_breach: None,
            sla: Default::default(),
            by_priority: BTreeMap::new(),
            by_channel: BTreeMap::new(),
            by_week: BTreeMap::new(),
            report,
        }
    }

    /// Takes over what other tickets add up to.
    pub(crate) fn merge(&mut self, other: Self) {
        for (counts, others) in [
            (&mut self.notes.left_out, &other.notes.left_out),
            (&mut self.notes.flags, &other.notes.flags),
            (&mut self.report.statuses, &other.report.statuses),
        ] {
            for (reason, n) in others {
                add(counts, reason, *n);
            }
        }
        self.begun.extend(other.begun);
        self.ended.extend(other.ended);
        for (sample, more) in self.samples.iter_mut().zip(other.samples) {
            sample.merge(more);
        }
        merge_counts(&mut self.sla, &other.sla);
        for (priority, counts) in &other.by_priority {
            merge_counts(self.by_priority.entry(priority).or_default(), counts);
        }
        for (channel, counts) in other.by_channel {
            merge_counts(self.by_channel.entry(channel).or_default(), &counts);
        }
        for (monday, week) in other.by_week {
            let known = self.by_week.entry(monday).or_default();
            for (kept, more) in known.iter_mut().zip(week) {
                kept.met += more.met;
                kept.breached += more.breached;
            }
        }
        let (report, others) = (&mut self.report, &other.report);
        report.tickets += others.tickets;
        report.reopened += others.reopened;
        report.never_replied += others.never_replied;
        report.never_solved += others.never_solved;
        report.never_closed += others.never_closed;
        let hours = report.arrivals.matrix.iter_mut().flatten();
        for (n, more) in hours.zip(others.arrivals.matrix.iter().flatten()) {
            *n += more;
        }
    }

    /// A ticket has been told to its end.
    pub(crate) fn ticket(&mut self, ticket: &Ticket, measures: &Measures) {
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
        let now = instant(self.last);
        let verdicts = Metric::ALL.map(|metric| self.desk.verdict(ticket, metric, now));
        let facts = &ticket.facts;
        let priority = facts.priority.map_or("none", |priority| priority.name());
        if !self.by_channel.contains_key(&facts.channel) {
            self.by_channel
                .insert(facts.channel.clone(), Default::default());
        }
        for counts in [
            Some(&mut self.sla),
            Some(self.by_priority.entry(priority).or_default()),
            self.by_channel.get_mut(&facts.channel),
        ]
        .into_iter()
        .flatten()
        {
            for (counts, verdict) in counts.iter_mut().zip(&verdicts) {
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
        }
        for verdict in &verdicts {
            if WORK_METRICS.contains(&verdict.metric) && verdict.state == State::Met {
                let ended = ticket.solved_at.map(|at| at.timestamp_millis());
                let ended = ended.or(measures.closed).unwrap_or(measures.created);
                if let Some(kept) = self.kept(ended, verdict.metric) {
                    kept.met += 1;
                }
            }
        }
    }

    /// Breaches among effects, each instance once.
    pub(crate) fn breaches(&mut self, effects: &[Effect]) {
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
                if let Some(kept) = self.kept(effect.at.timestamp_millis(), clock.metric) {
                    kept.breached += 1;
                }
                self.last_breach = Some((effect.ticket.clone(), clock.metric, clock.instance));
            }
        }
    }

    /// The promises of a metric in the week of an instant.
    pub(crate) fn kept(&mut self, at: i64, metric: Metric) -> Option<&mut Kept> {
        let day = instant(at).with_timezone(&self.zone).date_naive();
        let monday = day.week(Weekday::Mon).checked_first_day()?;
        let week = self.by_week.entry(monday).or_default();
        week.get_mut(metric as usize)
    }

    pub(crate) fn report(mut self) -> Report {
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
        report.sla = by_metric(&self.sla);
        report.sla_by_priority = self
            .by_priority
            .iter()
            .map(|(name, counts)| ((*name).to_owned(), by_metric(counts)))
            .collect();
        report.sla_by_channel = self
            .by_channel
            .iter()
            .map(|(name, counts)| (name.clone(), by_metric(counts)))
            .collect();
        report.sla_by_week = self
            .by_week
            .iter()
            .map(|(monday, kept)| {
                let mut kept = by_metric(kept);
                kept.retain(|_, kept| kept.met + kept.breached > 0);
                (*monday, kept)
            })
            .collect();
        report.left_out = self.notes.left_out;
        report.flags = self.notes.flags;
        self.report
    }
}

/// Values in the order of [`Metric::ALL`], by the metrics' names.
fn by_metric<V: Copy>(values: &[V; METRICS]) -> BTreeMap<String, V> {
    Metric::ALL
        .into_iter()
        .zip(values)
        .map(|(metric, value)| (metric.name().to_owned(), *value))
        .collect()
}

fn merge_counts(counts: &mut [SlaCounts; METRICS], others: &[SlaCounts; METRICS]) {
    for (counts, more) in counts.iter_mut().zip(others) {
        counts.met += more.met;
        counts.breached += more.breached;
        counts.running += more.running;
        counts.paused += more.paused;
        counts.cancelled += more.cancelled;
        counts.no_target += more.no_target;
        counts.not_started += more.not_started;
    }
}
