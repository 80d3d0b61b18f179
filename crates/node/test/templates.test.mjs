import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import { Worker, isMainThread, parentPort } from 'node:worker_threads'

import fc from 'fast-check'

import { Desk, Template, isDeskcoreError } from '../index.js'
import { thrown } from './shop.mjs'

const noon = new Date('2026-11-23T11:30:00Z')
const mine = new Error('mine')
const throwing = () => {
  throw mine
}
const show = (value, source = '{{ value }}', options) => new Template(source).render({ value }, options)
const lenient = { missing: 'lenient' }

if (isMainThread) {
  const values = {
    text: ['Niccolò 🎁', 'Niccolò 🎁'], null: [null, ''], true: [true, 'true'], 'an integer': [7, '7'], 'minus zero': [-0, '0'],
    'a fraction': [1.5, '1.5'], '2^53': [2 ** 53, '9007199254740992'], '1e300': [1e300, '1.0e+300'], 'a bigint': [2n ** 70n, String(2n ** 70n)],
    'a small bigint': [-7n, '-7'], 'a Date': [noon, '2026-11-23T11:30:00.000Z'], 'a list': [[1, [2, '3']], '123'],
    'an object': [{ a: 1, b: [null] }, '{"a"=>1, "b"=>[nil]}'], 'a Map': [new Map([['b', 1], ['a', 'x']]), '{"b"=>1, "a"=>"x"}'],
    'an object without a prototype': [Object.assign(Object.create(null), { a: 1 }), '{"a"=>1}'],
    'an object of another realm': [vm.runInNewContext('({ a: [1, new Date(0)] })'), '{"a"=>[1, "1970-01-01T00:00:00.000Z"]}'],
    'a class': [new (class { a = 1; get b() { return 2 } })(), '{"a"=>1}'],
    'toJSON of text': [new (class { toJSON() { return '249.80' } })(), '249.80'],
    'toJSON of fields': [new (class { toJSON() { return { a: 1, toJSON: 2 } } })(), '{"a"=>1, "toJSON"=>2}'],
    'a URL': [new URL('https://example.com/a'), 'https://example.com/a'],
    'a ticket': [new Desk({}).open({ id: 'A-17', at: noon, channel: 'email' })[0], 'A-17', '{{ value.id }}'],
    'a proxy': [new Proxy({ a: 1 }, {}), '{"a"=>1}'], 'a proxy of a list': [new Proxy([1, 2], {}), '122', '{{ value }}{{ value.size }}'],
    'a list with fields': [Object.assign([1], { a: 2 }), '[1]', '[{{ value }}{{ value.a }}{{ value.length }}]'],
  }
  for (const [name, [value, text, source]] of Object.entries(values)) {
    test(`${name} is rendered`, () => assert.equal(show(value, source, lenient), text))
  }

  test('nothing is read but what is named', () => {
    const read = []
    const customer = new Proxy({ name: 'Ștefan' }, { get: (target, key) => (read.push(key), target[key]) })
    const data = { customer, get secret() { throw mine }, cyclic: customer, set: new Set() }
    assert.equal(new Template("{{ customer.name }} {{ customer.nickname | default: '–' }}").render(data), 'Ștefan –')
    assert.deepEqual(read.filter((key) => key !== 'toJSON'), ['name'])
  })

  test('what an object inherits is no data', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '__defineGetter__', 'b']) {
      for (const value of [{}, new Map(), [], new (class { get b() { return 2 } })(), Object.create({ b: 1 })]) {
        const error = thrown(() => show(value, `{{ value['${name}'] }}`))
        assert.deepEqual([error.code, error.path], ['template_missing', `value['${name}']`], name)
      }
      assert.equal(thrown(() => new Template(`{{ ${name} }}`).render({})).code, 'template_missing')
    }
    assert.equal(show(JSON.parse('{"__proto__": 7, "constructor": 8}'), '{{ value.__proto__ }}{{ value.constructor }}'), '78')
    assert.equal(show({ a: undefined, b() {}, c: Symbol('c') }, '{{ value.a }}{{ value.b }}{{ value.c }}', lenient), '')
  })

  const noData = {
    NaN: NaN, infinity: -Infinity, 'a lone surrogate': 'e\ud83d', 'an invalid Date': new Date(NaN), 'a Set': new Set([1]), 'a RegExp': /x/,
    'a promise': Promise.resolve(1), 'a Buffer': Buffer.from('x'), 'an ArrayBuffer': new ArrayBuffer(1), 'a boxed number': Object(1), 'a WeakMap': new WeakMap(),
    'toJSON of NaN': new (class { toJSON() { return NaN } })(), 'toJSON of an invalid Date': new (class { toJSON() { return new Date(NaN) } })(),
  }
  for (const [name, value] of Object.entries(noData)) {
    test(`${name} is refused with its place`, () => {
      for (const [data, source, path] of [
        [{ value }, '{{ value }}', '/value'],
        [{ lines: [0, { 'unit/price': value }] }, "{% for line in lines %}{{ line['unit/price'] }}{% endfor %}", '/lines/1/unit~1price'],
        [new Map([['value', [value]]]), "{% if value contains 'x' %}{% endif %}", '/value/0'],
      ]) {
        const error = thrown(() => new Template(source).render(data, lenient))
        assert.deepEqual([error.kind, error.path, error.cause], ['invalid_input', path, undefined], error)
        assert.ok(isDeskcoreError(error) && error.message)
      }
    })
  }

  test('a hole in a list is refused, beyond its end is nothing', () => {
    for (const hole of [[1, , 2], [1, undefined], [1, () => 1], [1, Symbol('x')]]) {
      assert.equal(thrown(() => show(hole, '{% for x in value %}{% endfor %}')).path, '/value/1')
    }
    assert.equal(show([1], '{{ value[3] }}{{ value[-3] }}', lenient), '')
    assert.equal(thrown(() => show([1], '{{ value[3] }}')).code, 'template_missing')
  })

  test('what is no data, no source and no options', () => {
    for (const data of [undefined, null, 3, [], () => ({}), Symbol('x'), 1n, noon, new Set()]) {
      const error = thrown(() => new Template('x').render(data))
      assert.deepEqual([error.kind, error.path], ['invalid_input', ''], error)
      assert.equal(thrown(() => new Template('x').renderBatch([{}, data])).path, '/1')
    }
    for (const json of ['', '{', '"\ud800"', '['.repeat(200), '{"a": 1e999}']) {
      assert.equal(thrown(() => new Template('x').render(json)).path, '')
      assert.equal(thrown(() => new Template('x').renderBatch(['{}', json])).path, '/1')
    }
    for (const rows of [undefined, null, {}, 'x', 3]) assert.equal(thrown(() => new Template('x').renderBatch(rows)).path, '/rows')
    for (const source of [undefined, null, 3, {}, '\ud800']) assert.equal(thrown(() => new Template(source)).path, '/source')
    for (const [options, path] of [
      [{ channel: 'htm' }, '/channel'], [{ chanel: 'html' }, '/chanel'], [{ tz: 'Europe/Roma' }, '/tz'], [{ now: '2026' }, '/now'], [{ limits: { fuel: -1 } }, '/limits/fuel'], ['x', ''],
    ]) {
      assert.equal(thrown(() => new Template('x').render({}, options)).path, path)
      assert.equal(thrown(() => new Template('x').renderBatch([{}], options)).path, path)
    }
    for (const [options, path] of [[{ limits: { fule: 1 } }, '/limits/fule'], [{ partials: { a: 3 } }, '/partials/a'], [3, '']]) {
      assert.equal(thrown(() => new Template('x', options)).path, path)
    }
    assert.throws(() => Template.prototype.render.call({}, {}))
    assert.throws(() => Template('x'))
  })

  const traps = ['get', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf']
  const hostile = {
    'a getter': [{ get a() { throw mine } }, '{{ value.a }}', '/value/a'],
    toJSON: [new (class { toJSON() { throw mine } })(), '{{ value.a }}', '/value'],
    'a proxy': [new Proxy({ a: 1 }, Object.fromEntries(traps.map((trap) => [trap, throwing]))), '{{ value.a }}', '/value'],
    'a proxy of a list': [new Proxy([1], { get: throwing }), '{% for x in value %}{{ x }}{% endfor %}', '/value'],
    'a list with a getter': [Object.defineProperty([1, 2], 1, { get: throwing }), '{% for x in value %}{{ x }}{% endfor %}', '/value/1'],
  }
  for (const [name, [value, source, path]] of Object.entries(hostile)) {
    test(`what ${name} throws is the cause`, () => {
      for (const [call, place] of [
        [() => show(value, source), path],
        [() => new Template(source).renderBatch([{ value: { a: 1 } }, { value }], lenient), `/1${path}`],
      ]) {
        const error = thrown(call)
        assert.deepEqual([error.kind, error.path], ['invalid_input', place], error)
        assert.equal(error.cause, mine)
      }
    })
  }

  test('host code may render with the same template', () => {
    const template = new Template('<{{ a }}>')
    assert.equal(template.render({ get a() { return template.render({ a: 'inner' }) } }), '<<inner>>')
  })

  test('objects within themselves', () => {
    const cyclic = { name: 'Zoë' }
    cyclic.self = [cyclic]
    assert.equal(new Template('{{ self[0].self[0].name }}').render(cyclic), 'Zoë')
    for (const source of ['{{ self }}', `{{ self${'[0].self'.repeat(30_000)} }}`]) {
      assert.match(thrown(() => new Template(source).render(cyclic)).message, /deep/)
    }
  })

  test('mistakes are told', () => {
    const syntax = thrown(() => new Template('Hi\n {% if a %}'))
    assert.deepEqual([syntax.kind, syntax.code, syntax.line, syntax.column], ['template_error', 'template_syntax', 2, 2])
    for (const data of [{ customer: { name: 1 } }, '{"customer": {"name": 1}}']) {
      const error = thrown(() => new Template('{{ customer.nam }} {{ order }}').render(data))
      assert.deepEqual([error.code, error.path, error.hint], ['template_missing', 'customer.nam', 'did you mean "name"?'])
      assert.deepEqual(error.problems.map(({ path }) => path), ['customer.nam', 'order'])
    }
    for (const [code, source, options] of [
      ['template_argument', '{{ 1 | divided_by: 0 }}'], ['template_partial', "{% render 'x' %}"], ['template_limit', '{% for i in (1..9) %}{% endfor %}', { limits: { fuel: 5 } }],
    ]) {
      assert.equal(thrown(() => new Template(source).render({}, options)).code, code)
    }
    assert.equal(thrown(() => new Desk({ policies: 3 })).line, undefined)
  })

  test('options and partials', () => {
    const template = new Template("{{ at | date: '%A %H:%M' }} {{ total | money }} {{ 'now' | date: '%Y' }}{% render 'sign' %}", { partials: { sign: ', Ana' } })
    const options = { locale: 'ro', tz: 'Europe/Bucharest', currency: 'RON', now: noon }
    assert.equal(template.render({ at: noon, total: 1249.8 }, options), 'luni 13:30 1.249,80 lei 2026, Ana')
    assert.equal(template.source.slice(0, 5), '{{ at')
    for (let n = 0; n < 3; n += 1) {
      assert.equal(show('<b>', undefined, { channel: 'html' }), '&lt;b&gt;')
      assert.equal(show('<b>', undefined, { channel: 'plain' }), '<b>')
      assert.equal(show('<b>', undefined, null), '<b>')
    }
  })

  test('batches', () => {
    const template = new Template('Ciao {{ customer.name }}')
    const rows = Array.from({ length: 20 }, (_, n) => ({ customer: { name: `${n}` } }))
    const texts = rows.map((_, n) => `Ciao ${n}`)
    for (const batch of [rows, rows.map((row) => JSON.stringify(row)), [...rows.slice(0, 10), ...rows.slice(10).map((row) => JSON.stringify(row))]]) {
      assert.deepEqual(template.renderBatch(batch), texts)
    }
    assert.deepEqual(template.renderBatch([]), [])
    for (const make of [(row) => row, JSON.stringify]) {
      assert.equal(thrown(() => template.renderBatch([...rows.slice(0, 12), { customer: {} }, {}].map(make))).path, '/12/customer.name')
    }
    assert.equal(thrown(() => new Template('{{ 1 | divided_by: a }}').renderBatch([{ a: 1 }, { a: 0 }])).path, '/1')
  })

  test('names of the data are looked up as those of the template', () => {
    const fields = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`field ${n}`, n]))
    const template = new Template('{% for field in all %}{{ all[field[0]] }} {% endfor %}{{ all["field 7"] }}')
    for (let n = 0; n < 2; n += 1) assert.equal(template.render({ all: fields }), `${Object.values(fields).join(' ')} 7`)
    assert.equal(show({ ['x'.repeat(1000)]: 1 }, `{{ value.${'x'.repeat(1000)} }}`), '1')
  })

  const text = fc.string({ unit: 'grapheme', maxLength: 8 })
  const key = text.filter((key) => !/^\d+$/.test(key) && key !== 'toJSON')
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.boolean(), fc.maxSafeInteger(), text, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(key, tie('tree'), { maxKeys: 3 })),
  }))

  test('an object renders as its JSON, and so does a Map', () => {
    const template = new Template("{% for field in all %}{{ field[0] }}: {{ field[1] }}|{{ field[1].size }}|{% if field[1] == blank %}-{% endif %}{% endfor %}{{ all }}")
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 4 }), fc.constantFrom('plain', 'html', 'markdown', 'sms'), (all, channel) => {
        const expected = template.render(JSON.stringify({ all }), { channel, ...lenient })
        assert.equal(template.render({ all }, { channel, ...lenient }), expected)
        assert.equal(template.render(new Map([['all', new Map(Object.entries(all))]]), { channel, ...lenient }), expected)
      }),
    )
  })

  test('whatever is no template is an error, and text comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        try {
          assert.equal(new Template(source).source, source)
        } catch (error) {
          assert.ok(error.line >= 1 && error.column >= 1, error)
        }
        assert.equal(show(source), source)
      }),
    )
  })

  test('eight workers render at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        new Promise((resolve, reject) => new Worker(new URL(import.meta.url)).once('message', resolve).once('error', reject)),
      ),
    )
    for (const answer of answers) assert.equal(answer, 'Bună, Ștefan')
  })

  test('100,000 bad renders, and a long batch, leave memory as it was', () => {
    const template = new Template('{{ a.b.c }}{% for x in a.list %}{{ x.y }}{% endfor %}')
    const bad = [...Object.values(hostile).map(([value]) => ({ a: value })), { a: { b: { c: NaN } } }, { a: { list: [{}, { y: 1 }] } }, {}, 7, '{']
    const calls = (times) => {
      for (let n = 0; n < times; n += 1) {
        try {
          template.render(bad[n % bad.length])
        } catch {}
      }
      new Template('{{ a }}').renderBatch(Array(times).fill({ a: 'x' }))
      globalThis.gc()
      return process.memoryUsage().rss
    }
    calls(10_000)
    const before = calls(10_000)
    const grown = (calls(100_000) - before) / 2 ** 20
    assert.ok(grown < 32, `grown by ${grown} MB`)
  })
} else {
  const template = new Template('Bună, {{ name }}')
  let text
  for (let n = 0; n < 10_000; n += 1) text = template.render({ name: 'Ștefan' })
  parentPort.postMessage(text)
}
