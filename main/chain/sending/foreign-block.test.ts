// A transaction says which block it builds on, and nothing else of its network: on a test network's node that shows
// blocks of the main one, play money would be sent by bytes that are good for real money.

import { afterEach, describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { startPractice } from '../practice/practice.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from '../testing/desk.ts'
import { forgingNode, madeBlock } from '../testing/forging-node.ts'

const LAG = 3
const bob = addressOfKey(keyOf(2))
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

/** As the main network's heights are: one every three seconds since its first, less those that were missed. */
const mainHeight = (missed: number): number =>
  Math.floor(((Date.now() - Date.UTC(2018, 5, 25, 1, 51, 9)) / 3_000) * (1 - missed))

/** A wallet at a node that answers for an honest one, but for its blocks. */
const atHeight = async (height: number): Promise<Desk> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG })
  ending.push(() => node[Symbol.asyncDispose]())
  await node.give(addressOfKey(keyOf(1)), { trx: 1_000_000_000n })
  await node.give(bob, { trx: 1_000_000n })
  await node.mine(LAG + 2)
  const [head, solid] = [madeBlock(height, Date.now()), madeBlock(height - 19, Date.now() - 57_000)]
  const liar = await forgingNode(node, ({ path }) => {
    if (path.endsWith('/wallet/getblock')) return head
    return path.endsWith('/walletsolidity/getblock') ? solid : null
  })
  ending.push(() => liar[Symbol.asyncDispose]())
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  const wallet = openDesk({ folder: folder.path, practice: node, nodes: [liar] })
  ending.push(() => wallet[Symbol.asyncDispose]())
  await wallet.round()
  return wallet
}

const built = async (wallet: Desk) => {
  const made = await wallet.sender.build({ draft: wallet.draft(bob, 'trx', 1n), most: amount(10n ** 9n) })
  return made.ok ? 'built' : made.error
}

describe('a node of a network for practising', () => {
  it.each([0, 0.004, 0.01])('gets nothing to be signed on a block that may be the main network’s', async (missed) => {
    expect(await built(await atHeight(mainHeight(missed)))).toEqual({ code: 'chain', fault: 'main-block' })
  })

  it('is used at the height of Nile, or of a chain of one’s own', async () => {
    // Nile was at 66,987,628 on 29 April 2026, and makes a block every three seconds too.
    const nile = 66_987_628 + Math.floor((Date.now() - 1_777_445_310_000) / 3_000)
    for (const height of [1_000, nile]) expect(await built(await atHeight(height))).toBe('built')
  })
})
