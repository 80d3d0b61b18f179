// Packs the package and the one with this platform's addon into a folder, as
// they are published: `node test/pack.mjs FOLDER`.

import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Packs, and gives the paths of both archives. */
export function pack(folder) {
  const main = mkdtempSync(join(tmpdir(), 'deskcore-pack-'))
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const addon = readdirSync(root).find((name) => name.endsWith('.node'))
    if (!addon) throw new Error('there is no addon: expected `npm run build` before')
    for (const name of ['package.json', 'README.md', ...manifest.files]) copyFileSync(join(root, name), join(main, name))
    for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, '../..', name), join(main, name))
    execFileSync(join(root, 'node_modules/.bin/napi'), ['create-npm-dirs'], { cwd: main, stdio: 'ignore' })
    const native = join(main, 'npm', addon.split('.')[1])
    copyFileSync(join(root, addon), join(native, addon))

    // As `napi prepublish` would: the packages of all platforms, of which npm
    // installs the one that fits.
    const platforms = readdirSync(join(main, 'npm')).map((name) => [`${manifest.name}-${name}`, manifest.version])
    const { scripts, devDependencies, ...published } = manifest
    const text = JSON.stringify({ ...published, optionalDependencies: Object.fromEntries(platforms) }, null, 2)
    writeFileSync(join(main, 'package.json'), `${text}\n`)
    return [main, native].map((from) => {
      const told = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: from, encoding: 'utf8' })
      const packed = JSON.parse(told)
      const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed)
      return join(folder, filename)
    })
  } finally {
    rmSync(main, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = '.'] = process.argv.slice(2)
  for (const path of pack(folder)) console.log(path)
}
