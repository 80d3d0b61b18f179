//! When the made-up agents work. Kept apart from the library's own calendars,
//! so that the sample does not lean on what it is there to show.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Where the shop and its agents are.
pub(crate) const SHOP_ZONE: Tz = Tz::Europe__Rome;
/// The first of the eight weeks, a Monday.
pub(crate) const FIRST_DAY: NaiveDate = day(2026, 10, 12);
/// Days on which tickets are created.
pub(crate) const DAYS: i64 = 56;
/// The sale that the eight weeks lead up to.
pub(crate) const BLACK_FRIDAY: NaiveDate = day(2026, 11, 27);
/// The midnight (UTC) at which the history was "exported": later rows are not
/// in it, and some tickets are still waiting.
pub(crate) const EXPORT: NaiveDateTime = NaiveDateTime::new(day(2026, 12, 12), NaiveTime::MIN);

const HOLIDAYS: [NaiveDate; 2] = [day(2026, 11, 1), day(2026, 12, 8)];
const CHAT_SATURDAYS: [NaiveDate; 3] = [day(2026, 11, 21), day(2026, 11, 28), day(2026, 12, 5)];

/// A date that is known to exist.
pub(crate) const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Who of the agents is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Monday to Friday, 9 to 13 and 14 to 18.
    Office,
    /// The same, and the Saturday mornings around Black Friday.
    Chat,
}

impl Shift {
    /// Opening and closing hours of a date, in the shop's zone.
    fn hours(self, date: NaiveDate) -> &'static [(i64, i64)] {
        let saturday = self == Self::Chat && CHAT_SATURDAYS.contains(&date);
        if HOLIDAYS.contains(&date) {
            &[]
        } else if saturday {
            &[(9, 13)]
        } else if date.weekday().num_days_from_monday() < 5 {
            &[(9, 13), (14, 18)]
        } else {
            &[]
        }
    }

    /// Whether somebody works at that instant.
    pub(crate) fn is_open(self, at: DateTime<Utc>) -> bool {
        self.after(at, 0) == at
    }

    /// The instant that lies that many working seconds after `from`; with
    /// zero, the first working instant from `from` on.
    pub(crate) fn after(self, from: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
        let mut left = seconds;
        // No closure is longer than a week or two, no delay than some weeks.
        for date in local_date(from).iter_days().take(90) {
            for (opens, closes) in self.hours(date) {
                let opens = instant(SHOP_ZONE, date, opens * 60, 0).max(from);
                let length = (instant(SHOP_ZONE, date, closes * 60, 0) - opens).num_seconds();
                if length <= 0 {
                    continue;
                }
                if left < length {
                    return opens + TimeDelta::seconds(left);
                }
                left -= length;
            }
        }
        from + TimeDelta::seconds(seconds)
    }
}

/// The date on the shop's wall clock.
pub(crate) fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&SHOP_ZONE).date_naive()
}

/// A minute and second of a local day. Of a wall-clock time that comes twice
/// on the night the clocks go back, odd seconds are of the second pass.
pub(crate) fn instant(zone: Tz, date: NaiveDate, minute: i64, second: i64) -> DateTime<Utc> {
    let local =
        date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute) + TimeDelta::seconds(second);
    let found = zone.from_local_datetime(&local);
    let found = if second % 2 == 0 {
        found.earliest()
    } else {
        found.latest()
    };
    // None only in an hour that is skipped in spring.
    found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(shift: Shift, from: &str, seconds: i64) -> Result<String, chrono::ParseError> {
        let from: DateTime<Utc> = from.parse()?;
        let at = shift.after(from, seconds).with_timezone(&SHOP_ZONE);
        Ok(at.format("%a %d %H:%M").to_string())
    }

    #[test]
    fn working_time_skips_nights_lunch_and_holidays() -> Result<(), chrono::ParseError> {
        // 12:50 in Rome: 10 minutes, lunch, then 20 more.
        let friday = "2026-10-23T10:50:00Z";
        assert_eq!(after(Shift::Office, friday, 1800)?, "Fri 23 14:20");
        // Over the weekend on which the clocks go back.
        let evening = "2026-10-23T17:00:00Z";
        assert_eq!(after(Shift::Office, evening, 0)?, "Mon 26 09:00");
        // Monday's last minute, Immacolata, Wednesday.
        let monday = "2026-12-07T16:59:00Z";
        assert_eq!(after(Shift::Office, monday, 120)?, "Wed 09 09:01");
        Ok(())
    }

    #[test]
    fn chat_works_on_the_saturday_of_black_friday() -> Result<(), chrono::ParseError> {
        let saturday = "2026-11-28T09:00:00Z";
        assert_eq!(after(Shift::Chat, saturday, 0)?, "Sat 28 10:00");
        assert_eq!(after(Shift::Office, saturday, 0)?, "Mon 30 09:00");
        Ok(())
    }
}
