import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, test } from 'node:test'

import { Desk } from 'deskcore'

import { Database } from './database.mjs'
import { handler } from './handler.mjs'

const database = new Database()
const desk = Desk.fromJson(readFileSync(new URL('desk.json', import.meta.url), 'utf8'))
const server = createServer(handler(desk, database))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())

async function ask(path, data) {
  const init = data === undefined ? {} : { method: 'POST', body: typeof data === 'string' ? data : JSON.stringify(data) }
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, init)
  return { status: response.status, ...(await response.json()) }
}

const opening = { id: 'A-17', at: '2026-11-23T11:30:00Z', channel: 'email', priority: 'normal' }

test('a ticket from its opening to its reply', async () => {
  const opened = await ask('/tickets', opening)
  assert.deepEqual([opened.status, opened.ticket.due_at], [201, '2026-11-23T14:00:00Z'])
  assert.equal((await ask('/tickets', opening)).status, 409, 'an id is taken once')

  // Late, and twice: each effect comes once, with the instant it was due.
  for (const ticked of [1, 0]) {
    assert.equal((await ask('/tick', { now: '2026-11-23T14:10:00Z' })).ticked, ticked)
  }
  assert.deepEqual(database.outbox.map(({ type, at }) => [type, at]), [['sla_warning', '2026-11-23T14:00:00Z']])

  const reply = { type: 'agent_reply', id: 'ev-2', at: '2026-11-23T14:20:00Z', actor: { kind: 'agent', id: 'ana' } }
  assert.equal((await ask('/tickets/A-17/events', reply)).ticket.version, 3)
  assert.equal((await ask('/tickets/A-17/events', reply)).ticket.version, 3, 'an event counts once')

  const { verdicts } = await ask('/tickets/A-17?now=2026-11-23T15:00:00Z')
  assert.equal(verdicts.find(({ metric }) => metric === 'first_reply_time').state, 'met')
})

test('what is wrong is told, and nothing is stored', async () => {
  const misspelt = await ask('/tickets', { ...opening, id: 'A-18', prioriti: 'high' })
  assert.deepEqual([misspelt.status, misspelt.path, misspelt.hint], [422, '/prioriti', 'did you mean "priority"?'])
  assert.equal((await ask('/tickets/A-18')).status, 404)
  const early = { type: 'agent_reply', id: 'ev-0', at: '2026-11-23T11:00:00Z' }
  assert.deepEqual((await ask('/tickets/A-17/events', early)).code, 'out_of_order')
  assert.equal((await ask('/tickets', '{')).status, 400)
  assert.equal((await ask('/elsewhere')).status, 404)
})
