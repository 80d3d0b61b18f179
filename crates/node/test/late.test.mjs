import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Desk } from 'deskcore'

test('a ticket is late while what was promised is overdue', () => {
  const desk = new Desk({ policies: [{ id: 'all', targets: { '*': { first_reply_time: '2h' } } }] })
  const [ticket] = desk.open({ id: 'A-17', at: '2026-11-23T10:00:00Z', channel: 'email', priority: 'normal' })
  assert.equal(desk.isLate(ticket, '2026-11-23T12:00:00Z'), false)
  assert.equal(desk.isLate(ticket, '2026-11-23T12:00:01Z'), true)
  const [answered] = desk.apply(ticket, { type: 'agent_reply', id: 'ev-2', at: '2026-11-23T13:00:00Z' })
  assert.equal(desk.isLate(answered, '2026-11-23T13:00:00Z'), false)
})

test('whatever takes a ticket takes the handle', async () => {
  const { readFileSync } = await import('node:fs')
  const declared = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8')
  const methods = [...declared.matchAll(/^  (\w+)\(ticket: Ticket/gm)].map(([, name]) => name)
  assert.ok(methods.includes('isLate') && methods.includes('apply'))
  for (const name of methods) assert.ok(Object.hasOwn(Desk.prototype, name), `index.js does not hand ${name} the text`)
})
