import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileTree } from '../../../app/torrent/file-tree.ts'
import { nodeProgress } from './tree-progress.ts'

const file = (path: string, length: number) => ({ path: path.split('/'), length })

describe('the progress of a tree', () => {
  it('weighs a folder by the bytes in it', () => {
    const tree = fileTree([file('a/x', 300), file('a/y', 100), file('z', 50)])
    const progress = nodeProgress(tree, Uint16Array.of(500, 1000, 0))
    expect([...progress]).toEqual([0.625, 0.5, 1, 0])
  })

  it('calls a folder whole only when every file is', () => {
    const tree = fileTree([file('a/x', 1_000_000_000), file('a/y', 1)])
    expect(nodeProgress(tree, Uint16Array.of(1000, 0))[0]).toBeLessThan(1)
    expect(nodeProgress(tree, Uint16Array.of(1000, 1000))[0]).toBe(1)
  })

  it('counts empty files as done', () => {
    const tree = fileTree([file('a/x', 0), file('a/y', 10)])
    expect([...nodeProgress(tree, Uint16Array.of(0, 1000))]).toEqual([1, 1, 1])
  })

  it('stays between nothing and whole', () => {
    const entry = fc.record({ folder: fc.constantFrom('a', 'b'), size: fc.nat(1e9), done: fc.nat(1000) })
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), (entries) => {
        const tree = fileTree(entries.map(({ folder, size }, index) => file(`${folder}/${index}`, size)))
        const progress = nodeProgress(
          tree,
          Uint16Array.from(entries, ({ done }) => done),
        )
        expect(progress.every((share) => share >= 0 && share <= 1)).toBe(true)
      }),
    )
  })
})
