//! The weekly digest: what it finds, what it does not find in noise, and that
//! the order of tickets does not matter.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{DateTime, TimeDelta, Utc};
use deskcore::Error;
use deskcore::metrics::{
    Digest, DigestConfig, Elapsed, FindingKind, TicketFigures, VolumeVerdict, weekly_digest,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn config() -> DigestConfig {
    DigestConfig::new("2026-11-23".parse().unwrap())
}

/// Noon, some days after the week's Monday.
fn noon(day: i64) -> DateTime<Utc> {
    at("2026-11-23T12:00:00Z") + TimeDelta::days(day)
}

struct Log(Vec<TicketFigures>);

impl Log {
    fn add(&mut self, n: usize, day: i64, reason: &str, change: impl Fn(&mut TicketFigures)) {
        for _ in 0..n {
            let id = format!("T-{:05}", self.0.len());
            let mut ticket = TicketFigures::new(id, noon(day));
            ticket
                .dimensions
                .insert("reason".to_owned(), reason.to_owned());
            change(&mut ticket);
            self.0.push(ticket);
        }
    }

    /// The same in each week from one to another.
    fn usual(first_week: i64, last_week: i64) -> Self {
        let mut log = Self(Vec::new());
        for day in first_week * 7..(last_week + 1) * 7 {
            log.add(8, day, "delivery", |_| {});
            log.add(4, day, "return", |_| {});
        }
        log
    }

    fn digest(&self, config: &DigestConfig) -> Digest {
        weekly_digest(&self.0, config).unwrap()
    }
}

fn types(digest: &Digest) -> Vec<String> {
    let findings = digest.findings.iter();
    findings
        .map(|finding| {
            serde_json::to_value(&finding.what).unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[test]
fn a_usual_week_has_no_findings_but_its_volume() {
    let digest = Log::usual(-8, 0).digest(&config());
    assert_eq!(types(&digest), ["volume"]);
    assert_eq!(
        (digest.n, digest.n_earlier, digest.earlier_weeks),
        (84, 672, 8)
    );
    assert!(matches!(
        digest.findings[0].what,
        FindingKind::Volume {
            verdict: VolumeVerdict::Usual,
            earlier_mean: 84.0,
            ..
        }
    ));
}

#[test]
fn a_broken_voucher_is_found_with_its_tickets() {
    let mut log = Log::usual(-8, 0);
    let first = log.0.len();
    log.add(14, 4, "voucher_refused", |ticket| {
        ticket
            .dimensions
            .insert("product".to_owned(), "gift-card".to_owned());
    });
    let digest = log.digest(&config());
    let changed = digest.findings.iter().find(|finding| {
        matches!(
            &finding.what, FindingKind::ShareChanged { reason, .. } if reason == "voucher_refused"
        )
    });
    let changed = changed.expect("its share changed");
    assert_eq!((changed.n, changed.tickets.len()), (14, 14));
    assert_eq!(changed.tickets[0], format!("T-{first:05}"));
    let spikes: Vec<_> = digest
        .findings
        .iter()
        .filter_map(|finding| match &finding.what {
            FindingKind::Spike {
                date,
                reason,
                product,
                ..
            } => Some((date.to_string(), reason.as_deref(), product.as_deref())),
            _ => None,
        })
        .collect();
    let friday = || "2026-11-27".to_owned();
    assert_eq!(
        spikes,
        [
            (friday(), None, Some("gift-card")),
            (friday(), Some("voucher_refused"), None),
        ]
    );
    let rules: Vec<&str> = digest
        .rules
        .iter()
        .map(|compared| &*compared.rule)
        .collect();
    assert!(
        rules.iter().any(|rule| rule.contains("Benjamini–Hochberg")),
        "{rules:?}"
    );
}

#[test]
fn evidence_is_capped_and_in_order() {
    let mut log = Log::usual(-8, -1);
    log.add(60, 2, "recall", |_| {});
    log.0.reverse();
    let digest = log.digest(&DigestConfig {
        most_evidence: 3,
        ..config()
    });
    let finding = digest
        .findings
        .iter()
        .find(|finding| matches!(finding.what, FindingKind::Spike { .. }));
    let finding = finding.unwrap();
    assert_eq!(finding.n, 60);
    assert_eq!(finding.tickets, ["T-00672", "T-00673", "T-00674"]);
}

#[test]
fn late_orders_articles_and_slow_agents() {
    let mut log = Log::usual(-8, -1);
    let solved = |agent: &'static str, hours: i64| {
        move |ticket: &mut TicketFigures| {
            ticket.solved = true;
            ticket.ended_at = Some(ticket.created_at);
            ticket
                .dimensions
                .insert("agent".to_owned(), agent.to_owned());
            ticket.resolution = Some(Elapsed {
                calendar_ms: hours * 3_600_000,
                business_ms: None,
            });
        }
    };
    log.add(40, 1, "delivery", solved("ana", 2));
    log.add(15, 2, "return", solved("bo", 30));
    log.add(3, 3, "delivery", |ticket| ticket.late_order = true);
    let config = DigestConfig {
        reasons_with_article: Some(["delivery".to_owned()].into()),
        ..config()
    };
    let digest = log.digest(&config);
    let late = digest
        .findings
        .iter()
        .find(|finding| matches!(finding.what, FindingKind::LateOrders { .. }));
    assert_eq!(late.unwrap().n, 3);
    let missing: Vec<_> = digest
        .findings
        .iter()
        .filter_map(|finding| match &finding.what {
            FindingKind::ArticleMissing { reason, .. } => Some(&**reason),
            _ => None,
        })
        .collect();
    assert_eq!(missing, ["return"]);
    let slow: Vec<_> = digest
        .findings
        .iter()
        .filter_map(|finding| match &finding.what {
            FindingKind::SlowResolution {
                reason,
                agent,
                median_ms,
                ..
            } => Some((reason.as_deref(), agent.as_deref(), *median_ms)),
            _ => None,
        })
        .collect();
    let ms = 30.0 * 3_600_000.0;
    assert_eq!(slow, [(Some("return"), None, ms), (None, Some("bo"), ms)]);
}

/// A Black Friday, or a week of holidays, among the earlier weeks hides
/// nothing that comes after it; weeks of which there are many are usual.
#[test]
fn what_was_unusual_once_is_no_measure() {
    let mut log = Log::usual(-8, 0);
    log.add(150, -17, "delivery", |_| {});
    log.0
        .retain(|ticket| !(noon(-35)..noon(-28)).contains(&ticket.created_at));
    let usual = log.digest(&config());
    assert_eq!(types(&usual)[0], "volume");
    assert_eq!(
        usual.findings[0].text,
        "84 tickets; the 8 weeks before without the unusual week of 2026-10-19 and that of 2026-11-02 had 84.0 on \
         average, and up to 29.7 more or less is usual."
    );
    log.add(84, 1, "return", |_| {});
    let digest = log.digest(&config());
    let is_usual = |digest: &Digest| {
        matches!(
            digest.findings[0].what,
            FindingKind::Volume {
                verdict: VolumeVerdict::Usual,
                ..
            }
        )
    };
    assert!(!is_usual(&digest), "{:?}", digest.findings[0]);
    for week in [-7, -4, -2] {
        log.add(84, week * 7, "return", |_| {});
    }
    log.add(84, -35, "return", |_| {});
    assert!(is_usual(&log.digest(&config())));
}

#[test]
fn season_and_growth_are_told_apart() {
    // Last year: Black Friday had twice the tickets of the weeks before.
    let mut log = Log::usual(-61, -53);
    log.0.retain(|ticket| ticket.created_at < noon(-52 * 7));
    log.add(168, -52 * 7, "delivery", |_| {});
    // This year, level grown by half.
    for day in -56..0 {
        log.add(18, day, "delivery", |_| {});
    }
    let verdict = |log: &Log| match log.digest(&config()).findings[0].what {
        FindingKind::Volume {
            verdict, growth, ..
        } => (verdict, growth),
        _ => panic!(),
    };
    let mut season = Log(log.0.clone());
    season.add(252, 4, "delivery", |_| {});
    assert_eq!(verdict(&season), (VolumeVerdict::Season, Some(1.5)));
    season.add(252, 4, "delivery", |_| {});
    assert_eq!(verdict(&season).0, VolumeVerdict::NotSeason);
    log.add(126, 4, "delivery", |_| {});
    assert_eq!(verdict(&log).0, VolumeVerdict::Usual);
    let mut young = Log::usual(-8, -1);
    young.add(300, 4, "delivery", |_| {});
    assert_eq!(verdict(&young), (VolumeVerdict::Unexplained, None));
}

#[test]
fn what_is_no_digest_is_refused() {
    let wrong = |change: &dyn Fn(&mut DigestConfig)| {
        let mut config = config();
        change(&mut config);
        let error = weekly_digest(&[], &config).unwrap_err();
        assert!(matches!(error, Error::InvalidInput { .. }));
        error.path().unwrap().to_owned()
    };
    assert_eq!(
        wrong(&|config| config.monday = "2026-11-24".parse().unwrap()),
        "/monday"
    );
    assert_eq!(wrong(&|config| config.earlier_weeks = 0), "/earlier_weeks");
    assert_eq!(
        wrong(&|config| config.false_discoveries = f64::NAN),
        "/false_discoveries"
    );
    assert_eq!(wrong(&|config| config.slow_factor = 1.0), "/slow_factor");
    assert_eq!(wrong(&|config| config.least_tickets = 0), "/least_tickets");
    let nothing = weekly_digest(&[], &config()).unwrap();
    assert!(nothing.findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_tickets_does_not_matter(
        drawn in prop::collection::vec((-62_i64..8, 0_usize..4, 0_usize..3, any::<bool>(), 0_i64..90), 0..300),
        order in prop::collection::vec(any::<Index>(), 1..20),
    ) {
        let mut log = Log(Vec::new());
        for (day, reason, product, late, hours) in drawn {
            log.add(1, day, ["a", "b", "c", "d"][reason], |ticket| {
                ticket.dimensions.insert("product".to_owned(), ["x", "y", "z"][product].to_owned());
                ticket.late_order = late;
                ticket.solved = true;
                ticket.ended_at = Some(ticket.created_at + TimeDelta::hours(hours));
                ticket.resolution = Some(Elapsed { calendar_ms: hours * 3_600_000, business_ms: None });
            });
        }
        let digest = log.digest(&config());
        let mut tickets = log.0;
        for (number, other) in order.iter().enumerate() {
            let (len, number) = (tickets.len(), number);
            if number < len {
                tickets.swap(number, other.index(len));
            }
        }
        tickets.reverse();
        prop_assert_eq!(weekly_digest(&tickets, &config()).unwrap(), digest);
    }
}

/// Weeks of the same kind: of all digests, no more say that a share changed
/// than the rate of false discoveries allows, by four standard errors. The
/// weeks are drawn from one seed: others would fail one run in some thousands.
#[test]
fn noise_is_seldom_a_finding() {
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let digests = 1_000;
    let mut wrong = 0;
    for _ in 0..digests {
        let mut log = Log(Vec::new());
        for day in -56..7 {
            for _ in 0..5 + next(5) {
                let reason = ["a", "b", "c", "d", "e", "f"][next(6) as usize];
                log.add(1, day, reason, |_| {});
            }
        }
        let found = types(&log.digest(&config()));
        wrong += i32::from(found.iter().any(|kind| kind == "share_changed"));
    }
    let (n, rate) = (f64::from(digests), config().false_discoveries);
    let allowed = n * rate + 4.0 * (n * rate * (1.0 - rate)).sqrt();
    assert!(f64::from(wrong) < allowed, "{wrong} of {digests} digests");
    assert!(wrong > 0, "a test that finds nothing ever tells nothing");
}
