import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairShare } from './fair-share.ts'

const BLOCK = 16_384

interface Tree {
  readonly root: FairShare<string>
  /** Every node but the root, with what it got. */
  readonly nodes: FairShare<string>[]
  readonly parents: Map<FairShare<string>, FairShare<string>>
  readonly leaves: FairShare<string>[]
}

const weight = fc.double({ min: 0.1, max: 50, noNaN: true })
const shape = fc.array(fc.record({ weight, peers: fc.array(weight, { minLength: 1, maxLength: 5 }) }), {
  minLength: 1,
  maxLength: 4,
})

const treeOf = (groups: readonly { weight: number; peers: readonly number[] }[]): Tree => {
  const root = new FairShare<string>(null)
  const parents = new Map<FairShare<string>, FairShare<string>>()
  const leaves: FairShare<string>[] = []
  const nodes: FairShare<string>[] = []
  groups.forEach((group, at) => {
    const inner = new FairShare<string>(null, group.weight, root)
    parents.set(inner, root)
    nodes.push(inner)
    group.peers.forEach((share, index) => {
      const leaf = new FairShare(`${at}.${index}`, share, inner)
      parents.set(leaf, inner)
      leaves.push(leaf)
      nodes.push(leaf)
    })
  })
  return { root, nodes, parents, leaves }
}

type Got = Map<FairShare<string>, number>

const serve = ({ root, parents }: Tree, length: number, got: Got): void => {
  const leaf = root.next()
  if (!leaf) return
  leaf.charge(length)
  for (let node: FairShare<string> | undefined = leaf; node; node = parents.get(node)) {
    got.set(node, (got.get(node) ?? 0) + length)
  }
}

/** The law, for all pairs of one parent that waited all the time. */
const expectFair = ({ nodes, parents }: Tree, got: Got, steady: (node: FairShare<string>) => boolean): void => {
  for (const one of nodes) {
    for (const other of nodes) {
      if (one === other || parents.get(one) !== parents.get(other) || !steady(one) || !steady(other)) continue
      const gap = Math.abs((got.get(one) ?? 0) / one.weight - (got.get(other) ?? 0) / other.weight)
      expect(gap).toBeLessThanOrEqual((BLOCK / one.weight + BLOCK / other.weight) * (1 + 1e-9))
    }
  }
}

describe('a fair share', () => {
  it('is in proportion to weight within one block each, at every level, from any moment on', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: BLOCK }), { minLength: 20, maxLength: 300 })
    fc.assert(
      fc.property(shape, lengths, fc.nat(299), (groups, blocks, from) => {
        const tree = treeOf(groups)
        for (const leaf of tree.leaves) leaf.wait()
        const before: Got = new Map()
        const got: Got = new Map()
        blocks.forEach((length, at) => serve(tree, length, at < from % blocks.length ? before : got))
        expectFair(tree, got, () => true)
      }),
    )
  })

  it('is not disturbed by others that come, go and change their weight', () => {
    const event = fc.record({ leaf: fc.nat(19), act: fc.constantFrom('wait', 'rest', 'weight'), weight })
    fc.assert(
      fc.property(shape, fc.array(event, { minLength: 50, maxLength: 300 }), (groups, events) => {
        const tree = treeOf(groups)
        // The first group and its first two peers stay; of the others anything may happen.
        const [group] = tree.nodes
        const steady = new Set([group, ...tree.leaves.slice(0, Math.min(2, groups[0]?.peers.length ?? 0))])
        for (const leaf of tree.leaves) leaf.wait()
        const got: Got = new Map()
        for (const { leaf: index, act, weight: next } of events) {
          const leaf = tree.leaves[index % tree.leaves.length]
          if (leaf && !steady.has(leaf)) {
            if (act === 'wait') leaf.wait()
            else if (act === 'rest') leaf.rest()
            else leaf.setWeight(next)
          }
          serve(tree, BLOCK, got)
        }
        expectFair(tree, got, (node) => steady.has(node))
      }),
    )
  })

  it('goes to the others when one rests, and is not made up for', () => {
    const root = new FairShare<string>(null)
    const [a, b] = [new FairShare('a', 1, root), new FairShare('b', 1, root)]
    a.wait()
    for (let block = 0; block < 100; block++) root.next()?.charge(BLOCK)
    b.wait()
    const turns = Array.from({ length: 10 }, () => {
      const leaf = root.next()
      leaf?.charge(BLOCK)
      return leaf?.item
    })
    expect(turns.filter((item) => item === 'a').length).toBeGreaterThanOrEqual(4)
  })

  it('leaves nobody behind, however little it weighs', () => {
    const root = new FairShare<string>(null)
    const small = new FairShare('small', 1, root)
    const big = new FairShare('big', 99, root)
    small.wait()
    big.wait()
    let waited = 0
    let longest = 0
    for (let block = 0; block < 1_000; block++) {
      const leaf = root.next()
      leaf?.charge(BLOCK)
      waited = leaf === small ? 0 : waited + 1
      longest = Math.max(longest, waited)
    }
    expect(longest).toBeLessThanOrEqual(100)
  })

  it('follows a peer into another group at once', () => {
    const root = new FairShare<string>(null)
    const paid = new FairShare<string>(null, 0.6, root)
    const free = new FairShare<string>(null, 0.4, root)
    const [a, b] = [new FairShare('a', 1, free), new FairShare('b', 1, free)]
    a.wait()
    b.wait()
    a.moveTo(paid)
    const got = { a: 0, b: 0 }
    for (let block = 0; block < 100; block++) {
      const leaf = root.next()
      leaf?.charge(BLOCK)
      if (leaf?.item === 'a') got.a++
      else got.b++
    }
    expect(got.a).toBeGreaterThanOrEqual(59)
    expect(got.a).toBeLessThanOrEqual(61)
  })
})
