import { describe, expect, it } from 'vitest'
import { fileEdges } from './swarm.ts'

const file = (length: number, pad = false) => ({ length, pad })

describe('the first and last pieces of files', () => {
  it('are those with the first and the last byte of each, pad files and empty ones apart', () => {
    const files = [file(35), file(0), file(5, true), file(60), file(7)]
    expect([...fileEdges(files, 10, 107)]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1])
  })

  it('are a hundredth of a long file at each end', () => {
    const edges = fileEdges([file(10_000)], 1, 10_000)
    expect([edges.indexOf(0), edges.lastIndexOf(0), edges.reduce((sum, edge) => sum + edge, 0)]).toEqual([
      100, 9_899, 200,
    ])
  })
})
