import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Calendar, Desk, Ticket, effectToJson, isDeskcoreError } from '../index.js'
import { config, desk, noon, opening, reply, schedule, thrown } from './shop.mjs'

const [ticket] = desk.open(opening)
const office = new Calendar(schedule)

const cyclic = { ...reply }
cyclic.actor = cyclic
let deep = {}
for (let level = 0; level < 100_000; level += 1) deep = { deep }
const mine = new Error('mine')
const throwing = () => {
  throw mine
}
const traps = ['get', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has']
const hostile = new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, throwing])))

/** What comes in, where it is wrong, and whether the host's own exception is the cause. */
const events = {
  nothing: [undefined, ''],
  null: [null, ''],
  'a number': [1, ''],
  text: ['agent_reply', ''],
  'a symbol': [Symbol('event'), ''],
  'a function': [() => reply, ''],
  'a list': [[reply], ''],
  'a Map': [new Map(Object.entries(reply)), ''],
  'a missing field': [{ type: 'agent_reply', id: 'e' }, ''],
  'an unknown field': [{ ...reply, actr: {} }, '/actr'],
  'an unknown type': [{ ...reply, type: 'agent_rply' }, '/type'],
  'a wrong type': [{ ...reply, id: 7 }, '/id'],
  'an unknown actor': [{ ...reply, actor: { kind: 'agnet' } }, '/actor/kind'],
  'an invalid Date': [{ ...reply, at: new Date(NaN) }, '/at'],
  'a naive instant': [{ ...reply, at: '2026-11-23T12:00:00' }, '/at'],
  'a number as instant': [{ ...reply, at: 1_795_433_400_000 }, '/at'],
  NaN: [{ ...reply, seq: NaN }, '/seq'],
  infinity: [{ ...reply, seq: -Infinity }, '/seq'],
  'NaN deep inside': [{ ...reply, type: 'details', fields: { 'a/b': [0, { x: NaN }] } }, '/fields/a~1b/1/x'],
  'a hole in a list': [{ ...reply, type: 'details', add_tags: ['a', , 'b'] }, '/add_tags/1'],
  'a huge integer': [{ ...reply, seq: 1e300 }, '/seq'],
  'half a number': [{ ...reply, seq: 1.5 }, '/seq'],
  'a BigInt': [{ ...reply, seq: 1n }, '/seq'],
  'a cyclic object': [cyclic, ''],
  'a very deep object': [{ ...reply, actor: deep }, ''],
  'a lone surrogate': [{ ...reply, id: 'e\ud83d' }, ''],
  'a getter that throws': [{ ...reply, get actor() { throw mine } }, '', mine],
  'a getter that throws text': [{ ...reply, get actor() { throw 'mine' } }, '', 'mine'],
  'toJSON that throws': [{ ...reply, toJSON: throwing }, '', mine],
  'a proxy that throws': [hostile, '', mine],
  '100 MB of text': [{ ...reply, id: 'x'.repeat(100 << 20) }, ''],
  'an id of 1 KB': [{ ...reply, id: 'x'.repeat(1024) }, '/id'],
}

for (const [name, [event, path, cause]] of Object.entries(events)) {
  test(`an event that is ${name}`, () => {
    const before = ticket.toJson()
    const error = thrown(() => desk.apply(ticket, event))
    assert.ok(isDeskcoreError(error) && error instanceof Error)
    assert.deepEqual([error.kind, error.code, error.path], ['invalid_input', 'invalid_input', path], error)
    assert.equal(error.cause, cause)
    assert.deepEqual(error.problems, [])
    assert.equal(ticket.toJson(), before)
  })
}

test('an error tells what was probably meant', () => {
  const error = thrown(() => desk.apply(ticket, { ...reply, type: 'agent_rply' }))
  assert.equal(error.hint, 'did you mean "agent_reply"?')
  assert.match(error.message, /agent_rply/)
  assert.match(error.stack, /bad-input\.test\.mjs/)
})

test('a desk.json tells all its mistakes', () => {
  const wrong = { ...config, calendars: { office: { tz: 'Europe/Roma', weekly: '24x7' } }, polices: [] }
  for (const make of [() => new Desk(wrong), () => Desk.fromJson(JSON.stringify(wrong))]) {
    const error = thrown(make)
    assert.deepEqual([error.kind, error.code], ['invalid_desk', 'invalid_desk'])
    assert.ok(error.problems.some(({ hint }) => hint === 'did you mean "Europe/Rome"?'))
    assert.ok(error.problems.some(({ path }) => path === '/polices'))
  }
  assert.equal(thrown(() => Desk.fromJson('{')).problems[0].code, 'invalid_json')
  assert.equal(thrown(() => Desk.fromJson('x'.repeat(100 << 20))).problems[0].code, 'too_large')
})

test('every kind of error has its name', () => {
  const late = { ...reply, at: '2026-11-24T10:00:00Z' }
  const [later] = desk.apply(ticket, late)
  assert.equal(thrown(() => desk.apply(later, { ...reply, id: 'ev-9' })).kind, 'out_of_order')
  const [closed] = desk.apply(ticket, { type: 'status', id: 'c', at: noon, to: 'closed' })
  assert.equal(thrown(() => desk.apply(closed, { type: 'internal_note', id: 'n', at: noon })).kind, 'ticket_closed')
  const back = { type: 'status', id: 's', at: noon, to: 'new' }
  assert.equal(thrown(() => desk.apply(later, { ...back, at: late.at })).kind, 'status_not_allowed')
  assert.equal(thrown(() => Ticket.fromJson('{"id": 1}')).kind, 'invalid_ticket')
})

test('what is no ticket is refused', () => {
  const [real] = desk.open(opening)
  for (const other of [undefined, null, {}, 'A-17', real.toJson(), real.toObject(), Object.create(Ticket.prototype), desk]) {
    for (const call of ['nextDue', 'calendarOf']) {
      assert.equal(thrown(() => desk[call](other)).path, '/ticket')
    }
    assert.equal(thrown(() => desk.apply(other, reply)).path, '/ticket')
    assert.equal(real.equals(other), false)
  }
  for (const text of [undefined, null, 7, {}, '', 'null', '[]', '{"id":', 'x'.repeat(100 << 20), '"\ud800"']) {
    assert.ok(isDeskcoreError(thrown(() => Ticket.fromJson(text))))
  }
  assert.equal(thrown(() => Ticket.fromObject(cyclic)).kind, 'invalid_input')
})

test('handles are not to be had by other ways', () => {
  for (const call of [
    () => Calendar.prototype.isOpen.call({}, noon),
    () => Calendar.prototype.isOpen.call(desk, noon),
    () => Calendar.prototype.isOpen.call(Object.create(office), noon),
    () => Desk.prototype.apply.call(office, ticket, reply),
    () => Ticket.prototype.toJson.call({}),
    () => Calendar(schedule),
  ]) {
    assert.throws(call)
  }
  for (const other of [desk, {}, null, Object.create(Calendar.prototype)]) {
    assert.equal(thrown(() => Calendar.union([office, other])).path, '/calendars/1')
  }
  assert.equal(thrown(() => Calendar.union([])).code, 'no_calendars')
  assert.equal(thrown(() => Calendar.union(office)).path, '/calendars')
})

test('instants, durations and names are checked by argument', () => {
  for (const at of [undefined, null, NaN, 0, new Date(NaN), 'soon', '2026-11-23', '2026-11-23T10:00:00', {}, [], 1n]) {
    assert.equal(thrown(() => office.isOpen(at)).path, '/at')
    assert.equal(thrown(() => office.between(noon, at)).path, '/end')
    assert.equal(thrown(() => desk.tick(ticket, at)).path, '/now')
  }
  for (const number of [undefined, null, NaN, Infinity, 0.5, 2 ** 53, '60', 60n, {}, new Date()]) {
    assert.equal(thrown(() => office.add(noon, number)).path, '/duration')
    assert.equal(thrown(() => office.addMs(number, 1)).path, '/at')
    assert.equal(thrown(() => office.betweenMs(0, number)).path, '/end')
  }
  assert.equal(thrown(() => office.add(noon, -1)).code, 'negative_duration')
  assert.equal(thrown(() => office.add(noon, 2 ** 53 - 1)).code, 'out_of_range')
  assert.equal(thrown(() => office.intervals(noon, -1)).path, '/limit')
  assert.equal(thrown(() => office.week('2026-13-01')).path, '/day')
  assert.equal(thrown(() => office.week('2026-11-23', 'Mars/Olympus')).path, '/zone')
  assert.equal(thrown(() => desk.calendar('\udc00')).path, '/id')
  assert.equal(thrown(() => desk.calendar()).path, '/id')
  const metric = thrown(() => desk.verdict(ticket, 'first_reply', noon))
  assert.equal(metric.path, '/metric')
  assert.equal(thrown(() => desk.rebuild(opening, [reply, { ...reply, id: 1 }])).path, '/events/1/id')
  assert.equal(thrown(() => desk.rebuild(opening, 'x')).path, '/events')
  assert.equal(thrown(() => effectToJson({ id: 'A-17:1:0' })).kind, 'invalid_input')
})

test('what a host changes in the globals is nothing to the library', () => {
  const { parse, stringify } = JSON
  try {
    JSON.stringify = JSON.parse = throwing
    assert.equal(desk.apply(ticket, reply)[0].version, 2)
  } finally {
    Object.assign(JSON, { parse, stringify })
  }
})

test('100,000 bad calls leave memory as it was', () => {
  const { '100 MB of text': _, 'a very deep object': __, ...small } = events
  const bad = Object.values(small).map(([event]) => event)
  const calls = (times) => {
    for (let n = 0; n < times; n += 1) {
      try {
        desk.apply(ticket, bad[n % bad.length])
      } catch {}
      try {
        office.add(noon, NaN)
      } catch {}
    }
    globalThis.gc()
    return process.memoryUsage().rss
  }
  calls(10_000)
  const before = calls(10_000)
  const grown = (calls(100_000) - before) / 2 ** 20
  assert.ok(grown < 16, `grown by ${grown} MB`)
})

test('a million tickets in one turn of the event loop leave memory as it was', () => {
  let current = ticket
  const changes = (times) => {
    for (let n = 0; n < times; n += 1) {
      ;[current] = desk.apply(current, { ...reply, id: `m-${(n % 100) + 1000}`, at: noon })
      if (n % 20 === 0) current = ticket
    }
    globalThis.gc()
    return process.memoryUsage().rss
  }
  const before = changes(20_000)
  const grown = (changes(200_000) - before) / 2 ** 20
  assert.ok(grown < 32, `grown by ${grown} MB`)
})
