//! The clocks of one ticket, and how events move them.

use chrono::{DateTime, Utc};

use super::clock::Due;
use super::{
    Alert, AlertKind, Clock, ClockState, Hours, Metric, NextDue, NextDueKind, State, Terms, Verdict,
};
use crate::ticket::Status;
use crate::time::Moment;

/// How a ticket began, as far as clocks care.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Start {
    /// A customer waits for an answer from the beginning.
    pub customer_waits: bool,
    /// It began with a public message of the shop.
    pub begins_with_reply: bool,
}

/// The clocks of one ticket: seven at most, each a few integers, so an event
/// costs the same after a year as on the first day.
///
/// Every method takes the instant of what happened, and terms that held up
/// to it; it first lets time run up to that instant. Instants must not go
/// back; a [`Desk`](crate::Desk) sees to that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clocks {
    clocks: [Option<Clock>; Metric::COUNT],
    /// A customer's message on a solved ticket waits for a reopen.
    pub(super) held: bool,
    /// Closed, or merged away: nothing changes any more.
    pub(super) over: bool,
    /// The first instant at which time alone does something.
    next_at: Option<i64>,
}

impl Clocks {
    /// The clocks of a ticket that begins. `terms` are those it begins with:
    /// the clocks start as in an open ticket and a done status takes effect
    /// at the same instant.
    pub fn open(
        at: DateTime<Utc>,
        start: Start,
        terms: &Terms<'_>,
        mut alert: impl FnMut(Alert),
    ) -> Self {
        let mut clocks = Self::default();
        let now = terms.moment(at);
        let mut begin = *terms;
        if terms.status.is_done() {
            begin.status = Status::Open;
        }
        for metric in Metric::WORK {
            clocks.start(metric, now.at, &now, &begin, &mut alert);
        }
        if start.begins_with_reply {
            for metric in Metric::UPDATES {
                clocks.start(metric, now.at, &now, &begin, &mut alert);
            }
        }
        if start.customer_waits {
            clocks.wait(now.at, &now, &begin, &mut alert);
        }
        if terms.status.is_done() {
            clocks.change_status(&now, &begin, terms, &mut alert);
        }
        clocks.plan();
        clocks
    }

    /// A customer waits for an answer from now on, or has since an earlier
    /// instant, when another ticket's customer is taken over.
    pub fn customer_waits(
        &mut self,
        at: DateTime<Utc>,
        since: Option<DateTime<Utc>>,
        terms: &Terms<'_>,
        mut alert: impl FnMut(Alert),
    ) {
        self.advance(at, terms, &mut alert);
        if self.over {
        } else if terms.status.is_done() {
            self.held = true;
        } else {
            let now = terms.moment(at);
            let since = since.map_or(now.at, |since| since.timestamp_millis());
            self.wait(since, &now, terms, &mut alert);
            self.plan();
        }
    }

    /// The shop answered in public.
    pub fn replied(&mut self, at: DateTime<Utc>, terms: &Terms<'_>, mut alert: impl FnMut(Alert)) {
        self.advance(at, terms, &mut alert);
        let now = terms.moment(at);
        self.answered(&now, terms);
        if !self.over && !terms.status.is_done() {
            for metric in Metric::UPDATES {
                self.end(metric, &now);
                self.start(metric, now.at, &now, terms, &mut alert);
            }
        }
        self.plan();
    }

    /// The waiting message needs no answer: the reply clocks end as by one.
    pub fn no_reply_needed(
        &mut self,
        at: DateTime<Utc>,
        terms: &Terms<'_>,
        mut alert: impl FnMut(Alert),
    ) {
        self.advance(at, terms, &mut alert);
        self.answered(&terms.moment(at), terms);
        self.plan();
    }

    /// Nobody waits for an answer any more.
    fn answered(&mut self, now: &Moment<'_>, terms: &Terms<'_>) {
        if self.over {
        } else if terms.status.is_done() {
            self.held = false;
        } else {
            for metric in Metric::REPLIES {
                self.end(metric, now);
            }
        }
    }

    /// Status, priority, policy or business hours changed.
    pub fn change(
        &mut self,
        at: DateTime<Utc>,
        before: &Terms<'_>,
        after: &Terms<'_>,
        mut alert: impl FnMut(Alert),
    ) {
        self.advance(at, before, &mut alert);
        if self.over {
            return;
        }
        let mut between = *after;
        between.status = before.status;
        let changed = self.change_terms(at, before, &between, &mut alert);
        if before.status != after.status {
            self.change_status(&after.moment(at), &between, after, &mut alert);
        }
        if changed || before.status != after.status {
            self.plan();
        }
    }

    /// Counts up to an instant by the hours that held until then, which may
    /// be unknown from now on. Time has run up to it.
    pub(crate) fn bank(&mut self, at: DateTime<Utc>, terms: &Terms<'_>) {
        let now = terms.moment(at);
        for clock in self.clocks.iter_mut().flatten() {
            if clock.is_open() {
                clock.bank(&now);
            }
        }
    }

    /// The ticket was merged into another: what is open is cancelled.
    pub fn merge_away(&mut self, at: DateTime<Utc>, terms: &Terms<'_>, alert: impl FnMut(Alert)) {
        self.advance(at, terms, alert);
        if !self.over {
            let now = terms.moment(at);
            for metric in Metric::ALL {
                self.cancel(metric, &now);
            }
            self.over = true;
            self.plan();
        }
    }

    /// Lets time run up to an instant: warnings, breaches and steps of
    /// escalation, in order. Called late, early or twice, the outcome is the
    /// same.
    pub fn advance(&mut self, now: DateTime<Utc>, terms: &Terms<'_>, mut alert: impl FnMut(Alert)) {
        while let Some(next) = self.advance_once(now, terms) {
            alert(next);
        }
    }

    /// The first thing that is due by an instant, done.
    pub(crate) fn advance_once(&mut self, now: DateTime<Utc>, terms: &Terms<'_>) -> Option<Alert> {
        let now = now.timestamp_millis();
        if self.next_at? > now {
            return None;
        }
        let (due, metric) = self.earliest()?;
        let clock = self.slot(metric)?.as_mut()?;
        let (at, kind) = match due {
            Due::Warning => {
                clock.warned = clock.warned.saturating_add(1);
                (clock.step_at?, AlertKind::Warning(clock.warned - 1))
            }
            Due::Breach => {
                let at = clock.due_at?;
                clock.breach(at);
                (at, AlertKind::Breach)
            }
            Due::Escalation => {
                clock.escalated = clock.escalated.saturating_add(1);
                (clock.step_at?, AlertKind::Escalation(clock.escalated - 1))
            }
        };
        let banked_to = clock.banked_to(terms.calendar);
        clock.schedule(terms.target(metric), &banked_to);
        let instance = clock.instance;
        self.plan();
        Some(Alert {
            metric,
            instance,
            at: DateTime::from_timestamp_millis(at)?,
            kind,
        })
    }

    /// Whether time alone does something by an instant.
    pub(crate) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.next_at
            .is_some_and(|next| next <= now.timestamp_millis())
    }

    /// The first instant at which time alone does something, if it ever
    /// does: when [`advance`](Self::advance) is to be called.
    pub fn next_at(&self) -> Option<DateTime<Utc>> {
        self.next_at.and_then(DateTime::from_timestamp_millis)
    }

    /// What comes next by time alone: the clock, and the instant that it
    /// will be stamped with.
    pub fn next_due(&self) -> Option<NextDue> {
        let (due, metric) = self.earliest()?;
        let clock = self.clock(metric)?;
        let (at, kind) = match due {
            Due::Warning => (clock.step_at?, NextDueKind::Warning),
            Due::Breach => (clock.due_at?, NextDueKind::Breach),
            Due::Escalation => (clock.step_at?, NextDueKind::Escalation),
        };
        Some(NextDue {
            metric,
            at: DateTime::from_timestamp_millis(at)?,
            kind,
        })
    }

    /// Where a metric stands at an instant that is not before the last
    /// change.
    pub fn verdict(&self, metric: Metric, now: DateTime<Utc>, terms: &Terms<'_>) -> Verdict {
        let now = now.timestamp_millis();
        let instant = |ms: Option<i64>| ms.and_then(DateTime::from_timestamp_millis);
        let Some(clock) = self.clock(metric) else {
            return Verdict::not_started(metric);
        };
        let runs_over = clock.state == ClockState::Running
            && !clock.breached
            && clock.due_at.is_some_and(|due| due < now);
        let breached = clock.breached || runs_over;
        let state = if breached {
            State::Breached
        } else if clock.cancelled {
            State::Cancelled
        } else if clock.target.is_none() {
            State::NoTarget
        } else {
            match clock.state {
                ClockState::Stopped => State::Met,
                ClockState::Running => State::Running,
                ClockState::Paused => State::Paused,
            }
        };
        Verdict {
            metric,
            state,
            clock: clock.state,
            instance: clock.instance,
            elapsed_s: clock.elapsed_at(now, terms.calendar).div_euclid(1000),
            target_s: clock.target.map(|target| target.seconds),
            hours: clock.target.map(|target| target.hours),
            policy_number: clock.target.map(|target| target.policy),
            policy: None,
            due_at: instant(clock.due_at),
            breaches: clock.breaches.saturating_add(u32::from(runs_over)),
            last_breach_at: instant(if runs_over {
                clock.due_at
            } else {
                clock.last_breach_at
            }),
        }
    }

    /// The deadline of a metric's clock, if it has one.
    pub fn due_at(&self, metric: Metric) -> Option<DateTime<Utc>> {
        self.clock(metric)?
            .due_at
            .and_then(DateTime::from_timestamp_millis)
    }

    /// The deadlines of the clocks that run, in epoch milliseconds, and which
    /// of them are missed.
    pub(crate) fn running(&self) -> impl Iterator<Item = (Metric, i64, bool)> {
        Metric::ALL.into_iter().filter_map(|metric| {
            let clock = self.clock(metric)?;
            let runs = clock.state == ClockState::Running;
            runs.then_some((metric, clock.due_at?, clock.breached))
        })
    }

    /// When a clock's deadline was set, and the milliseconds that had been
    /// counted by then in the count of its target.
    pub(crate) fn deadline_set(&self, metric: Metric) -> Option<(DateTime<Utc>, i64)> {
        let clock = self.clock(metric)?;
        let hours = clock.target.map_or(Hours::Business, |target| target.hours);
        let since = DateTime::from_timestamp_millis(clock.since)?;
        Some((since, clock.banked(hours)))
    }

    /// The target in force on a metric's clock, in seconds, if it has one.
    pub fn target_s(&self, metric: Metric) -> Option<i64> {
        self.clock(metric)?.target.map(|target| target.seconds)
    }

    /// Which instance of a metric is the latest, from 1; 0 before the first.
    pub(crate) fn instance(&self, metric: Metric) -> u32 {
        self.clock(metric).map_or(0, |clock| clock.instance)
    }

    /// The clock of a metric, once it has started.
    pub(crate) fn clock(&self, metric: Metric) -> Option<&Clock> {
        self.clocks.get(metric as usize)?.as_ref()
    }

    pub(super) fn slot(&mut self, metric: Metric) -> Option<&mut Option<Clock>> {
        self.clocks.get_mut(metric as usize)
    }

    /// What time alone does first. Of what is done at one instant, a breach
    /// is stamped with the millisecond before, so it goes before a warning.
    fn earliest(&self) -> Option<(Due, Metric)> {
        Metric::ALL
            .into_iter()
            .filter_map(|metric| {
                let (at, due) = self.clock(metric)?.next_due()?;
                Some((at, due == Due::Warning, metric, due))
            })
            .min()
            .map(|(_, _, metric, due)| (due, metric))
    }

    pub(super) fn plan(&mut self) {
        let first = Metric::ALL
            .into_iter()
            .filter_map(|metric| Some(self.clock(metric)?.next_due()?.0));
        self.next_at = first.min();
    }

    fn start(
        &mut self,
        metric: Metric,
        from: i64,
        now: &Moment<'_>,
        terms: &Terms<'_>,
        alert: &mut impl FnMut(Alert),
    ) {
        if let Some(slot) = self.slot(metric) {
            let clock = slot.insert(Clock::started(slot.as_ref(), from, now));
            clock.state = terms.open_state(metric);
            judge(metric, clock, now, terms, alert);
        }
    }

    /// A customer waits: the first reply clock, or else the next one; the
    /// clock belongs to the oldest unanswered message.
    fn wait(
        &mut self,
        since: i64,
        now: &Moment<'_>,
        terms: &Terms<'_>,
        alert: &mut impl FnMut(Alert),
    ) {
        let is_open = |clocks: &Self, metric| clocks.clock(metric).is_some_and(Clock::is_open);
        if self.clock(Metric::FirstReplyTime).is_none() {
            self.start(Metric::FirstReplyTime, since, now, terms, alert);
        } else if !Metric::REPLIES
            .into_iter()
            .any(|metric| is_open(self, metric))
        {
            self.start(Metric::NextReplyTime, since, now, terms, alert);
        }
    }

    fn end(&mut self, metric: Metric, now: &Moment<'_>) {
        if let Some(Some(clock)) = self.slot(metric)
            && clock.is_open()
        {
            clock.stop(now);
        }
    }

    fn cancel(&mut self, metric: Metric, now: &Moment<'_>) {
        if let Some(Some(clock)) = self.slot(metric)
            && clock.is_open()
        {
            clock.stop(now);
            clock.cancelled = true;
        }
    }

    /// Priority, policy or business hours changed; the status did not.
    /// Returns whether that moved anything.
    fn change_terms(
        &mut self,
        at: DateTime<Utc>,
        before: &Terms<'_>,
        after: &Terms<'_>,
        alert: &mut impl FnMut(Alert),
    ) -> bool {
        let same_policy = match (before.policy, after.policy) {
            (Some(before), Some(after)) => std::ptr::eq(before, after),
            (None, None) => true,
            _ => false,
        };
        // The policy before may be of a version that nobody knows any more:
        // without one after it, what it promised is still to be taken back.
        let orphaned = after.policy.is_none()
            && (self.clocks.iter().flatten()).any(|clock| clock.is_open() && clock.has_target());
        let retarget = !same_policy || before.priority != after.priority || orphaned;
        let recount = !std::ptr::eq(before.calendar, after.calendar);
        if !retarget && !recount {
            return false;
        }
        let counted_to = before.moment(at);
        let now = after.moment(at);
        for metric in Metric::ALL {
            let Some(Some(clock)) = self.slot(metric) else {
                continue;
            };
            if !clock.is_open() {
                continue;
            }
            clock.bank(&counted_to);
            clock.state = after.open_state(metric);
            if retarget {
                judge(metric, clock, &now, after, alert);
            } else {
                replan(metric, clock, &now, after);
            }
        }
        true
    }

    /// The status changed; nothing else did.
    fn change_status(
        &mut self,
        now: &Moment<'_>,
        before: &Terms<'_>,
        after: &Terms<'_>,
        alert: &mut impl FnMut(Alert),
    ) {
        match (before.status.is_done(), after.status.is_done()) {
            (false, false) => self.pause_or_resume(now, after),
            (false, true) => {
                for metric in Metric::REPLIES.into_iter().chain(Metric::WORK) {
                    self.end(metric, now);
                }
                for metric in Metric::UPDATES {
                    self.cancel(metric, now);
                }
            }
            (true, false) => self.reopen(now, after, alert),
            (true, true) => {}
        }
        if after.status == Status::Closed {
            self.over = true;
        }
    }

    fn pause_or_resume(&mut self, now: &Moment<'_>, after: &Terms<'_>) {
        for metric in Metric::ALL {
            let Some(Some(clock)) = self.slot(metric) else {
                continue;
            };
            let state = after.open_state(metric);
            if !clock.is_open() || clock.state == state {
                continue;
            }
            clock.bank(now);
            clock.state = state;
            replan(metric, clock, now, after);
        }
    }

    fn reopen(&mut self, now: &Moment<'_>, after: &Terms<'_>, alert: &mut impl FnMut(Alert)) {
        for metric in Metric::WORK {
            if let Some(Some(clock)) = self.slot(metric)
                && !clock.cancelled
            {
                clock.since = now.at;
                clock.state = after.open_state(metric);
                judge(metric, clock, now, after, alert);
            }
        }
        if std::mem::take(&mut self.held) {
            self.wait(now.at, now, after, alert);
        }
    }
}

/// The target in force now is that of the terms.
fn judge(
    metric: Metric,
    clock: &mut Clock,
    now: &Moment<'_>,
    terms: &Terms<'_>,
    alert: &mut impl FnMut(Alert),
) {
    let breaches_now = clock.judge(terms.target(metric), terms.policy_number, now);
    if breaches_now && let Some(at) = DateTime::from_timestamp_millis(clock.since) {
        alert(Alert {
            metric,
            instance: clock.instance,
            at,
            kind: AlertKind::Breach,
        });
    }
}

/// The clock was paused, resumed or counts by other hours: what it promises
/// is the same, when that is due is not.
fn replan(metric: Metric, clock: &mut Clock, now: &Moment<'_>, terms: &Terms<'_>) {
    if !clock.breached {
        clock.set_deadline(now);
    }
    clock.schedule(terms.target(metric), now);
}
