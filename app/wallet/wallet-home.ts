// The wallet as its page shows it: what the wallet process says, and whether there is one at all.

import type { WalletState } from './wallet-state.ts'

/** `off`: none is needed, there is no wallet. */
export type WalletProcessState = 'off' | 'starting' | 'running' | 'restarting' | 'failed' | 'stopping'

export interface WalletHome {
  readonly wallet: WalletState
  readonly process: WalletProcessState
  /** Of the chain process: while it does not run, what was told of the chain is from before. */
  readonly chain: WalletProcessState
  /** Of the practice node, where it is wanted; null: it is not. */
  readonly practice: 'starting' | 'running' | 'failed' | null
}

/** Of a fresh install, and for as long as nobody asked the wallet process. */
export const noWallet = (autoLockMs: number): WalletState => ({
  vault: { is: 'none' },
  accounts: [],
  backedUp: null,
  wordsCheckedAt: null,
  fromBackup: false,
  watched: [],
  autoLockMs,
})
