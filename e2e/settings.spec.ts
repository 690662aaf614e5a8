// Settings act at once, are still there after a restart, and do what they say.

import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './peers/ports.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { singleFileTorrent } from './peers/torrent.ts'
import { until } from './peers/until.ts'
import { storedSettings } from './profile.ts'
import { confirmAdding, drop, expectStatus, snapshot } from './window.ts'

const openSettings = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: words.frame.settings, exact: true }).click()
  return page.getByRole('main')
}

const fill = async (page: Locator, label: string, value: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: label, exact: true })
  await field.fill(value)
  await field.press('Enter')
}

const choose = (page: Locator, group: string, choice: string): Promise<void> =>
  page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: choice, exact: true }).click()

test('keeps every setting over a restart', async ({ app, launch, place, profile }) => {
  const { settings: say } = words
  const port = await freePort()
  const folder = join(place, 'elsewhere')
  await mkdir(folder)
  const page = await openSettings(app.page)
  await fill(page, say.folder, folder)
  await fill(page, say.port, String(port))
  await fill(page, say.total, '123')
  await fill(page, say.perTorrent, '45')
  for (const name of [say.startWhenAdded, say.pex, say.utp, say.notifyWhenDone, say.notifyOfMoney, say.keepAwake]) {
    await page.getByRole('switch', { name, exact: true }).uncheck()
  }
  for (const name of [say.alternative]) await page.getByRole('switch', { name, exact: true }).check()
  await fill(page, say.down, '2048')
  await fill(page, say.up, '512')
  await fill(page, say.slots, '12')
  await fill(page, say.slotsPerTorrent, '3')
  await fill(page, say.slotsPerTorrent, '')
  await choose(page, say.encryption, say.encryptions.require)
  await expect(page).toContainText(say.encryptionHints.require)
  await page.getByRole('switch', { name: say.localTrackers, exact: true }).check()
  await choose(page, say.theme, say.themes.dark)
  await choose(page, say.density, say.densities.compact)
  await choose(page, say.units, say.unitNames.decimal)
  await choose(page, say.onClose, say.onCloseChoices.quit)
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page).toContainText(words.network.listening(port))
  await expect.poll(async () => (await storedSettings(profile)).look.units).toBe('decimal')
  const stored = await storedSettings(profile)
  expect(stored).toMatchObject({
    downloads: { folder, startWhenAdded: false },
    network: { port, pex: false, utp: false, dht: false, encryption: 'require', localTrackers: true },
    connections: { total: 123, perTorrent: 45 },
    limits: { alternative: true, slots: 12, slotsPerTorrent: null },
    look: { theme: 'dark', density: 'compact', units: 'decimal' },
    desktop: { notifyWhenDone: false, notifyOfMoney: false, keepAwakeWhileDownloading: false, onClose: 'quit' },
  })
  expect(stored.limits.down).toBeGreaterThan(1_000_000)
  await app.quit()

  const again = await launch()
  const after = await openSettings(again.page)
  await expect(after.getByRole('textbox', { name: say.port, exact: true })).toHaveValue(String(port))
  await expect(after).toContainText(words.network.listening(port))
  await expect(after.getByRole('switch', { name: say.utp, exact: true })).not.toBeChecked()
  await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await storedSettings(profile)).toEqual(stored)
})

test('says what cannot be a port, and keeps the one it has', async ({ app, profile }) => {
  const page = await openSettings(app.page)
  await fill(page, words.settings.port, '80')
  await expect(page).toContainText(words.settings.portWrong)
  expect((await storedSettings(profile)).network.port).toBe(profile.port)
})

test('says what cannot be a number of slots, and takes none for automatic', async ({ app, profile }) => {
  const page = await openSettings(app.page)
  await fill(page, words.settings.slots, '1')
  await expect(page).toContainText(words.settings.slotsWrong('2', '1,000'))
  await fill(page, words.settings.slots, '4')
  await expect.poll(async () => (await storedSettings(profile)).limits.slots).toBe(4)
  await fill(page, words.settings.slots, '')
  await expect.poll(async () => (await storedSettings(profile)).limits.slots).toBe(null)
})

test.describe('limits', () => {
  const LIMIT = 2 ** 20
  const SECONDS = 5
  /** How far the mean of a few seconds may be off. */
  const TOLERANCE = 0.3
  test.use({ settings: { limits: { down: LIMIT, up: LIMIT } } })

  /** Bytes per second between now and a few seconds from now. */
  const measure = async (count: () => Promise<number>): Promise<number> => {
    const [before, began] = [await count(), performance.now()]
    await until('time to pass', () => performance.now() - began > SECONDS * 1_000, { withinMs: 60_000 })
    return (await count()) - before > 0 ? (((await count()) - before) * 1_000) / (performance.now() - began) : 0
  }

  test('hold downloads and uploads to what is set', async ({ app, place, tracker }) => {
    const { page } = app
    const source = join(place, 'source')
    await mkdir(source)
    const torrent = await singleFileTorrent(source, { name: 'held.bin', size: 12 * LIMIT, trackers: [tracker.http] })
    const seeder = await startLibtorrent({ parent: place })
    await seeder.seed(torrent, source)
    await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
    await confirmAdding(page)
    const row = async () => (await snapshot(page)).find(({ id }) => id === torrent.infoHash)
    await until('the download to begin', async () => ((await row())?.downloaded ?? 0) > 0, { withinMs: 30_000 })
    const down = await measure(async () => (await seeder.progress(torrent.infoHash)).uploaded)
    expect(Math.abs(down / LIMIT - 1)).toBeLessThan(TOLERANCE)
    await expectStatus(page, torrent.name, 'Seeding', 30_000)
    await seeder[Symbol.asyncDispose]()

    await using leecher = await startLibtorrent({ parent: place })
    await leecher.download(torrent.bytes, join(place, 'leecher'))
    const got = async (): Promise<number> => (await leecher.progress(torrent.infoHash)).downloaded
    await until('the upload to begin', async () => (await got()) > 0, { withinMs: 30_000 })
    const up = await measure(got)
    expect(Math.abs(up / LIMIT - 1)).toBeLessThan(TOLERANCE)
  })
})
