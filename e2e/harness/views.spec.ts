// Every state of the window: nothing in it breaks the rules of accessibility, nothing overlaps or is cut off at any
// size, and 5,000 torrents do not make it heavy. `@shots` leaves a picture of each state.

import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { english as words } from '../../renderer/messages/en/english.ts'
import { test, type Harness, type HarnessWindow } from './harness.ts'
import { complaints } from '../complaints.ts'

interface State {
  readonly name: string
  readonly query: string
  readonly reach?: (page: Page) => Promise<void>
}

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

const openTab = async (page: Page, tab: string): Promise<void> => {
  await rowOf(page, 'Sintel').click()
  await page.getByRole('tab', { name: tab }).click()
}

const emit = (page: Page, name: 'notice' | 'engine.changed' | 'create.progress', data: unknown): Promise<void> =>
  page.evaluate(([event, value]) => (window as unknown as HarnessWindow).fake.emit(event, value as never), [
    name,
    data,
  ] as const)

const chooseSource = async (page: Page): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+n')
  await page.getByRole('button', { name: words.create.chooseFolder }).click()
  await page.getByRole('textbox', { name: words.create.name, exact: true }).waitFor()
}

/** Peers that were reached, and take no connection of the kind the settings leave. */
const outOfReach = async (page: Page, tab: string): Promise<void> => {
  await page.evaluate(() => {
    const { fake } = window as unknown as HarnessWindow
    const row = fake.engine.rows.find(({ name }) => name.startsWith('Field recordings'))
    if (row) fake.engine.patch([row.id], () => ({ reason: { code: 'encryption', ours: 'off', peers: 3 } }))
    fake.tick()
  })
  await rowOf(page, 'Field recordings').click()
  await page.getByRole('tab', { name: tab }).click()
  await page.getByRole('button', { name: words.peers.encryptionSettings }).waitFor()
}

const states: readonly State[] = [
  { name: 'list', query: '' },
  { name: 'empty', query: 'rows=0' },
  { name: 'compact', query: 'density=compact' },
  { name: 'details', query: 'details', reach: (page) => rowOf(page, 'Sintel').click() },
  {
    name: 'several',
    query: 'details',
    reach: async (page) => {
      await rowOf(page, 'Sintel').click()
      await rowOf(page, 'Prelinger').click({ modifiers: ['Shift'] })
    },
  },
  {
    name: 'trackers',
    query: 'details',
    reach: (page) => openTab(page, words.details.trackers),
  },
  {
    name: 'web-seeds',
    query: 'details',
    reach: async (page) => {
      await openTab(page, words.details.trackers)
      await page.getByRole('button', { name: words.webSeeds.edit }).click()
    },
  },
  { name: 'row-menu', query: '', reach: (page) => rowOf(page, 'Sintel').click({ button: 'right' }) },
  {
    name: 'column-menu',
    query: '',
    reach: (page) => page.getByRole('columnheader', { name: words.torrents.columns.size }).click({ button: 'right' }),
  },
  { name: 'no-match', query: '', reach: (page) => page.getByRole('searchbox').fill('no such thing') },
  { name: 'palette', query: '', reach: (page) => page.keyboard.press('ControlOrMeta+k') },
  {
    name: 'limits',
    query: '',
    reach: (page) => page.getByRole('button', { name: /^Rates and limits/ }).click(),
  },
  {
    name: 'torrent-limits',
    query: '',
    reach: async (page) => {
      await rowOf(page, 'Sintel').click()
      await page.keyboard.press('ControlOrMeta+l')
      await page.getByRole('combobox', { name: words.control.ratioGoal, exact: true }).click()
      await page.getByRole('option', { name: words.control.goalKinds.own }).click()
    },
  },
  {
    name: 'several-limits',
    query: '',
    reach: async (page) => {
      await page.evaluate(async () => {
        const { fake } = window as unknown as HarnessWindow
        const second = fake.engine.rows[1]
        const limits = { down: 2_097_152, weight: 3, connections: 20 }
        const own = { limits, order: { sequential: true }, goals: { ratio: 1.5, action: 'remove' } } as const
        if (second) await fake.call('torrents.setOptions', { ids: [second.id], options: own })
      })
      await rowOf(page, 'debian-13').click()
      await rowOf(page, 'Sintel').click({ modifiers: ['ControlOrMeta'] })
      await page.keyboard.press('ControlOrMeta+l')
      const weight = page.getByRole('textbox', { name: words.control.weight })
      await weight.fill('0')
      await page.getByRole('button', { name: words.control.save, exact: true }).click()
    },
  },
  {
    name: 'peers',
    query: 'details',
    reach: (page) => openTab(page, words.details.peers),
  },
  { name: 'other-encryption', query: 'details', reach: (page) => outOfReach(page, words.details.overview) },
  { name: 'other-encryption-peers', query: 'details', reach: (page) => outOfReach(page, words.details.peers) },
  {
    name: 'add-peer',
    query: 'details',
    reach: async (page) => {
      await openTab(page, words.details.peers)
      await page.getByRole('button', { name: words.peers.add }).click()
      await page.getByRole('button', { name: words.peers.addConfirm }).click()
    },
  },
  {
    name: 'edit-trackers',
    query: 'details',
    reach: async (page) => {
      await openTab(page, words.details.trackers)
      await page.getByRole('button', { name: words.trackers.edit }).click()
    },
  },
  {
    name: 'network-panel',
    query: '',
    reach: (page) => page.getByRole('button', { name: new RegExp(`^${words.network.title}`) }).click(),
  },
  {
    name: 'network-settings',
    query: '',
    reach: async (page) => {
      await page.getByRole('button', { name: words.frame.settings }).click()
      await page.getByRole('button', { name: words.settings.connection, exact: true }).click()
    },
  },
  {
    name: 'limit-settings',
    query: '',
    reach: async (page) => {
      await page.getByRole('button', { name: words.frame.settings }).click()
      await page.getByRole('button', { name: words.settings.limits, exact: true }).click()
    },
  },
  {
    name: 'create-private',
    query: '',
    reach: async (page) => {
      await chooseSource(page)
      await page.getByRole('switch', { name: words.create.private }).click()
      await page.getByRole('button', { name: words.create.more, exact: true }).click()
      await page.getByRole('button', { name: words.create.confirm }).click()
    },
  },
  {
    name: 'queue-menu',
    query: '',
    reach: async (page) => {
      await rowOf(page, 'Sintel').click({ button: 'right' })
      await page.getByRole('menuitem', { name: words.control.queue }).click()
    },
  },
  {
    name: 'queue-settings',
    query: '',
    reach: async (page) => {
      await page.getByRole('button', { name: words.frame.settings }).click()
      await page.getByRole('button', { name: words.settings.queue, exact: true }).click()
    },
  },
  { name: 'add', query: '', reach: (page) => page.keyboard.press('ControlOrMeta+o') },
  {
    name: 'remove',
    query: '',
    reach: async (page) => {
      await rowOf(page, 'Sintel').click()
      await page.keyboard.press('Delete')
    },
  },
  {
    name: 'changed',
    query: 'details',
    reach: async (page) => {
      await page.evaluate(() => {
        const { fake } = window as unknown as HarnessWindow
        const ids = fake.engine.rows.filter(({ name }) => name.includes('Sintel')).map(({ id }) => id)
        const reason = { code: 'changed' as const, name: 'notes.txt', files: 2 }
        fake.engine.patch(ids, () => ({ status: 'error', reason, progress: 0.97 }))
        fake.tick()
      })
      await rowOf(page, 'Sintel').click()
      await page.getByRole('button', { name: words.changed.decide }).click()
    },
  },
  {
    name: 'skipping',
    query: 'details',
    reach: async (page) => {
      await page.evaluate(() => {
        const value = { files: [1, 2], bytes: 1_288_490_188 }
        ;(window as unknown as HarnessWindow).fake.answer('torrents.atStake', () => ({ ok: true, value }))
      })
      await openTab(page, words.details.files)
      await page.getByRole('button', { name: words.files.none, exact: true }).click()
    },
  },
  { name: 'settings', query: '', reach: (page) => page.getByRole('button', { name: words.frame.settings }).click() },
  { name: 'create', query: '', reach: (page) => page.keyboard.press('ControlOrMeta+n') },
  { name: 'create-form', query: '', reach: chooseSource },
  {
    name: 'create-making',
    query: '',
    reach: async (page) => {
      await page.evaluate(() => {
        const { fake } = window as unknown as HarnessWindow
        fake.answer('create.start', () => new Promise(() => undefined))
      })
      await chooseSource(page)
      await page.getByRole('button', { name: words.create.confirm }).click()
      const at = { ref: 1, hashed: 1.3e9, size: 3.6e9, rate: 4.1e8, remaining: 5.6 }
      await emit(page, 'create.progress', at)
    },
  },
  {
    name: 'create-done',
    query: '',
    reach: async (page) => {
      await chooseSource(page)
      await page.getByRole('button', { name: words.create.confirm }).click()
    },
  },
  {
    name: 'restarting',
    query: '',
    reach: async (page) => {
      await emit(page, 'engine.changed', { state: 'restarting', attempt: 2, inMs: 4000, why: 'crashed' })
      await emit(page, 'notice', { kind: 'merged', name: 'Sintel', trackers: 3, webSeeds: 0, leftOut: 0 })
      await emit(page, 'notice', { kind: 'error', error: { code: 'disk', fault: 'full' }, subject: 'Sintel' })
    },
  },
  { name: 'failed', query: '', reach: (page) => emit(page, 'engine.changed', { state: 'failed', logId: 'a1b2c3' }) },
]

const themes = ['light', 'dark'] as const
const sizes = [
  { width: 900, height: 560 },
  { width: 1280, height: 800 },
  { width: 1680, height: 1050 },
] as const
/** 900 × 560 and 1280 × 800 at 200 %. */
const zoomed = [
  { width: 450, height: 280 },
  { width: 640, height: 400 },
] as const

/** Until what fades in has done so; a spinner never ends and is not waited for. */
const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.getAnimations().every((each) => each.effect?.getTiming().iterations === Infinity))

const show = async ({ open, page }: Harness, { query, reach }: State, theme: string): Promise<void> => {
  await open(`still&theme=${theme}&${query}`)
  await reach?.(page)
  await settled(page)
}

/** What differs in the dark is colour, and that is styles/contrast.test.ts's; these have all of the colours in use. */
const inDark = states.filter(({ name }) =>
  ['list', 'details', 'add', 'settings', 'create-form', 'create-making', 'create-done', 'restarting'].includes(name),
)

for (const theme of themes) {
  test(`every state is accessible: ${theme}`, async ({ harness }) => {
    test.setTimeout(300_000)
    for (const state of theme === 'light' ? states : inDark) {
      await show(harness, state, theme)
      expect.soft(await complaints(harness.page, theme), state.name).toEqual([])
    }
  })
}

/** Controls of the frame that lie over one another or outside the window. */
const misplaced = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>('.toolbar button, .toolbar input, .sidebar__foot button'),
    ]
    const boxes = controls.map((control) => ({
      name: control.ariaLabel ?? control.innerText,
      box: control.getBoundingClientRect(),
    }))
    const outside = boxes.filter(({ box }) => box.left < 0 || box.top < 0 || box.right > innerWidth + 0.5)
    const over = boxes.filter(({ box }, i) =>
      boxes
        .slice(i + 1)
        .some(
          (other) =>
            box.left < other.box.right - 0.5 &&
            other.box.left < box.right - 0.5 &&
            box.top < other.box.bottom - 0.5 &&
            other.box.top < box.bottom - 0.5,
        ),
    )
    const scrolls = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []
    return [...outside, ...over].map(({ name }) => name).concat(scrolls)
  })

test('nothing overlaps or leaves the window, from 900 × 560 and at 200 %', async ({ harness }) => {
  await harness.open('still&details')
  for (const { width, height } of [...sizes, ...zoomed]) {
    await harness.resize(width, height)
    expect(await misplaced(harness.page), `${width} × ${height}`).toEqual([])
  }
})

test('the smallest window shows all columns it begins with', async ({ harness }) => {
  await harness.open('still')
  await harness.resize(900, 560)
  const overflow = await harness.page.getByRole('grid').evaluate((grid) => grid.scrollWidth - grid.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('the smallest window has room for names, and the rates graph is in view from there on', async ({ harness }) => {
  const { page } = harness
  await harness.open('still&details')
  await rowOf(page, 'Sintel').click()
  for (const { width, height } of sizes) {
    await harness.resize(width, height)
    const name = page.getByRole('rowheader', { name: 'debian-13.2.0-amd64-DVD-1.iso' })
    const cut = await name.evaluate((cell) =>
      [cell, ...cell.querySelectorAll('*')].some(
        (each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0,
      ),
    )
    expect(cut, `name at ${width} × ${height}`).toBe(false)
    await expect(page.locator('.rates-graph'), `graph at ${width} × ${height}`).toBeInViewport({ ratio: 0.9 })
  }
})

test('a tick of 5,000 torrents takes less than 4 ms of the window’s main thread', async ({ harness }) => {
  await harness.open('still&rows=5000')
  await harness.page.getByRole('columnheader', { name: words.torrents.columns.downRate, exact: true }).click()
  const ticks = await harness.page.evaluate(async () => {
    const { fake } = window as unknown as HarnessWindow
    const times: number[] = []
    for (let n = 0; n < 40; n++) {
      fake.engine.step()
      const delta = structuredClone(fake.engine.flush())
      await new Promise((resolve) => setTimeout(resolve, 60))
      const from = performance.now()
      for (const listener of fake.listenersOf('torrents.delta')) listener(delta)
      await new Promise<void>((resolve) => queueMicrotask(resolve))
      times.push(performance.now() - from)
    }
    return times
  })
  // The best of forty: what the work takes when nothing else has the processor.
  expect(Math.min(...ticks)).toBeLessThan(4)
})

test('@shots every state in both themes and three sizes', async ({ harness }) => {
  test.setTimeout(600_000)
  for (const theme of themes) {
    for (const state of states) {
      await harness.resize(1280, 800)
      await show(harness, state, theme)
      for (const { width, height } of sizes) {
        await harness.resize(width, height)
        const path = join(import.meta.dirname, '../shots/states', `${state.name}-${theme}-${width}.png`)
        await harness.page.screenshot({ path })
      }
    }
  }
})
