import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const spoken = /\b(?:aria-label|title|placeholder|alt|label|hint|text|description)="[^"]*\p{L}[^"]*"/gu

/** Text between tags is the linter's: react/jsx-no-literals. */
describe('visible attributes', () => {
  it('are told by messages, never spelled out in a view', () => {
    const spelled = globSync('{views,components}/**/*.tsx', { cwd: root }).flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(spoken)].map(([found]) => `${file}: ${found}`),
    )
    expect(spelled).toEqual([])
  })
})
