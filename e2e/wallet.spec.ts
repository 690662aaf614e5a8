// The whole story of a wallet, in the app as it is shipped and on the practice network: made, backed up, paid, sending
// every kind of token until final, saved as a table, locked, opened, there after a restart, brought to another computer
// by its words and holding the same there.

import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { english } from '../renderer/messages/en/english.ts'
import { launchApp, type App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { fillPasswords, gone, keysAfter, unlock } from './keys.ts'
import { makeProfile } from './profile.ts'
import {
  balanceOf,
  balances,
  expectFinal,
  fund,
  give,
  hurried,
  openPage,
  openTab,
  ownAddress,
  PASSWORD,
  practised,
  practiceUrl,
  send,
  SOMEBODY,
} from './wallet-steps.ts'

const { wallet: words, keys } = english

test.use({ settings: hurried })

/** Saves the activity by the system's dialog, which answers with this path; lines as fields by column. */
const saveTable = async ({ electron, page }: App, path: string): Promise<Record<string, string>[]> => {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await openTab(page, words.activity)
  await page.getByRole('button', { name: words.exportCsv }).click()
  await expect(page.getByText(words.exported)).toBeVisible()
  const text = await readFile(path, 'utf8')
  const [columns = [], ...lines] = text.split('\r\n').map((line) => line.split(','))
  return lines
    .filter((fields) => fields.length > 1)
    .map((fields) => Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? ''])))
}

const importElsewhere = async ({ electron, page }: App, phrase: readonly string[], address: string) => {
  await openPage(page)
  await page.getByRole('button', { name: new RegExp(`^${words.import}`) }).click()
  await page.getByRole('radio', { name: words.networks.practice }).click()
  const window = await keysAfter(electron, () => page.getByRole('button', { name: words.useNetwork }).click())
  await window.getByRole('textbox', { name: keys.importWords, exact: true }).fill(phrase.join(' '))
  await window.getByRole('button', { name: keys.look }).click()
  await expect(window.getByText(address)).toBeVisible()
  return window
}

test('from nothing to final sends, locked and opened, over a restart, and elsewhere by its words', async ({
  app,
  launch,
  place,
}) => {
  test.setTimeout(240_000)
  const { page } = app
  const phrase = await practised(app)
  expect(phrase).toHaveLength(12)
  await expect(page.locator('.wallet__head .practice-badge')).toBeVisible()
  const address = await ownAddress(page)
  expect(address).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/)

  await fund(page)
  await give(await practiceUrl(page), address, { bttold: '50000000', usdt: '42170000' })
  await send(app, { to: SOMEBODY, what: 'TRX', amount: '12.5' })
  await send(app, { to: SOMEBODY, what: 'BTT', amount: '1000.000000000000000001' })
  await openTab(page, words.balances)
  await expect(balanceOf(page, 'BTTOLD')).toHaveText('50 BTTOLD', { timeout: 40_000 })
  await send(app, { to: SOMEBODY, what: `BTTOLD (${words.legacy})`, amount: '7.000001' })
  for (const line of ['12.5 TRX', '1,000.000000000000000001 BTT', '7.000001 BTTOLD']) await expectFinal(page, line)

  const table = await saveTable(app, join(place, 'activity.csv'))
  const sent = table.filter((line) => line['Direction'] === 'out')
  expect(sent.map((line) => [line['Amount'], line['Asset'], line['State'], line['Other party']])).toEqual([
    ['7.000001', 'BTTOLD', 'final', SOMEBODY],
    ['1000.000000000000000001', 'BTT', 'final', SOMEBODY],
    ['12.5', 'TRX', 'final', SOMEBODY],
  ])
  expect(sent.every((line) => /^[0-9a-f]{64}$/.test(line['Transaction'] ?? '') && line['Account'] === address)).toBe(
    true,
  )

  await openTab(page, words.balances)
  await expect(balanceOf(page, 'BTT')).toHaveText('4,998,999.999999999999999999 BTT', { timeout: 20_000 })
  await expect(balanceOf(page, 'BTTOLD')).toHaveText('42.999999 BTTOLD', { timeout: 20_000 })
  const held = await balances(page)
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
  await expectFinal(second.page, '12.5 TRX')
  expect(await balances(second.page)).toEqual(held)
  await second.quit()

  // Another computer on the same chain: what was kept of the practice network goes with the test, the wallet does not.
  const profile = await makeProfile(join(place, 'elsewhere'), hurried)
  await cp(join(place, 'profile', 'practice'), join(profile.folder, 'practice'), { recursive: true })
  await using elsewhere = await launchApp(profile)
  const importing = await importElsewhere(elsewhere, phrase, address)
  const found = importing.locator('.keys__accounts > li').first().locator('.keys__holdings')
  await expect(found).toContainText('4,998,999.999999999999999999 BTT', { timeout: 20_000 })
  await expect(found).toContainText('42.999999 BTTOLD (legacy)')
  await fillPasswords(importing, keys.previewPassword, PASSWORD)
  await importing.getByRole('button', { name: keys.import, exact: true }).click()
  await gone(importing)
  expect(await ownAddress(elsewhere.page)).toBe(address)
  expect(await balances(elsewhere.page)).toEqual(held)
  expect(elsewhere.complaints).toEqual([])
})

test('no address to be paid at before the words were checked, or the backup was put off to a day', async ({ app }) => {
  const { electron, page } = app
  await openPage(page)
  const window = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click(),
  )
  await fillPasswords(window, keys.password, PASSWORD)
  await window.getByRole('button', { name: keys.create, exact: true }).click()
  await window.getByRole('heading', { name: keys.wordsTitle }).waitFor({ timeout: 30_000 })
  await window.getByRole('button', { name: keys.later }).click()
  await gone(window)

  await openTab(page, words.receive)
  await expect(page.getByRole('heading', { name: words.receiveBlocked })).toBeVisible()
  await expect(page.locator('.receive__address, .receive__code')).toHaveCount(0)
  await expect(page.getByText(words.notBackedUp)).toBeVisible()
  await page.getByRole('button', { name: words.receivePutOff }).click()
  await expect(page.locator('.receive__address')).toHaveText(/^T[1-9A-HJ-NP-Za-km-z]{33}$/)
  await expect(page.getByText(/You put it off until/)).toBeVisible()
})

test('locks when the screen is locked, when the computer sleeps, and when nobody touches it', async ({ app }) => {
  test.setTimeout(180_000)
  const { electron, page } = app
  await practised(app)
  const lock = page.getByRole('button', { name: words.lock, exact: true })
  for (const event of ['lock-screen', 'suspend'] as const) {
    await expect(lock).toBeVisible()
    await electron.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event)
    await expect(lock).toBeHidden()
    await expect(page.getByText(words.lockedTitle)).toBeVisible()
    await expect(page.locator('.balance, .receive__address')).toHaveCount(0)
    const opening = await keysAfter(electron, () =>
      page.getByRole('button', { name: words.unlock, exact: true }).click(),
    )
    await unlock(opening, PASSWORD)
  }
  await expect(lock).toBeVisible()
  await electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 15 * 60
  })
  await expect(lock).toBeHidden({ timeout: 30_000 })
})
