import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const folder = join(import.meta.dirname, '../out/preload')

test('a preload requires nothing but Electron, for a sandboxed one can have nothing else', () => {
  const preloads = readdirSync(folder).filter((name) => name.endsWith('.cjs'))
  expect(preloads.toSorted()).toEqual(['index.cjs', 'keys.cjs'])
  for (const name of preloads) {
    const required = readFileSync(join(folder, name), 'utf8').matchAll(/\brequire\(["'`]([^"'`]*)/g)
    expect([...required].map(([, what]) => what)).toEqual(['electron'])
  }
})
