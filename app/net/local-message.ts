// The message of local service discovery (BEP 14), as text: who has which torrents, said to everyone on the local
// network. Sockets and rhythm are main/engine/network's. What cannot be read is null; nothing in a message is trusted
// beyond its form.

/** Bytes a message may have, so that no link cuts it in two. */
export const MAX_MESSAGE = 1_400
/** Infohashes believed of one message. */
const MAX_HASHES = 50
const HASH = /^[0-9a-f]{40}$/i

export interface LocalAnnouncement {
  /** Where the sender takes connections. */
  readonly port: number
  /** Lower-case hex, at least one, each once. */
  readonly infoHashes: readonly string[]
  /** By which a sender knows its own messages. */
  readonly cookie: string | null
}

const head = (host: string, port: number): string => `BT-SEARCH * HTTP/1.1\r\nHost: ${host}\r\nPort: ${port}\r\n`
const tail = (cookie: string): string => `cookie: ${cookie}\r\n\r\n\r\n`
const line = (infoHash: string): string => `Infohash: ${infoHash}\r\n`

/** How many infohashes fit in one message. */
export const hashesPerMessage = (host: string, port: number, cookie: string): number =>
  Math.floor((MAX_MESSAGE - head(host, port).length - tail(cookie).length) / line('0'.repeat(40)).length)

/** `host` is the group it is sent to, with port, IPv6 in brackets. ASCII only. */
export const formatAnnouncement = (host: string, { port, infoHashes, cookie }: LocalAnnouncement): string =>
  head(host, port) + infoHashes.map(line).join('') + tail(cookie ?? '')

/** `text` has one character for each byte received. */
export const parseAnnouncement = (text: string): LocalAnnouncement | null => {
  if (text.length > MAX_MESSAGE + 100 || !/^BT-SEARCH \* HTTP\/1\.[01]\r\n/.test(text)) return null
  const infoHashes = new Set<string>()
  let port: number | null = null
  let cookie: string | null = null
  for (const field of text.split('\r\n').slice(1)) {
    const colon = field.indexOf(':')
    if (colon < 1) continue
    const name = field.slice(0, colon).trim().toLowerCase()
    const value = field.slice(colon + 1).trim()
    if (name === 'port') port = /^\d{1,5}$/.test(value) ? Number(value) : 0
    if (name === 'cookie') cookie = value
    if (name === 'infohash' && HASH.test(value) && infoHashes.size < MAX_HASHES) infoHashes.add(value.toLowerCase())
  }
  if (port === null || port < 1 || port > 65_535 || infoHashes.size === 0) return null
  return { port, infoHashes: [...infoHashes], cookie }
}
