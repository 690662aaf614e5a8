import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateOptions, CreationProgress, NewTorrent } from '../../../app/creating/creation.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { ok, type Result } from '../../../app/result.ts'
import { MetainfoParser } from '../metainfo/metainfo-parser.ts'
import { HashPool } from '../storage/hash-pool.ts'
import type { Hasher, HashJob } from '../storage/hasher.ts'
import { Creations, type Adopted } from './creations.ts'

const KiB = 1024

let folder = ''
let pool = new HashPool(2)
const parser = new MetainfoParser()
let told: CreationProgress[] = []
let adopted: Adopted[] = []

/** The real threads, with a say in between. */
const watched = (before: () => Promise<void> | void): Hasher => ({
  hash: async (jobs, report, signal) => {
    await before()
    return pool.hash(jobs, report, signal)
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
})

const creationsWith = (hasher: Hasher): Creations =>
  new Creations({
    hasher,
    looker: pool,
    parser,
    version: '0.1.0',
    progress: (at) => void told.push(at),
    adopt: (one) => {
      adopted.push(one)
      return Promise.resolve(ok('added' as const))
    },
  })

const options: CreateOptions = {
  ref: 1,
  name: 'album',
  pieceLength: 16 * KiB,
  trackers: [],
  webSeeds: [],
  isPrivate: false,
  comment: '',
  source: '',
  hidden: false,
  dated: false,
  seed: false,
}

const create = (over: Partial<CreateOptions> = {}, paths = [folder], hasher: Hasher = pool) =>
  creationsWith(hasher).create({ ...options, ...over, paths })

const value = <T>(result: Result<T, AppError>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const metainfoOf = async (made: NewTorrent) => {
  const parsed = await parser.torrentFile(made.bytes)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const put = async (path: string, size: number): Promise<Buffer> => {
  const bytes = randomBytes(size)
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), bytes)
  return bytes
}

const hashesOf = (data: Uint8Array, length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(data.length / length) }, (_, n) =>
      createHash('sha1')
        .update(data.subarray(n * length, (n + 1) * length))
        .digest(),
    ),
  )

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swiftseed-create-'))
  pool = new HashPool(2)
  told = []
  adopted = []
})
afterEach(async () => {
  await pool[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('a torrent of a folder', () => {
  it('has the hashes of its files laid end to end, in the order of their names', async () => {
    const [b, a2, a1] = [await put('b.bin', 40_001), await put('a/2.bin', 7), await put('a/1.bin', 50_000)]
    await put('a/empty', 0)
    const made = value(await create())
    const { files, hashes, name, length } = await metainfoOf(made)
    expect(name).toBe('album')
    expect(files.map(({ path }) => path.join('/'))).toEqual(['a/1.bin', 'a/2.bin', 'a/empty', 'b.bin'])
    expect(Buffer.from(hashes)).toEqual(hashesOf(Buffer.concat([a1, a2, b]), 16 * KiB))
    expect(made).toMatchObject({ size: 90_008, pieceCount: 6, pieceLength: 16 * KiB, seeding: null })
    expect(length).toBe(90_008)
    expect(made.magnet).toContain(made.id)
  })

  it('tells how far it is, up to the last byte', async () => {
    await put('a.bin', 100_000)
    value(await create())
    expect(told.at(-1)).toMatchObject({ ref: 1, hashed: 100_000, size: 100_000, remaining: 0 })
  })

  it('leaves out links, sockets, hidden and system files, and says so', async () => {
    await put('a.bin', 10)
    await put('.secret/key', 10)
    await put('Thumbs.db', 10)
    await symlink('/etc/hostname', join(folder, 'link'))
    const server = createServer().listen(join(folder, 'socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    const creations = creationsWith(pool)
    const survey = value(await creations.survey([folder], false))
    const all = value(await creations.survey([folder], true))
    server.close()
    expect(survey).toMatchObject({ single: false, files: 1, size: 10, unreadable: [], renamed: 0 })
    expect(survey.leftOut).toEqual([
      { why: 'hidden', count: 2, examples: ['.secret', 'Thumbs.db'] },
      { why: 'link', count: 1, examples: ['link'] },
      { why: 'special', count: 1, examples: ['socket'] },
    ])
    expect(all.files).toBe(3)
    expect(all.leftOut.map(({ why }) => why)).toEqual(['link', 'special'])
  })

  it.runIf(process.platform === 'linux')('leaves out names that are not UTF-8, and says so', async () => {
    await put('a.bin', 10)
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), 'latin')
    const survey = value(await creationsWith(pool).survey([folder], false))
    expect(survey.files).toBe(1)
    expect(survey.leftOut).toEqual([{ why: 'not-unicode', count: 1, examples: ['caf\ufffd'] }])
    expect((await metainfoOf(value(await create()))).files).toHaveLength(1)
  })

  it('says how many names others cannot have', async () => {
    await put('what?.txt', 10)
    await put('CON', 10)
    await put('fine', 10)
    expect(value(await creationsWith(pool).survey([folder], false)).renamed).toBe(2)
    expect(value(await create({ seed: true })).seeding).toMatchObject({ code: 'create-failed', fault: 'names' })
    expect(adopted).toEqual([])
  })

  it('refuses a folder of nothing, or of empty files only', async () => {
    const nothing = { code: 'create-failed', fault: 'nothing', names: [] }
    expect(await create()).toEqual({ ok: false, error: nothing })
    await put('empty', 0)
    expect(await create()).toEqual({ ok: false, error: nothing })
    expect(await create({}, [join(folder, 'absent')])).toMatchObject({ ok: false, error: { fault: 'gone' } })
  })

  it('refuses pieces so small that nobody could read the .torrent, before hashing anything', async () => {
    await put('large', 1)
    await truncate(join(folder, 'large'), 10 * 1024 ** 3)
    const never: Hasher = watched(() => {
      throw new Error('hashed')
    })
    expect(await create({}, [folder], never)).toMatchObject({ ok: false, error: { fault: 'too-large' } })
  })
})

describe('a torrent of other things', () => {
  it('is one file, under the name the user gives it', async () => {
    const data = await put('movie.mkv', 40_000)
    const made = value(await create({ name: 'Film.mkv' }, [join(folder, 'movie.mkv')]))
    const { single, name, hashes, files } = await metainfoOf(made)
    expect({ single, name, files: files.length }).toEqual({ single: true, name: 'Film.mkv', files: 1 })
    expect(Buffer.from(hashes)).toEqual(hashesOf(data, 16 * KiB))
  })

  it('is several things of one folder, hidden or not, and nothing else in it', async () => {
    await put('one', 10)
    await put('.chosen', 10)
    await put('sub/a', 10)
    await put('sub/.hidden', 10)
    await put('not chosen', 10)
    const paths = ['one', '.chosen', 'sub'].map((path) => join(folder, path))
    const { files } = await metainfoOf(value(await create({}, paths)))
    // A name that begins with a dot is not what every client would save it as.
    expect(files.map(({ path, original }) => original ?? path.join('/'))).toEqual(['.chosen', 'one', 'sub/a'])
    expect(await create({}, [join(folder, 'one'), join(folder, 'sub/a')])).toMatchObject({ error: { fault: 'apart' } })
  })
})

describe('what surrounds a new torrent', () => {
  it('is what the user asked for: tiers, web seeds, private, comment, source', async () => {
    await put('a.bin', 10)
    const trackers = [['udp://one.example:1', 'udp://ONE.example:1'], ['https://two.example/announce']]
    const made = value(
      await create({
        trackers,
        webSeeds: ['https://w.example/files'],
        isPrivate: true,
        comment: ' Hello ',
        source: 'TRK',
        dated: true,
      }),
    )
    const metainfo = await metainfoOf(made)
    expect(metainfo).toMatchObject({
      trackers: [['udp://one.example:1'], ['https://two.example/announce']],
      webSeeds: ['https://w.example/files/album/a.bin'],
      isPrivate: true,
      comment: 'Hello',
      source: 'TRK',
      createdBy: 'Swiftseed/0.1.0',
    })
    expect(Math.abs((metainfo.createdAt ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  it('is refused when it is private and no tracker could introduce anybody', async () => {
    await put('a.bin', 10)
    const error = { code: 'private-without-tracker' }
    expect(await create({ isPrivate: true })).toEqual({ ok: false, error })
    expect(await create({ isPrivate: true, trackers: [[], []] })).toEqual({ ok: false, error })
    expect(await create({ isPrivate: true, webSeeds: ['https://w.example/files'] })).toEqual({ ok: false, error })
    expect(await create({ isPrivate: true, trackers: [[], ['udp://one.example:1']] })).toMatchObject({ ok: true })
    expect(await create({ isPrivate: false })).toMatchObject({ ok: true })
  })

  it('is refused when an address is none', async () => {
    await put('a.bin', 10)
    expect(await create({ trackers: [['file:///etc/passwd']] })).toMatchObject({ error: { code: 'tracker-invalid' } })
    expect(await create({ webSeeds: ['ftp://x/'] })).toMatchObject({ error: { code: 'web-seed-invalid' } })
  })
})

describe('files that do not hold still', () => {
  const outcome = (meddle: () => Promise<void>) => create({}, [folder], watched(meddle))
  const failure = (fault: string, name: string) => ({
    ok: false,
    error: { code: 'create-failed', fault, names: [name] },
  })

  it('are named when they grow, shrink, go, are replaced or are written to', async () => {
    for (const name of ['a', 'b']) await put(name, 100_000)
    expect(await outcome(() => appendFile(join(folder, 'a'), 'more'))).toEqual(failure('changed', 'a'))
    expect(await outcome(() => truncate(join(folder, 'b'), 50_000))).toEqual(failure('changed', 'b'))
    await put('b', 100_000)
    expect(await outcome(() => rename(join(folder, 'b'), join(folder, 'c')))).toEqual(failure('gone', 'b'))
    const meddled = await outcome(async () => {
      await put('new', 100_004)
      await rename(join(folder, 'new'), join(folder, 'a'))
    })
    expect(meddled).toEqual(failure('changed', 'a'))
  })

  it('are found out although size and time are as before', async () => {
    await put('a', 100_000)
    const { atime, mtime } = await stat(join(folder, 'a'))
    const meddled = await outcome(async () => {
      await writeFile(join(folder, 'a'), randomBytes(100_000))
      await utimes(join(folder, 'a'), atime, mtime)
    })
    expect(meddled).toEqual(failure('changed', 'a'))
  })

  it('are found out when they change or go after they were hashed', async () => {
    for (const name of ['a', 'b']) await put(name, 100_000)
    const later = (meddle: () => Promise<void>): Hasher => ({
      hash: async (jobs, report, signal) => {
        await pool.hash(jobs, report, signal)
        await meddle()
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    })
    const changed = later(() => appendFile(join(folder, 'a'), 'more'))
    expect(await create({}, [folder], changed)).toEqual(failure('changed', 'a'))
    const gone = later(() => rm(join(folder, 'b')))
    expect(await create({}, [folder], gone)).toEqual(failure('gone', 'b'))
  })

  it('are not followed when one becomes a link', async () => {
    await put('a', 100_000)
    await put('.other', 100_000)
    const meddled = await outcome(async () => {
      await rm(join(folder, 'a'))
      await symlink(join(folder, '.other'), join(folder, 'a'))
    })
    expect(meddled).toEqual(failure('gone', 'a'))
    expect(constants.O_NOFOLLOW).toBeGreaterThan(0)
  })
})

describe('making a torrent', () => {
  it('ends when it is called off, and hashes no further', async () => {
    await put('a', 64 * 1024 * KiB)
    const early = creationsWith(watched(() => early.cancel(1)))
    expect(await early.create({ ...options, paths: [folder] })).toEqual({ ok: false, error: { code: 'cancelled' } })
    const given: number[] = []
    const late = creationsWith({
      hash: (jobs, report, signal) => {
        const counted = function* (): Generator<HashJob> {
          for (const job of jobs) {
            given.push(job.piece)
            yield job
          }
        }
        const first: typeof report = (...settled) => {
          late.cancel(1)
          report(...settled)
        }
        return pool.hash(counted(), first, signal)
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    })
    expect(await late.create({ ...options, paths: [folder] })).toEqual({ ok: false, error: { code: 'cancelled' } })
    expect(given.length).toBeGreaterThan(0)
    expect(given.length).toBeLessThan(4_096)
  })

  it('hands on what it made with the marks of its files, to be seeded without another look', async () => {
    await put('a/1', 20_000)
    await put('2', 5)
    const made = value(await create({ seed: true }))
    expect(made.seeding).toBe('added')
    const [one] = adopted
    const { size, mtimeMs } = await stat(join(folder, '2'))
    expect(one?.root).toBe(folder)
    expect(one?.metainfo.id).toBe(made.id)
    expect(one?.stamps.get(0)).toEqual({ size, mtimeMs })
    expect((await readFile(join(folder, '2'))).length).toBe(5)
  })
})
