// A node that answers, but whose blocks stopped coming: what it says is old, and that is said.

import { afterEach, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'

const ending: (() => PromiseLike<void>)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

const world = async (): Promise<World> => {
  const opened = await openWorld()
  ending.push(() => opened[Symbol.asyncDispose]())
  return opened
}

describe('a node that is behind', () => {
  it('is called so for as long as it is, and no longer', async () => {
    const { wallet, later } = await world()
    expect(wallet.chain.state.nodes[0]?.condition).toBe('ok')
    await later(120_000, 0)
    expect(wallet.chain.state.nodes[0]?.condition).toBe('lagging')
    await later(3_000)
    expect(wallet.chain.state.nodes[0]?.condition).toBe('ok')
  })
})
