// Runs language-neutral vectors through the Node package.
//
// `node conformance/node/run.mjs PATH…`, where a path is a `.jsonl` file or a
// folder of them. The folder that a file lies in names its family; a family
// without rules is skipped with a line. Each failure is printed with what was
// expected and what came; the last line is `N passed, N failed`, and the exit
// code is 1 when anything failed, or nothing was run.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { Calendar, Desk, Template, Ticket, effectToJson, isDeskcoreError } from '../../crates/node/index.js'

/** Instants as the vectors write them: whole seconds, RFC 3339 with Z. */
const stamp = (at) => at && at.toISOString().replace('.000Z', 'Z')

const operations = {
  is_open: (calendar, { at }) => calendar.isOpen(at),
  next_open: (calendar, { at }) => stamp(calendar.nextOpen(at)),
  next_close: (calendar, { at }) => stamp(calendar.nextClose(at)),
  between: (calendar, { from, to }) => calendar.between(from, to),
  add: (calendar, { at, seconds }) => stamp(calendar.add(at, seconds)),
  subtract: (calendar, { at, seconds }) => stamp(calendar.subtract(at, seconds)),
}

function* businessTime({ calendar, ops }) {
  const compiled = new Calendar(calendar)
  for (const { expect, ...op } of ops) {
    yield { what: JSON.stringify(op), expected: expect, got: operations[op.op](compiled, op) }
  }
}

/** A desk refuses a calendar that never opens; one that opened once is the same to every case. */
const everOpen = (calendar) =>
  new Calendar(calendar).neverOpens
    ? { ...calendar, overrides: { ...calendar.overrides, '1900-01-01': [['09:00', '10:00']] } }
    : calendar

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))

function deskOf(calendar, policy) {
  const { targets, pause, bot_counts, note_counts } = policy ?? {}
  const target = ({ seconds, hours }) => ({ target: seconds, hours })
  return new Desk({
    automatic_status: false,
    calendars: { office: everOpen(calendar) },
    policies: [
      {
        id: 'p',
        calendar: 'office',
        targets: targets && mapped(targets, (metrics) => mapped(metrics, target)),
        pause,
        bot_counts,
        note_counts,
      },
    ],
  })
}

/** One ticket, and the desk.json that holds for it at the moment. */
class Case {
  #calendar
  #policy
  #desk
  #ticket
  #events = 0

  constructor({ calendar, policy }) {
    this.#calendar = calendar
    this.#policy = policy
    this.#desk = deskOf(calendar, policy)
  }

  happen({ at, type, ...fields }) {
    switch (type) {
      case 'created':
        return this.#open(at, fields)
      case 'policy':
      case 'calendar':
        this.#apply(at, 'policy_review', {})
        if (type === 'policy') this.#policy = fields.policy
        else this.#calendar = fields.calendar
        this.#desk = deskOf(this.#calendar, this.#policy)
        return this.#apply(at, 'policy_review', {})
      case 'assigned':
        return this.#apply(at, type, { agent: fields.to })
      case 'merged_from':
      case 'merged_into':
        return this.#apply(at, type, { ...fields, ticket: `m${Date.parse(at) / 1000}` })
      default:
        return this.#apply(at, type, fields)
    }
  }

  #open(at, { by, public: public_message, ...fields }) {
    const started_by = by === 'system' ? 'host' : by
    const opening = { id: 't', at, channel: 'email', started_by, public_message, ...fields }
    for (const key of Object.keys(opening)) if (opening[key] === null) delete opening[key]
    this.#store(this.#desk.open(opening)[0])
  }

  #apply(at, type, fields) {
    this.#events += 1
    const event = { id: `e${this.#events}`, at, type, ...fields }
    try {
      this.#store(this.#desk.apply(this.#ticket, event)[0])
    } catch (error) {
      // Closed is final.
      if (error.kind !== 'ticket_closed') throw error
    }
  }

  /** Stored and loaded between any two events, a ticket is the same. */
  #store(ticket) {
    this.#ticket = Ticket.fromJson(ticket.toJson())
    if (!this.#ticket.equals(ticket)) throw new Error('the ticket differs after a round trip')
  }

  check(at, metric) {
    const verdict = this.#desk.verdict(this.#ticket, metric, at)
    const [ticked] = this.#desk.tick(this.#ticket, at)
    if (!same(this.#desk.verdict(ticked, metric, at), verdict)) {
      return 'letting time run up to the instant changes the verdict'
    }
    const { state, clock, instance, elapsed_s, target_s, due_at, breaches, last_breach_at } = verdict
    return { state, clock, instance, elapsed_s, target_s, due_at, breaches, last_breach_at }
  }
}

function* sla({ calendar, policy, events, checks }) {
  const ticket = new Case({ calendar, policy })
  const waiting = [...events]
  const inOrder = checks.map((check, number) => ({ ...check, number }))
  inOrder.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  for (const { at, metric, expect, number } of inOrder) {
    while (waiting.length > 0 && Date.parse(waiting[0].at) <= Date.parse(at)) {
      ticket.happen(waiting.shift())
    }
    yield { what: `check ${number}: ${metric} at ${at}`, expected: expect, got: ticket.check(at, metric) }
  }
}

/** What the histories of the digest come to: the same bytes in every language. */
export function digest(desk, histories) {
  const hash = createHash('sha256')
  for (const { opening, events, until } of histories) {
    let ticket
    const told = (step) => {
      try {
        const [after, effects] = step()
        ticket = after
        for (const text of [ticket.toJson(), ...effects.map(effectToJson)]) hash.update(`${text}\n`)
      } catch (error) {
        if (!isDeskcoreError(error)) throw error
        hash.update(`${error.code}\n`)
      }
    }
    told(() => desk.open(opening))
    for (const event of events) told(() => desk.apply(ticket, event))
    told(() => desk.tick(ticket, until))
  }
  return hash.digest('hex')
}

/** The text of a line's `data`, as it is written there. */
function written(line) {
  const start = line.indexOf('"data": ') + 8
  let depth = 0
  for (const { 0: token, index } of line.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if ('[{'.includes(token)) depth += 1
    if (']}'.includes(token) && (depth -= 1) === 0) return line.slice(start, start + index + 1)
  }
}

/**
 * The data of a vector as an object. JavaScript has one kind of number, in which
 * 1.0 is 1: data with a number that is written with a point or an exponent is
 * given as its text.
 */
const dataOf = ({ data = {} }, line) => {
  const numbers = written(line)?.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
  return /\d[.eE]/.test(numbers) ? written(line) : data
}

function rendered(vector, line) {
  const { templates: partials, template_parts: parts = [], channel, missing = 'lenient', limits } = vector
  const source = vector.template ?? parts.map(([text, times]) => text.repeat(times)).join('')
  try {
    return { result: new Template(source, { partials, limits }).render(dataOf(vector, line), { channel, missing, limits }) }
  } catch (error) {
    if (error.kind !== 'template_error') throw error
    const { code, line, column, path } = error
    return { error: { class: code.replace('template_', ''), line, column, path } }
  }
}

/** A result as it is; an error by the fields that are given, of which each may list what it can be. */
const accepts = (expected, got) =>
  expected.error && got.error
    ? Object.entries(expected.error).every(([key, value]) => [value].flat().includes(got.error[key]))
    : expected.result !== undefined && expected.result === got.result

function* templates(vector, line) {
  const { accept, results, result, error, invalid } = vector
  const one = invalid ? { error: {} } : error ? { error } : { result }
  const accepted = accept ?? results?.map((result) => ({ result })) ?? [one]
  const got = rendered(vector, line)
  yield { what: 'renders', expected: accepted.some((expected) => accepts(expected, got)) ? got : accepted, got }
}

const families = { business_time: businessTime, sla, templates }
let passed = 0
let failed = 0

const fail = (message) => {
  failed += 1
  console.log(`FAILED ${message}`)
}

/** Whether two values are the same JSON, in whatever order of keys. */
const ordered = (value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])]))
    : value
const same = (left, right) => JSON.stringify(ordered(left ?? null)) === JSON.stringify(ordered(right ?? null))

const linesOf = (path) =>
  readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '')

function runDigest(path) {
  const beside = (name) => readFileSync(join(dirname(path), name), 'utf8')
  const got = digest(Desk.fromJson(beside('desk.json')), linesOf(path).map((line) => JSON.parse(line)))
  const expected = beside('digest.txt').trim()
  console.log(`digest ${got}`)
  if (got === expected) passed += 1
  else fail(`digest\n  expected ${expected}\n  got      ${got}`)
}

function runFile(path) {
  const name = basename(dirname(realpathSync(path)))
  if (name === 'digest') return runDigest(path)
  const family = families[name]
  if (!family) {
    console.log(`skipped: ${path}: no rules for the family "${name}"`)
    return
  }
  for (const line of linesOf(path)) {
    const vector = JSON.parse(line)
    const id = vector.id ?? vector.name
    try {
      for (const { what, expected, got } of family(vector, line)) {
        if (same(expected, got)) passed += 1
        else fail(`${id} ${what}\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`)
      }
    } catch (error) {
      fail(`${id}: ${error.stack}`)
    }
  }
}

const files = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true }).map(String).sort()
        .filter((name) => name.endsWith('.jsonl')).map((name) => join(path, name))
    : [path]

for (const path of process.argv.slice(2)) {
  try {
    files(path).forEach(runFile)
  } catch (error) {
    fail(`${path}: ${error.stack}`)
  }
}
if (passed + failed === 0) fail('nothing was run: expected paths of vectors of a known family')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
