// The digest of a message as TRON's wallets sign it (TIP-191 in the form of `signMessageV2`). No intent leads here: the
// wallet signs no message that it did not make itself. Kept because signatures made by others are checked with it.

import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export const messageDigest = (message: Uint8Array): Uint8Array =>
  keccak_256(concatBytes(utf8ToBytes(`\u0019TRON Signed Message:\n${String(message.length)}`), message))
