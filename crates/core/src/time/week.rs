//! The hours of a week as another zone reads them.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{FIRST_MS, LAST_MS, instant};
use super::explain::{NamedDate, Reason, exception};
use super::local::{LocalDay, date_of, monday_of, wall_clock};
use super::offsets::DAY;
use super::span::TimeOfDay;
use super::{Calendar, Zone, instant as stamp};

/// Opening hours of one local date, for a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayHours {
    /// The date in the zone that the hours are shown in.
    pub date: NaiveDate,
    /// Its weekday; `mon` … `sun` in JSON.
    #[serde(with = "weekday_name")]
    #[schemars(with = "String", extend("enum" = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))]
    pub weekday: Weekday,
    /// When it is open, in order; none when closed.
    pub spans: Vec<ShownSpan>,
    /// Holidays of the schedule on this date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<NamedDate>,
    /// Dates with hours of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_days: Vec<NamedDate>,
}

/// An open span within one local date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShownSpan {
    /// Opening on the wall clock, `HH:MM` (`HH:MM:SS` where there are
    /// seconds).
    pub open: String,
    /// Closing on the wall clock; `24:00` at the end of the date.
    pub close: String,
    /// The instant of opening.
    #[serde(with = "stamp")]
    #[schemars(with = "DateTime<Utc>")]
    pub start: DateTime<Utc>,
    /// The instant of closing.
    #[serde(with = "stamp")]
    #[schemars(with = "DateTime<Utc>")]
    pub end: DateTime<Utc>,
    /// Whether it was open already at the end of the date before.
    pub continued: bool,
    /// Whether it stays open into the next date.
    pub continues: bool,
}

impl Calendar {
    /// The hours of a week on the wall clock of a zone: the seven dates,
    /// Monday to Sunday, of the ISO week that holds `of`, with what is open
    /// on each. For "we are open 9–18 in Rome, that is 10–19 for you in
    /// Bucharest".
    ///
    /// What is open past midnight is split there, and says so by `continues`
    /// and `continued`: every span lies in its own row. Each date has the
    /// offsets of that very date, so a week in which one of the zones changes
    /// its clocks, or both do on different dates, is right as well.
    ///
    /// The holidays and special days are those of the schedule's date at
    /// noon of the viewer's, of every schedule of a union. Where the dates
    /// that a date can hold end, the week is shorter.
    ///
    /// ```
    /// use deskcore::time::{Calendar, Schedule};
    ///
    /// let schedule: Schedule = serde_json::from_str(r#"{
    ///     "tz": "Europe/Rome",
    ///     "weekly": {"mon": [["09:00", "18:00"]], "tue": [["22:00", "06:00"]]},
    ///     "holidays": [{"date": "2026-12-07", "name": "Sant'Ambrogio"}]
    /// }"#)?;
    /// let shop = Calendar::new(&schedule)?;
    /// let bucharest = "Europe/Bucharest".parse()?;
    /// let week = shop.week("2026-11-25".parse()?, bucharest);
    /// assert_eq!((week[0].spans[0].open.as_str(), week[0].spans[0].close.as_str()), ("10:00", "19:00"));
    /// assert_eq!((week[1].spans[0].open.as_str(), week[1].spans[0].close.as_str()), ("23:00", "24:00"));
    /// assert!(week[1].spans[0].continues && week[2].spans[0].continued);
    /// let next = shop.week("2026-12-07".parse()?, bucharest);
    /// assert_eq!(next[0].holidays[0].name.as_deref(), Some("Sant'Ambrogio"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn week(&self, of: NaiveDate, shown_in: Zone) -> Vec<DayHours> {
        let monday = monday_of(of, of.weekday());
        (monday..monday + 7)
            .filter(|day| super::hours::day_number(date_of(*day)) == *day)
            .map(|day| self.day_hours(&LocalDay::of(shown_in, day), shown_in))
            .collect()
    }

    fn day_hours(&self, day: &LocalDay, tz: Zone) -> DayHours {
        let date = date_of(day.number);
        let (from, to) = (
            (day.from * 1000).clamp(FIRST_MS, LAST_MS),
            (day.to * 1000).clamp(FIRST_MS, LAST_MS),
        );
        let spans = self
            .runs(from, to)
            .filter(|run| run.open)
            .filter_map(|run| {
                let close = if run.to == to {
                    DAY as u32
                } else {
                    wall_clock(tz, run.to).1
                };
                Some(ShownSpan {
                    open: TimeOfDay(wall_clock(tz, run.from).1).to_string(),
                    close: TimeOfDay(close).to_string(),
                    start: instant(run.from)?,
                    end: instant(run.to)?,
                    continued: run.from == from && self.is_open_ms(from - 1),
                    continues: run.to == to && self.is_open_ms(to),
                })
            })
            .collect();
        let (mut holidays, mut special_days) = (Vec::new(), Vec::new());
        let noon = day.from.midpoint(day.to);
        if day.from < day.to {
            for hours in &self.hours {
                let theirs = LocalDay::holding(hours.tz, noon).number;
                let (list, named) = match exception(hours, theirs) {
                    Some(Reason::Holiday(named)) => (&mut holidays, named),
                    Some(Reason::SpecialDay(named)) => (&mut special_days, named),
                    _ => continue,
                };
                if !list.contains(&named) {
                    list.push(named);
                }
            }
        }
        DayHours {
            date,
            weekday: date.weekday(),
            spans,
            holidays,
            special_days,
        }
    }
}

/// A weekday as `mon` … `sun`.
pub(crate) mod weekday_name {
    use std::borrow::Cow;

    use chrono::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::time::schedule::WEEKDAYS;

    pub(crate) fn serialize<S: Serializer>(
        day: &Weekday,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let name = WEEKDAYS.iter().find(|(_, known)| known == day);
        serializer.serialize_str(name.map_or("", |(name, _)| name))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Weekday, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        WEEKDAYS
            .iter()
            .find_map(|(name, day)| (*name == text).then_some(*day))
            .ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &"mon … sun"))
    }
}
