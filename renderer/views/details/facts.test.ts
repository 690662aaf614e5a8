import { describe, expect, it } from 'vitest'
import { defaultOptions } from '../../../app/torrent/options.ts'
import { sampleRow } from '../../testing/samples.ts'
import type { DetailsOf } from './details-feed.ts'
import { torrentFacts, transferFacts, type Fact } from './facts.ts'

const overview: DetailsOf<'overview'> = {
  tab: 'overview',
  pieceCount: 1998,
  pieceLength: 2 * 1024 ** 2,
  have: new Uint8Array(),
  availability: new Uint8Array(),
  webSeeds: 0,
  copies: 3.5,
  downHistory: new Float32Array(),
  upHistory: new Float32Array(),
  wasted: 0,
  overheadDown: 1_536_000,
  overheadUp: 36_864,
  hashFails: 0,
  createdAt: null,
  createdBy: null,
  comment: null,
  infoHash: 'a'.repeat(40),
  connected: 4,
  known: 20,
  activeSeconds: 61,
  seedingSeconds: 0,
  options: defaultOptions,
  goals: { ratio: null, minutes: null, action: 'stop' },
}

const texts = (facts: readonly Fact[]): Record<string, string> =>
  Object.fromEntries(facts.map(({ key, text }) => [key, text]))

describe('the facts of a torrent', () => {
  const row = sampleRow(1, {
    name: 'a',
    status: 'downloading',
    size: 4 * 1024 ** 3,
    progress: 0.25,
    seeds: 2,
    peers: 4,
  })

  it('tells what of the whole is here, in one unit, with the exact bytes at hand', () => {
    const done = transferFacts(row, null, 'binary').find(({ key }) => key === 'done')
    expect(done?.text).toBe('1.0 GiB of 4.0 GiB')
    expect(done?.exact).toBe('1,073,741,824 bytes of 4,294,967,296 bytes')
  })

  it('leaves out what only the engine knows until it has told', () => {
    expect(texts(transferFacts(row, null, 'binary'))).not.toHaveProperty('wasted')
    expect(texts(transferFacts(row, overview, 'binary'))).toMatchObject({
      peers: '4 of 20 known',
      wasted: 'Nothing',
      overhead: '1.5 MiB',
      active: '1 min 1 s',
    })
  })

  it('says no time left of what is complete', () => {
    const whole = sampleRow(2, { name: 'b', status: 'seeding', size: 100 })
    expect(texts(transferFacts(whole, null, 'binary'))).not.toHaveProperty('eta')
  })

  it('says nothing of makers and dates nobody has named', () => {
    expect(texts(torrentFacts(row, overview, 'binary'))).not.toHaveProperty('created')
    const made = { ...overview, createdBy: 'mktorrent 1.1' }
    expect(texts(torrentFacts(row, made, 'binary'))).toMatchObject({
      created: 'with mktorrent 1.1',
      pieces: '1,998 of 2.0 MiB each',
    })
  })

  it('knows no size before the metadata is here', () => {
    const magnet = sampleRow(3, { name: 'c', status: 'metadata', size: null })
    expect(texts(torrentFacts(magnet, null, 'decimal'))).not.toHaveProperty('size')
    expect(texts(transferFacts(magnet, null, 'decimal'))).toMatchObject({ done: '0 B' })
  })
})
