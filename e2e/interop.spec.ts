// Clients as people set them: encryption off or required, µTP alone, each in both directions. One torrent for each, all
// at once, so that it takes no longer than the slowest.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { startAria2 } from './peers/aria2.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { stack } from './peers/process.ts'
import { finished, type Peer, type PeerOptions } from './peers/peer.ts'
import { startTransmission } from './peers/transmission.ts'
import { startQbittorrent } from './peers/qbittorrent.ts'
import { differences, singleFileTorrent, type TestTorrent } from './peers/torrent.ts'
import { addDialog, callPeer, drop, expectStatus, filesOf } from './window.ts'
import { english as words } from '../renderer/messages/en/english.ts'

const SIZE = 3_000_000
const TRANSFER_MS = 60_000

const kinds: readonly { readonly name: string; readonly start: (options: PeerOptions) => Promise<Peer> }[] = [
  {
    name: 'libtorrent without encryption',
    start: (options) => startLibtorrent({ ...options, encryption: 'off' }),
  },
  {
    name: 'libtorrent that requires encryption',
    start: (options) => startLibtorrent({ ...options, encryption: 'required', rc4: true }),
  },
  {
    name: 'libtorrent over uTP alone',
    start: (options) => startLibtorrent({ ...options, utp: true, tcp: false }),
  },
  {
    name: 'qbittorrent that requires encryption',
    start: (options) => startQbittorrent({ ...options, encryption: 'required' }),
  },
  {
    name: 'transmission that requires encryption',
    start: (options) => startTransmission({ ...options, encryption: 'required' }),
  },
  { name: 'aria2 as it is', start: startAria2 },
]

test('exchanges data with clients of every kind, both ways', async ({ app, place, tracker }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  const pairs: { readonly torrent: TestTorrent; readonly start: (typeof kinds)[number]['start'] }[] = []
  await using seeders = stack()
  for (const { name, start } of kinds) {
    const torrent = await singleFileTorrent(source, { name, size: SIZE, trackers: [tracker.http] })
    pairs.push({ torrent, start })
    await seeders.use(await start({ parent: place })).seed(torrent, source)
  }
  await drop(page, { files: pairs.map(({ torrent }) => ({ name: `${torrent.name}.torrent`, bytes: torrent.bytes })) })
  await addDialog(page)
    .getByRole('button', { name: words.add.confirmAll(pairs.length) })
    .click()
  for (const { torrent } of pairs) {
    await expectStatus(page, torrent.name, 'Seeding', TRANSFER_MS)
    expect(await differences(source, torrent, await filesOf(page, torrent.infoHash))).toEqual([])
  }

  await seeders[Symbol.asyncDispose]()
  await using leechers = stack()
  for (const { torrent, start } of pairs) {
    const leecher = leechers.use(await start({ parent: place }))
    await leecher.download(torrent.bytes, join(place, `from us, ${torrent.name}`))
    // Transmission calls nobody on this computer whom a tracker named: it has to be called.
    if (leecher.name === 'transmission') await callPeer(page, torrent.infoHash, `127.0.0.1:${leecher.port}`)
    await finished(leecher, torrent.infoHash, TRANSFER_MS)
    expect(await differences(source, torrent, await leecher.files(torrent.infoHash))).toEqual([])
  }
})
