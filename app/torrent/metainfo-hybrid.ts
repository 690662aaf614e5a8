// The v2 part of a hybrid torrent (BEP 52): read only to refuse what contradicts itself or the v1 part, since two
// clients would otherwise have different files for one torrent. What is sound is forgotten: we join as v1.

import { isDictionary, keyText, type Dictionary, type Value } from '../bencode/document.ts'
import { fail, ok, type Result } from '../result.ts'
import type { MetainfoFault } from './metainfo-fault.ts'
import { bytesAt, dictionaryAt, hasAttribute, listAt, sizeAt, textsOf } from './metainfo-fields.ts'
import type { RawFiles } from './metainfo-files.ts'

const MAX_DEPTH = 100
const MIN_PIECE = 16_384
const HASH = 32

/** SHA-256 of bytes, 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** A file in the v2 tree. */
export interface Leaf {
  readonly path: readonly string[]
  readonly length: number
  /** 32 bytes; null: nothing to hash. */
  readonly root: Uint8Array | null
}

/** BEP 52 wants keys sorted, and where two clients read a tree in different orders they see different torrents. */
const isSorted = (value: Value): boolean => {
  if (Array.isArray(value)) return (value as readonly Value[]).every(isSorted)
  if (!isDictionary(value)) return true
  let last: string | null = null
  for (const [key, inner] of value) {
    if ((last !== null && key <= last) || !isSorted(inner)) return false
    last = key
  }
  return true
}

const isLink = (file: Dictionary): boolean => {
  const target = hasAttribute(file, 'l') ? listAt(file, 'symlink path') : null
  return target !== null && textsOf(target) !== null
}

const readLeaf = (file: Value | undefined, path: readonly string[]): Result<Leaf, MetainfoFault> => {
  if (!isDictionary(file)) return fail('v2-file-tree')
  if (hasAttribute(file, 'p')) return fail('pad-file')
  const length = hasAttribute(file, 'l') ? 0 : sizeAt(file, 'length')
  if (length === null) return fail('bad-size')
  if (isLink(file) || (length === 0 && !hasAttribute(file, 'l'))) return ok({ path, length, root: null })
  const root = bytesAt(file, 'pieces root')
  return root?.length === HASH && root.some((byte) => byte !== 0) ? ok({ path, length, root }) : fail('v2-root')
}

const readTree = (tree: Dictionary, path: readonly string[], leaves: Leaf[]): MetainfoFault | null => {
  if (path.length > MAX_DEPTH) return 'too-deep'
  for (const [key, inner] of tree) {
    if (key === '' || !isDictionary(inner)) return 'v2-file-tree'
    const below = [...path, keyText(key)]
    const leaf = inner.size === 1 && inner.has('') ? readLeaf(inner.get(''), below) : null
    const fault = leaf ? (leaf.ok ? null : leaf.error) : readTree(inner, below, leaves)
    if (fault) return fault
    if (leaf?.ok) leaves.push(leaf.value)
  }
  return null
}

const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index])

/** Both parts list the same files in the same order, and in v1 each begins with a piece, as in v2. */
const agree = (v1: RawFiles, leaves: readonly Leaf[], pieceLength: number): boolean => {
  let [offset, index] = [0, 0]
  for (const file of v1.files) {
    if (file.kind !== 'pad') {
      const leaf = leaves[index++]
      if (!leaf || leaf.length !== file.length || !samePath(leaf.path, file.path)) return false
      if (file.length > 0 && offset % pieceLength !== 0) return false
    }
    offset += file.length
  }
  return index === leaves.length
}

/** Has a v2 part: `pieces` tells a hybrid from a torrent that is v2 only. */
export const isV2 = (info: Dictionary): boolean => info.get('meta version') === 2 || info.has('file tree')

/** A later `meta version` than BEP 52 knows. */
export const isUnknownVersion = (info: Dictionary): boolean => {
  const version = info.get('meta version')
  return typeof version === 'bigint' || (typeof version === 'number' && version > 2)
}

/** BEP 52: a power of two, at least 16 KiB. */
const isV2PieceLength = (length: number): boolean => length >= MIN_PIECE && Number.isInteger(Math.log2(length))

/** The leaves of a hybrid's file tree, which agree with its v1 files. */
export const readHybrid = (
  info: Dictionary,
  v1: RawFiles,
  pieceLength: number,
): Result<readonly Leaf[], MetainfoFault> => {
  if (!isV2PieceLength(pieceLength)) return fail('piece-length')
  if (!isSorted(info)) return fail('not-bencode')
  const tree = info.get('meta version') === 2 ? dictionaryAt(info, 'file tree') : null
  if (!tree) return fail('v2-file-tree')
  const leaves: Leaf[] = []
  const fault = readTree(tree, [], leaves)
  if (fault) return fail(fault)
  return agree(v1, leaves, pieceLength) ? ok(leaves) : fail('hybrid-mismatch')
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The root over a file's piece hashes; beyond the last stands the root of a piece of zero hashes. */
const layerRoot = (layer: Uint8Array, pieceLength: number, sha256: Sha256): Uint8Array => {
  let zero: Uint8Array = new Uint8Array(HASH)
  for (let size = MIN_PIECE; size < pieceLength; size *= 2) zero = sha256(joined(zero, zero))
  let row = Array.from({ length: layer.length / HASH }, (_, index) => layer.subarray(index * HASH, (index + 1) * HASH))
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let index = 0; index < row.length; index += 2)
      above.push(sha256(joined(row[index] ?? zero, row[index + 1] ?? zero)))
    row = above
    zero = sha256(joined(zero, zero))
  }
  return row[0] ?? zero
}

const toKey = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/**
 * What is wrong with the `piece layers` beside a hybrid's `info`, null: nothing. Each belongs to a file of more than
 * one piece and hashes to its root; some or all may lack.
 */
export const layersFault = (
  layers: Value | undefined,
  leaves: readonly Leaf[],
  pieceLength: number,
  sha256: Sha256,
): MetainfoFault | null => {
  if (layers === undefined) return null
  if (!isDictionary(layers)) return 'v2-piece-layers'
  const counts = new Map<string, number>()
  for (const { root, length } of leaves)
    if (root && length > pieceLength) counts.set(toKey(root), Math.ceil(length / pieceLength))
  const isSound = (root: string, layer: Value): boolean =>
    layer instanceof Uint8Array &&
    layer.length === (counts.get(root) ?? -1) * HASH &&
    toKey(layerRoot(layer, pieceLength, sha256)) === root
  return [...layers].every(([root, layer]) => isSound(root, layer)) ? null : 'v2-piece-layers'
}
