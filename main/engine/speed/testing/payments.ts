// One buyer at one seller without any limit, both in this process: how fast it goes, how many vouchers that takes, what
// of the processor's time goes into paying, and how long a voucher is on its way. For the bench.

import { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import type { MemoryDesk } from '../../../../app/speed/testing/memory-desk.ts'
import { sampleTorrent } from '../../swarm/testing/sample-swarm.ts'
import { BTT, Trader } from './trader.ts'

export interface Payments {
  /** Of accepted payload, B/s. */
  readonly rate: number
  readonly vouchers: number
  readonly vouchersPerSecond: number
  /** Of this process, with everything in it. */
  readonly cpuSeconds: number
  /** In the sessions of both engines, checking signatures included; and at both desks, which sign and check again. */
  readonly sessionSeconds: number
  readonly deskSeconds: number
  /** From the buyer's asking its desk until it hears that the seller took it, ms: the middle one and the 95th of a hundred. */
  readonly medianMs: number
  readonly lateMs: number
  /** Bytes said for it, both ways. */
  readonly said: number
}

const PIECE = 1_048_576

const threadMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Adds up what calls of these methods take of the thread's time. */
const timed = (object: object, names: readonly string[], add: (ms: number) => void): void => {
  const methods = object as Record<string, (...input: unknown[]) => unknown>
  for (const name of names) {
    const own = methods[name]
    if (!own) throw new Error(`no ${name}`)
    methods[name] = function (this: unknown, ...input) {
      const start = threadMs()
      try {
        return own.apply(object, input)
      } finally {
        add(threadMs() - start)
      }
    }
  }
}

const signing: readonly (keyof MemoryDesk)[] = ['prove', 'open', 'pay', 'receive', 'held', 'payer', 'close', 'resume']

export const measurePayments = async (bytes: number): Promise<Payments> => {
  await using stack = new AsyncDisposableStack()
  const chain = new ChainModel()
  let [sessionMs, deskMs, said] = [0, 0, 0]
  const askedAt = new Map<bigint, number>()
  const waits: number[] = []
  const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
  const buyer = stack.use(
    await Trader.open({
      number: 2,
      chain,
      deposit: 1_000_000n * BTT,
      price: BTT,
      hears: (message) => {
        const at = message.t === 'ack' ? askedAt.get(message.cumulative) : undefined
        if (at !== undefined) waits.push(performance.now() - at)
      },
      between: (desk) => ({
        ...desk,
        pay: async (payment) => {
          const at = performance.now()
          const answer = await desk.pay(payment)
          if ('voucher' in answer) askedAt.set(answer.voucher.cumulative, at)
          return answer
        },
      }),
    }),
  )
  for (const { desk, house } of [seller, buyer]) {
    timed(desk, signing, (ms) => void (deskMs += ms))
    timed(house.sessions, ['dispatch', 'room', 'open'], (ms) => void (sessionMs += ms))
  }
  const sample = sampleTorrent(bytes, PIECE)
  seller.join(sample, { have: 'all', data: sample.data })
  buyer.buy(sample.id, 5n * BTT, 1_000_000n * BTT)
  const before = process.cpuUsage()
  const start = performance.now()
  const leech = buyer.join(sample, { peers: [seller.address] })
  await leech.complete
  const seconds = (performance.now() - start) / 1_000
  const { user, system } = process.cpuUsage(before)
  for (const { heard } of [seller, buyer]) said += heard.reduce((sum, { t }) => sum + (t === 'voucher' ? 150 : 60), 0)
  waits.sort((a, b) => a - b)
  const at = (share: number): number => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN
  return {
    rate: bytes / seconds,
    vouchers: buyer.desk.signed.length,
    vouchersPerSecond: buyer.desk.signed.length / seconds,
    cpuSeconds: (user + system) / 1e6,
    sessionSeconds: sessionMs / 1_000,
    deskSeconds: deskMs / 1_000,
    medianMs: at(0.5),
    lateMs: at(0.95),
    said,
  }
}
