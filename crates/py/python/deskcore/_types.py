"""Records as dictionaries: the JSON of every language, with instants as datetimes.

Instants that the library gives are aware and in UTC, to the millisecond. Those
that it takes are aware datetimes of any zone, or RFC 3339 text with an offset;
parts finer than a millisecond are cut. Made from the records of the core by
`make types`; do not edit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict, Union

from typing import NotRequired

Instant = datetime
"""An instant as the library gives it: aware, in UTC, to the millisecond."""

InstantInput = Union[datetime, str]
"""An instant as hosts give it: an aware datetime, or RFC 3339 text."""

ActorKind = Literal["customer", "agent", "bot", "automation", "host"]
"""The kinds of actor that figures tell apart: a bot's answer is no agent's.

- `customer`: The customer.
- `agent`: A person of the shop.
- `bot`: A program that talks to customers.
- `automation`: A rule of the desk.
- `host`: The app around the desk: an import, a webhook, a nightly job.
"""

AgentOrder = Literal["load_first", "skill_first", "round_robin"]
"""Which of several agents takes a ticket. What is equal is decided by who
has been without an assignment longest, and by id.

- `load_first`: The least loaded, as a share of the capacity.
- `skill_first`: The one who is best at what the ticket asks for, then the least loaded.
- `round_robin`: Whoever has been without an assignment longest.
"""

AgentStatus = Literal["online", "away", "offline"]
"""Whether an agent is there.

- `online`: Takes work.
- `away`: Back soon: keeps what they have, takes nothing new.
- `offline`: Not there.
"""

AlertState = Literal["ok", "alert"]
"""Where an alert stands.

- `ok`: Nothing is wrong.
- `alert`: The figure is too low.
"""

AssignReason = Literal["sticky", "match", "manual"]
"""Why an agent has a ticket.

- `sticky`: They had it before.
- `match`: They can do it, and came first.
- `manual`: Somebody gave it to them.
"""

CalendarConfig = Union["Schedule", "UnionConfig"]
"""A calendar: a schedule, or the union of others (support that follows the
sun).
"""

Cause = Union["EventCause", "RuleCause", "MacroCause", "ImportCause"]
"""What made an event happen."""

ChangeCause = Union["OtherPolicyChangeCause", "TargetChangedChangeCause", "TargetAddedChangeCause", "TargetRemovedChangeCause", "CountChangedChangeCause", "CalendarChangedChangeCause", "PausesChangedChangeCause", "AnswersChangedChangeCause", "StatusRulesChangedChangeCause", "EarlierChangeCause"]
"""What differs between two desks, as far as one clock goes."""

Channel = Literal["plain", "html", "markdown", "sms"]
"""Where a rendered text is going, which decides how values are escaped.

What a `{{ … }}` writes is escaped once, last, wherever it comes from; the
template's own text is never changed. In text that `capture` keeps, values
are escaped already, and are not again when it is written as it is.

- `plain`: Plain text: nothing is escaped.
- `html`: HTML: `&`, `<`, `>`, `"` and `'` become entities.
- `markdown`: Markdown (WhatsApp, Telegram): a backslash before what could be markup.
- `sms`: A text message, and the subject or any other header of an e-mail: one line, without control characters.
"""

ClockState = Literal["running", "paused", "stopped"]
"""What a clock does at the moment.

- `running`: It counts.
- `paused`: It waits for a status to pass.
- `stopped`: It has not started, or has ended.
"""

Denominator = Literal["all", "non_neutral"]
"""What the share of the positive ratings is taken of.

- `all`: Of all ratings.
- `non_neutral`: Of those that are positive or negative.
"""

DropSkills = Union["Every", list[str]]
"""Skills that are not asked for any more."""

DueTime = str
"""An instant ("2026-11-24T11:00:00Z"), or a time on the clock of a zone ("2026-11-24 12:00 Europe/Rome") or of the ticket's calendar ("2026-11-24 12:00")."""

Duration = Union[int, str]
"""Seconds, or text such as "4h", "1d 12h" or "PT4H"; a day is 24 hours."""

Effect = Union["SlaWarningEffect", "SlaBreachEffect", "EscalateEffect", "OpenFollowUpEffect", "MacroActionEffect", "SurveyDueEffect", "LowRatingEffect", "ForwardEffect"]
"""One thing for the host to do. An outbox that stores effects by their id
does each exactly once.
"""

ErrorKind = Literal["invalid_desk", "invalid_ticket", "invalid_input", "out_of_order", "ticket_closed", "status_not_allowed", "template_error", "internal_error"]
"""The kinds of error that a host can act on. Other languages have an
exception, or a case, for each.

- `invalid_desk`: A desk.json with mistakes: `problems` lists all of them.
- `invalid_ticket`: A stored ticket that cannot be read.
- `invalid_input`: A value that cannot be taken: `path` tells where, `message` what was expected.
- `out_of_order`: An event that is earlier than what the ticket has seen: rebuild the ticket with it in its place.
- `ticket_closed`: An event on a closed ticket, which nothing changes any more: open a follow-up.
- `status_not_allowed`: A status that cannot follow the ticket's.
- `template_error`: A template that cannot be parsed or rendered: `line` and `column` tell where, `path` what is missing or which limit was reached.
- `internal_error`: A mistake of this library. Nothing has changed; please report it.
"""

Event = Union["CustomerMessageEvent", "AgentReplyEvent", "BotReplyEvent", "InternalNoteEvent", "NoReplyNeededEvent", "AssignedEvent", "StatusEvent", "PriorityEvent", "DetailsEvent", "MergedFromEvent", "MergedIntoEvent", "PolicyReviewEvent"]
"""One thing that happened to a ticket, at its own instant."""

Every = Literal["*"]
"""All of them.

- `*`: All of them.
"""

FeedbackRule = Literal["amazon", "ebay"]
"""How a marketplace counts.

- `amazon`: Of all feedback.
- `ebay`: Of the positive and the negative; neutral feedback is left out.
"""

FigureUnit = Literal["count", "milliseconds", "share", "points", "rating"]
"""What a figure's value is.

- `count`: A number of things.
- `milliseconds`: Milliseconds.
- `share`: A share, from 0 to 1.
- `points`: Points from −100 to 100.
- `rating`: A rating of a scale.
"""

FindingKind = Union["VolumeFindingKind", "ShareChangedFindingKind", "SpikeFindingKind", "LateOrdersFindingKind", "ArticleMissingFindingKind", "SlowResolutionFindingKind"]
"""What is unusual. Shares are from 0 to 1."""

HandledBy = Literal["nobody", "human", "bot", "self_service"]
"""Who answered the customer.

- `nobody`: Nobody so far.
- `human`: A person of the shop, whoever else did.
- `bot`: A bot alone.
- `self_service`: Nobody had to: help pages, a portal.
"""

Holiday = Union[str, "HolidayObject"]
"""A date that is closed the whole day."""

Hours = Literal["business", "calendar"]
"""Which count a target is read in.

- `business`: Open time of the policy's calendar.
- `calendar`: Real time, day and night.
"""

IntervalMethod = Literal["wilson", "agresti_coull", "clopper_pearson", "jeffreys"]
"""How the interval of a share is made.

- `wilson`: Wilson (1927), without continuity correction: for every size.
- `agresti_coull`: Agresti and Coull (1998): simpler, wider.
- `clopper_pearson`: Clopper and Pearson (1934): never holds less than it promises.
- `jeffreys`: Jeffreys' prior, with the ends that Brown, Cai and DasGupta (2001) give it.
"""

KeepRating = Literal["first", "last", "all"]
"""Which of several answers counts.

- `first`: The first; later ones are refused.
- `last`: The last, within the edit window.
- `all`: All, within the edit window: each is a rating of its own.
"""

LeftOutWhy = Literal["negative_duration", "business_time_unknown", "not_yet", "too_recent", "unknown_ticket", "out_of_scale", "before_offer", "no_agent_reply"]
"""Why something is in no figure.

- `negative_duration`: A duration below zero.
- `business_time_unknown`: A duration whose business time is not known.
- `not_yet`: It has not happened.
- `too_recent`: Too little time has passed to tell.
- `unknown_ticket`: A rating of a ticket that the host does not know.
- `out_of_scale`: A rating that the scale does not have.
- `before_offer`: An answer that came before its survey was offered.
- `no_agent_reply`: A ticket that no agent replied to.
"""

LocalSpan = Union[tuple[str, str], list[str]]
"""Opening and closing time on the wall clock, e.g. ["09:00", "13:00"]; a close at or before the open lies on the next day."""

MacroAction = Union["SetStatusMacroAction", "SetPriorityMacroAction", "AddTagsMacroAction", "RemoveTagsMacroAction", "AssignMacroAction", "AssignTeamMacroAction", "SetFieldMacroAction", "AddInternalNoteMacroAction", "IssueVoucherMacroAction", "StartRefundMacroAction", "ScheduleFollowUpMacroAction", "TranslateMacroAction"]
"""What a macro does beside its text. Texts in it are templates."""

Metric = Literal["first_reply_time", "next_reply_time", "periodic_update_time", "pausable_update_time", "requester_wait_time", "agent_work_time", "total_resolution_time"]
"""The times that are promised and measured, by the names that help desks
use (Zendesk's).

| metric | starts | pauses in | ends | starts again |
|---|---|---|---|---|
| first_reply_time | the first time a customer waits | – | agent reply, or done | never |
| next_reply_time | a customer waits, and the first reply is over | – | agent reply, or done | each time |
| periodic_update_time | agent reply | – | next agent reply; done cancels it | at each agent reply |
| pausable_update_time | agent reply | pending | as periodic_update_time | at each agent reply |
| requester_wait_time | created | pending | done | a reopen takes it up |
| agent_work_time | created | pending, on_hold | done | a reopen takes it up |
| total_resolution_time | created | – | done | a reopen takes it up |

Done is solved or closed; a policy may name other statuses to pause in.

- `first_reply_time`: From the first unanswered message to the first public agent reply.
- `next_reply_time`: From a later unanswered message to the next public agent reply.
- `periodic_update_time`: Between public agent replies.
- `pausable_update_time`: Between public agent replies, while the customer is not waited for.
- `requester_wait_time`: What the customer waited: new, open and on hold.
- `agent_work_time`: What the shop worked: new and open.
- `total_resolution_time`: From creation to solved, whatever the status.
"""

Missing = Literal["strict", "lenient"]
"""What a value that is not there does.

- `strict`: A `{{ path }}` that names nothing is an error, unless its first filter is `default`. In a condition a path alone may be missing.
- `lenient`: It writes nothing, is false, and is gone through no time at all.
"""

NextDueKind = Literal["warning", "breach", "escalation"]
"""The kinds of what comes by time alone.

- `warning`: A warning.
- `breach`: The target will be missed.
- `escalation`: A step of escalation.
"""

NpsMethod = Literal["wald", "adjusted_wald"]
"""How the interval of a net promoter score is made.

- `wald`: From the shares as they are. Of one answer, or of equal ones, it has no width: it says nothing then.
- `adjusted_wald`: With ¾ of a promoter, ¾ of a detractor and 1½ passives more (Rocks 2016, after Agresti): for every size.
"""

Obstacle = Union["NotOnlineObstacle", "OutsideShiftObstacle", "WindDownObstacle", "DeclinedObstacle", "ChannelNotServedObstacle", "ChannelFullObstacle", "CapacityObstacle", "ExclusiveObstacle", "SkillObstacle", "LanguageObstacle", "TeamObstacle"]
"""Something that stands between an agent and a ticket."""

ParameterKind = Literal["text", "number", "truth", "date"]
"""The kinds of answer.

- `text`: Text that is not empty.
- `number`: A number.
- `truth`: Yes or no.
- `date`: A day, YYYY-MM-DD.
"""

PassedWhy = Union["ReservedPassedWhy", "ObstaclesPassedWhy"]
"""Why an agent does not take a ticket."""

PauseStatus = Literal["new", "open", "pending", "on_hold"]
"""A status that a clock can pause in.

- `new`: New.
- `open`: Open.
- `pending`: Pending.
- `on_hold`: On hold.
"""

Permission = Union["YesPermission", "AskPermission", "NoPermission"]
"""Whether an agent may do something."""

Piece = Union["CountedPiece", "SkippedPiece", "RemainderPiece"]
"""A piece of an `Explanation`."""

Priority = Literal["low", "normal", "high", "urgent"]
"""How urgent a ticket is. A ticket may have none: then no target applies.

- `low`: Can wait.
- `normal`: The ordinary case.
- `high`: Before the ordinary ones.
- `urgent`: At once.
"""

PublicHolidays = Union[Literal["closed"], "PublicHolidaysObject"]
"""What a text says about public holidays, whichever dates they are."""

QueueOrder = Literal["fifo", "strict_priority", "virtual_due", "virtual_due_vip", "virtual_due_demoted"]
"""Which of the waiting tickets comes first.

- `fifo`: By arrival.
- `strict_priority`: By priority, the most urgent first; within one by arrival.
- `virtual_due`: By when it is due.
- `virtual_due_vip`: By when it is due, `VIP_BOOST_S` earlier for a VIP.
- `virtual_due_demoted`: By when it is due, and `DEMOTION_S` after that from when it is late: what is lost anyway does not make others late.
"""

RatingRefusal = Literal["no_survey", "out_of_scale", "expired", "already_rated", "edit_window_closed", "before_survey"]
"""Why a rating is refused.

- `no_survey`: No survey of the ticket was sent.
- `out_of_scale`: The scale does not have it.
- `expired`: It came too late.
- `already_rated`: There is one already, and the first is kept.
- `edit_window_closed`: There is one already, and it cannot be changed any more.
- `before_survey`: It is dated before the survey was sent: a clock is wrong.
"""

Reason = Union["HolidayReason", "SpecialDayReason", "BreakReason", "BreakInDayReason", "NightReason", "ClosedDayReason", "NeverOpensReason"]
"""Why a piece of time is closed. Dates are local dates of the schedule."""

RequeueReason = Literal["agent_offline", "agent_away", "not_accepted", "declined", "resume_agent_absent"]
"""Why a ticket is in the queue again.

- `agent_offline`: Its agent went offline.
- `agent_away`: Its agent was away too long.
- `not_accepted`: Its agent did not accept it in time.
- `declined`: Its agent declined it.
- `resume_agent_absent`: It was resumed while its agent was not there.
"""

ReviewReason = Literal["due", "not_allowed", "no_consent", "not_delivered", "too_soon", "too_late", "cooldown", "not_satisfied"]
"""Why a customer may be invited, or not.

- `due`: Nothing speaks against it.
- `not_allowed`: Buyers of the marketplace may not be asked.
- `no_consent`: The customer did not agree.
- `not_delivered`: The order is not known to be delivered, and the rule counts from that.
- `too_soon`: Too soon after delivery.
- `too_late`: Too long after delivery.
- `cooldown`: The customer was asked too short a time before.
- `not_satisfied`: The shop asks the satisfied alone, and this customer is not known to be one.
"""

RoutingChange = Union["AssignedRoutingChange", "RequeuedRoutingChange", "DemotedRoutingChange"]
"""Something that the router did."""

RoutingEvent = Union["TicketNewRoutingEvent", "TicketUpdateRoutingEvent", "TicketDoneRoutingEvent", "TicketPauseRoutingEvent", "TicketResumeRoutingEvent", "AcceptRoutingEvent", "DeclineRoutingEvent", "AssignRoutingEvent", "AgentStatusRoutingEvent"]
"""Something that happened."""

Scale = str
"""`binary` (0, 1), `stars3` (1 to 3), `stars5` (1 to 5), `ces7` (1 to 7), `nps11` (0 to 10), or one of the shop's own: `custom:1-10:8:5` is 1 to 10, positive from 8, negative up to 5."""

SessionOutcome = Literal["solved_said", "left", "handed_over"]
"""How a customer's visit to self-service ended.

- `solved_said`: The customer said that it helped.
- `left`: The customer left without a word, which is not a success.
- `handed_over`: A person took over.
"""

SmsEncoding = Literal["gsm7", "ucs2"]
"""How the characters of a text message are written.

- `gsm7`: The GSM 7-bit alphabet, in septets: 160 fill a segment, 153 one of several.
- `ucs2`: UTF-16, in code units: 70 fill a segment, 67 one of several.
"""

SpecialDay = Union[list["LocalSpan"], "SpecialDayObject"]
"""Hours of one date; an empty list closes the day."""

State = Literal["not_started", "breached", "cancelled", "no_target", "met", "running", "paused"]
"""How a metric stands to its target: the first of these that applies.

- `not_started`: It has never begun.
- `breached`: It ran beyond its target.
- `cancelled`: It was ended without an outcome.
- `no_target`: Nothing is promised.
- `met`: It ended in time.
- `running`: It runs, in time so far.
- `paused`: It is paused, in time so far.
"""

Status = Literal["new", "open", "pending", "on_hold", "solved", "closed"]
"""Where a ticket stands: one of six, with the host's own labels on top.

What the desk does with a status by itself; a `status` event sets any
other, except that nothing returns to `new` and nothing leaves `closed`.
(A desk with `"automatic_status": false` does nothing by itself: see
`after_told`.)

| event | new | open | pending | on_hold | solved | closed |
|---|---|---|---|---|---|---|
| `customer_message` | new | open | open | open | open, within the reopen window; else a follow-up | a follow-up |
| the same, `no_reply_needed` or `automatic` | new | open | pending | on_hold | solved | closed |
| `agent_reply` | open | open | pending | on_hold | solved | refused |
| `status` to new | new | refused | refused | refused | refused | refused |
| `status` to another | as told | as told | as told | as told | as told | refused |
| `merged_into` | closed | closed | closed | closed | closed | refused |
| any other | new | open | pending | on_hold | solved | refused |

The names and their order are Zendesk's.

- `new`: Nobody has taken it up.
- `open`: The shop works on it.
- `pending`: The shop waits for the customer.
- `on_hold`: The shop waits for a third party: a carrier, a supplier.
- `solved`: Answered for good, unless the customer comes back.
- `closed`: Final: nothing changes it any more.
"""

SurveyAnswer = Literal["yes", "later", "no"]
"""Whether to ask.

- `yes`: Now: send the survey that comes with it, and store it.
- `later`: Not now: ask again at the instant that is named.
- `no`: Not about this resolution.
"""

SurveyEvent = Union["ResolvedSurveyEvent", "ReopenedSurveyEvent", "RatingSurveyEvent"]
"""What happened, for a history of surveys."""

SurveyReason = Literal["due", "no_surveys", "not_solved", "merged", "spam", "not_a_customers", "bounced", "opted_out", "anonymous", "no_agent", "already_asked", "too_late", "delay", "cooldown", "not_day_time"]
"""Why a customer is asked, or is not.

- `due`: It is time.
- `no_surveys`: The desk has no surveys.
- `not_solved`: The ticket is not solved.
- `merged`: The ticket went into another.
- `spam`: The ticket is spam, by the host or by its tags.
- `not_a_customers`: A bot, a rule or the app began the ticket.
- `bounced`: Messages to the customer come back.
- `opted_out`: The customer does not want to be asked.
- `anonymous`: The customer is not known.
- `no_agent`: Nobody had the ticket.
- `already_asked`: The customer was asked about this resolution already.
- `too_late`: Time to answer would be over already.
- `delay`: It was solved too short a time ago.
- `cooldown`: The customer was asked too short a time before.
- `not_day_time`: It is night, or early, where the customer is.
"""

SurveyState = Literal["scheduled", "sent", "answered", "expired", "replaced", "cancelled_reopened", "skipped_cooldown", "skipped_anonymous", "skipped_no_agent"]
"""What became of a survey.

- `scheduled`: Waits for its instant.
- `sent`: Sent, and not answered yet.
- `answered`: Answered.
- `expired`: Not answered in time.
- `replaced`: The ticket was resolved again before it was sent.
- `cancelled_reopened`: The ticket was reopened before it was sent.
- `skipped_cooldown`: The customer was asked too short a time before.
- `skipped_anonymous`: Nobody to ask is known.
- `skipped_no_agent`: Nobody to rate is known.
"""

TargetConfig = Union["Duration", "FullTarget"]
"""A target: a duration in business time, or more of it."""

TemplateErrorClass = Literal["syntax", "argument", "missing", "partial", "limit"]
"""The kinds of mistake in a template.

- `syntax`: It does not parse: an unclosed block, an unknown tag or filter, a filter with too few or too many arguments.
- `argument`: A filter or a tag cannot use what it was given.
- `missing`: A value that is not there, where missing values are errors.
- `partial`: A partial that was not supplied.
- `limit`: A limit was reached; `path` is its name.
"""

TicketPlace = Union["QueuedTicketPlace", "AssignedTicketPlace", "PausedTicketPlace"]
"""Where a ticket is."""

VolumeVerdict = Literal["usual", "season", "not_season", "unexplained"]
"""What explains a week's volume.

- `usual`: As in the earlier weeks.
- `season`: Other than in the earlier weeks, and so it was last year.
- `not_season`: Other than in the earlier weeks, and the season does not explain it.
- `unexplained`: Other than in the earlier weeks; last year is not known.
"""

WarnAt = str
""""80%" of the target used up, or "-30m" of the target's own time before it is due."""

Warning = Union["AfterShareWarning", "BeforeWarning"]
"""When to warn before a target is missed, in the clock's own time: thirty
business minutes before are not half an hour before on Monday at nine.
"""

Weekly = Union[Literal["24x7"], "WeeklyObject"]
"""Hours of each weekday: a list of spans, or the name of a day with the same hours; "24x7" is open around the clock."""


class AcceptRoutingEvent(TypedDict):
    """An agent accepts what was assigned to them."""

    agent: str
    """Id of the agent; of any other than the one that has it, nothing
    happens.
    """

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Id of the ticket."""

    type: Literal["accept"]


class Actor(TypedDict):
    """Who did something, with the name they had then."""

    id: NotRequired[Union[str, None]]
    """The host's id."""

    kind: ActorKind
    """What kind of actor."""

    name: NotRequired[Union[str, None]]
    """The name at the time, kept when the account goes. Personal data."""


class AddInternalNoteMacroAction(TypedDict):
    """Add a note that the customer does not see."""

    body: str
    """The note."""

    type: Literal["add_internal_note"]


class AddTagsMacroAction(TypedDict):
    """Add tags."""

    tags: list[str]
    """The tags."""

    type: Literal["add_tags"]


class AfterShareWarning(TypedDict):
    """When a share of the target is used up: 1 to 100 percent."""

    percent: int
    """Percent of the target."""

    type: Literal["after_share"]


class Agent(TypedDict):
    """An agent: what they can do, and when."""

    calendar: NotRequired[Union[str, None]]
    """When they work: id of one of the desk's calendars. Always, when
    neither is said.
    """

    capacity: int
    """How much they can do at a time, in the units that channels weigh;
    nothing when it is 0.
    """

    channels: NotRequired[Union[dict[str, int], None]]
    """How many tickets of each channel they take at a time. One that is not
    named is not served; all are, without limit, when nothing is said.
    """

    id: str
    """The host's id."""

    languages: NotRequired[dict[str, int]]
    """Languages that they speak, by BCP 47 tag, and how well."""

    last_assigned_seq: NotRequired[int]
    """Number of their last assignment among all: who has been without one
    longest comes first.
    """

    limits: NotRequired[dict[str, Limit]]
    """What they may decide without asking, by action, such as `refund`."""

    shifts_ms: NotRequired[Union[list[Union[tuple[int, int], list[int]]], None]]
    """When they work: first and last instant of each shift in epoch
    milliseconds, the last not being part of it.
    """

    skills: NotRequired[dict[str, int]]
    """What they can do, and how well."""

    status: NotRequired[AgentStatus]
    """Whether they are there."""

    teams: NotRequired[list[str]]
    """Teams that they work for."""


class AgentContext(TypedDict):
    """An agent in a text."""

    first_name: str
    """First name, as customers know it."""

    name: NotRequired[Union[str, None]]
    """Full name."""


class AgentLoad(TypedDict):
    """What an agent did."""

    agent: str
    """Id of the agent."""

    tickets: int
    """How many tickets they had."""

    work_s: int
    """How long those took, in seconds; longer than they worked when they do
    several at a time.
    """


class AgentReplyEvent(TypedDict):
    """A person of the shop answered the customer."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["agent_reply"]


class AgentState(TypedDict):
    """An agent as they are now."""

    agent: str
    """Id of the agent."""

    last_assigned_seq: int
    """Number of their last assignment."""

    since_ms: int
    """Since when, in epoch milliseconds."""

    status: AgentStatus
    """Whether they are there."""

    tickets: NotRequired[list[str]]
    """Ids of the tickets that they have, in order, paused ones too."""

    used: NotRequired[int]
    """How much of their capacity is used."""


class AgentStatusRoutingEvent(TypedDict):
    """An agent comes or goes."""

    agent: str
    """Id of the agent."""

    at_ms: int
    """When, in epoch milliseconds."""

    status: AgentStatus
    """What they are now."""

    type: Literal["agent_status"]


class AgentVerdict(TypedDict):
    """What stands between an agent and a ticket; nothing when they could take it."""

    agent: str
    """Id of the agent."""

    capacity: int
    """Their capacity."""

    obstacles: list[Obstacle]
    """Everything that stands between."""

    used: int
    """How much of their capacity is used."""


class AlertRule(TypedDict):
    """When the mean of recent ratings is an alert, and when it is over. Scores
    are compared in integers, as thousandths.
    """

    alert_below_milli: NotRequired[int]
    """An alert begins when the mean is below it, in thousandths."""

    min_n: NotRequired[int]
    """With fewer ratings in the window nothing begins or ends."""

    recover_at_milli: NotRequired[int]
    """An alert is over when the mean reaches it, in thousandths."""

    window_s: NotRequired[int]
    """How far back ratings count, in seconds: those after `at − window_s`."""


class AlertTransition(TypedDict):
    """An alert began, or is over."""

    at: Instant
    """When: the instant of a rating."""

    limit_milli: int
    """The mean that was passed, in thousandths."""

    mean: float
    """Mean of the ratings in the window."""

    n: int
    """How many they are."""

    state: AlertState
    """How it stands from then on."""

    text: str
    """All of it as one sentence for people."""


class Analysis(TypedDict):
    """What a template reads and uses."""

    filters: list[str]
    """The filters, by name."""

    partials: list[str]
    """The partials, by name."""

    variables: list[Variable]
    """The values, in order of their paths."""


class AnswersChangedChangeCause(TypedDict):
    """What counts as an answer differs: a bot's reply, or a note."""

    type: Literal["answers_changed"]


class ArrivalProfile(TypedDict):
    """What arrives in the half hours of a week, on average."""

    mean_arrivals: list[float]
    """Mean arrivals of each of the 336 half hours of the local week, from
    Monday 00:00; 0 where the history has none of it.
    """

    occurrences: list[float]
    """How often each occurred in the history, a part of one as a part. Few
    make a mean that says little.
    """


class ArticleMissingFindingKind(TypedDict):
    """A frequent reason that has no article."""

    reason: str
    """The reason."""

    share: float
    """Its share of the week's tickets."""

    type: Literal["article_missing"]


class AskPermission(TypedDict):
    """Somebody else may: ask one of them."""

    agents: list[str]
    """Ids of agents who may, those of a common team first, then those
    with the lowest limit.
    """

    type: Literal["ask"]


class AssignMacroAction(TypedDict):
    """Give it to an agent."""

    agent: str
    """The agent's id."""

    type: Literal["assign"]


class AssignRoutingEvent(TypedDict):
    """Somebody gives a ticket to an agent by hand: no rule is asked."""

    agent: str
    """Id of the agent."""

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Id of the ticket."""

    type: Literal["assign"]


class AssignTeamMacroAction(TypedDict):
    """Give it to a team."""

    team: str
    """The team's id."""

    type: Literal["assign_team"]


class AssignedEvent(TypedDict):
    """Given to an agent, a team, or nobody."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    agent: NotRequired[Union[str, None]]
    """The agent's id."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    team: NotRequired[Union[str, None]]
    """The team's id."""

    type: Literal["assigned"]


class AssignedRoutingChange(TypedDict):
    """An agent has a ticket."""

    agent: str
    """Id of the agent."""

    at_ms: int
    """When, in epoch milliseconds."""

    reason: AssignReason
    """Why."""

    ticket: str
    """Id of the ticket."""

    type: Literal["assigned"]


class AssignedTicketPlace(TypedDict):
    """An agent has it."""

    agent: str
    """Id of the agent."""

    type: Literal["assigned"]


class AssignmentExplanation(TypedDict):
    """Where a ticket is, who would take it now, and why nobody else."""

    agent: NotRequired[Union[str, None]]
    """Who would take it now."""

    agents: list[AgentVerdict]
    """Every agent, in order of their ids."""

    place: TicketPlace
    """Where it is."""

    reason: NotRequired[Union[AssignReason, None]]
    """Why they would."""

    reserved_for: NotRequired[Union[str, None]]
    """Whom it waits for, because they had it before."""

    text: str
    """All of it as one English sentence."""

    ticket: str
    """Id of the ticket."""

    waited_ms: int
    """How long it has waited since it last came into the queue."""


class BacklogDay(TypedDict):
    """The backlog at the end of a day."""

    backlog: int
    """Tickets begun and not ended by its end."""

    created: int
    """Tickets that began on it."""

    date: str
    """The day, in the report's zone."""

    ended: int
    """Tickets that ended on it, for the last time."""


class BeforeWarning(TypedDict):
    """When this much is left."""

    seconds: int
    """Seconds left, in the count of the target."""

    type: Literal["before"]


class BetaPrior(TypedDict):
    """What is known of a group before it has any rating: a beta distribution."""

    alpha: float
    """mean · strength."""

    beta: float
    """(1 − mean) · strength."""

    mean: float
    """The share of the positive over all groups."""

    strength: float
    """As many ratings as it counts for."""


class Boost(TypedDict):
    """A number of seconds by which tickets of a kind come sooner."""

    group: NotRequired[Union[str, None]]
    """Of the boosts of one group only the first that holds counts."""

    name: str
    """Name, unique in the list: explanations tell it."""

    seconds: int
    """How much sooner; later when it is negative."""

    when: NotRequired[BoostCondition]
    """Which tickets; all when it is empty."""


class BoostCondition(TypedDict):
    """Which tickets a boost is for: every key that is present must hold. What is
    not known of a ticket satisfies none of them but `vip`.
    """

    age_at_least_s: NotRequired[Union[int, None]]
    """A ticket that is this old, in seconds, by the time it is due."""

    brand: NotRequired[Union[list[str], None]]
    """One of these brands."""

    channel: NotRequired[Union[list[str], None]]
    """One of these channels."""

    fields: NotRequired[dict[str, list[Any]]]
    """For each of the host's fields, one of these values."""

    language: NotRequired[Union[list[str], None]]
    """One of these languages, or a variety of one."""

    lifetime_value_at_least: NotRequired[Union[int, None]]
    """A customer who has bought for this much or more, in minor units."""

    order_value_at_least: NotRequired[Union[int, None]]
    """An order of this value or more, in minor units (cents, bani, pence)."""

    priority: NotRequired[Union[list[Priority], None]]
    """One of these priorities."""

    reason: NotRequired[Union[list[str], None]]
    """One of these contact reasons."""

    sentiment_at_most: NotRequired[Union[int, None]]
    """A sentiment of this or less: thousandths, from -1000, furious, to 1000."""

    tag: NotRequired[Union[list[str], None]]
    """At least one of these tags."""

    team: NotRequired[Union[list[str], None]]
    """One of these teams."""

    tier: NotRequired[Union[list[str], None]]
    """One of these customer tiers."""

    vip: NotRequired[Union[bool, None]]
    """Whether the customer is a VIP; one of whom nothing is said is none."""


class BotReplyEvent(TypedDict):
    """A bot answered the customer."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["bot_reply"]


class BreakInDayReason(TypedDict):
    """Between two openings of one local date, such as lunch."""

    type: Literal["break_in_day"]


class BreakReason(TypedDict):
    """A break of that date: the shop would be open otherwise."""

    date: str
    """The date that the break is written for."""

    type: Literal["break"]


class CalendarChangedChangeCause(TypedDict):
    """Business time is counted by other hours."""

    after: Union[str, None]
    """Id of the calendar under the desk after; absent for day and night."""

    before: Union[str, None]
    """Id of the calendar under the desk before; absent for day and night."""

    type: Literal["calendar_changed"]


class CapacityObstacle(TypedDict):
    """It does not fit beside what they have."""

    type: Literal["capacity"]

    weight: int
    """How much it takes."""


class ChannelFullObstacle(TypedDict):
    """They have as many tickets of its channel as they take."""

    most: int
    """How many they take."""

    type: Literal["channel_full"]


class ChannelNotServedObstacle(TypedDict):
    """They do not serve its channel."""

    type: Literal["channel_not_served"]


class ChartPoint(TypedDict):
    """A point of a chart and its limits. A period without answers has none."""

    lcl: Union[float, None]
    """Lower control limit."""

    ucl: Union[float, None]
    """Upper control limit."""

    value: Union[float, None]
    """What is drawn."""


class ClockChange(TypedDict):
    """A clock that ends otherwise, or is due otherwise."""

    after: ClockOutcome
    """How it ends under the desk after."""

    before: ClockOutcome
    """How it ends under the desk before."""

    causes: list[ChangeCause]
    """What in the two desks makes the difference; more than one where more
    differs.
    """

    channel: str
    """Its channel at the end, under the desk before."""

    instance: int
    """Which instance of it, from 1: each wait for an answer is one."""

    metric: Metric
    """The metric."""

    text: str
    """All of it as one English sentence."""

    ticket: str
    """Id of the ticket."""


class ClockOutcome(TypedDict):
    """How one instance of a metric ended, or stands at the end."""

    due_at: Union[Instant, None]
    """The deadline: the one that was missed, once it was; absent while
    paused, without a target, or when it never comes.
    """

    elapsed_s: int
    """Whole seconds counted, in `hours` (business when there is no target)."""

    hours: Union[Hours, None]
    """Which count the target is read in."""

    policy: Union[PolicyRef, None]
    """The policy whose target it is; without a target, the one that applies
    to the ticket.
    """

    state: State
    """How it stands to its target; `not_started` when there is no such
    instance under this desk.
    """

    target_s: Union[int, None]
    """The target, in seconds."""


class ClosedDayReason(TypedDict):
    """A weekday without hours."""

    date: str
    """The date."""

    type: Literal["closed_day"]


class Comparison(TypedDict):
    """What two desks make of the same history: of `before`, the desk that is
    compared with, and of `after`, the other one.
    """

    by_channel: list[OutcomeTotals]
    """The same for each channel, in order of channel, then of metric."""

    by_metric: list[OutcomeTotals]
    """Outcomes of every metric that was promised under either desk."""

    due_changes: list[ClockChange]
    """Clocks that end alike, and whose deadline, target or policy is
    another.
    """

    dues_changed: int
    """Clocks that end alike with another deadline, target or policy, listed
    or not.
    """

    limit: str
    """What this cannot tell: `LIMIT`."""

    policies_changed: int
    """Tickets to which another policy applies at the end, listed or not."""

    policy_changes: list[PolicyChange]
    """Tickets to which another policy applies at the end."""

    refused_after: int
    """Events that the desk after refused."""

    refused_before: int
    """Events that the desk before refused, such as those of closed tickets."""

    tickets: int
    """Tickets that were compared: those opened by then."""

    tickets_changed: int
    """Tickets of which at least one clock ends otherwise."""

    until: Instant
    """The instant at which clocks that still ran were judged; later events
    are left out.
    """

    verdict_changes: list[ClockChange]
    """Clocks that end otherwise: in order of tickets as they were added,
    then of metric and instance.
    """

    verdicts_changed: int
    """Clocks that end otherwise, listed or not."""


class Condition(TypedDict):
    """A condition over a ticket's facts: every key that is present must hold,
    and a key holds when any of its values does. An empty condition always
    holds.
    """

    all: NotRequired[list[Condition]]
    """All of these conditions."""

    any: NotRequired[list[Condition]]
    """At least one of these conditions, where there are any."""

    brand: NotRequired[Union[list[str], None]]
    """One of these brands."""

    channel: NotRequired[Union[list[str], None]]
    """One of these channels."""

    fields: NotRequired[dict[str, list[Any]]]
    """For each named field, one of these values."""

    language: NotRequired[Union[list[str], None]]
    """One of these languages, or a variety of one."""

    none: NotRequired[list[Condition]]
    """None of these conditions."""

    priority: NotRequired[Union[list[Priority], None]]
    """One of these priorities."""

    reason: NotRequired[Union[list[str], None]]
    """One of these contact reasons."""

    started_by: NotRequired[Union[list[ActorKind], None]]
    """Begun by one of these."""

    tags: NotRequired[Union[list[str], None]]
    """At least one of these tags."""

    tier: NotRequired[Union[list[str], None]]
    """One of these customer tiers."""


class Context(TypedDict):
    """The data of a macro: one record, made by the host for one customer and one
    ticket. Nothing is taken from elsewhere: what is not in it is missing.

    A desk whose data are others says so by a JSON Schema of its own in
    desk.json.
    """

    agent: NotRequired[Union[AgentContext, None]]
    """Who answers."""

    customer: NotRequired[Union[CustomerContext, None]]
    """Who wrote."""

    order: NotRequired[Union[OrderContext, None]]
    """The order that it is about."""

    shop: NotRequired[Union[ShopContext, None]]
    """The shop."""

    sla: NotRequired[Union[SlaContext, None]]
    """What was promised."""

    ticket: NotRequired[Union[TicketContext, None]]
    """The ticket."""


class Contribution(TypedDict):
    """One thing that counts."""

    ms: int
    """Milliseconds: less is sooner."""

    name: str
    """`due:<clock>` or `default_target:<channel>`, with the instant; then
    `boost:<name>`, `clamp` where boosts come to more than the desk allows,
    and `demoted`.
    """


class ControlChart(TypedDict):
    """A control chart."""

    center: Union[float, None]
    """The middle; none when there is nothing to take it from."""

    points: list[ChartPoint]
    """A point for each period."""

    signals: list[int]
    """Places, from 0, of the points that lie outside their limits."""


class CountChangedChangeCause(TypedDict):
    """The target is read in another count."""

    after: Hours
    """The count under the desk after."""

    before: Hours
    """The count under the desk before."""

    type: Literal["count_changed"]


class CountedPiece(TypedDict):
    """Open: all of it counts."""

    clock_change_seconds: NotRequired[int]
    """How much further the wall clock of the zone moves than real time: 3600
    over a night in which clocks go forward an hour, -3600 over one in
    which they go back. Absent in JSON when zero.
    """

    elapsed_ms: int
    """Real time that passes in it."""

    end: Instant
    """The first instant after it."""

    open_ms: int
    """Open time that passes in it, never negative."""

    start: Instant
    """Its first instant."""

    type: Literal["counted"]


class CoverageGap(TypedDict):
    """A time with too few on duty."""

    end: Instant
    """Until when."""

    missing: int
    """How many are missing."""

    on_duty: int
    """Agents who are on duty."""

    scheduled: int
    """Agents that the plan has for this time."""

    start: Instant
    """From when."""


class CustomerContext(TypedDict):
    """A customer in a text."""

    email: NotRequired[Union[str, None]]
    """E-mail address."""

    first_name: str
    """First name."""

    language: NotRequired[Union[str, None]]
    """Language, a BCP 47 tag."""

    last_name: NotRequired[Union[str, None]]
    """Last name."""

    orders_count: NotRequired[Union[int, None]]
    """Orders so far."""

    tier: NotRequired[Union[str, None]]
    """Tier, such as `vip`."""


class CustomerMessageEvent(TypedDict):
    """The customer wrote."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    automatic: NotRequired[bool]
    """A machine wrote it: a vacation notice, a bounce. It moves neither
    status nor clocks.
    """

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    no_reply_needed: NotRequired[bool]
    """It wants no answer: "thanks!"."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["customer_message"]


class Cusum(TypedDict):
    """A chart of cumulated sums."""

    down: list[float]
    """How far they have been below `target − slack`."""

    signals: list[int]
    """Places, from 0, where one of the sums is above `h`."""

    up: list[float]
    """How far values have been above `target + slack`, summed up; never
    below 0.
    """


class CusumSettings(TypedDict):
    """How sums are cumulated."""

    h: float
    """The sum above which there is a signal."""

    slack: float
    """How far a value may be off without being counted."""

    target: float
    """What values should be."""


class DayHours(TypedDict):
    """Opening hours of one local date, for a row of a table."""

    date: str
    """The date in the zone that the hours are shown in."""

    holidays: NotRequired[list[NamedDate]]
    """Holidays of the schedule on this date."""

    spans: list[ShownSpan]
    """When it is open, in order; none when closed."""

    special_days: NotRequired[list[NamedDate]]
    """Dates with hours of their own."""

    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    """Its weekday; `mon` … `sun` in JSON."""


class DayTime(TypedDict):
    """Hours of a local day."""

    closes: NotRequired[str]
    """The instant at which it is over; `20:00` when nothing is said."""

    opens: NotRequired[str]
    """The first instant of it; `09:00` when nothing is said."""


class DeadlineExplanation(TypedDict):
    """Why a metric of a ticket is due when it is, or is not due at all."""

    clock: ClockState
    """What its clock does."""

    counted_before_ms: int
    """Milliseconds that had been counted when the deadline was set: before
    the last pause, for one.
    """

    due_at: Union[Instant, None]
    """The deadline."""

    due_local: NotRequired[Union[str, None]]
    """The deadline on the wall clock of the calendar."""

    hours: Union[Hours, None]
    """Which count it is read in."""

    metric: Metric
    """The metric."""

    policy: NotRequired[Union[PolicyRef, None]]
    """The policy whose target it is."""

    since: Instant
    """When the deadline was set, or the clock ended."""

    source: NotRequired[Union[str, None]]
    """Where the number comes from, where the desk says so."""

    spans: NotRequired[Union[Explanation, None]]
    """From `since` to the deadline, what counts and what does not; absent
    when it counts real time, when there is no deadline, or when the
    deadline was missed before `since`.
    """

    state: State
    """How it stands."""

    target_s: Union[int, None]
    """The target in force, in seconds."""

    text: str
    """All of it as one English sentence."""


class DeclineRoutingEvent(TypedDict):
    """An agent declines what was assigned to them, for good."""

    agent: str
    """Id of the agent; of any other than the one that has it, nothing
    happens.
    """

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Id of the ticket."""

    type: Literal["decline"]


class DeclinedObstacle(TypedDict):
    """They declined this ticket, or let it go."""

    type: Literal["declined"]


class DemoteMissed(TypedDict):
    """What becomes of a ticket whose target is missed already.

    While more comes in than agents can do, an order by due instants serves
    those first that are late anyway, and so the others become late too.
    Putting a missed ticket back once keeps promises that can still be kept:
    in a simulated sale at one and a half times the capacity it cut breaches
    to a quarter. A customer who waits live would only wait longer, so `chat`
    and `phone` are not among the channels unless they are named.
    """

    channels: NotRequired[list[str]]
    """Channels of which tickets are put back."""

    seconds: NotRequired[int]
    """How far it is put back."""


class DemotedRoutingChange(TypedDict):
    """A ticket was put back because its target was missed."""

    at_ms: int
    """When, in epoch milliseconds."""

    key: int
    """Its key now."""

    ticket: str
    """Id of the ticket."""

    type: Literal["demoted"]


_DeskConfigKeys = TypedDict("_DeskConfigKeys", {"$schema": "NotRequired[Union[str, None]]"})


class DeskConfig(_DeskConfigKeys):
    """desk.json: everything that a shop decides about its support.

    Any object may carry a `$comment`. Unknown keys are mistakes.
    """

    automatic_status: NotRequired[bool]
    """Whether the desk moves statuses by itself: a customer's message makes
    a pending ticket open, and so on. With `false` only `status` events
    and merges move them, for a host that has a workflow of its own.
    """

    calendars: NotRequired[dict[str, CalendarConfig]]
    """Opening hours, by id."""

    context: NotRequired[Any]
    """JSON Schema of what macros are rendered from, where the host's data
    are others than `Context`.
    """

    locale: NotRequired[Union[str, None]]
    """Language of macros that do not say theirs, and of customers whose own
    has no text; English when absent.
    """

    macros: NotRequired[list[MacroConfig]]
    """Macros, in the order in which agents see them."""

    name: NotRequired[Union[str, None]]
    """Name of the shop."""

    partials: NotRequired[dict[str, str]]
    """Templates that macros render and include, by name."""

    policies: NotRequired[list[PolicyConfig]]
    """Policies in order: the first whose condition holds applies."""

    reopen: NotRequired[ReopenConfig]
    """When a customer's message reopens a solved ticket."""

    routing: NotRequired[RoutingConfig]
    """How work is ordered, and who may do it."""

    satisfaction: NotRequired[SatisfactionConfig]
    """What customers are asked, and what becomes of the answers."""

    statuses: NotRequired[dict[str, Status]]
    """The host's own names for statuses, each on top of one of the six."""


class DetailsEvent(TypedDict):
    """Facts became known or changed. What is absent stays as it was."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    add_tags: NotRequired[list[str]]
    """Tags to add."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    channel: NotRequired[Union[str, None]]
    """Moved to another channel."""

    fields: NotRequired[dict[str, Any]]
    """Fields to set; null removes one."""

    id: str
    """The host's id: an event seen before changes nothing."""

    language: NotRequired[Union[str, None]]
    """The customer's language."""

    reason: NotRequired[Union[str, None]]
    """What the customer wants."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    remove_tags: NotRequired[list[str]]
    """Tags to remove."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    tier: NotRequired[Union[str, None]]
    """The customer's tier."""

    type: Literal["details"]


class Digest(TypedDict):
    """What was unusual in a week."""

    earlier_weeks: int
    """How many earlier weeks there are: from that of the first ticket on."""

    findings: list[Finding]
    """What was found: the volume, changed shares by p-value, spikes by day,
    late orders, missing articles, long resolutions.
    """

    monday: str
    """The week's Monday."""

    n: int
    """Tickets that began in it."""

    n_earlier: int
    """Tickets that began in the earlier weeks."""

    rules: list[DigestRule]
    """What was asked, how often, and by which rule."""


class DigestConfig(TypedDict):
    """What a digest is about, and how sure it wants to be."""

    earlier_weeks: NotRequired[int]
    """Earlier weeks that it is compared with, 1 to 52. Weeks before the
    first ticket do not count.
    """

    false_discoveries: NotRequired[float]
    """The share of false ones that is accepted among reasons whose share
    changed, more than 0 and less than 1 (Benjamini and Hochberg 1995).
    """

    hours: NotRequired[Hours]
    """Which count of durations is taken."""

    least_tickets: NotRequired[int]
    """Tickets below which nothing is found."""

    monday: str
    """The week's Monday."""

    most_evidence: NotRequired[int]
    """Ticket ids that a finding shows."""

    reasons_with_article: NotRequired[Union[list[str], None]]
    """Reasons that have an article; absent when nobody knows."""

    slow_factor: NotRequired[float]
    """How many times the median of all makes a resolution long; more than 1."""

    tz: NotRequired[str]
    """The zone of its days."""


class DigestRule(TypedDict):
    """DigestRule of one kind."""

    finding: str
    """The type of the findings."""

    n: int
    """How many things were compared."""

    rule: str
    """By which rule."""


class Distribution(TypedDict):
    """Durations in milliseconds. Beyond 64 of them, quantiles are within the
    report's `alpha` of a value that was measured; until then they are exact
    (type 7).
    """

    exact: bool
    """Whether the quantiles are exact."""

    max: float
    """The greatest, exact."""

    mean: float
    """The mean, exact."""

    min: float
    """The least, exact."""

    p25: float
    """A quarter took no longer."""

    p50: float
    """Half took no longer."""

    p75: float
    """Three quarters took no longer."""

    p90: float
    """Nine tenths took no longer."""

    p95: float
    """95 in a hundred took no longer."""

    p99: float
    """99 in a hundred took no longer."""


class EarlierChangeCause(TypedDict):
    """Something that went before: a policy that applied to the ticket
    earlier.
    """

    type: Literal["earlier"]


class Elapsed(TypedDict):
    """A duration in both counts, in milliseconds. A negative one is left out of
    every figure, and counted as left out.
    """

    business_ms: NotRequired[Union[int, None]]
    """Open time of the ticket's calendar, where it is known."""

    calendar_ms: int
    """Real time."""


class ErlangA(TypedDict):
    """What a number of agents reaches when customers hang up whose patience
    ends.
    """

    asa_answered_s: float
    """Mean wait in seconds of those who are answered."""

    intensity: float
    """Offered load in Erlang."""

    mean_wait_all_s: float
    """Mean wait in seconds of all arrivals, those who hang up included."""

    occupancy: float
    """Share of their time that agents are busy, 0 to 1."""

    p_abandon: float
    """Share of arrivals that hang up, 0 to 1."""

    p_wait: float
    """Share of arrivals that have to wait, 0 to 1."""

    service_level: float
    """Share of all arrivals that are answered in time, 0 to 1."""

    service_level_excl_short_abandons: float
    """The same, of arrivals that do not hang up within that time, 0 to 1."""


class ErlangC(TypedDict):
    """What a number of agents reaches when nobody hangs up."""

    asa_s: Union[float, None]
    """Average speed of answer: mean wait of all arrivals in seconds. None
    when the queue only grows.
    """

    intensity: float
    """Offered load in Erlang."""

    occupancy: float
    """Share of their time that agents are busy, 0 to 1."""

    p_wait: float
    """Share of arrivals that have to wait, 0 to 1."""

    service_level: float
    """Share of arrivals that are answered in time, 0 to 1."""

    stable: bool
    """Whether there are more agents than Erlang: with fewer the queue only
    grows.
    """


class EscalateEffect(TypedDict):
    """Tell somebody else: a target was missed some time ago."""

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    instance: int
    """Which instance of it, from 1."""

    metric: Metric
    """The metric."""

    policy: NotRequired[Union[PolicyRef, None]]
    """The policy whose target it is."""

    step: int
    """Which step, from 0."""

    target_s: Union[int, None]
    """The target in force, in seconds."""

    ticket: str
    """Id of the ticket."""

    to: str
    """Whom to tell."""

    type: Literal["escalate"]


class EscalationConfig(TypedDict):
    """A step of escalation."""

    after: Duration
    """How long after the deadline, in the target's own time."""

    to: str
    """Whom to tell: a name that the host knows."""


class EventCause(TypedDict):
    """Another event."""

    id: str
    """Its id."""

    type: Literal["event"]


class EwmaSettings(TypedDict):
    """How an EWMA chart is drawn."""

    center: float
    """The middle: the figure while nothing is out of the ordinary."""

    limit_sigmas: float
    """Distance of the limits from the middle, in standard deviations; 3 is
    usual.
    """

    weight: float
    """Weight of the latest period, above 0 up to 1; 0.2 is usual."""


class ExclusiveObstacle(TypedDict):
    """What they have takes them whole, or this ticket would."""

    type: Literal["exclusive"]


class Expectation(TypedDict):
    """One thing that is expected: of a ticket of its own, or of tickets of the
    history. One of `ticket`, `tickets` and `matching` says of which.
    """

    at: NotRequired[Union[InstantInput, None]]
    """The instant at which it is expected: later events are left out. When
    absent, that of the last event of the ticket, or of the history.
    """

    events: NotRequired[list[Event]]
    """What happens to that ticket."""

    expect: Expected
    """What is expected."""

    matching: NotRequired[Union[Condition, None]]
    """Tickets of the history for which this holds at that instant."""

    name: str
    """What it is called when it fails."""

    ticket: NotRequired[Union[Opening, None]]
    """A ticket of its own."""

    tickets: NotRequired[list[str]]
    """Ids of tickets of the history."""


class ExpectationFailure(TypedDict):
    """One thing that is not as expected."""

    about: str
    """What it is about, such as `policy` or `due first_reply_time`."""

    expected: str
    """What was expected."""

    found: str
    """What came."""

    ticket: NotRequired[Union[str, None]]
    """Id of the ticket; absent when it is about none."""

    why: NotRequired[Union[str, None]]
    """Why it came, as an English sentence."""


class ExpectationOutcome(TypedDict):
    """What came of one expectation."""

    failures: list[ExpectationFailure]
    """What is otherwise, the first 100."""

    name: str
    """Its name."""

    passed: bool
    """Whether all is as expected."""

    tickets: int
    """Tickets that it was held against."""


_ExpectationsKeys = TypedDict("_ExpectationsKeys", {"$schema": "NotRequired[Union[str, None]]"})


class Expectations(_ExpectationsKeys):
    """What people expect of a desk: tests of a policy, written down beside it.

    Any object may carry a `$comment` where it is read by
    `from_json`. Unknown keys are mistakes.
    """

    expect: list[Expectation]
    """What is expected, in order."""

    history: NotRequired[list[TicketHistory]]
    """Tickets that several expectations are about; a host adds those of its
    own history.
    """


class Expected(TypedDict):
    """What is expected of each ticket; what is absent may be anything."""

    before: NotRequired[list[str]]
    """Each comes in the queue before these tickets of the history."""

    count: NotRequired[Union[int, None]]
    """How many tickets are selected. Without it at least one must be."""

    due: NotRequired[dict[str, Union[DueTime, None]]]
    """When metrics are due; null for never, or not while they pause."""

    first: NotRequired[bool]
    """Each comes before all other tickets of the history that wait for the
    shop (new or open) at that instant.
    """

    policy: NotRequired[Union[str, None]]
    """Id of the policy that applies."""

    priority: NotRequired[Union[Priority, None]]
    """Its priority."""

    state: NotRequired[dict[str, State]]
    """How metrics stand."""

    status: NotRequired[Union[Status, None]]
    """Its status."""

    target: NotRequired[dict[str, Union[Duration, None]]]
    """Targets that are in force; null for none."""


class ExpectedWait(TypedDict):
    """A wait in seconds."""

    expected_s: float
    """Mean of the wait."""

    high_s: float
    """With a chance of 10 % it will be longer."""

    low_s: float
    """With a chance of 10 % it will be shorter."""


class Explanation(TypedDict):
    """A stretch of time cut into pieces that count as open time or do not.

    The pieces lie in order, without holes and without overlap, and cover the
    stretch from `start` to `end`; their open time sums up to `open_ms` to the
    millisecond. Shown with `Display` it is its `text`.
    """

    end: Instant
    """The later end."""

    open_ms: int
    """Open time of the stretch, as `Calendar::between` counts it in the
    direction that was asked for.
    """

    pieces: list[Piece]
    """The pieces, the earliest first."""

    reversed: bool
    """Whether the stretch was asked for backwards: then it is explained
    forwards all the same, and `open_ms` is negative.
    """

    start: Instant
    """The earlier end."""

    text: str
    """All of it as one English sentence, in the local time of the zone."""

    truncated: bool
    """Whether there were too many pieces: then the last one is a remainder."""

    tz: str
    """The zone whose wall clock the sentence is read on; of a union, that
    of its first calendar.
    """


class Facts(TypedDict):
    """What policies and rules select on. Unknown is absent, never `""` or `0`."""

    brand: NotRequired[Union[str, None]]
    """The shop, where the host runs several."""

    channel: str
    """Where the conversation takes place: `email`, `chat`, `whatsapp`,
    `instagram`, `amazon`, `phone`, or a name of the host's own.
    """

    customer: NotRequired[Union[str, None]]
    """The host's id of the customer."""

    fields: NotRequired[dict[str, Any]]
    """The host's own fields."""

    language: NotRequired[Union[str, None]]
    """The customer's language, a BCP 47 tag."""

    priority: NotRequired[Union[Priority, None]]
    """How urgent it is."""

    reason: NotRequired[Union[str, None]]
    """What the customer wants, such as `where_is_my_order`."""

    started_by: NotRequired[ActorKind]
    """Who began it."""

    tags: NotRequired[list[str]]
    """Labels, in order and each once."""

    tier: NotRequired[Union[str, None]]
    """The customer's tier, such as `vip`."""


class Failure(TypedDict):
    """An error as a record: what every language shows of one."""

    code: str
    """Stable code: the name of the kind, or a finer one."""

    column: NotRequired[Union[int, None]]
    """Column of a template in characters, from 1."""

    hint: NotRequired[Union[str, None]]
    """What to do about it, or what was probably meant."""

    kind: ErrorKind
    """What kind of error it is."""

    line: NotRequired[Union[int, None]]
    """Line of a template, from 1."""

    message: str
    """What was wrong and what was expected."""

    path: NotRequired[Union[str, None]]
    """Where, as a JSON pointer, where it has a place."""

    problems: NotRequired[list[Problem]]
    """Every mistake of a desk.json, every value that a template misses."""


class Figure(TypedDict):
    """One figure, with what it is made of."""

    distribution: NotRequired[Union[Distribution, None]]
    """More of durations."""

    formula: str
    """How it is made, in words."""

    hi: Union[float, None]
    """Upper end."""

    left_out: NotRequired[list[FigureLeftOut]]
    """What is not in it, and why."""

    lo: Union[float, None]
    """Lower end of its interval, where it has one: shares, scores and mean
    ratings do, at the confidence of the report.
    """

    n: int
    """How many things it is made of."""

    name: str
    """Its name, such as `first_reply` or `nps`."""

    unit: FigureUnit
    """What its value is."""

    value: Union[float, None]
    """Its value; absent when it is made of nothing, never 0 then."""


class FigureLeftOut(TypedDict):
    """What is not in a figure."""

    n: int
    """How many."""

    reason: LeftOutWhy
    """Why."""


class Finding(TypedDict):
    """Something unusual."""

    n: int
    """Tickets that it is about."""

    text: str
    """The same for people, in English."""

    tickets: list[str]
    """Their ids, in order, as many as the config allows."""

    what: FindingKind
    """What it is."""


class FloorAlert(TypedDict):
    """Whether a net promoter score is below a floor beyond noise."""

    floor: float
    """The floor, in points."""

    hi: Union[float, None]
    """Upper end of its interval."""

    n: int
    """How many answers."""

    nps: Union[float, None]
    """The score; none of no answers."""

    state: AlertState
    """How it stands: an alert only when the whole interval is below the
    floor.
    """

    text: str
    """All of it as one sentence for people."""


class ForwardEffect(TypedDict):
    """Give the customer's message to the ticket that this one was merged
    into.
    """

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    message: PublicMessage
    """The message."""

    ticket: str
    """Id of the ticket."""

    to: str
    """Id of that ticket."""

    type: Literal["forward"]


class FullTarget(TypedDict):
    """A target with all that can be said of it."""

    escalate: NotRequired[list[EscalationConfig]]
    """Whom to tell once it is missed."""

    hours: NotRequired[Hours]
    """Which count it is read in."""

    source: NotRequired[Union[str, None]]
    """Where the number comes from."""

    target: Duration
    """The time within which it is promised."""

    warn: NotRequired[list[WarnAt]]
    """When to warn: `"80%"` of the target used up, or `"-30m"`, thirty
    minutes of the target's own time before it is due.
    """


class GroupFigures(TypedDict):
    """The figures of one group."""

    dimension: NotRequired[Union[str, None]]
    """The dimension; absent for the whole."""

    figures: list[Figure]
    """The figures, always the same ones in the same order; of other scales
    of ratings, those that there are.
    """

    not_asked: NotRequired[dict[str, int]]
    """Customers who were not asked for a rating, by reason."""

    value: NotRequired[Union[str, None]]
    """Its value."""


class HolidayObject(TypedDict):
    """`Holiday` with all that can be said of it."""

    date: str

    name: NotRequired[Union[str, None]]
    """What people call the day."""

    source: NotRequired[Union[str, None]]
    """Where the date comes from."""


class HolidayReason(TypedDict):
    """A holiday, with the night shift that it takes away from the morning
    after.
    """

    date: str
    """The local date of the schedule."""

    name: NotRequired[Union[str, None]]
    """What people call the day."""

    source: NotRequired[Union[str, None]]
    """Where the date comes from."""

    type: Literal["holiday"]


class ImportCause(TypedDict):
    """An import of an older history."""

    type: Literal["import"]


class ImportedHolidays(TypedDict):
    """Holidays read from a calendar file."""

    holidays: list[Holiday]
    """The dates, in order; a date comes once for each different name."""

    left_out: list[LeftOut]
    """Events that could not be read, in the order of the file."""

    part_days: list[str]
    """Dates among them that some event covers in part only: a holiday
    closes the whole day, which a shop may want otherwise.
    """


class ImportedHours(TypedDict):
    """Opening hours read from a text that knows neither its zone nor the dates
    of public holidays.
    """

    comments: list[str]
    """Remarks of the text that no schedule holds, in their order."""

    overrides: dict[str, SpecialDay]
    """Dates with hours of their own, also when they are public holidays."""

    public_holidays: Union[PublicHolidays, None]
    """What the text says about public holidays; `None` when it says nothing."""

    weekly: Weekly
    """Hours of each weekday."""


class ImportedMacros(TypedDict):
    """What an import gives."""

    macros: list[MacroConfig]
    """What could be converted, in the order of the input."""

    problems: list[Problem]
    """Everything that could not, by its place in the input."""


class Inquiry(TypedDict):
    """A message that wants an answer, and what is known about it."""

    language: NotRequired[Union[str, None]]
    """Its language, as a tag such as `ro` or `ro-MD`; what follows the
    first subtag makes no difference.
    """

    message: str
    """Text of the message."""

    reason: NotRequired[Union[str, None]]
    """Why the customer writes, in the host's words, such as `return`."""


class InternalNoteEvent(TypedDict):
    """A note that the customer does not see."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["internal_note"]


class Interval(TypedDict):
    """A half-open stretch of time, `[start, end)`."""

    end: Instant
    """The first instant after it."""

    start: Instant
    """Its first instant."""


class IssueVoucherMacroAction(TypedDict):
    """Give the customer a voucher."""

    amount: str
    """Amount as a decimal, such as `5.00`."""

    currency: str
    """ISO 4217 code."""

    type: Literal["issue_voucher"]


class Job(TypedDict):
    """One ticket of a simulation."""

    arrival_s: int
    """Second in which it arrives, on any scale whose 0 is when all agents
    are free.
    """

    due_s: int
    """Second by which it is to be begun; later is a breach."""

    priority: Priority
    """How urgent it is."""

    vip: NotRequired[bool]
    """Whether the customer is a VIP."""

    work_s: int
    """Seconds of work that it takes, 0 or more."""


class Keywords(TypedDict):
    """Phrases that speak for a label whatever has been learnt."""

    label: str
    """The label."""

    phrases: list[str]
    """Words that stand next to each other in a message, whatever their case
    and accents. With `*` at its end a phrase takes any ending:
    `retur*` is found in "returnare". One that is found multiplies the
    odds of the label by `KEYWORD_ODDS`; more of them do no more.
    """


class LabelCounts(TypedDict):
    """What has been learnt of one label. Counts stop at 4,294,967,295."""

    messages: int
    """Messages that were given it."""

    words: dict[str, int]
    """How many of them have a word, or a pair of words, by the number that
    it is hashed to (below `BUCKETS`).
    """


class LanguageObstacle(TypedDict):
    """They do not speak the customer's language well enough."""

    has: int
    """How well they speak it."""

    language: str
    """Which it is."""

    needs: int
    """How well they would have to."""

    type: Literal["language"]


class LateOrdersFindingKind(TypedDict):
    """Tickets about late orders."""

    earlier_share: Union[float, None]
    """Their share in the earlier weeks."""

    p_value: Union[float, None]
    """How likely so great a difference is when there is none."""

    share: float
    """Their share of the week's tickets."""

    type: Literal["late_orders"]


class LeftOut(TypedDict):
    """An event of a calendar file that could not be read."""

    line: int
    """Line of the file on which the event begins, from 1."""

    reason: str
    """Why it was left out, and what was expected."""

    summary: NotRequired[Union[str, None]]
    """What the event is called."""


class Limit(TypedDict):
    """Up to how much an agent may decide without asking."""

    amount: str
    """The most, as a decimal such as `100.00`."""

    currency: str
    """ISO 4217 code."""


class Limits(TypedDict):
    """What one template may cost. Each limit is reported by its name when it is
    reached; the defaults are far above what any reply needs.
    """

    depth: NotRequired[int]
    """Blocks within blocks, partials within partials, and indexes within
    indexes.
    """

    fuel: NotRequired[int]
    """Steps: tags and outputs that are executed, rounds of loops, and items
    that filters go through.
    """

    memory_bytes: NotRequired[int]
    """Bytes of the values that are made while rendering."""

    output_bytes: NotRequired[int]
    """Bytes of the result."""

    source_bytes: NotRequired[int]
    """Bytes of the template, and of each partial."""


class LiveWork(TypedDict):
    """Work that arrives in an interval and waits live."""

    aht_s: float
    """Average handling time in seconds: 0.001 to 1e9."""

    answer_within_s: float
    """Seconds of waiting within which an answer is in time: 0 to 1e9."""

    arrivals: float
    """Pieces of work that arrive in the interval, on average: 0 to 1e9."""

    interval_s: float
    """Length of the interval in seconds, such as 1,800: 0.001 to 1e9."""

    patience_s: NotRequired[Union[float, None]]
    """Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
    Needed for Erlang A; Erlang C does not look at it.
    """


class LowRatingConfig(TypedDict):
    """What a low rating makes happen."""

    at_most: int
    """The best rating that is low."""

    macro_id: NotRequired[Union[str, None]]
    """Id of the macro to answer with, such as an apology."""

    notify: NotRequired[Union[str, None]]
    """Whom to tell: a name that the host knows."""

    reopen: NotRequired[bool]
    """Whether the ticket is to be reopened."""


class LowRatingEffect(TypedDict):
    """A customer gave a low rating."""

    agent: NotRequired[Union[str, None]]
    """Who was rated."""

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    episode: int
    """Which resolution it is of."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    macro_id: NotRequired[Union[str, None]]
    """Id of the macro to answer with."""

    reopen: bool
    """Reopen the ticket."""

    scale: Scale
    """Its scale."""

    score: int
    """The rating."""

    ticket: str
    """Id of the ticket."""

    to: NotRequired[Union[str, None]]
    """Whom to tell."""

    type: Literal["low_rating"]


class MacroActionEffect(TypedDict):
    """Do what a macro does beside its text."""

    action: MacroAction
    """What it does."""

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    macro_id: str
    """Id of the macro."""

    ticket: str
    """Id of the ticket."""

    type: Literal["macro_action"]


class MacroCause(TypedDict):
    """A macro that an agent used."""

    edited: NotRequired[bool]
    """Whether the agent changed the text after it was inserted."""

    id: str
    """Its id."""

    type: Literal["macro"]

    version: NotRequired[Union[str, None]]
    """The shop's own name for its version."""


class MacroColumns(TypedDict):
    """A macro for many records, in columns: what failed has an error and no
    text.
    """

    body: list[Union[str, None]]
    """The texts."""

    error: list[Union[Failure, None]]
    """The errors."""

    subject: list[Union[str, None]]
    """The subjects."""


class MacroConfig(TypedDict):
    """A prepared answer: its text in several languages and for several channels,
    what it asks the agent, and what it does beside.
    """

    actions: NotRequired[list[MacroAction]]
    """What it does beside."""

    folder: NotRequired[list[str]]
    """Where agents find it: names from the outside to the inside."""

    id: str
    """Id, unique in the document."""

    keywords: NotRequired[list[str]]
    """Phrases of customers that speak for it; `retur*` takes any ending."""

    name: str
    """What agents see."""

    parameters: NotRequired[list[Parameter]]
    """What the agent is asked before it is used: `parameters.<name>` in the
    text.
    """

    sms_segments: NotRequired[Union[int, None]]
    """Segments that a text message of it may have; what is longer is cut."""

    variants: NotRequired[list[Variant]]
    """The texts."""

    version: NotRequired[Union[str, None]]
    """The shop's own name for this version of it."""

    when: NotRequired[Condition]
    """Which tickets it is offered for; all when absent."""


class MacroRequest(TypedDict):
    """How a macro is rendered."""

    channel: NotRequired[Channel]
    """Where the text is going."""

    locale: NotRequired[Union[str, None]]
    """The customer's language; the desk's when absent."""

    now: NotRequired[Union[InstantInput, None]]
    """What `now` and `today` are."""

    parameters: NotRequired[dict[str, Any]]
    """The agent's answers to what the macro asks."""

    tz: NotRequired[Union[str, None]]
    """Zone that instants are written in: the customer's."""


class MeanEstimate(TypedDict):
    """A mean with Student's interval. Of one value there is only the mean, of
    none nothing.
    """

    hi: Union[float, None]
    """Upper end."""

    lo: Union[float, None]
    """Lower end, with n − 1 degrees of freedom."""

    mean: Union[float, None]
    """Their mean."""

    n: int
    """How many values."""

    sd: Union[float, None]
    """Standard deviation, over n − 1."""

    se: Union[float, None]
    """Standard error of the mean, sd / √n."""


class MeanPoint(TypedDict):
    """A mean of one period."""

    mean: NotRequired[Union[float, None]]
    """The mean; none when nobody answered."""

    n: int
    """Of how many."""


class MergedFromEvent(TypedDict):
    """Another ticket was merged into this one."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    ticket: str
    """The ticket that went."""

    type: Literal["merged_from"]

    waiting_since: NotRequired[Union[InstantInput, None]]
    """Since when its customer had been unanswered, if at all."""


class MergedIntoEvent(TypedDict):
    """This ticket was merged into another: it is closed, and its id leads
    there.
    """

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    ticket: str
    """The ticket that remains."""

    type: Literal["merged_into"]


class Money(TypedDict):
    """An amount of money: never a float."""

    amount: str
    """The amount as a decimal, such as `1234.50`."""

    currency: str
    """ISO 4217 code."""


class NamedDate(TypedDict):
    """A date that differs from the weekly pattern, as people call it."""

    date: str
    """The local date of the schedule."""

    name: NotRequired[Union[str, None]]
    """What people call the day."""

    source: NotRequired[Union[str, None]]
    """Where the date comes from."""


class Needed(TypedDict):
    """What tickets of a kind ask for. All that hold count; of one skill the
    highest level, of teams the first.
    """

    skills: NotRequired[dict[str, int]]
    """Skills, and how well."""

    team: NotRequired[Union[str, None]]
    """The team, where the ticket has none."""

    when: NotRequired[Condition]
    """Which tickets."""


class NeverOpensReason(TypedDict):
    """The calendar has no open time at all."""

    type: Literal["never_opens"]


class NextDue(TypedDict):
    """What comes next by time alone."""

    at: Instant
    """The instant that it will be stamped with."""

    kind: NextDueKind
    """What it is."""

    metric: Metric
    """The clock."""


class NightReason(TypedDict):
    """From the last close of a date to the first opening of the next."""

    type: Literal["night"]


class NoPermission(TypedDict):
    """Nobody may."""

    type: Literal["no"]


class NoReplyNeededEvent(TypedDict):
    """The waiting message needs no answer (Amazon's "no response needed"):
    it ends the reply clocks as an answer would.
    """

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["no_reply_needed"]


class Nonresponse(TypedDict):
    """What those who did not answer could change."""

    best: Union[float, None]
    """The share of the satisfied if everybody silent were."""

    csat: Union[float, None]
    """positive / responded; none when nobody answered."""

    response_rate: Union[float, None]
    """responded / sent; none when nothing was sent."""

    worst: Union[float, None]
    """The share of the satisfied if nobody silent were."""


class NotOnlineObstacle(TypedDict):
    """They are not online."""

    status: AgentStatus
    """What they are."""

    type: Literal["not_online"]


class Nps(TypedDict):
    """A net promoter score: promoters less detractors over all answers, in
    points from −100 to 100. Of no answers, what is made of them is absent.
    """

    detractors: int
    """Ratings of 6 and less."""

    hi: Union[float, None]
    """Upper end. With the adjusted method the score need not be the middle."""

    lo: Union[float, None]
    """Lower end."""

    n: int
    """How many answers."""

    nps: Union[float, None]
    """100 (promoters − detractors) / n."""

    passives: int
    """Ratings of 7 and 8."""

    promoters: int
    """Ratings of 9 and 10."""

    se: Union[float, None]
    """Its standard error by the method."""


class ObstaclesPassedWhy(TypedDict):
    """They cannot."""

    obstacles: list[Obstacle]
    """What stands between."""

    type: Literal["obstacles"]


class OpenFollowUpEffect(TypedDict):
    """Open a new ticket that goes on from this one: the customer wrote when
    it could not be reopened any more.
    """

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    message: PublicMessage
    """The message that the new ticket begins with."""

    ticket: str
    """Id of the ticket."""

    type: Literal["open_follow_up"]


class Opening(TypedDict):
    """How a ticket begins: what `open` takes."""

    assignee: NotRequired[Union[str, None]]
    """Agent it begins with."""

    at: InstantInput
    """When it began."""

    brand: NotRequired[Union[str, None]]
    """The shop, where the host runs several."""

    channel: str
    """Where the conversation takes place: `email`, `chat`, `whatsapp`,
    `instagram`, `amazon`, `phone`, or a name of the host's own.
    """

    customer: NotRequired[Union[str, None]]
    """The host's id of the customer."""

    fields: NotRequired[dict[str, Any]]
    """The host's own fields."""

    follow_up_of: NotRequired[Union[str, None]]
    """The closed ticket that it goes on from."""

    id: str
    """The host's id of the ticket."""

    language: NotRequired[Union[str, None]]
    """The customer's language, a BCP 47 tag."""

    on_behalf: NotRequired[bool]
    """Somebody of the shop entered what a customer asked: the customer
    waits for an answer.
    """

    priority: NotRequired[Union[Priority, None]]
    """How urgent it is."""

    public_message: NotRequired[bool]
    """An agent's opening message went to the customer."""

    reason: NotRequired[Union[str, None]]
    """What the customer wants, such as `where_is_my_order`."""

    started_by: NotRequired[ActorKind]
    """Who began it."""

    status: NotRequired[Union[Status, None]]
    """The status it begins in; `new` when absent."""

    tags: NotRequired[list[str]]
    """Labels, in order and each once."""

    team: NotRequired[Union[str, None]]
    """Team it begins with."""

    tier: NotRequired[Union[str, None]]
    """The customer's tier, such as `vip`."""


class OrderContext(TypedDict):
    """An order in a text."""

    lines: NotRequired[list[OrderLine]]
    """What was ordered."""

    name: str
    """What customers call it, such as `#1042`."""

    placed_at: NotRequired[Union[InstantInput, None]]
    """When it was placed."""

    promised_on: NotRequired[Union[str, None]]
    """The day by which it was promised."""

    shipments: NotRequired[list[Shipment]]
    """What was sent."""

    total: NotRequired[Union[Money, None]]
    """What was paid."""


class OrderLine(TypedDict):
    """A line of an order."""

    price: NotRequired[Union[Money, None]]
    """Price of all of them."""

    quantity: int
    """How many."""

    sku: NotRequired[Union[str, None]]
    """The shop's own number of it."""

    title: str
    """What it is."""


class OtherPolicyChangeCause(TypedDict):
    """Another policy applies."""

    after: Union[str, None]
    """Id of the policy under the desk after; absent for none."""

    before: Union[str, None]
    """Id of the policy under the desk before; absent for none."""

    type: Literal["other_policy"]


class OutcomeCounts(TypedDict):
    """How many instances of a metric ended in which way."""

    breached: int
    """Ran beyond their target."""

    cancelled: int
    """Ended without an outcome."""

    met: int
    """Ended in time."""

    no_target: int
    """Had no target."""

    paused: int
    """Are paused, in time so far."""

    running: int
    """Run, in time so far."""


class OutcomeTotals(TypedDict):
    """How the instances of a metric ended under both desks."""

    after: OutcomeCounts
    """Outcomes under the desk after."""

    before: OutcomeCounts
    """Outcomes under the desk before."""

    changed: int
    """Instances that end otherwise."""

    channel: NotRequired[Union[str, None]]
    """The channel; absent for all of them."""

    metric: Metric
    """The metric."""


class OutsideShiftObstacle(TypedDict):
    """No shift of theirs goes on."""

    type: Literal["outside_shift"]


class Overflow(TypedDict):
    """A team that helps another."""

    after_s: int
    """How long a ticket has waited by then."""

    team: str
    """The team that helps."""


class Parameter(TypedDict):
    """Something that an agent is asked."""

    choices: NotRequired[list[Any]]
    """The answers that there are; any when absent."""

    fallback: NotRequired[Any]
    """The answer when there is none. Without it an answer is needed."""

    kind: NotRequired[ParameterKind]
    """What kind of answer it has."""

    label: NotRequired[Union[str, None]]
    """What agents see."""

    name: str
    """Its name in the text."""


class Passed(TypedDict):
    """A ticket that an agent does not take."""

    ticket: str
    """Id of the ticket."""

    why: PassedWhy
    """Why not."""


class PausedTicketPlace(TypedDict):
    """It waits for something else."""

    agent: Union[str, None]
    """Id of the agent who has it, if one does."""

    type: Literal["paused"]


class PausesChangedChangeCause(TypedDict):
    """The metric pauses in other statuses."""

    after: list[Status]
    """The statuses under the desk after."""

    before: list[Status]
    """The statuses under the desk before."""

    type: Literal["pauses_changed"]


class PlannedInterval(TypedDict):
    """How many are needed in one half hour of the local week."""

    agents: int
    """Agents who must be there."""

    arrivals: float
    """Arrivals that it is planned for."""

    occupancy: float
    """Share of their time that slots are busy, 0 to 1."""

    scheduled: int
    """Agents to schedule, so that so many are there after shrinkage."""

    service_level: float
    """Share of arrivals that are answered in time, 0 to 1."""

    slots: int
    """Pieces of work that must be possible at a time."""

    start: str
    """Its beginning on the wall clock, such as `10:00`."""

    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    """Its weekday; `mon` … `sun` in JSON."""


class PolicyChange(TypedDict):
    """A ticket to which another policy applies."""

    after: Union[PolicyRef, None]
    """The policy under the desk after, if one applies."""

    before: Union[PolicyRef, None]
    """The policy under the desk before, if one applies."""

    ticket: str
    """Id of the ticket."""


class PolicyConfig(TypedDict):
    """What is promised to the tickets that a condition selects."""

    bot_counts: NotRequired[bool]
    """A bot's reply counts as an agent's."""

    calendar: NotRequired[Union[str, None]]
    """Id of the calendar that business time is counted by; around the clock
    when absent.
    """

    id: str
    """Id, unique in the document."""

    note_counts: NotRequired[bool]
    """An internal note counts as an agent's reply."""

    pause: NotRequired[dict[Literal["first_reply_time", "next_reply_time", "periodic_update_time", "pausable_update_time", "requester_wait_time", "agent_work_time", "total_resolution_time"], list[PauseStatus]]]
    """Statuses in which a metric pauses, in place of its default ones."""

    targets: NotRequired[dict[Literal["low", "normal", "high", "urgent", "*"], dict[Literal["first_reply_time", "next_reply_time", "periodic_update_time", "pausable_update_time", "requester_wait_time", "agent_work_time", "total_resolution_time"], TargetConfig]]]
    """Targets by priority and metric. Those of `*` are for every priority
    whose own entry does not say otherwise.
    """

    version: NotRequired[Union[str, None]]
    """The shop's own name for this version of it. Verdicts tell the version
    together with a digest of the content.
    """

    when: NotRequired[Condition]
    """Which tickets it is for; all when absent."""


class PolicyRef(TypedDict):
    """Which policy, in which version."""

    id: str
    """Id of the policy."""

    version: str
    """The shop's name for the version, if it gave one, and a digest of the
    policy and its calendar: `2026-11+9f86d081`.
    """


class PolicyReviewEvent(TypedDict):
    """The desk's policies changed: choose again. To go from one desk.json to
    another, give each open ticket one such event by the old desk, which
    counts its time by the old hours, and then one by the new desk, both
    at the instant of the change.
    """

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    type: Literal["policy_review"]


class Pool(TypedDict):
    """Who works the tickets off."""

    agent_clock: NotRequired[bool]
    """Of tickets that arrive in one second after a lull, the first is begun
    when it arrives. With this, the others count as begun when their agent
    became free, which may be before they came: some published figures are
    counted so.
    """

    agents: int
    """How many agents, 1 or more."""

    order: QueueOrder
    """Which of the waiting tickets comes first."""


class PriorityEvent(TypedDict):
    """The priority was set, or taken away."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    to: NotRequired[Union[Priority, None]]
    """The priority; null takes it away."""

    type: Literal["priority"]


class PrioritySimulation(TypedDict):
    """What came of the tickets of one priority."""

    breaches: int
    """Those begun after they were due."""

    jobs: int
    """Its tickets."""

    lateness_max_s: int
    """The longest time in seconds from due to begun; 0 when none was late."""

    priority: Priority
    """The priority."""

    wait_max_s: int
    """The longest wait in seconds."""

    wait_p95_s: int
    """Wait in seconds that at least 95 % did not exceed."""


class Problem(TypedDict):
    """One mistake, or one thing that is legal and probably wrong, as data."""

    code: str
    """Stable code."""

    hint: NotRequired[Union[str, None]]
    """What was probably meant."""

    message: str
    """What is wrong and what was expected."""

    path: str
    """Where: a JSON pointer, such as `/policies/2/targets/urgent`."""


class Promise(TypedDict):
    """What a calendar lets a shop promise."""

    due_at: Union[Instant, None]
    """When the promised time has passed; absent when it never will."""

    open: bool
    """Whether somebody is there at the moment."""

    opens_at: Union[Instant, None]
    """The moment itself when open, else the next opening; absent when the
    calendar opens no more.
    """


class PromiseCheck(TypedDict):
    """Whether a promise can hold under one target of one policy: what the desk
    allows a customer to wait, for every minute of a year in which he may
    write. A minute is that of its first instant.
    """

    arrivals: int
    """Minutes of the year."""

    calendar: NotRequired[Union[str, None]]
    """Id of the calendar; absent for day and night."""

    dates: list[PromiseDate]
    """The dates with the longest waits, holidays and special days counted;
    longest first, ten at most, and those alone for which the promise
    cannot be relied on.
    """

    holds: bool
    """Whether it can be relied on in every minute of the year."""

    hours: Hours
    """Which count the target is read in."""

    late_arrivals: int
    """Minutes of the year for which the promise cannot be relied on."""

    metric: Metric
    """The metric."""

    policy: str
    """Id of the policy."""

    priorities: list[Priority]
    """Priorities for which the target is this one."""

    promise_s: int
    """What is promised, in seconds of real time."""

    target_s: int
    """The target, in seconds."""

    text: str
    """All of it in English."""

    windows: list[PromiseWindow]
    """When in an ordinary week, in any week of the year, the promise cannot
    be relied on.
    """

    worst_ordinary_s: Union[int, None]
    """The longest wait by the weekly hours alone, as if the year had no
    holidays and no special days.
    """

    worst_s: Union[int, None]
    """The longest wait of the year until the target is due, in seconds;
    absent when it never is.
    """

    year: int
    """The year."""

    zone: str
    """IANA name of the zone that days and times are told in."""


class PromiseDate(TypedDict):
    """The longest wait of a date."""

    at: Instant
    """Its first arrival with the longest wait."""

    date: str
    """The local date."""

    wait_s: Union[int, None]
    """That wait, in seconds; absent for never."""


class PromiseQuestion(TypedDict):
    """What was promised, as a customer reads it: "answered within two hours"."""

    metric: NotRequired[Metric]
    """What is promised; the first reply when absent."""

    policy: NotRequired[Union[str, None]]
    """Id of the policy; every policy with a target for it when absent."""

    within: Duration
    """Real time, day and night, within which it is promised; above zero."""

    year: NotRequired[Union[int, None]]
    """The year, 1850 to 2099. When absent, the one for which the desk's
    calendars name most dates, 2024 where they name none.
    """


class PromiseWindow(TypedDict):
    """A stretch of the week in which a promise cannot be relied on. When it is
    the whole week, both ends are Monday 00:00.
    """

    end: str
    """The first minute that is not in it, `HH:MM`."""

    end_day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    """Weekday on which it ends."""

    start: str
    """Its first minute, `HH:MM`."""

    start_day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    """Weekday on which it begins."""

    worst_at: Instant
    """The first arrival of the year with that wait."""

    worst_s: Union[int, None]
    """The longest wait in it, in seconds; absent for never."""


class Proportion(TypedDict):
    """A share and its interval. Of nothing, all are absent."""

    hi: Union[float, None]
    """Upper end."""

    lo: Union[float, None]
    """Lower end."""

    p: Union[float, None]
    """successes / n, from 0 to 1."""


class ProportionDifference(TypedDict):
    """The difference of two shares. Of nothing, all are absent."""

    diff: Union[float, None]
    """k₁/n₁ − k₂/n₂."""

    hi: Union[float, None]
    """Upper end."""

    lo: Union[float, None]
    """Lower end of Newcombe's hybrid Wilson interval."""

    p_value: Union[float, None]
    """How likely so great a difference is when there is none, both sides."""

    z: Union[float, None]
    """The difference over its standard error with the pooled share; none
    when that is 0 or 1.
    """


class PublicHolidaysObject(TypedDict):
    """Open at these hours."""

    hours: list[LocalSpan]


class PublicMessage(TypedDict):
    """A message that the customer can see. It is made from a public event
    alone, so what is built from it cannot carry anything internal.
    """

    event: str


class Pull(TypedDict):
    """What an agent takes next."""

    passed: list[Passed]
    """Tickets that come before it and are not for them, in order: the first
    hundred.
    """

    reason: Union[AssignReason, None]
    """Why they take it."""

    ticket: Union[str, None]
    """Id of the ticket; nothing when there is none for them."""


class QueueKey(TypedDict):
    """A ticket's place in the queue, and what it is made of."""

    contributions: list[Contribution]
    """Everything that counts. They add up to the key, which stops at the
    ends of 64 bits.
    """

    key: int
    """The virtual due instant in epoch milliseconds: what to sort by."""

    text: str
    """All of it as one English sentence."""


class QueuedTicket(TypedDict):
    """A ticket in a `Queue`."""

    created_at_ms: int
    """When it began, in epoch milliseconds."""

    id: str
    """The host's id."""

    key: int
    """Its virtual due instant: `Ticket::queue_key`."""

    skills: NotRequired[list[str]]
    """The skills that it asks for."""

    team: NotRequired[Union[str, None]]
    """Its team."""


class QueuedTicketPlace(TypedDict):
    """It waits."""

    key: int
    """Its key."""

    position: int
    """How many wait before it."""

    type: Literal["queued"]


class RatedGroup(TypedDict):
    """A group of ratings: an agent's, a team's, a reason's."""

    id: str
    """Its id."""

    k: int
    """How many ratings are positive."""

    n: int
    """How many ratings there are."""


class RatedSurvey(TypedDict):
    """A survey after an answer."""

    effects: NotRequired[list[Effect]]
    """What a low rating makes happen."""

    refused: NotRequired[Union[RatingRefusal, None]]
    """Why the answer was refused, if it was."""

    survey: Survey
    """The survey to store; as it was when the answer was refused."""


class RatingCounts(TypedDict):
    """How many there are of each rating of a scale: all that scores are made of.
    Counts are merged by adding them, so the order of merges cannot matter.
    """

    counts: dict[str, int]
    """How many there are, by rating; what is absent is none."""

    scale: Scale
    """The scale."""


class RatingRecord(TypedDict):
    """A customer's rating."""

    at: InstantInput
    """When the customer answered."""

    dimensions: NotRequired[dict[str, str]]
    """What it is grouped by, as it was when the survey was offered."""

    offered_at: NotRequired[Union[InstantInput, None]]
    """When the survey was offered; an answer before that is left out."""

    scale: Scale
    """The scale that was asked on."""

    score: int
    """The rating; one that the scale does not have is left out, and counted
    as left out.
    """

    ticket: NotRequired[Union[str, None]]
    """The ticket it is about; absent when the host knows no such ticket."""


class RatingSurveyEvent(TypedDict):
    """A customer answered."""

    at: InstantInput
    """When."""

    score: int
    """The rating."""

    ticket: str
    """Which ticket it is of."""

    type: Literal["rating"]


class ReasonCount(TypedDict):
    """How often a reason came up."""

    n: int
    """Its tickets."""

    reason: str
    """The reason."""

    share: float
    """Its share of all tickets, with those that have no reason."""


class ReassignConfig(TypedDict):
    """When work is taken from agents who are not there; never where nothing is
    said.
    """

    away_after_s: NotRequired[Union[int, None]]
    """How long after an agent went away."""

    immediate_channels: NotRequired[list[str]]
    """Channels whose tickets are taken at once from an agent who goes
    offline.
    """

    offline_after_s: NotRequired[Union[int, None]]
    """How long after an agent went offline."""


class Refused(TypedDict):
    """An event that a ticket could not take."""

    error: Failure
    """Why."""

    event: str
    """Id of the event."""


class RejectedRating(TypedDict):
    """A rating that was not taken."""

    at: Instant
    """When it came."""

    reason: RatingRefusal
    """Why it was not taken."""

    ticket: str
    """Which ticket it is of."""


class RelaxStep(TypedDict):
    """What is asked for no longer once a ticket has waited: first skills are
    dropped, then levels lowered, then the language is dropped.
    """

    after_s: int
    """How long it has waited by then."""

    drop_language: NotRequired[bool]
    """Whether the language is not asked for any more."""

    drop_skills: NotRequired[DropSkills]
    """Skills that are not asked for any more."""

    lower_levels_by: NotRequired[int]
    """By how much every level is lowered, never below 1."""


class RemainderPiece(TypedDict):
    """All that is left of a stretch with too many pieces: `open_ms` of it
    counts.
    """

    clock_change_seconds: NotRequired[int]
    """How much further the wall clock of the zone moves than real time: 3600
    over a night in which clocks go forward an hour, -3600 over one in
    which they go back. Absent in JSON when zero.
    """

    elapsed_ms: int
    """Real time that passes in it."""

    end: Instant
    """The first instant after it."""

    open_ms: int
    """Open time that passes in it, never negative."""

    start: Instant
    """Its first instant."""

    type: Literal["remainder"]


class RemoveTagsMacroAction(TypedDict):
    """Remove tags."""

    tags: list[str]
    """The tags."""

    type: Literal["remove_tags"]


class RenderOptions(TypedDict):
    """Everything that a rendering depends on beside the template and its data:
    there is no clock and no environment.
    """

    channel: NotRequired[Channel]
    """Where the text is going."""

    currency: NotRequired[Union[str, None]]
    """ISO 4217 code of amounts that do not say theirs."""

    limits: NotRequired[Limits]
    """What a rendering may cost."""

    locale: NotRequired[str]
    """Language of names, numbers, money and plurals."""

    missing: NotRequired[Missing]
    """What a value that is not there does."""

    now: NotRequired[Union[InstantInput, None]]
    """What `now` and `today` are; without it they cannot be asked for."""

    tz: NotRequired[Union[str, None]]
    """Zone that instants are written in; without one, each by its own clock.
    A date without a time is a day everywhere.
    """


class RenderedMacro(TypedDict):
    """A macro as it is put before the agent."""

    actions: NotRequired[list[MacroAction]]
    """What it does beside."""

    body: str
    """Its text; empty for a macro that has actions alone."""

    channel: Channel
    """Where the text is going."""

    locale: str
    """Language of the text."""

    locales_tried: list[str]
    """The languages that were looked for, in order; the last is the one that
    was found.
    """

    macro_id: str
    """Id of the macro."""

    shortened: bool
    """Whether a text message was cut to the segments that the macro may
    have.
    """

    sms: NotRequired[Union[SmsSize, None]]
    """The size of a text message."""

    subject: NotRequired[Union[str, None]]
    """Its subject: one line."""

    variant_channel: Channel
    """What kind of text it was made of."""

    version: NotRequired[Union[str, None]]
    """The shop's own name for its version, if it gave one."""


class ReopenConfig(TypedDict):
    """When a customer's message reopens a solved ticket."""

    window: NotRequired[Union[Duration, None]]
    """Up to how long after solving; later a follow-up is opened. Always
    when absent.
    """


class ReopenedSurveyEvent(TypedDict):
    """A ticket was reopened."""

    at: InstantInput
    """When."""

    ticket: str
    """Which."""

    type: Literal["reopened"]


class ReportConfig(TypedDict):
    """How a report counts. Reports that count differently cannot be merged."""

    alpha: NotRequired[float]
    """Relative accuracy of quantiles beyond 64 values."""

    complex_reasons: NotRequired[list[str]]
    """Reasons whose tickets are complex: the group `complex`."""

    confidence: NotRequired[float]
    """Confidence of intervals."""

    dimensions: NotRequired[list[str]]
    """What figures are grouped by: at most 64
    of the `Dimensions` that records have.
    """

    durable_days: NotRequired[int]
    """Days after self-service within which no ticket may follow for it to
    count as durable.
    """

    first_contact_days: NotRequired[int]
    """Days after a solve within which the customer must not come back for a
    first-contact resolution.
    """

    hours: NotRequired[Hours]
    """Which count of durations is taken."""

    most_groups: NotRequired[int]
    """Groups that the report may have, up to 10,000,000."""

    simple_reasons: NotRequired[list[str]]
    """Reasons whose tickets are simple: the group `simple` of the dimension
    `complexity`.
    """

    tz: NotRequired[str]
    """The zone of days, weeks and hours."""


class ReportFigures(TypedDict):
    """All figures of a report."""

    backlog: list[BacklogDay]
    """The backlog of each day on which tickets began or ended."""

    load_per_hour: list[int]
    """Tickets that began in each hour of the week, Monday's first in the
    report's zone: 168 numbers.
    """

    overall: GroupFigures
    """The whole."""

    top_reasons: list[ReasonCount]
    """The twenty reasons with the most tickets, when the report has the
    dimension `reason`.
    """


class RequeuedRoutingChange(TypedDict):
    """A ticket is in the queue again."""

    agent: str
    """Id of the agent who had it."""

    at_ms: int
    """When, in epoch milliseconds."""

    reason: RequeueReason
    """Why."""

    ticket: str
    """Id of the ticket."""

    type: Literal["requeued"]


class ReservedPassedWhy(TypedDict):
    """It waits for the agent who had it."""

    owner: str
    """Their id."""

    type: Literal["reserved"]


class ResolvedSurveyEvent(TypedDict):
    """A ticket was resolved."""

    agent: NotRequired[Union[str, None]]
    """Who had it; none when nobody did."""

    at: InstantInput
    """When."""

    channel: NotRequired[Union[str, None]]
    """Where the conversation took place."""

    customer: NotRequired[Union[str, None]]
    """Whose it is; none when nobody is known."""

    reason: NotRequired[Union[str, None]]
    """What the customer wanted."""

    team: NotRequired[Union[str, None]]
    """Whose team had it."""

    ticket: str
    """Which."""

    type: Literal["resolved"]


class ReviewConfig(TypedDict):
    """When a shop asks for public reviews: the `satisfaction.review` part of
    desk.json. Times are whole seconds.
    """

    channels: NotRequired[dict[str, ReviewRule]]
    """Where orders come from, and what may be asked there; a channel that is
    not named may be asked.
    """

    cooldown_s: NotRequired[int]
    """How long a customer is left alone after an invitation; ninety days
    when nothing is said.
    """

    requires_consent: NotRequired[bool]
    """Whether only customers who agreed to be written to are asked."""

    select_by_rating: NotRequired[bool]
    """Ask the satisfied alone. **Against the rules of most platforms**
    (Google, Trustpilot, Amazon and others forbid to choose by expected
    rating), and in some countries unlawful: off unless a shop turns it on.
    """


class ReviewDecision(TypedDict):
    """Whether a customer may be invited to write a review."""

    at: NotRequired[Union[Instant, None]]
    """When it will be possible, where it is too soon."""

    invite: bool
    """Whether."""

    reason: ReviewReason
    """Why."""

    text: str
    """All of it as one sentence for people."""


class ReviewFacts(TypedDict):
    """What the host knows of a customer and an order."""

    channel: str
    """Where the order came from."""

    consent: NotRequired[bool]
    """The customer agreed to be written to."""

    delivered_at: NotRequired[Union[InstantInput, None]]
    """When the order was delivered."""

    last_asked_at: NotRequired[Union[InstantInput, None]]
    """When the customer was last invited."""

    scale: NotRequired[Union[Scale, None]]
    """The scale of that rating."""

    score: NotRequired[Union[int, None]]
    """The customer's rating in a survey; needed only by `select_by_rating`."""


class ReviewRule(TypedDict):
    """What a marketplace allows."""

    may_ask: bool
    """Whether its buyers may be asked at all."""

    not_after_s: NotRequired[Union[int, None]]
    """Up to how long after delivery."""

    not_before_s: NotRequired[Union[int, None]]
    """From how long after delivery."""

    source: NotRequired[Union[str, None]]
    """Where the rule is from."""


class RosterSimulation(TypedDict):
    """What came of it. A wait goes from arrival to when somebody has the ticket."""

    agents: list[AgentLoad]
    """What each agent did, in order of their ids."""

    begun_ms: list[Union[int, None]]
    """When each ticket was begun, as they were given, in epoch milliseconds;
    null for one that nobody could take.
    """

    breaches: int
    """Tickets begun after they were due, or not at all."""

    by_priority: list[PrioritySimulation]
    """The same of each priority that had tickets, urgent first. Tickets without
    a priority are normal.
    """

    lateness_max_s: int
    """The longest time from due to begun, in seconds; 0 when none was late."""

    not_begun: int
    """Tickets that nobody could take."""

    order: Union[QueueOrder, None]
    """The order of the queue; the desk's own keys when nothing is said."""

    wait_max_s: int
    """The longest wait, in seconds."""

    wait_p95_s: int
    """The wait that at least 95 % of tickets did not exceed, in seconds."""

    wait_sum_s: int
    """The sum of all waits, in seconds."""


class RoutedTicket(TypedDict):
    """A ticket as it is now: in the queue when no agent has it and it is not
    paused.
    """

    agent: NotRequired[Union[str, None]]
    """Id of the agent who has it."""

    assigned_at_ms: NotRequired[Union[int, None]]
    """Since when they have it, in epoch milliseconds; the instant of the
    state when nothing is said.
    """

    declined: NotRequired[list[str]]
    """Ids of agents who declined it or let it go; those that have left the
    roster since say nothing.
    """

    paused: NotRequired[bool]
    """Whether it waits for something else."""

    queued_at_ms: int
    """When it last came into the queue, in epoch milliseconds."""

    ticket: WorkItem
    """The ticket."""

    unaccepted: NotRequired[bool]
    """Whether they still have to accept it."""


class RouterState(TypedDict):
    """Everything that a router knows: to store it, or to ask about tickets that
    a database holds.
    """

    agents: NotRequired[list[AgentState]]
    """Agents, in order of their ids; one that is not named is as the roster
    says.
    """

    at_ms: int
    """The instant at which it is so, in epoch milliseconds."""

    tickets: NotRequired[list[RoutedTicket]]
    """Tickets, in order of their ids."""


class RoutingConfig(TypedDict):
    """How work is ordered and who may do it: the `routing` part of desk.json.

    Every field may be left out. Times are whole seconds.
    """

    accept_timeout_s: NotRequired[dict[str, int]]
    """By channel, how long an agent may take to accept what was assigned;
    elsewhere work counts as accepted.
    """

    agent_order: NotRequired[AgentOrder]
    """Which of several agents takes a ticket."""

    boosts: NotRequired[list[Boost]]
    """What makes a ticket come sooner or later, in this order."""

    channel_weight: NotRequired[dict[str, int]]
    """How much of an agent's capacity a ticket takes, by channel; 1 for
    those that are not named.
    """

    default_target_s: NotRequired[dict[str, int]]
    """By channel, when a ticket without a running clock is due, counted from
    its creation; `*` is every other channel. A day when nothing is said.
    """

    demote_missed: NotRequired[DemoteMissed]
    """What becomes of a ticket whose target is missed already."""

    exclusive_channels: NotRequired[list[str]]
    """Channels that take an agent whole, such as `phone`."""

    keywords: NotRequired[list[Keywords]]
    """Words that mark a message, such as an angry one: each `label` is the
    tag that the host adds when a phrase is in it.
    """

    language_min_level: NotRequired[int]
    """How well an agent must speak a ticket's language when the ticket does
    not say.
    """

    max_boost_s: NotRequired[int]
    """The most that boosts together bring a ticket forward."""

    max_demote_s: NotRequired[int]
    """The most that boosts together put a ticket back."""

    needed: NotRequired[list[Needed]]
    """What tickets ask of whoever takes them."""

    pause_frees_capacity: NotRequired[bool]
    """Whether a paused ticket takes no capacity."""

    reassign: NotRequired[ReassignConfig]
    """When work is taken from agents who are not there."""

    relax: NotRequired[list[RelaxStep]]
    """What is asked of agents less and less while a ticket waits."""

    requeue_on_resume: NotRequired[bool]
    """Whether a resumed ticket goes back to the queue when its agent is not
    there.
    """

    sticky: NotRequired[bool]
    """Whether a ticket goes back to the agent that had it."""

    sticky_wait_s: NotRequired[int]
    """How long a ticket waits for that agent."""

    teams: NotRequired[dict[str, TeamConfig]]
    """Teams, by name."""

    wind_down_s: NotRequired[int]
    """How long before the end of a shift no work is begun."""


class RuleCause(TypedDict):
    """A rule of the desk."""

    id: str
    """Its id."""

    type: Literal["rule"]


class SatisfactionConfig(TypedDict):
    """What a shop asks its customers: the `satisfaction` part of desk.json."""

    alert: NotRequired[AlertRule]
    """When the mean of recent ratings is an alert."""

    nps_floor: NotRequired[Union[float, None]]
    """The net promoter score below which there is an alert, once the
    interval says so.
    """

    review: NotRequired[ReviewConfig]
    """When customers are invited to write public reviews."""

    survey: NotRequired[Union[SurveyConfig, None]]
    """When customers are asked; never when nothing is said."""


class Schedule(TypedDict):
    """Opening hours of a team: a weekly pattern in one zone, and the dates that
    differ from it.

    On each local date the hours are, in this order of rank: none when the
    date is a holiday; else those of `overrides` for that date; else those of
    the weekday. `breaks` are then cut out of whatever is open at that time,
    also out of a night shift that began the day before. Spans that touch or
    overlap are one.
    """

    breaks: NotRequired[dict[str, list[LocalSpan]]]
    """Spans that are cut out of a date's hours."""

    holidays: NotRequired[list[Holiday]]
    """Dates that are closed the whole day."""

    overrides: NotRequired[dict[str, SpecialDay]]
    """Dates with hours of their own; an empty list closes the day."""

    tz: str
    """IANA name of the zone whose wall clock the hours are read on."""

    weekly: Weekly
    """Hours of each weekday."""


class ScheduleFollowUpMacroAction(TypedDict):
    """Come back to the ticket later."""

    after_s: int
    """After so many seconds."""

    note: NotRequired[Union[str, None]]
    """What for."""

    type: Literal["schedule_follow_up"]


class Score(TypedDict):
    """What ratings amount to. What is made of none is absent, never 0."""

    csat_pct: Union[float, None]
    """100 · positive / denominator, in percent."""

    mean: Union[float, None]
    """Mean rating."""

    n: int
    """How many ratings."""

    negative: int
    """How many are negative."""

    neutral: int
    """How many are neutral."""

    positive: int
    """How many are positive."""

    scale: Scale
    """The scale."""

    sum: int
    """Sum of the ratings."""

    sum_sq: int
    """Sum of their squares."""

    variance: Union[float, None]
    """Variance of the ratings, over n − 1; none of fewer than two."""


class SellerFeedback(TypedDict):
    """Feedback of a marketplace's buyers."""

    negative: int
    """Negative feedback."""

    neutral: int
    """Neutral feedback."""

    positive: int
    """Positive feedback."""


class SellerScore(TypedDict):
    """A seller's standing."""

    positive_pct: Union[float, None]
    """Share of the positive, in percent and not rounded; none without
    feedback.
    """

    score: int
    """Positive less negative."""


class SessionRecord(TypedDict):
    """A customer's visit to self-service: a bot, help pages."""

    at: InstantInput
    """When it ended."""

    dimensions: NotRequired[dict[str, str]]
    """What it is grouped by."""

    known_until: InstantInput
    """Up to when that is known."""

    outcome: SessionOutcome
    """How."""

    ticket_at: NotRequired[Union[InstantInput, None]]
    """When the same customer next opened a ticket, as the host knows."""


class SetFieldMacroAction(TypedDict):
    """Set a field of the host's own."""

    name: str
    """Its name."""

    type: Literal["set_field"]

    value: Any
    """What it is set to."""


class SetPriorityMacroAction(TypedDict):
    """Set the priority."""

    priority: Priority
    """The priority."""

    type: Literal["set_priority"]


class SetStatusMacroAction(TypedDict):
    """Set the status."""

    status: Status
    """The status."""

    type: Literal["set_status"]


class ShareChangedFindingKind(TypedDict):
    """The share of a reason changed beyond noise."""

    earlier_share: float
    """Its share in the earlier weeks."""

    p_value: float
    """How likely so great a difference is when there is none."""

    reason: str
    """The reason."""

    share: float
    """Its share of the week's tickets."""

    type: Literal["share_changed"]


class SharePoint(TypedDict):
    """A share of one period."""

    k: int
    """How many were positive."""

    n: int
    """Of how many."""


class Shipment(TypedDict):
    """A parcel."""

    carrier: str
    """Who carries it."""

    expected_on: NotRequired[Union[str, None]]
    """The day on which it should arrive."""

    shipped_at: NotRequired[Union[InstantInput, None]]
    """When it left."""

    tracking_number: NotRequired[Union[str, None]]
    """Its number there."""

    tracking_url: NotRequired[Union[str, None]]
    """Where to follow it."""


class ShopContext(TypedDict):
    """The shop in a text."""

    email: NotRequired[Union[str, None]]
    """Its e-mail address."""

    name: str
    """Its name."""

    opens_at: NotRequired[Union[InstantInput, None]]
    """When support opens next, where it is closed now."""

    phone: NotRequired[Union[str, None]]
    """Its phone number."""

    url: NotRequired[Union[str, None]]
    """Its site."""


class ShownSpan(TypedDict):
    """An open span within one local date."""

    close: str
    """Closing on the wall clock; `24:00` at the end of the date."""

    continued: bool
    """Whether it was open already at the end of the date before."""

    continues: bool
    """Whether it stays open into the next date."""

    end: Instant
    """The instant of closing."""

    open: str
    """Opening on the wall clock, `HH:MM` (`HH:MM:SS` where there are
    seconds).
    """

    start: Instant
    """The instant of opening."""


class Shrinkage(TypedDict):
    """Groups and what they were drawn towards."""

    groups: list[ShrunkGroup]
    """The groups in the order in which they came."""

    prior: Union[BetaPrior, None]
    """None when there is no rating at all."""


class ShrunkGroup(TypedDict):
    """A group, drawn towards the mean as far as it is small."""

    hi: Union[float, None]
    """Upper end."""

    id: str
    """Its id."""

    lo: Union[float, None]
    """Lower end of its interval."""

    rank: Union[int, None]
    """Place among the groups with ratings, from 1: by `shrunk`, then by the
    number of ratings, greatest first, then by id.
    """

    raw: Union[float, None]
    """k / n; none without ratings."""

    shrunk: Union[float, None]
    """(k + alpha) / (n + strength): what to compare groups by."""


class SimulatedTicket(TypedDict):
    """A ticket of a simulation with a roster."""

    arrival_ms: int
    """When it arrives, in epoch milliseconds."""

    ticket: WorkItem
    """The ticket: who may take it, and when it is due."""

    work_ms: int
    """How long it takes whoever has it, in milliseconds, 0 or more."""


class Simulation(TypedDict):
    """What came of it. A wait goes from arrival to when a ticket is begun."""

    breaches: int
    """Tickets begun after they were due."""

    by_priority: list[PrioritySimulation]
    """The same of each priority that had tickets, urgent first."""

    lateness_max_s: int
    """The longest time in seconds from due to begun; 0 when none was late."""

    order: QueueOrder
    """The order of the queue."""

    started: list[int]
    """Second in which each ticket was begun, as they were given."""

    wait_max_s: int
    """The longest wait in seconds."""

    wait_p95_s: int
    """Wait in seconds that at least 95 % of tickets did not exceed: the
    least that does (nearest rank).
    """

    wait_sum_s: int
    """Sum of all waits in seconds, at most what an `i64` holds."""


class SkillObstacle(TypedDict):
    """They are not good enough at something."""

    has: int
    """How good they are."""

    needs: int
    """How good they would have to be."""

    skill: str
    """What it is."""

    type: Literal["skill"]


class SkippedPiece(TypedDict):
    """Closed: nothing of it counts."""

    clock_change_seconds: NotRequired[int]
    """How much further the wall clock of the zone moves than real time: 3600
    over a night in which clocks go forward an hour, -3600 over one in
    which they go back. Absent in JSON when zero.
    """

    elapsed_ms: int
    """Real time that passes in it."""

    end: Instant
    """The first instant after it."""

    open_ms: int
    """Open time that passes in it, never negative."""

    reason: Reason
    """Why it is closed."""

    start: Instant
    """Its first instant."""

    type: Literal["skipped"]


class SlaBreachEffect(TypedDict):
    """Tell the shop: a target was missed."""

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    instance: int
    """Which instance of it, from 1."""

    metric: Metric
    """The metric."""

    policy: NotRequired[Union[PolicyRef, None]]
    """The policy whose target it is."""

    target_s: Union[int, None]
    """The target in force, in seconds."""

    ticket: str
    """Id of the ticket."""

    type: Literal["sla_breach"]


class SlaContext(TypedDict):
    """A promise in a text."""

    promise_at: NotRequired[Union[InstantInput, None]]
    """By when the customer is answered."""


class SlaOutcome(TypedDict):
    """How often a metric's target was met and missed."""

    met: NotRequired[int]
    """Instances that ended in time."""

    metric: Metric
    """The metric."""

    missed: NotRequired[int]
    """Instances that ran beyond their target."""


class SlaWarningEffect(TypedDict):
    """Warn the shop: a target will be missed soon."""

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    due_at: NotRequired[Union[Instant, None]]
    """When the target will be missed; absent when it never will."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    instance: int
    """Which instance of it, from 1."""

    metric: Metric
    """The metric."""

    policy: NotRequired[Union[PolicyRef, None]]
    """The policy whose target it is."""

    target_s: Union[int, None]
    """The target in force, in seconds."""

    ticket: str
    """Id of the ticket."""

    type: Literal["sla_warning"]

    warning: Warning
    """Which warning of the target."""


class SlowResolutionFindingKind(TypedDict):
    """A reason, or an agent, whose tickets took long."""

    above: float
    """Share of its tickets that took longer than that."""

    agent: Union[str, None]
    """The agent, where it is one."""

    median_ms: float
    """Median time to the last solve, in milliseconds."""

    median_of_all_ms: float
    """The median of all tickets solved in the week."""

    reason: Union[str, None]
    """The reason, where it is one."""

    type: Literal["slow_resolution"]


class SmsCut(TypedDict):
    """A text cut to a number of segments."""

    shortened: bool
    """Whether something was cut off."""

    text: str
    """The beginning of the text that fits."""


class SmsSize(TypedDict):
    """What a text takes as a text message."""

    characters: int
    """Characters as a reader counts them: grapheme clusters, so that a flag
    or a letter with its accent is one.
    """

    encoding: SmsEncoding
    """How it is written."""

    near_limit: bool
    """Whether a second segment is near: the text takes one, and less than a
    tenth of it is left (fewer than 16 septets or 7 code units).
    """

    segments: int
    """Messages that are sent and paid for. An empty text is one: it can be
    sent.
    """

    unicode_characters: NotRequired[list[str]]
    """What makes the text `SmsEncoding::Ucs2`: the characters that the GSM
    7-bit alphabet does not have, each once, in order. Without them a
    segment would hold 160 characters and not 70.
    """

    units: int
    """Units of the whole text: septets, with two for `^{}\\[~]|€` and the
    form feed, or UTF-16 code units, with two for an emoji.
    """

    units_left: int
    """Units that the last segment has left."""


class SpecialDayObject(TypedDict):
    """`SpecialDay` with all that can be said of it."""

    hours: list[LocalSpan]

    name: NotRequired[Union[str, None]]
    """What people call the day."""

    source: NotRequired[Union[str, None]]
    """Where it comes from."""


class SpecialDayReason(TypedDict):
    """A date with hours of its own, at a time at which it has none: all day
    when it is closed, else between its weekday's first opening and last
    close.
    """

    date: str
    """The local date of the schedule."""

    name: NotRequired[Union[str, None]]
    """What people call the day."""

    source: NotRequired[Union[str, None]]
    """Where the date comes from."""

    type: Literal["special_day"]


class SpikeFindingKind(TypedDict):
    """More tickets on a day than its weekday in earlier weeks explains."""

    date: str
    """The day."""

    earlier_mean: float
    """Mean of the weekday in earlier weeks, less those left out."""

    product: Union[str, None]
    """The product, where it is of one."""

    reason: Union[str, None]
    """The reason, where it is of one."""

    threshold: float
    """More than this is a spike."""

    type: Literal["spike"]


class Staffing(TypedDict):
    """How many are needed for a goal, and what they reach."""

    agents: int
    """Agents who must be there: slots over concurrency, rounded up."""

    occupancy: float
    """Share of their time that slots are busy, 0 to 1."""

    p_abandon: NotRequired[Union[float, None]]
    """Share of arrivals that hang up, 0 to 1; none of Erlang C."""

    scheduled: int
    """Agents to schedule, so that so many are there after shrinkage."""

    service_level: float
    """Share of arrivals that are answered in time with so many slots, 0 to
    1.
    """

    slots: int
    """Pieces of work that must be possible at a time."""


class StaffingGoal(TypedDict):
    """What staffing has to reach, in ten-thousandths (`*_bp`)."""

    concurrency: NotRequired[int]
    """Pieces of work that an agent does at a time, 1 or more: more than one
    for chat.
    """

    max_abandon_bp: NotRequired[int]
    """Greatest share of arrivals that may hang up, 1 to 10,000. With Erlang
    C nobody does.
    """

    max_occupancy_bp: NotRequired[int]
    """Greatest share of their time that agents may be busy, 1 to 10,000."""

    shrinkage_bp: NotRequired[int]
    """Share of paid time in which agents cannot take work (breaks,
    training, illness), 0 to 9,999.
    """

    target_bp: int
    """Least share of arrivals that are answered in time: 8,000 for 80 %.
    Up to 9,999; 10,000 only for no work, since with any number of agents
    somebody may have to wait.
    """


class StartRefundMacroAction(TypedDict):
    """Give money back."""

    amount: NotRequired[Union[str, None]]
    """Amount as a decimal; all of the order when absent."""

    currency: NotRequired[Union[str, None]]
    """ISO 4217 code."""

    type: Literal["start_refund"]


class StatusEvent(TypedDict):
    """The status was set."""

    actor: NotRequired[Union[Actor, None]]
    """Who did it."""

    at: InstantInput
    """When it happened."""

    cause: NotRequired[Union[Cause, None]]
    """What made it happen, where it was not a person."""

    id: str
    """The host's id: an event seen before changes nothing."""

    label: NotRequired[Union[str, None]]
    """The host's own name for it, such as `awaiting_pickup`."""

    recorded_at: NotRequired[Union[InstantInput, None]]
    """When the host learnt of it, where that is later."""

    seq: NotRequired[int]
    """Its place among events of one instant: `Desk::rebuild` takes them
    by `seq`, then by id.
    """

    to: Status
    """The status."""

    type: Literal["status"]


class StatusRulesChangedChangeCause(TypedDict):
    """When a message reopens a ticket, or whether statuses move by
    themselves, differs.
    """

    type: Literal["status_rules_changed"]


class Suggestion(TypedDict):
    """A label for a message."""

    because: list[str]
    """What spoke for it, the strongest first, at most three: a keyword as it
    is written in the rule, words as they stand in the message, `language
    ro`, `reason return`. Empty when it is only chosen often.
    """

    label: str
    """The label."""

    score: float
    """How likely it is the right one of those that can be chosen, 0 to 1."""


class SuggestionModelRecord(TypedDict):
    """What agents chose before, in counts. As a record it can be stored, and
    models of several desks or days can be [merged](Self::merge).
    """

    labels: dict[str, LabelCounts]
    """Counts of each label."""


class Survey(TypedDict):
    """One survey: of one resolution of a ticket. Who is rated is frozen when it
    is made, so a rating stays with the agent who earned it.

    The host stores it beside the ticket, calls the customer at `remind_at`
    when no answer has come, and gives it to
    `rate` with every answer.
    """

    agent: NotRequired[Union[str, None]]
    """Who is rated."""

    channel: NotRequired[Union[str, None]]
    """The channel that the conversation took place on."""

    customer: NotRequired[Union[str, None]]
    """Who is asked."""

    due_at: InstantInput
    """When it is to be sent."""

    earlier_scores: NotRequired[list[int]]
    """Ratings given before `score`, when all are kept."""

    edits: NotRequired[int]
    """How often the rating was given again."""

    episode: int
    """Which resolution of it, from 1."""

    expires_at: NotRequired[Union[InstantInput, None]]
    """From when on it cannot be answered any more."""

    language: NotRequired[Union[str, None]]
    """Language to ask in, a BCP 47 tag."""

    rated_at: NotRequired[Union[InstantInput, None]]
    """When the first rating was given."""

    reason: NotRequired[Union[str, None]]
    """What the customer wanted."""

    remind_at: NotRequired[Union[InstantInput, None]]
    """When to remind the customer, once, if no answer has come."""

    scale: Scale
    """What the answers are on."""

    score: NotRequired[Union[int, None]]
    """The rating."""

    send_by: NotRequired[Union[str, None]]
    """The channel that the survey goes out on."""

    sent_at: NotRequired[Union[InstantInput, None]]
    """When it was sent."""

    state: SurveyState
    """What became of it."""

    team: NotRequired[Union[str, None]]
    """Whose team is rated."""

    ticket: str
    """Id of the ticket."""


class SurveyConfig(TypedDict):
    """When customers are asked, and how long they may answer. Times are whole
    seconds.
    """

    cooldown_s: NotRequired[int]
    """How long a customer is left alone after a survey, whatever the ticket;
    thirty days when nothing is said.
    """

    day_time: NotRequired[DayTime]
    """The hours of the customer's own day in which surveys go out."""

    delay_s: NotRequired[int]
    """How long after a resolution; a day when nothing is said."""

    edit_window_s: NotRequired[int]
    """How long after the first answer it can be given again; a day when
    nothing is said.
    """

    expiry_s: NotRequired[int]
    """How long it can be answered; two weeks when nothing is said."""

    keep: NotRequired[KeepRating]
    """Which of several answers counts."""

    low_rating: NotRequired[Union[LowRatingConfig, None]]
    """What a low rating makes happen."""

    never_tags: NotRequired[list[str]]
    """Tags of tickets that nobody is asked about."""

    reminder_s: NotRequired[Union[int, None]]
    """How long after sending to remind the customer, once; never when
    nothing is said.
    """

    require_agent: NotRequired[bool]
    """Whether only tickets that somebody had are asked about."""

    scale: NotRequired[Scale]
    """What is asked for."""

    send_by: NotRequired[dict[str, str]]
    """The channel that a survey goes out on, by the ticket's; the ticket's
    own when nothing is said.
    """

    zone: NotRequired[str]
    """The zone of customers whose own is not known."""


class SurveyDecision(TypedDict):
    """Whether a customer is to be asked now."""

    answer: SurveyAnswer
    """Whether."""

    at: NotRequired[Union[Instant, None]]
    """When to ask again, for `SurveyAnswer::Later`."""

    reason: SurveyReason
    """Why."""

    survey: NotRequired[Union[Survey, None]]
    """What to send and to store, for `SurveyAnswer::Yes`."""

    text: str
    """All of it as one sentence for people."""


class SurveyDueEffect(TypedDict):
    """Ask whether the customer is to be surveyed:
    `Desk::survey_due`.
    """

    at: Instant
    """The instant at which it was due, however late the desk was asked."""

    episode: int
    """Which resolution of the ticket, from 1."""

    id: str
    """`<ticket>:<version>:<n>`: the version of the ticket that it came
    with, and its place among that version's effects. An action of a macro
    has the macro's id before its place, the answer to a survey has
    `survey`, the resolution and how often it was given again.
    """

    ticket: str
    """Id of the ticket."""

    type: Literal["survey_due"]


class SurveyFacts(TypedDict):
    """What the host knows of the customer, for
    `Desk::survey_due`.
    """

    asked_episode: NotRequired[Union[int, None]]
    """The last resolution of this ticket that the customer was asked about."""

    bounced: NotRequired[bool]
    """Messages to the customer come back."""

    last_sent_at: NotRequired[Union[InstantInput, None]]
    """When a survey was last sent to the customer, about any ticket."""

    opted_out: NotRequired[bool]
    """The customer does not want to be asked."""

    spam: NotRequired[bool]
    """The ticket turned out to be no customer's message."""

    zone: NotRequired[Union[str, None]]
    """The customer's zone, an IANA name."""


class SurveyLog(TypedDict):
    """What became of all surveys."""

    rejected: list[RejectedRating]
    """Answers that were not taken, in order."""

    surveys: list[Survey]
    """A survey for each resolution, in order."""


class SurveyRecord(TypedDict):
    """Whether a customer was asked for a rating."""

    at: InstantInput
    """When the customer was asked, or would have been."""

    dimensions: NotRequired[dict[str, str]]
    """What it is grouped by."""

    not_asked: NotRequired[Union[str, None]]
    """Why the customer was not asked, such as `cooldown`; absent when they
    were.
    """

    responded: NotRequired[bool]
    """Whether an answer came."""


class TargetAddedChangeCause(TypedDict):
    """Nothing was promised, and now something is."""

    after_s: int
    """Seconds under the desk after."""

    type: Literal["target_added"]


class TargetChangedChangeCause(TypedDict):
    """The target is longer or shorter."""

    after_s: int
    """Seconds under the desk after."""

    before_s: int
    """Seconds under the desk before."""

    type: Literal["target_changed"]


class TargetRemovedChangeCause(TypedDict):
    """Nothing is promised any more."""

    before_s: int
    """Seconds under the desk before."""

    type: Literal["target_removed"]


class TeamConfig(TypedDict):
    """A team."""

    overflow: NotRequired[list[Overflow]]
    """Where its tickets go when it does not get to them. Overflow is not
    followed further, so two teams may help each other.
    """


class TeamObstacle(TypedDict):
    """They are in none of the teams that may take it by now."""

    type: Literal["team"]


class TicketContext(TypedDict):
    """A ticket in a text."""

    channel: NotRequired[Union[str, None]]
    """Where it takes place."""

    created_at: NotRequired[Union[InstantInput, None]]
    """When it began."""

    id: str
    """Its id."""

    priority: NotRequired[Union[Priority, None]]
    """Its priority."""

    reason: NotRequired[Union[str, None]]
    """What the customer wants."""

    status: NotRequired[Union[Status, None]]
    """Its status."""

    subject: NotRequired[Union[str, None]]
    """Its subject."""

    url: NotRequired[Union[str, None]]
    """Where the customer can look at it, or rate it."""


class TicketDoneRoutingEvent(TypedDict):
    """Nothing is to be done for a ticket any more."""

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Its id."""

    type: Literal["ticket_done"]


class TicketFigures(TypedDict):
    """What a report takes of a ticket: `Desk::figures`
    makes it of the ticket's history. It names no customer.
    """

    agent_replies: NotRequired[int]
    """Public replies by people of the shop."""

    agent_work: NotRequired[Union[Elapsed, None]]
    """Of that, what the shop worked: new and open."""

    contacted_again_at: NotRequired[Union[InstantInput, None]]
    """When its customer next opened another ticket, as the host knows."""

    created_at: InstantInput
    """When it began."""

    dimensions: NotRequired[dict[str, str]]
    """What it is grouped by."""

    ended_at: NotRequired[Union[InstantInput, None]]
    """When it left the backlog: solved for the last time, or closed or
    merged away without; absent while it is open.
    """

    first_reply: NotRequired[Union[Elapsed, None]]
    """From the first unanswered message, mostly its creation, to the first
    agent reply.
    """

    handled_by: NotRequired[HandledBy]
    """Who answered it."""

    id: str
    """The ticket: evidence of findings."""

    known_until: InstantInput
    """Up to when its history was told: whether a customer comes back within
    a week is not known after a day.
    """

    late_order: NotRequired[bool]
    """Its order was late, as the host knows."""

    next_replies: NotRequired[list[Elapsed]]
    """From each later unanswered message to its answer."""

    outcomes: NotRequired[list[SlaOutcome]]
    """Targets met and missed, each metric once."""

    reopens: NotRequired[int]
    """How often it was reopened."""

    requester_wait: NotRequired[Union[Elapsed, None]]
    """Of that, what the customer waited: new, open and on hold."""

    resolution: NotRequired[Union[Elapsed, None]]
    """From its creation to its last solve."""

    solved: NotRequired[bool]
    """It stands solved: it was solved, and not reopened since."""


class TicketHistory(TypedDict):
    """All that happened to one ticket."""

    events: NotRequired[list[Event]]
    """What happened then, in any order: events are taken by instant, then by
    `seq`, and those that are equal in both as they stand here; each id
    once.
    """

    opening: Opening
    """How it began."""


class TicketNewRoutingEvent(TypedDict):
    """A ticket waits for somebody. One that the router has stays as it is."""

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: WorkItem
    """The ticket."""

    type: Literal["ticket_new"]


class TicketPauseRoutingEvent(TypedDict):
    """A ticket waits for something else, such as its customer. That counts
    as accepting it.
    """

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Its id."""

    type: Literal["ticket_pause"]


class TicketRecord(TypedDict):
    """A ticket: the one record that the host stores, as one small JSON document
    without any message in it, beside columns for `due_at` and
    `queue_key`.

    Read it freely; only a `Desk` changes it. Fields that a
    newer release wrote are kept. `clocks` and `recent_events` are the desk's
    own notes, and terse: their instants are epoch milliseconds, and what is
    usual is left out.
    """

    assignee: NotRequired[Union[str, None]]
    """Agent it is given to."""

    clocks: Any
    """Its clocks."""

    created_at: Instant
    """When it began."""

    due_at: NotRequired[Union[Instant, None]]
    """When to call `tick`: the first instant at which time alone changes
    something; never when absent. A target is missed only after its due
    instant, so for a breach this is one millisecond later.
    """

    episode: NotRequired[int]
    """1, and one more with every reopening."""

    facts: Facts
    """What policies select on."""

    follow_up_of: NotRequired[Union[str, None]]
    """The closed ticket that it goes on from."""

    id: str
    """The host's id."""

    merged_from: NotRequired[list[str]]
    """The tickets that were merged into it."""

    merged_into: NotRequired[Union[str, None]]
    """The ticket that it was merged into."""

    policies: NotRequired[list[PolicyRef]]
    """Policies that have applied to it; verdicts name them."""

    policy: NotRequired[Union[int, None]]
    """Which of them applies."""

    queue_key: int
    """Its virtual due instant in epoch milliseconds: sort tickets by it, then
    by creation and id, and the first is the next to be worked on. Only
    events and missed targets change it. A ticket that was stored before
    there was one has 0, and comes first until its next event.
    """

    recent_events: list[list[str | int]]
    """Ids of the latest events, with their instants: one that comes again
    changes nothing.
    """

    schema_version: int
    """Version of the form it is stored in."""

    solved_at: NotRequired[Union[Instant, None]]
    """When it was last solved."""

    status: Status
    """Where it stands."""

    status_label: NotRequired[Union[str, None]]
    """The host's own name for the status."""

    survey_at: NotRequired[Union[Instant, None]]
    """When to ask whether the customer is to be surveyed about the last
    resolution; absent when that has been said, or never will be.
    """

    team: NotRequired[Union[str, None]]
    """Team it is given to."""

    updated_at: Instant
    """The last change, by an event or by time alone: an earlier event is
    out of order.
    """

    version: int
    """Grows by one with every change: the host's optimistic lock."""


class TicketResumeRoutingEvent(TypedDict):
    """A paused ticket goes on: with the agent that has it, even over their
    capacity, else in the queue.
    """

    at_ms: int
    """When, in epoch milliseconds."""

    ticket: str
    """Its id."""

    type: Literal["ticket_resume"]


class TicketUpdateRoutingEvent(TypedDict):
    """Something of a ticket is different."""

    at_ms: int
    """When, in epoch milliseconds."""

    set: dict[str, Any]
    """The fields that are, by the names in `WorkItem`; null removes."""

    ticket: str
    """Its id."""

    type: Literal["ticket_update"]


class TimedRating(TypedDict):
    """A rating and its instant."""

    at: InstantInput
    """When it was given."""

    score: int
    """The rating."""


class TranslateMacroAction(TypedDict):
    """Translate the text before it is sent."""

    locale: str
    """The language to translate to."""

    type: Literal["translate"]


class UnionConfig(TypedDict):
    """Open whenever one of several calendars is."""

    union: list[str]
    """Ids of calendars that have hours of their own."""


class Variable(TypedDict):
    """A value that a template reads."""

    column: int
    """Column of it in characters, from 1."""

    guarded: bool
    """Whether a missing value would do no harm wherever it is read: each time
    it is a condition itself, in a branch that asks for it, or has the
    filter `default`.
    """

    line: int
    """Line of the tag that reads it first, from 1."""

    partial: NotRequired[Union[str, None]]
    """Name of the partial that reads it first; of the template itself, none."""

    path: str
    """Its name from the root of the data, such as `order.lines[].title`:
    what a loop goes through has `[]`, what is looked up by another value
    `[*]`.
    """


class Variant(TypedDict):
    """The text of a macro in one language, for one channel."""

    body: str
    """Template of the text."""

    channel: NotRequired[Channel]
    """What kind of text it is; plain when absent."""

    locale: NotRequired[Union[str, None]]
    """Its language; the desk's when absent."""

    subject: NotRequired[Union[str, None]]
    """Template of the subject. What it renders to is one line."""


class Verdict(TypedDict):
    """Where the latest instance of a metric stands at an instant."""

    breaches: int
    """Breaches of the metric over all instances."""

    clock: ClockState
    """What its clock does; independent of a breach."""

    due_at: Union[Instant, None]
    """The deadline: the one that was missed, once it was; absent while
    paused, without a target, or when it never comes.
    """

    elapsed_s: int
    """Whole seconds counted, in `hours` (business when there is no target)."""

    hours: Union[Hours, None]
    """Which count the target is read in."""

    instance: int
    """Which instance it is, from 1; 0 when it has not started."""

    last_breach_at: Union[Instant, None]
    """The latest of them."""

    metric: Metric
    """The metric."""

    policy: NotRequired[Union[PolicyRef, None]]
    """The policy whose target it is; a `Desk` tells it."""

    state: State
    """How it stands to its target."""

    target_s: Union[int, None]
    """Target in force, or at the end of an ended clock, in seconds."""


class VolumeFindingKind(TypedDict):
    """How many tickets there were, and what explains it; always there when
    there are earlier weeks.
    """

    earlier_mean: float
    """Mean of the earlier weeks; those far from all others are left out,
    as the rule says, and named in the text.
    """

    expected: Union[float, None]
    """What last year's change makes of the earlier mean: the season."""

    growth: Union[float, None]
    """The earlier mean over last year's: growth of the year."""

    last_year: Union[int, None]
    """Tickets of the same week last year, 52 weeks ago."""

    last_year_earlier_mean: Union[float, None]
    """Mean of the weeks before that one."""

    type: Literal["volume"]

    verdict: VolumeVerdict
    """What explains the change."""


class WaitEstimate(TypedDict):
    """How long a new ticket will wait."""

    agents: int
    """Agents who could take it."""

    ahead: int
    """Tickets that are begun before it."""

    samples: int
    """Service times that the estimate goes by."""

    wait: NotRequired[Union[ExpectedWait, None]]
    """The wait; none when there is no agent, or no sample to go by."""


class WeekPlan(TypedDict):
    """How many are needed in a week, half hour by half hour."""

    intervals: list[PlannedInterval]
    """All 336, from Monday 00:00."""


class WeeklyObject(TypedDict):
    """`Weekly` with all that can be said of it."""

    fri: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    mon: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    sat: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    sun: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    thu: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    tue: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]

    wed: NotRequired[Union[list[LocalSpan], Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]]


class WindDownObstacle(TypedDict):
    """Their shift ends soon."""

    ends_ms: int
    """When, in epoch milliseconds."""

    type: Literal["wind_down"]


class WorkAssumptions(TypedDict):
    """What the work of a week is taken to be."""

    aht_s: float
    """Average handling time in seconds: 0.001 to 1e9."""

    answer_within_s: float
    """Seconds of waiting within which an answer is in time: 0 to 1e9."""

    load: NotRequired[float]
    """What to multiply all arrivals by: 1.3 for a month with 30 % more; 0
    to 1e6.
    """

    patience_s: NotRequired[Union[float, None]]
    """Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
    With it the plan is by Erlang A, without by Erlang C.
    """


class WorkItem(TypedDict):
    """A ticket as far as its place in the queue and who may do it go.

    `Desk::work_item` makes it of a ticket; a host
    with tickets of its own fills it in. Instants are epoch milliseconds. What
    is null is as if it were not there.
    """

    brand: NotRequired[Union[str, None]]
    """The shop, where the host runs several."""

    channel: str
    """Where the conversation takes place."""

    created_at_ms: NotRequired[Union[int, None]]
    """When it began; the instant at which it came when nothing is said."""

    demoted: NotRequired[bool]
    """Whether it was put back because its target was missed."""

    due_ms: NotRequired[dict[str, Union[int, None]]]
    """By clock, when it is due; null for a clock that does not run."""

    fields: NotRequired[dict[str, Any]]
    """The host's own fields."""

    id: str
    """The host's id."""

    language: NotRequired[Union[str, None]]
    """The customer's language, a BCP 47 tag."""

    language_level: NotRequired[Union[int, None]]
    """How well an agent must speak it; the desk's `language_min_level` when
    nothing is said.
    """

    lifetime_value_minor: NotRequired[Union[int, None]]
    """For how much the customer has bought so far, in minor units."""

    order_value_minor: NotRequired[Union[int, None]]
    """Value of the order it is about, in minor units."""

    owner: NotRequired[Union[str, None]]
    """The agent it goes back to: the one that had it."""

    priority: NotRequired[Union[Priority, None]]
    """How urgent it is."""

    reason: NotRequired[Union[str, None]]
    """What the customer wants."""

    sentiment: NotRequired[Union[int, None]]
    """How the customer feels, in thousandths: -1000, furious, to 1000."""

    skills: NotRequired[dict[str, int]]
    """What it asks of an agent, and how well."""

    tags: NotRequired[list[str]]
    """Labels."""

    team: NotRequired[Union[str, None]]
    """The team it belongs to; every agent may take it when there is none."""

    tier: NotRequired[Union[str, None]]
    """The customer's tier."""

    vip: NotRequired[bool]
    """Whether the customer is a VIP."""

    weight: NotRequired[Union[int, None]]
    """How much of an agent's capacity it takes, 1 or more; its channel's
    weight when nothing is said.
    """


class YesPermission(TypedDict):
    """They may."""

    type: Literal["yes"]


__all__ = [
    "Instant",
    "InstantInput",
    "AcceptRoutingEvent",
    "Actor",
    "ActorKind",
    "AddInternalNoteMacroAction",
    "AddTagsMacroAction",
    "AfterShareWarning",
    "Agent",
    "AgentContext",
    "AgentLoad",
    "AgentOrder",
    "AgentReplyEvent",
    "AgentState",
    "AgentStatus",
    "AgentStatusRoutingEvent",
    "AgentVerdict",
    "AlertRule",
    "AlertState",
    "AlertTransition",
    "Analysis",
    "AnswersChangedChangeCause",
    "ArrivalProfile",
    "ArticleMissingFindingKind",
    "AskPermission",
    "AssignMacroAction",
    "AssignReason",
    "AssignRoutingEvent",
    "AssignTeamMacroAction",
    "AssignedEvent",
    "AssignedRoutingChange",
    "AssignedTicketPlace",
    "AssignmentExplanation",
    "BacklogDay",
    "BeforeWarning",
    "BetaPrior",
    "Boost",
    "BoostCondition",
    "BotReplyEvent",
    "BreakInDayReason",
    "BreakReason",
    "CalendarChangedChangeCause",
    "CalendarConfig",
    "CapacityObstacle",
    "Cause",
    "ChangeCause",
    "Channel",
    "ChannelFullObstacle",
    "ChannelNotServedObstacle",
    "ChartPoint",
    "ClockChange",
    "ClockOutcome",
    "ClockState",
    "ClosedDayReason",
    "Comparison",
    "Condition",
    "Context",
    "Contribution",
    "ControlChart",
    "CountChangedChangeCause",
    "CountedPiece",
    "CoverageGap",
    "CustomerContext",
    "CustomerMessageEvent",
    "Cusum",
    "CusumSettings",
    "DayHours",
    "DayTime",
    "DeadlineExplanation",
    "DeclineRoutingEvent",
    "DeclinedObstacle",
    "DemoteMissed",
    "DemotedRoutingChange",
    "Denominator",
    "DeskConfig",
    "DetailsEvent",
    "Digest",
    "DigestConfig",
    "DigestRule",
    "Distribution",
    "DropSkills",
    "DueTime",
    "Duration",
    "EarlierChangeCause",
    "Effect",
    "Elapsed",
    "ErlangA",
    "ErlangC",
    "ErrorKind",
    "EscalateEffect",
    "EscalationConfig",
    "Event",
    "EventCause",
    "Every",
    "EwmaSettings",
    "ExclusiveObstacle",
    "Expectation",
    "ExpectationFailure",
    "ExpectationOutcome",
    "Expectations",
    "Expected",
    "ExpectedWait",
    "Explanation",
    "Facts",
    "Failure",
    "FeedbackRule",
    "Figure",
    "FigureLeftOut",
    "FigureUnit",
    "Finding",
    "FindingKind",
    "FloorAlert",
    "ForwardEffect",
    "FullTarget",
    "GroupFigures",
    "HandledBy",
    "Holiday",
    "HolidayObject",
    "HolidayReason",
    "Hours",
    "ImportCause",
    "ImportedHolidays",
    "ImportedHours",
    "ImportedMacros",
    "Inquiry",
    "InternalNoteEvent",
    "Interval",
    "IntervalMethod",
    "IssueVoucherMacroAction",
    "Job",
    "KeepRating",
    "Keywords",
    "LabelCounts",
    "LanguageObstacle",
    "LateOrdersFindingKind",
    "LeftOut",
    "LeftOutWhy",
    "Limit",
    "Limits",
    "LiveWork",
    "LocalSpan",
    "LowRatingConfig",
    "LowRatingEffect",
    "MacroAction",
    "MacroActionEffect",
    "MacroCause",
    "MacroColumns",
    "MacroConfig",
    "MacroRequest",
    "MeanEstimate",
    "MeanPoint",
    "MergedFromEvent",
    "MergedIntoEvent",
    "Metric",
    "Missing",
    "Money",
    "NamedDate",
    "Needed",
    "NeverOpensReason",
    "NextDue",
    "NextDueKind",
    "NightReason",
    "NoPermission",
    "NoReplyNeededEvent",
    "Nonresponse",
    "NotOnlineObstacle",
    "Nps",
    "NpsMethod",
    "Obstacle",
    "ObstaclesPassedWhy",
    "OpenFollowUpEffect",
    "Opening",
    "OrderContext",
    "OrderLine",
    "OtherPolicyChangeCause",
    "OutcomeCounts",
    "OutcomeTotals",
    "OutsideShiftObstacle",
    "Overflow",
    "Parameter",
    "ParameterKind",
    "Passed",
    "PassedWhy",
    "PauseStatus",
    "PausedTicketPlace",
    "PausesChangedChangeCause",
    "Permission",
    "Piece",
    "PlannedInterval",
    "PolicyChange",
    "PolicyConfig",
    "PolicyRef",
    "PolicyReviewEvent",
    "Pool",
    "Priority",
    "PriorityEvent",
    "PrioritySimulation",
    "Problem",
    "Promise",
    "PromiseCheck",
    "PromiseDate",
    "PromiseQuestion",
    "PromiseWindow",
    "Proportion",
    "ProportionDifference",
    "PublicHolidays",
    "PublicHolidaysObject",
    "PublicMessage",
    "Pull",
    "QueueKey",
    "QueueOrder",
    "QueuedTicket",
    "QueuedTicketPlace",
    "RatedGroup",
    "RatedSurvey",
    "RatingCounts",
    "RatingRecord",
    "RatingRefusal",
    "RatingSurveyEvent",
    "Reason",
    "ReasonCount",
    "ReassignConfig",
    "Refused",
    "RejectedRating",
    "RelaxStep",
    "RemainderPiece",
    "RemoveTagsMacroAction",
    "RenderOptions",
    "RenderedMacro",
    "ReopenConfig",
    "ReopenedSurveyEvent",
    "ReportConfig",
    "ReportFigures",
    "RequeueReason",
    "RequeuedRoutingChange",
    "ReservedPassedWhy",
    "ResolvedSurveyEvent",
    "ReviewConfig",
    "ReviewDecision",
    "ReviewFacts",
    "ReviewReason",
    "ReviewRule",
    "RosterSimulation",
    "RoutedTicket",
    "RouterState",
    "RoutingChange",
    "RoutingConfig",
    "RoutingEvent",
    "RuleCause",
    "SatisfactionConfig",
    "Scale",
    "Schedule",
    "ScheduleFollowUpMacroAction",
    "Score",
    "SellerFeedback",
    "SellerScore",
    "SessionOutcome",
    "SessionRecord",
    "SetFieldMacroAction",
    "SetPriorityMacroAction",
    "SetStatusMacroAction",
    "ShareChangedFindingKind",
    "SharePoint",
    "Shipment",
    "ShopContext",
    "ShownSpan",
    "Shrinkage",
    "ShrunkGroup",
    "SimulatedTicket",
    "Simulation",
    "SkillObstacle",
    "SkippedPiece",
    "SlaBreachEffect",
    "SlaContext",
    "SlaOutcome",
    "SlaWarningEffect",
    "SlowResolutionFindingKind",
    "SmsCut",
    "SmsEncoding",
    "SmsSize",
    "SpecialDay",
    "SpecialDayObject",
    "SpecialDayReason",
    "SpikeFindingKind",
    "Staffing",
    "StaffingGoal",
    "StartRefundMacroAction",
    "State",
    "Status",
    "StatusEvent",
    "StatusRulesChangedChangeCause",
    "Suggestion",
    "SuggestionModelRecord",
    "Survey",
    "SurveyAnswer",
    "SurveyConfig",
    "SurveyDecision",
    "SurveyDueEffect",
    "SurveyEvent",
    "SurveyFacts",
    "SurveyLog",
    "SurveyReason",
    "SurveyRecord",
    "SurveyState",
    "TargetAddedChangeCause",
    "TargetChangedChangeCause",
    "TargetConfig",
    "TargetRemovedChangeCause",
    "TeamConfig",
    "TeamObstacle",
    "TemplateErrorClass",
    "TicketContext",
    "TicketDoneRoutingEvent",
    "TicketFigures",
    "TicketHistory",
    "TicketNewRoutingEvent",
    "TicketPauseRoutingEvent",
    "TicketPlace",
    "TicketRecord",
    "TicketResumeRoutingEvent",
    "TicketUpdateRoutingEvent",
    "TimedRating",
    "TranslateMacroAction",
    "UnionConfig",
    "Variable",
    "Variant",
    "Verdict",
    "VolumeFindingKind",
    "VolumeVerdict",
    "WaitEstimate",
    "WarnAt",
    "Warning",
    "WeekPlan",
    "Weekly",
    "WeeklyObject",
    "WindDownObstacle",
    "WorkAssumptions",
    "WorkItem",
    "YesPermission",
]
