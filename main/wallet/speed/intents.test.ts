// Whatever is asked in whatever order, with clocks that jump, restarts and failing disks: no cap is passed, nothing is
// signed that is not on disk, and the books balance. `npm run campaign -- intents` plays a million of them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SpeedWorld } from '../testing/speed-world.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'swiftseed-intents-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([1, 3, 4, 5])(
  'a history of adversarial intents (seed %i) ends with every cap kept and books that balance',
  async (seed) => {
    const world = new SpeedWorld(folder, seed)
    await world.begin()
    while (world.tally.steps < 400 && world.wrong.length === 0) {
      await world.step()
      if (world.tally.steps % 100 === 0) await world.check()
    }
    await world.check()
    world.close()
    expect(world.wrong).toEqual([])
    expect(world.tally.signed).toBeGreaterThan(20)
    expect(world.tally.refused).toBeGreaterThan(50)
  },
  60_000,
)
