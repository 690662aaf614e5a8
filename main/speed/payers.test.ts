import { describe, expect, it } from 'vitest'
import type { PayerState } from '../../app/ipc/speed-desk.ts'
import { ok } from '../../app/result.ts'
import { account, btt, elsewhere, film, vault } from '../../app/speed/testing/situations.ts'
import { testKey } from '../../app/speed/testing/keys.ts'
import type { Address } from '../../app/tron/address.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { Payers } from './payers.ts'
import { ACCOUNT, STRANGERS } from './reading-turns.ts'
import type { Owner } from './wallet-books.ts'

const strangers = Array.from({ length: 2 * STRANGERS.atOnce }, (_, at) => testKey(at + 1).address)
const asking = (payer: Address, network = '') => ({ vault, payer, lanes: [1n], fresh: true, network })
const networks = new Map(strangers.map((payer, at) => [payer, String(at)]))

const open = () => {
  const clock = new ManualClock()
  const read: Address[] = []
  const world = { owner: { vault, account } as Owner, hangs: false, life: 1, seen: [] as Owner[] }
  const state = {
    free: btt(5),
    locked: btt(0),
    exitAt: 0,
    signers: [],
    paid: new Map([[1n, btt(2)]]),
    readAt: 1,
  } satisfies PayerState
  const payers = new Payers({
    read: ({ payer }) => {
      read.push(payer)
      return world.hangs ? new Promise(() => undefined) : Promise.resolve(ok(state))
    },
    seen: (_payer, _state, owner) => void world.seen.push(owner),
    owner: () => world.owner,
    life: () => world.life,
    clock,
  })
  const voucher = { payer: elsewhere, payee: account, lane: 1n, cumulative: btt(3), signature: new Uint8Array(65) }
  return { payers, clock, read, world, state, receipts: { vault, vouchers: [{ voucher, torrent: film, signers: [] }] } }
}

describe('peers that name thousands of accounts', () => {
  it('have so many read at once, and from then on one in a while', async () => {
    const { payers, clock, read, state } = open()
    for (const payer of strangers) void payers.of(asking(payer, networks.get(payer)))
    await settle()
    expect(read).toHaveLength(STRANGERS.atOnce)
    const last = payers.of(asking(elsewhere, 'another'))
    await clock.advance(3 * STRANGERS.everyMs)
    expect(read).toHaveLength(STRANGERS.atOnce + 3)
    await clock.advance(60_000)
    expect(await last).toEqual(ok(null))
    expect(clock.pending).toBe(0)
    expect(await payers.of(asking(elsewhere, 'another'))).toEqual(ok(state))
  })

  it('keep nobody from being read whose vouchers the books took', async () => {
    const { payers, read, state } = open()
    await payers.of(asking(elsewhere))
    payers.notePaying(elsewhere)
    for (const payer of strangers) void payers.of(asking(payer, networks.get(payer)))
    expect(await payers.of(asking(elsewhere))).toEqual(ok(state))
    expect(read.filter((payer) => payer === elsewhere)).toHaveLength(2)
  })

  it('leave newcomers their turns: forty of them, each asking about new accounts again and again', async () => {
    const { payers, clock, read } = open()
    const came: Address[] = []
    let others = 0
    for (let second = 0; second < 120; second++) {
      for (let k = 0; k < 4; k++) {
        const [connection, payer] = [(4 * second + k) % 40, testKey(10_000 + others++).address]
        void payers.of(asking(payer, `flood ${connection}`))
      }
      if (second % 3 === 0) {
        const newcomer = testKey(1_000 + second).address
        came.push(newcomer)
        void payers.of(asking(newcomer, `home ${second}`))
      }
      await clock.advance(1_000)
    }
    await clock.advance(10_000)
    expect(came.filter((payer) => !read.includes(payer))).toEqual([])
    expect(read.length).toBeLessThanOrEqual(STRANGERS.atOnce + 130_000 / STRANGERS.everyMs)
  })
})

it('has one that paid read at a pace of its own, however many lanes it names, and nobody waits for it', async () => {
  const { payers, clock, read, state } = open()
  const [busy, other] = [testKey(5).address, testKey(6).address]
  payers.notePaying(busy)
  payers.notePaying(other)
  for (let second = 0; second < 60; second++) {
    for (let k = 0; k < 25; k++)
      void payers.of({ vault, payer: busy, lanes: [BigInt(100 * second + k)], fresh: k % 2 === 0, network: 'one' })
    await clock.advance(1_000)
  }
  expect(read.length).toBeLessThanOrEqual(ACCOUNT.atOnce + 60_000 / ACCOUNT.everyMs)
  expect(await payers.of(asking(other, 'one'))).toEqual(ok(state))
})

it('answers from what the chain process keeps without a turn, where nothing newer is asked for', async () => {
  const { payers, read, state } = open()
  await payers.of(asking(elsewhere))
  for (let time = 0; time < 50; time++)
    expect(await payers.of({ ...asking(elsewhere), fresh: false })).toEqual(ok(state))
  expect(read).toHaveLength(51)
})

it('lets others’ vouchers wait for nobody for long', async () => {
  const { payers, clock, world, receipts } = open()
  world.hangs = true
  const telling = payers.told(receipts)
  await settle()
  await clock.advance(10_000)
  expect(await telling).toEqual({ input: { vault, vouchers: [] }, unknown: [true] })
  expect(clock.pending).toBe(0)
})

it('knows nothing of other books by what was read for those before', async () => {
  const { payers, world, receipts } = open()
  await payers.of(asking(elsewhere))
  expect((await payers.told(receipts)).unknown).toEqual([false])
  world.owner = { vault: { ...vault, chainId: 5 }, account }
  world.hangs = true
  payers.notePaying(elsewhere)
  const telling = payers.told({ ...receipts, vouchers: [] })
  expect((await telling).unknown).toEqual([])
  expect(await payers.of(asking(elsewhere))).toEqual(ok(null))
})

it('passes on the most that a payer was seen to have, though others were paid from it since', async () => {
  const { payers, state, receipts } = open()
  const tellsCover = async () => (await payers.told(receipts)).input.vouchers
  await payers.of(asking(elsewhere))
  expect(await tellsCover()).toMatchObject([{ paid: btt(2), covers: btt(5) }])
  Object.assign(state, { free: btt(1), locked: btt(3) })
  await payers.of(asking(elsewhere))
  expect(await tellsCover()).toMatchObject([{ covers: btt(5) }])
  Object.assign(state, { free: btt(9) })
  await payers.of(asking(elsewhere))
  expect(await tellsCover()).toMatchObject([{ covers: btt(12) }])
})

it('reads anew what it knew of books that may have lost it, and says whose books each reading is of', async () => {
  const { payers, read, world, receipts } = open()
  await payers.of(asking(elsewhere))
  await payers.told(receipts)
  expect(read).toHaveLength(1)
  world.life++
  await payers.told(receipts)
  expect(read).toHaveLength(2)
  expect(world.seen).toEqual([world.owner, world.owner])
})
