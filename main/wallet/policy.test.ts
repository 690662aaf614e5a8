// Whatever a main process gone mad asks: no signature but for the bytes that were checked against their intent and
// approved as that very review.

import { describe, expect, it } from 'vitest'
import { signerOf } from '../../app/tron/signature.ts'
import { encodeTransaction, transactionDigest } from '../../app/tron/transaction.ts'
import { transferCall } from '../../app/tron/trc20.ts'
import type { Transfer } from '../../app/wallet/intent.ts'
import { checkTransaction } from '../../app/wallet/transaction-check.ts'
import { REVIEW_MS } from './reviews.ts'
import { PASSWORD, utf8, value } from './testing/bench-wallet.ts'
import { OWN, PAYEE, THIEF, BTT, WALL, sun, type Raw, honest, intents, prepareOf, imported } from './testing/sends.ts'

describe('a send', () => {
  it.each(intents)('($do) is reviewed in full, approved in a key window, and signed once', async (intent) => {
    const { call, key, events } = await imported()
    const prepare = prepareOf(intent)
    const review = value(await call('wallet.prepare', prepare))
    expect(value(await key.call('key.review', undefined))).toEqual(review)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-approved' } })
    value(await key.call('key.answer', { token: review.token, approve: true }))
    const signed = value(await call('wallet.sign', { token: review.token }))
    expect(signed.txId).toBe(review.txId)
    expect(Buffer.from(transactionDigest(prepare.rawData)).toString('hex')).toBe(review.txId)
    expect(signerOf(transactionDigest(prepare.rawData), signed.signature)).toBe(OWN)
    expect(await call('wallet.sign', { token: review.token })).toMatchObject({ error: { fault: 'not-waiting' } })
    expect(events).toContainEqual({ name: 'wallet.answered', data: { token: review.token, answer: 'approved' } })

    const lines = Object.fromEntries(review.lines.map(({ about, text }) => [about, text]))
    expect(lines).toMatchObject({ from: OWN, to: PAYEE, network: 'mainnet (728126428)' })
    const most = { sendTrx: '6.445 TRX', sendTrc10: '0.000007 BTTOLD + 2.445 TRX', sendTrc20: '100 BTT + 21.445 TRX' }
    expect(lines['most']).toBe(most[intent.do])
    if (intent.memo !== null) expect(lines['memo']).toBe(intent.memo)
  })

  it('that was refused, superseded, left too long or cut off by a lock is not signed', async () => {
    const { call, key, clock, wallet, events } = await imported()
    const [intent] = intents
    if (!intent) throw new Error('no intent')
    const prepared = async () => value(await call('wallet.prepare', prepareOf(intent))).token
    const gone = async (token: string) => {
      expect(await call('wallet.sign', { token })).toMatchObject({ error: { fault: 'not-waiting' } })
      expect(await key.call('key.answer', { token, approve: true })).toMatchObject({ error: { fault: 'not-waiting' } })
    }
    const refusedToken = await prepared()
    value(await key.call('key.answer', { token: refusedToken, approve: false }))
    await gone(refusedToken)

    const superseded = await prepared()
    value(await key.call('key.answer', { token: superseded, approve: true }))
    await prepared()
    await gone(superseded)

    const late = await prepared()
    value(await key.call('key.answer', { token: late, approve: true }))
    clock.advance(REVIEW_MS + 1)
    await gone(late)

    const cut = await prepared()
    value(await key.call('key.answer', { token: cut, approve: true }))
    wallet.lock()
    value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
    await gone(cut)
    expect(events).toContainEqual({ name: 'wallet.answered', data: { token: cut, answer: 'ended' } })
  })

  it('to oneself, to the token’s contract, of nothing or from a stranger’s account is refused', async () => {
    const { call } = await imported()
    const [trx, , trc20] = intents
    if (trx?.do !== 'sendTrx' || trc20?.do !== 'sendTrc20') throw new Error('no intents')
    const fault = async (intent: Transfer) => {
      const result = await call('wallet.prepare', prepareOf(intent))
      return !result.ok && result.error.code === 'wallet' && result.error.fault
    }
    expect(await fault({ ...trx, to: OWN })).toBe('to-itself')
    expect(await fault({ ...trc20, to: BTT })).toBe('to-token-contract')
    expect(await fault({ ...trx, amount: sun(0n) })).toBe('amount-zero')
    expect(await fault({ ...trc20, feeLimit: sun(15_000_000_001n) })).toBe('fee-too-high')
    expect(await fault({ ...trx, from: THIEF })).toBe('no-such-account')
    expect(await fault({ ...trc20, contract: THIEF })).toBe('unknown-token')
  })
})

describe('bytes that are not what was asked for', () => {
  const changes: readonly [string, (raw: Raw) => void][] = [
    ['owner', (raw) => (raw.contract = { ...raw.contract, owner: THIEF })],
    [
      'recipient',
      (raw) =>
        (raw.contract =
          'to' in raw.contract
            ? { ...raw.contract, to: THIEF }
            : { ...raw.contract, data: transferCall(THIEF, sun(1n)) }),
    ],
    [
      'amount',
      (raw) =>
        (raw.contract =
          'amount' in raw.contract
            ? { ...raw.contract, amount: raw.contract.amount + 1n }
            : { ...raw.contract, data: transferCall(PAYEE, sun(10n ** 20n + 1n)) }),
    ],
    [
      'contract',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, contract: THIEF }
            : {
                type: 'TriggerSmartContract',
                owner: OWN,
                contract: BTT,
                callValue: 0n,
                data: transferCall(PAYEE, sun(1n)),
                tokenValue: 0n,
                tokenId: 0n,
              }),
    ],
    [
      'token',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TransferAssetContract'
            ? { ...raw.contract, tokenId: '1000001' }
            : { type: 'TransferAssetContract', owner: OWN, to: PAYEE, amount: 1n, tokenId: '1002000' }),
    ],
    [
      'value',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, callValue: 1n }
            : { ...raw.contract, owner: THIEF }),
    ],
    [
      'selector',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, data: Uint8Array.from([0x09, 0x5e, 0xa7, 0xb3, ...raw.contract.data.subarray(4)]) }
            : { ...raw.contract, owner: THIEF }),
    ],
    [
      'more calldata',
      (raw) =>
        (raw.contract =
          raw.contract.type === 'TriggerSmartContract'
            ? { ...raw.contract, data: Uint8Array.from([...raw.contract.data, 0]) }
            : { ...raw.contract, owner: THIEF }),
    ],
    ['fee limit', (raw) => (raw.feeLimit += 1n)],
    ['memo', (raw) => (raw.memo = utf8('more'))],
    ['expired', (raw) => (raw.expiration = BigInt(WALL) - 700_000n)],
    ['expires too late', (raw) => (raw.expiration = BigInt(WALL) + 86_500_000n)],
  ]

  it.each(changes)('(%s) are refused for every kind of send', (_what, change) => {
    for (const intent of intents) {
      const raw = honest(intent)
      const asked = { intent, memo: utf8(intent.memo ?? ''), now: WALL }
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(true)
      change(raw)
      expect(checkTransaction({ ...asked, rawData: encodeTransaction(raw) }).ok).toBe(false)
    }
  })

  it('are refused with any byte changed, or decode to what was asked for but block, time and fees', () => {
    for (const intent of intents) {
      const bytes = encodeTransaction(honest(intent))
      const asked = { intent, memo: utf8(intent.memo ?? ''), now: WALL }
      for (let at = 0; at < bytes.length; at++) {
        for (let change = 1; change < 256; change++) {
          const rawData = bytes.with(at, (bytes[at] ?? 0) ^ change)
          const checked = checkTransaction({ ...asked, rawData })
          if (!checked.ok) continue
          expect(checked.value.contract).toEqual(honest(intent).contract)
          expect(checked.value.memo).toEqual(asked.memo)
          expect(checked.value.feeLimit <= honest(intent).feeLimit).toBe(true)
        }
      }
    }
  })
})
