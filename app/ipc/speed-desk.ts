// What the engine asks of main for Speed, and main of the wallet and the chain: no key, no amount that was not worked
// out or checked beside the key. The engine may be wrong about everything, so everything is bounded there. Carried as
// `speed.ask` events answered by `engine.speedAnswer`, so that it runs over the engine's one port.

import type { Amount } from '../money/amount.ts'
import type { CapName } from '../speed/allowance.ts'
import type { Device, Lane, Price, StopCode, Vault, Voucher } from '../speed/terms.ts'
import type { Address } from '../tron/address.ts'
import type { TorrentId } from '../torrent/row.ts'

/** Of one bid, from `desk.open` until it is closed: what the wallet counts bytes and money of. */
export type BidRef = string & { readonly __brand: 'BidRef' }

/** What the chain says of somebody who pays us, from settled blocks. */
export interface PayerState {
  readonly free: Amount
  /** Locked for our account and nobody else. */
  readonly locked: Amount
  /** Seconds since 1970 by the chain's clock; 0: no exit was asked for. */
  readonly exitAt: number
  /** Besides the payer itself: its voucher signer now, and the former one while that is still valid. */
  readonly signers: readonly Address[]
  /** Paid out to us of each lane that was asked about, on the chain. */
  readonly paid: ReadonlyMap<Lane, Amount>
  readonly readAt: number
}

/**
 * `unknown-session`: closed, or of a former run. `backwards`: fewer bytes than were paid for. `locked`: the wallet is.
 * `away`: whoever knows is not there now; nothing was decided, and it may be asked again a little later.
 */
export type PayRefusal = CapName | 'locked' | 'unknown-session' | 'backwards' | 'frozen' | 'disk' | 'away'

/** Of a voucher. `uncovered`: it promises more than the payer had in the vault. `away`: as above. */
export type ReceiptRefusal = 'signature' | 'backwards' | 'uncovered' | 'disk' | 'away'

export interface DeskCommands {
  /** A signature over Bind, by the account or its voucher signer. `nonce`: the other side's 32 bytes. */
  'desk.prove': {
    input: {
      readonly vault: Vault
      readonly infohash: Uint8Array
      readonly mine: Uint8Array
      readonly theirs: Uint8Array
      readonly nonce: Uint8Array
    }
    output: { readonly signature: Uint8Array } | { readonly refused: 'locked' | 'off' | 'away' }
  }
  /**
   * Fresh: read anew, not from what is kept for ten minutes. `network`: of the peer that made us ask (app/net/address.ts);
   * networks take turns. Null: not known now.
   */
  'desk.payer': {
    input: {
      readonly vault: Vault
      readonly payer: Address
      readonly lanes: readonly Lane[]
      readonly fresh: boolean
      readonly network?: string
    }
    output: PayerState | null
  }
  /** Buyer: a bid that was accepted, and the lane it named. From now on bytes are counted from zero. */
  'desk.open': {
    input: {
      readonly torrent: TorrentId
      readonly vault: Vault
      readonly payee: Address
      readonly lane: Lane
      readonly price: Price
    }
    output: { readonly bid: BidRef } | { readonly refused: PayRefusal }
  }
  /** Buyer: pay for so many bytes of that bid in all. On disk before it is answered; answers in the same order. */
  'desk.pay': {
    input: { readonly payments: readonly { readonly bid: BidRef; readonly bytes: bigint }[] }
    output: readonly ({ readonly voucher: Voucher } | { readonly refused: PayRefusal })[]
  }
  /** Buyer: the newest voucher of that lane, unless it is known to be cashed. Null: not now, which is not "none". */
  'desk.last': {
    input: { readonly vault: Vault; readonly payee: Address; readonly lane: Lane }
    output: Voucher | 'none' | null
  }
  'desk.close': { input: { readonly bid: BidRef; readonly code: StopCode }; output: void }
  /**
   * Buyer: what the seller says it accepted last, or holds of us (`signature`: its proof). A proof that is newer than
   * what we know moves us forward; until a seller that claims more than we know has proved it, its lane is frozen.
   */
  'desk.resume': {
    input: {
      readonly vault: Vault
      readonly payee: Address
      readonly lane: Lane
      readonly cumulative: Amount
      readonly signature: Uint8Array | null
    }
    output: 'known' | 'moved-forward' | 'frozen' | 'away'
  }
  /** Seller: the best vouchers it holds of that payer, one of each lane. Null: not known now, which is not "none". */
  'desk.held': { input: { readonly vault: Vault; readonly payer: Address }; output: readonly Voucher[] | null }
  /** Seller: verified again beside the key, and on disk before it is answered; answers in the same order. */
  'desk.receive': {
    input: {
      readonly vault: Vault
      readonly vouchers: readonly {
        readonly voucher: Voucher
        readonly torrent: TorrentId
        /** Whose signature counts besides the payer's own: from `desk.payer`. */
        readonly signers: readonly Address[]
      }[]
    }
    output: readonly ({ readonly accepted: Amount; readonly uncashed: Amount } | { readonly refused: ReceiptRefusal })[]
  }
}

export type DeskCommandName = keyof DeskCommands

/** One question of the engine's. The same id is never used again, by a later run of it neither. */
export type DeskAsk = {
  readonly [N in DeskCommandName]: { readonly id: string; readonly name: N; readonly input: DeskCommands[N]['input'] }
}[DeskCommandName]

/** Every ask gets one, in any order. An engine that does not know the id was started anew, and lets it be. */
export interface DeskReply {
  readonly id: string
  readonly output: DeskCommands[DeskCommandName]['output']
}

/** What main tells the engine of Speed whenever any of it changes; before the first one Speed is off. */
export interface SpeedOrders {
  /** Null: no wallet, no network, or no vault there. */
  readonly account: { readonly vault: Vault; readonly address: Address; readonly device: Device } | null
  /** Somebody can sign now: unlocked, or the voucher key stays. */
  readonly canSign: boolean
  /** Free balance in the vault that can be promised still; null: not known. */
  readonly funds: Amount | null
  readonly buying: ReadonlyMap<TorrentId, BuyOrder>
  /** Null: selling is off. */
  readonly selling: SellOrder | null
  /** Private torrents the user allowed it for. */
  readonly privateToo: ReadonlySet<TorrentId>
}

export interface BuyOrder {
  /** What is left of the torrent's budget and of all caps together; zero: no bids. */
  readonly left: Amount
  readonly ceiling: Price
  /** What each payee may be promised, ever. What was refused for want of this or the next may be had when it rises. */
  readonly perPeer: Amount
  /** Of the deposit, what nobody was promised; null: not known. */
  readonly funds: Amount | null
}

export interface SellOrder {
  readonly ask: Price
  /** Of slots and upload, 0 to 0.6. */
  readonly paidShare: number
  /** Most uncashed value held of one payer. */
  readonly mostUncashed: Amount
}
