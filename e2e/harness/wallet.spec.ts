// Every state of the Wallet page: nothing breaks the rules of accessibility in either theme, nothing leaves the window
// from 900 × 560 and at 200 %, and what blocks a send blocks it. `@shots` leaves a picture of each.

import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { english } from '../../renderer/messages/en/english.ts'
import { test, type Harness, type HarnessWindow } from './harness.ts'
import { complaints } from '../complaints.ts'

const words = english.wallet
const FRIEND = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'
const IMITATION = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HD'

interface State {
  readonly name: string
  readonly query: string
  readonly reach?: (page: Page) => Promise<unknown>
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

const typed = async (page: Page, to: string, amount: string): Promise<void> => {
  await tab(page, words.send)
  await page.getByRole('textbox', { name: words.sendTo, exact: true }).fill(to)
  await page.getByRole('textbox', { name: words.sendAmount, exact: true }).fill(amount)
  await expect(page.getByText(words.cost, { exact: true })).toBeVisible()
}

const states: readonly State[] = [
  { name: 'wallet-empty', query: '' },
  {
    name: 'wallet-network',
    query: '',
    reach: (page) => page.getByRole('button', { name: new RegExp(`^${words.create}`) }).click(),
  },
  {
    name: 'wallet-custom',
    query: 'wallet=open',
    reach: async (page) => {
      await page.getByRole('button', { name: /^Network: / }).click()
      await page.getByRole('radio', { name: words.networks.custom }).click()
    },
  },
  { name: 'wallet-locked', query: 'wallet=locked' },
  { name: 'wallet-damaged', query: 'wallet=damaged' },
  { name: 'wallet-balances', query: 'wallet=open' },
  { name: 'wallet-unsafe', query: 'wallet=unsafe' },
  { name: 'wallet-practice', query: 'wallet=practice' },
  { name: 'wallet-unconnected', query: 'wallet=unconnected' },
  { name: 'wallet-watch', query: 'wallet=watch' },
  { name: 'wallet-drill', query: 'wallet=drill' },
  { name: 'wallet-receive', query: 'wallet=open', reach: (page) => tab(page, words.receive) },
  { name: 'wallet-receive-unsafe', query: 'wallet=unsafe', reach: (page) => tab(page, words.receive) },
  { name: 'wallet-send', query: 'wallet=open', reach: (page) => typed(page, FRIEND, '12.5') },
  { name: 'wallet-send-practice', query: 'wallet=practice', reach: (page) => typed(page, FRIEND, '12.5') },
  {
    name: 'wallet-look-alike',
    query: 'wallet=open',
    reach: async (page) => {
      await typed(page, IMITATION, '12.5')
      await expect(page.getByText(words.lookAlikeTitle)).toBeVisible()
    },
  },
  {
    name: 'wallet-send-wrong',
    query: 'wallet=open',
    reach: async (page) => {
      await typed(page, `0x${'ab'.repeat(20)}`, '99999999999')
      await expect(page.getByText(words.addressFaults.ethereum)).toBeVisible()
    },
  },
  { name: 'wallet-activity', query: 'wallet=open', reach: (page) => tab(page, words.activity) },
  { name: 'wallet-contacts', query: 'wallet=open', reach: (page) => tab(page, words.contacts) },
  {
    name: 'wallet-menu',
    query: 'wallet=open',
    reach: (page) => page.getByRole('button', { name: words.menu }).click(),
  },
  {
    name: 'wallet-watch-dialog',
    query: '',
    reach: async (page) => {
      await page.getByRole('button', { name: new RegExp(`^${words.watch}`) }).click()
      await page.getByRole('button', { name: words.useNetwork }).click()
      await page.getByRole('textbox', { name: words.watchAddress, exact: true }).fill('TMVQGm1qAQ')
    },
  },
]

const themes = ['light', 'dark'] as const
const sizes = [
  { width: 900, height: 560 },
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 450, height: 280 },
  { width: 640, height: 400 },
] as const

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.getAnimations().every((each) => each.effect?.getTiming().iterations === Infinity))

const openWallet = async ({ open, page }: Harness, { query, reach }: State, theme: string): Promise<void> => {
  await open(`still&theme=${theme}&${query}`)
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  await expect(page.getByRole('heading', { name: words.title, exact: true })).toBeVisible()
  await reach?.(page)
  await settled(page)
}

const calls = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      (window as unknown as HarnessWindow).fake.calls.filter((call) => call.name === wanted).map(({ input }) => input),
    name,
  )

for (const theme of themes) {
  test(`every state of the wallet is accessible: ${theme}`, async ({ harness }) => {
    test.setTimeout(300_000)
    for (const state of states) {
      await openWallet(harness, state, theme)
      expect.soft(await complaints(harness.page, theme), state.name).toEqual([])
    }
  })
}

test('nothing of the wallet leaves the window sideways, from 900 × 560 and at 200 %', async ({ harness }) => {
  test.setTimeout(300_000)
  for (const state of states) {
    await harness.resize(1280, 800)
    await openWallet(harness, state, 'light')
    for (const { width, height } of sizes) {
      await harness.resize(width, height)
      // The sidebar folds a moment after the window has its size.
      const outside = () =>
        harness.page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              '.wallet button, .wallet input, .wallet h1, .wallet h2, .wallet p',
            ),
          ]
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
            .map((each) => each.innerText || each.ariaLabel),
        )
      await expect.poll(outside, { message: `${state.name} at ${width} × ${height}`, timeout: 3_000 }).toEqual([])
    }
  }
})

test('an empty wallet offers four ways, and each leads on', async ({ harness: { open, page } }) => {
  await open('still')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await expect(page.locator('.wallet-way')).toHaveCount(4)
  await page.getByRole('button', { name: new RegExp(`^${words.practise}`) }).click()
  await expect.poll(() => calls(page, 'settings.change')).toEqual([{ wallet: { network: 'practice' } }])
  await expect.poll(() => calls(page, 'wallet.openKeys')).toEqual([{ task: 'create' }])
})

test('a look-alike blocks the send and says where it differs', async ({ harness: { open, page } }) => {
  await open('still&wallet=open')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await typed(page, FRIEND, '1')
  const review = page.getByRole('button', { name: words.toReview })
  await expect(review).toBeEnabled()
  await page.getByRole('textbox', { name: words.sendTo, exact: true }).fill(IMITATION)
  await expect(review).toBeDisabled()
  const alert = page.getByRole('alert').filter({ hasText: words.lookAlikeTitle })
  await expect(alert).toContainText(words.lookAlikeSpoken([33]))
  await expect(alert.locator('mark')).toHaveText(['C', 'D'])
  expect(await calls(page, 'chain.send')).toEqual([])
})

test('an address of another chain and too much money are explained, and lead nowhere', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=open')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await typed(page, `0x${'ab'.repeat(20)}`, '1')
  await expect(page.getByText(words.addressFaults.ethereum)).toBeVisible()
  await expect(page.getByRole('button', { name: words.toReview })).toBeDisabled()
  await page.getByRole('textbox', { name: words.sendTo, exact: true }).fill(FRIEND)
  await page.getByRole('textbox', { name: words.sendAmount, exact: true }).fill('999999999999')
  await expect(page.getByText(/You can spend/)).toBeVisible()
  await expect(page.getByRole('button', { name: words.toReview })).toBeDisabled()
})

test('a send says exactly what was typed and the most it was shown to cost', async ({ harness: { open, page } }) => {
  await open('still&wallet=open')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await typed(page, FRIEND, '0.000000000000000001')
  await page.getByRole('button', { name: words.toReview }).click()
  await expect(page.getByText(words.sent)).toBeVisible()
  const sent = await page.evaluate(() => {
    const call = (window as unknown as HarnessWindow).fake.calls.find(({ name }) => name === 'chain.send')
    if (!call) return null
    const { draft, most } = call.input as { draft: { to: string; amount: bigint }; most: bigint }
    return { to: draft.to, amount: String(draft.amount), most: String(most) }
  })
  expect(sent).toEqual({ to: FRIEND, amount: '1', most: '8436350' })
})

test('play money is marked wherever an amount of it stands', async ({ harness: { open, page } }) => {
  await open('still&wallet=practice')
  await expect(page.locator('.status-line .practice-badge')).toBeVisible()
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await expect(page.locator('.balance')).toHaveCount(4)
  await expect(page.locator('.balance .practice-badge')).toHaveCount(4)
  await tab(page, words.send)
  await expect(page.locator('.send .practice-badge')).toBeVisible()
  await tab(page, words.activity)
  await expect(page.locator('.activity__entry')).toHaveCount(8)
  await expect(page.locator('.activity__entry .practice-badge')).toHaveCount(8)
})

test('what happened on one network is not in sight on another, not even for a moment', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=practice')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await tab(page, words.activity)
  await expect(page.locator('.activity__entry')).toHaveCount(8)
  await page.getByRole('button', { name: /^Network: / }).click()
  await page.getByRole('radio', { name: words.networks.nile }).click()
  await page.getByRole('button', { name: words.useNetwork }).click()
  await expect(page.getByRole('button', { name: `Network: ${words.networks.nile}` })).toBeVisible()
  expect(await page.locator('.activity__entry').count()).toBe(0)
})

test('a connection to the chain that cannot be started is said above all that is from before', async ({
  harness: { open, page },
}) => {
  await open('still&wallet=unconnected')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: words.phase.chainFailed })).toBeVisible()
})

test('a long activity is there to its end', async ({ harness: { open, page } }) => {
  await open('still&wallet=busy')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await tab(page, words.activity)
  const entries = page.locator('.activity__entry')
  for (let shown = 50; shown < 430; shown += 50) {
    await expect(entries).toHaveCount(shown)
    await page.getByRole('button', { name: words.more(Math.min(50, 430 - shown)) }).click()
  }
  await expect(entries).toHaveCount(430)
  await expect(page.getByRole('button', { name: /^Show \d+ more$/ })).toHaveCount(0)
})

test('an amount as it is shown here is not taken for a small one', async ({ harness: { open, page } }) => {
  await open('still&wallet=open')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await typed(page, FRIEND, '1.5')
  const field = page.getByRole('textbox', { name: words.sendAmount, exact: true })
  await field.fill('1,250')
  await expect(page.getByText(words.amountFaults.comma)).toBeVisible()
  await expect(page.getByRole('button', { name: words.toReview })).toBeDisabled()
  // All there is stands there so that it can be gone on with.
  await page.getByRole('button', { name: words.sendMax }).click()
  await expect(field).toHaveValue(/^\d{4,}(\.\d+)?$/)
})

test('the two tokens called BTT are never alike and never summed', async ({ harness: { open, page } }) => {
  await open('still&wallet=open')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  const lines = page.locator('.balance')
  await expect(lines.first()).toContainText('123,456,789 BTT')
  await expect(lines.last()).toContainText('2,500 BTTOLD')
  await expect(lines.last()).toContainText(words.legacy)
})

test('@shots the wallet in both themes and two sizes', async ({ harness }) => {
  test.setTimeout(600_000)
  for (const theme of themes) {
    for (const state of states) {
      await harness.resize(1280, 800)
      await openWallet(harness, state, theme)
      for (const { width, height } of [sizes[1], sizes[2]]) {
        await harness.resize(width, height)
        const path = join(import.meta.dirname, '../shots/states', `${state.name}-${theme}-${width}.png`)
        await harness.page.screenshot({ path })
      }
    }
  }
})
