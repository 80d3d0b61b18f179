// Ratings, scores, charts and surveys: the same rules as in every language.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  Desk, countRatings, cusum, effectToJson, ewmaMeans, ewmaShares, isDeskcoreError, meanT, mergeRatings, nonresponse, nps,
  npsFloor, pChart, proportion, reviewDue, rollingAlert, score, sellerFeedback, shrink, surveyLog, twoProportions,
} from '../index.js'
import { thrown } from './shop.mjs'

const at = (hours) => new Date(Date.UTC(2026, 10, 23, 9 + hours))
const text = (hours) => at(hours).toISOString().replace('.000Z', 'Z')
const chart = { weight: 0.2, limit_sigmas: 3, center: 0.9 }

test('a score has its n, and nothing is made of none', () => {
  const stars = countRatings('stars5', [5, 4, 5, 1])
  assert.deepEqual(stars, { scale: 'stars5', counts: { 1: 1, 2: 0, 3: 0, 4: 1, 5: 2 } })
  const told = score(stars)
  assert.deepEqual([told.n, told.csat_pct, told.mean], [4, 75, 3.75])
  assert.deepEqual(score(JSON.stringify(stars), 'non_neutral'), told)
  const none = score(countRatings('stars5', []))
  assert.deepEqual([none.n, none.csat_pct, none.mean], [0, null, null])
  assert.equal(sellerFeedback({ positive: 9, neutral: 0, negative: 1 }, 'amazon').positive_pct, 90)
})

test('counts are the same in whatever order they are merged', () => {
  const parts = [[10, 9, 0], [], [7], [6, 10]].map((ratings) => countRatings('nps11', ratings))
  const whole = countRatings('nps11', [0, 6, 7, 9, 10, 10])
  assert.deepEqual(mergeRatings(parts), whole)
  assert.deepEqual(mergeRatings(parts.toReversed()), whole)
  const told = nps(whole)
  assert.ok(told.lo < told.nps && told.nps < told.hi)
  assert.equal(npsFloor(whole, 10).state, 'ok')
})

test('every estimate has its interval', () => {
  const told = proportion(18, 20)
  assert.ok(told.lo < 0.9 && told.p === 0.9 && told.hi > 0.9)
  assert.ok(proportion(18, 20, 0.99, 'jeffreys').lo < told.lo)
  assert.ok(twoProportions(90, 100, 60, 100).lo > 0)
  assert.equal(meanT([4, 5, 3]).mean, 4)
  assert.deepEqual(nonresponse(100, 20, 18), { response_rate: 0.2, csat: 0.9, worst: 0.18, best: 0.98 })
  const groups = [{ id: 'ioana', k: 3, n: 3 }, { id: 'marco', k: 480, n: 500 }, { id: 'zoe', k: 300, n: 500 }]
  assert.equal(shrink(groups).groups.find(({ rank }) => rank === 1).id, 'marco')
})

test('charts tell drift from noise', () => {
  const points = [...Array(5).fill({ k: 90, n: 100 }), { k: 60, n: 100 }]
  assert.deepEqual(pChart(points, null, 0.9).signals, [5])
  assert.deepEqual(ewmaShares(points, chart).signals, [5])
  assert.deepEqual(ewmaMeans([{ mean: 4.5, n: 20 }, { mean: 2, n: 20 }], 1, { ...chart, center: 4.5 }).signals, [1])
  assert.deepEqual(cusum([0, 0, 5], { target: 0, slack: 0.5, h: 4 }).signals, [2])
  const ratings = [...Array(10).fill(5), ...Array(10).fill(1)].map((stars, hours) => ({ at: at(hours), score: stars }))
  const [alert] = rollingAlert(ratings)
  assert.equal(alert.state, 'alert')
  assert.deepEqual(rollingAlert(ratings.toReversed(), { min_n: 20 }), rollingAlert(JSON.stringify(ratings), { min_n: 20 }))
})

test('the life of surveys', () => {
  const events = [
    { type: 'resolved', at: at(0), ticket: 'A-17', customer: 'giulia', agent: 'ioana' },
    { type: 'rating', at: at(25), ticket: 'A-17', score: 9 },
    { type: 'rating', at: at(26), ticket: 'A-17', score: 5 },
  ]
  const { surveys: [survey], rejected } = surveyLog({ delay_s: 86_400 }, events, at(48))
  assert.deepEqual([survey.state, survey.score, survey.agent], ['answered', 5, 'ioana'])
  assert.deepEqual(rejected.map(({ reason }) => reason), ['out_of_scale'])
})

test('a desk asks, and takes the answer', () => {
  const desk = new Desk({
    satisfaction: { survey: { delay_s: 3600, zone: 'Europe/Bucharest', low_rating: { at_most: 2, reopen: true } } },
  })
  const [opened] = desk.open({ id: 'A-17', at: at(0), channel: 'email', customer: 'andrei', assignee: 'ioana' })
  assert.equal(desk.surveyDue(opened, {}, at(0)).reason, 'not_solved')
  const [ticket] = desk.apply(opened, { type: 'status', id: 'ev-2', at: at(0), to: 'solved' })
  assert.equal(desk.surveyDue(ticket, {}, at(0)).at, text(1))
  const { survey } = desk.surveyDue(ticket, { zone: 'Europe/Rome' }, at(1))
  assert.deepEqual([survey.agent, survey.due_at], ['ioana', text(1)])
  const { effects } = desk.rateSurvey(survey, 1, at(2))
  assert.deepEqual(effects.map(({ type }) => type), ['low_rating'])
  assert.equal(JSON.parse(effectToJson(effects[0])).ticket, 'A-17')
  assert.equal(desk.rateSurvey(survey, 6, at(2)).refused, 'out_of_scale')
  assert.equal(thrown(() => desk.surveyDue({}, {}, at(0))).path, '/ticket')
})

test('public reviews need no good rating', () => {
  const facts = { channel: 'email', consent: true, scale: 'stars5', score: 1 }
  assert.equal(reviewDue({}, facts, at(0)).invite, true)
  assert.equal(reviewDue({}, { ...facts, last_asked_at: at(-1) }, at(0)).invite, false)
})

test('what cannot be is refused, with code and place', () => {
  const refused = {
    rating_out_of_scale: [() => countRatings('stars5', [5, 6]), () => score({ scale: 'stars5', counts: { 7: 1 } })],
    scale_mismatch: [
      () => nps(countRatings('stars5', [5])),
      () => npsFloor(countRatings('ces7', [5]), 0),
      () => mergeRatings([countRatings('stars5', [5]), countRatings('nps11', [5])]),
    ],
    invalid_input: [
      () => countRatings('stars6', []), () => countRatings('stars5', [NaN]), () => mergeRatings([]), () => proportion(3, 2),
      () => proportion(1, 2, NaN), () => proportion(1, 2, 0.95, 'guess'), () => proportion(1.5, 2), () => proportion('1', 2),
      () => twoProportions(1, 1, 2, 1), () => meanT([1, Infinity]), () => nonresponse(1, 2, 3),
      () => shrink([{ id: 'a', k: 2, n: 1 }]), () => pChart([{ k: -1, n: 1 }]), () => ewmaShares([], { ...chart, weight: 2 }),
      () => ewmaMeans([], -1, chart), () => ewmaMeans([], null, chart), () => npsFloor(countRatings('nps11', []), undefined),
      () => cusum([0], { target: 0, slack: -1, h: 1 }), () => rollingAlert([], { window_s: 0 }),
      () => surveyLog({ delay_s: -1 }, [], at(0)), () => surveyLog({}, [], new Date(NaN)),
      () => reviewDue({ cooldown_s: -1 }, { channel: 'email' }, at(0)),
    ],
  }
  for (const [code, calls] of Object.entries(refused)) {
    for (const call of calls) {
      const error = thrown(call)
      assert.ok(isDeskcoreError(error), error.stack)
      // Of a scale it is the whole question that is wrong.
      const placed = code === 'invalid_input'
      assert.deepEqual([error.code, error.kind, error.path !== undefined], [code, 'invalid_input', placed], String(call))
    }
  }
  assert.equal(thrown(() => shrink([{ id: 'ioana', k: 1, n: 2 }, { id: 'marco', k: 1, m: 2 }])).path, '/groups/1/m')
  assert.equal(thrown(() => meanT([1, NaN])).path, '/values/1')
})
