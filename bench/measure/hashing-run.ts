// One benchmark of hashing: everyone in turn, as often as asked, on one file or many, and the bars against the faster of the
// two raw loops. Bars are on time, as a user waits for it; processor time is among the figures.

import { randomFillSync } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { freePort } from '../../e2e/peers/ports.ts'
import { filesOn, makeTorrent, singleFileTorrent, type TestTorrent } from '../../e2e/peers/torrent.ts'
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
      files: { type: 'string', default: '1' },
      runs: { type: 'string', default: '5' },
      dir: { type: 'string', default: tmpdir() },
    },
  })
  return { size: parseSize(values.size), files: Number(values.files), runs: Number(values.runs), dir: values.dir }
}

const room = Buffer.alloc(1 << 20)

/** Into the page cache. */
const readWhole = (path: string): void => {
  const file = openSync(path, 'r')
  while (readSync(file, room) > 0);
  closeSync(file)
}

const ONE = { name: 'noise.bin', trackers: [], pieceLength: PIECE_LENGTH }
const FILES_A_FOLDER = 100

/** Names that sort alike whatever they are sorted by: those who make torrents put files in an order of their own. */
const manyFiles = async (folder: string, size: number, count: number): Promise<TestTorrent> => {
  const padded = (number: number): string => String(number).padStart(6, '0')
  const files = Array.from({ length: count }, (_, n) => ({
    path: [padded(Math.floor(n / FILES_A_FOLDER)), padded(n)],
    length: Math.floor(size / count),
  }))
  // One call after another: thousands of promises take longer than the disk.
  for (const { path, length } of files) {
    const onDisk = join(folder, 'noise', ...path)
    mkdirSync(dirname(onDisk), { recursive: true })
    writeFileSync(onDisk, randomFillSync(Buffer.alloc(length)))
  }
  return makeTorrent(folder, { name: 'noise', files, trackers: [], pieceLength: PIECE_LENGTH })
}

const ground = async (folder: string, size: number, count: number): Promise<Ground> => {
  const torrent = count === 1 ? await singleFileTorrent(folder, { ...ONE, size }) : await manyFiles(folder, size, count)
  const torrentPath = join(folder, 'noise.torrent')
  await writeFile(torrentPath, torrent.bytes)
  const files = filesOn(folder, torrent)
  const listPath = join(folder, 'files.txt')
  await writeFile(listPath, files.join('\n'))
  return { path: join(folder, torrent.name), files, listPath, torrentPath, torrent, pieceLength: PIECE_LENGTH }
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
  const { size: wanted, files, runs, dir } = options()
  await using folder = await temporaryFolder(`bench-${name}`, dir)
  const on = await ground(folder.path, wanted, files)
  const { size } = on.torrent
  const engine = startEngine(folder.path, LIFETIME_SECONDS)
  const stateFolder = join(folder.path, 'state')
  await engine.own('engine.start', { stateFolder, settings: settingsFor(await freePort(), {}), version: '0.0.0' })
  const contenders = await contendersOn(engine, on)
  for (const path of on.files) readWhole(path)
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
      files,
      runs,
      cores: availableParallelism(),
      pageCache: 'warm for everyone',
      engineIdleHeldUpMs: Math.round(median(lateWhenIdle)),
      timesLibtorrent: Number((speed('swiftseed') / speed('libtorrent')).toFixed(2)),
      medians: Object.fromEntries(medians),
    },
  )
}
