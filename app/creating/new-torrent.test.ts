import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../bencode/bencode.js'
import { parseTorrentFile } from '../torrent/metainfo.ts'
import { buildInfo, buildNewTorrent, estimateSize, type Around, type NewInfo } from './new-torrent.ts'
import { pieceCount, pieceLengths } from './piece-length.ts'
import { comparePaths, isHidden } from './source-files.ts'

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest()
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** Names any system can have, so that parsing leaves them as they are. */
const name = fc.stringMatching(/^[a-zäé星0-9][a-zäé星 0-9]{0,12}[a-zäé星0-9]$/u)
const folder = fc.constantFrom('one', 'two', 'deep')
const file = fc.record({
  path: fc.tuple(fc.array(folder, { maxLength: 3 }), name).map(([folders, last]) => [...folders, `${last}.bin`]),
  length: fc.integer({ min: 0, max: 300_000 }),
})
const files = fc
  .uniqueArray(file, { minLength: 1, maxLength: 12, selector: ({ path }) => path.join('/').normalize('NFC') })
  .filter((all) => all.some(({ length }) => length > 0))

const info: fc.Arbitrary<NewInfo> = fc
  .record({
    name,
    single: fc.boolean(),
    files,
    pieceLength: fc.constantFrom(...pieceLengths),
    isPrivate: fc.boolean(),
    source: fc.option(name),
  })
  .map(({ files: all, single, ...rest }) => {
    const own = single ? [{ path: [], length: all.find(({ length }) => length > 0)?.length ?? 1 }] : all
    const size = own.reduce((sum, { length }) => sum + length, 0)
    return { ...rest, single, files: own, hashes: new Uint8Array(20 * pieceCount(size, rest.pieceLength)).fill(9) }
  })

const around: fc.Arbitrary<Around> = fc.record({
  trackers: fc.uniqueArray(fc.integer({ min: 1, max: 60_000 }), { maxLength: 6 }).chain((ports) => {
    const urls = ports.map((port) => `udp://tracker.example.org:${port}/announce`)
    return fc
      .integer({ min: 1, max: 3 })
      .map((cut) => [urls.slice(0, cut), urls.slice(cut)].filter((t) => t.length > 0))
  }),
  webSeeds: fc.constantFrom([], ['https://mirror.example.org/files/']),
  comment: fc.option(name),
  createdBy: fc.constantFrom(null, 'Swiftseed/0.1.0'),
  createdAt: fc.option(fc.integer({ min: 1, max: 4_000_000_000 }).map((seconds) => seconds * 1_000)),
})

describe('a new torrent', () => {
  it('is read back by the strict parser as what it was made of', () => {
    fc.assert(
      fc.property(info, around, (made, shell) => {
        const rawInfo = buildInfo(made)
        const parsed = parseTorrentFile(buildNewTorrent(rawInfo, shell), sha1, sha256)
        if (!parsed.ok) throw new Error(parsed.error)
        const { value } = parsed
        expect(value.id).toBe(createHash('sha1').update(rawInfo).digest('hex'))
        expect(value).toMatchObject({
          name: made.name,
          single: made.single,
          pieceLength: made.pieceLength,
          isPrivate: made.isPrivate,
          source: made.source,
          trackers: shell.trackers,
          comment: shell.comment,
          createdBy: shell.createdBy,
          createdAt: shell.createdAt,
        })
        expect(Buffer.compare(value.hashes, made.hashes)).toBe(0)
        const paths = made.single ? [[made.name]] : made.files.map(({ path }) => path)
        expect(value.files.map(({ path }) => path)).toEqual(paths)
        expect(value.files.map(({ length }) => length)).toEqual(made.files.map(({ length }) => length))
        expect(value.webSeeds.length).toBe(shell.webSeeds.length)
      }),
    )
  })

  it('has its keys sorted, and none that was not asked for', () => {
    const plain = {
      name: 'a',
      single: true,
      files: [{ path: [], length: 1 }],
      pieceLength: 16_384,
      hashes: new Uint8Array(20),
      isPrivate: false,
      source: null,
    }
    const shell = { trackers: [], webSeeds: [], comment: null, createdBy: null, createdAt: null }
    const bytes = buildNewTorrent(buildInfo(plain), shell)
    const zeros = '\0'.repeat(20)
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      `d4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:${zeros}ee`,
    )
    const full = buildNewTorrent(buildInfo({ ...plain, isPrivate: true, source: 'X' }), {
      trackers: [['udp://a:1'], ['udp://b:1']],
      webSeeds: ['https://w/'],
      comment: 'c',
      createdBy: 'b',
      createdAt: 1_000,
    })
    const keys = Object.keys(decode(full) as object)
    expect(keys).toEqual(keys.toSorted())
    expect(keys).toEqual(['announce', 'announce-list', 'comment', 'created by', 'creation date', 'info', 'url-list'])
  })

  it('is never larger than was estimated before hashing', () => {
    fc.assert(
      fc.property(info, around, (made, shell) => {
        const bytes = buildNewTorrent(buildInfo(made), shell)
        const shellBytes = Buffer.byteLength(JSON.stringify(shell))
        expect(bytes.length).toBeLessThanOrEqual(estimateSize(made.files, made.hashes.length / 20, shellBytes))
      }),
    )
  })
})

describe('the files of a new torrent', () => {
  it('come in one order, however the disk lists them, folders together', () => {
    const paths = [['b'], ['a', 'z'], ['a'], ['a b'], ['a', 'y', '1'], ['é'], ['a', 'Y']]
    const sorted = [['a'], ['a', 'Y'], ['a', 'y', '1'], ['a', 'z'], ['a b'], ['b'], ['é']]
    expect(paths.toSorted(comparePaths)).toEqual(sorted)
    expect(paths.toReversed().toSorted(comparePaths)).toEqual(sorted)
  })

  it('leave out what systems and hiding users put there', () => {
    for (const hidden of ['.DS_Store', '.git', 'Thumbs.db', 'THUMBS.DB', 'desktop.ini', '$RECYCLE.BIN']) {
      expect(isHidden(hidden)).toBe(true)
    }
    for (const shown of ['a.txt', 'thumbs.dbx', 'my.desktop.ini']) expect(isHidden(shown)).toBe(false)
  })
})
