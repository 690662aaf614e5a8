// Whether the dialog that sets Speed up is open, and on which of its steps somebody asked to be.

import { create } from 'zustand'
import { act } from './api.ts'
import { changeSettings } from './settings.ts'
import { reveal } from './ui.ts'

export type VaultDialog = 'deposit' | 'revoke' | 'withdraw' | 'cancel-exit' | 'cash' | 'limits'

interface Setup {
  readonly open: boolean
  /** One thing to be done with the vault, by itself. Null: none. */
  readonly dialog: VaultDialog | null
}

export const useSetup = create<Setup>(() => ({ open: false, dialog: null }))

export const openSetup = (open: boolean): void => useSetup.setState({ open })
export const openVaultDialog = (dialog: VaultDialog | null): void => useSetup.setState({ dialog })

/** Play money only: a swarm on this computer, and the torrent it is about in sight. */
export const startTrial = async (onTab: () => void): Promise<void> => {
  const started = await act('speed.demo', { on: true })
  if (started === null || started.value.id === null) return
  reveal(started.value.id)
  onTab()
  void changeSettings({ layout: { detailsOpen: true } })
}

export const endTrial = (): void => void act('speed.demo', { on: false })
