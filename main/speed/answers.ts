// Who answers what the engine asks: the chain process about payers, by payers.ts, the wallet process everything else.
// The wallet process checks every field of what it is asked. Invariant: nothing that is asked starts a process or is of
// other books than those in use.

import type { PayerState, DeskCommandName, DeskCommands } from '../../app/ipc/speed-desk.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import type { ListenedWallet } from '../supervisor/wallet-client.ts'
import type { Clock } from '../supervisor/clock.ts'
import { Payers } from './payers.ts'
import type { SpeedParts } from './speed.ts'
import type { Owner } from './wallet-books.ts'
import { WalletDoor } from './wallet-door.ts'

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
  /** Another one when the books may have lost something. */
  readonly life: () => number
  /** Spending was stopped: nothing that spends goes to the wallet any more. */
  readonly stopped: () => boolean
  /** What was read of somebody who pays us. */
  readonly seen: (payer: Address, state: PayerState) => void
  readonly clock: Pick<Clock, 'now' | 'after'>
}

type Input<N extends DeskCommandName> = DeskCommands[N]['input']
type Answer<N extends DeskCommandName> = Promise<Result<DeskCommands[N]['output'], AppError>>
type Answers = { readonly [N in DeskCommandName]: (input: Input<N>) => Answer<N> }

/** Somebody else may have cashed for us: the books hear what the chain has paid, also that it is nothing any more. */
const observed = async (
  wallet: ListenedWallet,
  { vault, account }: Owner,
  payer: Address,
  state: PayerState,
): Promise<void> => {
  const paid = [...state.paid].map(([lane, amount]) => ({ payer, lane, paid: amount }))
  if (paid.length > 0) await wallet.call('speed.observed', { vault, account, readAt: state.readAt, paid })
}

/** Vouchers of whom the chain has said nothing wait: they may be handed in again a little later. */
const receive = async (
  wallet: Pick<WalletClient, 'call'>,
  payers: Payers,
  asked: Input<'desk.receive'>,
): Answer<'desk.receive'> => {
  const { input, unknown } = await payers.told(asked)
  if (unknown.length > 0 && unknown.every(Boolean)) return ok(unknown.map(() => ({ refused: 'away' })))
  const received = await wallet.call('speed.receive', input as never)
  if (!received.ok) return received
  received.value.forEach((receipt, at) => {
    const payer = input.vouchers[at]?.voucher.payer
    if ('accepted' in receipt && payer !== undefined) payers.notePaying(payer)
  })
  const rest = received.value.values()
  return ok(unknown.map((isUnknown) => (isUnknown ? null : rest.next().value) ?? { refused: 'away' }))
}

export const answers = (parts: Parts) => {
  const { wallet, chain, owner, life, clock } = parts
  const payers = new Payers({
    read: (asked) => chain.call('vault.payer', asked),
    seen: (payer, state, of) => {
      void observed(wallet, of, payer, state)
      parts.seen(payer, state)
    },
    owner,
    life,
    clock,
  })
  const door = new WalletDoor()
  const call: WalletClient['call'] = (name, input) =>
    door.pass(
      () => true,
      () => wallet.call(name, input),
    )
  const spend: WalletClient['call'] = (name, input) =>
    door.pass(
      () => !parts.stopped(),
      () => wallet.call(name, input),
    )
  const by: Answers = {
    'desk.prove': (input) => call('speed.prove', input),
    'desk.payer': (input) => payers.of(input),
    'desk.open': (input) => spend('speed.open', input),
    'desk.pay': (input) => spend('speed.pay', input as never),
    'desk.last': (input) => spend('speed.last', input),
    'desk.close': (input) => call('speed.close', input),
    'desk.resume': (input) => call('speed.resume', input),
    'desk.held': (input) => call('speed.held', input),
    'desk.receive': (input) => receive({ call }, payers, input),
  }
  // Without books in use there is nothing to ask of anybody, and no process is started for it.
  return async <N extends DeskCommandName>(name: N, input: DeskCommands[N]['input']): Answer<N> =>
    owner() === null ? fail({ code: 'wallet-unavailable' }) : by[name](input)
}
