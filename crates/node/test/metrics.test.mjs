// Reports, sketches and digests: the same figures as in every language.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'

import { Desk, Report, Sketch, isDeskcoreError, percentiles, weeklyDigest } from '../index.js'
import { thrown } from './shop.mjs'

const now = new Date('2026-11-23T10:00:00Z')
const minute = 60_000
const day = 86_400_000
const config = { tz: 'Europe/Rome', dimensions: ['channel', 'reason', 'agent'] }
const ticket = (id, dimensions, minutes, at = now) =>
  ({ id, created_at: at, known_until: at, dimensions, first_reply: { calendar_ms: minutes * minute } })
const tickets = [
  ticket('it-1', { channel: 'whatsapp', reason: 'where_is_my_order' }, 4),
  ticket('ro-2', { channel: 'email', reason: 'return' }, 60),
  ticket('en-3', { channel: 'email', reason: 'where_is_my_order' }, 90),
]
const rating = { ticket: 'it-1', scale: 'stars5', score: 5, at: now, dimensions: { channel: 'whatsapp' } }
const survey = { at: now, responded: true, dimensions: { channel: 'whatsapp' } }
const session = { at: now, outcome: 'solved_said', known_until: new Date(now.getTime() + 30 * day) }
const figure = (group, name) => group.figures.find((one) => one.name === name)

function reportOf(list) {
  const report = new Report(config)
  report.addTickets(list)
  return report
}

function full() {
  const report = reportOf(tickets)
  report.addRatings([rating, { ...rating, score: 9 }, { ...rating, ticket: null }])
  report.addSurveys([survey, { at: now, not_asked: 'cooldown' }])
  report.addSessions([session])
  return report
}

if (!isMainThread) parentPort.postMessage(reportOf([tickets[workerData]]).toJson())
else {
  test('a report has every figure with its n', () => {
    const report = full()
    const { overall, load_per_hour, backlog, top_reasons } = report.figures()
    const reply = figure(overall, 'first_reply')
    assert.deepEqual([reply.n, reply.value, reply.distribution.p50], [3, 60 * minute, 60 * minute])
    const csat = figure(overall, 'csat_stars5')
    assert.deepEqual([csat.n, csat.left_out.map(({ reason, n }) => [reason, n]).sort()], [1, [['out_of_scale', 1], ['unknown_ticket', 1]]])
    assert.deepEqual(overall.not_asked, { cooldown: 1 })
    assert.equal(load_per_hour[11], 3) // Monday at eleven in Rome
    assert.equal(backlog[0].date, '2026-11-23')
    assert.deepEqual(top_reasons.map(({ reason }) => reason), ['where_is_my_order', 'return'])
    const channels = report.figuresBy('channel').map((group) => [group.value, figure(group, 'first_reply').n])
    assert.deepEqual(channels, [['email', 2], ['whatsapp', 1]])
    assert.equal(figure(new Report().figures().overall, 'first_reply').value, null)
  })

  test('reports of other threads are merged the same in whatever order', async () => {
    const texts = await Promise.all(tickets.map((_, workerData) => new Promise((resolve, reject) => {
      new Worker(new URL(import.meta.url), { workerData }).once('message', resolve).once('error', reject)
    })))
    const whole = reportOf(JSON.stringify(tickets)).toJson()
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
      const merged = new Report(JSON.stringify(config))
      for (const place of order) merged.merge(Report.fromJson(texts[place]))
      assert.equal(merged.toJson(), whole)
    }
    const twice = Report.fromJson(whole)
    twice.merge(twice)
    assert.equal(figure(twice.figures().overall, 'first_reply').n, 6)
  })

  test('a call that fails adds nothing', () => {
    const report = full()
    const before = report.toJson()
    const mine = new Error('mine')
    // Whose own code adds to the report that it is read for.
    const sly = { ...tickets[0], get id() { report.addTickets([{}]); return 'sly' } }
    const wrong = [
      [() => report.addTickets([...tickets, ticket('x', { channel: '' }, 1)]), '/3/dimensions/channel'],
      [() => report.addTickets([...tickets, { ...tickets[0], reopens: -1 }]), '/3/reopens'],
      [() => report.addTickets([...tickets, { ...tickets[0], solvd: true }]), '/3/solvd'],
      [() => report.addTickets([ticket('x', {}, NaN)]), '/0/first_reply/calendar_ms'],
      [() => report.addTickets([ticket('x', {}, 1, new Date(NaN))]), '/0/created_at'],
      [() => report.addTickets(null), ''],
      [() => report.addTickets([{ get id() { throw mine } }]), ''],
      [() => report.addTickets([sly]), ''],
      [() => report.addRatings([rating, { ...rating, scale: 'stars6' }]), '/1/scale'],
      [() => report.addRatings([{ ...rating, dimensions: { agent: 'x'.repeat(257) } }]), '/0/dimensions/agent'],
      [() => report.addSurveys([survey, { ...survey, not_asked: 'spam' }]), '/1/responded'],
      [() => report.addSessions([{ ...session, outcome: 'solved' }]), '/0/outcome'],
      [() => report.figuresBy('customer'), '/dimension'],
      [() => report.merge(new Report()), '/config'],
      [() => report.merge(new Sketch()), '/other'],
      [() => new Report({ dimensions: ['customer'] }), '/dimensions/0'],
      [() => new Report({ alpha: 0.9 }), '/alpha'],
      [() => Report.fromJson('{}'), ''],
      [() => Report.fromJson(before.replace('"schema_version":1', '"schema_version":2')), '/schema_version'],
    ]
    for (const [call, path] of wrong) {
      const error = thrown(call)
      assert.ok(isDeskcoreError(error), error.stack)
      assert.deepEqual([error.code, error.path], ['invalid_input', path], `${call} ${error.message}`)
    }
    assert.equal(report.toJson(), before)
  })

  test('negative durations are left out, and counted', () => {
    const reply = figure(reportOf([ticket('A-17', {}, -1)]).figures().overall, 'first_reply')
    assert.deepEqual([reply.n, reply.value, reply.left_out], [0, null, [{ reason: 'negative_duration', n: 1 }]])
  })

  test('sketches are the same however values come together', () => {
    const part = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 80 })
    fc.assert(fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const values = Float64Array.from(parts.flat()).sort()
      const [whole, merged] = [new Sketch(), new Sketch(null)]
      whole.add(values)
      for (const part of parts.toReversed()) {
        const sketch = new Sketch()
        sketch.add(part)
        merged.merge(sketch)
      }
      assert.equal(merged.toJson(), whole.toJson())
      const ends = [whole.n, whole.min ?? undefined, whole.max ?? undefined]
      assert.deepEqual(ends, [values.length, values.length ? values[0] + 0 : undefined, values.length ? values.at(-1) + 0 : undefined])
      for (const q of [0, 0.5, 0.99, 1]) {
        const told = whole.quantile(q)
        const atRank = values[Math.floor(q * (values.length - 1))]
        assert.ok(values.length ? atRank < 2 ** -60 || Math.abs(told - atRank) <= 0.0101 * atRank : told === null)
      }
    }))
  })

  test('columns are numbers too', () => {
    const column = Float64Array.from({ length: 1000 }, (_, place) => place + 1)
    const sketch = new Sketch(0.02)
    assert.deepEqual([sketch.isExact, sketch.quantile(0.5), sketch.min, sketch.max], [true, null, null, null])
    sketch.add(column)
    sketch.add(column.subarray(0, 500))
    assert.deepEqual([sketch.n, sketch.alpha, sketch.isExact, sketch.max], [1500, 0.02, false, 1000])
    assert.equal(Sketch.fromJson(sketch.toJson()).toJson(), sketch.toJson())
    assert.deepEqual(percentiles(column.toReversed(), [0.5, 1]), [500.5, 1000])
    assert.deepEqual(percentiles('[]', Float64Array.of(0.5)), [null])
    const wrong = [
      [() => sketch.add(Float64Array.of(1, NaN)), '/values/1'],
      [() => sketch.add([1, -1]), '/values/1'],
      [() => sketch.add([1, NaN]), '/values/1'],
      [() => sketch.add([2 ** 64]), '/values/0'],
      [() => sketch.add(new Map()), '/values'],
      [() => sketch.merge(new Sketch(0.01)), '/alpha'],
      [() => new Sketch(0), '/alpha'],
      [() => sketch.quantile(1.5), '/q'],
      [() => sketch.quantile(NaN), '/q'],
      [() => sketch.quantile(), '/q'],
      [() => percentiles([1], [0, 2]), '/q/1'],
      [() => percentiles([Infinity], []), '/values/0'],
      [() => Sketch.fromJson('{}'), ''],
    ]
    for (const [call, path] of wrong) {
      const error = thrown(call)
      assert.ok(isDeskcoreError(error), error.stack)
      assert.deepEqual([error.code, error.path], ['invalid_input', path], `${call} ${error.message}`)
    }
    assert.equal(sketch.n, 1500)
  })

  test('what a desk makes of a history', () => {
    const desk = new Desk({ policies: [{ id: 'all', targets: { '*': { first_reply_time: '2h' } } }] })
    const opening = { id: 'A-17', at: now, channel: 'whatsapp', language: 'ro', customer: 'andrei' }
    const events = [{ type: 'agent_reply', id: 'ev-2', at: new Date(now.getTime() + 4 * minute) }]
    const figures = desk.figures(opening, events, new Date(now.getTime() + day))
    assert.equal(figures.first_reply.calendar_ms, 4 * minute)
    assert.ok(!JSON.stringify(figures).includes('andrei'))
    const report = new Report()
    report.addTickets([figures])
    assert.equal(figure(report.figuresBy('language')[0], 'first_reply').n, 1)
    assert.equal(thrown(() => desk.figures(opening, [{}], now)).path, '/events/0')
    assert.equal(thrown(() => desk.figures(opening, [], 0)).path, '/until')
  })

  test('the weekly digest finds what is unusual', () => {
    const days = Array.from({ length: 28 }, (_, place) => new Date(Date.UTC(2026, 10, 2 + place, 10)))
    const usual = days.flatMap((at, place) =>
      Array.from({ length: 10 }, (_, n) => ticket(`${place}-${n}`, { reason: 'where_is_my_order' }, 5, at)))
    const refused = Array.from({ length: 20 }, (_, n) => ticket(`v-${n}`, { reason: 'voucher_refused' }, 5, days[23]))
    const all = [...usual, ...refused]
    const digest = weeklyDigest(all, { monday: '2026-11-23' })
    const changed = digest.findings.filter(({ what }) => what.type === 'share_changed')
    assert.ok(changed.some(({ what }) => what.reason === 'voucher_refused'))
    assert.deepEqual(weeklyDigest(JSON.stringify(all.toReversed()), '{"monday": "2026-11-23"}'), digest)
    assert.equal(thrown(() => weeklyDigest([], { monday: '2026-11-24' })).path, '/monday')
    assert.equal(thrown(() => weeklyDigest([], { monday: '2026-11-23', slow_factor: 0 })).path, '/slow_factor')
    assert.equal(thrown(() => weeklyDigest([{}], { monday: '2026-11-23' })).path, '/tickets/0')
  })
}
