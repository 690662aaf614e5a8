import { describe, expect, it } from 'vitest'
import type { DeskCommands } from '../ipc/speed-desk.ts'
import type { Amount } from '../money/amount.ts'
import { encodeMessage } from './message-codec.ts'
import { BTT, MIB_BYTES, Pair } from './testing/pair.ts'

type Claim = DeskCommands['desk.resume']['input']

/** What the buyer's wallet was told, and when. */
const watched = (pair: Pair): readonly { readonly at: number; readonly claim: Claim }[] => {
  const told: { at: number; claim: Claim }[] = []
  const { desk } = pair.buyer
  const resume = desk.resume.bind(desk)
  desk.resume = (claim) => {
    told.push({ at: pair.now, claim })
    return resume(claim)
  }
  return told
}

const ack = (pair: Pair, cumulative: bigint): void =>
  pair.buyer.tell('peer', {
    is: 'message',
    bytes: encodeMessage({ t: 'ack', cumulative: cumulative as Amount, bytes: 0 }),
  })

const state = (pair: Pair): string | undefined => pair.buyer.view('peer')?.buyer.state

describe('a seller that claims more in each ack', () => {
  it('has the wallet hear the first, and nothing more once that froze it', () => {
    const pair = new Pair({ ask: BTT })
    pair.bid(BTT)
    const told = watched(pair)
    for (let at = 0; at < 1_200; at++) {
      pair.pass(50)
      ack(pair, 10n ** 24n + BigInt(at))
      if (at % 5 === 0) pair.buyer.tell('peer', { is: 'tick' })
    }
    expect(told.map(({ claim }) => claim.cumulative)).toEqual([10n ** 24n])
    expect(state(pair)).toBe('BLOCKED')
  })

  it('has it hear the largest alone, once a second, while it cannot decide, and is paid nothing meanwhile', () => {
    const pair = new Pair({ ask: BTT })
    pair.bid(BTT)
    const told = watched(pair)
    const { desk } = pair.buyer
    const heard = desk.resume
    desk.resume = (claim) => {
      heard(claim)
      return 'away'
    }
    ack(pair, 10n ** 24n)
    pair.serve(MIB_BYTES, { gap: 10 })
    for (let at = 1; at <= 100; at++) {
      pair.pass(50)
      ack(pair, 10n ** 24n + BigInt(at % 10 === 0 ? at : 0))
      pair.buyer.tell('peer', { is: 'tick' })
    }
    expect(told.length).toBeGreaterThanOrEqual(5)
    expect(told.length).toBeLessThanOrEqual(7)
    pair.pass(1_000)
    pair.buyer.tell('peer', { is: 'tick' })
    expect(told.at(-1)?.claim.cumulative).toBe(10n ** 24n + 100n)
    told.reduce((before, { at }) => {
      expect(at - before).toBeGreaterThanOrEqual(1_000)
      return at
    }, -Infinity)
    expect(desk.signed).toEqual([])
  })

  it('is paid again once it says less', () => {
    const pair = new Pair({ ask: BTT })
    pair.bid(BTT)
    pair.serve(2 * MIB_BYTES, { gap: 10 })
    pair.wait(3_000)
    const promised = pair.buyer.desk.signed.at(-1)?.cumulative ?? 0n
    expect(promised).toBe(2n * BTT)
    const told = watched(pair)
    ack(pair, 9n * BTT)
    expect(state(pair)).toBe('BLOCKED')
    const { desk } = pair.buyer
    const resume = desk.resume
    desk.resume = (claim) => {
      resume(claim)
      return claim.cumulative <= promised ? 'known' : 'frozen'
    }
    pair.wait(1_000)
    ack(pair, promised)
    expect(told.map(({ claim }) => claim.cumulative)).toEqual([9n * BTT, promised])
    expect(state(pair)).not.toBe('BLOCKED')
  })
})
