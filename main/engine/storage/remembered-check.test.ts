import { expect, it } from 'vitest'
import type { CheckState } from '../session/session.ts'
import { RememberedCheck } from './remembered-check.ts'
import type { Parts, Shared } from './store-parts.ts'
import { settled } from './testing/manual-clock.ts'

it('notes nothing any more once it has ended, however many pieces were settled at a time', async () => {
  const notes: (CheckState | null)[] = []
  let now = 0
  const parts = {
    layout: { pieceCount: 8, filesOf: () => [0] },
    spec: { id: 'x', files: [{ pad: false }] },
    files: { settle: () => settled().then(() => true) },
    root: { made: false },
  } as unknown as Parts
  const shared = {
    journal: { check: () => null, saveCheck: (_: string, note: CheckState | null) => void notes.push(note) },
    clock: { now: () => now },
  } as unknown as Shared
  const check = new RememberedCheck(parts, shared, new Map())
  now = 1000
  // A run of pieces is reported in one go.
  for (let piece = 0; piece < 8; piece++) check.settled(piece, true)
  await check.end()
  expect(notes).toHaveLength(1)
  for (let turn = 0; turn < 10; turn++) await settled()
  expect(notes).toHaveLength(1)
})
