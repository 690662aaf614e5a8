// Making a torrent as a person does it: of a folder chosen in the system's dialog, of files that fall on the page. What
// comes out other clients read and download from us; what may not be read is not read.

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { startAria2 } from './peers/aria2.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { finished } from './peers/peer.ts'
import { stack } from './peers/process.ts'
import { startQbittorrent } from './peers/qbittorrent.ts'
import { startTransmission } from './peers/transmission.ts'
import { answerFileDialog, callPeer, expectStatus, rowOf } from './window.ts'

const run = promisify(execFile)
const TRANSFER_MS = 90_000
const { create } = words

/** In the order a torrent has them. */
const FILES: readonly (readonly [path: string, size: number])[] = [
  ['Ende.flac', 1_500_001],
  ['a/empty', 0],
  ['a/take 1.flac', 700_000],
  ['a/take 2.flac', 3],
  ['Überraschung 星.txt', 20_000],
]

const lay = async (folder: string): Promise<Map<string, Buffer>> => {
  const all = new Map<string, Buffer>()
  for (const [path, size] of FILES) {
    const bytes = randomBytes(size)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
    all.set(path, bytes)
  }
  await writeFile(join(folder, '.DS_Store'), 'x')
  await symlink('/etc/passwd', join(folder, 'passwords'))
  return all
}

/** What the system's dialog for saving answers when it is next opened. */
const answerSaveDialog = ({ electron }: App, path: string): Promise<void> =>
  electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === '', filePath })
  }, path)

const openPage = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: words.frame.add, exact: true }).click()
  await page.getByRole('menuitem', { name: words.frame.create }).click()
  await expect(page.getByRole('heading', { name: create.title })).toBeVisible()
}

const chooseFolder = async (app: App, folder: string): Promise<void> => {
  await answerFileDialog(app, [folder])
  await app.page.getByRole('button', { name: create.chooseFolder }).click()
}

const infoHashShown = async (page: Page): Promise<string> =>
  (await page.locator('.create__hash').innerText()).toLowerCase()

/** Lets files of this computer fall on the middle of the window, as its file manager would. */
const dropFromDisk = async (page: Page, files: readonly string[]): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data })
  }
  await session.detach()
}

test('makes a torrent of a folder, seeds it from there, and every other client takes it', async ({
  app,
  place,
  tracker,
}) => {
  test.setTimeout(240_000)
  const { page } = app
  const folder = join(place, 'Aufnahmen')
  const data = await lay(folder)
  await openPage(page)
  await chooseFolder(app, folder)
  const panel = page.getByRole('region', { name: create.source })
  await expect(panel).toContainText(create.sums(5, '2.1 MiB'))
  await expect(panel).toContainText('.DS_Store')
  await expect(panel).toContainText('passwords')
  await page.getByRole('textbox', { name: create.name, exact: true }).fill('Recordings')
  await page
    .getByRole('textbox', { name: create.trackers, exact: true })
    .fill(`${tracker.http}\n\nudp://127.0.0.1:9/dead`)
  const saved = join(place, 'made.torrent')
  await answerSaveDialog(app, saved)
  await page.getByRole('button', { name: create.confirm }).click()
  await expect(page.getByText(create.done('Recordings'))).toBeVisible()
  await expect(page.getByText(create.seeding)).toBeVisible()
  await expect(page.getByText(saved)).toBeVisible()
  const infoHash = await infoHashShown(page)

  const { stdout } = await run('transmission-show', [saved])
  expect(stdout).toContain(infoHash)
  expect(stdout).toContain(tracker.http)
  for (const [path, size] of FILES) if (size > 0) expect(stdout).toContain(`Recordings/${path}`)
  expect(stdout).not.toContain('passwords')

  await page.getByRole('button', { name: create.copyMagnet }).click()
  const magnet = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(magnet).toContain(infoHash)

  await page.getByRole('button', { name: /^Seeding/ }).click()
  await expectStatus(page, 'Recordings', 'Seeding')
  await tracker.announced((announce) => announce.infoHash === infoHash, 30_000)
  await using leechers = stack()
  const bytes = await readFile(saved)
  const starts = [startLibtorrent, startQbittorrent, startTransmission, startAria2]
  for (const start of starts) {
    const leecher = leechers.use(await start({ parent: place }))
    await leecher.download(bytes, join(place, `for ${leecher.name}`))
    if (leecher.name === 'transmission') await callPeer(page, infoHash, `127.0.0.1:${leecher.port}`)
    await finished(leecher, infoHash, TRANSFER_MS)
    const files = await leecher.files(infoHash)
    for (const [index, [path, size]] of FILES.entries()) {
      // Transmission makes no empty files.
      if (size > 0)
        expect(Buffer.compare(await readFile(files[index] ?? ''), data.get(path) ?? Buffer.alloc(0))).toBe(0)
    }
  }
})

test('makes a torrent of files that fall on the page, by keys alone, without seeding it', async ({ app, place }) => {
  const { page } = app
  const folder = join(place, 'Aufnahmen')
  await lay(folder)
  await page.keyboard.press('ControlOrMeta+n')
  await expect(page.getByText(create.dropTitle)).toBeVisible()
  await dropFromDisk(page, [join(folder, 'Ende.flac'), join(folder, 'a')])
  await expect(page.getByRole('region', { name: create.source })).toContainText(create.sums(4, '2.0 MiB'))
  const name = page.getByRole('textbox', { name: create.name, exact: true })
  await expect(name).toHaveValue('Aufnahmen')
  const seed = page.getByRole('switch', { name: create.seed })
  await seed.focus()
  await page.keyboard.press('Space')
  await expect(seed).not.toBeChecked()
  const confirm = page.getByRole('button', { name: create.confirm })

  await answerSaveDialog(app, '')
  await confirm.press('Enter')
  await expect(confirm).toBeEnabled()
  const saved = join(place, 'dropped')
  await answerSaveDialog(app, saved)
  await confirm.press('Enter')
  await expect(page.getByText(create.done('Aufnahmen'))).toBeVisible()
  await expect(page.getByText(create.seeding)).toBeHidden()
  const { stdout } = await run('transmission-show', [`${saved}.torrent`])
  expect(stdout).toContain('Aufnahmen/Ende.flac')
  expect(stdout).toContain('Aufnahmen/a/take 2.flac')
  await page.getByRole('button', { name: /^All/ }).click()
  await expect(rowOf(page, 'Aufnahmen')).toHaveCount(0)
})

test('reads no path a page names, whatever it says', async ({ app, place }) => {
  const { page } = app
  await writeFile(join(place, 'secret'), 'x')
  const tried = await page.evaluate(
    async (path) => {
      const outcome = (asked: Promise<unknown> | undefined): Promise<string> =>
        Promise.resolve(asked).then(
          (told) => JSON.stringify(told),
          (error: unknown) => String(error),
        )
      const { swiftseed } = window
      const madeUp = new File(['x'], path)
      Object.defineProperty(madeUp, 'path', { value: path })
      return {
        named: await outcome(swiftseed?.call('create.drop', { paths: [path] })),
        madeUp: await outcome(swiftseed?.dropped([madeUp])),
        guessed: await outcome(swiftseed?.call('create.survey', { ref: 1, hidden: true })),
      }
    },
    join(place, 'secret'),
  )
  expect(tried.named).toContain('no such command')
  expect(tried.madeUp).toContain('invalid-argument')
  expect(tried.guessed).toContain('not-found')
})

test('says which file stands in the way', async ({ app, place }) => {
  const { page } = app
  const folder = join(place, 'Empty')
  await mkdir(folder)
  await openPage(page)
  await chooseFolder(app, folder)
  await expect(page.getByText(create.empty)).toBeVisible()
  await expect(page.getByRole('button', { name: create.confirm })).toBeDisabled()
  await page.getByRole('button', { name: create.remove }).click()
  await lay(folder)
  await chooseFolder(app, folder)
  await page.getByRole('textbox', { name: create.trackers, exact: true }).fill('not a tracker')
  await page.getByRole('button', { name: create.confirm }).click()
  await expect(page.getByText(words.trackers.fault(1, 'not-an-address'))).toBeVisible()
  await page.getByRole('textbox', { name: create.trackers, exact: true }).fill('')
  await page.getByRole('button', { name: create.more }).click()
  await page.getByRole('textbox', { name: create.webSeeds, exact: true }).fill('ftp://mirror.example/')
  await answerSaveDialog(app, join(place, 'x.torrent'))
  await page.getByRole('button', { name: create.confirm }).click()
  await expect(page.getByText(create.webSeedWrong('ftp://mirror.example/'))).toBeVisible()
})
