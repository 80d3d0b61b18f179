// What `tsc --strict` has to say of the declarations: nothing is run.

import {
  Calendar,
  Desk,
  Template,
  Ticket,
  effectToJson,
  isDeskcoreError,
  type Column,
  type DeskcoreError,
  type Effect,
  type ErrorKind,
  type Event,
  type Opening,
  type RenderOptions,
  type Status,
  type TemplateErrorClass,
} from 'deskcore'

const desk = new Desk({ calendars: { office: { tz: 'Europe/Rome', weekly: '24x7' } } })
const opening: Opening = { id: 'A-17', at: new Date(), channel: 'email', priority: 'normal' }
const [ticket, effects]: [Ticket, Effect[]] = desk.open(opening)

// One of a union is told by its type, and all of them can be told.
export function told(effect: Effect): string {
  switch (effect.type) {
    case 'sla_warning':
      return `${effect.metric} is due ${effect.due_at}`
    case 'sla_breach':
      return `${effect.metric} was due`
    case 'escalate':
      return `${effect.to}: step ${effect.step}`
    case 'open_follow_up':
      return effect.message.event
    case 'forward':
      return effect.to
    case 'macro_action':
      return `${effect.macro_id}: ${effect.action.type}`
    default: {
      const none: never = effect
      return none
    }
  }
}

export function acted(error: DeskcoreError): string {
  const kind: ErrorKind = error.kind
  switch (kind) {
    case 'invalid_desk':
      return error.problems.map(({ path, message }) => `${path}: ${message}`).join('\n')
    case 'invalid_ticket':
    case 'invalid_input':
      return error.path ?? error.message
    case 'out_of_order':
    case 'ticket_closed':
    case 'status_not_allowed':
      return error.hint ?? ''
    case 'template_error': {
      const place: [line: number | null | undefined, column: number | null | undefined] = [error.line, error.column]
      return place.join(':')
    }
    case 'internal_error':
      return error.message
    default: {
      const none: never = kind
      return none
    }
  }
}

try {
  desk.tick(ticket, Date())
} catch (error) {
  if (isDeskcoreError(error)) acted(error)
}

// Instants go in as Date or text, and come out alone as Date, in data as text.
const at: Date | null = new Calendar({ tz: 'UTC', weekly: { mon: [['09:00', '17:00']], tue: 'mon' } }).nextOpen('2026-11-23T10:00:00Z')
const due: Date | null = ticket.dueAt
const status: Status = ticket.status
const texts: string[] = effects.map((effect) => effectToJson(effect))
const when: string | undefined = effects[0]?.at
desk.apply(ticket, { type: 'agent_reply', id: 'ev-2', at: '2026-11-23T10:00:00Z' })
desk.apply(ticket, { type: 'priority', id: 'ev-3', at: new Date(), to: null })
desk.rebuild(opening, [] as readonly Event[], null)
desk.explain(ticket, 'first_reply_time', new Date())?.text.trim()

// A column is answered by one of its kind.
export async function columns(calendar: Calendar, floats: Float64Array, big: BigInt64Array) {
  const a: Float64Array = calendar.betweenColumn(floats, floats, new Float64Array(1))
  const b: BigInt64Array = await calendar.addColumnAsync(big, big)
  const c: Column = calendar.addColumn(big, big)
  return [a, b, c]
}

// Whatever is an object is data, also of a type of the host's own.
interface Customer {
  readonly name: string
  readonly since: Date
}
const zoe: Customer = { name: 'Zoë', since: new Date() }
const options: RenderOptions = { channel: 'sms', locale: 'en', now: new Date(), limits: { fuel: 1000 } }
const greeting = new Template('Hi {{ name }}', { partials: { sign: 'Ana' }, limits: {} })
const greetings: string[] = greeting.renderBatch([zoe, new Map([['name', 'Ioana']]), '{"name": "Niccolò"}'], options)
const one: string = greeting.render(zoe)
const kind: TemplateErrorClass = 'missing'

// @ts-expect-error: a number is no data
greeting.render(3)
// @ts-expect-error: a channel that does not exist
greeting.render(zoe, { channel: 'fax' })
// @ts-expect-error: nothing changes a template
greeting.source = ''
// @ts-expect-error: it has no constructor of its own
new Ticket('{}')
// @ts-expect-error: a field that is missing
desk.open({ id: 'A-17', channel: 'email' })
// @ts-expect-error: a field that does not exist
desk.open({ ...opening, prio: 'high' })
// @ts-expect-error: a status that does not exist
desk.apply(ticket, { type: 'status', id: 'ev-4', at: new Date(), to: 'done' })
// @ts-expect-error: a field of another event
desk.apply(ticket, { type: 'agent_reply', id: 'ev-5', at: new Date(), to: 'open' })
// @ts-expect-error: text is no ticket
desk.apply('{}', { type: 'agent_reply', id: 'ev-6', at: new Date() })
// @ts-expect-error: epoch milliseconds are no instant
desk.tick(ticket, 0)
// @ts-expect-error: a metric that does not exist
desk.verdict(ticket, 'first_reply', new Date())
// @ts-expect-error: nothing changes a ticket
ticket.status = 'open'
// @ts-expect-error: columns are of one kind
new Calendar({ tz: 'UTC', weekly: '24x7' }).betweenColumn(new Float64Array(1), new BigInt64Array(1))
// @ts-expect-error: a list of numbers is no column
new Calendar({ tz: 'UTC', weekly: '24x7' }).betweenColumn([1], [2])

export { at, due, greetings, kind, one, status, texts, when }
