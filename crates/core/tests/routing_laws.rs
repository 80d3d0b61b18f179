//! Laws of queues and of giving out work.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use deskcore::routing::simulation::{
    Job, Pool, QueueOrder, SimulatedTicket, simulate, simulate_roster,
};
use deskcore::routing::{
    Agent, AgentStatus, Queue, QueuedTicket, RequeueReason, Roster, Router, RouterState, Routing,
    RoutingChange, RoutingConfig, RoutingEvent, RoutingEventKind, WorkItem,
};
use deskcore::ticket::Priority;
use proptest::prelude::*;
use serde_json::json;

const START: i64 = 1_760_000_000_000;

fn config() -> RoutingConfig {
    serde_json::from_value(json!({
        "boosts": [
            {"name": "vip", "when": {"vip": true}, "seconds": 1800},
            {"name": "urgent", "group": "priority", "when": {"priority": ["urgent"]}, "seconds": 3600},
            {"name": "high", "group": "priority", "when": {"priority": ["high", "urgent"]}, "seconds": 600},
            {"name": "low", "group": "priority", "when": {"priority": ["low"]}, "seconds": -7200},
            {"name": "order", "when": {"order_value_at_least": 10000}, "seconds": 900},
            {"name": "angry", "when": {"sentiment_at_most": -500}, "seconds": 1200},
            {"name": "old", "when": {"age_at_least_s": 3600}, "seconds": 300}
        ],
        "default_target_s": {"chat": 60, "*": 3600},
        "max_boost_s": 3600, "max_demote_s": 3600,
        "channel_weight": {"chat": 2, "phone": 5},
        "exclusive_channels": ["phone"],
        "wind_down_s": 30,
        "teams": {"returns": {"overflow": [{"after_s": 120, "team": "front"}]}},
        "relax": [{"after_s": 90, "lower_levels_by": 1}, {"after_s": 240, "drop_skills": "*", "drop_language": true}],
        "sticky_wait_s": 60,
        "reassign": {"offline_after_s": 60, "away_after_s": 120, "immediate_channels": ["chat"]},
        "accept_timeout_s": {"chat": 45},
    }))
    .unwrap()
}

fn agents() -> Vec<Agent> {
    serde_json::from_value(json!([
        {"id": "ioana", "capacity": 5, "teams": ["front", "returns"], "languages": {"ro": 3, "it": 1}, "skills": {"refunds": 2}},
        {"id": "marco", "capacity": 6, "teams": ["front"], "languages": {"it": 3}, "channels": {"email": 4, "chat": 2, "phone": 1}},
        {"id": "emma", "capacity": 3, "teams": ["returns"], "languages": {"en": 3}, "skills": {"refunds": 3},
            "shifts_ms": [[START, START + 600_000], [START + 900_000, START + 1_500_000]]},
        {"id": "luca", "capacity": 0},
        {"id": "vlad", "capacity": 2, "status": "offline"},
    ]))
    .unwrap()
}

const CHANNELS: [&str; 4] = ["email", "chat", "phone", "marketplace"];
const AGENTS: [&str; 5] = ["ioana", "marco", "emma", "luca", "vlad"];

fn item() -> impl Strategy<Value = WorkItem> {
    let who = (
        prop::sample::select(&CHANNELS[..]),
        prop::option::of(prop::sample::select(&["front", "returns", "nobody"][..])),
        prop::option::of(prop::sample::select(&["it", "it-CH", "ro", "en", "de"][..])),
        prop::option::of(0u32..4),
        prop::option::of(prop::sample::select(&AGENTS[..])),
    );
    let what = (
        prop::option::of(-3_000_000i64..3_000_000),
        any::<bool>(),
        prop::option::of(-1000i64..1000),
        prop::option::of(0i64..20_000),
        prop::option::of(prop::sample::select(
            &["low", "normal", "high", "urgent"][..],
        )),
    );
    (who, what).prop_map(
        |((channel, team, language, level, owner), (due, vip, mood, value, priority))| {
            let mut item = WorkItem::new("", channel);
            item.created_at_ms = Some(START);
            item.team = team.map(str::to_owned);
            item.language = language.map(str::to_owned);
            item.skills
                .extend(level.map(|level| ("refunds".to_owned(), level)));
            item.owner = owner.map(str::to_owned);
            item.due_ms
                .extend(due.map(|due| ("first_reply_time".to_owned(), Some(START + due))));
            item.vip = vip;
            item.sentiment = mood;
            item.order_value_minor = value;
            item.priority = priority.map(|name| serde_json::from_value(json!(name)).unwrap());
            item
        },
    )
}

/// Seconds from one event to the next, and what happens to which ticket.
fn happenings() -> impl Strategy<Value = Vec<(u8, u8, u8, u8, WorkItem)>> {
    prop::collection::vec((0u8..80, 0u8..10, 0u8..12, 0u8..5, item()), 1..60)
}

fn events(happenings: &[(u8, u8, u8, u8, WorkItem)], by_hand: bool) -> Vec<RoutingEvent> {
    let mut at_ms = START;
    let mut number = 0;
    let events = happenings.iter().map(|(gap, what, which, who, item)| {
        at_ms += i64::from(*gap) * 1000;
        let ticket = format!("t{which}");
        let agent = AGENTS[usize::from(*who)].to_owned();
        let status = [AgentStatus::Online, AgentStatus::Away, AgentStatus::Offline];
        let kind = match what {
            0..=2 => {
                number += 1;
                let id = format!("t{}", number % 12);
                let ticket = WorkItem { id, ..item.clone() };
                RoutingEventKind::TicketNew { ticket }
            }
            3 => RoutingEventKind::TicketDone { ticket },
            4 => RoutingEventKind::TicketPause { ticket },
            5 if by_hand => RoutingEventKind::TicketResume { ticket },
            6 => RoutingEventKind::Accept { ticket, agent },
            7 => RoutingEventKind::Decline { ticket, agent },
            8 if by_hand => RoutingEventKind::Assign { ticket, agent },
            9 if item.vip => RoutingEventKind::TicketUpdate {
                ticket,
                set: BTreeMap::from([
                    ("vip".to_owned(), json!(true)),
                    ("team".to_owned(), json!(null)),
                    // What is in hand may take more room then than there is.
                    match by_hand {
                        true => ("channel".to_owned(), json!(item.channel)),
                        false => ("tags".to_owned(), json!([])),
                    },
                ]),
            },
            _ => RoutingEventKind::AgentStatus {
                agent,
                status: status[usize::from(*which) % 3],
            },
        };
        RoutingEvent { at_ms, kind }
    });
    events.collect()
}

fn router() -> Router {
    let roster = Roster::new(agents(), &BTreeMap::new()).unwrap();
    Router::new(&Routing::new(config()).unwrap(), &roster, START)
}

/// All events of an instant together.
fn together(events: &[RoutingEvent]) -> impl Iterator<Item = &[RoutingEvent]> {
    events.chunk_by(|a, b| a.at_ms == b.at_ms)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn contributions_add_up(item in item(), demoted: bool) {
        let routing = Routing::new(config()).unwrap();
        let item = WorkItem { demoted, ..item };
        let why = routing.explain_queue_key(&item);
        prop_assert_eq!(why.contributions.iter().map(|part| part.ms).sum::<i64>(), why.key);
        prop_assert_eq!(routing.queue_key(&item), why.key);
    }

    #[test]
    fn nothing_is_overtaken_beyond_the_bound(one in item(), other in item()) {
        let (one, other) = (WorkItem { id: "one".into(), ..one }, WorkItem { id: "other".into(), ..other });
        let routing = Routing::new(config()).unwrap();
        let base = |item: &WorkItem| routing.explain_queue_key(item).contributions[0].ms;
        let bound = (config().max_boost_s + config().max_demote_s) * 1000;
        if routing.queue_key(&other) < routing.queue_key(&one) {
            prop_assert!(base(&other) <= base(&one) + bound);
        }
    }

    #[test]
    fn nothing_is_lost_and_nobody_has_too_much(happenings in happenings()) {
        let events = events(&happenings, false);
        let mut router = router();
        let mut alive = BTreeSet::new();
        for events in together(&events) {
            for event in events {
                match &event.kind {
                    RoutingEventKind::TicketNew { ticket } => { alive.insert(ticket.id.clone()); }
                    RoutingEventKind::TicketDone { ticket } => { alive.remove(ticket); }
                    _ => {}
                }
            }
            router.apply(events).unwrap();
            let state = router.state();
            let known: BTreeSet<String> = state.tickets.iter().map(|ticket| ticket.ticket.id.clone()).collect();
            prop_assert_eq!(&known, &alive);
            let mut hands = BTreeSet::new();
            for agent in &state.agents {
                let capacity = agents().into_iter().find(|known| known.id == agent.agent).unwrap().capacity;
                prop_assert!(agent.used <= capacity.into(), "{:?}", agent);
                for ticket in &agent.tickets {
                    prop_assert!(hands.insert(ticket.clone()), "{} is in two hands", ticket);
                }
            }
            for ticket in &state.tickets {
                let queued = router.queue().any(|(id, _)| id == ticket.ticket.id);
                prop_assert_eq!(queued, ticket.agent.is_none() && !ticket.paused);
                prop_assert_eq!(hands.contains(&ticket.ticket.id), ticket.agent.is_some());
            }
        }
    }

    #[test]
    fn being_told_the_time_more_often_changes_nothing(happenings in happenings(), step in 1i64..40) {
        let events = events(&happenings, true);
        let end = START + 2_400_000;
        let (mut once, mut often) = (router(), router());
        let mut first = once.apply(&events).unwrap();
        first.extend(once.advance(end.max(once.now_ms())).unwrap());
        let mut second = Vec::new();
        for events in together(&events) {
            while often.now_ms() + step * 1000 < events[0].at_ms {
                second.extend(often.advance(often.now_ms() + step * 1000).unwrap());
            }
            second.extend(often.apply(events).unwrap());
        }
        while often.now_ms() + step * 1000 < once.now_ms() {
            second.extend(often.advance(often.now_ms() + step * 1000).unwrap());
        }
        second.extend(often.advance(once.now_ms()).unwrap());
        prop_assert_eq!(first, second);
        prop_assert_eq!(once.state(), often.state());
    }

    /// Nothing happens before the instant at which a router wants to be woken.
    #[test]
    fn nothing_changes_before_the_next_wake_up(happenings in happenings()) {
        let mut router = router();
        router.apply(&events(&happenings, true)).unwrap();
        for _ in 0..30 {
            let Some(next) = router.next_wake_up() else { break };
            let mut early = router.clone();
            prop_assert_eq!(early.advance(next - 1).unwrap(), Vec::<RoutingChange>::new());
            router.advance(next).unwrap();
        }
    }

    #[test]
    fn a_router_goes_on_from_its_state(happenings in happenings(), cut in 0usize..60) {
        let events = events(&happenings, true);
        let chunks: Vec<_> = together(&events).collect();
        let (before, after) = chunks.split_at(cut.min(chunks.len()));
        let mut router = router();
        for events in before {
            router.apply(events).unwrap();
        }
        let roster = Roster::new(agents(), &BTreeMap::new()).unwrap();
        let text = serde_json::to_string(&router.state()).unwrap();
        let state = serde_json::from_str(&text).unwrap();
        let mut again = Router::restore(&Routing::new(config()).unwrap(), &roster, &state).unwrap();
        prop_assert_eq!(again.state(), router.state());
        for events in after {
            prop_assert_eq!(router.apply(events).unwrap(), again.apply(events).unwrap());
        }
        prop_assert_eq!(again.state(), router.state());
    }

    /// What somebody would take by themselves is what nobody stands between.
    #[test]
    fn explanations_agree_with_assignments(happenings in happenings()) {
        let mut router = router();
        router.apply(&events(&happenings, true)).unwrap();
        for (id, _) in router.queue() {
            let why = router.explain(id).unwrap();
            prop_assert!(why.agent.is_none(), "{} should have been given out", why);
            if why.reserved_for.is_none() {
                prop_assert!(why.agents.iter().all(|verdict| !verdict.obstacles.is_empty()), "{}", why);
            }
        }
    }

    /// Agents of a roster who can all do everything are a pool.
    #[test]
    fn a_roster_of_equals_is_a_pool(
        jobs in prop::collection::vec((0i64..400, 0usize..4, 0i64..4000, 0i64..900, any::<bool>()), 1..40),
        agents in 1u32..5,
        order in prop::sample::select(&QueueOrder::ALL[..]),
    ) {
        let mut arrival_s = 0;
        let jobs: Vec<Job> = jobs.into_iter().map(|(gap, class, due, work_s, vip)| {
            arrival_s += gap;
            Job { arrival_s, priority: Priority::ALL[class], due_s: arrival_s + due, work_s, vip }
        }).collect();
        let tickets: Vec<SimulatedTicket> = jobs.iter().enumerate().map(|(number, job)| {
            let mut ticket = WorkItem::new(format!("t{number:03}"), "email");
            ticket.priority = Some(job.priority);
            ticket.vip = job.vip;
            ticket.due_ms.insert("due".into(), Some(job.due_s * 1000));
            SimulatedTicket { ticket, arrival_ms: job.arrival_s * 1000, work_ms: job.work_s * 1000 }
        }).collect();
        let roster = (0..agents).map(|number| Agent::new(format!("a{number}"), 1)).collect();
        let roster = Roster::new(roster, &BTreeMap::new()).unwrap();
        let pool = simulate(&jobs, &Pool::new(agents, order)).unwrap();
        let with = simulate_roster(&Routing::default(), &roster, &tickets, Some(order)).unwrap();
        let begun: Vec<i64> = with.begun_ms.iter().map(|begun| begun.unwrap() / 1000).collect();
        prop_assert_eq!(begun, pool.started);
        prop_assert_eq!(with.by_priority, pool.by_priority);
        prop_assert_eq!(
            (with.breaches, with.wait_sum_s, with.wait_p95_s, with.lateness_max_s),
            (pool.breaches, pool.wait_sum_s, pool.wait_p95_s, pool.lateness_max_s)
        );
    }

    #[test]
    fn a_queue_is_what_a_database_sorts(
        changes in prop::collection::vec((0u8..10, 0u16..400, -50i64..50, 0i64..3, 0u8..4), 1..900),
    ) {
        let mut queue = Queue::new();
        let mut table: BTreeMap<String, QueuedTicket> = BTreeMap::new();
        for (what, id, key, created, part) in changes {
            let id = format!("t{id}");
            let mut ticket = QueuedTicket::new(&*id, key, created);
            ticket.team = (part > 0).then(|| format!("team{part}"));
            ticket.skills = vec!["a".to_owned(); usize::from(part)];
            match what {
                0..=5 => match table.contains_key(&id) {
                    true => {
                        prop_assert!(queue.insert(ticket.clone()).is_err());
                        queue.update(ticket.clone()).unwrap();
                        table.insert(id, ticket);
                    }
                    false => {
                        queue.insert(ticket.clone()).unwrap();
                        table.insert(id, ticket);
                    }
                },
                6 => prop_assert_eq!(queue.remove(&id), table.remove(&id)),
                7 => match table.get_mut(&id) {
                    Some(known) => {
                        known.key = key;
                        queue.set_key(&id, key).unwrap();
                    }
                    None => prop_assert!(queue.set_key(&id, key).is_err()),
                },
                _ => {
                    let first = table.values().min_by_key(|ticket| (ticket.key, ticket.created_at_ms, ticket.id.clone()));
                    let first = first.cloned();
                    first.iter().for_each(|ticket| { table.remove(&ticket.id); });
                    prop_assert_eq!(queue.pop(), first);
                }
            }
        }
        let mut sorted: Vec<&QueuedTicket> = table.values().collect();
        sorted.sort_by_key(|ticket| (ticket.key, ticket.created_at_ms, &ticket.id));
        prop_assert_eq!(queue.len(), sorted.len());
        let owned = |tickets: &[&QueuedTicket]| tickets.iter().map(|ticket| (*ticket).clone()).collect::<Vec<_>>();
        prop_assert_eq!(queue.page(0, usize::MAX), owned(&sorted));
        let half = sorted.len() / 2;
        prop_assert_eq!(queue.page(half, 3), owned(&sorted[half..][..3.min(sorted.len() - half)]));
        for (position, ticket) in sorted.iter().enumerate() {
            prop_assert_eq!(queue.position(&ticket.id), Some(position));
        }
        let of_team: Vec<_> = sorted.iter().filter(|ticket| ticket.team.as_deref() == Some("team2")).copied().collect();
        prop_assert_eq!(queue.page_of_team("team2", 0, usize::MAX), owned(&of_team));
        let skilled: Vec<_> = sorted.iter().filter(|ticket| !ticket.skills.is_empty()).copied().collect();
        prop_assert_eq!(queue.page_of_skill("a", 0, usize::MAX), owned(&skilled));
        let mut other = Queue::new();
        for ticket in table.values() {
            other.insert(ticket.clone()).unwrap();
        }
        prop_assert_eq!(queue.to_json().unwrap(), other.to_json().unwrap());
        prop_assert_eq!(Queue::from_json(&queue.to_json().unwrap()).unwrap().to_json().unwrap(), queue.to_json().unwrap());
    }
}

#[test]
fn keys_at_the_ends_keep_their_order() {
    let routing = Routing::new(config()).unwrap();
    let at = |due: i64| {
        let mut item = WorkItem::new("t", "email");
        item.vip = true;
        item.due_ms.insert("due".into(), Some(due));
        routing.queue_key(&item)
    };
    assert_eq!(at(i64::MIN), i64::MIN);
    assert!(at(i64::MIN + 10_000_000) < at(0));
    assert!(at(0) < at(i64::MAX));
}

#[test]
fn what_is_wrong_is_told_and_changes_nothing() {
    let mut router = router();
    let event = |value| serde_json::from_value::<RoutingEvent>(value).unwrap();
    let arrival = event(
        json!({"at_ms": START, "type": "ticket_new", "ticket": {"id": "t", "channel": "email"}}),
    );
    for (wrong, path) in [
        (
            json!({"at_ms": START - 1, "type": "ticket_done", "ticket": "t"}),
            "/1/at_ms",
        ),
        (
            json!({"at_ms": START, "type": "agent_status", "agent": "ioanna", "status": "away"}),
            "/1/agent",
        ),
        (
            json!({"at_ms": START, "type": "assign", "ticket": "t", "agent": "x"}),
            "/1/agent",
        ),
        (
            json!({"at_ms": START, "type": "ticket_update", "ticket": "t", "set": {"vpi": true}}),
            "/1/set/vpi",
        ),
        (
            json!({"at_ms": START, "type": "ticket_update", "ticket": "t", "set": {"id": "u"}}),
            "/1/set/id",
        ),
        (
            json!({"at_ms": START, "type": "ticket_update", "ticket": "t", "set": {"channel": null}}),
            "/1/set/channel",
        ),
        (
            json!({"at_ms": START, "type": "ticket_new", "ticket": {"id": "u", "channel": "chat", "weight": 0}}),
            "/1/ticket/weight",
        ),
        (
            json!({"at_ms": START, "type": "ticket_new", "ticket": {"id": "", "channel": "chat"}}),
            "/1/ticket/id",
        ),
    ] {
        let before = router.state();
        let error = router.apply(&[arrival.clone(), event(wrong)]).unwrap_err();
        assert_eq!(error.path(), Some(path), "{error}");
        assert_eq!(router.state(), before);
    }
    assert!(router.advance(START - 1).is_err());
    let unknown = json!({"at_ms": START, "type": "ticket_done", "ticket": "t", "why": "spam"});
    assert!(serde_json::from_value::<RoutingEvent>(unknown).is_err());
    for (wrong, path) in [
        (r#"[{"id": "a", "capacity": -1}]"#, "/0/capacity"),
        (r#"[{"id": "a", "capacity": 4294967296}]"#, "/0/capacity"),
        (
            r#"[{"id": "a", "capacity": 1}, {"id": "a", "capacity": 1}]"#,
            "/1/id",
        ),
        (r#"[{"id": "", "capacity": 1}]"#, "/0/id"),
        (
            r#"[{"id": "a", "capacity": 1, "shifts_ms": [[5, 5], [9, 7]]}]"#,
            "/0/shifts_ms/1",
        ),
        (
            r#"[{"id": "a", "capacity": 1, "calendar": "office"}]"#,
            "/0/calendar",
        ),
        (
            r#"[{"id": "a", "capacity": 1, "limits": {"refund": {"amount": "1e3", "currency": "EUR"}}}]"#,
            "/0/limits/refund/amount",
        ),
    ] {
        assert_eq!(Roster::from_json(wrong).unwrap_err().path(), Some(path));
    }
    for (wrong, path) in [
        (
            json!({"boosts": [{"name": "a", "seconds": i64::MAX}]}),
            "/boosts/0/seconds",
        ),
        (
            json!({"boosts": [{"name": "a", "seconds": 1}, {"name": "a", "seconds": 1}]}),
            "/boosts/1/name",
        ),
        (
            json!({"teams": {"a": {"overflow": [{"after_s": 1, "team": "a"}]}}}),
            "/teams/a/overflow/0/team",
        ),
        (json!({"max_boost_s": -1}), "/max_boost_s"),
        (
            json!({"channel_weight": {"chat": 0}}),
            "/channel_weight/chat",
        ),
    ] {
        let config: RoutingConfig = serde_json::from_value(wrong).unwrap();
        assert_eq!(Routing::new(config).unwrap_err().path(), Some(path));
    }
}

#[test]
fn null_is_nothing_in_a_ticket() {
    let nothing = json!({
        "id": "t", "channel": "email", "due_ms": null, "demoted": null, "skills": null, "vip": null, "tags": null,
        "fields": null, "team": null, "language": null, "priority": null, "weight": null, "created_at_ms": null
    });
    let item: WorkItem = serde_json::from_value(nothing).unwrap();
    assert_eq!(item, WorkItem::new("t", "email"));
}

#[test]
fn teams_may_be_named_alike() {
    let config = json!({"teams": {"tier1": {"overflow": [{"after_s": 60, "team": "tier2"}]}}});
    Routing::new(serde_json::from_value(config).unwrap()).unwrap();
}

#[test]
fn a_channel_that_waits_less_gives_up_at_once() {
    let config = json!({"accept_timeout_s": {"email": 60, "chat": 30}});
    let routing = Routing::new(serde_json::from_value(config).unwrap()).unwrap();
    let roster = Roster::from_json(r#"[{"id": "a", "capacity": 1}]"#).unwrap();
    let mut router = Router::new(&routing, &roster, START);
    let events = json!([
        {"at_ms": START, "type": "ticket_new", "ticket": {"id": "t", "channel": "email"}},
        {"at_ms": START + 40_000, "type": "ticket_update", "ticket": "t", "set": {"channel": "chat"}}
    ]);
    let events: Vec<RoutingEvent> = serde_json::from_value(events).unwrap();
    let changes = router.apply(&events).unwrap();
    let back = RoutingChange::Requeued {
        at_ms: START + 40_000,
        ticket: "t".to_owned(),
        agent: "a".to_owned(),
        reason: RequeueReason::NotAccepted,
    };
    assert_eq!(changes[1..], [back]);

    // Whoever has left since is nobody who could take it.
    let state = router.state();
    assert_eq!(state.tickets[0].declined, ["a"]);
    let later = Roster::from_json(r#"[{"id": "b", "capacity": 1}]"#).unwrap();
    let mut state = RouterState {
        agents: Vec::new(),
        ..state
    };
    state.tickets[0].declined.push("b".to_owned());
    let restored = Router::restore(&routing, &later, &state).unwrap();
    assert_eq!(restored.state().tickets[0].declined, ["b"]);
}

#[test]
fn rosters_that_cannot_work_say_so() {
    let roster = Roster::from_json("[]").unwrap();
    let codes = |roster: &Roster| -> Vec<String> {
        let problems = roster.lint(&config()).into_iter();
        problems.map(|problem| problem.code).collect()
    };
    assert_eq!(
        codes(&roster),
        ["no_agents", "team_without_agents", "team_without_agents"]
    );
    let mut router = Router::new(&Routing::default(), &roster, START);
    let arrival =
        json!({"at_ms": START, "type": "ticket_new", "ticket": {"id": "t", "channel": "email"}});
    let arrival = serde_json::from_value(arrival).unwrap();
    assert!(router.apply(&[arrival]).unwrap().is_empty());
    assert_eq!(
        router.explain("t").unwrap().to_string(),
        "t: 0 wait before it; nobody takes it"
    );
    let roster = Roster::from_json(r#"[{"id": "a", "capacity": 0, "shifts_ms": []}]"#).unwrap();
    assert_eq!(
        codes(&roster),
        [
            "never_works",
            "no_capacity",
            "team_without_agents",
            "team_without_agents"
        ]
    );
}
