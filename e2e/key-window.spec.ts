// The key window by keyboard alone, on every task it has: nothing in it breaks the rules of accessibility, a wrong
// password and a closed window lead nowhere, and its page can reach nothing but the wallet. `@shots` leaves pictures.

import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { addressBytes, parseAddress } from '../app/tron/address.ts'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { answerByKeyboard, holdLong, inspect, leave, press, tabTo, type } from './keyboard.ts'
import { gone, keysAfter } from './keys.ts'
import { balanceOf, fund, hurried, lineOf, ownAddress, SOMEBODY } from './wallet-steps.ts'

const { wallet: words, keys } = english
const PASSWORD = 'correct horse battery'

test.use({ settings: hurried })

/** By keyboard alone, from the torrent list to a backed-up wallet; the words. */
const createByKeyboard = async ({ electron, page }: App): Promise<string[]> => {
  await press(page, words.sidebar)
  await tabTo(page, words.practise)
  const window = await keysAfter(electron, () => page.keyboard.press('Enter'))
  await inspect(window, 'create')
  await tabTo(window, keys.password)
  await type(window, PASSWORD)
  await tabTo(window, keys.passwordAgain)
  await type(window, PASSWORD)
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { name: keys.wordsTitle }).waitFor({ timeout: 30_000 })
  await inspect(window, 'words')
  await expect(window.locator('.keys__word').first()).toHaveText('•••••')
  await tabTo(window, keys.wordsHold)
  await window.keyboard.down(' ')
  const phrase = await window.locator('.keys__word').allInnerTexts()
  await inspect(window, 'words-shown')
  await window.keyboard.up(' ')
  await expect(window.locator('.keys__word').first()).toHaveText('•••••')
  await press(window, keys.check)
  await window.getByRole('heading', { name: keys.checkTitle }).waitFor()
  await inspect(window, 'check')
  await answerByKeyboard(window, phrase)
  await window.getByRole('heading', { name: keys.createdTitle }).waitFor()
  await inspect(window, 'created')
  await tabTo(window, keys.done)
  await leave(window, 'Enter')
  return phrase
}

const openFromMenu = async ({ electron, page }: App, item: string): Promise<Page> => {
  await page.getByRole('button', { name: words.menu }).focus()
  await page.keyboard.press('Enter')
  const entry = page.getByRole('menuitem', { name: item })
  await entry.waitFor()
  return keysAfter(electron, async () => {
    for (let presses = 0; presses < 20; presses++) {
      if (await entry.evaluate((one) => one === document.activeElement)) break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Enter')
  })
}

/** Chooses the tab of this name by the arrow keys. */
const arrowTo = async (page: Page, name: string): Promise<void> => {
  const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) })
  await page.getByRole('tab', { selected: true }).focus()
  for (let presses = 0; presses < 6; presses++) {
    if (await tab.evaluate((one) => one === document.activeElement)) break
    await page.keyboard.press('ArrowRight')
  }
  await expect(tab).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(tab).toHaveAttribute('aria-selected', 'true')
}

/** TRX, of which there is enough, chosen in the list of tokens by its first letters. */
const sendByKeyboard = async ({ electron, page }: App): Promise<void> => {
  await arrowTo(page, words.send)
  await page.keyboard.press('Tab')
  await tabTo(page, words.sendTo)
  await type(page, SOMEBODY)
  await tabTo(page, words.sendWhat)
  await page.keyboard.press('Enter')
  const option = page.getByRole('option', { name: 'TRX', exact: true })
  await option.waitFor()
  await expect(page.locator('[role=option][data-highlighted]')).toHaveCount(1)
  await type(page, 'TRX')
  await expect(option).toHaveAttribute('data-highlighted', '')
  await page.keyboard.press('Enter')
  const what = page.getByRole('combobox', { name: words.sendWhat, exact: true })
  await expect(what).toBeFocused()
  await expect(what).toContainText('TRX')
  await tabTo(page, words.sendAmount)
  await type(page, '12.5')
  await expect(page.getByRole('textbox', { name: words.sendAmount, exact: true })).toHaveValue('12.5')
  await expect(page.getByRole('textbox', { name: words.sendTo, exact: true })).toHaveValue(SOMEBODY)
  await expect(page.getByRole('button', { name: words.toReview })).toBeEnabled({ timeout: 30_000 })
  await tabTo(page, words.toReview)
  const review = await keysAfter(electron, () => page.keyboard.press('Enter'))
  await expect(review.getByRole('button', { name: keys.refuse })).toBeFocused()
  await inspect(review, 'review')
  // A click meant for what stood there before the review is no answer to it.
  await expect(review.getByRole('button', { name: keys.approve, exact: true })).toBeEnabled()
  expect(await waitedFor(review)).toBeGreaterThan(500)
  await tabTo(review, keys.approve)
  await leave(review, 'Enter')
}

/** Notes in every window that opens from now on when this button came to be there, and when it could be pressed. */
const watchButton = async (electron: ElectronApplication, name: string): Promise<void> => {
  await electron.context().addInitScript((text) => {
    const times: { there?: number; ready?: number } = {}
    Object.assign(globalThis, { buttonTimes: times })
    new MutationObserver(() => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === text)
      if (button === undefined) return
      times.there ??= performance.now()
      if (!button.disabled) times.ready ??= performance.now()
    }).observe(document, { subtree: true, childList: true, attributes: true })
  }, name)
}

const waitedFor = (window: Page): Promise<number> =>
  window.evaluate(() => {
    const { there = 0, ready = 0 } = Reflect.get(globalThis, 'buttonTimes') as { there?: number; ready?: number }
    return ready - there
  })

test('from nothing to a final send by keyboard alone', async ({ app }) => {
  test.setTimeout(180_000)
  const { page } = app
  await createByKeyboard(app)
  await watchButton(app.electron, keys.approve)
  await press(page, words.faucet)
  await expect(balanceOf(page, 'TRX')).toHaveText('2,000 TRX', { timeout: 40_000 })
  await sendByKeyboard(app)
  await expect(lineOf(page, '12.5 TRX')).toContainText(words.states.final, { timeout: 40_000 })
})

/** With the password typed and the main button pressed. */
const withPassword = async (window: Page, name: string): Promise<void> => {
  await tabTo(window, keys.password)
  await type(window, PASSWORD)
  await press(window, name)
}

test('every task by keyboard alone, and every screen accessible', async ({ app }) => {
  test.setTimeout(300_000)
  const { page, electron } = app
  const phrase = await createByKeyboard(app)
  expect(new Set(phrase).size).toBeGreaterThan(6)

  const tasks = [
    [words.backUpAgain, 'back-up'],
    [words.checkWords, 'drill'],
    [words.showKey, 'show-key'],
    [words.exportFile, 'export-file'],
    [words.changePassword, 'change-password'],
    [words.wipe, 'wipe'],
  ] as const
  for (const [item, name] of tasks) {
    const window = await openFromMenu(app, item)
    await inspect(window, name)
    await leave(window, 'Escape')
  }

  // Whether the words are still to be found: three are asked for, none is shown.
  const drill = await openFromMenu(app, words.checkWords)
  await withPassword(drill, keys.next)
  await drill.getByRole('heading', { name: keys.checkTitle }).waitFor()
  await inspect(drill, 'drill-check')
  await answerByKeyboard(drill, phrase)
  await drill.getByRole('heading', { name: keys.drillDone }).waitFor()
  await leave(drill, 'Escape')

  // The key of an account: ten seconds to think, and then seen only while it is held.
  const key = await openFromMenu(app, words.showKey)
  await withPassword(key, keys.next)
  await key.getByRole('button', { name: keys.holdToShow }).waitFor()
  await inspect(key, 'deliberate')
  await tabTo(key, keys.holdToShow)
  await key.keyboard.down(' ')
  await expect(key.getByText(/Keep holding: 8 s/).first()).toBeVisible()
  await key.keyboard.up(' ')
  await expect(key.getByText(/Keep holding/)).toHaveCount(0)
  await holdLong(key, keys.holdToShow)
  await tabTo(key, keys.keyHold)
  await expect(key.locator('.keys__key')).not.toHaveText(/[0-9a-f]{64}/)
  await key.keyboard.down(' ')
  await expect(key.locator('.keys__key')).toHaveText(/^[0-9a-f]{64}$/)
  await key.keyboard.up(' ')
  await leave(key, 'Escape')

  // Locked: a wrong password is told apart and opens nothing.
  await press(page, words.lock)
  await tabTo(page, words.unlock)
  const opening = await keysAfter(electron, () => page.keyboard.press('Enter'))
  await tabTo(opening, keys.password)
  await type(opening, 'not the password')
  await opening.keyboard.press('Enter')
  await expect(opening.getByRole('alert')).toContainText('This is not the password.')
  await inspect(opening, 'unlock-wrong')
  await leave(opening, 'Escape')
  await expect(page.getByRole('button', { name: words.lock, exact: true })).toBeHidden()
  expect(electron.windows()).toHaveLength(1)

  // A forgotten password: the file is set aside, and the way to the words is open.
  await tabTo(page, words.forgot)
  const over = await keysAfter(electron, () => page.keyboard.press('Enter'))
  await inspect(over, 'start-over')
  await over.getByRole('checkbox').focus()
  await over.keyboard.press(' ')
  await tabTo(over, keys.startOver)
  await leave(over, 'Enter')
  await expect(page.getByText(words.empty)).toBeVisible()
})

/** Files below a folder in which an address stands, written out or as bytes. */
const filesThatName = async (folder: string, address: string): Promise<string[]> => {
  const parsed = parseAddress(address)
  if (!parsed.ok) throw new Error('no address')
  // Within a field of a message or a key it stands without the byte of the network.
  const bytes = Buffer.from(addressBytes(parsed.value).subarray(1))
  const spelled = [Buffer.from(address), bytes, Buffer.from(bytes.toString('hex'))]
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  const contents = await Promise.all(found.map((path) => readFile(path).catch(() => Buffer.alloc(0))))
  return found
    .filter((_, at) => spelled.some((text) => contents[at]?.includes(text) === true))
    .map((path) => basename(path))
}

test('a wallet is removed for its password, its address and ten seconds, and nothing left says whose it was', async ({
  app,
}) => {
  test.setTimeout(180_000)
  const { page, profile } = app
  await createByKeyboard(app)
  await fund(page)
  const address = await ownAddress(page)
  const names = (): Promise<string[]> => filesThatName(profile.folder, address)
  // Payments, books and the chain of play money know it by now.
  for (const known of ['speed.db', 'chain.db', 'practice.sqlite'])
    await expect.poll(async () => (await names()).join(' '), { timeout: 60_000 }).toContain(known)
  const window = await openFromMenu(app, words.wipe)
  const wipe = window.getByRole('button', { name: keys.wipe })
  await tabTo(window, keys.password)
  await type(window, PASSWORD)
  await expect(wipe).toBeDisabled()
  await window.getByRole('textbox', { name: keys.wipeAddress, exact: true }).fill(address.toLowerCase())
  await expect(wipe).toBeDisabled()
  await window.getByRole('textbox', { name: keys.wipeAddress, exact: true }).fill(address)
  await window.keyboard.press('Enter')
  await expect(wipe).toBeEnabled()
  await tabTo(window, keys.wipe)
  await window.keyboard.down(' ')
  await gone(window)
  await expect(page.getByText(words.empty)).toBeVisible()
  await expect.poll(names, { timeout: 30_000 }).toEqual([])
  await app.quit()
  expect(await names()).toEqual([])
})

test('what is imported is shown before it is kept, and leaving keeps nothing', async ({ app }) => {
  test.setTimeout(120_000)
  const { page, electron } = app
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await page.getByRole('button', { name: new RegExp(`^${words.import}`) }).click()
  await page.getByRole('radio', { name: words.networks.practice }).click()
  const window = await keysAfter(electron, () => page.getByRole('button', { name: words.useNetwork }).click())
  await inspect(window, 'import')
  const box = window.getByRole('textbox', { name: keys.importWords, exact: true })
  await box.fill('abandon abandon abandon')
  await window.getByRole('button', { name: keys.look }).click()
  await expect(window.getByRole('alert')).toContainText('A phrase has 12')
  await box.fill(`${'abandon '.repeat(11)}about`)
  await window.getByRole('button', { name: keys.look }).click()
  await expect(window.getByText('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')).toBeVisible()
  await inspect(window, 'import-preview')
  const first = window.locator('.keys__accounts > li').first()
  await expect(first.locator('.keys__holdings')).toContainText('0 TRX', { timeout: 20_000 })
  await expect(first).toContainText(words.notActivated)
  await inspect(window, 'import-found')
  await leave(window, 'Escape')
  await expect(page.getByText(words.empty)).toBeVisible()
})

test('a key window reaches the wallet and nothing else', async ({ app }) => {
  const { page, electron } = app
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  const keyPage = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click(),
  )
  const found = await keyPage.evaluate(async () => {
    const own = Object.keys(window).filter((name) => ['swiftseed', 'keys', 'require', 'process'].includes(name))
    const fetched = await fetch('https://example.org/').then(
      () => 'reached',
      () => 'refused',
    )
    const unknown = await window.keys?.call('wallet.sign' as 'key.state').then(
      () => 'answered',
      () => 'refused',
    )
    return { own, members: Object.keys(window.keys ?? {}), fetched, unknown }
  })
  expect(found).toEqual({ own: ['keys'], members: ['call', 'on'], fetched: 'refused', unknown: 'refused' })
  // The torrent window has no way to the keys.
  expect(await page.evaluate(() => window.keys === undefined)).toBe(true)
})
