// Calls of the vault that were made from here, as others need to know of them: those that settled blocks have, for the
// wallet's ledger, and whom anything was locked for. Invariant: told until the ledger has
// them on disk, so at least once, and always the same.

import type { ChainCommands } from '../../../app/ipc/chain-contract.ts'
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

type Asking = ChainCommands['vault.account']['input']

/** Those for whom something was locked are asked about too: nothing has to be promised to them for it to be there. */
export const withLocked = (asking: Asking, sends: Sends, chain: number | null): Asking => {
  const asked = new Set(asking.payees.map(({ payee }) => payee))
  const locked = chain === null ? [] : sends.lockedFor(chain, asking.account).filter((payee) => !asked.has(payee))
  return { ...asking, payees: [...asking.payees, ...locked.map((payee) => ({ payee, lanes: [] }))] }
}
