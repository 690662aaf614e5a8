// What happens to a session of Speed with one peer, and what the engine has to do about it. Types only: the machines
// are greeting.ts, buyer.ts and seller.ts, put together by session.ts. Invariant: nothing here holds a key, and amounts
// are only ever worked out by the wallet (paying) or compared with what is owed (selling).

import type { Amount } from '../money/amount.ts'
import type { BidRef, BuyOrder, DeskCommands, PayRefusal, SellOrder } from '../ipc/speed-desk.ts'
import type { Address } from '../tron/address.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { SpeedHandshake } from './handshake.ts'
import type { SpeedMessage } from './message.ts'
import type { Device, Price, Recipient, StopCode, Vault, Voucher } from './terms.ts'

/** What stays the same for as long as a connection lasts. */
export interface SessionFacts {
  readonly torrent: TorrentId
  /** 20 bytes each: the torrent, our peer id, theirs. */
  readonly infohash: Uint8Array
  readonly mine: Uint8Array
  readonly theirs: Uint8Array
  /** 32 random bytes, of this connection only. */
  readonly nonce: Uint8Array
  readonly pieceLength: number
}

export interface OwnAccount {
  readonly vault: Vault
  readonly address: Address
  readonly device: Device
}

/** Of `SpeedOrders`, what concerns this peer; see `ordersFor`. */
export interface SessionOrders {
  readonly account: OwnAccount | null
  readonly canSign: boolean
  readonly buy: BuyOrder | null
  readonly sell: SellOrder | null
}

type Input<Name extends keyof DeskCommands> = DeskCommands[Name]['input']
type Output<Name extends keyof DeskCommands> = DeskCommands[Name]['output']

/** To be asked of the desk, one payment or voucher each: many may be put into one call. */
export type Ask =
  | { readonly name: 'prove'; readonly input: Input<'desk.prove'>; readonly account: Address }
  | { readonly name: 'payer'; readonly input: Input<'desk.payer'> }
  | { readonly name: 'held'; readonly input: Input<'desk.held'> }
  | { readonly name: 'resume'; readonly input: Input<'desk.resume'>; readonly bid: number | null }
  | { readonly name: 'last'; readonly input: Input<'desk.last'> }
  | { readonly name: 'open'; readonly input: Input<'desk.open'>; readonly bid: number }
  | {
      readonly name: 'pay'
      readonly input: { readonly bid: BidRef; readonly bytes: bigint }
      readonly bid: number
      readonly to: Recipient
    }
  | { readonly name: 'receive'; readonly input: Input<'desk.receive'>['vouchers'][number]; readonly vault: Vault }
  /** Nothing comes back of it. */
  | { readonly name: 'close'; readonly input: Input<'desk.close'> }

type AskOf<Name extends Ask['name']> = Extract<Ask, { readonly name: Name }>

/** The ask itself comes back with its answer. `output` null: the desk could not be reached in time. */
export type Answer =
  | { readonly ask: AskOf<'prove'>; readonly output: Output<'desk.prove'> | null }
  | { readonly ask: AskOf<'payer'>; readonly output: Output<'desk.payer'> }
  | { readonly ask: AskOf<'held'>; readonly output: Output<'desk.held'> | null }
  | { readonly ask: AskOf<'last'>; readonly output: Output<'desk.last'> }
  | { readonly ask: AskOf<'resume'>; readonly output: Output<'desk.resume'> | null }
  | { readonly ask: AskOf<'open'>; readonly output: Output<'desk.open'> | null }
  | {
      readonly ask: AskOf<'pay'>
      readonly output: { readonly voucher: Voucher } | { readonly refused: PayRefusal } | null
    }
  | { readonly ask: AskOf<'receive'>; readonly output: Output<'desk.receive'>[number] | null }

export type SessionEvent =
  | { readonly is: 'orders'; readonly orders: SessionOrders }
  /** An extended handshake came, the first or a later one; null: without `bs`, or not to be read. */
  | { readonly is: 'handshake'; readonly theirs: SpeedHandshake | null }
  /** The payload of a `bt_speed` message. */
  | { readonly is: 'message'; readonly bytes: Uint8Array }
  | { readonly is: 'answer'; readonly answer: Answer }
  /** Buyer: blocks of the piece that were asked for came from this peer, each for the first time. */
  | { readonly is: 'received'; readonly piece: number; readonly bytes: number }
  /** Buyer: the piece matched its hash; so many bytes of it are this peer's. */
  | { readonly is: 'verified'; readonly piece: number; readonly bytes: number }
  /** Buyer: the piece did not match. `sole`: nobody else supplied a byte of it. */
  | { readonly is: 'bad'; readonly piece: number; readonly sole: boolean }
  /** Buyer: what was received of the piece was thrown away unhashed. */
  | { readonly is: 'dropped'; readonly piece: number }
  /** Buyer: the peer chokes us, or no longer. */
  | { readonly is: 'choked'; readonly choked: boolean }
  /** Buyer: the plan for the torrent wants to pay this peer so much, or no longer. */
  | { readonly is: 'bid'; readonly price: Price; readonly wanted: number }
  | { readonly is: 'end'; readonly code: StopCode }
  /** Seller: so many bytes of blocks were handed to the socket. */
  | { readonly is: 'sent'; readonly bytes: number }
  /** Seller: a request of so many bytes waits because `room` is too little for it. */
  | { readonly is: 'held'; readonly bytes: number }
  /** Seller: whether its bid has a paid slot, by the plan just made; without one, whether others bring more. */
  | { readonly is: 'slot'; readonly paid: boolean; readonly outbid: boolean }
  /** Seller: how many paid slots could still be had. */
  | { readonly is: 'slots'; readonly free: number }
  /** Of the same payer or payee another session had news: money came in, or the chain was read. */
  | { readonly is: 'shared' }
  /** About every 250 ms. */
  | { readonly is: 'tick' }
  | { readonly is: 'closed' }

export type SessionEffect =
  /** In the order of the blocks on the wire: what is sent after `accept` belongs to the bid, up to `stop`. */
  | { readonly do: 'send'; readonly message: SpeedMessage }
  /** Say (again) in an extended handshake what we do; null: leave `bs` out. */
  | { readonly do: 'handshake'; readonly ours: SpeedHandshake | null }
  | { readonly do: 'ask'; readonly ask: Ask }
  /** For `planSlots`: a bid as weight, or like everybody. */
  | { readonly do: 'grant'; readonly grant: number | 'free' }
  /** Seller: choke it now; the next plan treats it like everybody. */
  | { readonly do: 'choke' }
  /** Seller: requests that were held may be served again. */
  | { readonly do: 'wake' }
  /** Buyer: pieces asked of this peer are to have no second source while this holds. */
  | { readonly do: 'single-source'; readonly on: boolean }
  /** Buyer: it alone sent a piece that did not match. */
  | { readonly do: 'ban' }
  /** Seller: the payer leaves, or its deposit covers no more: cash what it owes now. */
  | { readonly do: 'cash-now'; readonly payer: Address }
  /** The other sessions with this account should look again: dispatch `shared` to them. */
  | { readonly do: 'share' }

/** For the rows of the screen and the plan of the torrent. */
export interface SessionView {
  readonly account: Address | null
  readonly buyer: BuyerView
  readonly seller: SellerView
}

export type BuyerState = 'OFF' | 'OBSERVE' | 'HELLO' | 'READY' | 'BIDDING' | 'ACTIVE' | 'PAUSED' | 'DRAIN' | 'BLOCKED'

export type SellerState =
  | 'OFF'
  | 'OBSERVE'
  | 'HELLO'
  | 'VERIFIED'
  | 'OFFERED'
  | 'SERVING'
  | 'HELD'
  | 'CLOSING'
  | 'BLOCKED'

export interface BuyerView {
  readonly state: BuyerState
  /** What it asks, of its newest terms. */
  readonly ask: Price | null
  /** No bid is made sooner: it was refused, or ended; Infinity: the wallet can't sign. */
  readonly restsUntil: number
  /** It said that it has no paid slot left. */
  readonly contended: boolean
  /** Of the bid that runs or is being made. */
  readonly price: Price | null
  /** When the running bid was accepted. */
  readonly since: number | null
  /** Bytes verified and paid for, in all bids of this connection. */
  readonly verified: bigint
  readonly paid: bigint
  readonly amount: Amount
  /** Why the last bid ended, by either side. */
  readonly ended: StopCode | null
  /** Why it was refused to pay, or to bid: the desk's or the seller's word. */
  readonly refused: string | null
}

export interface SellerView {
  readonly state: SellerState
  /** Money came of it in the last minute, or it owes for what it is sent under its bid. */
  readonly paying: boolean
  /** It is not served, and its deposit is too little to be, or on its way out. */
  readonly broke: boolean
  readonly price: Price | null
  readonly sent: bigint
  readonly amount: Amount
  readonly ended: StopCode | null
}
