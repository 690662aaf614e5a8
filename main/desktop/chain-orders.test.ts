import { describe, expect, it } from 'vitest'
import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { ManualClock } from '../supervisor/testing/manual-clock.ts'
import { ChainOrders } from './chain-orders.ts'

const config = (currency: string) => ({ profile: null, prices: { currency } }) as unknown as ChainConfig

const desk = (...answers: Result<void, AppError>[]) => {
  const clock = new ManualClock()
  const told: (string | undefined)[] = []
  const configure = ({ prices }: ChainConfig): Promise<Result<void, AppError>> => {
    told.push(prices?.currency)
    return Promise.resolve(answers.shift() ?? ok(undefined))
  }
  return { orders: new ChainOrders({ configure, clock }), clock, told }
}

const refused = fail({ code: 'internal', logId: 'x' } as const)

describe('what the chain process is told', () => {
  it('is told once, and again when it changes or the process is new', async () => {
    const { orders, clock, told } = desk()
    for (const currency of ['A', 'A', 'B']) orders.tell(config(currency))
    await clock.advance(60_000)
    expect(told).toEqual(['A', 'B'])
    orders.forget()
    orders.tell(config('B'))
    expect(told).toEqual(['A', 'B', 'B'])
  })

  it('is told until it is done', async () => {
    const { orders, clock, told } = desk(refused, refused)
    orders.tell(config('A'))
    await clock.advance(60_000)
    expect(told).toEqual(['A', 'A', 'A'])
  })

  it('is not told any more once something else is wanted', async () => {
    const { orders, clock, told } = desk(refused)
    orders.tell(config('A'))
    await clock.advance(1_000)
    orders.tell(config('B'))
    await clock.advance(60_000)
    expect(told).toEqual(['A', 'B'])
  })
})
