// Small .torrent files for tests, sound unless a test changes a part: 425 bytes in one piece, called `temp`.

import { encode } from '../../bencode/bencode.js'

export type Dict = Readonly<Record<string, unknown>>

/** Bytes of a text, one a UTF-16 unit. */
export const raw = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0))

/** Bytes that stand for hashes; nothing is hashed to them. */
export const hashes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)

export const entry = (path: unknown, length: unknown = 425, more: Dict = {}): Dict => ({ length, path, ...more })

const shared = { name: 'temp', 'piece length': 16_384, pieces: hashes(20) }

/** One file without a folder. */
export const single = (info: Dict = {}, around: Dict = {}): Uint8Array =>
  encode({ info: { length: 425, ...shared, ...info }, ...around })

/** One file in a folder. */
export const multi = (info: Dict = {}, around: Dict = {}): Uint8Array =>
  encode({ info: { files: [entry(['foo', 'bar.txt'])], ...shared, ...info }, ...around })

export const multiOf = (...files: readonly Dict[]): Uint8Array => multi({ files })
