import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../bencode/bencode.js'
import { parseInfo, parseTorrentFile, type Metainfo } from './metainfo.ts'
import { entry, hashes, multi, multiOf, raw, single } from './testing/torrents.ts'
import { buildTorrentFile } from './torrent-file.ts'

const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest()
const parse = (bytes: Uint8Array) => parseTorrentFile(bytes, sha1, sha256)
const faultOf = (bytes: Uint8Array): string | null => {
  const parsed = parseTorrentFile(bytes, sha1, sha256)
  return parsed.ok ? null : parsed.error
}
const read = (bytes: Uint8Array): Metainfo => {
  const parsed = parse(bytes)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const one = entry(['foo', 'bar.txt'])
const pathsOf = (bytes: Uint8Array): string[] => {
  const { name, files } = read(bytes)
  return files.map(({ path }) => `${name}/${path.join('/')}`)
}

describe('the files of an odd torrent', () => {
  it.each([
    ['base', single(), ['temp/temp']],
    ['single_multi_file', multi(), ['temp/foo/bar.txt']],
    ['empty_path', multiOf(entry(['', ''])), ['temp/_']],
    ['empty_path_multi', multiOf(entry(['abcde']), entry(['']), entry([''])), ['temp/abcde', 'temp/_', 'temp/_ (1)']],
    ['parent_path', multiOf(entry(['..', '..', 'bar'])), ['temp/__/__/bar']],
    ['hidden_parent_path', multiOf(entry(['\u200b..', '. .', 'bar'])), ['temp/_/_/bar']],
    ['slash_path', multiOf(entry(['/', '/', 'bar'])), ['temp/_/_/bar']],
    ['slash_path2', multiOf(entry(['abc....def', '/', 'bar'])), ['temp/abc....def/_/bar']],
    ['slash_path3', single({ name: 'temp/../../abc' }), ['temp....abc/temp....abc']],
    ['backslash_path', multiOf(entry(['\\..\\x', 'C:\\y'])), ['temp/x/C_y']],
    ['absolute_filename', multiOf(entry(['/abcde']), entry(['\\foobar'])), ['temp/abcde', 'temp/foobar']],
    [
      'long_name',
      single({ name: `${'x'.repeat(300)}.bin` }),
      Array(1).fill(`${'x'.repeat(246)}.bin/${'x'.repeat(246)}.bin`),
    ],
    ['duplicate_files', multiOf(one, one), ['temp/foo/bar.txt', 'temp/foo/bar (1).txt']],
    ['invalid_filename', multiOf(entry(['a\0b']), entry(['..'])), ['temp/a_b', 'temp/__']],
    [
      'invalid_filename2',
      multiOf(entry(['f']), entry(['.', '.']), entry(['/', '.'])),
      ['temp/f', 'temp/_', 'temp/_ (1)'],
    ],
    ['invalid_directory_name', multiOf(entry(['/', 'foo']), entry(['\\', 'foo'])), ['temp/_/foo', 'temp/_/foo (1)']],
    ['invalid_name3', single({ name: 'foobar ' }), ['foobar/foobar']],
    ['bad-utf8-path', multiOf(entry([raw('a\xffb')])), ['temp/a_b']],
    ['path.utf-8', multiOf(entry([raw('b\xe4r')], 425, { 'path.utf-8': ['bär'] })), ['temp/bär']],
    ['v2_invalid_filename', single({ name: raw('\x80estMB') }), ['_estMB/_estMB']],
  ])('are safe: %s', (_, bytes, paths) => {
    expect(pathsOf(bytes)).toEqual(paths)
  })

  it('keep the name they had where it was changed, and count', () => {
    const torrent = read(multiOf(one, one, entry(['a', '..', 'b'])))
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
      entry(undefined, 2124, { attr: 'p' }),
      entry(['..', 'x'], 2124, { attr: 'xp' }),
      entry(['_____padding_file_0_x'], 5),
    ]
    const torrent = read(multi({ files: [one, ...pads, entry(['.pad', 'y'], 7)] }))
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
    expect(read(multiOf(one, entry(['l'], 99, { attr: 'l' }))).files[1]).toMatchObject({
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
    const bytes = single({ length: 16_385, pieces: hashes(40, 3) })
    const torrent = read(bytes)
    bytes.fill(0)
    expect(torrent).toMatchObject({ pieceLength: 16_384, pieceCount: 2, length: 16_385, single: true })
    expect(torrent.hashes).toEqual(hashes(40, 3))
    expect(torrent.hashes.buffer).toBe(torrent.rawInfo.buffer)
  })

  it('may have large pieces and many', () => {
    const large = read(
      single({
        length: 1e12,
        'piece length': 32_767 * 16_384,
        pieces: hashes(20 * Math.ceil(1e12 / (32_767 * 16_384))),
      }),
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
      multi({ files: [one, entry(['x'])] }, { 'url-list': ['http://test.com/file'] }),
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
      multi({ files: [one, entry(['x'])] }, { 'url-list': 'http://test.com/test file/foo bar/' }),
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
        single(
          { collections: ['a'], similar: [hashes(20)], 'ssl-cert': 'x', 'x-y': [{ a: [] }] },
          { encoding: 'UTF-8' },
        ),
      ),
    ).toBeNull()
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
  const file = fc.record({ path, length: fc.nat(1_000_000), attr: fc.constantFrom('', 'x', 'p', 'l') })
  const torrents = fc
    .record({ name, files: fc.array(file, { minLength: 1, maxLength: 10 }), private: fc.nat(1) })
    .map(({ files, ...rest }) => {
      const length = files.reduce((sum, { attr, length: size }) => sum + (attr === 'l' ? 0 : size), 0)
      return { ...rest, files, 'piece length': 32_768, pieces: hashes(Math.ceil(length / 32_768) * 20) }
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
        expect(files.reduce((sum, { length: size }) => sum + size, 0)).toBe(length)
        expect(files.map(({ length: size }) => size)).toEqual(
          info.files.map(({ attr, length: size }) => (attr === 'l' ? 0 : size)),
        )
        const paths = files.map(({ path: safe }) => safe.join('/').toLowerCase().normalize('NFC'))
        expect(new Set(paths).size).toBe(paths.length)
        for (const { path: safe, pad } of files) {
          expect(safe[0] === '.pad').toBe(pad)
          expect(safe.slice(pad ? 1 : 0).every((part) => /^[^./\\ ][^/\\]*$/u.test(part))).toBe(true)
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
