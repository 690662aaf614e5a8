import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fail, ok } from '../../../app/result.ts'
import { btt, film } from '../../../app/speed/testing/situations.ts'
import type { PracticeNode } from '../../../app/wallet/practice-network.ts'
import { noWallet } from '../../../app/wallet/wallet-home.ts'
import type { EngineClient } from '../../supervisor/engine-client.ts'
import { ManualClock, settle } from '../../supervisor/testing/manual-clock.ts'
import { Demo, type DemoParts, type TrialSwarm } from './demo.ts'
import type { Film } from './swarm.ts'

let place = ''
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'swiftseed-demo-test-'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

/** A swarm of which a test says when it is there; a user who has no wallet and wants none. */
const open = () => {
  const clock = new ManualClock()
  const happened: string[] = []
  const moved = new Set<() => void>()
  const world = { network: 'practice' as 'practice' | 'mainnet', asks: 0, closes: 0, address: '127.0.0.1:1' }
  let begun: (how: Awaited<ReturnType<TrialSwarm['begin']>>) => void = () => undefined
  const swarm = (folder: string): TrialSwarm => ({
    seller: null,
    get address() {
      return world.address
    },
    earnedInAll: btt(2),
    earnedFrom: async () => btt(1),
    onMove: (listener) => {
      moved.add(listener)
      return () => moved.delete(listener)
    },
    begin: async () => {
      happened.push('swarm begins')
      await mkdir(folder, { recursive: true })
      return new Promise((resolve) => (begun = resolve))
    },
    refresh: () => undefined,
    cease: () => begun(fail({ code: 'speed-unavailable' })),
    end: async () => void happened.push('swarm ends'),
  })
  const engine = {
    call: async (name: string, input: { readonly id?: string; readonly address?: string }) => {
      happened.push(name === 'torrents.addPeer' ? `meets ${input.address}` : name)
      return name === 'add.inspectFile' ? ok({ ref: 'r' }) : ok({ id: film })
    },
  } as unknown as EngineClient
  const speed = {
    speed: {
      state: { account: null, deposit: null, allowance: null },
      refresh: () => undefined,
      setTorrent: async () => (happened.push('switched off'), ok(undefined)),
      allowPrivate: async (_id: string, on: boolean) => (happened.push(`private ${on}`), ok(undefined)),
    },
  } as unknown as DemoParts['speed']
  const demo = new Demo({
    folder: join(place, 'practice-swarm'),
    engine,
    speed,
    swarm,
    clock,
    keys: {
      show: () => (world.asks++, true),
      close: () => void world.closes++,
      onClosed: () => () => undefined,
    },
    holdings: () => ({ wallet: noWallet(1), walletRuns: true, network: world.network, chain: null }),
    wallet: async () => ok(noWallet(1)),
    practice: () => ({ url: 'http://127.0.0.1:2' }) as PracticeNode,
    give: async () => true,
    hurry: async (on) => void happened.push(on ? 'hurries' : 'hurries no more'),
    log: { info: () => undefined, warn: () => undefined, error: () => '' } as unknown as DemoParts['log'],
  })
  const there: Film = { id: film, bytes: new Uint8Array(1) }
  return { demo, clock, happened, world, moved, comes: () => begun(ok(there)) }
}

/** Its files are real. */
const done = (what: () => boolean): Promise<void> => vi.waitFor(() => expect(what()).toBe(true))

const run = async () => {
  const opened = open()
  const set = opened.demo.set(true)
  await done(() => opened.happened.includes('swarm begins'))
  opened.comes()
  expect(await set).toEqual(ok({ id: film }))
  return opened
}

it('has the film in the list once its swarm is there, and the seller told of', async () => {
  const { demo, happened, world } = await run()
  expect(happened).toEqual([
    'hurries',
    'swarm begins',
    'private true',
    'add.inspectFile',
    'add.confirm',
    'meets 127.0.0.1:1',
  ])
  expect(demo.state).toMatchObject({ id: film, setUp: 'create', earnedInAll: btt(2) })
  expect(world.asks).toBe(1)
})

it('is one trial, however often it is begun, and asks nothing twice at a time', async () => {
  const { demo, happened, world } = await run()
  expect(await demo.set(true)).toEqual(ok({ id: film }))
  expect({ begins: happened.filter((each) => each === 'swarm begins').length, asks: world.asks }).toEqual({
    begins: 1,
    asks: 1,
  })
})

it('leaves nothing: no torrent, no permission, no swarm, no file', async () => {
  const { demo, happened } = await run()
  happened.length = 0
  expect(await demo.set(false)).toEqual(ok({ id: null }))
  expect(happened).toEqual(['switched off', 'private false', 'engine.remove', 'swarm ends', 'hurries no more'])
  expect({ state: demo.state, left: existsSync(join(place, 'practice-swarm')) }).toEqual({ state: null, left: false })
})

it('ends at once while its swarm is still coming up, and takes its question back', async () => {
  const { demo, happened, world } = open()
  const set = demo.set(true)
  await done(() => happened.includes('swarm begins'))
  await done(() => world.asks === 1)
  const ended = demo.set(false)
  expect({ state: demo.state, closes: world.closes }).toEqual({ state: null, closes: 1 })
  expect((await set).ok).toBe(false)
  expect(await ended).toEqual(ok({ id: null }))
  expect(happened).not.toContain('add.confirm')
  expect(existsSync(join(place, 'practice-swarm'))).toBe(false)
})

it('can be begun again after it was ended', async () => {
  const { demo, happened, comes } = await run()
  void demo.set(false)
  const again = demo.set(true)
  await done(() => happened.filter((each) => each === 'swarm begins').length === 2)
  comes()
  expect(await again).toEqual(ok({ id: film }))
})

it('ends when the Practice network is left, and does not begin elsewhere', async () => {
  const { demo, happened, world } = await run()
  world.network = 'mainnet'
  demo.refresh()
  demo.refresh()
  await done(() => happened.includes('hurries no more'))
  expect(happened.filter((each) => each === 'swarm ends')).toHaveLength(1)
  expect(await demo.set(true)).toEqual(fail({ code: 'speed-unavailable' }))
})

it('meets the seller again when the engine was restarted, and where the seller moves to', async () => {
  const { demo, happened, world, moved } = await run()
  happened.length = 0
  demo.engineRuns()
  world.address = '127.0.0.1:9'
  for (const listener of moved) listener()
  await settle()
  expect(happened).toEqual(['meets 127.0.0.1:1', 'meets 127.0.0.1:9'])
})

it('clears away what a killed app left, torrent and permission too', async () => {
  const { demo, happened } = open()
  const folder = join(place, 'practice-swarm')
  await mkdir(join(folder, 'swarm', 'seller'), { recursive: true })
  await writeFile(join(folder, 'torrent'), film)
  demo.engineRuns()
  await done(() => !existsSync(folder))
  expect(happened).toEqual(['switched off', 'private false', 'engine.remove'])
})

it('asks for nothing at a start that finds nothing', async () => {
  const { demo, happened } = open()
  demo.engineRuns()
  await settle()
  expect(happened).toEqual([])
})
