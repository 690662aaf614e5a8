// One benchmark of hashing: everyone in turn, as often as asked, on one file, and the bars against the faster of the
// two raw loops. Bars are on time, as a user waits for it; processor time is among the figures.

import { writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { freePort } from '../../e2e/peers/ports.ts'
import { singleFileTorrent } from '../../e2e/peers/torrent.ts'
import { atLeast, atMost, closeWith } from './closing-line.ts'
import { settingsFor, startEngine, type EngineClient } from '../../e2e/peers/engine-client.ts'
import type { Contender, Ground, Hashed } from './hashing.ts'
import { median } from './median.ts'
import { parseSize } from './size.ts'

const PIECE_LENGTH = 1_048_576
const LIFETIME_SECONDS = 1_800
const LEAST_SHARE = 0.9
const MOST_HELD_UP_MS = 50

const options = () => {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '4GiB' },
      runs: { type: 'string', default: '5' },
      dir: { type: 'string', default: tmpdir() },
    },
  })
  return { size: parseSize(values.size), runs: Number(values.runs), dir: values.dir }
}

const readWhole = async (path: string): Promise<void> => {
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 20 }));
}

const ground = async (folder: string, size: number): Promise<Ground> => {
  const torrent = await singleFileTorrent(folder, {
    name: 'noise.bin',
    size,
    trackers: [],
    pieceLength: PIECE_LENGTH,
  })
  const torrentPath = join(folder, 'noise.torrent')
  await writeFile(torrentPath, torrent.bytes)
  return { path: join(folder, torrent.name), torrentPath, torrent, pieceLength: PIECE_LENGTH }
}

interface Medians {
  readonly mbPerSecond: number
  readonly cpuPerGib: number | null
  readonly heldUpMs: number | null
}

const mediansOf = (all: readonly Hashed[], size: number): Medians => {
  const cpu = all.flatMap(({ cpuSeconds }) => cpuSeconds ?? [])
  const held = all.flatMap(({ heldUpMs }) => heldUpMs ?? [])
  return {
    mbPerSecond: Math.round(median(all.map(({ seconds }) => size / 1e6 / seconds))),
    cpuPerGib: cpu.length === 0 ? null : Number(((median(cpu) * 2 ** 30) / size).toFixed(2)),
    heldUpMs: held.length === 0 ? null : Math.round(median(held)),
  }
}

/** How late the engine's event loop is while others hash and it has nothing to do: the machine's own doing. */
const lateWhenIdle: number[] = []

const measureAll = async (
  engine: EngineClient,
  contenders: readonly Contender[],
  runs: number,
): Promise<Map<string, Hashed[]>> => {
  const samples = new Map<string, Hashed[]>(contenders.map(({ name }) => [name, []]))
  for (let run = 1; run <= runs; run += 1) {
    for (const { name, hash } of contenders) {
      await engine.lateness()
      const hashed = await hash()
      if (hashed.heldUpMs === undefined) lateWhenIdle.push((await engine.lateness()).heldUpMs)
      samples.get(name)?.push(hashed)
      console.error(
        `${name.padEnd(20)} ${run}/${runs}  ${hashed.seconds.toFixed(2)} s  ${hashed.cpuSeconds?.toFixed(2) ?? '?'} CPU s`,
      )
    }
  }
  return samples
}

/** `contendersOn` may prepare; what it gives is measured in this order. */
export const hashingRun = async (
  name: 'recheck' | 'create',
  contendersOn: (engine: EngineClient, ground: Ground) => Promise<readonly Contender[]>,
): Promise<void> => {
  const { size, runs, dir } = options()
  await using folder = await temporaryFolder(`bench-${name}`, dir)
  const on = await ground(folder.path, size)
  const engine = startEngine(folder.path, LIFETIME_SECONDS)
  const stateFolder = join(folder.path, 'state')
  await engine.own('engine.start', { stateFolder, settings: settingsFor(await freePort(), {}), version: '0.0.0' })
  const contenders = await contendersOn(engine, on)
  await readWhole(on.path)
  const samples = await measureAll(engine, contenders, runs)
  await engine.end()
  const medians = new Map([...samples].map(([who, all]) => [who, mediansOf(all, size)]))
  const speed = (who: string): number => medians.get(who)?.mbPerSecond ?? Number.NaN
  const fastest = Math.max(speed('raw: hashlib'), speed('raw: plain loop'))
  closeWith(
    name,
    [
      atLeast('throughput, times raw SHA-1 on all cores', LEAST_SHARE, speed('swiftseed') / fastest),
      atMost('event loop held up, ms', MOST_HELD_UP_MS, medians.get('swiftseed')?.heldUpMs ?? Number.NaN),
    ],
    {
      sizeBytes: size,
      runs,
      cores: availableParallelism(),
      pageCache: 'warm for everyone',
      engineIdleHeldUpMs: Math.round(median(lateWhenIdle)),
      timesLibtorrent: Number((speed('swiftseed') / speed('libtorrent')).toFixed(2)),
      medians: Object.fromEntries(medians),
    },
  )
}
