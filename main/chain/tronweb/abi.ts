// Reads what contracts answer as text, with TronWeb's codec. Invariant: whatever the bytes, text or null.

import { utils } from 'tronweb'

const LONGEST = 64

/** Of a function that returns a string, or bytes32 as old tokens do. `data`: hex. */
export const textIn = (data: string): string | null => {
  try {
    if (data.length === 64) return Buffer.from(data, 'hex').toString('utf8').replace(/\0+$/, '')
    const [text] = utils.abi.decodeParams([], ['string'], `0x${data}`) as unknown[]
    return typeof text === 'string' ? text.slice(0, LONGEST) : null
  } catch {
    return null
  }
}

/** The reason of a `revert`, Error(string); null: none, or another kind. */
export const reasonIn = (data: string): string | null => (data.startsWith('08c379a0') ? textIn(data.slice(8)) : null)
