// Where the wallet asks and where it leads to: a node of one's own, found out when it belongs to another network; the
// source of prices; the explorer; the address book, also as the only ones to be paid.

import type { Page } from '@playwright/test'
import { english } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './peers/ports.ts'
import { startNode } from './practice-node.ts'
import { storedSettings } from './profile.ts'
import {
  balanceOf,
  fillSend,
  fund,
  hurried,
  lineOf,
  openPage,
  openTab,
  practised,
  send,
  SOMEBODY,
} from './wallet-steps.ts'

const { wallet: words, settings: settingsWords, errors } = english

/** Watches this address, so that there is something to ask a network about. */
const watch = async (page: Page, address: string): Promise<void> => {
  await page.getByRole('textbox', { name: words.watchAddress, exact: true }).fill(address)
  await page.getByRole('textbox', { name: words.accountName, exact: true }).fill('Watched')
  await page.getByRole('button', { name: words.add, exact: true }).click()
}

test('a node of one’s own is looked at before it is used, and then says what an address has', async ({ app }) => {
  await using node = await startNode()
  const { page } = app
  await openPage(page)
  await page.getByRole('button', { name: new RegExp(`^${words.watch}`) }).click()
  await page.getByRole('radio', { name: words.networks.custom }).click()
  const use = page.getByRole('button', { name: words.useNetwork })
  const check = page.getByRole('button', { name: words.checkNode })
  const url = page.getByRole('textbox', { name: words.customNode, exact: true })
  await expect(use).toBeDisabled()
  for (const wrong of ['node.example.org', 'ftp://node.example.org', 'https://user@node.example.org']) {
    await url.fill(wrong)
    await expect(page.getByText(words.nodeFaults.url)).toBeVisible()
    await expect(use).toBeDisabled()
  }
  await url.fill(`http://127.0.0.1:${await freePort()}`)
  await check.click()
  await expect(page.getByText(errors.sentence({ code: 'chain', fault: 'offline' }))).toBeVisible({ timeout: 30_000 })
  await url.fill(node.url)
  await check.click()
  await expect(page.getByText(/Found a network of its own, at block/)).toBeVisible({ timeout: 40_000 })
  await use.click()
  await watch(page, node.rich)
  await expect(balanceOf(page, 'TRX')).toHaveText('10,000 TRX', { timeout: 30_000 })
  await expect(page.locator('.practice-badge')).toHaveCount(0)
  const [stored] = (await storedSettings(app.profile)).wallet.nodes
  expect(stored).toEqual({ network: 'custom', full: node.url, solidity: null, apiKey: null })
})

test.describe('a node that belongs to another network', () => {
  test('is not believed: nothing it says is shown', async ({ launch, profile }) => {
    await using node = await startNode()
    const { page } = await launch()
    // As in a settings file of somebody who mixed them up.
    const set = await page.evaluate(
      (full) =>
        window.swiftseed?.call('settings.change', {
          wallet: { network: 'nile', nodes: [{ network: 'nile', full, solidity: null, apiKey: null }] },
        }),
      node.url,
    )
    expect(set?.ok).toBe(true)
    await openPage(page)
    await page.getByRole('button', { name: new RegExp(`^${words.watch}`) }).click()
    await watch(page, node.rich)
    await expect(page.getByText(words.conditions['wrong-chain'])).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(words.phase.refused('chain-id'))).toBeVisible()
    await expect(page.getByText(words.unknownAmount)).toBeVisible()
    await expect(page.getByText('10,000 TRX')).toHaveCount(0)
    expect((await storedSettings(profile)).wallet.network).toBe('nile')
  })
})

test('prices are absent until their source is named, and gone when it is taken away', async ({ app }) => {
  const { page, profile } = app
  const { wallet: prices } = settingsWords
  expect((await storedSettings(profile)).wallet.prices).toBeNull()
  await page.getByRole('button', { name: english.frame.settings, exact: true }).first().click()
  const url = page.getByRole('textbox', { name: prices.priceUrl, exact: true })
  const save = page.getByRole('button', { name: prices.pricesSave })
  await expect(save).toBeDisabled()
  await url.fill('http://prices.example.org/{symbol}')
  await page.getByRole('textbox', { name: prices.pricePath, exact: true }).fill('data.{symbol}.price')
  await page.getByRole('textbox', { name: prices.currency, exact: true }).fill('eur')
  await expect(save).toBeDisabled()
  await url.fill('https://prices.example.org/{symbol}')
  await save.click()
  const source = { url: 'https://prices.example.org/{symbol}', path: 'data.{symbol}.price', currency: 'EUR' }
  await expect.poll(async () => (await storedSettings(profile)).wallet.prices).toEqual(source)
  for (const name of [prices.priceUrl, prices.pricePath, prices.currency]) {
    await page.getByRole('textbox', { name }).fill('')
  }
  await page.getByRole('button', { name: prices.pricesOff }).click()
  await expect.poll(async () => (await storedSettings(profile)).wallet.prices).toBeNull()
})

test.describe('on the practice network', () => {
  test.use({ settings: hurried })

  test('names are given, changed, shown where money went, and taken away; no page of the web is opened', async ({
    app,
  }) => {
    test.setTimeout(180_000)
    const { page, electron } = app
    await practised(app)
    await fund(page)
    await openTab(page, words.contacts)
    await page.getByRole('button', { name: words.contactAdd }).click()
    await page.getByRole('textbox', { name: words.contactName, exact: true }).fill('Mara')
    await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(`${SOMEBODY.slice(0, -1)}D`)
    await expect(page.getByText(words.addressFaults.checksum)).toBeVisible()
    await expect(page.getByRole('button', { name: words.save })).toBeDisabled()
    await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(SOMEBODY)
    await page.getByRole('button', { name: words.save }).click()
    await expect(page.getByText(words.contactNeverPaid)).toBeVisible()
    await page.getByRole('button', { name: `${words.contactEdit}: Mara` }).click()
    await page.getByRole('textbox', { name: words.contactName, exact: true }).fill('Mara Hosting')
    await page.getByRole('button', { name: words.save }).click()
    await page.getByRole('button', { name: `${words.contactPay}: Mara Hosting` }).click()
    await expect(page.getByRole('textbox', { name: words.sendTo, exact: true })).toHaveValue(SOMEBODY)
    await send(app, { to: SOMEBODY, what: 'TRX', amount: '3.25' })
    await expect(lineOf(page, '3.25 TRX')).toContainText('to Mara Hosting')
    await expect(lineOf(page, '3.25 TRX')).toContainText(words.states.final, { timeout: 40_000 })
    await openTab(page, words.contacts)
    await expect(page.getByText(/^First paid /)).toBeVisible()

    // There is no explorer here, so there is no way to one, and no command that finds one.
    await electron.evaluate(({ shell }) => {
      shell.openExternal = (url) => Promise.reject(new Error(`opened ${url}`))
    })
    await openTab(page, words.activity)
    await expect(page.getByRole('button', { name: words.explorer })).toHaveCount(0)
    const asked = await page.evaluate(
      () => window.swiftseed?.call('chain.showTransaction', { txId: 'ab'.repeat(32) }) as Promise<unknown>,
    )
    expect(asked).toEqual({ ok: false, error: { code: 'not-found' } })

    await openTab(page, words.contacts)
    await page.getByRole('button', { name: `${words.contactRemove}: Mara Hosting` }).click()
    await expect(page.getByText(words.contactsEmpty)).toBeVisible()
    await openTab(page, words.activity)
    await expect(lineOf(page, '3.25 TRX')).toContainText(`to ${SOMEBODY}`)
  })

  test('nobody else is paid while only the address book may be, and a new name not before tomorrow', async ({
    app,
  }) => {
    test.setTimeout(180_000)
    const { page } = app
    await practised(app)
    await fund(page)
    await openTab(page, words.contacts)
    await page.getByRole('checkbox', { name: words.bookOnly }).click()
    await expect(page.getByRole('checkbox', { name: words.bookOnly })).toBeChecked()
    const next = await fillSend(page, { to: SOMEBODY, what: 'TRX', amount: '1' })
    await expect(page.getByText(errors.sentence({ code: 'send-refused', problem: 'not-in-book' }))).toBeVisible()
    await expect(next).toBeDisabled()
    await openTab(page, words.contacts)
    await page.getByRole('button', { name: words.contactAdd }).click()
    await page.getByRole('textbox', { name: words.contactName, exact: true }).fill('Mara')
    await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(SOMEBODY)
    await page.getByRole('button', { name: words.save }).click()
    await expect(page.getByText(/^Can be paid from /)).toBeVisible()
    await fillSend(page, { to: SOMEBODY, what: 'TRX', amount: '1' })
    await expect(page.getByText(/too new in the address book.*It can be paid from/)).toBeVisible()
    await expect(next).toBeDisabled()
    // Switching it off is not a way around it: that takes a day as well, and a window cannot set it by itself.
    await openTab(page, words.contacts)
    await page.getByRole('checkbox', { name: words.bookOnly }).click()
    await expect(page.getByText(/^It ends on /)).toBeVisible()
    await fillSend(page, { to: SOMEBODY, what: 'TRX', amount: '1' })
    await expect(next).toBeDisabled()
    const forced = await page.evaluate(
      () =>
        window.swiftseed?.call('settings.change', {
          wallet: { bookOnly: { on: false, endsAt: null } } as object,
        }) as Promise<{ readonly ok: boolean }>,
    )
    expect(forced.ok).toBe(false)
  })
})
