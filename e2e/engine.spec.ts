// The engine's process dies by hand: the window stays, says so, and the torrents are back within two seconds.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { makeTorrent, singleFileTorrent } from './peers/torrent.ts'
import { sampleTorrents } from './samples.ts'
import { until } from './peers/until.ts'
import { addDialog, confirmAdding, drop, expectStatus, list, rowOf, snapshot } from './window.ts'

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
  const banner = page.getByText(words.frame.engineRestarts.crashed).filter({ visible: true })
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

test('keeps what was chosen in the add dialog while the engine dies and comes back', async ({ place, app }) => {
  const { page } = app
  const source = join(place, 'source')
  const files = ['wanted.bin', 'unwanted.bin', 'urgent.bin'].map((name) => ({ path: [name], length: 50_000 }))
  await writeTree(join(source, 'Three files'), files, 'choices')
  const plan = { name: 'Three files', files, pieceLength: 16_384, trackers: [] }
  const torrent = await makeTorrent(source, plan)
  const [outside] = await sampleTorrents(place, ['From outside.mkv'])
  const elsewhere = join(place, 'elsewhere')
  await mkdir(elsewhere)

  // One that was dropped, one from the command line; each with choices of its own.
  await drop(page, { files: [{ name: 'three.torrent', bytes: torrent.bytes }] })
  const dialog = addDialog(page)
  await expect(dialog).toContainText(torrent.name)
  const file = join(place, 'outside.torrent')
  await writeFile(file, outside?.bytes ?? '')
  await app.openAgain(file)
  await expect(dialog).toContainText(words.add.titleSeveral(2))
  await dialog.getByRole('checkbox', { name: words.add.together(2) }).uncheck()
  await dialog.getByRole('textbox', { name: words.add.folder, exact: true }).fill(elsewhere)
  await dialog.getByRole('switch', { name: words.add.start }).uncheck()
  await dialog.getByRole('checkbox', { name: words.files.download('unwanted.bin') }).click()
  await dialog.getByRole('button', { name: `${words.files.priorityOf('urgent.bin')}: Normal` }).click()
  await page.getByRole('menuitemradio', { name: words.files.priorities.at(-1) ?? '' }).click()

  const before = await app.enginePid()
  process.kill(before, 'SIGKILL')
  const renewed = async (): Promise<boolean> => (await app.enginePid()) !== before && (await pending(page)) === 2
  await until('both to wait in the new engine', renewed, { withinMs: 10_000, everyMs: 50 })
  await expect(dialog).toContainText(words.add.titleSeveral(2))
  await expect(dialog.getByRole('textbox', { name: words.add.folder, exact: true })).toHaveValue(elsewhere)
  await expect(dialog.getByRole('switch', { name: words.add.start })).not.toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: words.files.download('unwanted.bin') })).not.toBeChecked()
  await dialog.getByRole('button', { name: words.add.confirmOne, exact: true }).click()
  await expect(dialog).toContainText('From outside.mkv')
  await expect(dialog.getByRole('textbox', { name: words.add.folder, exact: true })).not.toHaveValue(elsewhere)
  await confirmAdding(page)
  await expect(rowOf(page, 'From outside.mkv')).toBeVisible()
  await expectStatus(page, torrent.name, 'Stopped')
  const row = (await snapshot(page)).find(({ name }) => name === torrent.name)
  expect(row).toMatchObject({ savePath: elsewhere, size: 150_000, wanted: 100_000 })
})

/** How many candidates wait in the engine. */
const pending = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const result = await window.swiftseed?.call('add.pending')
    return result?.ok ? result.value.length : -1
  })
