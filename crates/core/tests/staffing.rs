//! Laws of staffing: more agents are never worse, patience without end is
//! Erlang C, and what is required is enough and no more.

use deskcore::Error;
use deskcore::routing::staffing::{
    ErlangA, ErlangC, LiveWork, Staffing, StaffingGoal, erlang_a, erlang_a_required, erlang_c,
    erlang_c_required,
};
use proptest::prelude::*;

prop_compose! {
    fn work()(
        arrivals in 0.01_f64..2000.0,
        interval_s in prop::sample::select(vec![900.0, 1800.0, 3600.0]),
        aht_s in 1.0_f64..1200.0,
        answer_within_s in prop::sample::select(vec![0.0, 10.0, 20.0, 60.0, 600.0]),
        patience_s in 1.0_f64..4000.0,
    ) -> LiveWork {
        LiveWork { arrivals, interval_s, aht_s, answer_within_s, patience_s: Some(patience_s) }
    }
}

prop_compose! {
    fn goal()(
        target_bp in 0_u32..9990,
        max_occupancy_bp in 5000_u32..=10_000,
        max_abandon_bp in 50_u32..=10_000,
        concurrency in 1_u32..4,
        shrinkage_bp in 0_u32..5000,
    ) -> StaffingGoal {
        StaffingGoal { target_bp, max_occupancy_bp, max_abandon_bp, concurrency, shrinkage_bp }
    }
}

const NOISE: f64 = 1e-10;

fn meets_c(reached: &ErlangC, goal: &StaffingGoal) -> bool {
    reached.stable
        && reached.service_level * 1e4 >= f64::from(goal.target_bp) - 1e-6
        && reached.occupancy * 1e4 <= f64::from(goal.max_occupancy_bp) + 1e-6
}

fn meets_a(reached: &ErlangA, goal: &StaffingGoal) -> bool {
    reached.service_level * 1e4 >= f64::from(goal.target_bp) - 1e-6
        && reached.p_abandon * 1e4 <= f64::from(goal.max_abandon_bp) + 1e-6
        && reached.occupancy * 1e4 <= f64::from(goal.max_occupancy_bp) + 1e-6
}

fn people_follow(staffing: &Staffing, goal: &StaffingGoal) {
    assert!(staffing.agents * goal.concurrency >= staffing.slots);
    let present = |scheduled: u32| u64::from(scheduled) * u64::from(10_000 - goal.shrinkage_bp);
    let needed = u64::from(staffing.agents) * 10_000;
    assert!(present(staffing.scheduled) >= needed);
    assert!(staffing.scheduled == 0 || present(staffing.scheduled - 1) < needed);
}

proptest! {
    #[test]
    fn more_agents_are_never_worse(work in work(), agents in 1_u32..800) {
        let (few, more) = (erlang_c(&work, agents).unwrap(), erlang_c(&work, agents + 1).unwrap());
        prop_assert!(more.p_wait <= few.p_wait + NOISE);
        prop_assert!(more.service_level >= few.service_level - NOISE);
        prop_assert!(more.occupancy <= few.occupancy + NOISE);
        let (few, more) = (erlang_a(&work, agents).unwrap(), erlang_a(&work, agents + 1).unwrap());
        prop_assert!(more.p_wait <= few.p_wait + NOISE, "{few:?} {more:?}");
        prop_assert!(more.p_abandon <= few.p_abandon + NOISE, "{few:?} {more:?}");
        prop_assert!(more.service_level >= few.service_level - NOISE, "{few:?} {more:?}");
        prop_assert!(more.occupancy <= few.occupancy + NOISE, "{few:?} {more:?}");
    }

    #[test]
    fn shares_are_shares(work in work(), agents in 1_u32..800) {
        let reached = erlang_a(&work, agents).unwrap();
        for share in [
            reached.p_wait, reached.p_abandon, reached.service_level,
            reached.service_level_excl_short_abandons, reached.occupancy,
        ] {
            prop_assert!((0.0..=1.0).contains(&share), "{reached:?}");
        }
        prop_assert!(reached.service_level_excl_short_abandons >= reached.service_level - NOISE);
        prop_assert!(reached.p_abandon + reached.service_level <= 1.0 + NOISE);
    }

    #[test]
    fn endless_patience_is_erlang_c(mut work in work(), spare in 1_u32..30) {
        work.patience_s = Some(1e9);
        let agents = (work.intensity() * 1.02) as u32 + spare;
        let (a, c) = (erlang_a(&work, agents).unwrap(), erlang_c(&work, agents).unwrap());
        prop_assert!((a.p_wait - c.p_wait).abs() < 1e-3, "{a:?} {c:?}");
        prop_assert!((a.service_level - c.service_level).abs() < 1e-3, "{a:?} {c:?}");
        let asa = c.asa_s.unwrap();
        prop_assert!((a.mean_wait_all_s - asa).abs() < 1e-2 * asa.max(0.1), "{a:?} {c:?}");
    }

    #[test]
    fn what_is_required_is_enough_and_no_more(work in work(), goal in goal()) {
        let staffing = erlang_c_required(&work, &goal).unwrap();
        people_follow(&staffing, &goal);
        let reached = erlang_c(&work, staffing.slots).unwrap();
        prop_assert!(meets_c(&reached, &goal), "{reached:?}");
        prop_assert_eq!(reached.service_level, staffing.service_level);
        let fewer = erlang_c(&work, staffing.slots - 1).unwrap();
        prop_assert!(!meets_c(&fewer, &goal), "{staffing:?} {fewer:?}");

        let staffing = erlang_a_required(&work, &goal).unwrap();
        people_follow(&staffing, &goal);
        let reached = erlang_a(&work, staffing.slots).unwrap();
        prop_assert!(meets_a(&reached, &goal), "{reached:?}");
        if staffing.slots > 1 {
            let fewer = erlang_a(&work, staffing.slots - 1).unwrap();
            prop_assert!(!meets_a(&fewer, &goal), "{staffing:?} {fewer:?}");
        }
    }
}

#[test]
fn a_million_erlang_is_no_more_work() {
    // Milliseconds: what counts up from one agent takes hours.
    let work = LiveWork {
        patience_s: Some(120.0),
        ..LiveWork::new(6e6, 1800.0, 300.0, 20.0)
    };
    let goal = StaffingGoal::new(8000);
    let c = erlang_c_required(&work, &goal).unwrap();
    assert!(c.slots > 1_000_000 && c.slots < 1_010_000, "{c:?}");
    let a = erlang_a_required(&work, &goal).unwrap();
    assert!(a.slots > 800_000 && a.slots < c.slots, "{a:?}");
}

fn path(result: Result<Staffing, Error>) -> String {
    match result {
        Ok(staffing) => format!("{staffing:?}"),
        Err(error) => error.path().unwrap_or_default().to_owned(),
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let work = LiveWork {
        patience_s: Some(60.0),
        ..LiveWork::new(100.0, 1800.0, 300.0, 20.0)
    };
    let goal = StaffingGoal::new(8000);
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        for (expected, work) in [
            (
                "/arrivals",
                LiveWork {
                    arrivals: wrong,
                    ..work
                },
            ),
            (
                "/interval_s",
                LiveWork {
                    interval_s: wrong,
                    ..work
                },
            ),
            (
                "/aht_s",
                LiveWork {
                    aht_s: wrong,
                    ..work
                },
            ),
            (
                "/answer_within_s",
                LiveWork {
                    answer_within_s: wrong,
                    ..work
                },
            ),
            (
                "/patience_s",
                LiveWork {
                    patience_s: Some(wrong),
                    ..work
                },
            ),
        ] {
            assert_eq!(path(erlang_a_required(&work, &goal)), expected);
            assert_eq!(path(erlang_c_required(&work, &goal)), expected);
            assert!(erlang_a(&work, 3).is_err() && erlang_c(&work, 3).is_err());
        }
    }
    for (expected, work) in [
        (
            "/interval_s",
            LiveWork {
                interval_s: 0.0,
                ..work
            },
        ),
        ("/aht_s", LiveWork { aht_s: 0.0, ..work }),
        (
            "/patience_s",
            LiveWork {
                patience_s: Some(0.0),
                ..work
            },
        ),
        (
            "/patience_s",
            LiveWork {
                patience_s: None,
                ..work
            },
        ),
    ] {
        assert_eq!(path(erlang_a_required(&work, &goal)), expected);
    }
    for (expected, goal) in [
        (
            "/target_bp",
            StaffingGoal {
                target_bp: 10_001,
                ..goal
            },
        ),
        (
            "/target_bp",
            StaffingGoal {
                target_bp: 10_000,
                ..goal
            },
        ),
        (
            "/max_occupancy_bp",
            StaffingGoal {
                max_occupancy_bp: 0,
                ..goal
            },
        ),
        (
            "/max_occupancy_bp",
            StaffingGoal {
                max_occupancy_bp: 10_001,
                ..goal
            },
        ),
        (
            "/max_abandon_bp",
            StaffingGoal {
                max_abandon_bp: 0,
                ..goal
            },
        ),
        (
            "/shrinkage_bp",
            StaffingGoal {
                shrinkage_bp: 10_000,
                ..goal
            },
        ),
        (
            "/concurrency",
            StaffingGoal {
                concurrency: 0,
                ..goal
            },
        ),
    ] {
        assert_eq!(path(erlang_a_required(&work, &goal)), expected);
        assert_eq!(path(erlang_c_required(&work, &goal)), expected);
    }
    let huge = LiveWork {
        arrivals: 1e9,
        ..work
    };
    assert!(erlang_a_required(&huge, &goal).is_err() && erlang_c_required(&huge, &goal).is_err());
    let idle = StaffingGoal {
        max_occupancy_bp: 1,
        ..goal
    };
    assert_eq!(erlang_c_required(&work, &idle).unwrap().slots, 166_667);
}

#[test]
fn without_work_nobody_is_needed() {
    let work = LiveWork::new(0.0, 1800.0, 300.0, 20.0);
    let goal = StaffingGoal::new(10_000);
    let none = erlang_c_required(&work, &goal).unwrap();
    assert_eq!(
        (none.slots, none.scheduled, none.service_level),
        (0, 0, 1.0)
    );
    let work = LiveWork {
        patience_s: Some(60.0),
        ..work
    };
    let none = erlang_a_required(&work, &goal).unwrap();
    assert_eq!((none.slots, none.p_abandon), (0, Some(0.0)));
    assert_eq!(erlang_a(&work, 0).unwrap().service_level, 1.0);
}

#[test]
fn records_refuse_fields_they_do_not_know() {
    let work =
        r#"{"arrivals": 1, "interval_s": 1800, "aht_s": 300, "answer_within_s": 20, "agents": 3}"#;
    assert!(serde_json::from_str::<LiveWork>(work).is_err());
    assert!(serde_json::from_str::<StaffingGoal>(r#"{"target_bp": 8000, "target": 1}"#).is_err());
}
