// The support part of a shop's back end: a handler `(req, res)` as Express and
// node:http take it. The host keeps its tables; deskcore decides what goes
// into them.

import { Ticket, isDeskcoreError } from 'deskcore'

/** HTTP statuses of the errors that a caller can act on. */
const statusOf = { out_of_order: 409, ticket_closed: 409, status_not_allowed: 409 }

const body = async (req) => {
  let text = ''
  for await (const part of req.setEncoding('utf8')) text += part
  return JSON.parse(text)
}

/**
 * A handler over a desk and a database.
 *
 *     POST /tickets              an opening
 *     POST /tickets/:id/events   an event
 *     POST /tick                 what is due at {"now": …}
 *     GET  /tickets/:id          the ticket, and where its promises stand at ?now=…
 */
export function handler(desk, database) {
  /** Stores a ticket and puts its effects in the outbox, both or neither. */
  const store = (tables, [ticket, effects], before) => {
    const row = { id: ticket.id, snapshot: ticket.toJson(), due_at: ticket.dueAt, version: ticket.version }
    tables.putTicket(row, before)
    for (const effect of effects) tables.putEffect(effect.id, JSON.stringify(effect))
    return { status: 200, answer: { ticket, effects } }
  }

  const change = (id, work) =>
    database.transaction((tables) => {
      const row = tables.ticket(id)
      if (!row) return { status: 404, answer: { error: `no ticket ${id}` } }
      const outcome = work(Ticket.fromJson(row.snapshot))
      return store(tables, outcome, row.version)
    })

  const routes = [
    ['POST', /^\/tickets$/, async (req) => {
      const outcome = desk.open(await body(req))
      return { ...database.transaction((tables) => store(tables, outcome, undefined)), status: 201 }
    }],
    ['POST', /^\/tickets\/([^/]+)\/events$/, async (req, id) => {
      const event = await body(req)
      return change(id, (ticket) => desk.apply(ticket, event))
    }],
    ['POST', /^\/tick$/, async (req) => {
      const now = new Date((await body(req)).now)
      const due = database.transaction((tables) => tables.due(now))
      for (const { id } of due) change(id, (ticket) => desk.tick(ticket, now))
      return { status: 200, answer: { ticked: due.length } }
    }],
    ['GET', /^\/tickets\/([^/]+)$/, async (req, id, query) => {
      const row = database.transaction((tables) => tables.ticket(id))
      if (!row) return { status: 404, answer: { error: `no ticket ${id}` } }
      const ticket = Ticket.fromJson(row.snapshot)
      const now = query.get('now') ?? new Date()
      return { status: 200, answer: { ticket, verdicts: desk.verdicts(ticket, now) } }
    }],
  ]

  return async (req, res) => {
    const { pathname, searchParams } = new URL(req.url, 'http://localhost')
    let outcome = { status: 404, answer: { error: `nothing at ${pathname}` } }
    try {
      for (const [method, path, answer] of routes) {
        const found = req.method === method && path.exec(pathname)
        if (found) outcome = await answer(req, found[1] && decodeURIComponent(found[1]), searchParams)
      }
    } catch (error) {
      if (isDeskcoreError(error) && error.kind !== 'internal_error') {
        const { code, message, path, hint } = error
        outcome = { status: statusOf[error.kind] ?? 422, answer: { code, message, path, hint } }
      } else if (error instanceof SyntaxError || error instanceof URIError) {
        outcome = { status: 400, answer: { error: error.message } }
      } else {
        outcome = { status: error.status ?? 500, answer: { error: error.message } }
      }
    }
    res.writeHead(outcome.status, { 'content-type': 'application/json' })
    res.end(JSON.stringify(outcome.answer))
  }
}
