import { describe, expect, it } from 'vitest'
import { fileTree } from '../../../app/torrent/file-tree.ts'
import { fileKind } from './file-kind.ts'
import { firstExpanded } from './tree-view.ts'

const many = (prefix: string) =>
  Array.from({ length: 100 }, (_, n) => ({ path: [...prefix.split('/'), `${n}`], length: 1 }))

describe('the folders open at first', () => {
  it('are all of a small tree', () => {
    const tree = fileTree([
      { path: ['a', 'b', 'c'], length: 1 },
      { path: ['d', 'e'], length: 1 },
    ])
    expect([...firstExpanded(tree)].map((node) => tree.nodes[node]?.name)).toEqual(['a', 'b', 'd'])
  })

  it('are those that lie alone in a large one', () => {
    const tree = fileTree([...many('root/inner/one'), ...many('root/inner/two')])
    expect([...firstExpanded(tree)].map((node) => tree.nodes[node]?.name)).toEqual(['root', 'inner'])
    expect(firstExpanded(fileTree([...many('one'), ...many('two')])).size).toBe(0)
  })
})

describe('the kind of a file', () => {
  it('goes by its ending, in any case', () => {
    expect(fileKind('A.Film.MKV')).toBe('video')
    expect(fileKind('mkv')).toBe('other')
    expect(fileKind('.nfo')).toBe('text')
  })
})
