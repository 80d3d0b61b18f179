//! One measurement, for people and for programs.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::measure::Sample;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nanoseconds.
    Time,
    /// Bytes.
    Bytes,
    /// Allocations.
    Allocations,
    /// A ratio itself.
    Ratio,
}

/// An operation of ours beside what it is held against.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    name: Cow<'static, str>,
    unit: Unit,
    ours: Sample,
    reference: Option<Sample>,
    goal: Option<f64>,
}

impl Row {
    /// Beside something else that was measured in the same run; the goal is
    /// the ratio that is asked for, if one is.
    pub(crate) fn beside(
        name: impl Into<Cow<'static, str>>,
        (ours, reference): (Sample, Sample),
        goal: Option<f64>,
    ) -> Self {
        Self {
            name: name.into(),
            unit: Unit::Time,
            ours,
            reference: Some(reference),
            goal,
        }
    }

    /// Against a number that is allowed; the ratio is the share used up.
    pub(crate) fn allowed(
        name: impl Into<Cow<'static, str>>,
        unit: Unit,
        ours: Sample,
        allowed: f64,
    ) -> Self {
        Self {
            name: name.into(),
            unit,
            ours,
            reference: Some(Sample::exact(allowed)),
            goal: Some(1.0),
        }
    }

    /// A number with nothing to compare it to.
    pub(crate) fn counted(name: impl Into<Cow<'static, str>>, unit: Unit, number: f64) -> Self {
        Self {
            unit,
            ..Self::plain(name, Sample::exact(number))
        }
    }

    /// A time with nothing to compare it to.
    pub(crate) fn plain(name: impl Into<Cow<'static, str>>, ours: Sample) -> Self {
        Self {
            name: name.into(),
            unit: Unit::Time,
            ours,
            reference: None,
            goal: None,
        }
    }

    fn ratio(&self) -> Option<f64> {
        self.reference
            .map(|reference| self.ours.median / reference.median)
    }

    /// As one JSON object. Bytes and allocations stand in the same fields as
    /// times: the name says which they are.
    pub(crate) fn json(&self) -> Value {
        json!({
            "name": self.name,
            "ours_ns": self.ours.median,
            "reference_ns": self.reference.map(|reference| reference.median),
            "ratio": self.ratio(),
            "goal": self.goal,
        })
    }

    /// The line above all lines.
    pub(crate) fn heading() -> String {
        line(
            "",
            ["ours", "(min)", "reference", "(min)", "ratio", "goal"].map(String::from),
            "",
        )
    }

    /// As a line of a table.
    pub(crate) fn line(&self) -> String {
        let show = |value: Option<f64>| value.map_or_else(String::new, |v| self.number(v));
        let ratio = |value: Option<f64>| {
            value.map_or_else(String::new, |v| {
                let decimals = if v < 0.1 { 4 } else { 2 };
                format!("{v:.decimals$}")
            })
        };
        let measured = self.reference.filter(|r| r.min != r.median);
        let mark = match (self.ratio(), self.goal) {
            (Some(ratio), Some(goal)) if ratio <= goal => "met",
            (Some(_), Some(_)) => "MISSED",
            _ => "",
        };
        line(
            &self.name,
            [
                self.number(self.ours.median),
                show((self.unit == Unit::Time).then_some(self.ours.min)),
                show(self.reference.map(|reference| reference.median)),
                show(measured.map(|reference| reference.min)),
                ratio(self.ratio()),
                ratio(self.goal),
            ],
            mark,
        )
    }

    fn number(&self, value: f64) -> String {
        match self.unit {
            Unit::Bytes => format!("{value:.0} B"),
            Unit::Allocations => format!("{value:.0}"),
            Unit::Ratio => format!("{value:.2}"),
            Unit::Time => match value {
                ns if ns < 1e4 => format!("{ns:.1} ns"),
                ns if ns < 1e7 => format!("{:.1} µs", ns / 1e3),
                ns => format!("{:.1} ms", ns / 1e6),
            },
        }
    }
}

fn line(
    name: &str,
    [ours, min, reference, their_min, ratio, goal]: [String; 6],
    mark: &str,
) -> String {
    format!(
        "{name:<58} {ours:>11} {min:>11} {reference:>11} {their_min:>11} {ratio:>8} {goal:>7}  {mark}"
    )
    .trim_end()
    .to_owned()
}
