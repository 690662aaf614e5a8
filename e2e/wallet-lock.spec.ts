// Locking the wallet in the app as it is shipped: whatever the key window shows is gone with it, and the page says that it
// is locked and how to open it.

import { english } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { holdLong } from './keyboard.ts'
import { createWallet, gone, keysAfter, unlock } from './keys.ts'

const { wallet: words, keys } = english
const PASSWORD = 'correct horse battery'

test('a lock takes the shown words away, and the page says so', async ({ app: { page, electron } }) => {
  test.setTimeout(120_000)
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  const creating = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click(),
  )
  await createWallet(creating, PASSWORD)

  await page.getByRole('button', { name: words.menu }).click()
  const showing = await keysAfter(electron, () => page.getByRole('menuitem', { name: words.showKey }).click())
  await showing
    .getByLabel(keys.oldPassword)
    .or(showing.getByLabel(keys.password, { exact: true }))
    .first()
    .fill(PASSWORD)
  await showing.keyboard.press('Enter')
  await showing.getByRole('button', { name: keys.holdToShow }).waitFor({ timeout: 30_000 })
  await holdLong(showing, keys.holdToShow)
  await expect(showing.getByRole('button', { name: keys.keyHold })).toBeVisible()

  await page.getByRole('button', { name: words.lock, exact: true }).click()
  await gone(showing)
  await expect(page.getByText(words.lockedTitle)).toBeVisible()
  await expect(page.getByRole('tab', { name: words.balances })).toHaveCount(0)
  await expect(page.locator('.balance')).toHaveCount(0)
  const opening = await keysAfter(electron, () => page.getByRole('button', { name: words.unlock, exact: true }).click())
  await unlock(opening, PASSWORD)
  await expect(page.getByRole('tab', { name: words.balances })).toBeVisible()
})
