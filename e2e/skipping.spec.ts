// Skipping a file that is half there, in the app with a real peer: asked once, kept or deleted as the user says.

import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { makeTorrent } from './peers/torrent.ts'
import { confirmAdding, drop, expectStatus, openTab } from './window.ts'

const NAME = 'Two films'
const FILES = [
  { path: ['one.bin'], length: 8_000_000 },
  { path: ['two.bin'], length: 8_000_000 },
]

test('keeps or deletes what is there of a skipped file, as the user says', async ({ app, place, tracker, profile }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  await writeTree(join(source, NAME), FILES, NAME)
  const plan = { name: NAME, files: FILES, pieceLength: 32_768, trackers: [tracker.http] }
  const torrent = await makeTorrent(source, plan)
  await using seeder = await startLibtorrent({ parent: place, uploadLimit: 600_000 })
  await seeder.seed(torrent, source)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(page)
  await expectStatus(page, NAME, 'Downloading', 30_000)

  const part = join(profile.downloads, NAME, 'two.bin.part')
  await expect.poll(() => existsSync(part), { timeout: 20_000 }).toBe(true)
  const files = await openTab(page, NAME, 'files')
  const box = files.getByRole('checkbox', { name: words.files.download('two.bin') })
  const row = files.getByRole('row').filter({ hasText: 'two.bin' })
  await expect(row).toContainText(/[1-9][\d.]*%/)
  await box.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(words.skipping.title(1, 'two.bin'))
  await dialog.getByRole('button', { name: /^Skip, keep/ }).click()
  await expect(box).not.toBeChecked()
  await expect(row).toContainText(/[1-9][\d.]*%/)
  expect(existsSync(part)).toBe(true)

  await box.click()
  await expect(box).toBeChecked()
  expect(existsSync(part), 'it goes on from what was kept').toBe(true)
  await box.click()
  await dialog.getByRole('radio', { name: words.skipping.delete }).click()
  await dialog.getByRole('button', { name: /^Skip and delete/ }).click()
  await expect.poll(() => existsSync(part)).toBe(false)
  await expect(row).toContainText(words.files.notOnDisk)
  await expectStatus(page, NAME, 'Seeding', 40_000)
})
