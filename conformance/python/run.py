"""Runs language-neutral vectors against deskcore for Python.

`python run.py PATH…`: `.jsonl` files, or folders of them. The folder that a
file lies in names its family. Each failure is printed with what was expected
and what came; the last line is `N passed, N failed`.
"""

import hashlib
import json
import math
import sys
from datetime import datetime, timezone
from pathlib import Path

import deskcore
from deskcore import (
    Calendar,
    Desk,
    DeskcoreError,
    Roster,
    Router,
    Routing,
    Template,
    TemplateError,
    Ticket,
    TicketClosed,
    effect_to_json,
)


def stamp(at):
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def business_time(vector):
    calendar = Calendar(vector["calendar"])
    for op in vector["ops"]:
        match op:
            case {"op": "is_open", "at": at}:
                got = calendar.is_open(at)
            case {"op": "next_open" | "next_close" as name, "at": at}:
                got = stamp(getattr(calendar, name)(at))
            case {"op": "between", "from": start, "to": end}:
                got = int(calendar.between(start, end).total_seconds())
            case {"op": "add" | "subtract" as name, "at": at, "seconds": seconds}:
                got = stamp(getattr(calendar, name)(at, seconds))
        yield json.dumps(op), op["expect"], got


def desk_of(calendar, policy):
    if Calendar(calendar).never_opens:
        # A desk refuses a calendar that never opens. One that opened once,
        # long ago, is the same to every case.
        overrides = calendar.get("overrides", {}) | {"1900-01-01": [["09:00", "10:00"]]}
        calendar = calendar | {"overrides": overrides}
    only = {"id": "p", "calendar": "office"}
    if policy is not None:
        only |= {key: policy[key] for key in ("pause", "bot_counts", "note_counts") if key in policy}
        only["targets"] = {
            priority: {
                metric: {"target": target["seconds"], "hours": target["hours"]}
                for metric, target in targets.items()
            }
            for priority, targets in policy["targets"].items()
        }
    return Desk({"automatic_status": False, "calendars": {"office": calendar}, "policies": [only]})


class Case:
    """One ticket, and the desk.json that holds for it at the moment."""

    def __init__(self, vector):
        self.calendar, self.policy = vector["calendar"], vector["policy"]
        self.desk = desk_of(self.calendar, self.policy)
        self.ticket = None
        self.events = 0

    def happen(self, event):
        fields = {key: value for key, value in event.items() if key not in ("at", "type")}
        at, kind = event["at"], event["type"]
        match kind:
            case "created":
                by = fields.pop("by")
                public = fields.pop("public", None)
                fields |= {"public_message": public, "started_by": "host" if by == "system" else by}
                opening = {key: value for key, value in fields.items() if value is not None}
                self.ticket, _ = self.desk.open({"id": "t", "at": at, "channel": "email", **opening})
                return
            case "policy" | "calendar":
                self.apply(at, "policy_review", {})
                setattr(self, kind, fields[kind])
                self.desk = desk_of(self.calendar, self.policy)
                kind, fields = "policy_review", {}
            case "assigned":
                fields = {"agent": fields["to"]}
            case "merged_from" | "merged_into":
                fields["ticket"] = f"m{self.events}"
        self.apply(at, kind, fields)

    def apply(self, at, kind, fields):
        self.events += 1
        event = {"id": f"e{self.events}", "at": at, "type": kind, **fields}
        try:
            ticket, _ = self.desk.apply(self.ticket, event)
        except TicketClosed:
            return
        self.ticket = Ticket.from_json(ticket.to_json())

    def check(self, at, metric):
        verdict = self.desk.verdict(self.ticket, metric, at)
        ticked, _ = self.desk.tick(self.ticket, at)
        if self.desk.verdict(ticked, metric, at) != verdict:
            return "letting time run up to the instant changes the verdict"
        keys = ("state", "clock", "instance", "elapsed_s", "target_s", "breaches")
        stamps = {key: stamp(verdict[key]) for key in ("due_at", "last_breach_at")}
        return {key: verdict[key] for key in keys} | stamps


def sla(vector):
    case = Case(vector)
    events = iter(vector["events"])
    event = next(events, None)
    for check in sorted(vector["checks"], key=lambda check: check["at"]):
        while event is not None and event["at"] <= check["at"]:
            case.happen(event)
            event = next(events, None)
        yield f"{check['metric']} at {check['at']}", check["expect"], case.check(check["at"], check["metric"])


def rendered(vector):
    parts = vector.get("template_parts", [])
    source = vector.get("template", "".join(text * times for text, times in parts))
    limits = vector.get("limits", {})
    try:
        template = Template(source, partials=vector.get("templates"), limits=limits)
        options = {"channel": vector.get("channel", "plain"), "missing": vector.get("missing", "lenient")}
        if limits is not None:
            options["limits"] = limits
        return {"result": template.render(vector.get("data", {}), **options)}
    except TemplateError as error:
        kind = error.code.removeprefix("template_")
        return {"error": {"class": kind, "line": error.line, "column": error.column, "path": error.path}}


def accepts(expected, got):
    """A result as it is; an error by the fields that are given, of which each may list what it can be."""
    if "error" not in expected or "error" not in got:
        return expected == got
    told = got["error"]
    return all(told[key] in (value if isinstance(value, list) else [value]) for key, value in expected["error"].items())


def templates(vector):
    match vector:
        case {"accept": accepted}:
            pass
        case {"results": results}:
            accepted = [{"result": result} for result in results]
        case {"invalid": True}:
            accepted = [{"error": {}}]
        case _:
            accepted = [{key: vector[key]} for key in ("result", "error") if key in vector]
    got = rendered(vector)
    yield "renders", got if any(accepts(expected, got) for expected in accepted) else accepted, got


INSTANTS = {"t": "at_ms", "created_at": "created_at_ms", "due": "due_ms", "shifts": "shifts_ms"}


def renamed(fields):
    """A record of a routing vector, by the names that instants have here."""
    fields = {INSTANTS.get(name, name): value for name, value in fields.items()}
    for name in ("ticket", "set"):
        if isinstance(fields.get(name), dict):
            fields[name] = renamed(fields[name])
    return fields


def routed(ticket):
    """What the router knows of a ticket is beside what the ticket is."""
    known = {name: ticket[name] for name in ("agent", "paused", "declined") if name in ticket}
    of_ticket = {name: value for name, value in ticket.items() if name not in known and name != "queued_at"}
    return {"ticket": renamed(of_ticket), "queued_at_ms": ticket["queued_at"], **known}


def scenario(routing, roster, vector):
    router = Router(routing, roster, vector["start"])
    events, changes, snapshots = [renamed(event) for event in vector["events"]], [], []
    for stop in [*vector["snapshots"], None]:
        to = vector["until"] if stop is None else stop
        changes += router.apply([event for event in events if event["at_ms"] <= to])
        events = [event for event in events if event["at_ms"] > to]
        changes += router.advance(to)
        if stop is not None:
            snapshots.append({"t": stop, "queue": [list(place) for place in router.queue()]})
    told = {"assigned": [], "requeued": []}
    for change in changes:
        told[change["type"]].append([change[name] for name in ("at_ms", "ticket", "agent", "reason")])
    held = {agent["agent"]: agent["tickets"] for agent in router.state()["agents"]}
    final = {"queue": [ticket for ticket, _ in router.queue()], "held": held}
    return {"assignments": told["assigned"], "requeues": told["requeued"], "snapshots": snapshots, "final": final}


def routing(vector):
    op, given = vector["op"], vector["input"]
    # The vectors know nothing of tickets that are put back because they are late.
    routing = Routing(given["config"] | {"demote_missed": {"channels": []}})
    roster = Roster([renamed(agent) for agent in given.get("agents", [])])
    match op:
        case "key":
            item = renamed(given["ticket"])
            why = routing.explain_queue_key(item)
            assert why["key"] == routing.queue_key(item), "the key is not the one that is explained"
            got = {"key": why["key"], "contributions": [[part["name"], part["ms"]] for part in why["contributions"]]}
        case "order":
            items = [renamed(ticket) for ticket in given["tickets"]]
            keys = {item["id"]: routing.queue_key(item) for item in items}
            order = routing.order(items)
            got = {"order": order, "keys": [keys[ticket] for ticket in order]}
        case "next_for_agent":
            state = {"at_ms": given["t"], "tickets": [routed(ticket) for ticket in given["tickets"]]}
            pulled = Router.restore(routing, roster, state).next_for_agent(given["agent"])
            got = {name: pulled[name] for name in ("ticket", "reason")}
        case "scenario":
            got = scenario(routing, roster, given)
    yield op, vector["expect"], got


def near(expected, got, tol):
    """What came, with every fraction that is near enough put as it was expected."""
    match expected, got:
        case list(), list() if len(expected) == len(got):
            return [near(wanted, came, tol) for wanted, came in zip(expected, got)]
        case dict(), dict():
            return {name: near(expected.get(name), came, tol) for name, came in got.items()}
        case (int() | float()), float() if abs(got - expected) <= tol * max(1, abs(expected)):
            return expected
    return got


WORK = ("arrivals", "interval_s", "aht_s", "answer_within_s", "patience_s")


def staffing(vector):
    work = {name: value for name, value in vector["input"].items() if name in WORK}
    other = {name: value for name, value in vector["input"].items() if name not in WORK}
    got = getattr(deskcore, vector["op"])(work, other.get("agents", other))
    for what, expected in vector["expect"].items():
        yield what, expected, near(expected, got[what], vector["tol"])


def simulation(vector):
    names = ("arrival_s", "priority", "due_s", "work_s", "vip")
    jobs = [dict(zip(names, job)) for job in vector["jobs"]]
    jobs = [job | {"vip": job["vip"] == 1} for job in jobs]
    for order, expect in vector["expect"].items():
        pool = {"agents": vector["agents"], "order": order, "agent_clock": vector.get("agent_clock", True)}
        got = deskcore.simulate(jobs, pool)
        starts = sum(number * start for number, start in enumerate(got["started"], 1))
        got["starts_sum_mod"] = starts % 1_000_000_007
        yield from ((f"{order} {figure}", expected, got[figure]) for figure, expected in expect.items())


def at(ms):
    return datetime.fromtimestamp(ms / 1000, timezone.utc)


def ms(instant):
    return None if instant is None else round(instant.timestamp() * 1000)


def charted(name, chart):
    points = [[point["value"], point["lcl"], point["ucl"]] for point in chart["points"]]
    return {"center": chart["center"], name: points, "signals": chart["signals"]}


def ewma(kind, points, L, sigma=None, **settings):
    settings = {"weight": settings["lambda"], "limit_sigmas": L, "center": settings["center"]}
    if kind == "proportion":
        return charted("z_lcl_ucl", deskcore.ewma_shares(points, settings))
    return charted("z_lcl_ucl", deskcore.ewma_means(points, sigma, settings))


def merged(scale, parts):
    parts = [deskcore.count_ratings(scale, part) for part in parts] or [deskcore.count_ratings(scale, [])]
    whole, backwards = deskcore.merge_ratings(parts), deskcore.merge_ratings(parts[::-1])
    halves = [deskcore.merge_ratings(half) for half in (parts[::2], parts[1::2]) if half]
    assert whole == backwards == deskcore.merge_ratings(halves), "the order of merges matters"
    return deskcore.score(whole) | {"counts": whole["counts"]}


def cusums(values, **settings):
    sums = deskcore.cusum(values, settings)
    return {"up_down": [list(pair) for pair in zip(sums["up"], sums["down"])], "signals": sums["signals"]}


def alerts(ratings, **rule):
    transitions = deskcore.rolling_alert([{"at": at(t), "score": score} for t, score in ratings], rule)
    return {"transitions": [[ms(one["at"]), one["state"], one["mean"], one["n"]] for one in transitions]}


def surveys(config, events, until):
    events = [{"at": at(event["t"])} | {name: value for name, value in event.items() if name != "t"} for event in events]
    log = deskcore.survey_log(config, events, at(until))
    names = ("ticket", "agent", "state", "score", "edits")
    told = [
        {name: survey.get(name) for name in names}
        | {name: ms(survey.get(name)) for name in ("due_at", "sent_at", "rated_at")}
        for survey in log["surveys"]
    ]
    return {"surveys": told, "rejected": [[ms(one["at"]), one["ticket"], one["reason"]] for one in log["rejected"]]}


def generated(seed, n, kind, scale):
    state, values = seed, []
    for _ in range(n):
        state = (6364136223846793005 * state + 1442695040888963407) % 2**64
        u = (state >> 11) / 2**53
        if kind == "exp":
            values.append(-math.log(1 - u) * scale)
        elif kind == "pareto":
            values.append(scale / math.sqrt(1 - u))
        else:
            values.append(0.0 if kind == "zeros" and u < 0.3 else scale * u)
    return values


def sketched(alpha, q, parts):
    whole = deskcore.Sketch(alpha)
    for part in reversed(parts):
        sketch = deskcore.Sketch(alpha)
        sketch.add(generated(**part))
        whole.merge(sketch)
    return {"n": whole.n, "min": whole.min, "max": whole.max, "bounds": [whole.quantile(one) for one in q]}


def within(bounds, quantiles, tol):
    """Quantiles, with each that is within its bounds put as these."""

    def near(ends, came):
        if ends is None or came is None:
            return came
        low, high = (end + sign * tol * max(1, abs(end)) for end, sign in zip(ends, (-1, 1)))
        return ends if low <= came <= high else came

    return [near(*pair) for pair in zip(bounds, quantiles, strict=True)]


SATISFACTION = {
    "cusum": cusums,
    "eb_shrink": deskcore.shrink,
    "ewma": ewma,
    "mean_t": deskcore.mean_t,
    "merge": merged,
    "nonresponse": deskcore.nonresponse,
    "nps": lambda scale, ratings, **how: deskcore.nps(deskcore.count_ratings(scale, ratings), **how),
    "p_chart": lambda points, L, center=None: charted("p_lcl_ucl", deskcore.p_chart(points, L, center)),
    "percentile": lambda values, q: {"quantiles": deskcore.percentiles(values, q)},
    "proportion": deskcore.proportion,
    "rolling_alert": alerts,
    "score": lambda scale, counts, denominator="all": deskcore.score({"scale": scale, "counts": counts}, denominator),
    "seller_feedback": lambda rule, **feedback: deskcore.seller_feedback(feedback, rule),
    "sketch": sketched,
    "survey": surveys,
    "two_proportions": deskcore.two_proportions,
}


def satisfaction(vector):
    try:
        got = SATISFACTION[vector["op"]](**vector["input"])
    except DeskcoreError as error:
        got = {"error": error.code}
    for what, expected in vector["expect"].items():
        alike = within if what == "bounds" else near
        yield what, expected, alike(expected, got.get(what, "nothing"), vector["tol"])


def digest(path):
    desk = Desk((path.parent / "desk.json").read_text())
    running = hashlib.sha256()

    def step(ticket, effects):
        for text in (ticket.to_json(), *map(effect_to_json, effects)):
            running.update(text.encode() + b"\n")

    for line in path.read_text().splitlines():
        history = json.loads(line)
        ticket, effects = desk.open(history["opening"])
        step(ticket, effects)
        for event in history["events"]:
            try:
                ticket, effects = desk.apply(ticket, event)
            except DeskcoreError as error:
                running.update(error.code.encode() + b"\n")
            else:
                step(ticket, effects)
        step(*desk.tick(ticket, history["until"]))
    print("digest", running.hexdigest())
    yield "digest", (path.parent / "digest.txt").read_text().strip(), running.hexdigest()


FAMILIES = {
    "business_time": business_time,
    "routing": routing,
    "satisfaction": satisfaction,
    "simulation": simulation,
    "sla": sla,
    "staffing": staffing,
    "templates": templates,
}


def outcomes(path):
    family = path.resolve().parent.name
    run = FAMILIES.get(family)
    if family == "digest":
        yield from (("all histories", *outcome) for outcome in digest(path))
    elif run is None:
        print(f"skipped: {path}: no rules for the family {family!r}")
    else:
        for line in filter(str.strip, path.read_text().splitlines()):
            vector = json.loads(line)
            yield from ((vector.get("id") or vector["name"], *outcome) for outcome in run(vector))


def main(paths):
    passed = failed = 0
    for path in map(Path, paths):
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            for name, what, expected, got in outcomes(file):
                if expected == got:
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {name} {what}\n  expected {expected}\n  got      {got}")
    if passed + failed == 0:
        failed = 1
        print("FAILED nothing was run: expected vectors of a known family")
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
