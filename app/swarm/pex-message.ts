// Peer exchange (BEP 11): what its messages say, and what there is to say next. Reading never throws; what is not a
// byte string of addresses counts as absent, and of a long list only the beginning counts.

import { encode } from '../bencode/bencode.js'
import { isDictionary, parseDocument, type Value } from '../bencode/document.ts'
import { addressBytes } from '../net/address-bytes.ts'
import { readCompact } from './compact-peers.ts'

/** Peers added and dropped by one message, at most each. */
export const MAX_PEX = 50
const MAX_MESSAGE = 65_536

export const PEX_FLAGS = { encryption: 0x01, seed: 0x02, utp: 0x04, reachable: 0x10 } as const

export interface PexPeer {
  /** ip:port, IPv6 in brackets. */
  readonly address: string
  readonly flags: number
}

export interface PexMessage {
  readonly added: readonly PexPeer[]
  readonly dropped: readonly string[]
}

const bytesOf = (value: Value | undefined): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array())

/** Flags belong to addresses by their place, also when one before is left out. */
const readAdded = (peers: Uint8Array, flags: Uint8Array, width: 4 | 16): PexPeer[] => {
  const size = width + 2
  const found: PexPeer[] = []
  for (let at = 0; (at + 1) * size <= peers.length && found.length < MAX_PEX; at++) {
    const [address] = readCompact(peers.subarray(at * size, (at + 1) * size), width, 1)
    if (address !== undefined) found.push({ address, flags: flags[at] ?? 0 })
  }
  return found
}

/** Null: not a message at all. */
export const readPex = (payload: Uint8Array): PexMessage | null => {
  if (payload.length > MAX_MESSAGE) return null
  const document = parseDocument(payload)
  if (!document.ok || !isDictionary(document.value.value)) return null
  const fields = document.value.value
  const bytes = (key: string): Uint8Array => bytesOf(fields.get(key))
  const added = [
    ...readAdded(bytes('added'), bytes('added.f'), 4),
    ...readAdded(bytes('added6'), bytes('added6.f'), 16),
  ]
  const dropped = [...readCompact(bytes('dropped'), 4, MAX_PEX), ...readCompact(bytes('dropped6'), 16, MAX_PEX)]
  return { added: added.slice(0, MAX_PEX), dropped: dropped.slice(0, MAX_PEX) }
}

const compact = (address: string): Uint8Array | null => {
  const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(address) ?? []
  const bytes = addressBytes(host)
  return bytes && Uint8Array.from([...bytes, Number(port) >>> 8, Number(port) & 0xff])
}

const join = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

export const writePex = ({ added, dropped }: PexMessage): Uint8Array => {
  const family = (size: number) => {
    const peers = added.flatMap(({ address, flags }) => {
      const bytes = compact(address)
      return bytes?.length === size ? [{ bytes, flags }] : []
    })
    const gone = dropped.flatMap((address) => compact(address) ?? []).filter((bytes) => bytes.length === size)
    return {
      added: join(peers.map((one) => one.bytes)),
      flags: Uint8Array.from(peers, (one) => one.flags),
      gone: join(gone),
    }
  }
  const [four, six] = [family(6), family(18)]
  return encode({
    added: four.added,
    'added.f': four.flags,
    added6: six.added,
    'added6.f': six.flags,
    dropped: four.gone,
    dropped6: six.gone,
  })
}

/** What one peer has not been told: who came and who went since, each at most MAX_PEX; null: nothing. */
export const pexNews = (told: ReadonlySet<string>, now: ReadonlyMap<string, number>): PexMessage | null => {
  const added = [...now].filter(([address]) => !told.has(address)).slice(0, MAX_PEX)
  const dropped = [...told].filter((address) => !now.has(address)).slice(0, MAX_PEX)
  if (added.length === 0 && dropped.length === 0) return null
  return { added: added.map(([address, flags]) => ({ address, flags })), dropped }
}
