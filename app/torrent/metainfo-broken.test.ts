import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import { parseTorrentFile } from './metainfo.ts'
import { entry, hashes, multi, multiOf, raw, single } from './testing/torrents.ts'

const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const faultOf = (bytes: Uint8Array): string | null => {
  const parsed = parseTorrentFile(bytes, sha1, sha256)
  return parsed.ok ? null : parsed.error
}

const PIECE = 16_384
const one = entry(['foo', 'bar.txt'])

describe('a .torrent that is broken', () => {
  it.each([
    // of the 42 kinds that libtorrent's collection has, those without a v2 part, by its names
    ['missing_piece_len', multi({ 'piece length': undefined }), 'piece-length'],
    ['invalid_piece_len', multi({ 'piece length': '16384' }), 'piece-length'],
    ['negative_piece_len', multi({ 'piece length': -16_384 }), 'piece-length'],
    ['no_name', multi({ name: undefined }), 'no-name'],
    ['bad_name', multi({ name: ['temp'] }), 'no-name'],
    ['invalid_name', multi({ name: 1348 }), 'no-name'],
    ['missing_path_list', multiOf(entry(undefined)), 'no-name'],
    ['invalid_path_list', multiOf(entry(['foo', 5])), 'bad-name'],
    ['invalid_symlink', multiOf(one, entry(['l'], 0, { attr: 'l', 'symlink path': [5] })), 'bad-name'],
    ['string', raw('4:spam'), 'no-dict'],
    ['invalid_info', encode({ info: 'text' }), 'no-info'],
    ['no_files', multi({ files: [] }), 'no-files'],
    ['negative_size', single({ length: -1 }), 'bad-size'],
    ['negative_file_size', multiOf(entry(['foo'], -1)), 'bad-size'],
    ['invalid_file_size', multiOf(entry(['foo'], '425')), 'bad-size'],
    ['zero', single({ length: 0, pieces: '' }), 'bad-size'],
    ['zero2', multi({ files: [entry(['a'], 0), entry(['b'], 0, { attr: 'p' })], pieces: '' }), 'bad-size'],
    ['invalid_pieces', multi({ pieces: 5 }), 'no-pieces'],
    ['unaligned_pieces', multi({ pieces: hashes(19) }), 'bad-hashes'],
    ['many_pieces', multi({ files: [entry(['foo'], PIECE * (2 ** 21 + 1))] }), 'too-many-pieces'],
    [
      'duplicate_files2',
      multiOf(...Array.from({ length: 118 }, () => entry(['foo', 'bar.txt'], 4))),
      'too-many-duplicates',
    ],
    // and what that collection does not have
    ['nothing', raw(''), 'not-bencode'],
    ['a broken end', multi().subarray(0, -1), 'not-bencode'],
    ['a list', raw('le'), 'no-dict'],
    ['no info', encode({ announce: 'http://a/b' }), 'no-info'],
    ['two infos', raw('d4:infode4:infodee'), 'not-bencode'],
    [
      'two sizes',
      raw(Buffer.from(single()).toString('latin1').replace('6:lengthi425e', '6:lengthi5e6:lengthi425e')),
      'not-bencode',
    ],
    ['a huge size', single({ length: 2n ** 53n }), 'bad-size'],
    ['sizes that add up too far', multiOf(entry(['a'], 2 ** 52), entry(['b'], 2 ** 52)), 'bad-size'],
    ['a piece length below 16 KiB', single({ 'piece length': 16_383 }), 'piece-length'],
    ['a piece length above 512 MiB', single({ 'piece length': 2 ** 29 + 1 }), 'piece-length'],
    ['a hash too many', single({ pieces: hashes(40) }), 'bad-hashes'],
    ['1.7 TB and one hash', single({ length: 1.7e12, 'piece length': 2 ** 22 }), 'bad-hashes'],
    ['no hashes', single({ pieces: undefined }), 'no-pieces'],
    ['files that are no list', multi({ files: 'foo' }), 'bad-files'],
    ['a file that is no dictionary', multi({ files: ['foo'] }), 'bad-files'],
    ['an empty path', multiOf(entry([])), 'no-name'],
    ['a path of 101 levels', multiOf(entry(Array(101).fill('a'))), 'too-deep'],
    ['a path of 5,000 bytes', multiOf(entry(Array(25).fill('x'.repeat(200)))), 'path-too-long'],
    ['only padding', multiOf(entry(['a'], 425, { attr: 'p' })), 'no-files'],
    ['version 3', multi({ 'meta version': 3 }), 'v2-version'],
    ['more than 10 MB', new Uint8Array(10_000_001).fill(0x64), 'too-large'],
    ['101 levels of lists', raw('l'.repeat(101)), 'too-deep'],
  ])('is refused: %s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault)
  })

  it('is refused with more than 100,000 files', () => {
    const files = Array.from({ length: 100_001 }, (_, index) => entry([`${index}`], 1))
    expect(faultOf(multi({ files, 'piece length': 2 ** 20 }))).toBe('too-many-files')
    expect(faultOf(multi({ files: files.slice(1), 'piece length': 2 ** 20 }))).toBeNull()
  })
})
