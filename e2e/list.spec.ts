// The list: sorted, filtered, searched, its columns as the user wants them, and all of it by keyboard.

import type { Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { addStopped, sampleNames, sampleTorrents } from './samples.ts'
import { details, list, namesShown, rowOf, rows } from './window.ts'

const bySize = [...sampleNames]
const header = (page: Page, column: keyof typeof words.torrents.columns) =>
  list(page).getByRole('columnheader', { name: words.torrents.columns[column], exact: true })

/** Opens the menu of a column and chooses from it. */
const onColumn = async (page: Page, column: keyof typeof words.torrents.columns, item: string): Promise<void> => {
  await header(page, column).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test.beforeEach(async ({ app, place }) => {
  await addStopped(app.page, await sampleTorrents(place, sampleNames))
})

test('sorts by a column, either way', async ({ app: { page } }) => {
  await header(page, 'size').click()
  await expect(header(page, 'size')).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(() => namesShown(page)).toEqual(bySize.toReversed())
  await header(page, 'size').click()
  await expect(header(page, 'size')).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(() => namesShown(page)).toEqual(bySize)
  await header(page, 'name').click()
  const inOrder = bySize.toSorted(new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare)
  await expect.poll(() => namesShown(page)).toEqual(inOrder)
})

test('hides, moves and resizes columns, and keeps that over a restart', async ({ app, launch }) => {
  const { page } = app
  await onColumn(page, 'ratio', words.torrents.hideColumn(words.torrents.columns.ratio))
  await expect(header(page, 'ratio')).toHaveCount(0)
  await onColumn(page, 'size', words.torrents.moveRight)
  await header(page, 'status').click()
  const before = (await header(page, 'status').boundingBox())?.width ?? 0
  await list(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => (await header(page, 'status').boundingBox())?.width).toBe(before + 16)
  const heads = await list(page).getByRole('columnheader').allInnerTexts()
  expect(heads.indexOf('Size')).toBe(heads.indexOf('Progress') + 1)
  await app.quit()

  const again = await launch()
  await expect(rows(again.page)).toHaveCount(bySize.length)
  expect(await list(again.page).getByRole('columnheader').allInnerTexts()).toEqual(heads)
  expect((await header(again.page, 'status').boundingBox())?.width).toBe(before + 16)
})

test('filters by status and finds by name', async ({ app: { page } }) => {
  const place = (name: keyof typeof words.frame.filters, count: number) =>
    page.getByRole('button', { name: words.frame.filterSpoken(words.frame.filters[name], count), exact: true })
  await place('stopped', bySize.length).click()
  await expect(rows(page)).toHaveCount(bySize.length)
  await place('seeding', 0).click()
  await expect(page.getByText(words.torrents.noneFilter.seeding)).toBeVisible()
  await page.getByRole('button', { name: words.torrents.showAll }).click()

  await page.keyboard.press('ControlOrMeta+F')
  await expect(page.getByRole('searchbox', { name: words.frame.search, exact: true })).toBeFocused()
  await page.keyboard.type('MKV')
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('searchbox', { name: words.frame.search, exact: true }).fill('UBERGRO')
  await expect.poll(() => namesShown(page)).toEqual(['Übergröße – ein Hörbuch.m4b'])
  await page.getByRole('searchbox', { name: words.frame.search, exact: true }).fill('no such thing')
  await expect(page.getByText(words.torrents.noMatch)).toBeVisible()
  await page.getByRole('button', { name: words.torrents.clearSearch }).click()
  await expect(rows(page)).toHaveCount(bySize.length)
})

test('does everything by keyboard alone', async ({ app: { page } }) => {
  const chosen = rows(page).and(page.locator('[aria-selected="true"]'))
  await list(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(chosen).toHaveCount(2)
  await page.keyboard.press('End')
  await expect(chosen).toHaveCount(1)
  await page.keyboard.press('ControlOrMeta+A')
  await expect(chosen).toHaveCount(bySize.length)
  await page.keyboard.press('Escape')
  await page.keyboard.type('tears')
  await expect(rowOf(page, 'Tears of Steel.mkv')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(details(page).getByRole('tab', { name: words.details.overview })).toBeVisible()

  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: words.torrents.start, exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('Delete')
  const remove = page.getByRole('dialog', { name: words.removal.title(1, 'Tears of Steel.mkv') })
  await expect(remove).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(remove.getByRole('button', { name: words.removal.confirmKeep(1) })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(remove).toBeHidden()
  await expect(rowOf(page, 'Tears of Steel.mkv')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+K')
  const palette = page.getByRole('dialog', { name: words.palette.title })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('compact')
  await expect(palette.getByRole('option').first()).toContainText(words.palette.compact)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await rows(page).first().boundingBox())?.height).toBe(30)
})

test('copies and starts from the menu of a row', async ({ app: { page, electron } }) => {
  await rowOf(page, 'Sintel.mkv').click({ button: 'right' })
  await page.getByRole('menuitem', { name: words.torrents.copy, exact: true }).hover()
  await page.getByRole('menuitem', { name: words.torrents.copyHash(1), exact: true }).click()
  await expect.poll(() => electron.evaluate(({ clipboard }) => clipboard.readText())).toMatch(/^[0-9a-f]{40}$/)
  await rowOf(page, 'Sintel.mkv').click({ button: 'right' })
  await page.getByRole('menuitem', { name: words.torrents.start, exact: true }).click()
  await expect(rowOf(page, 'Sintel.mkv')).not.toContainText('Stopped')
})
