"""Speed of the Python binding beside what it is made of: `python speed.py [--json]`.

Each pair is measured in turn, in one process; a figure is the best of many
rounds. Ratios can be compared between machines, times cannot.
"""

import json
import sys
import timeit
from datetime import datetime, timezone

import numpy

from deskcore import Calendar, Desk, Ticket, _native

OFFICE = Calendar({"tz": "Europe/Rome", "weekly": dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], [["09:00", "13:00"], ["14:00", "18:00"]])})
DESK = Desk({
    "calendars": {"office": json.loads(OFFICE.to_json())},
    "policies": [{"id": "default", "calendar": "office", "targets": {"*": dict.fromkeys(
        ["first_reply_time", "next_reply_time", "requester_wait_time", "total_resolution_time"], "8h")}}],
})
AT = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
ROWS = 1_000_000


def typical():
    ticket, _ = DESK.open({
        "id": "gid://shop/Ticket/9007199254740993", "at": AT, "channel": "whatsapp", "customer": "c-9", "priority": "normal",
        "language": "it", "tier": "vip", "reason": "where_is_my_order", "tags": ["black_friday", "gift"], "fields": {"order": "1001", "country": "IT"},
    })
    for number, kind in enumerate(["agent_reply", "customer_message", "internal_note", "agent_reply", "customer_message"]):
        ticket, _ = DESK.apply(ticket, {"type": kind, "id": f"ev-{number}", "at": AT.replace(minute=number)})
    return ticket.to_json()


STORED = typical()
REPLY = {"type": "agent_reply", "id": "ev-9", "at": AT.replace(minute=30), "actor": {"kind": "agent", "id": "ana"}}


def json_round_trip():
    return json.dumps(json.loads(STORED))


def stored_event_stored():
    ticket, effects = DESK.apply(Ticket.from_json(STORED), REPLY)
    return ticket.to_json(), effects


def best(*calls, number, rounds=25):
    """The best time of a call of each, in turn, in nanoseconds."""
    timers = [timeit.Timer(call) if callable(call) else timeit.Timer(call, globals=globals()) for call in calls]
    return [min(times) / number * 1e9 for times in zip(*([timer.timeit(number) for timer in timers] for _ in range(rounds)))]


def rows():
    noop, add_ms = _native.noop, OFFICE.add_ms
    globals().update(noop=noop, add_ms=add_ms, at_ms=int(AT.timestamp() * 1000))
    reference, ours = best("noop(at_ms)", "add_ms(at_ms, 7_200_000)", number=20_000)
    yield "add_ms / a call that does nothing", ours, reference, 2.5
    reference, ours = best(json_round_trip, stored_event_stored, number=2_000)
    yield f"stored ticket ({len(STORED)} bytes) in, event, stored ticket and effects out / json of the ticket", ours, reference, 1.0
    start = numpy.random.default_rng(1).integers(0, 2_000_000_000_000, ROWS)
    end = start + numpy.random.default_rng(2).integers(0, 300_000_000_000, ROWS)
    loop = min(_native.between_loop_ns(OFFICE, start, end) for _ in range(7))
    (ours,) = best(lambda: OFFICE.between_column(start, end), number=1, rounds=7)
    yield "between over 1,000,000 rows of numpy / the loop in Rust", ours, loop, 1.2


def main():
    if not hasattr(_native, "noop"):
        sys.exit("built without the feature testing: make python-build")
    for name, ours, reference, goal in rows():
        if "--json" in sys.argv:
            print(json.dumps({"name": name, "ours_ns": ours, "reference_ns": reference, "ratio": ours / reference, "goal": goal}))
        else:
            met = "met" if ours <= goal * reference else "missed"
            print(f"{name:<95} {ours:>12,.0f} ns {reference:>12,.0f} ns  {ours / reference:5.2f}  goal {goal} {met}")


if __name__ == "__main__":
    main()
