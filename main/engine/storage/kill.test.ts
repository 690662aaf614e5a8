import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openSession } from '../session/session-db.ts'
import { hasBit } from './bits.ts'
import { createStorage } from './storage.ts'
import { killSample } from './testing/kill-sample.ts'
import { isWanted } from './testing/sample-torrent.ts'
import { realStorage, type RealStorage } from './testing/real-storage.ts'

/** A long campaign sets it to 200. */
const KILLS = Number(process.env['KILLS'] ?? 20)
const writer = fileURLToPath(new URL('testing/writer-process.ts', import.meta.url))

/** What the writer said before it was killed. */
interface Word {
  readonly given: ReadonlySet<number>
  readonly written: ReadonlySet<number>
  readonly durable: ReadonlySet<number>
  readonly ended: boolean
}

describe('a kill in the midst of a download', () => {
  it(
    'costs at most the pieces under way, hashes only what was not durable, and claims nothing wrong',
    async () => {
      await using storage = await realStorage()
      let seed = 1
      for (let kill = 0; kill < KILLS; kill++) {
        const word = await killedWriter(storage, seed, 50 + Math.random() * 300)
        await expectKept(storage, seed, word)
        if (word.ended) seed++
      }
    },
    KILLS * 5000,
  )
})

async function killedWriter(storage: RealStorage, seed: number, after: number): Promise<Word> {
  const args = [writer, join(storage.stateFolder, '..', 'killed'), storage.folder, String(seed)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: process.env })
  const said = collect(child)
  await said.begun
  setTimeout(() => child.kill('SIGKILL'), after)
  await once(child, 'close')
  return said.word()
}

function collect(child: ChildProcess): { begun: Promise<void>; word: () => Word } {
  let text = ''
  let begin = (): void => undefined
  const begun = new Promise<void>((resolve) => (begin = resolve))
  child.once('close', () => begin())
  child.stdout?.on('data', (bytes: Buffer) => {
    text += bytes.toString()
    begin()
  })
  const numbers = (mark: string): Set<number> =>
    new Set(
      text
        .split('\n')
        .slice(0, -1)
        .filter((line) => line.startsWith(`${mark} `))
        .flatMap((line) => line.slice(2).split(',').filter(Boolean).map(Number)),
    )
  const word = (): Word => ({
    given: numbers('w'),
    written: numbers('d'),
    durable: numbers('s'),
    ended: text.includes('end'),
  })
  return { begun, word }
}

async function expectKept(storage: RealStorage, seed: number, word: Word): Promise<void> {
  const stateFolder = join(storage.stateFolder, '..', 'killed')
  const session = openSession(stateFolder)
  await using reopened = createStorage({ stateFolder, journal: session.journal })
  const torrent = killSample(storage.folder, seed)
  const { store, resume } = await reopened.open(torrent.spec, { events: storage.events })
  const underWay = [...word.given].filter((piece) => !word.written.has(piece))
  expect(underWay.length).toBeLessThanOrEqual(1)
  for (const piece of word.written)
    if (isWanted(torrent, piece)) expect(hasBit(resume.bitfield, piece), `piece ${piece} was written`).toBe(true)
  const unsynced = [...word.given].filter((piece) => !word.durable.has(piece))
  expect(resume.hashed).toBeLessThanOrEqual(unsynced.length * torrent.spec.pieceLength)
  for (let piece = 0; piece < torrent.pieceCount; piece++) {
    if (!hasBit(resume.bitfield, piece)) continue
    const expected = torrent.piece(piece)
    expect(Buffer.compare(await store.read(piece, 0, expected.length), expected), `piece ${piece}`).toBe(0)
  }
  expect(storage.events.gone).toEqual([])
  await store.close()
  session.close()
}
