// Web seeds, fuzzed over real sockets on loopback: whatever they answer, what comes out of a fetch is whole blocks of
// what was asked for, and no more.

import { BLOCK } from '../../app/swarm/picker.ts'
import type { WebLayout } from '../../app/torrent/web-layout.ts'
import { Resolver } from '../../main/engine/trackers/resolver.ts'
import { WebClient } from '../../main/engine/web-seeds/web-client.ts'
import { WebFetch } from '../../main/engine/web-seeds/web-fetch.ts'
import { answerLike, hostileServer, type HostileServer } from './hostile-server.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

const PATIENCE_MS = 200
const PIECE = 2 * BLOCK
const LENGTH = 5 * PIECE - 777
const DATA = Uint8Array.from({ length: LENGTH }, (_, at) => at % 251)

const pieces = {
  pieceCount: 5,
  lengthOf: (piece: number): number => Math.min(PIECE, LENGTH - piece * PIECE),
  blockLength: (piece: number, block: number): number => Math.min(BLOCK, pieces.lengthOf(piece) - block * BLOCK),
}

/** One file, or three with an empty and a pad one among them. */
const layouts: readonly WebLayout[] = [
  { folder: null, files: [{ path: ['f'], offset: 0, length: LENGTH, pad: false }] },
  {
    folder: 't',
    files: [
      { path: ['t', 'a'], offset: 0, length: 40_000, pad: false },
      { path: ['t', 'none'], offset: 40_000, length: 0, pad: false },
      { path: ['.pad', '5'], offset: 40_000, length: 5_000, pad: true },
      { path: ['t', 'b ü?'], offset: 45_000, length: LENGTH - 45_000, pad: false },
    ],
  },
]

interface World {
  readonly server: HostileServer
  readonly bystander: HostileServer
  readonly client: WebClient
}

const open = async (): Promise<World> => {
  const resolver = new Resolver(() => Promise.reject(new Error('there are no names here')))
  const client = new WebClient({
    resolver,
    userAgent: 'fuzz',
    localAllowed: () => true,
    plainAllowed: () => true,
    patience: PATIENCE_MS,
  })
  return { server: await hostileServer(), bystander: await hostileServer('127.0.0.2'), client }
}
let world: Promise<World> | null = null

/** What a server that lies about parts may answer with. */
const told = (random: Random, head: string, places: readonly string[]) => {
  const [, from = '0', last = '0'] = /range: bytes=(\d+)-(\d+)/i.exec(head) ?? []
  const off = (): number => (random.chance(0.97) ? 0 : random.pick([-1, 1, 5_000, 2 ** 53]))
  const body = DATA.subarray(Number(from), Number(last) + 1 + (random.chance(0.85) ? 0 : random.pick([-1, 1, 40_000])))
  const size = /\/f /.test(head) ? LENGTH : random.pick([40_000, LENGTH - 45_000])
  const range = `Content-Range: bytes ${Number(from) + off()}-${Number(last) + off()}/${size + off()}`
  const isWhole = random.chance(size === LENGTH ? 0.2 : 0.02)
  if (isWhole) return { body: DATA, places, mayStay: true }
  return { body, status: '206 Part', headers: [range], places, mayStay: true }
}

export const webSeed = async (random: Random): Promise<'taken' | 'refused'> => {
  const { server, bystander, client } = await (world ??= open())
  let asked = 0
  server.say((head) => {
    asked++
    return answerLike(random, told(random, head, ['/f', '/t/a', `${bystander.origin}/f?reboot=1`]))
  })
  const layout = random.pick(layouts)
  const first = { piece: random.below(5), block: 0 }
  const offset = first.piece * PIECE
  const length = Math.min(LENGTH - offset, BLOCK * (1 + random.below(4)))
  const got = new Set<number>()
  let whole = false
  const fetch = new WebFetch(
    { first, offset, length },
    {
      url: layout.folder === null ? `${server.origin}/f` : `${server.origin}/`,
      layout,
      client,
      pieces,
      mayRead: () => Promise.resolve(),
      read: () => undefined,
      answered: (all) => (whole ||= all),
      took: (piece, block, data) => {
        const at = piece * PIECE + block * BLOCK
        insist(data.length === pieces.blockLength(piece, block), 'a block is not whole')
        insist(whole || (at >= offset && at < offset + length), 'a block that was not asked for')
        insist(!got.has(at), 'a block came twice')
        got.add(at)
      },
    },
  )
  const outcome = await fetch.go()
  insist(asked <= 2 * 7, 'asked without end')
  insist(bystander.connections() === 0, 'led to where a query acts')
  if (outcome.ok) insist(got.size >= Math.ceil(length / BLOCK), 'less came than was asked for')
  return outcome.ok ? 'taken' : 'refused'
}
