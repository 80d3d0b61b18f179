"""Handles: immutable, comparable, stored and sent like any value."""

import copy
import doctest
import gc
import multiprocessing
import pickle
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from conftest import CONFIG, SCHEDULE

import deskcore
from deskcore import Calendar, Desk, DeskcoreError, Ticket, _native

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)


def opened(desk):
    return desk.open({"id": "A-17", "at": NOW, "channel": "email", "tags": ["gift"]})[0]


def test_copies_are_equal(desk, office):
    for handle in (desk, office, opened(desk), Calendar.union([office, office])):
        for other in (pickle.loads(pickle.dumps(handle)), copy.copy(handle), copy.deepcopy([handle])[0]):
            assert other == handle and hash(other) == hash(handle) and repr(other) == repr(handle)
        assert handle != object() and handle is not None


def test_exceptions_are_pickled():
    with pytest.raises(DeskcoreError) as caught:
        Desk({"policies": 3})
    error = pickle.loads(pickle.dumps(caught.value))
    assert (type(error), error.args, error.problems) == (type(caught.value), caught.value.args, caught.value.problems)


def test_handles_are_frozen(desk):
    ticket = opened(desk)
    for handle, name in ((ticket, "status"), (ticket, "new"), (desk, "name")):
        with pytest.raises(AttributeError):
            setattr(handle, name, "solved")


def test_properties_are_those_of_the_record(desk):
    ticket = opened(desk)
    record = ticket.to_dict()
    for name in ("id", "version", "status", "created_at", "updated_at", "due_at"):
        assert getattr(ticket, name) == record.get(name)
    assert (ticket.channel, ticket.tags, ticket.priority, ticket.episode) == ("email", ["gift"], None, 1)
    assert desk.to_dict()["name"] == CONFIG["name"]


def test_eight_threads_share_a_desk(desk):
    def work(number):
        ticket = opened(desk)
        for step in range(200):
            at = NOW + timedelta(minutes=step)
            ticket, _ = desk.apply(ticket, {"type": "customer_message", "id": f"ev-{step}", "at": at})
        return ticket.to_json()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(work, range(16)))) == 1


def in_a_process(desk, text):
    ticket, effects = desk.tick(Ticket.from_json(text), NOW + timedelta(days=30))
    return ticket.to_json(), effects


def test_processes_share_desks(desk):
    arguments = (desk, opened(desk).to_json())
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.starmap(in_a_process, [arguments] * 4) == [in_a_process(*arguments)] * 4


def test_nothing_is_kept_alive(desk):
    """What goes in is read and let go: no cycle, no reference kept."""

    class Record(dict):
        pass

    record = Record(id="A-17", at=NOW, channel="email")
    gone = weakref.ref(record)
    gc.disable()
    try:
        ticket, effects = desk.open(record)
        del record
        assert gone() is None
    finally:
        gc.enable()
    assert not gc.is_tracked(ticket) or ticket.id == "A-17"


def test_every_public_name_has_documentation():
    for name in deskcore.__all__:
        thing = getattr(deskcore, name)
        if isinstance(thing, type):
            assert thing.__doc__, name
            for attribute, value in vars(thing).items():
                if not attribute.startswith("_") and thing.__module__ == "deskcore":
                    assert value.__doc__, f"{name}.{attribute}"


def test_examples_run():
    failed = attempted = 0
    for module in (deskcore, _native):
        names = {name: value for name, value in vars(deskcore).items() if not name.startswith("_")}
        for test in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__, module=False, extraglobs=names):
            result = doctest.DocTestRunner().run(test)
            failed, attempted = failed + result.failed, attempted + result.attempted
    assert failed == 0 and attempted > 10


def test_threads_run_while_a_column_is_counted(office):
    numpy = pytest.importorskip("numpy")
    column = numpy.arange(3_000_000, dtype="int64") * 60_000
    ticks, done = [], threading.Event()

    def clock():
        while not done.wait(0.001):
            ticks.append(1)

    thread = threading.Thread(target=clock)
    thread.start()
    for _ in range(5):
        office.between_column(column, column[::-1].copy())
    done.set()
    thread.join()
    assert len(ticks) > 2, "other threads waited for the column"


def test_imports():
    read = deskcore.holidays_from_dates("2026-12-25 Crăciun\n", "shop")
    assert read == [{"date": "2026-12-25", "name": "Crăciun", "source": "shop"}]
    hours = deskcore.weekly_from_osm("Mo-Fr 09:00-18:00; PH off")
    assert hours["public_holidays"] == "closed"
    assert Calendar({"tz": "Europe/Rome", "weekly": hours["weekly"], "holidays": read}).tz == "Europe/Rome"
    for wrong in (lambda: deskcore.holidays_from_dates("25.12.", "shop"), lambda: deskcore.weekly_from_osm("sunset"), lambda: deskcore.hours_from_schema_org("{"), lambda: deskcore.holidays_from_ical("", "x", 2026, 2026)):
        with pytest.raises(deskcore.InvalidInput) as caught:
            wrong()
        assert caught.value.code != "invalid_input"


def test_views(office):
    week = office.week("2026-12-08", "Europe/Bucharest")
    assert week[0]["spans"][0]["open"] == "10:00" and week[1]["holidays"][0]["name"] == "Immacolata"
    assert len(office.intervals(NOW, 3)) == 3 and office.gaps(NOW, NOW + timedelta(days=1))
    assert "Immacolata" in office.explain("2026-12-07T15:00:00Z", "2026-12-09T10:00:00Z")["text"]
    assert Calendar(SCHEDULE) == office and office.tz == "Europe/Rome" and not office.never_opens


def test_a_ticket_is_late_while_what_was_promised_is_overdue():
    desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email", "priority": "normal"})
    assert not desk.is_late(ticket, NOW + timedelta(hours=2))
    assert desk.is_late(ticket, NOW + timedelta(hours=2, seconds=1))
    answered, _ = desk.apply(ticket, {"type": "agent_reply", "id": "ev-2", "at": NOW + timedelta(hours=3)})
    assert not desk.is_late(answered, NOW + timedelta(hours=3))
