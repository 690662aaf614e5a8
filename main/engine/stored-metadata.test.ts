import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '../../app/result.ts'
import { parseInfo, type Info } from '../../app/torrent/metainfo.ts'
import type { MetainfoFault } from '../../app/torrent/metainfo-fault.ts'
import type { EngineContext } from './engine-context.ts'
import { Lanes } from './lanes.ts'
import { ManagedTorrent } from './managed-torrent.ts'
import { sha1 } from './metainfo/digests.ts'
import { rowOf } from './row.ts'
import { begun, type StoredTorrent } from './session/session.ts'
import { readStored } from './stored-metadata.ts'
import { makeTorrent } from './testing/made-torrent.ts'

const made = makeTorrent({ 'a.bin': 40_000 }, [], 16_384, true)
const stored = {
  ...begun,
  id: made.id,
  name: 'album',
  root: '/r',
  info: made.rawInfo,
  isPrivate: true,
  wantsToRun: true,
  trackers: [],
  webSeeds: [],
  priorities: null,
  downloaded: 0,
  uploaded: 0,
} as unknown as StoredTorrent

/** Reading answers one of these after the other. */
const contextOf = (answers: Result<Info, MetainfoFault>[]) => {
  const asked: string[] = []
  const timers: (() => void)[] = []
  const ignore = (): void => undefined
  const context = {
    parseInfo: () => Promise.resolve(answers.shift() ?? fail('too-complex')),
    session: { journal: { pieces: () => Uint8Array.of(0), aside: () => new Set() } },
    storage: { open: () => (asked.push('disk'), new Promise(() => undefined)) },
    swarm: { join: () => void asked.push('swarm') },
    openings: new Lanes(1),
    now: () => 0,
    second: () => 0,
    later: (_: number, run: () => void) => void timers.push(run),
    isForeign: () => false,
    crash: () => 'id',
    goals: () => ({ ratio: null, minutes: null, action: 'stop' }),
    save: ignore,
    stirred: ignore,
    queueChanged: ignore,
    phaseChanged: ignore,
  } as unknown as EngineContext
  return { context, asked, timers }
}

describe('metadata that could not be read in time', () => {
  it('is read again until it is, and nobody is asked for anything before', async () => {
    const parsed = parseInfo(made.rawInfo, sha1)
    if (!parsed.ok) throw new Error(parsed.error)
    const { context, asked, timers } = contextOf([fail('too-complex'), fail('too-complex'), ok(parsed.value)])
    const read = await readStored(stored, context)
    expect(read).toEqual({ stored, info: null })
    const torrent = new ManagedTorrent(read.stored, read.info, context)
    torrent.take('run')
    await expect.poll(() => torrent.state.phase).toBe('opening')
    const reason = { code: 'metadata-unreadable', again: 'disk' }
    expect(rowOf(torrent)).toMatchObject({ status: 'checking', reason, isPrivate: true })
    timers.shift()?.()
    await expect.poll(() => timers.length).toBe(1)
    expect([asked, torrent.info]).toEqual([[], null])
    timers.shift()?.()
    await expect.poll(() => asked).toEqual(['disk'])
    expect(rowOf(torrent)).toMatchObject({ size: 40_000, isPrivate: true })
  })

  it('is given up when it is wrong: peers have it', async () => {
    const { context } = contextOf([fail('wrong-hash')])
    expect(await readStored(stored, context)).toEqual({ stored: { ...stored, info: null }, info: null })
  })
})
