// Speed set up as a person does it, in the app as it is shipped and on the practice network: what it needs said step by
// step, a deposit and limits confirmed in the wallet's own window, a budget that is there after a restart, all spending
// stopped and stopped still, the deposit announced to be withdrawn and taken back.

import type { Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { inspect } from './keyboard.ts'
import { gone, keysAfter, unlock } from './keys.ts'
import { addStopped, sampleTorrents } from './samples.ts'
import { fund, hurried, openPage, PASSWORD, practised } from './wallet-steps.ts'
import { rowOf } from './window.ts'

const { earnings, keys, speed, speedOrders, speedSetup, wallet } = english
const LINUX = 'alpine-standard-3.20.iso'

test.use({ settings: hurried })

const openEarnings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}`) }).click()
  await expect(page.getByRole('heading', { name: earnings.title, exact: true })).toBeVisible()
}

const vault = (page: Page) => page.getByRole('region', { name: earnings.vault, exact: true })

/** Goes through as many reviews as the order has calls, each in a window of its own. */
const confirm = async ({ electron, page }: App, reviews: number): Promise<void> => {
  const dialog = page.getByRole('dialog')
  const button = dialog.getByRole('button', { name: /…$/ })
  await expect(button).toBeEnabled({ timeout: 40_000 })
  for (let review = 0; review < reviews; review++) {
    const window = await keysAfter(electron, () => (review === 0 ? button.click() : Promise.resolve()))
    await expect(window.locator('.practice-badge')).toBeVisible()
    await window.getByRole('button', { name: keys.confirm, exact: true }).click()
    await gone(window)
  }
  await expect(page.getByText(speedOrders.onItsWay)).toBeVisible({ timeout: 40_000 })
}

test('from a wallet to a budget, over a restart, stopped, and out again', async ({ app, launch, place, tracker }) => {
  test.setTimeout(300_000)
  const { electron, page } = app
  await addStopped(page, await sampleTorrents(place, [LINUX], [tracker.http]))

  await openEarnings(page)
  await expect(page.getByText(earnings.emptyTitle)).toBeVisible()
  await practised(app)
  await fund(page)

  await openEarnings(page)
  await page.getByRole('button', { name: speedSetup.open }).click()
  const setup = page.getByRole('dialog', { name: speedSetup.title })
  await expect(setup.locator('[data-is="done"]')).toHaveCount(2)
  await setup.getByRole('button', { name: speedOrders.deposit }).click()
  await page.getByRole('textbox', { name: speedOrders.amount, exact: true }).fill('1000.5')
  await confirm(app, 2)
  await expect(setup.getByText(speedSetup.underway)).toBeVisible()
  await expect(setup.locator('[data-is="done"]')).toHaveCount(3, { timeout: 60_000 })

  await setup.getByRole('button', { name: speedSetup.setLimits }).click()
  const limits = page.getByRole('dialog', { name: speedSetup.limitsTitle })
  await limits.getByRole('textbox', { name: speedSetup.perDay, exact: true }).fill('40')
  await limits.getByRole('textbox', { name: speedSetup.ceiling, exact: true }).fill('50')
  const approval = await keysAfter(electron, () => limits.getByRole('button', { name: speedSetup.approve }).click())
  await expect(approval.getByText('40 BTT', { exact: true })).toBeVisible()
  await inspect(approval, 'allow')
  await expect(approval.getByText('50 BTT per GiB', { exact: true })).toBeVisible()
  await approval.getByRole('button', { name: keys.allowance.allow, exact: true }).click()
  await gone(approval)
  await expect(setup.getByText(speedSetup.readyText)).toBeVisible()
  await setup.getByRole('button', { name: speedSetup.close, exact: true }).last().click()
  await expect(vault(page).getByTitle('1,000.5 BTT', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: /^All, / }).click()
  await rowOf(page, LINUX).click({ button: 'right' })
  await page.getByRole('menuitem', { name: speed.switchOn }).click()
  await page.getByRole('textbox', { name: speed.budget(1), exact: true }).fill('12.25')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, LINUX).locator('.cell--speed')).toHaveText(speed.phases['no-sellers'])

  await openEarnings(page)
  await page.getByRole('button', { name: speed.stopAll }).click()
  await expect(page.getByRole('switch', { name: earnings.spendSwitch })).not.toBeChecked()
  await app.quit()

  const again = await launch()
  await openEarnings(again.page)
  await expect(again.page.getByText(speed.stoppedText)).toBeVisible()
  await openPage(again.page)
  await unlock(
    await keysAfter(again.electron, () => again.page.getByRole('button', { name: wallet.unlock }).click()),
    PASSWORD,
  )
  await openEarnings(again.page)
  await again.page.getByRole('button', { name: speed.allowAgain }).click()
  await again.page.getByRole('button', { name: /^All, / }).click()
  await expect(rowOf(again.page, LINUX).locator('.cell--speed')).toHaveText(speed.phases['no-sellers'], {
    timeout: 40_000,
  })
  await rowOf(again.page, LINUX).click({ button: 'right' })
  await again.page.getByRole('menuitem', { name: speed.change }).click()
  await expect(again.page.getByRole('textbox', { name: speed.budget(1), exact: true })).toHaveValue('12.25')
  await again.page.keyboard.press('Escape')

  await openEarnings(again.page)
  await expect(vault(again.page).getByTitle('1,000.5 BTT', { exact: true })).toBeVisible({ timeout: 40_000 })
  await again.page.getByRole('button', { name: speedOrders.withdraw, exact: true }).click()
  await confirm(again, 1)
  await expect(again.page.getByText(/^Withdrawal announced|^The waiting time is over/)).toBeVisible({ timeout: 60_000 })
})
