"""The queue, assignment, staffing: the same rules as in every language, with Python's own objects."""

import copy
import json
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_bad_input import CYCLE, Throws

import deskcore
from deskcore import (
    Desk,
    DeskcoreError,
    InvalidInput,
    Queue,
    Roster,
    Router,
    Routing,
    Ticket,
    arrival_profile,
    erlang_a,
    erlang_a_required,
    erlang_c,
    erlang_c_required,
    estimate_wait,
    plan_sentences,
    rounded_minutes,
    simulate,
    week_plan,
)

START = 1_795_600_000_000
NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
RULES = {
    "boosts": [{"name": "vip", "when": {"vip": True}, "seconds": 1800}],
    "keywords": [{"label": "angry", "phrases": ["vergogna", "o rusine"]}],
    "needed": [{"when": {"reason": ["return"]}, "skills": {"refunds": 2}, "team": "returns"}],
}
CONFIG = {
    "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}}},
    "policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}],
    "routing": RULES,
}
AGENTS = [
    {"id": "marco", "capacity": 1, "languages": {"it": 3}, "limits": {"refund": {"amount": "500.00", "currency": "EUR"}}},
    {"id": "ioana", "capacity": 2, "languages": {"ro": 3}, "limits": {"refund": {"amount": "50.00", "currency": "EUR"}}},
]
LAST, FIRST = 2**63 - 1, -(2**63)


@pytest.fixture
def desk():
    return Desk(CONFIG)


def router(agents=AGENTS, start=START):
    return Router(Routing({}), Roster(agents), start)


def new(id, at=START, **fields):
    return {"at_ms": at, "type": "ticket_new", "ticket": {"id": id, "channel": "email", **fields}}


def fails(call, path=None, hint=None):
    with pytest.raises(InvalidInput) as caught:
        call()
    assert caught.value.code == "invalid_input" and caught.value.message
    if path is not None:
        assert (caught.value.path, caught.value.hint) == (path, hint)


def test_a_ticket_has_its_place_in_the_queue(desk):
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email", "priority": "normal", "tier": "vip", "reason": "return"})
    due, boost = int(NOW.timestamp() * 1000) + 7_200_000, 1_800_000
    assert ticket.queue_key == due - boost == Ticket.from_json(ticket.to_json()).queue_key
    why = desk.explain_queue_key(ticket)
    text = f"due:first_reply_time at {due}, boost:vip 1800 s sooner: {ticket.queue_key}"
    assert why == {"key": ticket.queue_key, "contributions": [{"name": "due:first_reply_time", "ms": due}, {"name": "boost:vip", "ms": -boost}], "text": text}
    item = desk.work_item(ticket)
    assert (item["id"], item["skills"], item["team"], item["due_ms"]) == ("A-17", {"refunds": 2}, "returns", {"first_reply_time": due})
    assert desk.routing.queue_key(item) == ticket.queue_key and desk.routing.explain_queue_key(json.dumps(item)) == why
    assert desk.keyword_tags("E o RUȘINE!") == ["angry"] and desk.keyword_tags("Grazie") == []
    with pytest.raises(AttributeError):
        ticket.queue_key = 3


def test_rules_are_values(desk):
    rules = Routing(RULES)
    for other in (Routing(json.dumps(RULES)), Routing(rules.to_json()), pickle.loads(pickle.dumps(rules)), copy.deepcopy(rules), desk.routing):
        assert other == rules and hash(other) == hash(rules) and repr(other) == "<Routing with 1 boosts>"
    assert rules != Routing({}) and rules != RULES
    items = [{"id": id, "channel": "email", "created_at_ms": at} for id, at in [("b", 2), ("c", 1), ("a", 2)]]
    assert rules.order(items) == rules.order(json.dumps(items)) == ["c", "a", "b"]
    fails(lambda: Routing({"bosts": []}), "/bosts", 'did you mean "boosts"?')
    fails(lambda: Routing({"wind_down_s": -1}), "/wind_down_s")
    fails(lambda: rules.order(items * 2), "")
    fails(lambda: rules.order([items[0], {"id": "A-17"}]), "/1")
    fails(lambda: rules.queue_key({"id": "a", "chanel": "email"}), "/chanel", 'did you mean "channel"?')


def test_keys_reach_the_ends_of_64_bits():
    rules = Routing({"default_target_s": {"*": 60}})
    for at, key in [(LAST, LAST), (FIRST, FIRST + 60_000), (LAST - 60_000, LAST)]:
        item = {"id": "a", "channel": "email", "created_at_ms": at}
        assert rules.queue_key(item) == rules.queue_key(json.dumps(item)) == key
    fails(lambda: rules.queue_key({"id": "a", "channel": "email", "created_at_ms": LAST + 1}))
    queue = Queue()
    for key in (LAST, FIRST):
        queue.insert({"id": str(key), "key": key, "created_at_ms": 0})
    assert [ticket["key"] for ticket in Queue.from_json(queue.to_json()).page()] == [FIRST, LAST]
    assert router(start=FIRST).now_ms == FIRST


def test_a_roster(desk):
    roster = Roster(AGENTS)
    assert [agent["id"] for agent in roster.agents] == ["ioana", "marco"] and Roster(roster.agents).agents == roster.agents
    assert roster.allowed("refund", "ioana", "49.90", "EUR") == {"type": "yes"}
    assert roster.allowed("refund", "ioana", "120", "EUR") == {"type": "ask", "agents": ["marco"]}
    assert roster.allowed("refund", "ioana", "900", "EUR") == {"type": "no"}
    fails(lambda: roster.allowed("refund", "iona", "1", "EUR"), "/agent", 'did you mean "ioana"?')
    fails(lambda: roster.allowed("refund", "ioana", "much", "EUR"), "/amount")
    assert {problem["code"] for problem in roster.lint(desk.routing)} == {"team_without_agents", "skill_without_agents"}
    assert roster.lint(Routing({})) == [] and repr(roster) == "<Roster of 2 agents>"
    office = [{"id": "ana", "capacity": 1, "status": "online", "calendar": "office"}]
    assert desk.roster(office).agents == office == desk.roster(json.dumps(office)).agents
    fails(lambda: desk.roster([{"id": "ana", "capacity": 1, "calendar": "ofice"}]), "/0/calendar", 'did you mean "office"?')
    fails(lambda: Roster(office), "/0/calendar")
    fails(lambda: Roster(AGENTS + AGENTS[:1]), "/2/id")
    fails(lambda: Roster([{"id": "ana", "capcity": 1}]), "/0/capcity", 'did you mean "capacity"?')


def queued(id, key, **fields):
    return {"id": id, "key": key, "created_at_ms": 0, **fields}


def test_a_queue():
    queue = Queue()
    for ticket in (queued("c", 3), json.dumps(queued("a", 1, team="returns")), queued("b", 2, team="returns", skills=["refunds"])):
        queue.insert(ticket)
    assert len(queue) == 3 and [ticket["id"] for ticket in queue.page()] == ["a", "b", "c"]
    assert queue.page(1, 1) == queue.page(skill="refunds") == [queue.get("b")] and queue.page(limit=0) == []
    assert (queue.position("b"), queue.position("b", "returns"), queue.position("b", skill="refunds"), queue.position("c", "returns"), queue.position("x")) == (1, 1, 0, None, None)
    queue.set_key("c", 0)
    queue.update(queued("a", 9, team="front"))
    assert queue.peek() == queued("c", 0) == queue.pop()
    assert queue.pop("front")["id"] == "a" and queue.pop(skill="returns") is None
    assert queue.remove("b")["skills"] == ["refunds"] and queue.remove("b") is queue.get("b") is queue.pop() is queue.peek() is None


def test_mistakes_of_a_queue():
    queue = Queue()
    queue.insert(queued("a", 1))
    fails(lambda: queue.insert(queued("a", 2)), "/id")
    fails(lambda: queue.update(queued("b", 2)), "/id")
    fails(lambda: queue.set_key("b", 2), "/id")
    fails(lambda: queue.set_key("a", LAST + 1))
    fails(lambda: queue.insert({"id": "b", "kye": 1}), "/kye", 'did you mean "key"?')
    for both in (lambda: queue.pop("x", "y"), lambda: queue.page(team="x", skill="y"), lambda: queue.position("a", "x", "y")):
        fails(both, "/skill")
    fails(lambda: queue.page(-1), "/offset")
    fails(lambda: queue.page(limit=-1), "/limit")
    fails(lambda: Queue.from_json(json.dumps([queued("a", 1), queued("a", 2)])), "/1/id")
    for wrong in ("", "{}", "[1]", None, 3, "\ud800"):
        fails(lambda: Queue.from_json(wrong))
    assert queue.page() == [queued("a", 1)]


def test_queues_are_values():
    queue = Queue()
    queue.insert(queued("a", 1, team="x"))
    for other in (Queue.from_json(queue.to_json()), pickle.loads(pickle.dumps(queue)), copy.copy(queue), copy.deepcopy([queue])[0]):
        assert other == queue and repr(other) == "<Queue of 1 tickets>"
        other.pop("x")
        assert other != queue and len(queue) == 1
    assert queue != [queued("a", 1)]
    with pytest.raises(TypeError):
        hash(queue)


keys = st.one_of(st.integers(-3, 3), st.integers(FIRST, LAST))
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=3)
steps = st.lists(st.tuples(st.sampled_from(["insert", "update", "set_key", "remove", "pop"]), names, keys, st.sampled_from([None, "x", "y"])), max_size=40)


@given(steps)
def test_a_queue_is_a_sorted_list(steps):
    queue, model = Queue(), {}

    def order(tickets):
        return sorted(tickets, key=lambda ticket: (ticket["key"], ticket["created_at_ms"], ticket["id"].encode()))

    for step, id, key, team in steps:
        ticket = queued(id, key) | ({"team": team} if team else {})
        if step == "insert" and id not in model:
            queue.insert(ticket)
            model[id] = ticket
        elif step in ("update", "set_key") and id in model:
            queue.update(ticket) if step == "update" else queue.set_key(id, key)
            model[id] = ticket if step == "update" else model[id] | {"key": key}
        elif step == "remove":
            assert queue.remove(id) == model.pop(id, None)
        elif step == "pop":
            first = next(iter(order(one for one in model.values() if team in (None, one.get("team")))), None)
            assert queue.pop(team) == first
            model.pop((first or {}).get("id"), None)
    assert queue.page(limit=1000) == order(model.values()) and len(queue) == len(model)
    assert [queue.position(ticket["id"]) for ticket in queue.page(limit=1000)] == list(range(len(model)))
    for team in ("x", "y"):
        assert queue.page(team=team) == [ticket for ticket in order(model.values()) if ticket.get("team") == team]


def test_a_router():
    now = router()
    changes = now.apply([new("A-17", language="it-CH"), new("A-18", language="it", created_at_ms=START)])
    assert changes == [{"type": "assigned", "at_ms": START, "ticket": "A-17", "agent": "marco", "reason": "match"}]
    assert now.queue() == [("A-18", START + 86_400_000)] and now.next_wake_up() is None and now.now_ms == START
    why = now.explain("A-18")
    assert why["place"] == {"type": "queued", "position": 0, "key": START + 86_400_000}
    assert [[one["type"] for one in agent["obstacles"]] for agent in why["agents"]] == [["language"], ["capacity"]]
    assert why["text"].startswith("A-18: 0 wait before it; nobody takes it; ioana speaks it")
    assert now.agent_for("A-18") is None and now.next_for_agent("ioana")["ticket"] is None
    [again] = now.apply(json.dumps([{"at_ms": START + 1, "type": "ticket_done", "ticket": "A-17"}]))
    assert (again["ticket"], again["at_ms"]) == ("A-18", START + 1) and now.advance(START + 2) == []
    assert now.explain("A-18")["place"] == {"type": "assigned", "agent": "marco"} and repr(now) == f"<Router at {START + 2}, 0 wait>"


def test_a_router_goes_on_from_its_state():
    now = router()
    now.apply([new(f"A-{number}", language="it") for number in range(3)])
    state = now.state()
    for stored in (state, json.dumps(state)):
        again = Router.restore(Routing({}), Roster(AGENTS), stored)
        assert again.state() == state and again.queue() == now.queue()
        again.apply([{"at_ms": START, "type": "ticket_done", "ticket": "A-0"}])
        assert again.state() != now.state() == state
    waits = {"at_ms": START, "tickets": [{"ticket": {"id": "A", "channel": "chat"}, "queued_at_ms": START}]}
    held = Router.restore(Routing({}), Roster(AGENTS), waits)
    assert held.agent_for("A") == ("ioana", "match") and held.next_for_agent("marco")["ticket"] == "A"
    assert held.advance(START)[0]["agent"] == "ioana"


def test_mistakes_of_a_router():
    now = router()
    fails(lambda: now.apply([new("A"), new("B", START - 1)]), "/1/at_ms")
    fails(lambda: now.apply([{"at_ms": START, "type": "agent_status", "agent": "iona", "status": "away"}]), "/0/agent", 'did you mean "ioana"?')
    fails(lambda: now.apply([{"at_ms": START, "type": "ticket_nw", "ticket": "A"}]), "/0/type", 'did you mean "ticket_new"?')
    fails(lambda: now.advance(START - 1), "")
    fails(lambda: now.explain("A"), "/ticket")
    fails(lambda: now.agent_for("A"), "/ticket")
    fails(lambda: now.next_for_agent("nobody"), "/agent")
    fails(lambda: Router.restore(Routing({}), Roster([]), {"at_ms": 0, "agents": now.state()["agents"]}), "/agents/0/agent")
    fails(lambda: Router(Routing({}), Roster([]), 2**63))
    for wrong in (None, 3, "{", CYCLE, {1: 2}, Throws(), float("nan"), b"[]", "\ud800"):
        for call in (now.apply, Routing, Roster, lambda state: Router.restore(Routing({}), Roster([]), state), lambda jobs: simulate(jobs, {"agents": 1, "order": "fifo"})):
            fails(lambda: call(wrong))
    for wrong in (None, {}, "Routing"):
        with pytest.raises(TypeError):
            Router(wrong, Roster([]), 0)
        with pytest.raises(TypeError):
            Roster([]).lint(wrong)
    assert now.state() == router().state()


def test_eight_threads_share_a_queue_and_a_router(desk):
    queue, now = Queue(), router([{"id": f"agent-{number}", "capacity": 100} for number in range(10)])

    def work(number):
        for place in range(100):
            queue.insert(queued(f"{number}-{place}", place))
            queue.set_key(f"{number}-{place}", -place)
            now.apply([new(f"{number}-{place}")])
            now.explain(f"{number}-{place}")
        return [queue.pop()["id"] for _ in range(50)]

    with ThreadPoolExecutor(8) as pool:
        popped = {id for ids in pool.map(work, range(8)) for id in ids}
    assert len(popped) == 400 == len(queue)
    assert len(now.state()["tickets"]) == 800 and sum(agent["used"] for agent in now.state()["agents"]) == 800


def test_threads_run_while_jobs_are_worked_off():
    ticks, done = [], threading.Event()

    def clock():
        while not done.wait(0.001):
            ticks.append(1)

    jobs = json.dumps([{"arrival_s": second, "priority": "normal", "due_s": second, "work_s": 50} for second in range(100_000)])
    pool = {"agents": 3, "order": "virtual_due_demoted"}
    thread = threading.Thread(target=clock)
    thread.start()
    simulation = simulate(jobs, pool)
    done.set()
    thread.join()
    assert len(simulation["started"]) == 100_000 and ticks


WORK = {"arrivals": 60, "interval_s": 3600, "aht_s": 360, "answer_within_s": 30}


def test_staffing():
    assert erlang_c(WORK, 9)["stable"] and not erlang_c(json.dumps(WORK), 6)["stable"] and erlang_c(WORK, 6)["asa_s"] is None
    assert erlang_c_required(WORK, {"target_bp": 8000})["agents"] == 9
    patient = WORK | {"patience_s": 180}
    staffing = erlang_a_required(patient, json.dumps({"target_bp": 8000}))
    assert staffing["agents"] == 8 and staffing["p_abandon"] == erlang_a(patient, 8)["p_abandon"] < 0.07
    fails(lambda: erlang_a(WORK, 8), "/patience_s")
    fails(lambda: erlang_c(WORK, -1), "/agents")
    fails(lambda: erlang_c(WORK | {"aht_s": 0}, 1), "/aht_s")
    fails(lambda: erlang_c(WORK | {"aht": 0}, 1), "/aht", 'did you mean "aht_s"?')
    fails(lambda: erlang_c_required(WORK, {"target_bp": 10_000}), "/target_bp")


def test_a_plan_of_the_week():
    day = 86_400_000
    monday = int(datetime(2026, 11, 22, 23, tzinfo=timezone.utc).timestamp()) * 1000
    calls = [monday + 10 * 3_600_000 + minute * 60_000 for minute in range(30)] * 3
    profile = arrival_profile(calls, "Europe/Rome", monday, monday + 7 * day)
    assert profile["mean_arrivals"][20] == 90 and sum(profile["mean_arrivals"]) == 90 and set(profile["occurrences"]) == {1}
    plan = week_plan(profile, {"aht_s": 300, "answer_within_s": 30}, {"target_bp": 8000})
    busy = plan["intervals"][20]
    assert (busy["weekday"], busy["start"], len(plan["intervals"])) == ("mon", "10:00", 336)
    assert plan_sentences(plan) == plan_sentences(json.dumps(plan)) == [f"Mon: {busy['scheduled']} agents from 10:00 to 10:30"]
    [gap] = Roster(AGENTS).coverage_gaps(plan, "Europe/Rome", date(2026, 11, 25))
    assert gap["start"] == datetime(2026, 11, 23, 9, tzinfo=timezone.utc) and gap["missing"] == busy["scheduled"] - 2
    assert Roster([]).coverage_gaps(json.dumps(plan), "Europe/Rome", "2026-11-25")[0]["on_duty"] == 0
    fails(lambda: arrival_profile(calls, "Europe/Roma", 0, 1), "/zone")
    fails(lambda: arrival_profile([1, "2"], "UTC", 0, 1), "/arrivals_ms/1")
    fails(lambda: arrival_profile(calls, "UTC", 1, 1), "/to_ms")
    fails(lambda: week_plan({"mean_arrivals": [], "occurrences": []}, {"aht_s": 300, "answer_within_s": 30}, {"target_bp": 8000}), "/mean_arrivals")
    fails(lambda: Roster([]).coverage_gaps({"intervals": []}, "UTC", "2026-11-25"), "/intervals")
    fails(lambda: Roster([]).coverage_gaps(plan, "UTC", "25.11."), "/week_of")


def test_simulations_and_waits():
    job = {"arrival_s": 60, "priority": "high", "due_s": 3660, "work_s": 300}
    assert simulate([job] * 3, {"agents": 2, "order": "virtual_due"}) == simulate(json.dumps([job] * 3), json.dumps({"agents": 2, "order": "virtual_due"}))
    assert simulate([job] * 3, {"agents": 2, "order": "fifo"})["by_priority"][0]["jobs"] == 3
    fails(lambda: simulate([job], {"agents": 0, "order": "fifo"}), "/agents")
    fails(lambda: simulate([job, job | {"work_s": -1}], {"agents": 1, "order": "fifo"}), "/jobs/1/work_s")
    fails(lambda: simulate([job, job | {"priority": "hihg"}], {"agents": 1, "order": "fifo"}), "/jobs/1/priority", 'did you mean "high"?')
    fails(lambda: simulate([job], {"agents": 1, "order": "lifo"}), "/order", 'did you mean "fifo"?')
    rules, roster = Routing({}), Roster([{"id": "ioana", "capacity": 1}])
    tickets = [{"ticket": {"id": id, "channel": "email"}, "arrival_ms": 0, "work_ms": 60_000} for id in "ab"]
    assert deskcore.simulate_roster(rules, roster, tickets, "fifo")["begun_ms"] == [0, 60_000]
    assert deskcore.simulate_roster(rules, roster, json.dumps(tickets))["agents"][0]["tickets"] == 2
    fails(lambda: deskcore.simulate_roster(rules, roster, tickets + tickets[:1]), "/tickets/2/ticket")
    fails(lambda: deskcore.simulate_roster(rules, roster, tickets, "lifo"), "", 'did you mean "fifo"?')
    assert Router(rules, roster, 0).estimate_wait({"id": "c", "channel": "email"}, [60.0])["wait"]["expected_s"] == 0
    estimate = estimate_wait(5, 2, [300.0, 420, 500, 380])
    assert rounded_minutes(estimate) == 20 and estimate["wait"]["low_s"] < estimate["wait"]["expected_s"] < estimate["wait"]["high_s"]
    assert rounded_minutes(estimate_wait(5, 0, [])) is None
    fails(lambda: estimate_wait(5, 2, [1, -1]), "/service_times_s/1")
    fails(lambda: estimate_wait(-1, 2, [1]), "/ahead")
    fails(lambda: estimate_wait(1, 2, [1, "2"]), "/service_times_s/1")


def test_everything_is_documented():
    for name in ("Queue", "Roster", "Router", "Routing", "simulate", "week_plan", "erlang_a", "plan_sentences", "rounded_minutes"):
        assert getattr(deskcore, name).__doc__ and name in deskcore.__all__
    assert issubclass(InvalidInput, DeskcoreError)
