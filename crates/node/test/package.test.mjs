import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { pack } from './pack.mjs'

const use = `
  const calendar = new Calendar({ tz: 'Europe/Rome', weekly: '24x7' })
  const [ticket] = new Desk({}).open({ id: 'A-17', at: new Date(), channel: 'email' })
  console.log(calendar.addMs(0, 1000), ticket instanceof Ticket, same)
`

test('what is packed works by require and by import, in an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskcore-'))
  try {
    const archives = pack(folder)
    const bytes = archives.reduce((sum, path) => sum + statSync(path).size, 0)
    assert.ok(bytes <= 3 * 2 ** 20, `${bytes} bytes`)
    const sh = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    writeFileSync(join(folder, 'package.json'), '{"private": true}')
    sh('npm', 'install', '--offline', '--no-audit', '--no-fund', '--omit=optional', ...archives)
    writeFileSync(join(folder, 'use.cjs'), `
      const { Calendar, Desk, Ticket } = require('deskcore')
      const same = true
      ${use}`)
    writeFileSync(join(folder, 'use.mjs'), `
      import { createRequire } from 'node:module'
      import deskcore, { Calendar, Desk, Ticket } from 'deskcore'
      const same = createRequire(import.meta.url)('deskcore').Desk === Desk && deskcore.Desk === Desk
      ${use}`)
    for (const file of ['use.cjs', 'use.mjs']) assert.equal(sh('node', file), '1000 true true\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
