import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTorrentFile, type MetaFile } from '../../../app/torrent/metainfo.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { longestTurn } from '../testing/longest-turn.ts'
import { sha1, sha256 } from './digests.ts'
import { MetainfoParser } from './metainfo-parser.ts'
import { packMetaFiles, unpackMetaFiles } from './packed-files.ts'
import { filesTorrent, hostileTorrents } from './testing/hostile-torrents.ts'

const program = (body: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'
     parentPort.on('message', ({ bytes }) => { ${body} })`)}`,
  )
const large = (first: number): Uint8Array => new Uint8Array(100_000).fill(first, 0, 1)

describe('files on their way from the parsing thread', () => {
  const name = fc.string({ minLength: 1, maxLength: 8 }).map((each) => each.replaceAll(/[\0/]/g, '_'))
  const file: fc.Arbitrary<MetaFile> = fc.record({
    path: fc.array(name, { minLength: 1, maxLength: 4 }),
    length: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    pad: fc.boolean(),
    original: fc.option(fc.string({ unit: 'binary' })),
  })

  it('arrive as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 20 }), async (files) => {
        expect(await unpackMetaFiles(packMetaFiles(files))).toEqual(files)
      }),
    )
  })
})

describe('a large .torrent', () => {
  it('is read as a small one is', async () => {
    await using parser = new MetainfoParser()
    const bytes = filesTorrent(37_000, (n) => [`folder ${n % 100}`, n % 7 === 0 ? `a:${n}` : `file ${n}`])
    const parsed = await parser.torrentFile(bytes)
    const expected = parseTorrentFile(bytes, sha1, sha256)
    expect(parsed).toEqual(expected)
    if (!parsed.ok) return
    expect(parsed.value.hashes.buffer).toBe(parsed.value.rawInfo.buffer)
    // As metadata, and of another torrent.
    const { rawInfo, id } = parsed.value
    const info = await parser.info(rawInfo, id)
    expect(info.ok && info.value.files.length).toBe(37_000)
    expect(await parser.info(rawInfo, 'ab'.repeat(20) as TorrentId)).toEqual({ ok: false, error: 'wrong-hash' })
    expect(rawInfo.length).toBeGreaterThan(0)
  })

  it.each(Object.entries(hostileTorrents))('never holds up the engine: %s', async (_, make) => {
    await using parser = new MetainfoParser()
    const bytes = make()
    expect(bytes.length).toBeLessThanOrEqual(10_000_000)
    // What is measured is the reading, not the first compilation.
    await parser.torrentFile(filesTorrent(3_000, (n) => [`${n}`]))
    let answered = false
    const longest = await longestTurn(async () => {
      await parser.torrentFile(bytes)
      answered = true
    })
    expect(answered).toBe(true)
    expect(longest).toBeLessThan(100)
  })
})

describe('the parsing thread', () => {
  it('is ended when it takes too long, and the next one is as good as new', async () => {
    const hangsAtOne = program('while (bytes[0] === 1) {} parentPort.postMessage({ ok: false, error: "no-dict" })')
    await using parser = new MetainfoParser({ deadlineMs: 300, worker: hangsAtOne })
    const answers = await Promise.all([large(0), large(1), large(0)].map((bytes) => parser.torrentFile(bytes)))
    expect(answers.map((answer) => !answer.ok && answer.error)).toEqual(['no-dict', 'too-complex', 'no-dict'])
  })

  it('gives what no other bytes can replace a second, longer time, after those that wait', async () => {
    const slow = program(
      'setTimeout(() => parentPort.postMessage({ ok: false, error: bytes[0] === 1 ? "no-dict" : "no-name" }), bytes[0] * 600)',
    )
    await using parser = new MetainfoParser({ deadlineMs: 300, worker: slow })
    const order: string[] = []
    const noted = async (answer: Promise<{ ok: boolean; error?: string }>): Promise<void> => {
      order.push((await answer).error ?? '')
    }
    const id = 'ab'.repeat(20) as TorrentId
    await Promise.all([noted(parser.info(large(1), id)), noted(parser.torrentFile(large(0)))])
    expect(order).toEqual(['no-name', 'no-dict'])
  })

  it('may end by itself or break, and what it was at is refused', async () => {
    const breaks = program('if (bytes[0] === 1) throw new Error("out of memory"); process.exit(1)')
    await using parser = new MetainfoParser({ worker: breaks })
    const answers = await Promise.all([large(1), large(0)].map((bytes) => parser.torrentFile(bytes)))
    expect(answers.map((answer) => !answer.ok && answer.error)).toEqual(['too-complex', 'too-complex'])
  })

  it('answers what waits when it is closed', async () => {
    const parser = new MetainfoParser({ worker: program('for (;;);') })
    const waiting = [large(0), large(1)].map((bytes) => parser.torrentFile(bytes))
    await turn()
    await parser[Symbol.asyncDispose]()
    expect((await Promise.all(waiting)).map((answer) => answer.ok)).toEqual([false, false])
  })
})
