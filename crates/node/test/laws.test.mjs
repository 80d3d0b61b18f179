import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { Calendar, Ticket, effectToJson, isDeskcoreError } from '../index.js'
import { desk, opening, schedule } from './shop.mjs'

const office = new Calendar(schedule)
const ms = fc.integer({ min: Date.UTC(1970), max: Date.UTC(2100) })
const openMs = fc.integer({ min: 0, max: 10 ** 11 })

test('add and between are inverse', () => {
  fc.assert(
    fc.property(ms, openMs, (at, open) => {
      assert.equal(office.betweenMs(at, office.addMs(at, open)), open)
    }),
  )
})

test('between is additive and antisymmetric', () => {
  fc.assert(
    fc.property(ms, ms, ms, (a, b, c) => {
      assert.equal(office.betweenMs(a, b) + office.betweenMs(b, c), office.betweenMs(a, c))
      assert.equal(office.betweenMs(a, b) + office.betweenMs(b, a), 0)
    }),
  )
})

test('instants and epoch milliseconds say the same', () => {
  fc.assert(
    fc.property(ms, fc.integer({ min: 0, max: 10 ** 8 }), (at, seconds) => {
      const due = office.add(new Date(at), seconds)
      assert.equal(due.getTime(), office.addMs(at, seconds * 1000))
      assert.deepEqual(office.add(new Date(at).toISOString(), seconds), due)
    }),
  )
})

const change = fc.oneof(
  fc.record({ type: fc.constantFrom('customer_message', 'agent_reply', 'bot_reply', 'internal_note') }),
  fc.record({ type: fc.constant('status'), to: fc.constantFrom('open', 'pending', 'on_hold', 'solved') }),
  fc.record({ type: fc.constant('priority'), to: fc.constantFrom('low', 'urgent', null) }),
  fc.record({
    type: fc.constant('details'),
    add_tags: fc.array(fc.string({ unit: 'grapheme', maxLength: 9 }), { maxLength: 3 }),
    fields: fc.dictionary(fc.string({ minLength: 1, maxLength: 9 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  }),
)
const history = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 7 * 86_400_000 }), change), { maxLength: 12 })
  .map((steps) => {
    let at = opening.at.getTime()
    return steps.map(([later, event], index) => {
      at += later
      return { ...event, id: `ev-${index}`, at: new Date(at) }
    })
  })

/** Every step of a history, with what was refused left out. */
function replay(events) {
  let [ticket] = desk.open(opening)
  const steps = [ticket]
  const effects = []
  for (const event of events) {
    try {
      const [after, done] = desk.apply(ticket, event)
      ticket = after
      steps.push(ticket)
      effects.push(...done)
    } catch (error) {
      if (!isDeskcoreError(error) || error.kind === 'internal_error') throw error
    }
  }
  return { ticket, steps, effects }
}

test('step by step is the same as anew', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { ticket } = replay(events)
      assert.equal(desk.rebuild(opening, events)[0].toJson(), ticket.toJson())
      assert.equal(desk.rebuild(opening, events.toReversed())[0].toJson(), ticket.toJson())
    }),
  )
})

test('a ticket goes through its text, and grows by a version a change', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { steps } = replay(events)
      for (const step of steps) {
        const loaded = Ticket.fromJson(step.toJson())
        assert.equal(loaded.toJson(), step.toJson())
        assert.deepEqual(loaded.toObject(), JSON.parse(step.toJson()))
        assert.ok(loaded.equals(step))
      }
      steps.reduce((before, after) => (assert.ok(after.version > before.version), after))
    }),
  )
})

test('an effect comes once, and its JSON is canonical', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { ticket, effects } = replay(events)
      const all = [...effects, ...desk.tick(ticket, '2027-06-01T00:00:00Z')[1]]
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
      for (const effect of all) assert.equal(effectToJson(effect), JSON.stringify(effect))
    }),
  )
})

test('whatever comes in, an error comes out, or a ticket', () => {
  const anything = fc.anything({
    withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withNullPrototype: true,
    withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true,
  })
  const [ticket] = desk.open(opening)
  const calls = [
    (value) => desk.open(value),
    (value) => desk.apply(ticket, value),
    (value) => desk.apply(value, value),
    (value) => desk.tick(ticket, value),
    (value) => desk.rebuild(opening, value, value),
    (value) => desk.verdict(ticket, value, value),
    (value) => Ticket.fromJson(value),
    (value) => new Calendar(value),
    (value) => Calendar.union(value),
    (value) => office.add(value, value),
    (value) => office.addMs(value, value),
    (value) => office.week(value, value),
    (value) => office.betweenColumn(value, value, value),
    (value) => effectToJson(value),
  ]
  fc.assert(
    fc.property(anything, fc.constantFrom(...calls), (value, call) => {
      try {
        call(value)
      } catch (error) {
        assert.ok(isDeskcoreError(error), error)
        assert.notEqual(error.kind, 'internal_error', error)
      }
    }),
    { numRuns: 3000 },
  )
})
