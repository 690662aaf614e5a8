// Whether a contract is our vault, before anything is done with it: its code, byte for byte, and in that code the token
// it keeps, its delay and the chain and address its signatures are for. Invariant: a vault that passed can do what
// contracts/SpeedVault.sol says and nothing else; null only while that is not known.

import * as v from 'valibot'
import { fail, ok, type Result } from '../../../app/result.ts'
import { vaultTerms } from '../../../app/speed/vault-code.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { Pool } from '../nodes/pool.ts'
import { agreed } from './reading.ts'

/** What is fixed about the vault of a network. */
export interface VaultFacts {
  readonly address: Address
  /** What it keeps. */
  readonly token: Address
  /** How long an exit, an unlock and a former signer take. */
  readonly delayMs: number
}

const ContractInfo = v.object({
  runtimecode: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/i), v.toLowerCase()), ''),
})

/** `not-ours`: a quorum of the nodes shows another contract there, or none. */
export const checkVault = async (
  pool: Pool,
  chainId: number,
  address: Address,
): Promise<Result<VaultFacts | 'not-ours', ChainFault>> => {
  const read = await agreed(pool, (node) =>
    node.post('full', 'getcontractinfo', { value: address, visible: true }, ContractInfo),
  )
  if (!read.ok) return fail(read.error)
  const code = Uint8Array.from(Buffer.from(read.value.runtimecode, 'hex'))
  const terms = vaultTerms({ chainId, address }, code)
  return ok(terms === null ? 'not-ours' : { address, token: terms.token, delayMs: terms.delay * 1_000 })
}
