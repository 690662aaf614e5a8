import { describe, expect, it } from 'vitest'
import { fakeHome, sampleAddresses } from '../testing/fake-wallet.ts'
import { heldOf } from './wallet.ts'

const { own, second, friend } = sampleAddresses

const watching = (kind: string) => {
  const home = fakeHome(kind)
  const watched = [own, friend].map((address) => ({ address, label: 'Watched' }))
  return { ...home, wallet: { ...home.wallet, watched } }
}

describe('the addresses of a wallet', () => {
  it('are each there once: with its key, where there is one', () => {
    expect(heldOf(watching('open')).map(({ address, watchOnly }) => [address, watchOnly])).toEqual([
      [own, false],
      [second, false],
      [friend, true],
    ])
  })

  it('are those that are only watched, while it is locked', () => {
    expect(heldOf(watching('locked')).map(({ address, watchOnly }) => [address, watchOnly])).toEqual([
      [own, true],
      [friend, true],
    ])
  })

  it('are none before anything is heard', () => {
    expect(heldOf(null)).toEqual([])
  })
})
