//! How long people take: agents by channel, press and week, customers by
//! channel and hour.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use crate::chance::Chance;
use crate::hours::{FIRST_DAY, SHOP_ZONE, Shift, instant, local_date};
use crate::ticket::{Channel, Facts, Priority, Tier};

/// The shift that answers a channel.
pub(crate) fn shift(channel: Channel) -> Shift {
    if channel.is_live() {
        Shift::Chat
    } else {
        Shift::Office
    }
}

/// When an agent answers a message of `from`, if nobody is in the queue.
pub(crate) fn answer(chance: &mut Chance, facts: &Facts, from: DateTime<Utc>) -> DateTime<Utc> {
    let shift = shift(facts.channel);
    // Working seconds of half of the answers, and the spread.
    let (median, spread) = match facts.channel {
        Channel::Chat => (37, 800),
        Channel::Whatsapp => (41, 850),
        Channel::Instagram => (21 * 60, 950),
        Channel::Email => (41 * 60, 950),
        Channel::Amazon => (100 * 60, 900),
    };
    let load = load(shift.after(from, 0));
    let press = match facts.priority {
        Priority::Low => 125,
        Priority::Normal => 100,
        Priority::High => 80,
        Priority::Urgent => 50,
    };
    let courtesy = match facts.tier {
        Tier::Vip => 65,
        Tier::Standard => 100,
    };
    let median = (median * load * press * courtesy / 10_000_000).max(1);
    let seconds = chance.log_normal(median, spread);
    let in_hours = shift.after(from, seconds);
    extra_hours(chance, facts.channel, from, seconds)
        .filter(|early| *early < in_hours)
        .unwrap_or(in_hours)
}

/// Answers outside the hours: somebody looks at the Amazon queue in the middle
/// of most weekend days, and now and then an agent writes in the evening.
fn extra_hours(
    chance: &mut Chance,
    channel: Channel,
    from: DateTime<Utc>,
    seconds: i64,
) -> Option<DateTime<Utc>> {
    match channel {
        Channel::Amazon => {
            let date = local_date(from)
                .iter_days()
                .take(4)
                .find(|date| {
                    let weekend = date.weekday().num_days_from_monday() >= 5;
                    weekend && instant(SHOP_ZONE, *date, 11 * 60, 0) > from
                })
                .filter(|_| chance.permille(620))?;
            let minute = 11 * 60 + chance.between(0, 70);
            Some(instant(SHOP_ZONE, date, minute, chance.between(0, 59)))
        }
        Channel::Email | Channel::Instagram if chance.permille(40) => {
            let at = from + TimeDelta::seconds(seconds);
            let hour = at.with_timezone(&SHOP_ZONE).hour();
            (8..23).contains(&hour).then_some(at)
        }
        _ => None,
    }
}

/// How far behind the agents are, in thousandths of a plain day.
fn load(at: DateTime<Utc>) -> i64 {
    let date = local_date(at);
    let week = match (date - FIRST_DAY).num_days() / 7 {
        0 => 880,
        1 => 950,
        2 => 1130,
        3 => 900,
        4 => 980,
        5 => 1100,
        6 => 1750,
        7 => 1380,
        _ => 1150,
    };
    let monday = date.weekday().num_days_from_monday() == 0;
    if monday { week * 115 / 100 } else { week }
}

/// When a customer reacts to an answer of `from`.
pub(crate) fn reaction(
    chance: &mut Chance,
    channel: Channel,
    from: DateTime<Utc>,
) -> DateTime<Utc> {
    let (median, spread) = match channel {
        Channel::Chat => (50, 800),
        Channel::Whatsapp => (6 * 60, 1200),
        Channel::Instagram => (50 * 60, 1200),
        Channel::Email => (4 * 3600, 1100),
        Channel::Amazon => (7 * 3600, 900),
    };
    let at = from + TimeDelta::seconds(chance.log_normal(median, spread));
    let asleep = at.with_timezone(&SHOP_ZONE).hour() < 6;
    if asleep && channel != Channel::Chat {
        at + TimeDelta::hours(7)
    } else {
        at
    }
}
