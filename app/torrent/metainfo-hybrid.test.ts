import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import { parseTorrentFile, type Metainfo } from './metainfo.ts'
import { entry, hashes, raw, type Dict } from './testing/torrents.ts'

const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const faultOf = (bytes: Uint8Array): string | null => {
  const parsed = parseTorrentFile(bytes, sha1, sha256)
  return parsed.ok ? null : parsed.error
}
const read = (bytes: Uint8Array): Metainfo => {
  const parsed = parseTorrentFile(bytes, sha1, sha256)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

// Hybrids of two files, 3 pieces and 1 piece of 16 KiB.
const PIECE = 16_384
const zeros = new Uint8Array(32)
const pair = (a: Uint8Array, b: Uint8Array): Uint8Array => sha256(Buffer.concat([a, b]))
const layer = Buffer.concat([hashes(32, 1), hashes(32, 2), hashes(32, 3)])
const layerRoot = pair(pair(hashes(32, 1), hashes(32, 2)), pair(hashes(32, 3), zeros))
const leaf = (more: Dict): Dict => ({ '': more })
const bigLeaf = { length: PIECE * 2 + 5, 'pieces root': layerRoot }
const smallLeaf = { length: 100, 'pieces root': hashes(32, 9) }
const tree = { a: leaf(bigLeaf), b: leaf(smallLeaf) }
const gap = { attr: 'p', length: PIECE - 5, path: ['.pad', `${PIECE - 5}`] }
const hybridFiles = [entry(['a'], PIECE * 2 + 5), gap, entry(['b'], 100)]
const hybridInfo = (info: Dict = {}): Dict => ({
  'file tree': tree,
  files: hybridFiles,
  'meta version': 2,
  name: 'both',
  'piece length': PIECE,
  pieces: hashes(80),
  ...info,
})
const rootKey = (root: Uint8Array, value: unknown): Map<Uint8Array, unknown> => new Map([[root, value]])
const hybrid = (info: Dict = {}, layers: unknown = rootKey(layerRoot, layer)): Uint8Array =>
  encode({ info: hybridInfo(info), 'piece layers': layers })
const v2Only = (info: Dict = {}, layers: unknown = rootKey(layerRoot, layer)): Uint8Array =>
  encode({ info: { ...hybridInfo(info), files: undefined, pieces: undefined }, 'piece layers': layers })
const nest = (depth: number): Dict => (depth === 0 ? leaf(smallLeaf) : { d: nest(depth - 1) })

describe('a hybrid that is broken', () => {
  it.each([
    ['v2_no_power2_piece', hybrid({ 'piece length': 3 * PIECE, pieces: hashes(40) }), 'piece-length'],
    ['v2_piece_size', hybrid({ 'piece length': 8_192, pieces: hashes(140) }), 'piece-length'],
    ['v2_large_file', hybrid({ 'file tree': { a: leaf({ ...bigLeaf, length: 2n ** 63n }) } }), 'bad-size'],
    ['v2_large_offset', hybrid({ files: [entry(['a'], 2 ** 50), entry(['b'], 2 ** 50)] }), 'too-many-pieces'],
    [
      'v2_mismatching_metadata',
      hybrid({ 'file tree': { '/a': leaf(bigLeaf), b: leaf(smallLeaf) } }),
      'hybrid-mismatch',
    ],
    [
      'v2_bad_file_alignment',
      hybrid({ files: [hybridFiles[0], hybridFiles[2]], pieces: hashes(60) }),
      'hybrid-mismatch',
    ],
    ['v2_invalid_file', hybrid({ 'file tree': { a: leaf(bigLeaf), b: { '': 5 } } }), 'v2-file-tree'],
    ['v2_empty_filename', hybrid({ 'file tree': { '': leaf(bigLeaf), b: leaf(smallLeaf) } }), 'v2-file-tree'],
    ['v2_deep_recursion', hybrid({ 'file tree': nest(110) }), 'too-deep'],
    ['v2_non_multiple_piece_layer', hybrid({}, rootKey(layerRoot, hashes(95))), 'v2-piece-layers'],
    ['v2_piece_layer_invalid_file_hash', hybrid({}, rootKey(layerRoot.subarray(1), layer)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer', hybrid({}, rootKey(layerRoot, 5)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer_root', hybrid({}, rootKey(layerRoot, hashes(96))), 'v2-piece-layers'],
    ['v2_unknown_piece_layer_entry', hybrid({}, rootKey(hashes(32, 5), layer)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer_size', hybrid({}, rootKey(layerRoot, layer.subarray(0, 64))), 'v2-piece-layers'],
    ['v2_unordered_files', raw(latin1(hybrid()).replace('1:ad0:', '1:zd0:')), 'not-bencode'],
    ['v2_overlong_integer', raw(latin1(hybrid()).replace('i100e', `i${'1'.repeat(30)}e`)), 'not-bencode'],
    [
      'v2_missing_file_root_invalid_symlink',
      hybrid({ 'file tree': { a: leaf(bigLeaf), b: leaf({ attr: 'l', length: 0 }) } }),
      'v2-root',
    ],
    ['v2_zero_root', hybrid({ 'file tree': { a: leaf({ ...bigLeaf, 'pieces root': zeros }) } }), 'v2-root'],
    ['v2_zero_root_small', hybrid({ 'file tree': { b: leaf({ ...smallLeaf, 'pieces root': zeros }) } }), 'v2-root'],
    ['v2_invalid_pad_file', hybrid({ 'file tree': { b: leaf({ ...smallLeaf, attr: 'p' }) } }), 'pad-file'],
    ['a file tree without version', hybrid({ 'meta version': undefined }), 'v2-file-tree'],
    ['a version without file tree', hybrid({ 'file tree': undefined }), 'v2-file-tree'],
    ['a hybrid with a file more in v1', hybrid({ files: [...hybridFiles, entry(['c'], 0)] }), 'hybrid-mismatch'],
    [
      'a hybrid with a file more in v2',
      hybrid({ 'file tree': { ...tree, c: leaf({ length: 0 }) } }),
      'hybrid-mismatch',
    ],
    ['piece layers that are no dictionary', hybrid({}, 'x'), 'v2-piece-layers'],
  ])('is refused: %s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault)
  })
})

describe('a torrent of the second version', () => {
  it.each([
    ['v2_only', v2Only()],
    ['v2_no_power2_piece', v2Only({ 'piece length': 3 * PIECE })],
    ['v2_invalid_file', v2Only({ 'file tree': { b: { '': 5 } } })],
    ['v2_empty_filename', v2Only({ 'file tree': { '': leaf(bigLeaf) } })],
    ['v2_invalid_filename2', v2Only({ 'file tree': { '//': leaf(smallLeaf), '\\': leaf(smallLeaf) } })],
    ['v2_invalid_piece_layer', v2Only({}, rootKey(layerRoot, 5))],
    ['v2_multiple_files', v2Only({}, undefined)],
  ])('is called v2-only when it has no v1 part: %s', (_, bytes) => {
    expect(faultOf(bytes)).toBe('v2-only')
  })
})

describe('a hybrid', () => {
  const singleHybrid = hybrid({
    'file tree': { a: leaf(bigLeaf) },
    files: undefined,
    length: PIECE * 2 + 5,
    name: 'a',
    pieces: hashes(60),
  })
  const link = { attr: 'l', 'symlink path': ['a'] }

  it.each([
    ['v2', singleHybrid],
    ['v2_hybrid', hybrid()],
    ['v2_no_piece_layers', hybrid({}, undefined)],
    ['v2_incomplete_piece_layer', hybrid({}, new Map())],
    ['v2_hybrid-missing-tailpad', hybrid({ files: hybridFiles })],
    ['a tail pad', hybrid({ files: [...hybridFiles, entry(undefined, PIECE - 100, { attr: 'p' })] })],
    [
      'empty-files',
      hybrid({ 'file tree': { ...tree, c: leaf({ length: 0 }) }, files: [...hybridFiles, entry(['c'], 0)] }),
    ],
    [
      'v2_symlinks',
      hybrid({ 'file tree': { ...tree, c: leaf(link) }, files: [...hybridFiles, { path: ['c'], length: 0, ...link }] }),
    ],
  ])('joins as v1: %s', (_, bytes) => {
    expect(read(bytes)).toMatchObject({ hybrid: true, pieceLength: PIECE })
  })

  it('has a root over its layers that counts missing pieces as zeros, whatever the piece length', () => {
    const zero = pair(zeros, zeros)
    const root = pair(pair(hashes(32, 1), hashes(32, 2)), pair(hashes(32, 3), zero))
    const length = 2 * PIECE * 3
    const bytes = hybrid(
      {
        'file tree': { a: leaf({ length, 'pieces root': root }) },
        files: [entry(['a'], length)],
        'piece length': 2 * PIECE,
        pieces: hashes(60),
      },
      rootKey(root, layer),
    )
    expect(faultOf(bytes)).toBeNull()
  })
})
