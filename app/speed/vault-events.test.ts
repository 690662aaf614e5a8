import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { topicOf } from '../tron/abi.ts'
import { addressBytes, addressOf, type Address } from '../tron/address.ts'
import { VaultEventSchema } from './settled.ts'
import { vaultEvents, type Log } from './vault-events.ts'

const addressAt = (number: number): Address => {
  const found = addressOf(Uint8Array.from({ length: 20 }, (_, at) => (at === 19 ? number : 7)))
  if (found === null) throw new Error('no address')
  return found
}
const [vault, account, other, third] = [addressAt(1), addressAt(2), addressAt(3), addressAt(4)]

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const twenty = (of: Address): string => hex(addressBytes(of).subarray(1))
const topic = (of: Address): string => twenty(of).padStart(64, '0')
const word = (value: bigint): string => value.toString(16).padStart(64, '0')

const deposited = topicOf('Deposited(address,address,uint256)')
const log = (more: Partial<Log> = {}): Log => ({
  address: twenty(vault),
  topics: [deposited, topic(account), topic(account)],
  data: word(5n),
  ...more,
})
const read = (...logs: Log[]) => vaultEvents(logs, vault, account)

describe('what the vault said', () => {
  it('is read of its own logs about the account, with or without the prefix of its address', () => {
    const event = { is: 'deposited', payer: account, from: account, amount: 5n }
    expect(read(log())).toEqual([event])
    expect(read(log({ address: `41${twenty(vault)}` }))).toEqual([event])
    const cashed = {
      topics: [topicOf('Cashed(address,address,uint64,uint256,uint256,address)'), topic(other), topic(account)],
      data: word(9n) + word(5n) + word(2n) + topic(vault),
    }
    expect(read(log(cashed))).toEqual([
      { is: 'cashed', payer: other, payee: account, lane: 9n, amount: 5n, fromLock: 2n, to: 'vault' },
    ])
  })

  it.each([
    ['of another contract', { address: twenty(other) }],
    ['about somebody else', { topics: [deposited, topic(other), topic(third)] }],
    ['of another kind', { topics: [topicOf('Paid(address,address,uint256)'), topic(account), topic(account)] }],
    ['with a topic too few', { topics: [deposited, topic(account)] }],
    ['with a topic too many', { topics: [deposited, topic(account), topic(account), topic(account)] }],
    ['with a topic that is no address', { topics: [deposited, 'ff'.repeat(32), topic(account)] }],
    ['with a word too few', { data: '' }],
    ['with a word too many', { data: word(5n) + word(6n) }],
    ['cut off', { data: word(5n).slice(2) }],
    ['that is no hexadecimal', { data: 'zz'.repeat(32) }],
  ])('is nothing where a log is %s', (_what, more) => {
    expect(read(log(more))).toEqual([])
  })

  it('is an event of ours or none, whatever a log holds', () => {
    const kinds = ['Cashed(address,address,uint64,uint256,uint256,address)', 'ExitRequested(address,uint64)', 'x']
    const bytes = fc.uint8Array({ maxLength: 160 }).map(hex)
    const topics = fc.array(fc.oneof(bytes, fc.constantFrom(topic(account), ...kinds.map(topicOf))), { maxLength: 4 })
    fc.assert(
      fc.property(topics, bytes, (some, data) => {
        for (const event of read(log({ topics: some, data }))) expect(v.is(VaultEventSchema, event)).toBe(true)
      }),
    )
    // A time beyond what a number can hold exactly.
    const exit = { topics: [topicOf('ExitRequested(address,uint64)'), topic(account)], data: word(2n ** 64n - 1n) }
    expect(read(log(exit))).toEqual([])
  })
})
