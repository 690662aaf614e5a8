// The URLs an HTTP tracker is asked at (BEP 3, 48): the tracker's own query is kept, ours follows.

import type { AnnounceRequest } from './announce.ts'

const percent = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte)
    return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`
  }).join('')

const withQuery = (url: string, pairs: readonly string[]): string => {
  const bare = url.replace(/#.*$/s, '')
  return `${bare}${bare.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

export const announceUrl = (url: string, request: AnnounceRequest): string => {
  const { infoHash, peerId, port, uploaded, downloaded, left, key, wanted, event, trackerId } = request
  return withQuery(url, [
    `info_hash=${percent(infoHash)}`,
    `peer_id=${percent(peerId)}`,
    `port=${port}`,
    `uploaded=${uploaded}`,
    `downloaded=${downloaded}`,
    `left=${left}`,
    `key=${key.toString(16).padStart(8, '0').toUpperCase()}`,
    `numwant=${wanted}`,
    'compact=1',
    'no_peer_id=1',
    'supportcrypto=1',
    ...(event ? [`event=${event}`] : []),
    ...(trackerId ? [`trackerid=${percent(trackerId)}`] : []),
  ])
}

/** Null: by convention, a tracker whose last path element does not begin with `announce` has no scrape. */
export const scrapeUrl = (url: string, infoHash: Uint8Array): string | null => {
  const [, before, after] = /^([^?#]*\/)announce([^/?#]*(?:\?[^#]*)?)(?:#.*)?$/s.exec(url) ?? []
  return before === undefined ? null : withQuery(`${before}scrape${after ?? ''}`, [`info_hash=${percent(infoHash)}`])
}
