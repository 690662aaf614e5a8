// Who sent bad data, for as long as the engine runs and for all torrents. A liar is known by where it listens, or, when
// it came to us, by its host and peer id. A host is never banned for one of its peers, since many may share it behind a
// NAT; but ports and peer ids are cheap, so a host with several liars is.

import { hostKey, hostOf, isShared } from './dialer.ts'

export interface Sender {
  /** host:port; the port is the peer's own only when we dialled it. */
  readonly address: string
  readonly peerId: string
  readonly incoming: boolean
}

/** Liars that came to us from one host before nobody from there may come any more. */
const MAX_INCOMING = 3
/** Liars of one host, however they were met, before it is left alone. */
const MAX_OF_HOST = 8

const siteOf = (address: string): string => hostKey(hostOf(address))

export class Bans {
  readonly #addresses = new Set<string>()
  readonly #ids = new Set<string>()
  readonly #incoming = new Map<string, number>()
  readonly #all = new Map<string, number>()

  /** False when it was banned already. */
  add({ address, peerId, incoming }: Sender): boolean {
    const site = siteOf(address)
    const id = `${site} ${peerId}`
    if (this.#ids.has(id) && this.#addresses.has(address)) return false
    this.#addresses.add(address)
    this.#ids.add(id)
    // This computer may be any number of peers.
    if (isShared(hostOf(address))) return true
    this.#all.set(site, (this.#all.get(site) ?? 0) + 1)
    if (incoming) this.#incoming.set(site, (this.#incoming.get(site) ?? 0) + 1)
    return true
  }

  /** May we dial it? */
  bansAddress(address: string): boolean {
    return this.#addresses.has(address) || (this.#all.get(siteOf(address)) ?? 0) >= MAX_OF_HOST
  }

  /** May it come to us? */
  bansIncoming(address: string): boolean {
    return this.bansAddress(address) || (this.#incoming.get(siteOf(address)) ?? 0) >= MAX_INCOMING
  }

  /** The same again, under another port. */
  bansPeer({ address, peerId }: Pick<Sender, 'address' | 'peerId'>): boolean {
    return this.#ids.has(`${siteOf(address)} ${peerId}`)
  }
}
