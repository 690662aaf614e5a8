// What hands do to the list, on the fake API: dragging columns, typing to find, menus by key, and that nothing moves
// under them. The stories with a real engine are in ../list.spec.ts.

import { expect, type Locator, type Page } from '@playwright/test'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'

type Column = keyof typeof words.torrents.columns

const grid = (page: Page): Locator => page.getByRole('grid', { name: words.torrents.label })
const header = (page: Page, column: Column): Locator =>
  grid(page).getByRole('columnheader', { name: words.torrents.columns[column], exact: true })
const heads = (page: Page): Promise<string[]> => grid(page).getByRole('columnheader').allInnerTexts()
const chosen = (page: Page): Promise<string[]> =>
  page.locator('[aria-selected="true"] [role="rowheader"]').allInnerTexts()

interface Drag {
  readonly from: { readonly x: number; readonly y: number }
  readonly by: number
}

const drag = async (page: Page, { from, by }: Drag): Promise<void> => {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (const share of [0.3, 0.7, 1]) await page.mouse.move(from.x + by * share, from.y)
  await page.mouse.up()
}

const boxOf = async (locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('not in sight')
  return box
}

test('a column goes where it is dragged, and a press that does not move sorts', async ({ harness: { open, page } }) => {
  await open('still')
  const { x, y, width } = await boxOf(header(page, 'size'))
  const progress = await boxOf(header(page, 'progress'))
  await drag(page, { from: { x: x + width / 2, y: y + 10 }, by: progress.width })
  await expect.poll(async () => (await heads(page)).slice(0, 3)).toEqual(['Name', 'Progress', 'Size'])
  await expect(header(page, 'size')).toHaveAttribute('aria-sort', 'none')
  await header(page, 'size').click()
  await expect(header(page, 'size')).toHaveAttribute('aria-sort', 'descending')
})

test('an edge follows the pointer and the name takes what is left', async ({ harness: { open, page } }) => {
  await open('still')
  const before = await boxOf(header(page, 'status'))
  const name = await boxOf(header(page, 'name'))
  await drag(page, { from: { x: before.x, y: before.y + 12 }, by: -60 })
  const after = await boxOf(header(page, 'status'))
  expect(after.x).toBeCloseTo(before.x - 60, 0)
  expect(after.width).toBeCloseTo(before.width + 60, 0)
  expect((await boxOf(header(page, 'name'))).width).toBeCloseTo(name.width - 60, 0)
})

test('an edge follows the pointer in a narrow window too, and a mere press leaves it', async ({ harness }) => {
  const { open, page, resize } = harness
  await open('still')
  await resize(900, 560)
  const before = await boxOf(header(page, 'status'))
  await drag(page, { from: { x: before.x, y: before.y + 12 }, by: 0 })
  expect((await boxOf(header(page, 'status'))).width).toBeCloseTo(before.width, 0)
  await drag(page, { from: { x: before.x, y: before.y + 12 }, by: -30 })
  expect((await boxOf(header(page, 'status'))).width).toBeCloseTo(before.width + 30, 0)
})

test('letters find, Shift and Ctrl choose, Escape lets go', async ({ harness: { open, page } }) => {
  await open('still')
  await grid(page).focus()
  await page.keyboard.type('night')
  expect(await chosen(page)).toEqual(['Night of the Living Dead (1968) 1080p'])
  await page.keyboard.press('Shift+ArrowDown')
  expect(await chosen(page)).toHaveLength(2)
  await page.keyboard.press('ControlOrMeta+A')
  expect(await chosen(page)).toHaveLength(14)
  await page.keyboard.press('Escape')
  expect(await chosen(page)).toEqual([])
})

test('the menu opens by key where the keyboard is, and gives the keyboard back', async ({
  harness: { open, page },
}) => {
  await open('still')
  await grid(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu).toBeVisible()
  const row = await boxOf(page.getByRole('row').filter({ hasText: 'Tears of Steel' }))
  expect((await boxOf(menu)).x).toBeGreaterThanOrEqual(row.x)
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(grid(page)).toBeFocused()
})

test('rows keep still while a menu is open over them', async ({ harness: { open, page } }) => {
  await open('still')
  await header(page, 'downRate').click()
  const names = (): Promise<string[]> => grid(page).getByRole('rowheader').allInnerTexts()
  const first = (await names())[0]
  await page.getByRole('row').filter({ hasText: 'Big Buck Bunny' }).click({ button: 'right' })
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    const bunny = fake.engine.rows.find(({ name }) => name === 'Big Buck Bunny')
    if (bunny) fake.engine.patch([bunny.id], () => ({ downRate: 99_000_000 }))
    fake.tick()
  })
  await expect(page.getByRole('row').filter({ hasText: 'Big Buck Bunny' })).toContainText('MiB/s')
  await page.waitForTimeout(1500)
  expect((await names())[0]).toBe(first)
  await page.keyboard.press('Escape')
  await page.mouse.move(5, 5)
  await expect.poll(async () => (await names())[0], { timeout: 6000 }).toBe('Big Buck Bunny')
})

test('the palette goes to a torrent far down the list', async ({ harness: { open, page } }) => {
  await open('still&rows=3000')
  const last = await page.evaluate(() => (window as unknown as HarnessWindow).fake.engine.rows.at(-1)?.name ?? '')
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('combobox').fill(last)
  await page.getByRole('option', { name: last, exact: true }).first().click()
  await expect(page.locator('[aria-selected="true"]')).toBeInViewport()
  expect(await chosen(page)).toEqual([last])
})

test('nothing is put over a question that waits for its answer', async ({ harness: { open, page } }) => {
  await open('still')
  await page.getByRole('row').nth(2).click()
  await page.keyboard.press('Delete')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+K')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('dialog', { name: words.palette.title })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('what is dragged over the window is told what will happen', async ({ harness: { open, page } }) => {
  await open('still')
  const enter = (type: 'dragenter' | 'dragleave'): Promise<void> =>
    page.evaluate((name) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.setData('text/plain', 'magnet:?xt=urn:btih:aa')
      document.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true }))
    }, type)
  await enter('dragenter')
  await expect(page.getByText(words.frame.drop)).toBeVisible()
  await enter('dragleave')
  await expect(page.getByText(words.frame.drop)).toBeHidden()
})

test('outcomes are told once and go by themselves, errors stay', async ({ harness: { open, page } }) => {
  await open('still')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.emit('notice', { kind: 'merged', name: 'Sintel', trackers: 2, webSeeds: 0, leftOut: 0 })
    fake.emit('notice', { kind: 'merged', name: 'Sintel', trackers: 2, webSeeds: 0, leftOut: 0 })
    fake.emit('notice', { kind: 'error', error: { code: 'port-in-use', port: 51_413 }, subject: null })
  })
  const notices = page.getByRole('region', { name: words.notices.label }).getByRole('listitem')
  await expect(notices).toHaveCount(2)
  await expect(notices).toHaveCount(1, { timeout: 12_000 })
  await expect(notices).toContainText('51413')
})

test('a download that finishes is told to screen readers, once, and figures never are', async ({ harness }) => {
  const { open, page } = harness
  await open('still')
  const finished = page.getByRole('status').filter({ hasText: /^Finished: / })
  await page.evaluate(() => (window as unknown as HarnessWindow).fake.tick())
  await expect(finished).toHaveCount(0)
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    const sintel = fake.engine.rows.find(({ name }) => name.startsWith('Sintel'))
    if (sintel) fake.engine.patch([sintel.id], () => ({ status: 'seeding', progress: 1, doneAt: 1 }))
    fake.tick()
  })
  await expect(finished).toHaveText(/Sintel/)
})
