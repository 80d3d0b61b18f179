# Made by `make python-stubs`. Do not edit.
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol, Union, Unpack, final

import numpy
from numpy.typing import NDArray

from ._types import Agent, AlertRule, AlertTransition, Analysis, ArrivalProfile, AssignReason, AssignmentExplanation, Comparison, ControlChart, CoverageGap, Cusum, CusumSettings, DayHours, DeadlineExplanation, Denominator, DeskConfig, Digest, DigestConfig, Effect, ErlangA, ErlangC, Event, EwmaSettings, ExpectationOutcome, Expectations, Explanation, FeedbackRule, FloorAlert, GroupFigures, Holiday, ImportedHolidays, ImportedHours, ImportedMacros, Inquiry, InstantInput, Interval, IntervalMethod, Job, Keywords, Limits, LiveWork, MacroColumns, MacroConfig, MacroRequest, MeanEstimate, MeanPoint, Metric, NextDue, Nonresponse, Nps, NpsMethod, Opening, Permission, Pool, Priority, Problem, Promise, PromiseCheck, PromiseQuestion, Proportion, ProportionDifference, Pull, QueueKey, QueueOrder, QueuedTicket, RatedGroup, RatedSurvey, RatingCounts, RatingRecord, Refused, RenderOptions, RenderedMacro, ReportConfig, ReportFigures, ReviewConfig, ReviewDecision, ReviewFacts, RosterSimulation, RouterState, RoutingChange, RoutingConfig, RoutingEvent, Scale, Schedule, Score, SellerFeedback, SellerScore, SessionRecord, SharePoint, Shrinkage, SimulatedTicket, Simulation, SmsCut, SmsSize, Staffing, StaffingGoal, Status, Suggestion, Survey, SurveyConfig, SurveyDecision, SurveyEvent, SurveyFacts, SurveyLog, SurveyRecord, TicketFigures, TicketHistory, TicketRecord, TimedRating, Verdict, WaitEstimate, WeekPlan, WorkAssumptions, WorkItem

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Column = Union[int, NDArray[numpy.int64], NDArray[numpy.datetime64], NDArray[numpy.timedelta64], _ArrowArray, _ArrowStream]

__all__ = ["ArrowColumn", "Calendar", "Desk", "Queue", "Report", "Roster", "Router", "Routing", "Sketch", "Suggester", "SuggestionModel", "Template", "Ticket", "arrival_profile", "check_expectations", "compare", "count_ratings", "cusum", "cut_sms", "effect_to_json", "erlang_a", "erlang_a_required", "erlang_c", "erlang_c_required", "estimate_wait", "ewma_means", "ewma_shares", "holidays_from_dates", "holidays_from_ical", "hours_from_schema_org", "macros_from_gorgias", "macros_from_zendesk", "mean_t", "measure_sms", "merge_ratings", "nonresponse", "nps", "nps_floor", "p_chart", "percentiles", "plan_sentences", "promise_check", "proportion", "review_due", "rolling_alert", "rounded_minutes", "score", "seller_feedback", "shrink", "simulate", "simulate_roster", "survey_log", "two_proportions", "version", "week_plan", "weekly_digest", "weekly_from_osm"]

@final
class ArrowColumn:
    """
    A column of int64 for whoever reads Arrow: `pyarrow.array(column)`,
    `polars.Series(column)`, `pandas` by either. Nulls are what is not known,
    and what never comes.
    """
    def __arrow_c_array__(self, /, requested_schema: object | None = None) -> tuple[object, object]:
        """
        Arrow's C data interface, as capsules.
        """
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def to_numpy(self, /) -> Any:
        """
        The values as a numpy array of int64; null is the smallest int64.
        """

@final
class Calendar:
    """
    Opening hours compiled for arithmetic.

    Instants are aware datetimes of any zone, or RFC 3339 text; what comes
    back is in UTC. Elapsed time is real time: an open night in which clocks
    go forward is an hour shorter. `schedule` is a dictionary, or its text.

    Raises InvalidInput when the schedule cannot be taken.

    >>> from datetime import timedelta
    >>> office = Calendar({"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}})
    >>> due = office.add("2026-11-23T12:00:00+01:00", timedelta(hours=2))  # an hour, lunch, an hour
    >>> due.isoformat()
    '2026-11-23T14:00:00+00:00'
    >>> office.between("2026-11-23T12:00:00+01:00", due)
    datetime.timedelta(seconds=7200)
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, schedule: Schedule | str) -> Calendar: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def add(self, /, at: InstantInput, duration: timedelta | int) -> datetime | None:
        """
        The earliest instant at which `duration` of open time has passed since
        `at`; None when it never will. What is left of a day has passed at
        that day's close, not at the next opening. `duration` is a timedelta,
        or whole seconds.

        Raises InvalidInput for a duration below zero, and when the instant
        lies beyond the dates of a datetime.
        """
    def add_column(self, /, at: _Column, duration_ms: _Column) -> Any:
        """
        `add_ms` for columns: see `between_column`; durations may be
        timedelta64 or Arrow's durations too. What never comes is the smallest
        int64, which numpy shows as NaT in a datetime64[ms], and null in Arrow.

        Raises InvalidInput as `between_column` does.
        """
    def add_ms(self, /, at_ms: int, duration_ms: int) -> int | None:
        """
        `add` for epoch milliseconds and a duration in milliseconds; None for
        never, for what lies beyond any timestamp, and for a duration below
        zero.
        """
    def between(self, /, start: InstantInput, end: InstantInput) -> timedelta:
        """
        Open time from one instant to another; negative when the second is the
        earlier.
        """
    def between_column(self, /, start: _Column, end: _Column) -> Any:
        """
        `between_ms` for columns: numpy arrays of int64 or datetime64 (which is
        taken as UTC), int64 or timestamps with a zone of Arrow (pyarrow,
        polars, pandas), or one int for every row. Milliseconds are not copied,
        other units are; other threads run meanwhile. The result is in
        milliseconds: a numpy array of int64 where one of the columns is of
        numpy and none of Arrow, else an `ArrowColumn`. A row with NaT or null
        in it has that (in int64 the smallest) as its result.

        Raises InvalidInput for other types, for timestamps without a zone, and
        for lengths that differ.
        """
    def between_ms(self, /, start_ms: int, end_ms: int) -> int:
        """
        `between` for epoch milliseconds, in milliseconds.
        """
    def explain(self, /, start: InstantInput, end: InstantInput) -> Explanation:
        """
        Why so much open time lies between two instants: the pieces that count
        and those that do not, with their reasons, and the sentence `text`.
        """
    @staticmethod
    def from_json(text: str) -> Calendar:
        """
        A calendar from the text of its schedule, or of a list of schedules:
        what `to_json` gives.

        Raises InvalidInput.
        """
    def gaps(self, /, start: InstantInput, end: InstantInput) -> list[Interval]:
        """
        The closed intervals of a period: where nobody answers. In a union
        they are the holes that the teams leave together.
        """
    def intervals(self, /, start: InstantInput, limit: int = ...) -> list[Interval]:
        """
        The open intervals after an instant, in order, `limit` at most (100 when
        not said). Hours that never end do so with the last millisecond of the
        year 9999.

        Raises InvalidInput for a limit below 0 or above 100,000.
        """
    def is_open(self, /, at: InstantInput) -> bool:
        """
        Whether an instant is open.
        """
    @property
    def never_opens(self, /) -> bool:
        """
        Whether no second is ever open.
        """
    def next_close(self, /, at: InstantInput) -> datetime | None:
        """
        The end of the open interval that holds an instant, else of the next
        one; None when it never closes, or nothing opens any more.
        """
    def next_open(self, /, at: InstantInput) -> datetime | None:
        """
        The instant itself when it is open, else the next opening; None when
        there is none any more.
        """
    def promise(self, /, at: InstantInput, within: timedelta | int) -> Promise:
        """
        What may be promised to a customer who writes at `at`: whether
        somebody is there, when somebody will be, and by when `within` of open
        time has passed.

        Raises InvalidInput as `add` does.
        """
    def subtract(self, /, at: InstantInput, duration: timedelta | int) -> datetime | None:
        """
        The latest instant from which `duration` of open time has passed until
        `at`; None when it never has.

        Raises InvalidInput as `add` does.
        """
    def to_json(self, /) -> str:
        """
        The schedule that it is made of, or the list of them, as text.
        """
    @property
    def tz(self, /) -> str:
        """
        IANA name of the zone of the schedule; of a union, of its first.
        """
    @staticmethod
    def union(calendars: Iterable[Calendar]) -> Calendar:
        """
        Open whenever one of the calendars is: support that follows the sun.

        Raises InvalidInput for an empty list.
        """
    def week(self, /, day: date | str, zone: str | None = None) -> list[DayHours]:
        """
        The hours of the week that holds `day`, on the wall clock of `zone`:
        seven rows for "we are open 9–18, that is 10–19 for you".

        Raises InvalidInput for a zone that does not exist.
        """

@final
class Desk:
    """
    What a shop has decided, compiled: immutable, shared by all threads.

    A desk reads no clock and stores nothing. It takes a ticket and an event,
    and answers with the ticket afterwards and the effects that the host is to
    carry out. The ticket that was given stays as it was.

    `config` is the desk.json, as a dictionary or as its text.

    Raises InvalidDesk with every mistake at once in `problems`.

    >>> from datetime import datetime, timezone
    >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
    >>> at = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
    >>> ticket, effects = desk.open({"id": "A-17", "at": at, "channel": "email", "priority": "normal"})
    >>> ticket.status, effects
    ('new', [])
    >>> desk.verdict(ticket, "first_reply_time", at)["due_at"]
    datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.timezone.utc)
    >>> ticket, effects = desk.tick(ticket, datetime(2026, 11, 23, 13, tzinfo=timezone.utc))
    >>> [(effect["type"], effect["at"].hour) for effect in effects]
    [('sla_breach', 12)]
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, config: DeskConfig | str) -> Desk: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def apply(self, /, ticket: Ticket, event: Event) -> tuple[Ticket, list[Effect]]:
        """
        Applies an event to a ticket: the ticket afterwards, and what is to be
        done. First time runs up to the event. An event whose id the ticket
        has seen changes nothing.

        Raises OutOfOrder, TicketClosed, StatusNotAllowed and InvalidInput.
        """
    def calendar(self, /, id: str) -> Calendar | None:
        """
        A calendar by its id; None when there is none.
        """
    def calendar_of(self, /, ticket: Ticket) -> Calendar:
        """
        The calendar that a ticket's business time is counted by.
        """
    def explain(self, /, ticket: Ticket, metric: Metric, now: InstantInput) -> DeadlineExplanation | None:
        """
        Why a metric is due when it is: the spans that count and those that do
        not, and the sentence `text`. None when the metric has not started.
        """
    def explain_queue_key(self, /, ticket: Ticket) -> QueueKey:
        """
        What the `queue_key` of a ticket is made of.
        """
    def figures(self, /, opening: Opening, events: Iterable[Event], until: InstantInput) -> TicketFigures:
        """
        What a `Report` takes of a ticket, from its history up to an instant;
        events come in any order, and those after the instant do not count.
        Other threads run meanwhile.

        Raises InvalidInput as `rebuild`.
        """
    @staticmethod
    def from_json(text: str) -> Desk:
        """
        A desk from the text of its desk.json.

        Raises InvalidDesk with every mistake at once in `problems`.
        """
    def is_late(self, /, ticket: Ticket, now: InstantInput) -> bool:
        """
        Whether something that was promised is overdue at an instant.
        """
    def keyword_tags(self, /, message: str) -> list[str]:
        """
        The tags that a customer's message asks for by the desk's keywords.
        """
    def lint(self, /) -> list[Problem]:
        """
        What is legal in the document and probably wrong: policies that no
        ticket reaches, tickets that reach none, promises that a calendar
        cannot keep.
        """
    def macro_effects(self, /, ticket: Ticket, rendered: RenderedMacro, at: InstantInput) -> list[Effect]:
        """
        What the host is to do when an agent sends a macro: its actions. Sent
        twice at one version of a ticket, their ids are the same.
        """
    def macro_keywords(self, /) -> list[Keywords]:
        """
        The phrases that speak for each macro, for a `Suggester`.
        """
    def macros_for(self, /, ticket: Ticket) -> list[MacroConfig]:
        """
        The macros that are offered for a ticket, in their order.
        """
    def next_due(self, /, ticket: Ticket) -> NextDue | None:
        """
        What comes next by time alone, and of which clock.
        """
    def open(self, /, opening: Opening) -> tuple[Ticket, list[Effect]]:
        """
        Begins a ticket: the ticket, and what is to be done.

        Raises InvalidInput.
        """
    def rate_survey(self, /, survey: Survey, score: int, at: InstantInput) -> RatedSurvey:
        """
        Gives an answer to a survey: the survey to store, why the answer was
        refused, if it was, and what a low rating makes happen.

        Raises InvalidInput for a survey that is none.
        """
    def rebuild(self, /, opening: Opening, events: Iterable[Event], until: InstantInput | None = None) -> tuple[Ticket, list[Refused]]:
        """
        Makes a ticket anew from its history, in whatever order the events
        come; with `until`, time runs on to that instant. The second value
        lists the events that the ticket could not take. There are no effects:
        what the history made happen has happened.

        Raises InvalidInput when the opening cannot be taken.
        """
    def render_macro(self, /, macro_id: str, data: Mapping[str, Any] | str, **request: Unpack[MacroRequest]) -> RenderedMacro:
        """
        A macro's text and actions for some data, which is read as
        `Template.render` reads it: a dictionary, or JSON text.

        `locale` is the customer's language, the desk's when not said; `channel`
        ("plain") where the text is going; `tz` the IANA zone that instants are
        written in; `now` what `now` and `today` are; `parameters` the agent's
        answers to what the macro asks.

        Raises TemplateError with line and column for what is missing, InvalidInput
        for an id that is no macro's, a language without a text and answers that
        do not fit, and what the host's own code raises when it is read.

        >>> desk = Desk({"macros": [{"id": "eta", "name": "When it arrives",
        ...     "parameters": [{"name": "days", "kind": "number"}],
        ...     "variants": [
        ...         {"locale": "it", "body": "Ciao {{ customer.first_name }}, mancano {{ parameters.days }} giorni."},
        ...         {"locale": "ro", "body": "Bună, {{ customer.first_name }}! Încă {{ parameters.days }} zile."}],
        ...     "actions": [{"type": "add_tags", "tags": ["eta-{{ parameters.days }}"]}]}]})
        >>> rendered = desk.render_macro("eta", {"customer": {"first_name": "Ștefan"}}, locale="ro-MD", parameters={"days": 2})
        >>> rendered["locale"], rendered["body"], rendered["actions"]
        ('ro', 'Bună, Ștefan! Încă 2 zile.', [{'type': 'add_tags', 'tags': ['eta-2']}])
        """
    def render_macro_batch(self, /, macro_id: str, rows: Iterable[Mapping[str, Any] | str], **request: Unpack[MacroRequest]) -> MacroColumns:
        """
        One macro for many rows, in columns: a row that fails has an error and
        no text. Where all are JSON text, other threads run meanwhile.

        Raises as `render_macro` where nothing depends on the row; InvalidInput
        with the row's place for what is no data; and what the host's own code
        raises when it is read.
        """
    def roster(self, /, agents: list[Agent] | str) -> Roster:
        """
        A roster whose agents may name the desk's calendars; `agents` is a list
        of records, or its text.

        Raises InvalidInput, as `Roster`.
        """
    @property
    def routing(self, /) -> Routing:
        """
        The desk's rules for its queue.
        """
    @staticmethod
    def schema() -> dict[str, Any]:
        """
        The JSON Schema of desk.json (draft 2020-12).
        """
    def survey_due(self, /, ticket: Ticket, facts: SurveyFacts, now: InstantInput) -> SurveyDecision:
        """
        Whether to ask a ticket's customer now, and if not, why, and when to ask
        again. With a yes comes the survey to send and to store.

        Raises InvalidInput for facts that are none.
        """
    def tick(self, /, ticket: Ticket, now: InstantInput) -> tuple[Ticket, list[Effect]]:
        """
        Lets time run up to `now`. Everything is stamped with the instant at
        which it was due: called late, early or twice, the outcome is the
        same. `Ticket.due_at` says when to call it.
        """
    def to_dict(self, /) -> DeskConfig:
        """
        The document that the desk is made of, as a dictionary.
        """
    def to_json(self, /) -> str:
        """
        The document that the desk is made of, as text.
        """
    def verdict(self, /, ticket: Ticket, metric: Metric, now: InstantInput) -> Verdict:
        """
        Where a metric of a ticket stands at an instant that is not before its
        last change.
        """
    def verdicts(self, /, ticket: Ticket, now: InstantInput) -> list[Verdict]:
        """
        Every metric that has started: see `verdict`.
        """
    def work_item(self, /, ticket: Ticket) -> WorkItem:
        """
        A ticket as far as its place in the queue and who may do it go: what a
        `Router` takes.
        """

@final
class Queue:
    """
    Millions of tickets in order: by key, creation and id, which is what
    `ORDER BY queue_key, created_at, id` gives; whole, by team and by skill. It
    changes in place, from any thread.

    >>> queue = Queue()
    >>> queue.insert({"id": "A-17", "key": 1_795_600_000_000, "created_at_ms": 1_795_590_000_000})
    >>> queue.insert({"id": "A-18", "key": 1_795_595_000_000, "created_at_ms": 1_795_591_000_000, "team": "returns"})
    >>> queue.position("A-17"), queue.peek()["id"]
    (1, 'A-18')
    >>> queue.set_key("A-17", 0)
    >>> queue.pop()["id"], [ticket["id"] for ticket in queue.page(team="returns")]
    ('A-17', ['A-18'])
    >>> len(Queue.from_json(queue.to_json()))
    1
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __new__(cls, /) -> Queue: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(text: str) -> Queue:
        """
        A queue from its JSON.

        Raises InvalidInput for what is no list of tickets, or one twice.
        """
    def get(self, /, id: str) -> QueuedTicket | None:
        """
        A ticket by its id; None when it is not in the queue.
        """
    def insert(self, /, ticket: QueuedTicket | str) -> None:
        """
        Adds a ticket: a dictionary, or its JSON text.

        Raises InvalidInput for one whose id is in the queue already.
        """
    def page(self, /, offset: int = ..., limit: int = ..., team: str | None = None, skill: str | None = None) -> list[QueuedTicket]:
        """
        Tickets in order, from the one that `offset` come before: of all, of a
        team, or of those that ask for a skill.

        Raises InvalidInput for both a team and a skill.
        """
    def peek(self, /) -> QueuedTicket | None:
        """
        The ticket that comes first; None when there is none.
        """
    def pop(self, /, team: str | None = None, skill: str | None = None) -> QueuedTicket | None:
        """
        Takes out the ticket that comes first, of all, of a team, or of those
        that ask for a skill; None when there is none.

        Raises InvalidInput for both a team and a skill.
        """
    def position(self, /, id: str, team: str | None = None, skill: str | None = None) -> int | None:
        """
        How many tickets come before one, of all, of its team, or of those that
        ask for a skill; None when it is not among them.

        Raises InvalidInput for both a team and a skill.
        """
    def remove(self, /, id: str) -> QueuedTicket | None:
        """
        Takes a ticket out; None when it is not in the queue.
        """
    def set_key(self, /, id: str, key: int) -> None:
        """
        Puts a ticket where its new key belongs.

        Raises InvalidInput for one that is not in the queue.
        """
    def to_json(self, /) -> str:
        """
        Its tickets as JSON, in order: the same bytes however they came in.
        """
    def update(self, /, ticket: QueuedTicket | str) -> None:
        """
        Changes a ticket: its key, team or skills.

        Raises InvalidInput for one that is not in the queue.
        """

@final
class Report:
    """
    All figures of a shop, over any number of tickets, ratings, surveys and
    visits to self-service; it holds no person. Each record is to be added
    once: a report remembers none.

    Merging is the same to the byte in whatever order, so that a report over a
    billion tickets is a tree of merges. All methods may be called from any
    thread, and let others run.

    Raises InvalidInput for a setting out of its range, and for the dimension
    `customer`.

    >>> from datetime import datetime, timezone
    >>> at = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
    >>> report = Report({"tz": "Europe/Rome", "dimensions": ["channel"]})
    >>> report.add_tickets([{"id": "A-17", "created_at": at, "known_until": at,
    ...     "dimensions": {"channel": "whatsapp"}, "first_reply": {"calendar_ms": 240_000}}])
    >>> report.add_ratings([{"ticket": "A-17", "scale": "stars5", "score": 5, "at": at}])
    >>> figures = {figure["name"]: figure for figure in report.figures()["overall"]["figures"]}
    >>> figures["first_reply"]["value"], figures["csat_stars5"]["n"], figures["nps"]["value"]
    (240000.0, 1, None)
    >>> [group["value"] for group in report.figures_by("channel")]
    ['whatsapp']
    >>> Report.from_json(report.to_json()) == report
    True
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __new__(cls, /, config: ReportConfig | str | None = None) -> Report: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def add_ratings(self, /, ratings: list[RatingRecord] | str) -> None:
        """
        Adds ratings. One of an unknown ticket, one before it was asked for,
        and one that its scale does not have are left out, and counted as such.

        Raises InvalidInput with the place of the rating; then none is added.
        """
    def add_sessions(self, /, sessions: list[SessionRecord] | str) -> None:
        """
        Adds visits to self-service.

        Raises InvalidInput with the place of the visit; then none is added.
        """
    def add_surveys(self, /, surveys: list[SurveyRecord] | str) -> None:
        """
        Adds surveys, offered or not.

        Raises InvalidInput with the place of the survey; then none is added.
        """
    def add_tickets(self, /, tickets: list[TicketFigures] | str) -> None:
        """
        Adds tickets, such as `Desk.figures` makes.

        Raises InvalidInput with the place of the ticket; then none is added.
        """
    def figures(self, /) -> ReportFigures:
        """
        All figures of the whole.
        """
    def figures_by(self, /, dimension: str) -> list[GroupFigures]:
        """
        The figures of each group of a dimension, in the order of its values.

        Raises InvalidInput for a dimension that the report does not have.
        """
    @staticmethod
    def from_json(text: str) -> Report:
        """
        A report from its JSON.

        Raises InvalidInput for what is no report, or one of a newer form.
        """
    def merge(self, /, other: Report) -> None:
        """
        Takes over all that another report holds.

        Raises InvalidInput when the other counts in another way, and when
        there would be too many groups; then nothing is taken.
        """
    def to_json(self, /) -> str:
        """
        Its JSON: the same bytes for the same records, in whatever order they
        were added and merged.
        """

@final
class Roster:
    """
    The agents of a shop, compiled: immutable, shared by all threads. `agents`
    is a list of records, or its text. Agents that name a calendar of a desk
    are for `Desk.roster`.

    Raises InvalidInput with the place.

    >>> roster = Roster([
    ...     {"id": "ioana", "capacity": 5, "limits": {"refund": {"amount": "50.00", "currency": "EUR"}}},
    ...     {"id": "marco", "capacity": 5, "limits": {"refund": {"amount": "500.00", "currency": "EUR"}}}])
    >>> roster.allowed("refund", "ioana", "49.90", "EUR")
    {'type': 'yes'}
    >>> roster.allowed("refund", "ioana", "120", "EUR")
    {'type': 'ask', 'agents': ['marco']}
    """
    def __new__(cls, /, agents: list[Agent] | str) -> Roster: ...
    def __repr__(self, /) -> str: ...
    @property
    def agents(self, /) -> list[Agent]:
        """
        The agents, in order of their ids.
        """
    def allowed(self, /, action: str, agent: str, amount: str, currency: str) -> Permission:
        """
        Whether an agent may do something on their own, such as refund an
        amount; `amount` is a decimal as text.

        Raises InvalidInput for an agent who is not on the roster and an amount
        that is no decimal.
        """
    def coverage_gaps(self, /, plan: WeekPlan | str, zone: str, week_of: date | str) -> list[CoverageGap]:
        """
        When fewer are on duty than a plan says, in the local week that holds
        a date, on a zone's wall clock.

        Raises InvalidInput for a plan of another length, and a zone that does
        not exist.
        """
    def lint(self, /, routing: Routing) -> list[Problem]:
        """
        What is legal in the roster and probably wrong for these rules: skills
        and teams that they ask for and nobody has, shifts that never come.
        """

@final
class Router:
    """
    Tickets and agents in memory: gives each ticket to whoever is best for it,
    as soon as somebody can take it. It reads no clock: tell it the time, at
    the latest at `next_wake_up`. It changes in place, from any thread.

    Instants are epoch milliseconds. Events and a state are dictionaries, or
    their JSON text.

    >>> roster = Roster([{"id": "ioana", "capacity": 1, "languages": {"ro": 3}}, {"id": "marco", "capacity": 1, "languages": {"it": 3}}])
    >>> router = Router(Routing({}), roster, 1_795_600_000_000)
    >>> item = {"id": "A-17", "channel": "email", "language": "it-CH"}
    >>> [assigned] = router.apply([{"at_ms": 1_795_600_000_000, "type": "ticket_new", "ticket": item}])
    >>> assigned["agent"], assigned["reason"]
    ('marco', 'match')
    >>> Router.restore(Routing({}), roster, router.state()).state() == router.state()
    True
    """
    def __new__(cls, /, routing: Routing, roster: Roster, start_ms: int) -> Router: ...
    def __repr__(self, /) -> str: ...
    def advance(self, /, to_ms: int) -> list[RoutingChange]:
        """
        Lets time run up to an instant.

        Raises InvalidInput for one before now.
        """
    def agent_for(self, /, ticket: str) -> tuple[str, AssignReason] | None:
        """
        Who would take a ticket that waits, and why; None when nobody would.

        Raises InvalidInput for a ticket that the router does not have.
        """
    def apply(self, /, events: list[RoutingEvent] | str) -> list[RoutingChange]:
        """
        Takes what happened, and does all that comes of it up to the last of
        it. Everything that happened at one instant is told in one call.

        Raises InvalidInput with the place, nothing being done.
        """
    def estimate_wait(self, /, item: WorkItem | str, service_times_s: list[float] | str) -> WaitEstimate:
        """
        How long a ticket would wait if it came now, by the times in seconds that
        recent ones took.

        Raises InvalidInput for what is no ticket, and a time out of range.
        """
    def explain(self, /, ticket: str) -> AssignmentExplanation:
        """
        Where a ticket is, who would take it now, and why nobody else.

        Raises InvalidInput for a ticket that the router does not have.
        """
    def next_for_agent(self, /, agent: str) -> Pull:
        """
        What an agent takes next, by their own asking. Nothing is changed: tell
        it with an `assign` event.

        Raises InvalidInput for an agent who is not on the roster.
        """
    def next_wake_up(self, /) -> int | None:
        """
        The first instant after now at which anything can change by time
        alone; None for never.
        """
    @property
    def now_ms(self, /) -> int:
        """
        The instant up to which everything is done.
        """
    def queue(self, /) -> list[tuple[str, int]]:
        """
        The tickets that wait, in order, with their keys.
        """
    @staticmethod
    def restore(routing: Routing, roster: Roster, state: RouterState | str) -> Router:
        """
        A router as it was, or of what a database holds. Nothing happens yet:
        `advance` to the same instant gives out what waits.

        Raises InvalidInput with the place.
        """
    def state(self, /) -> RouterState:
        """
        Everything that it knows now, to store it.
        """

@final
class Routing:
    """
    How work is ordered and who may do it, compiled: immutable, shared by all
    threads. `config` is the `routing` part of a desk.json, as a dictionary or
    as its text; `Desk.routing` is that of a desk.

    Items, here and below, are dictionaries, or their JSON text.

    Raises InvalidInput with the first mistake.

    >>> routing = Routing({"boosts": [{"name": "vip", "when": {"vip": True}, "seconds": 1800}]})
    >>> item = {"id": "A-17", "channel": "email", "due_ms": {"first_reply_time": 1_795_600_000_000}, "vip": True}
    >>> routing.queue_key(item)
    1795598200000
    >>> [part["name"] for part in routing.explain_queue_key(item)["contributions"]]
    ['due:first_reply_time', 'boost:vip']
    >>> routing.order([{"id": "A-18", "channel": "email", "created_at_ms": 1_795_600_000_000}, item])
    ['A-17', 'A-18']
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, config: RoutingConfig | str) -> Routing: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def explain_queue_key(self, /, item: WorkItem | str) -> QueueKey:
        """
        What a key is made of.

        Raises InvalidInput when it is no item.
        """
    def order(self, /, items: list[WorkItem] | str) -> list[str]:
        """
        The ids of tickets in the order of the queue: by key, creation and id.

        Raises InvalidInput for what is no item, and an id that comes twice.
        """
    def queue_key(self, /, item: WorkItem | str) -> int:
        """
        A ticket's place in the queue: a virtual due instant in epoch
        milliseconds, the lower the sooner.

        Raises InvalidInput when it is no item.
        """
    def to_json(self, /) -> str:
        """
        What they are made of, as text.
        """

@final
class Sketch:
    """
    A distribution that can be merged: quantiles within `alpha` of the value,
    in a few kilobytes, of any number of values from 0 on. `n`, `min`, `max`,
    and quantiles of up to 64 values, are exact.

    Merging is the same to the byte in whatever order. All methods may be
    called from any thread.

    Raises InvalidInput for an accuracy outside 0.001 to 0.5.

    >>> monday, tuesday = Sketch(), Sketch()
    >>> monday.add(list(range(1, 501)))
    >>> tuesday.add(list(range(501, 1001)))
    >>> monday.merge(tuesday)
    >>> monday.n, monday.max, abs(monday.quantile(0.5) - 500) <= 5
    (1000, 1000.0, True)
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __new__(cls, /, alpha: float = 0.01) -> Sketch: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def add(self, /, values: list[float] | list[int] | NDArray[Any] | str) -> None:
        """
        Takes values: a list, a column of numpy, or JSON text.

        Raises InvalidInput for NaN, one below 0, or one from 2^64 on, with its
        place; then none is taken.
        """
    @property
    def alpha(self, /) -> float:
        """
        The relative accuracy.
        """
    @staticmethod
    def from_json(text: str) -> Sketch:
        """
        A sketch from its JSON.

        Raises InvalidInput for what is no sketch.
        """
    @property
    def is_exact(self, /) -> bool:
        """
        Whether every value is kept as it is, so that quantiles are exact.
        """
    @property
    def max(self, /) -> float | None:
        """
        The greatest value; None when there is none.
        """
    def merge(self, /, other: Sketch) -> None:
        """
        Takes over all values of another sketch.

        Raises InvalidInput when the other is of another accuracy.
        """
    @property
    def min(self, /) -> float | None:
        """
        The least value; None when there is none.
        """
    @property
    def n(self, /) -> int:
        """
        How many values there are.
        """
    def quantile(self, /, q: float) -> float | None:
        """
        The value at a rank, from 0 for the least to 1 for the greatest; None
        when there are no values.

        Raises InvalidInput when `q` is not from 0 to 1.
        """
    def to_json(self, /) -> str:
        """
        Its JSON: the same bytes for the same values, in whatever order they
        were added and merged.
        """

@final
class Suggester:
    """
    A model as it is now, compiled, with phrases that speak for a label even
    before there is any history: immutable, shared by all threads.

    >>> suggester = Suggester(SuggestionModel(), keywords=[
    ...     {"label": "return", "phrases": ["retur*", "trimit înapoi", "restituire"]}])
    >>> suggester.suggest("Vreau sa TRIMIT INAPOI pantofii")
    [{'label': 'return', 'score': 1.0, 'because': ['trimit înapoi']}]
    """
    def __new__(cls, /, model: SuggestionModel, keywords: list[Keywords] | None = None) -> Suggester: ...
    def suggest(self, /, inquiry: Inquiry | str, candidates: list[str] | None = None, limit: int = ...) -> list[Suggestion]:
        """
        The labels that are most likely right for a message, its text or a
        record, the best first, `limit` at most; of some `candidates` alone when
        they are given, such as the ids of `Desk.macros_for`.
        """

@final
class SuggestionModel:
    """
    What agents chose before, in counts: no text of any message is in it. It
    learns in place, from any thread; its JSON is what to store.

    >>> monday, tuesday = SuggestionModel(), SuggestionModel()
    >>> monday.learn("Unde este coletul meu?", "tracking")
    >>> tuesday.learn({"message": "Vorrei un rimborso", "language": "it"}, "refund")
    >>> monday.merge(tuesday)
    >>> [best["label"] for best in Suggester(monday).suggest("coletul nu a sosit", limit=1)]
    ['tracking']
    >>> SuggestionModel.from_json(monday.to_json()) == monday
    True
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __new__(cls, /) -> SuggestionModel: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_json(text: str) -> SuggestionModel:
        """
        A model from its JSON.

        Raises InvalidInput.
        """
    def learn(self, /, inquiry: Inquiry | str, label: str) -> None:
        """
        Learns that a message, its text or a record, was given a label: the id
        of the macro that an agent chose.
        """
    def merge(self, /, other: SuggestionModel) -> None:
        """
        Adds what another model has learnt.
        """
    def to_json(self, /) -> str:
        """
        Its JSON: the same bytes in whatever order it has learnt.
        """

@final
class Template:
    """
    A Liquid template, parsed once: immutable, shared by all threads.

    All tags and filters of Shopify's Liquid, and `money`, `number`, `pluralize`
    and `squish`. There is no access to a clock, a file or the environment, and
    what a template may cost is limited. `partials` are the templates, by name,
    that it may `render` and `include`; `limits` are those of parsing.

    Raises TemplateError with `line` and `column`: `template_syntax` for what is
    no Liquid, `template_limit` for what is longer or deeper than the limits.

    >>> template = Template("Ciao {{ customer.name }}, {% render 'order', order: order %}", partials={
    ...     "order": "il tuo ordine {{ order.id }} arriva {{ order.eta | date: '%A %-d %B' }}: {{ order.total | money }}"})
    >>> niccolo = {"customer": {"name": "Niccolò"}, "order": {"id": "#1042", "eta": "2026-11-26", "total": "1249.80"}}
    >>> template.render(niccolo, locale="it", currency="EUR")
    'Ciao Niccolò, il tuo ordine #1042 arriva giovedì 26 novembre: 1.249,80 €'
    >>> Template("Bună, {{ name }}!").render_batch([{"name": "Ioana"}, '{"name": "Ștefan"}'])
    ['Bună, Ioana!', 'Bună, Ștefan!']
    >>> from deskcore import TemplateError
    >>> try:
    ...     Template("Hi {{ first_name }},\\nyour {{ ordr }} …").render({"first_name": "Zoë", "order": "#1042"})
    ... except TemplateError as error:
    ...     error.code, error.path, error.line, error.column, error.hint
    ('template_missing', 'ordr', 2, 6, 'did you mean "order"?')
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[str], dict[str, Any]]: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, source: str, *, partials: Mapping[str, str] | None = None, limits: Limits | None = None) -> Template: ...
    def __repr__(self, /) -> str: ...
    def analyze(self, /) -> Analysis:
        """
        What it reads and uses, with all that it renders and includes.

        >>> reads = Template("Ciao {{ customer.name | upcase }}").analyze()
        >>> [value["path"] for value in reads["variables"]], reads["filters"]
        (['customer.name'], ['upcase'])
        """
    def check(self, /, schema: dict[str, Any] | str) -> list[Problem]:
        """
        Every problem that rendering could meet for data of a JSON Schema, a
        dictionary or its text: without problems, no data of it makes a hole.

        >>> schema = {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False}
        >>> [(problem["code"], problem["path"]) for problem in Template("Hi {{ nam }}").check(schema)]
        [('unknown_variable', '1:4')]
        """
    def render(self, /, data: Mapping[str, Any] | str, **options: Unpack[RenderOptions]) -> str:
        """
        Renders data: a dictionary, or JSON text, which other threads do not wait
        for. Of a dictionary nothing is read but what the template names: text,
        numbers (Decimal and ints beyond 64 bits as their digits), aware datetimes
        and dates, lists, tuples, and mappings of any class by their own
        `__getitem__`.

        `channel` ("plain" when not said) is how values are escaped; `missing`
        ("strict") whether one that is not there is an error; `locale` ("en") a
        BCP 47 tag for dates, numbers and money; `tz` the IANA zone that instants
        are written in, each by its own clock when not said; `now` what `now` and
        `today` are; `currency` an ISO 4217 code; `limits` what it may cost.

        Raises TemplateError: `template_missing` with all that is missing in
        `problems`, `template_argument`, `template_partial`, `template_limit`;
        InvalidInput with the place of a value that is no data; and what the
        host's own code raises when it is read.
        """
    def render_batch(self, /, rows: Iterable[Mapping[str, Any] | str], **options: Unpack[RenderOptions]) -> list[str]:
        """
        Renders each of many, such as the rows of a mailing; where all are JSON
        text, other threads run meanwhile. See `render`.

        Raises as `render` does for the first row that cannot be rendered; `path`
        begins with its index, such as `/12` or `/12/customer.name`.
        """
    @property
    def source(self, /) -> str:
        """
        The text that it was parsed from.
        """

@final
class Ticket:
    """
    A ticket: what the host stores, as one small JSON document.

    Only a `Desk` makes one or changes it, and a change gives a new ticket.
    Read it freely; the text of `to_json` is what to store, beside a column
    for `due_at` and the number `version` as an optimistic lock.

    >>> from deskcore import Desk, Ticket
    >>> desk = Desk({})
    >>> ticket, effects = desk.open({"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email"})
    >>> Ticket.from_json(ticket.to_json()) == ticket
    True
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def assignee(self, /) -> str | None:
        """
        Agent it is given to.
        """
    @property
    def channel(self, /) -> str:
        """
        Where the conversation takes place.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it began.
        """
    @property
    def due_at(self, /) -> datetime | None:
        """
        When to call `Desk.tick`: the first instant at which time alone
        changes something; None for never.
        """
    @property
    def episode(self, /) -> int:
        """
        1, and one more with every reopening.
        """
    @property
    def follow_up_of(self, /) -> str | None:
        """
        The closed ticket that it goes on from.
        """
    @staticmethod
    def from_dict(record: dict[str, Any]) -> Ticket:
        """
        Reads a ticket from a dictionary, such as a JSON column gives.

        Raises InvalidTicket when it is no ticket.
        """
    @staticmethod
    def from_json(text: str) -> Ticket:
        """
        Reads a stored ticket.

        Raises InvalidTicket when the text is no ticket.
        """
    @property
    def id(self, /) -> str:
        """
        The host's id.
        """
    @property
    def merged_into(self, /) -> str | None:
        """
        The ticket that it was merged into.
        """
    @property
    def priority(self, /) -> Priority | None:
        """
        How urgent it is: low, normal, high or urgent; None when not known.
        """
    @property
    def queue_key(self, /) -> int:
        """
        Its place in the queue: a virtual due instant in epoch milliseconds,
        the lower the sooner. Store it as a column, with an index: `ORDER BY
        queue_key, created_at, id` is the queue. `Desk.explain_queue_key` says
        what it is made of.
        """
    @property
    def solved_at(self, /) -> datetime | None:
        """
        When it was last solved.
        """
    @property
    def status(self, /) -> Status:
        """
        Where it stands: new, open, pending, on_hold, solved or closed.
        """
    @property
    def status_label(self, /) -> str | None:
        """
        The host's own name for the status, where it has one.
        """
    @property
    def tags(self, /) -> list[str]:
        """
        Labels, in order and each once.
        """
    @property
    def team(self, /) -> str | None:
        """
        Team it is given to.
        """
    def to_dict(self, /) -> TicketRecord:
        """
        Everything in it as a dictionary; `clocks` and `recent_events` are the
        desk's own notes.
        """
    def to_json(self, /) -> str:
        """
        The document to store: the same bytes for the same ticket in every
        language.
        """
    @property
    def updated_at(self, /) -> datetime:
        """
        The last change, by an event or by time alone.
        """
    @property
    def version(self, /) -> int:
        """
        Grows by one with every change: the host's optimistic lock.
        """

def arrival_profile(arrivals_ms: list[int] | str, zone: str, from_ms: int, to_ms: int) -> ArrivalProfile:
    """
    What arrives in the half hours of a local week, on average: of a history
    from `from_ms` up to `to_ms`, all in epoch milliseconds.

    Raises InvalidInput for a zone that does not exist, and a history without
    length.
    """

def check_expectations(desk: Desk, expectations: Expectations | str) -> list[ExpectationOutcome]:
    """
    Holds a desk against what people wrote down: "this ticket is due on Tuesday
    at 12:00", "these come first". An outcome for each, in their order. Other
    threads run meanwhile.

    Raises InvalidInput with the place of a mistake in the document.

    >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
    >>> ticket = {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"}
    >>> outcomes = check_expectations(desk, {"expect": [
    ...     {"name": "two hours", "ticket": ticket, "expect": {"due": {"first_reply_time": "2026-11-23 12:00"}}},
    ...     {"name": "urgent", "ticket": ticket, "expect": {"priority": "urgent"}}]})
    >>> [(outcome["name"], outcome["passed"]) for outcome in outcomes]
    [('two hours', True), ('urgent', False)]
    """

def compare(histories: list[TicketHistory] | str, before: Desk, after: Desk, until: InstantInput | None = None) -> Comparison:
    """
    Compares two desks on the same histories: which clocks end otherwise, which
    deadlines move, which tickets change policy, and why. Without `until`,
    clocks are judged at the instant of the last event of all. Answers stay
    when they were: see `limit`. Other threads run meanwhile.

    Raises InvalidInput for an opening that a desk does not take, with its
    place.

    >>> def desk(target):
    ...     return Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": target}}}]})
    >>> history = {"opening": {"id": "A-17", "at": "2026-11-23T10:00:00Z", "channel": "email", "priority": "normal"},
    ...     "events": [{"type": "agent_reply", "id": "ev-2", "at": "2026-11-23T12:00:00Z"}]}
    >>> comparison = compare([history], desk("4h"), desk("1h"))
    >>> comparison["verdict_changes"][0]["text"]
    'A-17: first_reply_time is breached instead of met (2h of 1h): the target is 1h instead of 4h'
    """

def count_ratings(scale: Scale, ratings: list[int] | str) -> RatingCounts:
    """
    Ratings of one scale, counted.

    Raises InvalidInput: `rating_out_of_scale` for the first that the scale
    does not have.
    """

def cusum(values: list[float] | str, settings: CusumSettings | str) -> Cusum:
    """
    Cumulated sums: small shifts that last add up. A signal does not set the
    sums back.

    Raises InvalidInput: `invalid_input` for what is not finite, and a
    negative slack or `h`.
    """

def cut_sms(text: str, most_segments: int) -> SmsCut:
    """
    The longest beginning of a text that takes at most so many segments. No
    character is cut, and no link.

    >>> cut_sms("Thank you, Zoë!", 1)
    {'text': 'Thank you, Zoë!', 'shortened': False}
    """

def effect_to_json(effect: Effect) -> str:
    """
    An effect as JSON: the same bytes in every language, for an outbox.

    Raises InvalidInput when it is no effect.
    """

def erlang_a(work: LiveWork | str, agents: int) -> ErlangA:
    """
    The same when customers hang up whose patience ends: `patience_s` is needed.

    Raises InvalidInput when a figure is out of range.
    """

def erlang_a_required(work: LiveWork | str, goal: StaffingGoal | str) -> Staffing:
    """
    The same when customers hang up whose patience ends.

    Raises InvalidInput, as `erlang_c_required`.
    """

def erlang_c(work: LiveWork | str, agents: int) -> ErlangC:
    """
    What a number of agents reaches when nobody hangs up.

    Raises InvalidInput when a figure is out of range.

    >>> round(erlang_c({"arrivals": 1, "interval_s": 1800, "aht_s": 900, "answer_within_s": 600}, 2)["p_wait"], 12)
    0.1
    """

def erlang_c_required(work: LiveWork | str, goal: StaffingGoal | str) -> Staffing:
    """
    The fewest who reach a goal when nobody hangs up.

    Raises InvalidInput when a figure is out of range, or too many would be
    needed.

    >>> calls = {"arrivals": 454, "interval_s": 3600, "aht_s": 240, "answer_within_s": 120}
    >>> staffing = erlang_c_required(calls, {"target_bp": 9000, "max_occupancy_bp": 8000, "shrinkage_bp": 3000})
    >>> staffing["agents"], staffing["scheduled"]
    (38, 55)
    """

def estimate_wait(ahead: int, agents: int, service_times_s: list[float] | str) -> WaitEstimate:
    """
    How long a new ticket will wait when `ahead` others are begun before it,
    by so many agents who could take it and are all busy, by the times in
    seconds that recent ones took.

    Raises InvalidInput for a time that is out of range.

    >>> estimate = estimate_wait(5, 2, [300.0, 420.0, 500.0, 380.0])
    >>> rounded_minutes(estimate)  # "about 20 minutes"
    20
    """

def ewma_means(points: list[MeanPoint] | str, sigma: float, settings: EwmaSettings | str) -> ControlChart:
    """
    The same of means, when one rating has the standard deviation `sigma`.

    Raises InvalidInput: `invalid_input` for a negative size or sigma, a size
    without a mean, and settings that do not fit.
    """

def ewma_shares(points: list[SharePoint] | str, settings: EwmaSettings | str) -> ControlChart:
    """
    An exponentially weighted moving average of shares, which sees a slow
    drift before a p chart does.

    Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n and the settings
    fit.
    """

def holidays_from_dates(text: str, source: str) -> list[Holiday]:
    """
    Holidays from a list of dates: a date (YYYY-MM-DD) and maybe a name on
    each line.

    Raises InvalidInput with the line that is wrong.
    """

def holidays_from_ical(text: str, source: str, first_year: int, last_year: int) -> ImportedHolidays:
    """
    Holidays from the text of an iCalendar file (RFC 5545), of the years
    `first_year` to `last_year`; `source` is noted with each.

    Raises InvalidInput for a text that is no calendar, or only its beginning.
    """

def hours_from_schema_org(text: str) -> ImportedHours:
    """
    Opening hours from `OpeningHoursSpecification` of schema.org, as JSON text.

    Raises InvalidInput with the part that is wrong or does not fit.
    """

def macros_from_gorgias(json: str) -> ImportedMacros:
    """
    The same for Gorgias (`GET /api/macros`).

    Raises InvalidInput for what is no such export.
    """

def macros_from_zendesk(json: str) -> ImportedMacros:
    """
    Macros from the export of another help desk (`GET /api/v2/macros.json` of
    Zendesk), and what could not be converted.

    Raises InvalidInput for what is no such export.
    """

def mean_t(values: list[float] | str, confidence: float = 0.95) -> MeanEstimate:
    """
    The mean of values with its interval by Student's t.

    Raises InvalidInput: `invalid_input` unless 0 < confidence < 1, and for a
    value that is not finite.
    """

def measure_sms(text: str) -> SmsSize:
    """
    What a text takes as a text message.

    >>> size = measure_sms("Comanda ta a fost expediată.")
    >>> size["encoding"], size["segments"], size["unicode_characters"]
    ('ucs2', 1, ['ă'])
    """

def merge_ratings(parts: list[RatingCounts] | str) -> RatingCounts:
    """
    Counts of one scale added up, in whatever order they come.

    Raises InvalidInput: `scale_mismatch`, `rating_out_of_scale`, and
    `invalid_input` when there are none.
    """

def nonresponse(sent: int, responded: int, positive: int) -> Nonresponse:
    """
    What the share of the satisfied could be, whatever the silent think.

    Raises InvalidInput: `invalid_input` unless 0 ≤ positive ≤ responded ≤
    sent.
    """

def nps(ratings: RatingCounts | str, confidence: float = 0.95, method: NpsMethod | None = None) -> Nps:
    """
    The net promoter score of ratings from 0 to 10, and of no others.

    Raises InvalidInput: `scale_mismatch` for every other scale,
    `rating_out_of_scale`, `invalid_input` unless 0 < confidence < 1.
    """

def nps_floor(ratings: RatingCounts | str, floor: float, confidence: float = 0.95) -> FloorAlert:
    """
    Whether a net promoter score is below a floor, when noise is allowed for:
    the upper end of its interval decides.

    Raises InvalidInput: as `nps`, and `invalid_input` for a floor outside
    −100 to 100.
    """

def p_chart(points: list[SharePoint] | str, limit_sigmas: float = 3.0, center: float | None = None) -> ControlChart:
    """
    A control chart of shares, each with the limits of its own size. Without a
    center it is the share of all points together.

    Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n, the limit is at
    least 0 and the center a share.
    """

def percentiles(values: list[float] | list[int] | NDArray[Any] | str, q: list[float]) -> list[float | None]:
    """
    Exact percentiles of values that are all at hand, of type 7 (as numpy's
    own): a list, a column of numpy, or JSON text. None of no values.

    Raises InvalidInput when a `q` is not from 0 to 1, or a value is not
    finite.

    >>> percentiles([12, 3, 5], [0.5, 0.75])
    [5.0, 8.5]
    """

def plan_sentences(plan: WeekPlan | str) -> list[str]:
    """
    Whom to schedule by a plan, in sentences for people.
    """

def promise_check(desk: Desk, question: PromiseQuestion | str) -> list[PromiseCheck]:
    """
    Holds what a shop tells its customers ("answered within two hours") against
    what calendars and policies allow, for every minute of a year. Other
    threads run meanwhile.

    Raises InvalidInput for a year out of range, a promise of no time, and a
    policy that the desk does not have.

    >>> desk = Desk({"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]})
    >>> [check["holds"] for check in promise_check(desk, {"within": "2h", "year": 2026})]
    [True]
    """

def proportion(successes: int, n: int, confidence: float = 0.95, method: IntervalMethod | None = None) -> Proportion:
    """
    A share and its interval, in which the true share lies with the given
    confidence.

    Raises InvalidInput: `invalid_input` unless 0 ≤ successes ≤ n and 0 <
    confidence < 1.
    """

def review_due(config: ReviewConfig | str, facts: ReviewFacts | str, now: InstantInput) -> ReviewDecision:
    """
    Whether a customer may be invited to write a public review now, and if
    not, why.

    Raises InvalidInput: `invalid_input` for rules that cannot be kept to.
    """

def rolling_alert(ratings: list[TimedRating] | str, rule: AlertRule | str | None = None) -> list[AlertTransition]:
    """
    When an alert began and was over, by ratings in any order. Between ratings
    nothing changes.

    Raises InvalidInput: `invalid_input` for a window that is not above 0, and
    a recovery below the alert.
    """

def rounded_minutes(estimate: WaitEstimate | str) -> int | None:
    """
    The expected wait in minutes, as roughly as it can be told; None when it is
    not known.
    """

def score(ratings: RatingCounts | str, denominator: Denominator | None = None) -> Score:
    """
    What ratings amount to. What is made of none is None, never 0.

    Raises InvalidInput: `rating_out_of_scale` for a count of what the scale
    does not have.
    """

def seller_feedback(feedback: SellerFeedback | str, rule: FeedbackRule) -> SellerScore:
    """
    A seller's standing by the rule of a marketplace.
    """

def shrink(groups: list[RatedGroup] | str, confidence: float = 0.95) -> Shrinkage:
    """
    Shares of groups for a leaderboard that does not crown three lucky
    tickets: small groups are drawn towards the mean of all (empirical Bayes).

    Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n in every group and 0
    < confidence < 1.
    """

def simulate(jobs: list[Job] | str, pool: Pool | str) -> Simulation:
    """
    What an order of the queue does: jobs, in order of arrival, worked off by a
    number of equal agents.

    Raises InvalidInput with the place.

    >>> jobs = [{"arrival_s": 60, "priority": "high", "due_s": 3660, "work_s": 300}] * 3
    >>> simulate(jobs, {"agents": 2, "order": "virtual_due"})["started"]
    [60, 60, 360]
    """

def simulate_roster(routing: Routing, roster: Roster, tickets: list[SimulatedTicket] | str, order: QueueOrder | None = None) -> RosterSimulation:
    """
    Has the agents of a roster work tickets off, by an order of the queue or,
    when none is named, by the rules' own keys.

    Raises InvalidInput with the place.

    >>> from deskcore import Roster, Routing
    >>> tickets = [{"ticket": {"id": id, "channel": "email"}, "arrival_ms": 0, "work_ms": 60_000} for id in "ab"]
    >>> simulate_roster(Routing({}), Roster([{"id": "ioana", "capacity": 1}]), tickets, "fifo")["begun_ms"]
    [0, 60000]
    """

def survey_log(config: SurveyConfig | str, events: list[SurveyEvent] | str, until: InstantInput) -> SurveyLog:
    """
    What became of all surveys of a history by `until`: one for each
    resolution. Events may come in any order; those of one instant are taken
    as they stand.

    Raises InvalidInput: `invalid_input` for a policy that cannot be kept to.
    """

def two_proportions(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> ProportionDifference:
    """
    Whether two shares differ beyond noise: the z test, and Newcombe's
    interval of the difference.

    Raises InvalidInput: `invalid_input` unless 0 ≤ k ≤ n for both and 0 <
    confidence < 1.
    """

def version() -> str:
    """
    Version of the library.
    """

def week_plan(profile: ArrivalProfile | str, assumptions: WorkAssumptions | str, goal: StaffingGoal | str) -> WeekPlan:
    """
    How many are needed in each half hour of a week. With a `patience_s` by
    Erlang A, without by Erlang C.

    Raises InvalidInput when a figure is out of range, or too many would be
    needed.

    >>> profile = {"mean_arrivals": [0.0] * 336, "occurrences": [8.0] * 336}
    >>> profile["mean_arrivals"][4 * 48 + 20:4 * 48 + 24] = [40.0] * 4
    >>> plan_sentences(week_plan(profile, {"aht_s": 300, "answer_within_s": 30}, {"target_bp": 8000}))
    ['Fri: 10 agents from 10:00 to 12:00']
    """

def weekly_digest(tickets: list[TicketFigures] | str, config: DigestConfig | str) -> Digest:
    """
    What was unusual in a week, of the tickets that began or ended in it and in
    earlier weeks, and a year before where those are at hand; in any order.
    Other threads run meanwhile.

    Raises InvalidInput for a setting out of its range.
    """

def weekly_from_osm(text: str) -> ImportedHours:
    """
    Opening hours from an `opening_hours` text of OpenStreetMap.

    Raises InvalidInput with the part that does not fit a weekly schedule.
    """
