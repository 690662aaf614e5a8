// A deposit for Speed as a person makes it on the practice network: two reviews in the wallet's own window, one of which
// may be refused; what was begun is said until it is gone on with or taken back. `@shots` leaves pictures of the reviews.

import type { Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { gone, keysAfter } from './keys.ts'
import { expectFinal, fund, hurried, openPage, openTab, practised } from './wallet-steps.ts'

const { wallet: words, keys, earnings, speedOrders } = english

test.use({ settings: hurried })

const openEarnings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}`) }).click()
  await expect(page.getByRole('region', { name: earnings.vault })).toBeVisible()
}

/** Up to the first review. */
const order = ({ electron, page }: App, doing: () => Promise<unknown>): Promise<Page> =>
  keysAfter(electron, async () => {
    await doing()
    const next = page.getByRole('dialog').getByRole('button', { name: speedOrders.review })
    await expect(next).toBeEnabled({ timeout: 30_000 })
    await next.click()
  })

/** A review of this call: what it does, the vault's whole address, and the safe answer under the fingers. */
const expectReview = async (review: Page, call: keyof typeof keys.vaultCalls, amount: string): Promise<void> => {
  await expect(review.getByRole('heading', { level: 1 })).toHaveText(keys.vaultCalls[call].title)
  await expect(review.getByText(keys.vaultCalls[call].text)).toBeVisible()
  await expect(review.locator('.keys__line--vault')).toHaveText(/T[1-9A-HJ-NP-Za-km-z]{33}$/)
  await expect(review.locator('.keys__line--amount')).toContainText(amount)
  await expect(review.locator('.practice-badge')).toBeVisible()
  await expect(review.getByRole('button', { name: keys.refuseCall })).toBeFocused()
}

const answer = async (review: Page, name: string): Promise<void> => {
  await review.getByRole('button', { name, exact: true }).click()
  await gone(review)
}

const picture = async (review: Page, name: string): Promise<void> => {
  const { SWIFTSEED_SHOTS } = process.env
  if (SWIFTSEED_SHOTS) await review.screenshot({ path: `${SWIFTSEED_SHOTS}/${name}.png` })
}

test('a deposit is reviewed twice, said while it is unfinished, gone on with, and announced to be taken out', async ({
  app,
}) => {
  test.setTimeout(240_000)
  const { electron, page } = app
  await practised(app)
  await fund(page)
  await openEarnings(page)
  const vault = page.getByRole('region', { name: earnings.vault })

  const first = await order(app, async () => {
    await vault.getByRole('button', { name: speedOrders.deposit }).click()
    await page.getByRole('textbox', { name: speedOrders.amount, exact: true }).fill('1000')
  })
  await expectReview(first, 'approve', '1,000 BTT')
  await picture(first, 'review-approve')
  const second = await keysAfter(electron, () => answer(first, keys.confirm))
  await expectReview(second, 'deposit', '1,000 BTT')
  await expect(second.locator('.keys__line--most')).toContainText('1,000 BTT + ')
  await picture(second, 'review-deposit')
  await answer(second, keys.refuseCall)
  await page.keyboard.press('Escape')

  // What was allowed and not used is said, and only the deposit is missing.
  await expect(vault.getByText(speedOrders.unfinished('1,000 BTT'))).toBeVisible({ timeout: 60_000 })
  const again = await order(app, () => vault.getByRole('button', { name: speedOrders.goOn }).click())
  await expectReview(again, 'deposit', '1,000 BTT')
  await answer(again, keys.confirm)
  await expect(vault.locator('.vault__line').first()).toContainText('1,000 BTT', { timeout: 60_000 })
  await expect(vault.getByText(speedOrders.unfinished('1,000 BTT'))).toBeHidden()

  const exit = await keysAfter(electron, async () => {
    await vault.getByRole('button', { name: speedOrders.withdraw }).click()
    const announce = page.getByRole('dialog').getByRole('button', { name: speedOrders.announce })
    await expect(announce).toBeEnabled({ timeout: 30_000 })
    await announce.click()
  })
  await expect(exit.getByRole('heading', { level: 1 })).toHaveText(keys.vaultCalls.requestExit.title)
  await expect(exit.locator('.keys__line--delay')).toContainText('2 min')
  await picture(exit, 'review-exit')
  await answer(exit, keys.confirm)
  await expect(page.getByRole('button', { name: speedOrders.cancelExit })).toBeVisible({ timeout: 60_000 })

  await openPage(page)
  await openTab(page, words.activity)
  await expectFinal(page, words.calls.requestExit)
  for (const call of ['approve', 'deposit'] as const) {
    await expect(page.locator('.activity__entry').filter({ hasText: words.calls[call] }).first()).toContainText('1,000')
  }
  expect(app.complaints).toEqual([])
})
