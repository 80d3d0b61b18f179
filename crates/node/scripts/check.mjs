// Fails when a generated file differs from the one that is committed.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const generated = ['index.d.ts', 'native.js']
const cwd = fileURLToPath(new URL('..', import.meta.url))
const stale = execFileSync('git', ['status', '--porcelain', '--', ...generated], { cwd, encoding: 'utf8' })
if (stale) {
  console.error(`stale, to be committed after \`npm run build\`:\n${stale}`)
  process.exitCode = 1
}
