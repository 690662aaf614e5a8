// A .torrent file around an info dictionary we already have: to save, to hand to the engine. The dictionary goes in
// byte for byte, so that the infohash stays what it is however the dictionary was written.

import { encode } from '../bencode/bencode.js'
import { encodeUtf8 } from '../bencode/utf8.js'
import type { Metainfo } from './metainfo.ts'

/** What a .torrent holds; see Metainfo. Lists may be empty, words null. */
export type TorrentFile = Pick<Metainfo, 'rawInfo' | 'trackers' | 'webSeeds'> &
  Partial<Pick<Metainfo, 'comment' | 'createdBy' | 'createdAt'>>

/** Keys of `info` come right between these two dictionaries (BEP 3: sorted). */
const before = ({ trackers, comment, createdBy, createdAt }: TorrentFile): Uint8Array =>
  encode({
    announce: trackers[0]?.[0],
    'announce-list': trackers.flat().length > 1 ? trackers : undefined,
    comment,
    'created by': createdBy,
    'creation date': createdAt && Math.floor(createdAt / 1_000),
  })

const after = ({ webSeeds }: TorrentFile): Uint8Array =>
  encode({ 'url-list': webSeeds.length > 0 ? webSeeds : undefined })

/** The bytes of a .torrent (BEP 3, 12, 19). `rawInfo` is taken as it is. */
export const buildTorrentFile = (torrent: TorrentFile): Uint8Array<ArrayBuffer> => {
  const parts = [before(torrent).subarray(0, -1), encodeUtf8('4:info'), torrent.rawInfo, after(torrent).subarray(1)]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
