// Nodes of one's own, a name for a look-alike, a send that is refused, and a transfer that somebody else made, on the
// Wallet page: what leads on, what does not, and what is said. `@shots` leaves pictures.

import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { english } from '../../renderer/messages/en/english.ts'
import { test, type Harness, type HarnessWindow } from './harness.ts'
import { complaints } from '../complaints.ts'

const words = english.wallet
/** Begins like Mara's, who is in the address book. */
const IMITATION = 'TMVQGm1qAQYVdetCeGRRkTWYYrL2xoaXt8'
const STRANGER = 'TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK'

const inputs = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      (window as unknown as HarnessWindow).fake.calls.filter((call) => call.name === wanted).map(({ input }) => input),
    name,
  )

const openPage = async ({ open, page }: Harness, theme: string = 'light'): Promise<void> => {
  await open(`still&theme=${theme}&wallet=open`)
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
}

const chooseNetwork = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Network: / }).click()
  await page.getByRole('radio', { name: words.networks.mainnet }).click()
}

const node = (page: Page, place: number) => page.getByRole('group', { name: words.nodeNumber(place) })

const addNode = async (page: Page, place: number, full: string): Promise<void> => {
  await page.getByRole('button', { name: place === 1 ? words.addOwnNode : words.addNode }).click()
  await node(page, place).getByRole('textbox', { name: words.customNode, exact: true }).fill(full)
}

const addName = async (page: Page, address: string): Promise<void> => {
  await page.getByRole('tab', { name: words.contacts }).click()
  await page.getByRole('button', { name: words.contactAdd }).click()
  await page.getByRole('textbox', { name: words.contactName, exact: true }).fill('Mara')
  await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(address)
}

test('several nodes are named for mainnet, with a solidity node and a key', async ({ harness }) => {
  const { page } = harness
  await openPage(harness)
  await chooseNetwork(page)
  const use = page.getByRole('button', { name: words.useNetwork })
  await addNode(page, 1, 'https://one.example.org')
  await expect(page.getByText(words.oneNode)).toBeVisible()
  await addNode(page, 2, 'https://ONE.example.org/')
  await expect(page.getByText(words.nodeFaults.twice)).toBeVisible()
  await expect(use).toBeDisabled()
  await node(page, 2).getByRole('textbox', { name: words.customNode, exact: true }).fill('http://two.example.org:8090')
  await expect(page.getByText(words.nodeExposed.all)).toBeVisible()
  await node(page, 2).getByRole('textbox', { name: words.apiKey, exact: true }).fill('secret')
  await expect(page.getByText(words.nodeExposed.key)).toBeVisible()
  await node(page, 2)
    .getByRole('textbox', { name: words.solidityNode, exact: true })
    .fill('https://two.example.org:8091')
  await expect(page.getByText(words.manyNodes(2, 2))).toBeVisible()
  await use.click()
  await expect
    .poll(() => inputs(page, 'settings.change'))
    .toEqual([
      {
        wallet: {
          network: 'mainnet',
          nodes: [
            { network: 'mainnet', full: 'https://one.example.org', solidity: null, apiKey: null },
            {
              network: 'mainnet',
              full: 'http://two.example.org:8090',
              solidity: 'https://two.example.org:8091',
              apiKey: 'secret',
            },
          ],
        },
      },
    ])
  await chooseNetwork(page)
  await expect(node(page, 2)).toBeVisible()
  await page.getByRole('button', { name: words.removeNode(1) }).click()
  await expect(node(page, 1).getByRole('textbox', { name: words.customNode, exact: true })).toHaveValue(
    'http://two.example.org:8090',
  )
})

test('an address that cannot be opened is no node', async ({ harness }) => {
  const { page } = harness
  await openPage(harness)
  await chooseNetwork(page)
  await page.getByRole('radio', { name: words.networks.custom }).click()
  const use = page.getByRole('button', { name: words.useNetwork })
  await expect(use).toBeDisabled()
  const field = node(page, 1).getByRole('textbox', { name: words.customNode, exact: true })
  await field.fill('http://a:99999')
  await expect(page.getByText(words.nodeFaults.url)).toBeVisible()
  await expect(use).toBeDisabled()
  await field.fill('http://a:9999')
  await expect(use).toBeEnabled()
})

test('a look-alike gets no name before it was compared', async ({ harness }) => {
  const { page } = harness
  await openPage(harness)
  await addName(page, IMITATION)
  const save = page.getByRole('button', { name: words.save })
  await expect(page.getByRole('alert').filter({ hasText: words.lookAlikeTitle })).toBeVisible()
  await expect(save).toBeDisabled()
  await page.getByRole('checkbox', { name: words.lookAlikeCompared }).click()
  await expect(save).toBeEnabled()
  await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(STRANGER)
  await expect(page.getByRole('alert').filter({ hasText: words.lookAlikeTitle })).toBeHidden()
  await page.getByRole('textbox', { name: words.contactAddress, exact: true }).fill(IMITATION)
  await page.getByRole('checkbox', { name: words.lookAlikeCompared }).click()
  await save.click()
  await expect
    .poll(() => inputs(page, 'contacts.put'))
    .toEqual([{ address: IMITATION, name: 'Mara', unlike: ['TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'] }])
})

test('the activity says why a send is not taken, and what somebody else made', async ({ harness }) => {
  const { page } = harness
  await openPage(harness)
  await page.getByRole('tab', { name: words.activity }).click()
  const held = page.locator('.activity__entry').filter({ hasText: words.refusals.why('balance') })
  await expect(held.locator('.activity__state')).toHaveText('Held')
  await expect(held).toContainText('set aside until')
  await expect(held).not.toContainText(words.stateTexts.sending)
  const taken = page.locator('.activity__entry').filter({ hasText: words.takenText })
  await expect(taken).toContainText(words.taken)
  await expect(taken).not.toContainText('Sent')
})

const states: readonly { readonly name: string; readonly reach: (page: Page) => Promise<unknown> }[] = [
  {
    name: 'wallet-own-nodes',
    reach: async (page) => {
      await chooseNetwork(page)
      await addNode(page, 1, 'https://one.example.org')
      await addNode(page, 2, 'http://two.example.org:8090')
      await node(page, 2).getByRole('textbox', { name: words.apiKey, exact: true }).fill('secret')
    },
  },
  { name: 'wallet-name-look-alike', reach: (page) => addName(page, IMITATION) },
  { name: 'wallet-activity-refused', reach: (page) => page.getByRole('tab', { name: words.activity }).click() },
]

test('what was added is accessible in both themes, and stays in the window @shots', async ({ harness }) => {
  test.setTimeout(180_000)
  const { page, resize } = harness
  for (const theme of ['light', 'dark']) {
    for (const { name, reach } of states) {
      await resize(1280, 800)
      await openPage(harness, theme)
      await reach(page)
      await page.waitForFunction(() =>
        document.getAnimations().every((each) => each.effect?.getTiming().iterations === Infinity),
      )
      expect.soft(await complaints(page, theme), `${name} ${theme}`).toEqual([])
      for (const [width, height] of [
        [1280, 800],
        [900, 600],
      ] as const) {
        await resize(width, height)
        await page.screenshot({ path: join(import.meta.dirname, '../shots/states', `${name}-${theme}-${width}.png`) })
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect.soft(wide, `${name} at ${width}`).toBeLessThanOrEqual(0)
      }
    }
  }
})

test('what one network told is not shown under the name of another', async ({ harness: { open, page } }) => {
  await open('still&wallet=practice')
  await page.getByRole('button', { name: 'Wallet', exact: true }).click()
  await expect(page.locator('.balance .practice-badge')).toHaveCount(4)
  await expect(page.locator('.money-text').first()).toContainText('BTT')
  // The chain process goes on telling of Practice for a while.
  await page.evaluate(async () => {
    const { fake } = window as unknown as HarnessWindow
    const state = await fake.call('chain.state')
    await fake.call('settings.change', { wallet: { network: 'nile' } })
    if (state.ok) fake.emit('chain.changed', state.value)
  })
  await expect(page.getByRole('button', { name: words.networkChoose(words.networks.nile) })).toBeVisible()
  await expect(page.getByText('123,456,789')).toHaveCount(0)
  await page.getByRole('tab', { name: words.send }).click()
  await expect(page.getByText(words.phase.notRead)).toBeVisible()
})
