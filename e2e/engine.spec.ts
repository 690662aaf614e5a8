// The engine's process dies by hand: the window stays, says so, and the torrents are back within two seconds.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { singleFileTorrent } from './peers/torrent.ts'
import { until } from './peers/until.ts'
import { confirmAdding, drop, expectStatus, list, rowOf, snapshot } from './window.ts'

test('says that the engine died, and has the torrents back within two seconds', async ({ place, tracker, app }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  const torrent = await singleFileTorrent(source, { name: 'noise.bin', size: 64 * 2 ** 20, trackers: [tracker.http] })
  await using seeder = await startLibtorrent({ parent: place, uploadLimit: 2 * 2 ** 20 })
  await seeder.seed(torrent, source)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(page)
  await expectStatus(page, torrent.name, 'Downloading', 30_000)

  const before = await app.enginePid()
  const banner = page.getByText(words.frame.engineRestarting).filter({ visible: true })
  const seen = banner.first().waitFor({ timeout: 5_000 })
  process.kill(before, 'SIGKILL')
  const killedAt = performance.now()
  await seen
  await expect(list(page)).toBeVisible()
  await until('the list to be back', async () => (await snapshot(page)).length === 1, { withinMs: 5_000, everyMs: 20 })
  expect(performance.now() - killedAt).toBeLessThan(2_000)
  expect(await app.enginePid()).not.toBe(before)
  await expect(rowOf(page, torrent.name)).toBeVisible()
  await expectStatus(page, torrent.name, 'Downloading', 15_000)
})
