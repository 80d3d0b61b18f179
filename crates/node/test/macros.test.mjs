import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Desk, Suggester, SuggestionModel, Template, cutSms, macrosFromZendesk, measureSms } from 'deskcore'

const desk = new Desk({
  locale: 'ro',
  macros: [
    {
      id: 'shipped',
      name: 'On its way',
      version: '3',
      keywords: ['pacco', 'unde este'],
      parameters: [{ name: 'days', kind: 'number' }],
      variants: [
        { locale: 'it', subject: 'Ordine {{ order.name }}', body: 'Ciao {{ customer.first_name }}, {{ parameters.days }} giorni.' },
        { locale: 'en', channel: 'html', body: '<p>Hi {{ customer.first_name }}</p>' },
        { body: 'Bună ziua {{ customer.first_name }}, {{ parameters.days }} zile.' },
      ],
      actions: [{ type: 'set_status', status: 'pending' }, { type: 'add_tags', tags: ['order-{{ order.name }}'] }],
    },
    { id: 'vip', name: 'For few', when: { tier: ['vip'] }, variants: [{ body: 'x' }] },
  ],
})
const data = { customer: { first_name: 'Niccolò {{ x }}' }, order: { name: '#1042' } }

test('a macro is rendered in the language that there is', () => {
  const swiss = desk.renderMacro('shipped', data, { locale: 'it-CH', parameters: { days: 2 } })
  assert.equal(swiss.body, 'Ciao Niccolò {{ x }}, 2 giorni.')
  assert.equal(swiss.subject, 'Ordine #1042')
  assert.deepEqual([swiss.locale, swiss.locales_tried], ['it', ['it-CH', 'it']])
  const german = desk.renderMacro('shipped', JSON.stringify(data), { locale: 'de', parameters: { days: 2 } })
  assert.equal(german.body, 'Bună ziua Niccolò {{ x }}, 2 zile.')
  const html = desk.renderMacro('shipped', { customer: { first_name: '<b>' }, order: data.order }, { locale: 'en', channel: 'html', parameters: { days: 1 } })
  assert.equal(html.body, '<p>Hi &lt;b&gt;</p>')
})

test('its actions are effects', () => {
  const at = new Date('2026-11-23T10:00:00Z')
  const [ticket] = desk.open({ id: 'A-17', at, channel: 'email' })
  assert.deepEqual(desk.macrosFor(ticket).map(({ id }) => id), ['shipped'])
  const rendered = desk.renderMacro('shipped', data, { parameters: { days: 1 } })
  const effects = desk.macroEffects(ticket, rendered, at)
  assert.deepEqual(effects.map(({ id }) => id), ['A-17:1:shipped:0', 'A-17:1:shipped:1'])
  assert.deepEqual(effects[1].action, { type: 'add_tags', tags: ['order-#1042'] })
})

test('what is wrong is told by its place', () => {
  const fails = (work, expected) => assert.throws(work, (error) => {
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(error[key], value)
    return true
  })
  fails(() => desk.renderMacro('shiped', data), { code: 'invalid_input', hint: 'did you mean "shipped"?' })
  fails(() => desk.renderMacro('shipped', data), { path: '/parameters/days' })
  fails(() => desk.renderMacro('shipped', { order: { name: 'x' } }, { parameters: { days: 1 } }), {
    code: 'template_missing', path: 'customer.first_name', line: 1, column: 11,
  })
  fails(() => desk.renderMacro('shipped', data, { locale: 'italiano!' }), { code: 'invalid_input' })
  const trap = { customer: { get first_name() { throw new RangeError('trap') } }, order: data.order }
  fails(() => desk.renderMacro('shipped', trap, { parameters: { days: 1 } }), { code: 'invalid_input' })
  fails(() => desk.renderMacroBatch('shipped', 5, { parameters: { days: 1 } }), { code: 'invalid_input' })
  fails(() => new Desk({ macros: [{ id: 'a', name: 'A', variants: [{ body: '{{ customer.frist_name }}' }] }] }), {
    code: 'invalid_desk', path: '/macros/0/variants/0/body',
  })
})

test('one macro for many rows', () => {
  const rows = [data, {}, JSON.stringify(data)]
  const columns = desk.renderMacroBatch('shipped', rows, { locale: 'it', parameters: { days: 1 } })
  assert.deepEqual(columns.body.map((body) => body === null), [false, true, false])
  assert.equal(columns.error[1].code, 'template_missing')
  assert.equal(columns.error[0], null)
})

test('a template says what it reads, and what could be missing', () => {
  const template = new Template('{{ a }}{% if b %}{{ b | upcase }}{% endif %}')
  const analysis = template.analyze()
  assert.deepEqual(analysis.variables.map(({ path, guarded }) => [path, guarded]), [['a', false], ['b', true]])
  assert.deepEqual(analysis.filters, ['upcase'])
  const schema = { type: 'object', properties: { a: { type: ['string', 'null'] }, b: { type: 'string' } } }
  assert.deepEqual(template.check(schema).map(({ code, path }) => [code, path]), [['may_be_missing', '1:1']])
})

test('suggestions are learnt from what agents chose', () => {
  const model = new SuggestionModel()
  model.learn({ message: 'Unde este coletul meu?', language: 'ro' }, 'shipped')
  model.learn('I want my money back', 'refund')
  const more = new SuggestionModel()
  more.learn('my parcel has not arrived', 'shipped')
  model.merge(more)
  const again = SuggestionModel.fromJson(model.toJson())
  const [best] = new Suggester(again, desk.macroKeywords()).suggest("Dov'è il mio pacco?", null, 1)
  assert.equal(best.label, 'shipped')
  assert.deepEqual(best.because, ['pacco'])
  assert.throws(() => new Suggester({}), { code: 'invalid_input' })
})

test('text messages are measured and cut', () => {
  assert.equal(measureSms('Bună').encoding, 'ucs2')
  assert.equal(measureSms('x'.repeat(161)).segments, 2)
  assert.deepEqual(cutSms('x'.repeat(200), 1), { text: 'x'.repeat(160), shortened: true })
})

test('macros come over from another help desk', () => {
  const exported = { macros: [{ id: 1, title: 'Thanks', active: true, actions: [{ field: 'comment_value', value: 'Hi {{ticket.requester.first_name}}' }, { field: 'status', value: 'solved' }] }] }
  const { macros, problems } = macrosFromZendesk(JSON.stringify(exported))
  assert.deepEqual(problems, [])
  assert.equal(macros[0].variants[0].body, 'Hi {{customer.first_name}}')
  new Desk({ macros })
})
