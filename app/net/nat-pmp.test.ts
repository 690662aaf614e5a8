import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askAddress, askNatPmp, askPcp, readAddress, readNatPmp, readPcp, type MapQuestion } from './nat-pmp.ts'

const question = fc.record<MapQuestion>({
  transport: fc.constantFrom('tcp', 'udp'),
  internal: fc.integer({ min: 1, max: 65_535 }),
  external: fc.integer({ min: 0, max: 65_535 }),
  lifetime: fc.integer({ min: 0, max: 0xffffffff }),
})
const nonceOf = fc.uint8Array({ minLength: 12, maxLength: 12 })
const tcp: MapQuestion = { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600 }
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

describe('NAT-PMP', () => {
  it('asks as RFC 6886 says', () => {
    expect(hex(askAddress())).toBe('0000')
    expect(hex(askNatPmp(tcp))).toBe('00020000c350c35000000e10')
    expect(hex(askNatPmp({ ...tcp, transport: 'udp', lifetime: 0 }))).toBe('00010000c350000000000000')
  })

  it('reads what a router answers', () => {
    expect(readAddress(bytes('00 80 0000 00000064 cb007105'))).toEqual({ ok: true, value: '203.0.113.5' })
    expect(readNatPmp(bytes('00 82 0000 00000064 c350 c351 00000e10'), tcp)).toEqual({
      ok: true,
      value: { external: 50_001, lifetime: 3_600, address: null },
    })
    expect(readNatPmp(bytes('00 82 0002 00000064'), tcp)).toEqual({ ok: false, why: 'not-authorised' })
    expect(readNatPmp(bytes('00 82 0004 00000064'), tcp)).toEqual({ ok: false, why: 'no-resources' })
  })

  it('does not take an answer to another question', () => {
    expect(readNatPmp(bytes('00 81 0000 00000064 c350 c351 00000e10'), tcp)).toBeNull()
    expect(readNatPmp(bytes('00 82 0000 00000064 c351 c351 00000e10'), tcp)).toBeNull()
    expect(readNatPmp(bytes('00 02 0000 00000064 c350 c351 00000e10'), tcp)).toBeNull()
    expect(readNatPmp(bytes('00 82 0000 00000064 c350'), tcp)).toBeNull()
  })
})

describe('PCP', () => {
  it('asks as RFC 6887 says', () => {
    const asked = hex(askPcp(tcp, '192.168.1.7', new Uint8Array(12).fill(0xaa)))
    expect(asked).toBe(
      '0201000000000e10' +
        '00000000000000000000ffffc0a80107' +
        'aa'.repeat(12) +
        '06000000c350c350' +
        '00000000000000000000ffff00000000',
    )
  })

  it('reads the answer to its question and to no other', () => {
    fc.assert(
      fc.property(question, nonceOf, (asked, nonce) => {
        const answer = askPcp(asked, '10.0.0.2', nonce)
        answer[1] = 0x81
        const view = new DataView(answer.buffer)
        answer.fill(0, 8, 24)
        view.setUint32(56, 0xcb007105)
        const value = { external: asked.external, lifetime: asked.lifetime, address: '203.0.113.5' }
        expect(readPcp(answer, asked, nonce)).toEqual({ ok: true, value })
        expect(
          readPcp(
            answer,
            asked,
            nonce.map((byte) => byte ^ 1),
          ),
        ).toBeNull()
        expect(readPcp(answer, { ...asked, internal: asked.internal ^ 1 }, nonce)).toBeNull()
        expect(readPcp(answer, { ...asked, transport: asked.transport === 'tcp' ? 'udp' : 'tcp' }, nonce)).toBeNull()
        answer[3] = 11
        expect(readPcp(answer, asked, nonce)).toEqual({ ok: false, why: 'conflict' })
      }),
    )
  })

  it('hears that the router knows only the older protocol', () => {
    expect(readPcp(bytes('00 81 0001 00000064'), tcp, new Uint8Array(12))).toEqual({ ok: false, why: 'other-version' })
    expect(readPcp(bytes(`0181 00 01${'00'.repeat(20)}`), tcp, new Uint8Array(12))).toBeNull()
    expect(readPcp(bytes(`0281 00 01${'00'.repeat(20)}`), tcp, new Uint8Array(12))).toEqual({
      ok: false,
      why: 'other-version',
    })
  })

  it('throws at nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), question, nonceOf, (noise, asked, nonce) => {
        for (const read of [readAddress(noise), readNatPmp(noise, asked), readPcp(noise, asked, nonce)]) {
          expect(read === null || typeof read.ok === 'boolean').toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
