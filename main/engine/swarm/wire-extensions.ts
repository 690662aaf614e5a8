// The extensions spoken on a wire (BEP 10): metadata always, peer exchange where settings and the private flag allow.

import type { EventEmitter } from 'node:events'
import type Wire from 'bittorrent-protocol'
import utPex from 'ut_pex'
import { metadataExchange, type MetadataShare } from './metadata-exchange.ts'
import { REQUEST_QUEUE } from './serving.ts'

export interface ExtensionDeps {
  readonly metadata: MetadataShare
  readonly userAgent: string
  /** Where we listen. */
  readonly port: number
  /** We want nothing more of this torrent (BEP 21). */
  readonly uploadOnly: boolean
  /** Null: no peer exchange on this torrent. */
  readonly pex: { found(address: string): void; dropped(address: string): void } | null
  /** Runs a handler so that what it throws closes this wire only. */
  guard(run: () => void): void
}

export const addExtensions = (
  wire: Wire,
  { metadata, userAgent, port, uploadOnly, pex, guard }: ExtensionDeps,
): void => {
  Object.assign(wire.extendedHandshake, { v: userAgent, reqq: REQUEST_QUEUE, p: port })
  if (uploadOnly) Object.assign(wire.extendedHandshake, { upload_only: 1 })
  wire.use(metadataExchange(metadata))
  if (pex) listenToPex(wire, pex)
  // What an incoming peer said before our extensions were there.
  queueMicrotask(() =>
    guard(() => {
      for (const [name, extension] of Object.entries(wire._ext)) {
        if (wire.peerExtendedMapping[name]) extension.onExtendedHandshake?.(wire.peerExtendedHandshake)
      }
    }),
  )
}

const listenToPex = (wire: Wire, pex: NonNullable<ExtensionDeps['pex']>): void => {
  wire.use(utPex())
  const events = wire._ext['ut_pex'] as unknown as EventEmitter
  events.on('peer', (address: unknown) => void (typeof address === 'string' && pex.found(address)))
  events.on('dropped', (address: unknown) => void (typeof address === 'string' && pex.dropped(address)))
}
