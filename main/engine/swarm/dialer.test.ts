import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Dialer, hostKey, hostOf, parseAddress, type DialerDeps, type Outcome, type Way } from './dialer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const dialer = (over: Partial<DialerDeps> = {}) => {
  const calls: { address: string; way: Way; ended: (outcome: Outcome) => void }[] = []
  const one = new Dialer({
    handshakes: () => [1, 0],
    mayDial: () => true,
    isTaken: () => false,
    isOurs: (host, port) => host === '9.9.9.9' && port === 1,
    seeding: () => false,
    priorityOf: (_, port) => port,
    hasUtp: () => false,
    dial: (address, way, _source, ended) => void calls.push({ address, way, ended }),
    ...over,
  })
  const pump = () => one.pump(performance.now())
  return { one, calls, pump, dialled: () => calls.map(({ address }) => address) }
}

const refused: Outcome = { reached: false, lasted: null }
const shut: Outcome = { reached: true, lasted: null }

describe('addresses', () => {
  it.each([
    '1.2.3.4:0',
    '1.2.3.4:65536',
    '224.0.0.1:80',
    '0.0.0.0:80',
    '255.255.255.255:80',
    '[ff02::1]:80',
    '[::]:80',
    '240.1.1.1:9',
    'name:80',
    '1.2.3.4',
    '9.9.9.9:1',
    '',
  ])('like %s are not dialled', (address) => {
    const { one, pump, calls } = dialer()
    expect(one.offer(address, 'manual')).toBe(false)
    pump()
    expect(calls).toEqual([])
  })

  it('are taken apart and told by host, IPv6 by its network', () => {
    expect(parseAddress('[2001:db8::1]:65535')).toEqual({ host: '2001:db8::1', port: 65_535 })
    expect(hostOf('[::ffff:1.2.3.4]:5')).toBe('1.2.3.4')
    expect(hostOf('::ffff:1.2.3.4:5')).toBe('1.2.3.4')
    expect(hostKey('2001:db8:0:1::5')).toBe(hostKey('2001:db8:0:1:ffff::9'))
    expect(hostKey('2001:db8:0:1::5')).not.toBe(hostKey('2001:db8:0:2::5'))
  })
})

describe('the dialler', () => {
  it('knows when somebody is due next: nobody, now, after a failure, and not who has everything while we have', () => {
    let seeding = false
    const { one, calls, pump } = dialer({ seeding: () => seeding })
    pump()
    expect(one.nextDue).toBe(Infinity)
    one.offer('1.2.3.4:5', 'tracker')
    expect(one.nextDue).toBeLessThanOrEqual(performance.now())
    pump()
    calls[0]?.ended(refused)
    pump()
    expect(one.nextDue).toBe(performance.now() + 10_000)
    one.isSeed('1.2.3.4:5')
    seeding = true
    expect(one.nextDue).toBe(0)
    pump()
    expect(one.nextDue).toBe(Infinity)
    seeding = false
    vi.advanceTimersByTime(10_000)
    expect(one.nextDue).toBe(0)
    pump()
    expect(calls.length).toBe(2)
  })

  it('has somebody due as long as only a cap keeps them from being dialled', () => {
    let full = true
    const { one, calls, pump } = dialer({ mayDial: () => !full })
    one.offer('1.2.3.4:5', 'tracker')
    pump()
    expect(one.nextDue).toBeLessThanOrEqual(performance.now())
    full = false
    pump()
    expect(calls.length).toBe(1)
  })

  it('dials whom the user named first, then by priority, and who failed last', () => {
    const { one, calls, pump, dialled } = dialer()
    for (const [port, source] of [
      [3, 'pex'],
      [9, 'tracker'],
      [5, 'dht'],
      [1, 'manual'],
    ] as const)
      one.offer(`1.1.1.${port}:${port}`, source)
    pump()
    expect(dialled()).toEqual(['1.1.1.1:1', '1.1.1.9:9', '1.1.1.5:5', '1.1.1.3:3'])
    for (const { ended } of calls.splice(0)) ended(refused)
    one.offer('1.1.1.2:2', 'tracker')
    vi.advanceTimersByTime(60_000)
    pump()
    expect(dialled()).toEqual(['1.1.1.1:1', '1.1.1.2:2', '1.1.1.9:9', '1.1.1.5:5', '1.1.1.3:3'])
  })

  it('tries the next handshake at once when one is not understood, and remembers which worked', async () => {
    const { one, calls, pump } = dialer()
    one.offer('1.1.1.1:1', 'tracker')
    pump()
    calls[0]?.ended(shut)
    await Promise.resolve()
    expect(calls.map(({ way }) => way.handshake)).toEqual([1, 0])
    calls[1]?.ended({ reached: true, lasted: 90_000 })
    await vi.advanceTimersByTimeAsync(10_000)
    pump()
    expect(calls.map(({ way }) => way.handshake)).toEqual([1, 0, 0])
  })

  it('goes on to uTP alone with those who answer by TCP only to hang up', async () => {
    const { one, calls, pump } = dialer({ hasUtp: () => true })
    one.offer('1.1.1.1:1', 'tracker')
    pump()
    for (let n = 0; n < 3; n++) {
      calls[n]?.ended(shut)
      await Promise.resolve()
    }
    expect(calls.map(({ way }) => [way.handshake, way.utpOnly])).toEqual([
      [1, false],
      [0, false],
      [1, true],
      [0, true],
    ])
    calls[3]?.ended({ reached: true, lasted: 5 })
    await vi.advanceTimersByTimeAsync(10_000)
    pump()
    expect(calls[4]?.way).toEqual({ handshake: 0, utpOnly: true })
  })

  it.each([-10, 10])('calls again as soon as ever when the clock on the wall jumps by %d years', async (years) => {
    const { one, calls, pump } = dialer()
    one.offer('1.1.1.1:1', 'tracker')
    pump()
    calls.pop()?.ended(refused)
    vi.setSystemTime(Date.now() + years * 365 * 86_400_000)
    pump()
    expect(calls).toEqual([])
    await vi.advanceTimersByTimeAsync(10_000)
    pump()
    expect(calls).toHaveLength(1)
  })

  it('asks later and later where nobody answers, and gives up', async () => {
    const { one, calls, pump } = dialer()
    one.offer('1.1.1.1:1', 'tracker')
    const waits: number[] = []
    let since = performance.now()
    for (let second = 0; second < 3_600; second++) {
      pump()
      const call = calls.pop()
      if (call) {
        waits.push((performance.now() - since) / 1000)
        since = performance.now()
        call.ended(refused)
      }
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(waits).toEqual([0, 10, 20, 40, 80, 160])
    expect(one.known).toBe(0)
  })

  it('does not hammer a peer that lets us in and shows us out again', async () => {
    const { one, calls, pump } = dialer()
    one.offer('1.1.1.1:1', 'tracker')
    let count = 0
    for (let second = 0; second < 3_600; second++) {
      pump()
      for (const call of calls.splice(0)) {
        count++
        call.ended({ reached: true, lasted: 100 })
      }
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(count).toBe(6)
  })

  it('holds to the caps, and to one connection a host', () => {
    let room = 3
    const taken = new Set(['2.2.2.2'])
    const { one, calls, pump } = dialer({
      mayDial: () => room > 0,
      isTaken: (host) => taken.has(host),
      dial: (address, way, _source, ended) => {
        room--
        calls.push({ address, way, ended })
      },
    })
    for (let n = 1; n < 20; n++) one.offer(`1.1.1.${n}:80`, 'tracker')
    one.offer('2.2.2.2:9999', 'tracker')
    pump()
    expect(calls).toHaveLength(3)
    expect(calls.map(({ address }) => address)).not.toContain('2.2.2.2:9999')
  })

  it('remembers a bounded number of addresses, and of one host only a few', () => {
    const { one } = dialer()
    for (let port = 1; port < 1_000; port++) one.offer(`6.6.6.6:${port}`, 'pex')
    expect(one.known).toBe(8)
    for (let n = 0; n < 5_000; n++) one.offer(`${1 + (n >> 8)}.7.${n & 255}.1:80`, 'pex')
    expect(one.known).toBe(2_000)
    // What a tracker names is worth more than hearsay that failed; hearsay does not push out anything fresh.
    expect(one.offer('8.8.8.8:1', 'pex')).toBe(false)
  })

  it('believes that a peer left only of addresses it had from such talk', () => {
    const { one } = dialer({ mayDial: () => false })
    one.offer('1.1.1.1:1', 'pex')
    one.offer('2.2.2.2:2', 'tracker')
    one.drop('1.1.1.1:1')
    one.drop('2.2.2.2:2')
    expect(one.addresses()).toEqual([{ address: '2.2.2.2:2', source: 'tracker' }])
  })

  it('believes it of hearsay alone that a peer is a seed, and for ten minutes', () => {
    const { one, calls, pump } = dialer({ seeding: () => true })
    for (const address of ['1.1.1.1:1', '3.3.3.3:3']) one.offer(address, 'pex')
    one.offer('2.2.2.2:2', 'tracker')
    for (const address of ['1.1.1.1:1', '2.2.2.2:2', '3.3.3.3:3']) one.saidSeed(address)
    pump()
    expect(calls.map(({ address }) => address)).toEqual(['2.2.2.2:2'])
    one.offer('3.3.3.3:3', 'dht')
    pump()
    expect(calls.map(({ address }) => address)).toEqual(['2.2.2.2:2', '3.3.3.3:3'])
    vi.advanceTimersByTime(500_000)
    one.saidSeed('1.1.1.1:1')
    pump()
    vi.advanceTimersByTime(100_001)
    pump()
    expect(calls.map(({ address }) => address)).toContain('1.1.1.1:1')
  })

  it('leaves seeds alone while we are one', () => {
    let seeding = true
    const { one, calls, pump } = dialer({ seeding: () => seeding })
    one.offer('1.1.1.1:1', 'tracker')
    one.isSeed('1.1.1.1:1')
    pump()
    expect(calls).toEqual([])
    seeding = false
    pump()
    expect(calls).toHaveLength(1)
  })
})
