import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { MapQuestion } from '../../../app/net/nat-pmp.ts'
import { startFakeRouter } from './testing/fake-router.ts'
import { UpnpRouter } from './upnp-router.ts'

const tcp: MapQuestion = { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600 }

/** A web server of somebody else, who must never hear from us. */
const bystander = async () => {
  let calls = 0
  const server = http.createServer((_, response) => {
    calls++
    response.end()
  })
  server.listen(0, '127.0.0.2')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.2:${port}/`, calls: () => calls, [Symbol.asyncDispose]: close }
}

describe('a router asked by UPnP', () => {
  it('maps to our own address, says its own, and takes back what it gave', async () => {
    await using fake = await startFakeRouter()
    const router = new UpnpRouter(fake.ssdp)
    expect(await router.map(tcp)).toMatchObject({ ok: true, value: { external: 50_000, lifetime: 3_600 } })
    expect(fake.mappings()).toEqual([
      { transport: 'tcp', internal: 50_000, external: 50_000, lifetime: 3_600, client: '127.0.0.1' },
    ])
    expect(await router.address()).toBe('203.0.113.5')
    await router.unmap('tcp', 50_000, 50_000)
    expect(fake.mappings()).toEqual([])
  })

  it('gives another port when somebody has ours', async () => {
    const other = { transport: 'tcp', internal: 1, external: 50_000, lifetime: 9 } as const
    await using fake = await startFakeRouter({}, [other])
    const mapped = await new UpnpRouter(fake.ssdp).map(tcp)
    expect(mapped.ok && mapped.value.external).not.toBe(50_000)
    expect(fake.mappings()).toContainEqual(other)
  })

  it('may know only mappings for good, which are asked for again all the same', async () => {
    await using fake = await startFakeRouter({ permanentOnly: true })
    expect(await new UpnpRouter(fake.ssdp).map(tcp)).toMatchObject({ ok: true, value: { lifetime: 3_600 } })
    expect(fake.mappings()).toMatchObject([{ lifetime: 0 }])
  })

  it.each([
    [606, 'not-authorised'],
    [718, 'conflict'],
    [728, 'no-resources'],
    [725, 'not-supported'],
    [12_345, 'strange-answer'],
  ])('says why it does not map (code %i)', async (upnpCode, why) => {
    await using fake = await startFakeRouter({ upnpCode })
    expect(await new UpnpRouter(fake.ssdp).map(tcp)).toEqual({ ok: false, why })
  })

  it('leads us to nobody else: not by its location, its base, its control address or a redirect', async () => {
    await using victim = await bystander()
    const wan = 'urn:schemas-upnp-org:service:WANIPConnection:1'
    const described = (control: string, base = ''): string =>
      `<root>${base}<service><serviceType>${wan}</serviceType><controlURL>${control}</controlURL></service></root>`
    const hostile = [
      { location: victim.url },
      { location: 'file:///etc/passwd' },
      { location: 'http://user:secret@127.0.0.1/' },
      { location: 'http://localhost/' },
      { description: () => described(`${victim.url}control`) },
      { description: () => described('/control', `<URLBase>${victim.url}</URLBase>`) },
      { description: () => described('//127.0.0.2/control') },
      {
        web: (_: http.IncomingMessage, response: http.ServerResponse) => {
          response.writeHead(302, { location: victim.url }).end()
          return true
        },
      },
    ]
    const outcomes = await Promise.all(
      hostile.map(async (options) => {
        await using fake = await startFakeRouter(options)
        return new UpnpRouter(fake.ssdp).map(tcp)
      }),
    )
    expect(outcomes.map((outcome) => !outcome.ok && outcome.why).every(Boolean)).toBe(true)
    expect(victim.calls()).toBe(0)
  })

  it('is not believed by the word of a neighbour', { timeout: 20_000 }, async () => {
    await using fake = await startFakeRouter()
    // Answers for the router from another address.
    const neighbour = createSocket('udp4')
    const mute = createSocket('udp4')
    neighbour.bind(0, '127.0.0.3')
    mute.bind(0, '127.0.0.1')
    await Promise.all([once(neighbour, 'listening'), once(mute, 'listening')])
    const answer = `HTTP/1.1 200 OK\r\nLOCATION: http://127.0.0.1:${fake.webPort}/description.xml\r\n\r\n`
    mute.on('message', (_, from) => neighbour.send(answer, from.port, '127.0.0.1'))
    const router = new UpnpRouter({ host: '127.0.0.1', port: mute.address().port })
    expect(await router.map(tcp)).toEqual({ ok: false, why: 'absent' })
    expect(fake.requests).toEqual([])
    neighbour.close()
    mute.close()
  })

  it('cannot fill our memory or keep us waiting', { timeout: 30_000 }, async () => {
    const sent = { bytes: 0 }
    await using endless = await startFakeRouter({
      web: (_, response) => {
        const chunk = Buffer.alloc(65_536, 97)
        const pour = (): void => {
          if (response.destroyed || sent.bytes > 50_000_000) return
          sent.bytes += chunk.length
          if (response.write(chunk)) setImmediate(pour)
          else response.once('drain', pour)
        }
        pour()
        return true
      },
    })
    await using slow = await startFakeRouter({ web: () => true })
    const began = performance.now()
    const answers = await Promise.all([new UpnpRouter(endless.ssdp).map(tcp), new UpnpRouter(slow.ssdp).map(tcp)])
    expect(answers).toEqual([
      { ok: false, why: 'strange-answer' },
      { ok: false, why: 'strange-answer' },
    ])
    expect(sent.bytes).toBeLessThan(20_000_000)
    expect(performance.now() - began).toBeLessThan(15_000)
  })
})
