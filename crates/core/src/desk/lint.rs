//! What is legal in a desk.json and probably wrong.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta};
use serde_json::Value;

use super::config::{CalendarConfig, FullTarget, PolicyConfig, PriorityKey};
use super::shape::join;
use super::{Desk, Duration};
use crate::error::Problem;
use crate::sla::{Hours, Warning};
use crate::ticket::{ActorKind, Condition, Facts, Priority};
use crate::time::{Calendar, LocalSpan, Schedule, WEEKDAYS};

/// Kinds of ticket that are tried at most.
const MOST_KINDS: usize = 100_000;

pub(super) fn lint(desk: &Desk) -> Vec<Problem> {
    let mut problems = Vec::new();
    selection(desk, &mut problems);
    for (index, policy) in desk.config.policies.iter().enumerate() {
        let path = join("/policies", &index.to_string());
        let mut has_business_target = false;
        for (priority, targets) in &policy.targets {
            for (metric, target) in targets {
                let place = join(
                    &join(&join(&path, "targets"), priority.name()),
                    metric.name(),
                );
                let target = target.full();
                has_business_target |= target.hours == Hours::Business;
                promise(desk, policy, &target, &place, &mut problems);
            }
        }
        if has_business_target && policy.calendar.is_none() {
            let message = "a target in business time without a calendar: it counts day and night";
            problems.push(Problem::new("target_without_calendar", &path, message));
        }
        without_target(policy, &path, &mut problems);
    }
    unused_calendars(desk, &mut problems);
    problems.extend(desk.macros.warnings().iter().cloned());
    crate::order::sort(&mut problems);
    problems
}

/// Policies that no ticket can reach, and tickets that reach none, by trying
/// every kind of ticket that the conditions tell apart.
fn selection(desk: &Desk, problems: &mut Vec<Problem>) {
    let mut axes = Axes::default();
    for policy in &desk.policies {
        axes.collect(&policy.when);
    }
    let mut reached = vec![false; desk.policies.len()];
    let mut left_over = None;
    let complete = axes.each_kind(|facts| {
        match desk
            .policies
            .iter()
            .position(|policy| policy.when.holds(facts))
        {
            Some(index) => {
                if let Some(reached) = reached.get_mut(index) {
                    *reached = true;
                }
            }
            None => left_over = left_over.take().or_else(|| Some(describe(facts))),
        }
    });
    if !complete {
        let message = format!(
            "the conditions tell more than {MOST_KINDS} kinds of ticket apart: not checked for policies that are never reached"
        );
        problems.push(Problem::new("not_checked", "/policies", message));
        return;
    }
    for (index, _) in reached.iter().enumerate().filter(|(_, reached)| !**reached) {
        let place = join("/policies", &index.to_string());
        let message = "no ticket reaches this policy: those before it take all that it is for";
        problems.push(Problem::new("unreachable_policy", place, message));
    }
    if let Some(kind) = left_over {
        let message = format!("no policy is for a ticket with {kind}: it has no targets");
        problems.push(Problem::new("no_policy", "/policies", message));
    }
}

/// A value that none of the conditions names.
const OTHER: &str = "(any other)";

/// What the conditions of a desk tell apart.
#[derive(Default)]
struct Axes {
    texts: BTreeMap<Text, BTreeSet<String>>,
    priorities: bool,
    starters: bool,
    tags: BTreeSet<String>,
    fields: BTreeMap<String, Vec<Value>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Channel,
    Tier,
    Language,
    Brand,
    Reason,
}

/// One value on one axis.
#[derive(Clone)]
enum Choice {
    Text(Text, String),
    Priority(Option<Priority>),
    Starter(ActorKind),
    Tag(String, bool),
    Field(String, Value),
}

impl Choice {
    fn set(&self, facts: &mut Facts) {
        match self.clone() {
            Self::Text(Text::Channel, value) => facts.channel = value,
            Self::Text(Text::Tier, value) => facts.tier = Some(value),
            Self::Text(Text::Language, value) => facts.language = Some(value),
            Self::Text(Text::Brand, value) => facts.brand = Some(value),
            Self::Text(Text::Reason, value) => facts.reason = Some(value),
            Self::Priority(priority) => facts.priority = priority,
            Self::Starter(starter) => facts.started_by = starter,
            Self::Tag(tag, true) => facts.tags.push(tag),
            Self::Tag(tag, false) => facts.tags.retain(|other| *other != tag),
            Self::Field(name, value) => {
                facts.fields.insert(name, value);
            }
        }
    }
}

impl Axes {
    fn collect(&mut self, condition: &Condition) {
        for (text, values) in [
            (Text::Channel, &condition.channel),
            (Text::Tier, &condition.tier),
            (Text::Language, &condition.language),
            (Text::Brand, &condition.brand),
            (Text::Reason, &condition.reason),
        ] {
            let values = values.iter().flatten().cloned();
            self.texts.entry(text).or_default().extend(values);
        }
        self.priorities |= condition.priority.is_some();
        self.starters |= condition.started_by.is_some();
        self.tags.extend(condition.tags.iter().flatten().cloned());
        for (name, values) in &condition.fields {
            let known = self.fields.entry(name.clone()).or_default();
            for value in values {
                if !known.contains(value) {
                    known.push(value.clone());
                }
            }
        }
        let inner = condition
            .all
            .iter()
            .chain(&condition.any)
            .chain(&condition.none);
        for condition in inner {
            self.collect(condition);
        }
    }

    fn choices(&self) -> Vec<Vec<Choice>> {
        let mut axes: Vec<Vec<Choice>> = Vec::new();
        for (text, values) in &self.texts {
            let values = values.iter().map(String::as_str).chain([OTHER]);
            axes.push(
                values
                    .map(|value| Choice::Text(*text, value.to_owned()))
                    .collect(),
            );
        }
        if self.priorities {
            let all = Priority::ALL.into_iter().map(Some).chain([None]);
            axes.push(all.map(Choice::Priority).collect());
        }
        if self.starters {
            let all = [
                ActorKind::Customer,
                ActorKind::Agent,
                ActorKind::Bot,
                ActorKind::Automation,
                ActorKind::Host,
            ];
            axes.push(all.map(Choice::Starter).to_vec());
        }
        for tag in &self.tags {
            axes.push(
                [true, false]
                    .map(|on| Choice::Tag(tag.clone(), on))
                    .to_vec(),
            );
        }
        for (name, values) in &self.fields {
            let values = values.iter().cloned().chain([Value::Null]);
            axes.push(
                values
                    .map(|value| Choice::Field(name.clone(), value))
                    .collect(),
            );
        }
        axes
    }

    /// Visits every combination, unless there are too many: then `false`.
    fn each_kind(&self, mut visit: impl FnMut(&Facts)) -> bool {
        let axes = self.choices();
        let kinds = axes
            .iter()
            .try_fold(1_usize, |kinds, axis| kinds.checked_mul(axis.len()));
        let Some(kinds) = kinds.filter(|kinds| *kinds <= MOST_KINDS) else {
            return false;
        };
        for number in 0..kinds {
            let mut facts = Facts::new(OTHER);
            let mut rest = number;
            for axis in &axes {
                if let Some(choice) = axis.get(rest % axis.len()) {
                    choice.set(&mut facts);
                }
                rest /= axis.len();
            }
            visit(&facts);
        }
        true
    }
}

fn describe(facts: &Facts) -> String {
    let mut parts = vec![format!("channel {}", facts.channel)];
    for (name, value) in [
        ("tier", &facts.tier),
        ("language", &facts.language),
        ("brand", &facts.brand),
        ("reason", &facts.reason),
    ] {
        if let Some(value) = value.as_ref().filter(|value| *value != OTHER) {
            parts.push(format!("{name} {value}"));
        }
    }
    if let Some(priority) = facts.priority {
        parts.push(format!("priority {priority}"));
    }
    if facts.started_by != ActorKind::Customer {
        parts.push(format!("started by {}", facts.started_by.name()));
    }
    parts.extend(facts.tags.iter().map(|tag| format!("tag {tag}")));
    parts.extend(
        facts
            .fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| format!("{name} {value}")),
    );
    parts.join(", ")
}

fn without_target(policy: &PolicyConfig, path: &str, problems: &mut Vec<Problem>) {
    let has = |key| {
        policy
            .targets
            .get(&key)
            .is_some_and(|targets| !targets.is_empty())
    };
    let missing: Vec<&str> = Priority::ALL
        .into_iter()
        .filter(|priority| !has(PriorityKey::of(*priority)) && !has(PriorityKey::Any))
        .map(Priority::name)
        .collect();
    if !missing.is_empty() {
        let message = format!("no target for tickets of priority {}", missing.join(", "));
        problems.push(Problem::new("no_target", join(path, "targets"), message));
    }
}

/// Promises that the calendar cannot keep, and warnings that come at once.
fn promise(
    desk: &Desk,
    policy: &PolicyConfig,
    target: &FullTarget,
    place: &str,
    problems: &mut Vec<Problem>,
) {
    let length = target.target;
    for warning in &target.warn {
        if matches!(warning.0, Warning::Before { seconds } if u64::from(seconds) >= length.seconds())
        {
            let message = format!(
                "the warning {} of a target of {length} is due at once",
                warning.0
            );
            problems.push(Problem::new("warning_at_start", place, message));
        }
    }
    let Some(id) = &policy.calendar else { return };
    match target.hours {
        Hours::Business => {
            if let Some(CalendarConfig::Schedule(schedule)) = desk.config.calendars.get(id) {
                let short = short_days(schedule, length);
                if !short.is_empty() {
                    let message = format!(
                        "{length} cannot pass within every day that {id:?} opens: {}",
                        short.join(", ")
                    );
                    problems.push(Problem::new("promise_longer_than_day", place, message));
                }
            }
        }
        Hours::Calendar => {
            let closed = desk.calendar(id).and_then(longest_gap);
            if let Some(closed) = closed.filter(|closed| *closed > length.delta()) {
                let closed = Duration::try_from(closed.num_seconds().unsigned_abs());
                let message = format!(
                    "{length} of real time, and {id:?} is closed for up to {} on end",
                    closed.map_or_else(|error| error.to_string(), |closed| closed.to_string())
                );
                problems.push(Problem::new("promise_in_closed_time", place, message));
            }
        }
    }
}

/// Days with less open time than a target that fits into the longest one.
fn short_days(schedule: &Schedule, target: Duration) -> Vec<String> {
    let open = |spans: &[LocalSpan]| {
        spans
            .iter()
            .map(|span| u64::from(span.seconds()))
            .sum::<u64>()
    };
    let weekly = WEEKDAYS.map(|(name, day)| (name.to_owned(), open(schedule.weekly.on(day))));
    let special = schedule
        .overrides
        .iter()
        .map(|(date, special)| (date.to_string(), open(&special.hours)));
    let days: Vec<(String, u64)> = weekly.into_iter().chain(special).collect();
    let longest = days.iter().map(|(_, open)| *open).max().unwrap_or(0);
    if target.seconds() > longest {
        return Vec::new();
    }
    days.into_iter()
        .filter(|(_, open)| *open > 0 && *open < target.seconds())
        .filter_map(|(day, open)| {
            let open = Duration::try_from(open).ok()?;
            Some(format!("{day} has {open}"))
        })
        .take(5)
        .collect()
}

/// The longest time on end that an ordinary fortnight is closed.
fn longest_gap(calendar: &Calendar) -> Option<TimeDelta> {
    let from = DateTime::from_timestamp(1_704_672_000, 0)?; // 2024-01-08, a Monday
    let gaps = calendar.gaps(from, from + TimeDelta::days(14));
    gaps.iter().map(|gap| gap.end - gap.start).max()
}

fn unused_calendars(desk: &Desk, problems: &mut Vec<Problem>) {
    let by_policies = desk
        .config
        .policies
        .iter()
        .filter_map(|p| p.calendar.as_ref());
    let by_unions = desk
        .config
        .calendars
        .values()
        .filter_map(|calendar| match calendar {
            CalendarConfig::Union(union) => Some(&union.union),
            CalendarConfig::Schedule(_) => None,
        });
    let used: BTreeSet<&String> = crate::order::set(by_policies.chain(by_unions.flatten()));
    for id in desk.config.calendars.keys().filter(|id| !used.contains(id)) {
        let message = format!("no policy counts by the calendar {id:?}");
        problems.push(Problem::new(
            "unused_calendar",
            join("/calendars", id),
            message,
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::Desk;

    fn codes(desk: &str) -> Vec<(String, String)> {
        let desk = Desk::from_json(desk).unwrap();
        desk.lint().into_iter().map(|p| (p.code, p.path)).collect()
    }

    #[test]
    fn a_sound_desk_has_nothing() {
        let desk = r#"{
            "calendars": {"office": {"tz": "Europe/Bucharest", "weekly": {"mon": [["09:00", "18:00"]], "tue": "mon"}}},
            "policies": [
                {"id": "vip", "when": {"tier": ["vip"]}, "calendar": "office", "targets": {"*": {"first_reply_time": "1h"}}},
                {"id": "all", "calendar": "office", "targets": {"*": {"first_reply_time": "4h", "total_resolution_time": "40h"}}}
            ]
        }"#;
        assert_eq!(codes(desk), []);
    }

    #[test]
    fn unreachable_and_missing_policies() {
        let desk = r#"{"policies": [
            {"id": "a", "when": {"channel": ["chat", "email"]}, "targets": {"*": {"first_reply_time": {"target": "1h", "hours": "calendar"}}}},
            {"id": "b", "when": {"channel": ["chat"], "tier": ["vip"]}, "targets": {"*": {"first_reply_time": {"target": "1h", "hours": "calendar"}}}},
            {"id": "c", "when": {"none": [{"tags": ["spam"]}]}, "targets": {"high": {"first_reply_time": {"target": "1h", "hours": "calendar"}}}}
        ]}"#;
        let pair = |code: &str, path: &str| (code.to_owned(), path.to_owned());
        assert_eq!(
            codes(desk),
            [
                pair("no_policy", "/policies"),
                pair("unreachable_policy", "/policies/1"),
                pair("no_target", "/policies/2/targets"),
            ]
        );
    }

    #[test]
    fn promises_that_a_calendar_cannot_keep() {
        let desk = r#"{
            "calendars": {
                "office": {"tz": "Europe/London", "weekly": {"mon": [["09:00", "17:00"]], "sat": [["09:00", "10:00"]]}},
                "spare": {"tz": "UTC", "weekly": "24x7"}
            },
            "policies": [{"id": "all", "calendar": "office", "targets": {"*": {
                "first_reply_time": {"target": "2h", "warn": ["-3h"]},
                "next_reply_time": {"target": "8h", "hours": "calendar"}
            }}}]
        }"#;
        let codes: Vec<String> = codes(desk).into_iter().map(|(code, _)| code).collect();
        assert_eq!(
            codes,
            [
                "unused_calendar",
                "promise_longer_than_day",
                "warning_at_start",
                "promise_in_closed_time"
            ]
        );
        let no_calendar =
            r#"{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]}"#;
        assert_eq!(
            Desk::from_json(no_calendar).unwrap().lint()[0].code,
            "target_without_calendar"
        );
    }
}
