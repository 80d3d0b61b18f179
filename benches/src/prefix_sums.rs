//! The yardstick for business time: what somebody in a hurry would write by
//! hand for one calendar, and about as fast as it gets.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::Failure;

const DAY_MS: i64 = 86_400_000;

/// One open span, in epoch milliseconds.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: i64,
    end: i64,
    /// Open milliseconds before it.
    before: i64,
}

/// All open spans of some years in order, with the open time before each,
/// and for each UTC day where to begin to look.
///
/// It knows nothing outside of its years.
#[derive(Debug, Clone)]
pub struct PrefixSums {
    first_day: i64,
    /// For each UTC day the first span that ends after the day begins.
    index: Vec<u32>,
    spans: Vec<Span>,
    /// Open milliseconds up to the end of each span, close together for the
    /// binary search.
    until: Vec<i64>,
}

impl PrefixSums {
    /// The spans of all working days of some years on a zone's wall clock.
    ///
    /// # Errors
    ///
    /// When a span begins or ends at a local time that there is not, or is
    /// twice.
    pub fn new(
        tz: Tz,
        years: std::ops::RangeInclusive<i32>,
        shifts: &[(u32, u32)],
        is_working_day: impl Fn(NaiveDate) -> bool,
    ) -> Result<Self, Failure> {
        let bounds = NaiveDate::from_ymd_opt(*years.start(), 1, 1).zip(NaiveDate::from_ymd_opt(
            *years.end() + 1,
            1,
            1,
        ));
        let (first, end) = bounds.ok_or("years beyond all dates")?;
        let mut spans = Vec::new();
        let mut until = Vec::new();
        let mut before = 0;
        for date in first.iter_days().take_while(|date| *date < end) {
            if !is_working_day(date) {
                continue;
            }
            for (from, to) in shifts {
                let at = |hour: u32| {
                    let local = date.and_hms_opt(hour, 0, 0)?;
                    Some(tz.from_local_datetime(&local).single()?.timestamp_millis())
                };
                let (start, end) = at(*from).zip(at(*to)).ok_or("no such local time")?;
                spans.push(Span { start, end, before });
                before += end - start;
                until.push(before);
            }
        }
        spans.push(Span {
            start: i64::MAX,
            end: i64::MAX,
            before,
        });
        let day_of = |date: NaiveDate| (date - NaiveDate::default()).num_days();
        let first_day = day_of(first);
        // A day more, for what has its end there.
        let index = (first_day..=day_of(end) + 1)
            .map(|day| spans.partition_point(|span| span.end <= day * DAY_MS) as u32)
            .collect();
        Ok(Self {
            first_day,
            index,
            spans,
            until,
        })
    }

    /// Open milliseconds up to an instant.
    #[inline]
    fn before(&self, ms: i64) -> i64 {
        let day = ms.div_euclid(DAY_MS) - self.first_day;
        let from = self
            .index
            .get(day as usize)
            .map_or(0, |from| *from as usize);
        for span in self.spans.get(from..).unwrap_or_default() {
            if span.end > ms {
                return span.before + (ms - span.start).max(0);
            }
        }
        0
    }

    /// Open milliseconds from one instant to another.
    #[inline]
    pub fn between_ms(&self, from: i64, to: i64) -> i64 {
        self.before(to) - self.before(from)
    }

    /// Open time from one instant to another.
    #[inline]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        TimeDelta::milliseconds(self.between_ms(from.timestamp_millis(), to.timestamp_millis()))
    }

    /// The instant at which that much open time has passed.
    #[inline]
    pub fn add_ms(&self, at: i64, open: i64) -> Option<i64> {
        let wanted = self.before(at) + open;
        let span = self
            .spans
            .get(self.until.partition_point(|until| *until < wanted))?;
        span.start.checked_add(wanted - span.before)
    }

    /// The instant at which that much open time has passed.
    #[inline]
    pub fn add(&self, at: DateTime<Utc>, open: TimeDelta) -> Option<DateTime<Utc>> {
        let ms = self.add_ms(at.timestamp_millis(), open.num_milliseconds())?;
        DateTime::from_timestamp_millis(ms)
    }

    /// Memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.index) + size_of_val(&*self.spans) + size_of_val(&*self.until)
    }
}
