import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanDhtMessage } from './dht-message.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const id = ascii('abcdefghij0123456789')
const query = (a: object, q: unknown = ascii('get_peers')) => ({ t: ascii('aa'), y: ascii('q'), q, a: { id, ...a } })
const reply = (r: object) => ({ t: ascii('aa'), y: ascii('r'), r: { id, ...r } })
const node = (...address: number[]): Uint8Array => Uint8Array.from([...id, ...address, 0x1a, 0xe1])
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const FAR = '8.8.8.8'

describe('a message of the DHT', () => {
  it('passes when it is as the standard says', () => {
    expect(cleanDhtMessage(query({ info_hash: id }), FAR)).toMatchObject({ kind: 'query' })
    expect(
      cleanDhtMessage(query({ info_hash: id, token: ascii('x'), port: 6881, implied_port: 1 }), FAR),
    ).not.toBeNull()
    expect(cleanDhtMessage(query({}, ascii('a query of tomorrow')), FAR)).not.toBeNull()
    const error = { t: ascii('aa'), y: ascii('e'), e: [203, ascii('no')] }
    expect(cleanDhtMessage(error, FAR)).toMatchObject({ kind: 'reply' })
  })

  it.each([
    ['no dictionary', []],
    ['no type', { t: ascii('aa') }],
    ['an unknown type', { t: ascii('aa'), y: ascii('x') }],
    ['no transaction', { y: ascii('q'), q: ascii('ping'), a: { id } }],
    ['a transaction too long', { ...query({}), t: new Uint8Array(1_000) }],
    ['a query that is a list', query({}, [ascii('ping')])],
    ['no arguments', { t: ascii('aa'), y: ascii('q'), q: ascii('ping') }],
    ['an id of another length', query({ id: ascii('short') })],
    ['an infohash that is a number', query({ info_hash: 5 })],
    ['a target too short', query({ target: ascii('x') })],
    ['a token that is a number', query({ token: 5 })],
    ['a port too high', query({ port: 70_000 })],
    ['a key of another length', query({ k: ascii('x') })],
    ['a reply without its content', { t: ascii('aa'), y: ascii('r') }],
    ['a reply whose id is a number', reply({ id: 5 })],
    ['an error that is a dictionary', { t: ascii('aa'), y: ascii('e'), e: { 0: 1 } }],
    ['an error of dictionaries', { t: ascii('aa'), y: ascii('e'), e: [{}, {}] }],
  ])('is dropped with %s', (_, message) => expect(cleanDhtMessage(message, FAR)).toBeNull())

  it('names no address of ours or of nobody, unless a computer near us does', () => {
    const nodes = join(node(127, 0, 0, 1), node(8, 8, 4, 4), node(192, 168, 1, 1), node(224, 0, 0, 1))
    const values = [Uint8Array.of(10, 0, 0, 1, 0, 22), Uint8Array.of(1, 1, 1, 1, 0, 80)]
    expect(cleanDhtMessage(reply({ nodes, values }), FAR)?.message).toMatchObject({
      r: { nodes: node(8, 8, 4, 4), values: [Uint8Array.of(1, 1, 1, 1, 0, 80)] },
    })
    expect(cleanDhtMessage(reply({ nodes, values }), '192.168.1.7')?.message).toMatchObject({ r: { nodes, values } })
  })

  it('loses lists that are malformed or endless, and keeps the rest', () => {
    const r = (fields: object) => cleanDhtMessage(reply(fields), FAR)?.message['r']
    expect(r({ nodes: ascii('xyz'), token: ascii('t') })).toEqual({ id, token: ascii('t') })
    expect(r({ nodes: 5, values: { a: 1 }, token: [] })).toEqual({ id })
    expect(r({ values: [5, [], new Uint8Array(18), Uint8Array.of(1, 1, 1, 1, 0, 80)] })).toMatchObject({
      values: [Uint8Array.of(1, 1, 1, 1, 0, 80)],
    })
    const many = Array.from({ length: 1_000 }, () => Uint8Array.of(1, 1, 1, 1, 0, 80))
    expect((r({ values: many }) as { values: unknown[] }).values).toHaveLength(200)
  })

  it('passes only with the types the library needs, whatever was decoded', () => {
    const leaf = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.integer(), fc.constant(id), fc.constant(ascii('r')))
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('any'), { maxLength: 4 }), tie('dictionary')),
      dictionary: fc.dictionary(
        fc.constantFrom('t', 'y', 'q', 'a', 'r', 'e', 'id', 'nodes', 'values', 'token', 'target', 'info_hash'),
        tie('any'),
      ),
    })).any
    const message = fc.record({
      t: value,
      y: fc.constantFrom(ascii('q'), ascii('r'), ascii('e')),
      q: value,
      a: fc.oneof(value, fc.dictionary(fc.constantFrom('id', 'target', 'token', 'info_hash'), value)),
      r: fc.oneof(value, fc.dictionary(fc.constantFrom('id', 'nodes', 'values', 'token'), value)),
      e: value,
    })
    fc.assert(
      fc.property(fc.oneof(value, message), (decoded) => {
        const clean = cleanDhtMessage(decoded, FAR)
        if (clean === null) return
        const { a, r } = clean.message as { a?: { id: Uint8Array }; r?: { id: Uint8Array; nodes?: Uint8Array } }
        if (clean.kind === 'query') expect(a?.id.length).toBe(20)
        if (r) expect([r.id.length, (r.nodes?.length ?? 0) % 26]).toEqual([20, 0])
      }),
      { numRuns: 1_000 },
    )
  })
})
