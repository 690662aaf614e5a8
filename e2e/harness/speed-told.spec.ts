// What Speed tells before it is switched on, while it measures, and when money needs the user: on the fake API.

import { expect, type Page } from '@playwright/test'
import type { Amount } from '../../app/money/amount.ts'
import { english } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'
import { menuItem, openTab, rowOf, turn } from './speed-states.ts'

const { earnings, notices, speed } = english
const OPEN = 'still&wallet=open&speed=open'

const budget = (page: Page) => page.getByRole('dialog', { name: speed.budgetTitle(1) })

test('before a price was named the budget says who sells, and the most that the limits let it come to', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await menuItem(page, 'Tears', speed.switchOn)
  await expect(budget(page)).toContainText(speed.sellersHere(2))
  await expect(budget(page)).toContainText(
    /at most 80 BTT per GiB, so the 168 MiB that are missing cost at most 13\.1\d\sBTT/,
  )
  await expect(budget(page)).not.toContainText(speed.budgetSpent(''))
  await open('still&wallet=open&speed=new')
  await menuItem(page, 'Sintel', speed.switchOn)
  await expect(budget(page)).toContainText(speed.sentence({ is: 'no-sellers' }))
})

test('several budgets say whose they are and what they come to', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await rowOf(page, 'Sintel').click()
  await rowOf(page, 'Tears').click({ modifiers: ['ControlOrMeta'] })
  await menuItem(page, 'Tears', speed.switchOn)
  const several = page.getByRole('dialog', { name: speed.budgetTitle(2) })
  await expect(several).toContainText('Tears of Steel')
  await several.getByRole('textbox').fill('50.5')
  await expect(several).toContainText(speed.budgetTogether('101 BTT'))
})

test('while it compares it says so, and not that it is ready', async ({ harness: { open, page } }) => {
  await open(`${OPEN}&details`)
  await openTab(page, 'debian')
  await turn(page, 'debian', { phase: { is: 'comparing' } })
  await expect(page.getByRole('tabpanel')).toContainText(speed.sentence({ is: 'comparing' }))
  await expect(rowOf(page, 'debian').locator('.cell--speed')).toHaveText(speed.phases.comparing)
})

test('what is told of money leads to where something can be done about it', async ({ harness: { open, page } }) => {
  await open(OPEN)
  const told = page.getByRole('region', { name: notices.label })
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    const id = fake.engine.rows.find(({ name }) => name.startsWith('openstreetmap'))?.id ?? null
    const owes = (1_234_567n * 10n ** 16n) as Amount
    fake.emit('notice', { kind: 'speed-capped', cap: 'torrent', id, name: 'openstreetmap' })
    fake.emit('notice', { kind: 'speed-cash-now', because: 'exit-asked', payers: 1, owes })
  })
  await expect(told).toContainText('12,345.67 BTT')
  await told.getByRole('button', { name: notices.openEarnings }).press('Enter')
  await expect(page.getByRole('heading', { name: earnings.title, exact: true })).toBeVisible()
  await told.getByRole('button', { name: notices.openSpeed }).press('Enter')
  await expect(page.getByRole('tabpanel')).toContainText(speed.sentence({ is: 'capped', cap: 'torrent' }))
  await expect(told.getByRole('button')).toHaveCount(0)
})
