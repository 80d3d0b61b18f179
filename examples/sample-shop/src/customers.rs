//! Who writes, and about what: arrivals become the facts of tickets.

use chrono::NaiveDate;

use crate::arrivals::Arrival;
use crate::chance::Chance;
use crate::hours::{BLACK_FRIDAY, FIRST_DAY, local_date};
use crate::ticket::{Channel, Facts, Language, Priority, Reason, Tier};

/// The customers who have written so far, as (number, language).
#[derive(Default)]
pub(crate) struct Customers {
    seen: Vec<(i64, Language)>,
}

impl Customers {
    /// The facts of the ticket that an arrival opens.
    pub(crate) fn facts(&mut self, chance: &mut Chance, arrival: &Arrival) -> Facts {
        let customer = self.customer(chance, arrival.language);
        let tier = if customer % 13 == 0 {
            Tier::Vip
        } else {
            Tier::Standard
        };
        let date = local_date(arrival.at);
        let reason = arrival
            .about
            .unwrap_or_else(|| reason(chance, date, arrival.channel));
        Facts {
            at: arrival.at,
            channel: arrival.channel,
            customer,
            language: arrival.language,
            tier,
            priority: priority(chance, reason),
            reason,
            order: order(chance, date, arrival.channel, reason),
        }
    }

    /// Four in ten draws look for somebody who has written before.
    fn customer(&mut self, chance: &mut Chance, language: Language) -> i64 {
        let first = 1001;
        let known = if chance.permille(400) {
            let place = chance.between(0, self.count() - 1);
            usize::try_from(place)
                .ok()
                .and_then(|place| self.seen.get(place))
                .filter(|(_, spoken)| *spoken == language)
        } else {
            None
        };
        if let Some((customer, _)) = known {
            return *customer;
        }
        let customer = first + self.count();
        self.seen.push((customer, language));
        customer
    }

    fn count(&self) -> i64 {
        i64::try_from(self.seen.len()).unwrap_or(i64::MAX)
    }
}

fn reason(chance: &mut Chance, date: NaiveDate, channel: Channel) -> Reason {
    let since_sale = (date - BLACK_FRIDAY).num_days();
    let sale = (-6..=3).contains(&since_sale);
    let parcels_late = since_sale >= 4;
    let on_amazon = channel == Channel::Amazon;
    chance.weighted(
        Reason::WhereIsMyOrder,
        &[
            (Reason::WhereIsMyOrder, if parcels_late { 52 } else { 32 }),
            (Reason::Return, 15),
            (Reason::Damaged, 7),
            (Reason::WrongItem, 6),
            (Reason::Refund, 9),
            (Reason::ProductQuestion, if sale { 22 } else { 15 }),
            (Reason::Invoice, if on_amazon { 12 } else { 5 }),
            (
                Reason::DiscountCode,
                match (on_amazon, sale) {
                    (true, _) => 0,
                    (false, true) => 18,
                    (false, false) => 5,
                },
            ),
            (Reason::Cancel, if sale { 9 } else { 5 }),
        ],
    )
}

fn priority(chance: &mut Chance, reason: Reason) -> Priority {
    let (low, normal, high, urgent) = match reason {
        Reason::Damaged | Reason::WrongItem => (0, 35, 55, 10),
        Reason::Cancel => (0, 25, 30, 45),
        Reason::Invoice | Reason::ProductQuestion => (40, 55, 5, 0),
        _ => (10, 75, 12, 3),
    };
    chance.weighted(
        Priority::Normal,
        &[
            (Priority::Low, low),
            (Priority::Normal, normal),
            (Priority::High, high),
            (Priority::Urgent, urgent),
        ],
    )
}

/// An order of the weeks before, where the reason is about one.
fn order(chance: &mut Chance, date: NaiveDate, channel: Channel, reason: Reason) -> Option<String> {
    let before_buying = matches!(reason, Reason::ProductQuestion | Reason::DiscountCode);
    if chance.permille(if before_buying { 850 } else { 30 }) {
        return None;
    }
    if channel == Channel::Amazon {
        let (middle, last) = (chance.between(0, 9_999_999), chance.between(0, 9_999_999));
        return Some(format!("404-{middle:07}-{last:07}"));
    }
    let age = chance.log_normal(5, 700).min(40);
    let day = (date - FIRST_DAY).num_days() - age;
    Some(format!("o-{}", 52_000 + day * 64 + chance.between(0, 63)))
}
