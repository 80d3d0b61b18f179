// `node server.mjs desk.json` serves on port 3000, and ticks once a second.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

import { Desk } from 'deskcore'

import { Database } from './database.mjs'
import { handler } from './handler.mjs'

const desk = Desk.fromJson(readFileSync(process.argv[2] ?? new URL('desk.json', import.meta.url), 'utf8'))
for (const problem of desk.lint()) console.warn(`desk.json ${problem.path}: ${problem.message}`)

const port = Number(process.env.PORT ?? 3000)
createServer(handler(desk, new Database())).listen(port, () => console.log(`listening on ${port}`))

setInterval(async () => {
  const body = JSON.stringify({ now: new Date() })
  await fetch(`http://localhost:${port}/tick`, { method: 'POST', body })
}, 1000)
