// Speed as a person uses it, on the fake API: what is asked of main is what was typed, to the last unit; what is said
// follows what is so; nothing is spent, copied or shown that should not be. By mouse, and by keyboard alone.

import { expect, type Page } from '@playwright/test'
import { english } from '../../renderer/messages/en/english.ts'
import { test, type HarnessWindow } from './harness.ts'
import { calls, menuItem, openEarnings, openTab, rowOf } from './speed-states.ts'

const { earnings, notices, palette, speed, speedOrders, speedSetup, torrents } = english
const OPEN = 'still&wallet=open&speed=open'

const cell = (page: Page, torrent: string, column: 'speed' | 'earned') =>
  rowOf(page, torrent).locator(`.cell--${column}`)
const budget = (page: Page) => page.getByRole('dialog', { name: speed.budgetTitle(1) })
const dialog = (page: Page) => page.getByRole('dialog')

test('the list says what Speed does with each torrent, in words', async ({ harness: { open, page } }) => {
  await open(OPEN)
  const said = {
    debian: 'paying',
    Sintel: 'off',
    Field: 'no-sellers',
    openstreetmap: 'capped',
    Kevin: 'ready',
  } as const
  for (const [torrent, phase] of Object.entries(said)) {
    await expect(cell(page, torrent, 'speed')).toHaveText(speed.phases[phase as keyof typeof speed.phases])
  }
  await expect(cell(page, 'Prelinger', 'speed')).toHaveText(speed.phases['not-helping'])
  await expect(cell(page, 'Night of', 'earned')).toHaveText('1,221')
  await expect(cell(page, 'Night of', 'earned')).toHaveAttribute('title', /1,221\.875 BTT/)
  await expect(cell(page, 'Night of', 'speed')).toHaveText('')
})

test('while the wallet is locked the list does not call off what may be on', async ({ harness: { open, page } }) => {
  await open('still&wallet=locked&speed=locked')
  await expect(cell(page, 'Sintel', 'speed')).toHaveText(english.units.unknown)
  await expect(cell(page, 'Sintel', 'speed')).toHaveAttribute('title', speed.sentence({ is: 'unknown' }))
})

test('the list is sorted by what was earned, and by what Speed does', async ({ harness: { open, page } }) => {
  await open(OPEN)
  const first = page.getByRole('rowheader').first()
  await page.getByRole('columnheader', { name: torrents.columns.earned }).click()
  await expect(first).toHaveText(/^Night of/)
  await page.getByRole('columnheader', { name: torrents.columns.speed }).click()
  await expect(first).toHaveText(/^debian/)
})

test('where there is no Speed nothing of it is shown', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&details')
  await rowOf(page, 'Sintel').click()
  await expect(page.getByRole('tab', { name: english.details.overview })).toBeVisible()
  await expect(page.getByRole('tab', { name: speed.title, exact: true })).toHaveCount(0)
  await expect(page.getByRole('columnheader', { name: torrents.columns.speed })).toHaveCount(0)
  await expect(page.getByRole('button', { name: earnings.sidebar })).toHaveCount(0)
  await rowOf(page, 'Sintel').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: english.torrents.start, exact: true })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: speed.switchOn })).toHaveCount(0)
})

test('a budget is sent as it was typed, and nothing before that', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await menuItem(page, 'Sintel', speed.switchOn)
  await expect(budget(page)).toContainText('4 min 11 s sooner for at most 412.2 BTT')
  const field = budget(page).getByRole('textbox', { name: speed.budget(1), exact: true })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('')
  await expect(budget(page).getByRole('button', { name: speed.confirmOn })).toBeDisabled()
  await page.keyboard.press('Enter')
  await field.fill('1,000.5')
  await expect(budget(page)).toContainText(speedOrders.amountFaults.characters)
  await page.keyboard.press('Enter')
  expect(await calls(page, 'speed.setTorrent')).toEqual([])
  await field.fill('0.000000000000000001')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)
  expect(await calls(page, 'speed.setTorrent')).toEqual([{ id: expect.any(String), on: true, budget: '1n' }])
  await expect(cell(page, 'Sintel', 'speed')).toHaveText(speed.phases.ready)
})

test('a budget beyond the allowance says what the allowance leaves', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await menuItem(page, 'Sintel', speed.switchOn)
  await budget(page).getByRole('textbox').fill('413')
  await expect(budget(page).getByRole('alert')).toHaveText(speed.leftToday('412.25 BTT'))
  await budget(page).getByRole('textbox').fill('4000')
  await expect(budget(page).getByRole('alert')).toHaveText(speed.leftTotal('3,681.5 BTT'))
  await budget(page).getByRole('textbox').fill('400')
  await expect(budget(page).getByRole('alert')).toHaveCount(0)
})

test('switching off is one press and asks nothing', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await menuItem(page, 'debian', speed.switchOff)
  expect(await calls(page, 'speed.setTorrent')).toEqual([
    { id: expect.any(String), on: false, budget: '60000000000000000000n' },
  ])
  await expect(cell(page, 'debian', 'speed')).toHaveText(speed.phases.off)
})

test('the tab looks at its torrent for as long as it is open', async ({ harness: { open, page } }) => {
  await open(`${OPEN}&details`)
  await openTab(page, 'Sintel')
  await expect(page.getByRole('switch', { name: speed.tabSwitch })).not.toBeChecked()
  const [first] = (await calls(page, 'speed.look')) as { id: string }[]
  expect(first?.id).toMatch(/^[0-9a-f]{40}$/)
  await page.getByRole('tab', { name: english.details.files }).click()
  await expect.poll(async () => (await calls(page, 'speed.look')).at(-1)).toEqual({ id: null })
})

test('the tab says in words whether it helps, and stops where it does not', async ({ harness: { open, page } }) => {
  await open(`${OPEN}&details`)
  await openTab(page, 'debian')
  const tab = page.getByRole('tabpanel')
  await expect(tab).toContainText('Yes, 3.0 times as fast: 12.4 MiB/s while paying, 4.1 MiB/s while not.')
  await expect(tab).toContainText('12.5 BTT of 60 BTT')
  await openTab(page, 'Prelinger')
  await expect(tab).toContainText(/No: 1\.1 MiB\/s while paying, 1\.1 MiB\/s while not\. Paying stopped/)
})

test('a figure opens into the rows that make it, and they add up', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: new RegExp(`^${earnings.earned} `) }).click()
  const rows = dialog(page).getByRole('grid', { name: earnings.entries })
  await expect(rows.getByRole('row')).toHaveCount(3)
  await expect(rows).toContainText('+39 BTT')
  await expect(rows).toContainText('+2.5 BTT')
  await expect(dialog(page)).toContainText('2 rows: earned 41.5 BTT')
  expect(await calls(page, 'speed.entries')).toEqual([
    { filter: { range: 'today', torrent: null, counterparty: null, kinds: ['earn'] }, before: null },
  ])
  // What is not cashed is so now, not today.
  for (const [name, range, kinds] of [
    [earnings.uncashed, 'all', ['earn', 'cash:in', 'retract:out', 'bounce']],
    [earnings.spent, 'today', ['pay', 'reserve']],
  ] as const) {
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await page.getByRole('button', { name: new RegExp(`^${name} `) }).click()
    await expect(dialog(page)).toHaveCount(1)
    expect((await calls(page, 'speed.entries')).at(-1)).toMatchObject({ filter: { range, kinds } })
  }
})

test('what is in the deposit, what limits leave and what a torrent cost opens into its rows as well', async ({
  harness: { open, page },
}) => {
  await open(`${OPEN}&details`)
  const opened = async () => {
    await expect(dialog(page).getByRole('button', { name: earnings.export })).toBeVisible()
    const asked = (await calls(page, 'speed.entries')).at(-1) as { filter: { range: string; kinds: string[] } }
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    return asked.filter
  }
  const press = (region: string, text: string) =>
    page
      .getByRole('region', { name: region })
      .getByRole('button', { name: new RegExp(`^${text} ?,`) })
      .press('Enter')
  await openTab(page, 'debian')
  const id = await page.evaluate(
    () => (window as unknown as HarnessWindow).fake.engine.rows.find(({ name }) => name.startsWith('debian'))?.id,
  )
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: speed.spentOf('12.5 BTT', '60 BTT') })
    .press('Enter')
  expect(await opened()).toMatchObject({ range: 'all', torrent: id, kinds: ['pay', 'reserve'] })
  await cell(page, 'Night of', 'earned').getByRole('button').click()
  expect(await opened()).toMatchObject({ range: 'all', kinds: ['earn'] })
  // By keyboard it is in the torrent's menu.
  await menuItem(page, 'debian', speed.showRows)
  expect(await opened()).toMatchObject({ torrent: id, kinds: ['pay', 'reserve', 'earn'] })
  await openEarnings(page)
  for (const [region, text, range, kinds] of [
    [earnings.vault, '4,200 BTT', 'all', ['deposit', 'withdraw', 'lock', 'cash:out', 'retract:in']],
    [earnings.vault, '0 BTT', 'all', ['lock']],
    [earnings.vault, '318.5 BTT', 'all', ['pay', 'reserve', 'cash:out', 'retract:in']],
    [earnings.spend, earnings.leftToday('412.2 BTT'), 'today', ['pay', 'reserve']],
    [earnings.spend, earnings.leftInAll('3,681 BTT'), 'all', ['pay', 'reserve']],
  ] as const) {
    await press(region, text)
    expect(await opened()).toMatchObject({ range, kinds })
  }
})

test('the graph is a table to whoever wants one', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  await expect(page.getByRole('img', { name: earnings.graphSpoken('41.5 BTT', '87.75 BTT', 'today') })).toBeVisible()
  await page.getByRole('button', { name: earnings.asTable }).click()
  const table = page.getByRole('region', { name: earnings.graph }).getByRole('table')
  await expect(table.getByRole('row')).toHaveCount(25)
})

test('addresses are whole, and one that imitates another is not copied', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  const address = 'THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB'
  const copy = page.getByRole('button', { name: earnings.copyAddress(address) })
  await expect(page.getByRole('button', { name: earnings.rows(address) })).toHaveText(address)
  await copy.click()
  await expect.poll(() => calls(page, 'app.copyText')).toEqual([{ text: address }])
  await page.evaluate(() => {
    const alike = [{ address: 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC', name: 'Mara', why: 'same-start', differs: [33] }]
    ;(window as unknown as HarnessWindow).fake.answer('contacts.alike', () => ({ ok: true, value: alike as never }))
  })
  await copy.click()
  await expect(page.getByRole('region', { name: notices.label })).toContainText(speed.copyUnsafe('Mara'))
  expect(await calls(page, 'app.copyText')).toHaveLength(1)
})

test('spending and earning are two switches, and stopping is said everywhere', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: speed.stopAll }).click()
  expect(await calls(page, 'speed.stopSpending')).toEqual([{ stopped: true }])
  await expect(page.getByRole('switch', { name: earnings.spendSwitch })).not.toBeChecked()
  await expect(page.getByRole('switch', { name: earnings.earnSwitch })).toBeChecked()
  await expect(page.getByText(speed.stoppedText)).toBeVisible()
  await expect(page.getByRole('button', { name: earnings.sidebarStopped })).toBeVisible()
  await page.getByRole('switch', { name: earnings.earnSwitch }).click()
  expect(await calls(page, 'speed.setSelling')).toEqual([{ on: false, ask: '19531250000000000n' }])
  await page.getByRole('button', { name: speed.allowAgain }).click()
  expect(await calls(page, 'speed.stopSpending')).toEqual([{ stopped: true }, { stopped: false }])
})

test('a price is in force when its field is left, and kept to the unit', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await openEarnings(page)
  const ask = page.getByRole('textbox', { name: earnings.ask, exact: true })
  await ask.fill('')
  await ask.blur()
  await expect(page.getByText(earnings.askMissing)).toBeVisible()
  await ask.fill('1024')
  await ask.blur()
  expect(await calls(page, 'speed.setSelling')).toEqual([{ on: true, ask: '1000000000000000000n' }])
  await expect(ask).toHaveValue('1024')
})

test('the part for who pays is in force when its field is left, and no part that is not allowed is taken', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await openEarnings(page)
  const part = page.getByRole('textbox', { name: earnings.paidPercent, exact: true })
  const wrong = page.getByText(earnings.paidPercentWrong(10, 60))
  await expect(part).toHaveValue('60')
  for (const bad of ['', '9', '61', '33.5', '5,5', '-20', 'half']) {
    await part.fill(bad)
    await part.blur()
    await expect(wrong).toBeVisible()
    await expect(part).toHaveAttribute('aria-invalid', 'true')
  }
  await part.press('Escape')
  await expect(part).toHaveValue('60')
  await expect(wrong).toHaveCount(0)
  await part.blur()
  expect(await calls(page, 'speed.setPaidPercent')).toEqual([])
  await part.fill('25')
  await part.blur()
  await expect(page.getByText(earnings.earnText(75))).toBeVisible()
  await part.fill('10')
  await part.press('Enter')
  await expect(page.getByText(earnings.earnText(90))).toBeVisible()
  expect(await calls(page, 'speed.setPaidPercent')).toEqual([{ percent: 25 }, { percent: 10 }])
  // The price and whether to sell are as they were.
  expect(await calls(page, 'speed.setSelling')).toEqual([])
})

test('limits go to the key window as they were typed; lower ones say that they hold at once', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: earnings.changeLimits }).click()
  await dialog(page).getByRole('textbox', { name: speedSetup.perDay, exact: true }).fill('400')
  await expect(dialog(page)).toContainText(speedSetup.tighter)
  await expect(dialog(page).getByRole('button', { name: speedSetup.tighten })).toBeEnabled()
  await dialog(page).getByRole('checkbox', { name: speedSetup.whileLocked }).click()
  await expect(dialog(page)).toContainText(speedSetup.looser)
  await dialog(page).getByRole('button', { name: speedSetup.approve }).click()
  await expect(dialog(page)).toHaveCount(0)
  expect(await calls(page, 'speed.allow')).toEqual([
    {
      perDay: '400000000000000000000n',
      perPeer: '250000000000000000000n',
      total: '4000000000000000000000n',
      priceCeiling: '78125000000000000n',
      whileLocked: true,
    },
  ])
})

test('limits that hold can be approved anew, and what was spent under them is said', async ({
  harness: { open, page },
}) => {
  await open(OPEN)
  await openEarnings(page)
  await page.getByRole('button', { name: earnings.changeLimits }).click()
  await expect(dialog(page)).toContainText(speedSetup.anew('318.5 BTT'))
  await dialog(page).getByRole('button', { name: speedSetup.approveAnew }).click()
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: earnings.changeLimits }).click()
  await expect(dialog(page)).toContainText(speedSetup.same)
  await expect(dialog(page).getByRole('button', { name: speedSetup.approve })).toBeDisabled()
})

test('limits that were not approved are as they were', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await page.evaluate(() => {
    ;(window as unknown as HarnessWindow).fake.answer('speed.allow', () => ({ ok: true, value: false }))
  })
  await openEarnings(page)
  await page.getByRole('button', { name: earnings.changeLimits }).click()
  await dialog(page).getByRole('textbox', { name: speedSetup.total, exact: true }).fill('9000')
  await dialog(page).getByRole('button', { name: speedSetup.approve }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText(speedSetup.notTaken)
})

test('from the list to a deposit by keyboard alone', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=new')
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  /** Tab until what has the keyboard is called so. */
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 40; presses++) {
      const at = await page.evaluate(() => {
        const { activeElement } = document
        const labels = activeElement instanceof HTMLInputElement ? [...(activeElement.labels ?? [])] : []
        return [activeElement?.textContent ?? '', ...labels.map((label) => label.textContent ?? '')]
      })
      if (at.includes(name)) return
      await press('Tab')
    }
    throw new Error(`“${name}” is not reached with Tab`)
  }
  const setup = page.getByRole('dialog', { name: speedSetup.title })
  const deposit = page.getByRole('dialog', { name: speedOrders.depositTitle })
  await press('ControlOrMeta+k')
  await page.keyboard.type(speedSetup.open)
  await press('Enter')
  await expect(setup).toBeVisible()
  await tabTo(speedOrders.deposit)
  await press('Enter')
  await expect(deposit).toBeVisible()
  await tabTo(speedOrders.amount)
  await page.keyboard.type('100')
  await expect(deposit).toContainText(speedOrders.most('7.67'))
  await press('Enter')
  await expect.poll(() => calls(page, 'speed.order')).toHaveLength(1)
  // What had opened it is there again, as it was.
  await expect(setup).toBeVisible()
  await press('Escape')
  await expect(dialog(page)).toHaveCount(0)
})

test('a trial ticks off only what has happened', async ({ harness: { open, page } }) => {
  await open('still&wallet=practice&speed=trial')
  await openEarnings(page)
  await page.getByRole('button', { name: speedSetup.tryStart }).click()
  const tour = page.getByRole('region', { name: speedSetup.tour })
  await expect(tour.getByText(speedSetup.tourOn)).toBeVisible()
  await page.getByRole('switch', { name: speed.tabSwitch }).click()
  await budget(page).getByRole('textbox').fill('5')
  await page.keyboard.press('Enter')
  const done = tour.locator('li[data-done]')
  await expect(done.filter({ hasText: speedSetup.tourOnDone })).toHaveCount(1)
  await expect(done.filter({ hasText: speedSetup.tourPaid })).toHaveCount(0)
  await expect(tour.getByText(speedSetup.tourPaid)).toBeVisible()
  await tour.getByRole('button', { name: speedSetup.tryStop }).click()
  await expect(tour).toHaveCount(0)
  expect((await calls(page, 'speed.demo')).at(-1)).toEqual({ on: false })
})

test('the palette stops all spending', async ({ harness: { open, page } }) => {
  await open(OPEN)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: palette.title, exact: true }).fill(speed.stopAll)
  await page.keyboard.press('Enter')
  await expect.poll(() => calls(page, 'speed.stopSpending')).toEqual([{ stopped: true }])
  await expect(page.getByRole('status').filter({ hasText: speed.announceStopped })).toBeAttached()
})

test('damaged books are told until somebody has read it', async ({ harness: { open, page } }) => {
  await open('still&wallet=open&speed=damaged')
  await openEarnings(page)
  await expect(page.getByText('speed.damaged-1.db')).toBeVisible()
  await page.getByRole('button', { name: speed.resetKnown }).click()
  await expect(page.getByText('speed.damaged-1.db')).toHaveCount(0)
})
