//! When customers write, where and in which language: curves over the hours
//! of their own day, weeks that swell towards Black Friday, and bursts.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::chance::Chance;
use crate::hours::{BLACK_FRIDAY, DAYS, FIRST_DAY, SHOP_ZONE, day, instant};
use crate::ticket::{Channel, Language, Reason};

/// Tickets outside the bursts.
const REGULAR: usize = 2_730;

/// A customer who writes for the first time about something.
pub(crate) struct Arrival {
    pub(crate) at: DateTime<Utc>,
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    /// What a burst is about.
    pub(crate) about: Option<Reason>,
}

/// All of them, in order of time.
pub(crate) fn arrivals(chance: &mut Chance) -> Vec<Arrival> {
    let days: Vec<(NaiveDate, i64)> = FIRST_DAY
        .iter_days()
        .zip(0..DAYS)
        .map(|(date, _)| (date, day_weight(date)))
        .collect();
    let mut all: Vec<Arrival> = (0..REGULAR).map(|_| regular(chance, &days)).collect();
    for burst in &BURSTS {
        all.extend((0..burst.tickets).map(|_| burst.arrival(chance)));
    }
    all.sort_by_key(|arrival| (arrival.at, arrival.channel, arrival.language));
    all
}

fn regular(chance: &mut Chance, days: &[(NaiveDate, i64)]) -> Arrival {
    let date = chance.weighted(FIRST_DAY, days);
    let language = language(chance, date);
    let channel = channel(chance, language);
    let hours = hour_weights(channel, date.weekday().num_days_from_monday() >= 5);
    let hours: Vec<(i64, i64)> = (0..).zip(hours).collect();
    let hour = chance.weighted(12, &hours);
    let (minute, second) = (chance.between(0, 59), chance.between(0, 59));
    Arrival {
        at: instant(language.zone(), date, hour * 60 + minute, second),
        channel,
        language,
        about: None,
    }
}

/// How busy a day is, 100 being a plain Tuesday.
fn day_weight(date: NaiveDate) -> i64 {
    let weekday = match date.weekday().num_days_from_monday() {
        0 => 130,
        1 | 2 => 100,
        3 | 4 => 95,
        5 => 75,
        _ => 65,
    };
    let season = match (date - BLACK_FRIDAY).num_days() {
        0 => 480,
        1..=2 => 430,
        3 => 330,
        -1 => 330,
        -4..=-2 => 240,
        -11..=-5 => 130,
        4..=6 => 220,
        7..=9 => 190,
        _ => 100,
    };
    weekday * season / 100
}

fn language(chance: &mut Chance, date: NaiveDate) -> Language {
    // St Andrew and the National Day: Romania is closed.
    let romanian_holiday = date == day(2026, 11, 30) || date == day(2026, 12, 1);
    let romanian = if romanian_holiday { 8 } else { 20 };
    chance.weighted(
        Language::Italian,
        &[
            (Language::Italian, 62),
            (Language::Romanian, romanian),
            (Language::English, 18),
        ],
    )
}

fn channel(chance: &mut Chance, language: Language) -> Channel {
    // Amazon has no Romanian shop.
    let (email, chat, whatsapp, instagram, amazon) = match language {
        Language::Italian => (38, 21, 15, 12, 14),
        Language::Romanian => (36, 24, 27, 13, 0),
        Language::English => (44, 20, 6, 10, 20),
    };
    chance.weighted(
        Channel::Email,
        &[
            (Channel::Email, email),
            (Channel::Chat, chat),
            (Channel::Whatsapp, whatsapp),
            (Channel::Instagram, instagram),
            (Channel::Amazon, amazon),
        ],
    )
}

/// How busy each hour of the customer's day is.
fn hour_weights(channel: Channel, weekend: bool) -> [i64; 24] {
    match channel {
        Channel::Instagram => [
            4, 2, 1, 0, 0, 0, 1, 3, 6, 9, 11, 11, 13, 12, 9, 10, 11, 13, 17, 22, 27, 28, 20, 10,
        ],
        _ if weekend => [
            4, 2, 1, 1, 0, 0, 1, 3, 7, 12, 15, 15, 11, 8, 9, 11, 13, 14, 14, 15, 17, 17, 12, 6,
        ],
        Channel::Chat | Channel::Whatsapp => [
            2, 1, 1, 0, 0, 1, 2, 6, 12, 19, 22, 20, 15, 9, 14, 18, 18, 16, 15, 17, 20, 20, 12, 5,
        ],
        Channel::Email | Channel::Amazon => [
            1, 1, 0, 0, 0, 1, 3, 7, 14, 20, 22, 20, 14, 8, 13, 17, 17, 15, 12, 10, 10, 10, 7, 3,
        ],
    }
}

/// Many customers within minutes, mostly when nobody works.
struct Burst {
    date: NaiveDate,
    /// First minute of the shop's day, and how many it lasts.
    from: i64,
    minutes: i64,
    tickets: usize,
    about: [Reason; 2],
}

/// A newsletter on a Sunday evening, a flash sale while the clocks go back, a
/// carrier's bad evening, a preview for subscribers, the sale itself at
/// midnight and in the evening, Cyber Monday, and the parcels that are late.
const BURSTS: [Burst; 8] = [
    Burst::new(day(2026, 10, 18), 20 * 60 + 30, 30, 18, PROMOTION),
    Burst::new(day(2026, 10, 25), 90, 120, 16, PROMOTION),
    Burst::new(day(2026, 11, 12), 19 * 60, 90, 24, PARCELS),
    Burst::new(day(2026, 11, 22), 21 * 60, 40, 20, PROMOTION),
    Burst::new(BLACK_FRIDAY, 0, 45, 75, PROMOTION),
    Burst::new(BLACK_FRIDAY, 20 * 60, 60, 30, REGRETS),
    Burst::new(day(2026, 11, 30), 0, 30, 25, PROMOTION),
    Burst::new(day(2026, 12, 2), 18 * 60 + 30, 60, 24, PARCELS),
];

const PROMOTION: [Reason; 2] = [Reason::DiscountCode, Reason::ProductQuestion];
const PARCELS: [Reason; 2] = [Reason::WhereIsMyOrder, Reason::WhereIsMyOrder];
const REGRETS: [Reason; 2] = [Reason::Cancel, Reason::DiscountCode];

impl Burst {
    const fn new(
        date: NaiveDate,
        from: i64,
        minutes: i64,
        tickets: usize,
        about: [Reason; 2],
    ) -> Self {
        Self {
            date,
            from,
            minutes,
            tickets,
            about,
        }
    }

    fn arrival(&self, chance: &mut Chance) -> Arrival {
        // Most in the first minutes: the smaller of two draws.
        let minute = chance
            .between(0, self.minutes - 1)
            .min(chance.between(0, self.minutes - 1));
        let second = chance.between(0, 59);
        let channel = chance.weighted(
            Channel::Chat,
            &[
                (Channel::Chat, 40),
                (Channel::Whatsapp, 25),
                (Channel::Instagram, 22),
                (Channel::Email, 13),
            ],
        );
        let [often, sometimes] = self.about;
        Arrival {
            at: instant(SHOP_ZONE, self.date, self.from + minute, second),
            channel,
            language: language(chance, self.date),
            about: Some(chance.weighted(often, &[(often, 7), (sometimes, 3)])),
        }
    }
}
