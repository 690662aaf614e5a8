// Lanes of vouchers: the device of the payer in the upper half, that of the payee in the lower one, so that what two
// devices have with each other is counted apart from what others of the same two wallets have. Leaves drawing a device's
// number to the ledger (main/wallet/speed/book.ts). Invariant: two pairs of devices never have one lane.

import type { Device, Lane } from './terms.ts'

/**
 * Of one payer, with one payee: an account may say that it has any number of devices, and each costs a place in the
 * vault's memory, the first time it is cashed.
 */
export const MOST_LANES = 64
const HALF = 32n

export const laneOf = (payer: Device, payee: Device): Lane => (BigInt(payer) << HALF) | BigInt(payee)

export const payerDevice = (lane: Lane): Device => Number(lane >> HALF)

export const payeeDevice = (lane: Lane): Device => Number(BigInt.asUintN(Number(HALF), lane))
