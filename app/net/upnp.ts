// The texts of UPnP: the search for a router (SSDP), its description, and the calls that map a port (WANIPConnection 1
// and 2, WANPPPConnection 1). Only the few elements needed are read, by scanning: no entities, no nesting, no
// recursion, so that no document costs more than its length. URLs that come out are checked by whoever fetches them.

import type { RouterRefusal } from './network-state.ts'
import type { Transport } from './nat-pmp.ts'

export const SSDP_GROUP = '239.255.255.250'
export const SSDP_PORT = 1900
const SEARCHED = [
  'urn:schemas-upnp-org:device:InternetGatewayDevice:1',
  'urn:schemas-upnp-org:device:InternetGatewayDevice:2',
]
/** In the order we prefer them. */
const SERVICES = [
  'urn:schemas-upnp-org:service:WANIPConnection:2',
  'urn:schemas-upnp-org:service:WANIPConnection:1',
  'urn:schemas-upnp-org:service:WANPPPConnection:1',
]
const MAX_URL = 1_024
const MAX_NAME = 128

/** One search for each kind of router. */
export const searches = (host: string): string[] =>
  SEARCHED.map(
    (target) => `M-SEARCH * HTTP/1.1\r\nHOST: ${host}\r\nMAN: "ssdp:discover"\r\nMX: 2\r\nST: ${target}\r\n\r\n`,
  )

/** Where the router that answers a search has its description; null when the text is no such answer. */
export const readLocation = (text: string): string | null => {
  if (text.length > 4_096 || !/^HTTP\/1\.[01] 200\b/.test(text)) return null
  for (const line of text.split('\r\n')) {
    const match = /^location[ \t]*:[ \t]*(\S+)[ \t]*$/i.exec(line)
    if (match?.[1]) return match[1].length <= MAX_URL ? match[1] : null
  }
  return null
}

const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

interface Leaf {
  /** Without its prefix; empty for an end tag. */
  readonly name: string
  /** What stands between the tag and the next one. */
  readonly text: string
}

/** The tags of a document in their order, in one pass. */
function* leaves(xml: string): Generator<Leaf> {
  let open = xml.indexOf('<')
  while (open !== -1) {
    const end = xml.indexOf('>', open)
    if (end === -1) return
    const next = xml.indexOf('<', end)
    // A tag's name ends soon or is none of ours.
    const [name = ''] = xml.slice(open + 1, Math.min(end, open + 1 + MAX_NAME)).split(/[\s/]/, 1)
    yield { name: name.slice(name.indexOf(':') + 1), text: xml.slice(end + 1, next === -1 ? undefined : next) }
    open = next
  }
}

const textOf = (xml: string, wanted: string): string | null => {
  for (const { name, text } of leaves(xml)) if (name === wanted) return unescapeXml(text).trim()
  return null
}

export interface ControlPoint {
  readonly service: string
  /** As the description has it: absolute or relative to `base`, or to the description when that is null. */
  readonly path: string
  readonly base: string | null
}

/** The service of a description that maps ports; null when it has none. Documents with a DTD are refused. */
export const readDescription = (xml: string): ControlPoint | null => {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return null
  const found = new Map<string, string>()
  let base: string | null = null
  let service: string | null = null
  for (const { name, text } of leaves(xml)) {
    if (name === 'URLBase') base ??= unescapeXml(text).trim() || null
    if (name === 'service') service = null
    if (name === 'serviceType') service = text.trim()
    if (name !== 'controlURL' || service === null || !SERVICES.includes(service)) continue
    const path = unescapeXml(text).trim()
    if (path && path.length <= MAX_URL && !found.has(service)) found.set(service, path)
  }
  for (const known of SERVICES) {
    const path = found.get(known)
    if (path !== undefined) return { service: known, path, base }
  }
  return null
}

export interface SoapCall {
  readonly action: 'AddPortMapping' | 'DeletePortMapping' | 'GetExternalIPAddress'
  readonly body: string
}

const call = (
  service: string,
  action: SoapCall['action'],
  fields: Readonly<Record<string, string | number>>,
): SoapCall => ({
  action,
  body:
    '<?xml version="1.0"?>\r\n' +
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" ' +
    's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>' +
    `<u:${action} xmlns:u="${service}">` +
    Object.entries(fields)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('') +
    `</u:${action}></s:Body></s:Envelope>\r\n`,
})

export interface Mapping {
  readonly transport: Transport
  readonly external: number
  readonly internal: number
  /** Our address, as the router sees it. */
  readonly client: string
  /** Seconds; 0: until it is taken back, for routers that know nothing else. */
  readonly lease: number
}

export const addMapping = (service: string, { transport, external, internal, client, lease }: Mapping): SoapCall =>
  call(service, 'AddPortMapping', {
    NewRemoteHost: '',
    NewExternalPort: external,
    NewProtocol: transport.toUpperCase(),
    NewInternalPort: internal,
    NewInternalClient: client,
    NewEnabled: 1,
    NewPortMappingDescription: 'Swiftseed',
    NewLeaseDuration: lease,
  })

export const deleteMapping = (service: string, transport: Transport, external: number): SoapCall =>
  call(service, 'DeletePortMapping', {
    NewRemoteHost: '',
    NewExternalPort: external,
    NewProtocol: transport.toUpperCase(),
  })

export const askExternal = (service: string): SoapCall => call(service, 'GetExternalIPAddress', {})

export type SoapAnswer =
  | { readonly ok: true; readonly address: string | null }
  | { readonly ok: false; readonly why: RouterRefusal | 'permanent-only' }

/** UPnP error codes of WANIPConnection. */
const refusals: Readonly<Record<string, RouterRefusal | 'permanent-only'>> = {
  401: 'not-supported',
  501: 'not-supported',
  602: 'not-supported',
  606: 'not-authorised',
  718: 'conflict',
  725: 'permanent-only',
  728: 'no-resources',
  729: 'conflict',
}

export const readSoap = (status: number, action: SoapCall['action'], xml: string): SoapAnswer => {
  if (status === 200 && xml.includes(`${action}Response`)) {
    return { ok: true, address: textOf(xml, 'NewExternalIPAddress') }
  }
  if (status === 401 || status === 403) return { ok: false, why: 'not-authorised' }
  return { ok: false, why: refusals[textOf(xml, 'errorCode') ?? ''] ?? 'strange-answer' }
}
