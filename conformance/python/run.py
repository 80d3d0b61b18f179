"""Runs language-neutral vectors against deskcore for Python.

`python run.py PATH…`: `.jsonl` files, or folders of them. The folder that a
file lies in names its family. Each failure is printed with what was expected
and what came; the last line is `N passed, N failed`.
"""

import hashlib
import json
import sys
from pathlib import Path

from deskcore import Calendar, Desk, DeskcoreError, Template, TemplateError, Ticket, TicketClosed, effect_to_json


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


def outcomes(path):
    family = path.resolve().parent.name
    run = {"business_time": business_time, "sla": sla, "templates": templates}.get(family)
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
