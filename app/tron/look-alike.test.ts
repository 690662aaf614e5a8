import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, type Address } from './address.ts'
import { likenessesOf } from './look-alike.ts'

const BTT = 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4' as Address
const random = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => addressOf(bytes))
  .filter((address) => address !== null)

const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const shifted = (text: string): string =>
  [...text].map((letter) => letters[(letters.indexOf(letter) + 7) % letters.length] ?? '').join('')

describe('a look-alike', () => {
  it('begins or ends like an address paid before, and is marked where it differs', () => {
    const sameEnd = (BTT.slice(0, 1) + shifted(BTT.slice(1, 30)) + BTT.slice(30)) as Address
    expect(likenessesOf(sameEnd, [BTT])[0]).toEqual({
      address: BTT,
      why: 'same-end',
      differs: Array.from({ length: 29 }, (_, at) => at + 1),
    })
    const sameStart = (BTT.slice(0, 4) + shifted(BTT.slice(4))) as Address
    expect(likenessesOf(sameStart, [BTT])[0]).toMatchObject({ why: 'same-start', differs: { length: 30 } })
  })

  it('differs in few places, replaced, left out or exchanged', () => {
    const swapped = (BTT.slice(0, 10) + (BTT[11] ?? '') + (BTT[10] ?? '') + BTT.slice(12, 30) + 'aaaa') as Address
    expect(likenessesOf(swapped, [BTT])[0]?.why).toBe('nearly-same')
    const short = (BTT.slice(0, 6) + BTT.slice(7) + 'z') as Address
    expect(likenessesOf(short, [BTT])[0]?.why).toBe('nearly-same')
  })

  it('is never the address itself, and the likest comes first', () => {
    const twin = (BTT.slice(0, 33) + '5') as Address
    const cousin = (BTT.slice(0, 4) + shifted(BTT.slice(4))) as Address
    expect(likenessesOf(BTT, [BTT])).toEqual([])
    expect(likenessesOf(BTT, [cousin, BTT, twin]).map(({ address }) => address)).toEqual([twin, cousin])
    expect(likenessesOf(twin, [BTT])[0]?.differs).toEqual([33])
  })

  it('is hardly ever a random address', () => {
    let alarms = 0
    fc.assert(
      fc.property(random, random, (a, b) => {
        if (a !== b && likenessesOf(a, [b]).length > 0) alarms++
      }),
      { numRuns: 2_000 },
    )
    expect(alarms).toBeLessThan(5)
  })
})
