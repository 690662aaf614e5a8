// The main screens of the app, each with the steps that lead to it and a torrent or two in every state, for looking at
// them and for scanning them.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect } from './fixtures.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { awkwardTorrent, type TestTorrent } from './peers/torrent.ts'
import type { Tracker } from './peers/tracker.ts'
import { addStopped, sampleNames, sampleTorrents } from './samples.ts'
import { addDialog, confirmAdding, drop, expectStatus, openTab, paste, rowOf, type TabName } from './window.ts'

export interface Scene extends AsyncDisposable {
  readonly app: App
  /** Downloading slowly for as long as the scene lasts. */
  readonly busy: TestTorrent
  /** Not in the list. */
  readonly other: TestTorrent
}

const TABS: readonly TabName[] = ['overview', 'files', 'peers', 'trackers', 'log']
const SLOW = 400_000

/** Fills the list: stopped ones, one complete, one downloading, one that finds nobody, one without its file list. */
export const setScene = async (app: App, place: string, tracker: Tracker): Promise<Scene> => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  const trackers = [tracker.http]
  const busy = await awkwardTorrent(source, { name: 'Awkward names', size: 40 * 2 ** 20, trackers })
  const other = await awkwardTorrent(source, { name: 'Something else', size: 10 * 2 ** 20, trackers })
  const [done, ...stopped] = await sampleTorrents(place, sampleNames, trackers)
  if (!done) throw new Error('no samples')
  await addStopped(page, stopped)
  const seeder = await startLibtorrent({ parent: place, uploadLimit: SLOW })
  await seeder.seed(done, join(place, 'samples'))
  await seeder.seed(busy, source)
  for (const { bytes } of [done, busy]) {
    await drop(page, { files: [{ name: 'a.torrent', bytes }] })
    await confirmAdding(page)
  }
  await paste(app, `magnet:?xt=urn:btih:${'5'.repeat(40)}&dn=A%20magnet%20link`)
  await confirmAdding(page)
  await rowOf(page, 'alpine-standard-3.20.iso').click()
  await page.getByRole('button', { name: words.frame.start, exact: true }).click()
  await expectStatus(page, done.name, 'Seeding', 30_000)
  await expectStatus(page, busy.name, 'Downloading', 30_000)
  return { app, busy, other, [Symbol.asyncDispose]: () => seeder[Symbol.asyncDispose]() }
}

export interface Screen {
  readonly name: string
  /** Leads there from the list, and gives back what leads away again. */
  open(scene: Scene): Promise<() => Promise<void>>
}

const nothing = async (): Promise<void> => undefined

/** Escape, and then all that was over the window is gone. */
const escape = (page: Page) => async (): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('menu')).toHaveCount(0)
}

const detailScreens: readonly Screen[] = TABS.map((tab) => ({
  name: tab,
  open: async ({ app, busy }) => {
    await openTab(app.page, busy.name, tab)
    return nothing
  },
}))

const addScreens: readonly Screen[] = [
  {
    name: 'add',
    open: async ({ app: { page }, other }) => {
      await drop(page, { files: [{ name: 'other.torrent', bytes: other.bytes }] })
      await expect(addDialog(page)).toContainText(other.name)
      return escape(page)
    },
  },
  {
    name: 'add-magnet',
    open: async ({ app }) => {
      await app.openAgain(`magnet:?xt=urn:btih:${'7'.repeat(40)}&dn=From%20another%20program`)
      await expect(addDialog(app.page)).toContainText(words.add.metadataIdle)
      return escape(app.page)
    },
  },
  {
    name: 'paste',
    open: async ({ app: { page } }) => {
      await page.getByRole('button', { name: words.frame.add, exact: true }).click()
      await page.getByRole('menuitem', { name: words.frame.addLinks }).click()
      await expect(page.getByRole('dialog', { name: words.paste.title })).toBeVisible()
      return escape(page)
    },
  },
]

const otherScreens: readonly Screen[] = [
  {
    name: 'remove',
    open: async ({ app: { page }, busy }) => {
      await rowOf(page, busy.name).click()
      await page.keyboard.press('Delete')
      await expect(page.getByRole('dialog', { name: words.removal.title(1, busy.name) })).toBeVisible()
      return escape(page)
    },
  },
  {
    name: 'menu',
    open: async ({ app: { page }, busy }) => {
      await rowOf(page, busy.name).click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
      return escape(page)
    },
  },
  {
    name: 'palette',
    open: async ({ app: { page } }) => {
      await page.keyboard.press('ControlOrMeta+K')
      await expect(page.getByRole('dialog', { name: words.palette.title })).toBeVisible()
      return escape(page)
    },
  },
  {
    name: 'network',
    open: async ({ app: { page } }) => {
      await page.getByRole('button', { name: /^Network: / }).click()
      await expect(page.getByRole('dialog', { name: words.network.title })).toBeVisible()
      return escape(page)
    },
  },
  {
    name: 'settings',
    open: async ({ app: { page } }) => {
      await page.getByRole('button', { name: words.frame.settings, exact: true }).click()
      await expect(page.getByRole('heading', { name: words.settings.title, exact: true })).toBeVisible()
      return async () => {
        await page.getByRole('button', { name: /^All, / }).click()
      }
    },
  },
]

export const screens: readonly Screen[] = [...detailScreens, ...addScreens, ...otherScreens]
