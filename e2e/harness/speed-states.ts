// Every state of Speed's screens, each with the steps that lead to it: to be scanned, measured and pictured.

import type { Page } from '@playwright/test'
import type { Amount } from '../../app/money/amount.ts'
import type { TorrentSpeed, TorrentSpeedPhase } from '../../app/speed/speed-state.ts'
import { english } from '../../renderer/messages/en/english.ts'
import type { HarnessWindow } from './harness.ts'

const { earnings, speed, speedOrders, speedSetup, torrents } = english

export interface State {
  readonly name: string
  readonly query: string
  readonly reach?: (page: Page) => Promise<unknown>
  /** It differs from others by its words alone: pictured, and not scanned. */
  readonly words?: true
}

export const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

export const openEarnings = (page: Page): Promise<void> =>
  page.getByRole('button', { name: new RegExp(`^${earnings.sidebar}`) }).click()

/** Inputs of all calls of a name, amounts as their digits. */
export const calls = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      (window as unknown as HarnessWindow).fake.calls
        .filter((call) => call.name === wanted)
        .map(({ input }) =>
          JSON.parse(
            JSON.stringify(input ?? null, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
          ),
        ),
    name,
  )

export const openTab = async (page: Page, torrent: string): Promise<void> => {
  await rowOf(page, torrent).click()
  await page.getByRole('tab', { name: speed.title, exact: true }).click()
}

export const menuItem = async (page: Page, torrent: string, item: string): Promise<void> => {
  await rowOf(page, torrent).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item }).click()
}

const onPage =
  (steps?: (page: Page) => Promise<unknown>) =>
  async (page: Page): Promise<void> => {
    await openEarnings(page)
    await steps?.(page)
  }

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()

/** Tells the window that this torrent is as `patch` says now. */
export const turn = (page: Page, torrent: string, patch: Partial<TorrentSpeed>): Promise<void> =>
  page.evaluate(
    async ([begins, its]) => {
      const { fake } = window as unknown as HarnessWindow
      const id = fake.engine.rows.find(({ name }) => name.startsWith(begins))?.id
      const all = await fake.call('speed.torrents')
      if (all.ok)
        fake.emit(
          'speed.torrentsChanged',
          all.value.map((each) => (each.id === id ? { ...each, ...its } : each)),
        )
    },
    [torrent, patch] as const,
  )

const inPhase = (phase: TorrentSpeedPhase) => async (page: Page) => {
  await openTab(page, 'debian')
  await turn(page, 'debian', { phase, price: null, paidRate: 0 })
}

const amount = (page: Page) => page.getByRole('textbox', { name: speedOrders.amount, exact: true })

const withCost = async (page: Page, text: string): Promise<void> => {
  await amount(page).fill(text)
  await page.getByRole('region', { name: speedOrders.cost }).waitFor()
}

const OPEN = 'wallet=open&speed=open'

const pages: readonly State[] = [
  { name: 'speed-list', query: OPEN },
  { name: 'speed-menu', query: OPEN, reach: (page) => rowOf(page, 'debian').click({ button: 'right' }) },
  { name: 'speed-tab-paying', query: `${OPEN}&details`, reach: (page) => openTab(page, 'debian') },
  { name: 'speed-tab-off', query: `${OPEN}&details`, reach: (page) => openTab(page, 'Sintel') },
  { name: 'speed-tab-not-helping', query: `${OPEN}&details`, reach: (page) => openTab(page, 'Prelinger') },
  {
    name: 'speed-tab-comparing',
    words: true,
    query: `${OPEN}&details`,
    reach: inPhase({ is: 'comparing' }),
  },
  {
    name: 'speed-tab-capped',
    words: true,
    query: `${OPEN}&details`,
    reach: inPhase({ is: 'capped', cap: 'day' }),
  },
  { name: 'speed-tab-no-funds', query: `${OPEN}&details`, reach: (page) => openTab(page, 'Wikipedia') },
  { name: 'speed-tab-unkept', words: true, query: `${OPEN}&details`, reach: inPhase({ is: 'unkept' }) },
  { name: 'speed-tab-seeding', query: `${OPEN}&details`, reach: (page) => openTab(page, 'ubuntu') },
  { name: 'earnings', query: OPEN, reach: onPage() },
  {
    name: 'earnings-week',
    query: OPEN,
    reach: onPage((page) => page.getByRole('radio', { name: earnings.ranges.week }).click()),
  },
  { name: 'earnings-table', query: OPEN, reach: onPage(press(earnings.asTable)) },
  { name: 'earnings-no-wallet', query: 'speed=no-wallet', reach: onPage() },
  { name: 'earnings-no-vault', query: 'wallet=open&speed=no-vault', reach: onPage() },
  { name: 'earnings-new', query: 'wallet=open&speed=new', reach: onPage() },
  { name: 'earnings-locked', query: 'wallet=locked&speed=locked', reach: onPage() },
  { name: 'earnings-stopped', query: 'wallet=open&speed=stopped', reach: onPage() },
  { name: 'earnings-exit', query: 'wallet=open&speed=exit', reach: onPage() },
  { name: 'earnings-unfinished', query: 'wallet=open&speed=unfinished', reach: onPage() },
  { name: 'earnings-cash-now', query: 'wallet=open&speed=cash-now', reach: onPage() },
  { name: 'earnings-damaged', query: 'wallet=open&speed=damaged', reach: onPage() },
  { name: 'earnings-locks', query: 'wallet=open&speed=locks', reach: onPage() },
  { name: 'earnings-nothing', query: 'wallet=open&speed=nothing', reach: onPage() },
  {
    name: 'earnings-part-wrong',
    query: OPEN,
    reach: onPage(async (page) => {
      const part = page.getByRole('textbox', { name: earnings.paidPercent, exact: true })
      await part.fill('75')
      await part.blur()
    }),
  },
  { name: 'earnings-practice', query: 'wallet=practice&speed=practice', reach: onPage() },
]

const dialogs: readonly State[] = [
  { name: 'speed-budget', query: OPEN, reach: (page) => menuItem(page, 'Sintel', speed.switchOn) },
  { name: 'speed-budget-unpriced', words: true, query: OPEN, reach: (page) => menuItem(page, 'Tears', speed.switchOn) },
  {
    name: 'speed-budget-needs',
    query: 'wallet=open&speed=new',
    reach: (page) => menuItem(page, 'Sintel', speed.switchOn),
  },
  {
    name: 'speed-budget-several',
    query: OPEN,
    reach: async (page) => {
      await rowOf(page, 'Sintel').click()
      await rowOf(page, 'Tears of Steel').click({ modifiers: ['ControlOrMeta'] })
      await menuItem(page, 'Tears of Steel', speed.switchOn)
    },
  },
  { name: 'speed-setup', query: 'wallet=open&speed=new', reach: onPage(press(speedSetup.open)) },
  {
    name: 'speed-setup-ready',
    query: OPEN,
    reach: async (page) => {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('option', { name: speedSetup.open }).click()
    },
  },
  {
    name: 'speed-deposit',
    query: OPEN,
    reach: onPage(async (page) => {
      await press(speedOrders.deposit)(page)
      await withCost(page, '1250.5')
    }),
  },
  {
    name: 'speed-deposit-too-much',
    query: OPEN,
    reach: onPage(async (page) => {
      await press(speedOrders.deposit)(page)
      await amount(page).fill('999999999')
      await page.getByText(speedOrders.problems['not-enough-btt']).waitFor()
    }),
  },
  { name: 'speed-limits', query: OPEN, reach: onPage(press(earnings.changeLimits)) },
  { name: 'speed-announce', query: OPEN, reach: onPage(press(speedOrders.withdraw)) },
  {
    name: 'speed-withdraw',
    query: 'wallet=open&speed=due',
    reach: onPage(async (page) => {
      await press(speedOrders.withdraw)(page)
      await withCost(page, '100')
    }),
  },
  {
    name: 'speed-cash',
    query: OPEN,
    reach: onPage(async (page) => {
      await press(speedOrders.cashOut)(page)
      await page.getByRole('region', { name: speedOrders.cost }).waitFor()
    }),
  },
  {
    name: 'speed-rows',
    query: OPEN,
    reach: onPage((page) => page.getByRole('button', { name: new RegExp(`^${earnings.earned} `) }).click()),
  },
  {
    name: 'speed-trial',
    query: 'wallet=practice&speed=practice',
    reach: onPage(async (page) => {
      await press(speedSetup.tryStart)(page)
      await page.getByRole('region', { name: speedSetup.tour }).waitFor()
    }),
  },
  {
    name: 'speed-notices',
    query: OPEN,
    reach: (page) =>
      page.evaluate(() => {
        const { fake } = window as unknown as HarnessWindow
        const owes = (1_234_567n * 10n ** 16n) as Amount
        fake.emit('notice', { kind: 'speed-cash-now', because: 'exit-asked', payers: 1, owes })
        fake.emit('notice', { kind: 'speed-capped', cap: 'day', id: null, name: null })
      }),
  },
  {
    name: 'speed-column-menu',
    query: OPEN,
    reach: (page) => page.getByRole('columnheader', { name: torrents.columns.speed }).click({ button: 'right' }),
  },
]

export const speedStates: readonly State[] = [...pages, ...dialogs]
