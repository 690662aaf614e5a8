// Every state of Speed's screens: nothing breaks the rules of accessibility in either theme, nothing leaves the window
// from 900 × 560 and at 200 %, and what a screen says is done is what was asked of main. `@shots` pictures each.

import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test, type Harness } from './harness.ts'
import { speedQuestions } from './speed-questions.ts'
import { speedStates, type State } from './speed-states.ts'
import { complaints } from '../complaints.ts'

const themes = ['light', 'dark'] as const
const sizes = [
  { width: 900, height: 560 },
  { width: 1280, height: 800 },
  { width: 450, height: 280 },
  { width: 640, height: 400 },
] as const

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.getAnimations().every((each) => each.effect?.getTiming().iterations === Infinity))

const show = async ({ open, page }: Harness, { query, reach }: State, theme: string): Promise<void> => {
  await open(`still&theme=${theme}&${query}`)
  await reach?.(page)
  await settled(page)
}

const all = [...speedStates, ...speedQuestions]
const scanned = all.filter(({ words }) => words !== true)

/** What differs in the dark is colour, and that is styles/contrast.test.ts's; these have all of the colours in use. */
const darkNames: ReadonlySet<string> = new Set([
  'speed-list',
  'speed-tab-paying',
  'speed-tab-capped',
  'earnings',
  'earnings-damaged',
  'earnings-locked',
  'earnings-part-wrong',
  'earnings-practice',
  'speed-budget',
  'speed-setup',
  'speed-deposit-too-much',
  'speed-cash',
  'speed-rows',
  'speed-trial',
  'speed-notices',
])
const inDark = [...scanned.filter(({ name }) => darkNames.has(name)), ...speedQuestions.slice(0, 3)]

for (const theme of themes) {
  test(`every state of Speed is accessible: ${theme}`, async ({ harness }) => {
    test.setTimeout(300_000)
    for (const state of theme === 'light' ? scanned : inDark) {
      await show(harness, state, theme)
      expect.soft(await complaints(harness.page, theme), state.name).toEqual([])
    }
  })
}

/** What is wider than the window: in a dialog, on the page, in a tab. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '.keys button, .keys p, .keys dd, .earnings button, .earnings input, .earnings p, .earnings h2, .dialog button, .dialog input, .dialog p, .speed-tab p, .speed-tab dd',
      ),
    ]
      .filter((each) => each.closest('.data-grid') === null && each.getBoundingClientRect().right > innerWidth + 0.5)
      .map((each) => each.innerText || (each.ariaLabel ?? each.tagName)),
  )

test('nothing of Speed leaves the window sideways, from 900 × 560 and at 200 %', async ({ harness }) => {
  test.setTimeout(300_000)
  for (const state of scanned) {
    await harness.resize(1280, 800)
    await show(harness, state, 'light')
    for (const { width, height } of sizes) {
      await harness.resize(width, height)
      // The sidebar folds a moment after the window has its size.
      const message = `${state.name} at ${width} × ${height}`
      await expect.poll(() => outside(harness.page), { message, timeout: 3_000 }).toEqual([])
    }
  }
})

/** Each line of a question, brought into sight: which of them the head or the answers hide all the same. */
const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const answers = document.querySelector('.keys__foot')
    if (answers === null) return ['no answers']
    const hidden = [...document.querySelectorAll<HTMLElement>('.keys__line dd')].filter((line) => {
      line.scrollIntoView({ block: 'center' })
      const { left, top, height, bottom } = line.getBoundingClientRect()
      const seen = document.elementFromPoint(left + 1, top + height / 2)
      return top < 0 || bottom > answers.getBoundingClientRect().top || seen === null || !line.contains(seen)
    })
    return hidden.map((line) => line.innerText)
  })

test('every line of a question can be read, from the smallest window and at 200 %', async ({ harness }) => {
  test.setTimeout(120_000)
  for (const state of speedQuestions) {
    await harness.resize(520, 640)
    await show(harness, state, 'light')
    for (const [width, height] of [
      [520, 640],
      [400, 420],
      [260, 320],
    ] as const) {
      await harness.resize(width, height)
      const message = `${state.name} at ${width} × ${height}`
      await expect.poll(() => unreadable(harness.page), { message, timeout: 3_000 }).toEqual([])
      await expect.poll(() => outside(harness.page), { message, timeout: 3_000 }).toEqual([])
    }
  }
})

test('@shots Speed in both themes and two sizes', async ({ harness }) => {
  test.setTimeout(600_000)
  for (const theme of themes) {
    for (const state of all) {
      await harness.resize(1280, 800)
      await show(harness, state, theme)
      for (const { width, height } of sizes.slice(0, 2)) {
        await harness.resize(width, height)
        const path = join(import.meta.dirname, '../shots/states', `${state.name}-${theme}-${width}.png`)
        await harness.page.screenshot({ path })
      }
    }
  }
})
