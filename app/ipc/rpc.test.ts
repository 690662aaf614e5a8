import { describe, expect, it } from 'vitest'
import { fail, ok } from '../result.ts'
import { memoryPortPair } from './port.ts'
import { cancellable, connect, serve, type Handler } from './rpc.ts'

const pair = (handler: Handler) => {
  const crashes: unknown[] = []
  const [near, far] = memoryPortPair(queueMicrotask, structuredClone)
  const server = serve(far, handler, (cause) => `log-${crashes.push(cause)}`)
  return { client: connect(near), server, crashes, near, far }
}

describe('the rpc', () => {
  it('carries a call there and its result back, money and bytes included', async () => {
    const { client } = pair((name, input) => Promise.resolve(ok({ name, input })))
    const input = { amount: 10n ** 30n, bytes: Uint8Array.of(1, 2) }
    expect(await client.call('x', input)).toEqual(ok({ name: 'x', input }))
  })
  it('answers many calls each with its own result, in whatever order they end', async () => {
    const release: (() => void)[] = []
    const { client } = pair((_, input) => new Promise((resolve) => release.unshift(() => resolve(ok(input)))))
    const calls = [1, 2, 3].map((n) => client.call('x', n))
    await Promise.resolve().then(() => undefined)
    await new Promise((resolve) => setImmediate(resolve))
    for (const go of release) go()
    expect(await Promise.all(calls)).toEqual([ok(1), ok(2), ok(3)])
  })
  it('hands an expected failure over as it is', async () => {
    const { client } = pair(() => Promise.resolve(fail({ code: 'not-found' })))
    expect(await client.call('x', null)).toEqual(fail({ code: 'not-found' }))
  })
  it('turns a crash into a log id and nothing more', async () => {
    const { client, crashes } = pair(() => Promise.reject(new Error('secret detail')))
    expect(await client.call('x', null)).toEqual(fail({ code: 'internal', logId: 'log-1' }))
    expect(crashes).toHaveLength(1)
  })
  it('tells the other side when a call is given up', async () => {
    let told = false
    const { client } = pair((_, __, cancellation) => new Promise(() => cancellation.onCancel(() => (told = true))))
    const { cancellation, cancel } = cancellable()
    const call = client.call('x', null, cancellation)
    await new Promise((resolve) => setImmediate(resolve))
    cancel()
    expect(await call).toEqual(fail({ code: 'cancelled' }))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBe(true)
  })
  it('leaves no call waiting when the port closes, on either end', async () => {
    const { client, far } = pair(() => new Promise(() => undefined))
    const call = client.call('x', null)
    far.close()
    expect(await call).toEqual(fail({ code: 'closed' }))
    expect(await client.call('x', null)).toEqual(fail({ code: 'closed' }))
  })
  it('refuses input that cannot cross, as a value', async () => {
    const { client } = pair((_, input) => Promise.resolve(ok(input)))
    expect(await client.call('x', () => 1)).toEqual(fail({ code: 'invalid-argument', field: '' }))
    expect(await client.call('x', 5)).toEqual(ok(5))
  })
  it('ignores what is not one of its messages', async () => {
    const { client, near } = pair((_, input) => Promise.resolve(ok(input)))
    for (const junk of [null, 1, 'x', [], {}, { t: 'reply', id: 99, result: 1 }, { t: 'nonsense' }]) near.post(junk)
    expect(await client.call('x', 5)).toEqual(ok(5))
  })
  it('delivers events to who listens, and no longer', async () => {
    const { client, server } = pair(() => Promise.resolve(ok(1)))
    const seen: unknown[] = []
    const off = client.onEvent((name, data) => seen.push([name, data]))
    server.emit('tick', 1)
    await new Promise((resolve) => setImmediate(resolve))
    off()
    server.emit('tick', 2)
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen).toEqual([['tick', 1]])
  })
})
