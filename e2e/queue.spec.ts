// The queue as a person meets it: one download at a time, another started at once besides, places changed by key; and
// a torrent that has seeded enough stops by itself and says so.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { finished } from './peers/peer.ts'
import { singleFileTorrent, type TestTorrent } from './peers/torrent.ts'
import { addStopped, sampleTorrents } from './samples.ts'
import { addDialog, confirmAdding, drop, expectStatus, rowOf } from './window.ts'

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

const toSettings = (page: Page) => page.getByRole('button', { name: words.frame.settings, exact: true }).click()

const toList = (page: Page) => page.getByRole('button', { name: /^All, / }).click()

const choose = async (page: Page, name: string, item: string): Promise<void> => {
  await rowOf(page, name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('downloads one at a time, starts another at once, and moves the queue by keys', async ({ app, place }) => {
  const { page } = app
  await toSettings(page)
  await field(page, words.control.downloads).fill('1')
  await page.keyboard.press('Enter')
  await page.getByRole('switch', { name: words.control.ignoreSlow }).uncheck()
  await toList(page)
  const names = ['First.bin', 'Second.bin', 'Third.bin'] as const
  await addStopped(page, await sampleTorrents(place, names))
  for (const name of names) await choose(page, name, words.torrents.start)

  await expectStatus(page, 'Second.bin', words.status.names.queued)
  await expectStatus(page, 'Third.bin', words.status.names.queued)
  await expect(rowOf(page, 'First.bin')).not.toContainText(words.status.names.queued)
  const queued = words.frame.filterSpoken(words.frame.filters.queued, 2)
  await page.getByRole('button', { name: queued, exact: true }).click()
  await expect(rowOf(page, 'First.bin')).toHaveCount(0)
  await toList(page)

  await choose(page, 'Third.bin', words.control.forceStart)
  await expect(rowOf(page, 'Third.bin')).not.toContainText(words.status.names.queued)
  await expect(rowOf(page, 'First.bin')).not.toContainText(words.status.names.queued)

  await rowOf(page, 'Second.bin').click()
  await page.keyboard.press('Alt+Home')
  await expect(rowOf(page, 'Second.bin')).not.toContainText(words.status.names.queued)
  await expectStatus(page, 'First.bin', words.status.names.queued)
  await choose(page, 'Second.bin', words.torrents.stop)
  await expect(rowOf(page, 'First.bin')).not.toContainText(words.status.names.queued)

  await choose(page, 'Third.bin', words.control.backToQueue)
  await expectStatus(page, 'Third.bin', words.status.names.queued)
  await expect(rowOf(page, 'First.bin')).not.toContainText(words.status.names.queued)
})

/** Its data is in the download folder: we seed it. */
const seeding = async (page: Page, torrent: TestTorrent): Promise<void> => {
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await expect(addDialog(page)).toBeVisible()
  await confirmAdding(page)
  await expectStatus(page, torrent.name, words.status.names.seeding)
}

test('stops a torrent at a ratio of its own, and starting it again overrules that', async ({
  app,
  place,
  profile,
  tracker,
}) => {
  const { page } = app
  await mkdir(profile.downloads, { recursive: true })
  const torrent = await singleFileTorrent(profile.downloads, {
    name: 'Shared.bin',
    size: 400_000,
    trackers: [tracker.http],
  })
  await seeding(page, torrent)

  await rowOf(page, torrent.name).click()
  await page.keyboard.press('ControlOrMeta+l')
  const dialog = page.getByRole('dialog', { name: words.control.title(torrent.name, 1) })
  await dialog.getByRole('combobox', { name: words.control.ratioGoal, exact: true }).click()
  await page.getByRole('option', { name: words.control.goalKinds.own, exact: true }).click()
  await dialog.getByRole('textbox', { name: words.control.ratioGoal, exact: true }).fill('1')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await using peer = await startLibtorrent({ parent: place })
  await peer.download(torrent.bytes, join(place, 'theirs'))
  await finished(peer, torrent.infoHash, 30_000)
  const { headline } = words.status.of({ status: 'stopped', reason: { code: 'goal', goal: 'ratio' }, progress: 1 })
  await expectStatus(page, torrent.name, headline)
  await choose(page, torrent.name, words.torrents.start)
  await expectStatus(page, torrent.name, words.status.names.seeding)
})
