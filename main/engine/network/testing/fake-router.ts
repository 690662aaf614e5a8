// A router on loopback that speaks NAT-PMP, PCP and UPnP, honestly or as badly as it is told: for tests.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeMapping {
  readonly transport: 'tcp' | 'udp'
  readonly internal: number
  readonly external: number
  readonly lifetime: number
  /** UPnP: to whom it leads. */
  readonly client?: string
}

export interface FakeRouterOptions {
  /** An address of loopback. */
  readonly host?: string
  readonly pcp?: boolean
  /** NAT-PMP's and PCP's result code for every mapping. */
  readonly natPmpCode?: number
  /** UPnP's error code for every mapping. */
  readonly upnpCode?: number
  /** Knows only mappings for good. */
  readonly permanentOnly?: boolean
  /** What to send instead of the answer; null: nothing. */
  readonly natPmpAnswer?: (request: Buffer) => readonly Uint8Array[] | null
  readonly location?: string
  readonly description?: (port: number) => string
  /** Handles a request to the web server by itself. */
  readonly web?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean
  readonly externalAddress?: string
  /** The external port it grants by NAT-PMP and PCP instead of the one asked for. */
  readonly grants?: number
  readonly lifetime?: number
}

export interface FakeRouter extends AsyncDisposable {
  readonly natPmp: { readonly host: string; readonly port: number }
  readonly ssdp: { readonly host: string; readonly port: number }
  readonly webPort: number
  /** What is mapped now, by either protocol. */
  mappings(): FakeMapping[]
  /** Requests to the web server, action or path. */
  readonly requests: readonly string[]
  questions(): number
}

const WAN = 'urn:schemas-upnp-org:service:WANIPConnection:1'
const LOOPBACK = '127.0.0.1'

const udp = async (
  host: string,
  onMessage: (bytes: Buffer, from: RemoteInfo, socket: Socket) => void,
): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.on('message', (bytes, from) => onMessage(bytes, from, socket))
  socket.bind(0, host)
  await once(socket, 'listening')
  return socket
}

const field = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''

const described = `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device>
  <deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType><serviceList><service>
  <serviceType>${WAN}</serviceType><serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId>
  <SCPDURL>/scpd.xml</SCPDURL><controlURL>/control</controlURL><eventSubURL>/event</eventSubURL>
  </service></serviceList></device></root>`

const envelope = (content: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`

const fault = (code: number): string =>
  envelope(
    `<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>` +
      `<UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>${code}</errorCode></UPnPError></detail></s:Fault>`,
  )

type Table = Map<string, FakeMapping>

const key = (transport: string, external: number): string => `${transport} ${external}`

const dropInternal = (table: Table, transport: string, internal: number): void => {
  for (const [name, one] of table) if (one.transport === transport && one.internal === internal) table.delete(name)
}

const answerNatPmp = (options: FakeRouterOptions, table: Table, request: Buffer): Uint8Array | null => {
  const isPcp = request[0] === 2
  if (isPcp && !options.pcp) return Buffer.from([0, 0x80 | (request[1] ?? 0), 0, 1, 0, 0, 0, 100])
  if (!isPcp && request[1] === 0) {
    const address = (options.externalAddress ?? '203.0.113.5').split('.').map(Number)
    return Buffer.from([0, 0x80, 0, 0, 0, 0, 0, 100, ...address])
  }
  const transport = isPcp ? (request[36] === 6 ? 'tcp' : 'udp') : request[1] === 2 ? 'tcp' : 'udp'
  const internal = request.readUInt16BE(isPcp ? 40 : 4)
  const wanted = request.readUInt16BE(isPcp ? 42 : 6)
  const asked = request.readUInt32BE(isPcp ? 4 : 8)
  const external = asked === 0 && !isPcp ? 0 : (options.grants ?? wanted)
  const lifetime = asked === 0 ? 0 : (options.lifetime ?? asked)
  const code = options.natPmpCode ?? 0
  dropInternal(table, transport, internal)
  if (asked > 0 && code === 0) table.set(key(transport, external), { transport, internal, external, lifetime })
  if (isPcp) {
    const answer = Buffer.from(request)
    answer[1] = 0x81
    answer.fill(0, 2, 24)
    answer[3] = code
    answer.writeUInt32BE(lifetime, 4)
    answer.writeUInt32BE(100, 8)
    answer.writeUInt16BE(external, 42)
    Buffer.from((options.externalAddress ?? '203.0.113.5').split('.').map(Number)).copy(answer, 56)
    return answer
  }
  const answer = Buffer.alloc(16)
  answer[1] = 0x80 | (request[1] ?? 0)
  answer.writeUInt16BE(code, 2)
  answer.writeUInt32BE(100, 4)
  answer.writeUInt16BE(internal, 8)
  answer.writeUInt16BE(external, 10)
  answer.writeUInt32BE(lifetime, 12)
  return answer
}

const answerSoap = (options: FakeRouterOptions, table: Table, action: string, body: string): [number, string] => {
  if (action.includes('GetExternalIPAddress')) {
    const address = options.externalAddress ?? '203.0.113.5'
    const content = `<u:GetExternalIPAddressResponse xmlns:u="${WAN}"><NewExternalIPAddress>${address}</NewExternalIPAddress></u:GetExternalIPAddressResponse>`
    return [200, envelope(content)]
  }
  const transport = field(body, 'NewProtocol') === 'TCP' ? 'tcp' : 'udp'
  const external = Number(field(body, 'NewExternalPort'))
  if (action.includes('DeletePortMapping')) {
    table.delete(key(transport, external))
    return [200, envelope(`<u:DeletePortMappingResponse xmlns:u="${WAN}"/>`)]
  }
  const lifetime = Number(field(body, 'NewLeaseDuration'))
  if (options.upnpCode !== undefined) return [500, fault(options.upnpCode)]
  if (options.permanentOnly && lifetime > 0) return [500, fault(725)]
  const internal = Number(field(body, 'NewInternalPort'))
  const taken = table.get(key(transport, external))
  if (taken && taken.internal !== internal) return [500, fault(718)]
  table.set(key(transport, external), {
    transport,
    internal,
    external,
    lifetime,
    client: field(body, 'NewInternalClient'),
  })
  return [200, envelope(`<u:AddPortMappingResponse xmlns:u="${WAN}"></u:AddPortMappingResponse>`)]
}

const webServer = async (options: FakeRouterOptions, table: Table, requests: string[]): Promise<http.Server> => {
  const server = http.createServer((request, response) => {
    const action = String(request.headers['soapaction'] ?? '')
    requests.push(action || (request.url ?? ''))
    if (options.web?.(request, response)) return
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { port } = server.address() as AddressInfo
      const [status, text] = action
        ? answerSoap(options, table, action, Buffer.concat(chunks).toString())
        : [200, options.description?.(port) ?? described]
      response.writeHead(status, { 'content-type': 'text/xml' }).end(text)
    })
  })
  server.listen(0, options.host ?? LOOPBACK)
  await once(server, 'listening')
  return server
}

export const startFakeRouter = async (
  options: FakeRouterOptions = {},
  known: readonly FakeMapping[] = [],
): Promise<FakeRouter> => {
  const table: Table = new Map(known.map((one) => [key(one.transport, one.external), one]))
  const requests: string[] = []
  let questions = 0
  const web = await webServer(options, table, requests)
  const { port: webPort } = web.address() as AddressInfo
  const host = options.host ?? LOOPBACK
  const pmp = await udp(host, (bytes, from, socket) => {
    questions++
    const own = options.natPmpAnswer ? options.natPmpAnswer(bytes) : [answerNatPmp(options, table, bytes)]
    for (const answer of own ?? []) if (answer) socket.send(answer, from.port, from.address)
  })
  const location = options.location ?? `http://${host}:${webPort}/description.xml`
  const ssdp = await udp(host, (bytes, from, socket) => {
    if (!bytes.toString('latin1').startsWith('M-SEARCH')) return
    socket.send(`HTTP/1.1 200 OK\r\nST: x\r\nLOCATION: ${location}\r\nUSN: x\r\n\r\n`, from.port, from.address)
  })
  return {
    natPmp: { host, port: pmp.address().port },
    ssdp: { host, port: ssdp.address().port },
    webPort,
    mappings: () => [...table.values()],
    requests,
    questions: () => questions,
    [Symbol.asyncDispose]: async () => {
      pmp.close()
      ssdp.close()
      web.closeAllConnections()
      await new Promise<void>((resolve) => web.close(() => resolve()))
    },
  }
}
