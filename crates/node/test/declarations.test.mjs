// The declarations are generated from the addon, and index.js is written by
// hand: what the one promises the other has.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import * as deskcore from '../index.js'

const declarations = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8')

test('every name that is declared is exported', () => {
  const declared = [...declarations.matchAll(/^export declare (?:class|function) (\w+)/gm)].map(([, name]) => name)
  const { default: _, 'module.exports': __, ...exported } = deskcore
  assert.deepEqual(Object.keys(exported).sort(), declared.sort())
})

test('every method and property that is declared is there, and no other', () => {
  for (const [, name, body] of declarations.matchAll(/^export declare class (\w+) {\n(.*?)^}/gms)) {
    const declared = [...body.matchAll(/^  (static |get |)(\w+)[<(]/gm)]
    const members = (of, kind) =>
      declared.filter((member) => (member[1] === 'static ') === (kind === 'static')).map((member) => member[2])
    const own = (object) => Object.getOwnPropertyNames(object).filter((key) => typeof key === 'string')
    const chain = (object) =>
      object && object !== Object.prototype && object !== Function.prototype
        ? [...own(object), ...chain(Object.getPrototypeOf(object))]
        : []
    const there = (object, inherent) => [...new Set(chain(object))].filter((key) => !inherent.includes(key)).sort()
    const type = deskcore[name]
    assert.deepEqual(there(type.prototype, ['constructor']), members(type, '').filter((key) => key !== 'constructor').sort())
    assert.deepEqual(there(type, ['arguments', 'caller', 'length', 'name', 'prototype']), members(type, 'static').sort())
  }
})
