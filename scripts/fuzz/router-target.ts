// Routers, fuzzed over real sockets on loopback: whatever they answer to NAT-PMP, PCP and UPnP, we hear of a mapping or of
// a reason, and nobody but the router hears of us.

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { MapQuestion } from '../../app/net/nat-pmp.ts'
import { NatPmpRouter } from '../../main/engine/network/nat-pmp-router.ts'
import type { Mapped, Router } from '../../main/engine/network/router.ts'
import { UpnpRouter } from '../../main/engine/network/upnp-router.ts'
import { answerLike, hostileServer, type HostileServer } from './hostile-server.ts'
import { mutateBytes } from './inputs.ts'
import { insist } from './insist.ts'
import type { Random } from './random.ts'

const HOST = '127.0.0.1'
const PAUSES = [15, 15]
const WAN = 'urn:schemas-upnp-org:service:WANIPConnection:1'

interface World {
  readonly pmp: Socket
  readonly ssdp: Socket
  readonly web: HostileServer
  readonly bystander: HostileServer
  answer: (question: Buffer) => readonly Uint8Array[]
}

const bound = async (): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.bind(0, HOST)
  await once(socket, 'listening')
  return socket
}

const open = async (): Promise<World> => {
  const [pmp, ssdp] = [await bound(), await bound()]
  const web = await hostileServer()
  const world: World = { pmp, ssdp, web, bystander: await hostileServer('127.0.0.2'), answer: () => [] }
  for (const socket of [pmp, ssdp]) {
    socket.on('message', (bytes, { port, address }) => {
      for (const answer of world.answer(bytes)) socket.send(answer, port, address)
    })
  }
  return world
}
let world: Promise<World> | null = null

/** PCP's and NAT-PMP's answers to what was asked. */
const soundAnswer = (question: Buffer): Buffer => {
  const answer = Buffer.from(question)
  if (question[0] === 2) {
    answer[1] = 0x81
    answer.fill(0, 2, 4)
    return answer
  }
  const older = Buffer.alloc(question[1] === 0 ? 12 : 16)
  older[1] = 0x80 | (question[1] ?? 0)
  if (older.length === 16) question.copy(older, 8, 4, 6)
  if (older.length === 16) older.writeUInt16BE(50_000, 10)
  return older
}

const natPmp = ({ pmp }: World): Router => new NatPmpRouter({ host: HOST, port: pmp.address().port }, PAUSES)

const bentAnswers =
  (random: Random) =>
  (question: Buffer): readonly Uint8Array[] => {
    const sound = soundAnswer(question)
    if (random.chance(0.1)) sound.writeUInt16BE(random.below(20), 2)
    const bent = random.chance(0.4) ? mutateBytes(random, sound) : sound
    return random.chance(0.1) ? [random.bytes(random.below(80)), bent] : [bent]
  }

const describe = (random: Random, control: string): string => {
  const base = random.chance(0.2) ? `<URLBase>${random.pick(['http://127.0.0.1/', 'x', control])}</URLBase>` : ''
  const service = `<service><serviceType>${WAN}</serviceType><controlURL>${control}</controlURL></service>`
  return `<?xml version="1.0"?><root>${base}<device>${service.repeat(random.chance(0.01) ? 500 : 1)}</device></root>`
}

const soap = (random: Random): string => {
  const action = random.pick(['AddPortMapping', 'GetExternalIPAddress', 'DeletePortMapping'])
  const address = '<NewExternalIPAddress>1.2.3.4</NewExternalIPAddress>'
  const fault = `<errorCode>${random.pick([401, 606, 718, 725, 728, 'x'])}</errorCode>`
  return random.chance(0.8) ? `<s:Body><u:${action}Response>${address}</u:x></s:Body>` : fault
}

const upnp = (random: Random, { ssdp, web, bystander }: World): Router => {
  web.say((head) => {
    const control = random.pick([
      '/control',
      '/control',
      '/control',
      `${bystander.origin}/c`,
      '//127.0.0.2/c',
      '',
      'http://',
    ])
    const body = head.startsWith('GET') ? describe(random, control) : soap(random)
    return answerLike(random, { body: Buffer.from(body), places: [`${bystander.origin}/`, '/'] })
  })
  return new UpnpRouter({ host: HOST, port: ssdp.address().port })
}

/** As many that say nothing as end the search at once. */
const found = (random: Random, { web, bystander }: World): readonly Uint8Array[] => {
  const location = random.chance(0.9) ? `${web.origin}/d.xml` : random.pick([`${bystander.origin}/`, 'file:///x', ''])
  const sound = Buffer.from(`HTTP/1.1 200 OK\r\nST: x\r\nLOCATION: ${location}\r\n\r\n`)
  return [
    random.chance(0.2) ? mutateBytes(random, sound) : sound,
    ...Array.from({ length: 32 }, () => Buffer.from('x')),
  ]
}

const question: MapQuestion = { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600 }

const insistOnMapping = (mapped: Mapped): void => {
  if (!mapped.ok) return insist(typeof mapped.why === 'string', 'no reason')
  const { external, lifetime } = mapped.value
  insist(external >= 0 && external < 65_536 && lifetime >= 0 && lifetime < 2 ** 32, 'no mapping')
}

export const routerTalk = async (random: Random): Promise<'taken' | 'refused'> => {
  const here = await (world ??= open())
  const byUpnp = random.chance(0.5)
  const router = byUpnp ? upnp(random, here) : natPmp(here)
  here.answer = byUpnp ? () => found(random, here) : bentAnswers(random)
  const mapped = await router.map(question)
  insistOnMapping(mapped)
  if (mapped.ok && random.chance(0.3)) await router.address()
  if (mapped.ok && random.chance(0.3)) await router.unmap('tcp', 50_000, 50_000)
  insist(here.bystander.connections() === 0, 'led to somebody else')
  return mapped.ok ? 'taken' : 'refused'
}
