// What moves money between an account and the vault, on the fake API: deposits, withdrawals, cashing, locks. What is asked
// of main is what was typed, to the last unit; what it costs and what it ends is said before.

import { expect, type Page } from '@playwright/test'
import type { Amount } from '../../app/money/amount.ts'
import { english } from '../../renderer/messages/en/english.ts'
import { sampleAddresses } from '../../renderer/testing/fake-wallet.ts'
import { test, type HarnessWindow } from './harness.ts'
import { calls, openEarnings } from './speed-states.ts'

const { earnings, speedOrders } = english
const OPEN = 'still&wallet=open&speed=open'

const dialog = (page: Page) => page.getByRole('dialog')

test('a deposit says each step and the most it costs, and is asked for once', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.deposit, exact: true }).click()
  const review = dialog(page).getByRole('button', { name: speedOrders.review })
  await dialog(page).getByRole('textbox', { name: speedOrders.amount, exact: true }).fill('1250.5')
  await expect(dialog(page)).toContainText(speedOrders.most('7.67'))
  await expect(dialog(page).getByRole('listitem')).toHaveCount(2)
  await dialog(page).getByRole('textbox', { name: speedOrders.amount, exact: true }).fill('999999999')
  await expect(dialog(page).getByRole('alert')).toHaveText(speedOrders.problems['not-enough-btt'])
  await expect(review).toBeDisabled()
  await dialog(page).getByRole('textbox', { name: speedOrders.amount, exact: true }).fill('1250.5')
  await expect(review).toBeEnabled()
  await review.click()
  await expect(page.getByText(speedOrders.onItsWay)).toBeVisible()
  expect(await calls(page, 'speed.order')).toEqual([
    { do: 'deposit', from: expect.stringMatching(/^T/), amount: '1250500000000000000000n' },
  ])
})

test('cashing names the payers, the value, and advises against it while it is small', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.cashOut }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText(speedOrders.advice.small('4.7', '20 BTT'))
  await dialog(page).getByRole('radio', { name: speedOrders.toVault }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText(speedOrders.advice.small('2.5', '20 BTT'))
  await dialog(page).getByRole('button', { name: speedOrders.review }).click()
  await expect(dialog(page)).toHaveCount(0)
  const [order] = (await calls(page, 'speed.order')) as { do: string; to: string; payers: string[] }[]
  expect(order).toMatchObject({ do: 'cash', to: 'vault' })
  // The one who owes most comes first.
  expect(order?.payers).toEqual(['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC', 'TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK'])
})

test('what a deposit and a withdrawal end is said before either is reviewed', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=exit')
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.deposit }).click()
  await expect(dialog(page)).toContainText(/can be made from .+2026, .+, and a deposit ends it\./)
  await open('still&wallet=open&speed=due')
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.withdraw, exact: true }).first().click()
  await expect(dialog(page)).toContainText(speedOrders.withdrawEndsExit('3 days'))
  await dialog(page).getByRole('button', { name: speedOrders.depositAll }).click()
  await expect(dialog(page)).not.toContainText(speedOrders.withdrawEndsExit('3 days'))
})

test('cashing asks who can pay, though others owe more, and says who is left out and why', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=open&speed=crowd')
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.cashOut }).click()
  // Thirty of the first fifty have nothing: as many others are asked in their place.
  await expect(dialog(page)).toContainText(speedOrders.cashValue('50 BTT', 50))
  await expect(dialog(page)).toContainText(speedOrders.cashLater(50, 40))
  await expect(dialog(page)).toContainText(speedOrders.cashEmpty(30, '270 BTT'))
  await dialog(page).getByRole('button', { name: speedOrders.review }).click()
  await expect(dialog(page)).toHaveCount(0)
  const [order] = (await calls(page, 'speed.order')) as { payers: string[] }[]
  expect(new Set(order?.payers).size).toBe(50)
})

test('what is being cashed already is said to be, and is not cashed once more', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=open')
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    fake.answer('speed.preview', (order) => {
      const covered = 0n as Amount
      const payers = order.do === 'cash' ? order.payers : []
      const all = payers.map((payer) => ({ payer, covered, hurry: false, taken: false, underway: true }))
      const [fee, mostFee, value] = [covered, covered, covered]
      return {
        ok: true,
        value: { order, steps: [], fee, mostFee, problem: 'underway', value, advice: null, payers: all },
      }
    })
  })
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.cashOut }).click()
  await expect(dialog(page)).toContainText(speedOrders.problems.underway)
  await expect(dialog(page)).toContainText(/being cashed already/)
  await expect(dialog(page)).not.toContainText(/nothing in the vault now/)
  await expect(dialog(page).getByRole('button', { name: speedOrders.review })).toBeDisabled()
})

test('cashing from where one is said to leave asks that one first', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=cash-now')
  await openEarnings(page)
  await page
    .getByRole('status')
    .filter({ hasText: speedOrders.advice['exit-asked'](1) })
    .getByRole('button', { name: speedOrders.cashOut })
    .click()
  await expect(dialog(page)).toContainText(speedOrders.cashValue('20 BTT', 2))
  const [order] = (await calls(page, 'speed.preview')) as { payers: string[] }[]
  expect(order?.payers[0]).toBe(sampleAddresses.second)
})

test('a withdrawal is announced, counted down, and can be taken back', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=exit')
  await openEarnings(page)
  await expect(page.getByText(/^Withdrawal announced: it can be made in 1 d 23 h\./)).toBeVisible()
  await expect(page.getByRole('button', { name: speedOrders.withdraw, exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: speedOrders.cancelExit }).first().click()
  const confirm = dialog(page).getByRole('button', { name: speedOrders.review })
  await expect(confirm).toBeEnabled()
  await confirm.click()
  await expect(page.getByText(speedOrders.onItsWay)).toBeVisible()
  expect(await calls(page, 'speed.order')).toEqual([{ do: 'cancelExit', from: expect.stringMatching(/^T/) }])
})

test('what is locked for one peer is got back in its two steps, and never stuck', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=open&speed=locks')
  await openEarnings(page)
  const locks = page.getByRole('list', { name: earnings.locks }).getByRole('listitem')
  await expect(locks).toHaveCount(3)
  await locks.nth(0).getByRole('button', { name: speedOrders.unlockAsk }).click()
  await expect(dialog(page)).toContainText('3 d')
  await dialog(page).getByRole('button', { name: speedOrders.review }).click()
  await expect.poll(() => calls(page, 'speed.order')).toMatchObject([{ do: 'requestUnlock' }])
  await expect(locks.nth(1).getByRole('button')).toHaveCount(0)
  await locks.nth(2).getByRole('button', { name: speedOrders.unlockNow }).click()
  await dialog(page).getByRole('button', { name: speedOrders.review }).click()
  await expect.poll(async () => (await calls(page, 'speed.order')).length).toBe(2)
  expect((await calls(page, 'speed.order')).at(-1)).toMatchObject({ do: 'unlock' })
})
