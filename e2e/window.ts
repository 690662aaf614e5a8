// The app's window as a person uses it: things found by role and name, done by mouse and keyboard. Reading what the
// window was told goes over its own bridge; nothing is ever done that way.

import { expect, type Locator, type Page } from '@playwright/test'
import { unpackFiles } from '../app/torrent/packed-files.ts'
import type { TorrentRow } from '../app/torrent/row.ts'
import { english as words } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'

export type TabName = 'overview' | 'files' | 'peers' | 'trackers' | 'log'

export const list = (page: Page): Locator => page.getByRole('grid', { name: words.torrents.label, exact: true })

export const rows = (page: Page): Locator =>
  list(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })

export const rowOf = (page: Page, name: string): Locator =>
  list(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })

/** Names in the order the list shows them. */
export const namesShown = (page: Page): Promise<string[]> => list(page).getByRole('rowheader').allInnerTexts()

export const details = (page: Page): Locator => page.getByRole('region', { name: words.details.label, exact: true })

export const openTab = async (page: Page, torrent: string, tab: TabName): Promise<Locator> => {
  await rowOf(page, torrent).click()
  await details(page)
    .getByRole('tab', { name: new RegExp(`^${words.details[tab]}`) })
    .click()
  return details(page).getByRole('tabpanel')
}

export const addDialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Add .*torrent/ })

export const confirmAdding = async (page: Page): Promise<void> => {
  await addDialog(page).getByRole('button', { name: words.add.confirm, exact: true }).click()
  await expect(addDialog(page)).toBeHidden()
}

export const notices = (page: Page): Locator => page.getByRole('region', { name: words.notices.label })

export interface DroppedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Lets files and text fall on the window, as if dragged from a file manager or a browser. */
export const drop = async (
  page: Page,
  { files = [], text }: { files?: DroppedFile[]; text?: string },
): Promise<void> => {
  const plain = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }))
  const transfer = await page.evaluateHandle(
    ([dropped, dragged]) => {
      const data = new DataTransfer()
      for (const { name, base64 } of dropped) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], name, { type: 'application/x-bittorrent' }))
      }
      if (dragged !== undefined) data.setData('text/plain', dragged)
      return data
    },
    [plain, text] as const,
  )
  for (const event of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', event, { dataTransfer: transfer })
  await transfer.dispose()
}

/** ms until a press of keys that reached no page counts as lost. */
const PASTE_MS = 1_500

/** The window has the keyboard and nothing lies over it: what is pasted now is for it. */
const readyToPaste = async (page: Page): Promise<void> => {
  await page.bringToFront()
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true)
  await expect(page.locator('[role="dialog"], [role="alertdialog"]')).toHaveCount(0)
}

/** Puts text on the clipboard and presses the keys that paste; once more when the page never heard of it. */
export const paste = async ({ electron, page }: App, text: string): Promise<void> => {
  await electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
  await expect.poll(() => electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(text)
  await readyToPaste(page)
  const press = async (): Promise<void> => {
    const heard = page.evaluate(
      (within) =>
        new Promise<string | null>((resolve) => {
          const hear = (event: ClipboardEvent): void => resolve(event.clipboardData?.getData('text/plain') ?? null)
          document.addEventListener('paste', hear, { capture: true, once: true })
          setTimeout(() => {
            document.removeEventListener('paste', hear, { capture: true })
            resolve(null)
          }, within)
        }),
      PASTE_MS,
    )
    await page.keyboard.press('ControlOrMeta+V')
    expect(await heard).toBe(text)
  }
  await expect(press).toPass({ timeout: 4 * PASTE_MS })
}

/** What the system's dialog for .torrent files answers when it is next opened. */
export const answerFileDialog = ({ electron }: App, paths: readonly string[]): Promise<void> =>
  electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths: [...filePaths] })
  }, paths)

/** The list as the window gets it. */
export const snapshot = (page: Page): Promise<readonly TorrentRow[]> =>
  page.evaluate(async () => {
    const result = await window.swiftseed?.call('torrents.snapshot')
    return result?.ok ? result.value.rows : []
  })

/** Absolute paths of a torrent's files, in its order, as the window shows them. */
export const filesOf = async (page: Page, id: string): Promise<string[]> => {
  const row = (await snapshot(page)).find((one) => one.id === id)
  if (!row) throw new Error(`no torrent ${id} in the list`)
  const packed = await page.evaluate(async (of) => {
    const result = await window.swiftseed?.call('torrents.files', { id: of })
    return result?.ok ? { paths: result.value.paths, lengths: [...result.value.lengths] } : { paths: '', lengths: [] }
  }, row.id)
  const files = unpackFiles({ paths: packed.paths, lengths: Float64Array.from(packed.lengths) })
  // A torrent that is a single file has no folder of its own.
  const [only] = files
  if (files.length === 1 && only?.path.join('/') === row.name) return [`${row.savePath}/${row.name}`]
  return files.map(({ path }) => [row.savePath, row.name, ...path].join('/'))
}

/** As the Peers tab does: connects the torrent to an address. */
export const callPeer = (page: Page, infoHash: string, address: string): Promise<void> =>
  page.evaluate(async ([id, at]) => void (await window.swiftseed?.call('torrents.addPeer', { id, address: at })), [
    infoHash as TorrentRow['id'],
    address,
  ] as const)

/** Waits until a torrent's row says this; what it says instead is in the error. */
export const expectStatus = async (page: Page, name: string, status: string, withinMs = 15_000): Promise<void> => {
  await expect(rowOf(page, name)).toContainText(status, { timeout: withinMs })
}
