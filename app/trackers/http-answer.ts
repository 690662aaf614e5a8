// Reads what an HTTP tracker answers to an announce or a scrape (BEP 3, 7, 23, 48): bencode from a stranger. Wrong
// types count as absent; nothing here throws.

import { isDictionary, parseDocument, textOf, type Dictionary, type Value } from '../bencode/document.ts'
import { fail, ok, type Result } from '../result.ts'
import { readCompact } from '../swarm/compact-peers.ts'
import { cleanText, countOf, MAX_PEERS, type AnnounceAnswer, type SwarmSize, type TrackerFailure } from './announce.ts'

const MAX_TRACKER_ID = 256

const dictionaryOf = (body: Uint8Array): Dictionary | null => {
  const document = parseDocument(body)
  return document.ok && isDictionary(document.value.value) ? document.value.value : null
}

const seconds = (value: Value | undefined): number | null =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null

/** A peer of the older form: a dictionary with `ip` and `port`. Names are not resolved. */
const listedPeer = (value: Value): string | null => {
  if (!isDictionary(value)) return null
  const ip = value.get('ip')
  const port = value.get('port')
  if (!(ip instanceof Uint8Array) || ip.length > 45 || typeof port !== 'number') return null
  const host = textOf(ip)
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

const peersOf = (value: Value | undefined, width: 4 | 16): string[] => {
  if (value instanceof Uint8Array) return readCompact(value, width, MAX_PEERS)
  if (!Array.isArray(value)) return []
  return (value as readonly Value[])
    .slice(0, MAX_PEERS)
    .map(listedPeer)
    .filter((peer) => peer !== null)
}

const refusal = (reason: Value): TrackerFailure => ({
  problem: 'failure',
  message: reason instanceof Uint8Array ? cleanText(textOf(reason)) || null : null,
})

/** Addresses are of the right form for `peers`; whether they may be dialled is for the dialler to say. */
export const readAnnounce = (body: Uint8Array): Result<AnnounceAnswer, TrackerFailure> => {
  const answer = dictionaryOf(body)
  if (!answer) return fail({ problem: 'bad-answer', message: null })
  const reason = answer.get('failure reason')
  if (reason !== undefined) return fail(refusal(reason))
  const id = answer.get('tracker id')
  return ok({
    peers: [...peersOf(answer.get('peers'), 4), ...peersOf(answer.get('peers6'), 16)].slice(0, MAX_PEERS),
    interval: seconds(answer.get('interval')),
    minInterval: seconds(answer.get('min interval')),
    seeds: countOf(answer.get('complete')),
    leechers: countOf(answer.get('incomplete')),
    trackerId: id instanceof Uint8Array && id.length <= MAX_TRACKER_ID ? id.slice() : null,
  })
}

/** `infoHash` as 20 bytes. */
export const readScrape = (body: Uint8Array, infoHash: Uint8Array): Result<SwarmSize, TrackerFailure> => {
  const answer = dictionaryOf(body)
  if (!answer) return fail({ problem: 'bad-answer', message: null })
  const reason = answer.get('failure reason')
  if (reason !== undefined) return fail(refusal(reason))
  const files = answer.get('files')
  const file = isDictionary(files) ? files.get(String.fromCharCode(...infoHash)) : undefined
  if (!isDictionary(file)) return fail({ problem: 'bad-answer', message: null })
  return ok({ seeds: countOf(file.get('complete')), leechers: countOf(file.get('incomplete')) })
}
