// Made by `make node-build` from the comments and signatures in src. Do not edit.

import type {
  Agent,
  AlertRule,
  AlertTransition,
  Analysis,
  ArrivalProfile,
  AssignReason,
  AssignmentExplanation,
  Comparison,
  ControlChart,
  CoverageGap,
  Cusum,
  CusumSettings,
  DayHours,
  DeadlineExplanation,
  Denominator,
  DeskConfig,
  Digest,
  DigestConfig,
  Effect,
  ErlangA,
  ErlangC,
  Event,
  EwmaSettings,
  ExpectationOutcome,
  Expectations,
  Explanation,
  Failure,
  FeedbackRule,
  FloorAlert,
  GroupFigures,
  Holiday,
  ImportedHolidays,
  ImportedHours,
  ImportedMacros,
  Inquiry,
  InstantInput,
  Interval,
  IntervalMethod,
  Job,
  Keywords,
  Limits,
  LiveWork,
  MacroColumns,
  MacroConfig,
  MacroRequest,
  MeanEstimate,
  MeanPoint,
  Metric,
  NextDue,
  Nonresponse,
  Nps,
  NpsMethod,
  Opening,
  Permission,
  Pool,
  Priority,
  Problem,
  // Not the Promise of the language, which stands in this file too.
  Promise as OpenPromise,
  PromiseCheck,
  PromiseQuestion,
  Proportion,
  ProportionDifference,
  Pull,
  QueueKey,
  QueueOrder,
  QueuedTicket,
  RatedGroup,
  RatedSurvey,
  RatingCounts,
  RatingRecord,
  Refused,
  RenderOptions,
  RenderedMacro,
  ReportConfig,
  ReportFigures,
  ReviewConfig,
  ReviewDecision,
  ReviewFacts,
  RosterSimulation,
  RouterState,
  RoutingChange,
  RoutingConfig,
  RoutingEvent,
  SatisfactionConfig,
  Scale,
  Schedule,
  Score,
  SellerFeedback,
  SellerScore,
  SessionRecord,
  SharePoint,
  Shrinkage,
  SimulatedTicket,
  Simulation,
  SmsCut,
  SmsSize,
  Staffing,
  StaffingGoal,
  Status,
  Suggestion,
  Survey,
  SurveyConfig,
  SurveyDecision,
  SurveyEvent,
  SurveyFacts,
  SurveyLog,
  SurveyRecord,
  TicketFigures,
  TicketHistory,
  TicketRecord,
  TimedRating,
  Verdict,
  WaitEstimate,
  WeekPlan,
  WorkAssumptions,
  WorkItem,
} from './types'

export type * from './types'

/** What every function throws. Nothing has changed when one does. */
export interface DeskcoreError extends Error, Failure {
  /** Every mistake of a desk.json, every value that a template misses; of other errors, none. */
  problems: Problem[]
  /** What the host's own code threw: a getter, `toJSON`, a proxy. */
  cause?: unknown
}

/** A column of epoch milliseconds, or of milliseconds. */
export type Column = Float64Array | BigInt64Array

/**
 * Epoch milliseconds, in which work is ordered: a number, or a bigint for what no
 * number holds exactly. What comes back is a number.
 */
export type Milliseconds = number | bigint

/**
 * What a template is rendered from: an object or a `Map`, of which nothing is
 * read but what the template names, or JSON text. It is the data that JSON
 * would make of it: own fields, `Date` as text, `toJSON` where a class has one;
 * and a bigint as its digits.
 */
export type TemplateData = object | string

/** What a template is parsed with. */
export interface TemplateOptions {
  /** Templates by name, which it may `render` and `include`. */
  partials?: Readonly<Record<string, string>> | undefined
  /** What it may cost to parse. */
  limits?: Limits | undefined
}

/**
 * A ticket: the one record that the host stores, as one small JSON document
 * without any message in it, beside a column for `dueAt`. Nothing changes a
 * ticket: a desk answers with a new one.
 *
 * Its text is all there is to it, so that it goes wherever text goes: into a
 * column, to another thread.
 */
export declare class Ticket {
  private constructor()
  /**
   * Reads a stored ticket.
   *
   * @throws {DeskcoreError} `invalid_ticket` when the text is no ticket.
   */
  static fromJson(json: string): Ticket
  /**
   * Reads a ticket from its record.
   *
   * @throws {DeskcoreError} `invalid_ticket` when the record is no ticket.
   */
  static fromObject(record: TicketRecord): Ticket
  /** The document to store: the same bytes for the same ticket in every language. */
  toJson(): string
  /** All of the record, as an object of the caller's own. */
  toObject(): TicketRecord
  /** For `JSON.stringify`, which writes a ticket as `toJson` does. */
  toJSON(): TicketRecord
  /** `Ticket A-17, version 3: open`. */
  toString(): string
  /** Whether both are the same in everything. */
  equals(other: Ticket): boolean
  /** The host's id. */
  get id(): string
  /** Grows by one with every change: the host's optimistic lock. */
  get version(): number
  /** Where it stands. */
  get status(): Status
  /** The host's own name for the status. */
  get statusLabel(): string | null
  /** How urgent it is. */
  get priority(): Priority | null
  /** Where the conversation takes place. */
  get channel(): string
  /** Agent it is given to. */
  get assignee(): string | null
  /** Team it is given to. */
  get team(): string | null
  /** Labels, in order and each once. */
  get tags(): string[]
  /** When it began. */
  get createdAt(): Date
  /** The last change, by an event or by time alone: an earlier event is out of order. */
  get updatedAt(): Date
  /** When it was last solved. */
  get solvedAt(): Date | null
  /** When to call `tick`: the first instant at which time alone changes something; null for never. */
  get dueAt(): Date | null
  /**
   * Its place in the queue: a virtual due instant in epoch milliseconds, the
   * lower the sooner. Store it as a column with an index: `ORDER BY queue_key,
   * created_at, id` is the queue.
   */
  get queueKey(): number
  /** 1, and one more with every reopening. */
  get episode(): number
  /** The ticket that it was merged into. */
  get mergedInto(): string | null
  /** The closed ticket that it goes on from. */
  get followUpOf(): string | null
}

/**
 * Which binding artifact the generated loader actually loaded: `'native'` for
 * a native addon, otherwise the `platformArchABI` of the WASI flavor. Every
 * flavor napi-rs can build is listed, because `NAPI_RS_NATIVE_LIBRARY_PATH`
 * can point the loader at a WASI artifact this package does not build itself.
 */
export declare const __napiBindingTarget: 'native' | 'wasm32-wasi' | 'wasm32-wasip1'

/**
 * Opening hours compiled for arithmetic.
 *
 * Instants are taken to the millisecond; an interval is open at its first
 * instant and closed at its last. Elapsed time is real time: an open night
 * in which clocks go forward is an hour shorter. Durations are whole
 * seconds; `betweenMs` and `addMs` are exact. The hours depend on the
 * schedule and its zone alone, never on the zone or locale of the process.
 *
 * A handle stays in its thread; to another one goes its schedule.
 */
export declare class Calendar {
  /**
   * Compiles a schedule. One without any open time compiles, and
   * `neverOpens` says so: time does not pass in it.
   *
   * @throws {DeskcoreError} `invalid_input`, with finer codes
   * `date_out_of_range` and `too_many_spans`.
   */
  constructor(schedule: Schedule)
  /**
   * A calendar from the JSON text of a schedule, or of the list of them that
   * a union is made of.
   *
   * @throws {DeskcoreError} As the constructor.
   */
  static fromJson(json: string): Calendar
  /**
   * Open whenever one of the calendars is: support that follows the sun.
   *
   * @throws {DeskcoreError} `no_calendars` for an empty list.
   */
  static union(calendars: readonly Calendar[]): Calendar
  /** The text of the schedule that it is made of, or of the list of them. */
  toJson(): string
  /** For `JSON.stringify`, which writes a calendar as `toJson` does. */
  toJSON(): Schedule | Schedule[]
  /** The zone of the schedule; of a union, of its first. */
  get tz(): string
  /** Whether no second is ever open. */
  get neverOpens(): boolean
  /** Whether an instant is open. */
  isOpen(at: InstantInput): boolean
  /**
   * The instant itself when it is open, else the next opening; null when
   * there is none any more.
   */
  nextOpen(at: InstantInput): Date | null
  /**
   * The end of the open interval that holds an instant, else of the next
   * one; null when it never closes, or nothing opens any more.
   */
  nextClose(at: InstantInput): Date | null
  /**
   * Open seconds from one instant to another, cut to whole ones; negative
   * when the second is the earlier.
   */
  between(start: InstantInput, end: InstantInput): number
  /**
   * Open milliseconds between two instants in epoch milliseconds; negative
   * when the second is the earlier.
   */
  betweenMs(start: number, end: number): number
  /**
   * The earliest instant at which `duration` open seconds have passed
   * since `at`; null when they never will. What is left of a day has
   * passed at that day's close, not at the next opening.
   *
   * @throws {DeskcoreError} `negative_duration`, `out_of_range`.
   */
  add(at: InstantInput, duration: number): Date | null
  /**
   * `add` for epoch milliseconds and open milliseconds; null for never,
   * for what lies beyond any timestamp, and for a duration below zero.
   */
  addMs(at: number, durationMs: number): number | null
  /**
   * The latest instant from which `duration` open seconds have passed
   * until `at`; null when they never have.
   *
   * @throws {DeskcoreError} As `add`.
   */
  subtract(at: InstantInput, duration: number): Date | null
  /**
   * The next open intervals after an instant, 100 or `limit` of them, in
   * order, each merged with what touches it: the first begins at `start` when
   * that is open.
   */
  intervals(start: InstantInput, limit?: number | undefined | null): Interval[]
  /**
   * The closed intervals of a period: where nobody answers. In a union
   * they are the holes that the teams leave together.
   */
  gaps(start: InstantInput, end: InstantInput): Interval[]
  /**
   * What may be promised to a customer who writes at `at`: whether
   * somebody is there, when somebody will be, and by when `within` open
   * seconds have passed.
   *
   * @throws {DeskcoreError} As `add`.
   */
  promise(at: InstantInput, within: number): OpenPromise
  /**
   * Explains `between`: which parts of a stretch count, and why the others
   * do not, with one sentence for people in `text`.
   */
  explain(start: InstantInput, end: InstantInput): Explanation
  /**
   * The hours of the week that holds a date (`YYYY-MM-DD`), Monday first, on
   * the wall clock of a zone, the calendar's own when none is given. What
   * is open past midnight is split there, and says so by `continues` and
   * `continued`.
   */
  week(day: string, zone?: string | undefined | null): DayHours[]
  /**
   * `betweenMs` for each row, both columns in epoch milliseconds. A column
   * of one value stands for every row. With `into`, an array of as many
   * rows that shares no memory with them, nothing is allocated. Parts of a
   * millisecond are cut; a row with NaN has NaN for its answer.
   *
   * @throws {DeskcoreError} `column_length`, `invalid_input`.
   */
  betweenColumn<C extends Column>(start: C, end: C, into?: C | undefined | null): C
  /**
   * `addMs` for each row: the epoch millisecond at which `durationMs` open
   * milliseconds have passed since `at`. Where they never will: NaN in a
   * `Float64Array`, -(2n ** 63n) in a `BigInt64Array`. Else as
   * `betweenColumn`.
   *
   * @throws {DeskcoreError} `column_length`, `invalid_input`.
   */
  addColumn<C extends Column>(at: C, durationMs: C, into?: C | undefined | null): C
  /**
   * `betweenColumn` in a thread of Node's pool, while the event loop turns.
   * The columns are copied first: they may be changed or transferred as
   * soon as this returns.
   */
  betweenColumnAsync<C extends Column>(start: C, end: C): Promise<C>
  /** `addColumn` in the same way. */
  addColumnAsync<C extends Column>(at: C, durationMs: C): Promise<C>
}

/**
 * What a shop has decided, compiled from its desk.json: nothing changes it.
 *
 * A desk reads no clock and stores nothing. It takes a ticket and an event,
 * and answers with the ticket afterwards and the effects that the host is to
 * carry out.
 *
 * A handle stays in its thread; to another one goes its document.
 */
export declare class Desk {
  /**
   * A desk from its document.
   *
   * @throws {DeskcoreError} `invalid_desk`, with every mistake in
   * `problems`, each with its place, what was expected, and a suggestion
   * where there is one.
   */
  constructor(config: DeskConfig)
  /**
   * A desk from the text of its document.
   *
   * @throws {DeskcoreError} As the constructor.
   */
  static fromJson(json: string): Desk
  /** The JSON Schema of desk.json (draft 2020-12). */
  static schema(): Record<string, unknown>
  /**
   * What is legal in the document and probably wrong: policies that no
   * ticket reaches, tickets that reach none, promises that a calendar
   * cannot keep.
   */
  lint(): Problem[]
  /** The text of the document that the desk is made of. */
  toJson(): string
  /** For `JSON.stringify`, which writes a desk as `toJson` does. */
  toJSON(): DeskConfig
  /** A calendar by its id; null when there is none of that id. */
  calendar(id: string): Calendar | null
  /** The calendar that a ticket's business time is counted by. */
  calendarOf(ticket: Ticket): Calendar
  /**
   * Begins a ticket.
   *
   * @throws {DeskcoreError} `invalid_input`.
   */
  open(opening: Opening): [ticket: Ticket, effects: Effect[]]
  /**
   * Applies an event: the ticket afterwards, and the effects. The given
   * ticket stays as it is. First time runs up to the event, so what was due
   * before it is among the effects. An event whose id the ticket has seen
   * changes nothing.
   *
   * @throws {DeskcoreError} `out_of_order`, `ticket_closed`,
   * `status_not_allowed`, `invalid_input`.
   */
  apply(ticket: Ticket, event: Event): [ticket: Ticket, effects: Effect[]]
  /**
   * Lets time run up to `now`. Everything is done in order and stamped
   * with the instant at which it was due: called late, early or twice, the
   * outcome is the same. `ticket.dueAt` says when to call it.
   */
  tick(ticket: Ticket, now: InstantInput): [ticket: Ticket, effects: Effect[]]
  /**
   * Makes a ticket anew from its history, in whatever order the events
   * come: they are taken by instant, then by `seq`, then by id, and each
   * id once. With `until`, time runs on to that instant. An event that
   * cannot be taken is left out, and listed with its error.
   *
   * There are no effects: what the history made happen has happened.
   *
   * @throws {DeskcoreError} `invalid_input` when the opening cannot be
   * taken, or an event is none.
   */
  rebuild(opening: Opening, events: readonly Event[], until?: InstantInput | undefined | null): [ticket: Ticket, refused: Refused[]]
  /**
   * What a `Report` takes of a ticket, from its history up to an instant;
   * events come in any order, and those after the instant do not count.
   *
   * @throws {DeskcoreError} As `rebuild`.
   */
  figures(opening: Opening, events: readonly Event[], until: InstantInput): TicketFigures
  /**
   * What comes next by time alone, and of which clock; null when nothing
   * does.
   */
  nextDue(ticket: Ticket): NextDue | null
  /**
   * Where a metric of a ticket stands at an instant that is not before its
   * last change.
   */
  verdict(ticket: Ticket, metric: Metric, now: InstantInput): Verdict
  /** Whether something that was promised is overdue at an instant. */
  isLate(ticket: Ticket, now: InstantInput): boolean
  /** Every metric that has started: see `verdict`. */
  verdicts(ticket: Ticket, now: InstantInput): Verdict[]
  /**
   * Whether to ask a ticket's customer now, and if not, why, and when to ask
   * again. With a yes comes the survey to send and to store.
   *
   * @throws {DeskcoreError} `invalid_input` for facts that are none.
   */
  surveyDue(ticket: Ticket, facts: SurveyFacts, now: InstantInput): SurveyDecision
  /**
   * Gives an answer to a survey: the survey to store, why the answer was
   * refused, if it was, and what a low rating makes happen.
   *
   * @throws {DeskcoreError} `invalid_input` for a survey that is none.
   */
  rateSurvey(survey: Survey, score: number, at: InstantInput): RatedSurvey
  /**
   * Why a metric is due when it is: what counts and what does not (nights,
   * lunch, holidays by name) since the deadline was set, with one sentence
   * for people in `text`. Null when the metric has not started.
   */
  explain(ticket: Ticket, metric: Metric, now: InstantInput): DeadlineExplanation | null
  /** The macros that are offered for a ticket, in their order. */
  macrosFor(ticket: Ticket): MacroConfig[]
  /** The phrases that speak for each macro, for a `Suggester`. */
  macroKeywords(): Keywords[]
  /**
   * A macro's text and actions for some data.
   *
   * @throws {DeskcoreError} As `Template.render` for what is missing;
   * `invalid_input` for an id that is no macro's, a language without a
   * text and answers that do not fit.
   */
  renderMacro(macroId: string, data: TemplateData, request?: MacroRequest | undefined | null): RenderedMacro
  /**
   * One macro for many rows, in columns: a row that fails has an error and
   * no text.
   *
   * @throws {DeskcoreError} As `renderMacro` where nothing depends on the
   * row.
   */
  renderMacroBatch(macroId: string, rows: readonly TemplateData[], request?: MacroRequest | undefined | null): MacroColumns
  /** What the host is to do when an agent sends a macro: its actions. */
  macroEffects(ticket: Ticket, rendered: RenderedMacro, at: InstantInput): Effect[]
  /** The desk's rules for its queue. */
  get routing(): Routing
  /** What the `queueKey` of a ticket is made of. */
  explainQueueKey(ticket: Ticket): QueueKey
  /**
   * A ticket as far as its place in the queue and who may do it go: what a
   * `Router` takes.
   */
  workItem(ticket: Ticket): WorkItem
  /**
   * A roster whose agents may name the desk's calendars.
   *
   * @throws {DeskcoreError} As `Roster`.
   */
  roster(agents: readonly Agent[] | string): Roster
  /** The tags that a customer's message asks for by the desk's keywords. */
  keywordTags(message: string): Array<string>
}

/**
 * Millions of tickets in order: by key, creation and id, which is what
 * `ORDER BY queue_key, created_at, id` gives; whole, by team and by skill.
 */
export declare class Queue {
  /** A queue without tickets. */
  constructor()
  /**
   * A queue from its text.
   *
   * @throws {DeskcoreError} `invalid_input` for what is no list of tickets,
   * or one twice.
   */
  static fromJson(json: string): Queue
  /** The text of its tickets, in order: the same however they came in. */
  toJson(): string
  /** How many tickets are in it. */
  get length(): number
  /**
   * Adds a ticket.
   *
   * @throws {DeskcoreError} `invalid_input` for one whose id is in the queue
   * already.
   */
  insert(ticket: QueuedTicket | string): void
  /**
   * Changes a ticket: its key, team or skills.
   *
   * @throws {DeskcoreError} `invalid_input` for one that is not in the queue.
   */
  update(ticket: QueuedTicket | string): void
  /**
   * Puts a ticket where its new key belongs.
   *
   * @throws {DeskcoreError} `invalid_input` for one that is not in the queue.
   */
  setKey(id: string, key: Milliseconds): void
  /** Takes a ticket out; null when it is not in the queue. */
  remove(id: string): QueuedTicket | null
  /** A ticket by its id; null when it is not in the queue. */
  get(id: string): QueuedTicket | null
  /** The ticket that comes first; null when there is none. */
  peek(): QueuedTicket | null
  /**
   * Takes out the ticket that comes first, of all, of a team, or of those
   * that ask for a skill; null when there is none.
   *
   * @throws {DeskcoreError} `invalid_input` for both a team and a skill.
   */
  pop(team?: string | undefined | null, skill?: string | undefined | null): QueuedTicket | null
  /**
   * Tickets in order, from the one that `offset` (0) come before, `limit`
   * (100) at most: of all, of a team, or of those that ask for a skill.
   *
   * @throws {DeskcoreError} `invalid_input` for both a team and a skill.
   */
  page(offset?: number | undefined | null, limit?: number | undefined | null, team?: string | undefined | null, skill?: string | undefined | null): QueuedTicket[]
  /**
   * How many tickets come before one, of all, of its team, or of those that
   * ask for a skill; null when it is not among them.
   *
   * @throws {DeskcoreError} `invalid_input` for both a team and a skill.
   */
  position(id: string, team?: string | undefined | null, skill?: string | undefined | null): number | null
}

/**
 * All figures of a shop, over any number of tickets, ratings, surveys and
 * visits to self-service; it holds no person. Each record is to be added
 * once: a report remembers none.
 *
 * Merging is the same to the byte in whatever order, so that a report over a
 * billion tickets is a tree of merges. A report stays in its thread; to
 * another one goes its text.
 */
export declare class Report {
  /**
   * An empty report.
   *
   * @throws {DeskcoreError} `invalid_input` for a setting out of its range,
   * and for the dimension `customer`.
   */
  constructor(config?: ReportConfig | string | null)
  /**
   * A report from its text.
   *
   * @throws {DeskcoreError} `invalid_input` for what is no report, or one
   * of a newer form.
   */
  static fromJson(json: string): Report
  /**
   * Its text: the same for the same records, in whatever order they were
   * added and merged.
   */
  toJson(): string
  /**
   * Adds tickets, such as `desk.figures` makes.
   *
   * @throws {DeskcoreError} `invalid_input` with the place of the ticket;
   * then none is added.
   */
  addTickets(tickets: readonly TicketFigures[] | string): void
  /**
   * Adds ratings. One of an unknown ticket, one before it was asked for,
   * and one that its scale does not have are left out, and counted as such.
   *
   * @throws {DeskcoreError} `invalid_input` with the place of the rating;
   * then none is added.
   */
  addRatings(ratings: readonly RatingRecord[] | string): void
  /**
   * Adds surveys, offered or not.
   *
   * @throws {DeskcoreError} `invalid_input` with the place of the survey;
   * then none is added.
   */
  addSurveys(surveys: readonly SurveyRecord[] | string): void
  /**
   * Adds visits to self-service.
   *
   * @throws {DeskcoreError} `invalid_input` with the place of the visit;
   * then none is added.
   */
  addSessions(sessions: readonly SessionRecord[] | string): void
  /**
   * Takes over all that another report holds.
   *
   * @throws {DeskcoreError} `invalid_input` when the other counts in
   * another way, and when there would be too many groups; then nothing is
   * taken.
   */
  merge(other: Report): void
  /** All figures of the whole. */
  figures(): ReportFigures
  /**
   * The figures of each group of a dimension, in the order of its values.
   *
   * @throws {DeskcoreError} `invalid_input` for a dimension that the report
   * does not have.
   */
  figuresBy(dimension: string): GroupFigures[]
}

/**
 * The agents of a shop, compiled: nothing changes it. Agents that name a
 * calendar of a desk are for `desk.roster`.
 */
export declare class Roster {
  /**
   * A roster of agents.
   *
   * @throws {DeskcoreError} `invalid_input`, with the place.
   */
  constructor(agents: readonly Agent[] | string)
  /** The agents, in order of their ids. */
  get agents(): Agent[]
  /**
   * Whether an agent may do something on their own, such as refund an
   * amount; `amount` is a decimal as text.
   *
   * @throws {DeskcoreError} `invalid_input` for an agent who is not on the
   * roster and an amount that is no decimal.
   */
  allowed(action: string, agent: string, amount: string, currency: string): Permission
  /**
   * What is legal in the roster and probably wrong for these rules: skills
   * and teams that they ask for and nobody has, shifts that never come.
   */
  lint(routing: Routing): Problem[]
  /**
   * When fewer are on duty than a plan says, in the local week that holds
   * a date (`YYYY-MM-DD`), on a zone's wall clock.
   *
   * @throws {DeskcoreError} `invalid_input` for a plan of another length,
   * and a zone that does not exist.
   */
  coverageGaps(plan: WeekPlan | string, zone: string, weekOf: string): CoverageGap[]
}

/**
 * Tickets and agents in memory: gives each ticket to whoever is best for it,
 * as soon as somebody can take it. It reads no clock: tell it the time, at
 * the latest at `nextWakeUp`. Instants are epoch milliseconds.
 */
export declare class Router {
  /** A router without tickets, at an instant. */
  constructor(routing: Routing, roster: Roster, startMs: Milliseconds)
  /**
   * A router as it was, or of what a database holds. Nothing happens yet:
   * `advance` to the same instant gives out what waits.
   *
   * @throws {DeskcoreError} `invalid_input`, with the place.
   */
  static restore(routing: Routing, roster: Roster, state: RouterState | string): Router
  /**
   * Takes what happened, and does all that comes of it up to the last of
   * it. Everything that happened at one instant is told in one call.
   *
   * @throws {DeskcoreError} `invalid_input` with the place, nothing being
   * done.
   */
  apply(events: readonly RoutingEvent[] | string): RoutingChange[]
  /**
   * Lets time run up to an instant.
   *
   * @throws {DeskcoreError} `invalid_input` for one before now.
   */
  advance(toMs: Milliseconds): RoutingChange[]
  /** The instant up to which everything is done. */
  get nowMs(): number
  /**
   * The first instant after now at which anything can change by time
   * alone; null for never.
   */
  nextWakeUp(): number | null
  /** The tickets that wait, in order, with their keys. */
  queue(): [ticket: string, key: number][]
  /** Everything that it knows now, to store it. */
  state(): RouterState
  /**
   * Where a ticket is, who would take it now, and why nobody else.
   *
   * @throws {DeskcoreError} `invalid_input` for a ticket that the router
   * does not have.
   */
  explain(ticket: string): AssignmentExplanation
  /**
   * Who would take a ticket that waits, and why; null when nobody would.
   *
   * @throws {DeskcoreError} `invalid_input` for a ticket that the router
   * does not have.
   */
  agentFor(ticket: string): [agent: string, reason: AssignReason] | null
  /**
   * How long a ticket would wait if it came now, by the times in seconds that
   * recent ones took.
   *
   * @throws {DeskcoreError} `invalid_input` for what is no ticket, and a time
   * out of range.
   */
  estimateWait(item: WorkItem | string, serviceTimesS: readonly number[] | string): WaitEstimate
  /**
   * What an agent takes next, by their own asking. Nothing is changed: tell
   * it with an `assign` event.
   *
   * @throws {DeskcoreError} `invalid_input` for an agent who is not on the
   * roster.
   */
  nextForAgent(agent: string): Pull
}

/**
 * How work is ordered and who may do it, compiled from the `routing` part of
 * a desk.json: nothing changes it. `desk.routing` is that of a desk.
 *
 * Records of the queue, here and below, are objects or their JSON text, which
 * holds integers beyond 2^53 too.
 */
export declare class Routing {
  /**
   * Rules from their document.
   *
   * @throws {DeskcoreError} `invalid_input`, with the first mistake.
   */
  constructor(config: RoutingConfig | string)
  /** The text of the document that they are made of. */
  toJson(): string
  /** For `JSON.stringify`, which writes them as `toJson` does. */
  toJSON(): RoutingConfig
  /**
   * A ticket's place in the queue: a virtual due instant in epoch
   * milliseconds, the lower the sooner.
   *
   * @throws {DeskcoreError} `invalid_input` when it is no item.
   */
  queueKey(item: WorkItem | string): number
  /**
   * What a key is made of.
   *
   * @throws {DeskcoreError} `invalid_input` when it is no item.
   */
  explainQueueKey(item: WorkItem | string): QueueKey
  /**
   * The ids of tickets in the order of the queue: by key, creation and id.
   *
   * @throws {DeskcoreError} `invalid_input` for what is no item, and an id
   * that comes twice.
   */
  order(items: readonly WorkItem[] | string): Array<string>
}

/**
 * A distribution that can be merged: quantiles within `alpha` of the value,
 * in a few kilobytes, of any number of values from 0 on. `n`, `min`, `max`,
 * and quantiles of up to 64 values, are exact.
 *
 * Merging is the same to the byte in whatever order.
 */
export declare class Sketch {
  /**
   * An empty sketch of a relative accuracy, 0.01 when it is left out.
   *
   * @throws {DeskcoreError} `invalid_input` for one outside 0.001 to 0.5.
   */
  constructor(alpha?: number | null)
  /**
   * A sketch from its text.
   *
   * @throws {DeskcoreError} `invalid_input` for what is no sketch.
   */
  static fromJson(json: string): Sketch
  /**
   * Its text: the same for the same values, in whatever order they were
   * added and merged.
   */
  toJson(): string
  /** The relative accuracy. */
  get alpha(): number
  /** How many values there are. */
  get n(): number
  /** The least value; null when there is none. */
  get min(): number | null
  /** The greatest value; null when there is none. */
  get max(): number | null
  /** Whether every value is kept as it is, so that quantiles are exact. */
  get isExact(): boolean
  /**
   * Takes values.
   *
   * @throws {DeskcoreError} `invalid_input` for NaN, one below 0, or one
   * from 2^64 on, with its place; then none is taken.
   */
  add(values: readonly number[] | Float64Array | string): void
  /**
   * Takes over all values of another sketch.
   *
   * @throws {DeskcoreError} `invalid_input` when the other is of another
   * accuracy.
   */
  merge(other: Sketch): void
  /**
   * The value at a rank, from 0 for the least to 1 for the greatest; null
   * when there are no values.
   *
   * @throws {DeskcoreError} `invalid_input` when `q` is not from 0 to 1.
   */
  quantile(q: number): number | null
}

/** A model that has learnt, compiled, with keywords beside. */
export declare class Suggester {
  /** Compiles a model. */
  constructor(model: SuggestionModel, keywords?: readonly Keywords[] | undefined | null)
  /**
   * The labels that are most likely right for a message, the best first,
   * `limit` at most (5 when not said); of some `candidates` alone when they
   * are given.
   */
  suggest(inquiry: Inquiry | string, candidates?: readonly string[] | undefined | null, limit?: number): Suggestion[]
}

/** What agents chose for which messages: counts, and no text. */
export declare class SuggestionModel {
  /** A model that has learnt nothing yet. */
  constructor()
  /**
   * A model from its text.
   *
   * @throws {DeskcoreError} `invalid_input`.
   */
  static fromJson(json: string): SuggestionModel
  /** The text of the model: the same in whatever order it has learnt. */
  toJson(): string
  /** Learns which label an agent chose for a message. */
  learn(inquiry: Inquiry | string, label: string): void
  /** Adds what another model has learnt. */
  merge(other: SuggestionModel): void
}

/**
 * A Liquid template, parsed once: nothing changes it.
 *
 * All tags and filters of Shopify's Liquid, and `money`, `number`, `pluralize`
 * and `squish`. There is no access to a clock, a file or the environment, and
 * what a template may cost is limited.
 *
 * A handle stays in its thread; to another one goes its source.
 */
export declare class Template {
  /**
   * Parses a template.
   *
   * @throws {DeskcoreError} `template_syntax` for what is no Liquid,
   * `template_limit` for what is longer or deeper than the limits, both with
   * `line` and `column`.
   */
  constructor(source: string, options?: TemplateOptions | undefined | null)
  /** The text that it was parsed from. */
  get source(): string
  /**
   * Renders data. Values are escaped for the `channel` (`plain` when not
   * said), and one that is not there is an error (`missing: 'lenient'` makes
   * it nothing).
   *
   * @throws {DeskcoreError} `template_missing` with all that is missing in
   * `problems`, `template_argument`, `template_partial`, `template_limit`;
   * `invalid_input` with the place of a value that is no data, or that
   * throws when it is read, which is the `cause`.
   */
  render(data: TemplateData, options?: RenderOptions | undefined | null): string
  /**
   * What the template reads and uses, with all that it renders and
   * includes.
   *
   * @throws {DeskcoreError} `template_limit` when partials render partials
   * without end.
   */
  analyze(): Analysis
  /**
   * Every problem that rendering could meet for data of a JSON Schema:
   * without problems, no data of it makes a hole.
   *
   * @throws {DeskcoreError} As `analyze`.
   */
  check(schema: object): Problem[]
  /**
   * Renders each of many, such as the rows of a mailing.
   *
   * @throws {DeskcoreError} As `render`, for the first that cannot be
   * rendered: `path` begins with its index, such as `/12` or
   * `/12/customer.name`.
   */
  renderBatch(rows: readonly TemplateData[], options?: RenderOptions | undefined | null): string[]
}

/**
 * What arrives in the half hours of a local week, on average: of a history
 * from `fromMs` up to `toMs`, all in epoch milliseconds.
 *
 * @throws {DeskcoreError} `invalid_input` for a zone that does not exist, and
 * a history without length.
 */
export declare function arrivalProfile(arrivalsMs: readonly number[] | string, zone: string, fromMs: Milliseconds, toMs: Milliseconds): ArrivalProfile

/**
 * Holds a desk against what people wrote down: "this ticket is due on Tuesday
 * at 12:00", "these come first". An outcome for each, in their order.
 *
 * @throws {DeskcoreError} `invalid_input` with the place of a mistake in the
 * document.
 */
export declare function checkExpectations(desk: Desk, expectations: Expectations | string): ExpectationOutcome[]

/**
 * Compares two desks on the same histories: which clocks end otherwise, which
 * deadlines move, which tickets change policy, and why. Without `until`,
 * clocks are judged at the instant of the last event of all. Answers stay
 * when they were: see `limit`.
 *
 * @throws {DeskcoreError} `invalid_input` for an opening that a desk does not
 * take, with its place.
 */
export declare function compare(histories: readonly TicketHistory[] | string, before: Desk, after: Desk, until?: InstantInput | null): Comparison

/**
 * Ratings of one scale, counted.
 *
 * @throws {DeskcoreError} `rating_out_of_scale` for the first that the scale
 * does not have.
 */
export declare function countRatings(scale: Scale, ratings: readonly number[] | string): RatingCounts

/**
 * Cumulated sums: small shifts that last add up. A signal does not set the
 * sums back.
 *
 * @throws {DeskcoreError} `invalid_input` for what is not finite, and a
 * negative slack or `h`.
 */
export declare function cusum(values: readonly number[] | string, settings: CusumSettings | string): Cusum

/** The longest beginning of a text that takes at most so many segments. */
export declare function cutSms(text: string, mostSegments: number): SmsCut

/**
 * The canonical JSON text of an effect, for an outbox: the same bytes for
 * the same effect in every language.
 *
 * @throws {DeskcoreError} `invalid_input` when it is no effect.
 */
export declare function effectToJson(effect: Effect): string

/**
 * The same when customers hang up whose patience ends: `patience_s` is needed.
 *
 * @throws {DeskcoreError} `invalid_input` when a figure is out of range.
 */
export declare function erlangA(work: LiveWork | string, agents: number): ErlangA

/**
 * The same when customers hang up whose patience ends.
 *
 * @throws {DeskcoreError} As `erlangCRequired`.
 */
export declare function erlangARequired(work: LiveWork | string, goal: StaffingGoal | string): Staffing

/**
 * What a number of agents reaches when nobody hangs up.
 *
 * @throws {DeskcoreError} `invalid_input` when a figure is out of range.
 */
export declare function erlangC(work: LiveWork | string, agents: number): ErlangC

/**
 * The fewest who reach a goal when nobody hangs up.
 *
 * @throws {DeskcoreError} `invalid_input` when a figure is out of range, or
 * too many would be needed.
 */
export declare function erlangCRequired(work: LiveWork | string, goal: StaffingGoal | string): Staffing

/**
 * How long a new ticket will wait when `ahead` others are begun before it,
 * by so many agents who could take it and are all busy, by the times in
 * seconds that recent ones took.
 *
 * @throws {DeskcoreError} `invalid_input` for a time that is out of range.
 */
export declare function estimateWait(ahead: number, agents: number, serviceTimesS: readonly number[] | string): WaitEstimate

/**
 * The same of means, when one rating has the standard deviation `sigma`.
 *
 * @throws {DeskcoreError} `invalid_input` for a negative size or sigma, a
 * size without a mean, and settings that do not fit.
 */
export declare function ewmaMeans(points: readonly MeanPoint[] | string, sigma: number, settings: EwmaSettings | string): ControlChart

/**
 * An exponentially weighted moving average of shares, which sees a slow
 * drift before a p chart does.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n and the settings
 * fit.
 */
export declare function ewmaShares(points: readonly SharePoint[] | string, settings: EwmaSettings | string): ControlChart

/**
 * Reads a list of dates: on each line `YYYY-MM-DD`, and maybe a name after
 * a space, a comma, a semicolon or a tab. What follows a `#` is a comment.
 *
 * @throws {DeskcoreError} `bad_date_line`, `import_out_of_range`.
 */
export declare function holidaysFromDates(dates: string, source: string): Holiday[]

/**
 * Reads the events of a calendar file (RFC 5545) as holidays, from
 * `firstYear` to `lastYear`, both included. An event that cannot be read is
 * left out and reported.
 *
 * @throws {DeskcoreError} `not_a_calendar`, `import_out_of_range`.
 */
export declare function holidaysFromIcal(ical: string, source: string, firstYear: number, lastYear: number): ImportedHolidays

/**
 * Reads schema.org's `OpeningHoursSpecification` from JSON text.
 *
 * @throws {DeskcoreError} `schema_org_invalid` and others that name the part.
 */
export declare function hoursFromSchemaOrg(json: string): ImportedHours

/**
 * Whether a caught value is an error of this library: it then has `code`,
 * `kind`, `path`, `hint` and `problems`.
 */
export declare function isDeskcoreError(error: unknown): error is DeskcoreError

/**
 * The same for Gorgias (`GET /api/macros`).
 *
 * @throws {DeskcoreError} `invalid_input` for what is no such export.
 */
export declare function macrosFromGorgias(json: string): ImportedMacros

/**
 * Macros of Zendesk's export (`GET /api/v2/macros.json`), and what could not
 * be converted.
 *
 * @throws {DeskcoreError} `invalid_input` for what is no such export.
 */
export declare function macrosFromZendesk(json: string): ImportedMacros

/**
 * The mean of values with its interval by Student's t.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 < confidence < 1, and for
 * a value that is not finite.
 */
export declare function meanT(values: readonly number[] | string, confidence?: number | null): MeanEstimate

/** What a text takes as a text message. */
export declare function measureSms(text: string): SmsSize

/**
 * Counts of one scale added up, in whatever order they come.
 *
 * @throws {DeskcoreError} `scale_mismatch`, `rating_out_of_scale`, and
 * `invalid_input` when there are none.
 */
export declare function mergeRatings(parts: readonly RatingCounts[] | string): RatingCounts

/**
 * What the share of the satisfied could be, whatever the silent think.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ positive ≤ responded ≤
 * sent.
 */
export declare function nonresponse(sent: number, responded: number, positive: number): Nonresponse

/**
 * The net promoter score of ratings from 0 to 10, and of no others.
 *
 * @throws {DeskcoreError} `scale_mismatch` for every other scale,
 * `rating_out_of_scale`, `invalid_input` unless 0 < confidence < 1.
 */
export declare function nps(ratings: RatingCounts | string, confidence?: number | null, method?: NpsMethod | null): Nps

/**
 * Whether a net promoter score is below a floor, when noise is allowed for:
 * the upper end of its interval decides.
 *
 * @throws {DeskcoreError} as `nps`, and `invalid_input` for a floor outside
 * −100 to 100.
 */
export declare function npsFloor(ratings: RatingCounts | string, floor: number, confidence?: number | null): FloorAlert

/**
 * A control chart of shares, each with the limits of its own size. Without a
 * center it is the share of all points together.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n, the limit is at
 * least 0 and the center a share.
 */
export declare function pChart(points: readonly SharePoint[] | string, limitSigmas?: number | null, center?: number | null): ControlChart

/**
 * Exact percentiles of values that are all at hand, of type 7, the usual one
 * of spreadsheets. Null of no values.
 *
 * @throws {DeskcoreError} `invalid_input` when a `q` is not from 0 to 1, or a
 * value is not finite.
 */
export declare function percentiles(values: readonly number[] | Float64Array | string, q: readonly number[]): (number | null)[]

/** Whom to schedule by a plan, in sentences for people. */
export declare function planSentences(plan: WeekPlan | string): Array<string>

/**
 * Holds what a shop tells its customers ("answered within two hours") against
 * what calendars and policies allow, for every minute of a year.
 *
 * @throws {DeskcoreError} `invalid_input` for a year out of range, a promise
 * of no time, and a policy that the desk does not have.
 */
export declare function promiseCheck(desk: Desk, question: PromiseQuestion | string): PromiseCheck[]

/**
 * A share and its interval, in which the true share lies with the given
 * confidence.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ successes ≤ n and 0 <
 * confidence < 1.
 */
export declare function proportion(successes: number, n: number, confidence?: number | null, method?: IntervalMethod | null): Proportion

/**
 * Whether a customer may be invited to write a public review now, and if
 * not, why.
 *
 * @throws {DeskcoreError} `invalid_input` for rules that cannot be kept to.
 */
export declare function reviewDue(config: ReviewConfig | string, facts: ReviewFacts | string, now: InstantInput): ReviewDecision

/**
 * When an alert began and was over, by ratings in any order. Between ratings
 * nothing changes.
 *
 * @throws {DeskcoreError} `invalid_input` for a window that is not above 0,
 * and a recovery below the alert.
 */
export declare function rollingAlert(ratings: readonly TimedRating[] | string, rule?: AlertRule | string | null): AlertTransition[]

/**
 * The expected wait in minutes, as roughly as it can be told; null when it is
 * not known.
 */
export declare function roundedMinutes(estimate: WaitEstimate | string): number | null

/**
 * What ratings amount to. What is made of none is null, never 0.
 *
 * @throws {DeskcoreError} `rating_out_of_scale` for a count of what the
 * scale does not have.
 */
export declare function score(ratings: RatingCounts | string, denominator?: Denominator | null): Score

/** A seller's standing by the rule of a marketplace. */
export declare function sellerFeedback(feedback: SellerFeedback | string, rule: FeedbackRule): SellerScore

/**
 * Shares of groups for a leaderboard that does not crown three lucky
 * tickets: small groups are drawn towards the mean of all (empirical Bayes).
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n in every group
 * and 0 < confidence < 1.
 */
export declare function shrink(groups: readonly RatedGroup[] | string, confidence?: number | null): Shrinkage

/**
 * What an order of the queue does: jobs, in order of arrival, worked off by a
 * number of equal agents.
 *
 * @throws {DeskcoreError} `invalid_input`, with the place.
 */
export declare function simulate(jobs: readonly Job[] | string, pool: Pool | string): Simulation

/**
 * Has the agents of a roster work tickets off, by an order of the queue or,
 * when none is named, by the rules' own keys.
 *
 * @throws {DeskcoreError} `invalid_input`, with the place.
 */
export declare function simulateRoster(routing: Routing, roster: Roster, tickets: readonly SimulatedTicket[] | string, order?: QueueOrder | null): RosterSimulation

/**
 * What became of all surveys of a history by `until`: one for each
 * resolution. Events may come in any order; those of one instant are taken
 * as they stand.
 *
 * @throws {DeskcoreError} `invalid_input` for a policy that cannot be kept
 * to.
 */
export declare function surveyLog(config: SurveyConfig | string, events: readonly SurveyEvent[] | string, until: InstantInput): SurveyLog

/**
 * Whether two shares differ beyond noise: the z test, and Newcombe's
 * interval of the difference.
 *
 * @throws {DeskcoreError} `invalid_input` unless 0 ≤ k ≤ n for both and 0 <
 * confidence < 1.
 */
export declare function twoProportions(k1: number, n1: number, k2: number, n2: number, confidence?: number | null): ProportionDifference

/** Version of this library. */
export declare function version(): string

/**
 * What was unusual in a week, of the tickets that began or ended in it and in
 * earlier weeks, and a year before where those are at hand; in any order.
 *
 * @throws {DeskcoreError} `invalid_input` for a setting out of its range.
 */
export declare function weeklyDigest(tickets: readonly TicketFigures[] | string, config: DigestConfig | string): Digest

/**
 * Reads `opening_hours` of OpenStreetMap.
 *
 * @throws {DeskcoreError} `osm_syntax`, and `osm_unsupported` for rules that
 * do not fit a weekly schedule.
 */
export declare function weeklyFromOsm(hours: string): ImportedHours

/**
 * How many are needed in each half hour of a week. With a `patience_s` by
 * Erlang A, without by Erlang C.
 *
 * @throws {DeskcoreError} `invalid_input` when a figure is out of range, or
 * too many would be needed.
 */
export declare function weekPlan(profile: ArrivalProfile | string, assumptions: WorkAssumptions | string, goal: StaffingGoal | string): WeekPlan
