// What a campaign and the wallet process it kills must both know.

import type { Address } from '../../app/tron/address.ts'
import { addressOfKey } from '../../main/wallet/signature.ts'

export const PASSWORD = 'correct horse battery'
export const ACCOUNT_KEY = new Uint8Array(32).fill(0x11)
export const ACCOUNT: Address = addressOfKey(ACCOUNT_KEY)
const VAULT: Address = addressOfKey(new Uint8Array(32).fill(0x77))
export const START = { vault: { chainId: 3_448_148_188, address: VAULT }, account: ACCOUNT } as const

/** The first thing the process says: it can be asked now. */
export interface Started {
  readonly started: Address | null
}

export const isStarted = (message: unknown): message is Started =>
  typeof message === 'object' && message !== null && 'started' in message
