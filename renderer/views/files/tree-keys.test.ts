import { describe, expect, it } from 'vitest'
import { fileTree, visibleNodes } from '../../../app/torrent/file-tree.ts'
import { type TreePlace, treeStep } from './tree-keys.ts'

const tree = fileTree([
  { path: ['a', 'x'], length: 1 },
  { path: ['a', 'y'], length: 1 },
  { path: ['z'], length: 1 },
])

/** Nodes: 0 a, 1 a/x, 2 a/y, 3 z. */
const place = (open: boolean, row: number): TreePlace => {
  const expanded = new Set(open ? [0] : [])
  return { tree, rows: visibleNodes(tree, expanded), row, isOpen: (node) => expanded.has(node), page: 10 }
}

describe('keys in a file tree', () => {
  it('opens a closed folder to the right and then goes into it', () => {
    expect(treeStep('ArrowRight', false, place(false, 0))).toEqual({ do: 'open', node: 0 })
    expect(treeStep('ArrowRight', false, place(true, 0))).toEqual({ do: 'move', row: 1 })
    expect(treeStep('ArrowRight', false, place(true, 1))).toBe(null)
  })

  it('closes an open folder to the left, and goes from a file to its folder', () => {
    expect(treeStep('ArrowLeft', false, place(true, 0))).toEqual({ do: 'close', node: 0 })
    expect(treeStep('ArrowLeft', false, place(true, 2))).toEqual({ do: 'move', row: 0 })
    expect(treeStep('ArrowLeft', false, place(false, 0))).toBe(null)
  })

  it('stops at both ends', () => {
    expect(treeStep('ArrowDown', false, place(true, 3))).toEqual({ do: 'move', row: 3 })
    expect(treeStep('ArrowUp', false, place(true, -1))).toEqual({ do: 'move', row: 0 })
    expect(treeStep('PageDown', false, place(true, 1))).toEqual({ do: 'move', row: 3 })
  })

  it('leaves Enter and Escape to the dialog', () => {
    expect(treeStep('Enter', false, place(true, 0))).toBe(null)
    expect(treeStep('Escape', false, place(true, 0))).toBe(null)
    expect(treeStep('a', false, place(true, 0))).toBe(null)
  })
})
