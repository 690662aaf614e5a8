import { expect, it } from 'vitest'
import type { SpeedOrders } from '../../app/ipc/speed-desk.ts'
import { fail, ok } from '../../app/result.ts'
import { noOrders, ordersOf } from '../../app/speed/compose-orders.ts'
import { situation } from '../../app/speed/testing/situations.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { EngineOrders } from './engine-orders.ts'

const buy = ordersOf(situation())

const open = () => {
  const told: SpeedOrders[] = []
  const engine = { away: false }
  const clock = new ManualClock()
  const orders = new EngineOrders({
    tell: (each) => {
      told.push(each)
      return Promise.resolve(engine.away ? fail({ code: 'engine-unavailable' }) : ok(undefined))
    },
    clock,
  })
  return { orders, told, engine, clock }
}

it('tells orders once, and those that differ in any part again', async () => {
  const { orders, told } = open()
  orders.engineRuns(true)
  orders.order(buy)
  orders.order({ ...buy, buying: new Map(buy.buying) })
  orders.order(noOrders)
  await settle()
  expect(told).toEqual([buy, noOrders])
})

it('tells an engine that was started anew what was ordered last, and none that is away', async () => {
  const { orders, told } = open()
  orders.order(buy)
  expect(told).toEqual([])
  orders.engineRuns(true)
  orders.engineRuns(false)
  orders.order(noOrders)
  orders.engineRuns(true)
  await settle()
  expect(told).toEqual([buy, noOrders])
})

it('tells orders again that were not taken, until newer ones take their place', async () => {
  const { orders, told, engine, clock } = open()
  orders.engineRuns(true)
  engine.away = true
  orders.order(buy)
  await clock.advance(1_000)
  orders.order(noOrders)
  engine.away = false
  await clock.advance(5_000)
  expect(told).toEqual([buy, buy, noOrders, noOrders])
})
