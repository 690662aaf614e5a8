// What comes from neighbours, routers and nodes of the DHT, fuzzed: datagrams anybody can send.

import { BencodeError, decode, encode } from '../../app/bencode/bencode.js'
import { cleanDhtMessage } from '../../app/net/dht-message.ts'
import { formatAnnouncement, parseAnnouncement } from '../../app/net/local-message.ts'
import { askNatPmp, askPcp, readAddress, readNatPmp, readPcp, type MapQuestion } from '../../app/net/nat-pmp.ts'
import { readDescription, readLocation, readSoap } from '../../app/net/upnp.ts'
import { mutateBytes } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

type Outcome = 'taken' | 'refused'

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

const dhtMessage = (random: Random): object => {
  const id = random.bytes(20)
  const value = (good: unknown): unknown =>
    random.chance(0.85) ? good : random.pick([5, -1, [], {}, [{}], random.bytes(3), new Uint8Array(60), 2 ** 40])
  const t = value(random.bytes(2))
  const queries = ['ping', 'find_node', 'get_peers', 'announce_peer', 'put', 'x']
  const fields = { target: value(id), info_hash: value(id), token: value(random.bytes(8)), port: value(6881) }
  const lists = { nodes: value(random.bytes(26 * random.below(9))), values: value([random.bytes(6), value(id)]) }
  return random.pick<() => object>([
    () => ({ t, y: 'q', q: value(random.pick(queries)), a: value({ id: value(id), ...fields }) }),
    () => ({ t, y: 'r', r: value({ id: value(id), token: value(id), ...lists }) }),
    () => ({ t, y: 'e', e: value([value(203), value('no')]) }),
  ])()
}

export const dht = (random: Random): Outcome => {
  const bytes = mutateBytes(random, encode(dhtMessage(random)))
  let message: unknown
  try {
    message = decode(bytes)
  } catch (error) {
    insist(error instanceof BencodeError, 'decoding threw something else')
    return 'refused'
  }
  const clean = cleanDhtMessage(message, random.pick(['8.8.8.8', '192.168.1.7']))
  if (!clean) return 'refused'
  const { a, r } = clean.message as { a?: { id: Uint8Array }; r?: { id: Uint8Array; nodes?: Uint8Array } }
  insist((a ?? r ?? { id: { length: 20 } }).id.length === 20, 'an id is none')
  insist((r?.nodes?.length ?? 0) % 26 === 0, 'nodes are cut')
  encode(clean.message)
  return 'taken'
}

export const neighbour = (random: Random): Outcome => {
  const hash = Buffer.from(random.bytes(20)).toString('hex')
  const infoHashes = Array.from({ length: 1 + random.below(30) }, () => hash)
  const sound = formatAnnouncement('239.192.152.143:6771', { port: random.below(70_000), infoHashes, cookie: 'c' })
  const heard = parseAnnouncement(latin1(mutateBytes(random, Buffer.from(sound, 'latin1'))))
  if (!heard) return 'refused'
  insist(heard.port > 0 && heard.port < 65_536, 'the port is none')
  insist(heard.infoHashes.length > 0 && heard.infoHashes.every((one) => /^[0-9a-f]{40}$/.test(one)), 'no infohash')
  return 'taken'
}

const question: MapQuestion = { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600 }

const natPmp = (random: Random): Outcome => {
  const nonce = new Uint8Array(12)
  const pcp = askPcp(question, '10.0.0.2', nonce)
  pcp[1] = 0x81
  const older = Buffer.concat([Buffer.from([0, 0x82, 0, 0, 0, 0, 0, 1]), askNatPmp(question).subarray(4)])
  const bytes = mutateBytes(random, random.pick([pcp, older]))
  const answers = [readPcp(bytes, question, nonce), readNatPmp(bytes, question), readAddress(bytes)]
  for (const answer of answers) {
    const value = answer?.ok && typeof answer.value === 'object' ? answer.value : null
    insist(!value || (value.external >= 0 && value.external < 65_536), 'the port is none')
  }
  return answers.some((answer) => answer?.ok) ? 'taken' : 'refused'
}

const DESCRIPTION =
  '<?xml version="1.0"?><root><device><serviceList><service>' +
  '<serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>' +
  '<controlURL>/ctl?a=1&amp;b=2</controlURL></service></serviceList></device></root>'
const ANSWER = 'HTTP/1.1 200 OK\r\nST: x\r\nLOCATION: http://192.168.1.1:5000/d.xml\r\n\r\n'
const SOAP = '<s:Body><u:AddPortMappingResponse/><NewExternalIPAddress>1.2.3.4</NewExternalIPAddress></s:Body>'

const upnp = (random: Random): Outcome => {
  const text = latin1(mutateBytes(random, Buffer.from(random.pick([DESCRIPTION, ANSWER, SOAP]))))
  const location = readLocation(text)
  insist(location === null || /^\S{1,1024}$/.test(location), 'a location has blanks')
  const point = readDescription(text)
  insist(point === null || (point.path !== '' && point.service.startsWith('urn:')), 'no control point')
  const soap = readSoap(200, 'AddPortMapping', text)
  return location !== null || point !== null || soap.ok ? 'taken' : 'refused'
}

export const router = (random: Random): Outcome => (random.chance(0.5) ? natPmp(random) : upnp(random))
