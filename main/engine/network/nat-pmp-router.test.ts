import { describe, expect, it } from 'vitest'
import type { MapQuestion } from '../../../app/net/nat-pmp.ts'
import { NatPmpRouter } from './nat-pmp-router.ts'
import { startFakeRouter } from './testing/fake-router.ts'

const quick = [20, 20, 20, 20]
const tcp: MapQuestion = { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600 }

describe('a router asked by PCP or NAT-PMP', () => {
  it('maps by PCP, which tells the address too, and takes back what it gave', async () => {
    await using fake = await startFakeRouter({ pcp: true })
    const router = new NatPmpRouter(fake.natPmp)
    expect(await router.map(tcp)).toMatchObject({ ok: true, value: { external: 50_000, lifetime: 3_600 } })
    expect(await router.address()).toBe('203.0.113.5')
    expect(fake.mappings()).toMatchObject([{ transport: 'tcp', internal: 50_000 }])
    await router.unmap('tcp', 50_000, 50_000)
    expect(fake.mappings()).toEqual([])
  })

  it('maps by NAT-PMP where the router knows only that', async () => {
    await using fake = await startFakeRouter()
    const router = new NatPmpRouter(fake.natPmp)
    expect(await router.map({ ...tcp, transport: 'udp' })).toMatchObject({ ok: true })
    expect(await router.address()).toBe('203.0.113.5')
    await router.unmap('udp', 50_000, 50_000)
    expect(fake.mappings()).toEqual([])
  })

  it.each([
    [true, 2, 'not-authorised'],
    [true, 8, 'no-resources'],
    [false, 2, 'not-authorised'],
    [false, 4, 'no-resources'],
    [false, 99, 'strange-answer'],
  ])('says why it does not map (PCP %s, code %i)', async (pcp, natPmpCode, why) => {
    await using fake = await startFakeRouter({ pcp, natPmpCode })
    expect(await new NatPmpRouter(fake.natPmp).map(tcp)).toEqual({ ok: false, why })
  })

  it('is absent where nobody listens', async () => {
    const fake = await startFakeRouter()
    await fake[Symbol.asyncDispose]()
    expect(await new NatPmpRouter(fake.natPmp).map(tcp)).toEqual({ ok: false, why: 'absent' })
  })

  it('is asked again when a datagram is lost, and absent when none comes', async () => {
    let asked = 0
    await using forgetful = await startFakeRouter({
      natPmpAnswer: () => (++asked < 3 ? null : [new Uint8Array([0, 0x82, 0, 2, 0, 0, 0, 1])]),
    })
    const impatient = new NatPmpRouter(forgetful.natPmp, quick)
    expect(await impatient.map(tcp)).toEqual({ ok: false, why: 'not-authorised' })
    await using mute = await startFakeRouter({ natPmpAnswer: () => null })
    expect(await new NatPmpRouter(mute.natPmp, quick).map(tcp)).toEqual({ ok: false, why: 'absent' })
    expect(mute.questions()).toBeLessThanOrEqual(8)
  })

  it('is not believed when its answer fits no question, and read no further than needed when it floods', async () => {
    const noise = [
      new Uint8Array(0),
      new Uint8Array(1_100).fill(0xff),
      new Uint8Array([2, 0x81, 0, 0]),
      new Uint8Array([0, 0x82, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 14, 16]),
    ]
    await using fake = await startFakeRouter({ natPmpAnswer: () => Array.from({ length: 50 }, () => noise).flat() })
    expect(await new NatPmpRouter(fake.natPmp).map(tcp)).toEqual({ ok: false, why: 'absent' })
  })
})
