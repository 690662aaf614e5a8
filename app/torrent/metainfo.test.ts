import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import { parseInfo, parseTorrentFile, type Metainfo } from './metainfo.ts'
import { buildTorrentFile } from './torrent-file.ts'

type Dict = Record<string, unknown>

const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const parse = (bytes: Uint8Array) => parseTorrentFile(bytes, sha1, sha256)
const faultOf = (bytes: Uint8Array): string | null => {
  const parsed = parse(bytes)
  return parsed.ok ? null : parsed.error
}
const read = (bytes: Uint8Array): Metainfo => {
  const parsed = parse(bytes)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const raw = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0))
const hash = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)
const file = (path: unknown, length: unknown = 425, more: Dict = {}): Dict => ({ length, path, ...more })
const one = file(['foo', 'bar.txt'])
const multi = (info: Dict = {}, around: Dict = {}): Uint8Array =>
  encode({ info: { files: [one], name: 'temp', 'piece length': 16_384, pieces: hash(20), ...info }, ...around })
const multiOf = (...files: Dict[]): Uint8Array => multi({ files })
const single = (info: Dict = {}, around: Dict = {}): Uint8Array =>
  encode({ info: { length: 425, name: 'temp', 'piece length': 16_384, pieces: hash(20), ...info }, ...around })
const pathsOf = (bytes: Uint8Array): string[] => {
  const { name, files } = read(bytes)
  return files.map(({ path }) => `${name}/${path.join('/')}`)
}

// Hybrids of two files, 3 pieces and 1 piece of 16 KiB.
const PIECE = 16_384
const zeros = new Uint8Array(32)
const pair = (a: Uint8Array, b: Uint8Array): Uint8Array => sha256(Buffer.concat([a, b]))
const layer = Buffer.concat([hash(32, 1), hash(32, 2), hash(32, 3)])
const layerRoot = pair(pair(hash(32, 1), hash(32, 2)), pair(hash(32, 3), zeros))
const leaf = (more: Dict): Dict => ({ '': more })
const bigLeaf = { length: PIECE * 2 + 5, 'pieces root': layerRoot }
const smallLeaf = { length: 100, 'pieces root': hash(32, 9) }
const tree = { a: leaf(bigLeaf), b: leaf(smallLeaf) }
const gap = { attr: 'p', length: PIECE - 5, path: ['.pad', `${PIECE - 5}`] }
const hybridFiles = [file(['a'], PIECE * 2 + 5), gap, file(['b'], 100)]
const hybridInfo = (info: Dict = {}): Dict => ({
  'file tree': tree,
  files: hybridFiles,
  'meta version': 2,
  name: 'both',
  'piece length': PIECE,
  pieces: hash(80),
  ...info,
})
const rootKey = (root: Uint8Array, value: unknown): Map<Uint8Array, unknown> => new Map([[root, value]])
const hybrid = (info: Dict = {}, layers: unknown = rootKey(layerRoot, layer)): Uint8Array =>
  encode({ info: hybridInfo(info), 'piece layers': layers })
const v2Only = (info: Dict = {}, layers: unknown = rootKey(layerRoot, layer)): Uint8Array =>
  encode({ info: { ...hybridInfo(info), files: undefined, pieces: undefined }, 'piece layers': layers })
const nest = (depth: number): Dict => (depth === 0 ? leaf(smallLeaf) : { d: nest(depth - 1) })

describe('a .torrent that is broken', () => {
  it.each([
    // the 42 kinds that the public collection has, by its names
    ['missing_piece_len', multi({ 'piece length': undefined }), 'piece-length'],
    ['invalid_piece_len', multi({ 'piece length': '16384' }), 'piece-length'],
    ['negative_piece_len', multi({ 'piece length': -16_384 }), 'piece-length'],
    ['v2_no_power2_piece', hybrid({ 'piece length': 3 * PIECE, pieces: hash(40) }), 'piece-length'],
    ['v2_piece_size', hybrid({ 'piece length': 8_192, pieces: hash(140) }), 'piece-length'],
    ['no_name', multi({ name: undefined }), 'no-name'],
    ['bad_name', multi({ name: ['temp'] }), 'no-name'],
    ['invalid_name', multi({ name: 1348 }), 'no-name'],
    ['missing_path_list', multiOf(file(undefined)), 'no-name'],
    ['invalid_path_list', multiOf(file(['foo', 5])), 'bad-name'],
    ['invalid_symlink', multiOf(one, file(['l'], 0, { attr: 'l', 'symlink path': [5] })), 'bad-name'],
    ['string', raw('4:spam'), 'no-dict'],
    ['invalid_info', encode({ info: 'text' }), 'no-info'],
    ['no_files', multi({ files: [] }), 'no-files'],
    ['negative_size', single({ length: -1 }), 'bad-size'],
    ['negative_file_size', multiOf(file(['foo'], -1)), 'bad-size'],
    ['invalid_file_size', multiOf(file(['foo'], '425')), 'bad-size'],
    ['zero', single({ length: 0, pieces: '' }), 'bad-size'],
    ['zero2', multi({ files: [file(['a'], 0), file(['b'], 0, { attr: 'p' })], pieces: '' }), 'bad-size'],
    ['v2_large_file', hybrid({ 'file tree': { a: leaf({ ...bigLeaf, length: 2n ** 63n }) } }), 'bad-size'],
    ['invalid_pieces', multi({ pieces: 5 }), 'no-pieces'],
    ['unaligned_pieces', multi({ pieces: hash(19) }), 'bad-hashes'],
    ['many_pieces', multi({ files: [file(['foo'], PIECE * (2 ** 21 + 1))] }), 'too-many-pieces'],
    ['v2_large_offset', hybrid({ files: [file(['a'], 2 ** 50), file(['b'], 2 ** 50)] }), 'too-many-pieces'],
    [
      'v2_mismatching_metadata',
      hybrid({ 'file tree': { '/a': leaf(bigLeaf), b: leaf(smallLeaf) } }),
      'hybrid-mismatch',
    ],
    ['v2_bad_file_alignment', hybrid({ files: [hybridFiles[0], hybridFiles[2]], pieces: hash(60) }), 'hybrid-mismatch'],
    ['v2_invalid_file', hybrid({ 'file tree': { a: leaf(bigLeaf), b: { '': 5 } } }), 'v2-file-tree'],
    ['v2_empty_filename', hybrid({ 'file tree': { '': leaf(bigLeaf), b: leaf(smallLeaf) } }), 'v2-file-tree'],
    ['v2_deep_recursion', hybrid({ 'file tree': nest(110) }), 'too-deep'],
    ['v2_non_multiple_piece_layer', hybrid({}, rootKey(layerRoot, hash(95))), 'v2-piece-layers'],
    ['v2_piece_layer_invalid_file_hash', hybrid({}, rootKey(layerRoot.subarray(1), layer)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer', hybrid({}, rootKey(layerRoot, 5)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer_root', hybrid({}, rootKey(layerRoot, hash(96))), 'v2-piece-layers'],
    ['v2_unknown_piece_layer_entry', hybrid({}, rootKey(hash(32, 5), layer)), 'v2-piece-layers'],
    ['v2_invalid_piece_layer_size', hybrid({}, rootKey(layerRoot, layer.subarray(0, 64))), 'v2-piece-layers'],
    ['v2_unordered_files', raw(Buffer.from(hybrid()).toString('latin1').replace('1:ad0:', '1:zd0:')), 'not-bencode'],
    [
      'v2_overlong_integer',
      raw(
        Buffer.from(hybrid())
          .toString('latin1')
          .replace('i100e', `i${'1'.repeat(30)}e`),
      ),
      'not-bencode',
    ],
    [
      'v2_missing_file_root_invalid_symlink',
      hybrid({ 'file tree': { a: leaf(bigLeaf), b: leaf({ attr: 'l', length: 0 }) } }),
      'v2-root',
    ],
    ['v2_zero_root', hybrid({ 'file tree': { a: leaf({ ...bigLeaf, 'pieces root': zeros }) } }), 'v2-root'],
    ['v2_zero_root_small', hybrid({ 'file tree': { b: leaf({ ...smallLeaf, 'pieces root': zeros }) } }), 'v2-root'],
    ['v2_invalid_pad_file', hybrid({ 'file tree': { b: leaf({ ...smallLeaf, attr: 'p' }) } }), 'pad-file'],
    [
      'duplicate_files2',
      multiOf(...Array.from({ length: 118 }, () => file(['foo', 'bar.txt'], 4))),
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
    ['sizes that add up too far', multiOf(file(['a'], 2 ** 52), file(['b'], 2 ** 52)), 'bad-size'],
    ['a piece length below 16 KiB', single({ 'piece length': 16_383 }), 'piece-length'],
    ['a piece length above 512 MiB', single({ 'piece length': 2 ** 29 + 1 }), 'piece-length'],
    ['a hash too many', single({ pieces: hash(40) }), 'bad-hashes'],
    ['1.7 TB and one hash', single({ length: 1.7e12, 'piece length': 2 ** 22 }), 'bad-hashes'],
    ['no hashes', single({ pieces: undefined }), 'no-pieces'],
    ['files that are no list', multi({ files: 'foo' }), 'bad-files'],
    ['a file that is no dictionary', multi({ files: ['foo'] }), 'bad-files'],
    ['an empty path', multiOf(file([])), 'no-name'],
    ['a path of 101 levels', multiOf(file(Array(101).fill('a'))), 'too-deep'],
    ['a path of 5,000 bytes', multiOf(file(Array(25).fill('x'.repeat(200)))), 'path-too-long'],
    ['only padding', multiOf(file(['a'], 425, { attr: 'p' })), 'no-files'],
    ['version 3', multi({ 'meta version': 3 }), 'v2-version'],
    ['a file tree without version', hybrid({ 'meta version': undefined }), 'v2-file-tree'],
    ['a version without file tree', hybrid({ 'file tree': undefined }), 'v2-file-tree'],
    ['a hybrid with a file more in v1', hybrid({ files: [...hybridFiles, file(['c'], 0)] }), 'hybrid-mismatch'],
    [
      'a hybrid with a file more in v2',
      hybrid({ 'file tree': { ...tree, c: leaf({ length: 0 }) } }),
      'hybrid-mismatch',
    ],
    ['piece layers that are no dictionary', hybrid({}, 'x'), 'v2-piece-layers'],
    ['more than 10 MB', new Uint8Array(10_000_001).fill(0x64), 'too-large'],
    ['101 levels of lists', raw('l'.repeat(101)), 'too-deep'],
  ])('is refused: %s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault)
  })

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

  it('is refused with more than 100,000 files', () => {
    const files = Array.from({ length: 100_001 }, (_, index) => file([`${index}`], 1))
    expect(faultOf(multi({ files, 'piece length': 2 ** 20 }))).toBe('too-many-files')
    expect(faultOf(multi({ files: files.slice(1), 'piece length': 2 ** 20 }))).toBeNull()
  })
})

describe('the files of an odd torrent', () => {
  it.each([
    ['base', single(), ['temp/temp']],
    ['single_multi_file', multi(), ['temp/foo/bar.txt']],
    ['empty_path', multiOf(file(['', ''])), ['temp/_']],
    ['empty_path_multi', multiOf(file(['abcde']), file(['']), file([''])), ['temp/abcde', 'temp/_', 'temp/_ (1)']],
    ['parent_path', multiOf(file(['..', '..', 'bar'])), ['temp/__/__/bar']],
    ['hidden_parent_path', multiOf(file(['\u200b..', '. .', 'bar'])), ['temp/_/_/bar']],
    ['slash_path', multiOf(file(['/', '/', 'bar'])), ['temp/_/_/bar']],
    ['slash_path2', multiOf(file(['abc....def', '/', 'bar'])), ['temp/abc....def/_/bar']],
    ['slash_path3', single({ name: 'temp/../../abc' }), ['temp....abc/temp....abc']],
    ['backslash_path', multiOf(file(['\\..\\x', 'C:\\y'])), ['temp/x/C_y']],
    ['absolute_filename', multiOf(file(['/abcde']), file(['\\foobar'])), ['temp/abcde', 'temp/foobar']],
    [
      'long_name',
      single({ name: `${'x'.repeat(300)}.bin` }),
      Array(1).fill(`${'x'.repeat(246)}.bin/${'x'.repeat(246)}.bin`),
    ],
    ['duplicate_files', multiOf(one, one), ['temp/foo/bar.txt', 'temp/foo/bar (1).txt']],
    ['invalid_filename', multiOf(file(['a\0b']), file(['..'])), ['temp/a_b', 'temp/__']],
    ['invalid_filename2', multiOf(file(['f']), file(['.', '.']), file(['/', '.'])), ['temp/f', 'temp/_', 'temp/_ (1)']],
    ['invalid_directory_name', multiOf(file(['/', 'foo']), file(['\\', 'foo'])), ['temp/_/foo', 'temp/_/foo (1)']],
    ['invalid_name3', single({ name: 'foobar ' }), ['foobar/foobar']],
    ['bad-utf8-path', multiOf(file([raw('a\xffb')])), ['temp/a_b']],
    ['path.utf-8', multiOf(file([raw('b\xe4r')], 425, { 'path.utf-8': ['bär'] })), ['temp/bär']],
    ['v2_invalid_filename', single({ name: raw('\x80estMB') }), ['_estMB/_estMB']],
  ])('are safe: %s', (_, bytes, paths) => {
    expect(pathsOf(bytes)).toEqual(paths)
  })

  it('keep the name they had where it was changed, and count', () => {
    const torrent = read(multiOf(one, one, file(['a', '..', 'b'])))
    expect(torrent.files.map(({ original }) => original)).toEqual([null, 'foo/bar.txt', 'a/../b'])
    expect(torrent.renamed).toBe(2)
  })

  it.each(['..', '.', '', ' / '])('lie under the infohash when the name is %j', (name) => {
    for (const bytes of [single({ name }), multi({ name })]) {
      const torrent = read(bytes)
      expect(torrent.name).toBe(torrent.id)
    }
    expect(read(single({ name })).files[0]?.path).toEqual([read(single({ name })).id])
  })

  it('leave padding out of sight, wherever it is said to lie', () => {
    const pads = [
      file(undefined, 2124, { attr: 'p' }),
      file(['..', 'x'], 2124, { attr: 'xp' }),
      file(['_____padding_file_0_x'], 5),
    ]
    const torrent = read(multi({ files: [one, ...pads, file(['.pad', 'y'], 7)] }))
    expect(torrent.files.map(({ pad }) => pad)).toEqual([false, true, true, true, false])
    expect(torrent.files.map(({ path }) => path.join('/'))).toEqual([
      'foo/bar.txt',
      '.pad/2124',
      '.pad/2124.2',
      '.pad/5',
      'pad/y',
    ])
    expect(torrent.length).toBe(425 + 2124 * 2 + 5 + 7)
  })

  it.each([
    ['symlink1', { length: 425 }],
    ['symlink_zero_size', { length: undefined }],
    ['overlapping_symlinks', { length: 0, 'symlink path': ['..', '..', 'etc', 'passwd'] }],
    ['symlink_filtered_path', { length: 0, 'symlink path': ['a/b', '.'] }],
  ])('make no symbolic link: %s', (_, more) => {
    const torrent = read(multiOf(one, { path: ['l'], attr: 'l', 'symlink path': ['foo', 'bar.txt'], ...more }))
    expect(torrent.files[1]).toEqual({ path: ['.pad', '0'], length: 0, pad: true, original: null })
    expect(torrent.length).toBe(425)
  })

  it('are one plain empty file where a link leads nowhere', () => {
    expect(read(multiOf(one, file(['l'], 99, { attr: 'l' }))).files[1]).toMatchObject({
      path: ['l'],
      length: 0,
      pad: false,
    })
  })
})

describe('a torrent', () => {
  it('is known by the SHA-1 of its info as written, sorted or not, whatever follows', () => {
    const info = `d4:name4:temp6:lengthi425e12:piece lengthi16384e6:pieces20:${'h'.repeat(20)}1:xi9007199254740993ee`
    const torrent = read(raw(`d4:info${info}e and more`))
    expect(torrent.id).toBe(Buffer.from(sha1(raw(info))).toString('hex'))
    expect(torrent.rawInfo).toEqual(raw(info))
    expect(parseInfo(raw(info), sha1, torrent.id)).toMatchObject({ ok: true, value: { id: torrent.id, name: 'temp' } })
  })

  it('has one hash a piece, as a view of its own copy of the bytes', () => {
    const bytes = single({ length: 16_385, pieces: hash(40, 3) })
    const torrent = read(bytes)
    bytes.fill(0)
    expect(torrent).toMatchObject({ pieceLength: 16_384, pieceCount: 2, length: 16_385, single: true })
    expect(torrent.hashes).toEqual(hash(40, 3))
    expect(torrent.hashes.buffer).toBe(torrent.rawInfo.buffer)
  })

  it('may have large pieces and many', () => {
    const large = read(
      single({ length: 1e12, 'piece length': 32_767 * 16_384, pieces: hash(20 * Math.ceil(1e12 / (32_767 * 16_384))) }),
    )
    expect(large.pieceCount).toBe(1863)
  })

  it('tells private, source and words for people', () => {
    const around = {
      comment: ' a\u202eb\0c\r\nd ',
      'comment.utf-8': undefined,
      'created by': 'x\ny',
      'creation date': 1_234_567,
    }
    const torrent = read(single({ private: 1, source: 'HERE' }, around))
    expect(torrent).toMatchObject({ isPrivate: true, source: 'HERE', comment: 'abc\nd', createdAt: 1_234_567_000 })
    expect(read(single({ private: 0 }))).toMatchObject({
      isPrivate: false,
      comment: null,
      createdBy: null,
      createdAt: null,
      source: null,
    })
    expect(read(single({}, { 'creation date': -5, comment: 7, 'created by': [] }))).toMatchObject({
      createdAt: null,
      comment: null,
    })
  })

  it('keeps trackers in tiers, each once, and drops what is none', () => {
    const list = [
      [' udp://test.com:80/announce ', 'HTTP://A.example/x'],
      [],
      ['http://a.example/x'],
      'wss://b/',
      ['c:80/announce', 5],
    ]
    expect(read(single({}, { 'announce-list': list, announce: 'http://never/' })).trackers).toEqual([
      ['udp://test.com:80/announce', 'http://a.example/x'],
      ['wss://b/'],
    ])
    expect(read(single({}, { 'announce-list': [['']], announce: 'http://a/announce' })).trackers).toEqual([
      ['http://a/announce'],
    ])
    expect(read(single({}, { announce: 'udp://no-port/' })).trackers).toEqual([])
    const many = Array.from({ length: 300 }, (_, index) => [`http://t/${index}`])
    expect(read(single({}, { 'announce-list': many })).trackers).toHaveLength(200)
  })

  it.each([
    ['url_list', single({}, { 'url-list': '' }), []],
    ['url_list2', single({}, { 'url-list': [''] }), []],
    ['url_list3', single({}, { 'url-list': [5, ['x']] }), []],
    ['httpseed', single({}, { httpseeds: ['http://a/'] }), []],
    ['url_seed', single({}, { 'url-list': 'http://test.com/file' }), ['http://test.com/file']],
    ['url_seed, a folder', single({}, { 'url-list': 'http://test.com/file/' }), ['http://test.com/file/temp']],
    [
      'url_seed_multi',
      multi({ files: [one, file(['x'])] }, { 'url-list': ['http://test.com/file'] }),
      ['http://test.com/file/'],
    ],
    [
      'url_seed_multi_single_file',
      multi({}, { 'url-list': ['http://test.com/file/'] }),
      ['http://test.com/file/temp/foo/bar.txt'],
    ],
    [
      'the same, whole',
      multi({}, { 'url-list': ['http://t/file/temp/foo/bar.txt'] }),
      ['http://t/file/temp/foo/bar.txt'],
    ],
    [
      'url_seed_multi_space',
      multi({ files: [one, file(['x'])] }, { 'url-list': 'http://test.com/test file/foo bar/' }),
      ['http://test.com/test%20file/foo%20bar/'],
    ],
    [
      'duplicate_web_seeds',
      single({}, { 'url-list': ['http://f/foo', 'http://f/foo', 'http://f/foobar', 'http://f/foo', 'http://f/bar'] }),
      ['http://f/foo', 'http://f/foobar', 'http://f/bar'],
    ],
    [
      'credentials and other schemes',
      single({}, { 'url-list': ['http://u:p@h/x', 'ftp://h/x', 'file:///x', 'http://h\n/'] }),
      [],
    ],
  ])('has the web seeds it names: %s', (_, bytes, seeds) => {
    expect(read(bytes).webSeeds).toEqual(seeds)
  })

  it('keeps the DHT nodes that are some', () => {
    const nodes = [['router.example.org', 6881], ['::1', 1], ['', 5], ['h', 0], ['h', 65_536], 'x', ['a b', 5]]
    expect(read(single({}, { nodes })).nodes).toEqual([
      { host: 'router.example.org', port: 6881 },
      { host: '::1', port: 1 },
    ])
  })

  it('may say things we do not know', () => {
    expect(
      faultOf(
        single({ collections: ['a'], similar: [hash(20)], 'ssl-cert': 'x', 'x-y': [{ a: [] }] }, { encoding: 'UTF-8' }),
      ),
    ).toBeNull()
  })
})

describe('a hybrid', () => {
  const singleHybrid = hybrid({
    'file tree': { a: leaf(bigLeaf) },
    files: undefined,
    length: PIECE * 2 + 5,
    name: 'a',
    pieces: hash(60),
  })
  const link = { attr: 'l', 'symlink path': ['a'] }

  it.each([
    ['v2', singleHybrid],
    ['v2_hybrid', hybrid()],
    ['v2_no_piece_layers', hybrid({}, undefined)],
    ['v2_incomplete_piece_layer', hybrid({}, new Map())],
    ['v2_hybrid-missing-tailpad', hybrid({ files: hybridFiles })],
    ['a tail pad', hybrid({ files: [...hybridFiles, file(undefined, PIECE - 100, { attr: 'p' })] })],
    [
      'empty-files',
      hybrid({ 'file tree': { ...tree, c: leaf({ length: 0 }) }, files: [...hybridFiles, file(['c'], 0)] }),
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
    const root = pair(pair(hash(32, 1), hash(32, 2)), pair(hash(32, 3), zero))
    const length = 2 * PIECE * 3
    const bytes = hybrid(
      {
        'file tree': { a: leaf({ length, 'pieces root': root }) },
        files: [file(['a'], length)],
        'piece length': 2 * PIECE,
        pieces: hash(60),
      },
      rootKey(root, layer),
    )
    expect(faultOf(bytes)).toBeNull()
  })
})

describe('metadata from elsewhere', () => {
  const { rawInfo, id } = read(single())

  it('is taken only when it is what was asked for', () => {
    expect(parseInfo(rawInfo, sha1, id)).toMatchObject({ ok: true })
    expect(parseInfo(raw('de'), sha1, id)).toEqual({ ok: false, error: 'wrong-hash' })
    expect(parseInfo(raw('de'), sha1)).toEqual({ ok: false, error: 'piece-length' })
    expect(parseInfo(Buffer.concat([rawInfo, raw('x')]), sha1)).toEqual({ ok: false, error: 'not-bencode' })
    expect(parseInfo(raw('le'), sha1)).toEqual({ ok: false, error: 'no-dict' })
  })

  it('is a plain copy, whatever buffer it came in', () => {
    const parsed = parseInfo(Buffer.from(rawInfo), sha1)
    expect(parsed.ok && Object.getPrototypeOf(parsed.value.rawInfo)).toBe(Uint8Array.prototype)
  })
})

describe('any torrent', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom('..', '.', 'con', 'a', 'A', 'a/b'),
  )
  const path = fc.array(name, { minLength: 1, maxLength: 4 })
  const entry = fc.record({ path, length: fc.nat(1_000_000), attr: fc.constantFrom('', 'x', 'p', 'l') })
  const torrents = fc
    .record({ name, files: fc.array(entry, { minLength: 1, maxLength: 10 }), private: fc.nat(1) })
    .map(({ files, ...rest }) => {
      const length = files.reduce((sum, one) => sum + (one.attr === 'l' ? 0 : one.length), 0)
      return { ...rest, files, 'piece length': 32_768, pieces: hash(Math.ceil(length / 32_768) * 20) }
    })

  it('keeps lengths and order, names every file once and inside its root', () => {
    let accepted = 0
    fc.assert(
      fc.property(torrents, (info) => {
        const parsed = parse(encode({ info }))
        if (!parsed.ok) {
          expect(['bad-size', 'no-files']).toContain(parsed.error)
          return
        }
        accepted++
        const { files, length } = parsed.value
        expect(files.reduce((sum, one) => sum + one.length, 0)).toBe(length)
        expect(files.map((one) => one.length)).toEqual(info.files.map((one) => (one.attr === 'l' ? 0 : one.length)))
        const paths = files.map((one) => one.path.join('/').toLowerCase().normalize('NFC'))
        expect(new Set(paths).size).toBe(paths.length)
        for (const one of files) {
          expect(one.path[0] === '.pad').toBe(one.pad)
          expect(one.path.slice(one.pad ? 1 : 0).every((part) => /^[^./\\ ][^/\\]*$/u.test(part))).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
    expect(accepted).toBeGreaterThan(500)
  })

  it('is the same after it is written and read again, to the byte of its info', () => {
    const words = fc.option(fc.string({ maxLength: 10 }))
    const url = fc.nat(5).map((index) => `http://t${index}.example/announce`)
    fc.assert(
      fc.property(
        torrents,
        words,
        fc.array(fc.array(url, { maxLength: 3 }), { maxLength: 3 }),
        (info, comment, tiers) => {
          const parsed = parse(
            encode({ info, comment, 'announce-list': tiers, 'url-list': ['http://w/x/'], 'creation date': 77 }),
          )
          if (!parsed.ok) return
          const again = buildTorrentFile(parsed.value)
          expect(read(again)).toEqual({ ...parsed.value, nodes: [] })
        },
      ),
      { numRuns: 500 },
    )
  })
})
