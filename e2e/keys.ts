// The key window as a person uses it: opened by the app, found among its windows, typed into. Words are read as they
// are on the screen while their button is held.

import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'

const words = english.keys

const isKeys = (page: Page): boolean => page.url().startsWith('app://swiftseed/keys.html')

/** The key window, once the app has opened it in answer to what `doing` does. */
export const keysAfter = async (electron: ElectronApplication, doing: () => Promise<unknown>): Promise<Page> => {
  await doing()
  await expect.poll(() => electron.windows().some(isKeys), { timeout: 20_000 }).toBe(true)
  const page = electron.windows().find(isKeys)
  if (!page) throw new Error('no key window')
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** A button whose click ends the window: it may be gone before the click is said to be done. */
const pressLast = async (page: Page, name: string): Promise<void> => {
  const button = page.getByRole('button', { name, exact: true })
  await button.waitFor()
  await button.click().catch((error: unknown) => {
    if (!page.isClosed()) throw error
  })
  await gone(page)
}

export const gone = (page: Page): Promise<void> => expect.poll(() => page.isClosed(), { timeout: 20_000 }).toBe(true)

export const fillPasswords = async (page: Page, label: string, password: string): Promise<void> => {
  await page
    .getByRole('textbox', { name: label, exact: true })
    .or(page.getByLabel(label, { exact: true }))
    .first()
    .fill(password)
  await page.getByLabel(words.passwordAgain, { exact: true }).fill(password)
}

/** The words, read while the button is held by the space bar. */
export const readWords = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: words.wordsHold }).focus()
  await page.keyboard.down(' ')
  const shown = await page.locator('.keys__words .keys__word').allInnerTexts()
  await page.keyboard.up(' ')
  return shown
}

/** Answers the check of three words from what was read. */
export const checkWords = async (page: Page, phrase: readonly string[]): Promise<void> => {
  await page.getByRole('heading', { name: words.checkTitle }).waitFor()
  const groups = page.getByRole('radiogroup')
  for (let at = 0; at < (await groups.count()); at++) {
    const group = groups.nth(at)
    const place = Number(/\d+/.exec((await group.getAttribute('aria-label')) ?? '')?.[0])
    await group
      .getByRole('radio', { name: phrase[place - 1] ?? '', exact: true })
      .first()
      .click()
  }
  await page.getByRole('button', { name: words.checkNow }).click()
}

/** From an empty form to a wallet whose words are backed up; the words. */
export const createWallet = async (page: Page, password: string): Promise<string[]> => {
  await fillPasswords(page, words.password, password)
  await page.getByRole('button', { name: words.create, exact: true }).click()
  await page.getByRole('heading', { name: words.wordsTitle }).waitFor({ timeout: 30_000 })
  const phrase = await readWords(page)
  await page.getByRole('button', { name: words.check, exact: true }).click()
  await checkWords(page, phrase)
  await page.getByRole('heading', { name: words.createdTitle }).waitFor()
  await pressLast(page, words.done)
  return phrase
}

export const unlock = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await pressLast(page, words.unlock)
}
