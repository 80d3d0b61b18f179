use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use deskcore::Desk;
use deskcore::ticket::{Event, EventKind, Opening, Priority};
use deskcore::what_if::{TicketHistory, compare};

use super::page;
use super::scale::{Counts, Durations as DurationAxis, Times};
use super::text::{Hours, count, duration, esc, mark, name, share};
use crate::report::{
    Arrivals, Backlog, BacklogPoint, Bucket, Distribution, Durations, Kept, MetricFacts, Report,
    SlaCounts, TargetMark,
};
use crate::what_if::WhatIf;

const HOSTILE: &str = "{{ \"</script>\" }}<img src=x onerror='alert(1)'>&amp;\u{1}";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Numbers that look like chance, and are the same each time.
fn noise(i: u64) -> u64 {
    let x = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40
}

fn durations(n: u64, p50: f64, within: Option<u64>) -> Durations {
    Durations {
        n,
        mean_s: Some(p50 * 1.7),
        p50_s: Some(p50),
        p90_s: Some(p50 * 5.3),
        max_s: Some(p50 * 61.0),
        within,
        beyond: within.map(|within| n - within),
    }
}

fn distribution(hours: &str, middle: usize, targets: &[(u64, u64, u64)]) -> Distribution {
    let mut buckets = Vec::new();
    let (mut from_s, mut to_s) = (0, 15);
    for i in 0..middle + 5 {
        let n = 900 / (1 + 3 * middle.abs_diff(i) as u64 * middle.abs_diff(i) as u64 / 4);
        buckets.push(Bucket { from_s, to_s, n });
        (from_s, to_s) = (to_s, to_s * 2);
    }
    let targets = targets
        .iter()
        .map(|&(seconds, n, within)| TargetMark { seconds, n, within })
        .collect();
    Distribution {
        hours: hours.to_owned(),
        buckets,
        targets,
    }
}

/// Half a year of a busy shop.
fn busy() -> Report {
    let start = at("2026-01-04T23:00:00Z");
    let mut series = Vec::new();
    let mut backlog: i64 = 20;
    for i in 0..900u64 {
        backlog += (noise(i) % 13) as i64 - 6;
        backlog = backlog.max(0) + i64::from((400..430).contains(&i)) * 5;
        backlog -= i64::from(i > 430 && backlog > 60) * 4;
        let offset = TimeDelta::minutes(i as i64 * 290);
        series.push(BacklogPoint(start + offset, backlog));
    }
    let peak = series.iter().rev().max_by_key(|point| point.1).unwrap();
    let (max, peak_at) = (peak.1, peak.0);
    let mut matrix = [[0; 24]; 7];
    for (day, hours) in matrix.iter_mut().enumerate() {
        for (hour, n) in hours.iter_mut().enumerate() {
            let open = (7..22).contains(&hour);
            let weekend = if day >= 5 { 3 } else { 1 };
            let lunch = if (12..14).contains(&hour) { 2 } else { 1 };
            let noise = noise((day * 24 + hour) as u64) % 25;
            *n = if open {
                (40 + noise * 2) / weekend / lunch
            } else {
                noise / 8
            };
        }
    }
    let sla = |met, breached| SlaCounts {
        met,
        breached,
        running: 7,
        paused: 4,
        cancelled: 12,
        no_target: 31,
        not_started: 2,
    };
    let of = |met: u64, breached: u64| {
        BTreeMap::from([
            ("first_reply_time".to_owned(), sla(met, breached)),
            (
                "total_resolution_time".to_owned(),
                sla(met / 10 * 9, breached * 2),
            ),
            ("agent_work_time".to_owned(), SlaCounts::default()),
        ])
    };
    let monday = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let sla_by_week = (0..26)
        .map(|week| {
            let kept = |i: u64| Kept {
                met: 60 + noise(week * 7 + i) % 60,
                breached: noise(week * 3 + i) % 22,
            };
            let metrics = BTreeMap::from([
                ("first_reply_time".to_owned(), kept(1)),
                ("total_resolution_time".to_owned(), kept(2)),
            ]);
            (
                monday.checked_add_days(Days::new(week * 7)).unwrap(),
                metrics,
            )
        })
        .collect();
    Report {
        desk: "Bottega Aurora".to_owned(),
        log: "helpdesk-2026-h1.csv.gz".to_owned(),
        tickets: 3842,
        events: 21_964,
        first_event_at: Some(start),
        last_event_at: Some(at("2026-07-04T20:00:00Z")),
        until: Some(at("2026-07-04T20:00:00Z")),
        left_out: BTreeMap::from([
            ("activity is not mapped".to_owned(), 1204),
            ("bad_timestamp".to_owned(), 3),
            ("out_of_order".to_owned(), 17),
        ]),
        flags: BTreeMap::from([("first row of the ticket is a reply".to_owned(), 74)]),
        statuses: [("new", 3), ("open", 41), ("pending", 22), ("hold", 0)]
            .into_iter()
            .chain([("solved", 120), ("closed", 3656)])
            .map(|(status, n)| (status.to_owned(), n))
            .collect(),
        metrics: [
            "first_reply_time",
            "requester_wait_time",
            "full_resolution_time",
        ]
        .into_iter()
        .zip([2_880.0, 33_000.0, 95_000.0])
        .map(|(id, p50)| {
            let facts = MetricFacts {
                calendar: durations(3547, p50 * 3.4, None),
                business: durations(3547, p50, Some(3204)),
            };
            (id.to_owned(), facts)
        })
        .collect(),
        sla: of(3204, 343),
        sla_by_priority: [
            ("urgent", 210, 64),
            ("high", 700, 120),
            ("normal", 2200, 150),
        ]
        .into_iter()
        .chain([("none", 94, 9)])
        .map(|(name, met, breached)| (name.to_owned(), of(met, breached)))
        .collect(),
        sla_by_channel: [
            ("email", 1800, 240),
            ("chat", 900, 40),
            ("whatsapp", 400, 60),
        ]
        .into_iter()
        .chain([(
            "the web form of the marketplace in Austria & Germany",
            104,
            3,
        )])
        .map(|(name, met, breached)| (name.to_owned(), of(met, breached)))
        .collect(),
        sla_by_week,
        reopened: 386,
        never_replied: 295,
        never_solved: 66,
        never_closed: 186,
        backlog: Backlog {
            until: "solved".to_owned(),
            max,
            at: Some(peak_at),
            series,
        },
        arrivals: Arrivals {
            zone: "Europe/Rome".to_owned(),
            matrix,
        },
        distributions: BTreeMap::from([
            (
                "first_reply_time".to_owned(),
                distribution("business", 8, &[(3600, 900, 800), (14_400, 2600, 2400)]),
            ),
            (
                "full_resolution_time".to_owned(),
                distribution("calendar", 14, &[(3 * 86_400, 3482, 2884)]),
            ),
        ]),
        insight: None,
        what_if: None,
    }
}

/// Five tickets of a name under two desks that have one promise each; none of
/// them is answered within the second.
fn two_desks(name: &str) -> WhatIf {
    let desk = |target: &str| {
        let targets = serde_json::json!({"*": {"first_reply_time": target}});
        let desk = serde_json::json!({"policies": [{"id": format!("{name} {target}"), "targets": targets}]});
        Desk::from_json(&desk.to_string()).unwrap()
    };
    let opened = at("2026-11-23T10:00:00Z");
    let histories = (1..=5).map(|hours| {
        let mut opening = Opening::new(format!("{name} {hours}"), opened, name);
        opening.facts.priority = Some(Priority::Normal);
        let answered = opened + TimeDelta::hours(hours);
        let events = vec![Event::new("answer", answered, EventKind::AgentReply {})];
        TicketHistory { opening, events }
    });
    let histories: Vec<TicketHistory> = histories.collect();
    WhatIf {
        desk: name.to_owned(),
        comparison: compare(&histories, &desk("3h"), &desk("30m"), None).unwrap(),
    }
}

/// The busy report with the same hostile text in every place for a text.
fn hostile() -> Report {
    let text = || HOSTILE.to_owned();
    let mut report = busy();
    let counts = report.sla.values().next().copied().unwrap();
    let by_metric = BTreeMap::from([(text(), counts)]);
    report.desk = text();
    report.log = text();
    report.left_out = BTreeMap::from([(text(), 1)]);
    report.flags = report.left_out.clone();
    report.statuses = report.left_out.clone();
    let facts = report.metrics.values().next().cloned().unwrap();
    report.metrics.insert(text(), facts);
    report.sla.insert(text(), counts);
    report.sla_by_channel.insert(text(), by_metric.clone());
    report.sla_by_priority.insert(text(), by_metric);
    for metrics in report.sla_by_week.values_mut() {
        metrics.insert(
            text(),
            Kept {
                met: 1,
                breached: 1,
            },
        );
    }
    report.backlog.until = text();
    report.arrivals.zone = text();
    let mut distribution = report.distributions.values().next().cloned().unwrap();
    distribution.hours = text();
    report.distributions.insert(text(), distribution);
    report.what_if = Some(two_desks(HOSTILE));
    report
}

/// Every tag is closed in its order; attributes are quoted.
fn check_tags(page: &str) {
    const VOID: [&str; 2] = ["meta", "br"];
    let mut open: Vec<&str> = Vec::new();
    let body = page.strip_prefix("<!doctype html>\n").unwrap();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>') || tag == "style", "{part}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{part}");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        assert_eq!(tag.matches('"').count() % 2, 0, "{part}");
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

fn check(page: &str) {
    check_tags(page);
    for foreign in [
        "://", "<script", "<link", "<img", "@import", "src=\"", "href=",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    for bad in ["NaN", "inf\"", "inf%", ">inf", "\"-inf", "None", "Some("] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[test]
fn a_busy_desk_has_every_picture() {
    let page = page(&busy());
    check(&page);
    for expected in [
        "<h1><bdi>Bottega Aurora</bdi></h1>",
        "Europe/Rome",
        "helpdesk-2026-h1.csv.gz",
        "3\u{202f}842",
        "target 1\u{a0}h: 800 of 900 within",
        "target 3\u{a0}d: 2\u{202f}884 of 3\u{202f}482 within",
        "48\u{a0}min",
        "the web form of the marketplace in Austria &amp; Germany",
        "No ticket has a target for agent’s work.",
        "bad timestamp",
        "events earlier than their ticket&#39;s last",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert_eq!(page.matches("<figure>").count(), 6);
    assert_eq!(page.matches("class=\"heat-cell").count(), 7 * 24);
    assert_eq!(page.matches("role=\"img\" aria-label=\"").count(), 6);
}

#[test]
fn another_desk_has_its_pictures() {
    let mut report = busy();
    assert!(!page(&report).contains("What if"));
    report.what_if = Some(two_desks("chat"));
    let page = page(&report);
    check(&page);
    for expected in [
        "<h2>What if</h2>",
        "<h3>Under <bdi>chat</bdi>, 3 of 5\u{a0}tickets would have another verdict",
        "before: 60.0\u{202f}% of 5\u{a0}promises",
        "after: 0.0\u{202f}% of 5\u{a0}promises",
        "<bdi>chat</bdi>, first reply",
        "<td>met<br><small>3\u{a0}h of 3\u{a0}h</small></td>",
        "the target is 30m instead of 3h",
        "people would have worked in another order",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert_eq!(page.matches("role=\"img\" aria-label=\"").count(), 8);
}

#[test]
fn texts_from_outside_are_never_markup() {
    let page = page(&hostile());
    check(&page);
    assert!(!page.contains("<img"));
    assert!(page.contains("{{ &quot;&lt;/script&gt;&quot; }}&lt;img"));
}

#[test]
fn an_empty_report_says_that_it_is_empty() {
    let page = page(&Report::default());
    check(&page);
    for expected in [
        "The log holds no ticket",
        "No ticket came in.",
        "there is no week to draw",
        "Nothing was left out.",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn odd_numbers_do_no_harm() {
    let mut report = busy();
    report.tickets = u64::MAX;
    report.arrivals.matrix = [[u64::MAX; 24]; 7];
    report.backlog.max = -3;
    report.backlog.series.truncate(1);
    for facts in report.metrics.values_mut() {
        facts.business = Durations {
            n: 1,
            mean_s: Some(f64::NAN),
            p50_s: Some(f64::INFINITY),
            p90_s: Some(-1e300),
            ..Durations::default()
        };
    }
    for metrics in report.sla_by_week.values_mut() {
        metrics.insert(
            "first_reply_time".to_owned(),
            Kept {
                met: u64::MAX,
                breached: u64::MAX,
            },
        );
    }
    for distribution in report.distributions.values_mut() {
        distribution.targets = vec![TargetMark {
            seconds: u64::MAX,
            n: 0,
            within: 0,
        }];
        distribution.buckets = vec![Bucket {
            from_s: 5,
            to_s: 5,
            n: u64::MAX,
        }];
    }
    check(&page(&report));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(page(&busy()), page(&busy()));
}

#[test]
fn durations_are_humane() {
    let calendar = |seconds| duration(seconds, Hours::Calendar).replace('\u{a0}', " ");
    let business = |seconds| duration(seconds, Hours::Business).replace('\u{a0}', " ");
    assert_eq!(calendar(0.0), "0 s");
    assert_eq!(calendar(0.2), "under 1 s");
    assert_eq!(calendar(45.4), "45 s");
    assert_eq!(calendar(59.9), "1 min");
    assert_eq!(calendar(270.0), "4 min 30 s");
    assert_eq!(calendar(3599.0), "1 h");
    assert_eq!(calendar(8100.0), "2 h 15 min");
    assert_eq!(calendar(273_600.0), "3 d 4 h");
    assert_eq!(calendar(8_640_000.0), "100 d");
    assert_eq!(calendar(-90.0), "−1 min 30 s");
    assert_eq!(business(273_600.0), "76 h");
    assert_eq!(business(3_600_000.0), "1\u{202f}000 h");
    assert_eq!(mark(14 * 86_400, Hours::Calendar), "2\u{a0}wk");
    assert_eq!(mark(86_400, Hours::Business), "24\u{a0}h");
}

#[test]
fn only_none_is_nothing_and_only_all_is_everything() {
    assert_eq!(share(0, 0), None);
    assert_eq!(share(0, 9).unwrap(), "0.0\u{202f}%");
    assert_eq!(share(1, 1_000_000).unwrap(), "0.1\u{202f}%");
    assert_eq!(share(999_999, 1_000_000).unwrap(), "99.9\u{202f}%");
    assert_eq!(share(5, 5).unwrap(), "100.0\u{202f}%");
    assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
}

#[test]
fn names_are_cut_and_kept_whole_in_the_title() {
    let long = "<è>".repeat(20);
    let markup = name(&long);
    assert!(markup.contains(&format!("title=\"{}\"", esc(&long))));
    assert!(markup.ends_with("…</bdi>"));
    assert_eq!(name("chat"), "<bdi>chat</bdi>");
    assert_eq!(name(" "), "<i>(empty)</i>");
}

#[test]
fn counts_have_round_steps() {
    let labels = |max| -> Vec<String> {
        let ticks = Counts::holding(max, 5).ticks();
        ticks.into_iter().map(|tick| tick.label).collect()
    };
    assert_eq!(labels(0), ["0", "1"]);
    assert_eq!(labels(3), ["0", "1", "2", "3"]);
    assert_eq!(labels(87), ["0", "20", "40", "60", "80", "100"]);
    assert_eq!(labels(201), ["0", "50", "100", "150", "200", "250"]);
}

#[test]
fn durations_lie_on_a_logarithmic_axis() {
    let buckets = [(0, 60), (60, 120), (120, 240), (240, 480)].map(|(from_s, to_s)| Bucket {
        from_s,
        to_s,
        n: 1,
    });
    let axis = DurationAxis::of(&buckets);
    assert_eq!(axis.at(0), Some(0.0));
    assert_eq!(axis.at(60), Some(0.25));
    assert_eq!(axis.at(480), Some(1.0));
    assert_eq!(axis.at(481), None);
    assert_eq!(DurationAxis::of(&[]).at(0), None);
}

#[test]
fn time_axes_have_local_midnights() {
    let labels = |from, to| -> Vec<String> {
        let times = Times::between(at(from), at(to), "Europe/Rome".parse().unwrap()).unwrap();
        times.ticks(11).into_iter().map(|tick| tick.label).collect()
    };
    assert_eq!(
        labels("2025-10-31T23:00:00Z", "2026-02-10T00:00:00Z"),
        [
            "10 Nov 2025",
            "24 Nov",
            "8 Dec",
            "22 Dec",
            "5 Jan 2026",
            "19 Jan",
            "2 Feb"
        ]
    );
    assert_eq!(
        labels("2010-01-13T08:00:00Z", "2014-01-03T08:00:00Z"),
        [
            "Jul 2010", "Jan 2011", "Jul", "Jan 2012", "Jul", "Jan 2013", "Jul", "Jan 2014"
        ]
    );
    assert_eq!(
        labels("2026-03-01T22:00:00Z", "2026-03-02T10:00:00Z"),
        ["Mon 2 Mar", "03:00", "06:00", "09:00"]
    );
}
