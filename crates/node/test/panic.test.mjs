// With the build that has a panic in it: `npm run build:testing`.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../testing/', import.meta.url))
process.env.NAPI_RS_NATIVE_LIBRARY_PATH = folder + readdirSync(folder).find((name) => name.endsWith('.node'))
const require = createRequire(import.meta.url)
const { panic } = require('../native.js')
const { Desk, isDeskcoreError } = require('../index.js')

test('a panic is an error, and the process lives', () => {
  for (let n = 0; n < 3; n += 1) {
    assert.throws(panic, (error) => {
      assert.ok(error instanceof Error && isDeskcoreError(error))
      assert.deepEqual([error.kind, error.code, error.problems], ['internal_error', 'internal_error', []])
      assert.match(error.message, /please report it: on purpose$/)
      return true
    })
  }
  assert.equal(new Desk({}).calendar('none'), null)
})
