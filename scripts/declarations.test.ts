import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folders = ['app', 'main', 'preload', 'renderer', 'e2e', 'bench', 'scripts']

describe('declarations', () => {
  it('are never written beside their sources by a compiler', () => {
    const files = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    const sources = new Set(
      files.filter((file) => /(?<!\.d)\.tsx?$/.test(file)).map((file) => file.replace(/\.tsx?$/, '')),
    )
    const written = files.filter((file) => file.endsWith('.d.ts') && sources.has(file.slice(0, -'.d.ts'.length)))
    expect(written).toEqual([])
  })
})
