// Speed with play money at one press, as a newcomer sees it: the swarm, what free peers get, what paying changes, what the
// other side earns; and that nothing of it is left afterwards.

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SpeedState } from '../app/speed/speed-state.ts'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { gone, keysAfter } from './keys.ts'
import { practised } from './wallet-steps.ts'

const { earnings, keys, speed, speedSetup } = english
const LIMIT_MS = 60_000
/** Over which a rate is measured. */
const SPAN_MS = 7_000

const stateOf = (page: Page): Promise<SpeedState> =>
  page.evaluate(async () => {
    const state = await window.swiftseed?.call('speed.state')
    if (state?.ok !== true) throw new Error('no Speed')
    return state.value
  })

const received = (page: Page, id: string): Promise<number> =>
  page.evaluate(async (of) => {
    const rows = await window.swiftseed?.call('torrents.snapshot')
    const row = rows?.ok === true ? rows.value.rows.find((each) => each.id === of) : undefined
    return row === undefined ? 0 : row.have
  }, id)

/** B/s of data that is here and checked. */
const rateOf = async (page: Page, id: string): Promise<number> => {
  const [before, start] = [await received(page, id), performance.now()]
  await page.waitForTimeout(SPAN_MS)
  return ((await received(page, id)) - before) / ((performance.now() - start) / 1_000)
}

const swarmProcesses = ({ electron }: App): Promise<number> =>
  electron.evaluate(({ app }) => app.getAppMetrics().filter(({ name }) => name === 'Swiftseed practice swarm').length)

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const openEarnings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}(,|$)`) }).click()
  await expect(page.getByRole('heading', { name: earnings.title, exact: true })).toBeVisible()
}

/** Says yes to whatever the wallet's own window asks about next. */
const sayYes = async ({ electron }: App, button: string): Promise<void> => {
  const window = await keysAfter(electron, () => Promise.resolve())
  await window.getByRole('button', { name: button, exact: true }).click()
  await gone(window)
}

/** Sums of base units, of which a test says more when it fails than that they differ. */
const spentAndEarned = async (page: Page): Promise<readonly bigint[]> => {
  const { spentInAll, demo } = await stateOf(page)
  return [spentInAll, demo?.earned ?? 0n]
}

test('one press, three confirmations and a budget: the rate doubles, and what is spent the seller has earned', async ({
  app,
}) => {
  test.setTimeout(240_000)
  const { page, profile } = app
  await practised(app)
  await openEarnings(page)
  const start = performance.now()
  await page.getByRole('button', { name: speedSetup.tryStart }).click()
  await sayYes(app, keys.confirm)
  await sayYes(app, keys.confirm)
  await sayYes(app, keys.allowance.allow)
  const tour = page.getByRole('region', { name: speedSetup.tour })
  await expect(tour).toBeVisible({ timeout: 30_000 })
  const id = (await stateOf(page)).demo?.id ?? ''
  await expect.poll(async () => (await stateOf(page)).deposit?.free ?? 0n, { timeout: LIMIT_MS }).toBeGreaterThan(0n)
  const settingUp = performance.now() - start
  // To compare with: free peers share what is left where somebody pays.
  await expect
    .poll(async () => (await stateOf(page)).demo?.earnedInAll ?? 0n, { timeout: LIMIT_MS })
    .toBeGreaterThan(0n)
  const free = await rateOf(page, id)

  const switching = performance.now()
  await page.getByRole('switch', { name: speed.tabSwitch }).click()
  const budget = page.getByRole('dialog', { name: speed.budgetTitle(1) })
  await budget.getByRole('textbox').fill('60')
  await page.keyboard.press('Enter')
  await expect(budget).toBeHidden()
  await expect.poll(async () => (await stateOf(page)).spentInAll, { timeout: LIMIT_MS }).toBeGreaterThan(0n)
  expect(settingUp + performance.now() - switching).toBeLessThan(60_000)
  const paid = await rateOf(page, id)
  expect(paid).toBeGreaterThan(2 * free)
  await page.getByRole('switch', { name: speed.tabSwitch }).click()
  await expect.poll(async () => new Set(await spentAndEarned(page)).size).toBe(1)
  expect((await stateOf(page)).spentInAll).toBeGreaterThan(0n)

  expect(await swarmProcesses(app)).toBeGreaterThan(0)
  await tour.getByRole('button', { name: speedSetup.tryStop }).click()
  await expect(tour).toHaveCount(0, { timeout: 15_000 })
  await expect.poll(() => swarmProcesses(app)).toBe(0)
  await expect.poll(() => isThere(join(profile.folder, 'practice-swarm'))).toBe(false)
  expect(await received(page, id)).toBe(0)
})
