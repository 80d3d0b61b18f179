//! Zones for `chrono`: local times to instants and back.

use std::fmt;

use chrono::{
    FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Utc,
};

use super::Zone;
use super::tables::Kind;

/// What the clock of a [`Zone`] shows at some instant: an offset from UTC,
/// and its abbreviation.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use deskcore::time::Zone;
///
/// let rome: Zone = "Europe/Rome".parse()?;
/// let july = "2026-07-01T10:00:00Z".parse::<DateTime<Utc>>()?.with_timezone(&rome);
/// assert_eq!(july.offset().to_string(), "CEST");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Zone,
    kind: Kind,
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        FixedOffset::east_opt(self.kind.east).unwrap_or(Utc.fix())
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.abbreviation())
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        ZoneOffset {
            zone: *self,
            kind: self.history().at(utc.and_utc().timestamp()),
        }
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        let history = self.history();
        let local = local.and_utc().timestamp();
        let near = history.spell_at(local);
        // Offsets are below a day and spells are longer.
        let mut found = (near.saturating_sub(1)..=near + 1).filter_map(|spell| {
            let (_, kind) = history.spell(spell)?;
            let is_in = history.spell_at(local - i64::from(kind.east)) == spell;
            is_in.then_some(ZoneOffset { zone: *self, kind })
        });
        match (found.next(), found.next()) {
            (None, _) => MappedLocalTime::None,
            (Some(only), None) => MappedLocalTime::Single(only),
            (Some(earlier), Some(later)) => MappedLocalTime::Ambiguous(earlier, later),
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    /// An offset of the day: its first, unless that day begins or ends twice
    /// or never.
    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        let last_second = NaiveTime::MIN - TimeDelta::seconds(1);
        let ends = [NaiveTime::MIN, last_second]
            .map(|time| self.offset_from_local_datetime(&local.and_time(time)));
        let single = ends.iter().find_map(|end| end.single());
        let found = single.or_else(|| ends.iter().find_map(|end| end.earliest()));
        found.map_or(MappedLocalTime::None, MappedLocalTime::Single)
    }
}
