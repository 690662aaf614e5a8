// What axe finds wrong with a page (WCAG 2.2 A and AA, and what it holds to be good practice). In the dark only colours
// differ, and only they are looked at again.

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const COLOURS = ['color-contrast', 'link-in-text-block']

/** A line for each element. */
export const complaints = async (page: Page, theme: string): Promise<string[]> => {
  // Electron opens no second page, which axe's usual way needs.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  // Menus and panels stand at the end of the document, outside its landmarks, as they should.
  const chosen = theme === 'dark' ? axe.withRules(COLOURS) : axe.withTags(RULES).disableRules('region')
  const { violations } = await chosen.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}
