// A node that makes up a payment of ours, so that its own address becomes one that we know. What was paid is paid by
// our signature, and that it cannot make up.

import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { addressBytes, addressOf, type Address } from '../../../app/tron/address.ts'
import { encodeTransaction } from '../../../app/tron/transaction.ts'
import { startPractice } from '../practice/practice.ts'
import { previewSend } from '../sending/preview.ts'
import { addressOfKey, keyOf, openDesk, signWith, temporaryFolder, type Desk } from '../testing/desk.ts'
import { forgingNode, madeBlock, type Forge } from '../testing/forging-node.ts'

const LAG = 3
const bob = addressOfKey(keyOf(2))
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

/** The last byte changed: a right checksum, and the same beginning. */
const imitationOf = (address: Address): Address => {
  const bytes = Uint8Array.from(addressBytes(address))
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return addressOf(bytes) as Address
}

const paymentTo = (from: Address, to: Address): Uint8Array =>
  encodeTransaction({
    refBlockBytes: Uint8Array.of(1, 2),
    refBlockHash: Uint8Array.from({ length: 8 }, (_, at) => at),
    expiration: BigInt(Date.now() + 60_000),
    timestamp: BigInt(Date.now()),
    feeLimit: 0n,
    memo: new Uint8Array(),
    contract: { type: 'TransferContract', owner: from, to, amount: 5_000_000n },
  })

const forgery = (rawData: Uint8Array, signature: Uint8Array, block: { number: number; at: number }): Forge => {
  const txID = createHash('sha256').update(rawData).digest('hex')
  const shown = {
    txID,
    raw_data_hex: Buffer.from(rawData).toString('hex'),
    signature: [Buffer.from(signature).toString('hex')],
    ret: [{ contractRet: 'SUCCESS' }],
  }
  const receipt = { id: txID, blockNumber: block.number, blockTimeStamp: block.at }
  return ({ path, body }) => {
    if (/^\/v1\/accounts\/\w+\/transactions\?/.test(path))
      return JSON.stringify({ data: [{ ...shown, block_timestamp: block.at }], success: true })
    if (!body.includes(txID)) return null
    return JSON.stringify(path.endsWith('gettransactioninfobyid') ? receipt : shown)
  }
}

/** As all that a node says of blocks: its newest are from then. */
const from = (at: bigint): Forge => {
  const blocks = { full: madeBlock(900, at), solid: madeBlock(890, at) }
  return ({ path }) => {
    if (path.endsWith('/wallet/getblock')) return blocks.full
    return path.endsWith('/walletsolidity/getblock') ? blocks.solid : null
  }
}

/** The wallet at a node that says so, as soon as it has something to build on; `then`: of what time, if not of now. */
const hearing = async (sign: (rawData: Uint8Array) => Uint8Array, then: bigint | null = null): Promise<Desk> => {
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG })
  ending.push(() => node[Symbol.asyncDispose]())
  const own = addressOfKey(keyOf(1))
  await node.give(own, { trx: 1_000_000_000n })
  await node.give(bob, { trx: 1_000_000n })
  await node.mine(LAG + 2)
  const rawData = paymentTo(own, imitationOf(bob))
  const paid = forgery(rawData, sign(rawData), { number: 1, at: then === null ? Date.now() - 60_000 : Number(then) })
  const timed = then === null ? null : from(then)
  const liar = await forgingNode(node, (asked, said) => timed?.(asked, said) ?? paid(asked, said))
  ending.push(() => liar[Symbol.asyncDispose]())
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  const wallet = openDesk({ folder: folder.path, practice: node, nodes: [liar] })
  ending.push(() => wallet[Symbol.asyncDispose]())
  await wallet.round()
  return wallet
}

const made = (wallet: Desk) =>
  wallet.records.received(wallet.chain.state.chainId ?? 0).map(({ payee, made: by }) => [payee, by])

describe('a payment that a node tells of', () => {
  it.each([
    ['nobody', () => new Uint8Array(65)],
    ['another key', (rawData: Uint8Array) => signWith(keyOf(9), rawData).signature],
  ])('and that was signed by %s is none of ours, and makes nobody known', async (_who, sign) => {
    const wallet = await hearing(sign)
    expect(made(wallet)).toEqual([[imitationOf(bob), 'others']])
    expect(wallet.chain.familiar().paid.has(imitationOf(bob))).toBe(false)
  })

  it('counts when it is signed by our key, as programs of old sign too', async () => {
    for (const less of [0, 27]) {
      const wallet = await hearing((rawData) => {
        const { signature } = signWith(keyOf(1), rawData)
        return signature.with(64, (signature[64] ?? 0) - less)
      })
      expect(made(wallet)).toEqual([[imitationOf(bob), 'paid']])
    }
  })

  it('does not have its payee taken for somebody who was paid before', async () => {
    const wallet = await hearing(() => new Uint8Array(65))
    wallet.records.notePaid(wallet.chain.state.chainId ?? 0, bob, 1)
    const found = wallet.chain.world()
    if (!found.ok) throw new Error(JSON.stringify(found.error))
    const { recipient } = await previewSend(wallet.draft(imitationOf(bob), 'trx', 1n), found.value.world)
    expect(recipient).toMatchObject({ kind: 'new', lookAlike: { address: bob } })
  })
})

describe('a node that is of another time', () => {
  it.each([
    ['a month ahead', BigInt(Date.now() + 30 * 86_400_000)],
    ['beyond all dates', 9_000_000_000_000_000_000n],
  ])('%s has nothing kept of what it tells, and the history goes on', async (_when, then) => {
    const wallet = await hearing(() => new Uint8Array(65), then)
    expect(made(wallet)).toEqual([])
    const chain = wallet.chain.state.chainId ?? 0
    expect(wallet.records.cursor(chain, wallet.own, 'trx')).toBe(0)
    expect(wallet.chain.world().ok).toBe(false)
    expect(wallet.chain.state.nodes[0]?.condition).toBe('bad-answers')
  })
})
