// The extensions spoken on a wire (BEP 10): metadata always, peer exchange where settings and the private
// flag allow, Speed where somebody takes part in it.

import type Wire from 'bittorrent-protocol'
import { encode } from '../../../app/bencode/bencode.js'
import { addressBytes } from '../../../app/net/address-bytes.ts'
import type { ExternalAddress } from '../../../app/swarm/external-address.ts'
import { EXTENSION_NAME } from '../../../app/speed/message.ts'
import { hostOf } from './dialer.ts'
import { metadataExchange, type MetadataPeer, type MetadataShare } from './metadata-exchange.ts'
import type { Pex } from './pex.ts'
import { REQUEST_QUEUE } from './serving.ts'

export interface ExtensionDeps {
  readonly metadata: MetadataShare
  readonly userAgent: string
  /** Where we listen. */
  readonly port: number
  /** We want nothing more of this torrent (BEP 21). */
  readonly uploadOnly: boolean
  /** ip:port of the peer. */
  readonly address: string
  /** Prefer encrypted connections, and say so. */
  readonly encrypted: boolean
  /** Null: no peer exchange on this torrent. */
  readonly pex: Pex | null
  /** Learns from peers what our address is. */
  readonly external: ExternalAddress
  /** Runs a handler so that what it throws closes this wire only. */
  guard(run: () => void): void
}

/** What we say of ourselves now, to a peer that may have been told otherwise; an extension given up has the number 0. */
export const sayAgain = (
  wire: Wire,
  now: { readonly uploadOnly: boolean; readonly pex: boolean; readonly speed: boolean },
): void => {
  Object.assign(wire.extendedHandshake, { upload_only: now.uploadOnly ? 1 : 0 })
  // Else the first one is yet to come, and says it.
  if (!wire._extendedHandshakeSent) return
  const givenUp = new Set([...(now.pex ? [] : ['ut_pex']), ...(now.speed ? [] : [EXTENSION_NAME])])
  const numbers = Object.entries(wire.extendedMapping).map(
    ([number, name]) => [name, givenUp.has(name) ? 0 : Number(number)] as const,
  )
  wire.extended(0, encode({ ...wire.extendedHandshake, m: Object.fromEntries(numbers) }))
}

/** Returns what asks the peer for metadata. */
export const addExtensions = (wire: Wire, deps: ExtensionDeps): MetadataPeer | null => {
  const { metadata, userAgent, port, uploadOnly, address, encrypted, pex, external, guard } = deps
  const host = hostOf(address)
  const yourip = addressBytes(host)
  Object.assign(wire.extendedHandshake, {
    v: userAgent,
    reqq: REQUEST_QUEUE,
    p: port,
    e: encrypted ? 1 : 0,
    ...(uploadOnly && { upload_only: 1 }),
    ...(yourip && { yourip }),
  })
  let source: MetadataPeer | null = null
  wire.use(metadataExchange(metadata, (made) => (source = made)))
  pex?.listen(wire, address)
  const learn = (): void => external.vote(host, wire.peerExtendedHandshake['yourip'])
  wire.on('extended', (name: unknown) => void (name === 'handshake' && learn()))
  // What an incoming peer said before our extensions were there.
  queueMicrotask(() =>
    guard(() => {
      learn()
      for (const [name, extension] of Object.entries(wire._ext)) {
        if (wire.peerExtendedMapping[name]) extension.onExtendedHandshake?.(wire.peerExtendedHandshake)
      }
    }),
  )
  return source
}
