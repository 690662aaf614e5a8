// Whether the dialog that sets Speed up is open, and on which of its steps somebody asked to be.

import { create } from 'zustand'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import type { Address } from '../../app/tron/address.ts'
import { act } from './api.ts'
import { changeSettings, settingsHere } from './settings.ts'
import { useSpeed } from './speed.ts'
import { reveal } from './ui.ts'

export type VaultDialog = 'deposit' | 'revoke' | 'withdraw' | 'cancel-exit' | 'cash' | 'limits' | 'unlock'

/** What is locked for one payee: to be asked for, or had. */
interface Unlocking {
  readonly do: 'requestUnlock' | 'unlock'
  readonly payee: Address
}

interface Setup {
  readonly open: boolean
  /** One thing to be done with the vault, by itself. Null: none. */
  readonly dialog: VaultDialog | null
  /** Of the dialog that unlocks. */
  readonly unlocking: Unlocking | null
  /** Of the dialog that cashes: whom it was opened for. */
  readonly cashFrom: readonly Address[]
  /** What was sent to the vault last from this window, and how things were; null: nothing was. */
  readonly sent: { readonly do: VaultOrder['do']; readonly before: unknown } | null
}

export const useSetup = create<Setup>(() => ({ open: false, dialog: null, unlocking: null, cashFrom: [], sent: null }))

/** What of the state becomes other once the chain has settled such an order; null: nothing of it does. */
const changedBy = ({ deposit, obstacle }: SpeedState, order: VaultOrder['do']): unknown => {
  switch (order) {
    case 'requestExit':
    case 'cancelExit':
      return deposit?.exitAt
    case 'revoke':
      return deposit?.approved
    case 'setSigner':
      return obstacle
    case 'requestUnlock':
      return JSON.stringify(deposit?.locks.map(({ payee, unlockAt }) => [payee, unlockAt]))
    default:
      return deposit?.free
  }
}

/** All of it was saved. What is cashed into the wallet shows there. */
export const noteSent = (order: VaultOrder): void => {
  const { state } = useSpeed.getState()
  const elsewhere = state === null || (order.do === 'cash' && order.to === 'wallet')
  useSetup.setState({ sent: elsewhere ? null : { do: order.do, before: changedBy(state, order.do) } })
}

/** Something was sent to the vault from here, and is not settled yet. */
export const useUnderway = (state: SpeedState): boolean =>
  useSetup(({ sent }) => sent !== null && changedBy(state, sent.do) === sent.before)

export const openSetup = (open: boolean): void => useSetup.setState({ open })
export const openUnlocking = (unlocking: Unlocking): void => useSetup.setState({ dialog: 'unlock', unlocking })
export const openVaultDialog = (dialog: VaultDialog | null): void => useSetup.setState({ dialog, cashFrom: [] })
export const openCashing = (cashFrom: readonly Address[]): void => useSetup.setState({ dialog: 'cash', cashFrom })

/** Play money only: a swarm on this computer, and the torrent it is about in sight. On the Practice network it is. */
export const startTrial = async (): Promise<void> => {
  const practising = (await settingsHere()).wallet.network === 'practice'
  if (!practising && !(await changeSettings({ wallet: { network: 'practice' } }))) return
  const started = await act('speed.demo', { on: true })
  if (started === null || started.value.id === null) return
  reveal(started.value.id)
  void changeSettings({ layout: { detailsOpen: true } })
}

/** What was refused is asked once more. */
export const askAgain = (): void => void act('speed.demo', { on: true })

export const endTrial = (): void => void act('speed.demo', { on: false })
