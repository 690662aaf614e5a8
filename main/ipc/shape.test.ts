import { describe, expect, it } from 'vitest'
import { isClientMessage, isPlainInput } from './shape.ts'

describe('a message of a window', () => {
  it.each([
    { t: 'call', id: 1, name: 'app.info', input: undefined },
    { t: 'cancel', id: 1 },
  ])('is %j', (message) => expect(isClientMessage(message)).toBe(true))

  it.each([
    null,
    'call',
    [],
    {},
    { t: 'reply', id: 1, result: { ok: true } },
    { t: 'event', name: 'notice', data: {} },
    { t: 'call', id: 1 },
    { t: 'call', id: '1', name: 'app.info' },
    { t: 'call', id: 1.5, name: 'app.info' },
    { t: 'call', id: 1, name: ['app.info'] },
  ])('is not %j', (message) => expect(isClientMessage(message)).toBe(false))
})

describe('an input', () => {
  it.each([undefined, null, {}, { a: [1, 'x', null, { b: new Uint8Array(1) }] }])('%j is plain', (input) =>
    expect(isPlainInput(input)).toBe(true),
  )

  it.each([
    1,
    'x',
    [],
    new Map(),
    new Date(0),
    new Uint8Array(1),
    { a: new Map() },
    { a: new Float64Array(1) },
    { a: new Error('x') },
    { a: () => 1 },
    { constructor: 1 },
    JSON.parse('{"__proto__": {"a": 1}}') as unknown,
    { a: Array.from({ length: 150_001 }, () => 0) },
  ])('%s is not', (input) => expect(isPlainInput(input)).toBe(false))

  it('is not nested without end', () => {
    let deep: unknown = 1
    for (let i = 0; i < 10_000; i++) deep = { deep }
    expect(isPlainInput(deep)).toBe(false)
    const round: { self?: unknown } = {}
    round.self = round
    expect(isPlainInput(round)).toBe(false)
  })
})
