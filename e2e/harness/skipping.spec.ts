// Skipping files: asked about only when something would be lost, with the mouse and the keyboard; and what the rows say
// of files that are skipped.

import { expect, type Locator, type Page } from '@playwright/test'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type Harness, type HarnessWindow } from './harness.ts'

const MiB = 1024 ** 2

const tree = (page: Page): Locator => page.getByRole('treegrid', { name: words.files.label })
const fileRow = (page: Page, name: string): Locator => tree(page).getByRole('row').filter({ hasText: name })
const dialog = (page: Page): Locator => page.getByRole('dialog')

const openFiles = async ({ open, page }: Harness): Promise<void> => {
  await open('details&still')
  await page.getByRole('row').filter({ hasText: 'Sintel' }).click()
  await page.getByRole('tab', { name: words.details.files }).click()
  await expect(fileRow(page, 'readme.txt')).toBeVisible()
}

/** From now on, skipping these loses so much. */
const putAtStake = (page: Page, files: readonly number[], bytes: number): Promise<void> =>
  page.evaluate(
    (stake) => (window as unknown as HarnessWindow).fake.answer('torrents.atStake', () => ({ ok: true, value: stake })),
    { files, bytes },
  )

/** What was sent of priorities, without the torrent. */
const sent = (page: Page): Promise<unknown[]> =>
  page.evaluate(() =>
    (window as unknown as HarnessWindow).fake.calls.flatMap(({ name, input }) =>
      name === 'torrents.setPriorities' ? [{ ...(input as object), id: undefined }] : [],
    ),
  )

const asked = (page: Page): Promise<number> =>
  page.evaluate(
    () => (window as unknown as HarnessWindow).fake.calls.filter(({ name }) => name === 'torrents.atStake').length,
  )

const box = (page: Page, name: string): Locator => page.getByRole('checkbox', { name: words.files.download(name) })

test('what loses nothing is skipped at once', async ({ harness }) => {
  const { page } = harness
  await openFiles(harness)
  await box(page, 'readme.txt').click()
  await expect.poll(() => sent(page)).toEqual([{ files: [0], priority: 0 }])
  await expect(dialog(page)).toHaveCount(0)
  await expect(box(page, 'readme.txt')).not.toBeChecked()
  await box(page, 'readme.txt').click()
  await expect.poll(() => sent(page)).toHaveLength(2)
  expect(await asked(page), 'about wanting a file').toBe(1)
})

test('what would be lost is named, kept unless the user says otherwise, and cancelled by Escape', async ({
  harness,
}) => {
  const { page } = harness
  await openFiles(harness)
  await putAtStake(page, [1], 612 * MiB)
  await box(page, 'part 1.mkv').click()
  await expect(dialog(page)).toContainText(words.skipping.title(1, 'part 1.mkv'))
  await expect(dialog(page)).toContainText('612 MiB')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(box(page, 'part 1.mkv')).toBeChecked()
  expect(await sent(page)).toEqual([])

  await box(page, 'part 1.mkv').click()
  await dialog(page)
    .getByRole('button', { name: words.skipping.confirm.keep(1, '612 MiB') })
    .click()
  await expect.poll(() => sent(page)).toEqual([{ files: [1], priority: 0, keep: true }])
  await expect(box(page, 'part 1.mkv')).not.toBeChecked()
})

test('it is deleted only when that is chosen, and the button says how much', async ({ harness }) => {
  const { page } = harness
  await openFiles(harness)
  await putAtStake(page, [1, 2], 1_536 * MiB)
  await page.getByRole('button', { name: words.files.none, exact: true }).click()
  await expect(dialog(page).getByRole('listitem')).toHaveText(['video/part 1.mkv', 'video/part 2.mkv'])
  await dialog(page).getByRole('radio', { name: words.skipping.delete }).click()
  await dialog(page)
    .getByRole('button', { name: words.skipping.confirm.delete(2, '1.5 GiB') })
    .click()
  await expect
    .poll(() => sent(page))
    .toEqual([
      { files: [0], priority: 0 },
      { files: [1, 2], priority: 0 },
    ])
  await expect(dialog(page)).toHaveCount(0)
})

test('the keyboard is asked as well, and comes back to the row', async ({ harness }) => {
  const { page } = harness
  await openFiles(harness)
  await putAtStake(page, [1], 612 * MiB)
  await fileRow(page, 'part 1.mkv').click()
  await tree(page).focus()
  await page.keyboard.press('Space')
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(() => sent(page)).toEqual([{ files: [1], priority: 0, keep: true }])
  await expect(tree(page)).toBeFocused()
  await putAtStake(page, [2], 30 * MiB)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await dialog(page).getByRole('radio', { name: words.skipping.keep }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(dialog(page).getByRole('radio', { name: words.skipping.delete })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => sent(page)).toHaveLength(2)
  expect((await sent(page))[1]).not.toHaveProperty('keep')
})

test('in the add dialog there is nothing to lose and nothing is asked', async ({ harness: { open, page } }) => {
  await open('still')
  await page.keyboard.press('ControlOrMeta+o')
  await box(page, 'readme.txt').click()
  await expect(box(page, 'readme.txt')).not.toBeChecked()
  expect(await asked(page)).toBe(0)
})

test('a skipped file says that it is not on disk, or how much of it is', async ({ harness }) => {
  const { page } = harness
  await openFiles(harness)
  await expect(fileRow(page, 'outtakes.mkv')).toContainText(words.files.notOnDisk)
  await expect(fileRow(page, 'part 1.mkv')).not.toContainText(words.files.notOnDisk)
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    const row = fake.engine.rows.find(({ name }) => name.includes('Sintel'))
    const details = {
      tab: 'files' as const,
      done: Uint16Array.of(0, 500, 0, 250),
      priority: Uint8Array.of(0, 2, 2, 0),
    }
    if (row) fake.emit('details.update', { id: row.id, details })
  })
  await expect(fileRow(page, 'readme.txt'), 'skipped, nothing there').toContainText(words.files.notOnDisk)
  await expect(fileRow(page, 'outtakes.mkv'), 'skipped and kept').toContainText('25.0%')
  await expect(fileRow(page, 'outtakes.mkv')).not.toContainText(words.files.notOnDisk)
  await expect(fileRow(page, 'part 2.mkv'), 'wanted, nothing there yet').toContainText('0%')
})
