// One connection as Speed deals with it: how its peer is served, and the bytes both ways that its session has not been
// told of yet. Leaves what they mean to the session. Invariant: no byte is told twice, and a peer that buys is never
// granted more than its session had room for.

import { networkOf } from '../../../app/net/address.ts'
import type { SessionEvent } from '../../../app/speed/session-event.ts'
import type { SpeedHandshake } from '../../../app/speed/handshake.ts'
import { hostOf } from '../swarm/dialer.ts'
import type { Grant, PeerKey, PeerStanding, Trade } from '../swarm/swarm.ts'

export class SpeedLine {
  readonly key: PeerKey
  readonly address: string
  readonly #trade: Trade
  /** What its peer says that it does. */
  theirs: SpeedHandshake | null = null
  /** Its payer is served on another line too. */
  shared = false
  /** Told at once when as many bytes have come together; else with whatever happens next, or on the next tick. */
  grain = 0
  readonly #received = new Map<number, number>()
  #receivedBytes = 0
  /** Of what was received, told or untold. */
  readonly #verified: { readonly piece: number; readonly bytes: number }[] = []
  #verifiedBytes = 0
  /** Given to its socket since the connection began, told and untold. */
  #told: number
  #untold = 0
  #grant: Grant = 'free'
  #payer: string | null = null
  #upTo = Infinity
  #kept = false

  constructor(key: PeerKey, address: string, trade: Trade) {
    this.key = key
    this.address = address
    this.#trade = trade
    this.#told = trade.meter(key)?.written ?? 0
  }

  /** Whose neighbours share turns where there are not enough for all. */
  get network(): string {
    return networkOf(hostOf(this.address))
  }

  get standing(): PeerStanding | null {
    return this.#trade.standing(this.key)
  }

  /** True: time to tell. */
  received(piece: number, bytes: number): boolean {
    this.#received.set(piece, (this.#received.get(piece) ?? 0) + bytes)
    this.#receivedBytes += bytes
    return this.#receivedBytes >= this.grain
  }

  /** True: time to tell. Told after what was received: a piece is decided once all of it came. */
  verified(piece: number, bytes: number): boolean {
    this.#verified.push({ piece, bytes })
    this.#verifiedBytes += bytes
    return this.#verifiedBytes >= this.grain
  }

  /** True: time to tell. Where its payer is served on another line too, each byte leaves less room there. */
  written(bytes: number): boolean {
    this.#untold += bytes
    return this.shared || this.#untold >= this.grain
  }

  /** What is untold, from now on told. */
  drain(): SessionEvent[] {
    const events: SessionEvent[] = [...this.#received].map(([piece, bytes]) => ({ is: 'received', piece, bytes }))
    this.#received.clear()
    this.#receivedBytes = 0
    for (const { piece, bytes } of this.#verified.splice(0)) events.push({ is: 'verified', piece, bytes })
    this.#verifiedBytes = 0
    if (this.#untold > 0) events.push({ is: 'sent', bytes: this.#untold })
    this.#told += this.#untold
    this.#untold = 0
    return events
  }

  /** Served as a bid of that account, or as everybody. */
  serve(grant: number | 'free', payer: string | null): void {
    this.#grant = grant
    this.#payer = payer
    this.#apply()
  }

  /** Bytes that may be sent beyond what was told of. */
  allow(room: number): void {
    const upTo = this.#told + room
    if (upTo === this.#upTo) return
    this.#upTo = upTo
    this.#apply()
  }

  /** Whether it stays although neither wants anything of the other any more. */
  keep(on: boolean): void {
    if (on === this.#kept) return
    this.#kept = on
    this.#trade.keep(this.key, on)
  }

  choke(): void {
    this.#trade.choke(this.key)
  }

  soleSource(on: boolean): void {
    this.#trade.soleSource(this.key, on)
  }

  say(message: Uint8Array): void {
    this.#trade.say(this.key, message)
  }

  #apply(): void {
    this.#trade.grant(this.key, this.#grant, this.#upTo, this.#payer)
  }
}
