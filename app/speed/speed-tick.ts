// What the engine says of Speed once a second: what it sees in its swarms. Types only. What of it costs or brings money
// is for the books to say, which main lays over it. Invariant: claims of a process that parses hostile bytes, good for
// screens and for nothing else.

import type { TorrentSpeed, TorrentSpeedPhase } from './speed-state.ts'

export interface SpeedTick {
  /** Those that have Speed on, sell something, or are looked at. */
  readonly torrents: readonly TorrentTick[]
  readonly selling: SellingTick
}

/** `off` and `capped` are not the engine's to say. */
export type SeenPhase = Exclude<TorrentSpeedPhase, { readonly is: 'off' | 'capped' }>

/** `peers`: empty but for the torrent that is looked at. */
export interface TorrentTick extends Omit<TorrentSpeed, 'on' | 'budget' | 'spent' | 'earned' | 'phase'> {
  readonly phase: SeenPhase
  /** No seller that said its price can be paid: each asks too much (`price`), or one or more of them had its share. */
  readonly barred: 'peer' | 'price' | null
}

/** Of all torrents together; of peers that are connected. */
export interface SellingTick {
  /** Torrents that run, have something to give, and may be sold. */
  readonly offering: number
  /** Peers that want something we have. */
  readonly wanting: number
  /** Of those, peers that buy, on a chain we are on. */
  readonly buyers: number
  /** Of the buyers: those whose deposit is too small, or on its way out. */
  readonly broke: number
  /** Of the buyers: those with an accepted bid. */
  readonly paying: number
}
