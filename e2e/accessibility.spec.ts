// No main screen has a fault that axe can find (WCAG 2.2 A and AA). What a theme can change, contrast, is looked at in
// both.

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { screens, setScene } from './screens.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Electron opens no second page, which axe's usual way needs. */
const scan = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode()

/** Each fault in a line: the rule, how bad it is, where. */
const faults = async (axe: AxeBuilder): Promise<string[]> => {
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html }) => `${id} (${impact}) ${html.slice(0, 200)}`),
  )
}

test('has no fault on any screen that axe can find', async ({ app, place, tracker }) => {
  test.setTimeout(180_000)
  const { page } = app
  await using scene = await setScene(app, place, tracker)
  const found: string[] = []
  for (const screen of screens) {
    const leave = await screen.open(scene)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    const inLight = await faults(scan(page).withTags(RULES))
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    const inDark = await faults(scan(page).withRules(['color-contrast']))
    found.push(...[...inLight, ...inDark].map((fault) => `${screen.name}: ${fault}`))
    await leave()
  }
  expect(found).toEqual([])
})
