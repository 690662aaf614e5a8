import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { Removals } from './removals.ts'

const [film, song] = ['c12fe1c06bba254a9dc9f519b335aa7c1367a88a', 'd12fe1c06bba254a9dc9f519b335aa7c1367a88b'] as [
  TorrentId,
  TorrentId,
]

/** An engine at which the film waits as 1 and the song as 2; `calls`: what was asked of it, but for that. */
const fixture = () => {
  const calls: string[] = []
  const call = (name: string) => {
    if (name !== 'add.pending') calls.push(name)
    const waiting = [
      { ref: 1, id: film },
      { ref: 2, id: song },
    ]
    return Promise.resolve(ok(name === 'add.pending' ? waiting : undefined)) as never
  }
  const removals = new Removals({ call } as EngineClient)
  const confirm = (ref: number) => removals.call('add.confirm', { ref, folder: '/d', start: true, priorities: null })
  return { removals, confirm, calls }
}

/** Whatever can happen by now has. */
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a torrent whose data is being taken away', () => {
  it('is added again only once that is over', async () => {
    const { removals, confirm, calls } = fixture()
    const taking = Promise.withResolvers<void>()
    const removed = removals.during([film], () => taking.promise)
    const added = confirm(1)
    await turns()
    expect(calls).toEqual([])
    taking.resolve()
    await removed
    expect((await added).ok).toBe(true)
    expect(calls).toEqual(['add.confirm'])
  })

  it('is waited for by nobody who adds another, or does anything else', async () => {
    const { removals, confirm, calls } = fixture()
    const taking = Promise.withResolvers<void>()
    const removed = removals.during([film], () => taking.promise)
    await confirm(2)
    await removals.call('torrents.stop', { ids: [film] })
    expect(calls).toEqual(['add.confirm', 'torrents.stop'])
    taking.resolve()
    await removed
  })

  it('is waited for though another removal of it began meanwhile, and though one fails', async () => {
    const { removals, confirm, calls } = fixture()
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const one = removals.during([film], () => first.promise)
    const added = confirm(1)
    await turns()
    const other = removals.during([song, film], () => second.promise)
    first.reject(new Error('no disk'))
    await expect(one).rejects.toThrow('no disk')
    await turns()
    expect(calls).toEqual([])
    second.resolve()
    await other
    await added
    expect(calls).toEqual(['add.confirm'])
    await confirm(1)
    expect(calls).toHaveLength(2)
  })
})
