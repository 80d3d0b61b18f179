"""Laws that hold in every language, over arbitrary input."""

import json
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from conftest import CONFIG, SCHEDULE, instants
from hypothesis import given
from hypothesis import strategies as st

from deskcore import Calendar, Desk, Ticket, effect_to_json

OFFICE, DESK = Calendar(SCHEDULE), Desk(CONFIG)
durations = st.timedeltas(timedelta(0), timedelta(days=40)).map(lambda d: timedelta(milliseconds=d // timedelta(milliseconds=1)))

kinds = st.one_of(
    st.sampled_from(["agent_reply", "bot_reply", "internal_note", "no_reply_needed", "policy_review"]).map(lambda t: {"type": t}),
    st.booleans().map(lambda automatic: {"type": "customer_message", "automatic": automatic}),
    st.sampled_from(["open", "pending", "on_hold", "solved"]).map(lambda to: {"type": "status", "to": to}),
    st.sampled_from(["low", "urgent", None]).map(lambda to: {"type": "priority", "to": to}),
    st.text(max_size=8).map(lambda text: {"type": "details", "fields": {"note": text, "n": 1, "gone": None}}),
)
histories = st.tuples(instants, st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=3)), kinds), max_size=12))


def events_of(start, steps):
    at = start
    for number, (gap, kind) in enumerate(steps):
        at += gap
        yield {"id": f"ev-{number:02}", "at": at, **kind}


@given(instants, durations)
def test_add_and_between_are_inverse(at, duration):
    due = OFFICE.add(at, duration)
    assert due is None or OFFICE.between(at, due) == duration


@given(instants, instants, instants)
def test_between_is_additive(a, b, c):
    assert OFFICE.between(a, b) + OFFICE.between(b, c) == OFFICE.between(a, c)


@given(instants, st.sampled_from(["Europe/Bucharest", "America/New_York", "Asia/Kathmandu"]))
def test_the_zone_of_a_datetime_does_not_matter(at, zone):
    local = at.astimezone(ZoneInfo(zone))
    assert OFFICE.next_open(local) == OFFICE.next_open(at)
    assert OFFICE.next_open(at).tzinfo is timezone.utc
    assert OFFICE.next_open(local.isoformat()) == OFFICE.next_open(at)


@given(histories)
def test_step_by_step_is_rebuild(history):
    start, steps = history
    opening = {"id": "A-17", "at": start, "channel": "chat", "priority": "normal"}
    ticket, _ = DESK.open(opening)
    refused = []
    for event in events_of(start, steps):
        before = ticket.to_json()
        try:
            after, effects = DESK.apply(ticket, event)
        except Exception as error:
            refused.append((event["id"], error.code))
            assert ticket.to_json() == before
        else:
            assert ticket.to_json() == before
            assert DESK.apply(after, event) == (after, [])
            ticket = Ticket.from_json(after.to_json())
            assert ticket == after
            for effect in effects:
                assert json.loads(effect_to_json(effect))["id"] == effect["id"]
    rebuilt, left_out = DESK.rebuild(opening, reversed(list(events_of(start, steps))))
    assert rebuilt == ticket
    assert [(one["event"], one["error"]["code"]) for one in left_out] == refused


@given(histories, st.integers(1, 6))
def test_often_is_once_late(history, parts):
    start, steps = history
    ticket, _ = DESK.open({"id": "A-17", "at": start, "channel": "email", "priority": "high"})
    end = start + timedelta(days=10)
    often, effects = ticket, []
    for part in range(1, parts + 1):
        often, more = DESK.tick(often, start + (end - start) * part / parts)
        effects += more
    assert DESK.tick(ticket, end) == (often, effects)


@given(histories)
def test_a_ticket_is_its_json(history):
    start, _ = history
    ticket, _ = DESK.open({"id": "ț-🎁", "at": start, "channel": "email", "tags": ["b", "a"]})
    assert Ticket.from_dict(json.loads(ticket.to_json())) == ticket
    assert ticket.to_dict()["created_at"] == ticket.created_at == start
