// Local peer discovery (BEP 14): says on every local network which torrents we have, and hears who else has them. One
// socket for each address family, for the whole client. What is heard is believed only of senders on one of our own
// networks and within an allowance; torrents that are private are never given to it.

import { randomBytes } from 'node:crypto'
import type { RemoteInfo } from 'node:dgram'
import { FloodGate } from '../../../app/net/flood-gate.ts'
import { formatAnnouncement, hashesPerMessage, MAX_MESSAGE, parseAnnouncement } from '../../../app/net/local-message.ts'
import { LocalRhythm } from '../../../app/net/local-rhythm.ts'
import type { ServiceState } from '../../../app/net/network-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { groupHost, GroupSocket, type Group } from './group-socket.ts'
import { isNeighbour, type LocalInterface } from './interfaces.ts'

/** BEP 14. The second is of the site: no router of it has to forward it. */
export const LOCAL_GROUPS: readonly Group[] = [
  { family: 4, address: '239.192.152.143', port: 6771 },
  { family: 6, address: 'ff15::efc0:988f', port: 6771 },
]
const TICK = 250
const ALLOWANCE = { each: { rate: 3, burst: 30 }, all: { rate: 30, burst: 120 } }
/** A peer not heard of for three of its announcements is gone. */
const FORGET_AFTER = 16 * 60_000
const MAX_PEERS = 500

export interface LocalDiscoveryDeps {
  interfaces(): readonly LocalInterface[]
  /** Where we take connections; null: nowhere. */
  port(): number | null
  found(id: TorrentId, address: string): void
}

export class LocalDiscovery {
  readonly #deps: LocalDiscoveryDeps
  readonly #rhythm = new LocalRhythm()
  readonly #gate = new FloodGate(ALLOWANCE)
  readonly #cookie = randomBytes(8).toString('hex')
  /** Per torrent, the addresses heard of and when. */
  readonly #heard = new Map<string, Map<string, number>>()
  readonly #timer: NodeJS.Timeout
  #sockets: readonly GroupSocket[] = []
  #open = false
  readonly #opening: Promise<void>

  constructor(deps: LocalDiscoveryDeps) {
    this.#deps = deps
    this.#opening = this.#openSockets()
    this.#timer = setInterval(() => this.#tick(), TICK)
  }

  announce(id: TorrentId): () => void {
    this.#rhythm.join(id, performance.now())
    return () => {
      this.#rhythm.leave(id, performance.now())
      this.#heard.delete(id)
    }
  }

  state(): ServiceState {
    if (!this.#open) return { state: 'looking' }
    if (this.#sockets.length === 0) return { state: 'failed', why: 'no-socket' }
    if (this.#sockets.every(({ interfaces }) => interfaces.length === 0))
      return { state: 'failed', why: 'no-interface' }
    const addresses = new Set<string>()
    for (const id of this.#heard.keys()) for (const address of this.#alive(id)) addresses.add(address)
    return addresses.size === 0 ? { state: 'looking' } : { state: 'working', count: addresses.size }
  }

  /** How many peers of the torrent were heard lately. */
  peersOf(id: TorrentId): number {
    return this.#alive(id).length
  }

  /** Looks at the interfaces again: the computer may be on another network now. */
  refresh(): void {
    for (const socket of this.#sockets) socket.follow(this.#deps.interfaces())
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#opening
    await Promise.all(this.#sockets.map((socket) => socket.close()))
    this.#sockets = []
  }

  async #openSockets(): Promise<void> {
    const opened = await Promise.all(
      LOCAL_GROUPS.map((group) => GroupSocket.open(group, (bytes, from) => this.#onMessage(bytes, from))),
    )
    this.#sockets = opened.filter((socket) => socket !== null)
    this.#open = true
    this.refresh()
  }

  #tick(): void {
    const port = this.#deps.port()
    const active = this.#sockets.filter(({ interfaces }) => interfaces.length > 0)
    if (port === null || active.length === 0) return
    const room = Math.min(...active.map(({ group }) => hashesPerMessage(groupHost(group), port, this.#cookie)))
    const infoHashes = this.#rhythm.take(performance.now(), room)
    if (infoHashes.length === 0) return
    for (const socket of active) {
      void socket.send(formatAnnouncement(groupHost(socket.group), { port, infoHashes, cookie: this.#cookie }))
    }
  }

  #onMessage(bytes: Buffer, { address }: RemoteInfo): void {
    const now = performance.now()
    if (bytes.length > MAX_MESSAGE + 100 || !this.#gate.admits(address, now)) return
    const heard = parseAnnouncement(bytes.toString('latin1'))
    if (!heard || heard.cookie === this.#cookie) return
    const [host = ''] = address.split('%')
    if (!isNeighbour(host, this.#deps.interfaces())) return
    const at = host.includes(':') ? `[${host}]:${heard.port}` : `${host}:${heard.port}`
    for (const id of heard.infoHashes) if (this.#rhythm.has(id)) this.#hear(id as TorrentId, at, now)
  }

  #hear(id: TorrentId, address: string, now: number): void {
    const peers = this.#heard.get(id) ?? new Map<string, number>()
    this.#heard.set(id, peers)
    if (!peers.has(address) && this.#alive(id).length >= MAX_PEERS) return
    peers.set(address, now)
    this.#deps.found(id, address)
  }

  #alive(id: string): string[] {
    const peers = this.#heard.get(id)
    if (!peers) return []
    const since = performance.now() - FORGET_AFTER
    for (const [address, at] of peers) if (at < since) peers.delete(address)
    return [...peers.keys()]
  }
}
