// The heart of it, in two apps as they are shipped and with a foreign client beside them: one sells, the other sets Speed
// up by hand, pays and gets; what one spent the other earned, to the base unit. It is cashed on a chain they share, is
// final there, and both still know it after a restart.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Books } from '../app/ipc/speed-commands.ts'
import type { SettingsPatch } from '../app/settings/settings.ts'
import type { SpeedState, TorrentSpeed } from '../app/speed/speed-state.ts'
import type { Address } from '../app/tron/address.ts'
import { english } from '../renderer/messages/en/english.ts'
import { launchApp, type App } from './app.ts'
import { attachEvidence, expect, test } from './fixtures.ts'
import { createWallet, gone, keysAfter, unlock } from './keys.ts'
import { finished } from './peers/peer.ts'
import { startQbittorrent } from './peers/qbittorrent.ts'
import { differences, singleFileTorrent, type TestTorrent } from './peers/torrent.ts'
import { startNode, type PracticeNode } from './practice-node.ts'
import { makeProfile, type Profile } from './profile.ts'
import { expectFinal, give, openPage, ownAddress, PASSWORD } from './wallet-steps.ts'
import { addDialog, confirmAdding, drop, expectStatus, filesOf, rowOf } from './window.ts'

const { earnings, keys, speed, speedOrders, speedSetup, wallet } = english
const MIB = 2 ** 20
const SIZE = 16 * MIB
/** A BTT for each of them. */
const ASK = 10n ** 18n
const TRANSFER_MS = 120_000

type Open = (profile: Profile) => Promise<App>

/** Apps on profiles of the story's own, gone when it ends. */
const story = test.extend<{ readonly open: Open }>({
  open: async ({}, provide, info) => {
    const apps: App[] = []
    await provide(async (profile) => {
      const app = await launchApp(profile)
      apps.push(app)
      return app
    })
    for (const app of apps) {
      if (info.status !== info.expectedStatus) await attachEvidence(app, info)
      await app[Symbol.asyncDispose]()
    }
    expect(apps.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})

const onNode = ({ url, vault }: PracticeNode, up: number | null): SettingsPatch => ({
  wallet: {
    network: 'custom',
    nodes: [{ network: 'custom', full: url, solidity: null, apiKey: null }],
    customVault: vault as Address,
  },
  limits: { up },
  speed: { selling: false, ask: String(ASK), stopped: false, privateToo: [] },
})

const stateOf = (page: Page): Promise<SpeedState> =>
  page.evaluate(async () => {
    const state = await window.swiftseed?.call('speed.state')
    if (state?.ok !== true) throw new Error('no Speed')
    return state.value
  })

const booksOf = (page: Page): Promise<Omit<Books, 'series'>> =>
  page.evaluate(async () => {
    const books = await window.swiftseed?.call('speed.books', { range: 'all' })
    if (books?.ok !== true) throw new Error('no books')
    const { totals, byTorrent, byCounterparty } = books.value
    return { totals, byTorrent, byCounterparty }
  })

/** With its peers, from the moment `lookAt` was called. */
const tradeOf = (page: Page): Promise<TorrentSpeed | undefined> =>
  page.evaluate(async () => {
    const torrents = await window.swiftseed?.call('speed.torrents')
    if (torrents?.ok !== true) throw new Error('no Speed')
    return torrents.value[0]
  })

const lookAt = (page: Page, id: string): Promise<void> =>
  page.evaluate(async (torrent) => {
    await window.swiftseed?.call('speed.look', { id: torrent as TorrentSpeed['id'] })
  }, id)

/** Longer than what is left of a lost connection's bids waits to be paid. */
const LAST_PAYMENT_MS = 3_000

/** What came last is paid a little after it came: until then both may agree for a moment. */
const expectAllPaid = (buyer: Page, seller: Page): Promise<void> => {
  const last = { spent: -1n, at: 0 }
  return expect
    .poll(
      async () => {
        const trade = await tradeOf(buyer)
        const { spentInAll } = await stateOf(buyer)
        if (spentInAll !== last.spent) Object.assign(last, { spent: spentInAll, at: performance.now() })
        const { earnedInAll } = await stateOf(seller)
        const buying = trade?.peers.map(({ state }) => state).filter((state) => state !== 'READY' && state !== 'OFF')
        const settled = performance.now() - last.at > LAST_PAYMENT_MS
        return { phase: trade?.phase.is, buying, unpaid: spentInAll - earnedInAll, settled }
      },
      { timeout: 40_000 },
    )
    .toEqual({ phase: 'complete', buying: [], unpaid: 0n, settled: true })
}

const openEarnings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}(,|$)`) }).click()
  await expect(page.getByRole('heading', { name: earnings.title, exact: true })).toBeVisible()
}

/** A wallet, backed up, with TRX and BTT on the shared network. */
const withWallet = async ({ electron, page }: App, node: PracticeNode): Promise<void> => {
  await openPage(page)
  const window = await keysAfter(electron, () =>
    page.getByRole('button', { name: new RegExp(`^${wallet.create}`) }).click(),
  )
  await createWallet(window, PASSWORD)
  const address = await ownAddress(page)
  await give(node.url, address, { trx: '1000000000', btt: `${1_000n * ASK}` })
  await openEarnings(page)
}

/** Says yes in the wallet's own window to as many calls as it is asked about. */
const confirmCalls = async ({ electron }: App, doing: () => Promise<unknown>, count: number): Promise<void> => {
  for (let at = 0; at < count; at++) {
    const review = await keysAfter(electron, at === 0 ? doing : () => Promise.resolve())
    await review.getByRole('button', { name: keys.confirm, exact: true }).click()
    await gone(review)
  }
}

const deposit = async (app: App, amount: string): Promise<void> => {
  const { page } = app
  await page.getByRole('button', { name: speedSetup.open }).click()
  await page.getByRole('dialog').getByRole('button', { name: speedOrders.deposit }).click({ timeout: 40_000 })
  const dialog = page.getByRole('dialog', { name: speedOrders.depositTitle })
  await dialog.getByRole('textbox', { name: speedOrders.amount, exact: true }).fill(amount)
  const review = dialog.getByRole('button', { name: speedOrders.review })
  await expect(review)
    .toBeEnabled({ timeout: 40_000 })
    .catch(async (cause: unknown) => {
      throw new Error(await dialog.innerText(), { cause })
    })
  await confirmCalls(app, () => review.click(), 2)
  await expect(dialog).toBeHidden({ timeout: 40_000 })
}

const allow = async ({ electron, page }: App): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name: speedSetup.setLimits }).click({ timeout: 60_000 })
  const dialog = page.getByRole('dialog', { name: speedSetup.limitsTitle })
  for (const [label, text] of [
    [speedSetup.perDay, '60'],
    [speedSetup.perPeer, '60'],
    [speedSetup.total, '60'],
    [speedSetup.ceiling, '2048'],
  ] as const)
    await dialog.getByRole('textbox', { name: label, exact: true }).fill(text)
  const window = await keysAfter(electron, () => dialog.getByRole('button', { name: speedSetup.approve }).click())
  await window.getByRole('button', { name: keys.allowance.allow, exact: true }).click()
  await gone(window)
  await expect(dialog).toBeHidden()
  await expect(page.getByText(speedSetup.ready)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('dialog').getByRole('button', { name: speedSetup.close }).last().click()
}

const showTorrents = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: /^All(,| |$)/ })
    .first()
    .click()

const add = async (page: Page, torrent: TestTorrent): Promise<void> => {
  await showTorrents(page)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await expect(addDialog(page)).toBeVisible()
  await confirmAdding(page)
}

const switchOn = async (page: Page, torrent: TestTorrent, budget: string): Promise<void> => {
  await rowOf(page, torrent.name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: speed.switchOn }).click()
  const dialog = page.getByRole('dialog', { name: speed.budgetTitle(1) })
  await dialog.getByRole('textbox', { name: speed.budget(1), exact: true }).fill(budget)
  await dialog.getByRole('button', { name: speed.confirmOn }).click()
  await expect(dialog).toBeHidden()
}

const cashIn = async (app: App): Promise<void> => {
  const { page } = app
  await openEarnings(page)
  await page.getByRole('button', { name: speedOrders.cashOut }).click()
  const dialog = page.getByRole('dialog', { name: speedOrders.cashTitle })
  await dialog.getByRole('radio', { name: new RegExp(`^${speedOrders.toVault}`) }).click()
  const review = dialog.getByRole('button', { name: speedOrders.review })
  await expect(review).toBeEnabled({ timeout: 40_000 })
  await confirmCalls(app, () => review.click(), 1)
  await expect(dialog).toBeHidden()
}

const reopened = async (app: App, profile: Profile, open: Open): Promise<App> => {
  await app.quit()
  const again = await open(profile)
  // What it has at stake is looked at before anybody opened it.
  const deposited = async (): Promise<boolean> => (await stateOf(again.page)).deposit !== null
  await expect.poll(deposited, { timeout: 40_000 }).toBe(true)
  expect(await stateOf(again.page)).toMatchObject({ obstacle: 'locked', booksOpen: true })
  await openPage(again.page)
  const window = await keysAfter(again.electron, () =>
    again.page
      .getByRole('button', { name: new RegExp(`^${wallet.unlock}`) })
      .first()
      .click(),
  )
  await unlock(window, PASSWORD)
  await expect.poll(async () => (await stateOf(again.page)).booksRevision, { timeout: 40_000 }).toBeGreaterThan(0)
  return again
}

story(
  'two apps and a foreign client: earned is what was spent, cashed and final, and unchanged after a restart',
  async ({ place, tracker, open }) => {
    test.setTimeout(400_000)
    await using node = await startNode({ blockMs: 250, lifetimeMs: 390_000 })
    const [here, there] = [join(place, 'buyer'), join(place, 'seller')]
    const buying = await makeProfile(here, onNode(node, null))
    const selling = await makeProfile(there, onNode(node, MIB))
    await mkdir(selling.downloads, { recursive: true })
    const torrent = await singleFileTorrent(selling.downloads, {
      name: 'Film.mkv',
      size: SIZE,
      trackers: [tracker.http],
    })
    let buyer = await open(buying)
    let seller = await open(selling)

    // What the buyer was given is read from the chain while the seller is set up.
    await withWallet(buyer, node)
    await withWallet(seller, node)
    await seller.page.getByRole('switch', { name: earnings.earnSwitch }).click()
    await add(seller.page, torrent)
    await expectStatus(seller.page, torrent.name, english.status.names.seeding)

    await deposit(buyer, '100')
    await allow(buyer)
    await add(buyer.page, torrent)
    await switchOn(buyer.page, torrent, '50')
    await lookAt(buyer.page, torrent.infoHash)
    await using foreign = await startQbittorrent({ parent: place })
    const target = join(place, 'qbittorrent')
    await mkdir(target)
    await foreign.download(torrent.bytes, target)
    await expect(rowOf(buyer.page, torrent.name)).toContainText(speed.phases.paying, { timeout: 60_000 })
    await expectStatus(buyer.page, torrent.name, english.status.names.seeding, TRANSFER_MS)
    expect(await differences(selling.downloads, torrent, await filesOf(buyer.page, torrent.infoHash))).toEqual([])
    await finished(foreign, torrent.infoHash, TRANSFER_MS)

    await expectAllPaid(buyer.page, seller.page)
    const { spentInAll } = await stateOf(buyer.page)
    expect(spentInAll).toBeGreaterThan(ASK)
    expect(spentInAll).toBeLessThanOrEqual(BigInt(SIZE / MIB) * 2n * ASK)

    await cashIn(seller)
    await expect.poll(async () => (await stateOf(seller.page)).deposit?.free, { timeout: 40_000 }).toBe(spentInAll)
    await expect.poll(async () => (await booksOf(seller.page)).totals.uncashed, { timeout: 40_000 }).toBe(0n)
    await openPage(seller.page)
    await expectFinal(seller.page, 'Speed: cashing in')

    const books = [await booksOf(buyer.page), await booksOf(seller.page)]
    buyer = await reopened(buyer, buying, open)
    seller = await reopened(seller, selling, open)
    expect([await booksOf(buyer.page), await booksOf(seller.page)]).toEqual(books)
    expect(books[0]?.totals.spent).toBe(spentInAll)
    expect(books[1]?.totals).toMatchObject({ earned: spentInAll, cashed: spentInAll })
  },
)
