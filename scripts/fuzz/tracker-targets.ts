// Trackers and whoever holds a .torrent, fuzzed over real sockets on loopback: whatever they answer, we hear of a result
// or a failure, and are led nowhere we may not go.

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { encode } from '../../app/bencode/bencode.js'
import { MAX_PEERS, type AnnounceRequest } from '../../app/trackers/announce.ts'
import { HttpTrackers } from '../../main/engine/trackers/http-tracker.ts'
import { readAnnounce } from '../../app/trackers/http-answer.ts'
import { Resolver } from '../../main/engine/trackers/resolver.ts'
import { UdpTrackers } from '../../main/engine/trackers/udp-tracker.ts'
import { answerLike, hostileServer, type HostileServer } from './hostile-server.ts'
import { mutateBytes } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'
import { insistOnPeers } from '../../main/engine/swarm/testing/protocol-fuzz.ts'

type Outcome = 'taken' | 'refused'

const PATIENCE_MS = 200
const resolver = new Resolver(() => Promise.reject(new Error('there are no names here')))

interface HttpWorld {
  readonly server: HostileServer
  /** On this computer too, where no redirect may lead: a network the user did not open. */
  readonly bystander: HostileServer
  readonly client: HttpTrackers
}

const openHttp = async (): Promise<HttpWorld> => {
  const client = new HttpTrackers({ resolver, userAgent: 'fuzz', localAllowed: () => false, timeout: PATIENCE_MS })
  return { server: await hostileServer(), bystander: await hostileServer('127.0.0.2'), client }
}
let http: Promise<HttpWorld> | null = null

const trackerBody = (random: Random): Uint8Array =>
  encode({
    interval: random.pick<unknown>([1_800, -1, 0, 2 ** 53, 'x']),
    peers: random.chance(0.8)
      ? random.bytes(6 * random.below(80))
      : random.pick<unknown>([[], 5, [{ ip: '::1', port: 1 }]]),
    ...(random.chance(0.2) && { peers6: random.bytes(18 * random.below(5)) }),
    ...(random.chance(0.05) && { 'failure reason': 'no' }),
  })

export const httpTracker = async (random: Random): Promise<Outcome> => {
  const { server, bystander, client } = await (http ??= openHttp())
  const paths: string[] = []
  const elsewhere = `${bystander.origin}/reset?now=1`
  server.say((head) => {
    paths.push(head.split(' ')[1] ?? '')
    const places = ['/announce?again', `${server.origin}/admin`, elsewhere, 'announce']
    return answerLike(random, { body: trackerBody(random), places, mayStay: true })
  })
  const reply = await client.ask(`${server.origin}/announce?info_hash=x`)
  insist(paths.length <= 6, 'followed without end')
  insist(
    paths.every((path) => path.startsWith('/announce')),
    'led to what is no tracker',
  )
  insist(bystander.connections() === 0, 'led to somebody else')
  if (!reply.ok) return 'refused'
  insist(reply.value.body.length <= 1_048_576, 'more than may be')
  const answer = readAnnounce(reply.value.body)
  if (answer.ok) insistOnPeers(answer.value.peers)
  return answer.ok ? 'taken' : 'refused'
}

const REQUEST: AnnounceRequest = {
  infoHash: new Uint8Array(20),
  peerId: new Uint8Array(20),
  port: 5_000,
  uploaded: 1,
  downloaded: 2,
  left: 3,
  key: 1,
  wanted: 100,
  event: null,
  trackerId: null,
}

const soundAnswer = (random: Random, question: Buffer): Uint8Array => {
  const action = question.readUInt32BE(8)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(random.chance(0.05) ? 3 : action)
  question.copy(head, 4, 12, 16)
  return Buffer.concat([head, action === 0 ? random.bytes(8) : random.bytes(12 + 6 * random.below(100))])
}

interface UdpWorld {
  readonly socket: Socket
  readonly client: UdpTrackers
  answer: (question: Buffer) => readonly Uint8Array[]
}

const openUdp = async (): Promise<UdpWorld> => {
  const client = new UdpTrackers({ resolver, localAllowed: () => true, patience: [PATIENCE_MS / 2, PATIENCE_MS / 2] })
  const world: UdpWorld = { socket: createSocket('udp4'), client, answer: () => [] }
  world.socket.on('message', (bytes, { port, address }) => {
    for (const answer of world.answer(bytes)) world.socket.send(answer, port, address)
  })
  world.socket.bind(0, '127.0.0.1')
  await once(world.socket, 'listening')
  return world
}
let udp: Promise<UdpWorld> | null = null

export const udpTracker = async (random: Random): Promise<Outcome> => {
  const world = await (udp ??= openUdp())
  world.answer = (question) => {
    if (question.length < 16) return []
    const answers = Array.from({ length: 1 + random.below(3) }, () => soundAnswer(random, question))
    return answers.map((answer, n) => (n > 0 || random.chance(0.3) ? mutateBytes(random, answer) : answer))
  }
  const url = `udp://127.0.0.1:${world.socket.address().port}/announce`
  const answer = await (random.chance(0.8)
    ? world.client.announce(url, REQUEST)
    : world.client.scrape(url, REQUEST.infoHash))
  if (!answer.ok) {
    insist((answer.error.message ?? '').length <= 1_000, 'a long error')
    return 'refused'
  }
  if ('peers' in answer.value && Array.isArray(answer.value.peers)) {
    insist(answer.value.peers.length <= MAX_PEERS, 'more peers than may be')
  }
  return 'taken'
}
