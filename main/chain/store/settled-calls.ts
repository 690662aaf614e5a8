// Calls of the vault that settled blocks have, as the wallet's ledger is told of them. Invariant: told until the ledger has
// them on disk, so at least once, and always the same.

import { ZERO } from '../../../app/money/amount.ts'
import type { SettledCall } from '../../../app/speed/settled.ts'
import type { Send, Sends } from './sends.ts'

const settledCall = (send: Send): SettledCall => ({
  txId: send.txId,
  vault: { chainId: send.chain, address: send.recipient },
  account: send.account,
  block: send.block ?? 0,
  at: send.blockAt ?? send.createdAt,
  fee: send.fee ?? ZERO,
  outcome: send.state === 'final' ? 'final' : 'failed',
  events: [...send.events],
})

/** The oldest first; `chain` null: it is not known which. */
export const settledCalls = (sends: Sends, chain: number | null): readonly SettledCall[] =>
  chain === null
    ? []
    : sends
        .untold(chain)
        .toSorted((a, b) => (a.block ?? 0) - (b.block ?? 0))
        .map(settledCall)
