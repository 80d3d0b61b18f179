"""Two desks on one history, expectations as tests, promises held against a year."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from deskcore import Desk, InvalidInput, check_expectations, compare, promise_check

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
OFFICE = {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}}


def desk(target):
    policy = {"id": "all", "calendar": "office", "targets": {"*": {"first_reply_time": target}}}
    return Desk({"calendars": {"office": OFFICE}, "policies": [policy]})


def history(id, channel, minutes):
    opening = {"id": id, "at": NOW, "channel": channel, "priority": "normal"}
    return {"opening": opening, "events": [{"type": "agent_reply", "id": "ev-2", "at": NOW + timedelta(minutes=minutes)}]}


HISTORIES = [history("it-1", "whatsapp", 30), history("ro-2", "email", 90), history("en-3", "email", 300)]


def test_the_same_history_under_two_desks():
    comparison = compare(HISTORIES, desk("2h"), desk("1h"))
    [change] = comparison["verdict_changes"]
    assert (change["ticket"], change["before"]["state"], change["after"]["state"]) == ("ro-2", "met", "breached")
    assert "the target is 1h instead of 2h" in change["text"] and comparison["limit"]
    assert comparison["until"] == NOW + timedelta(minutes=300)
    assert compare(json.dumps(HISTORIES, default=datetime.isoformat), desk("2h"), desk("1h"), NOW + timedelta(minutes=300)) == comparison
    same = compare(HISTORIES, desk("2h"), desk("2h"))
    assert (same["tickets"], same["verdicts_changed"], same["dues_changed"], same["policies_changed"]) == (3, 0, 0, 0)


def test_a_history_that_is_none():
    broken = history("", "email", 1)
    for histories, path in (([HISTORIES[0], broken], "/1/opening/id"), ([{}], "/histories/0"), ([HISTORIES[0] | {"evnts": []}], "/histories/0/evnts"), (None, "/histories")):
        with pytest.raises(InvalidInput) as caught:
            compare(histories, desk("2h"), desk("1h"))
        assert (caught.value.code, caught.value.path) == ("invalid_input", path) or caught.value.path.endswith(path), caught.value.path
    with pytest.raises(InvalidInput) as caught:
        compare([], desk("2h"), desk("1h"), until=datetime(2026, 11, 23))
    assert caught.value.path == "/until"
    with pytest.raises(TypeError):
        compare([], desk("2h"), {})


def test_expectations_are_tests_of_a_desk():
    ticket = {"id": "A-17", "at": NOW, "channel": "email", "priority": "normal"}
    expectations = {
        "//": "Comments are left out.",
        "history": HISTORIES,
        "expect": [
            {"name": "two hours", "ticket": ticket, "expect": {"policy": "all", "due": {"first_reply_time": "2026-11-23 13:00"}}},
            {"name": "kept", "tickets": ["it-1", "ro-2"], "expect": {"state": {"first_reply_time": "met"}}},
            {"name": "urgent", "ticket": ticket, "expect": {"priority": "urgent"}},
        ],
    }
    del expectations["//"]
    outcomes = check_expectations(desk("2h"), expectations)
    assert [(one["name"], one["passed"], one["tickets"]) for one in outcomes] == [("two hours", True, 1), ("kept", True, 2), ("urgent", False, 1)]
    assert [(one["ticket"], one["about"], one["found"]) for one in outcomes[2]["failures"]] == [("A-17", "priority", "normal")]
    assert check_expectations(desk("2h"), json.dumps(expectations, default=datetime.isoformat)) == outcomes
    for wrong, path in (
        ({"expect": [{"name": "a", "expect": {"prioriti": "urgent"}}]}, "/expect/0/expect/prioriti"),
        ({"expect": [{"name": "a", "expect": {"due": {"first_reply_time": "Tuesday"}}}]}, "/expect/0/expect/due/first_reply_time"),
        ("{", ""),
        (None, ""),
    ):
        with pytest.raises(InvalidInput) as caught:
            check_expectations(desk("2h"), wrong)
        assert (caught.value.code, caught.value.path) == ("invalid_input", path)


def test_a_promise_for_every_minute_of_a_year():
    [check] = promise_check(desk("2h"), {"within": "2h", "year": 2026})
    assert (check["policy"], check["holds"], check["arrivals"], check["target_s"]) == ("all", False, 525_600, 7200)
    assert "Fri after 16:00" in check["text"] and check["windows"][-1]["worst_at"].tzinfo is timezone.utc
    assert promise_check(desk("2h"), '{"within": 604800, "policy": "all"}')[0]["holds"] is True
    for question, path in (({"within": 0}, "/within"), ({"within": "2h", "policy": "al"}, "/policy"), ({"within": "2h", "year": 10**6}, "/year"), ({}, ""), ({"within": float("nan")}, "/within")):
        with pytest.raises(InvalidInput) as caught:
            promise_check(desk("2h"), question)
        assert (caught.value.code, caught.value.path) == ("invalid_input", path), caught.value
