import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BidRef, DeskAsk } from '../../../app/ipc/speed-desk.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import { DeskLine } from './desk-line.ts'

const vault = { chainId: 1, address: testKey(9).address }
const payer = testKey(1).address
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const lineOf = () => {
  const asks: DeskAsk[] = []
  const line = new DeskLine((ask) => void asks.push(ask))
  return { asks, line, idOf: (at: number) => asks[at]?.id ?? '' }
}

describe('the desk’s line', () => {
  it('brings each answer to who asked, in whatever order they come', async () => {
    const { line, idOf } = lineOf()
    const held = line.ask('desk.held', { vault, payer })
    const state = line.ask('desk.payer', { vault, payer, lanes: [], fresh: false })
    line.answer({ id: idOf(1), output: null })
    line.answer({ id: idOf(0), output: [] })
    expect([await held, await state]).toEqual([[], null])
  })

  it('lets payments of one turn travel together, and those that come meanwhile with the next', async () => {
    const { line, asks, idOf } = lineOf()
    const payments = [1n, 2n, 3n].map((bytes) => line.pay({ bid: `${bytes}` as BidRef, bytes }))
    await turn()
    payments.push(line.pay({ bid: '4' as BidRef, bytes: 4n }))
    await turn()
    expect(asks).toHaveLength(1)
    expect(asks[0]?.input).toMatchObject({ payments: [{ bytes: 1n }, { bytes: 2n }, { bytes: 3n }] })
    line.answer({ id: idOf(0), output: [{ refused: 'day' }, { refused: 'off' }, { refused: 'disk' }] })
    await payments[2]
    await turn()
    expect(asks[1]?.input).toMatchObject({ payments: [{ bytes: 4n }] })
    line.answer({ id: idOf(1), output: [{ refused: 'total' }] })
    expect(await Promise.all(payments)).toEqual(['day', 'off', 'disk', 'total'].map((refused) => ({ refused })))
  })

  it('takes an answer that is too short, or of another run, for none', async () => {
    const { line, idOf } = lineOf()
    const both = [1n, 2n].map((bytes) => line.pay({ bid: 'a' as BidRef, bytes }))
    await turn()
    line.answer({ id: 'of another run', output: [{ refused: 'off' }] })
    line.answer({ id: idOf(0), output: [{ refused: 'day' }] })
    line.answer({ id: idOf(0), output: [{ refused: 'off' }, { refused: 'off' }] })
    expect(await Promise.all(both)).toEqual([{ refused: 'day' }, { refused: 'away' }])
  })

  it('never uses an id twice, in another run neither', () => {
    const lines = [lineOf(), lineOf()]
    for (const { line } of lines) for (let n = 0; n < 3; n++) void line.ask('desk.held', { vault, payer })
    expect(new Set(lines.flatMap(({ asks }) => asks.map(({ id }) => id))).size).toBe(6)
  })

  it('answers what is still open, and all that follows, with nothing once it is closed', async () => {
    const { line, asks } = lineOf()
    const held = line.ask('desk.held', { vault, payer })
    line.close()
    expect(await held).toBe(null)
    expect(await line.pay({ bid: 'a' as BidRef, bytes: 1n })).toEqual({ refused: 'away' })
    expect(asks).toHaveLength(1)
  })
})

describe('a desk that does not answer', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is given up after a while, and what waits for it goes on', async () => {
    const { line, asks } = lineOf()
    const held = line.ask('desk.held', { vault, payer })
    const first = line.pay({ bid: 'a' as BidRef, bytes: 1n })
    await turn()
    const second = line.pay({ bid: 'a' as BidRef, bytes: 2n })
    await vi.advanceTimersByTimeAsync(30_000)
    expect([await held, await first]).toEqual([null, { refused: 'away' }])
    await turn()
    expect(asks.map(({ name }) => name)).toEqual(['desk.held', 'desk.pay', 'desk.pay'])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await second).toEqual({ refused: 'away' })
  })
})
