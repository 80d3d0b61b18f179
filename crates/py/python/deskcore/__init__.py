"""Customer-support logic as a library: tickets, SLA clocks over business
calendars, and explanations of every deadline.

deskcore decides and never does. The host keeps its database, its mail sender
and its screens; a `Desk` is told what happened and when, and answers with the
ticket afterwards and with what is to be done.

Records (events, effects, verdicts, desk.json) are plain dictionaries, typed in
this package: `Event`, `Effect`, `Verdict`, `DeskConfig`. Handles (`Desk`,
`Calendar`, `Ticket`, `Template`, `Suggester`, `Routing`, `Roster`) are immutable
and may be used from any thread; a `SuggestionModel`, a `Queue`, a `Router`,
a `Report` and a `Sketch` change in place, from any thread too.

>>> from datetime import datetime, timedelta, timezone
>>> from deskcore import Calendar, Desk
>>> office = Calendar({"tz": "Europe/Bucharest", "weekly": {"mon": [["09:00", "18:00"]]}})
>>> office.add(datetime(2026, 11, 23, 15, tzinfo=timezone.utc), timedelta(hours=2)).isoformat()
'2026-11-30T08:00:00+00:00'
"""

from . import _errors, _native, _types
from ._errors import *  # noqa: F403
from ._native import (
    ArrowColumn,
    Calendar,
    Desk,
    Queue,
    Report,
    Roster,
    Router,
    Routing,
    Sketch,
    Suggester,
    SuggestionModel,
    Template,
    Ticket,
    arrival_profile,
    check_expectations,
    compare,
    count_ratings,
    cusum,
    cut_sms,
    effect_to_json,
    erlang_a,
    erlang_a_required,
    erlang_c,
    erlang_c_required,
    estimate_wait,
    ewma_means,
    ewma_shares,
    holidays_from_dates,
    holidays_from_ical,
    hours_from_schema_org,
    macros_from_gorgias,
    macros_from_zendesk,
    mean_t,
    measure_sms,
    merge_ratings,
    nonresponse,
    nps,
    nps_floor,
    p_chart,
    percentiles,
    plan_sentences,
    promise_check,
    proportion,
    review_due,
    rolling_alert,
    rounded_minutes,
    score,
    seller_feedback,
    shrink,
    simulate,
    simulate_roster,
    survey_log,
    two_proportions,
    version,
    week_plan,
    weekly_digest,
    weekly_from_osm,
)
from ._types import *  # noqa: F403

__version__ = version()

__all__ = [
    "ArrowColumn",
    "Calendar",
    "Desk",
    "Queue",
    "Report",
    "Roster",
    "Router",
    "Routing",
    "Sketch",
    "Suggester",
    "SuggestionModel",
    "Template",
    "Ticket",
    "arrival_profile",
    "check_expectations",
    "compare",
    "count_ratings",
    "cusum",
    "cut_sms",
    "effect_to_json",
    "erlang_a",
    "erlang_a_required",
    "erlang_c",
    "erlang_c_required",
    "estimate_wait",
    "ewma_means",
    "ewma_shares",
    "holidays_from_dates",
    "holidays_from_ical",
    "hours_from_schema_org",
    "macros_from_gorgias",
    "macros_from_zendesk",
    "mean_t",
    "measure_sms",
    "merge_ratings",
    "nonresponse",
    "nps",
    "nps_floor",
    "p_chart",
    "percentiles",
    "plan_sentences",
    "promise_check",
    "proportion",
    "review_due",
    "rolling_alert",
    "rounded_minutes",
    "score",
    "seller_feedback",
    "shrink",
    "simulate",
    "simulate_roster",
    "survey_log",
    "two_proportions",
    "version",
    "week_plan",
    "weekly_digest",
    "weekly_from_osm",
]
__all__ += _errors.__all__
__all__ += _types.__all__
