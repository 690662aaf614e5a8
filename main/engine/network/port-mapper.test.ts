import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MapQuestion } from '../../../app/net/nat-pmp.ts'
import { PortMapper } from './port-mapper.ts'
import type { Mapped, Router } from './router.ts'

const MINUTE = 60_000
const ports = { tcp: 50_000, udp: [50_000, 50_001] }

/** A router of the mind: what it answers may be changed at any time. */
const mindRouter = (answer: (question: MapQuestion) => Mapped | Promise<Mapped>) => {
  const log: string[] = []
  const router: Router & { answer: typeof answer } = {
    answer,
    map: (question) => {
      log.push(`map ${question.transport} ${question.internal}>${question.external}`)
      return Promise.resolve(router.answer(question))
    },
    unmap: (transport, internal, external) => {
      log.push(`unmap ${transport} ${internal}>${external}`)
      return Promise.resolve()
    },
    address: () => Promise.resolve('203.0.113.5'),
  }
  return { router, log }
}

const grants =
  (external: number | null = null, lifetime = 3_600) =>
  (question: MapQuestion): Mapped => ({
    ok: true,
    value: { external: external ?? question.external, lifetime, address: null },
  })

describe('the port mapper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('maps TCP and UDP, and asks again before the mapping runs out', async () => {
    const { router, log } = mindRouter(grants())
    const mapper = new PortMapper(router)
    expect(mapper.state).toEqual({ state: 'looking' })
    mapper.want(ports)
    await vi.advanceTimersByTimeAsync(0)
    expect(mapper.state).toEqual({ state: 'mapped', port: 50_000, udp: true })
    expect(mapper.address).toBe('203.0.113.5')
    const all = ['map tcp 50000>50000', 'map udp 50000>50000', 'map udp 50001>50001']
    expect(log).toEqual(all)
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(log).toEqual([...all, ...all])
    await mapper.close()
  })

  it('keeps to the port the router granted', async () => {
    const { router, log } = mindRouter(grants(61_234))
    const mapper = new PortMapper(router)
    mapper.want({ tcp: 50_000, udp: [] })
    await vi.advanceTimersByTimeAsync(31 * MINUTE)
    expect(mapper.state).toEqual({ state: 'mapped', port: 61_234, udp: false })
    expect(log).toEqual(['map tcp 50000>50000', 'map tcp 50000>61234'])
    await mapper.close()
    expect(log.at(-1)).toBe('unmap tcp 50000>61234')
  })

  it.each([
    ['a second', 1],
    ['a hundred years', 0xffffffff],
  ])('is neither hurried nor put to sleep by a lifetime of %s', async (_, lifetime) => {
    const { router, log } = mindRouter(grants(null, lifetime))
    const mapper = new PortMapper(router)
    mapper.want({ tcp: 50_000, udp: [] })
    await vi.advanceTimersByTimeAsync(31 * MINUTE)
    expect(log.length).toBeGreaterThan(1)
    expect(log.length).toBeLessThanOrEqual(32)
    await mapper.close()
  })

  it.each([
    ['port 0', { external: 0, lifetime: 60 }],
    ['a port too high', { external: 65_536, lifetime: 60 }],
    ['no lifetime', { external: 50_000, lifetime: 0 }],
  ])('does not believe a grant of %s', async (_, granted) => {
    const { router } = mindRouter(() => ({ ok: true, value: { ...granted, address: null } }))
    const mapper = new PortMapper(router)
    mapper.want(ports)
    await vi.advanceTimersByTimeAsync(0)
    expect(mapper.state).toEqual({ state: 'refused', why: 'strange-answer' })
    await mapper.close()
  })

  it('gives back the old port and maps the new one when it changes', async () => {
    const { router, log } = mindRouter(grants())
    const mapper = new PortMapper(router)
    mapper.want({ tcp: 50_000, udp: [] })
    await vi.advanceTimersByTimeAsync(0)
    mapper.want({ tcp: 50_002, udp: [] })
    expect(mapper.state).toEqual({ state: 'looking' })
    await vi.advanceTimersByTimeAsync(0)
    expect(log).toEqual(['map tcp 50000>50000', 'unmap tcp 50000>50000', 'map tcp 50002>50002'])
    mapper.want(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(log.at(-1)).toBe('unmap tcp 50002>50002')
    await mapper.close()
  })

  it('says the refusal, and tries again later', async () => {
    const { router } = mindRouter(() => ({ ok: false, why: 'not-authorised' }))
    const mapper = new PortMapper(router)
    mapper.want(ports)
    await vi.advanceTimersByTimeAsync(0)
    expect(mapper.state).toEqual({ state: 'refused', why: 'not-authorised' })
    router.answer = () => ({ ok: false, why: 'absent' })
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(mapper.state).toEqual({ state: 'absent' })
    router.answer = grants()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(mapper.state).toEqual({ state: 'mapped', port: 50_000, udp: true })
    await mapper.close()
  })

  it('does not take a late answer for one to what is wanted now', async () => {
    const late = Promise.withResolvers<Mapped>()
    const { router } = mindRouter((question) => (question.internal === 50_000 ? late.promise : grants()(question)))
    const mapper = new PortMapper(router)
    mapper.want({ tcp: 50_000, udp: [] })
    await vi.advanceTimersByTimeAsync(0)
    mapper.want({ tcp: 50_002, udp: [] })
    late.resolve({ ok: true, value: { external: 50_000, lifetime: 60, address: null } })
    await vi.advanceTimersByTimeAsync(0)
    expect(mapper.state).toEqual({ state: 'mapped', port: 50_002, udp: false })
    await mapper.close()
  })

  it('gives all back at the end, and does not wait for a router that is gone', async () => {
    const { router, log } = mindRouter(grants())
    const mapper = new PortMapper(router)
    mapper.want(ports)
    await vi.advanceTimersByTimeAsync(0)
    router.unmap = () => new Promise(() => log.push('asked'))
    const closed = mapper.close()
    await vi.advanceTimersByTimeAsync(1_000)
    await closed
    expect(log.filter((line) => line === 'asked')).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(log.filter((line) => line.startsWith('map'))).toHaveLength(3)
  })
})
