// Which network a send is on, as its review will say: by the user's choice, never by what the chain process calls it.
// Invariant: only a send built for the network chosen comes to a review, and only one on Practice is called play money.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Prepare } from '../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { ChosenChain } from '../../app/wallet/chain-config.ts'

export const namedChain = (prepare: Prepare, chosen: ChosenChain | null): Result<Prepare, AppError> => {
  if (chosen === null) return fail({ code: 'chain', fault: 'no-network' })
  const { id, chainId } = prepare.chain
  if (id !== chosen.id || chainId !== (chosen.chainId ?? chainId)) return fail({ code: 'chain', fault: 'wrong-chain' })
  return ok({ ...prepare, chain: { id: chosen.id, chainId }, vault: chosen.vault })
}
