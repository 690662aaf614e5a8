import { setTimeout } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { ChainModel } from '../../../app/speed/testing/chain-model.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent } from '../swarm/testing/sample-swarm.ts'
import bencode from '../../../app/bencode/bencode.js'
import { extended, message, numbers, rawSeed } from '../swarm/testing/raw-peer.ts'
import { limitedUp, othersWhenDone, until } from './testing/auction.ts'
import { BTT, Trader } from './testing/trader.ts'

const MIB = 1_048_576
const PIECE = 65_536

describe('a buyer', { concurrent: true }, () => {
  it('has all when its equals that pay nothing have less than half', { timeout: 60_000 }, async ({ expect }) => {
    const others = await othersWhenDone(2 * MIB, 6 * MIB, 3)
    expect(others).toBeGreaterThan(0)
    expect(others).toBeLessThan(0.5)
  })

  it('pays nothing for bad data, and says why it ends', { timeout: 30_000 }, async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const chain = new ChainModel()
    const liar = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(MIB) }))
    const sample = sampleTorrent(32 * PIECE, PIECE)
    const data = sample.data.map((byte, at) => (at === 7 * PIECE + 9 ? byte ^ 1 : byte))
    liar.join(sample, { have: 'all', data })
    const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT }))
    buyer.buy(sample.id, 5n * BTT)
    // The one bad piece comes last.
    const priorities = new Uint8Array(32).fill(3).with(7, 1)
    const leech = buyer.join(sample, { peers: [liar.address], priorities })
    await until('ban', () => leech.banned.length > 0)
    await until('end of the connection', () => leech.torrent.counts().connected === 0)
    expect(leech.banned).toEqual([liar.address])
    await until('stop', () => liar.heard.some((one) => one.t === 'stop' && one.code === 'bad-data'), 1_000)
    expect(buyer.promised).toBeGreaterThan(0n)
    expect(buyer.promised).toBeLessThanOrEqual((31n * BTT) / 16n)
    expect(liar.desk.earned).toBeLessThanOrEqual(buyer.promised)
    expect([...buyer.crashes, ...liar.crashes]).toEqual([])
  })

  it(
    'pays each of two sellers for what that one sent, and a third that sells nothing is not paid',
    {
      timeout: 40_000,
    },
    async ({ expect }) => {
      await using stack = new AsyncDisposableStack()
      const chain = new ChainModel()
      const sample = sampleTorrent(12 * MIB, PIECE)
      const sellers: Trader[] = []
      for (const number of [1, 2]) {
        const seller = stack.use(await Trader.open({ number, chain, ask: BTT, settings: limitedUp(MIB) }))
        seller.join(sample, { have: 'all', data: sample.data })
        sellers.push(seller)
      }
      const free = stack.use(await openSwarm(limitedUp(MIB)))
      joinSample(free, sample, { have: 'all', data: sample.data })
      const buyer = stack.use(await Trader.open({ number: 9, chain, deposit: 1_000n * BTT, price: BTT }))
      buyer.buy(sample.id, 5n * BTT)
      const peers = [...sellers.map(({ address }) => address), addressOf(free)]
      await buyer.join(sample, { peers }).complete
      await until('last vouchers', () => sellers.reduce((sum, { desk }) => sum + desk.earned, 0n) === buyer.promised)
      for (const { written, desk } of sellers) {
        const { earned } = desk
        expect(earned).toBeLessThanOrEqual((BigInt(written) * BTT) / BigInt(MIB))
        // What came before its bid was accepted was free.
        expect(earned).toBeGreaterThan((BigInt(written) * BTT) / BigInt(MIB) / 2n)
      }
      expect(buyer.crashes).toEqual([])
    },
  )

  it(
    'that has everything parts from the seller when all is paid, however slow its desk is',
    { timeout: 40_000 },
    async ({ expect }) => {
      await using stack = new AsyncDisposableStack()
      const chain = new ChainModel()
      const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(2 * MIB) }))
      const sample = sampleTorrent(3 * MIB, PIECE)
      seller.join(sample, { have: 'all', data: sample.data })
      const slowly = (): Promise<void> => setTimeout(1_200)
      const buyer = stack.use(
        await Trader.open({
          number: 2,
          chain,
          deposit: 1_000n * BTT,
          price: BTT,
          between: (desk) => ({ ...desk, pay: (payment) => slowly().then(() => desk.pay(payment)) }),
        }),
      )
      buyer.buy(sample.id, 5n * BTT)
      const leech = buyer.join(sample, { peers: [seller.address] })
      let verified = 0n
      const parted = until('parting', () => {
        for (const { buyer: bought } of buyer.views) verified = bought.verified
        return verified > 0n && leech.torrent.counts().connected === 0
      })
      await leech.complete
      await parted
      expect(verified).toBeGreaterThan(BigInt(MIB))
      expect(buyer.promised).toBe((verified * BTT) / BigInt(MIB))
      expect(seller.desk.earned).toBe(buyer.promised)
    },
  )

  it('whose desk is away downloads as everybody', { timeout: 30_000 }, async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const chain = new ChainModel()
    const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
    const sample = sampleTorrent(40 * PIECE, PIECE)
    seller.join(sample, { have: 'all', data: sample.data })
    const never = new Promise<never>(() => undefined)
    const away = { ask: () => never, pay: () => never, receive: () => never }
    const buyer = stack.use(await Trader.open({ number: 2, chain, price: BTT, between: () => away }))
    buyer.buy(sample.id, 5n * BTT)
    await buyer.join(sample, { peers: [seller.address] }).complete
    expect(buyer.desk.signed).toEqual([])
  })

  it(
    'whose budget is spent goes on for nothing, with not a unit more paid',
    { timeout: 30_000 },
    async ({ expect }) => {
      await using stack = new AsyncDisposableStack()
      const chain = new ChainModel()
      const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(3 * MIB) }))
      const sample = sampleTorrent(8 * MIB, PIECE)
      seller.join(sample, { have: 'all', data: sample.data })
      const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT }))
      buyer.buy(sample.id, 5n * BTT, 2n * BTT)
      await buyer.join(sample, { peers: [seller.address] }).complete
      expect(buyer.promised).toBeGreaterThan(BTT)
      expect(buyer.promised).toBeLessThanOrEqual(2n * BTT)
      expect(buyer.views.map(({ buyer: { refused } }) => refused)).toEqual(['torrent'])
    },
  )

  it('signs nothing more once it is switched off, and the seller hears it', { timeout: 30_000 }, async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const chain = new ChainModel()
    const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(2 * MIB) }))
    const sample = sampleTorrent(12 * MIB, PIECE)
    seller.join(sample, { have: 'all', data: sample.data })
    const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT }))
    buyer.buy(sample.id, 5n * BTT)
    const leech = buyer.join(sample, { peers: [seller.address] })
    await until('voucher', () => buyer.desk.signed.length > 3)
    buyer.switchOff(sample.id)
    const signed = buyer.desk.signed.length
    await until(
      'stop',
      () => seller.views.every(({ seller: { state } }) => !['SERVING', 'HELD'].includes(state)),
      1_000,
    )
    await leech.complete
    expect(buyer.desk.signed).toHaveLength(signed)
  })
})

describe('a seller', { concurrent: true }, () => {
  it(
    'sends who does not pay its credit and not one block more, then stops, and serves it as everybody',
    {
      timeout: 60_000,
    },
    async ({ expect }) => {
      await using stack = new AsyncDisposableStack()
      const chain = new ChainModel()
      const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
      const sample = sampleTorrent(8 * MIB, PIECE)
      seller.join(sample, { have: 'all', data: sample.data })
      const stingy = stack.use(
        await Trader.open({
          number: 2,
          chain,
          deposit: 1_000n * BTT,
          price: BTT,
          settings: { ...limitedUp(0), limits: { ...limitedUp(0).limits, up: null, down: 2 * MIB } },
          between: (desk) => ({ ...desk, pay: () => new Promise<never>(() => undefined) }),
        }),
      )
      stingy.buy(sample.id, 5n * BTT)
      const leech = stingy.join(sample, { peers: [seller.address] })
      await until('hold', () => seller.views.some(({ seller: { state } }) => state === 'HELD'))
      const [held] = seller.views
      expect(Number(held?.seller.sent)).toBeLessThanOrEqual(MIB)
      expect(Number(held?.seller.sent)).toBeGreaterThan(MIB - 16_384)
      await until('stop', () => seller.views.some(({ seller: { ended } }) => ended === 'unpaid'))
      expect(Number(seller.views[0]?.seller.sent)).toBeLessThanOrEqual(MIB)
      await leech.complete
      expect(stingy.desk.signed).toEqual([])
    },
  )

  it('has the part of its slots for buyers that it is told, as soon as it is told', async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const { limits, ...settings } = limitedUp(MIB)
    const wish = { number: 1, chain: new ChainModel(), ask: BTT, paidShare: 0.2 }
    const seller = stack.use(
      await Trader.open({ ...wish, settings: { ...settings, limits: { ...limits, slots: 10 } } }),
    )
    expect(seller.swarm.paidSlotsFree).toBe(2)
    const { selling } = seller.orders
    seller.give({ ...seller.orders, selling: selling && { ...selling, paidShare: 0.5 } })
    expect(seller.swarm.paidSlotsFree).toBe(5)
    seller.give({ ...seller.orders, selling: null })
    expect(seller.swarm.paidSlotsFree).toBe(0)
  })

  it('says nothing on a private torrent unless that one is allowed', { timeout: 30_000 }, async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const chain = new ChainModel()
    const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
    const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT }))
    const sample = sampleTorrent(4 * PIECE, PIECE)
    seller.join(sample, { have: 'all', data: sample.data, isPrivate: true })
    buyer.buy(sample.id, 5n * BTT)
    const leech = buyer.join(sample, { peers: [seller.address], isPrivate: true, priorities: new Uint8Array(4) })
    await until('connection', () => leech.torrent.counts().connected === 1)
    leech.torrent.setPriorities(new Uint8Array(4).fill(2))
    await leech.complete
    expect([...buyer.views, ...seller.views]).toEqual([])
    const privateToo = new Set([sample.id])
    seller.give({ ...seller.orders, privateToo })
    buyer.give({ ...buyer.orders, privateToo })
    await until('hello', () => seller.views.length === 1)
  })

  it(
    'serves who talks nonsense to it as everybody, and listens to it no more',
    { timeout: 30_000 },
    async ({ expect }) => {
      await using stack = new AsyncDisposableStack()
      const chain = new ChainModel()
      const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
      const sample = sampleTorrent(4 * PIECE, PIECE)
      const bs = { v: 1, c: [Buffer.from('cd8690dc', 'hex')], r: 1 }
      const hello = extended(0, bencode.encode({ m: { bt_speed: 3 }, bs }))
      // Ours has number 2: metadata comes first.
      const nonsense = Array.from({ length: 200 }, (_, at) => extended(2, Buffer.alloc(at * 7, at)))
      const [UNCHOKE, INTERESTED, REQUEST, BLOCK] = [1, 2, 6, 7]
      let served = 0
      const raw = stack.use(
        await rawSeed({
          infoHash: sample.id,
          greeting: [hello, ...nonsense, message(INTERESTED)],
          answer: (id) => {
            if (id === BLOCK) served++
            return id === UNCHOKE || (id === BLOCK && served < 8)
              ? message(REQUEST, numbers(served % 4, 0, 16_384))
              : null
          },
        }),
      )
      seller.join(sample, { have: 'all', data: sample.data, peers: [raw.address] })
      await until('blocks', () => served >= 8)
      expect(seller.views.map(({ seller: { state } }) => state)).toEqual(['BLOCKED'])
      expect(seller.asked).toEqual([])
      expect(seller.crashes).toEqual([])
    },
  )

  it('serves peers that never heard of Speed as ever', { timeout: 30_000 }, async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const chain = new ChainModel()
    const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT }))
    const sample = sampleTorrent(40 * PIECE, PIECE)
    seller.join(sample, { have: 'all', data: sample.data })
    const plain = stack.use(await openSwarm())
    const leech = joinSample(plain, sample, { peers: [addressOf(seller.swarm)] })
    await leech.complete
    expect(seller.asked).toEqual([])
    expect(seller.views).toEqual([])
  })
})
