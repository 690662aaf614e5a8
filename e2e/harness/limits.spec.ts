// The limits of several torrents at once: what differs says so and is left alone, what is changed is changed for all, and
// what cannot be taken keeps the dialog open. And what runs besides the queue goes back to it.

import { expect, type Locator, type Page } from '@playwright/test'
import type { Input } from '../../app/ipc/contract.ts'
import type { OptionsPatch } from '../../app/torrent/options.ts'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'

const { control, common } = words
const rowOf = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text })
const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true })
const choice = (page: Page, name: string): Locator => page.getByRole('combobox', { name, exact: true })
const saved = (page: Page): Locator => page.getByRole('button', { name: control.save, exact: true })

/** What was sent, oldest first. */
const sent = (page: Page): Promise<Input<'torrents.setOptions'>[]> =>
  page.evaluate(() => {
    const { calls } = (window as unknown as HarnessWindow).fake
    return calls.filter(({ name }) => name === 'torrents.setOptions').map(({ input }) => input as never)
  })

const give = (page: Page, name: string, options: OptionsPatch): Promise<void> =>
  page.evaluate(
    async ([which, patch]) => {
      const { fake } = window as unknown as HarnessWindow
      const row = fake.engine.rows.find((each) => each.name.startsWith(which))
      if (row) await fake.call('torrents.setOptions', { ids: [row.id], options: patch })
      ;(fake.calls as unknown[]).length = 0
    },
    [name, options] as const,
  )

const openForTwo = async (page: Page): Promise<void> => {
  await rowOf(page, 'Sintel').click()
  await rowOf(page, 'Big Buck Bunny').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('ControlOrMeta+l')
  await page.getByRole('dialog', { name: control.title(null, 2) }).waitFor()
}

test.beforeEach(async ({ harness: { open, page } }) => {
  await open('still')
  const own: OptionsPatch = {
    limits: { down: 1_048_576, weight: 3, connections: 20 },
    order: { sequential: true },
    goals: { ratio: 1.5, action: 'remove' },
  }
  await give(page, 'Sintel', own)
  await give(page, 'Big Buck Bunny', { limits: { down: 1_048_576, weight: 7 } })
})

test('what differs is mixed, and only what is changed is sent', async ({ harness: { page } }) => {
  await openForTwo(page)
  await expect(field(page, control.downLimit)).toHaveValue('1')
  for (const name of [control.weight, control.connections]) {
    await expect(field(page, common.mixedName(name))).toHaveValue('')
    await expect(field(page, common.mixedName(name))).toHaveAttribute('placeholder', common.mixed)
  }
  await expect(page.getByRole('checkbox', { name: control.sequential })).toHaveAttribute('aria-checked', 'mixed')
  await expect(page.getByRole('checkbox', { name: control.firstLast })).not.toBeChecked()
  for (const name of [control.ratioGoal, control.action]) await expect(choice(page, name)).toHaveText(common.mixed)

  await field(page, control.upLimit).fill('2')
  await field(page, common.mixedName(control.weight)).fill('5')
  await saved(page).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect((await sent(page)).map(({ ids, options }) => [ids.length, options])).toEqual([
    [2, { limits: { up: 2_097_152, weight: 5 } }],
  ])
})

test('what was looked at, or typed and taken back, is left alone', async ({ harness: { page } }) => {
  await openForTwo(page)
  await field(page, common.mixedName(control.connections)).focus()
  await field(page, common.mixedName(control.weight)).fill('5')
  await field(page, control.weight).fill('')
  await page.getByRole('checkbox', { name: control.sequential }).click()
  await page.getByRole('button', { name: control.leaveMixed(control.sequential) }).click()
  await choice(page, control.ratioGoal).click()
  await page.getByRole('option', { name: control.goalKinds.own }).click()
  await choice(page, control.ratioGoal).click()
  await page.getByRole('option', { name: common.mixed }).click()
  await page.getByRole('button', { name: control.noneForAll(control.connections) }).click()
  await page.getByRole('button', { name: control.leaveMixed(control.connections) }).click()
  await saved(page).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(await sent(page)).toEqual([])
})

test('none can be set for all that differ', async ({ harness: { page } }) => {
  await openForTwo(page)
  await page.getByRole('button', { name: control.noneForAll(control.connections) }).click()
  await page.getByRole('checkbox', { name: control.sequential }).click()
  await page.getByRole('checkbox', { name: control.sequential }).click()
  await saved(page).click()
  await expect
    .poll(async () => (await sent(page)).map(({ options }) => options))
    .toEqual([{ limits: { connections: null }, order: { sequential: false } }])
})

for (const way of ['the button', 'Enter']) {
  test(`what cannot be taken keeps the dialog open and has the focus: ${way}`, async ({ harness: { page } }) => {
    await openForTwo(page)
    const [up, weight] = [field(page, control.upLimit), page.getByRole('textbox', { name: control.weight })]
    await up.fill('fast')
    await weight.fill('0')
    if (way === 'Enter') await weight.press('Enter')
    else await saved(page).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expect(up).toBeFocused()
    await expect(up).toHaveAttribute('aria-invalid', 'true')
    await expect(up).toHaveAccessibleDescription(words.settings.rateFaults['not-a-number'])
    await expect(weight).toHaveAttribute('aria-invalid', 'true')
    await expect(weight).toHaveAccessibleDescription(new RegExp(control.weightWrong('1', '100')))
    expect(await sent(page)).toEqual([])

    await up.fill('512')
    await expect(up).toHaveAttribute('aria-invalid', 'false')
    await weight.fill('9')
    await weight.press('Enter')
    await expect(page.getByRole('dialog')).toBeHidden()
    expect((await sent(page)).map(({ options }) => options)).toEqual([{ limits: { up: 512 * 1_048_576, weight: 9 } }])
  })
}

test('what runs besides the queue says so, and goes back to it by the same key', async ({ harness: { page } }) => {
  const row = rowOf(page, 'Prelinger')
  await row.click()
  await page.keyboard.press('Shift+Space')
  await expect(row).toContainText(words.status.besides)
  await row.click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: control.forceStart })).toBeHidden()
  await page.getByRole('menuitem', { name: control.backToQueue }).click()
  await expect(row).not.toContainText(words.status.besides)
  await row.click()
  await page.keyboard.press('Shift+Space')
  await expect(row).toContainText(words.status.besides)
  await page.keyboard.press('Shift+Space')
  await expect(row).not.toContainText(words.status.besides)
})

test('starting others leaves what runs besides the queue as it is', async ({ harness: { page } }) => {
  const [forced, stopped] = [rowOf(page, 'openstreetmap'), rowOf(page, 'Tears of Steel')]
  await expect(forced.getByLabel(words.status.besides)).toBeVisible()
  await forced.click()
  await stopped.click({ modifiers: ['ControlOrMeta'] })
  await stopped.click({ button: 'right' })
  await page.getByRole('menuitem', { name: words.torrents.start, exact: true }).click()
  const started = () =>
    page.evaluate(() => {
      const { calls, engine } = (window as unknown as HarnessWindow).fake
      const ids = calls.filter(({ name }) => name === 'torrents.start').flatMap(({ input }) => (input as never)['ids'])
      return ids.map((id) => engine.row(id)?.name)
    })
  await expect.poll(started).toEqual(['Tears of Steel (2012)'])
})
