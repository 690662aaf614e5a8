// The key window by keyboard alone, on every task it has: nothing in it breaks the rules of accessibility, a wrong
// password and a closed window lead nowhere, and its page can reach nothing but the wallet. `@shots` leaves pictures.

import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'
import { gone, keysAfter } from './keys.ts'

const { wallet: words, keys } = english
const PASSWORD = 'correct horse battery'
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SHOTS = join(import.meta.dirname, 'shots/keys')

const complaints = async (page: Page): Promise<string[]> => {
  const axe = new AxeBuilder({ page }).setLegacyMode().withTags(RULES)
  const { violations } = await axe.disableRules('region').analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

/** Looked at by axe in both themes, and kept as pictures. */
const inspect = async (page: Page, name: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    expect.soft(await complaints(page), `${name}, ${theme}`).toEqual([])
    await page.screenshot({ path: join(SHOTS, `${name}-${theme}.png`), animations: 'disabled' })
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect.soft(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** Presses Tab until the focus is on what has this name. */
const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 60; presses++) {
    const there = await page.evaluate(() => {
      const { activeElement: on } = document
      if (!(on instanceof HTMLElement)) return ''
      const label = on.getAttribute('aria-labelledby')
      const labelled = label === null ? '' : (document.getElementById(label)?.innerText ?? '')
      return `${on.ariaLabel ?? ''}|${labelled}|${on.innerText}`
    })
    if (there.split('|').some((part) => part.trim() === name || part.trim().startsWith(`${name}\n`))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${name}`)
}

const press = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Presses a key that closes the window: it may be gone before the key is let go. */
const leave = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press(key).catch(() => undefined)
  await gone(page)
}

const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text)

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

/** Tab to each group, arrows to the right word. */
const answerByKeyboard = async (page: Page, phrase: readonly string[]): Promise<void> => {
  const groups = page.getByRole('radiogroup')
  for (let at = 0; at < (await groups.count()); at++) {
    const group = groups.nth(at)
    const place = Number(/\d+/.exec((await group.getAttribute('aria-label')) ?? '')?.[0])
    const choices = await group.locator('label').allInnerTexts()
    const right = choices.indexOf(phrase[place - 1] ?? '')
    const first = group.getByRole('radio').first()
    for (let presses = 0; presses < 12; presses++) {
      if (await first.evaluate((one) => one === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await expect(first).toBeFocused()
    await page.keyboard.press(' ')
    for (let step = 1; step <= right; step++) {
      await page.keyboard.press('ArrowRight')
      await expect(group.getByRole('radio').nth(step)).toBeChecked()
    }
    await expect(group.getByRole('radio', { name: choices[right] ?? '', exact: true })).toBeChecked()
  }
  await press(page, keys.checkNow)
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

test('every task by keyboard alone, and every screen accessible', async ({ app }) => {
  test.setTimeout(300_000)
  const { page, electron } = app
  const phrase = await createByKeyboard(app)
  expect(new Set(phrase).size).toBeGreaterThan(6)

  const tasks = [
    [words.backUpAgain, 'back-up'],
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

  // The key of an account, seen only while it is held.
  const key = await openFromMenu(app, words.showKey)
  await tabTo(key, keys.password)
  await type(key, PASSWORD)
  await key.keyboard.press('Enter')
  await key.getByRole('button', { name: keys.keyHold }).waitFor()
  await tabTo(key, keys.keyHold)
  await expect(key.locator('.keys__key')).not.toHaveText(/[0-9a-f]{64}/)
  await key.keyboard.down(' ')
  await expect(key.locator('.keys__key')).toHaveText(/^[0-9a-f]{64}$/)
  await key.keyboard.up(' ')
  await leave(key, 'Escape')

  // Locked: a wrong password is told apart and opens nothing.
  await press(page, words.lock)
  const opening = await openLocked(app)
  await tabTo(opening, keys.password)
  await type(opening, 'not the password')
  await opening.keyboard.press('Enter')
  await expect(opening.getByRole('alert')).toContainText('This is not the password.')
  await inspect(opening, 'unlock-wrong')
  await leave(opening, 'Escape')
  await expect(page.getByRole('button', { name: words.lock, exact: true })).toBeHidden()
  expect(electron.windows()).toHaveLength(1)
})

/** What needs the wallet open asks for the password first. */
const openLocked = (app: App): Promise<Page> => openFromMenu(app, words.showKey)

test('what is imported is shown before it is kept, and leaving keeps nothing', async ({ app }) => {
  test.setTimeout(120_000)
  const { page, electron } = app
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await page.getByRole('button', { name: new RegExp(`^${words.import}`) }).click()
  await page.getByRole('radio', { name: words.networks.practice }).click()
  const window = await keysAfter(electron, () => page.getByRole('button', { name: words.useNetwork }).click())
  await inspect(window, 'import')
  const box = window.getByRole('textbox', { name: keys.importWords })
  await box.fill('abandon abandon abandon')
  await window.getByRole('button', { name: keys.look }).click()
  await expect(window.getByRole('alert')).toContainText('A phrase has 12')
  await box.fill(`${'abandon '.repeat(11)}about`)
  await window.getByRole('button', { name: keys.look }).click()
  await expect(window.getByText('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')).toBeVisible()
  await inspect(window, 'import-preview')
  await expect(page.getByText(words.importPreview)).toBeVisible()
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
