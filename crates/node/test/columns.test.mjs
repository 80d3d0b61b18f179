import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { Calendar } from '../index.js'
import { schedule, thrown } from './shop.mjs'

const office = new Calendar(schedule)
const never = new Calendar({ tz: 'UTC', weekly: {} })
const kinds = {
  Float64Array: { of: (values) => Float64Array.from(values), value: (ms) => ms ?? NaN },
  BigInt64Array: {
    of: (values) => BigInt64Array.from(values, BigInt),
    value: (ms) => (ms === null ? -(2n ** 63n) : BigInt(ms)),
  },
}
const ms = fc.integer({ min: -(10 ** 13), max: 10 ** 13 })
const rows = fc.array(fc.tuple(ms, ms, fc.integer({ min: -5, max: 10 ** 11 })), { maxLength: 50 })

for (const [kind, { of, value }] of Object.entries(kinds)) {
  test(`${kind}: a column is its rows`, async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(office, never), async (rows, calendar) => {
        const [start, end, open] = [0, 1, 2].map((n) => of(rows.map((row) => row[n])))
        const between = of(rows.map(([a, b]) => calendar.betweenMs(a, b)))
        assert.deepEqual(calendar.betweenColumn(start, end), between)
        assert.deepEqual(await calendar.betweenColumnAsync(start, end), between)
        const due = start.map((_, n) => value(calendar.addMs(rows[n][0], rows[n][2])))
        assert.deepEqual(calendar.addColumn(start, open), due)
        assert.deepEqual(await calendar.addColumnAsync(start, open), due)
        const into = of(rows.map(() => 0))
        assert.equal(calendar.addColumn(start, open, into), into)
        assert.deepEqual(into, due)
      }),
    )
  })

  test(`${kind}: one value stands for every row`, () => {
    const start = of([0, 3_600_000, 1_795_433_400_000])
    assert.deepEqual(
      office.addColumn(start, of([7_200_000])),
      office.addColumn(start, of([7_200_000, 7_200_000, 7_200_000])),
    )
    assert.equal(office.betweenColumn(of([0]), start).length, 3)
    assert.equal(office.betweenColumn(of([]), of([])).length, 0)
  })

  test(`${kind}: what does not fit is refused, and nothing is written`, async () => {
    const [two, three] = [of([1, 2]), of([1, 2, 3])]
    assert.equal(thrown(() => office.betweenColumn(two, three)).code, 'column_length')
    const into = of([7, 7])
    assert.equal(thrown(() => office.betweenColumn(three, three, into)).code, 'column_length')
    assert.deepEqual(into, of([7, 7]))
    assert.equal(thrown(() => office.betweenColumn(two, two, two)).path, '/into')
    const memory = three.subarray(1)
    assert.equal(thrown(() => office.betweenColumn(three.subarray(0, 2), two, memory)).path, '/into')
    await assert.rejects(office.betweenColumnAsync(two, three), { code: 'column_length' })
  })
}

test('a row without an instant has no answer', () => {
  const start = Float64Array.of(NaN, 0, NaN)
  const end = Float64Array.of(0, NaN, NaN)
  assert.ok(office.betweenColumn(start, end).every(Number.isNaN))
  assert.ok(Number.isFinite(office.betweenColumn(Float64Array.of(-Infinity), Float64Array.of(1e300))[0]))
})

test('other columns are refused by name', () => {
  const floats = Float64Array.of(1)
  for (const other of [[1], new Int32Array(1), new DataView(new ArrayBuffer(8)), 1, null, undefined, {}]) {
    assert.equal(thrown(() => office.betweenColumn(other, floats)).path, '/start')
    assert.equal(thrown(() => office.addColumn(floats, other)).path, '/durationMs')
    assert.equal(thrown(() => office.betweenColumnAsync(floats, other)).path, '/end')
  }
  assert.equal(thrown(() => office.betweenColumn(floats, BigInt64Array.of(1n))).code, 'invalid_input')
})

test('the event loop turns meanwhile, and the inputs are free at once', async () => {
  /** How often the event loop turned while a million rows were worked at. */
  const turnsMeanwhile = async () => {
    const start = Float64Array.from({ length: 1_000_000 }, (_, row) => 1.6e12 + row * 60_000)
    const end = start.map((at) => at + 86_400_000)
    const expected = office.betweenColumn(start, end)
    const work = office.betweenColumnAsync(start, end)
    structuredClone(start.buffer, { transfer: [start.buffer] })
    end.fill(0)
    let turns = 0
    let done = false
    const counting = (async () => {
      while (!done) {
        await new Promise(setImmediate)
        turns += 1
      }
    })()
    const result = await work
    done = true
    await counting
    assert.deepEqual(result, expected)
    return turns
  }
  // What blocks has a turn or two, however often it is asked; a busy machine
  // may have no more once.
  let turns = 0
  for (let asked = 0; turns < 4 && asked < 10; asked += 1) turns = await turnsMeanwhile()
  assert.ok(turns >= 4, `${turns} turns`)
})

test('a column of shared memory is read as any other', () => {
  const shared = new Float64Array(new SharedArrayBuffer(16))
  assert.deepEqual([...office.betweenColumn(shared, shared)], [0, 0])
})
