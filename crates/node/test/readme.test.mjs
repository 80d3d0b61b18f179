import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))

for (const readme of ['../README.md', '../../../README.md']) {
  const text = readFileSync(new URL(readme, import.meta.url), 'utf8')
  for (const [number, [, code]] of [...text.matchAll(/^```js\n(.*?)^```$/gms)].entries()) {
    test(`${readme}: example ${number + 1} runs as it is written`, () => {
      const told = execFileSync('node', ['--input-type=module', '--eval', code], { cwd, encoding: 'utf8', stdio: 'pipe' })
      assert.notEqual(told, '')
    })
  }
}
