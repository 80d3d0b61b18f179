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

import * as deskcore from '../../crates/node/index.js'

const { Calendar, Desk, Roster, Router, Routing, Template, Ticket, effectToJson, isDeskcoreError, simulate } = deskcore

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

/** Integers that no number holds, as text, so that `written` gives them as they were. */
const parsed = (line) =>
  JSON.parse(line.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) => (token[0] === '"' ? token : `"whole:${token}"`)))
const unquoted = (value) => JSON.stringify(value).replaceAll(/"whole:(-?\d+)"/g, '$1')
const bigint = (value) => BigInt(String(value).replace('whole:', ''))

const instants = { t: 'at_ms', created_at: 'created_at_ms', due: 'due_ms', shifts: 'shifts_ms' }

/** A record of a routing vector, by the names that instants have here. */
const renamed = (record) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => {
    const inner = ['ticket', 'set'].includes(name) && typeof value === 'object'
    return [instants[name] ?? name, inner ? renamed(value) : value]
  }))

/** What the router knows of a ticket is beside what the ticket is. */
const routed = ({ queued_at, agent, paused, declined, ...ticket }) =>
  ({ ticket: renamed(ticket), queued_at_ms: queued_at, agent, paused, declined })

function scenario(rules, roster, { start, events, until, snapshots }) {
  const router = new Router(rules, roster, bigint(start))
  let waiting = events.map(renamed)
  const changes = []
  const seen = []
  for (const stop of [...snapshots, undefined]) {
    const to = bigint(stop ?? until)
    const isDue = ({ at_ms }) => bigint(at_ms) <= to
    changes.push(...router.apply(unquoted(waiting.filter(isDue))), ...router.advance(to))
    waiting = waiting.filter((event) => !isDue(event))
    if (stop !== undefined) seen.push({ t: stop, queue: router.queue() })
  }
  const told = { assigned: [], requeued: [] }
  for (const { type, at_ms, ticket, agent, reason } of changes) told[type].push([at_ms, ticket, agent, reason])
  const held = Object.fromEntries(router.state().agents.map(({ agent, tickets }) => [agent, tickets]))
  const final = { queue: router.queue().map(([id]) => id), held }
  return { assignments: told.assigned, requeues: told.requeued, snapshots: seen, final }
}

function* routing({ op, expect }, line) {
  const { config, agents = [], agent, ticket, tickets, t, ...input } = parsed(line).input
  // The vectors know nothing of tickets that are put back because they are late.
  const rules = new Routing(unquoted({ ...config, demote_missed: { channels: [] } }))
  const roster = new Roster(unquoted(agents.map(renamed)))
  const answers = {
    key() {
      const item = unquoted(renamed(ticket))
      const { key, contributions } = rules.explainQueueKey(item)
      if (key !== rules.queueKey(item)) throw new Error('the key is not the one that is explained')
      return { key, contributions: contributions.map(({ name, ms }) => [name, ms]) }
    },
    order() {
      const items = tickets.map(renamed)
      const order = rules.order(unquoted(items))
      const keys = new Map(items.map((item) => [item.id, rules.queueKey(unquoted(item))]))
      return { order, keys: order.map((id) => keys.get(id)) }
    },
    next_for_agent() {
      const state = unquoted({ at_ms: t, tickets: tickets.map(routed) })
      const { ticket, reason } = Router.restore(rules, roster, state).nextForAgent(agent)
      return { ticket, reason }
    },
    scenario: () => scenario(rules, roster, input),
  }
  yield { what: op, expected: expect, got: JSON.parse(unquoted(answers[op]())) }
}

function* staffing({ op, input, expect, tol }) {
  const { arrivals, interval_s, aht_s, answer_within_s, patience_s, agents, ...goal } = input
  const camel = op.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase())
  const got = deskcore[camel]({ arrivals, interval_s, aht_s, answer_within_s, patience_s }, agents ?? goal)
  for (const [what, expected] of Object.entries(expect)) {
    const both = [expected, got[what]]
    const fractions = both.every((value) => typeof value === 'number') && !both.every(Number.isInteger)
    const near = fractions && Math.abs(got[what] - expected) <= tol * Math.max(1, Math.abs(expected))
    yield { what, expected, got: near ? expected : got[what] }
  }
}

function* simulation({ agents, agent_clock = true, jobs, expect }) {
  const records = jobs.map(([arrival_s, priority, due_s, work_s, vip]) => ({ arrival_s, priority, due_s, work_s, vip: vip === 1 }))
  for (const [order, figures] of Object.entries(expect)) {
    const got = simulate(records, { agents, order, agent_clock })
    const starts = got.started.reduce((sum, start, place) => sum + BigInt(place + 1) * BigInt(start), 0n)
    got.starts_sum_mod = Number(((starts % 1_000_000_007n) + 1_000_000_007n) % 1_000_000_007n)
    for (const [figure, expected] of Object.entries(figures)) {
      yield { what: `${order} ${figure}`, expected, got: got[figure] }
    }
  }
}

/** What came, with every fraction that is near enough put as it was expected. */
const near = (expected, got, tol) => {
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    return got.map((came, place) => near(expected[place], came, tol))
  }
  if (expected && got && typeof expected === 'object' && typeof got === 'object') {
    return Object.fromEntries(Object.entries(got).map(([name, came]) => [name, near(expected[name], came, tol)]))
  }
  const fractions = [expected, got].every((value) => typeof value === 'number') && !Number.isInteger(got)
  return fractions && Math.abs(got - expected) <= tol * Math.max(1, Math.abs(expected)) ? expected : got
}

const charted = (name, { center, points, signals }) =>
  ({ center, [name]: points.map(({ value, lcl, ucl }) => [value, lcl, ucl]), signals })

const ms = (at) => (at ? Date.parse(at) : null)

function generated({ seed, n, kind, scale }) {
  let state = BigInt(seed)
  return Float64Array.from({ length: n }, () => {
    state = BigInt.asUintN(64, 6364136223846793005n * state + 1442695040888963407n)
    const u = Number(state >> 11n) / 2 ** 53
    if (kind === 'exp') return -Math.log(1 - u) * scale
    if (kind === 'pareto') return scale / Math.sqrt(1 - u)
    return kind === 'zeros' && u < 0.3 ? 0 : scale * u
  })
}

/** Quantiles, with each that is within its bounds put as these. */
const within = (bounds, quantiles, tol) =>
  quantiles.map((came, place) => {
    if (came === null || !bounds[place]) return came
    const [low, high] = bounds[place].map((end, side) => end + (side === 0 ? -tol : tol) * Math.max(1, Math.abs(end)))
    return came >= low && came <= high ? bounds[place] : came
  })

const satisfied = {
  cusum({ values, ...settings }) {
    const { up, down, signals } = deskcore.cusum(values, settings)
    return { up_down: up.map((sum, place) => [sum, down[place]]), signals }
  },
  eb_shrink: ({ groups, confidence }) => deskcore.shrink(groups, confidence),
  ewma({ kind, points, sigma, lambda, L, center }) {
    const settings = { weight: lambda, limit_sigmas: L, center }
    const of = { proportion: () => deskcore.ewmaShares(points, settings), mean: () => deskcore.ewmaMeans(points, sigma, settings) }
    return charted('z_lcl_ucl', of[kind]())
  },
  mean_t: ({ values, confidence }) => deskcore.meanT(values, confidence),
  merge({ scale, parts }) {
    const counted = (parts.length ? parts : [[]]).map((part) => deskcore.countRatings(scale, part))
    const whole = deskcore.mergeRatings(counted)
    const halves = [0, 1].map((half) => counted.filter((_, place) => place % 2 === half)).filter((half) => half.length)
    const others = [counted.toReversed(), halves.map((half) => deskcore.mergeRatings(half))]
    if (!others.every((parts) => same(deskcore.mergeRatings(parts), whole))) throw new Error('the order of merges matters')
    return { ...deskcore.score(whole), counts: whole.counts }
  },
  nonresponse: ({ sent, responded, positive }) => deskcore.nonresponse(sent, responded, positive),
  nps: ({ scale, ratings, confidence, method }) => deskcore.nps(deskcore.countRatings(scale, ratings), confidence, method),
  p_chart: ({ points, L, center }) => charted('p_lcl_ucl', deskcore.pChart(points, L, center)),
  percentile: ({ values, q }) => ({ quantiles: deskcore.percentiles(values, q) }),
  proportion: ({ successes, n, confidence, method }) => deskcore.proportion(successes, n, confidence, method),
  rolling_alert({ ratings, ...rule }) {
    const timed = ratings.map(([t, score]) => ({ at: new Date(t), score }))
    const transitions = deskcore.rollingAlert(timed, rule)
    return { transitions: transitions.map(({ at, state, mean, n }) => [ms(at), state, mean, n]) }
  },
  score: ({ scale, counts, denominator }) => deskcore.score({ scale, counts }, denominator),
  seller_feedback: ({ rule, ...feedback }) => deskcore.sellerFeedback(feedback, rule),
  sketch({ alpha, q, parts }) {
    const whole = new deskcore.Sketch(alpha)
    for (const part of parts.toReversed()) {
      const sketch = new deskcore.Sketch(alpha)
      sketch.add(generated(part))
      whole.merge(sketch)
    }
    const { n, min, max } = whole
    return { n, min, max, bounds: q.map((one) => whole.quantile(one)) }
  },
  survey({ config, events, until }) {
    const happened = events.map(({ t, ...event }) => ({ at: new Date(t), ...event }))
    const { surveys, rejected } = deskcore.surveyLog(config, happened, new Date(until))
    const told = ({ ticket, agent = null, due_at, sent_at, state, score = null, rated_at, edits }) =>
      ({ ticket, agent, due_at: ms(due_at), sent_at: ms(sent_at), state, score, rated_at: ms(rated_at), edits })
    return { surveys: surveys.map(told), rejected: rejected.map(({ at, ticket, reason }) => [ms(at), ticket, reason]) }
  },
  two_proportions: ({ k1, n1, k2, n2, confidence }) => deskcore.twoProportions(k1, n1, k2, n2, confidence),
}

function* satisfaction({ op, input, expect, tol }) {
  let got
  try {
    got = satisfied[op](input)
  } catch (error) {
    if (!isDeskcoreError(error)) throw error
    got = { error: error.code }
  }
  for (const [what, expected] of Object.entries(expect)) {
    const alike = what === 'bounds' ? within : near
    yield { what, expected, got: alike(expected, got[what], tol) }
  }
}

const families = { business_time: businessTime, routing, satisfaction, simulation, sla, staffing, templates }
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
