// No main screen of the app at work has a fault that axe can find (WCAG 2.2 A and AA). Every state with made-up data,
// in both themes, is looked at in harness/views.spec.ts.

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { screens, setScene } from './screens.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Each fault in a line: the rule, how bad it is, where. */
const faults = async (page: Page): Promise<string[]> => {
  // Electron opens no second page, which axe's usual way needs.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html }) => `${id} (${impact}) ${html.slice(0, 200)}`),
  )
}

test('has no fault on any screen that axe can find', async ({ app, place, tracker }) => {
  test.setTimeout(180_000)
  const { page } = app
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await using scene = await setScene(app, place, tracker)
  const found: string[] = []
  for (const screen of screens) {
    const leave = await screen.open(scene)
    found.push(...(await faults(page)).map((fault) => `${screen.name}: ${fault}`))
    await leave()
  }
  expect(found).toEqual([])
})
