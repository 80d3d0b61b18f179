"""What a typed host writes: checked by mypy and pyright, and run by pytest."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from deskcore import (
    Agent,
    Calendar,
    Comparison,
    Desk,
    DeskConfig,
    DeskcoreError,
    DigestConfig,
    Effect,
    Event,
    InvalidDesk,
    Opening,
    OutOfOrder,
    Queue,
    RenderedMacro,
    RenderOptions,
    Report,
    Router,
    RoutingChange,
    RoutingEvent,
    Sketch,
    StaffingGoal,
    Suggester,
    SuggestionModel,
    Template,
    TemplateError,
    Ticket,
    TicketFigures,
    TicketHistory,
    WorkAssumptions,
    WorkItem,
    arrival_profile,
    check_expectations,
    compare,
    count_ratings,
    effect_to_json,
    nps,
    percentiles,
    plan_sentences,
    promise_check,
    simulate,
    week_plan,
    weekly_digest,
)

CONFIG: DeskConfig = {
    "name": "Bottega Aurora",
    "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}}},
    "policies": [
        {"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["-30m"]}}}}
    ],
}


def told(effect: Effect) -> str:
    """The variants are told apart by `type`."""
    if effect["type"] == "sla_breach":
        return f"{effect['metric']} missed at {effect['at']:%H:%M}"
    if effect["type"] == "sla_warning":
        due = effect.get("due_at")
        return f"{effect['metric']} due {due:%H:%M}" if due is not None else effect["metric"]
    if effect["type"] == "escalate":
        return f"tell {effect['to']}"
    if effect["type"] == "macro_action":
        return f"{effect['macro_id']}: {effect['action']['type']}"
    if effect["type"] == "survey_due":
        return f"ask about episode {effect['episode']}"
    if effect["type"] == "low_rating":
        return f"{effect['score']} of {effect['scale']}"
    return effect["message"]["event"]


def story() -> list[str]:
    desk = Desk(CONFIG)
    at = datetime(2026, 11, 23, 11, 30, tzinfo=timezone.utc)
    opening: Opening = {"id": "A-17", "at": at, "channel": "email", "priority": "normal", "customer": "c-9"}
    ticket, effects = desk.open(opening)
    event: Event = {"type": "agent_reply", "id": "ev-2", "at": at + timedelta(hours=4)}
    ticket, more = desk.apply(ticket, event)
    stored: str = ticket.to_json()
    due: datetime | None = Ticket.from_json(stored).due_at
    assert due is None
    try:
        desk.apply(ticket, {"type": "internal_note", "id": "ev-1", "at": at})
    except OutOfOrder as error:
        hint: str | None = error.hint
        assert hint is not None
    outbox: list[str] = [effect_to_json(effect) for effect in more]
    assert len(outbox) == len(more)
    return [told(effect) for effect in effects + more]


def mistakes(text: str) -> list[str]:
    try:
        Desk.from_json(text)
    except InvalidDesk as error:
        return [problem["path"] for problem in error.problems]
    except DeskcoreError as error:
        return [error.code]
    return []


def promise(calendar: Calendar, at: datetime) -> datetime | None:
    return calendar.promise(at, timedelta(hours=2))["due_at"]


def greeted(template: Template, rows: list[dict[str, str]]) -> list[str]:
    options: RenderOptions = {"channel": "markdown", "locale": "it", "limits": {"fuel": 1000}}
    try:
        return template.render_batch(rows, **options)
    except TemplateError as error:
        line: int | None = error.line
        return [f"{line}:{error.column} {error.code}", *(problem["path"] for problem in error.problems)]


def answered(desk: Desk, ticket: Ticket, at: datetime) -> list[Effect]:
    model = SuggestionModel()
    model.learn({"message": "Where is it?", "language": "en"}, "eta")
    ids = [config["id"] for config in desk.macros_for(ticket)]
    best = Suggester(model, keywords=desk.macro_keywords()).suggest("Where?", candidates=ids, limit=1)
    rendered: RenderedMacro = desk.render_macro(best[0]["label"], {"customer": {"first_name": "Zoë"}}, locale="en", channel="sms")
    texts: list[str | None] = desk.render_macro_batch("eta", ["{}"], parameters={})["body"]
    assert texts == [None] and rendered["body"] == "Tomorrow, Zoë!"
    return desk.macro_effects(ticket, rendered, at)


def routed(desk: Desk, ticket: Ticket) -> list[str]:
    item: WorkItem = desk.work_item(ticket)
    agents: list[Agent] = [{"id": "ioana", "capacity": 1, "languages": {"ro": 3}}]
    router = Router(desk.routing, desk.roster(agents), 0)
    events: list[RoutingEvent] = [{"at_ms": 0, "type": "ticket_new", "ticket": item}]
    changes: list[RoutingChange] = router.apply(events)
    waiting: list[tuple[str, int]] = router.queue()
    assert waiting == [] and router.next_wake_up() is None
    queue = Queue()
    queue.insert({"id": ticket.id, "key": ticket.queue_key, "created_at_ms": 0})
    first = queue.pop(team=None)
    assert first is not None and first["key"] == desk.explain_queue_key(ticket)["key"]
    work: WorkAssumptions = {"aht_s": 300, "answer_within_s": 30}
    goal: StaffingGoal = {"target_bp": 8000}
    plan = week_plan(arrival_profile([], "UTC", 0, 1), work, goal)
    simulation = simulate([{"arrival_s": 0, "priority": "low", "due_s": 1, "work_s": 1}], {"agents": 1, "order": "fifo"})
    agents_of = [change["agent"] for change in changes if change["type"] != "demoted"]
    return agents_of + plan_sentences(plan) + [str(simulation["breaches"])]


def measured(desk: Desk, opening: Opening, at: datetime) -> tuple[int, float | None]:
    made: TicketFigures = desk.figures(opening, [], at)
    report = Report({"tz": "Europe/Bucharest", "dimensions": ["channel"]})
    report.add_tickets([made])
    report.add_ratings([{"ticket": opening["id"], "scale": "stars5", "score": 5, "at": at}])
    report.merge(Report.from_json(report.to_json()))
    left = [out["reason"] for figure in report.figures()["overall"]["figures"] for out in figure.get("left_out", [])]
    sketch = Sketch(0.01)
    sketch.add([1.0, 2.0])
    config: DigestConfig = {"monday": "2026-11-23"}
    assert weekly_digest([made], config)["n"] == 1
    assert set(left) == {"not_yet"}
    assert nps(count_ratings("nps11", [9]))["nps"] == 100
    return sketch.n, percentiles([1, 2], [0.5])[0]


def reviewed(desk: Desk, opening: Opening) -> Comparison:
    [outcome] = check_expectations(desk, {"expect": [{"name": "soon", "ticket": opening, "expect": {"status": "new"}}]})
    holds: list[bool] = [check["holds"] for check in promise_check(desk, {"within": "2h"})]
    assert outcome["passed"] and not any(holds)
    histories: list[TicketHistory] = [{"opening": opening}]
    return compare(histories, desk, desk, until=None)


def test_runs_as_typed() -> None:
    assert greeted(Template("Ciao {{ name }}"), [{"name": "*Zoë*"}]) == [r"Ciao \*Zoë\*"]
    assert greeted(Template("Ciao {{ name }}"), [{}]) == ["1:6 template_missing", "name"]
    signed: str = Template("{% render 'sign' %}", partials={"sign": "Ana"}).render("{}", channel="html", missing="lenient")
    assert signed == "Ana"
    assert story() == ["first_reply_time due 14:30", "first_reply_time missed at 14:30"]
    assert mistakes('{"calender": {}}') == ["/calender"]
    office = Desk(CONFIG).calendar("office")
    assert office is not None
    at = datetime(2026, 11, 23, 16, 30, tzinfo=timezone.utc)
    assert promise(office, at) == datetime(2026, 11, 30, 9, 30, tzinfo=timezone.utc)
    macros: DeskConfig = {
        "macros": [
            {"id": "eta", "name": "ETA", "variants": [{"body": "Tomorrow, {{ customer.first_name }}!"}], "actions": [{"type": "set_status", "status": "solved"}]}
        ]
    }
    desk = Desk(macros)
    ticket, _ = desk.open({"id": "A-18", "at": at, "channel": "email"})
    assert routed(desk, ticket) == ["ioana", "0"]
    assert [effect["id"] for effect in answered(desk, ticket, at)] == ["A-18:1:eta:0"]
    new: Opening = {"id": "A-19", "at": at, "channel": "email"}
    assert measured(desk, new, at) == (2, 1.5)
    assert reviewed(desk, new)["tickets"] == 1
