// A wallet on the practice network as a person uses it: the page, money from the faucet, a send and what becomes of it.

import type { Locator, Page } from '@playwright/test'
import type { SettingsPatch } from '../app/settings/settings.ts'
import { english } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect } from './fixtures.ts'
import { createWallet, gone, keysAfter } from './keys.ts'

const { wallet: words, keys } = english

export const PASSWORD = 'correct horse battery'
/** Of private key 1: somebody else's, for sending to. */
export const SOMEBODY = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'

/** The practice network with twelve blocks where TRON has one, so that 19 of them are soon there. */
export const hurried: SettingsPatch = {
  network: { testBed: { dhtNodes: [], router: null, interfaces: [], practiceBlockMs: 250 } },
}

export const openPage = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  await expect(page.getByRole('heading', { name: words.title, exact: true })).toBeVisible()
}

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()

/** A new wallet, backed up, on the practice network; its words. */
export const practised = async ({ electron, page }: App): Promise<string[]> => {
  await openPage(page)
  const window = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click(),
  )
  return createWallet(window, PASSWORD)
}

export const balanceOf = (page: Page, symbol: string): Locator =>
  page
    .locator('.balance')
    .filter({ has: page.locator('.balance__token', { hasText: new RegExp(`^${symbol}(?!OLD)`) }) })
    .locator('.money-text')

/** Every balance as it stands there. */
export const balances = async (page: Page): Promise<string[]> => {
  await openTab(page, words.balances)
  await expect(balanceOf(page, 'TRX')).not.toHaveText(words.unknownAmount)
  return page.locator('.balance .money-text').allInnerTexts()
}

export const ownAddress = async (page: Page): Promise<string> => {
  await openTab(page, words.receive)
  return page.locator('.receive__address').innerText()
}

/** Of the app's own practice node. */
export const practiceUrl = async (page: Page): Promise<string> => {
  const state = await page.evaluate(() => window.swiftseed?.call('chain.state'))
  const host = state?.ok === true ? state.value.nodes[0]?.host : undefined
  if (host === undefined) throw new Error('no practice node')
  return `http://${host}`
}

/** More than the faucet's button gives, in base units. */
export const give = async (url: string, address: string, gift: Readonly<Record<string, string>>): Promise<void> => {
  const numbers = Object.entries(gift).map(([name, units]) => `,"${name}":${units}`)
  const body = `{"address":"${address}"${numbers.join('')}}`
  const answer = await fetch(`${url}/practice/faucet`, { method: 'POST', body })
  expect(await answer.json()).toMatchObject({ result: true })
}

/** TRX and BTT by the button, once they are solidified and so count. */
export const fund = async (page: Page): Promise<void> => {
  await openTab(page, words.balances)
  await page.getByRole('button', { name: words.faucet }).click()
  await expect(balanceOf(page, 'TRX')).toHaveText('2,000 TRX', { timeout: 40_000 })
  await expect(balanceOf(page, 'BTT')).toHaveText('5,000,000 BTT', { timeout: 40_000 })
}

export interface Sending {
  readonly to: string
  /** As the list of tokens has it. */
  readonly what: string
  readonly amount: string
}

export const fillSend = async (page: Page, { to, what, amount }: Sending): Promise<Locator> => {
  await openTab(page, words.send)
  await page.getByRole('textbox', { name: words.sendTo, exact: true }).fill(to)
  await page.getByRole('combobox', { name: words.sendWhat, exact: true }).click()
  await page.getByRole('option', { name: what, exact: true }).click()
  await expect(page.getByRole('option')).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: words.sendWhat, exact: true })).toContainText(what)
  await page.getByRole('textbox', { name: words.sendAmount, exact: true }).fill(amount)
  await expect(page.getByRole('textbox', { name: words.sendAmount, exact: true })).toHaveValue(amount)
  return page.getByRole('button', { name: words.toReview })
}

/** As it is shown: in groups of three digits. */
const shown = (amount: string): string => {
  const [whole = '', ...places] = amount.split('.')
  return [BigInt(whole).toLocaleString('en-US'), ...places].join('.')
}

/** Up to the wallet's own window, where it is confirmed. */
export const send = async ({ electron, page }: App, sending: Sending): Promise<void> => {
  const next = await fillSend(page, sending)
  await expect(next)
    .toBeEnabled({ timeout: 40_000 })
    .catch(async (cause: unknown) => {
      throw new Error(await page.locator('.send').innerText(), { cause })
    })
  const review = await keysAfter(electron, () => next.click())
  await expect(review.getByText(sending.to, { exact: true })).toBeVisible()
  await expect(review.locator('.keys__line--amount')).toContainText(
    `${shown(sending.amount)} ${sending.what.split(' ')[0]}`,
  )
  await expect(review.locator('.practice-badge')).toBeVisible()
  await expect(review.getByRole('button', { name: keys.refuse })).toBeFocused()
  await review.getByRole('button', { name: keys.approve, exact: true }).click()
  await gone(review)
}

export const lineOf = (page: Page, text: string): Locator => page.locator('.activity__entry').filter({ hasText: text })

export const expectFinal = async (page: Page, text: string): Promise<void> => {
  await openTab(page, words.activity)
  await expect(lineOf(page, text)).toContainText(words.states.final, { timeout: 40_000 })
}
