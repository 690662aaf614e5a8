// What stories about signatures have in common: a wallet of a phrase everybody knows, sends it is asked for, and the
// bytes that carry them out honestly.

import type { Prepare } from '../../../app/ipc/wallet-contract.ts'
import { amount, type Amount } from '../../../app/money/amount.ts'
import { parseAddress, type Address } from '../../../app/tron/address.ts'
import { encodeTransaction, type RawTransaction } from '../../../app/tron/transaction.ts'
import { transferCall } from '../../../app/tron/trc20.ts'
import type { Transfer } from '../../../app/wallet/intent.ts'
import { benchWallet, PASSWORD, utf8, value, type BenchWallet, type KeyWindow } from './bench-wallet.ts'

const fixed = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
export const ABANDON = `${'abandon '.repeat(11)}about`
export const OWN = fixed('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
export const PAYEE = fixed('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC')
export const THIEF = fixed('THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB')
export const BTT = fixed('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4')
export const WALL = 1_800_000_000_000
export const chain = { id: 'mainnet', chainId: 728_126_428 } as const
export const sun = (units: bigint): Amount => amount(units)
export const facts = {
  fees: { bandwidth: sun(345_000n), activation: sun(1_100_000n), memo: sun(1_000_000n) },
  token: null,
  recipient: { kind: 'new', name: null },
  vault: null,
} as const

export type Raw = { -readonly [F in keyof RawTransaction]: RawTransaction[F] }

/** The bytes that honestly carry out an intent. */
export const honest = (intent: Transfer): Raw => ({
  refBlockBytes: Uint8Array.of(1, 2),
  refBlockHash: new Uint8Array(8).fill(3),
  expiration: BigInt(WALL) + 600_000n,
  timestamp: BigInt(WALL),
  feeLimit: intent.do === 'sendTrc20' ? intent.feeLimit : 0n,
  memo: utf8(intent.memo ?? ''),
  contract:
    intent.do === 'sendTrx'
      ? { type: 'TransferContract', owner: intent.from, to: intent.to, amount: intent.amount }
      : intent.do === 'sendTrc10'
        ? {
            type: 'TransferAssetContract',
            owner: intent.from,
            to: intent.to,
            amount: intent.amount,
            tokenId: intent.tokenId,
          }
        : {
            type: 'TriggerSmartContract',
            owner: intent.from,
            contract: intent.contract,
            callValue: 0n,
            data: transferCall(intent.to, intent.amount),
            tokenValue: 0n,
            tokenId: 0n,
          },
})

export const intents: readonly Transfer[] = [
  { do: 'sendTrx', from: OWN, to: PAYEE, amount: sun(5_000_000n), memo: null },
  { do: 'sendTrc10', from: OWN, to: PAYEE, amount: sun(7n), memo: 'for the seeds', tokenId: '1002000' },
  {
    do: 'sendTrc20',
    from: OWN,
    to: PAYEE,
    amount: sun(10n ** 20n),
    memo: null,
    contract: BTT,
    feeLimit: sun(20_000_000n),
  },
]
export const prepareOf = (intent: Transfer, raw: RawTransaction = honest(intent)): Prepare => ({
  intent,
  rawData: encodeTransaction(raw),
  chain,
  vault: null,
  facts,
})

export const imported = async (
  options: Parameters<typeof benchWallet>[1] = {},
): Promise<BenchWallet & { key: KeyWindow }> => {
  const bench = await benchWallet(undefined, options)
  const key = bench.window()
  const { ref } = value(await key.call('key.previewImport', { from: 'words', words: utf8(ABANDON), passphrase: null }))
  value(await key.call('key.commitImport', { ref, password: utf8(PASSWORD) }))
  return { ...bench, key }
}
