import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { watchLoop } from './testing/loop-watch.ts'
import { extended, handshake, message, numbers, sayTo } from './testing/raw-peer.ts'

const sample = sampleTorrent(400_000, 16_384)
const hello = handshake(sample.id)
const offersMetadata = extended(0, 'd1:md11:ut_metadatai3e6:ut_pexi1eee')
const metadataOf = (size: string): Buffer => extended(0, `d1:md11:ut_metadatai3ee13:metadata_size${size}e`)

const cases: [string, Uint8Array[]][] = [
  ['an encryption handshake of zeros', [Buffer.alloc(96)]],
  ['an encryption handshake of ones', [Buffer.alloc(96, 0xff)]],
  ['an encryption handshake with key 1', [Buffer.concat([Buffer.alloc(95), Buffer.from([1])])]],
  ['random bytes', [randomBytes(5_000)]],
  ['a message of 2 GiB', [hello, numbers(0x8000_0000), Buffer.alloc(1_000)]],
  ['a message of 4 GiB', [hello, numbers(0xffff_ffff), Buffer.alloc(1_000)]],
  ['a message of 2 MiB', [hello, numbers(0x20_0000), Buffer.alloc(100_000)]],
  ['an extended handshake with a negative length', [hello, extended(0, 'd1:ml-5:ee')]],
  ['an extended handshake with an endless list', [hello, extended(0, 'l'.repeat(100_000))]],
  ['an extended handshake whose m shadows toString', [hello, extended(0, 'd1:md11:ut_metadatad8:toStringi1eeee')]],
  ['an extended handshake with __proto__', [hello, extended(0, 'd9:__proto__d1:ai1ee1:md9:__proto__i4eee')]],
  ['an extended handshake that is an integer', [hello, extended(0, 'i5e')]],
  ['an empty extended message', [hello, message(20)]],
  ['ut_metadata without payload', [hello, offersMetadata, extended(1, '')]],
  ['ut_metadata data nobody asked for', [hello, extended(1, 'd8:msg_typei1e5:piecei0e10:total_sizei5eeHELLO')]],
  [
    'ut_metadata data far out of range',
    [hello, metadataOf('i100e'), extended(1, 'd8:msg_typei1e5:piecei999999e10:total_sizei100eeAAAA')],
  ],
  ['ut_metadata with a negative piece', [hello, offersMetadata, extended(1, 'd8:msg_typei0e5:piecei-1ee')]],
  ['ut_metadata with a piece that is text', [hello, offersMetadata, extended(1, 'd8:msg_typei0e5:piece3:abce')]],
  ['ut_metadata of 4 GiB', [hello, metadataOf('i4294967296e')]],
  ['ut_metadata of a negative size', [hello, metadataOf('i-5e')]],
  ['peer exchange that is not bencode', [hello, offersMetadata, extended(2, 'nonsense')]],
  ['peer exchange of odd length', [hello, offersMetadata, extended(2, 'd5:added5:abcdee')]],
  ['peer exchange with a number for peers', [hello, offersMetadata, extended(2, 'd5:addedi7ee')]],
  ['peer exchange that is endless', [hello, offersMetadata, extended(2, `d5:added${'l'.repeat(50_000)}`)]],
  ['peer exchange of a megabyte', [hello, offersMetadata, extended(2, Buffer.alloc(1_000_000, 0x64))]],
  [
    'peer exchange a thousand times',
    [hello, offersMetadata, ...Array.from({ length: 1_000 }, () => extended(2, 'de'))],
  ],
  ['our address as a dictionary', [hello, extended(0, 'd1:mde6:youripd1:ai1eee')]],
  ['our address of the wrong length', [hello, extended(0, 'd1:mde6:yourip5:abcdee')]],
  ['a port that is none', [hello, extended(0, 'd1:md6:ut_pexi1ee1:pi-5ee')]],
  ['a port that is text', [hello, extended(0, 'd1:md6:ut_pexi1ee1:p3:abce')]],
  [
    'an extension under a number that is none',
    [hello, extended(0, 'd1:md6:ut_pexi-1eee'), extended(0, 'd1:md6:ut_pexi99999eee')],
  ],
  ['a handshake twice', [hello, hello]],
  ['a handshake cut short', [hello.subarray(0, 60)]],
  ['a handshake for another torrent', [handshake('00'.repeat(20))]],
  ['a protocol string of 255', [Buffer.concat([Buffer.from([255]), Buffer.alloc(300, 0x41)])]],
  ['a have out of range', [hello, message(4, numbers(0xffff_ffff))]],
  ['a have that is too short', [hello, message(4, 'a')]],
  ['a bitfield of the wrong length', [hello, message(5, Buffer.alloc(100_000, 0xff))]],
  ['an empty bitfield', [hello, message(5)]],
  ['a request out of range', [hello, message(2), message(6, numbers(0xffff_fff0, 0, 16_384))]],
  ['a request past the end of a piece', [hello, message(2), message(6, numbers(0, 16_000, 16_384))]],
  ['a request of 1 GiB', [hello, message(2), message(6, numbers(0, 0, 0x4000_0000))]],
  ['a request that is too short', [hello, message(6, 'abc')]],
  ['a block nobody asked for', [hello, message(7, numbers(0, 0), Buffer.alloc(16_384))]],
  ['a block out of range', [hello, message(7, numbers(0xffff_ffff, 5), Buffer.alloc(10))]],
  ['a block without data', [hello, message(7, numbers(0, 0))]],
  ['a cancel of nothing', [hello, message(8, numbers(1, 2, 3))]],
  ['a reject of nothing', [hello, message(16, numbers(1, 2, 3))]],
  ['allowed-fast for everything', [hello, ...Array.from({ length: 500 }, (_, n) => message(17, numbers(n)))]],
  ['an unknown message', [hello, message(99, 'abc')]],
  ['every message id empty', [hello, ...Array.from({ length: 256 }, (_, id) => message(id))]],
  [
    '100,000 requests',
    [
      hello,
      message(2),
      ...Array.from({ length: 100 }, () =>
        Buffer.concat(Array.from({ length: 1_000 }, () => message(6, numbers(0, 0, 16_384)))),
      ),
    ],
  ],
  ['a flood of keep-alives', [hello, Buffer.alloc(400_000)]],
]

describe('whatever a peer sends', () => {
  const errors: unknown[] = []
  const collect = (error: unknown): void => void errors.push(error)
  beforeAll(() => {
    process.on('uncaughtException', collect)
    process.on('unhandledRejection', collect)
  })
  afterAll(() => {
    process.off('uncaughtException', collect)
    process.off('unhandledRejection', collect)
  })

  it.each(cases)('%s harms nobody else', async (_, bytes) => {
    await using seeder = await openSwarm(testSettings({ pex: true }))
    await using leecher = await openSwarm(testSettings({ pex: true }))
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const fetching = joinSample(leecher, sample, { metadataOnly: true })
    using loop = watchLoop()
    await Promise.all([sayTo(seeder.stats().port ?? 0, bytes), sayTo(leecher.stats().port ?? 0, bytes)])
    expect(loop.longest()).toBeLessThan(100)
    fetching.torrent.addPeer(addressOf(seeder), 'manual')
    expect(Buffer.compare(await fetching.metadata, sample.rawInfo)).toBe(0)
    await fetching.torrent.leave()
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
    expect(errors).toEqual([])
  })
})
