import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { TorrentRoots } from './torrent-roots.ts'

const idOf = (n: number): TorrentId => n.toString(16).padStart(40, '0') as TorrentId

describe('the roots of the list', () => {
  it('are each one torrent’s, however often names meet, change and go', () => {
    const names = fc.constantFrom('Film', 'film', 'FILM', 'e\u0301', '\u00e9', 'other')
    const step = fc.record({ id: fc.nat({ max: 20 }), name: names, leaves: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const roots = new TorrentRoots()
        const known = new Map<TorrentId, string>()
        for (const { id: n, name, leaves } of steps) {
          const id = idOf(n)
          if (leaves) {
            roots.delete(id)
            known.delete(id)
            continue
          }
          const root = roots.free('/d', name, id, {})
          roots.set(id, root)
          known.set(id, root)
        }
        const folded = [...known.values()].map((root) => root.normalize('NFC').toLowerCase())
        expect(new Set(folded).size).toBe(folded.length)
        for (const [id, root] of known) expect(roots.others(root, id)).toEqual([])
      }),
    )
  })

  it('may be shared when they are set so, and each then knows of the others', () => {
    const roots = new TorrentRoots()
    roots.set(idOf(1), '/d/Data')
    roots.set(idOf(2), '/d/data')
    expect(roots.others('/d/DATA', idOf(1))).toEqual([idOf(2)])
    roots.set(idOf(2), '/e/data')
    expect(roots.others('/d/data', idOf(1))).toEqual([])
  })

  it('leave what is on disk alone when a fresh one is asked for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'roots-'))
    mkdirSync(join(folder, 'Film'))
    const roots = new TorrentRoots()
    expect(roots.free(folder, 'Film', idOf(1), {})).toBe(join(folder, 'Film'))
    expect(roots.free(folder, 'Film', idOf(1), { fresh: true })).not.toBe(join(folder, 'Film'))
    rmSync(folder, { recursive: true })
  })
})
