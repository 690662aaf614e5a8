// Removing takes from the disk only what the app wrote, and only as the user says.

import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { makeTorrent } from './peers/torrent.ts'
import { confirmAdding, drop, expectStatus, rowOf } from './window.ts'

const NAMES = ['Kept', 'Binned', 'Deleted']
const FILES = [
  { path: ['one.bin'], length: 300_000 },
  { path: ['inside', 'two.bin'], length: 200_000 },
]

/** Removes a torrent, doing this with its data. */
const remove = async (page: Page, name: string, choice: string, confirm: RegExp): Promise<void> => {
  await rowOf(page, name).click()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog', { name: words.removal.title(1, name) })
  await dialog.getByRole('radio', { name: choice, exact: true }).click()
  await dialog.getByRole('button', { name: confirm }).click()
  await expect(rowOf(page, name)).toHaveCount(0)
}

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('keeps, bins or deletes the data, and never what it did not write', async ({ app, place, tracker, profile }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  await using seeder = await startLibtorrent({ parent: place })
  for (const name of NAMES) {
    await writeTree(join(source, name), FILES, name)
    const torrent = await makeTorrent(source, { name, files: FILES, pieceLength: 32_768, trackers: [tracker.http] })
    await seeder.seed(torrent, source)
    await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
    await confirmAdding(page)
  }
  for (const name of NAMES) await expectStatus(page, name, 'Seeding', 30_000)
  const folder = (name: string): string => join(profile.downloads, name)
  await writeFile(join(folder('Binned'), 'inside', 'my notes.txt'), 'mine')

  await remove(page, 'Kept', words.removal.keep, /list/)
  expect((await filesBelow(folder('Kept'))).toSorted()).toEqual(['one.bin', 'two.bin'])

  await remove(page, 'Binned', words.removal.trash, /trash$/)
  await expect.poll(() => filesBelow(folder('Binned'))).toEqual(['my notes.txt'])
  const trashed = await filesBelow(join(profile.home, '.local/share/Trash/files'))
  expect(trashed).toEqual(expect.arrayContaining(['one.bin', 'two.bin']))

  await remove(page, 'Deleted', words.removal.delete, /for good$/)
  await expect.poll(() => readdir(profile.downloads)).toEqual(expect.not.arrayContaining(['Deleted']))
})
