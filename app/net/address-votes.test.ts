import { describe, expect, it } from 'vitest'
import { AddressVotes, readYourIp } from './address-votes.ts'

const honest = (votes: AddressVotes, count: number, from = 1): void => {
  for (let n = from; n < from + count; n++) votes.vote(`8.8.4.${n}`, '1.2.3.4')
}

describe('votes on our address', () => {
  it('elect what most say, once three do', () => {
    const votes = new AddressVotes()
    honest(votes, 2)
    expect(votes.elected()).toBeNull()
    honest(votes, 1, 3)
    expect(votes.elected()).toBe('1.2.3.4')
  })

  it('cannot be stuffed by one host, by neighbours, or for addresses nobody has', () => {
    const votes = new AddressVotes()
    for (let n = 0; n < 100; n++) votes.vote('9.9.9.9', '6.6.6.6')
    for (let n = 1; n < 100; n++) votes.vote(`192.168.1.${n}`, '6.6.6.6')
    for (let n = 1; n < 100; n++) votes.vote(`9.9.8.${n}`, '127.0.0.1')
    expect(votes.elected()).toBeNull()
    honest(votes, 3)
    expect(votes.elected()).toBe('1.2.3.4')
  })

  it('are split without an outcome', () => {
    const votes = new AddressVotes()
    honest(votes, 5)
    for (let n = 1; n < 6; n++) votes.vote(`9.9.8.${n}`, '6.6.6.6')
    expect(votes.elected()).toBeNull()
  })

  it('follow a change of address, the latest counting', () => {
    const votes = new AddressVotes()
    honest(votes, 40)
    for (let n = 1; n < 50; n++) votes.vote(`9.9.8.${n}`, '6.6.6.6')
    expect(votes.elected()).toBe('6.6.6.6')
  })

  it('are read of four or sixteen bytes and nothing else', () => {
    expect(readYourIp(Uint8Array.of(1, 2, 3, 4))).toBe('1.2.3.4')
    expect(readYourIp(Uint8Array.from({ length: 16 }, (_, n) => n))).toBe('1:203:405:607:809:a0b:c0d:e0f')
    for (const wrong of [null, 5, 'x', new Uint8Array(5), []]) expect(readYourIp(wrong)).toBeNull()
  })
})
