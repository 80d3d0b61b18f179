//! A point of local time, as a date is written from.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};

use crate::time::ZoneOffset;

/// What a zone is called.
#[derive(Debug, Clone, Copy)]
pub(super) enum Zone {
    Utc,
    /// By its offset alone.
    Unnamed,
    Named(ZoneOffset),
}

/// A point of local time, and what is known of its zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) local: NaiveDateTime,
    pub(super) offset: FixedOffset,
    pub(super) zone: Zone,
}

impl Moment {
    pub(super) fn of<Tz: TimeZone>(at: &DateTime<Tz>, zone: Zone) -> Self {
        Self {
            local: at.naive_local(),
            offset: at.offset().fix(),
            zone,
        }
    }

    pub(super) fn utc(local: NaiveDateTime) -> Self {
        Self::east(local, Utc.fix())
    }

    pub(super) fn east(local: NaiveDateTime, offset: FixedOffset) -> Self {
        Self {
            local,
            offset,
            zone: match offset.local_minus_utc() {
                0 => Zone::Utc,
                _ => Zone::Unnamed,
            },
        }
    }

    pub(super) fn seconds(&self) -> i64 {
        self.local.and_utc().timestamp() - i64::from(self.offset.local_minus_utc())
    }
}
