// One payer on two connections: what one of them took is lent to the other one no more, told of or not.

import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Amount } from '../../../app/money/amount.ts'
import { laneOf } from '../../../app/speed/lane.ts'
import { encodeMessage } from '../../../app/speed/message-codec.ts'
import type { Price } from '../../../app/speed/terms.ts'
import { ChainModel } from '../../../app/speed/testing/chain-model.ts'
import { testKey } from '../../../app/speed/testing/keys.ts'
import { MemoryDesk } from '../../../app/speed/testing/memory-desk.ts'
import { SpeedHouse } from './speed-house.ts'
import { deskPort } from './testing/desk-port.ts'
import { greeting, proof, type Disguise } from './testing/hostile-peer.ts'
import { BTT, plenty, VAULT } from './testing/trader.ts'
import { BLOCK, Wireless, type Connection } from './testing/wireless.ts'

const MIB = 1_048_576
const DEVICE = 7
const [own, payer] = [testKey(1), testKey(2)]
const random = {
  below: () => 0,
  chance: () => false,
  bytes: (length: number) => new Uint8Array(length).fill(7),
  pick: <T>(list: readonly T[]): T => list[0] as T,
}

const open = () => {
  const wireless = new Wireless()
  const chain = new ChainModel()
  chain.deposit(payer.address, 100n * BTT)
  const wish = { key: own, device: DEVICE, vault: VAULT, chain, allowance: plenty, now: () => 1_000 }
  let now = 1_000
  const house = new SpeedHouse({
    swarm: wireless.swarm,
    desk: deskPort(new MemoryDesk(wish), { noted: () => undefined, later: () => Promise.resolve() }),
    now: () => now,
    random: random.bytes,
    later: () => undefined,
    planner: () => ({ phase: null, help: null, estimate: null, step: () => [] }),
    second: () => undefined,
    crash: (cause) => {
      throw cause
    },
  })
  house.join(wireless.spec, {} as never)
  house.order({
    account: { vault: VAULT, address: own.address, device: DEVICE },
    canSign: true,
    funds: null,
    buying: new Map(),
    selling: { ask: BTT as Price, paidShare: 0.6, mostUncashed: (100n * BTT) as Amount },
    privateToo: new Set(),
  })
  const say = async (connection: Connection, bytes: Uint8Array): Promise<void> => {
    wireless.events.said(connection.key, bytes)
    await turn()
  }
  const meet = async (): Promise<Connection> => {
    const connection = wireless.connect()
    const disguise: Disguise = {
      vault: VAULT,
      key: payer,
      victim: own.address,
      infohash: Buffer.from(wireless.id, 'hex'),
      mine: Buffer.from(wireless.theirs(connection.key), 'hex'),
      theirs: Buffer.from(wireless.mine, 'hex'),
      connection,
      others: [],
    }
    wireless.events.introduced(connection.key, { v: 1, c: [Buffer.from('cd8690dc', 'hex')], r: 1 })
    for (const message of [...greeting(random, disguise), proof(disguise)]) await say(connection, message)
    now += 250
    house.tick()
    await turn()
    return connection
  }
  const bid = (connection: Connection): Promise<void> =>
    say(
      connection,
      encodeMessage({ t: 'bid', bid: 1, index: 1, price: BTT as Price, wanted: MIB, lane: laneOf(1, DEVICE) }),
    )
  /** As much as is let go; answers the bytes. */
  const take = (connection: Connection, most = Infinity): number => {
    let taken = 0
    while (taken < most && wireless.serve(connection, BLOCK)) taken += BLOCK
    return taken
  }
  return { meet, bid, take }
}

it('is lent the least credit once, though the second bids when little of the first is told of', async () => {
  const { meet, bid, take } = open()
  const [first, second] = [await meet(), await meet()]
  await bid(first)
  expect(first.grant).toBe(1)
  const early = take(first, 2 * BLOCK)
  expect(early).toBe(2 * BLOCK)
  await bid(second)
  expect(second.grant).toBe(1)
  expect(early + take(second) + take(first)).toBe(MIB)
})
