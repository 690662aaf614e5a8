// What a torrent is, read from a .torrent file, from metadata that peers sent, or from our own session: one choke
// point for all three. Everything here has been checked; code behind it trusts the types.

import { isDictionary, parseDocument, type BencodeFault, type Dictionary } from '../bencode/document.ts'
import { fail, ok, type Result } from '../result.ts'
import type { FileEntry } from './details.ts'
import { readAround } from './metainfo-around.ts'
import type { MetainfoFault } from './metainfo-fault.ts'
import { bytesAt, flagAt, proseAt, sizeAt } from './metainfo-fields.ts'
import { readFiles, type RawFile, type RawFiles } from './metainfo-files.ts'
import { isUnknownVersion, isV2, layersFault, readHybrid, type Leaf, type Sha256 } from './metainfo-hybrid.ts'
import { safeName, safePaths } from './paths.ts'
import type { TorrentId } from './row.ts'

/** A file in metainfo order. Index = index in `files` of the info dictionary, nothing is left out. */
export interface MetaFile extends FileEntry {
  /**
   * Not on disk and not shown: a pad file (BEP 47), whose bytes are zeros, or a symbolic link, which has none. Its
   * path begins with `.pad`, as no other path does.
   */
  readonly pad: boolean
  /** The path as the torrent has it, joined by `/`, when it had to be changed to be safe; for people only. */
  readonly original: string | null
}

/** The info dictionary: what the infohash stands for. Lengths in bytes. */
export interface Info {
  readonly id: TorrentId
  /** Safe as a file name, never empty, `.` or `..`; what the torrent is called and its root is named after. */
  readonly name: string
  /** As the torrent has it: for URLs, never for the disk. */
  readonly rawName: string
  /**
   * One file and no folder (`length` instead of `files`): the root is the file itself. `files[0].path` is then
   * `[name]`, for display; it is not to be joined to the root.
   */
  readonly single: boolean
  readonly files: readonly MetaFile[]
  readonly length: number
  readonly pieceLength: number
  readonly pieceCount: number
  /** SHA-1 of every piece, 20 bytes each; a view of `rawInfo`. */
  readonly hashes: Uint8Array
  /** BEP 27: no DHT, PEX or local discovery. */
  readonly isPrivate: boolean
  /** Has a v2 part too (BEP 52), which is checked and then ignored. */
  readonly hybrid: boolean
  /** How many files carry another name than in the torrent. */
  readonly renamed: number
  /** The `source` key that private trackers use. */
  readonly source: string | null
  /** The dictionary's own bytes, a copy: the infohash is their SHA-1. */
  readonly rawInfo: Uint8Array
}

export interface DhtNode {
  readonly host: string
  readonly port: number
}

/** An info dictionary and what came around it in a .torrent file. */
export interface Metainfo extends Info {
  /** BEP 12 tiers; `announce` alone is one tier. Only udp, http(s) and ws(s) URLs, trimmed, each once; at most 200. */
  readonly trackers: readonly (readonly string[])[]
  /** BEP 19, http(s) only, at most 100; of a torrent with folders they end in `/` unless it holds one file. */
  readonly webSeeds: readonly string[]
  /** BEP 5, at most 100. */
  readonly nodes: readonly DhtNode[]
  readonly comment: string | null
  readonly createdBy: string | null
  /** ms since the epoch. */
  readonly createdAt: number | null
}

/** SHA-1 of bytes, 20 bytes. */
export type Sha1 = (bytes: Uint8Array) => Uint8Array

const MIN_PIECE = 16_384
const MAX_PIECE = 2 ** 29
const MAX_PIECES = 2 ** 21
const HASH = 20
const MAX_SOURCE = 255
const MAX_ORIGINAL = 1_024
/** No other path begins like this: safe names do not begin with a dot. */
const PAD_FOLDER = '.pad'

const decodingFault = (fault: BencodeFault): MetainfoFault => {
  if (fault === 'too-deep') return 'too-deep'
  return fault === 'too-large' || fault === 'too-many' ? 'too-large' : 'not-bencode'
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

const idOf = (rawInfo: Uint8Array, sha1: Sha1): TorrentId => {
  let text = ''
  for (const byte of sha1(rawInfo)) text += HEX[byte]
  return text as TorrentId
}

/** Pad files and links have names of our own, each once. `used`: lengths that gave a name already. */
const padPath = (length: number, index: number, used: Set<number>): readonly string[] => {
  const name = used.has(length) ? `${length}.${index}` : `${length}`
  used.add(length)
  return [PAD_FOLDER, name]
}

const dataFile = (path: readonly string[], raw: RawFile): MetaFile => {
  const original = raw.path.join('/')
  const changed = original !== path.join('/')
  return { path, length: raw.length, pad: false, original: changed ? original.slice(0, MAX_ORIGINAL) : null }
}

const nameFiles = ({ files, single }: RawFiles, name: string): Result<readonly MetaFile[], MetainfoFault> => {
  const onDisk = files.filter(({ kind }) => kind === 'data')
  const paths = single ? ok([[name]]) : safePaths(onDisk.map(({ path }) => path))
  if (!paths.ok) return paths
  const used = new Set<number>()
  let next = 0
  return ok(
    files.map((raw, index): MetaFile => {
      if (raw.kind === 'data') return dataFile(paths.value[next++] ?? ['_'], raw)
      return { path: padPath(raw.length, index, used), length: raw.length, pad: true, original: null }
    }),
  )
}

const pieceLengthOf = (info: Dictionary): number | null => {
  const length = sizeAt(info, 'piece length')
  return length !== null && length >= MIN_PIECE && length <= MAX_PIECE ? length : null
}

/** One hash for each piece, or what is wrong. */
const hashesOf = (info: Dictionary, pieceCount: number): Result<Uint8Array, MetainfoFault> => {
  const hashes = bytesAt(info, 'pieces')
  if (!hashes) return fail('no-pieces')
  return hashes.length === pieceCount * HASH ? ok(hashes) : fail('bad-hashes')
}

/** A checked info dictionary, with what only a whole .torrent needs to check further. */
interface Read {
  readonly info: Info
  readonly raw: RawFiles
  readonly leaves: readonly Leaf[] | null
}

/**
 * The bytes of `info` on their own, so that they keep nothing larger alive, and the part of them that is `inner`, which
 * is a view of the same memory. Bytes that are on their own already are not copied: whoever gave them gives them away.
 */
const copyOf = (
  rawInfo: Uint8Array,
  inner: Uint8Array,
): { readonly rawInfo: Uint8Array; readonly hashes: Uint8Array } => {
  const isAlone = rawInfo.byteLength === rawInfo.buffer.byteLength
  const copy = isAlone ? rawInfo : new Uint8Array(rawInfo)
  const start = inner.byteOffset - rawInfo.byteOffset
  return { rawInfo: copy, hashes: copy.subarray(start, start + inner.length) }
}

/** `rawInfo`: the bytes `info` was read from, `id` their digest. */
const readInfo = (info: Dictionary, rawInfo: Uint8Array, id: TorrentId): Result<Read, MetainfoFault> => {
  const hybrid = isV2(info)
  if (isUnknownVersion(info)) return fail('v2-version')
  if (hybrid && !info.has('pieces')) return fail('v2-only')
  const pieceLength = pieceLengthOf(info)
  if (pieceLength === null) return fail('piece-length')
  const raw = readFiles(info)
  if (!raw.ok) return raw
  const pieceCount = Math.ceil(raw.value.length / pieceLength)
  if (pieceCount > MAX_PIECES) return fail('too-many-pieces')
  const hashes = hashesOf(info, pieceCount)
  if (!hashes.ok) return hashes
  const leaves = hybrid ? readHybrid(info, raw.value, pieceLength) : ok(null)
  if (!leaves.ok) return leaves
  const name = safeName(raw.value.name, id)
  const files = nameFiles(raw.value, name)
  if (!files.ok) return files
  const { single, length } = raw.value
  const renamed = files.value.filter(({ original }) => original !== null).length
  const isPrivate = flagAt(info, 'private')
  const source = proseAt(info, 'source', MAX_SOURCE)
  const checked = {
    id,
    name,
    rawName: raw.value.name,
    single,
    files: files.value,
    length,
    pieceLength,
    pieceCount,
    ...copyOf(rawInfo, hashes.value),
  }
  return ok({ info: { ...checked, isPrivate, hybrid, renamed, source }, raw: raw.value, leaves: leaves.value })
}

/**
 * Checks an info dictionary that did not come in a .torrent: metadata from peers (BEP 9) or our own session.
 * `expected`: the infohash it must have; null: any.
 */
export const parseInfo = (
  rawInfo: Uint8Array,
  sha1: Sha1,
  expected: TorrentId | null = null,
): Result<Info, MetainfoFault> => {
  const id = idOf(rawInfo, sha1)
  if (expected !== null && id !== expected) return fail('wrong-hash')
  const document = parseDocument(rawInfo)
  if (!document.ok) return fail(decodingFault(document.error))
  const { value, end } = document.value
  if (!isDictionary(value)) return fail('no-dict')
  const read = end === rawInfo.length ? readInfo(value, rawInfo, id) : fail('not-bencode' as const)
  return read.ok ? ok(read.value.info) : read
}

/** The path of a torrent's one file as web seeds have it, root included; null: there are several. */
const onlyFileOf = ({ name, single, files }: RawFiles): readonly string[] | null => {
  const [first] = files
  return files.length === 1 && first ? [...(single ? [] : [name]), ...first.path] : null
}

/**
 * Checks a .torrent file (BEP 3, 5, 12, 19, 27, 47, 52). Strict in what makes up the torrent and in bencode, except
 * that keys may be unsorted and bytes may follow; the infohash is taken over `info` as it is. Nothing in it is a file
 * name to trust but the paths that come out. `sha256` serves to check the piece layers of hybrids.
 */
export const parseTorrentFile = (bytes: Uint8Array, sha1: Sha1, sha256: Sha256): Result<Metainfo, MetainfoFault> => {
  const document = parseDocument(bytes)
  if (!document.ok) return fail(decodingFault(document.error))
  const torrent = document.value.value
  if (!isDictionary(torrent)) return fail('no-dict')
  const [dictionary, rawInfo] = [torrent.get('info'), document.value.raw('info')]
  if (!isDictionary(dictionary) || !rawInfo) return fail('no-info')
  const read = readInfo(dictionary, rawInfo, idOf(rawInfo, sha1))
  if (!read.ok) return read
  const { info, raw, leaves } = read.value
  const fault = leaves && layersFault(torrent.get('piece layers'), leaves, info.pieceLength, sha256)
  return fault ? fail(fault) : ok({ ...info, ...readAround(torrent, onlyFileOf(raw)) })
}
