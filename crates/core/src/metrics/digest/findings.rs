//! The rules by which a digest finds something.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::super::percentile::type_7;
use super::{
    Digest, DigestConfig, DigestRule, Finding, FindingKind, Placed, VolumeVerdict, by, place,
};
use crate::error::Error;
use crate::metrics::TicketFigures;
use crate::satisfaction::{IntervalMethod, proportion, two_proportions};
use crate::sla::Hours;

/// Weeks to the same week last year.
const YEAR: i64 = 52;

/// Reasons that are asked for an article.
const FREQUENT: usize = 20;

const CONFIDENCE: f64 = 0.95;

/// Of a normal distribution, the standard deviation in median absolute
/// deviations.
const MAD_TO_SIGMA: f64 = 1.4826;

/// Deviations from the median from which on a week says nothing of others
/// (Hampel 1974, with more patience than his 3: there are few weeks).
const TOO_FAR: f64 = 5.0;

/// One week in so many is left out at most.
const LEFT_OUT_OF: usize = 4;

/// How the rules say which weeks count.
const USUAL_WEEKS: &str = "without those further from their median than 5 times the greatest of their median absolute \
     deviation times 1.4826, the root of the median and 1, one in four at most";

/// What earlier weeks had on average, how far from that is usual, and the
/// weeks that are left out of both.
struct Usual {
    mean: f64,
    spread: f64,
    left_out: Vec<i64>,
}

/// The tickets, sorted out.
pub(super) struct Search<'a> {
    config: &'a DigestConfig,
    pub(super) week: Vec<Placed<'a>>,
    pub(super) earlier: Vec<Placed<'a>>,
    /// How many earlier weeks there are.
    pub(super) weeks: u32,
    /// Solved for the last time in the week.
    solved: Vec<Placed<'a>>,
    /// Tickets of the same week last year, those of the weeks before, and how
    /// many of these weeks there are.
    last_year: u64,
    before_last_year: u64,
    weeks_before_last_year: u32,
}

fn size(tickets: &[Placed<'_>]) -> i64 {
    i64::try_from(tickets.len()).unwrap_or(i64::MAX)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    type_7(&values, 0.5).unwrap_or_default()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

impl<'a> Search<'a> {
    pub(super) fn new(tickets: &'a [TicketFigures], config: &'a DigestConfig) -> Self {
        let wanted = i64::from(config.earlier_weeks);
        let mut search = Self {
            config,
            week: Vec::new(),
            earlier: Vec::new(),
            weeks: 0,
            solved: Vec::new(),
            last_year: 0,
            before_last_year: 0,
            weeks_before_last_year: 0,
        };
        let mut first_week = 0;
        for ticket in tickets {
            let (week, day) = place(config, ticket.created_at);
            first_week = first_week.min(week);
            let placed = Placed { ticket, week, day };
            if week == 0 {
                search.week.push(placed);
            } else if (-wanted..0).contains(&week) {
                search.earlier.push(placed);
            }
            if week == -YEAR {
                search.last_year += 1;
            } else if (-YEAR - wanted..-YEAR).contains(&week) {
                search.before_last_year += 1;
            }
            if let Some(ended_at) = ticket.ended_at
                && ticket.solved
                && place(config, ended_at).0 == 0
            {
                search.solved.push(placed);
            }
        }
        let weeks = |up_to: i64| u32::try_from((up_to - first_week).clamp(0, wanted)).unwrap_or(0);
        search.weeks = weeks(0);
        search.weeks_before_last_year = weeks(-YEAR);
        search
    }

    fn finding(&self, what: FindingKind, tickets: &[Placed<'_>], text: String) -> Finding {
        let ids = crate::order::set(tickets.iter().map(|placed| &*placed.ticket.id));
        let ids = ids.into_iter().take(self.config.most_evidence as usize);
        Finding {
            what,
            n: tickets.len() as u64,
            tickets: ids.map(str::to_owned).collect(),
            text,
        }
    }

    fn is_enough(&self, tickets: &[Placed<'_>]) -> bool {
        tickets.len() >= self.config.least_tickets as usize
    }

    fn date(&self, day: i64) -> NaiveDate {
        let monday = self.config.monday;
        let date = monday.checked_add_signed(TimeDelta::days(day));
        date.unwrap_or(monday)
    }

    /// The volume beside that of earlier weeks and of last year.
    pub(super) fn volume(&self, digest: &mut Digest) {
        digest.rules.push(DigestRule {
            finding: "volume".to_owned(),
            n: u64::from(self.weeks > 0),
            rule: format!(
                "other than usual: further from the mean m of k earlier weeks than 3 sqrt(v (1 + 1/k)), \
                 v the greatest of m, the weeks' variance and 1, {USUAL_WEEKS}; season: not so far from m times the same \
                 week last year over the mean of the {} weeks before it",
                self.config.earlier_weeks
            ),
        });
        if self.weeks == 0 {
            return;
        }
        let counts = self
            .earlier
            .iter()
            .fold(BTreeMap::new(), |mut counts, placed| {
                *counts.entry(placed.week).or_default() += 1_u64;
                counts
            });
        let usual = self.usual(&counts);
        let (mean, spread) = (usual.mean, usual.spread);
        let n = self.week.len() as f64;
        let then =
            (self.weeks_before_last_year > 0 && self.before_last_year > 0 && self.last_year > 0)
                .then(|| self.before_last_year as f64 / f64::from(self.weeks_before_last_year));
        let season = then.map(|then| self.last_year as f64 / then);
        let expected = season.map(|season| mean * season);
        let growth = then.map(|then| mean / then);
        let verdict = match (libm::fabs(n - mean) > spread, season, expected) {
            (false, ..) => VolumeVerdict::Usual,
            (true, Some(season), Some(expected)) => {
                // A season with twice the tickets varies more, too.
                let spread = spread * libm::sqrt(season.max(1.0));
                match libm::fabs(n - expected) > spread {
                    true => VolumeVerdict::NotSeason,
                    false => VolumeVerdict::Season,
                }
            }
            _ => VolumeVerdict::Unexplained,
        };
        let mut text = format!(
            "{} tickets; the {} weeks before{} had {mean:.1} on average",
            self.week.len(),
            self.weeks,
            self.without(&usual)
        );
        if let (Some(expected), Some(growth)) = (expected, growth) {
            text += &format!(
                ", which last year's season makes {expected:.1}; the level is {growth:.2} times that of last year"
            );
        }
        match verdict {
            VolumeVerdict::Usual => {
                text += &format!(", and up to {spread:.1} more or less is usual.");
            }
            VolumeVerdict::Season => text += ": the season explains it.",
            VolumeVerdict::NotSeason => text += ": the season does not explain it.",
            VolumeVerdict::Unexplained => text += ": unusual, and last year is not known.",
        }
        let what = FindingKind::Volume {
            earlier_mean: mean,
            last_year: then.map(|_| self.last_year),
            last_year_earlier_mean: then,
            expected,
            growth,
            verdict,
        };
        digest.findings.push(self.finding(what, &self.week, text));
    }

    /// What is usual after earlier weeks of so many tickets each.
    fn usual(&self, counts: &BTreeMap<i64, u64>) -> Usual {
        let weeks = (1..=i64::from(self.weeks)).map(|week| -week);
        let mut weeks: Vec<(i64, f64)> = weeks
            .map(|week| (week, counts.get(&week).map_or(0.0, |n| *n as f64)))
            .collect();
        let middle = median(weeks.iter().map(|(_, n)| *n));
        let far = |n: f64| libm::fabs(n - middle);
        let deviation = MAD_TO_SIGMA * median(weeks.iter().map(|(_, n)| far(*n)));
        let too_far = TOO_FAR * deviation.max(libm::sqrt(middle)).max(1.0);
        crate::order::sort_by(&mut weeks, |a, b| {
            far(a.1).total_cmp(&far(b.1)).then(a.0.cmp(&b.0))
        });
        let kept = weeks.len() - weeks.len() / LEFT_OUT_OF;
        let near = weeks.partition_point(|(_, n)| far(*n) <= too_far);
        let mut left_out: Vec<i64> = weeks
            .drain(near.max(kept)..)
            .map(|(week, _)| week)
            .collect();
        left_out.sort_unstable();

        let k = weeks.len() as f64;
        let mean = weeks.iter().map(|(_, n)| n).sum::<f64>() / k;
        let squares: f64 = weeks.iter().map(|(_, n)| (n - mean) * (n - mean)).sum();
        let variance = (squares / (k - 1.0).max(1.0)).max(mean).max(1.0);
        Usual {
            mean,
            spread: 3.0 * libm::sqrt(variance * (1.0 + 1.0 / k)),
            left_out,
        }
    }

    /// The weeks that a mean is without, as a sentence goes on.
    fn without(&self, usual: &Usual) -> String {
        let dates = usual
            .left_out
            .iter()
            .map(|week| self.date(week * 7).to_string());
        match dates.collect::<Vec<_>>() {
            dates if dates.is_empty() => String::new(),
            dates => format!(
                " without the unusual week of {}",
                dates.join(" and that of ")
            ),
        }
    }

    /// Reasons whose share changed beyond noise.
    pub(super) fn shares(&self, digest: &mut Digest) -> Result<(), Error> {
        let (now, before) = (by(&self.week, "reason"), by(&self.earlier, "reason"));
        let (n, n_before) = (size(&self.week), size(&self.earlier));
        let reasons = crate::order::set(now.keys().chain(before.keys()).copied());
        let mut compared = Vec::new();
        for reason in reasons {
            let tickets = now.get(reason).map_or(&[][..], Vec::as_slice);
            let k_before = before.get(reason).map_or(0, |tickets| size(tickets));
            let difference = two_proportions(size(tickets), n, k_before, n_before, CONFIDENCE)?;
            if let Some(p_value) = difference.p_value {
                compared.push((p_value, reason, tickets, k_before));
            }
        }
        let m = compared.len();
        let q = self.config.false_discoveries;
        digest.rules.push(DigestRule {
            finding: "share_changed".to_owned(),
            n: m as u64,
            rule: format!(
                "two proportions (pooled z test), this week's share of all tickets against that of the earlier \
                 weeks; Benjamini–Hochberg over all reasons at a false discovery rate of {q}"
            ),
        });
        crate::order::sort_by(&mut compared, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        let holds = |(place, (p_value, ..)): &(usize, &(f64, &str, &[Placed<'_>], i64))| {
            *p_value <= q * (*place as f64 + 1.0) / m as f64
        };
        let found = compared.iter().enumerate().rfind(holds);
        let found = found.map_or(0, |(place, _)| place + 1);
        for (p_value, reason, tickets, k_before) in compared.into_iter().take(found) {
            let (share, earlier_share) = (
                size(tickets) as f64 / n as f64,
                k_before as f64 / n_before as f64,
            );
            let what = FindingKind::ShareChanged {
                reason: reason.to_owned(),
                share,
                earlier_share,
                p_value,
            };
            let text = format!(
                "{reason}: {} of the tickets ({} of {n}), {} before; p = {p_value:.2e} among {m} comparisons.",
                percent(share),
                tickets.len(),
                percent(earlier_share)
            );
            digest.findings.push(self.finding(what, tickets, text));
        }
        Ok(())
    }

    /// Days with more tickets than their weekday explains.
    pub(super) fn spikes(&self, digest: &mut Digest) {
        type Subject<'a> = (i64, Option<&'a str>, Option<&'a str>);
        let mut now: BTreeMap<Subject<'_>, Vec<Placed<'_>>> = BTreeMap::new();
        let mut before: BTreeMap<Subject<'_>, BTreeMap<i64, u64>> = BTreeMap::new();
        let subjects = |placed: &Placed<'a>| {
            let of = |dimension: &str| {
                placed
                    .ticket
                    .dimensions
                    .get(dimension)
                    .map(|value| &**value)
            };
            let (reason, product) = (of("reason"), of("product"));
            let both = reason.and(product).map(|_| (placed.day, reason, product));
            let reason = reason.map(|reason| (placed.day, Some(reason), None));
            let product = product.map(|product| (placed.day, None, Some(product)));
            [reason, product, both].into_iter().flatten()
        };
        for placed in self.week.iter().filter(|_| self.weeks > 0) {
            for subject in subjects(placed) {
                now.entry(subject).or_default().push(*placed);
            }
        }
        for placed in &self.earlier {
            for subject in subjects(placed) {
                let weeks = before.entry(subject).or_default();
                *weeks.entry(placed.week).or_default() += 1;
            }
        }
        digest.rules.push(DigestRule {
            finding: "spike".to_owned(),
            n: now.len() as u64,
            rule: format!(
                "at least {} tickets of a day, and more than m + 3 sqrt(v (1 + 1/k)): m the mean of the same \
                 weekday in k earlier weeks, v the greatest of m, their variance and 1, {USUAL_WEEKS}; a reason and product \
                 together only where neither alone is found",
                self.config.least_tickets
            ),
        });
        let none = BTreeMap::new();
        let mut spikes: BTreeMap<Subject<'_>, Usual> = BTreeMap::new();
        for (subject, tickets) in now.iter().filter(|(_, tickets)| self.is_enough(tickets)) {
            let usual = self.usual(before.get(subject).unwrap_or(&none));
            if tickets.len() as f64 > usual.mean + usual.spread {
                spikes.insert(*subject, usual);
            }
        }
        for (subject @ (day, reason, product), usual) in &spikes {
            let (mean, threshold) = (usual.mean, usual.mean + usual.spread);
            let alone = [(*day, *reason, None), (*day, None, *product)];
            let both = reason.is_some() && product.is_some();
            if both && alone.iter().any(|alone| spikes.contains_key(alone)) {
                continue;
            }
            let tickets = now.get(subject).map_or(&[][..], Vec::as_slice);
            let date = self.date(*day);
            let names: Vec<&str> = [*reason, *product].into_iter().flatten().collect();
            let text = format!(
                "{}: {} tickets on {date}; the same weekday{} had {mean:.1} on average, and up to {threshold:.1} is usual.",
                names.join(", "),
                tickets.len(),
                self.without(usual)
            );
            let what = FindingKind::Spike {
                date,
                reason: reason.map(str::to_owned),
                product: product.map(str::to_owned),
                earlier_mean: mean,
                threshold,
            };
            digest.findings.push(self.finding(what, tickets, text));
        }
    }

    /// Tickets about late orders.
    pub(super) fn late_orders(&self, digest: &mut Digest) -> Result<(), Error> {
        digest.rules.push(DigestRule {
            finding: "late_orders".to_owned(),
            n: u64::from(!self.week.is_empty()),
            rule: "told whenever there is one; two proportions against the earlier weeks"
                .to_owned(),
        });
        let is_late = |placed: &&Placed<'a>| placed.ticket.late_order;
        let late: Vec<Placed<'a>> = self.week.iter().filter(is_late).copied().collect();
        if late.is_empty() {
            return Ok(());
        }
        let before = self.earlier.iter().filter(is_late).count();
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let (n, n_before) = (size(&self.week), size(&self.earlier));
        let difference = two_proportions(size(&late), n, before, n_before, CONFIDENCE)?;
        let share = late.len() as f64 / n as f64;
        let earlier_share = (n_before > 0).then(|| before as f64 / n_before as f64);
        let mut text = format!(
            "{} tickets about late orders ({} of all)",
            late.len(),
            percent(share)
        );
        if let Some(earlier_share) = earlier_share {
            text += &format!(", {} before", percent(earlier_share));
        }
        text += ".";
        let what = FindingKind::LateOrders {
            share,
            earlier_share,
            p_value: difference.p_value,
        };
        digest.findings.push(self.finding(what, &late, text));
        Ok(())
    }

    /// Frequent reasons without an article.
    pub(super) fn articles(&self, digest: &mut Digest) {
        let Some(with_article) = &self.config.reasons_with_article else {
            return;
        };
        let groups = by(&self.week, "reason");
        let mut reasons: Vec<_> = groups
            .iter()
            .filter(|(_, tickets)| self.is_enough(tickets))
            .collect();
        crate::order::sort_by(&mut reasons, |a, b| (b.1.len(), a.0).cmp(&(a.1.len(), b.0)));
        reasons.truncate(FREQUENT);
        digest.rules.push(DigestRule {
            finding: "article_missing".to_owned(),
            n: reasons.len() as u64,
            rule: format!(
                "the {FREQUENT} most frequent reasons with at least {} tickets that have no article",
                self.config.least_tickets
            ),
        });
        for (reason, tickets) in reasons {
            if with_article.contains(*reason) {
                continue;
            }
            let share = tickets.len() as f64 / self.week.len() as f64;
            let text = format!(
                "{reason}: {} tickets ({} of all), and no article.",
                tickets.len(),
                percent(share)
            );
            let what = FindingKind::ArticleMissing {
                reason: (*reason).to_owned(),
                share,
            };
            digest.findings.push(self.finding(what, tickets, text));
        }
    }

    fn resolution(&self, placed: &Placed<'_>) -> Option<f64> {
        let elapsed = placed.ticket.resolution?;
        let ms = match self.config.hours {
            Hours::Calendar => elapsed.calendar_ms,
            Hours::Business => elapsed.business_ms?,
        };
        (ms >= 0).then_some(ms as f64)
    }

    fn resolutions(&self, tickets: &[Placed<'_>]) -> Vec<f64> {
        let mut resolutions: Vec<f64> = tickets
            .iter()
            .filter_map(|placed| self.resolution(placed))
            .collect();
        resolutions.sort_unstable_by(f64::total_cmp);
        resolutions
    }

    /// Reasons and agents whose tickets took long.
    pub(super) fn slow(&self, digest: &mut Digest) -> Result<(), Error> {
        let Some(all) = type_7(&self.resolutions(&self.solved), 0.5) else {
            return Ok(());
        };
        let factor = self.config.slow_factor;
        let mut compared = 0;
        for dimension in ["reason", "agent"] {
            for (value, tickets) in by(&self.solved, dimension) {
                let resolutions = self.resolutions(&tickets);
                let (Some(median), true) = (type_7(&resolutions, 0.5), self.is_enough(&tickets))
                else {
                    continue;
                };
                compared += 1;
                let (n, above) = (
                    resolutions.len(),
                    resolutions.iter().filter(|ms| **ms > all).count(),
                );
                let [signed_n, signed_above] =
                    [n, above].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
                let share = proportion(signed_above, signed_n, CONFIDENCE, IntervalMethod::Wilson)?;
                let beyond_noise = share.lo.is_some_and(|low| low > 0.5);
                if median <= factor * all || !beyond_noise {
                    continue;
                }
                let hours = |ms: f64| ms / 3_600_000.0;
                let text = format!(
                    "{dimension} {value}: half of {n} tickets took longer than {:.1} hours, {:.1} among all; {above} of them took longer than that.",
                    hours(median),
                    hours(all)
                );
                let named = |wanted: &str| (dimension == wanted).then(|| value.to_owned());
                let what = FindingKind::SlowResolution {
                    reason: named("reason"),
                    agent: named("agent"),
                    median_ms: median,
                    median_of_all_ms: all,
                    above: above as f64 / n as f64,
                };
                digest.findings.push(self.finding(what, &tickets, text));
            }
        }
        digest.rules.push(DigestRule {
            finding: "slow_resolution".to_owned(),
            n: compared,
            rule: format!(
                "at least {} tickets solved in the week, their median more than {factor} times that of all, and \
                 the lower end of the share above that median (Wilson, 95 %) over a half; not corrected for the \
                 number of comparisons",
                self.config.least_tickets
            ),
        });
        Ok(())
    }
}
