// Somebody edited files a torrent is made of: the app says which, asks, and writes over nothing by itself.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { makeTorrent } from './peers/torrent.ts'
import type { Profile } from './profile.ts'
import { confirmAdding, drop, expectStatus, openTab, rowOf } from './window.ts'

const NAME = 'Field notes'
const FILES = [
  { path: ['first.bin'], length: 200_000 },
  { path: ['notes.txt'], length: 40_000 },
  { path: ['inside', 'diary.txt'], length: 60_000 },
]
const EDITED = ['notes.txt', 'inside/diary.txt'] as const

const pathOf = ({ downloads }: Profile, file: string): string => join(downloads, NAME, file)

/** Other words, as long as what was there. */
const edit = async (profile: Profile, file: string): Promise<Buffer> => {
  const mine = Buffer.alloc((await readFile(pathOf(profile, file))).length, `my own ${file} `)
  await writeFile(pathOf(profile, file), mine)
  return mine
}

const choose = async (page: Page, item: string): Promise<void> => {
  await rowOf(page, NAME).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

const decide = async (page: Page): Promise<Locator> => {
  await openTab(page, NAME, 'overview')
  await page.getByRole('button', { name: words.changed.decide }).click()
  return page.getByRole('dialog')
}

test('files somebody edited are named, kept until they are given up, and only those given up are written over', async ({
  app,
  place,
  tracker,
  profile,
}) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  await writeTree(join(source, NAME), FILES, NAME)
  const plan = { name: NAME, files: FILES, pieceLength: 16_384, trackers: [tracker.http] }
  const torrent = await makeTorrent(source, plan)
  // The user's own files, seeded from where they are.
  await mkdir(profile.downloads, { recursive: true })
  await writeTree(join(profile.downloads, NAME), FILES, NAME)
  await using seeder = await startLibtorrent({ parent: place })
  await seeder.seed(torrent, source)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(page)
  await expectStatus(page, NAME, 'Seeding', 30_000)

  await choose(page, words.torrents.stop)
  await expectStatus(page, NAME, 'Stopped')
  const [notes, diary] = [await edit(profile, EDITED[0]), await edit(profile, EDITED[1])]
  const untouched = async (): Promise<void> => {
    expect((await readFile(pathOf(profile, EDITED[0]))).equals(notes)).toBe(true)
    expect((await readFile(pathOf(profile, EDITED[1]))).equals(diary)).toBe(true)
  }
  await choose(page, words.torrents.start)
  await expect(rowOf(page, NAME)).toContainText('Changed on disk')
  await untouched()

  // Asked about file by file: cancelling, and keeping, write nothing.
  const asked = await decide(page)
  await expect(asked.getByRole('list', { name: words.changed.files }).getByRole('listitem')).toHaveText(EDITED)
  await asked.getByRole('button', { name: words.common.cancel }).click()
  await expect(rowOf(page, NAME)).toContainText('Changed on disk')
  await untouched()

  const given = await decide(page)
  await given.getByRole('radio', { name: words.changed.over(2) }).click()
  await given.getByRole('button', { name: words.changed.confirm.over(2) }).click()
  await expectStatus(page, NAME, 'Seeding', 30_000)
  for (const file of [...EDITED, 'first.bin'])
    await expect
      .poll(async () => (await readFile(pathOf(profile, file))).equals(await readFile(join(source, NAME, file))))
      .toBe(true)
})

test('files somebody edited stay when they are kept, and the rest is shared on', async ({ app, place, profile }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  await writeTree(join(source, NAME), FILES, NAME)
  const torrent = await makeTorrent(source, { name: NAME, files: FILES, pieceLength: 16_384, trackers: [] })
  await mkdir(profile.downloads, { recursive: true })
  await writeTree(join(profile.downloads, NAME), FILES, NAME)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(page)
  await expectStatus(page, NAME, 'Seeding', 30_000)
  await choose(page, words.torrents.stop)
  await expectStatus(page, NAME, 'Stopped')
  const mine = await edit(profile, EDITED[1])
  await choose(page, words.torrents.start)
  await expect(rowOf(page, NAME)).toContainText('Changed on disk')
  const dialog = await decide(page)
  await dialog.getByRole('button', { name: words.changed.confirm.keep(1) }).click()
  await expect(rowOf(page, NAME)).not.toContainText('Changed on disk')
  expect((await readFile(pathOf(profile, EDITED[1]))).equals(mine)).toBe(true)
  const files = await openTab(page, NAME, 'files')
  await expect(files.getByRole('checkbox', { name: words.files.download('diary.txt') })).not.toBeChecked()
})
