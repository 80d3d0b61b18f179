//! The one report object.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use super::config::{ReportConfig, check_text};
use super::mapping::Mapping;
use super::record::{
    Dimensions, Elapsed, RatingRecord, SessionOutcome, SessionRecord, SurveyRecord, TicketFigures,
};
use super::tally::{Count, LeftOutWhy, Measure, Tally, Topic};
use crate::error::Error;
use crate::satisfaction::Scale;
use crate::sla::Hours;

/// Reasons for not asking that a report can tell apart.
const MOST_REASONS: usize = 256;

/// Hours of a week.
pub(super) const HOURS: usize = 7 * 24;

/// A group's place among the dimensions; the whole is of none.
const WHOLE: u32 = u32::MAX;

/// All figures of a shop, over any number of tickets, ratings and sessions.
///
/// A report holds counters and [`Sketch`](super::Sketch)es by group, and
/// neither persons nor tickets: erasing a customer changes nothing in it.
/// [`merge`](Self::merge) is associative and commutative to the byte, so a
/// report over a billion tickets is a tree of merges. Counts and sums below
/// 2⁶⁴ are exact, and end there. Each record is to be added once: a report
/// remembers none.
///
/// ```
/// use deskcore::metrics::{Elapsed, Report, ReportConfig, TicketFigures};
///
/// let mut report = Report::new(ReportConfig::default())?;
/// let mut ticket = TicketFigures::new("A-17", "2026-11-23T10:00:00Z".parse()?);
/// ticket.dimensions.insert("channel".into(), "whatsapp".into());
/// ticket.first_reply = Some(Elapsed { calendar_ms: 240_000, business_ms: None });
/// report.add_ticket(&ticket)?;
///
/// let figures = report.figures()?;
/// let first_reply = figures.overall.figure("first_reply").expect("it is always there");
/// assert_eq!((first_reply.n, first_reply.value), (1, Some(240_000.0)));
/// let csat = figures.overall.figure("csat_stars5").expect("it is always there");
/// assert_eq!((csat.n, csat.value), (0, None)); // of nothing, and not 0
///
/// let by_channel = report.figures_by("channel")?;
/// assert_eq!(by_channel[0].value.as_deref(), Some("whatsapp"));
/// let again = Report::from_json(&report.to_json()?)?;
/// assert_eq!(again, report);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) config: ReportConfig,
    pub(super) mapping: Mapping,
    /// What each dimension's values are read from.
    dimensions: Vec<Source>,
    /// The first is the whole.
    pub(super) groups: Vec<Group>,
    /// Groups by the hash of dimension and value.
    places: HashTable<u32>,
    pub(super) hours: [u64; HOURS],
    pub(super) days: BTreeMap<NaiveDate, Day>,
}

/// A group: everything with one value of one dimension.
#[derive(Debug, Clone)]
pub(super) struct Group {
    dimension: u32,
    pub(super) value: Box<str>,
    pub(super) tally: Tally,
}

/// Tickets that began, and that left the backlog, on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Day {
    pub(super) created: u64,
    pub(super) ended: u64,
}

/// Where the value of a dimension comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Record,
    Complexity,
    Day,
    Week,
    Month,
    HourOfWeek,
}

/// The groups of some dimensions in one [`Report`], found once for many
/// values. Only the report that gave it out, and its clones, know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSet(Vec<u32>);

/// A group that may have to be made.
struct Wanted<'a> {
    dimension: u32,
    value: std::borrow::Cow<'a, str>,
}

fn hash(dimension: u32, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u32(dimension);
    hasher.write(value.as_bytes());
    hasher.finish()
}

fn days(days: u32) -> TimeDelta {
    TimeDelta::days(days.into())
}

impl Report {
    /// An empty report.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a setting out of its range, and for the
    /// dimension `customer`: a report holds no person.
    pub fn new(config: ReportConfig) -> Result<Self, Error> {
        let mapping = config.check()?;
        let dimensions = config
            .dimensions
            .iter()
            .map(|dimension| match &**dimension {
                "complexity" => Source::Complexity,
                "day" => Source::Day,
                "week" => Source::Week,
                "month" => Source::Month,
                "hour_of_week" => Source::HourOfWeek,
                _ => Source::Record,
            });
        Ok(Self {
            mapping,
            dimensions: dimensions.collect(),
            config,
            groups: vec![Group {
                dimension: WHOLE,
                value: Box::default(),
                tally: Tally::default(),
            }],
            places: HashTable::new(),
            hours: [0; HOURS],
            days: BTreeMap::new(),
        })
    }

    /// How it counts.
    pub fn config(&self) -> &ReportConfig {
        &self.config
    }

    /// The groups that something with these dimensions belongs to, the whole
    /// among them; `at` tells its day, week, month and hour. With it, adding
    /// a value takes nanoseconds.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when a value is empty or longer than 256
    /// bytes, and when there would be more groups than `most_groups`.
    pub fn group(&mut self, dimensions: &Dimensions, at: DateTime<Utc>) -> Result<GroupSet, Error> {
        self.group_with(dimensions, at, None)
    }

    fn group_with(
        &mut self,
        dimensions: &Dimensions,
        at: DateTime<Utc>,
        handled_by: Option<&'static str>,
    ) -> Result<GroupSet, Error> {
        let wanted = self.wanted(dimensions, at, handled_by)?;
        let find = |wanted: &Wanted<'_>| self.find(wanted.dimension, &wanted.value);
        let places: Vec<Option<u32>> = wanted.iter().map(find).collect();
        self.room_for(places.iter().filter(|place| place.is_none()).count())?;
        let mut set = Vec::with_capacity(1 + places.len());
        set.push(0);
        for (wanted, place) in wanted.iter().zip(places) {
            set.push(place.unwrap_or_else(|| self.place(wanted.dimension, &wanted.value)));
        }
        Ok(GroupSet(set))
    }

    /// The groups by name.
    fn wanted<'a>(
        &self,
        dimensions: &'a Dimensions,
        at: DateTime<Utc>,
        handled_by: Option<&'a str>,
    ) -> Result<Vec<Wanted<'a>>, Error> {
        let local = || at.with_timezone(&self.config.tz);
        let date = || local().date_naive();
        let mut wanted = Vec::with_capacity(self.dimensions.len());
        for ((dimension, name), source) in (0..).zip(&self.config.dimensions).zip(&self.dimensions)
        {
            let value = match source {
                Source::Record => match (dimensions.get(name), handled_by) {
                    (Some(value), _) => {
                        check_text(|| format!("/dimensions/{name}"), value)?;
                        Some((&**value).into())
                    }
                    (None, Some(by)) if name == "handled_by" => Some(by.into()),
                    _ => None,
                },
                Source::Complexity => {
                    let reason = dimensions.get("reason");
                    let among = |reasons: &std::collections::BTreeSet<String>| {
                        reason.is_some_and(|reason| reasons.contains(reason))
                    };
                    if among(&self.config.simple_reasons) {
                        Some("simple".into())
                    } else if among(&self.config.complex_reasons) {
                        Some("complex".into())
                    } else {
                        None
                    }
                }
                Source::Day => Some(date().to_string().into()),
                Source::Week => {
                    let week = date().iso_week();
                    Some(format!("{:04}-W{:02}", week.year(), week.week()).into())
                }
                Source::Month => {
                    let date = date();
                    Some(format!("{:04}-{:02}", date.year(), date.month()).into())
                }
                Source::HourOfWeek => {
                    let local = local();
                    Some(format!("{} {:02}", local.weekday(), local.hour()).into())
                }
            };
            if let Some(value) = value {
                wanted.push(Wanted { dimension, value });
            }
        }
        Ok(wanted)
    }

    pub(super) fn find(&self, dimension: u32, value: &str) -> Option<u32> {
        let is_it = |place: &u32| {
            let group = self.groups.get(*place as usize);
            group.is_some_and(|group| group.dimension == dimension && *group.value == *value)
        };
        self.places.find(hash(dimension, value), is_it).copied()
    }

    pub(super) fn room_for(&self, more: usize) -> Result<(), Error> {
        let most = self.config.most_groups as usize;
        let n = self.groups.len() - 1 + more;
        if n <= most {
            return Ok(());
        }
        Err(Error::invalid(
            "/dimensions",
            format!("{n} groups: expected at most {most}, the report's most_groups"),
        ))
    }

    /// The place of a group, which is made where there is none.
    pub(super) fn place(&mut self, dimension: u32, value: &str) -> u32 {
        if let Some(place) = self.find(dimension, value) {
            return place;
        }
        let place = self.groups.len() as u32;
        self.groups.push(Group {
            dimension,
            value: value.into(),
            tally: Tally::default(),
        });
        let groups = &self.groups;
        let rehash = |place: &u32| {
            let group = groups.get(*place as usize);
            group.map_or(0, |group| hash(group.dimension, &group.value))
        };
        self.places
            .insert_unique(hash(dimension, value), place, rehash);
        place
    }

    fn each(&mut self, set: &GroupSet, mut add: impl FnMut(&Mapping, &mut Tally)) {
        for place in &set.0 {
            if let Some(group) = self.groups.get_mut(*place as usize) {
                add(&self.mapping, &mut group.tally);
            }
        }
    }

    /// Adds one duration, in milliseconds, to a measure. A negative one is
    /// left out, and counted as left out.
    pub fn add_duration(&mut self, set: &GroupSet, measure: Measure, ms: i64) {
        match u64::try_from(ms) {
            Ok(ms) => {
                let index = self.mapping.index(ms as f64);
                self.each(set, |mapping, tally| {
                    tally.duration(mapping, measure, ms, index);
                });
            }
            Err(_) => self.leave_out(set, measure.into(), LeftOutWhy::NegativeDuration),
        }
    }

    /// Adds one rating. One that the scale does not have is left out, and
    /// counted as left out.
    pub fn add_score(&mut self, set: &GroupSet, scale: Scale, score: i64) {
        let ratings = scale.ratings();
        let place = score.saturating_sub(*ratings.start());
        match usize::try_from(place) {
            Ok(place) if ratings.contains(&score) => {
                self.each(set, |_, tally| tally.rating(scale, place));
            }
            _ => self.leave_out(set, scale.into(), LeftOutWhy::OutOfScale),
        }
    }

    fn leave_out(&mut self, set: &GroupSet, topic: Topic, why: LeftOutWhy) {
        self.each(set, |_, tally| tally.leave_out(topic, why));
    }

    fn elapsed(&mut self, set: &GroupSet, measure: Measure, elapsed: Elapsed) {
        let ms = match self.config.hours {
            Hours::Calendar => Some(elapsed.calendar_ms),
            Hours::Business => elapsed.business_ms,
        };
        // Open time between two instants in the wrong order may be none.
        match ms {
            Some(ms) => self.add_duration(set, measure, ms.min(elapsed.calendar_ms)),
            None => self.leave_out(set, measure.into(), LeftOutWhy::BusinessTimeUnknown),
        }
    }

    /// Adds a ticket.
    ///
    /// # Errors
    ///
    /// As [`group`](Self::group); then nothing is added.
    pub fn add_ticket(&mut self, ticket: &TicketFigures) -> Result<(), Error> {
        let by = Some(ticket.handled_by.name());
        let set = self.group_with(&ticket.dimensions, ticket.created_at, by)?;
        let local = ticket.created_at.with_timezone(&self.config.tz);
        let hour = local.weekday().num_days_from_monday() * 24 + local.hour();
        if let Some(n) = self.hours.get_mut(hour as usize) {
            *n = n.saturating_add(1);
        }
        let day = self.days.entry(local.date_naive()).or_default();
        day.created = day.created.saturating_add(1);
        if let Some(ended_at) = ticket.ended_at {
            let date = ended_at.with_timezone(&self.config.tz).date_naive();
            let day = self.days.entry(date).or_default();
            day.ended = day.ended.saturating_add(1);
        }
        let (counts, too_recent) = self.counts(ticket);
        self.each(&set, |_, tally| {
            for what in &counts {
                tally.count(*what);
            }
            for outcome in &ticket.outcomes {
                tally.outcome(outcome.metric, outcome.met, outcome.missed);
            }
            if too_recent {
                tally.leave_out(Topic::FirstContact, LeftOutWhy::TooRecent);
            }
        });
        for (measure, elapsed) in [
            (Measure::FirstReply, ticket.first_reply),
            (Measure::Resolution, ticket.resolution),
            (Measure::RequesterWait, ticket.requester_wait),
            (Measure::AgentWork, ticket.agent_work),
        ] {
            match elapsed {
                Some(elapsed) => self.elapsed(&set, measure, elapsed),
                None => self.leave_out(&set, measure.into(), LeftOutWhy::NotYet),
            }
        }
        for elapsed in &ticket.next_replies {
            self.elapsed(&set, Measure::NextReply, *elapsed);
        }
        Ok(())
    }

    /// What a ticket counts as, and whether it is too recent to tell that its
    /// customer did not come back.
    fn counts(&self, ticket: &TicketFigures) -> (Vec<Count>, bool) {
        let mut counts = vec![Count::Tickets];
        let mut is = |holds: bool, what: Count| {
            if holds {
                counts.push(what);
            }
        };
        is(ticket.ended_at.is_some(), Count::Ended);
        is(ticket.solved, Count::Solved);
        is(ticket.reopens > 0, Count::Reopened);
        is(
            ticket.solved && ticket.agent_replies > 0,
            Count::SolvedWithReply,
        );
        let one_touch = ticket.solved && ticket.agent_replies == 1 && ticket.reopens == 0;
        is(one_touch, Count::OneTouch);
        let Some(solved_at) = ticket.ended_at.filter(|_| ticket.solved) else {
            return (counts, false);
        };
        let window = days(self.config.first_contact_days);
        let within = |at: DateTime<Utc>| at.signed_duration_since(solved_at) <= window;
        let again = ticket.contacted_again_at.is_some_and(within);
        let failed = again || ticket.reopens > 0 || ticket.agent_replies > 1;
        let known = failed || !within(ticket.known_until);
        is(known, Count::FirstContactKnown);
        is(known && !failed, Count::FirstContact);
        (counts, !known)
    }

    /// Adds a rating. One of a ticket that the host does not know, one that
    /// came before it was asked for, and one that its scale does not have are
    /// left out, and counted as left out.
    ///
    /// # Errors
    ///
    /// As [`group`](Self::group); then nothing is added.
    pub fn add_rating(&mut self, rating: &RatingRecord) -> Result<(), Error> {
        let set = self.group(&rating.dimensions, rating.at)?;
        if rating.ticket.is_none() {
            self.leave_out(&set, rating.scale.into(), LeftOutWhy::UnknownTicket);
        } else if rating.offered_at.is_some_and(|offered| rating.at < offered) {
            self.leave_out(&set, rating.scale.into(), LeftOutWhy::BeforeOffer);
        } else {
            self.add_score(&set, rating.scale, rating.score);
        }
        Ok(())
    }

    /// Adds a survey, offered or not.
    ///
    /// # Errors
    ///
    /// As [`group`](Self::group), and [`Error::InvalidInput`] for an answer
    /// to what was not asked, and for more than 256 reasons for not asking;
    /// then nothing is added.
    pub fn add_survey(&mut self, survey: &SurveyRecord) -> Result<(), Error> {
        if let Some(why) = &survey.not_asked {
            check_text(|| "/not_asked".to_owned(), why)?;
            if survey.responded {
                let message = "an answer to what was not asked: expected one of the two";
                return Err(Error::invalid("/responded", message));
            }
            self.reasons_with(std::iter::once(why))?;
        }
        let set = self.group(&survey.dimensions, survey.at)?;
        self.each(&set, |_, tally| match &survey.not_asked {
            Some(why) => tally.not_asked(why),
            None => {
                tally.count(Count::Offered);
                if survey.responded {
                    tally.count(Count::Responded);
                }
            }
        });
        Ok(())
    }

    pub(super) fn reasons_with<'a>(
        &self,
        more: impl Iterator<Item = &'a String>,
    ) -> Result<(), Error> {
        let Some(whole) = self.groups.first() else {
            return Ok(());
        };
        let known = whole.tally.who_was_not_asked();
        let n = known.len() + more.filter(|why| !known.contains_key(*why)).count();
        if n <= MOST_REASONS {
            return Ok(());
        }
        Err(Error::invalid(
            "/not_asked",
            format!("{n} reasons for not asking: expected at most {MOST_REASONS}"),
        ))
    }

    /// Adds a visit to self-service.
    ///
    /// # Errors
    ///
    /// As [`group`](Self::group); then nothing is added.
    pub fn add_session(&mut self, session: &SessionRecord) -> Result<(), Error> {
        let by = Some("self_service");
        let set = self.group_with(&session.dimensions, session.at, by)?;
        let window = days(self.config.durable_days);
        let within = |at: DateTime<Utc>| at.signed_duration_since(session.at) <= window;
        let solved = session.outcome == SessionOutcome::SolvedSaid;
        let followed = session.ticket_at.is_some_and(within);
        let known = !solved || followed || !within(session.known_until);
        self.each(&set, |_, tally| {
            tally.count(match session.outcome {
                SessionOutcome::SolvedSaid => Count::SessionsSolved,
                SessionOutcome::Left => Count::SessionsLeft,
                SessionOutcome::HandedOver => Count::SessionsHandedOver,
            });
            if !known {
                tally.leave_out(Topic::Durable, LeftOutWhy::TooRecent);
                return;
            }
            tally.count(Count::DurableKnown);
            if solved && !followed {
                tally.count(Count::Durable);
            }
        });
        Ok(())
    }

    /// Takes over all that another report holds.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the other counts in another way, and when
    /// there would be more groups than `most_groups`; then nothing is taken.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.config != other.config {
            let message = "reports that count differently cannot be merged: expected equal configs";
            return Err(Error::invalid("/config", message));
        }
        let whole = other.groups.first();
        self.reasons_with(
            whole
                .iter()
                .flat_map(|whole| whole.tally.who_was_not_asked().keys()),
        )?;
        let mut places = Vec::with_capacity(other.groups.len());
        places.push(Some(0));
        for group in other.groups.iter().skip(1) {
            places.push(self.find(group.dimension, &group.value));
        }
        let new = places.iter().filter(|place| place.is_none()).count();
        self.room_for(new)?;
        for (group, place) in other.groups.iter().zip(places) {
            let place = place.unwrap_or_else(|| self.place(group.dimension, &group.value));
            if let Some(known) = self.groups.get_mut(place as usize) {
                known.tally.merge(&self.mapping, &group.tally);
            }
        }
        for (n, more) in self.hours.iter_mut().zip(&other.hours) {
            *n = n.saturating_add(*more);
        }
        for (date, more) in &other.days {
            let day = self.days.entry(*date).or_default();
            day.created = day.created.saturating_add(more.created);
            day.ended = day.ended.saturating_add(more.ended);
        }
        Ok(())
    }

    /// The groups of a dimension, in the order of their values.
    pub(super) fn groups_of(&self, name: &str) -> Option<Vec<&Group>> {
        let number = self
            .config
            .dimensions
            .iter()
            .position(|known| known == name)?;
        let groups = self
            .groups
            .iter()
            .filter(|group| group.dimension as usize == number && !group.tally.is_empty());
        let mut groups: Vec<&Group> = groups.collect();
        crate::order::sort_by(&mut groups, |a, b| a.value.cmp(&b.value));
        Some(groups)
    }
}
