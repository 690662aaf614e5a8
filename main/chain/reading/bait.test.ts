// What strangers can put into an account's history, and whom the account paid with other programs: over HTTP, with
// TronWeb in the part of the others.

import type { TronWeb } from 'tronweb'
import { afterEach, describe, expect, it } from 'vitest'
import { addressBytes, addressOf, type Address } from '../../../app/tron/address.ts'
import type { ActivityEntry } from '../../../app/wallet/activity.ts'
import { csvOf, filtered } from '../../../app/wallet/activity-rules.ts'
import { playUsdt } from '../practice/artifacts/play-usdt.ts'
import { startPractice, type PracticeNode } from '../practice/practice.ts'
import { connect, deploy, methodsOf } from '../practice/testing/tronweb.ts'
import { previewSend } from '../sending/preview.ts'
import { timeline } from '../store/timeline.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from '../testing/desk.ts'

const LAG = 3
const bob = addressOfKey(keyOf(2))
const carol = addressOfKey(keyOf(3))
const mallory = keyOf(9)
const FEE = { feeLimit: 100_000_000 }
const ending: (() => PromiseLike<void> | void)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

/** A token that keeps no books and says whatever it is told to: emits Transfer(from, to, value) of a transferFrom call. */
const LIAR = {
  name: 'Liar',
  abi: playUsdt.abi.filter(({ type }) => type !== 'constructor'),
  bytecode: [
    '603380600b6000396000f3',
    '604435600052602435600435',
    '7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    '60206000a300',
  ].join(''),
}

/** The last byte changed: a right checksum, and the same beginning. */
const imitationOf = (address: Address): Address => {
  const bytes = Uint8Array.from(addressBytes(address))
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return addressOf(bytes) as Address
}

interface World {
  readonly node: PracticeNode
  readonly wallet: Desk
  readonly attacker: TronWeb
  /** A minute later, with all that was sent settled and read. */
  later(): Promise<void>
}

const world = async (): Promise<World> => {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const node = await startPractice({ mining: 'by-hand', solidLag: LAG, clock: now })
  ending.push(() => node[Symbol.asyncDispose]())
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  const wallet = openDesk({ folder: folder.path, practice: node, now })
  ending.push(() => wallet[Symbol.asyncDispose]())
  await node.give(wallet.own, { trx: 1_000_000_000n, usdt: 7_000_000n })
  await node.give(addressOfKey(mallory), { trx: 5_000_000_000n })
  await node.give(bob, { trx: 1_000_000n })
  const later = async (): Promise<void> => {
    ahead += 60_000
    await node.mine(LAG + 2)
    await wallet.round()
  }
  await later()
  return { node, wallet, attacker: connect(node, Buffer.from(mallory).toString('hex')), later }
}

const lines = ({ chain, sends, records, own }: Desk): readonly ActivityEntry[] => {
  const accounts = new Set([own])
  return timeline(sends, records, { chain: chain.state.chainId ?? 0, accounts, own: accounts })
}

const shown = (wallet: Desk): readonly ActivityEntry[] =>
  filtered(lines(wallet), { account: null, asset: null, direction: null, state: null, hidden: false, text: '' }).shown

const preview = async (wallet: Desk, ...of: Parameters<Desk['draft']>) => {
  const found = wallet.chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return previewSend(wallet.draft(...of), found.value.world)
}

describe('what strangers make look like a payment of ours', () => {
  it('as a transfer of nothing in our name is hidden, in the table too, and makes nobody known', async () => {
    const { node, wallet, attacker, later } = await world()
    const thief = imitationOf(bob)
    const usdt = methodsOf(attacker, playUsdt.abi, node.tokens.usdt)
    await usdt['transferFrom']?.(wallet.own, thief, '0').send(FEE)
    await later()
    const [line] = lines(wallet).filter(({ other }) => other === thief)
    expect(line).toMatchObject({ direction: 'taken', hidden: 'zero', amount: 0n })
    expect(shown(wallet).some(({ other }) => other === thief)).toBe(false)
    expect(csvOf(shown(wallet), String, '')).not.toContain(thief)
    expect(wallet.chain.familiar().paid.has(thief)).toBe(false)
  })

  it('as a token that says we sent it is hidden, also when a contract that we called says so', async () => {
    const { node, wallet, attacker, later } = await world()
    const made = await deploy(attacker, LIAR)
    await later()
    const fake = attacker.address.fromHex(made.address)
    await methodsOf(attacker, playUsdt.abi, fake)['transferFrom']?.(wallet.own, bob, '1000').send(FEE)
    const ours = connect(node, Buffer.from(wallet.key).toString('hex'))
    await methodsOf(ours, playUsdt.abi, fake)['transferFrom']?.(wallet.own, carol, '1000').send(FEE)
    await later()
    for (const thief of [bob, carol]) {
      const [line] = lines(wallet).filter(({ other, asset }) => other === thief && asset === `trc20:${fake}`)
      expect(line).toMatchObject({ direction: 'taken', hidden: 'unknown-token', amount: 1_000n })
      expect(wallet.chain.familiar().paid.has(thief)).toBe(false)
    }
    expect(shown(wallet).some(({ known }) => !known)).toBe(false)
  })

  it('is shown, but not as sent, when it did take a token that is known', async () => {
    const { node, wallet, attacker, later } = await world()
    const ours = connect(node, Buffer.from(wallet.key).toString('hex'))
    await methodsOf(ours, playUsdt.abi, node.tokens.usdt)['approve']?.(addressOfKey(mallory), '5').send(FEE)
    await later()
    await methodsOf(attacker, playUsdt.abi, node.tokens.usdt)['transferFrom']?.(wallet.own, carol, '5').send(FEE)
    await later()
    const [line] = shown(wallet).filter(({ other }) => other === carol)
    expect(line).toMatchObject({ direction: 'taken', hidden: null, amount: 5n, symbol: 'USDT' })
    expect(wallet.chain.familiar().paid.has(carol)).toBe(false)
  })
})

describe('whom another program paid with the same key', () => {
  const pay = async (how: 'trx' | 'usdt') => {
    const here = await world()
    const { node, wallet, later } = here
    const ours = connect(node, Buffer.from(wallet.key).toString('hex'))
    if (how === 'trx') await ours.trx.sendTransaction(bob, 5)
    else await methodsOf(ours, playUsdt.abi, node.tokens.usdt)['transfer']?.(bob, '2000000').send(FEE)
    await later()
    return here
  }

  it.each(['trx', 'usdt'] as const)('is known, and a look-alike of theirs is blocked: %s', async (how) => {
    const { wallet } = await pay(how)
    expect(lines(wallet).find(({ other }) => other === bob)).toMatchObject({ direction: 'out', hidden: null })
    const known = await preview(wallet, bob, 'trx', 1n)
    expect(known.recipient).toMatchObject({ kind: 'known', lookAlike: null })
    expect(known.recipient.firstPaidAt).not.toBeNull()
    const like = await preview(wallet, imitationOf(bob), 'trx', 1n)
    expect(like.recipient.lookAlike).toMatchObject({ address: bob })
    expect(like.problems[0]).toMatchObject({ code: 'look-alike', blocks: true })
  })

  it('stays the one who is known when a look-alike gets a name, until the two were compared', async () => {
    const { wallet } = await pay('trx')
    const thief = imitationOf(bob)
    const blocked = async () =>
      (await preview(wallet, thief, 'trx', 1n)).problems.some(({ code }) => code === 'look-alike')
    wallet.records.putContact(thief, 'Bob', 0)
    expect(await blocked()).toBe(true)
    wallet.records.noteCompared(thief, [carol])
    expect(await blocked()).toBe(true)
    wallet.records.noteCompared(thief, [bob])
    expect(await blocked()).toBe(false)
    wallet.records.removeContact(thief)
    expect(await blocked()).toBe(true)
  })
})

describe('an account that does not exist yet', () => {
  it('is made by TRX and TRC-10 and not by a token, and the preview says which', async () => {
    const { node, wallet } = await world()
    const codes = async (asset: string) => (await preview(wallet, carol, asset, 1n)).problems.map(({ code }) => code)
    expect(await codes('trx')).toContain('recipient-not-activated')
    const token = await codes(`trc20:${node.tokens.usdt}`)
    expect(token).toContain('recipient-without-account')
    expect(token).not.toContain('recipient-not-activated')
  })
})
