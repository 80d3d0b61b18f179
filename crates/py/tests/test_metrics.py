"""Reports, sketches and digests: the same figures as in every language."""

import copy
import itertools
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcore import Desk, InvalidInput, Report, Sketch, percentiles, weekly_digest

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
MINUTE, DAY = 60_000, timedelta(days=1)
CONFIG = {"tz": "Europe/Rome", "dimensions": ["channel", "reason", "agent"]}
WHERE = [
    ("it-1", {"channel": "whatsapp", "reason": "where_is_my_order"}, 4),
    ("ro-2", {"channel": "email", "reason": "return"}, 60),
    ("en-3", {"channel": "email", "reason": "where_is_my_order"}, 90),
]


def ticket(id, dimensions, minutes, at=NOW):
    return {"id": id, "created_at": at, "known_until": at, "dimensions": dimensions, "first_reply": {"calendar_ms": minutes * MINUTE}}


TICKETS = [ticket(*one) for one in WHERE]
RATING = {"ticket": "it-1", "scale": "stars5", "score": 5, "at": NOW, "dimensions": {"channel": "whatsapp"}}
SURVEY = {"at": NOW, "responded": True, "dimensions": {"channel": "whatsapp"}}
SESSION = {"at": NOW, "outcome": "solved_said", "known_until": NOW + 30 * DAY}


def figure(group, name):
    [found] = [one for one in group["figures"] if one["name"] == name]
    return found


def full():
    report = Report(CONFIG)
    report.add_tickets(TICKETS)
    report.add_ratings([RATING, RATING | {"score": 9}, RATING | {"ticket": None}])
    report.add_surveys([SURVEY, {"at": NOW, "not_asked": "cooldown"}])
    report.add_sessions([SESSION])
    return report


def test_a_report_has_every_figure_with_its_n():
    report = full()
    figures = report.figures()
    first_reply = figure(figures["overall"], "first_reply")
    assert (first_reply["n"], first_reply["value"], first_reply["distribution"]["p50"]) == (3, 60 * MINUTE, 60 * MINUTE)
    csat = figure(figures["overall"], "csat_stars5")
    assert (csat["n"], sorted((out["reason"], out["n"]) for out in csat["left_out"])) == (1, [("out_of_scale", 1), ("unknown_ticket", 1)])
    assert figures["overall"]["not_asked"] == {"cooldown": 1}
    assert figures["load_per_hour"][11] == 3  # Monday at eleven in Rome
    assert figures["backlog"][0]["date"] == "2026-11-23"
    assert [reason["reason"] for reason in figures["top_reasons"]] == ["where_is_my_order", "return"]
    channels = report.figures_by("channel")
    assert [(group["value"], figure(group, "first_reply")["n"]) for group in channels] == [("email", 2), ("whatsapp", 1)]
    assert figure(Report().figures()["overall"], "first_reply")["value"] is None


def test_merging_is_the_same_in_whatever_order():
    parts = []
    for one in TICKETS:
        part = Report(CONFIG)
        part.add_tickets(json.dumps([one], default=datetime.isoformat))
        parts.append(part)
    whole = Report(CONFIG)
    whole.add_tickets(TICKETS)
    for order in itertools.permutations(parts):
        merged = Report(json.dumps(CONFIG))
        for part in order:
            merged.merge(part)
        assert merged.to_json() == whole.to_json() and merged == whole
    twice = copy.copy(whole)
    twice.merge(twice)
    assert figure(twice.figures()["overall"], "first_reply")["n"] == 6 and twice != whole


def test_handles_are_copied_and_pickled():
    sketch = Sketch(0.02)
    sketch.add([1, 2.5])
    for handle in (full(), sketch):
        others = (type(handle).from_json(handle.to_json()), pickle.loads(pickle.dumps(handle)), copy.copy(handle), copy.deepcopy([handle])[0])
        for other in others:
            assert other == handle and other is not handle and other != 3
    assert repr(full()) == "<Report by agent, channel, reason>"
    assert repr(sketch) == "<Sketch of 2 values, accuracy 0.02>"


def test_threads_add_to_one_report_and_merge_two_into_each_other():
    one, other = Report(CONFIG), Report(CONFIG)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: one.add_tickets(TICKETS), range(50)))
    assert figure(one.figures()["overall"], "first_reply")["n"] == 150
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: pair[0].merge(pair[1]), [(one, other), (other, one)] * 5))


def test_a_call_that_fails_adds_nothing():
    report = full()
    before = report.to_json()
    wrong = [
        (report.add_tickets, TICKETS + [ticket("x", {"channel": ""}, 1)], "/3/dimensions/channel"),
        (report.add_tickets, TICKETS + [ticket("x", {}, 1) | {"reopens": -1}], "/3/reopens"),
        (report.add_tickets, TICKETS + [ticket("x", {}, 1) | {"solvd": True}], "/3/solvd"),
        (report.add_tickets, [ticket("x", {}, float("nan"))], "/0/first_reply/calendar_ms"),
        (report.add_tickets, [ticket("x", {}, 1, datetime(2026, 11, 23))], "/0/created_at"),
        (report.add_tickets, None, ""),
        (report.add_ratings, [RATING, RATING | {"scale": "stars6"}], "/1/scale"),
        (report.add_ratings, [RATING | {"dimensions": {"agent": "x" * 257}}], "/0/dimensions/agent"),
        (report.add_surveys, [SURVEY, SURVEY | {"not_asked": "spam"}], "/1/responded"),
        (report.add_sessions, [SESSION | {"outcome": "solved"}], "/0/outcome"),
        (report.figures_by, "customer", "/dimension"),
        (report.merge, Report(), "/config"),
        (lambda config: Report(config), {"dimensions": ["customer"]}, "/dimensions/0"),
        (lambda config: Report(config), {"alpha": 0.9}, "/alpha"),
        (Report.from_json, "{}", ""),
        (Report.from_json, before.replace('"schema_version":1', '"schema_version":2'), "/schema_version"),
    ]
    for call, argument, path in wrong:
        with pytest.raises(InvalidInput) as caught:
            call(argument)
        assert (caught.value.code, caught.value.path) == ("invalid_input", path), caught.value
    assert report.to_json() == before


def test_negative_durations_are_left_out_and_counted():
    report = Report()
    report.add_tickets([ticket("A-17", {}, -1)])
    first_reply = figure(report.figures()["overall"], "first_reply")
    assert (first_reply["n"], first_reply["value"]) == (0, None)
    assert first_reply["left_out"] == [{"reason": "negative_duration", "n": 1}]


@given(st.lists(st.lists(st.floats(0, 1e12), max_size=80), max_size=5))
def test_sketches_are_the_same_however_values_come_together(parts):
    values = sorted(itertools.chain(*parts))
    whole, merged = Sketch(), Sketch()
    whole.add(np.array(values))
    for part in parts[::-1]:
        sketch = Sketch()
        sketch.add(part)
        merged.merge(sketch)
    assert merged.to_json() == whole.to_json()
    assert (whole.n, whole.min, whole.max) == (len(values), min(values, default=None), max(values, default=None))
    for q in (0, 0.5, 0.99, 1):
        told = whole.quantile(q)
        at_rank = values[int(q * (len(values) - 1))] if values else None
        assert told == at_rank or abs(told - at_rank) <= 0.0101 * at_rank or at_rank < 2**-60


def test_columns_of_numpy_are_numbers_too():
    column = np.arange(1, 1001, dtype="int32")
    sketch = Sketch(0.01)
    assert sketch.is_exact and sketch.quantile(0.5) is None
    sketch.add(column)
    sketch.add(column[::2].astype("float32"))
    assert (sketch.n, sketch.alpha, sketch.is_exact) == (1500, 0.01, False)
    assert percentiles(column[::-1], [0.5, 1]) == [500.5, 1000] == percentiles(column.tolist(), np.array([0.5, 1]))
    assert percentiles("[]", [0.5]) == [None]
    for wrong, path in ((np.array([1, np.nan]), "/values/1"), (np.zeros((2, 2)), "/values"), (np.array(["1"]), "/values"), ([1, -1], "/values/1"), ([2.0**64], "/values/0"), ([float("inf")], "/values/0")):
        with pytest.raises(InvalidInput) as caught:
            sketch.add(wrong)
        assert caught.value.path == path and sketch.n == 1500
    for call in (lambda: sketch.merge(Sketch(0.02)), lambda: Sketch(0.0)):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.path == "/alpha"
    for call in (lambda: sketch.quantile(1.5), lambda: sketch.quantile(float("nan"))):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.path == "/q"
    for call, path in ((lambda: percentiles([1], [0, 2]), "/q/1"), (lambda: percentiles([float("nan")], []), "/values/0"), (lambda: Sketch.from_json("{}"), "")):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.path == path


def test_what_a_desk_makes_of_a_history():
    desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
    opening = {"id": "A-17", "at": NOW, "channel": "whatsapp", "language": "ro", "customer": "andrei"}
    events = [{"type": "agent_reply", "id": "ev-2", "at": NOW + timedelta(minutes=4)}]
    figures = desk.figures(opening, iter(events), NOW + DAY)
    assert figures["created_at"] == NOW and figures["first_reply"]["calendar_ms"] == 4 * MINUTE
    assert "andrei" not in str(figures)
    report = Report()
    report.add_tickets([figures])
    assert figure(report.figures_by("language")[0], "first_reply")["n"] == 1
    with pytest.raises(InvalidInput) as caught:
        desk.figures(opening, [{}], NOW)
    with pytest.raises(InvalidInput) as caught:
        desk.figures(opening, [], datetime(2026, 11, 23))
    assert caught.value.path == "/until"


def test_the_weekly_digest_finds_what_is_unusual():
    days = [datetime(2026, 11, day, 10, tzinfo=timezone.utc) for day in range(2, 30)]
    tickets = [ticket(f"{at.day}-{number}", {"reason": "where_is_my_order"}, 5, at) for at in days for number in range(10)]
    tickets += [ticket(f"25-{number}", {"reason": "voucher_refused"}, 5, days[23]) for number in range(10, 30)]
    digest = weekly_digest(tickets, {"monday": date(2026, 11, 23)})
    changed = [one for one in digest["findings"] if one["what"]["type"] == "share_changed"]
    assert "voucher_refused" in [one["what"]["reason"] for one in changed]
    assert digest == weekly_digest(json.dumps(tickets[::-1], default=datetime.isoformat), '{"monday": "2026-11-23"}')
    for config, path in (({"monday": "2026-11-24"}, "/monday"), ({"monday": "2026-11-23", "slow_factor": 0}, "/slow_factor")):
        with pytest.raises(InvalidInput) as caught:
            weekly_digest([], config)
        assert caught.value.path == path
    with pytest.raises(InvalidInput) as caught:
        weekly_digest([{}], {"monday": "2026-11-23"})
    assert caught.value.path.startswith("/tickets/0")
