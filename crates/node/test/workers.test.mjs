import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'

import { Desk, Ticket } from '../index.js'
import { config, desk, opening, reply } from './shop.mjs'

/** A thousand rounds of everything that crosses. */
function rounds(document, text) {
  const own = Desk.fromJson(document)
  let last
  for (let n = 0; n < 1000; n += 1) {
    const [after, effects] = own.apply(Ticket.fromJson(text), { ...reply, id: `ev-${n % 7}` })
    last = [after.toJson(), effects, own.verdicts(after, '2026-11-24T10:00:00Z')]
    try {
      own.apply(after, { ...reply, id: NaN })
    } catch (error) {
      last.push(error.path)
    }
  }
  return last
}

if (isMainThread) {
  test('eight workers at once come to the same', async () => {
    const data = [JSON.stringify(config), desk.open(opening)[0].toJson()]
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: data })
          worker.once('message', resolve).once('error', reject)
        }),
      ),
    )
    for (const answer of answers) assert.deepEqual(answer, rounds(...data))
  })

  test('a worker that is ended amid its work takes nothing with it', async () => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: [JSON.stringify(config), desk.open(opening)[0].toJson(), 'for ever'],
    })
    await new Promise((resolve) => worker.once('online', resolve))
    await new Promise((resolve) => setTimeout(resolve, 150))
    await worker.terminate()
    assert.equal(desk.open(opening)[0].id, 'A-17')
  })
} else {
  const [document, text, forEver] = workerData
  while (forEver) rounds(document, text)
  parentPort.postMessage(rounds(document, text))
}
