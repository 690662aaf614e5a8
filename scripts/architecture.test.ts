import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const pages = ['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md']

const linksOf = (page: string): string[] =>
  [...readFileSync(new URL(page, root), 'utf8').matchAll(/\]\(([^)#\s]+)\)/g)].map((match) => match[1] ?? '')

describe.each(pages)('%s', (page) => {
  it('names only paths that exist', () => {
    const missing = linksOf(page).filter((link) => !/^https?:/.test(link) && !existsSync(new URL(link, root)))
    expect(missing).toEqual([])
  })
})

describe('the map for newcomers', () => {
  it('stays short enough to be read', () => {
    expect(readFileSync(new URL('ARCHITECTURE.md', root), 'utf8').split('\n').length).toBeLessThanOrEqual(200)
  })
})
