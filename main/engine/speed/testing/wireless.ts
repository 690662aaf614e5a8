// A swarm without wires: one torrent, connections made by the caller, who says what their peers say, deliver and take.
// What would be sent and granted is kept for the caller to judge. For fuzzing Speed as it runs in the engine.

import type { BencodeValue } from '../../../../app/bencode/bencode.js'
import type { SpeedMessage } from '../../../../app/speed/message.ts'
import { decodeMessage } from '../../../../app/speed/message-codec.ts'
import type { TorrentId } from '../../../../app/torrent/row.ts'
import type {
  Grant,
  JoinSpec,
  MeterEvents,
  PeerKey,
  PeerStanding,
  SwarmEvents,
  SwarmTorrent,
  TalkEvents,
  Trade,
} from '../../swarm/swarm.ts'
import type { HouseDeps } from '../speed-house.ts'

export const PIECE = 1_048_576
export const BLOCK = 16_384
const PIECES = 64

export interface Connection {
  readonly key: PeerKey
  written: number
  grant: Grant
  upTo: number
  choking: boolean
  peerChoking: boolean
  interested: boolean
  /** What was said to the peer. */
  readonly said: SpeedMessage[]
  readonly raw: Uint8Array[]
}

const nothing = (): undefined => undefined

export class Wireless {
  readonly id = '0123456789abcdef0123456789abcdef01234567' as TorrentId
  readonly mine = '11'.repeat(20)
  readonly connections = new Map<PeerKey, Connection>()
  /** What peers say of themselves to everybody. */
  introductions: BencodeValue[] = []
  #next = 1
  #events: (MeterEvents & TalkEvents) | null = null

  get swarm(): HouseDeps['swarm'] {
    return {
      peerId: this.mine,
      paidSlotsFree: 2,
      setPaidShare: nothing,
      join: (_, { meter, talk }: SwarmEvents) => {
        if (meter && talk) this.#events = { ...meter, ...talk }
        return this.#torrent()
      },
    }
  }

  get spec(): JoinSpec {
    const pieces = { pieceLength: PIECE } as JoinSpec['pieces']
    return { id: this.id, isPrivate: false, trackers: [], peers: [], pieces, downloaded: 0, uploaded: 0 }
  }

  /** Its peer id in hexadecimal. */
  theirs(key: PeerKey): string {
    return key.toString(16).padStart(40, '0')
  }

  connect(): Connection {
    const connection: Connection = {
      key: this.#next++ as PeerKey,
      written: 0,
      grant: 'free',
      upTo: Infinity,
      choking: false,
      peerChoking: false,
      interested: true,
      said: [],
      raw: [],
    }
    this.connections.set(connection.key, connection)
    return connection
  }

  disconnect({ key }: Connection): void {
    const meter = this.trade.meter(key)
    this.connections.delete(key)
    if (meter) this.events.peerDown(key, meter)
  }

  get events(): MeterEvents & TalkEvents {
    if (!this.#events) throw new Error('nobody joined')
    return this.#events
  }

  /** A block of such a length leaves, if it may. */
  serve(connection: Connection, length: number): boolean {
    if (connection.choking || connection.written + length > connection.upTo) return false
    connection.written += length
    this.events.written(connection.key, length)
    return true
  }

  readonly trade: Trade = {
    grant: (key, grant, upTo = Infinity) => {
      const connection = this.connections.get(key)
      if (connection) Object.assign(connection, { grant, upTo })
      return connection !== undefined
    },
    exclusive: () => true,
    meter: (key) => {
      const connection = this.connections.get(key)
      const { written = 0 } = connection ?? {}
      return connection ? { accepted: 0, verified: 0, bad: 0, unwanted: 0, written, sent: written } : null
    },
    standing: (key) => this.#standing(key),
    introduce: nothing,
    keep: nothing,
    introductions: () => this.introductions,
    say: (key, message) => {
      const connection = this.connections.get(key)
      const decoded = decodeMessage(message)
      if (decoded.is !== 'message') throw new Error('we said what nobody can read')
      connection?.said.push(decoded.message)
      connection?.raw.push(message)
      return connection !== undefined
    },
    soleSource: nothing,
    choke: (key) => {
      const connection = this.connections.get(key)
      if (connection) connection.choking = true
    },
    missing: PIECES * PIECE,
    downLimit: null,
    offers: true,
    wanting: 1,
  }

  #standing(key: PeerKey): PeerStanding | null {
    const connection = this.connections.get(key)
    if (!connection) return null
    const { choking, peerChoking, interested, written, upTo, grant } = connection
    return {
      address: '127.0.0.1:1',
      peerId: this.theirs(key),
      amInterested: true,
      amChoking: choking,
      peerInterested: interested,
      peerChoking,
      useful: true,
      downRate: 0,
      upRate: 0,
      paid: typeof grant === 'number',
      outbid: false,
      held: interested && written + BLOCK > upTo ? BLOCK : 0,
    }
  }

  #torrent(): SwarmTorrent {
    const { id, trade } = this
    const counts = { downRate: 0, unchokedUs: 1 }
    // What Speed looks at, and nothing else.
    return { id, trade, counts: () => counts } as unknown as SwarmTorrent
  }
}
