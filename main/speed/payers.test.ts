import { describe, expect, it } from 'vitest'
import type { PayerState } from '../../app/ipc/speed-desk.ts'
import { ok } from '../../app/result.ts'
import { account, btt, elsewhere, film, vault } from '../../app/speed/testing/situations.ts'
import { testKey } from '../../app/speed/testing/keys.ts'
import type { Address } from '../../app/tron/address.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { Payers, STRANGERS } from './payers.ts'
import type { Owner } from './wallet-books.ts'

const strangers = Array.from({ length: 2 * STRANGERS.atOnce }, (_, at) => testKey(at + 1).address)
const asking = (payer: Address) => ({ vault, payer, lanes: [1n], fresh: true })

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
    for (const payer of strangers) await payers.of(asking(payer))
    expect(read).toHaveLength(STRANGERS.atOnce)
    expect(await payers.of(asking(elsewhere))).toEqual(ok(null))
    await clock.advance(3 * STRANGERS.everyMs)
    for (const payer of strangers) await payers.of(asking(payer))
    expect(read).toHaveLength(STRANGERS.atOnce + 3)
    await clock.advance(STRANGERS.everyMs)
    expect(await payers.of(asking(elsewhere))).toEqual(ok(state))
  })

  it('keep nobody from being read whose vouchers the books took', async () => {
    const { payers, read, state } = open()
    await payers.of(asking(elsewhere))
    payers.notePaying(elsewhere)
    for (const payer of strangers) await payers.of(asking(payer))
    expect(await payers.of(asking(elsewhere))).toEqual(ok(state))
    expect(read.at(-1)).toBe(elsewhere)
  })

  it('do not make up for it by waiting: no more than at first is ever read at once', async () => {
    const { payers, clock, read } = open()
    await clock.advance(1_000 * STRANGERS.everyMs)
    for (const payer of strangers) await payers.of(asking(payer))
    expect(read).toHaveLength(STRANGERS.atOnce)
  })
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
