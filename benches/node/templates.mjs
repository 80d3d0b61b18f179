// What templates cost from Node, beside LiquidJS with the same objects, in the
// same run: best of several rounds, interleaved. Each is parsed once and both
// give the same text.
//
// With `npm run build` in crates/node before.

import { createRequire } from 'node:module'

const require = createRequire(new URL('../../crates/node/package.json', import.meta.url))
const { Template } = require('./index.js')
const { Liquid } = require('liquidjs')

const ROUNDS = 15
const CALLS = 5_000

const titles = ['Cană emailată Brașov', 'Tazza smaltata', 'Enamel mug', 'Felpa grigia', 'Sacoșă']
const data = {
  ticket: { id: 1042, requester: { first_name: 'Niccolò', last_name: "D'Angelo", email: 'niccolo@example.com', language: 'it' } },
  agent: { first_name: 'Ioana', name: 'Ioana Țîrlea', signature: 'Assistenza clienti' },
  shop: { name: 'Bottega Aurora', url: 'https://example.com', phone: '+39 06 555 0100', city: 'Roma', hours: '9–18' },
  customer: { first_name: 'Niccolò', orders_count: 4, vip: true },
  order: {
    name: '#1042', total: '249.80', currency: 'EUR', shipped: true, shipped_at: '2026-11-23T09:30:00Z', placed_on: '2026-11-20',
    carrier: 'GLS', tracking: 'GL123456789IT', address: 'Via Roma 1, 00184 Roma', payment: 'PayPal',
    lines: Array.from({ length: 20 }, (_, n) => ({ title: titles[n % 5], quantity: (n % 3) + 1, price: `${n * 7 + 5}.90`, sku: `SKU-${n}` })),
  },
}
const paragraph =
  'ti ringraziamo per averci scritto: abbiamo letto con attenzione il tuo messaggio e ci dispiace per il disagio. ' +
  "Le spedizioni di questi giorni richiedono un po' più di tempo del solito, e il corriere passa una seconda volta quando non trova nessuno. "
const sentences = [
  'Il tuo ordine {{ order.name }} di {{ order.total }} {{ order.currency }} è stato registrato il {{ order.placed_on }}.',
  "Lo abbiamo affidato a {{ order.carrier }} con il numero {{ order.tracking }}, per l'indirizzo {{ order.address }}.",
  'Il pagamento con {{ order.payment }} è andato a buon fine, e questo è il tuo ordine numero {{ customer.orders_count }} da noi.',
  'Per qualsiasi domanda ci trovi a {{ shop.city }} e al {{ shop.phone }}, ogni giorno {{ shop.hours }}.',
  ...Array(10).fill(''),
]
const templates = {
  'greeting, 3 placeholders': 'Ciao {{ ticket.requester.first_name }} {{ ticket.requester.last_name }}, sono {{ agent.first_name }}.',
  'where is my order, a branch and a date':
    'Hi {{ customer.first_name }},\n\n{% if order.shipped %}your order {{ order.name }} left on {{ order.shipped_at | date: "%d.%m.%Y" }} ' +
    'with {{ order.carrier }}, tracking {{ order.tracking }}.{% else %}your order {{ order.name }} leaves soon.{% endif %}\n\n{{ agent.name }}',
  'order of 20 lines':
    'Order {{ order.name }}\n{% for line in order.lines %}{{ line.quantity }} × {{ line.title }} ({{ line.sku }}): {{ line.price }} {{ order.currency }}\n{% endfor %}' +
    'Total {{ order.total }} {{ order.currency }}',
  'mail of 4 kB, 15 placeholders':
    `Gentile {{ customer.first_name }},\n\n${sentences.map((sentence) => paragraph + sentence).join('\n\n')}` +
    '\n\nCordiali saluti,\n{{ agent.name }}\n{{ agent.signature }}, {{ shop.name }}',
}

/** Nanoseconds a call, for each of some functions. */
function measured(functions) {
  const best = functions.map(() => Infinity)
  for (let round = 0; round < ROUNDS; round += 1) {
    functions.forEach((work, index) => {
      const began = process.hrtime.bigint()
      for (let n = 0; n < CALLS; n += 1) work()
      best[index] = Math.min(best[index], Number(process.hrtime.bigint() - began) / CALLS)
    })
  }
  return best
}

const engine = new Liquid({ timezoneOffset: 0 })
const json = JSON.stringify(data)
console.log(`Node ${process.version}\n`)
console.log('| template | took | LiquidJS | ratio | goal |\n|---|---|---|---|---|')
for (const [name, source] of Object.entries(templates)) {
  const ours = new Template(source)
  const theirs = engine.parse(source)
  const text = engine.renderSync(theirs, data)
  for (const got of [ours.render(data), ours.render(json)]) if (got !== text) throw new Error(`${name}: ${got}`)
  const [object, fromJson, options, peer, peerJson] = measured([
    () => ours.render(data),
    () => ours.render(json),
    () => ours.render(data, { channel: 'html', locale: 'it', tz: 'Europe/Rome' }),
    () => engine.renderSync(theirs, data),
    () => engine.renderSync(theirs, JSON.parse(json)),
  ])
  const row = (what, took, against, goal) =>
    console.log(`| ${what} | ${took.toFixed(0)} ns | ${against.toFixed(0)} ns | ${(took / against).toFixed(2)} | ${goal ? `≤ ${goal.toFixed(2)}${took <= goal * against ? '' : ', missed'}` : '–'} |`)
  row(name, object, peer, 1 / 3)
  row('the same, with three options', options, peer)
  row('the same, from JSON text, beside JSON.parse and LiquidJS', fromJson, peerJson)
}
