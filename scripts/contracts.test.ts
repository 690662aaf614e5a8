import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { artifacts, compiled } from './contracts.mjs'
import { root } from './place.mjs'

describe('contracts of the Practice network', () => {
  const modules = Object.entries(compiled())

  it.each(modules)('%s is what its source compiles to, byte for byte', (file, text) => {
    expect(readFileSync(join(root, artifacts, file), 'utf8')).toBe(text)
  })
})
