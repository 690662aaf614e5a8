import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import bencode, { BencodeError, type BencodeValue } from './bencode.js'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0))
const latin1 = (value: Uint8Array): string => Array.from(value, (byte) => String.fromCharCode(byte)).join('')
const roundTrip = (text: string): string => latin1(bencode.encode(bencode.decode(bytes(text))))

const faultOf = (data: string | Uint8Array): string | null => {
  try {
    bencode.decode(typeof data === 'string' ? bytes(data) : data)
    return null
  } catch (error) {
    if (error instanceof BencodeError) return error.fault
    throw error
  }
}

/** What a key is called: itself, or hex when it is no UTF-8. */
const nameOf = (key: string): string => Object.keys(bencode.decode(bytes(`d${string(key)}i1ee`)))[0] ?? key

/** Bencode with dictionaries in any order, as one byte a character. */
const string = (value: string): string => `${value.length}:${value}`
const byteKey = fc.oneof(
  fc.constantFrom('a', 'info', 'toString', '__proto__', 'valueOf', '10', '9', 'length', '\xff\x00', '\xc3\xa9', 'ff00'),
  fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)), maxLength: 5 }),
)
const { anyBencode } = fc.letrec<{ anyBencode: string; list: string; dictionary: string }>((tie) => ({
  anyBencode: fc.oneof(
    { maxDepth: 5 },
    fc.maxSafeInteger().map((value) => `i${Object.is(value, -0) ? 0 : value}e`),
    byteKey.map(string),
    tie('list'),
    tie('dictionary'),
  ),
  list: fc.array(tie('anyBencode'), { maxLength: 4 }).map((items) => `l${items.join('')}e`),
  dictionary: fc
    .uniqueArray(fc.tuple(byteKey, tie('anyBencode')), { selector: ([key]) => nameOf(key), maxLength: 6 })
    .map((pairs) => `d${pairs.map(([key, value]) => string(key) + value).join('')}e`),
}))

describe('decoding', () => {
  it.each([
    ['i0e', 0],
    ['i-42e', -42],
    ['i9007199254740991e', 9007199254740991],
    ['0:', new Uint8Array(0)],
    ['3:a\xffb', bytes('a\xffb')],
    ['le', []],
    ['li1eli2eee', [1, [2]]],
    ['de', {}],
    ['d1:bi1e1:ali2eee', { b: 1, a: [2] }],
  ])('reads %j', (text, value) => {
    expect(bencode.decode(bytes(text))).toEqual(value)
  })

  it.each([
    ['', 'truncated'],
    ['i', 'truncated'],
    ['i1', 'truncated'],
    ['ie', 'integer'],
    ['i-e', 'integer'],
    ['i-0e', 'integer'],
    ['i03e', 'integer'],
    ['i-03e', 'integer'],
    ['i+3e', 'syntax'],
    ['i1.9e', 'syntax'],
    ['i 1e', 'syntax'],
    ['i9007199254740992e', 'range'],
    ['i-9007199254740992e', 'range'],
    [`i${'9'.repeat(21)}e`, 'range'],
    ['-1:a', 'syntax'],
    ['l-1:ae', 'syntax'],
    ['d1:a-5:e', 'syntax'],
    ['01:a', 'length'],
    ['00:', 'length'],
    ['123456789:', 'length'],
    ['5:abcd', 'truncated'],
    ['99999999:abcd', 'truncated'],
    ['1', 'truncated'],
    ['1;a', 'syntax'],
    ['x', 'syntax'],
    ['e', 'syntax'],
    ['l', 'truncated'],
    ['li1e', 'truncated'],
    ['d', 'truncated'],
    ['d1:a', 'truncated'],
    ['d1:ae', 'syntax'],
    ['di1ei2ee', 'syntax'],
    ['dle1:ae', 'syntax'],
    ['d1:ai1e1:ai2ee', 'duplicate-key'],
    ['d1:bi1e1:ai1e1:bi2ee', 'duplicate-key'],
    ['d8:toStringi1e8:toStringi2ee', 'duplicate-key'],
    // a key that is no text stands as hex, which the next key spells out
    ['d1:\xffi1e2:ffi2ee', 'duplicate-key'],
    ['d2:ffi1e1:\xffi2ee', 'duplicate-key'],
  ])('refuses %j (%s)', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  it('takes text for its UTF-8, and what is neither bytes nor text not at all', () => {
    expect(bencode.decode('2:ä')).toEqual(bytes('\xc3\xa4'))
    for (const nothing of [null, undefined, 5, {}]) {
      expect(() => bencode.decode(nothing as never)).toThrow(BencodeError)
    }
  })

  it('does not mind bytes behind the value', () => {
    expect(bencode.decode(bytes('d8:msg_typei1eeanything'))).toEqual({ msg_type: 1 })
  })

  it('gives copies, so that the buffer can be used again', () => {
    const buffer = bytes('l4:spame')
    const decoded = bencode.decode(buffer)
    buffer.fill(0)
    expect(decoded).toEqual([bytes('spam')])
  })

  it('gives Buffers for a Buffer, as the DHT expects them', () => {
    const decoded = bencode.decode(Buffer.from('d1:t2:\x01\x02e', 'latin1'))
    expect(Buffer.isBuffer((decoded as { t: unknown }).t)).toBe(true)
    expect(Buffer.isBuffer((bencode.decode(bytes('d1:t2:abe')) as { t: unknown }).t)).toBe(false)
  })

  it('stops at 100 levels, three million values and ten megabytes', () => {
    expect(faultOf('l'.repeat(100) + 'e'.repeat(100))).toBeNull()
    expect(faultOf('l'.repeat(101) + 'e'.repeat(101))).toBe('too-deep')
    expect(faultOf('d1:a'.repeat(101))).toBe('too-deep')
    expect(faultOf('l'.repeat(9_000_000))).toBe('too-deep')
    expect(faultOf(`l${'i0e'.repeat(2_999_998)}e`)).toBeNull()
    expect(faultOf(`l${'i0e'.repeat(2_999_999)}e`)).toBe('too-many')
    expect(faultOf(new Uint8Array(10_000_001).fill(0x6c))).toBe('too-large')
  })

  it('throws nothing but its own error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        expect(() => faultOf(data)).not.toThrow()
      }),
      { numRuns: 5_000 },
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('dlie:-0123456789a\xff')), maxLength: 30 }),
        (text) => {
          expect(() => faultOf(text)).not.toThrow()
        },
      ),
      { numRuns: 20_000 },
    )
  })

  it('refuses every value that is cut short', () => {
    fc.assert(
      fc.property(anyBencode, fc.nat(), (text, cut) => {
        expect(faultOf(text)).toBeNull()
        expect(faultOf(text.slice(0, cut % text.length))).not.toBeNull()
      }),
    )
  })
})

describe('a decoded dictionary', () => {
  const decode = (text: string): { [key: string]: BencodeValue } => {
    const value = bencode.decode(bytes(text))
    return value as { [key: string]: BencodeValue }
  }

  it('has no prototype, and none can be given to it', () => {
    const dictionary = decode('d9:__proto__d5:admini1eee')
    expect(Object.getPrototypeOf(dictionary)).toBeNull()
    expect(Object.keys(dictionary)).toEqual([])
    expect(Object.assign({}, dictionary)).not.toHaveProperty('admin')
    expect({}).not.toHaveProperty('admin')
  })

  it('can be called as text, whatever keys it holds', () => {
    fc.assert(
      fc.property(anyBencode, (text) => {
        const value = bencode.decode(bytes(text))
        expect(typeof String(value)).toBe('string')
        expect(typeof value.toString()).toBe('string')
      }),
    )
    expect(Number(decode('d1:ad8:toStringi1e7:valueOfi1eee')['a']?.toString())).toBeNaN()
  })

  it('names keys that are no text in hex', () => {
    expect(Object.keys(decode('d2:\xff\x00i1e2:\xc3\xa9i2ee'))).toEqual(['ff00', 'é'])
  })

  it('keeps integers that no number holds only inside the top-level info', () => {
    const text = 'd1:ai1e4:infod1:xi9007199254740993e1:yli-9223372036854775808eeee'
    expect(decode(text)['info']).toEqual({ x: 9007199254740993n, y: [-9223372036854775808n] })
    expect(roundTrip(text)).toBe(text)
    expect(faultOf('d4:infode1:zi9007199254740993ee')).toBe('range')
    expect(faultOf('d1:ad4:infoi9007199254740993eee')).toBe('range')
    expect(faultOf('d4:infoi18446744073709551616ee')).toBe('range')
  })
})

describe('encoding', () => {
  it.each([
    [{ b: 1, a: 'x' }, 'd1:a1:x1:bi1ee'],
    [{ 10: 1, 9: 2, 1: 3 }, 'd1:1i3e2:10i1e1:9i2ee'],
    [
      new Map<unknown, unknown>([
        ['b', [1]],
        [bytes('a\xff'), 2],
      ]),
      'd2:a\xffi2e1:bli1eee',
    ],
    [{ gone: undefined, none: null, list: [null, 1, undefined] }, 'd4:listli1eee'],
    [[true, false, 1.9, -1.9, -0, 2 ** 60, 10n ** 18n], 'li1ei0ei1ei-1ei0ei1152921504606846976ei1000000000000000000ee'],
    [new Set(['a', 1]), 'l1:ai1ee'],
    [new Uint16Array([0x4142]), '2:BA'],
    [new Uint8Array([1, 2, 3]).buffer, '3:\x01\x02\x03'],
    ['ä€😀\ud800', '12:\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd'],
    [Object.create(null), 'de'],
  ])('writes %s as %j', (value, text) => {
    expect(latin1(bencode.encode(value))).toBe(text)
  })

  it.each([[null], [undefined], [Number.NaN], [Infinity], [Symbol('x')], [() => 1], [{ f: () => 1 }]])(
    'refuses %s',
    (value) => {
      expect(() => bencode.encode(value)).toThrow(BencodeError)
    },
  )

  it('refuses what holds itself', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(() => bencode.encode(cycle)).toThrow('too-deep')
  })

  it('sorts keys by their bytes, not by their UTF-16 units', () => {
    expect(latin1(bencode.encode({ '😀': 1, '\uffee': 2 }))).toBe('d3:\xef\xbf\xaei2e4:\xf0\x9f\x98\x80i1ee')
  })

  it('gives back the bytes of anything that was decoded', () => {
    fc.assert(
      fc.property(anyBencode, (text) => {
        expect(roundTrip(text)).toBe(text)
      }),
      { numRuns: 3_000 },
    )
  })

  it('gives back the bytes of what was put into something larger', () => {
    fc.assert(
      fc.property(anyBencode, (text) => {
        const wrapped = bencode.encode({ info: bencode.decode(bytes(text)), announce: 'x' })
        expect(latin1(wrapped)).toBe(`d8:announce1:x4:info${text}e`)
      }),
    )
  })

  it('writes a dictionary anew once its keys or values changed', () => {
    const dictionary = bencode.decode(bytes('d1:bi1e1:ai2e1:\xffi3e8:toStringi4ee')) as { [key: string]: BencodeValue }
    dictionary['b'] = 7
    expect(latin1(bencode.encode(dictionary))).toBe('d1:bi7e1:ai2e1:\xffi3e8:toStringi4ee')
    dictionary['c'] = 5
    expect(latin1(bencode.encode(dictionary))).toBe('d1:ai2e1:bi7e1:ci5e8:toStringi4e1:\xffi3ee')
    delete dictionary['b']
    expect(latin1(bencode.encode(dictionary))).toBe('d1:ai2e1:ci5e8:toStringi4e1:\xffi3ee')
  })
})
