// Made by `make node-build` from the comments and signatures in src. Do not edit.

import type {
  DayHours,
  DeadlineExplanation,
  DeskConfig,
  DeskcoreError,
  Effect,
  Event,
  Explanation,
  Holiday,
  ImportedHolidays,
  ImportedHours,
  InstantInput,
  Interval,
  Metric,
  NextDue,
  Opening,
  Priority,
  Problem,
  // Not the Promise of the language, which stands in this file too.
  Promise as OpenPromise,
  Refused,
  Schedule,
  Status,
  TicketRecord,
  Verdict,
} from './types'

export type * from './types'

/** A column of epoch milliseconds, or of milliseconds. */
export type Column = Float64Array | BigInt64Array
