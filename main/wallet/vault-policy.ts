// What the wallet itself knows of a call of the vault before it shows it to anybody: that the vault is the network's,
// that a signer to be named is its own voucher key, that vouchers to be cashed are in its own ledger. Leaves the bytes
// to transaction-check.ts. Invariant: what cannot be known is refused.

import type { Prepare } from '../../app/ipc/wallet-contract.ts'
import type { Vault } from '../../app/speed/terms.ts'
import type { Cashable } from '../../app/speed/vault-call.ts'
import type { Address } from '../../app/tron/address.ts'
import { knownVault } from '../../app/tron/networks.ts'
import type { VaultIntent } from '../../app/wallet/intent.ts'
import type { WalletFault } from '../../app/wallet/wallet-fault.ts'

/** What of Speed is kept in this process. */
export interface SpeedKept {
  /** Null: not known while the wallet is locked. */
  voucherSigner(): Address | null
  /** These very bytes, from that payer to that account. */
  holds(vault: Vault, payee: Address, voucher: Cashable): boolean
}

/** Before there is a ledger. */
export const nothingKept: SpeedKept = { voucherSigner: () => null, holds: () => false }

const vaultOf = ({ chain, vault }: Pick<Prepare, 'chain' | 'vault'>): Address | null => {
  const known = knownVault(chain)
  return known === undefined ? vault : known
}

export const policyFault = (intent: VaultIntent, prepare: Prepare, kept: SpeedKept): WalletFault | null => {
  const address = vaultOf(prepare)
  if (address === null || intent.vault !== address) return 'not-our-vault'
  const { call, from } = intent
  if (call.call === 'setSigner') return call.signer === kept.voucherSigner() ? null : 'not-our-signer'
  if (call.call !== 'cash') return null
  const vault = { chainId: prepare.chain.chainId, address }
  return call.vouchers.every((voucher) => kept.holds(vault, from, voucher)) ? null : 'not-our-voucher'
}
