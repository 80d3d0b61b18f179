import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import {
  Desk, Queue, Roster, Router, Routing, Ticket, arrivalProfile, erlangA, erlangARequired, erlangC, erlangCRequired,
  estimateWait, isDeskcoreError, planSentences, roundedMinutes, simulate, simulateRoster, weekPlan,
} from '../index.js'

const start = 1_795_600_000_000
const now = new Date('2026-11-23T10:00:00Z')
const rules = {
  boosts: [{ name: 'vip', when: { vip: true }, seconds: 1800 }],
  keywords: [{ label: 'angry', phrases: ['vergogna', 'o rusine'] }],
  needed: [{ when: { reason: ['return'] }, skills: { refunds: 2 }, team: 'returns' }],
}
const config = {
  calendars: { office: { tz: 'Europe/Rome', weekly: { mon: [['09:00', '18:00']] } } },
  policies: [{ id: 'all', targets: { '*': { first_reply_time: '2h' } } }],
  routing: rules,
}
const agents = [
  { id: 'marco', capacity: 1, languages: { it: 3 }, limits: { refund: { amount: '500.00', currency: 'EUR' } } },
  { id: 'ioana', capacity: 2, languages: { ro: 3 }, limits: { refund: { amount: '50.00', currency: 'EUR' } } },
]
const arrival = (id, fields = {}, at_ms = start) => ({ at_ms, type: 'ticket_new', ticket: { id, channel: 'email', ...fields } })
const queued = (id, key, fields = {}) => ({ id, key, created_at_ms: 0, ...fields })
const router = (of = agents, at = start) => new Router(new Routing({}), new Roster(of), at)

/** A day of work of a queue and a router. */
function day(tickets) {
  const queue = new Queue()
  const desk = router(Array.from({ length: 10 }, (_, n) => ({ id: `agent-${n}`, capacity: 20 })))
  for (let n = 0; n < tickets; n += 1) {
    queue.insert(queued(`t-${n}`, (n * 7919) % 1000))
    desk.apply([arrival(`t-${n}`)])
    try {
      queue.insert({ id: NaN })
    } catch (error) {
      if (error.path !== '/id') throw error
    }
  }
  return [queue.toJson(), desk.state()]
}

if (!isMainThread) parentPort.postMessage(day(workerData))
else {
  const fails = (work, path, hint) => assert.throws(work, (error) => {
    assert.ok(isDeskcoreError(error), error.stack)
    assert.deepEqual([error.kind, error.path], ['invalid_input', path], error.message)
    if (hint) assert.equal(error.hint, `did you mean "${hint}"?`)
    return true
  })

  test('a ticket has its place in the queue', () => {
    const desk = new Desk(config)
    const [ticket] = desk.open({ id: 'A-17', at: now, channel: 'email', priority: 'normal', tier: 'vip', reason: 'return' })
    const due = now.getTime() + 7_200_000
    assert.equal(ticket.queueKey, due - 1_800_000)
    assert.equal(Ticket.fromJson(ticket.toJson()).queueKey, ticket.queueKey)
    const why = desk.explainQueueKey(ticket)
    assert.deepEqual(why.contributions, [{ name: 'due:first_reply_time', ms: due }, { name: 'boost:vip', ms: -1_800_000 }])
    assert.equal(why.text, `due:first_reply_time at ${due}, boost:vip 1800 s sooner: ${why.key}`)
    const item = desk.workItem(ticket)
    assert.deepEqual([item.skills, item.team, item.due_ms], [{ refunds: 2 }, 'returns', { first_reply_time: due }])
    assert.equal(desk.routing.queueKey(item), why.key)
    assert.deepEqual(desk.routing.explainQueueKey(JSON.stringify(item)), why)
    assert.deepEqual([desk.keywordTags('E o RUȘINE!'), desk.keywordTags('Grazie')], [['angry'], []])
    for (const call of ['explainQueueKey', 'workItem']) fails(() => desk[call](ticket.toJson()), '/ticket')
    fails(() => desk.keywordTags(7), '/message')
  })

  test('rules are compiled from objects and text', () => {
    const routing = new Routing(rules)
    assert.ok(routing instanceof Routing && new Desk(config).routing instanceof Routing)
    assert.equal(new Routing(routing.toJson()).toJson(), new Desk(config).routing.toJson())
    assert.deepEqual(JSON.parse(JSON.stringify(routing)), JSON.parse(routing.toJson()))
    const items = [['b', 2], ['c', 1], ['a', 2]].map(([id, created_at_ms]) => ({ id, channel: 'email', created_at_ms }))
    assert.deepEqual(routing.order(items), ['c', 'a', 'b'])
    assert.deepEqual(routing.order(JSON.stringify(items)), ['c', 'a', 'b'])
    fails(() => new Routing({ bosts: [] }), '/bosts', 'boosts')
    fails(() => new Routing({ wind_down_s: -1 }), '/wind_down_s')
    fails(() => routing.order([...items, ...items]), '')
    fails(() => routing.order([items[0], { id: 'A-17' }]), '/1')
    fails(() => routing.queueKey({ id: 'a', chanel: 'email' }), '/chanel', 'channel')
    for (const wrong of [undefined, null, 3, '{', () => 1, { id: NaN }, '"\ud800"']) {
      for (const call of [(value) => new Routing(value), (value) => routing.queueKey(value), (value) => routing.order(value)]) {
        assert.throws(() => call(wrong), { kind: 'invalid_input' })
      }
    }
  })

  test('keys reach the ends of 64 bits by text and bigint', () => {
    const routing = new Routing({ default_target_s: { '*': 60 } })
    const item = (created_at_ms) => `{"id": "a", "channel": "email", "created_at_ms": ${created_at_ms}}`
    assert.equal(routing.queueKey(item('9223372036854715807')), Number(2n ** 63n - 1n))
    assert.equal(routing.queueKey(item('-9223372036854775808')), Number(60_000n - 2n ** 63n))
    fails(() => routing.queueKey(item('9223372036854775808')), '')
    const queue = new Queue()
    for (const id of ['a', 'b', 'c']) queue.insert(queued(id, 0))
    queue.setKey('a', 2n ** 63n - 1n)
    queue.setKey('b', 2n ** 63n - 2n)
    queue.setKey('c', -(2n ** 63n))
    assert.match(queue.toJson(), /"c","key":-9223372036854775808,.*"b","key":9223372036854775806,.*"a","key":9223372036854775807,/)
    assert.equal(Queue.fromJson(queue.toJson()).toJson(), queue.toJson())
    for (const wrong of [2n ** 63n, 2 ** 53, 0.5, NaN, '1', undefined]) fails(() => queue.setKey('a', wrong), '/key')
    assert.equal(router(agents, -(2n ** 63n)).nowMs, -(2 ** 63))
  })

  test('a roster', () => {
    const desk = new Desk(config)
    const roster = new Roster(agents)
    assert.deepEqual(roster.agents.map(({ id }) => id), ['ioana', 'marco'])
    assert.deepEqual(new Roster(JSON.stringify(roster.agents)).agents, roster.agents)
    const allowed = (amount) => roster.allowed('refund', 'ioana', amount, 'EUR')
    assert.deepEqual(['49.90', '120', '900'].map(allowed), [{ type: 'yes' }, { type: 'ask', agents: ['marco'] }, { type: 'no' }])
    fails(() => roster.allowed('refund', 'iona', '1', 'EUR'), '/agent', 'ioana')
    fails(() => allowed('much'), '/amount')
    fails(() => allowed(3), '/amount')
    assert.deepEqual(roster.lint(desk.routing).map(({ code }) => code).sort(), ['skill_without_agents', 'team_without_agents'])
    fails(() => roster.lint(desk), '/routing')
    const office = [{ id: 'ana', capacity: 1, status: 'online', calendar: 'office' }]
    assert.deepEqual(desk.roster(office).agents, office)
    fails(() => desk.roster([{ ...office[0], calendar: 'ofice' }]), '/0/calendar', 'office')
    fails(() => new Roster([...agents, agents[0]]), '/2/id')
    fails(() => new Roster([{ id: 'ana', capcity: 1 }]), '/0/capcity', 'capacity')
  })

  test('a queue', () => {
    const queue = new Queue()
    queue.insert(queued('c', 3))
    queue.insert(JSON.stringify(queued('a', 1, { team: 'returns' })))
    queue.insert(queued('b', 2, { team: 'returns', skills: ['refunds'] }))
    assert.equal(queue.length, 3)
    assert.deepEqual(queue.page().map(({ id }) => id), ['a', 'b', 'c'])
    assert.deepEqual(queue.page(1, 1), [queue.get('b')])
    assert.deepEqual(queue.page(null, undefined, null, 'refunds'), [queue.get('b')])
    const positions = [queue.position('b'), queue.position('b', 'returns'), queue.position('b', null, 'refunds'), queue.position('c', 'returns')]
    assert.deepEqual(positions, [1, 1, 0, null])
    queue.setKey('c', 0)
    queue.update(queued('a', 9, { team: 'front' }))
    assert.deepEqual(queue.peek(), queued('c', 0))
    assert.deepEqual(queue.pop(), queued('c', 0))
    assert.equal(queue.pop('front').id, 'a')
    assert.deepEqual(queue.remove('b').skills, ['refunds'])
    assert.deepEqual([queue.remove('b'), queue.get('b'), queue.pop(), queue.peek()], [null, null, null, null])
    queue.insert(queued('a', 1))
    fails(() => queue.insert(queued('a', 2)), '/id')
    fails(() => queue.update(queued('b', 2)), '/id')
    fails(() => queue.setKey('b', 2), '/id')
    fails(() => queue.insert({ id: 'b', kye: 1 }), '/kye', 'key')
    fails(() => queue.pop('x', 'y'), '/skill')
    fails(() => queue.page(0, 1, 'x', 'y'), '/skill')
    fails(() => queue.position('a', 'x', 'y'), '/skill')
    fails(() => queue.page(-1), '/offset')
    fails(() => queue.page(0, 1.5), '/limit')
    fails(() => queue.get(1), '/id')
    fails(() => Queue.fromJson(JSON.stringify([queued('a', 1), queued('a', 2)])), '/1/id')
    for (const wrong of ['', '{}', '[1]', null, 3]) assert.throws(() => Queue.fromJson(wrong), { kind: 'invalid_input' })
    assert.deepEqual(queue.page(), [queued('a', 1)])
  })

  test('a queue is a sorted list', () => {
    const bytes = (text) => Buffer.from(text).toString('hex')
    const order = (tickets) => [...tickets].sort((a, b) => a.key - b.key || (bytes(a.id) < bytes(b.id) ? -1 : 1))
    const step = fc.tuple(
      fc.constantFrom('insert', 'update', 'setKey', 'remove', 'pop'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(undefined, 'x', 'y'),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new Queue()
      const model = new Map()
      for (const [what, id, key, team] of steps) {
        const ticket = queued(id, key, team && { team })
        if (what === 'insert' && !model.has(id)) {
          queue.insert(ticket)
          model.set(id, ticket)
        } else if (what === 'update' && model.has(id)) {
          queue.update(ticket)
          model.set(id, ticket)
        } else if (what === 'setKey' && model.has(id)) {
          queue.setKey(id, key)
          model.set(id, { ...model.get(id), key })
        } else if (what === 'remove') {
          assert.deepEqual(queue.remove(id), model.get(id) ?? null)
          model.delete(id)
        } else if (what === 'pop') {
          const [first] = order([...model.values()].filter((one) => team === undefined || one.team === team))
          assert.deepEqual(queue.pop(team), first ?? null)
          model.delete(first?.id)
        }
      }
      assert.deepEqual(queue.page(0, 1000), order(model.values()))
      assert.deepEqual(queue.page(0, 1000).map(({ id }) => queue.position(id)), [...model.keys()].map((_, place) => place))
      assert.deepEqual(queue.page(0, 1000, 'x'), order(model.values()).filter(({ team }) => team === 'x'))
    }))
  })

  test('a router', () => {
    const desk = router()
    const changes = desk.apply([arrival('A-17', { language: 'it-CH' }), arrival('A-18', { language: 'it' })])
    assert.deepEqual(changes, [{ type: 'assigned', at_ms: start, ticket: 'A-17', agent: 'marco', reason: 'match' }])
    assert.deepEqual(desk.queue(), [['A-18', start + 86_400_000]])
    assert.deepEqual([desk.nextWakeUp(), desk.nowMs, desk.agentFor('A-18')], [null, start, null])
    const why = desk.explain('A-18')
    assert.deepEqual(why.place, { type: 'queued', position: 0, key: start + 86_400_000 })
    assert.deepEqual(why.agents.map(({ obstacles }) => obstacles.map(({ type }) => type)), [['language'], ['capacity']])
    assert.match(why.text, /^A-18: 0 wait before it; nobody takes it; ioana speaks it/)
    assert.equal(desk.nextForAgent('ioana').ticket, null)
    const [again] = desk.apply(JSON.stringify([{ at_ms: start + 1, type: 'ticket_done', ticket: 'A-17' }]))
    assert.deepEqual([again.ticket, again.at_ms, desk.advance(start + 2)], ['A-18', start + 1, []])
    const state = desk.state()
    for (const stored of [state, JSON.stringify(state)]) {
      const restored = Router.restore(new Routing({}), new Roster(agents), stored)
      assert.ok(restored instanceof Router)
      assert.deepEqual(restored.state(), state)
    }
    const waits = { at_ms: start, tickets: [{ ticket: { id: 'A', channel: 'chat' }, queued_at_ms: start }] }
    const held = Router.restore(new Routing({}), new Roster(agents), waits)
    assert.deepEqual(held.agentFor('A'), ['ioana', 'match'])
    assert.equal(held.advance(start)[0].agent, 'ioana')
  })

  test('mistakes of a router have their place', () => {
    const desk = router()
    const before = desk.state()
    fails(() => desk.apply([arrival('A'), arrival('B', {}, start - 1)]), '/1/at_ms')
    fails(() => desk.apply([{ at_ms: start, type: 'agent_status', agent: 'iona', status: 'away' }]), '/0/agent', 'ioana')
    fails(() => desk.apply([{ at_ms: start, type: 'ticket_nw', ticket: 'A' }]), '/0/type', 'ticket_new')
    fails(() => desk.advance(start - 1), '')
    fails(() => desk.advance('soon'), '/toMs')
    fails(() => desk.explain('A'), '/ticket')
    fails(() => desk.agentFor('A'), '/ticket')
    fails(() => desk.nextForAgent('ana'), '/agent')
    fails(() => Router.restore(new Routing({}), new Roster([]), before), '/agents/0/agent')
    fails(() => new Router({}, new Roster([]), 0), '/routing')
    fails(() => new Router(new Routing({}), new Desk(config), 0), '/roster')
    fails(() => new Router(new Routing({}), new Roster([]), NaN), '/startMs')
    const trap = new RangeError('trap')
    assert.throws(() => desk.apply([{ get at_ms() { throw trap } }]), (error) => error.cause === trap)
    assert.deepEqual(desk.state(), before)
    assert.throws(() => Router.prototype.state.call(new Queue()))
    assert.throws(() => Queue.prototype.pop.call({}))
  })

  test('workers come to the same', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
      new Worker(new URL(import.meta.url), { workerData: 100 }).once('message', resolve).once('error', reject)
    })))
    for (const answer of answers) assert.deepEqual(answer, day(100))
  })

  const work = { arrivals: 60, interval_s: 3600, aht_s: 360, answer_within_s: 30 }

  test('staffing', () => {
    assert.deepEqual([erlangC(work, 9).stable, erlangC(JSON.stringify(work), 6).stable, erlangC(work, 6).asa_s], [true, false, null])
    assert.equal(erlangCRequired(work, { target_bp: 8000 }).agents, 9)
    const patient = { ...work, patience_s: 180 }
    const staffing = erlangARequired(patient, { target_bp: 8000 })
    assert.deepEqual([staffing.agents, staffing.p_abandon], [8, erlangA(patient, 8).p_abandon])
    fails(() => erlangA(work, 8), '/patience_s')
    fails(() => erlangC(work, -1), '/agents')
    fails(() => erlangC({ ...work, aht_s: 0 }, 1), '/aht_s')
    fails(() => erlangC({ ...work, aht: 0 }, 1), '/aht', 'aht_s')
    fails(() => erlangCRequired(work, { target_bp: 10_000 }), '/target_bp')
  })

  test('a plan of the week', () => {
    const monday = Date.parse('2026-11-22T23:00:00Z')
    const calls = Array.from({ length: 90 }, (_, n) => monday + 36_000_000 + (n % 30) * 60_000)
    const profile = arrivalProfile(calls, 'Europe/Rome', monday, BigInt(monday) + 604_800_000n)
    assert.equal(profile.mean_arrivals[20], 90)
    const plan = weekPlan(profile, { aht_s: 300, answer_within_s: 30 }, { target_bp: 8000 })
    const { weekday, start: from, scheduled } = plan.intervals[20]
    assert.deepEqual([weekday, from, plan.intervals.length], ['mon', '10:00', 336])
    assert.deepEqual(planSentences(plan), [`Mon: ${scheduled} agents from 10:00 to 10:30`])
    const [gap] = new Roster(agents).coverageGaps(plan, 'Europe/Rome', '2026-11-25')
    assert.deepEqual([gap.start, gap.missing], ['2026-11-23T09:00:00Z', scheduled - 2])
    fails(() => arrivalProfile(calls, 'Europe/Roma', 0, 1), '/zone')
    fails(() => arrivalProfile([1, '2'], 'UTC', 0, 1), '/arrivalsMs/1')
    fails(() => arrivalProfile(calls, 'UTC', 1, 1), '/to_ms')
    fails(() => weekPlan({ mean_arrivals: [], occurrences: [] }, { aht_s: 300, answer_within_s: 30 }, { target_bp: 8000 }), '/mean_arrivals')
    fails(() => new Roster([]).coverageGaps(plan, 'UTC', '25.11.'), '/weekOf')
  })

  test('simulations and waits', () => {
    const job = { arrival_s: 60, priority: 'high', due_s: 3660, work_s: 300 }
    assert.deepEqual(simulate([job, job, job], { agents: 2, order: 'virtual_due' }).started, [60, 60, 360])
    assert.deepEqual(simulate(JSON.stringify([job]), '{"agents": 2, "order": "fifo"}').started, [60])
    fails(() => simulate([job], { agents: 0, order: 'fifo' }), '/agents')
    fails(() => simulate([job, { ...job, work_s: -1 }], { agents: 1, order: 'fifo' }), '/jobs/1/work_s')
    fails(() => simulate([job, { ...job, priority: 'hihg' }], { agents: 1, order: 'fifo' }), '/jobs/1/priority', 'high')
    const roster = new Roster([{ id: 'ioana', capacity: 1 }])
    const tickets = ['a', 'b'].map((id) => ({ ticket: { id, channel: 'email' }, arrival_ms: 0, work_ms: 60_000 }))
    assert.deepEqual(simulateRoster(new Routing({}), roster, tickets, 'fifo').begun_ms, [0, 60_000])
    assert.equal(simulateRoster(new Routing({}), roster, JSON.stringify(tickets)).agents[0].tickets, 2)
    fails(() => simulateRoster(new Routing({}), roster, [...tickets, tickets[0]]), '/tickets/2/ticket')
    fails(() => simulateRoster(new Routing({}), roster, tickets, 'lifo'), '', 'fifo')
    const router = new Router(new Routing({}), roster, 0)
    assert.equal(router.estimateWait({ id: 'c', channel: 'email' }, [60]).wait.expected_s, 0)
    const estimate = estimateWait(5, 2, [300, 420, 500, 380])
    assert.deepEqual([roundedMinutes(estimate), roundedMinutes(estimateWait(5, 0, []))], [20, null])
    fails(() => estimateWait(5, 2, [1, '2']), '/serviceTimesS/1')
    fails(() => estimateWait(-1, 2, [1]), '/ahead')
    const many = Array.from({ length: 100_000 }, (_, second) => ({ ...job, arrival_s: second }))
    assert.equal(simulate(many, { agents: 9, order: 'virtual_due_demoted' }).started.length, 100_000)
  })
}
