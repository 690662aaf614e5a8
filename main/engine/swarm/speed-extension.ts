// The extension bt_speed on a wire: its name in our extended handshakes with what we say of ourselves under `bs`, and
// the messages of it that come. What they mean is not known here. Nothing of it is said before `introduce`, and what a
// peer says is heard only while we say something ourselves.

import type Wire from 'bittorrent-protocol'
import type { Extension } from 'bittorrent-protocol'
import { HANDSHAKE_KEY } from '../../../app/speed/handshake.ts'
import { EXTENSION_NAME } from '../../../app/speed/message.ts'
import type { BencodeValue } from '../../../app/bencode/bencode.js'

/** What is longer is no message of Speed's: whoever listens is not bothered with its bytes. */
const MAX_MESSAGE = 4_096

/** Told of what peers say, in the order they say it. */
export interface WireTalk {
  introduced(wire: Wire, bs: BencodeValue | null): void
  said(wire: Wire, message: Uint8Array): void
}

export interface SpeedListener {
  readonly talk: WireTalk
  /** We take part now. */
  enabled(): boolean
  /** Runs a handler so that what it throws closes this wire only. */
  guard(run: () => void): void
}

/** What the peer says of itself; null: nothing, or that it takes part no more. */
export const introductionOf = (wire: Wire): BencodeValue | null => {
  if (!wire.peerExtendedMapping[EXTENSION_NAME]) return null
  const value: unknown = wire.peerExtendedHandshake[HANDSHAKE_KEY]
  return value === undefined ? null : (value as BencodeValue)
}

/** To be called for a connection before we say in an extended handshake that we take part; again is of no effect. */
export const listenToSpeed = (wire: Wire, { talk, enabled, guard }: SpeedListener): void => {
  if (wire._ext[EXTENSION_NAME]) return
  class SpeedExtension implements Extension {
    onMessage(message: Uint8Array): void {
      if (enabled()) talk.said(wire, message.subarray(0, MAX_MESSAGE))
    }
  }
  Object.defineProperty(SpeedExtension.prototype, 'name', { value: EXTENSION_NAME })
  wire.use(SpeedExtension)
  wire.on('extended', (name: unknown) => {
    if (name === 'handshake' && enabled()) guard(() => talk.introduced(wire, introductionOf(wire)))
  })
}

/** What the peer said of itself so far is told once more. */
export const tellIntroduction = (wire: Wire, { talk }: Pick<SpeedListener, 'talk'>): void => {
  const value = introductionOf(wire)
  if (value !== null) talk.introduced(wire, value)
}

/** Puts what we say of ourselves into the handshakes of the wire from now on, or takes it out. */
export const introduceOn = (wire: Wire, bs: object | null): void => {
  if (bs) wire.extendedHandshake[HANDSHAKE_KEY] = bs
  else delete wire.extendedHandshake[HANDSHAKE_KEY]
}
