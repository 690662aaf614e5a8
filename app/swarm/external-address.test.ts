import { describe, expect, it } from 'vitest'
import { ExternalAddress } from './external-address.ts'

const OURS = Uint8Array.of(1, 2, 3, 4)
const OTHER = Uint8Array.of(6, 6, 6, 6)

const honest = (votes: ExternalAddress, count: number, from = 1): void => {
  for (let n = from; n < from + count; n++) votes.vote(`8.8.4.${n}`, OURS)
}
const liars = (votes: ExternalAddress, count: number): void => {
  for (let n = 1; n <= count; n++) votes.vote(`9.9.8.${n}`, OTHER)
}

describe('our address as others see it', () => {
  it('is agreed on once three say so', () => {
    const votes = new ExternalAddress()
    honest(votes, 2)
    expect(votes.agreed()).toBeNull()
    expect(votes.towards('8.8.8.8')).toBe('1.2.3.4')
    honest(votes, 1, 3)
    expect(votes.agreed()).toBe('1.2.3.4')
  })

  it('cannot be stuffed by one host, by neighbours, or for addresses nobody has', () => {
    const votes = new ExternalAddress()
    for (let n = 0; n < 100; n++) votes.vote('9.9.9.9', OTHER)
    for (let n = 1; n < 20; n++) votes.vote(`192.168.1.${n}`, OTHER)
    for (let n = 1; n < 20; n++) votes.vote(`9.9.8.${n}`, Uint8Array.of(127, 0, 0, 1))
    expect(votes.agreed()).toBeNull()
    honest(votes, 3)
    expect(votes.agreed()).toBe('1.2.3.4')
  })

  it('is not agreed on while they differ', () => {
    const votes = new ExternalAddress()
    honest(votes, 5)
    liars(votes, 5)
    expect(votes.agreed()).toBeNull()
  })

  it('follows a change, the latest votes counting, and is unknown on another network', () => {
    const votes = new ExternalAddress()
    honest(votes, 40)
    liars(votes, 49)
    expect(votes.agreed()).toBe('6.6.6.6')
    votes.forget()
    expect(votes.agreed()).toBeNull()
    expect(votes.towards('8.8.8.8')).toBeNull()
  })

  it('is read of four or sixteen bytes and nothing else, IPv4 counting apart', () => {
    const votes = new ExternalAddress()
    for (const wrong of [null, 5, 'x', new Uint8Array(5), []]) votes.vote('8.8.8.8', wrong)
    expect(votes.towards('8.8.8.8')).toBeNull()
    const six = Uint8Array.from([0x26, 6, 0x47, ...new Uint8Array(13)])
    for (let n = 1; n <= 9; n++) votes.vote(`2606:4700::${n}`, six)
    expect(votes.agreed()).toBe('2606:4700::')
    honest(votes, 3)
    expect(votes.agreed()).toBe('1.2.3.4')
  })
})
