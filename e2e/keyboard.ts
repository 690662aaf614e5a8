// The app by keyboard alone: the Tab key to what has a name, Enter or the space bar to do it, arrows among choices. And
// each screen of the key window looked at by axe in both themes, and kept as a picture.

import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import { gone } from './keys.ts'
import { complaints } from './complaints.ts'

const { keys } = english
const SHOTS = join(import.meta.dirname, 'shots/keys')

/** Looked at by axe in both themes, and kept as pictures. */
export const inspect = async (page: Page, name: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    expect.soft(await complaints(page, theme), `${name}, ${theme}`).toEqual([])
    await page.screenshot({ path: join(SHOTS, `${name}-${theme}.png`), animations: 'disabled' })
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect.soft(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** In the page: whether what has the focus has this name, or anything that can have it. */
const isNamed = ({ name, anywhere }: { readonly name: string; readonly anywhere: boolean }): boolean => {
  const named = (on: Element | null): boolean => {
    if (!(on instanceof HTMLElement)) return false
    const label = on.getAttribute('aria-labelledby')
    const labelled = label === null ? '' : (document.getElementById(label)?.innerText ?? '')
    const parts = [on.ariaLabel ?? '', labelled, on.innerText].map((part) => part.trim())
    return parts.some((part) => part === name || part.startsWith(`${name}\n`))
  }
  if (!anywhere) return named(document.activeElement)
  return [...document.querySelectorAll('button, a, input, select, textarea, [tabindex]')].some(named)
}

/** Presses Tab until the focus is on what has this name, once it is there at all. */
export const tabTo = async (page: Page, name: string): Promise<void> => {
  await page.waitForFunction(isNamed, { name, anywhere: true }, { timeout: 15_000 })
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate(isNamed, { name, anywhere: false })) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${name}`)
}

export const press = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Presses a key that closes the window: it may be gone before the key is let go. */
export const leave = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press(key).catch(() => undefined)
  await gone(page)
}

export const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text)

/** Tab to each group, arrows to the right word. */
export const answerByKeyboard = async (page: Page, phrase: readonly string[]): Promise<void> => {
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

/** Ten seconds of the space bar, on a button that wants them. */
export const holdLong = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.down(' ')
  await expect(page.getByRole('button', { name })).toBeHidden({ timeout: 14_000 })
  await page.keyboard.up(' ').catch(() => undefined)
}
