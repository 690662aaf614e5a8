// Whatever is asked about the vault: nothing is signed but the call that was reviewed, of the network's own vault, with
// what the wallet itself keeps.

import { describe, expect, it } from 'vitest'
import type { Amount } from '../../app/money/amount.ts'
import { signerOf } from '../../app/tron/signature.ts'
import { encodeTransaction, transactionDigest } from '../../app/tron/transaction.ts'
import { approveCall } from '../../app/tron/trc20.ts'
import type { VaultIntent } from '../../app/wallet/intent.ts'
import { checkTransaction } from '../../app/wallet/transaction-check.ts'
import { value } from './testing/bench-wallet.ts'
import { BTT, imported, OWN, PAYEE, sun, THIEF, WALL, type Raw } from './testing/sends.ts'
import { calls, honestCall, intentFor, other, prepareCall, VAULT, voucher } from './testing/vault-calls.ts'
import type { SpeedKept } from './vault-policy.ts'

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
/** As messages arrive: copies. */
const kept: SpeedKept = {
  voucherSigner: () => PAYEE,
  holds: (vault, payee, asked) =>
    [voucher, other].some((one) => one.lane === asked.lane && same(one.signature, asked.signature)) &&
    vault.address === VAULT &&
    payee === OWN,
}

const faultOf = async (intent: VaultIntent, change: object = {}): Promise<unknown> => {
  const { call } = await imported({ kept })
  const result = await call('wallet.prepare', { ...prepareCall(intent), ...change })
  return !result.ok && ('fault' in result.error ? result.error.fault : result.error.code)
}

describe('a call of the vault', () => {
  it.each(calls)('($call) is reviewed with what it does and costs at most, and signed once', async (made) => {
    const { call, key } = await imported({ kept })
    const prepare = prepareCall(intentFor(made))
    const review = value(await call('wallet.prepare', prepare))
    expect(review).toMatchObject({ do: made.call, from: OWN, to: VAULT, symbol: 'BTT' })
    expect(value(await key.call('key.review', undefined))).toEqual(review)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-approved' } })
    value(await key.call('key.answer', { token: review.token, approve: true }))
    const signed = value(await call('wallet.sign', { token: review.token }))
    expect(signerOf(transactionDigest(prepare.rawData), signed.signature)).toBe(OWN)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-waiting' } })
    const lines = Object.fromEntries(review.lines.map(({ about, text }) => [about, text]))
    // Bandwidth, activation and memo are what the chain client says; the rest is in the bytes.
    const fee = '21.445 TRX'
    expect(lines).toMatchObject({ network: 'practice (123456)', from: OWN, vault: VAULT, fee })
    expect(lines['most']).toBe(made.call === 'deposit' ? `50 BTT + ${fee}` : fee)
    if ('payee' in made) expect(lines['payee']).toBe(PAYEE)
    if ('amount' in made && made.amount > 0n) expect(lines['amount']).toMatch(/^\d+ BTT$/)
  })

  it('says of a deposit and of a withdrawal, and of nothing else, that an announced withdrawal ends by it', async () => {
    const { call } = await imported({ kept })
    const exitOf = async (made: VaultIntent['call']) => {
      const { facts, ...rest } = prepareCall(intentFor(made))
      const vault = { delayMs: null, expected: null, endsExit: 1_800_000_000_000 }
      const review = value(await call('wallet.prepare', { ...rest, facts: { ...facts, vault } }))
      return review.lines.filter(({ about }) => about === 'exit').map(({ text }) => text)
    }
    for (const made of calls)
      expect([made.call, await exitOf(made)]).toEqual([
        made.call,
        made.call === 'deposit' || made.call === 'withdraw' ? ['1800000000000 ms'] : [],
      ])
  })

  it('says of vouchers that are cashed where their money goes, which is part of what is signed', async () => {
    const { call } = await imported({ kept })
    for (const to of ['wallet', 'vault'] as const) {
      const cash = intentFor({ call: 'cash', to, vouchers: [voucher] })
      const { lines } = value(await call('wallet.prepare', prepareCall(cash)))
      expect(lines.filter(({ about }) => about === 'into').map(({ text }) => text)).toEqual([to])
    }
  })

  it('has amounts in groups of three digits, and every digit', async () => {
    const { call } = await imported({ kept })
    const units = 1_234_567_000_000_000_000_000_001n as Amount
    const review = value(await call('wallet.prepare', prepareCall(intentFor({ call: 'deposit', amount: units }))))
    const amount = '1,234,567.000000000000000001 BTT'
    expect(review.lines).toContainEqual({ about: 'amount', text: amount })
    expect(review.lines).toContainEqual({ about: 'most', text: `${amount} + 21.445 TRX` })
  })

  it('shows each voucher with its payer in full, and what should come in', async () => {
    const { call } = await imported({ kept })
    const review = value(
      await call('wallet.prepare', prepareCall(intentFor({ call: 'cash', to: 'wallet', vouchers: [voucher, other] }))),
    )
    expect(review.lines.filter(({ about }) => about === 'voucher').map(({ text }) => text)).toEqual([
      `${THIEF} 2.5 BTT`,
      `${THIEF} 1 BTT`,
    ])
    expect(review.lines).toContainEqual({ about: 'expected', text: '2 BTT' })
    // However many there are, what it brings and costs stands before them.
    expect(review.lines.slice(-4).map(({ about }) => about)).toEqual(['fee', 'most', 'voucher', 'voucher'])
  })

  it('of another contract than the network’s own vault is refused, whoever says it is one', async () => {
    const [, , deposit] = calls
    if (!deposit) throw new Error('no call')
    expect(await faultOf(intentFor(deposit, { vault: THIEF }))).toBe('not-our-vault')
    expect(await faultOf(intentFor(deposit, { vault: THIEF }), { vault: THIEF })).toBe('not-our-vault')
    const mainnet = { id: 'mainnet', chainId: 728_126_428 } as const
    expect(await faultOf(intentFor(deposit), { chain: mainnet })).toBe('not-our-vault')
    expect(await faultOf(intentFor(deposit, { token: VAULT }))).toBe('not-our-vault')
    const own = { id: 'custom', chainId: 99 } as const
    expect(await faultOf(intentFor(deposit, { vault: THIEF }), { chain: own })).toBe('not-our-vault')
    expect(await faultOf(intentFor(deposit, { vault: THIEF }), { chain: own, vault: THIEF })).toBe(false)
  })

  it('that names another signer than the wallet’s own voucher key is refused, and any while none is known', async () => {
    expect(await faultOf(intentFor({ call: 'setSigner', signer: THIEF }))).toBe('not-our-signer')
    const { call } = await imported()
    const asked = await call('wallet.prepare', prepareCall(intentFor({ call: 'setSigner', signer: PAYEE })))
    expect(asked).toMatchObject({ error: { fault: 'not-our-signer' } })
  })

  it('that cashes what the ledger does not hold, or one twice, is refused', async () => {
    const cash = (vouchers: readonly (typeof voucher)[]) =>
      intentFor({ call: 'cash', to: 'wallet', vouchers: [...vouchers] })
    expect(await faultOf(cash([voucher, { ...other, lane: 9n }]))).toBe('not-our-voucher')
    expect(await faultOf(cash([{ ...voucher, signature: voucher.signature.with(0, 99) }]))).toBe('not-our-voucher')
    expect(await faultOf(cash([voucher, voucher]))).toBe('not-our-voucher')
    expect(await faultOf(cash([{ ...voucher, payer: OWN }]))).toBe('to-itself')
    expect(await faultOf(cash([]))).toBe('invalid-argument')
  })

  it('of nothing, for oneself, or with a fee beyond what TRON lets be is refused', async () => {
    expect(await faultOf(intentFor({ call: 'deposit', amount: sun(0n) }))).toBe('amount-zero')
    expect(await faultOf(intentFor({ call: 'deposit', amount: sun(2n ** 128n) }))).toBe('invalid-argument')
    expect(await faultOf(intentFor({ call: 'lock', payee: OWN, amount: sun(1n) }))).toBe('to-itself')
    expect(await faultOf(intentFor({ call: 'requestExit' }, { feeLimit: sun(15_000_000_001n) }))).toBe('fee-too-high')
    expect(await faultOf(intentFor({ call: 'requestExit' }, { from: THIEF }))).toBe('no-such-account')
  })
})

describe('bytes that are not the call that was asked for', () => {
  const trigger = (raw: Raw) => {
    if (raw.contract.type !== 'TriggerSmartContract') throw new Error('not a call')
    return raw.contract
  }
  const changes: readonly [string, (raw: Raw) => void][] = [
    ['owner', (raw) => (raw.contract = { ...trigger(raw), owner: THIEF })],
    ['contract', (raw) => (raw.contract = { ...trigger(raw), contract: THIEF })],
    ['TRX sent along', (raw) => (raw.contract = { ...trigger(raw), callValue: 1n })],
    ['tokens sent along', (raw) => (raw.contract = { ...trigger(raw), tokenValue: 1n, tokenId: 1_002_000n })],
    ['another approval', (raw) => (raw.contract = { ...trigger(raw), data: approveCall(THIEF, sun(1n)) })],
    ['approval of all', (raw) => (raw.contract = { ...trigger(raw), data: approveCall(VAULT, sun(2n ** 256n - 1n)) })],
    ['more calldata', (raw) => (raw.contract = { ...trigger(raw), data: Uint8Array.of(...trigger(raw).data, 0) })],
    ['less calldata', (raw) => (raw.contract = { ...trigger(raw), data: trigger(raw).data.slice(0, -1) })],
    ['fee limit', (raw) => (raw.feeLimit += 1n)],
    ['memo', (raw) => (raw.memo = Uint8Array.of(65))],
    ['a transfer', (raw) => (raw.contract = { type: 'TransferContract', owner: OWN, to: VAULT, amount: 1n })],
  ]

  it.each(changes)('(%s) are refused for every kind of call', (_what, change) => {
    for (const made of calls) {
      const intent = intentFor(made)
      const raw = honestCall(intent)
      const asked = { intent, memo: new Uint8Array(), now: WALL }
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(true)
      change(raw)
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(false)
    }
  })

  it('are refused with any byte of the call changed', () => {
    for (const made of calls) {
      const intent = intentFor(made)
      const raw = honestCall(intent)
      const { data } = trigger(raw)
      for (let at = 0; at < data.length; at++) {
        const contract = { ...trigger(raw), data: data.with(at, (data[at] ?? 0) ^ 1) }
        const rawData = encodeTransaction({ ...raw, contract })
        expect(checkTransaction({ intent, rawData, memo: new Uint8Array(), now: WALL })).toMatchObject({ ok: false })
      }
    }
  })

  it('of one kind of call are not those of another', () => {
    for (const made of calls) {
      for (const another of calls) {
        const rawData = encodeTransaction(honestCall(intentFor(another)))
        const checked = checkTransaction({ intent: intentFor(made), rawData, memo: new Uint8Array(), now: WALL })
        expect(checked.ok).toBe(made === another)
      }
    }
    expect(BTT).not.toBe(VAULT)
  })
})
