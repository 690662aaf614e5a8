// Whatever is asked in whatever order, with clocks that jump, restarts and failing disks: no cap is passed, nothing is
// signed that is not on disk, the books balance, and the contract takes what the wallet takes and nothing else.
// `npm run campaign -- intents` plays a million of them.

import { expect, it } from 'vitest'
import { Histories, REFUSED, TAKEN } from './histories.ts'

it('histories of adversarial intents end with every cap kept, books that balance and a contract that agrees', async () => {
  const histories = new Histories()
  for (const seed of [1, 2, 3]) await histories.play(seed, 300)
  expect([...histories.wrong, ...histories.disagreements]).toEqual([])
  expect(histories.fewestSigned).toBeGreaterThan(4)
  expect(histories.total.refused).toBeGreaterThan(100)
  expect(histories.vouchersAsked).toBeGreaterThan(200)
  for (const kind of REFUSED) expect([kind, histories.asked.get(kind)?.taken ?? 0]).toEqual([kind, 0])
  for (const kind of TAKEN) expect([kind, histories.asked.get(kind)?.refused ?? 0]).toEqual([kind, 0])
}, 60_000)
