// Two desks on one history, expectations as tests, promises held against a year.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Desk, checkExpectations, compare, isDeskcoreError, promiseCheck } from '../index.js'
import { thrown } from './shop.mjs'

const start = Date.UTC(2026, 10, 23, 10)
const at = (minutes) => new Date(start + minutes * 60_000)
const office = { tz: 'Europe/Rome', weekly: { mon: [['09:00', '18:00']], tue: 'mon', wed: 'mon', thu: 'mon', fri: 'mon' } }
const desk = (target) => new Desk({
  calendars: { office },
  policies: [{ id: 'all', calendar: 'office', targets: { '*': { first_reply_time: target } } }],
})
const history = (id, channel, minutes) => ({
  opening: { id, at: at(0), channel, priority: 'normal' },
  events: [{ type: 'agent_reply', id: 'ev-2', at: at(minutes) }],
})
const histories = [history('it-1', 'whatsapp', 30), history('ro-2', 'email', 90), history('en-3', 'email', 300)]

/** Each call is refused, and its place ends so. */
function refused(calls) {
  for (const [call, path] of calls) {
    const error = thrown(call)
    assert.ok(isDeskcoreError(error), error.stack)
    assert.deepEqual([error.code, error.path], ['invalid_input', path], `${call} ${error.message}`)
  }
}

test('the same history under two desks', () => {
  const comparison = compare(histories, desk('2h'), desk('1h'))
  assert.equal(comparison.verdict_changes.length, 1)
  const [{ ticket, before, after, text }] = comparison.verdict_changes
  assert.deepEqual([ticket, before.state, after.state], ['ro-2', 'met', 'breached'])
  assert.match(text, /the target is 1h instead of 2h/)
  assert.deepEqual(compare(JSON.stringify(histories), desk('2h'), desk('1h'), at(300)), comparison)
  const same = compare(histories, desk('2h'), desk('2h'), null)
  assert.deepEqual([same.tickets, same.verdicts_changed, same.dues_changed, same.policies_changed], [3, 0, 0, 0])
  refused([
    [() => compare([histories[0], history('', 'email', 1)], desk('2h'), desk('1h')), '/1/opening/id'],
    [() => compare([{}], desk('2h'), desk('1h')), '/histories/0'],
    [() => compare([{ ...histories[0], evnts: [] }], desk('2h'), desk('1h')), '/histories/0/evnts'],
    [() => compare([], desk('2h'), {}), '/after'],
    [() => compare([], null, desk('2h')), '/before'],
    [() => compare([], desk('2h'), desk('1h'), 'soon'), '/until'],
  ])
})

test('expectations are tests of a desk', () => {
  const ticket = { id: 'A-17', at: at(0), channel: 'email', priority: 'normal' }
  const expectations = {
    history: histories,
    expect: [
      { name: 'two hours', ticket, expect: { policy: 'all', due: { first_reply_time: '2026-11-23 13:00' } } },
      { name: 'kept', tickets: ['it-1', 'ro-2'], expect: { state: { first_reply_time: 'met' } } },
      { name: 'urgent', ticket, expect: { priority: 'urgent' } },
      { name: 'no update is promised', ticket, expect: { target: { periodic_update_time: null } } },
    ],
  }
  const outcomes = checkExpectations(desk('2h'), expectations)
  assert.deepEqual(outcomes.map(({ passed, tickets }) => [passed, tickets]), [[true, 1], [true, 2], [false, 1], [true, 1]])
  const [failure] = outcomes[2].failures
  assert.deepEqual([failure.ticket, failure.about, failure.found], ['A-17', 'priority', 'normal'])
  assert.deepEqual(checkExpectations(desk('2h'), JSON.stringify(expectations)), outcomes)
  const wrong = (expect) => () => checkExpectations(desk('2h'), { expect: [{ name: 'a', expect }] })
  refused([
    [wrong({ prioriti: 'urgent' }), '/expect/0/expect/prioriti'],
    [wrong({ due: { first_reply_time: 'Tuesday' } }), '/expect/0/expect/due/first_reply_time'],
    [() => checkExpectations(desk('2h'), '{'), ''],
    [() => checkExpectations(desk('2h'), undefined), ''],
    [() => checkExpectations({}, { expect: [] }), '/desk'],
  ])
})

test('a promise for every minute of a year', () => {
  const [check] = promiseCheck(desk('2h'), { within: '2h', year: 2026 })
  assert.deepEqual([check.policy, check.holds, check.arrivals, check.target_s], ['all', false, 525_600, 7200])
  assert.match(check.text, /Fri after 16:00/)
  assert.equal(promiseCheck(desk('2h'), '{"within": 604800, "policy": "all"}')[0].holds, true)
  refused([
    [() => promiseCheck(desk('2h'), { within: 0 }), '/within'],
    [() => promiseCheck(desk('2h'), { within: '2h', policy: 'al' }), '/policy'],
    [() => promiseCheck(desk('2h'), { within: '2h', year: 1e6 }), '/year'],
    [() => promiseCheck(desk('2h'), {}), ''],
    [() => promiseCheck(desk('2h'), { within: NaN }), '/within'],
    [() => promiseCheck(undefined, { within: '2h' }), '/desk'],
  ])
})
