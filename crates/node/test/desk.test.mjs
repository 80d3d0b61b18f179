import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { Calendar, Desk, Ticket, effectToJson, version } from '../index.js'
import { config, desk, noon, opening, reply, schedule } from './shop.mjs'

test('a ticket from its opening to its verdict', () => {
  const [fresh, none] = desk.open(opening)
  assert.deepEqual(none, [])
  assert.deepEqual(fresh.dueAt, new Date('2026-11-23T14:00:00Z'))

  const [warned, effects] = desk.tick(fresh, '2026-11-23T14:10:00Z')
  assert.equal(effects[0].type, 'sla_warning')
  assert.equal(effects[0].at, '2026-11-23T14:00:00Z')
  assert.equal(warned.version, 2)
  assert.equal(fresh.version, 1, 'the given ticket stays as it is')

  const at = new Date('2026-11-23T14:30:00Z')
  const [answered] = desk.apply(warned, { ...reply, at })
  assert.equal(answered.status, 'open')
  assert.equal(desk.verdict(answered, 'first_reply_time', at).state, 'met')
  assert.ok(desk.verdicts(answered, at).some(({ metric }) => metric === 'total_resolution_time'))
  assert.match(desk.explain(answered, 'first_reply_time', at).text, /^first_reply_time is met/)
  assert.equal(desk.explain(answered, 'next_reply_time', at), null)
  assert.equal(desk.nextDue(answered).metric, 'requester_wait_time')
  assert.equal(desk.calendarOf(answered).tz, 'Europe/Rome')
})

test('properties of a ticket are the record', () => {
  const at = '2026-11-23T11:30:00Z'
  const [ticket] = desk.open({ ...opening, tags: ['vip', 'order'], assignee: 'ana', team: 'orders' })
  const [solved] = desk.apply(ticket, { type: 'status', id: 'ev-3', at, to: 'solved', label: null })
  assert.deepEqual(
    [solved.id, solved.status, solved.priority, solved.channel, solved.assignee, solved.team],
    ['A-17', 'solved', 'normal', 'email', 'ana', 'orders'],
  )
  assert.deepEqual([solved.tags, solved.episode], [['order', 'vip'], 1])
  assert.deepEqual([solved.createdAt, solved.updatedAt, solved.solvedAt], [noon, noon, noon])
  assert.deepEqual([solved.statusLabel, solved.mergedInto, solved.followUpOf], [null, null, null])
  assert.equal(inspect(solved), 'Ticket A-17, version 2: solved')
  solved.tags.push('mine')
  assert.equal(solved.tags.length, 2, 'what is handed out is the caller’s own')
})

test('a ticket is its text', () => {
  const [ticket] = desk.open(opening)
  const text = ticket.toJson()
  assert.equal(JSON.stringify(ticket), text)
  assert.equal(JSON.stringify(ticket.toObject()), text)
  const spaced = Ticket.fromJson(JSON.stringify(JSON.parse(text), null, 2))
  assert.equal(spaced.toJson(), text, 'a database may lay JSON out anew')
  assert.ok(spaced.equals(ticket) && Ticket.fromObject(ticket.toObject()).equals(ticket))
  assert.ok(!ticket.equals(desk.open({ ...opening, id: 'A-18' })[0]))
  assert.throws(() => new Ticket(text), TypeError)
})

test('what a newer release wrote is kept', () => {
  const record = { ...desk.open(opening)[0].toObject(), mood: { score: 0.5 } }
  const [after] = desk.apply(Ticket.fromObject(record), reply)
  assert.deepEqual(after.toObject().mood, { score: 0.5 })
})

test('an effect is its canonical JSON', () => {
  const [ticket] = desk.open(opening)
  const [, effects] = desk.tick(ticket, '2026-12-31T00:00:00Z')
  assert.ok(effects.length > 2)
  for (const effect of effects) assert.equal(effectToJson(effect), JSON.stringify(effect))
})

test('a history makes the ticket anew, and lists what was refused', () => {
  const events = [
    { type: 'status', id: 'ev-3', at: '2026-11-23T13:00:00Z', to: 'closed' },
    reply,
    { type: 'internal_note', id: 'ev-4', at: '2026-11-23T14:00:00Z' },
    { type: 'status', id: 'ev-5', at: '2026-11-23T15:00:00Z', to: 'open' },
  ]
  const [ticket, refused] = desk.rebuild(opening, events, new Date('2026-11-24T00:00:00Z'))
  assert.equal(ticket.status, 'closed')
  assert.equal(refused.at(-1).event, 'ev-5')
  assert.equal(refused.at(-1).error.kind, 'ticket_closed')
  assert.equal(desk.rebuild(opening, events, null)[0].status, 'closed')
})

test('a desk is its document', () => {
  const text = desk.toJson()
  assert.equal(Desk.fromJson(text).toJson(), text)
  assert.equal(JSON.stringify(desk), text)
  assert.equal(new Desk(JSON.parse(text)).toJson(), text)
  assert.ok(Desk.fromJson(text) instanceof Desk)
  assert.equal(desk.calendar('nowhere'), null)
  assert.equal(Desk.schema().type, 'object')
  const late = structuredClone(config)
  late.policies[0].targets['*'].first_reply_time = '9h'
  assert.ok(new Desk(late).lint().some(({ code }) => code === 'promise_longer_than_day'))
})

test('a calendar answers, and is its schedule', () => {
  const office = new Calendar(schedule)
  assert.ok(office.isOpen(noon) && !office.neverOpens)
  assert.deepEqual(office.nextClose(noon), new Date('2026-11-23T12:00:00Z'))
  assert.deepEqual(office.nextOpen('2026-11-23T12:30:00Z'), new Date('2026-11-23T13:00:00Z'))
  assert.deepEqual(office.add(noon, 2 * 3600), new Date('2026-11-23T14:30:00Z'))
  assert.deepEqual(office.subtract('2026-11-23T14:30:00Z', 2 * 3600), noon)
  assert.equal(office.between(noon, '2026-11-23T14:30:00Z'), 2 * 3600)
  assert.equal(office.intervals(noon, 3).length, 3)
  assert.equal(office.intervals(noon).length, 100)
  assert.equal(office.gaps(noon, '2026-11-23T18:00:00Z')[0].start, '2026-11-23T12:00:00Z')
  assert.equal(office.promise(noon, 60).open, true)
  assert.match(office.explain('2026-12-07T16:00:00Z', '2026-12-09T09:00:00Z').text, /Immacolata/)
  assert.equal(office.week('2026-11-25', 'Europe/Bucharest')[0].spans[0].open, '10:00')
  assert.equal(office.week('2026-11-25')[0].spans[0].open, '09:00')
  assert.equal(Calendar.fromJson(office.toJson()).toJson(), office.toJson())
  const both = Calendar.union([office, new Calendar({ tz: 'UTC', weekly: { sat: [['10:00', '12:00']] } })])
  assert.ok(both.isOpen('2026-11-28T11:00:00Z'))
  assert.equal(Calendar.fromJson(JSON.stringify(both)).toJson(), both.toJson())
  const closed = new Calendar({ tz: 'UTC', weekly: {} })
  assert.deepEqual([closed.neverOpens, closed.add(noon, 1), closed.addMs(0, 1)], [true, null, null])
})

test('a Date and its text are the same instant', () => {
  const text = '2026-11-23T12:30:00.250+01:00'
  const texts = [text, new Date(text)].map((at) => desk.open({ ...opening, at })[0].toJson())
  assert.equal(texts[0], texts[1])
})

test('a version', () => assert.match(version(), /^\d+\.\d+\.\d+$/))
