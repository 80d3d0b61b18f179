// What the Node binding costs, each figure beside what it is held against,
// in the same run: best of several rounds, interleaved.
//
// With the build that has a call that does nothing:
// `npm run build && npm run build:testing` in crates/node before.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROUNDS = 9
const ROWS = 1_000_000

const crate = fileURLToPath(new URL('../../crates/node/', import.meta.url))
const addon = readdirSync(join(crate, 'testing')).find((name) => name.endsWith('.node'))
process.env.NAPI_RS_NATIVE_LIBRARY_PATH = join(crate, 'testing', addon)
const require = createRequire(join(crate, 'package.json'))
const { noop, rustLoop } = require('./native.js')
const { Desk, Ticket } = require('./index.js')
const { pack } = await import('../../crates/node/test/pack.mjs')

/** Nanoseconds a call, for each of some functions. */
function measured(calls, functions) {
  const best = functions.map(() => Infinity)
  for (let round = 0; round < ROUNDS; round += 1) {
    functions.forEach((work, index) => {
      const began = process.hrtime.bigint()
      for (let n = 0; n < calls; n += 1) work(n)
      best[index] = Math.min(best[index], Number(process.hrtime.bigint() - began) / calls)
    })
  }
  return best
}

const target = (length) => ({ target: length, warn: ['80%'] })
const desk = new Desk({
  name: 'Bottega Aurora',
  calendars: {
    office: {
      tz: 'Europe/Rome',
      weekly: { mon: [['09:00', '13:00'], ['14:00', '18:00']], tue: 'mon', wed: 'mon', thu: 'mon', fri: 'mon' },
      holidays: ['2026-12-08', '2026-12-25'],
    },
  },
  policies: [
    {
      id: 'default',
      calendar: 'office',
      targets: {
        '*': {
          first_reply_time: target('4h'),
          next_reply_time: target('8h'),
          periodic_update_time: target('24h'),
          requester_wait_time: target('32h'),
          agent_work_time: target('24h'),
          total_resolution_time: target('40h'),
        },
      },
    },
  ],
})

/** Tickets that have been answered and asked again, and a reply to each. */
function answeredTickets() {
  const at = (minutes) => new Date(Date.UTC(2026, 10, 23, 9, minutes))
  return Array.from({ length: 64 }, (_, n) => {
    const facts = { customer: `c-${n}`, priority: 'normal', language: 'it', tags: ['order', 'late'], fields: { order: `#${5000 + n}` } }
    let [ticket] = desk.open({ id: `A-${1000 + n}`, at: at(0), channel: 'email', assignee: 'ana', ...facts })
    const events = ['agent_reply', 'customer_message', 'internal_note', 'agent_reply', 'customer_message']
    events.forEach((type, m) => ([ticket] = desk.apply(ticket, { type, id: `ev-${m}`, at: at(m + 1), actor: { kind: 'agent', id: 'ana' } })))
    return ticket.toJson()
  })
}

const rows = []
const row = (what, figure, against, ratio, goal) => rows.push({ what, figure, against, ratio, goal })
const ns = (value) => (value < 10_000 ? `${value.toFixed(0)} ns` : `${(value / 1e6).toFixed(2)} ms`)

const office = desk.calendar('office')
const first = Date.UTC(2026, 10, 23, 9)
{
  const [free, method, add, between] = measured(200_000, [
    () => noop(),
    (n) => office.noop(first + n, 7_200_000),
    (n) => office.addMs(first + n, 7_200_000),
    (n) => office.betweenMs(first, first + n * 1000),
  ])
  const against = `no-op of two values, ${ns(method)}`
  row('calendar.addMs', ns(add), against, add / method, 1.3)
  row('calendar.betweenMs', ns(between), against, between / method, 1.3)
  row('(no-op without a handle)', ns(free), against, free / method)
}
{
  const texts = answeredTickets()
  const reply = { type: 'agent_reply', id: 'ev-9', at: '2026-11-23T09:30:00Z', actor: { kind: 'agent', id: 'ana' } }
  const late = { ...reply, at: '2026-11-24T16:00:00Z' }
  const through = (event) => (n) => {
    const [ticket, effects] = desk.apply(Ticket.fromJson(texts[n % texts.length]), event)
    return [ticket.toJson(), effects]
  }
  const effects = through(late)(0)[1].length
  const [json, applied, told] = measured(20_000, [
    (n) => JSON.stringify(JSON.parse(texts[n % texts.length])),
    through(reply),
    through(late),
  ])
  const against = `JSON.parse + JSON.stringify of it (${texts[0].length} bytes), ${ns(json)}`
  row('stored ticket in, event applied, ticket out', ns(applied), against, applied / json, 1)
  row(`the same, with ${effects} effects out`, ns(told), against, told / json)
}
{
  const start = Float64Array.from({ length: ROWS }, (_, n) => first + n * 60_000)
  const end = start.map((at, n) => at + (n % 1000) * 3_600_000)
  const into = new Float64Array(ROWS)
  const [bigStart, bigEnd, bigInto] = [start, end, into].map((column) => BigInt64Array.from(column, BigInt))
  let rust = Infinity
  const [given, fresh, bigGiven, bigFresh] = measured(1, [
    () => office.betweenColumn(start, end, into),
    () => office.betweenColumn(start, end),
    () => office.betweenColumn(bigStart, bigEnd, bigInto),
    () => office.betweenColumn(bigStart, bigEnd),
    () => (rust = Math.min(rust, rustLoop(office, bigStart, bigEnd) * 1e6)),
  ])
  const against = `the loop in Rust, ${ns(rust)}`
  row('between over 10^6 rows, Float64Array, into a given one', ns(given), against, given / rust, 1.2)
  row('the same, new Float64Array', ns(fresh), against, fresh / rust, 2.7)
  row('the same, BigInt64Array, into a given one', ns(bigGiven), against, bigGiven / rust, 1.2)
  row('the same, new BigInt64Array', ns(bigFresh), against, bigFresh / rust, 2.7)
}
{
  const folder = mkdtempSync(join(tmpdir(), 'deskcore-size-'))
  const bytes = pack(folder).reduce((sum, path) => sum + statSync(path).size, 0)
  rmSync(folder, { recursive: true })
  row('package with its addon', `${(bytes / 2 ** 20).toFixed(2)} MB`, '3 MB', bytes / (3 * 2 ** 20), 1)
}

console.log(`Node ${process.version}\n`)
console.log('| operation | took | against | ratio | goal |\n|---|---|---|---|---|')
for (const { what, figure, against, ratio, goal } of rows) {
  const held = goal === undefined ? '–' : `≤ ${goal}${ratio <= goal ? '' : ', missed'}`
  console.log(`| ${what} | ${figure} | ${against} | ${ratio.toFixed(2)} | ${held} |`)
}
