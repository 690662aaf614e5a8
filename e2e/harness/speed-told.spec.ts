// What Speed tells before it is switched on, while it measures, and when money needs the user: on the fake API.

import { expect, type Locator, type Page } from '@playwright/test'
import type { Amount } from '../../app/money/amount.ts'
import { english } from '../../renderer/messages/en/english.ts'
import { sampleAddresses } from '../../renderer/testing/fake-wallet.ts'
import { test, type HarnessWindow } from './harness.ts'
import { menuItem, openEarnings, openTab, rowOf, turn } from './speed-states.ts'

const { earnings, notices, speed, speedOrders, speedSetup } = english
const OPEN = 'still&wallet=open&speed=open'

const budget = (page: Page) => page.getByRole('dialog', { name: speed.budgetTitle(1) })

/** Tab until it has the keyboard. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor()
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('it is not reached with Tab')
}

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

test('from the tab by keyboard alone: on with a budget, all stopped and allowed, a figure’s rows, cash', async ({
  harness: { open, page },
}) => {
  await open(`${OPEN}&details`)
  await openTab(page, 'Sintel')
  await tabTo(page, page.getByRole('switch', { name: speed.tabSwitch }))
  await page.keyboard.press('Space')
  await expect(budget(page).getByRole('textbox')).toBeFocused()
  await page.keyboard.type('50')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: speed.tabSwitch })).toBeFocused()
  await expect(page.getByRole('switch', { name: speed.tabSwitch })).toBeChecked()

  await tabTo(page, page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}`) }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: speed.stopAll }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: speed.allowAgain })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: earnings.spendSwitch })).toBeChecked()

  const figure = page.getByRole('button', { name: new RegExp(`^${earnings.earned} `) })
  await tabTo(page, figure)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('grid', { name: earnings.entries })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(figure).toBeFocused()

  await tabTo(page, page.getByRole('button', { name: speedOrders.cashOut }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText(speedOrders.most('6.11'))
  await tabTo(page, page.getByRole('radio', { name: speedOrders.toWallet }))
  await page.keyboard.press('ArrowDown')
  await tabTo(page, page.getByRole('button', { name: speedOrders.review }))
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('2.5 TRX')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const orders = await page.evaluate(() =>
    (window as unknown as HarnessWindow).fake.calls
      .filter(({ name }) => name === 'speed.order')
      .map(({ input }) => input),
  )
  expect(orders).toMatchObject([{ do: 'cash', to: 'vault' }])
})

test('what ticks is not read out again: advice while earning goes on, a limit while others pay', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await menuItem(page, 'Sintel', speed.switchOn)
  await budget(page).getByRole('textbox').fill('450')
  const limit = budget(page).getByRole('alert')
  await expect(limit).toHaveText(speed.leftToday('412.25 BTT'))
  const spend = (left: bigint) =>
    page.evaluate(async (today) => {
      const { fake } = window as unknown as HarnessWindow
      const state = await fake.call('speed.state')
      if (state.ok && state.value.left !== null)
        fake.emit('speed.changed', { ...state.value, left: { ...state.value.left, today: today as Amount } })
    }, left)
  await spend(400n * 10n ** 18n)
  await expect(limit).toHaveText(speed.leftToday('412.25 BTT'))
  await budget(page).getByRole('textbox').fill('451')
  await expect(limit).toHaveText(speed.leftToday('400 BTT'))
})

test('what is not known is not called nothing; a trial has room to be watched', async ({ harness: { open, page } }) => {
  await open('still&wallet=locked&speed=locked')
  await openEarnings(page)
  await expect(page.getByText(earnings.booksClosed)).toBeVisible()
  await expect(page.getByText(earnings.spendUnknown(true))).toBeVisible()
  await expect(page.getByText(earnings.spendNone)).toHaveCount(0)
  await open(`${OPEN}&details`)
  await openTab(page, 'Tears')
  await expect(page.getByText(speed.marketText(2, 0))).toBeVisible()
  await expect(page.getByText(speed.peersUnnamed)).toBeVisible()
  await openTab(page, 'Field')
  await expect(page.getByText(speed.peersNone)).toBeVisible()
  await openEarnings(page)
  const banner = page.getByRole('status').filter({ hasText: /network|wallet|books/ })
  const say = (obstacle: 'locked' | 'chain-away', offline: boolean) =>
    page.evaluate(
      async ([is, off]) => {
        const { fake } = window as unknown as HarnessWindow
        const [state, chain] = await Promise.all([fake.call('speed.state'), fake.call('chain.state')])
        if (!state.ok || !chain.ok || chain.value === null) throw new Error('not there')
        const phase = off ? ({ is: 'offline', since: Date.now() - 60_000 } as const) : ({ is: 'ready' } as const)
        fake.emit('chain.changed', { ...chain.value, phase })
        fake.emit('speed.changed', { ...state.value, obstacle: is })
      },
      [obstacle, offline] as const,
    )
  await say('chain-away', false)
  await expect(banner).toHaveText(earnings.soon(false))
  await say('chain-away', true)
  await expect(banner).toHaveText(earnings.obstacle('chain-away'))
  // Nothing is missing that could be set up, and the limits hold.
  const spend = page.getByRole('region', { name: earnings.spend, exact: true })
  await expect(spend.getByText(earnings.leftToday('412.2 BTT'))).toBeVisible()
  await expect(spend.getByRole('button', { name: speedSetup.open })).toHaveCount(0)
  await say('locked', false)
  await expect(banner).toHaveText(earnings.soon(true))
  await open('still&wallet=practice&speed=trial')
  const details = page.getByRole('region', { name: english.details.label, exact: true })
  const height = () => details.evaluate((pane) => pane.clientHeight / innerHeight)
  await rowOf(page, 'debian').click()
  await page.getByRole('button', { name: english.details.open }).click()
  expect(await height()).toBeLessThan(0.5)
  await openEarnings(page)
  await page.getByRole('button', { name: speedSetup.tryStart }).click()
  const tour = page.getByRole('region', { name: speedSetup.tour })
  await expect(tour.locator('[aria-current="step"]')).toHaveText(speedSetup.tourFreeWaiting)
  await expect.poll(height).toBeGreaterThan(0.55)
})

test('a contract that is not the vault is called that, wherever one looks for why there is no Speed', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=open&speed=no-vault')
  const refuse = (is: 'none' | 'checking' | 'refused') =>
    page.evaluate(
      async ([vault, address]) => {
        const { fake } = window as unknown as HarnessWindow
        const chain = await fake.call('chain.state')
        if (!chain.ok || chain.value === null) throw new Error('not there')
        fake.emit('chain.changed', { ...chain.value, vault: vault === 'none' ? { is: vault } : { is: vault, address } })
      },
      [is, sampleAddresses.friend] as const,
    )
  const { friend } = sampleAddresses
  await openEarnings(page)
  const banner = page.getByRole('status').filter({ hasText: /vault|network/ })
  await refuse('none')
  await expect(banner).toHaveText(earnings.obstacle('no-vault'))
  // It can be tried all the same.
  await expect(page.getByRole('button', { name: speedSetup.tryElsewhere })).toBeVisible()
  await refuse('checking')
  await expect(banner).toHaveText(earnings.soon(false))
  await refuse('refused')
  await expect(banner).toHaveText(english.wallet.phase.vaultRefused(friend))
  await page.getByRole('button', { name: speedSetup.open }).click()
  await expect(page.getByRole('dialog')).toContainText(speedSetup.networkVaultRefused(friend))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  await expect(banner).toContainText(english.wallet.phase.vaultRefused(friend))
})

test('the sums of one network are not shown under the name of another', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=open')
  await openEarnings(page)
  await expect(page.getByRole('list', { name: earnings.figures })).toBeVisible()
  // The same account, as play money and real money may have it; there is no vault, so there are no books.
  await page.evaluate(async () => {
    const { fake } = window as unknown as HarnessWindow
    fake.answer('speed.books', () => ({ ok: false, error: { code: 'speed-unavailable' } }))
    await fake.call('settings.change', { wallet: { network: 'shasta' } })
  })
  await expect(page.getByRole('list', { name: earnings.figures })).toHaveCount(0)
})
