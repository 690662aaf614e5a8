import { describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { TRX } from '../../../app/tron/networks.ts'
import { assetKey } from '../../../app/wallet/chain-state.ts'
import { NEW, type Send } from '../store/sends.ts'
import { addressOfKey, keyOf } from '../testing/desk.ts'
import { verdictOf, type Testimony } from './verdict.ts'

const MINUTE = 60_000
const BORN = 1_790_000_000_000

/** Built by a node that said it was ten minutes later than it was: the chain takes it for a quarter of an hour. */
const send: Send = {
  ...NEW,
  txId: 'ab'.repeat(32),
  chain: 1,
  account: addressOfKey(keyOf(1)),
  asset: assetKey(TRX),
  symbol: 'TRX',
  decimals: 6,
  known: true,
  amount: amount(1n),
  recipient: addressOfKey(keyOf(2)),
  call: null,
  memo: null,
  signed: new Uint8Array(200),
  most: amount(1n),
  createdAt: BORN,
  lifetime: 5 * MINUTE,
  expiresAt: BORN + 15 * MINUTE,
  missingSince: 9,
}

/** That it is past, and nothing known of it. */
const denial: Testimony = {
  solid: { id: '00'.repeat(32), number: 10, at: send.expiresAt + 2 * MINUTE },
  settled: null,
  settledRet: null,
  mined: null,
  known: false,
}

const stateAt = (ms: number): string | null => {
  const verdict = verdictOf(send, [denial], BORN + ms, 1)
  return verdict.is === 'progress' ? verdict.progress.state : null
}

describe('what a node says that is the only one', () => {
  it('does not call a send not sent before its time is over by our clock too, whatever time the node claims', () => {
    expect(stateAt(6 * MINUTE)).toBe('sending')
    expect(stateAt(15 * MINUTE)).toBe('sending')
    expect(stateAt(17 * MINUTE)).toBe('not-sent')
  })
})
