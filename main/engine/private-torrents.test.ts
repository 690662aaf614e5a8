// A private torrent speaks to its own trackers and to nobody they or the user did not name (BEP 27).

import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../app/ipc/contract.ts'
import { Candidates } from './candidates.ts'
import { MetainfoParser } from './metainfo/metainfo-parser.ts'
import { httpTracker } from './swarm/testing/http-tracker.ts'
import { joinSample, openSwarm, sampleTorrent } from './swarm/testing/sample-swarm.ts'
import type { KnownPeer, SwarmEvents, SwarmTorrent } from './swarm/swarm.ts'
import { makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const told: readonly KnownPeer[] = [
  { address: '127.0.0.1:1001', source: 'dht' },
  { address: '127.0.0.1:1002', source: 'pex' },
  { address: '127.0.0.1:1003', source: 'lsd' },
  { address: '127.0.0.1:1004', source: 'tracker' },
  { address: '127.0.0.1:1005', source: 'manual' },
]

const privateAlbum = (trackers: string[]) => makeTorrent({ 'a.bin': 40_000 }, trackers, 16_384, true)

describe('a private torrent in the list', () => {
  it('takes no trackers from a link, says why, and the tracker of the link never hears of it', async () => {
    await using own = await httpTracker()
    await using stranger = await httpTracker()
    await using engine = await ServedEngine.create()
    const made = privateAlbum([own.url])
    await engine.add(made.torrent)
    await expect.poll(() => own.answered).toEqual(['started'])
    const link = `magnet:?xt=urn:btih:${made.id}&tr=${encodeURIComponent(stranger.url)}`
    const candidate = await engine.call('add.inspectLink', { link })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    expect(candidate.value).toMatchObject({ duplicateOf: 'album', isPrivate: true })
    const { ref } = candidate.value
    const added = await engine.call('add.confirm', { ref, folder: engine.downloads, start: true, priorities: null })
    expect(added).toEqual({ ok: false, error: { code: 'private-torrent', name: 'album' } })
    expect(await engine.call('torrents.trackers', { id: made.id })).toEqual({ ok: true, value: [[own.url]] })
    await engine.call('torrents.stop', { ids: [made.id] })
    await expect.poll(() => own.answered).toEqual(['started', 'stopped'])
    expect(stranger.asked).toEqual([])
  })

  it('is not joined with the peers that others than its trackers or the user named', async () => {
    await using swarm = await openSwarm()
    const sample = sampleTorrent(20_000, 16_384)
    const { torrent } = joinSample(swarm, sample, { isPrivate: true, peers: told })
    expect(torrent.knownPeers().map(({ source }) => source)).toEqual(['tracker', 'manual'])
    expect(torrent.addPeer('127.0.0.1:1006', 'lsd')).toBe(false)
  })
})

describe('what peers a magnet link found', () => {
  it('keep who named them when the torrent is added, so that one that proves private can drop them', async () => {
    await using parser = new MetainfoParser()
    const offered: Candidate[] = []
    let events: SwarmEvents | null = null
    const staged = { knownPeers: () => [...told], leave: () => Promise.resolve() } as unknown as SwarmTorrent
    const candidates = new Candidates({
      parser,
      userAgent: 'Swiftseed/0.1.0',
      localAllowed: () => false,
      listed: () => null,
      offered: (candidate) => void offered.push(candidate),
      swarm: { join: (_, heard) => ((events = heard), staged) },
    })
    const made = privateAlbum([])
    const candidate = await candidates.inspectLink(
      `magnet:?xt=urn:btih:${made.id}&x.pe=93.184.216.34:1007&x.pe=192.168.0.1:80`,
    )
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    const heard = events as SwarmEvents | null
    heard?.metadata(made.rawInfo)
    await expect.poll(() => offered.at(-1)).toMatchObject({ isPrivate: true, metadata: 'here' })
    const accepted = await candidates.accept({ ref: candidate.value.ref })
    expect(accepted.ok && accepted.value.peers).toEqual([...told, { address: '93.184.216.34:1007', source: 'magnet' }])
    await candidates.close()
  })
})
