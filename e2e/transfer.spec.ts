// The main job, with real foreign clients: a torrent comes from Transmission by file and by magnet link, and goes on
// to qBittorrent, byte for byte.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { hashTree } from './peers/data.ts'
import { finished } from './peers/peer.ts'
import { startQbittorrent } from './peers/qbittorrent.ts'
import { awkwardTorrent, differences } from './peers/torrent.ts'
import { startTransmission } from './peers/transmission.ts'
import { addDialog, answerFileDialog, confirmAdding, expectStatus, filesOf } from './window.ts'

const SIZE = 64 * 2 ** 20
/** Transmission lets nobody have anything for the first ten seconds or so. */
const TRANSFER_MS = 90_000

test('downloads from Transmission by file and by magnet link, then seeds to qBittorrent', async ({
  place,
  tracker,
  profile,
  launch,
}) => {
  test.setTimeout(240_000)
  const source = join(place, 'source')
  const target = join(place, 'qbittorrent')
  for (const folder of [source, target]) await mkdir(folder)
  const trackers = [tracker.http]
  const byFile = await awkwardTorrent(source, { name: 'Awkward names', size: SIZE, trackers })
  const byMagnet = await awkwardTorrent(source, { name: 'More of them', size: SIZE, trackers })
  await using transmission = await startTransmission({ parent: place })
  for (const torrent of [byFile, byMagnet]) {
    await transmission.seed(torrent, source)
    await tracker.announced(({ infoHash }) => infoHash === torrent.infoHash, 30_000)
  }

  const app = await launch()
  const { page } = app
  const file = join(place, 'awkward.torrent')
  await writeFile(file, byFile.bytes)
  await answerFileDialog(app, [file])
  await page.getByRole('button', { name: words.torrents.emptyAddFiles }).click()
  await expect(addDialog(page)).toContainText(words.add.files(40))
  await confirmAdding(page)

  await app.openAgain(byMagnet.magnet)
  await expect(addDialog(page)).toContainText(words.add.metadataIdle)
  await addDialog(page).getByRole('button', { name: words.add.metadataFetch }).click()
  await expect(addDialog(page)).toContainText(words.add.files(40), { timeout: 30_000 })
  await confirmAdding(page)

  for (const torrent of [byFile, byMagnet]) {
    await expectStatus(page, torrent.name, 'Seeding', TRANSFER_MS)
    expect(await differences(source, torrent, await filesOf(page, torrent.infoHash))).toEqual([])
    expect((await hashTree(join(profile.downloads, torrent.name))).size).toBe(40)
  }

  await transmission[Symbol.asyncDispose]()
  await using qbittorrent = await startQbittorrent({ parent: place })
  await qbittorrent.download(byFile.bytes, target)
  await finished(qbittorrent, byFile.infoHash, TRANSFER_MS)
  expect(await differences(source, byFile, await qbittorrent.files(byFile.infoHash))).toEqual([])
})
