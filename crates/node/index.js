'use strict'
// The module: the addon's classes and functions, and `Ticket`, which is its
// stored text. Everything that decides lies in the addon.

const native = require('./native.js')

const { types } = require('node:util')

const { parse, stringify } = JSON

/** Where and why a value cannot be held by JSON, which would not say so: a line each. */
function unfit(value, path = '', above = []) {
  const dropped = typeof value === 'function' || typeof value === 'symbol' || value === undefined
  if (Array.isArray(above.at(-1)) && dropped) return `${path}\na ${typeof value}: expected what JSON can hold`
  if (typeof value === 'bigint') return `${path}\na BigInt: expected a number, or text`
  if (typeof value === 'number' && !Number.isFinite(value)) return `${path}\n${value}: expected a number that JSON can hold`
  if (value instanceof Date && Number.isNaN(value.getTime())) return `${path}\nthe Date is invalid`
  if (typeof value !== 'object' || value === null || typeof value.toJSON === 'function') return undefined
  if (above.length > 64 || above.includes(value)) return '\nnested more than 64 levels deep, or within itself'
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const place = `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
    const found = unfit(value[key], place, [...above, value])
    if (found) return found
  }
}

const noData = [
  ArrayBuffer.isView, types.isAnyArrayBuffer, types.isBoxedPrimitive, types.isGeneratorObject, types.isPromise,
  types.isRegExp, types.isSet, types.isWeakMap, types.isWeakSet,
]
const dateText = Date.prototype.toISOString
const { isArray } = Array
const { getPrototypeOf, prototype: plain } = Object

/**
 * How a template reads an object that is not a plain one: as a list (1), by its
 * own fields (2), as a `Map` (3), not at all (0), or as what `toJSON` makes of
 * it, in a list of one.
 */
function look(value) {
  if (isArray(value)) return 1
  if (getPrototypeOf(value) === null) return 2
  if (types.isMap(value)) return 3
  if (types.isDate(value)) return [Number.isNaN(value.getTime()) ? value : dateText.call(value)]
  if (noData.some((is) => is(value))) return 0
  return typeof value.toJSON === 'function' ? [value.toJSON()] : 2
}

const { get, keys } = Map.prototype
const entry = (map, key) => (key === undefined ? [...keys.call(map)] : get.call(map, key))

// As they are now: what a host changes in the globals later is nothing to this library.
native.remember(stringify, parse, unfit, look, entry, plain)

let made, textOf

class Ticket {
  #text
  #written
  #record

  constructor(text, written, key) {
    if (key !== made) throw new TypeError('a ticket comes from a desk, or from Ticket.fromJson')
    this.#text = text
    this.#written = written
  }

  static {
    made = (text) => new Ticket(text, true, made)
    textOf = (value) =>
      typeof value === 'object' && value !== null && #text in value ? value.#text : undefined
  }

  static fromJson(json) {
    native.checkTicket(json)
    return new Ticket(json, false, made)
  }

  static fromObject(record) {
    return made(native.ticketOfRecord(record))
  }

  toJson() {
    if (!this.#written) {
      this.#text = native.canonicalTicket(this.#text)
      this.#written = true
    }
    return this.#text
  }

  toObject() {
    return parse(this.toJson())
  }

  toJSON() {
    return this.toObject()
  }

  toString() {
    return `Ticket ${this.id}, version ${this.version}: ${this.status}`
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.toString()
  }

  equals(other) {
    return textOf(other) !== undefined && this.toJson() === other.toJson()
  }

  get #read() {
    return (this.#record ??= parse(this.#text))
  }

  get id() { return this.#read.id }
  get version() { return this.#read.version }
  get status() { return this.#read.status }
  get statusLabel() { return this.#read.status_label ?? null }
  get priority() { return this.#read.facts.priority ?? null }
  get channel() { return this.#read.facts.channel }
  get assignee() { return this.#read.assignee ?? null }
  get team() { return this.#read.team ?? null }
  get tags() { return [...(this.#read.facts.tags ?? [])] }
  get createdAt() { return date(this.#read.created_at) }
  get updatedAt() { return date(this.#read.updated_at) }
  get solvedAt() { return date(this.#read.solved_at) }
  get dueAt() { return date(this.#read.due_at) }
  get queueKey() { return this.#read.queue_key }
  get episode() { return this.#read.episode ?? 1 }
  get mergedInto() { return this.#read.merged_into ?? null }
  get followUpOf() { return this.#read.follow_up_of ?? null }
}

const date = (instant) => (instant == null ? null : new Date(instant))

/** The addon answers with a ticket's text and what came with it, or with the text alone. */
const outcome = (answer) =>
  typeof answer === 'string' ? [made(answer), []] : [made(answer[0]), answer[1]]

class Calendar extends native.Calendar {}

class Template extends native.Template {
  /** Names that it looks up, which the addon fills in. */
  #keys = []

  render(data, options) { return super.render(data, options, this.#keys) }
  renderBatch(rows, options) { return super.renderBatch(rows, options, this.#keys) }
}

class Desk extends native.Desk {
  open(opening) { return outcome(super.open(opening)) }
  apply(ticket, event) { return outcome(super.apply(textOf(ticket), event)) }
  tick(ticket, now) { return outcome(super.tick(textOf(ticket), now)) }
  rebuild(opening, events, until) { return outcome(super.rebuild(opening, events, until)) }
  calendarOf(ticket) { return super.calendarOf(textOf(ticket)) }
  nextDue(ticket) { return super.nextDue(textOf(ticket)) }
  verdict(ticket, metric, now) { return super.verdict(textOf(ticket), metric, now) }
  verdicts(ticket, now) { return super.verdicts(textOf(ticket), now) }
  isLate(ticket, now) { return super.isLate(textOf(ticket), now) }
  explain(ticket, metric, now) { return super.explain(textOf(ticket), metric, now) }
  surveyDue(ticket, facts, now) { return super.surveyDue(textOf(ticket), facts, now) }
  explainQueueKey(ticket) { return super.explainQueueKey(textOf(ticket)) }
  workItem(ticket) { return super.workItem(textOf(ticket)) }
  macrosFor(ticket) { return super.macrosFor(textOf(ticket)) }
  macroEffects(ticket, rendered, at) { return super.macroEffects(textOf(ticket), rendered, at) }
  // The last is filled in by the addon with the names that it looks up.
  renderMacro(id, data, request) { return super.renderMacro(id, data, request, []) }
  renderMacroBatch(id, rows, request) { return super.renderMacroBatch(id, rows, request, []) }
}

const {
  Queue, Report, Roster, Router, Routing, Sketch, Suggester, SuggestionModel, arrivalProfile, checkExpectations,
  compare, countRatings, cusum, cutSms, effectToJson, erlangA, erlangARequired, erlangC, erlangCRequired,
  estimateWait, ewmaMeans, ewmaShares, holidaysFromDates, holidaysFromIcal, hoursFromSchemaOrg, isDeskcoreError,
  macrosFromGorgias, macrosFromZendesk, meanT, measureSms, mergeRatings, nonresponse, nps, npsFloor, pChart,
  percentiles, planSentences, promiseCheck, proportion, reviewDue, rollingAlert, roundedMinutes, score,
  sellerFeedback, shrink, simulate, simulateRoster, surveyLog, twoProportions, version, weekPlan, weeklyDigest,
  weeklyFromOsm,
} = native

module.exports = {
  Calendar, Desk, Queue, Report, Roster, Router, Routing, Sketch, Suggester, SuggestionModel, Template, Ticket,
  arrivalProfile, checkExpectations, compare, countRatings, cusum, cutSms, effectToJson, erlangA, erlangARequired,
  erlangC, erlangCRequired, estimateWait, ewmaMeans, ewmaShares, holidaysFromDates, holidaysFromIcal,
  hoursFromSchemaOrg, isDeskcoreError, macrosFromGorgias, macrosFromZendesk, meanT, measureSms, mergeRatings,
  nonresponse, nps, npsFloor, pChart, percentiles, planSentences, promiseCheck, proportion, reviewDue, rollingAlert,
  roundedMinutes, score, sellerFeedback, shrink, simulate, simulateRoster, surveyLog, twoProportions, version,
  weekPlan, weeklyDigest, weeklyFromOsm,
}
