// The DHT, fuzzed over real sockets on loopback through the library behind our guard: questions of strangers, and answers to
// our own. Nodes that are named are of this computer, where nobody listens: whoever is named may be asked.

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from '../../app/bencode/bencode.js'
import { DhtNode } from '../../main/engine/swarm/dht-node.ts'
import { mutateBytes } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

/** An answer within this is one; it takes a fraction of a millisecond. */
const PATIENCE_MS = 20

interface World {
  readonly node: DhtNode
  readonly port: number
  /** Its only acquaintance. */
  readonly liar: Socket
  answer: (question: { readonly t: Uint8Array }) => Uint8Array
  /** Questions of our node so far. */
  asked: number
}

/** What is used here of the library behind our node. */
interface Library {
  addNode(node: { readonly host: string; readonly port: number; readonly id: string }): void
  lookup(infoHash: string, done: () => void): void
}

const questionIn = (bytes: Buffer): { readonly t: Uint8Array } | null => {
  const message = decode(bytes) as { readonly t: Uint8Array; readonly q?: unknown }
  return message.q === undefined ? null : message
}

const bound = async (host: string): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  return socket
}

const open = async (): Promise<World> => {
  const liar = await bound('127.0.0.1')
  const node = new DhtNode({
    port: 0,
    entries: [`127.0.0.1:${liar.address().port}`],
    known: [],
    peerPort: () => 50_000,
    found: (_, address) => insist(address.startsWith('127.'), 'a peer that nobody named'),
    log: () => undefined,
  })
  const world: World = { node, port: 0, liar, answer: () => new Uint8Array(), asked: 0 }
  liar.on('message', (bytes, from) => {
    const question = questionIn(bytes)
    if (!question) return
    world.asked++
    liar.send(world.answer(question), from.port, from.address)
  })
  await node.opened
  return Object.assign(world, { port: node.port ?? 0 })
}
let world: Promise<World> | null = null

const nowhere = (random: Random): Uint8Array => Uint8Array.from([127, ...random.bytes(3), 0, 1 + random.below(9)])

const wrong = (random: Random): unknown =>
  random.pick<unknown>([
    5,
    -1,
    [],
    {},
    [{}],
    { toString: 1 },
    { equals: 1 },
    new Uint8Array(3),
    new Uint8Array(20),
    2 ** 40,
  ])

/** Mostly right. */
const field = (random: Random, good: unknown): unknown => (random.chance(0.9) ? good : wrong(random))

const ask = (random: Random): Uint8Array => {
  const id = random.bytes(20)
  const q = random.pick(['ping', 'find_node', 'get_peers', 'announce_peer', 'get', 'put', 'x'])
  const a = { id: field(random, id), info_hash: field(random, id), target: field(random, id) }
  const more = { token: field(random, random.bytes(20)), port: field(random, 6881), v: field(random, random.bytes(9)) }
  const question = encode({ a: field(random, { ...a, ...more }), q: field(random, q), t: random.bytes(2), y: 'q' })
  return random.chance(0.3) ? mutateBytes(random, question) : question
}

const reply = (random: Random, t: Uint8Array): Uint8Array => {
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: random.below(most) }, make)
  const nodes = Buffer.concat(many(20, () => Buffer.concat([random.bytes(20), nowhere(random)])))
  const values = many(30, () => (random.chance(0.95) ? nowhere(random) : wrong(random)))
  const lists = { nodes: field(random, nodes), values: field(random, values) }
  const r = { id: field(random, random.bytes(20)), token: field(random, random.bytes(8)), ...lists }
  if (random.chance(0.1)) return encode({ e: field(random, [203, 'no']), t, y: 'e' })
  return encode({ r: field(random, r), t: random.chance(0.95) ? t : wrong(random), y: 'r' })
}

const heardSoon = (socket: Socket): Promise<boolean> =>
  once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    () => true,
    () => false,
  )

/** Each has an address of its own: who asks too often is not heard. */
const stranger = async (random: Random, { port }: World): Promise<boolean> => {
  const socket = await bound(`127.${1 + random.below(250)}.${random.below(250)}.${1 + random.below(250)}`)
  socket.send(ask(random), port, '127.0.0.1')
  const isAnswered = await heardSoon(socket)
  socket.close()
  return isAnswered
}

const lookup = async (random: Random, here: World): Promise<boolean> => {
  const before = here.asked
  here.answer = ({ t }) => reply(random, t)
  const hex = (): string => Buffer.from(random.bytes(20)).toString('hex')
  const { dht } = here.node as unknown as { readonly dht: Library | null }
  dht?.addNode({ host: '127.0.0.1', port: here.liar.address().port, id: hex() })
  dht?.lookup(hex(), () => undefined)
  await heardSoon(here.liar)
  return here.asked > before
}

export const dhtNode = async (random: Random): Promise<'taken' | 'refused'> => {
  const here = await (world ??= open())
  return (await (random.chance(0.7) ? stranger : lookup)(random, here)) ? 'taken' : 'refused'
}
