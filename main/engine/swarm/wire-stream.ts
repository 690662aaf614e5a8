// Joins a socket and WebTorrent's wire without the chain of throttle streams between them: bytes go straight into the
// parser, messages straight into the socket, writes of one turn in one system call. It is also the guard in front of
// the parser: whatever a peer sends, the worst that happens is that this peer is closed.

import type { EventEmitter } from 'node:events'
import Wire from 'bittorrent-protocol'
import Peer, { type Connection } from 'webtorrent/lib/peer.js'
import { Patience } from '../../../app/swarm/patience.ts'
import { BLOCK as BLOCK_LENGTH } from '../../../app/swarm/picker.ts'
import { ciphersOf } from './encryptor.ts'
import { readInto } from './fixed-buffer.ts'
import { MessageParser } from './message-parser.ts'
import { PieceBuffers } from './piece-buffers.ts'
import type { Rc4 } from './rc4.ts'

/** Who gets the messages that carry the load; everything else goes to the wire's own handlers. */
export interface WireSink {
  onBlock(piece: number, offset: number, data: Uint8Array): void
  onRequest(piece: number, offset: number, length: number): void
  onCancel(piece: number, offset: number, length: number): void
  /** Any other message; false: the wire's own handler need not see it. */
  passes(id: number, message: Uint8Array): boolean
}

/** Bytes beside the payload, encryption's handshakes included. */
export interface Overhead {
  received: number
  sent: number
}

interface Tap {
  readonly overhead: Overhead
  sink: WireSink | null
  readonly conn: Connection
  /** Told when the system took what is being said right now. */
  taken: ((error?: unknown) => void) | null
  corked: boolean
  parser: MessageParser | null
  readonly patience: Patience
}

const taps = new WeakMap<Wire, Tap>()

/** The longest message of any peer: a block, an extension message, or the bitfield of the largest torrent. */
const MAX_MESSAGE = 1_048_576
/** The longest extension message: metadata comes 16 KiB at a time, peer exchange and handshakes are shorter. */
const MAX_EXTENDED = 65_536
/** Bytes of answers a peer may leave unread before it is given up; more than the longest metadata. */
export const MAX_UNREAD = 16_777_216
/** Names one peer may list in its extended handshakes. */
const MAX_NAMES = 500

const [HAVE, BITFIELD, REQUEST, BLOCK, CANCEL, HAVE_ALL, HAVE_NONE, REJECT, EXTENDED] = [4, 5, 6, 7, 8, 14, 15, 16, 20]

/** What a message takes of our patience; those not listed take 1. Sessions charge for what they know to be useless. */
const COST = new Map([
  [HAVE_ALL, 500],
  [HAVE_NONE, 500],
  [REQUEST, 0],
  [BLOCK, 0],
  [CANCEL, 0],
  [EXTENDED, 3],
])
const COST_UNHEARD = 0.2
const COST_HANDSHAKE = 100
/** Bytes of a bitfield that cost 1: aria2 sends one instead of many haves, of small torrents every few pieces. */
const BITFIELD_BYTES = 25

const uint32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) * 0x1000000 + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))

/** Sets who receives blocks and requests of a wire. Before that, requests and blocks are dropped. */
export const tapWire = (wire: Wire, sink: WireSink): void => {
  const tap = taps.get(wire)
  if (tap) tap.sink = sink
}

/** For a message without use; throws once there were too many of them. */
export const chargePeer = (wire: Wire, cost: number): void => {
  if (taps.get(wire)?.patience.charge(cost, performance.now()) === false) throw new RangeError('useless messages')
}

const costOf = (id: number, message: Uint8Array, heard: boolean): number => {
  if (id === HAVE || id === REJECT) return heard ? 0 : COST_UNHEARD
  if (COST.get(id) === 0 && !heard) return COST_UNHEARD
  if (id === EXTENDED && message[1] === 0) return COST_HANDSHAKE
  if (id === BITFIELD) return Math.max(2, message.length / BITFIELD_BYTES)
  return COST.get(id) ?? 1
}

export const overheadOf = (wire: Wire): Readonly<Overhead> => taps.get(wire)?.overhead ?? { received: 0, sent: 0 }

export const socketBacklog = (wire: Wire): number => taps.get(wire)?.conn.writableLength ?? 0

export interface BlockFate {
  /** Nobody looks at the data any more. */
  released(): void
  /** The system took it from the socket. Not called when the connection ended before. */
  taken(): void
}

/** Memory for encrypted blocks on their way into sockets. */
const sealed = new PieceBuffers(8 * 1024 * 1024)

/** Writes a block: header and data leave together, nothing is copied when the wire is not encrypted. */
export const writeBlock = (wire: Wire, piece: number, offset: number, data: Uint8Array, fate: BlockFate): void => {
  const header = Buffer.allocUnsafe(13)
  header.writeUInt32BE(9 + data.length, 0)
  header[4] = 7
  header.writeUInt32BE(piece, 5)
  header.writeUInt32BE(offset, 9)
  const tap = taps.get(wire)
  if (!tap || wire._finished) return fate.released()
  if (!tap.conn.destroyed) tap.overhead.sent -= data.length
  const ciphers = ciphersOf(wire)
  if (ciphers) return writeSealed(tap, ciphers.outgoing, header, data, fate)
  send(tap, header)
  send(tap, data, (error) => {
    fate.released()
    if (!error) fate.taken()
  })
}

const writeSealed = (tap: Tap, cipher: Rc4, header: Uint8Array, data: Uint8Array, fate: BlockFate): void => {
  const length = header.length + data.length
  const isUsual = data.length === BLOCK_LENGTH
  const message = isUsual ? sealed.take(length) : new Uint8Array(length)
  message.set(header)
  message.set(data, header.length)
  fate.released()
  cipher.change(message)
  send(tap, message, (error) => {
    if (isUsual) sealed.give(message)
    if (!error) fate.taken()
  })
}

/** Has the wire say one message; `taken` as of a block. */
export const sayTaken = (wire: Wire, say: () => void, taken: () => void): void => {
  const tap = taps.get(wire)
  if (tap) tap.taken = (error) => void (error || taken())
  try {
    say()
  } finally {
    if (tap) tap.taken = null
  }
}

/** What was said in this turn leaves now, and not at its end: the connection may be gone by then. */
export const flushWire = (wire: Wire): void => {
  const tap = taps.get(wire)
  if (!tap?.corked || tap.conn.destroyed) return
  tap.conn.uncork?.()
  tap.conn.cork?.()
}

/** Writes a request or cancel. */
export const writeRequest = (wire: Wire, id: 6 | 8, piece: number, offset: number, length: number): void => {
  const message = Buffer.allocUnsafe(17)
  message.writeUInt32BE(13, 0)
  message[4] = id
  message.writeUInt32BE(piece, 5)
  message.writeUInt32BE(offset, 9)
  message.writeUInt32BE(length, 13)
  wire._push(message)
}

const deliver = (wire: Wire, tap: Tap, message: Uint8Array, borrowed: boolean): void => {
  const id = message[0] ?? 0
  const { sink } = tap
  const cost = costOf(id, message, sink !== null)
  if (cost > 0) chargePeer(wire, cost)
  if (id === BLOCK && message.length > 9) {
    tap.overhead.received -= message.length - 9
    return sink?.onBlock(uint32(message, 1), uint32(message, 5), message.subarray(9))
  }
  if (id === REQUEST && message.length === 13)
    return sink?.onRequest(uint32(message, 1), uint32(message, 5), uint32(message, 9))
  if (id === CANCEL && message.length === 13)
    return sink?.onCancel(uint32(message, 1), uint32(message, 5), uint32(message, 9))
  if (id === REQUEST || id === BLOCK || id === CANCEL) throw new RangeError('message of the wrong length')
  if (sink && !sink.passes(id, message)) return
  // Handlers keep parts of what they get, and write to them; the chunk it came in is used again. (`slice` of a Buffer
  // would be no copy.)
  wire._onMessage(borrowed || id === BITFIELD || id === EXTENDED ? Buffer.from(message) : message)
}

/** The wire is past its handshakes, between two messages or within one: from here on our parser reads. */
const isSettled = (wire: Wire): boolean =>
  ((wire._parserSize === 4 && wire._parser === wire._onMessageLength) || wire._parser === wire._onMessage) &&
  !wire._pePending &&
  wire._cryptoSyncPattern === null

const takeOver = (wire: Wire, tap: Tap): MessageParser => {
  const parser = new MessageParser(
    (message, borrowed) => deliver(wire, tap, message, borrowed),
    () => MAX_MESSAGE,
  )
  tap.parser = parser
  const rest = wire._buffer
  wire._buffer = []
  wire._bufferSize = 0
  if (wire._parser === wire._onMessage) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(wire._parserSize)
    parser.feed(length)
  }
  for (const chunk of rest) parser.feed(chunk)
  return parser
}

const receive = (wire: Wire, tap: Tap, chunk: Uint8Array): void => {
  tap.overhead.received += chunk.length
  if (tap.parser) return tap.parser.feed(ciphersOf(wire)?.incoming.borrow(chunk) ?? chunk)
  // The library's parser keeps what it was given until a message is whole.
  wire._write(Buffer.from(chunk), () => undefined)
  if (isSettled(wire)) takeOver(wire, tap)
}

const send = (tap: Tap, data: Uint8Array, done?: (error?: unknown) => void): boolean => {
  const { conn } = tap
  if (conn.destroyed) {
    done?.(new Error('closed'))
    return false
  }
  tap.overhead.sent += data.length
  if (!tap.corked && conn.cork && conn.uncork) {
    tap.corked = true
    conn.cork()
    process.nextTick(() => {
      tap.corked = false
      conn.uncork?.()
    })
  }
  return done ? conn.write(data, done) : conn.write(data)
}

const attach = (peer: Peer): void => {
  const { conn, wire } = peer
  if (!conn || !wire) return
  const tap: Tap = {
    overhead: { received: 0, sent: 0 },
    sink: null,
    conn,
    taken: null,
    corked: false,
    parser: null,
    patience: new Patience(),
  }
  taps.set(wire, tap)
  conn.setNoDelay?.(true)
  const onBytes = (chunk: Uint8Array): void => {
    if (wire.destroyed || peer.destroyed) return
    try {
      receive(wire, tap, chunk)
    } catch (error) {
      ;(peer as EventEmitter).emit('misbehaved', error)
      peer.destroy(error)
    }
  }
  if (!readInto(conn, onBytes)) conn.on('data', onBytes)
}

const originalPush = Wire.prototype.push

let installed = false

/** To be called before the first client is made; again is of no effect. */
export const installWireStream = (): void => {
  if (installed) return
  installed = true
  Peer.prototype.setThrottlePipes = function (this: Peer) {
    attach(this)
  }
  Wire.prototype.push = function (this: Wire, data: Uint8Array | null) {
    const tap = taps.get(this)
    return tap && data !== null ? send(tap, data, tap.taken ?? undefined) : originalPush.call(this, data)
  }
  const onMessageLength = Wire.prototype._onMessageLength
  Wire.prototype._onMessageLength = function (this: Wire, buffer: Uint8Array) {
    if (uint32(buffer, 0) > MAX_MESSAGE) throw new RangeError('message too long')
    onMessageLength.call(this, buffer)
  }
  const onMessage = Wire.prototype._onMessage
  Wire.prototype._onMessage = function (this: Wire, buffer: Uint8Array) {
    // What came together with the handshake; later messages are counted as they are parsed.
    if (taps.get(this)?.parser === null) chargePeer(this, costOf(buffer[0] ?? 0, buffer, false))
    onMessage.call(this, buffer)
  }
  const onExtended = Wire.prototype._onExtended
  Wire.prototype._onExtended = function (this: Wire, id: number, payload: Uint8Array) {
    if (payload.length > MAX_EXTENDED) throw new RangeError('extension message too long')
    onExtended.call(this, id, payload)
    if (id === 0 && Object.keys(this.peerExtendedMapping).length > MAX_NAMES)
      throw new RangeError('too many extensions')
  }
}
