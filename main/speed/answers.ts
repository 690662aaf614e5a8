// Who answers what the engine asks: the chain process about payers, the wallet process everything else. The wallet process
// checks every field of what it is asked; what goes to the chain is checked here. Invariant: nothing that is asked starts a
// process or is of other books than those in use.

import type { PayerState, DeskCommandName, DeskCommands } from '../../app/ipc/speed-desk.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import type { ListenedWallet } from '../supervisor/wallet-client.ts'
import { PaidLanes, payerAsked } from './paid-lanes.ts'
import type { SpeedParts } from './speed.ts'
import type { Owner } from './wallet-books.ts'

/** Of the wallet process, as the books need it. */
export const booksPort = (wallet: ListenedWallet, hasWallet: () => boolean): SpeedParts['books'] => ({
  use: (owner) => wallet.call('speed.use', owner),
  figures: () => wallet.call('speed.figures', undefined),
  stopSpending: () => wallet.call('speed.stopSpending', { stopped: true }),
  // Without a wallet nothing can be spent, and no process is started to hear so.
  stop: async (stopped) => (hasWallet() ? wallet.call('speed.stopSpending', { stopped }) : ok(undefined)),
  deposit: (account) => wallet.call('speed.deposit', account),
  settled: (calls) => wallet.call('speed.settled', { calls: [...calls] }),
  setTorrent: async (order) =>
    hasWallet() ? wallet.call('speed.setTorrent', order) : fail({ code: 'wallet-unavailable' }),
  endBids: () => wallet.call('speed.endBids', undefined),
})

interface Parts {
  readonly wallet: ListenedWallet
  readonly chain: ChainClient
  /** Whose books are in use; null: nobody's. */
  readonly owner: () => Owner | null
  /** What was read of somebody who pays us. */
  readonly seen: (payer: Address, state: PayerState) => void
}

type Answer<N extends DeskCommandName> = Promise<Result<DeskCommands[N]['output'], AppError>>
type Answers = { readonly [N in DeskCommandName]: (input: DeskCommands[N]['input']) => Answer<N> }

/** Somebody else may have cashed for us: the books hear what the chain has paid. */
const observed = async (wallet: ListenedWallet, payer: Address, state: PayerState): Promise<void> => {
  const paid = [...state.paid]
    .filter(([, amount]) => amount > 0n)
    .map(([lane, amount]) => ({ payer, lane, paid: amount }))
  if (paid.length > 0) await wallet.call('speed.observed', { paid })
}

const payerAnswer = ({ wallet, chain, owner, seen }: Parts, lanes: PaidLanes): Answers['desk.payer'] => {
  return async (input) => {
    const asked = payerAsked(input, owner())
    if (asked === null) return ok(null)
    const read = await chain.call('vault.payer', asked)
    if (read.ok && read.value !== null) {
      lanes.note(asked.payer, read.value)
      void observed(wallet, asked.payer, read.value)
      seen(asked.payer, read.value)
    }
    return read
  }
}

export const answers = (parts: Parts) => {
  const { wallet, owner } = parts
  const lanes = new PaidLanes()
  const by: Answers = {
    'desk.prove': (input) => wallet.call('speed.prove', input),
    'desk.payer': payerAnswer(parts, lanes),
    'desk.open': (input) => wallet.call('speed.open', input),
    'desk.pay': (input) => wallet.call('speed.pay', input as never),
    'desk.close': (input) => wallet.call('speed.close', input),
    'desk.resume': (input) => wallet.call('speed.resume', input),
    'desk.held': (input) => wallet.call('speed.held', input),
    'desk.receive': (input) => wallet.call('speed.receive', lanes.withPaid(input) as never),
  }
  // Without books in use there is nothing to ask of anybody, and no process is started for it.
  return async <N extends DeskCommandName>(name: N, input: DeskCommands[N]['input']): Answer<N> =>
    owner() === null ? fail({ code: 'wallet-unavailable' }) : by[name](input)
}
