// Made from the records of the core by `make types`. Do not edit.
// Data is the JSON of every language: names in snake_case, instants as RFC 3339 text in UTC.

/** An instant as the library writes it: RFC 3339 with `Z`, to the millisecond. */
export type Instant = string

/** An instant as hosts write it: a `Date`, or RFC 3339 text with an offset. Parts finer than a millisecond are cut. */
export type InstantInput = Date | string

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What every function throws. Nothing has changed when one does. */
export interface DeskcoreError extends Error, Failure {}

/** An agent accepts what was assigned to them. */
export interface AcceptRoutingEvent {
  /**
   * Id of the agent; of any other than the one that has it, nothing
   * happens.
   */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Id of the ticket. */
  ticket: string
  type: 'accept'
}

/** Who did something, with the name they had then. */
export interface Actor {
  /** The host's id. */
  id?: string | null | undefined
  /** What kind of actor. */
  kind: ActorKind
  /** The name at the time, kept when the account goes. Personal data. */
  name?: string | null | undefined
}

/**
 * The kinds of actor that figures tell apart: a bot's answer is no agent's.
 *
 * - `customer`: The customer.
 * - `agent`: A person of the shop.
 * - `bot`: A program that talks to customers.
 * - `automation`: A rule of the desk.
 * - `host`: The app around the desk: an import, a webhook, a nightly job.
 */
export type ActorKind = 'customer' | 'agent' | 'bot' | 'automation' | 'host'

/** Add a note that the customer does not see. */
export interface AddInternalNoteMacroAction {
  /** The note. */
  body: string
  type: 'add_internal_note'
}

/** Add tags. */
export interface AddTagsMacroAction {
  /** The tags. */
  tags: readonly string[]
  type: 'add_tags'
}

/** When a share of the target is used up: 1 to 100 percent. */
export interface AfterShareWarning {
  /** Percent of the target. */
  percent: number
  type: 'after_share'
}

/** An agent: what they can do, and when. */
export interface Agent {
  /**
   * When they work: id of one of the desk's calendars. Always, when
   * neither is said.
   */
  calendar?: string | null | undefined
  /**
   * How much they can do at a time, in the units that channels weigh;
   * nothing when it is 0.
   */
  capacity: number
  /**
   * How many tickets of each channel they take at a time. One that is not
   * named is not served; all are, without limit, when nothing is said.
   */
  channels?: Record<string, number> | null | undefined
  /** The host's id. */
  id: string
  /** Languages that they speak, by BCP 47 tag, and how well. */
  languages?: Record<string, number> | undefined
  /**
   * Number of their last assignment among all: who has been without one
   * longest comes first.
   */
  last_assigned_seq?: number | undefined
  /** What they may decide without asking, by action, such as `refund`. */
  limits?: Record<string, Limit> | undefined
  /**
   * When they work: first and last instant of each shift in epoch
   * milliseconds, the last not being part of it.
   */
  shifts_ms?: readonly (readonly [number, number])[] | null | undefined
  /** What they can do, and how well. */
  skills?: Record<string, number> | undefined
  /** Whether they are there. */
  status?: AgentStatus | undefined
  /** Teams that they work for. */
  teams?: readonly string[] | undefined
}

/** An agent in a text. */
export interface AgentContext {
  /** First name, as customers know it. */
  first_name: string
  /** Full name. */
  name?: string | null | undefined
}

/** What an agent did. */
export interface AgentLoad {
  /** Id of the agent. */
  agent: string
  /** How many tickets they had. */
  tickets: number
  /**
   * How long those took, in seconds; longer than they worked when they do
   * several at a time.
   */
  work_s: number
}

/**
 * Which of several agents takes a ticket. What is equal is decided by who
 * has been without an assignment longest, and by id.
 *
 * - `load_first`: The least loaded, as a share of the capacity.
 * - `skill_first`: The one who is best at what the ticket asks for, then the least loaded.
 * - `round_robin`: Whoever has been without an assignment longest.
 */
export type AgentOrder = 'load_first' | 'skill_first' | 'round_robin'

/** A person of the shop answered the customer. */
export interface AgentReplyEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'agent_reply'
}

/** An agent as they are now. */
export interface AgentState {
  /** Id of the agent. */
  agent: string
  /** Number of their last assignment. */
  last_assigned_seq: number
  /** Since when, in epoch milliseconds. */
  since_ms: number
  /** Whether they are there. */
  status: AgentStatus
  /** Ids of the tickets that they have, in order, paused ones too. */
  tickets?: readonly string[] | undefined
  /** How much of their capacity is used. */
  used?: number | undefined
}

/**
 * Whether an agent is there.
 *
 * - `online`: Takes work.
 * - `away`: Back soon: keeps what they have, takes nothing new.
 * - `offline`: Not there.
 */
export type AgentStatus = 'online' | 'away' | 'offline'

/** An agent comes or goes. */
export interface AgentStatusRoutingEvent {
  /** Id of the agent. */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** What they are now. */
  status: AgentStatus
  type: 'agent_status'
}

/** What stands between an agent and a ticket; nothing when they could take it. */
export interface AgentVerdict {
  /** Id of the agent. */
  agent: string
  /** Their capacity. */
  capacity: number
  /** Everything that stands between. */
  obstacles: Obstacle[]
  /** How much of their capacity is used. */
  used: number
}

/**
 * When the mean of recent ratings is an alert, and when it is over. Scores
 * are compared in integers, as thousandths.
 */
export interface AlertRule {
  /** An alert begins when the mean is below it, in thousandths. */
  alert_below_milli?: number | undefined
  /** With fewer ratings in the window nothing begins or ends. */
  min_n?: number | undefined
  /** An alert is over when the mean reaches it, in thousandths. */
  recover_at_milli?: number | undefined
  /** How far back ratings count, in seconds: those after `at − window_s`. */
  window_s?: number | undefined
}

/**
 * Where an alert stands.
 *
 * - `ok`: Nothing is wrong.
 * - `alert`: The figure is too low.
 */
export type AlertState = 'ok' | 'alert'

/** An alert began, or is over. */
export interface AlertTransition {
  /** When: the instant of a rating. */
  at: Instant
  /** The mean that was passed, in thousandths. */
  limit_milli: number
  /** Mean of the ratings in the window. */
  mean: number
  /** How many they are. */
  n: number
  /** How it stands from then on. */
  state: AlertState
  /** All of it as one sentence for people. */
  text: string
}

/** What a template reads and uses. */
export interface Analysis {
  /** The filters, by name. */
  filters: string[]
  /** The partials, by name. */
  partials: string[]
  /** The values, in order of their paths. */
  variables: Variable[]
}

/** What counts as an answer differs: a bot's reply, or a note. */
export interface AnswersChangedChangeCause {
  type: 'answers_changed'
}

/** What arrives in the half hours of a week, on average. */
export interface ArrivalProfile {
  /**
   * Mean arrivals of each of the 336 half hours of the local week, from
   * Monday 00:00; 0 where the history has none of it.
   */
  mean_arrivals: number[]
  /**
   * How often each occurred in the history, a part of one as a part. Few
   * make a mean that says little.
   */
  occurrences: number[]
}

/** A frequent reason that has no article. */
export interface ArticleMissingFindingKind {
  /** The reason. */
  reason: string
  /** Its share of the week's tickets. */
  share: number
  type: 'article_missing'
}

/** Somebody else may: ask one of them. */
export interface AskPermission {
  /**
   * Ids of agents who may, those of a common team first, then those
   * with the lowest limit.
   */
  agents: string[]
  type: 'ask'
}

/** Give it to an agent. */
export interface AssignMacroAction {
  /** The agent's id. */
  agent: string
  type: 'assign'
}

/**
 * Why an agent has a ticket.
 *
 * - `sticky`: They had it before.
 * - `match`: They can do it, and came first.
 * - `manual`: Somebody gave it to them.
 */
export type AssignReason = 'sticky' | 'match' | 'manual'

/** Somebody gives a ticket to an agent by hand: no rule is asked. */
export interface AssignRoutingEvent {
  /** Id of the agent. */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Id of the ticket. */
  ticket: string
  type: 'assign'
}

/** Give it to a team. */
export interface AssignTeamMacroAction {
  /** The team's id. */
  team: string
  type: 'assign_team'
}

/** Given to an agent, a team, or nobody. */
export interface AssignedEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** The agent's id. */
  agent?: string | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The team's id. */
  team?: string | null | undefined
  type: 'assigned'
}

/** An agent has a ticket. */
export interface AssignedRoutingChange {
  /** Id of the agent. */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Why. */
  reason: AssignReason
  /** Id of the ticket. */
  ticket: string
  type: 'assigned'
}

/** An agent has it. */
export interface AssignedTicketPlace {
  /** Id of the agent. */
  agent: string
  type: 'assigned'
}

/** Where a ticket is, who would take it now, and why nobody else. */
export interface AssignmentExplanation {
  /** Who would take it now. */
  agent?: string | null
  /** Every agent, in order of their ids. */
  agents: AgentVerdict[]
  /** Where it is. */
  place: TicketPlace
  /** Why they would. */
  reason?: AssignReason | null
  /** Whom it waits for, because they had it before. */
  reserved_for?: string | null
  /** All of it as one English sentence. */
  text: string
  /** Id of the ticket. */
  ticket: string
  /** How long it has waited since it last came into the queue. */
  waited_ms: number
}

/** The backlog at the end of a day. */
export interface BacklogDay {
  /** Tickets begun and not ended by its end. */
  backlog: number
  /** Tickets that began on it. */
  created: number
  /** The day, in the report's zone. */
  date: string
  /** Tickets that ended on it, for the last time. */
  ended: number
}

/** When this much is left. */
export interface BeforeWarning {
  /** Seconds left, in the count of the target. */
  seconds: number
  type: 'before'
}

/** What is known of a group before it has any rating: a beta distribution. */
export interface BetaPrior {
  /** mean · strength. */
  alpha: number
  /** (1 − mean) · strength. */
  beta: number
  /** The share of the positive over all groups. */
  mean: number
  /** As many ratings as it counts for. */
  strength: number
}

/** A number of seconds by which tickets of a kind come sooner. */
export interface Boost {
  /** Of the boosts of one group only the first that holds counts. */
  group?: string | null | undefined
  /** Name, unique in the list: explanations tell it. */
  name: string
  /** How much sooner; later when it is negative. */
  seconds: number
  /** Which tickets; all when it is empty. */
  when?: BoostCondition | undefined
}

/**
 * Which tickets a boost is for: every key that is present must hold. What is
 * not known of a ticket satisfies none of them but `vip`.
 */
export interface BoostCondition {
  /** A ticket that is this old, in seconds, by the time it is due. */
  age_at_least_s?: number | null | undefined
  /** One of these brands. */
  brand?: readonly string[] | null | undefined
  /** One of these channels. */
  channel?: readonly string[] | null | undefined
  /** For each of the host's fields, one of these values. */
  fields?: Record<string, readonly Json[]> | undefined
  /** One of these languages, or a variety of one. */
  language?: readonly string[] | null | undefined
  /** A customer who has bought for this much or more, in minor units. */
  lifetime_value_at_least?: number | null | undefined
  /** An order of this value or more, in minor units (cents, bani, pence). */
  order_value_at_least?: number | null | undefined
  /** One of these priorities. */
  priority?: readonly Priority[] | null | undefined
  /** One of these contact reasons. */
  reason?: readonly string[] | null | undefined
  /** A sentiment of this or less: thousandths, from -1000, furious, to 1000. */
  sentiment_at_most?: number | null | undefined
  /** At least one of these tags. */
  tag?: readonly string[] | null | undefined
  /** One of these teams. */
  team?: readonly string[] | null | undefined
  /** One of these customer tiers. */
  tier?: readonly string[] | null | undefined
  /** Whether the customer is a VIP; one of whom nothing is said is none. */
  vip?: boolean | null | undefined
}

/** A bot answered the customer. */
export interface BotReplyEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'bot_reply'
}

/** Between two openings of one local date, such as lunch. */
export interface BreakInDayReason {
  type: 'break_in_day'
}

/** A break of that date: the shop would be open otherwise. */
export interface BreakReason {
  /** The date that the break is written for. */
  date: string
  type: 'break'
}

/** Business time is counted by other hours. */
export interface CalendarChangedChangeCause {
  /** Id of the calendar under the desk after; absent for day and night. */
  after: string | null
  /** Id of the calendar under the desk before; absent for day and night. */
  before: string | null
  type: 'calendar_changed'
}

/**
 * A calendar: a schedule, or the union of others (support that follows the
 * sun).
 */
export type CalendarConfig = Schedule | UnionConfig

/** It does not fit beside what they have. */
export interface CapacityObstacle {
  type: 'capacity'
  /** How much it takes. */
  weight: number
}

/** What made an event happen. */
export type Cause = EventCause | RuleCause | MacroCause | ImportCause

/** What differs between two desks, as far as one clock goes. */
export type ChangeCause = OtherPolicyChangeCause | TargetChangedChangeCause | TargetAddedChangeCause | TargetRemovedChangeCause | CountChangedChangeCause | CalendarChangedChangeCause | PausesChangedChangeCause | AnswersChangedChangeCause | StatusRulesChangedChangeCause | EarlierChangeCause

/**
 * Where a rendered text is going, which decides how values are escaped.
 *
 * What a `{{ … }}` writes is escaped once, last, wherever it comes from; the
 * template's own text is never changed. In text that `capture` keeps, values
 * are escaped already, and are not again when it is written as it is.
 *
 * - `plain`: Plain text: nothing is escaped.
 * - `html`: HTML: `&`, `<`, `>`, `"` and `'` become entities.
 * - `markdown`: Markdown (WhatsApp, Telegram): a backslash before what could be markup.
 * - `sms`: A text message, and the subject or any other header of an e-mail: one line, without control characters.
 */
export type Channel = 'plain' | 'html' | 'markdown' | 'sms'

/** They have as many tickets of its channel as they take. */
export interface ChannelFullObstacle {
  /** How many they take. */
  most: number
  type: 'channel_full'
}

/** They do not serve its channel. */
export interface ChannelNotServedObstacle {
  type: 'channel_not_served'
}

/** A point of a chart and its limits. A period without answers has none. */
export interface ChartPoint {
  /** Lower control limit. */
  lcl: number | null
  /** Upper control limit. */
  ucl: number | null
  /** What is drawn. */
  value: number | null
}

/** A clock that ends otherwise, or is due otherwise. */
export interface ClockChange {
  /** How it ends under the desk after. */
  after: ClockOutcome
  /** How it ends under the desk before. */
  before: ClockOutcome
  /**
   * What in the two desks makes the difference; more than one where more
   * differs.
   */
  causes: ChangeCause[]
  /** Its channel at the end, under the desk before. */
  channel: string
  /** Which instance of it, from 1: each wait for an answer is one. */
  instance: number
  /** The metric. */
  metric: Metric
  /** All of it as one English sentence. */
  text: string
  /** Id of the ticket. */
  ticket: string
}

/** How one instance of a metric ended, or stands at the end. */
export interface ClockOutcome {
  /**
   * The deadline: the one that was missed, once it was; absent while
   * paused, without a target, or when it never comes.
   */
  due_at: Instant | null
  /** Whole seconds counted, in `hours` (business when there is no target). */
  elapsed_s: number
  /** Which count the target is read in. */
  hours: Hours | null
  /**
   * The policy whose target it is; without a target, the one that applies
   * to the ticket.
   */
  policy: PolicyRef | null
  /**
   * How it stands to its target; `not_started` when there is no such
   * instance under this desk.
   */
  state: State
  /** The target, in seconds. */
  target_s: number | null
}

/**
 * What a clock does at the moment.
 *
 * - `running`: It counts.
 * - `paused`: It waits for a status to pass.
 * - `stopped`: It has not started, or has ended.
 */
export type ClockState = 'running' | 'paused' | 'stopped'

/** A weekday without hours. */
export interface ClosedDayReason {
  /** The date. */
  date: string
  type: 'closed_day'
}

/**
 * What two desks make of the same history: of `before`, the desk that is
 * compared with, and of `after`, the other one.
 */
export interface Comparison {
  /** The same for each channel, in order of channel, then of metric. */
  by_channel: OutcomeTotals[]
  /** Outcomes of every metric that was promised under either desk. */
  by_metric: OutcomeTotals[]
  /**
   * Clocks that end alike, and whose deadline, target or policy is
   * another.
   */
  due_changes: ClockChange[]
  /**
   * Clocks that end alike with another deadline, target or policy, listed
   * or not.
   */
  dues_changed: number
  /** What this cannot tell: `LIMIT`. */
  limit: string
  /** Tickets to which another policy applies at the end, listed or not. */
  policies_changed: number
  /** Tickets to which another policy applies at the end. */
  policy_changes: PolicyChange[]
  /** Events that the desk after refused. */
  refused_after: number
  /** Events that the desk before refused, such as those of closed tickets. */
  refused_before: number
  /** Tickets that were compared: those opened by then. */
  tickets: number
  /** Tickets of which at least one clock ends otherwise. */
  tickets_changed: number
  /**
   * The instant at which clocks that still ran were judged; later events
   * are left out.
   */
  until: Instant
  /**
   * Clocks that end otherwise: in order of tickets as they were added,
   * then of metric and instance.
   */
  verdict_changes: ClockChange[]
  /** Clocks that end otherwise, listed or not. */
  verdicts_changed: number
}

/**
 * A condition over a ticket's facts: every key that is present must hold,
 * and a key holds when any of its values does. An empty condition always
 * holds.
 */
export interface Condition {
  /** All of these conditions. */
  all?: readonly Condition[] | undefined
  /** At least one of these conditions, where there are any. */
  any?: readonly Condition[] | undefined
  /** One of these brands. */
  brand?: readonly string[] | null | undefined
  /** One of these channels. */
  channel?: readonly string[] | null | undefined
  /** For each named field, one of these values. */
  fields?: Record<string, readonly Json[]> | undefined
  /** One of these languages, or a variety of one. */
  language?: readonly string[] | null | undefined
  /** None of these conditions. */
  none?: readonly Condition[] | undefined
  /** One of these priorities. */
  priority?: readonly Priority[] | null | undefined
  /** One of these contact reasons. */
  reason?: readonly string[] | null | undefined
  /** Begun by one of these. */
  started_by?: readonly ActorKind[] | null | undefined
  /** At least one of these tags. */
  tags?: readonly string[] | null | undefined
  /** One of these customer tiers. */
  tier?: readonly string[] | null | undefined
}

/**
 * The data of a macro: one record, made by the host for one customer and one
 * ticket. Nothing is taken from elsewhere: what is not in it is missing.
 *
 * A desk whose data are others says so by a JSON Schema of its own in
 * desk.json.
 */
export interface Context {
  /** Who answers. */
  agent?: AgentContext | null | undefined
  /** Who wrote. */
  customer?: CustomerContext | null | undefined
  /** The order that it is about. */
  order?: OrderContext | null | undefined
  /** The shop. */
  shop?: ShopContext | null | undefined
  /** What was promised. */
  sla?: SlaContext | null | undefined
  /** The ticket. */
  ticket?: TicketContext | null | undefined
}

/** One thing that counts. */
export interface Contribution {
  /** Milliseconds: less is sooner. */
  ms: number
  /**
   * `due:<clock>` or `default_target:<channel>`, with the instant; then
   * `boost:<name>`, `clamp` where boosts come to more than the desk allows,
   * and `demoted`.
   */
  name: string
}

/** A control chart. */
export interface ControlChart {
  /** The middle; none when there is nothing to take it from. */
  center: number | null
  /** A point for each period. */
  points: ChartPoint[]
  /** Places, from 0, of the points that lie outside their limits. */
  signals: number[]
}

/** The target is read in another count. */
export interface CountChangedChangeCause {
  /** The count under the desk after. */
  after: Hours
  /** The count under the desk before. */
  before: Hours
  type: 'count_changed'
}

/** Open: all of it counts. */
export interface CountedPiece {
  /**
   * How much further the wall clock of the zone moves than real time: 3600
   * over a night in which clocks go forward an hour, -3600 over one in
   * which they go back. Absent in JSON when zero.
   */
  clock_change_seconds?: number
  /** Real time that passes in it. */
  elapsed_ms: number
  /** The first instant after it. */
  end: Instant
  /** Open time that passes in it, never negative. */
  open_ms: number
  /** Its first instant. */
  start: Instant
  type: 'counted'
}

/** A time with too few on duty. */
export interface CoverageGap {
  /** Until when. */
  end: Instant
  /** How many are missing. */
  missing: number
  /** Agents who are on duty. */
  on_duty: number
  /** Agents that the plan has for this time. */
  scheduled: number
  /** From when. */
  start: Instant
}

/** A customer in a text. */
export interface CustomerContext {
  /** E-mail address. */
  email?: string | null | undefined
  /** First name. */
  first_name: string
  /** Language, a BCP 47 tag. */
  language?: string | null | undefined
  /** Last name. */
  last_name?: string | null | undefined
  /** Orders so far. */
  orders_count?: number | null | undefined
  /** Tier, such as `vip`. */
  tier?: string | null | undefined
}

/** The customer wrote. */
export interface CustomerMessageEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /**
   * A machine wrote it: a vacation notice, a bounce. It moves neither
   * status nor clocks.
   */
  automatic?: boolean | undefined
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** It wants no answer: "thanks!". */
  no_reply_needed?: boolean | undefined
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'customer_message'
}

/** A chart of cumulated sums. */
export interface Cusum {
  /** How far they have been below `target − slack`. */
  down: number[]
  /** Places, from 0, where one of the sums is above `h`. */
  signals: number[]
  /**
   * How far values have been above `target + slack`, summed up; never
   * below 0.
   */
  up: number[]
}

/** How sums are cumulated. */
export interface CusumSettings {
  /** The sum above which there is a signal. */
  h: number
  /** How far a value may be off without being counted. */
  slack: number
  /** What values should be. */
  target: number
}

/** Opening hours of one local date, for a row of a table. */
export interface DayHours {
  /** The date in the zone that the hours are shown in. */
  date: string
  /** Holidays of the schedule on this date. */
  holidays?: NamedDate[]
  /** When it is open, in order; none when closed. */
  spans: ShownSpan[]
  /** Dates with hours of their own. */
  special_days?: NamedDate[]
  /** Its weekday; `mon` … `sun` in JSON. */
  weekday: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
}

/** Hours of a local day. */
export interface DayTime {
  /** The instant at which it is over; `20:00` when nothing is said. */
  closes?: string | undefined
  /** The first instant of it; `09:00` when nothing is said. */
  opens?: string | undefined
}

/** Why a metric of a ticket is due when it is, or is not due at all. */
export interface DeadlineExplanation {
  /** What its clock does. */
  clock: ClockState
  /**
   * Milliseconds that had been counted when the deadline was set: before
   * the last pause, for one.
   */
  counted_before_ms: number
  /** The deadline. */
  due_at: Instant | null
  /** The deadline on the wall clock of the calendar. */
  due_local?: string | null
  /** Which count it is read in. */
  hours: Hours | null
  /** The metric. */
  metric: Metric
  /** The policy whose target it is. */
  policy?: PolicyRef | null
  /** When the deadline was set, or the clock ended. */
  since: Instant
  /** Where the number comes from, where the desk says so. */
  source?: string | null
  /**
   * From `since` to the deadline, what counts and what does not; absent
   * when it counts real time, when there is no deadline, or when the
   * deadline was missed before `since`.
   */
  spans?: Explanation | null
  /** How it stands. */
  state: State
  /** The target in force, in seconds. */
  target_s: number | null
  /** All of it as one English sentence. */
  text: string
}

/** An agent declines what was assigned to them, for good. */
export interface DeclineRoutingEvent {
  /**
   * Id of the agent; of any other than the one that has it, nothing
   * happens.
   */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Id of the ticket. */
  ticket: string
  type: 'decline'
}

/** They declined this ticket, or let it go. */
export interface DeclinedObstacle {
  type: 'declined'
}

/**
 * What becomes of a ticket whose target is missed already.
 *
 * While more comes in than agents can do, an order by due instants serves
 * those first that are late anyway, and so the others become late too.
 * Putting a missed ticket back once keeps promises that can still be kept:
 * in a simulated sale at one and a half times the capacity it cut breaches
 * to a quarter. A customer who waits live would only wait longer, so `chat`
 * and `phone` are not among the channels unless they are named.
 */
export interface DemoteMissed {
  /** Channels of which tickets are put back. */
  channels?: readonly string[] | undefined
  /** How far it is put back. */
  seconds?: number | undefined
}

/** A ticket was put back because its target was missed. */
export interface DemotedRoutingChange {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Its key now. */
  key: number
  /** Id of the ticket. */
  ticket: string
  type: 'demoted'
}

/**
 * What the share of the positive ratings is taken of.
 *
 * - `all`: Of all ratings.
 * - `non_neutral`: Of those that are positive or negative.
 */
export type Denominator = 'all' | 'non_neutral'

/**
 * desk.json: everything that a shop decides about its support.
 *
 * Any object may carry a `$comment`. Unknown keys are mistakes.
 */
export interface DeskConfig {
  /** Where the schema of this document is. */
  '$schema'?: string | null | undefined
  /**
   * Whether the desk moves statuses by itself: a customer's message makes
   * a pending ticket open, and so on. With `false` only `status` events
   * and merges move them, for a host that has a workflow of its own.
   */
  automatic_status?: boolean | undefined
  /** Opening hours, by id. */
  calendars?: Record<string, CalendarConfig> | undefined
  /**
   * JSON Schema of what macros are rendered from, where the host's data
   * are others than `Context`.
   */
  context?: Json | undefined
  /**
   * Language of macros that do not say theirs, and of customers whose own
   * has no text; English when absent.
   */
  locale?: string | null | undefined
  /** Macros, in the order in which agents see them. */
  macros?: readonly MacroConfig[] | undefined
  /** Name of the shop. */
  name?: string | null | undefined
  /** Templates that macros render and include, by name. */
  partials?: Record<string, string> | undefined
  /** Policies in order: the first whose condition holds applies. */
  policies?: readonly PolicyConfig[] | undefined
  /** When a customer's message reopens a solved ticket. */
  reopen?: ReopenConfig | undefined
  /** How work is ordered, and who may do it. */
  routing?: RoutingConfig | undefined
  /** What customers are asked, and what becomes of the answers. */
  satisfaction?: SatisfactionConfig | undefined
  /** The host's own names for statuses, each on top of one of the six. */
  statuses?: Record<string, Status> | undefined
}

/** Facts became known or changed. What is absent stays as it was. */
export interface DetailsEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** Tags to add. */
  add_tags?: readonly string[] | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** Moved to another channel. */
  channel?: string | null | undefined
  /** Fields to set; null removes one. */
  fields?: Record<string, Json> | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** The customer's language. */
  language?: string | null | undefined
  /** What the customer wants. */
  reason?: string | null | undefined
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /** Tags to remove. */
  remove_tags?: readonly string[] | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The customer's tier. */
  tier?: string | null | undefined
  type: 'details'
}

/** What was unusual in a week. */
export interface Digest {
  /** How many earlier weeks there are: from that of the first ticket on. */
  earlier_weeks: number
  /**
   * What was found: the volume, changed shares by p-value, spikes by day,
   * late orders, missing articles, long resolutions.
   */
  findings: Finding[]
  /** The week's Monday. */
  monday: string
  /** Tickets that began in it. */
  n: number
  /** Tickets that began in the earlier weeks. */
  n_earlier: number
  /** What was asked, how often, and by which rule. */
  rules: DigestRule[]
}

/** What a digest is about, and how sure it wants to be. */
export interface DigestConfig {
  /**
   * Earlier weeks that it is compared with, 1 to 52. Weeks before the
   * first ticket do not count.
   */
  earlier_weeks?: number | undefined
  /**
   * The share of false ones that is accepted among reasons whose share
   * changed, more than 0 and less than 1 (Benjamini and Hochberg 1995).
   */
  false_discoveries?: number | undefined
  /** Which count of durations is taken. */
  hours?: Hours | undefined
  /** Tickets below which nothing is found. */
  least_tickets?: number | undefined
  /** The week's Monday. */
  monday: string
  /** Ticket ids that a finding shows. */
  most_evidence?: number | undefined
  /** Reasons that have an article; absent when nobody knows. */
  reasons_with_article?: readonly string[] | null | undefined
  /** How many times the median of all makes a resolution long; more than 1. */
  slow_factor?: number | undefined
  /** The zone of its days. */
  tz?: string | undefined
}

/** DigestRule of one kind. */
export interface DigestRule {
  /** The type of the findings. */
  finding: string
  /** How many things were compared. */
  n: number
  /** By which rule. */
  rule: string
}

/**
 * Durations in milliseconds. Beyond 64 of them, quantiles are within the
 * report's `alpha` of a value that was measured; until then they are exact
 * (type 7).
 */
export interface Distribution {
  /** Whether the quantiles are exact. */
  exact: boolean
  /** The greatest, exact. */
  max: number
  /** The mean, exact. */
  mean: number
  /** The least, exact. */
  min: number
  /** A quarter took no longer. */
  p25: number
  /** Half took no longer. */
  p50: number
  /** Three quarters took no longer. */
  p75: number
  /** Nine tenths took no longer. */
  p90: number
  /** 95 in a hundred took no longer. */
  p95: number
  /** 99 in a hundred took no longer. */
  p99: number
}

/** Skills that are not asked for any more. */
export type DropSkills = Every | readonly string[]

/** An instant ("2026-11-24T11:00:00Z"), or a time on the clock of a zone ("2026-11-24 12:00 Europe/Rome") or of the ticket's calendar ("2026-11-24 12:00"). */
export type DueTime = string

/** Seconds, or text such as "4h", "1d 12h" or "PT4H"; a day is 24 hours. */
export type Duration = number | string

/**
 * Something that went before: a policy that applied to the ticket
 * earlier.
 */
export interface EarlierChangeCause {
  type: 'earlier'
}

/**
 * One thing for the host to do. An outbox that stores effects by their id
 * does each exactly once.
 */
export type Effect = SlaWarningEffect | SlaBreachEffect | EscalateEffect | OpenFollowUpEffect | MacroActionEffect | SurveyDueEffect | LowRatingEffect | ForwardEffect

/**
 * A duration in both counts, in milliseconds. A negative one is left out of
 * every figure, and counted as left out.
 */
export interface Elapsed {
  /** Open time of the ticket's calendar, where it is known. */
  business_ms?: number | null | undefined
  /** Real time. */
  calendar_ms: number
}

/**
 * What a number of agents reaches when customers hang up whose patience
 * ends.
 */
export interface ErlangA {
  /** Mean wait in seconds of those who are answered. */
  asa_answered_s: number
  /** Offered load in Erlang. */
  intensity: number
  /** Mean wait in seconds of all arrivals, those who hang up included. */
  mean_wait_all_s: number
  /** Share of their time that agents are busy, 0 to 1. */
  occupancy: number
  /** Share of arrivals that hang up, 0 to 1. */
  p_abandon: number
  /** Share of arrivals that have to wait, 0 to 1. */
  p_wait: number
  /** Share of all arrivals that are answered in time, 0 to 1. */
  service_level: number
  /** The same, of arrivals that do not hang up within that time, 0 to 1. */
  service_level_excl_short_abandons: number
}

/** What a number of agents reaches when nobody hangs up. */
export interface ErlangC {
  /**
   * Average speed of answer: mean wait of all arrivals in seconds. None
   * when the queue only grows.
   */
  asa_s: number | null
  /** Offered load in Erlang. */
  intensity: number
  /** Share of their time that agents are busy, 0 to 1. */
  occupancy: number
  /** Share of arrivals that have to wait, 0 to 1. */
  p_wait: number
  /** Share of arrivals that are answered in time, 0 to 1. */
  service_level: number
  /**
   * Whether there are more agents than Erlang: with fewer the queue only
   * grows.
   */
  stable: boolean
}

/**
 * The kinds of error that a host can act on. Other languages have an
 * exception, or a case, for each.
 *
 * - `invalid_desk`: A desk.json with mistakes: `problems` lists all of them.
 * - `invalid_ticket`: A stored ticket that cannot be read.
 * - `invalid_input`: A value that cannot be taken: `path` tells where, `message` what was expected.
 * - `out_of_order`: An event that is earlier than what the ticket has seen: rebuild the ticket with it in its place.
 * - `ticket_closed`: An event on a closed ticket, which nothing changes any more: open a follow-up.
 * - `status_not_allowed`: A status that cannot follow the ticket's.
 * - `template_error`: A template that cannot be parsed or rendered: `line` and `column` tell where, `path` what is missing or which limit was reached.
 * - `internal_error`: A mistake of this library. Nothing has changed; please report it.
 */
export type ErrorKind = 'invalid_desk' | 'invalid_ticket' | 'invalid_input' | 'out_of_order' | 'ticket_closed' | 'status_not_allowed' | 'template_error' | 'internal_error'

/** Tell somebody else: a target was missed some time ago. */
export interface EscalateEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Which instance of it, from 1. */
  instance: number
  /** The metric. */
  metric: Metric
  /** The policy whose target it is. */
  policy?: PolicyRef | null
  /** Which step, from 0. */
  step: number
  /** The target in force, in seconds. */
  target_s: number | null
  /** Id of the ticket. */
  ticket: string
  /** Whom to tell. */
  to: string
  type: 'escalate'
}

/** A step of escalation. */
export interface EscalationConfig {
  /** How long after the deadline, in the target's own time. */
  after: Duration
  /** Whom to tell: a name that the host knows. */
  to: string
}

/** One thing that happened to a ticket, at its own instant. */
export type Event = CustomerMessageEvent | AgentReplyEvent | BotReplyEvent | InternalNoteEvent | NoReplyNeededEvent | AssignedEvent | StatusEvent | PriorityEvent | DetailsEvent | MergedFromEvent | MergedIntoEvent | PolicyReviewEvent

/** Another event. */
export interface EventCause {
  /** Its id. */
  id: string
  type: 'event'
}

/**
 * All of them.
 *
 * - `*`: All of them.
 */
export type Every = '*'

/** How an EWMA chart is drawn. */
export interface EwmaSettings {
  /** The middle: the figure while nothing is out of the ordinary. */
  center: number
  /**
   * Distance of the limits from the middle, in standard deviations; 3 is
   * usual.
   */
  limit_sigmas: number
  /** Weight of the latest period, above 0 up to 1; 0.2 is usual. */
  weight: number
}

/** What they have takes them whole, or this ticket would. */
export interface ExclusiveObstacle {
  type: 'exclusive'
}

/**
 * One thing that is expected: of a ticket of its own, or of tickets of the
 * history. One of `ticket`, `tickets` and `matching` says of which.
 */
export interface Expectation {
  /**
   * The instant at which it is expected: later events are left out. When
   * absent, that of the last event of the ticket, or of the history.
   */
  at?: InstantInput | null | undefined
  /** What happens to that ticket. */
  events?: readonly Event[] | undefined
  /** What is expected. */
  expect: Expected
  /** Tickets of the history for which this holds at that instant. */
  matching?: Condition | null | undefined
  /** What it is called when it fails. */
  name: string
  /** A ticket of its own. */
  ticket?: Opening | null | undefined
  /** Ids of tickets of the history. */
  tickets?: readonly string[] | undefined
}

/** One thing that is not as expected. */
export interface ExpectationFailure {
  /** What it is about, such as `policy` or `due first_reply_time`. */
  about: string
  /** What was expected. */
  expected: string
  /** What came. */
  found: string
  /** Id of the ticket; absent when it is about none. */
  ticket?: string | null
  /** Why it came, as an English sentence. */
  why?: string | null
}

/** What came of one expectation. */
export interface ExpectationOutcome {
  /** What is otherwise, the first 100. */
  failures: ExpectationFailure[]
  /** Its name. */
  name: string
  /** Whether all is as expected. */
  passed: boolean
  /** Tickets that it was held against. */
  tickets: number
}

/**
 * What people expect of a desk: tests of a policy, written down beside it.
 *
 * Any object may carry a `$comment` where it is read by
 * `from_json`. Unknown keys are mistakes.
 */
export interface Expectations {
  /** Where the schema of this document is. */
  '$schema'?: string | null | undefined
  /** What is expected, in order. */
  expect: readonly Expectation[]
  /**
   * Tickets that several expectations are about; a host adds those of its
   * own history.
   */
  history?: readonly TicketHistory[] | undefined
}

/** What is expected of each ticket; what is absent may be anything. */
export interface Expected {
  /** Each comes in the queue before these tickets of the history. */
  before?: readonly string[] | undefined
  /** How many tickets are selected. Without it at least one must be. */
  count?: number | null | undefined
  /** When metrics are due; null for never, or not while they pause. */
  due?: Record<string, DueTime | null> | undefined
  /**
   * Each comes before all other tickets of the history that wait for the
   * shop (new or open) at that instant.
   */
  first?: boolean | undefined
  /** Id of the policy that applies. */
  policy?: string | null | undefined
  /** Its priority. */
  priority?: Priority | null | undefined
  /** How metrics stand. */
  state?: Record<string, State> | undefined
  /** Its status. */
  status?: Status | null | undefined
  /** Targets that are in force; null for none. */
  target?: Record<string, Duration | null> | undefined
}

/** A wait in seconds. */
export interface ExpectedWait {
  /** Mean of the wait. */
  expected_s: number
  /** With a chance of 10 % it will be longer. */
  high_s: number
  /** With a chance of 10 % it will be shorter. */
  low_s: number
}

/**
 * A stretch of time cut into pieces that count as open time or do not.
 *
 * The pieces lie in order, without holes and without overlap, and cover the
 * stretch from `start` to `end`; their open time sums up to `open_ms` to the
 * millisecond. Shown with `Display` it is its `text`.
 */
export interface Explanation {
  /** The later end. */
  end: Instant
  /**
   * Open time of the stretch, as `Calendar::between` counts it in the
   * direction that was asked for.
   */
  open_ms: number
  /** The pieces, the earliest first. */
  pieces: Piece[]
  /**
   * Whether the stretch was asked for backwards: then it is explained
   * forwards all the same, and `open_ms` is negative.
   */
  reversed: boolean
  /** The earlier end. */
  start: Instant
  /** All of it as one English sentence, in the local time of the zone. */
  text: string
  /** Whether there were too many pieces: then the last one is a remainder. */
  truncated: boolean
  /**
   * The zone whose wall clock the sentence is read on; of a union, that
   * of its first calendar.
   */
  tz: string
}

/** What policies and rules select on. Unknown is absent, never `""` or `0`. */
export interface Facts {
  /** The shop, where the host runs several. */
  brand?: string | null
  /**
   * Where the conversation takes place: `email`, `chat`, `whatsapp`,
   * `instagram`, `amazon`, `phone`, or a name of the host's own.
   */
  channel: string
  /** The host's id of the customer. */
  customer?: string | null
  /** The host's own fields. */
  fields?: Record<string, Json>
  /** The customer's language, a BCP 47 tag. */
  language?: string | null
  /** How urgent it is. */
  priority?: Priority | null
  /** What the customer wants, such as `where_is_my_order`. */
  reason?: string | null
  /** Who began it. */
  started_by?: ActorKind
  /** Labels, in order and each once. */
  tags?: string[]
  /** The customer's tier, such as `vip`. */
  tier?: string | null
}

/** An error as a record: what every language shows of one. */
export interface Failure {
  /** Stable code: the name of the kind, or a finer one. */
  code: string
  /** Column of a template in characters, from 1. */
  column?: number | null
  /** What to do about it, or what was probably meant. */
  hint?: string | null
  /** What kind of error it is. */
  kind: ErrorKind
  /** Line of a template, from 1. */
  line?: number | null
  /** What was wrong and what was expected. */
  message: string
  /** Where, as a JSON pointer, where it has a place. */
  path?: string | null
  /** Every mistake of a desk.json, every value that a template misses. */
  problems?: Problem[]
}

/**
 * How a marketplace counts.
 *
 * - `amazon`: Of all feedback.
 * - `ebay`: Of the positive and the negative; neutral feedback is left out.
 */
export type FeedbackRule = 'amazon' | 'ebay'

/** One figure, with what it is made of. */
export interface Figure {
  /** More of durations. */
  distribution?: Distribution | null
  /** How it is made, in words. */
  formula: string
  /** Upper end. */
  hi: number | null
  /** What is not in it, and why. */
  left_out?: FigureLeftOut[]
  /**
   * Lower end of its interval, where it has one: shares, scores and mean
   * ratings do, at the confidence of the report.
   */
  lo: number | null
  /** How many things it is made of. */
  n: number
  /** Its name, such as `first_reply` or `nps`. */
  name: string
  /** What its value is. */
  unit: FigureUnit
  /** Its value; absent when it is made of nothing, never 0 then. */
  value: number | null
}

/** What is not in a figure. */
export interface FigureLeftOut {
  /** How many. */
  n: number
  /** Why. */
  reason: LeftOutWhy
}

/**
 * What a figure's value is.
 *
 * - `count`: A number of things.
 * - `milliseconds`: Milliseconds.
 * - `share`: A share, from 0 to 1.
 * - `points`: Points from −100 to 100.
 * - `rating`: A rating of a scale.
 */
export type FigureUnit = 'count' | 'milliseconds' | 'share' | 'points' | 'rating'

/** Something unusual. */
export interface Finding {
  /** Tickets that it is about. */
  n: number
  /** The same for people, in English. */
  text: string
  /** Their ids, in order, as many as the config allows. */
  tickets: string[]
  /** What it is. */
  what: FindingKind
}

/** What is unusual. Shares are from 0 to 1. */
export type FindingKind = VolumeFindingKind | ShareChangedFindingKind | SpikeFindingKind | LateOrdersFindingKind | ArticleMissingFindingKind | SlowResolutionFindingKind

/** Whether a net promoter score is below a floor beyond noise. */
export interface FloorAlert {
  /** The floor, in points. */
  floor: number
  /** Upper end of its interval. */
  hi: number | null
  /** How many answers. */
  n: number
  /** The score; none of no answers. */
  nps: number | null
  /**
   * How it stands: an alert only when the whole interval is below the
   * floor.
   */
  state: AlertState
  /** All of it as one sentence for people. */
  text: string
}

/**
 * Give the customer's message to the ticket that this one was merged
 * into.
 */
export interface ForwardEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** The message. */
  message: PublicMessage
  /** Id of the ticket. */
  ticket: string
  /** Id of that ticket. */
  to: string
  type: 'forward'
}

/** A target with all that can be said of it. */
export interface FullTarget {
  /** Whom to tell once it is missed. */
  escalate?: readonly EscalationConfig[] | undefined
  /** Which count it is read in. */
  hours?: Hours | undefined
  /** Where the number comes from. */
  source?: string | null | undefined
  /** The time within which it is promised. */
  target: Duration
  /**
   * When to warn: `"80%"` of the target used up, or `"-30m"`, thirty
   * minutes of the target's own time before it is due.
   */
  warn?: readonly WarnAt[] | undefined
}

/** The figures of one group. */
export interface GroupFigures {
  /** The dimension; absent for the whole. */
  dimension?: string | null
  /**
   * The figures, always the same ones in the same order; of other scales
   * of ratings, those that there are.
   */
  figures: Figure[]
  /** Customers who were not asked for a rating, by reason. */
  not_asked?: Record<string, number>
  /** Its value. */
  value?: string | null
}

/**
 * Who answered the customer.
 *
 * - `nobody`: Nobody so far.
 * - `human`: A person of the shop, whoever else did.
 * - `bot`: A bot alone.
 * - `self_service`: Nobody had to: help pages, a portal.
 */
export type HandledBy = 'nobody' | 'human' | 'bot' | 'self_service'

/** A date that is closed the whole day. */
export type Holiday = string | HolidayObject

/** `Holiday` with all that can be said of it. */
export interface HolidayObject {
  date: string
  /** What people call the day. */
  name?: string | null | undefined
  /** Where the date comes from. */
  source?: string | null | undefined
}

/**
 * A holiday, with the night shift that it takes away from the morning
 * after.
 */
export interface HolidayReason {
  /** The local date of the schedule. */
  date: string
  /** What people call the day. */
  name?: string | null
  /** Where the date comes from. */
  source?: string | null
  type: 'holiday'
}

/**
 * Which count a target is read in.
 *
 * - `business`: Open time of the policy's calendar.
 * - `calendar`: Real time, day and night.
 */
export type Hours = 'business' | 'calendar'

/** An import of an older history. */
export interface ImportCause {
  type: 'import'
}

/** Holidays read from a calendar file. */
export interface ImportedHolidays {
  /** The dates, in order; a date comes once for each different name. */
  holidays: Holiday[]
  /** Events that could not be read, in the order of the file. */
  left_out: LeftOut[]
  /**
   * Dates among them that some event covers in part only: a holiday
   * closes the whole day, which a shop may want otherwise.
   */
  part_days: string[]
}

/**
 * Opening hours read from a text that knows neither its zone nor the dates
 * of public holidays.
 */
export interface ImportedHours {
  /** Remarks of the text that no schedule holds, in their order. */
  comments: string[]
  /** Dates with hours of their own, also when they are public holidays. */
  overrides: Record<string, SpecialDay>
  /** What the text says about public holidays; `None` when it says nothing. */
  public_holidays: PublicHolidays | null
  /** Hours of each weekday. */
  weekly: Weekly
}

/** What an import gives. */
export interface ImportedMacros {
  /** What could be converted, in the order of the input. */
  macros: MacroConfig[]
  /** Everything that could not, by its place in the input. */
  problems: Problem[]
}

/** A message that wants an answer, and what is known about it. */
export interface Inquiry {
  /**
   * Its language, as a tag such as `ro` or `ro-MD`; what follows the
   * first subtag makes no difference.
   */
  language?: string | null | undefined
  /** Text of the message. */
  message: string
  /** Why the customer writes, in the host's words, such as `return`. */
  reason?: string | null | undefined
}

/** A note that the customer does not see. */
export interface InternalNoteEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'internal_note'
}

/** A half-open stretch of time, `[start, end)`. */
export interface Interval {
  /** The first instant after it. */
  end: Instant
  /** Its first instant. */
  start: Instant
}

/**
 * How the interval of a share is made.
 *
 * - `wilson`: Wilson (1927), without continuity correction: for every size.
 * - `agresti_coull`: Agresti and Coull (1998): simpler, wider.
 * - `clopper_pearson`: Clopper and Pearson (1934): never holds less than it promises.
 * - `jeffreys`: Jeffreys' prior, with the ends that Brown, Cai and DasGupta (2001) give it.
 */
export type IntervalMethod = 'wilson' | 'agresti_coull' | 'clopper_pearson' | 'jeffreys'

/** Give the customer a voucher. */
export interface IssueVoucherMacroAction {
  /** Amount as a decimal, such as `5.00`. */
  amount: string
  /** ISO 4217 code. */
  currency: string
  type: 'issue_voucher'
}

/** One ticket of a simulation. */
export interface Job {
  /**
   * Second in which it arrives, on any scale whose 0 is when all agents
   * are free.
   */
  arrival_s: number
  /** Second by which it is to be begun; later is a breach. */
  due_s: number
  /** How urgent it is. */
  priority: Priority
  /** Whether the customer is a VIP. */
  vip?: boolean | undefined
  /** Seconds of work that it takes, 0 or more. */
  work_s: number
}

/**
 * Which of several answers counts.
 *
 * - `first`: The first; later ones are refused.
 * - `last`: The last, within the edit window.
 * - `all`: All, within the edit window: each is a rating of its own.
 */
export type KeepRating = 'first' | 'last' | 'all'

/** Phrases that speak for a label whatever has been learnt. */
export interface Keywords {
  /** The label. */
  label: string
  /**
   * Words that stand next to each other in a message, whatever their case
   * and accents. With `*` at its end a phrase takes any ending:
   * `retur*` is found in "returnare". One that is found multiplies the
   * odds of the label by `KEYWORD_ODDS`; more of them do no more.
   */
  phrases: readonly string[]
}

/** What has been learnt of one label. Counts stop at 4,294,967,295. */
export interface LabelCounts {
  /** Messages that were given it. */
  messages: number
  /**
   * How many of them have a word, or a pair of words, by the number that
   * it is hashed to (below `BUCKETS`).
   */
  words: Record<string, number>
}

/** They do not speak the customer's language well enough. */
export interface LanguageObstacle {
  /** How well they speak it. */
  has: number
  /** Which it is. */
  language: string
  /** How well they would have to. */
  needs: number
  type: 'language'
}

/** Tickets about late orders. */
export interface LateOrdersFindingKind {
  /** Their share in the earlier weeks. */
  earlier_share: number | null
  /** How likely so great a difference is when there is none. */
  p_value: number | null
  /** Their share of the week's tickets. */
  share: number
  type: 'late_orders'
}

/** An event of a calendar file that could not be read. */
export interface LeftOut {
  /** Line of the file on which the event begins, from 1. */
  line: number
  /** Why it was left out, and what was expected. */
  reason: string
  /** What the event is called. */
  summary?: string | null
}

/**
 * Why something is in no figure.
 *
 * - `negative_duration`: A duration below zero.
 * - `business_time_unknown`: A duration whose business time is not known.
 * - `not_yet`: It has not happened.
 * - `too_recent`: Too little time has passed to tell.
 * - `unknown_ticket`: A rating of a ticket that the host does not know.
 * - `out_of_scale`: A rating that the scale does not have.
 * - `before_offer`: An answer that came before its survey was offered.
 * - `no_agent_reply`: A ticket that no agent replied to.
 */
export type LeftOutWhy = 'negative_duration' | 'business_time_unknown' | 'not_yet' | 'too_recent' | 'unknown_ticket' | 'out_of_scale' | 'before_offer' | 'no_agent_reply'

/** Up to how much an agent may decide without asking. */
export interface Limit {
  /** The most, as a decimal such as `100.00`. */
  amount: string
  /** ISO 4217 code. */
  currency: string
}

/**
 * What one template may cost. Each limit is reported by its name when it is
 * reached; the defaults are far above what any reply needs.
 */
export interface Limits {
  /**
   * Blocks within blocks, partials within partials, and indexes within
   * indexes.
   */
  depth?: number | undefined
  /**
   * Steps: tags and outputs that are executed, rounds of loops, and items
   * that filters go through.
   */
  fuel?: number | undefined
  /** Bytes of the values that are made while rendering. */
  memory_bytes?: number | undefined
  /** Bytes of the result. */
  output_bytes?: number | undefined
  /** Bytes of the template, and of each partial. */
  source_bytes?: number | undefined
}

/** Work that arrives in an interval and waits live. */
export interface LiveWork {
  /** Average handling time in seconds: 0.001 to 1e9. */
  aht_s: number
  /** Seconds of waiting within which an answer is in time: 0 to 1e9. */
  answer_within_s: number
  /** Pieces of work that arrive in the interval, on average: 0 to 1e9. */
  arrivals: number
  /** Length of the interval in seconds, such as 1,800: 0.001 to 1e9. */
  interval_s: number
  /**
   * Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
   * Needed for Erlang A; Erlang C does not look at it.
   */
  patience_s?: number | null | undefined
}

/** Opening and closing time on the wall clock, e.g. ["09:00", "13:00"]; a close at or before the open lies on the next day. */
export type LocalSpan = readonly [string, string]

/** What a low rating makes happen. */
export interface LowRatingConfig {
  /** The best rating that is low. */
  at_most: number
  /** Id of the macro to answer with, such as an apology. */
  macro_id?: string | null | undefined
  /** Whom to tell: a name that the host knows. */
  notify?: string | null | undefined
  /** Whether the ticket is to be reopened. */
  reopen?: boolean | undefined
}

/** A customer gave a low rating. */
export interface LowRatingEffect {
  /** Who was rated. */
  agent?: string | null
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /** Which resolution it is of. */
  episode: number
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Id of the macro to answer with. */
  macro_id?: string | null
  /** Reopen the ticket. */
  reopen: boolean
  /** Its scale. */
  scale: Scale
  /** The rating. */
  score: number
  /** Id of the ticket. */
  ticket: string
  /** Whom to tell. */
  to?: string | null
  type: 'low_rating'
}

/** What a macro does beside its text. Texts in it are templates. */
export type MacroAction = SetStatusMacroAction | SetPriorityMacroAction | AddTagsMacroAction | RemoveTagsMacroAction | AssignMacroAction | AssignTeamMacroAction | SetFieldMacroAction | AddInternalNoteMacroAction | IssueVoucherMacroAction | StartRefundMacroAction | ScheduleFollowUpMacroAction | TranslateMacroAction

/** Do what a macro does beside its text. */
export interface MacroActionEffect {
  /** What it does. */
  action: MacroAction
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Id of the macro. */
  macro_id: string
  /** Id of the ticket. */
  ticket: string
  type: 'macro_action'
}

/** A macro that an agent used. */
export interface MacroCause {
  /** Whether the agent changed the text after it was inserted. */
  edited?: boolean | undefined
  /** Its id. */
  id: string
  type: 'macro'
  /** The shop's own name for its version. */
  version?: string | null | undefined
}

/**
 * A macro for many records, in columns: what failed has an error and no
 * text.
 */
export interface MacroColumns {
  /** The texts. */
  body: (string | null)[]
  /** The errors. */
  error: (Failure | null)[]
  /** The subjects. */
  subject: (string | null)[]
}

/**
 * A prepared answer: its text in several languages and for several channels,
 * what it asks the agent, and what it does beside.
 */
export interface MacroConfig {
  /** What it does beside. */
  actions?: readonly MacroAction[] | undefined
  /** Where agents find it: names from the outside to the inside. */
  folder?: readonly string[] | undefined
  /** Id, unique in the document. */
  id: string
  /** Phrases of customers that speak for it; `retur*` takes any ending. */
  keywords?: readonly string[] | undefined
  /** What agents see. */
  name: string
  /**
   * What the agent is asked before it is used: `parameters.<name>` in the
   * text.
   */
  parameters?: readonly Parameter[] | undefined
  /** Segments that a text message of it may have; what is longer is cut. */
  sms_segments?: number | null | undefined
  /** The texts. */
  variants?: readonly Variant[] | undefined
  /** The shop's own name for this version of it. */
  version?: string | null | undefined
  /** Which tickets it is offered for; all when absent. */
  when?: Condition | undefined
}

/** How a macro is rendered. */
export interface MacroRequest {
  /** Where the text is going. */
  channel?: Channel | undefined
  /** The customer's language; the desk's when absent. */
  locale?: string | null | undefined
  /** What `now` and `today` are. */
  now?: InstantInput | null | undefined
  /** The agent's answers to what the macro asks. */
  parameters?: Record<string, Json> | undefined
  /** Zone that instants are written in: the customer's. */
  tz?: string | null | undefined
}

/**
 * A mean with Student's interval. Of one value there is only the mean, of
 * none nothing.
 */
export interface MeanEstimate {
  /** Upper end. */
  hi: number | null
  /** Lower end, with n − 1 degrees of freedom. */
  lo: number | null
  /** Their mean. */
  mean: number | null
  /** How many values. */
  n: number
  /** Standard deviation, over n − 1. */
  sd: number | null
  /** Standard error of the mean, sd / √n. */
  se: number | null
}

/** A mean of one period. */
export interface MeanPoint {
  /** The mean; none when nobody answered. */
  mean?: number | null | undefined
  /** Of how many. */
  n: number
}

/** Another ticket was merged into this one. */
export interface MergedFromEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The ticket that went. */
  ticket: string
  type: 'merged_from'
  /** Since when its customer had been unanswered, if at all. */
  waiting_since?: InstantInput | null | undefined
}

/**
 * This ticket was merged into another: it is closed, and its id leads
 * there.
 */
export interface MergedIntoEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The ticket that remains. */
  ticket: string
  type: 'merged_into'
}

/**
 * The times that are promised and measured, by the names that help desks
 * use (Zendesk's).
 *
 * | metric | starts | pauses in | ends | starts again |
 * |---|---|---|---|---|
 * | first_reply_time | the first time a customer waits | – | agent reply, or done | never |
 * | next_reply_time | a customer waits, and the first reply is over | – | agent reply, or done | each time |
 * | periodic_update_time | agent reply | – | next agent reply; done cancels it | at each agent reply |
 * | pausable_update_time | agent reply | pending | as periodic_update_time | at each agent reply |
 * | requester_wait_time | created | pending | done | a reopen takes it up |
 * | agent_work_time | created | pending, on_hold | done | a reopen takes it up |
 * | total_resolution_time | created | – | done | a reopen takes it up |
 *
 * Done is solved or closed; a policy may name other statuses to pause in.
 *
 * - `first_reply_time`: From the first unanswered message to the first public agent reply.
 * - `next_reply_time`: From a later unanswered message to the next public agent reply.
 * - `periodic_update_time`: Between public agent replies.
 * - `pausable_update_time`: Between public agent replies, while the customer is not waited for.
 * - `requester_wait_time`: What the customer waited: new, open and on hold.
 * - `agent_work_time`: What the shop worked: new and open.
 * - `total_resolution_time`: From creation to solved, whatever the status.
 */
export type Metric = 'first_reply_time' | 'next_reply_time' | 'periodic_update_time' | 'pausable_update_time' | 'requester_wait_time' | 'agent_work_time' | 'total_resolution_time'

/**
 * What a value that is not there does.
 *
 * - `strict`: A `{{ path }}` that names nothing is an error, unless its first filter is `default`. In a condition a path alone may be missing.
 * - `lenient`: It writes nothing, is false, and is gone through no time at all.
 */
export type Missing = 'strict' | 'lenient'

/** An amount of money: never a float. */
export interface Money {
  /** The amount as a decimal, such as `1234.50`. */
  amount: string
  /** ISO 4217 code. */
  currency: string
}

/** A date that differs from the weekly pattern, as people call it. */
export interface NamedDate {
  /** The local date of the schedule. */
  date: string
  /** What people call the day. */
  name?: string | null
  /** Where the date comes from. */
  source?: string | null
}

/**
 * What tickets of a kind ask for. All that hold count; of one skill the
 * highest level, of teams the first.
 */
export interface Needed {
  /** Skills, and how well. */
  skills?: Record<string, number> | undefined
  /** The team, where the ticket has none. */
  team?: string | null | undefined
  /** Which tickets. */
  when?: Condition | undefined
}

/** The calendar has no open time at all. */
export interface NeverOpensReason {
  type: 'never_opens'
}

/** What comes next by time alone. */
export interface NextDue {
  /** The instant that it will be stamped with. */
  at: Instant
  /** What it is. */
  kind: NextDueKind
  /** The clock. */
  metric: Metric
}

/**
 * The kinds of what comes by time alone.
 *
 * - `warning`: A warning.
 * - `breach`: The target will be missed.
 * - `escalation`: A step of escalation.
 */
export type NextDueKind = 'warning' | 'breach' | 'escalation'

/** From the last close of a date to the first opening of the next. */
export interface NightReason {
  type: 'night'
}

/** Nobody may. */
export interface NoPermission {
  type: 'no'
}

/**
 * The waiting message needs no answer (Amazon's "no response needed"):
 * it ends the reply clocks as an answer would.
 */
export interface NoReplyNeededEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'no_reply_needed'
}

/** What those who did not answer could change. */
export interface Nonresponse {
  /** The share of the satisfied if everybody silent were. */
  best: number | null
  /** positive / responded; none when nobody answered. */
  csat: number | null
  /** responded / sent; none when nothing was sent. */
  response_rate: number | null
  /** The share of the satisfied if nobody silent were. */
  worst: number | null
}

/** They are not online. */
export interface NotOnlineObstacle {
  /** What they are. */
  status: AgentStatus
  type: 'not_online'
}

/**
 * A net promoter score: promoters less detractors over all answers, in
 * points from −100 to 100. Of no answers, what is made of them is absent.
 */
export interface Nps {
  /** Ratings of 6 and less. */
  detractors: number
  /** Upper end. With the adjusted method the score need not be the middle. */
  hi: number | null
  /** Lower end. */
  lo: number | null
  /** How many answers. */
  n: number
  /** 100 (promoters − detractors) / n. */
  nps: number | null
  /** Ratings of 7 and 8. */
  passives: number
  /** Ratings of 9 and 10. */
  promoters: number
  /** Its standard error by the method. */
  se: number | null
}

/**
 * How the interval of a net promoter score is made.
 *
 * - `wald`: From the shares as they are. Of one answer, or of equal ones, it has no width: it says nothing then.
 * - `adjusted_wald`: With ¾ of a promoter, ¾ of a detractor and 1½ passives more (Rocks 2016, after Agresti): for every size.
 */
export type NpsMethod = 'wald' | 'adjusted_wald'

/** Something that stands between an agent and a ticket. */
export type Obstacle = NotOnlineObstacle | OutsideShiftObstacle | WindDownObstacle | DeclinedObstacle | ChannelNotServedObstacle | ChannelFullObstacle | CapacityObstacle | ExclusiveObstacle | SkillObstacle | LanguageObstacle | TeamObstacle

/** They cannot. */
export interface ObstaclesPassedWhy {
  /** What stands between. */
  obstacles: Obstacle[]
  type: 'obstacles'
}

/**
 * Open a new ticket that goes on from this one: the customer wrote when
 * it could not be reopened any more.
 */
export interface OpenFollowUpEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** The message that the new ticket begins with. */
  message: PublicMessage
  /** Id of the ticket. */
  ticket: string
  type: 'open_follow_up'
}

/** How a ticket begins: what `open` takes. */
export interface Opening {
  /** Agent it begins with. */
  assignee?: string | null | undefined
  /** When it began. */
  at: InstantInput
  /** The shop, where the host runs several. */
  brand?: string | null | undefined
  /**
   * Where the conversation takes place: `email`, `chat`, `whatsapp`,
   * `instagram`, `amazon`, `phone`, or a name of the host's own.
   */
  channel: string
  /** The host's id of the customer. */
  customer?: string | null | undefined
  /** The host's own fields. */
  fields?: Record<string, Json> | undefined
  /** The closed ticket that it goes on from. */
  follow_up_of?: string | null | undefined
  /** The host's id of the ticket. */
  id: string
  /** The customer's language, a BCP 47 tag. */
  language?: string | null | undefined
  /**
   * Somebody of the shop entered what a customer asked: the customer
   * waits for an answer.
   */
  on_behalf?: boolean | undefined
  /** How urgent it is. */
  priority?: Priority | null | undefined
  /** An agent's opening message went to the customer. */
  public_message?: boolean | undefined
  /** What the customer wants, such as `where_is_my_order`. */
  reason?: string | null | undefined
  /** Who began it. */
  started_by?: ActorKind | undefined
  /** The status it begins in; `new` when absent. */
  status?: Status | null | undefined
  /** Labels, in order and each once. */
  tags?: readonly string[] | undefined
  /** Team it begins with. */
  team?: string | null | undefined
  /** The customer's tier, such as `vip`. */
  tier?: string | null | undefined
}

/** An order in a text. */
export interface OrderContext {
  /** What was ordered. */
  lines?: readonly OrderLine[] | undefined
  /** What customers call it, such as `#1042`. */
  name: string
  /** When it was placed. */
  placed_at?: InstantInput | null | undefined
  /** The day by which it was promised. */
  promised_on?: string | null | undefined
  /** What was sent. */
  shipments?: readonly Shipment[] | undefined
  /** What was paid. */
  total?: Money | null | undefined
}

/** A line of an order. */
export interface OrderLine {
  /** Price of all of them. */
  price?: Money | null | undefined
  /** How many. */
  quantity: number
  /** The shop's own number of it. */
  sku?: string | null | undefined
  /** What it is. */
  title: string
}

/** Another policy applies. */
export interface OtherPolicyChangeCause {
  /** Id of the policy under the desk after; absent for none. */
  after: string | null
  /** Id of the policy under the desk before; absent for none. */
  before: string | null
  type: 'other_policy'
}

/** How many instances of a metric ended in which way. */
export interface OutcomeCounts {
  /** Ran beyond their target. */
  breached: number
  /** Ended without an outcome. */
  cancelled: number
  /** Ended in time. */
  met: number
  /** Had no target. */
  no_target: number
  /** Are paused, in time so far. */
  paused: number
  /** Run, in time so far. */
  running: number
}

/** How the instances of a metric ended under both desks. */
export interface OutcomeTotals {
  /** Outcomes under the desk after. */
  after: OutcomeCounts
  /** Outcomes under the desk before. */
  before: OutcomeCounts
  /** Instances that end otherwise. */
  changed: number
  /** The channel; absent for all of them. */
  channel?: string | null
  /** The metric. */
  metric: Metric
}

/** No shift of theirs goes on. */
export interface OutsideShiftObstacle {
  type: 'outside_shift'
}

/** A team that helps another. */
export interface Overflow {
  /** How long a ticket has waited by then. */
  after_s: number
  /** The team that helps. */
  team: string
}

/** Something that an agent is asked. */
export interface Parameter {
  /** The answers that there are; any when absent. */
  choices?: readonly Json[] | undefined
  /** The answer when there is none. Without it an answer is needed. */
  fallback?: Json | undefined
  /** What kind of answer it has. */
  kind?: ParameterKind | undefined
  /** What agents see. */
  label?: string | null | undefined
  /** Its name in the text. */
  name: string
}

/**
 * The kinds of answer.
 *
 * - `text`: Text that is not empty.
 * - `number`: A number.
 * - `truth`: Yes or no.
 * - `date`: A day, YYYY-MM-DD.
 */
export type ParameterKind = 'text' | 'number' | 'truth' | 'date'

/** A ticket that an agent does not take. */
export interface Passed {
  /** Id of the ticket. */
  ticket: string
  /** Why not. */
  why: PassedWhy
}

/** Why an agent does not take a ticket. */
export type PassedWhy = ReservedPassedWhy | ObstaclesPassedWhy

/**
 * A status that a clock can pause in.
 *
 * - `new`: New.
 * - `open`: Open.
 * - `pending`: Pending.
 * - `on_hold`: On hold.
 */
export type PauseStatus = 'new' | 'open' | 'pending' | 'on_hold'

/** It waits for something else. */
export interface PausedTicketPlace {
  /** Id of the agent who has it, if one does. */
  agent: string | null
  type: 'paused'
}

/** The metric pauses in other statuses. */
export interface PausesChangedChangeCause {
  /** The statuses under the desk after. */
  after: Status[]
  /** The statuses under the desk before. */
  before: Status[]
  type: 'pauses_changed'
}

/** Whether an agent may do something. */
export type Permission = YesPermission | AskPermission | NoPermission

/** A piece of an `Explanation`. */
export type Piece = CountedPiece | SkippedPiece | RemainderPiece

/** How many are needed in one half hour of the local week. */
export interface PlannedInterval {
  /** Agents who must be there. */
  agents: number
  /** Arrivals that it is planned for. */
  arrivals: number
  /** Share of their time that slots are busy, 0 to 1. */
  occupancy: number
  /** Agents to schedule, so that so many are there after shrinkage. */
  scheduled: number
  /** Share of arrivals that are answered in time, 0 to 1. */
  service_level: number
  /** Pieces of work that must be possible at a time. */
  slots: number
  /** Its beginning on the wall clock, such as `10:00`. */
  start: string
  /** Its weekday; `mon` … `sun` in JSON. */
  weekday: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
}

/** A ticket to which another policy applies. */
export interface PolicyChange {
  /** The policy under the desk after, if one applies. */
  after: PolicyRef | null
  /** The policy under the desk before, if one applies. */
  before: PolicyRef | null
  /** Id of the ticket. */
  ticket: string
}

/** What is promised to the tickets that a condition selects. */
export interface PolicyConfig {
  /** A bot's reply counts as an agent's. */
  bot_counts?: boolean | undefined
  /**
   * Id of the calendar that business time is counted by; around the clock
   * when absent.
   */
  calendar?: string | null | undefined
  /** Id, unique in the document. */
  id: string
  /** An internal note counts as an agent's reply. */
  note_counts?: boolean | undefined
  /** Statuses in which a metric pauses, in place of its default ones. */
  pause?: Partial<Record<'first_reply_time' | 'next_reply_time' | 'periodic_update_time' | 'pausable_update_time' | 'requester_wait_time' | 'agent_work_time' | 'total_resolution_time', readonly PauseStatus[]>> | undefined
  /**
   * Targets by priority and metric. Those of `*` are for every priority
   * whose own entry does not say otherwise.
   */
  targets?: Partial<Record<'low' | 'normal' | 'high' | 'urgent' | '*', Partial<Record<'first_reply_time' | 'next_reply_time' | 'periodic_update_time' | 'pausable_update_time' | 'requester_wait_time' | 'agent_work_time' | 'total_resolution_time', TargetConfig>>>> | undefined
  /**
   * The shop's own name for this version of it. Verdicts tell the version
   * together with a digest of the content.
   */
  version?: string | null | undefined
  /** Which tickets it is for; all when absent. */
  when?: Condition | undefined
}

/** Which policy, in which version. */
export interface PolicyRef {
  /** Id of the policy. */
  id: string
  /**
   * The shop's name for the version, if it gave one, and a digest of the
   * policy and its calendar: `2026-11+9f86d081`.
   */
  version: string
}

/**
 * The desk's policies changed: choose again. To go from one desk.json to
 * another, give each open ticket one such event by the old desk, which
 * counts its time by the old hours, and then one by the new desk, both
 * at the instant of the change.
 */
export interface PolicyReviewEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  type: 'policy_review'
}

/** Who works the tickets off. */
export interface Pool {
  /**
   * Of tickets that arrive in one second after a lull, the first is begun
   * when it arrives. With this, the others count as begun when their agent
   * became free, which may be before they came: some published figures are
   * counted so.
   */
  agent_clock?: boolean | undefined
  /** How many agents, 1 or more. */
  agents: number
  /** Which of the waiting tickets comes first. */
  order: QueueOrder
}

/**
 * How urgent a ticket is. A ticket may have none: then no target applies.
 *
 * - `low`: Can wait.
 * - `normal`: The ordinary case.
 * - `high`: Before the ordinary ones.
 * - `urgent`: At once.
 */
export type Priority = 'low' | 'normal' | 'high' | 'urgent'

/** The priority was set, or taken away. */
export interface PriorityEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The priority; null takes it away. */
  to?: Priority | null | undefined
  type: 'priority'
}

/** What came of the tickets of one priority. */
export interface PrioritySimulation {
  /** Those begun after they were due. */
  breaches: number
  /** Its tickets. */
  jobs: number
  /** The longest time in seconds from due to begun; 0 when none was late. */
  lateness_max_s: number
  /** The priority. */
  priority: Priority
  /** The longest wait in seconds. */
  wait_max_s: number
  /** Wait in seconds that at least 95 % did not exceed. */
  wait_p95_s: number
}

/** One mistake, or one thing that is legal and probably wrong, as data. */
export interface Problem {
  /** Stable code. */
  code: string
  /** What was probably meant. */
  hint?: string | null
  /** What is wrong and what was expected. */
  message: string
  /** Where: a JSON pointer, such as `/policies/2/targets/urgent`. */
  path: string
}

/** What a calendar lets a shop promise. */
export interface Promise {
  /** When the promised time has passed; absent when it never will. */
  due_at: Instant | null
  /** Whether somebody is there at the moment. */
  open: boolean
  /**
   * The moment itself when open, else the next opening; absent when the
   * calendar opens no more.
   */
  opens_at: Instant | null
}

/**
 * Whether a promise can hold under one target of one policy: what the desk
 * allows a customer to wait, for every minute of a year in which he may
 * write. A minute is that of its first instant.
 */
export interface PromiseCheck {
  /** Minutes of the year. */
  arrivals: number
  /** Id of the calendar; absent for day and night. */
  calendar?: string | null
  /**
   * The dates with the longest waits, holidays and special days counted;
   * longest first, ten at most, and those alone for which the promise
   * cannot be relied on.
   */
  dates: PromiseDate[]
  /** Whether it can be relied on in every minute of the year. */
  holds: boolean
  /** Which count the target is read in. */
  hours: Hours
  /** Minutes of the year for which the promise cannot be relied on. */
  late_arrivals: number
  /** The metric. */
  metric: Metric
  /** Id of the policy. */
  policy: string
  /** Priorities for which the target is this one. */
  priorities: Priority[]
  /** What is promised, in seconds of real time. */
  promise_s: number
  /** The target, in seconds. */
  target_s: number
  /** All of it in English. */
  text: string
  /**
   * When in an ordinary week, in any week of the year, the promise cannot
   * be relied on.
   */
  windows: PromiseWindow[]
  /**
   * The longest wait by the weekly hours alone, as if the year had no
   * holidays and no special days.
   */
  worst_ordinary_s: number | null
  /**
   * The longest wait of the year until the target is due, in seconds;
   * absent when it never is.
   */
  worst_s: number | null
  /** The year. */
  year: number
  /** IANA name of the zone that days and times are told in. */
  zone: string
}

/** The longest wait of a date. */
export interface PromiseDate {
  /** Its first arrival with the longest wait. */
  at: Instant
  /** The local date. */
  date: string
  /** That wait, in seconds; absent for never. */
  wait_s: number | null
}

/** What was promised, as a customer reads it: "answered within two hours". */
export interface PromiseQuestion {
  /** What is promised; the first reply when absent. */
  metric?: Metric | undefined
  /** Id of the policy; every policy with a target for it when absent. */
  policy?: string | null | undefined
  /** Real time, day and night, within which it is promised; above zero. */
  within: Duration
  /**
   * The year, 1850 to 2099. When absent, the one for which the desk's
   * calendars name most dates, 2024 where they name none.
   */
  year?: number | null | undefined
}

/**
 * A stretch of the week in which a promise cannot be relied on. When it is
 * the whole week, both ends are Monday 00:00.
 */
export interface PromiseWindow {
  /** The first minute that is not in it, `HH:MM`. */
  end: string
  /** Weekday on which it ends. */
  end_day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
  /** Its first minute, `HH:MM`. */
  start: string
  /** Weekday on which it begins. */
  start_day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
  /** The first arrival of the year with that wait. */
  worst_at: Instant
  /** The longest wait in it, in seconds; absent for never. */
  worst_s: number | null
}

/** A share and its interval. Of nothing, all are absent. */
export interface Proportion {
  /** Upper end. */
  hi: number | null
  /** Lower end. */
  lo: number | null
  /** successes / n, from 0 to 1. */
  p: number | null
}

/** The difference of two shares. Of nothing, all are absent. */
export interface ProportionDifference {
  /** k₁/n₁ − k₂/n₂. */
  diff: number | null
  /** Upper end. */
  hi: number | null
  /** Lower end of Newcombe's hybrid Wilson interval. */
  lo: number | null
  /** How likely so great a difference is when there is none, both sides. */
  p_value: number | null
  /**
   * The difference over its standard error with the pooled share; none
   * when that is 0 or 1.
   */
  z: number | null
}

/** What a text says about public holidays, whichever dates they are. */
export type PublicHolidays = 'closed' | PublicHolidaysObject

/** Open at these hours. */
export interface PublicHolidaysObject {
  hours: LocalSpan[]
}

/**
 * A message that the customer can see. It is made from a public event
 * alone, so what is built from it cannot carry anything internal.
 */
export interface PublicMessage {
  event: string
}

/** What an agent takes next. */
export interface Pull {
  /**
   * Tickets that come before it and are not for them, in order: the first
   * hundred.
   */
  passed: Passed[]
  /** Why they take it. */
  reason: AssignReason | null
  /** Id of the ticket; nothing when there is none for them. */
  ticket: string | null
}

/** A ticket's place in the queue, and what it is made of. */
export interface QueueKey {
  /**
   * Everything that counts. They add up to the key, which stops at the
   * ends of 64 bits.
   */
  contributions: Contribution[]
  /** The virtual due instant in epoch milliseconds: what to sort by. */
  key: number
  /** All of it as one English sentence. */
  text: string
}

/**
 * Which of the waiting tickets comes first.
 *
 * - `fifo`: By arrival.
 * - `strict_priority`: By priority, the most urgent first; within one by arrival.
 * - `virtual_due`: By when it is due.
 * - `virtual_due_vip`: By when it is due, `VIP_BOOST_S` earlier for a VIP.
 * - `virtual_due_demoted`: By when it is due, and `DEMOTION_S` after that from when it is late: what is lost anyway does not make others late.
 */
export type QueueOrder = 'fifo' | 'strict_priority' | 'virtual_due' | 'virtual_due_vip' | 'virtual_due_demoted'

/** A ticket in a `Queue`. */
export interface QueuedTicket {
  /** When it began, in epoch milliseconds. */
  created_at_ms: number
  /** The host's id. */
  id: string
  /** Its virtual due instant: `Ticket::queue_key`. */
  key: number
  /** The skills that it asks for. */
  skills?: readonly string[] | undefined
  /** Its team. */
  team?: string | null | undefined
}

/** It waits. */
export interface QueuedTicketPlace {
  /** Its key. */
  key: number
  /** How many wait before it. */
  position: number
  type: 'queued'
}

/** A group of ratings: an agent's, a team's, a reason's. */
export interface RatedGroup {
  /** Its id. */
  id: string
  /** How many ratings are positive. */
  k: number
  /** How many ratings there are. */
  n: number
}

/** A survey after an answer. */
export interface RatedSurvey {
  /** What a low rating makes happen. */
  effects?: Effect[]
  /** Why the answer was refused, if it was. */
  refused?: RatingRefusal | null
  /** The survey to store; as it was when the answer was refused. */
  survey: Survey
}

/**
 * How many there are of each rating of a scale: all that scores are made of.
 * Counts are merged by adding them, so the order of merges cannot matter.
 */
export interface RatingCounts {
  /** How many there are, by rating; what is absent is none. */
  counts: Record<string, number>
  /** The scale. */
  scale: Scale
}

/** A customer's rating. */
export interface RatingRecord {
  /** When the customer answered. */
  at: InstantInput
  /** What it is grouped by, as it was when the survey was offered. */
  dimensions?: Record<string, string> | undefined
  /** When the survey was offered; an answer before that is left out. */
  offered_at?: InstantInput | null | undefined
  /** The scale that was asked on. */
  scale: Scale
  /**
   * The rating; one that the scale does not have is left out, and counted
   * as left out.
   */
  score: number
  /** The ticket it is about; absent when the host knows no such ticket. */
  ticket?: string | null | undefined
}

/**
 * Why a rating is refused.
 *
 * - `no_survey`: No survey of the ticket was sent.
 * - `out_of_scale`: The scale does not have it.
 * - `expired`: It came too late.
 * - `already_rated`: There is one already, and the first is kept.
 * - `edit_window_closed`: There is one already, and it cannot be changed any more.
 * - `before_survey`: It is dated before the survey was sent: a clock is wrong.
 */
export type RatingRefusal = 'no_survey' | 'out_of_scale' | 'expired' | 'already_rated' | 'edit_window_closed' | 'before_survey'

/** A customer answered. */
export interface RatingSurveyEvent {
  /** When. */
  at: InstantInput
  /** The rating. */
  score: number
  /** Which ticket it is of. */
  ticket: string
  type: 'rating'
}

/** Why a piece of time is closed. Dates are local dates of the schedule. */
export type Reason = HolidayReason | SpecialDayReason | BreakReason | BreakInDayReason | NightReason | ClosedDayReason | NeverOpensReason

/** How often a reason came up. */
export interface ReasonCount {
  /** Its tickets. */
  n: number
  /** The reason. */
  reason: string
  /** Its share of all tickets, with those that have no reason. */
  share: number
}

/**
 * When work is taken from agents who are not there; never where nothing is
 * said.
 */
export interface ReassignConfig {
  /** How long after an agent went away. */
  away_after_s?: number | null | undefined
  /**
   * Channels whose tickets are taken at once from an agent who goes
   * offline.
   */
  immediate_channels?: readonly string[] | undefined
  /** How long after an agent went offline. */
  offline_after_s?: number | null | undefined
}

/** An event that a ticket could not take. */
export interface Refused {
  /** Why. */
  error: Failure
  /** Id of the event. */
  event: string
}

/** A rating that was not taken. */
export interface RejectedRating {
  /** When it came. */
  at: Instant
  /** Why it was not taken. */
  reason: RatingRefusal
  /** Which ticket it is of. */
  ticket: string
}

/**
 * What is asked for no longer once a ticket has waited: first skills are
 * dropped, then levels lowered, then the language is dropped.
 */
export interface RelaxStep {
  /** How long it has waited by then. */
  after_s: number
  /** Whether the language is not asked for any more. */
  drop_language?: boolean | undefined
  /** Skills that are not asked for any more. */
  drop_skills?: DropSkills | undefined
  /** By how much every level is lowered, never below 1. */
  lower_levels_by?: number | undefined
}

/**
 * All that is left of a stretch with too many pieces: `open_ms` of it
 * counts.
 */
export interface RemainderPiece {
  /**
   * How much further the wall clock of the zone moves than real time: 3600
   * over a night in which clocks go forward an hour, -3600 over one in
   * which they go back. Absent in JSON when zero.
   */
  clock_change_seconds?: number
  /** Real time that passes in it. */
  elapsed_ms: number
  /** The first instant after it. */
  end: Instant
  /** Open time that passes in it, never negative. */
  open_ms: number
  /** Its first instant. */
  start: Instant
  type: 'remainder'
}

/** Remove tags. */
export interface RemoveTagsMacroAction {
  /** The tags. */
  tags: readonly string[]
  type: 'remove_tags'
}

/**
 * Everything that a rendering depends on beside the template and its data:
 * there is no clock and no environment.
 */
export interface RenderOptions {
  /** Where the text is going. */
  channel?: Channel | undefined
  /** ISO 4217 code of amounts that do not say theirs. */
  currency?: string | null | undefined
  /** What a rendering may cost. */
  limits?: Limits | undefined
  /** Language of names, numbers, money and plurals. */
  locale?: string | undefined
  /** What a value that is not there does. */
  missing?: Missing | undefined
  /** What `now` and `today` are; without it they cannot be asked for. */
  now?: InstantInput | null | undefined
  /**
   * Zone that instants are written in; without one, each by its own clock.
   * A date without a time is a day everywhere.
   */
  tz?: string | null | undefined
}

/** A macro as it is put before the agent. */
export interface RenderedMacro {
  /** What it does beside. */
  actions?: MacroAction[]
  /** Its text; empty for a macro that has actions alone. */
  body: string
  /** Where the text is going. */
  channel: Channel
  /** Language of the text. */
  locale: string
  /**
   * The languages that were looked for, in order; the last is the one that
   * was found.
   */
  locales_tried: string[]
  /** Id of the macro. */
  macro_id: string
  /**
   * Whether a text message was cut to the segments that the macro may
   * have.
   */
  shortened: boolean
  /** The size of a text message. */
  sms?: SmsSize | null
  /** Its subject: one line. */
  subject?: string | null
  /** What kind of text it was made of. */
  variant_channel: Channel
  /** The shop's own name for its version, if it gave one. */
  version?: string | null
}

/** When a customer's message reopens a solved ticket. */
export interface ReopenConfig {
  /**
   * Up to how long after solving; later a follow-up is opened. Always
   * when absent.
   */
  window?: Duration | null | undefined
}

/** A ticket was reopened. */
export interface ReopenedSurveyEvent {
  /** When. */
  at: InstantInput
  /** Which. */
  ticket: string
  type: 'reopened'
}

/** How a report counts. Reports that count differently cannot be merged. */
export interface ReportConfig {
  /** Relative accuracy of quantiles beyond 64 values. */
  alpha?: number | undefined
  /** Reasons whose tickets are complex: the group `complex`. */
  complex_reasons?: readonly string[] | undefined
  /** Confidence of intervals. */
  confidence?: number | undefined
  /**
   * What figures are grouped by: at most 64
   * of the `Dimensions` that records have.
   */
  dimensions?: readonly string[] | undefined
  /**
   * Days after self-service within which no ticket may follow for it to
   * count as durable.
   */
  durable_days?: number | undefined
  /**
   * Days after a solve within which the customer must not come back for a
   * first-contact resolution.
   */
  first_contact_days?: number | undefined
  /** Which count of durations is taken. */
  hours?: Hours | undefined
  /** Groups that the report may have, up to 10,000,000. */
  most_groups?: number | undefined
  /**
   * Reasons whose tickets are simple: the group `simple` of the dimension
   * `complexity`.
   */
  simple_reasons?: readonly string[] | undefined
  /** The zone of days, weeks and hours. */
  tz?: string | undefined
}

/** All figures of a report. */
export interface ReportFigures {
  /** The backlog of each day on which tickets began or ended. */
  backlog: BacklogDay[]
  /**
   * Tickets that began in each hour of the week, Monday's first in the
   * report's zone: 168 numbers.
   */
  load_per_hour: number[]
  /** The whole. */
  overall: GroupFigures
  /**
   * The twenty reasons with the most tickets, when the report has the
   * dimension `reason`.
   */
  top_reasons: ReasonCount[]
}

/**
 * Why a ticket is in the queue again.
 *
 * - `agent_offline`: Its agent went offline.
 * - `agent_away`: Its agent was away too long.
 * - `not_accepted`: Its agent did not accept it in time.
 * - `declined`: Its agent declined it.
 * - `resume_agent_absent`: It was resumed while its agent was not there.
 */
export type RequeueReason = 'agent_offline' | 'agent_away' | 'not_accepted' | 'declined' | 'resume_agent_absent'

/** A ticket is in the queue again. */
export interface RequeuedRoutingChange {
  /** Id of the agent who had it. */
  agent: string
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Why. */
  reason: RequeueReason
  /** Id of the ticket. */
  ticket: string
  type: 'requeued'
}

/** It waits for the agent who had it. */
export interface ReservedPassedWhy {
  /** Their id. */
  owner: string
  type: 'reserved'
}

/** A ticket was resolved. */
export interface ResolvedSurveyEvent {
  /** Who had it; none when nobody did. */
  agent?: string | null | undefined
  /** When. */
  at: InstantInput
  /** Where the conversation took place. */
  channel?: string | null | undefined
  /** Whose it is; none when nobody is known. */
  customer?: string | null | undefined
  /** What the customer wanted. */
  reason?: string | null | undefined
  /** Whose team had it. */
  team?: string | null | undefined
  /** Which. */
  ticket: string
  type: 'resolved'
}

/**
 * When a shop asks for public reviews: the `satisfaction.review` part of
 * desk.json. Times are whole seconds.
 */
export interface ReviewConfig {
  /**
   * Where orders come from, and what may be asked there; a channel that is
   * not named may be asked.
   */
  channels?: Record<string, ReviewRule> | undefined
  /**
   * How long a customer is left alone after an invitation; ninety days
   * when nothing is said.
   */
  cooldown_s?: number | undefined
  /** Whether only customers who agreed to be written to are asked. */
  requires_consent?: boolean | undefined
  /**
   * Ask the satisfied alone. **Against the rules of most platforms**
   * (Google, Trustpilot, Amazon and others forbid to choose by expected
   * rating), and in some countries unlawful: off unless a shop turns it on.
   */
  select_by_rating?: boolean | undefined
}

/** Whether a customer may be invited to write a review. */
export interface ReviewDecision {
  /** When it will be possible, where it is too soon. */
  at?: Instant | null
  /** Whether. */
  invite: boolean
  /** Why. */
  reason: ReviewReason
  /** All of it as one sentence for people. */
  text: string
}

/** What the host knows of a customer and an order. */
export interface ReviewFacts {
  /** Where the order came from. */
  channel: string
  /** The customer agreed to be written to. */
  consent?: boolean | undefined
  /** When the order was delivered. */
  delivered_at?: InstantInput | null | undefined
  /** When the customer was last invited. */
  last_asked_at?: InstantInput | null | undefined
  /** The scale of that rating. */
  scale?: Scale | null | undefined
  /** The customer's rating in a survey; needed only by `select_by_rating`. */
  score?: number | null | undefined
}

/**
 * Why a customer may be invited, or not.
 *
 * - `due`: Nothing speaks against it.
 * - `not_allowed`: Buyers of the marketplace may not be asked.
 * - `no_consent`: The customer did not agree.
 * - `not_delivered`: The order is not known to be delivered, and the rule counts from that.
 * - `too_soon`: Too soon after delivery.
 * - `too_late`: Too long after delivery.
 * - `cooldown`: The customer was asked too short a time before.
 * - `not_satisfied`: The shop asks the satisfied alone, and this customer is not known to be one.
 */
export type ReviewReason = 'due' | 'not_allowed' | 'no_consent' | 'not_delivered' | 'too_soon' | 'too_late' | 'cooldown' | 'not_satisfied'

/** What a marketplace allows. */
export interface ReviewRule {
  /** Whether its buyers may be asked at all. */
  may_ask: boolean
  /** Up to how long after delivery. */
  not_after_s?: number | null | undefined
  /** From how long after delivery. */
  not_before_s?: number | null | undefined
  /** Where the rule is from. */
  source?: string | null | undefined
}

/** What came of it. A wait goes from arrival to when somebody has the ticket. */
export interface RosterSimulation {
  /** What each agent did, in order of their ids. */
  agents: AgentLoad[]
  /**
   * When each ticket was begun, as they were given, in epoch milliseconds;
   * null for one that nobody could take.
   */
  begun_ms: (number | null)[]
  /** Tickets begun after they were due, or not at all. */
  breaches: number
  /**
   * The same of each priority that had tickets, urgent first. Tickets without
   * a priority are normal.
   */
  by_priority: PrioritySimulation[]
  /** The longest time from due to begun, in seconds; 0 when none was late. */
  lateness_max_s: number
  /** Tickets that nobody could take. */
  not_begun: number
  /** The order of the queue; the desk's own keys when nothing is said. */
  order: QueueOrder | null
  /** The longest wait, in seconds. */
  wait_max_s: number
  /** The wait that at least 95 % of tickets did not exceed, in seconds. */
  wait_p95_s: number
  /** The sum of all waits, in seconds. */
  wait_sum_s: number
}

/**
 * A ticket as it is now: in the queue when no agent has it and it is not
 * paused.
 */
export interface RoutedTicket {
  /** Id of the agent who has it. */
  agent?: string | null | undefined
  /**
   * Since when they have it, in epoch milliseconds; the instant of the
   * state when nothing is said.
   */
  assigned_at_ms?: number | null | undefined
  /**
   * Ids of agents who declined it or let it go; those that have left the
   * roster since say nothing.
   */
  declined?: readonly string[] | undefined
  /** Whether it waits for something else. */
  paused?: boolean | undefined
  /** When it last came into the queue, in epoch milliseconds. */
  queued_at_ms: number
  /** The ticket. */
  ticket: WorkItem
  /** Whether they still have to accept it. */
  unaccepted?: boolean | undefined
}

/**
 * Everything that a router knows: to store it, or to ask about tickets that
 * a database holds.
 */
export interface RouterState {
  /**
   * Agents, in order of their ids; one that is not named is as the roster
   * says.
   */
  agents?: readonly AgentState[] | undefined
  /** The instant at which it is so, in epoch milliseconds. */
  at_ms: number
  /** Tickets, in order of their ids. */
  tickets?: readonly RoutedTicket[] | undefined
}

/** Something that the router did. */
export type RoutingChange = AssignedRoutingChange | RequeuedRoutingChange | DemotedRoutingChange

/**
 * How work is ordered and who may do it: the `routing` part of desk.json.
 *
 * Every field may be left out. Times are whole seconds.
 */
export interface RoutingConfig {
  /**
   * By channel, how long an agent may take to accept what was assigned;
   * elsewhere work counts as accepted.
   */
  accept_timeout_s?: Record<string, number> | undefined
  /** Which of several agents takes a ticket. */
  agent_order?: AgentOrder | undefined
  /** What makes a ticket come sooner or later, in this order. */
  boosts?: readonly Boost[] | undefined
  /**
   * How much of an agent's capacity a ticket takes, by channel; 1 for
   * those that are not named.
   */
  channel_weight?: Record<string, number> | undefined
  /**
   * By channel, when a ticket without a running clock is due, counted from
   * its creation; `*` is every other channel. A day when nothing is said.
   */
  default_target_s?: Record<string, number> | undefined
  /** What becomes of a ticket whose target is missed already. */
  demote_missed?: DemoteMissed | undefined
  /** Channels that take an agent whole, such as `phone`. */
  exclusive_channels?: readonly string[] | undefined
  /**
   * Words that mark a message, such as an angry one: each `label` is the
   * tag that the host adds when a phrase is in it.
   */
  keywords?: readonly Keywords[] | undefined
  /**
   * How well an agent must speak a ticket's language when the ticket does
   * not say.
   */
  language_min_level?: number | undefined
  /** The most that boosts together bring a ticket forward. */
  max_boost_s?: number | undefined
  /** The most that boosts together put a ticket back. */
  max_demote_s?: number | undefined
  /** What tickets ask of whoever takes them. */
  needed?: readonly Needed[] | undefined
  /** Whether a paused ticket takes no capacity. */
  pause_frees_capacity?: boolean | undefined
  /** When work is taken from agents who are not there. */
  reassign?: ReassignConfig | undefined
  /** What is asked of agents less and less while a ticket waits. */
  relax?: readonly RelaxStep[] | undefined
  /**
   * Whether a resumed ticket goes back to the queue when its agent is not
   * there.
   */
  requeue_on_resume?: boolean | undefined
  /** Whether a ticket goes back to the agent that had it. */
  sticky?: boolean | undefined
  /** How long a ticket waits for that agent. */
  sticky_wait_s?: number | undefined
  /** Teams, by name. */
  teams?: Record<string, TeamConfig> | undefined
  /** How long before the end of a shift no work is begun. */
  wind_down_s?: number | undefined
}

/** Something that happened. */
export type RoutingEvent = TicketNewRoutingEvent | TicketUpdateRoutingEvent | TicketDoneRoutingEvent | TicketPauseRoutingEvent | TicketResumeRoutingEvent | AcceptRoutingEvent | DeclineRoutingEvent | AssignRoutingEvent | AgentStatusRoutingEvent

/** A rule of the desk. */
export interface RuleCause {
  /** Its id. */
  id: string
  type: 'rule'
}

/** What a shop asks its customers: the `satisfaction` part of desk.json. */
export interface SatisfactionConfig {
  /** When the mean of recent ratings is an alert. */
  alert?: AlertRule | undefined
  /**
   * The net promoter score below which there is an alert, once the
   * interval says so.
   */
  nps_floor?: number | null | undefined
  /** When customers are invited to write public reviews. */
  review?: ReviewConfig | undefined
  /** When customers are asked; never when nothing is said. */
  survey?: SurveyConfig | null | undefined
}

/** `binary` (0, 1), `stars3` (1 to 3), `stars5` (1 to 5), `ces7` (1 to 7), `nps11` (0 to 10), or one of the shop's own: `custom:1-10:8:5` is 1 to 10, positive from 8, negative up to 5. */
export type Scale = string

/**
 * Opening hours of a team: a weekly pattern in one zone, and the dates that
 * differ from it.
 *
 * On each local date the hours are, in this order of rank: none when the
 * date is a holiday; else those of `overrides` for that date; else those of
 * the weekday. `breaks` are then cut out of whatever is open at that time,
 * also out of a night shift that began the day before. Spans that touch or
 * overlap are one.
 */
export interface Schedule {
  /** Spans that are cut out of a date's hours. */
  breaks?: Record<string, readonly LocalSpan[]> | undefined
  /** Dates that are closed the whole day. */
  holidays?: readonly Holiday[] | undefined
  /** Dates with hours of their own; an empty list closes the day. */
  overrides?: Record<string, SpecialDay> | undefined
  /** IANA name of the zone whose wall clock the hours are read on. */
  tz: string
  /** Hours of each weekday. */
  weekly: Weekly
}

/** Come back to the ticket later. */
export interface ScheduleFollowUpMacroAction {
  /** After so many seconds. */
  after_s: number
  /** What for. */
  note?: string | null | undefined
  type: 'schedule_follow_up'
}

/** What ratings amount to. What is made of none is absent, never 0. */
export interface Score {
  /** 100 · positive / denominator, in percent. */
  csat_pct: number | null
  /** Mean rating. */
  mean: number | null
  /** How many ratings. */
  n: number
  /** How many are negative. */
  negative: number
  /** How many are neutral. */
  neutral: number
  /** How many are positive. */
  positive: number
  /** The scale. */
  scale: Scale
  /** Sum of the ratings. */
  sum: number
  /** Sum of their squares. */
  sum_sq: number
  /** Variance of the ratings, over n − 1; none of fewer than two. */
  variance: number | null
}

/** Feedback of a marketplace's buyers. */
export interface SellerFeedback {
  /** Negative feedback. */
  negative: number
  /** Neutral feedback. */
  neutral: number
  /** Positive feedback. */
  positive: number
}

/** A seller's standing. */
export interface SellerScore {
  /**
   * Share of the positive, in percent and not rounded; none without
   * feedback.
   */
  positive_pct: number | null
  /** Positive less negative. */
  score: number
}

/**
 * How a customer's visit to self-service ended.
 *
 * - `solved_said`: The customer said that it helped.
 * - `left`: The customer left without a word, which is not a success.
 * - `handed_over`: A person took over.
 */
export type SessionOutcome = 'solved_said' | 'left' | 'handed_over'

/** A customer's visit to self-service: a bot, help pages. */
export interface SessionRecord {
  /** When it ended. */
  at: InstantInput
  /** What it is grouped by. */
  dimensions?: Record<string, string> | undefined
  /** Up to when that is known. */
  known_until: InstantInput
  /** How. */
  outcome: SessionOutcome
  /** When the same customer next opened a ticket, as the host knows. */
  ticket_at?: InstantInput | null | undefined
}

/** Set a field of the host's own. */
export interface SetFieldMacroAction {
  /** Its name. */
  name: string
  type: 'set_field'
  /** What it is set to. */
  value: Json
}

/** Set the priority. */
export interface SetPriorityMacroAction {
  /** The priority. */
  priority: Priority
  type: 'set_priority'
}

/** Set the status. */
export interface SetStatusMacroAction {
  /** The status. */
  status: Status
  type: 'set_status'
}

/** The share of a reason changed beyond noise. */
export interface ShareChangedFindingKind {
  /** Its share in the earlier weeks. */
  earlier_share: number
  /** How likely so great a difference is when there is none. */
  p_value: number
  /** The reason. */
  reason: string
  /** Its share of the week's tickets. */
  share: number
  type: 'share_changed'
}

/** A share of one period. */
export interface SharePoint {
  /** How many were positive. */
  k: number
  /** Of how many. */
  n: number
}

/** A parcel. */
export interface Shipment {
  /** Who carries it. */
  carrier: string
  /** The day on which it should arrive. */
  expected_on?: string | null | undefined
  /** When it left. */
  shipped_at?: InstantInput | null | undefined
  /** Its number there. */
  tracking_number?: string | null | undefined
  /** Where to follow it. */
  tracking_url?: string | null | undefined
}

/** The shop in a text. */
export interface ShopContext {
  /** Its e-mail address. */
  email?: string | null | undefined
  /** Its name. */
  name: string
  /** When support opens next, where it is closed now. */
  opens_at?: InstantInput | null | undefined
  /** Its phone number. */
  phone?: string | null | undefined
  /** Its site. */
  url?: string | null | undefined
}

/** An open span within one local date. */
export interface ShownSpan {
  /** Closing on the wall clock; `24:00` at the end of the date. */
  close: string
  /** Whether it was open already at the end of the date before. */
  continued: boolean
  /** Whether it stays open into the next date. */
  continues: boolean
  /** The instant of closing. */
  end: Instant
  /**
   * Opening on the wall clock, `HH:MM` (`HH:MM:SS` where there are
   * seconds).
   */
  open: string
  /** The instant of opening. */
  start: Instant
}

/** Groups and what they were drawn towards. */
export interface Shrinkage {
  /** The groups in the order in which they came. */
  groups: ShrunkGroup[]
  /** None when there is no rating at all. */
  prior: BetaPrior | null
}

/** A group, drawn towards the mean as far as it is small. */
export interface ShrunkGroup {
  /** Upper end. */
  hi: number | null
  /** Its id. */
  id: string
  /** Lower end of its interval. */
  lo: number | null
  /**
   * Place among the groups with ratings, from 1: by `shrunk`, then by the
   * number of ratings, greatest first, then by id.
   */
  rank: number | null
  /** k / n; none without ratings. */
  raw: number | null
  /** (k + alpha) / (n + strength): what to compare groups by. */
  shrunk: number | null
}

/** A ticket of a simulation with a roster. */
export interface SimulatedTicket {
  /** When it arrives, in epoch milliseconds. */
  arrival_ms: number
  /** The ticket: who may take it, and when it is due. */
  ticket: WorkItem
  /** How long it takes whoever has it, in milliseconds, 0 or more. */
  work_ms: number
}

/** What came of it. A wait goes from arrival to when a ticket is begun. */
export interface Simulation {
  /** Tickets begun after they were due. */
  breaches: number
  /** The same of each priority that had tickets, urgent first. */
  by_priority: PrioritySimulation[]
  /** The longest time in seconds from due to begun; 0 when none was late. */
  lateness_max_s: number
  /** The order of the queue. */
  order: QueueOrder
  /** Second in which each ticket was begun, as they were given. */
  started: number[]
  /** The longest wait in seconds. */
  wait_max_s: number
  /**
   * Wait in seconds that at least 95 % of tickets did not exceed: the
   * least that does (nearest rank).
   */
  wait_p95_s: number
  /** Sum of all waits in seconds, at most what an `i64` holds. */
  wait_sum_s: number
}

/** They are not good enough at something. */
export interface SkillObstacle {
  /** How good they are. */
  has: number
  /** How good they would have to be. */
  needs: number
  /** What it is. */
  skill: string
  type: 'skill'
}

/** Closed: nothing of it counts. */
export interface SkippedPiece {
  /**
   * How much further the wall clock of the zone moves than real time: 3600
   * over a night in which clocks go forward an hour, -3600 over one in
   * which they go back. Absent in JSON when zero.
   */
  clock_change_seconds?: number
  /** Real time that passes in it. */
  elapsed_ms: number
  /** The first instant after it. */
  end: Instant
  /** Open time that passes in it, never negative. */
  open_ms: number
  /** Why it is closed. */
  reason: Reason
  /** Its first instant. */
  start: Instant
  type: 'skipped'
}

/** Tell the shop: a target was missed. */
export interface SlaBreachEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Which instance of it, from 1. */
  instance: number
  /** The metric. */
  metric: Metric
  /** The policy whose target it is. */
  policy?: PolicyRef | null
  /** The target in force, in seconds. */
  target_s: number | null
  /** Id of the ticket. */
  ticket: string
  type: 'sla_breach'
}

/** A promise in a text. */
export interface SlaContext {
  /** By when the customer is answered. */
  promise_at?: InstantInput | null | undefined
}

/** How often a metric's target was met and missed. */
export interface SlaOutcome {
  /** Instances that ended in time. */
  met?: number | undefined
  /** The metric. */
  metric: Metric
  /** Instances that ran beyond their target. */
  missed?: number | undefined
}

/** Warn the shop: a target will be missed soon. */
export interface SlaWarningEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /** When the target will be missed; absent when it never will. */
  due_at?: Instant | null
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Which instance of it, from 1. */
  instance: number
  /** The metric. */
  metric: Metric
  /** The policy whose target it is. */
  policy?: PolicyRef | null
  /** The target in force, in seconds. */
  target_s: number | null
  /** Id of the ticket. */
  ticket: string
  type: 'sla_warning'
  /** Which warning of the target. */
  warning: Warning
}

/** A reason, or an agent, whose tickets took long. */
export interface SlowResolutionFindingKind {
  /** Share of its tickets that took longer than that. */
  above: number
  /** The agent, where it is one. */
  agent: string | null
  /** Median time to the last solve, in milliseconds. */
  median_ms: number
  /** The median of all tickets solved in the week. */
  median_of_all_ms: number
  /** The reason, where it is one. */
  reason: string | null
  type: 'slow_resolution'
}

/** A text cut to a number of segments. */
export interface SmsCut {
  /** Whether something was cut off. */
  shortened: boolean
  /** The beginning of the text that fits. */
  text: string
}

/**
 * How the characters of a text message are written.
 *
 * - `gsm7`: The GSM 7-bit alphabet, in septets: 160 fill a segment, 153 one of several.
 * - `ucs2`: UTF-16, in code units: 70 fill a segment, 67 one of several.
 */
export type SmsEncoding = 'gsm7' | 'ucs2'

/** What a text takes as a text message. */
export interface SmsSize {
  /**
   * Characters as a reader counts them: grapheme clusters, so that a flag
   * or a letter with its accent is one.
   */
  characters: number
  /** How it is written. */
  encoding: SmsEncoding
  /**
   * Whether a second segment is near: the text takes one, and less than a
   * tenth of it is left (fewer than 16 septets or 7 code units).
   */
  near_limit: boolean
  /**
   * Messages that are sent and paid for. An empty text is one: it can be
   * sent.
   */
  segments: number
  /**
   * What makes the text `SmsEncoding::Ucs2`: the characters that the GSM
   * 7-bit alphabet does not have, each once, in order. Without them a
   * segment would hold 160 characters and not 70.
   */
  unicode_characters?: string[]
  /**
   * Units of the whole text: septets, with two for `^{}\[~]|€` and the
   * form feed, or UTF-16 code units, with two for an emoji.
   */
  units: number
  /** Units that the last segment has left. */
  units_left: number
}

/** Hours of one date; an empty list closes the day. */
export type SpecialDay = readonly LocalSpan[] | SpecialDayObject

/** `SpecialDay` with all that can be said of it. */
export interface SpecialDayObject {
  hours: readonly LocalSpan[]
  /** What people call the day. */
  name?: string | null | undefined
  /** Where it comes from. */
  source?: string | null | undefined
}

/**
 * A date with hours of its own, at a time at which it has none: all day
 * when it is closed, else between its weekday's first opening and last
 * close.
 */
export interface SpecialDayReason {
  /** The local date of the schedule. */
  date: string
  /** What people call the day. */
  name?: string | null
  /** Where the date comes from. */
  source?: string | null
  type: 'special_day'
}

/** More tickets on a day than its weekday in earlier weeks explains. */
export interface SpikeFindingKind {
  /** The day. */
  date: string
  /** Mean of the weekday in earlier weeks, less those left out. */
  earlier_mean: number
  /** The product, where it is of one. */
  product: string | null
  /** The reason, where it is of one. */
  reason: string | null
  /** More than this is a spike. */
  threshold: number
  type: 'spike'
}

/** How many are needed for a goal, and what they reach. */
export interface Staffing {
  /** Agents who must be there: slots over concurrency, rounded up. */
  agents: number
  /** Share of their time that slots are busy, 0 to 1. */
  occupancy: number
  /** Share of arrivals that hang up, 0 to 1; none of Erlang C. */
  p_abandon?: number | null
  /** Agents to schedule, so that so many are there after shrinkage. */
  scheduled: number
  /**
   * Share of arrivals that are answered in time with so many slots, 0 to
   * 1.
   */
  service_level: number
  /** Pieces of work that must be possible at a time. */
  slots: number
}

/** What staffing has to reach, in ten-thousandths (`*_bp`). */
export interface StaffingGoal {
  /**
   * Pieces of work that an agent does at a time, 1 or more: more than one
   * for chat.
   */
  concurrency?: number | undefined
  /**
   * Greatest share of arrivals that may hang up, 1 to 10,000. With Erlang
   * C nobody does.
   */
  max_abandon_bp?: number | undefined
  /** Greatest share of their time that agents may be busy, 1 to 10,000. */
  max_occupancy_bp?: number | undefined
  /**
   * Share of paid time in which agents cannot take work (breaks,
   * training, illness), 0 to 9,999.
   */
  shrinkage_bp?: number | undefined
  /**
   * Least share of arrivals that are answered in time: 8,000 for 80 %.
   * Up to 9,999; 10,000 only for no work, since with any number of agents
   * somebody may have to wait.
   */
  target_bp: number
}

/** Give money back. */
export interface StartRefundMacroAction {
  /** Amount as a decimal; all of the order when absent. */
  amount?: string | null | undefined
  /** ISO 4217 code. */
  currency?: string | null | undefined
  type: 'start_refund'
}

/**
 * How a metric stands to its target: the first of these that applies.
 *
 * - `not_started`: It has never begun.
 * - `breached`: It ran beyond its target.
 * - `cancelled`: It was ended without an outcome.
 * - `no_target`: Nothing is promised.
 * - `met`: It ended in time.
 * - `running`: It runs, in time so far.
 * - `paused`: It is paused, in time so far.
 */
export type State = 'not_started' | 'breached' | 'cancelled' | 'no_target' | 'met' | 'running' | 'paused'

/**
 * Where a ticket stands: one of six, with the host's own labels on top.
 *
 * What the desk does with a status by itself; a `status` event sets any
 * other, except that nothing returns to `new` and nothing leaves `closed`.
 * (A desk with `"automatic_status": false` does nothing by itself: see
 * `after_told`.)
 *
 * | event | new | open | pending | on_hold | solved | closed |
 * |---|---|---|---|---|---|---|
 * | `customer_message` | new | open | open | open | open, within the reopen window; else a follow-up | a follow-up |
 * | the same, `no_reply_needed` or `automatic` | new | open | pending | on_hold | solved | closed |
 * | `agent_reply` | open | open | pending | on_hold | solved | refused |
 * | `status` to new | new | refused | refused | refused | refused | refused |
 * | `status` to another | as told | as told | as told | as told | as told | refused |
 * | `merged_into` | closed | closed | closed | closed | closed | refused |
 * | any other | new | open | pending | on_hold | solved | refused |
 *
 * The names and their order are Zendesk's.
 *
 * - `new`: Nobody has taken it up.
 * - `open`: The shop works on it.
 * - `pending`: The shop waits for the customer.
 * - `on_hold`: The shop waits for a third party: a carrier, a supplier.
 * - `solved`: Answered for good, unless the customer comes back.
 * - `closed`: Final: nothing changes it any more.
 */
export type Status = 'new' | 'open' | 'pending' | 'on_hold' | 'solved' | 'closed'

/** The status was set. */
export interface StatusEvent {
  /** Who did it. */
  actor?: Actor | null | undefined
  /** When it happened. */
  at: InstantInput
  /** What made it happen, where it was not a person. */
  cause?: Cause | null | undefined
  /** The host's id: an event seen before changes nothing. */
  id: string
  /** The host's own name for it, such as `awaiting_pickup`. */
  label?: string | null | undefined
  /** When the host learnt of it, where that is later. */
  recorded_at?: InstantInput | null | undefined
  /**
   * Its place among events of one instant: `Desk::rebuild` takes them
   * by `seq`, then by id.
   */
  seq?: number | undefined
  /** The status. */
  to: Status
  type: 'status'
}

/**
 * When a message reopens a ticket, or whether statuses move by
 * themselves, differs.
 */
export interface StatusRulesChangedChangeCause {
  type: 'status_rules_changed'
}

/** A label for a message. */
export interface Suggestion {
  /**
   * What spoke for it, the strongest first, at most three: a keyword as it
   * is written in the rule, words as they stand in the message, `language
   * ro`, `reason return`. Empty when it is only chosen often.
   */
  because: string[]
  /** The label. */
  label: string
  /** How likely it is the right one of those that can be chosen, 0 to 1. */
  score: number
}

/**
 * What agents chose before, in counts. As a record it can be stored, and
 * models of several desks or days can be [merged](Self::merge).
 */
export interface SuggestionModelRecord {
  /** Counts of each label. */
  labels: Record<string, LabelCounts>
}

/**
 * One survey: of one resolution of a ticket. Who is rated is frozen when it
 * is made, so a rating stays with the agent who earned it.
 *
 * The host stores it beside the ticket, calls the customer at `remind_at`
 * when no answer has come, and gives it to
 * `rate` with every answer.
 */
export interface Survey {
  /** Who is rated. */
  agent?: string | null | undefined
  /** The channel that the conversation took place on. */
  channel?: string | null | undefined
  /** Who is asked. */
  customer?: string | null | undefined
  /** When it is to be sent. */
  due_at: InstantInput
  /** Ratings given before `score`, when all are kept. */
  earlier_scores?: readonly number[] | undefined
  /** How often the rating was given again. */
  edits?: number | undefined
  /** Which resolution of it, from 1. */
  episode: number
  /** From when on it cannot be answered any more. */
  expires_at?: InstantInput | null | undefined
  /** Language to ask in, a BCP 47 tag. */
  language?: string | null | undefined
  /** When the first rating was given. */
  rated_at?: InstantInput | null | undefined
  /** What the customer wanted. */
  reason?: string | null | undefined
  /** When to remind the customer, once, if no answer has come. */
  remind_at?: InstantInput | null | undefined
  /** What the answers are on. */
  scale: Scale
  /** The rating. */
  score?: number | null | undefined
  /** The channel that the survey goes out on. */
  send_by?: string | null | undefined
  /** When it was sent. */
  sent_at?: InstantInput | null | undefined
  /** What became of it. */
  state: SurveyState
  /** Whose team is rated. */
  team?: string | null | undefined
  /** Id of the ticket. */
  ticket: string
}

/**
 * Whether to ask.
 *
 * - `yes`: Now: send the survey that comes with it, and store it.
 * - `later`: Not now: ask again at the instant that is named.
 * - `no`: Not about this resolution.
 */
export type SurveyAnswer = 'yes' | 'later' | 'no'

/**
 * When customers are asked, and how long they may answer. Times are whole
 * seconds.
 */
export interface SurveyConfig {
  /**
   * How long a customer is left alone after a survey, whatever the ticket;
   * thirty days when nothing is said.
   */
  cooldown_s?: number | undefined
  /** The hours of the customer's own day in which surveys go out. */
  day_time?: DayTime | undefined
  /** How long after a resolution; a day when nothing is said. */
  delay_s?: number | undefined
  /**
   * How long after the first answer it can be given again; a day when
   * nothing is said.
   */
  edit_window_s?: number | undefined
  /** How long it can be answered; two weeks when nothing is said. */
  expiry_s?: number | undefined
  /** Which of several answers counts. */
  keep?: KeepRating | undefined
  /** What a low rating makes happen. */
  low_rating?: LowRatingConfig | null | undefined
  /** Tags of tickets that nobody is asked about. */
  never_tags?: readonly string[] | undefined
  /**
   * How long after sending to remind the customer, once; never when
   * nothing is said.
   */
  reminder_s?: number | null | undefined
  /** Whether only tickets that somebody had are asked about. */
  require_agent?: boolean | undefined
  /** What is asked for. */
  scale?: Scale | undefined
  /**
   * The channel that a survey goes out on, by the ticket's; the ticket's
   * own when nothing is said.
   */
  send_by?: Record<string, string> | undefined
  /** The zone of customers whose own is not known. */
  zone?: string | undefined
}

/** Whether a customer is to be asked now. */
export interface SurveyDecision {
  /** Whether. */
  answer: SurveyAnswer
  /** When to ask again, for `SurveyAnswer::Later`. */
  at?: Instant | null
  /** Why. */
  reason: SurveyReason
  /** What to send and to store, for `SurveyAnswer::Yes`. */
  survey?: Survey | null
  /** All of it as one sentence for people. */
  text: string
}

/**
 * Ask whether the customer is to be surveyed:
 * `Desk::survey_due`.
 */
export interface SurveyDueEffect {
  /** The instant at which it was due, however late the desk was asked. */
  at: Instant
  /** Which resolution of the ticket, from 1. */
  episode: number
  /**
   * `<ticket>:<version>:<n>`: the version of the ticket that it came
   * with, and its place among that version's effects. An action of a macro
   * has the macro's id before its place, the answer to a survey has
   * `survey`, the resolution and how often it was given again.
   */
  id: string
  /** Id of the ticket. */
  ticket: string
  type: 'survey_due'
}

/** What happened, for a history of surveys. */
export type SurveyEvent = ResolvedSurveyEvent | ReopenedSurveyEvent | RatingSurveyEvent

/**
 * What the host knows of the customer, for
 * `Desk::survey_due`.
 */
export interface SurveyFacts {
  /** The last resolution of this ticket that the customer was asked about. */
  asked_episode?: number | null | undefined
  /** Messages to the customer come back. */
  bounced?: boolean | undefined
  /** When a survey was last sent to the customer, about any ticket. */
  last_sent_at?: InstantInput | null | undefined
  /** The customer does not want to be asked. */
  opted_out?: boolean | undefined
  /** The ticket turned out to be no customer's message. */
  spam?: boolean | undefined
  /** The customer's zone, an IANA name. */
  zone?: string | null | undefined
}

/** What became of all surveys. */
export interface SurveyLog {
  /** Answers that were not taken, in order. */
  rejected: RejectedRating[]
  /** A survey for each resolution, in order. */
  surveys: Survey[]
}

/**
 * Why a customer is asked, or is not.
 *
 * - `due`: It is time.
 * - `no_surveys`: The desk has no surveys.
 * - `not_solved`: The ticket is not solved.
 * - `merged`: The ticket went into another.
 * - `spam`: The ticket is spam, by the host or by its tags.
 * - `not_a_customers`: A bot, a rule or the app began the ticket.
 * - `bounced`: Messages to the customer come back.
 * - `opted_out`: The customer does not want to be asked.
 * - `anonymous`: The customer is not known.
 * - `no_agent`: Nobody had the ticket.
 * - `already_asked`: The customer was asked about this resolution already.
 * - `too_late`: Time to answer would be over already.
 * - `delay`: It was solved too short a time ago.
 * - `cooldown`: The customer was asked too short a time before.
 * - `not_day_time`: It is night, or early, where the customer is.
 */
export type SurveyReason = 'due' | 'no_surveys' | 'not_solved' | 'merged' | 'spam' | 'not_a_customers' | 'bounced' | 'opted_out' | 'anonymous' | 'no_agent' | 'already_asked' | 'too_late' | 'delay' | 'cooldown' | 'not_day_time'

/** Whether a customer was asked for a rating. */
export interface SurveyRecord {
  /** When the customer was asked, or would have been. */
  at: InstantInput
  /** What it is grouped by. */
  dimensions?: Record<string, string> | undefined
  /**
   * Why the customer was not asked, such as `cooldown`; absent when they
   * were.
   */
  not_asked?: string | null | undefined
  /** Whether an answer came. */
  responded?: boolean | undefined
}

/**
 * What became of a survey.
 *
 * - `scheduled`: Waits for its instant.
 * - `sent`: Sent, and not answered yet.
 * - `answered`: Answered.
 * - `expired`: Not answered in time.
 * - `replaced`: The ticket was resolved again before it was sent.
 * - `cancelled_reopened`: The ticket was reopened before it was sent.
 * - `skipped_cooldown`: The customer was asked too short a time before.
 * - `skipped_anonymous`: Nobody to ask is known.
 * - `skipped_no_agent`: Nobody to rate is known.
 */
export type SurveyState = 'scheduled' | 'sent' | 'answered' | 'expired' | 'replaced' | 'cancelled_reopened' | 'skipped_cooldown' | 'skipped_anonymous' | 'skipped_no_agent'

/** Nothing was promised, and now something is. */
export interface TargetAddedChangeCause {
  /** Seconds under the desk after. */
  after_s: number
  type: 'target_added'
}

/** The target is longer or shorter. */
export interface TargetChangedChangeCause {
  /** Seconds under the desk after. */
  after_s: number
  /** Seconds under the desk before. */
  before_s: number
  type: 'target_changed'
}

/** A target: a duration in business time, or more of it. */
export type TargetConfig = Duration | FullTarget

/** Nothing is promised any more. */
export interface TargetRemovedChangeCause {
  /** Seconds under the desk before. */
  before_s: number
  type: 'target_removed'
}

/** A team. */
export interface TeamConfig {
  /**
   * Where its tickets go when it does not get to them. Overflow is not
   * followed further, so two teams may help each other.
   */
  overflow?: readonly Overflow[] | undefined
}

/** They are in none of the teams that may take it by now. */
export interface TeamObstacle {
  type: 'team'
}

/**
 * The kinds of mistake in a template.
 *
 * - `syntax`: It does not parse: an unclosed block, an unknown tag or filter, a filter with too few or too many arguments.
 * - `argument`: A filter or a tag cannot use what it was given.
 * - `missing`: A value that is not there, where missing values are errors.
 * - `partial`: A partial that was not supplied.
 * - `limit`: A limit was reached; `path` is its name.
 */
export type TemplateErrorClass = 'syntax' | 'argument' | 'missing' | 'partial' | 'limit'

/** A ticket in a text. */
export interface TicketContext {
  /** Where it takes place. */
  channel?: string | null | undefined
  /** When it began. */
  created_at?: InstantInput | null | undefined
  /** Its id. */
  id: string
  /** Its priority. */
  priority?: Priority | null | undefined
  /** What the customer wants. */
  reason?: string | null | undefined
  /** Its status. */
  status?: Status | null | undefined
  /** Its subject. */
  subject?: string | null | undefined
  /** Where the customer can look at it, or rate it. */
  url?: string | null | undefined
}

/** Nothing is to be done for a ticket any more. */
export interface TicketDoneRoutingEvent {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Its id. */
  ticket: string
  type: 'ticket_done'
}

/**
 * What a report takes of a ticket: `Desk::figures`
 * makes it of the ticket's history. It names no customer.
 */
export interface TicketFigures {
  /** Public replies by people of the shop. */
  agent_replies?: number | undefined
  /** Of that, what the shop worked: new and open. */
  agent_work?: Elapsed | null | undefined
  /** When its customer next opened another ticket, as the host knows. */
  contacted_again_at?: InstantInput | null | undefined
  /** When it began. */
  created_at: InstantInput
  /** What it is grouped by. */
  dimensions?: Record<string, string> | undefined
  /**
   * When it left the backlog: solved for the last time, or closed or
   * merged away without; absent while it is open.
   */
  ended_at?: InstantInput | null | undefined
  /**
   * From the first unanswered message, mostly its creation, to the first
   * agent reply.
   */
  first_reply?: Elapsed | null | undefined
  /** Who answered it. */
  handled_by?: HandledBy | undefined
  /** The ticket: evidence of findings. */
  id: string
  /**
   * Up to when its history was told: whether a customer comes back within
   * a week is not known after a day.
   */
  known_until: InstantInput
  /** Its order was late, as the host knows. */
  late_order?: boolean | undefined
  /** From each later unanswered message to its answer. */
  next_replies?: readonly Elapsed[] | undefined
  /** Targets met and missed, each metric once. */
  outcomes?: readonly SlaOutcome[] | undefined
  /** How often it was reopened. */
  reopens?: number | undefined
  /** Of that, what the customer waited: new, open and on hold. */
  requester_wait?: Elapsed | null | undefined
  /** From its creation to its last solve. */
  resolution?: Elapsed | null | undefined
  /** It stands solved: it was solved, and not reopened since. */
  solved?: boolean | undefined
}

/** All that happened to one ticket. */
export interface TicketHistory {
  /**
   * What happened then, in any order: events are taken by instant, then by
   * `seq`, and those that are equal in both as they stand here; each id
   * once.
   */
  events?: readonly Event[] | undefined
  /** How it began. */
  opening: Opening
}

/** A ticket waits for somebody. One that the router has stays as it is. */
export interface TicketNewRoutingEvent {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** The ticket. */
  ticket: WorkItem
  type: 'ticket_new'
}

/**
 * A ticket waits for something else, such as its customer. That counts
 * as accepting it.
 */
export interface TicketPauseRoutingEvent {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Its id. */
  ticket: string
  type: 'ticket_pause'
}

/** Where a ticket is. */
export type TicketPlace = QueuedTicketPlace | AssignedTicketPlace | PausedTicketPlace

/**
 * A ticket: the one record that the host stores, as one small JSON document
 * without any message in it, beside columns for `due_at` and
 * `queue_key`.
 *
 * Read it freely; only a `Desk` changes it. Fields that a
 * newer release wrote are kept. `clocks` and `recent_events` are the desk's
 * own notes, and terse: their instants are epoch milliseconds, and what is
 * usual is left out.
 */
export interface TicketRecord {
  /** Agent it is given to. */
  assignee?: string | null
  /** Its clocks. */
  clocks: Json
  /** When it began. */
  created_at: Instant
  /**
   * When to call `tick`: the first instant at which time alone changes
   * something; never when absent. A target is missed only after its due
   * instant, so for a breach this is one millisecond later.
   */
  due_at?: Instant | null
  /** 1, and one more with every reopening. */
  episode?: number
  /** What policies select on. */
  facts: Facts
  /** The closed ticket that it goes on from. */
  follow_up_of?: string | null
  /** The host's id. */
  id: string
  /** The tickets that were merged into it. */
  merged_from?: string[]
  /** The ticket that it was merged into. */
  merged_into?: string | null
  /** Policies that have applied to it; verdicts name them. */
  policies?: PolicyRef[]
  /** Which of them applies. */
  policy?: number | null
  /**
   * Its virtual due instant in epoch milliseconds: sort tickets by it, then
   * by creation and id, and the first is the next to be worked on. Only
   * events and missed targets change it. A ticket that was stored before
   * there was one has 0, and comes first until its next event.
   */
  queue_key: number
  /**
   * Ids of the latest events, with their instants: one that comes again
   * changes nothing.
   */
  recent_events: [string, number][]
  /** Version of the form it is stored in. */
  schema_version: number
  /** When it was last solved. */
  solved_at?: Instant | null
  /** Where it stands. */
  status: Status
  /** The host's own name for the status. */
  status_label?: string | null
  /**
   * When to ask whether the customer is to be surveyed about the last
   * resolution; absent when that has been said, or never will be.
   */
  survey_at?: Instant | null
  /** Team it is given to. */
  team?: string | null
  /**
   * The last change, by an event or by time alone: an earlier event is
   * out of order.
   */
  updated_at: Instant
  /** Grows by one with every change: the host's optimistic lock. */
  version: number
}

/**
 * A paused ticket goes on: with the agent that has it, even over their
 * capacity, else in the queue.
 */
export interface TicketResumeRoutingEvent {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** Its id. */
  ticket: string
  type: 'ticket_resume'
}

/** Something of a ticket is different. */
export interface TicketUpdateRoutingEvent {
  /** When, in epoch milliseconds. */
  at_ms: number
  /** The fields that are, by the names in `WorkItem`; null removes. */
  set: Record<string, Json>
  /** Its id. */
  ticket: string
  type: 'ticket_update'
}

/** A rating and its instant. */
export interface TimedRating {
  /** When it was given. */
  at: InstantInput
  /** The rating. */
  score: number
}

/** Translate the text before it is sent. */
export interface TranslateMacroAction {
  /** The language to translate to. */
  locale: string
  type: 'translate'
}

/** Open whenever one of several calendars is. */
export interface UnionConfig {
  /** Ids of calendars that have hours of their own. */
  union: readonly string[]
}

/** A value that a template reads. */
export interface Variable {
  /** Column of it in characters, from 1. */
  column: number
  /**
   * Whether a missing value would do no harm wherever it is read: each time
   * it is a condition itself, in a branch that asks for it, or has the
   * filter `default`.
   */
  guarded: boolean
  /** Line of the tag that reads it first, from 1. */
  line: number
  /** Name of the partial that reads it first; of the template itself, none. */
  partial?: string | null
  /**
   * Its name from the root of the data, such as `order.lines[].title`:
   * what a loop goes through has `[]`, what is looked up by another value
   * `[*]`.
   */
  path: string
}

/** The text of a macro in one language, for one channel. */
export interface Variant {
  /** Template of the text. */
  body: string
  /** What kind of text it is; plain when absent. */
  channel?: Channel | undefined
  /** Its language; the desk's when absent. */
  locale?: string | null | undefined
  /** Template of the subject. What it renders to is one line. */
  subject?: string | null | undefined
}

/** Where the latest instance of a metric stands at an instant. */
export interface Verdict {
  /** Breaches of the metric over all instances. */
  breaches: number
  /** What its clock does; independent of a breach. */
  clock: ClockState
  /**
   * The deadline: the one that was missed, once it was; absent while
   * paused, without a target, or when it never comes.
   */
  due_at: Instant | null
  /** Whole seconds counted, in `hours` (business when there is no target). */
  elapsed_s: number
  /** Which count the target is read in. */
  hours: Hours | null
  /** Which instance it is, from 1; 0 when it has not started. */
  instance: number
  /** The latest of them. */
  last_breach_at: Instant | null
  /** The metric. */
  metric: Metric
  /** The policy whose target it is; a `Desk` tells it. */
  policy?: PolicyRef | null
  /** How it stands to its target. */
  state: State
  /** Target in force, or at the end of an ended clock, in seconds. */
  target_s: number | null
}

/**
 * How many tickets there were, and what explains it; always there when
 * there are earlier weeks.
 */
export interface VolumeFindingKind {
  /**
   * Mean of the earlier weeks; those far from all others are left out,
   * as the rule says, and named in the text.
   */
  earlier_mean: number
  /** What last year's change makes of the earlier mean: the season. */
  expected: number | null
  /** The earlier mean over last year's: growth of the year. */
  growth: number | null
  /** Tickets of the same week last year, 52 weeks ago. */
  last_year: number | null
  /** Mean of the weeks before that one. */
  last_year_earlier_mean: number | null
  type: 'volume'
  /** What explains the change. */
  verdict: VolumeVerdict
}

/**
 * What explains a week's volume.
 *
 * - `usual`: As in the earlier weeks.
 * - `season`: Other than in the earlier weeks, and so it was last year.
 * - `not_season`: Other than in the earlier weeks, and the season does not explain it.
 * - `unexplained`: Other than in the earlier weeks; last year is not known.
 */
export type VolumeVerdict = 'usual' | 'season' | 'not_season' | 'unexplained'

/** How long a new ticket will wait. */
export interface WaitEstimate {
  /** Agents who could take it. */
  agents: number
  /** Tickets that are begun before it. */
  ahead: number
  /** Service times that the estimate goes by. */
  samples: number
  /** The wait; none when there is no agent, or no sample to go by. */
  wait?: ExpectedWait | null
}

/** "80%" of the target used up, or "-30m" of the target's own time before it is due. */
export type WarnAt = string

/**
 * When to warn before a target is missed, in the clock's own time: thirty
 * business minutes before are not half an hour before on Monday at nine.
 */
export type Warning = AfterShareWarning | BeforeWarning

/** How many are needed in a week, half hour by half hour. */
export interface WeekPlan {
  /** All 336, from Monday 00:00. */
  intervals: PlannedInterval[]
}

/** Hours of each weekday: a list of spans, or the name of a day with the same hours; "24x7" is open around the clock. */
export type Weekly = '24x7' | WeeklyObject

/** `Weekly` with all that can be said of it. */
export interface WeeklyObject {
  fri?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  mon?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  sat?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  sun?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  thu?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  tue?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
  wed?: readonly LocalSpan[] | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | undefined
}

/** Their shift ends soon. */
export interface WindDownObstacle {
  /** When, in epoch milliseconds. */
  ends_ms: number
  type: 'wind_down'
}

/** What the work of a week is taken to be. */
export interface WorkAssumptions {
  /** Average handling time in seconds: 0.001 to 1e9. */
  aht_s: number
  /** Seconds of waiting within which an answer is in time: 0 to 1e9. */
  answer_within_s: number
  /**
   * What to multiply all arrivals by: 1.3 for a month with 30 % more; 0
   * to 1e6.
   */
  load?: number | undefined
  /**
   * Seconds that a customer is ready to wait, on average: 0.001 to 1e9.
   * With it the plan is by Erlang A, without by Erlang C.
   */
  patience_s?: number | null | undefined
}

/**
 * A ticket as far as its place in the queue and who may do it go.
 *
 * `Desk::work_item` makes it of a ticket; a host
 * with tickets of its own fills it in. Instants are epoch milliseconds. What
 * is null is as if it were not there.
 */
export interface WorkItem {
  /** The shop, where the host runs several. */
  brand?: string | null | undefined
  /** Where the conversation takes place. */
  channel: string
  /** When it began; the instant at which it came when nothing is said. */
  created_at_ms?: number | null | undefined
  /** Whether it was put back because its target was missed. */
  demoted?: boolean | undefined
  /** By clock, when it is due; null for a clock that does not run. */
  due_ms?: Record<string, number | null> | undefined
  /** The host's own fields. */
  fields?: Record<string, Json> | undefined
  /** The host's id. */
  id: string
  /** The customer's language, a BCP 47 tag. */
  language?: string | null | undefined
  /**
   * How well an agent must speak it; the desk's `language_min_level` when
   * nothing is said.
   */
  language_level?: number | null | undefined
  /** For how much the customer has bought so far, in minor units. */
  lifetime_value_minor?: number | null | undefined
  /** Value of the order it is about, in minor units. */
  order_value_minor?: number | null | undefined
  /** The agent it goes back to: the one that had it. */
  owner?: string | null | undefined
  /** How urgent it is. */
  priority?: Priority | null | undefined
  /** What the customer wants. */
  reason?: string | null | undefined
  /** How the customer feels, in thousandths: -1000, furious, to 1000. */
  sentiment?: number | null | undefined
  /** What it asks of an agent, and how well. */
  skills?: Record<string, number> | undefined
  /** Labels. */
  tags?: readonly string[] | undefined
  /** The team it belongs to; every agent may take it when there is none. */
  team?: string | null | undefined
  /** The customer's tier. */
  tier?: string | null | undefined
  /** Whether the customer is a VIP. */
  vip?: boolean | undefined
  /**
   * How much of an agent's capacity it takes, 1 or more; its channel's
   * weight when nothing is said.
   */
  weight?: number | null | undefined
}

/** They may. */
export interface YesPermission {
  type: 'yes'
}
