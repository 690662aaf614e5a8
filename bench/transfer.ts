// `npm run bench -- transfer [--size 2GiB] [--runs 3] [--clients a,b] [--dir FOLDER]`: leeching and seeding against
// the clients people use, each with the same libtorrent on the other side, interleaved in one run, on disk. Prints a
// table and closes with one line of JSON. Bars: throughput at least 0.7 × qbittorrent-nox's, both ways.

import { access, cp } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAria2 } from '../e2e/peers/aria2.ts'
import { startLibtorrent } from '../e2e/peers/libtorrent.ts'
import { temporaryFolder } from '../e2e/peers/process.ts'
import { startQbittorrent } from '../e2e/peers/qbittorrent.ts'
import { hashesOf, singleFileTorrent } from '../e2e/peers/torrent.ts'
import { startTransmission } from '../e2e/peers/transmission.ts'
import { atLeast, closeWith } from './measure/closing-line.ts'
import { startSwiftseed } from './measure/swiftseed.ts'
import { transfer, type Arena, type Contender, type Direction, type Sample } from './measure/transfer-run.ts'

const PIECE_LENGTH = 1_048_576
const LIFETIME_SECONDS = 900
const WANTED_RATIO = 0.7
/** Transmission 3 moves 15–30 MB/s whatever the machine: an eighth of the data says the same in an eighth of the time. */
const SLOW = new Set(['transmission'])
const SLOW_SHARE = 8

/** Nobody encrypts: qBittorrent would otherwise take RC4 for the payload, and the others plaintext. */
const on = { lifetimeSeconds: LIFETIME_SECONDS, encryption: 'off' } as const
const contenders: readonly Contender[] = [
  { name: 'swiftseed', start: (parent) => startSwiftseed({ ...on, parent }) },
  { name: 'qbittorrent', start: (parent) => startQbittorrent({ ...on, parent }) },
  { name: 'libtorrent', start: (parent) => startLibtorrent({ ...on, parent }) },
  { name: 'aria2', start: (parent) => startAria2({ ...on, parent }) },
  { name: 'transmission', start: (parent) => startTransmission({ ...on, parent }) },
]
const directions: readonly Direction[] = ['leech', 'seed']

const UNITS = new Map([
  ['', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
])
const parseSize = (text: string): number => {
  const [, count, unit = ''] = /^(\d+)\s*([KMG]?)(?:iB)?$/i.exec(text) ?? []
  const factor = UNITS.get(unit.toUpperCase())
  if (count === undefined || factor === undefined) throw new Error(`not a size: ${text}`)
  return Number(count) * factor
}

const options = () => {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '2GiB' },
      runs: { type: 'string', default: '3' },
      clients: { type: 'string', default: contenders.map(({ name }) => name).join(',') },
      dir: { type: 'string', default: tmpdir() },
    },
  })
  const named = new Set(values.clients.split(','))
  return { size: parseSize(values.size), runs: Number(values.runs), named, dir: values.dir }
}

/** Where the counterpart's data goes: memory where the system has such a folder. */
const memoryParent = (dir: string): Promise<string> =>
  access('/dev/shm').then(
    () => '/dev/shm',
    () => dir,
  )

const arena = async (disk: string, memory: string, name: string, size: number): Promise<Arena> => {
  const torrent = await singleFileTorrent(disk, { name, size, trackers: [], pieceLength: PIECE_LENGTH })
  await cp(join(disk, name), join(memory, name))
  return { disk, memory, torrent, hashes: await hashesOf(memory, torrent) }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

const medianOf = (samples: readonly Sample[]): Sample => ({
  mbPerSecond: median(samples.map((sample) => sample.mbPerSecond)),
  cpuPerGib: median(samples.map((sample) => sample.cpuPerGib)),
  peakMb: median(samples.map((sample) => sample.peakMb)),
})

const rounded = ({ mbPerSecond, cpuPerGib, peakMb }: Sample): Sample => ({
  mbPerSecond: Math.round(mbPerSecond),
  cpuPerGib: Number(cpuPerGib.toFixed(2)),
  peakMb: Math.round(peakMb),
})

const show = (label: string, { mbPerSecond, cpuPerGib, peakMb }: Sample): void =>
  console.error(`${label.padEnd(32)} ${mbPerSecond} MB/s  ${cpuPerGib} CPU s/GiB  ${peakMb} MB`)

const { size, runs, named, dir } = options()
await using disk = await temporaryFolder('bench', dir)
await using memory = await temporaryFolder('bench', await memoryParent(dir))
const whole = await arena(disk.path, memory.path, 'noise.bin', size)
const part = await arena(disk.path, memory.path, 'less-noise.bin', Math.ceil(size / SLOW_SHARE))

const measured = contenders.filter(({ name }) => named.has(name))
const samples = new Map<string, Sample[]>()
for (let run = 1; run <= runs; run += 1) {
  for (const contender of measured) {
    for (const direction of directions) {
      const label = `${contender.name} ${direction}`
      try {
        const sample = await transfer(contender, direction, SLOW.has(contender.name) ? part : whole)
        samples.set(label, [...(samples.get(label) ?? []), sample])
        show(`${label} ${run}/${runs}`, rounded(sample))
      } catch (error) {
        console.error(`${label} ${run}/${runs} failed: ${String(error)}`)
      }
    }
  }
}

const medians = Object.fromEntries([...samples].map(([label, all]) => [label, medianOf(all)]))
const ratio = (label: string, direction: Direction): number =>
  (medians[`${label} ${direction}`]?.mbPerSecond ?? Number.NaN) /
  (medians[`qbittorrent ${direction}`]?.mbPerSecond ?? Number.NaN)
const ratios = Object.fromEntries(
  measured.flatMap(({ name }) => directions.map((way) => [`${name} ${way}`, Number(ratio(name, way).toFixed(2))])),
)
const bars = directions.map((way) =>
  atLeast(`${way} throughput, times qbittorrent-nox's`, WANTED_RATIO, ratio('swiftseed', way)),
)
closeWith('transfer', bars, {
  sizeBytes: size,
  runs,
  cores: availableParallelism(),
  medians: Object.fromEntries(Object.entries(medians).map(([label, sample]) => [label, rounded(sample)])),
  throughputToQbittorrent: ratios,
})
