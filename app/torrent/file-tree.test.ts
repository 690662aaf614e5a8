import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileEntry } from './details.ts'
import {
  allFolders,
  fileTree,
  filesBelow,
  fileTreeSteps,
  inverted,
  nodePriorities,
  normalPriorities,
  search,
  selection,
  shownFiles,
  visibleNodes,
  withPriority,
  type FileTree,
} from './file-tree.ts'

const files: FileEntry[] = [
  { path: ['season 10', 'b.mkv'], length: 100 },
  { path: ['readme.txt'], length: 5 },
  { path: ['season 2', 'Extras', 'cut.mkv'], length: 7 },
  { path: ['.pad', '50'], length: 50 },
  { path: ['season 10', 'a.mkv'], length: 30 },
]
const names = (tree: FileTree, rows: readonly number[]): string[] =>
  rows.map((index) => `${'  '.repeat(tree.nodes[index]?.depth ?? 0)}${tree.nodes[index]?.name ?? '?'}`)
const tree = fileTree(files)
const at = (name: string): number => tree.nodes.findIndex((node) => node.name === name)

const segment = fc.constantFrom('a', 'b', 'C', 'd1', 'd02', 'ä')
const entries = fc
  .uniqueArray(fc.array(segment, { minLength: 1, maxLength: 4 }), { selector: (path) => path.join('/'), maxLength: 40 })
  .map((paths) => paths.map((path, index): FileEntry => ({ path: [...path, `f${index}`], length: index * 3 })))
const choices = fc
  .array(fc.constantFrom(0, 1, 2, 3), { minLength: 40, maxLength: 40 })
  .map((list) => Uint8Array.from(list))

describe('the file tree', () => {
  it('puts folders first and counts numbers by value', () => {
    expect(names(tree, visibleNodes(tree, allFolders(tree)))).toEqual([
      'season 2',
      '  Extras',
      '    cut.mkv',
      'season 10',
      '  a.mkv',
      '  b.mkv',
      'readme.txt',
    ])
  })

  it('leaves pad files out of sizes, counts and rows, and keeps the indexes of the others', () => {
    expect(tree.fileCount).toBe(5)
    expect(tree.nodes[at('season 10')]).toMatchObject({ size: 130, count: 2, file: -1 })
    expect(shownFiles(tree).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4])
    expect(selection(tree, normalPriorities(tree))).toEqual({ bytes: 142, files: 4 })
  })

  it('shows only what lies in open folders', () => {
    expect(names(tree, visibleNodes(tree, new Set()))).toEqual(['season 2', 'season 10', 'readme.txt'])
    expect(names(tree, visibleNodes(tree, new Set([at('season 2')])))).toEqual([
      'season 2',
      '  Extras',
      'season 10',
      'readme.txt',
    ])
  })

  it('finds names in any case, with their folders and what they hold', () => {
    expect(search(tree, '  ')).toBeNull()
    expect(names(tree, visibleNodes(tree, new Set(), search(tree, 'CUT')))).toEqual([
      'season 2',
      '  Extras',
      '    cut.mkv',
    ])
    expect(names(tree, visibleNodes(tree, new Set(), search(tree, 'season 10')))).toEqual([
      'season 10',
      '  a.mkv',
      '  b.mkv',
    ])
    expect(visibleNodes(tree, new Set(), search(tree, 'nothing'))).toEqual([])
  })

  it('says of a folder what its files share', () => {
    const skipped = withPriority(normalPriorities(tree), [0], 0)
    const states = nodePriorities(tree, skipped)
    expect(states[at('season 10')]).toBe('mixed')
    expect(states[at('season 2')]).toBe(2)
    expect(nodePriorities(tree, withPriority(skipped, filesBelow(tree, at('season 10')), 0))[at('season 10')]).toBe(0)
    expect(selection(tree, skipped)).toEqual({ bytes: 42, files: 3 })
  })

  it('changes only the files of the search', () => {
    const found = search(tree, '.mkv')
    expect(Array.from(withPriority(normalPriorities(tree), shownFiles(tree, found), 0))).toEqual([0, 2, 0, 2, 0])
    expect(filesBelow(tree, at('season 10'), search(tree, 'a.mkv'))).toEqual([4])
  })

  it('keeps sizes, counts and ranges of folders consistent, whatever the paths', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const made = fileTree(list)
        expect(shownFiles(made).toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index))
        made.nodes.forEach((node, index) => {
          const below = filesBelow(made, index)
          expect(node.count).toBe(below.length)
          expect(node.size).toBe(below.reduce((sum, file) => sum + (list[file]?.length ?? 0), 0))
          expect(node.parent).toBeLessThan(index)
          expect(node.end).toBeLessThanOrEqual(made.nodes[node.parent]?.end ?? made.nodes.length)
        })
      }),
    )
  })

  it('calls a folder mixed exactly when its files differ', () => {
    fc.assert(
      fc.property(entries, choices, (list, priorities) => {
        const made = fileTree(list)
        const states = nodePriorities(made, priorities)
        made.nodes.forEach((_, index) => {
          const values = new Set(filesBelow(made, index).map((file) => priorities[file]))
          expect(states[index]).toBe(values.size === 1 ? [...values][0] : 'mixed')
        })
      }),
    )
  })

  it('is the same built a step at a time, no step of which takes many files', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => ({ path: [`f${n % 50}`, `n${n}`], length: n }))
    let taken = 0
    function* counted() {
      for (const file of many) {
        taken += 1
        yield file
      }
    }
    const steps = fileTreeSteps(counted(), many.length)
    let most = 0
    for (;;) {
      const before = taken
      const step = steps.next()
      most = Math.max(most, taken - before)
      if (!step.done) continue
      expect(step.value).toEqual(fileTree(many))
      break
    }
    expect(most).toBeLessThan(1_000)
  })

  it('wants after inverting what it skipped before', () => {
    fc.assert(
      fc.property(entries, choices, (list, priorities) => {
        const made = fileTree(list)
        const all = selection(made, normalPriorities(made))
        const [before, after] = [selection(made, priorities), selection(made, inverted(priorities, shownFiles(made)))]
        expect(before.files + after.files).toBe(all.files)
        expect(before.bytes + after.bytes).toBe(all.bytes)
      }),
    )
  })

  it('builds and reads 37,000 files without a noticeable wait', () => {
    const many = Array.from({ length: 37_000 }, (_, index): FileEntry => ({
      path: [`d${index % 50}`, `e${index % 700}`, `file ${index}.jpg`],
      length: index,
    }))
    const started = performance.now()
    const large = fileTree(many)
    nodePriorities(large, normalPriorities(large))
    visibleNodes(large, allFolders(large), search(large, '77'))
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(shownFiles(large)).toHaveLength(37_000)
  })
})
