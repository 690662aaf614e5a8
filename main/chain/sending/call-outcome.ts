// Whether a call of the vault that went well did what was asked for, by the logs of its receipt, and what the vault
// said. Decides purely. Invariant: a call whose own event is missing is none that this contract can make, so such a
// receipt is not believed.

import type { VaultEvent } from '../../../app/speed/settled.ts'
import type { VaultCall } from '../../../app/speed/vault-call.ts'
import { hasApproval, hasTransfer, vaultEvents, type Log } from '../../../app/speed/vault-events.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { Send } from '../store/sends.ts'

export const tokenOf = ({ asset }: Pick<Send, 'asset'>): Address => asset.slice('trc20:'.length) as Address

export const eventsIn = ({ recipient: vault, account }: Send, logs: readonly Log[]): readonly VaultEvent[] =>
  vaultEvents(logs, vault, account)

/** What cashing brought in. */
export const cashedIn = (events: readonly VaultEvent[], account: Address): bigint =>
  events.reduce((sum, event) => (event.is === 'cashed' && event.payee === account ? sum + event.amount : sum), 0n)

type Cash = Extract<VaultCall, { call: 'cash' }>

const didCash = (send: Send, call: Cash, events: readonly VaultEvent[], logs: readonly Log[]): boolean => {
  const { account, recipient: vault } = send
  const said = call.vouchers.every(({ payer, lane }) =>
    events.some(
      (event) =>
        (event.is === 'cashed' || event.is === 'bounced' || event.is === 'skipped') &&
        event.payer === payer &&
        event.payee === account &&
        event.lane === lane &&
        (event.is !== 'cashed' || event.to === call.to),
    ),
  )
  const amount = cashedIn(events, account)
  if (!said || amount === 0n || call.to === 'vault') return said
  return hasTransfer(logs, { token: tokenOf(send), from: vault, to: account, amount })
}

export const didWhatWasAsked = (send: Send, call: VaultCall, logs: readonly Log[]): boolean => {
  const { account, recipient: vault } = send
  const token = tokenOf(send)
  const events = eventsIn(send, logs)
  const own = (is: VaultEvent['is'], fits: (event: VaultEvent) => boolean = () => true): boolean =>
    events.some((event) => event.is === is && event.payer === account && fits(event))
  switch (call.call) {
    case 'approve':
      return hasApproval(logs, { token, owner: account, spender: vault, amount: call.amount })
    case 'deposit': {
      const { amount } = call
      const moved = hasTransfer(logs, { token, from: account, to: vault, amount })
      return moved && own('deposited', (event) => 'amount' in event && event.amount === amount)
    }
    case 'withdraw': {
      const { amount } = call
      const moved = hasTransfer(logs, { token, from: vault, to: account, amount })
      return moved && own('withdrawn', (event) => 'amount' in event && event.amount === amount)
    }
    case 'setSigner':
      return own('signer-set', (event) => event.is === 'signer-set' && event.signer === call.signer)
    case 'lock':
      return own(
        'locked',
        (event) => event.is === 'locked' && event.payee === call.payee && event.amount === call.amount,
      )
    case 'requestUnlock':
      return own('unlock-requested', (event) => 'payee' in event && event.payee === call.payee)
    case 'unlock':
      return own('unlocked', (event) => 'payee' in event && event.payee === call.payee)
    case 'requestExit':
      return own('exit-requested')
    case 'cancelExit':
      return own('exit-cancelled')
    case 'cash':
      return didCash(send, call, events, logs)
  }
}
