//! An instant that several clocks ask the same calendar about.

use super::Calendar;
use super::calendar::{FIRST_MS, LAST_MS};
use super::table::Place;

/// An instant, and the open time before it, looked up once: counting up to it
/// and adding from it then cost half.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    calendar: &'a Calendar,
    pub(crate) at: i64,
    /// Where it lies in the near table, when that holds it.
    place: Option<Place>,
}

impl Calendar {
    /// An instant in epoch milliseconds, to ask several things about.
    #[inline]
    pub(crate) fn moment(&self, at: i64) -> Moment<'_> {
        let at = at.clamp(FIRST_MS, LAST_MS);
        Moment {
            calendar: self,
            at,
            place: self.near.place(at),
        }
    }
}

impl Moment<'_> {
    /// Open milliseconds from an earlier instant to this one.
    #[inline]
    pub(crate) fn since(&self, from: i64) -> i64 {
        match (&self.place, self.calendar.near.open_within(from)) {
            (Some(place), Some(from)) => place.open_before - from,
            _ => self.calendar.between_ms(from, self.at),
        }
    }

    /// The earliest instant at which `open` milliseconds have passed since
    /// this one; `None` for never, and for what lies beyond any timestamp.
    #[inline]
    pub(crate) fn after(&self, open: i64) -> Option<i64> {
        if open == 0 {
            return Some(self.at);
        }
        let near = &self.calendar.near;
        if let Some(place) = &self.place
            && let Some(found) = near.earliest_from(place, open)
            && near.holds(found)
        {
            return Some(found);
        }
        let whole = self.calendar.whole();
        whole.earliest(whole.open_before(self.at).checked_add(open)?, self.at)
    }
}
