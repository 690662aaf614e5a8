// `npm run bench -- scale [--torrents 1000] [--idle 20] [--dir FOLDER]`: an engine that takes up a session of many
// complete torrents, each with a tracker. Measures how soon the list is there, when all of them seed, how evenly they
// announce, what an idle engine costs, and how long its event loop was held up meanwhile. Closes with one line of JSON.

import { parseCount } from './measure/count.ts'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { bencode, dictionary } from '../e2e/peers/bencode.ts'
import { freePort } from '../e2e/peers/ports.ts'
import { temporaryFolder } from '../e2e/peers/process.ts'
import { until } from '../e2e/peers/until.ts'
import { atMost, closeWith } from './measure/closing-line.ts'
import { seasons, writeCrowd } from './measure/crowd.ts'
import { settingsFor, startEngine } from '../e2e/peers/engine-client.ts'
import { meter } from './measure/usage.ts'

const LIFETIME_SECONDS = 900
const LIST_SECONDS = 2
const IDLE_PERCENT = 3
const MOST_MB = 600
const MOST_ANNOUNCES = 100
const MOST_HELD_UP_MS = 100
const SEEDING_MS = 300_000
const ANNOUNCED_MS = 300_000

const { values } = parseArgs({
  options: {
    torrents: { type: 'string', default: '1000' },
    idle: { type: 'string', default: '20' },
    dir: { type: 'string', default: tmpdir() },
  },
})
const count = parseCount(values.torrents, '--torrents')
const idleSeconds = Number(values.idle)

/** When each announce came, s. */
const announces: number[] = []
const answer = bencode(dictionary({ interval: 1800, complete: 1, incomplete: 0, peers: new Uint8Array(0) }))
await using tracker = createServer((request, response) => {
  if (request.url?.includes('event=stopped') !== true) announces.push(performance.now() / 1000)
  response.end(answer)
}).listen(0, '127.0.0.1')
await once(tracker, 'listening')
const announce = `http://127.0.0.1:${(tracker.address() as AddressInfo).port}/announce`

await using folder = await temporaryFolder('scale', values.dir)
const stateFolder = join(folder.path, 'state')
console.error(`writing a session of ${count} torrents`)
await writeCrowd(seasons(count), { stateFolder, folder: join(folder.path, 'data'), announce })

const began = performance.now()
const seconds = (): number => (performance.now() - began) / 1000
const engine = startEngine(folder.path, LIFETIME_SECONDS)
const use = meter(engine.pid)
const plain = settingsFor(await freePort(), {})
const settings = { ...plain, network: { ...plain.network, localTrackers: true } }
await engine.own('engine.start', { stateFolder, settings, version: '0.0.0' })
const known = async (): Promise<number> => (await engine.command('torrents.snapshot', undefined)).rows.length
const firstRows = await known()
const firstAfter = seconds()
await until('all rows', async () => (await known()) === count, { withinMs: SEEDING_MS, everyMs: 100 })
const listAfter = seconds()
console.error(`${firstRows} rows after ${firstAfter.toFixed(2)} s, all after ${listAfter.toFixed(2)} s`)
const allSeed = async (): Promise<boolean> => {
  const { rows } = await engine.command('torrents.snapshot', undefined)
  return rows.filter(({ status }) => status === 'seeding').length === count
}
await until('all torrents to seed', allSeed, { withinMs: SEEDING_MS, everyMs: 500 })
const seedingAfter = seconds()
console.error(`all seed after ${seedingAfter.toFixed(1)} s`)
await until('all torrents to have announced', () => announces.length >= count, { withinMs: ANNOUNCED_MS, everyMs: 500 })
const announcedAfter = seconds()
const heldUpMs = (await engine.lateness()).heldUpMs
const startCpu = use.read().cpuSeconds
console.error(`all announced after ${announcedAfter.toFixed(1)} s; measuring idleness`)

// Somebody looks at the list: rows are published at full pace. Our own looking would be part of the figure.
engine.lookNoMore()
await sleep(3_000)
const before = use.read().cpuSeconds
await sleep(idleSeconds * 1000)
const { cpuSeconds, peakBytes } = use.read()
use.stop()
const idlePercent = ((cpuSeconds - before) / idleSeconds) * 100
await engine.end()

/** The most announces that fall within one second. */
const busiest = (times: readonly number[]): number => {
  let most = 0
  let from = 0
  times.forEach((time, at) => {
    while (time - (times[from] ?? time) >= 1) from += 1
    most = Math.max(most, at - from + 1)
  })
  return most
}
const bars = [
  atMost(`${count} rows are there, s after the engine's start`, LIST_SECONDS, listAfter),
  atMost('announces in the busiest second', MOST_ANNOUNCES, busiest(announces)),
  atMost('idle CPU, % of a core', IDLE_PERCENT, idlePercent),
  atMost('anonymous memory, MB', MOST_MB, peakBytes / 1e6),
  atMost('event loop held up while starting, ms', MOST_HELD_UP_MS, heldUpMs),
]
const round = (value: number): number => Number(value.toFixed(2))
closeWith('scale', bars, {
  torrents: count,
  cores: availableParallelism(),
  firstRows,
  firstRowsAfterSeconds: round(firstAfter),
  listAfterSeconds: round(listAfter),
  seedingAfterSeconds: round(seedingAfter),
  announcedAfterSeconds: round(announcedAfter),
  startCpuSeconds: round(startCpu),
  idlePercent: round(idlePercent),
  peakMb: Math.round(peakBytes / 1e6),
  heldUpMs: Math.round(heldUpMs),
})
