// What a node says of one send is asked in several questions, and the chain goes on between them.

import { expect, it } from 'vitest'
import { bob, LAG, openWorld } from '../testing/world.ts'
import { forgingNode } from '../testing/forging-node.ts'

it('a block that settles between two questions is no contradiction: the send is final at once', async () => {
  await using ending = new AsyncDisposableStack()
  const before = { head: '', stands: false }
  const world = ending.use(
    await openWorld({}, async (node) => {
      const slow = await forgingNode(node, ({ path }, said) => {
        if (path.startsWith('/walletsolidity/gettransactioninfobyid')) before.stands = false
        if (!/^\/walletsolidity\/getnowblock|^\/walletsolidity\/getblock\b/.test(path)) return null
        if (before.stands) return before.head
        before.head = said
        return null
      })
      ending.use(slow)
      return [{ ...node, url: slow.url }]
    }),
  )
  const { wallet, node } = world
  const sent = await wallet.send(wallet.draft(bob, 'trx', 1n))
  await world.later(1_000, 1)
  expect(wallet.get(sent.txId).state).toBe('in-block')
  await node.mine(LAG + 1)
  before.stands = true
  await world.later(1_000, 0)
  expect(before.stands).toBe(false)
  expect(wallet.chain.state.phase).toEqual({ is: 'ready' })
  expect(wallet.get(sent.txId).state).toBe('final')
})
