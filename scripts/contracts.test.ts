import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compiled } from './contracts.mjs'
import { root } from './place.mjs'

describe('contracts', () => {
  const modules = Object.entries(compiled())

  it.each(modules)('%s is what its source compiles to, byte for byte', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text)
  })
})
