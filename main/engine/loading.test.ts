import { describe, expect, it } from 'vitest'
import type { TorrentId } from '../../app/torrent/row.ts'
import { fail, ok } from '../../app/result.ts'
import type { Candidates } from './candidates.ts'
import { TorrentEngine, type EngineParts } from './engine.ts'
import type { StoredTorrent } from './session/session.ts'
import { testSettings } from './swarm/testing/sample-swarm.ts'

const id = 'ab'.repeat(20) as TorrentId
const tracker = 'http://127.0.0.1:9/announce'
const stored = { id, name: 'stored', info: new Uint8Array(1), trackers: [], webSeeds: [], priorities: null, peers: [] }

/** An engine whose list holds one torrent, the metadata of which takes long to parse. */
const fixture = () => {
  const parsed = Promise.withResolvers<void>()
  const put: unknown[] = []
  const session = {
    torrents: () => [stored as unknown as StoredTorrent],
    put: (torrent: StoredTorrent) => put.push(torrent),
    update: () => undefined,
  }
  const parser = { info: () => parsed.promise.then(() => fail('wrong-hash' as const)) }
  const engine = new TorrentEngine({ session, parser, crash: () => 'logged' } as unknown as EngineParts, testSettings())
  const candidates = {
    accept: () => Promise.resolve(ok({ id, name: 'again', trackers: [[tracker]], webSeeds: [], peers: [] })),
    cancel: () => Promise.resolve(),
    refused: () => undefined,
  } as unknown as Candidates
  const add = () => engine.add({ ref: 1, folder: '/d', start: false, priorities: null }, candidates)
  return { engine, add, put, parsed: parsed.resolve }
}

describe('the list at the start', () => {
  it('is not overtaken: what is added while it is taken up merges with what is in it', async () => {
    const { engine, add, put, parsed } = fixture()
    const loading = engine.load()
    const added = add()
    await new Promise((resolve) => setImmediate(resolve))
    parsed()
    await loading
    expect(await added).toEqual(ok({ id, mergedTrackers: 1 }))
    expect(put).toEqual([])
    expect(engine.listed(id)).toMatchObject({ name: 'stored' })
  })

  it('is not held up by one whose metadata takes long, nor ended by one that cannot be taken up', async () => {
    const crashes: string[] = []
    const ids = ['aa', 'bb', 'cc'].map((pair) => pair.repeat(20) as TorrentId)
    const slow = Promise.withResolvers<void>()
    const session = {
      torrents: () => ids.map((one) => ({ ...stored, id: one, name: one }) as unknown as StoredTorrent),
    }
    const info = async (_: Uint8Array, of: TorrentId) => {
      if (of === ids[0]) await slow.promise
      if (of === ids[1]) throw new Error('cannot be')
      return fail('wrong-hash' as const)
    }
    const parts = { session, parser: { info }, crash: (_: unknown, doing: string) => crashes.push(doing) }
    const engine = new TorrentEngine(parts as unknown as EngineParts, testSettings())
    const loading = engine.load()
    await new Promise((resolve) => setImmediate(resolve))
    expect([...engine.news().rows].map(({ id: each }) => each)).toEqual([ids[2]])
    slow.resolve()
    await loading
    expect(new Set([...engine.news().rows].map(({ id: each }) => each))).toEqual(new Set([ids[0], ids[2]]))
    expect(crashes).toContain('load')
  })

  it('is taken up no further once the engine closes', async () => {
    const { engine, parsed } = fixture()
    await engine.close()
    parsed()
    await engine.load()
    expect(engine.listed(id)).toBeNull()
  })
})
