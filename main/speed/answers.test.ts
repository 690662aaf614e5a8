import { describe, expect, it } from 'vitest'
import type { PayerState } from '../../app/ipc/speed-desk.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { account, btt, elsewhere, film, vault, voucherKey } from '../../app/speed/testing/situations.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { answers, booksPort } from './answers.ts'
import type { Owner } from './wallet-books.ts'

const state: PayerState = {
  free: btt(5),
  locked: btt(0),
  exitAt: 0,
  signers: [],
  paid: new Map([
    [1n, btt(2)],
    [2n, btt(0)],
  ]),
  readAt: 1,
}
const payer = { vault, payer: elsewhere, lanes: [1n, 2n], fresh: true }
const voucher = { payer: elsewhere, payee: account, lane: 1n, cumulative: btt(3), signature: new Uint8Array(65) }

/** As the wallet process does: all of it is in order, or none of it is taken. */
const received = (input: unknown) => {
  const { vouchers } = (input ?? {}) as { vouchers?: unknown }
  const isOne = (each: unknown) => typeof each === 'object' && each !== null && 'voucher' in each
  return Array.isArray(vouchers) && vouchers.every(isOne)
    ? ok(vouchers.map(() => ({ accepted: btt(3), uncashed: btt(1) })))
    : fail({ code: 'invalid-argument', field: '' })
}

const open = (owner: Owner | null = { vault, account }, read: Result<PayerState | null, never> = ok(state)) => {
  const clock = new ManualClock()
  const asked: [name: string, input: unknown][] = []
  const seen: unknown[] = []
  const call = (name: string, input: unknown) => {
    asked.push([name, input])
    if (name === 'vault.payer') return Promise.resolve(read) as never
    return Promise.resolve(name === 'speed.receive' ? received(input) : ok('the wallet’s')) as never
  }
  const answer = answers({
    wallet: { call, on: () => () => undefined },
    chain: { call },
    owner: () => owner,
    life: () => 1,
    stopped: () => false,
    seen: (...what) => seen.push(what),
    clock,
  })
  return { answer, asked, seen, names: () => asked.map(([name]) => name) }
}

describe('what the engine asks of somebody who pays', () => {
  it('is asked of the chain for the account in use, and told who listens and the books', async () => {
    const { answer, asked, seen } = open()
    expect(await answer('desk.payer', payer)).toEqual(ok(state))
    await settle()
    expect(asked).toEqual([
      ['vault.payer', { payer: elsewhere, payee: account, lanes: [1n, 2n], fresh: true }],
      [
        'speed.observed',
        {
          vault,
          account,
          readAt: 1,
          paid: [
            { payer: elsewhere, lane: 1n, paid: btt(2) },
            { payer: elsewhere, lane: 2n, paid: btt(0) },
          ],
        },
      ],
    ])
    expect(seen).toEqual([[elsewhere, state]])
  })

  it.each([
    ['another vault', { ...payer, vault: { ...vault, chainId: 5 } }],
    ['nobody', { ...payer, payer: 'x' }],
    ['more lanes than a wallet has', { ...payer, lanes: Array.from({ length: 65 }, (_, at) => BigInt(at)) }],
    ['lanes that are none', { ...payer, lanes: [-1n] }],
    ['a field more', { ...payer, also: 1 }],
    ['nothing', undefined],
  ])('is not known, and asked of nobody, where it is of %s', async (_what, input) => {
    const { answer, asked } = open()
    expect(await answer('desk.payer', input as never)).toEqual(ok(null))
    expect(asked).toEqual([])
  })

  it('goes with the vouchers to the books, which may have lost it; what the engine says of signers does not', async () => {
    const { answer, asked, names } = open(undefined, ok({ ...state, signers: [voucherKey] }))
    await answer('desk.payer', payer)
    const one = { voucher, torrent: film, signers: [account] }
    expect(await answer('desk.receive', { vault, vouchers: [one] })).toEqual(
      ok([{ accepted: btt(3), uncashed: btt(1) }]),
    )
    expect(asked.at(-1)).toEqual([
      'speed.receive',
      { vault, vouchers: [{ ...one, signers: [voucherKey], paid: btt(2), covers: btt(5) }] },
    ])
    expect(names().filter((name) => name === 'vault.payer')).toHaveLength(1)
  })

  it('is asked before a voucher of a lane that was not read is handed on', async () => {
    const { answer, asked } = open(undefined, ok({ ...state, paid: new Map([[9n, btt(4)]]) }))
    const other = { voucher: { ...voucher, lane: 9n }, torrent: film, signers: [] }
    await answer('desk.receive', { vault, vouchers: [other] })
    expect(asked.find(([name]) => name === 'vault.payer')).toEqual([
      'vault.payer',
      { payer: elsewhere, payee: account, lanes: [9n], fresh: true },
    ])
    expect(asked.at(-1)).toEqual(['speed.receive', { vault, vouchers: [{ ...other, paid: btt(4), covers: btt(5) }] }])
  })

  it('and is not known keeps its vouchers back, to be handed in again, and no others', async () => {
    const { answer, asked } = open(undefined, ok(state))
    const [good, unread] = [1n, 9n].map((lane) => ({ voucher: { ...voucher, lane }, torrent: film, signers: [] }))
    if (good === undefined || unread === undefined) throw new Error('no vouchers')
    expect(await answer('desk.receive', { vault, vouchers: [unread, good, unread] })).toEqual(
      ok([{ refused: 'away' }, { accepted: btt(3), uncashed: btt(1) }, { refused: 'away' }]),
    )
    expect(asked.at(-1)).toEqual(['speed.receive', { vault, vouchers: [{ ...good, paid: btt(2), covers: btt(5) }] }])
    asked.length = 0
    const away = open(undefined, ok(null))
    expect(await away.answer('desk.receive', { vault, vouchers: [good] })).toEqual(ok([{ refused: 'away' }]))
    expect(away.names()).toEqual(['vault.payer'])
  })
})

it('hands on as it is what is not as it should be: the wallet process refuses it', async () => {
  const { answer, asked } = open()
  for (const input of [undefined, { vouchers: 1 }, { vouchers: [null, 3, {}] }])
    await answer('desk.receive', input as never)
  expect(asked.map(([, input]) => input)).toEqual([undefined, { vouchers: 1 }, { vouchers: [null, 3, {}] }])
})

it('asks nobody at all, and so starts no process, while no books are in use', async () => {
  const { answer, asked } = open(null)
  for (const name of ['desk.prove', 'desk.payer', 'desk.open', 'desk.pay', 'desk.close', 'desk.receive'] as const)
    expect(await answer(name, payer as never)).toEqual(fail({ code: 'wallet-unavailable' }))
  expect(asked).toEqual([])
})

it('starts no wallet process to switch off what nobody can spend', async () => {
  const asked: string[] = []
  const call = (name: string) => {
    asked.push(name)
    return Promise.resolve(ok(undefined)) as never
  }
  const has = { wallet: false }
  const books = booksPort({ call, on: () => () => undefined }, () => has.wallet)
  const order = { id: film, name: null, on: true, budget: btt(1) }
  expect(await books.stop(true)).toEqual(ok(undefined))
  expect(await books.setTorrent(order)).toEqual(fail({ code: 'wallet-unavailable' }))
  expect(asked).toEqual([])
  has.wallet = true
  await books.stop(true)
  await books.setTorrent(order)
  expect(asked).toEqual(['speed.stopSpending', 'speed.setTorrent'])
})
