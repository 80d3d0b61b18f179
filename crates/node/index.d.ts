// Made by `make node-build` from the comments and signatures in src. Do not edit.

import type {
  Analysis,
  DayHours,
  DeadlineExplanation,
  DeskConfig,
  Effect,
  Event,
  Explanation,
  Failure,
  Holiday,
  ImportedHolidays,
  ImportedHours,
  ImportedMacros,
  Inquiry,
  InstantInput,
  Interval,
  Keywords,
  Limits,
  MacroColumns,
  MacroConfig,
  MacroRequest,
  Metric,
  NextDue,
  Opening,
  Priority,
  Problem,
  // Not the Promise of the language, which stands in this file too.
  Promise as OpenPromise,
  Refused,
  RenderOptions,
  RenderedMacro,
  Schedule,
  SmsCut,
  SmsSize,
  Status,
  Suggestion,
  TicketRecord,
  Verdict,
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

/** What a text takes as a text message. */
export declare function measureSms(text: string): SmsSize

/** Version of this library. */
export declare function version(): string

/**
 * Reads `opening_hours` of OpenStreetMap.
 *
 * @throws {DeskcoreError} `osm_syntax`, and `osm_unsupported` for rules that
 * do not fit a weekly schedule.
 */
export declare function weeklyFromOsm(hours: string): ImportedHours
