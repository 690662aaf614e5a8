// A connection between two peers for one torrent: what is sent on it arrives in order, later, and not at all once it is
// lost. Each end has a session of Speed, blocks to ask for and blocks to give. Leaves deciding to the sessions, and what
// a cheat does differently to cheats.ts.

import type { SpeedHandshake } from '../../app/speed/handshake.ts'
import { encodeMessage } from '../../app/speed/message-codec.ts'
import type { SpeedMessage } from '../../app/speed/message.ts'
import type { KeyedEffect } from '../../app/speed/sessions.ts'
import type { SessionEffect, SessionEvent } from '../../app/speed/session-event.ts'
import { BLOCK, type Download } from './download.ts'
import type { SimPeer } from './peer.ts'
import type { Schedule } from './schedule.ts'

type Frame =
  | { readonly is: 'handshake'; readonly theirs: SpeedHandshake | null }
  | { readonly is: 'speed'; readonly bytes: Uint8Array }
  | { readonly is: 'choked'; readonly choked: boolean }
  | { readonly is: 'block'; readonly piece: number; readonly poisoned: boolean }

/** Blocks asked for and not here. */
const PIPELINE = 40

export interface LinkWish {
  readonly id: string
  readonly schedule: Schedule
  /** ms one way, and how much more by chance. */
  readonly latency: number
  readonly jitter: () => number
}

export class End {
  readonly link: Link
  readonly peer: SimPeer
  readonly download: Download
  /** The other one chokes us. */
  choked = true
  asked = 0
  /** Arrivals keep their order. */
  lastArrival = 0
  received = 0

  constructor(link: Link, peer: SimPeer, download: Download) {
    this.link = link
    this.peer = peer
    this.download = download
  }

  get other(): End {
    return this.link.other(this)
  }

  get key(): string {
    return this.link.id
  }

  tell(event: SessionEvent): void {
    this.peer.tell(this, event)
  }

  do(effects: readonly KeyedEffect<string>[]): void {
    for (const { key, effect } of effects) {
      const end = key === this.key ? this : this.peer.ends.get(key)
      if (effect.do === 'ask') this.peer.ask(key, effect.ask)
      else if (end !== undefined && end.link.open) end.#act(effect)
    }
  }

  say(message: SpeedMessage): void {
    this.peer.wish.watch.said(this.peer, this.key)
    if (message.t === 'bid') this.peer.wish.watch.bids(this.peer, this.key, message)
    for (const bytes of this.peer.cheat?.says(this, message) ?? [encodeMessage(message)]) this.sendBytes(bytes)
  }

  sendBytes(bytes: Uint8Array): void {
    this.send({ is: 'speed', bytes })
  }

  #act(effect: SessionEffect): void {
    switch (effect.do) {
      case 'send':
        return this.say(effect.message)
      case 'handshake':
        return this.send({ is: 'handshake', theirs: effect.ours })
      case 'grant':
        return this.peer.upload.setGrant(this.key, effect.grant)
      case 'choke':
        return this.peer.upload.choke(this.key)
      case 'wake':
        return this.peer.upload.wake(this.key)
      case 'ban':
        return this.peer.ban(this)
      case 'cash-now':
        return this.peer.cash(effect.payer)
      case 'ask':
      case 'share':
      case 'single-source':
        return undefined
    }
  }

  /** Asks for as much as the pipeline holds, as far as the other end has it and lets it. */
  fill(): void {
    if (!this.choked && this.link.open) this.other.peer.upload.wake(this.key)
  }

  get wants(): boolean {
    return this.download.canTake(this.key, this.other.download)
  }

  send(frame: Frame): void {
    const { schedule, latency, jitter } = this.link.wish
    const at = Math.max(this.lastArrival, schedule.now + latency + jitter())
    this.lastArrival = at
    const { other } = this
    schedule.after(at - schedule.now, () => {
      if (this.link.open) other.#hear(frame)
    })
  }

  #hear(frame: Frame): void {
    switch (frame.is) {
      case 'handshake':
        return this.tell({ is: 'handshake', theirs: frame.theirs })
      case 'speed':
        return this.tell({ is: 'message', bytes: frame.bytes })
      case 'choked':
        this.choked = frame.choked
        this.tell({ is: 'choked', choked: frame.choked })
        return this.fill()
      case 'block':
        return this.#block(frame.piece, frame.poisoned)
    }
  }

  #block(piece: number, poisoned: boolean): void {
    this.asked--
    this.received += BLOCK
    this.peer.wish.watch.arrived(this.peer, this.key, piece)
    this.tell({ is: 'received', piece, bytes: BLOCK })
    const end = this.download.arrive(this.key, piece, poisoned)
    if (end !== null) this.peer.finish(end, this.download)
    this.fill()
  }

  /** For the uploading side: the next block of what this end asked for. */
  takeNext(): number | null {
    if (this.asked >= PIPELINE) return null
    const piece = this.download.take(this.key, this.other.download)
    if (piece !== null) this.asked++
    return piece
  }

  get hasAsked(): boolean {
    return this.link.open && this.asked < PIPELINE && this.wants
  }
}

export class Link {
  readonly id: string
  readonly wish: LinkWish
  readonly ends: readonly [End, End]
  open = true

  constructor(wish: LinkWish, one: readonly [SimPeer, Download], two: readonly [SimPeer, Download]) {
    this.id = wish.id
    this.wish = wish
    this.ends = [new End(this, ...one), new End(this, ...two)]
    for (const end of this.ends) end.peer.join(end)
  }

  other(end: End): End {
    return end === this.ends[0] ? this.ends[1] : this.ends[0]
  }

  /** What was on its way is lost. */
  close(): void {
    if (!this.open) return
    this.open = false
    for (const end of this.ends) end.peer.leave(end)
  }
}
