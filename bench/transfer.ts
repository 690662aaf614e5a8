// `npm run bench -- transfer [--size 2GiB] [--runs 3] [--clients a,b] [--scenarios a,b] [--dir FOLDER]`: leeching and
// seeding against the clients people use, each with the same libtorrent on the other side, interleaved in one run, on
// disk; one to five and five to one; and encrypted. Prints a table and closes with one line of JSON. Bars: pass
// libtorrent and qbittorrent-nox.

import { access, cp } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAria2 } from '../e2e/peers/aria2.ts'
import { startLibtorrent } from '../e2e/peers/libtorrent.ts'
import type { Lateness } from '../e2e/peers/loop-lateness.ts'
import { temporaryFolder } from '../e2e/peers/process.ts'
import { startQbittorrent } from '../e2e/peers/qbittorrent.ts'
import { hashesOf, singleFileTorrent } from '../e2e/peers/torrent.ts'
import { startTransmission } from '../e2e/peers/transmission.ts'
import { atLeast, atMost, closeWith, type Bar } from './measure/closing-line.ts'
import { median } from './measure/median.ts'
import { parseSize } from './measure/size.ts'
import { startSwiftseed } from '../e2e/peers/swiftseed.ts'
import { transfer, type Arena, type Contender, type Sample, type Scenario } from './measure/transfer-run.ts'

const PIECE_LENGTH = 1_048_576
const LIFETIME_SECONDS = 900
const MOST_CPU_RATIO = 1.1
const MOST_MB = 250
const MOST_HELD_UP_MS = 50
const ENCRYPTED_RATIO = 0.5
/** Transmission 3 moves 15–30 MB/s whatever the machine: an eighth of the data says the same in an eighth of the time. */
const SLOW = new Set(['transmission'])
const SLOW_SHARE = 8
/** What five are given is five times as much, and lies in memory. */
const CROWD_SHARE = 4

const on = { lifetimeSeconds: LIFETIME_SECONDS } as const
const contenders: readonly Contender[] = [
  { name: 'swiftseed', start: (options) => startSwiftseed({ ...on, ...options }) },
  { name: 'qbittorrent', start: (options) => startQbittorrent({ ...on, ...options }) },
  { name: 'libtorrent', start: (options) => startLibtorrent({ ...on, ...options }) },
  { name: 'aria2', start: (options) => startAria2({ ...on, ...options }) },
  { name: 'transmission', start: (options) => startTransmission({ ...on, ...options }) },
]

const scenarios: readonly Scenario[] = [
  { label: 'leech', direction: 'leech', counterparts: 1, encrypted: false },
  { label: 'seed', direction: 'seed', counterparts: 1, encrypted: false },
  { label: 'leech from 5', direction: 'leech', counterparts: 5, encrypted: false },
  { label: 'seed to 5', direction: 'seed', counterparts: 5, encrypted: false },
  { label: 'encrypted leech', direction: 'leech', counterparts: 1, encrypted: true },
  { label: 'encrypted seed', direction: 'seed', counterparts: 1, encrypted: true },
]
const feedsCrowd = ({ direction, counterparts }: Scenario): boolean => direction === 'seed' && counterparts > 1
/** What is asked of us beyond the plain transfers is compared where it means something. */
const takesPart = (name: string, { encrypted, counterparts }: Scenario): boolean =>
  name === 'swiftseed' || (!encrypted && (counterparts === 1 || name === 'libtorrent' || name === 'qbittorrent'))

const options = () => {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '2GiB' },
      runs: { type: 'string', default: '3' },
      scenarios: { type: 'string', default: scenarios.map(({ label }) => label).join(',') },
      clients: { type: 'string', default: contenders.map(({ name }) => name).join(',') },
      dir: { type: 'string', default: tmpdir() },
    },
  })
  const named = new Set(values.clients.split(','))
  const asked = new Set(values.scenarios.split(','))
  return { size: parseSize(values.size), runs: Number(values.runs), named, asked, dir: values.dir }
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

/** The event loop must never be held up, so no median. */
const worstOf = (all: readonly Lateness[]): Lateness | null =>
  all.length === 0
    ? null
    : {
        heldUpMs: Math.max(...all.map(({ heldUpMs }) => heldUpMs)),
        lateMs: Math.max(...all.map(({ lateMs }) => lateMs)),
      }

const medianOf = (samples: readonly Sample[]): Sample => ({
  mbPerSecond: median(samples.map((sample) => sample.mbPerSecond)),
  cpuPerGib: median(samples.map((sample) => sample.cpuPerGib)),
  peakMb: median(samples.map((sample) => sample.peakMb)),
  lateness: worstOf(samples.flatMap(({ lateness }) => lateness ?? [])),
})

const rounded = ({ mbPerSecond, cpuPerGib, peakMb, lateness }: Sample): Sample => ({
  mbPerSecond: Math.round(mbPerSecond),
  cpuPerGib: Number(cpuPerGib.toFixed(2)),
  peakMb: Math.round(peakMb),
  lateness: lateness && { heldUpMs: Math.round(lateness.heldUpMs), lateMs: Math.round(lateness.lateMs) },
})

const show = (label: string, { mbPerSecond, cpuPerGib, peakMb, lateness }: Sample): void => {
  const heldUp = lateness ? `  held up ${lateness.heldUpMs} ms (late ${lateness.lateMs} ms)` : ''
  console.error(`${label.padEnd(32)} ${mbPerSecond} MB/s  ${cpuPerGib} CPU s/GiB  ${peakMb} MB${heldUp}`)
}

const { size, runs, named, asked, dir } = options()
await using disk = await temporaryFolder('bench', dir)
await using memory = await temporaryFolder('bench', await memoryParent(dir))
const whole = await arena(disk.path, memory.path, 'noise.bin', size)
const quarter = await arena(disk.path, memory.path, 'some-noise.bin', Math.ceil(size / CROWD_SHARE))
const part = await arena(disk.path, memory.path, 'less-noise.bin', Math.ceil(size / SLOW_SHARE))

const measured = contenders.filter(({ name }) => named.has(name))
const wanted = scenarios.filter(({ label }) => asked.has(label))
const samples = new Map<string, Sample[]>()

const measure = async (contender: Contender, scenario: Scenario, run: number): Promise<void> => {
  const label = `${contender.name} ${scenario.label}`
  try {
    const sample = await transfer(
      contender,
      scenario,
      SLOW.has(contender.name) ? part : feedsCrowd(scenario) ? quarter : whole,
    )
    samples.set(label, [...(samples.get(label) ?? []), sample])
    show(`${label} ${run}/${runs}`, rounded(sample))
  } catch (error) {
    console.error(`${label} ${run}/${runs} failed: ${String(error)}`)
  }
}

for (let run = 1; run <= runs; run += 1) {
  for (const scenario of wanted) {
    const taking = measured.filter(({ name }) => takesPart(name, scenario))
    // Nobody is always the first to run after the others, or always follows the same one.
    for (const contender of run % 2 === 1 ? taking : taking.toReversed()) await measure(contender, scenario, run)
  }
}

const medians = new Map([...samples].map(([label, all]) => [label, medianOf(all)]))
const speed = (label: string): number => medians.get(label)?.mbPerSecond ?? Number.NaN
const effort = (label: string): number => medians.get(label)?.cpuPerGib ?? Number.NaN

const against = (scenario: Scenario, other: string): Bar[] => {
  const [ours, theirs] = [`swiftseed ${scenario.label}`, `${other} ${scenario.label}`]
  return [atLeast(`${scenario.label}: throughput, times ${other}'s`, 1, speed(ours) / speed(theirs))]
}

/** A bar for everything that was asked for, so that a run that measured nothing does not pass. */
const barsOf = (scenario: Scenario): Bar[] => {
  const { label, encrypted, direction } = scenario
  const ours = medians.get(`swiftseed ${label}`)
  const memoryBar = atMost(`${label}: anonymous memory, MB`, MOST_MB, ours?.peakMb ?? Number.NaN)
  const loopBar = atMost(`${label}: event loop held up, ms`, MOST_HELD_UP_MS, ours?.lateness?.heldUpMs ?? Number.NaN)
  if (encrypted) {
    return [
      atLeast(
        `${label}: throughput, times plain`,
        ENCRYPTED_RATIO,
        speed(`swiftseed ${label}`) / speed(`swiftseed ${direction}`),
      ),
      memoryBar,
      loopBar,
    ]
  }
  const cpu = effort(`swiftseed ${label}`) / effort(`libtorrent ${label}`)
  return [
    ...against(scenario, 'libtorrent'),
    ...against(scenario, 'qbittorrent'),
    atMost(`${label}: CPU per GiB, times libtorrent's`, MOST_CPU_RATIO, cpu),
    memoryBar,
    loopBar,
  ]
}

closeWith('transfer', wanted.flatMap(barsOf), {
  sizeBytes: size,
  runs,
  cores: availableParallelism(),
  medians: Object.fromEntries([...medians].map(([label, sample]) => [label, rounded(sample)])),
})
