import { expect, it } from 'vitest'
import { fail, ok } from '../../app/result.ts'
import type { SettledCall } from '../../app/speed/settled.ts'
import { SettledNews } from './settled-news.ts'

const call = (at: number) => ({ txId: String(at) }) as SettledCall
const away = fail({ code: 'wallet-unavailable' } as const)

/** A chain that keeps what it was not told is known, and a ledger that remembers ids. */
const open = (count: number) => {
  const waiting = new Map(Array.from({ length: count }, (_, at) => [String(at), call(at)]))
  const ledger: string[] = []
  const here = { chain: true, wallet: true, ack: true }
  const batches: number[] = []
  const news = new SettledNews({
    read: async () => (here.chain ? ok([...waiting.values()]) : away),
    tell: async (calls) => {
      batches.push(calls.length)
      if (!here.wallet) return away
      for (const { txId } of calls) if (!ledger.includes(txId)) ledger.push(txId)
      return ok(undefined)
    },
    told: async (ids) => {
      if (!here.ack) return away
      for (const id of ids) waiting.delete(id)
      return ok(undefined)
    },
    heard: () => undefined,
  })
  return { news, waiting, ledger, here, batches }
}

it('carries each call to the ledger, some at a time, and says so', async () => {
  const { news, waiting, ledger, batches } = open(230)
  await news.look()
  expect(ledger).toHaveLength(230)
  expect(waiting.size).toBe(0)
  expect(Math.max(...batches)).toBeLessThanOrEqual(100)
})

it.each(['chain', 'wallet', 'ack'] as const)('loses nothing while the %s is away, and doubles nothing', async (who) => {
  const { news, waiting, ledger, here } = open(3)
  here[who] = false
  await news.look()
  expect(waiting.size).toBe(3)
  here[who] = true
  await news.look()
  expect({ ledger, waiting: waiting.size }).toEqual({ ledger: ['0', '1', '2'], waiting: 0 })
})

it('never says that a call is known before the ledger has it', async () => {
  const { news, waiting, ledger, here } = open(150)
  here.wallet = false
  await news.look()
  expect({ ledger, waiting: waiting.size }).toEqual({ ledger: [], waiting: 150 })
})

it('looks once more for what came while it was carrying', async () => {
  const { news, waiting, ledger } = open(1)
  const first = news.look()
  waiting.set('9', call(9))
  void news.look()
  await first
  expect(ledger).toEqual(['0', '9'])
})
