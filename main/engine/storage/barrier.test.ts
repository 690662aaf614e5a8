import { describe, expect, it } from 'vitest'
import { Barrier } from './barrier.ts'
import { ManualClock, settled } from './testing/manual-clock.ts'

interface Commits {
  readonly clock: ManualClock
  readonly barrier: Barrier
  readonly batches: number[][]
  readonly failures: unknown[]
  /** What the next commits wait for. */
  gate: Promise<void>
}

function commits(): Commits {
  const clock = new ManualClock()
  const batches: number[][] = []
  const failures: unknown[] = []
  const setup: Commits = {
    clock,
    batches,
    failures,
    gate: Promise.resolve(),
    barrier: new Barrier({
      clock,
      limits: { ms: 2000, bytes: 1000 },
      commit: async (pieces, same) => {
        await setup.gate
        batches.push(pieces.filter(same))
      },
      onFailure: (error) => failures.push(error),
    }),
  }
  return setup
}

describe('the barrier', () => {
  it('waits two seconds from the first piece, not the last', async () => {
    const { barrier, batches, clock } = commits()
    barrier.add(1, 10)
    await clock.advance(1500)
    barrier.add(2, 10)
    await clock.advance(499)
    expect(batches).toEqual([])
    await clock.advance(1)
    expect(batches).toEqual([[1, 2]])
    expect(barrier.pending).toEqual([])
  })

  it('does not wait when there is much', async () => {
    const { barrier, batches } = commits()
    barrier.add(1, 999)
    await settled()
    expect(batches).toEqual([])
    barrier.add(2, 1)
    await settled()
    expect(batches).toEqual([[1, 2]])
  })

  it('runs one commit at a time, and what came meanwhile in the next', async () => {
    const setup = commits()
    let open = (): void => undefined
    setup.gate = new Promise((resolve) => (open = resolve))
    setup.barrier.add(1, 1000)
    setup.barrier.add(2, 1000)
    const flushed = setup.barrier.flush()
    open()
    await flushed
    expect(setup.batches).toEqual([[1], [2]])
  })

  it('keeps what could not be committed, and says so', async () => {
    const setup = commits()
    setup.gate = Promise.reject(new Error('no'))
    setup.gate.catch(() => undefined)
    setup.barrier.add(1, 1000)
    await settled()
    expect(setup.failures).toHaveLength(1)
    expect(setup.barrier.pending).toEqual([1])
    setup.gate = Promise.resolve()
    await setup.barrier.flush()
    expect(setup.batches).toEqual([[1]])
  })

  it('commits only on demand while held', async () => {
    const { barrier, batches, clock } = commits()
    barrier.hold(true)
    barrier.add(1, 5000)
    await clock.advance(60_000)
    expect(batches).toEqual([])
    barrier.hold(false)
    await settled()
    expect(batches).toEqual([[1]])
  })

  it('does not take a piece for committed that was lost and came again meanwhile', async () => {
    const setup = commits()
    let open = (): void => undefined
    setup.gate = new Promise((resolve) => (open = resolve))
    setup.barrier.add(1, 1000)
    await settled()
    setup.barrier.remove(1)
    setup.barrier.add(1, 1)
    open()
    await settled()
    expect(setup.batches).toEqual([[]])
    expect(setup.barrier.pending).toEqual([1])
  })
})
