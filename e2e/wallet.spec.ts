// The whole story of a wallet, in the app as it is shipped and on the practice network: made, backed up, paid, sending
// until final, locked, opened, there after a restart, brought to another computer by its words.

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import { launchApp, type App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { createWallet, gone, keysAfter, fillPasswords, unlock } from './keys.ts'
import { makeProfile } from './profile.ts'

const { wallet: words, keys } = english
const PASSWORD = 'correct horse battery'
/** Of private key 1: somebody else's, for sending to. */
const SOMEBODY = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'

const openPage = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  await expect(page.getByRole('heading', { name: words.title, exact: true })).toBeVisible()
}

const practised = async ({ electron, page }: App): Promise<string[]> => {
  await openPage(page)
  const window = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click(),
  )
  return createWallet(window, PASSWORD)
}

const balance = (page: Page, symbol: string) => page.locator('.balance').filter({ hasText: symbol }).first()

const ownAddress = async (page: Page): Promise<string> => {
  await page.getByRole('tab', { name: words.receive }).click()
  return page.locator('.receive__address').innerText()
}

const fund = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: words.balances }).click()
  await page.getByRole('button', { name: words.faucet }).click()
  // Solidified, so that it counts: 19 blocks of 3 seconds.
  await expect(balance(page, 'TRX')).not.toContainText(/^TRX\D*0 TRX/, { timeout: 120_000 })
  await expect(balance(page, 'TRX').locator('.money-text')).not.toHaveText('0 TRX', { timeout: 120_000 })
}

const sendTrx = async ({ electron, page }: App, amount: string): Promise<void> => {
  await page.getByRole('tab', { name: words.send }).click()
  await page.getByRole('textbox', { name: words.sendTo, exact: true }).fill(SOMEBODY)
  await page.getByRole('combobox', { name: words.sendWhat }).click()
  await page.getByRole('option', { name: 'TRX', exact: true }).click()
  await page.getByRole('textbox', { name: words.sendAmount }).fill(amount)
  const next = page.getByRole('button', { name: words.toReview })
  await expect(next).toBeEnabled({ timeout: 30_000 })
  const review = await keysAfter(electron, () => next.click())
  await expect(review.getByText(SOMEBODY)).toBeVisible()
  await expect(review.locator('.practice-badge')).toBeVisible()
  await expect(review.getByRole('button', { name: keys.refuse })).toBeFocused()
  await review.getByRole('button', { name: keys.approve, exact: true }).click()
  await gone(review)
}

test('from nothing to a final send, locked and opened, over a restart, and elsewhere by its words', async ({
  app,
  launch,
  place,
}) => {
  test.setTimeout(420_000)
  const { page } = app
  const phrase = await practised(app)
  expect(phrase).toHaveLength(12)
  await expect(page.locator('.status-line .practice-badge, .wallet__head .practice-badge').first()).toBeVisible()
  const address = await ownAddress(page)
  expect(address).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/)

  await fund(page)
  await sendTrx(app, '12.5')
  const line = page.locator('.activity__entry').filter({ hasText: '12.5 TRX' })
  await expect(line).toContainText(words.states.final, { timeout: 150_000 })

  await page.getByRole('button', { name: words.lock, exact: true }).click()
  await expect(page.getByRole('button', { name: words.lock, exact: true })).toBeHidden()
  await app.quit()

  const second = await launch()
  await openPage(second.page)
  await expect(second.page.getByText(words.lockedTitle)).toBeVisible()
  const opening = await keysAfter(second.electron, () =>
    second.page.getByRole('button', { name: words.unlock, exact: true }).click(),
  )
  await unlock(opening, PASSWORD)
  expect(await ownAddress(second.page)).toBe(address)
  await second.page.getByRole('tab', { name: words.activity }).click()
  await expect(second.page.locator('.activity__entry').filter({ hasText: '12.5 TRX' })).toContainText(
    words.states.final,
    { timeout: 60_000 },
  )
  await second.quit()

  const elsewhere = await launchApp(await makeProfile(join(place, 'elsewhere')))
  await using _gone = elsewhere
  await openPage(elsewhere.page)
  await elsewhere.page.getByRole('button', { name: new RegExp(`^${words.import}`) }).click()
  await elsewhere.page.getByRole('radio', { name: words.networks.practice }).click()
  const importing = await keysAfter(elsewhere.electron, () =>
    elsewhere.page.getByRole('button', { name: words.useNetwork }).click(),
  )
  await importing.getByRole('textbox', { name: keys.importWords }).fill(phrase.join(' '))
  await importing.getByRole('button', { name: keys.look }).click()
  await expect(importing.getByText(address)).toBeVisible()
  await fillPasswords(importing, keys.previewPassword, PASSWORD)
  await importing.getByRole('button', { name: keys.import, exact: true }).click()
  await gone(importing)
  expect(await ownAddress(elsewhere.page)).toBe(address)
})
