// Vouchers brought to the vault from the wallet's chain client over HTTP, on the contract's own code: what is paid,
// what bounces, what it costs, and when it is advised.

import { describe, expect, it } from 'vitest'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { amount as base } from '../../../app/money/amount.ts'
import { signWith } from '../../../app/speed/testing/keys.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { Address } from '../../../app/tron/address.ts'
import { MOST_VOUCHERS } from '../../../app/speed/vault-call.ts'
import { heldBy } from '../testing/vault-owner.ts'
import { lines, settled, table } from '../testing/vault-table.ts'
import { BTT, vaultUser } from '../testing/vault-user.ts'

describe('cashing', () => {
  it('pays one voucher to the wallet, at a cost known before, and nothing a second time', async () => {
    const here = await table()
    const { owner, carol, wallet, later } = here
    await carol.deposit(40n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [carol.voucher(wallet.own, 3n, 5n * BTT)])
    const preview = await owner.preview(wish, { vouchers })
    expect(preview).toMatchObject({ problem: null, value: 5n * BTT, advice: { is: 'wait', because: 'no-price' } })
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final', amount: 5n * BTT })
    expect(settled(here)).toMatchObject([
      {
        outcome: 'final',
        events: [
          {
            is: 'cashed',
            payer: carol.address,
            payee: wallet.own,
            lane: 3n,
            amount: 5n * BTT,
            fromLock: 0n,
            to: 'wallet',
          },
        ],
      },
    ])
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash', value: 0n })
    expect(lines(here)[0]).toMatchObject({ call: 'cash', direction: 'in', amount: 5n * BTT, known: true })
  })

  it('pays many at once, what is covered of each, and says what bounced', async () => {
    const here = await table()
    const { owner, carol, wallet, later, node } = here
    const erin = vaultUser(node, keyOf(5))
    await node.give(erin.address, { trx: 1_000_000_000n, btt: 100n * BTT })
    await later(3_000)
    await carol.deposit(40n * BTT)
    await erin.deposit(4n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address, erin.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [
      carol.voucher(wallet.own, 3n, 5n * BTT),
      carol.voucher(wallet.own, 4n, 2n * BTT),
      erin.voucher(wallet.own, 1n, 9n * BTT),
    ])
    const preview = await owner.preview(wish, { vouchers })
    expect(preview).toMatchObject({
      problem: null,
      value: 11n * BTT,
      payers: [
        { payer: carol.address, covered: 7n * BTT, hurry: false, taken: true },
        { payer: erin.address, covered: 4n * BTT, hurry: false, taken: true },
      ],
      advice: { is: 'now', because: 'payer-runs-dry', payers: [erin.address] },
    })
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final' })
    expect(settled(here)[0]?.events).toEqual([
      expect.objectContaining({ is: 'cashed', payer: carol.address, lane: 3n, amount: 5n * BTT }),
      expect.objectContaining({ is: 'cashed', payer: carol.address, lane: 4n, amount: 2n * BTT }),
      expect.objectContaining({ is: 'cashed', payer: erin.address, lane: 1n, amount: 4n * BTT }),
      expect.objectContaining({ is: 'bounced', payer: erin.address, lane: 1n, missing: 5n * BTT }),
    ])
    // The rest stays claimable, and is worth a call once it is covered.
    expect(await owner.preview(wish, { vouchers })).toMatchObject({
      problem: 'payers-empty',
      payers: [
        { payer: carol.address, covered: 0n, hurry: false, taken: false },
        { payer: erin.address, covered: 0n, hurry: false, taken: false },
      ],
    })
    await erin.deposit(BTT)
    await later(3_000)
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: null, value: BTT })
  })

  it('to the vault adds to one’s own deposit, and a batch goes on where another cashed first', async () => {
    const here = await table()
    const { owner, carol, wallet, later, account } = here
    await carol.deposit(40n * BTT)
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'vault' } as const
    const [three, four] = [carol.voucher(wallet.own, 3n, 5n * BTT), carol.voucher(wallet.own, 4n, 2n * BTT)]
    const { send } = await owner.step(wish, null, { vouchers: heldBy(wallet.own, [three, four]) })
    // Somebody else cashes one of them in the block before.
    const signature = `0x${Buffer.from(three.signature).toString('hex')}`
    const first = await carol.send('cash', carol.address, wallet.own, '3', (5n * BTT).toString(), signature, wallet.own)
    expect(first).toHaveLength(64)
    await later(3_000)
    await later(3_000)
    expect(wallet.get(send.txId)).toMatchObject({ state: 'final' })
    const events = settled(here)[0]?.events ?? []
    expect(events.map(({ is }) => is).toSorted()).toEqual(['cashed', 'cashed'])
    expect(await account()).toMatchObject({ free: 7n * BTT })
    expect(lines(here)[0]).toMatchObject({ call: 'cash', direction: 'own', amount: 7n * BTT })
  })

  it('takes as many vouchers as fit into one call, and leaves the others for the next', async () => {
    const { owner, carol, wallet, later } = await table()
    await carol.deposit(90n * BTT)
    await later(3_000)
    const lanes = Array.from({ length: MOST_VOUCHERS }, (_, at) => BigInt(at))
    const vouchers = heldBy(
      wallet.own,
      lanes.map((lane) => carol.voucher(wallet.own, lane, BTT)),
    )
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const [send] = await owner.make(wish, { vouchers })
    expect(send).toMatchObject({ state: 'final', amount: 50n * BTT })
    // What the wallet process takes at most (wallet-contract.ts).
    expect(send?.signed.length ?? 0).toBeLessThan(16_384)
    const more = [...vouchers, ...heldBy(wallet.own, [carol.voucher(wallet.own, 99n, BTT)])]
    expect(await owner.preview(wish, { vouchers: more })).toMatchObject({ problem: null, value: BTT })
  })

  it('of a payer who asked to leave is advised at once', async () => {
    const { owner, carol, wallet, later } = await table()
    await carol.deposit(40n * BTT)
    await carol.send('requestExit')
    await later(3_000)
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    const vouchers = heldBy(wallet.own, [carol.voucher(wallet.own, 3n, 5n * BTT)])
    expect(await owner.preview(wish, { vouchers })).toMatchObject({
      advice: { is: 'now', because: 'exit-asked', payers: [carol.address] },
    })
  })

  it('of a payer who changed its signer is advised while the former one counts, and costs nobody a fee afterwards', async () => {
    const { owner, carol, wallet, later, node } = await table()
    await carol.deposit(40n * BTT)
    const [first, second] = [keyOf(6), keyOf(7)]
    await carol.send('setSigner', addressOfKey(first))
    await later(3_000)
    await carol.send('setSigner', addressOfKey(second))
    await later(3_000)
    const terms = { payer: carol.address, payee: wallet.own, lane: 3n, cumulative: base(5n * BTT) }
    const digest = voucherDigest({ chainId: Number(node.chainId), address: node.vault as Address }, terms)
    const vouchers = [{ ...terms, signature: signWith({ secret: first, address: addressOfKey(first) }, digest) }]
    const wish = { do: 'cash', payers: [carol.address], to: 'wallet' } as const
    expect(await owner.preview(wish, { vouchers })).toMatchObject({
      problem: null,
      value: 5n * BTT,
      advice: { is: 'now', because: 'signer-changed', payers: [carol.address] },
    })
    await later(700_000)
    expect(await owner.preview(wish, { vouchers })).toMatchObject({ problem: 'nothing-to-cash', value: 0n })
  })
})
