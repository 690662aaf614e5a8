// Who is shown an account, and whose is believed.

import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import type { TorrentId } from '../torrent/row.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import type { SpeedHandshake } from './handshake.ts'
import type { SpeedMessage } from './message.ts'
import { ordersFor } from './session.ts'
import type { SessionFacts, SessionOrders } from './session-event.ts'
import type { Price } from './terms.ts'
import { ChainModel } from './testing/chain-model.ts'
import { testKey } from './testing/keys.ts'
import { MemoryDesk } from './testing/memory-desk.ts'
import { BTT, Pair, plenty, TORRENT, VAULT } from './testing/pair.ts'
import { Side } from './testing/side.ts'

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)
const facts: SessionFacts = {
  torrent: TORRENT,
  infohash: bytes(20, 9),
  mine: bytes(20, 1),
  theirs: bytes(20, 2),
  nonce: bytes(32, 1),
  pieceLength: 1_048_576,
}
const selling = { ask: BTT as Price, paidShare: 0.6, mostUncashed: BTT as Amount }
const buying = { left: BTT as Amount, ceiling: BTT as Price, perPeer: BTT as Amount, funds: null }

const alone = (orders: Partial<SessionOrders>): Side => {
  const chain = new ChainModel()
  const desk = new MemoryDesk({ key: testKey(1), device: 7, vault: VAULT, chain, allowance: plenty, now: () => 0 })
  const side = new Side(desk)
  const account = { vault: VAULT, address: desk.account, device: 7 }
  side.open('peer', facts, { account, canSign: true, buy: null, sell: null, ...orders })
  return side
}
const theirs = (over: Partial<SpeedHandshake>): SpeedHandshake => ({
  chains: [VAULT.chainId],
  buys: true,
  sells: true,
  ...over,
})
const hears = (side: Side, handshake: SpeedHandshake | null): readonly SpeedMessage[] => {
  side.out.length = 0
  side.tell('peer', { is: 'handshake', theirs: handshake })
  return side.messages
}
const says = (side: Side, message: SpeedMessage): void =>
  side.tell('peer', { is: 'message', bytes: encodeMessage(message) })

const hello: SpeedMessage = {
  t: 'hello',
  nonce: bytes(32, 5),
  chainId: VAULT.chainId,
  vault: VAULT.address,
  account: testKey(2).address,
  device: 9,
}

describe('a stranger', () => {
  it.each<[string, Partial<SessionOrders>, SpeedHandshake | null]>([
    ['says nothing of Speed', { sell: selling }, null],
    ['is on another chain', { sell: selling }, theirs({ chains: [1, 2] })],
    ['only sells, as we do', { sell: selling }, theirs({ buys: false })],
    ['only buys, as we do', { buy: buying }, theirs({ sells: false })],
    ['comes while we have no wallet', { sell: selling, account: null }, theirs({})],
    ['comes while nobody can sign', { sell: selling, canSign: false }, theirs({})],
  ])('hears nothing when it %s', (_, orders, handshake) => {
    const side = alone(orders)
    expect(hears(side, handshake)).toEqual([])
    says(side, hello)
    expect(side.messages).toEqual([])
  })

  it('hears hello when it wants what we sell, and our proof once it said hello', () => {
    const side = alone({ sell: selling })
    expect(hears(side, theirs({ sells: false })).map(({ t }) => t)).toEqual(['hello'])
    says(side, hello)
    expect(side.messages.map(({ t }) => t)).toEqual(['hello', 'prove'])
  })

  it('that says hello before its handshake is not answered, and the third time not heard any more', () => {
    const side = alone({ sell: selling })
    for (let times = 0; times < 3; times++) says(side, hello)
    expect(hears(side, theirs({}))).toEqual([])
    expect(side.view('peer')?.seller.state).toBe('BLOCKED')
  })

  it('of another vault, or with our own account, is dealt with no further', () => {
    for (const other of [
      { ...hello, vault: testKey(8).address },
      { ...hello, chainId: 5 },
      { ...hello, account: testKey(1).address },
    ]) {
      const side = alone({ sell: selling })
      hears(side, theirs({}))
      says(side, other)
      expect(side.messages.map(({ t }) => t)).toEqual(['hello', 'error'])
      expect(side.view('peer')?.seller.state).toBe('BLOCKED')
    }
  })
})

describe('what is said in the handshake', () => {
  it('follows the orders, and is taken back with them', () => {
    const side = alone({ sell: selling })
    const said = () => side.out.flatMap((one) => (one.is === 'handshake' ? [one.theirs] : []))
    const account = { vault: VAULT, address: side.desk.account, device: 7 }
    side.tell('peer', { is: 'orders', orders: { account, canSign: true, buy: buying, sell: selling } })
    side.tell('peer', { is: 'orders', orders: { account, canSign: true, buy: null, sell: null } })
    side.tell('peer', { is: 'orders', orders: { account: null, canSign: true, buy: null, sell: null } })
    const chains = [VAULT.chainId]
    expect(said()).toEqual([{ chains, buys: false, sells: true }, { chains, buys: true, sells: true }, null])
  })

  it('is nothing for a private torrent, unless that one was allowed', () => {
    const account = { vault: VAULT, address: testKey(1).address, device: 1 }
    const orders = {
      account,
      canSign: true,
      funds: null,
      buying: new Map([[TORRENT, buying]]),
      selling,
      privateToo: new Set<TorrentId>(),
    }
    expect(ordersFor(orders, TORRENT, true)).toEqual({ account: null, canSign: true, buy: null, sell: null })
    expect(ordersFor(orders, TORRENT, false)).toMatchObject({ account, buy: buying, sell: selling })
    const allowed = { ...orders, privateToo: new Set([TORRENT]) }
    expect(ordersFor(allowed, TORRENT, true)).toMatchObject({ account, buy: buying, sell: selling })
  })
})

describe('a proof', () => {
  it('that was made on another connection is worth nothing: all dealing ends', () => {
    const pair = new Pair()
    const captured = capture(pair)
    expect(captured).toHaveLength(1)
    const other = new Pair()
    other.disconnect()
    const side = other.seller
    side.open(
      'again',
      { ...facts, mine: bytes(20, 2), theirs: bytes(20, 3), nonce: bytes(32, 77) },
      other.ordersOf(side),
    )
    side.tell('again', { is: 'handshake', theirs: theirs({ sells: false }) })
    side.tell('again', { is: 'message', bytes: encodeMessage({ ...hello, account: testKey(1).address }) })
    for (const proof of captured) side.tell('again', { is: 'message', bytes: encodeMessage(proof) })
    expect(side.view('again')?.seller.state).toBe('BLOCKED')
  })

  it('waits for a wallet that can sign, and is given then', () => {
    const side = alone({ sell: selling })
    side.desk.locked = true
    hears(side, theirs({}))
    says(side, hello)
    expect(side.messages.map(({ t }) => t)).toEqual(['hello'])
    side.desk.locked = false
    side.now = 10_000
    side.tell('peer', { is: 'tick' })
    expect(side.messages.map(({ t }) => t)).toEqual(['hello', 'prove'])
  })

  it('is asked for anew when our account changes, and what ran is over', () => {
    const pair = new Pair()
    pair.bid(BTT)
    const other = { ...pair.ordersOf(pair.seller), account: { vault: VAULT, address: testKey(3).address, device: 1 } }
    pair.seller.tell('peer', { is: 'orders', orders: other })
    const kinds = pair.seller.messages.map(({ t }) => t)
    expect(kinds).toContain('stop')
    expect(kinds).toContain('hello')
    expect(pair.seller.view('peer')?.seller.price).toBeNull()
  })
})

/** The proof of a buyer on a connection of its own. */
const capture = (pair: Pair): SpeedMessage[] => {
  const proofs: SpeedMessage[] = []
  pair.disconnect()
  const { out } = pair.buyer
  const push = out.push.bind(out)
  out.push = (...carried) => {
    for (const one of carried) {
      const decoded = one.is === 'message' ? decodeMessage(one.bytes) : null
      if (decoded?.is === 'message' && decoded.message.t === 'prove') proofs.push(decoded.message)
    }
    return push(...carried)
  }
  pair.connect()
  return proofs
}
