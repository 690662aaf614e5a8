// Pictures of every main screen, in both themes and three sizes, in e2e/shots: for people to look at.

import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { screens, setScene } from './screens.ts'

const SHOTS = join(import.meta.dirname, 'shots')
const sizes = [
  { width: 900, height: 560 },
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
] as const
const themes = ['light', 'dark'] as const

test('takes a picture of every screen @shots', async ({ app, place, tracker }) => {
  test.setTimeout(240_000)
  const { page, electron } = app
  const shoot = async (name: string): Promise<void> => {
    for (const { width, height } of sizes) {
      await electron.evaluate(
        ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
        [width, height] as const,
      )
      await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await page.screenshot({ path: join(SHOTS, `${name}-${theme}-${width}.png`), animations: 'disabled' })
      }
    }
  }
  await expect(page.getByText(words.torrents.empty)).toBeVisible()
  await shoot('empty')
  await using scene = await setScene(app, place, tracker)
  for (const screen of screens) {
    const leave = await screen.open(scene)
    await shoot(screen.name)
    await leave()
  }
})
