// The network as the window shows it: every switch does what it says and its state follows; the panel at the foot
// sums it up; a port that is taken is named; the router gets its ports back at the end. All of it on loopback.

import { createSocket } from 'node:dgram'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { startFakeRouter, type FakeRouter } from '../main/engine/network/testing/fake-router.ts'
import type { Settings } from '../app/settings/settings.ts'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { startDhtNode } from './peers/dht-node.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import type { Profile } from './profile.ts'
import { addStopped, sampleTorrents } from './samples.ts'
import { expectStatus, openTab } from './window.ts'

const { network: say, settings: labels } = words
const SHOTS = join(import.meta.dirname, 'shots')

/** Before the app starts. */
const change = async ({ folder }: Profile, network: Partial<Settings['network']>): Promise<void> => {
  const path = join(folder, 'settings.json')
  const settings = JSON.parse(await readFile(path, 'utf8')) as Settings
  await writeFile(path, JSON.stringify({ ...settings, network: { ...settings.network, ...network } }))
}

const testBed = (router: FakeRouter, dhtNodes: string[]): Settings['network']['testBed'] => ({
  dhtNodes,
  router: { address: router.natPmp.host, natPmpPort: router.natPmp.port, ssdpPort: router.ssdp.port },
  interfaces: ['127.0.0.1'],
})

const openSettings = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: words.frame.settings, exact: true }).click()
  return page.getByRole('main')
}

const openPanel = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: /^Network: / }).click()
  return page.getByRole('dialog', { name: say.title })
}

test('each switch acts at once, and its state is what is so', async ({ launch, profile }) => {
  await using router = await startFakeRouter()
  await using node = await startDhtNode()
  await change(profile, { pex: false, utp: false, testBed: testBed(router, [node.address]) })
  const app = await launch()
  const page = await openSettings(app.page)
  const { port } = profile
  await expect(page).toContainText(say.listening(port))
  await expect(page).toContainText(say.reachUnknown)
  const states: readonly [label: string, on: string][] = [
    [labels.upnp, say.routerMapped(port, true)],
    [labels.natPmp, say.routerMapped(port, true)],
    [labels.dht, say.working('dht', 1)],
    [labels.pex, say.looking.pex],
    [labels.lsd, say.looking.lsd],
    [labels.utp, say.looking.utp],
  ]
  // The transport first, so that there is a UDP port to map.
  for (const [label, on] of states.toReversed()) {
    const service = page.getByRole('switch', { name: label, exact: true })
    await expect(service).toHaveAccessibleDescription(new RegExp(`${say.off}$`))
    await service.check()
    await expect(service).toHaveAccessibleDescription(new RegExp(`${on}$`), { timeout: 15_000 })
  }
  expect(router.mappings().filter(({ transport }) => transport === 'tcp')).toMatchObject([{ internal: port }])
  await app.page.getByRole('button', { name: words.frame.filterSpoken(words.frame.filters.all, 0) }).click()
  const panel = await openPanel(app.page)
  for (const [, on] of states) await expect(panel).toContainText(on)
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme })
    await app.page.screenshot({ path: join(SHOTS, `network-panel-${colorScheme}.png`), animations: 'disabled' })
  }
  await app.page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await openSettings(app.page)
  for (const [label] of states) {
    const service = page.getByRole('switch', { name: label, exact: true })
    await service.uncheck()
    await expect(service).toHaveAccessibleDescription(new RegExp(`${say.off}$`))
  }
  await expect.poll(() => router.mappings()).toEqual([])
  await page.getByRole('switch', { name: labels.natPmp, exact: true }).check()
  await expect.poll(() => router.mappings().length).toBeGreaterThan(0)
  await app.quit()
  expect(router.mappings()).toEqual([])
})

test('says which port is used instead of one that is taken, and what the router refuses', async ({
  launch,
  profile,
}) => {
  await using router = await startFakeRouter({ natPmpCode: 2, upnpCode: 718, externalAddress: '100.64.1.1' })
  const taken = createServer().listen(0)
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await change(profile, { port, upnp: true, natPmp: true, testBed: testBed(router, []) })
  const app = await launch()
  const panel = await openPanel(app.page)
  await expect(panel).toContainText(`${port} is used by another program. Listening on `)
  await expect(panel).toContainText(say.routerRefused('conflict'))
  await expect(panel).toContainText(say.routerRefused('not-authorised'))
  await app.page.screenshot({ path: join(SHOTS, 'network-trouble.png'), animations: 'disabled' })
  await panel.getByRole('button', { name: say.settings }).click()
  const section = app.page.getByRole('heading', { name: labels.connection })
  await expect(section).toBeInViewport()
  await app.page.screenshot({ path: join(SHOTS, 'network-settings.png'), animations: 'disabled' })
  taken.close()
})

/** Says on the local network, as another client would, that somebody on this port has the torrent. */
const announceAsNeighbour = async (infoHash: string, port: number): Promise<void> => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.setMulticastInterface('127.0.0.1')
  const text = `BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: ${port}\r\nInfohash: ${infoHash}\r\n\r\n\r\n`
  await new Promise((sent) => socket.send(text, 6771, '239.192.152.143', sent))
  socket.close()
}

test('finds a peer on the own network, and downloads from it', async ({ launch, profile, place }) => {
  const [torrent] = await sampleTorrents(place, ['neighbour.bin'])
  if (!torrent) throw new Error('no sample')
  await change(profile, { lsd: true, testBed: { dhtNodes: [], router: null, interfaces: ['127.0.0.1'] } })
  const app = await launch()
  await using seeder = await startLibtorrent({ parent: place })
  await seeder.seed(torrent, join(place, 'samples'))
  await addStopped(app.page, [torrent])
  const tab = await openTab(app.page, torrent.name, 'trackers')
  await expect(tab).toContainText(words.trackers.lsdState('stopped', 0))
  await app.page.getByRole('button', { name: words.frame.start, exact: true }).click()
  await expect(tab).toContainText(words.trackers.lsdState('looking', 0))
  await announceAsNeighbour(torrent.infoHash, seeder.port)
  await expect(tab).toContainText(words.trackers.lsdState('working', 1))
  await expectStatus(app.page, torrent.name, 'Seeding', 30_000)
  const panel = await openPanel(app.page)
  await expect(panel).toContainText(say.working('lsd', 1))
})
