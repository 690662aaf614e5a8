import { expect, it } from 'vitest'
import { ManualClock } from '../../supervisor/testing/manual-clock.ts'
import { awaited } from './patience.ts'

const open = (comesAt: number) => {
  const clock = new ManualClock()
  const state = { wanted: true, looks: 0, came: undefined as string | null | undefined }
  const look = (): string | null => {
    state.looks++
    return clock.now() >= comesAt ? 'here' : null
  }
  void awaited(clock, 5_000, () => state.wanted, look).then((came) => (state.came = came))
  return { clock, state }
}

it('has what is there already at once', async () => {
  const { clock, state } = open(0)
  await clock.advance(0)
  expect(state).toMatchObject({ came: 'here', looks: 1 })
})

it('has what comes in time soon after it came', async () => {
  const { clock, state } = open(3_100)
  await clock.advance(3_000)
  expect(state.came).toBeUndefined()
  await clock.advance(350)
  expect(state.came).toBe('here')
})

it('has nothing of what comes too late, and looks no more', async () => {
  const { clock, state } = open(6_000)
  await clock.advance(20_000)
  expect({ came: state.came, pending: clock.pending }).toEqual({ came: null, pending: 0 })
})

it('looks no more once it is not wanted', async () => {
  const { clock, state } = open(3_000)
  await clock.advance(1_000)
  const { looks } = state
  state.wanted = false
  await clock.advance(4_000)
  expect(state).toMatchObject({ came: null, looks })
})
