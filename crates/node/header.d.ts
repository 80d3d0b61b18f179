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
