// What `tsc --strict` has to say of the declarations: nothing is run.

import {
  Calendar,
  Desk,
  Queue,
  Report,
  Roster,
  Router,
  Sketch,
  Template,
  Ticket,
  arrivalProfile,
  checkExpectations,
  compare,
  countRatings,
  effectToJson,
  isDeskcoreError,
  nps,
  percentiles,
  planSentences,
  promiseCheck,
  simulate,
  weekPlan,
  weeklyDigest,
  type AssignReason,
  type Column,
  type DeskcoreError,
  type Comparison,
  type DigestConfig,
  type Effect,
  type ErrorKind,
  type Event,
  type FigureLeftOut,
  type Opening,
  type QueuedTicket,
  type RenderOptions,
  type RoutingEvent,
  type Status,
  type SurveyDecision,
  type TemplateErrorClass,
  type TicketFigures,
  type TicketHistory,
  type WeekPlan,
  type WorkItem,
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
    case 'survey_due':
      return `ask about episode ${effect.episode}`
    case 'low_rating':
      return `${effect.score} of ${effect.scale}`
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

// Who works on what next.
export function shift(ticket: Ticket): [key: number, agent: string | undefined, sentences: string[]] {
  const items: WorkItem[] = [desk.workItem(ticket)]
  const roster: Roster = desk.roster([{ id: 'ioana', capacity: 3, status: 'online' }])
  const router = new Router(desk.routing, roster, 0n)
  const events: RoutingEvent[] = items.map((item) => ({ type: 'ticket_new', at_ms: 0, ticket: item }))
  const [change] = router.apply(events)
  const told = change?.type === 'assigned' ? change.agent : undefined
  const queue = new Queue()
  queue.insert({ id: ticket.id, key: ticket.queueKey, created_at_ms: 0 })
  const first: QueuedTicket | null = queue.pop(null, 'refunds')
  const profile = arrivalProfile([1, 2], 'Europe/Rome', 0, 1000)
  const plan: WeekPlan = weekPlan(profile, { aht_s: 300, answer_within_s: 30 }, { target_bp: 8000 })
  const taker: [string, AssignReason] | null = router.agentFor(ticket.id)
  const simulation = simulate([{ arrival_s: 0, priority: 'high', due_s: 9, work_s: 9 }], { agents: 1, order: 'fifo' })
  return [first?.key ?? simulation.wait_max_s, taker?.[0] ?? told, planSentences(plan)]
}
// @ts-expect-error: an order that there is not.
simulate([], { agents: 1, order: 'lifo' })

// What customers thought, and what the figures are.
export function figures(ticket: Ticket): [n: bigint | number, left: FigureLeftOut[], score: number | null] {
  const decision: SurveyDecision = desk.surveyDue(ticket, { spam: false }, new Date())
  if (decision.survey) desk.rateSurvey(decision.survey, 5, new Date()).effects?.map(told)
  const made: TicketFigures = desk.figures(opening, [], new Date())
  const report = new Report({ tz: 'Europe/Bucharest', dimensions: ['channel'] })
  report.addTickets([made])
  report.addRatings([{ ticket: ticket.id, scale: 'stars5', score: 5, at: new Date() }])
  report.merge(Report.fromJson(report.toJson()))
  const left = report.figures().overall.figures.flatMap((figure) => figure.left_out ?? [])
  const sketch = new Sketch(0.01)
  sketch.add(Float64Array.of(1, 2))
  const config: DigestConfig = { monday: '2026-11-23' }
  const digest = weeklyDigest([made], config)
  const median: number | null | undefined = percentiles([1, 2], [0.5])[0] ?? sketch.quantile(0.5)
  return [digest.n + sketch.n, left, median ?? nps(countRatings('nps11', [9])).nps]
}
// @ts-expect-error: no sketch is a report
new Report().merge(new Sketch())

// What another desk would have made of it.
export function review(histories: TicketHistory[]): Comparison {
  const [outcome] = checkExpectations(desk, { expect: [{ name: 'soon', ticket: opening, expect: { priority: 'normal' } }] })
  const holds = promiseCheck(desk, { within: '2h', metric: 'first_reply_time' }).every((check) => check.holds)
  return compare(histories, desk, desk, outcome?.passed && holds ? null : new Date())
}
// @ts-expect-error: an expectation that there is not
checkExpectations(desk, { expect: [{ name: 'soon', expect: { prioriti: 'urgent' } }] })
