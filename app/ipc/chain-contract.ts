// What main says to the chain process beyond what windows may ask (chain-commands.ts). It knows no keys: it builds a
// transaction's bytes, and gets them back signed. The types are a promise between our own processes.

import type { SettledCall, VaultAccount } from '../speed/settled.ts'
import type { Lane, Voucher } from '../speed/terms.ts'
import type { Debtor } from '../speed/cash-advice.ts'
import type { VaultOrder, VaultPreview } from '../speed/vault-order.ts'
import type { Address } from '../tron/address.ts'
import type { Asset, Exchange, NetworkId } from '../tron/networks.ts'
import type { ActivityFilter, ActivityState } from '../wallet/activity.ts'
import type { BookOnly } from '../wallet/book-only.ts'
import type { AccountState } from '../wallet/chain-state.ts'
import type { ChainNode, PriceSource } from '../wallet/networks-choice.ts'
import type { SendOrder } from '../wallet/send-preview.ts'
import type { PayerState } from './speed-desk.ts'
import type { Prepare, Signed } from './wallet-contract.ts'

export interface ChainStart {
  /** The chain's own, and exists. */
  readonly folder: string
}

/** The network to be on. */
export interface ChainProfile {
  readonly network: NetworkId
  /** Null: a custom node's, to be read from its genesis block. */
  readonly chainId: number | null
  /** Null: a custom node's are those of the network whose genesis block it has. */
  readonly assets: readonly Asset[] | null
  /** Null: none is known there, or it is a custom node's. */
  readonly exchange: Exchange | null
  /** Of Speed. Null: there is none; a custom node's may still be that of the network whose genesis block it has. */
  readonly vault: Address | null
  readonly nodes: readonly ChainNode[]
}

export interface ChainConfig {
  /** Null: no network is chosen, or there is no address to ask about. Nothing is asked of anybody. */
  readonly profile: ChainProfile | null
  /** With a key here; the first is the one a new send comes from. */
  readonly accounts: readonly Address[]
  readonly watched: readonly Address[]
  /** The wallet is locked and its addresses are not known: sends on their way are followed, and nothing else asked. */
  readonly onlyUnderway?: boolean
  readonly prices: PriceSource | null
  /** Absent: anybody may be paid. */
  readonly bookOnly?: BookOnly
}

export interface BuiltSend {
  readonly prepare: Prepare
  /** Hands the signed bytes back under it. */
  readonly ref: string
}

export interface PromisedTo {
  readonly payee: Address
  readonly lanes: readonly Lane[]
}

/** An order to the vault, with what main knows of it from the wallet process. */
export interface VaultRequest {
  readonly order: VaultOrder
  /** The wallet's voucher key; null: not known while it is locked. */
  readonly signer: Address | null
  /** Those that are held for the account, by whatever payer; for a cash order. */
  readonly vouchers: readonly Voucher[]
  readonly backedUp: boolean
}

export interface BuiltCall extends BuiltSend {
  /** Nothing has to be done after it. */
  readonly last: boolean
}

export interface ChainCommands {
  'chain.start': { input: ChainStart; output: void }
  'chain.ping': { input: undefined; output: void }
  'chain.shutdown': { input: undefined; output: void }
  'chain.configure': { input: ChainConfig; output: void }
  'chain.build': { input: SendOrder; output: BuiltSend }
  /** Answers when the signed bytes are on disk, before they are sent. */
  'chain.submit': { input: { readonly ref: string; readonly signed: Signed }; output: { readonly id: string } }
  /** Whether a send is on disk: for when `chain.submit` was not answered. */
  'chain.isSaved': { input: { readonly txId: string }; output: boolean }
  /** Accounts that are not (yet) ours, read from the chosen network. */
  'chain.inspect': { input: { readonly addresses: readonly Address[] }; output: readonly AccountState[] }
  'chain.csv': { input: ActivityFilter; output: string }
  /**
   * What the vault in use has of somebody who pays `payee`, from settled blocks; null: not known now. `fresh`: read
   * anew, not from what is kept for ten minutes.
   */
  'vault.payer': {
    input: {
      readonly payer: Address
      readonly payee: Address
      readonly lanes: readonly Lane[]
      readonly fresh: boolean
    }
    output: PayerState | null
  }
  /**
   * Somebody who owes `payee`, read now, whether or not they are connected; null: nothing they gave can be cashed any
   * more. `vouchers`: those held of them.
   */
  'vault.debtor': {
    input: { readonly payer: Address; readonly payee: Address; readonly vouchers: readonly Voucher[] }
    output: Debtor | null
  }
  /** What it has of one's own account, and of what those were paid whom it was promised to. */
  'vault.account': {
    input: { readonly account: Address; readonly payees: readonly PromisedTo[] }
    output: VaultAccount
  }
  'vault.preview': { input: VaultRequest; output: VaultPreview }
  /**
   * The next call that the order takes, to be approved, signed and handed to `chain.submit`. `after`: the call before
   * it, when that has landed.
   */
  'vault.build': { input: { readonly request: VaultRequest; readonly after: string | null }; output: BuiltCall }
  /** Answers when the transaction is in a block, or has come to its end, or the network is left. */
  'vault.landed': { input: { readonly txId: string }; output: ActivityState }
  /** Calls in settled blocks, of the network that is chosen, that main has not said to have told the ledger. */
  'vault.settled': { input: undefined; output: readonly SettledCall[] }
  /** The ledger has them on disk. */
  'vault.told': { input: { readonly txIds: readonly string[] }; output: void }
  /** Null: the network has no explorer. */
  'chain.explorerUrl': { input: { readonly txId: string }; output: string | null }
}

/** What the process says to main alone; the rest goes on to windows (chain-commands.ts). */
export interface ChainProcessEvents {
  /** The database was damaged. It lies in its folder under this name, and a new one was begun. */
  'chain.reset': { readonly keptAs: string }
}

export type ChainCommandName = keyof ChainCommands
