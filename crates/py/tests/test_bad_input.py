"""Whatever a host sends: an error with code and place, no crash, no leak."""

import gc
import resource
from collections import OrderedDict
from datetime import date, datetime, timedelta, timezone, tzinfo

import pytest

import deskcore
from deskcore import Calendar, Desk, DeskcoreError, InvalidDesk, InvalidInput, InvalidTicket, Ticket, _native

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
CYCLE: list = []
CYCLE.append(CYCLE)


class Sly(dict):
    def __getitem__(self, key):
        raise RuntimeError("read me not")


class Throws:
    @property
    def at(self):
        raise RuntimeError("no")


VALUES = {
    "nan": float("nan"), "infinity": float("inf"), "huge": 2**70, "minus": -(2**64), "surrogate": "\ud800",
    "none": None, "cycle": CYCLE, "bytes": b"A-17", "object": Throws(), "set": {1}, "class": dict, "nul": "\0" * 300,
    "naive": datetime(2026, 11, 23), "edge": datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    "fraction": timedelta(milliseconds=1), "list": [1], "dict": {"a": 1}, "long": "x" * 100_000_000, "number": 7, "key": {1: 2},
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize("key", ["id", "at", "channel", "tags", "fields", "priority"])
def test_a_wrong_value_has_its_place(desk, key, value):
    if (key, value) in [("fields", {"a": 1}), ("priority", None)] or (key == "channel" and value == "\0" * 300):
        return
    opening = {"id": "A-17", "at": NOW, "channel": "email", key: value}
    with pytest.raises(InvalidInput) as caught:
        desk.open(opening)
    error = caught.value
    assert error.code and error.kind == "invalid_input" and error.message
    assert error.path == "" or error.path.startswith(f"/{key}"), error


@pytest.mark.parametrize("value", [None, 3, "text", b"{}", [], (), CYCLE, {1: 2}, {}, {"id": 3}, {"typ": "status"}, Throws(), float("nan")])
def test_no_record(desk, value):
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email"})
    for call in (desk.open, lambda event: desk.apply(ticket, event), deskcore.effect_to_json, Calendar):
        with pytest.raises(DeskcoreError) as caught:
            call(value)
        assert isinstance(caught.value, InvalidInput) and caught.value.path is not None


def test_subclasses_of_dict_are_dicts(desk):
    opening = OrderedDict(id="A-17", at=NOW, channel="email")
    assert desk.open(opening)[0].id == "A-17"
    assert desk.open(Sly(opening))[0].id == "A-17"


def test_unknown_keys_have_a_suggestion(desk):
    with pytest.raises(InvalidInput) as caught:
        desk.open({"id": "A-17", "at": NOW, "chanel": "email"})
    assert (caught.value.path, caught.value.hint) == ("/chanel", 'did you mean "channel"?')


@pytest.mark.parametrize("at", [datetime(2026, 11, 23), "2026-11-23T10:00:00", "soon", 3, None, date(2026, 11, 23), VALUES["edge"], "\ud800"])
def test_wrong_instants(office, at):
    for call in (office.is_open, office.next_open, lambda at: office.between(NOW, at), lambda at: office.add(at, 1)):
        with pytest.raises(InvalidInput) as caught:
            call(at)
        assert caught.value.path in ("/at", "/end")


class Zone(tzinfo):
    def __init__(self, answer):
        self.answer = answer

    def utcoffset(self, at):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    dst = utcoffset


def test_zones_of_the_host(office):
    """A zone is the host's code: what it throws is told, Ctrl-C is not kept."""
    thrown = RuntimeError("no such zone")
    with pytest.raises(InvalidInput, match="no such zone") as caught:
        office.is_open(NOW.replace(tzinfo=Zone(thrown)))
    assert caught.value.__cause__ is thrown and caught.value.path == "/at"
    with pytest.raises(InvalidInput, match="naive"):
        office.is_open(NOW.replace(tzinfo=Zone(None)))
    with pytest.raises(KeyboardInterrupt):
        office.is_open(NOW.replace(tzinfo=Zone(KeyboardInterrupt())))
    assert office.next_open(NOW.replace(tzinfo=Zone(timedelta(hours=1)))).tzinfo is timezone.utc


@pytest.mark.parametrize("number", [2**63, float("nan"), None, "1"])
def test_wrong_numbers(office, number):
    for call in (office.between_ms, office.add_ms, lambda a, b: office.intervals(NOW, a)):
        with pytest.raises(InvalidInput):
            call(number, 1)
    for limit in (-1, 2**62):
        with pytest.raises(InvalidInput) as caught:
            office.intervals(NOW, limit)
        assert caught.value.path == "/limit"


@pytest.mark.parametrize("duration", [-1, 1.5, True, None, "2h", 2**63, timedelta.max, timedelta.min])
def test_wrong_durations(office, duration):
    with pytest.raises(InvalidInput):
        office.add(NOW, duration)


def test_out_of_the_years_of_a_datetime():
    always = Calendar({"tz": "UTC", "weekly": "24x7"})
    with pytest.raises(InvalidInput):
        always.add(NOW, timedelta(days=365 * 9000))
    # In a record the years end with those of a datetime.
    assert always.intervals(NOW, 1)[0]["end"].year == 9999
    assert always.explain("-0001-01-01T00:00:00Z", NOW)["start"].year == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"id": 3}', "x" * 1000])
def test_wrong_tickets(text):
    with pytest.raises(InvalidTicket):
        Ticket.from_json(text)


@pytest.mark.parametrize("text", ["\ud800", "x" * 100_000_000, b"{}", None, 3, {}, CYCLE])
def test_no_text(text):
    for read in (Ticket.from_json, Desk.from_json, Calendar.from_json, deskcore.weekly_from_osm):
        with pytest.raises(InvalidInput):
            read(text)


@pytest.mark.parametrize("config", [{"policies": 3}, "{", "[]", {"calendars": {"a": {"tz": "Europe/Roma", "weekly": "24x7"}}}])
def test_wrong_desks(config):
    with pytest.raises(InvalidDesk) as caught:
        Desk(config)
    assert all({"path", "code", "message"} <= problem.keys() for problem in caught.value.problems)


def test_a_call_that_errs_leaves_the_ticket(desk):
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email"})
    before = ticket.to_json()
    for event in ({"type": "status", "to": "opn"}, {"type": "agent_reply", "at": NOW - timedelta(1)}, {"type": "merged_into", "ticket": "A-17"}):
        with pytest.raises(DeskcoreError):
            desk.apply(ticket, {"id": "ev-1", "at": NOW, **event})
    assert ticket.to_json() == before


@pytest.mark.skipif(not hasattr(_native, "panic_on_purpose"), reason="built without the feature testing")
def test_a_panic_is_an_exception_like_any(capfd):
    with pytest.raises(deskcore.InternalError) as caught:
        _native.panic_on_purpose()
    assert caught.value.code == "internal_error" and "on purpose" in str(caught.value)


def test_bad_calls_leave_no_memory_behind(desk):
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email"})
    bad = [{"id": float("nan")}, {"at": datetime(2026, 1, 1)}, {"a": CYCLE}, {"type": 2**70}, [], None]

    def call(times):
        for _ in range(times // len(bad)):
            for event in bad:
                try:
                    desk.apply(ticket, event)
                except InvalidInput:
                    pass

    call(10_000)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call(100_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 8_000, f"{grown} kB more after 100,000 bad calls"
