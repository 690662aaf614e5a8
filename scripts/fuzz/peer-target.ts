// Peers, fuzzed over real sockets on loopback against a whole swarm: one torrent that we have, one that we lack and one
// of which only the link is known. Whatever one connection says, the next is greeted, and nothing goes uncaught.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encode } from '../../app/bencode/bencode.js'
import { extended, handshake, message, numbers } from '../../main/engine/swarm/testing/raw-peer.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from '../../main/engine/swarm/testing/sample-swarm.ts'
import { mutateBytes } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

const PIECES = 40
const PIECE = 32_768
/** On a busy machine; it takes a millisecond. */
const GREETED_WITHIN_MS = 10_000
const PATIENCE_MS = 20

interface World {
  readonly port: number
  readonly ids: readonly string[]
}

const open = async (utp: boolean): Promise<World> => {
  const swarm = await openSwarm(testSettings({ pex: true, utp }))
  const samples = [0, 1, 2].map(() => sampleTorrent(PIECES * PIECE - 9, PIECE))
  const [had, lacked, linked] = samples
  if (had) joinSample(swarm, had, { have: 'all', data: had.data })
  if (lacked) joinSample(swarm, lacked)
  if (linked) joinSample(swarm, linked, { metadataOnly: true })
  return { port: swarm.stats().port ?? 0, ids: samples.map(({ id }) => id) }
}
let byTcp: Promise<World> | null = null
let byUtp: Promise<World> | null = null

const ODD = [0, 1, PIECES - 1, PIECES, PIECE, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
const integer = (random: Random, usual: number): number => (random.chance(0.9) ? random.below(usual) : random.pick(ODD))
const block = (random: Random): Buffer => {
  const length = random.chance(0.8) ? 16_384 : integer(random, 140_000)
  return numbers(integer(random, PIECES), integer(random, 2) * 16_384, length)
}

const greeting = (random: Random): Uint8Array =>
  encode({
    m: { ut_metadata: random.pick<unknown>([3, 1, 0, -1, 'x']), ut_pex: random.pick([1, 9, 255]) },
    metadata_size: random.pick<unknown>([300, 0, -1, 2 ** 32, 'x']),
    reqq: random.pick<unknown>([250, 0, -1, 'x']),
    p: random.pick<unknown>([6881, 0, 70_000]),
    yourip: random.bytes(random.pick([4, 16, 5])),
    upload_only: random.below(3),
  })

const metadata = (random: Random): Uint8Array => {
  const head = { msg_type: random.below(4), piece: random.pick<unknown>([0, 1, -1, 2 ** 31]), total_size: 300 }
  return Buffer.concat([encode(head), random.bytes(random.below(400))])
}

/** Addresses of this computer, where nobody listens: what is heard here is dialled. */
const nowhere = (random: Random): readonly number[] => [127, ...random.bytes(3), 0, 1 + random.below(9)]

const pex = (random: Random): Uint8Array => {
  const added = Array.from({ length: random.below(40) }, () => nowhere(random)).flat()
  return encode({ added: Uint8Array.from(added), 'added.f': random.bytes(3) })
}

/** A message of any kind, mostly as it should be. */
const sound = (random: Random): Uint8Array =>
  random.pick<() => Uint8Array>([
    () => message(random.below(4)),
    () => message(4, numbers(integer(random, PIECES))),
    () => message(5, random.bytes(random.chance(0.9) ? PIECES / 8 : random.below(9))),
    () => message(6, block(random)),
    () =>
      message(7, numbers(integer(random, PIECES), 16_384 * random.below(2)), Buffer.alloc(random.pick([0, 9, 16_384]))),
    () => message(8, block(random)),
    () => message(9, random.bytes(2)),
    () => message(random.pick([14, 15])),
    () => message(random.pick([13, 17]), numbers(integer(random, PIECES))),
    () => message(16, block(random)),
    () => extended(0, greeting(random)),
    () => extended(random.pick([1, 1, 3]), metadata(random)),
    () => message(random.below(256), random.bytes(random.below(60))),
    () => Buffer.alloc(4),
  ])()

const said = (random: Random): Uint8Array => {
  // Nothing of it is changed: it might be somebody's address.
  if (random.chance(0.07)) return extended(2, pex(random))
  const bytes = sound(random)
  return bytes.length < 2_000 && random.chance(0.1) ? mutateBytes(random, bytes) : bytes
}

/** One who is banned for what it sent is not the next one: each has an address of its own. */
const addressOf = (random: Random): string =>
  `127.${1 + random.below(250)}.${random.below(250)}.${1 + random.below(250)}`

const dial = async (port: number, localAddress: string): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.on('error', () => undefined)
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

const within = <T>(ms: number, what: Promise<T>, otherwise: T): Promise<T> => {
  const late = Promise.withResolvers<T>()
  const timer = setTimeout(() => late.resolve(otherwise), ms)
  return Promise.race([what, late.promise]).finally(() => clearTimeout(timer))
}

/** Nonsense, or an encryption handshake of somebody who knows no key. */
const stranger = async (random: Random, socket: Socket): Promise<void> => {
  socket.write(random.bytes(random.pick([1, 20, 68, 96, 700])))
  if (random.chance(0.5)) socket.write(Buffer.alloc(96, random.pick([0, 1, 0xff])))
  socket.end()
}

const acquaintance = async (random: Random, socket: Socket, id: string): Promise<boolean> => {
  const heard = once(socket, 'data').then(() => true)
  heard.catch(() => undefined)
  socket.write(handshake(id))
  insist(await within(GREETED_WITHIN_MS, heard, false), 'a peer is not greeted any more')
  socket.resume()
  const messages = Array.from({ length: 1 + random.below(12) }, () => said(random))
  if (random.chance(0.5)) socket.write(Buffer.concat(messages))
  else for (const each of messages) socket.write(each)
  if (random.chance(0.1)) socket.write(numbers(random.pick([0xffff_ffff, 0x8000_0000, 1_048_577])))
  return true
}

export const peer = async (random: Random): Promise<'taken' | 'refused'> => {
  const { port, ids } = await (byTcp ??= open(false))
  const socket = await dial(port, addressOf(random))
  const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)))
  if (random.chance(0.1)) await stranger(random, socket)
  else await acquaintance(random, socket, random.pick(ids))
  // Whoever said something that cannot be is sent away; anybody else may stay.
  const sentAway = await within(PATIENCE_MS, closed, false)
  socket.destroy()
  return sentAway ? 'refused' : 'taken'
}

/** uTP's kinds of packet, its version, and what follows them. */
const packet = (random: Random): Uint8Array => {
  const head = Buffer.alloc(20)
  head[0] = (random.below(6) << 4) | (random.chance(0.9) ? 1 : random.below(16))
  head[1] = random.chance(0.8) ? random.below(3) : random.below(256)
  head.writeUInt16BE(random.below(65_536), 2)
  random.bytes(16).forEach((byte, at) => (head[4 + at] = byte))
  const extension = head[1] === 0 ? [] : [random.below(3), random.pick([0, 4, 255]), ...random.bytes(random.below(8))]
  return Buffer.concat([head, Buffer.from(extension), random.bytes(random.below(200))])
}

/** Datagrams to the port of uTP; a peer by TCP is greeted all the same. */
export const datagram = async (random: Random): Promise<'taken' | 'refused'> => {
  const { port, ids } = await (byUtp ??= open(true))
  const sender = createSocket('udp4')
  for (let times = 1 + random.below(6); times > 0; times--) {
    const sent = Promise.withResolvers<void>()
    const bytes = random.chance(0.8) ? packet(random) : random.bytes(random.below(1_400))
    sender.send(bytes, port, '127.0.0.1', () => sent.resolve())
    await sent.promise
  }
  const answered = once(sender, 'message').then(() => true)
  answered.catch(() => undefined)
  const heard = await within(2, answered, false)
  sender.close()
  if (random.chance(0.2)) {
    const socket = await dial(port, '127.0.0.1')
    await acquaintance(random, socket, random.pick(ids))
    socket.destroy()
  }
  return heard ? 'taken' : 'refused'
}
