import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateOptions, NewTorrent } from '../../app/creating/creation.ts'
import { fail, ok } from '../../app/result.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { createCommands } from './create-commands.ts'
import { FakeShell } from './testing/fake-shell.ts'

const made: NewTorrent = {
  id: 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a' as TorrentId,
  name: 'album',
  size: 3,
  pieceLength: 16_384,
  pieceCount: 1,
  magnet: 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a',
  seeding: null,
  bytes: new Uint8Array([1, 2, 3]),
}

const options = (ref: number, over: Partial<CreateOptions> = {}): CreateOptions => ({
  ref,
  name: 'album',
  pieceLength: null,
  trackers: [],
  webSeeds: [],
  isPrivate: false,
  comment: '',
  source: '',
  hidden: false,
  dated: true,
  seed: false,
  ...over,
})

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swiftseed-made-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fixture = () => {
  const shell = new FakeShell()
  const asked: [name: string, input: unknown][] = []
  const engine = {
    call: (name: string, input: unknown) => {
      asked.push([name, input])
      return Promise.resolve(ok(name === 'engine.create' ? made : null))
    },
  } as unknown as EngineClient
  const commands = createCommands(engine, shell)
  const choose = async (...paths: string[]): Promise<number> => {
    shell.source = paths
    const chosen = await commands['create.choose']({ what: 'folder' })
    if (!chosen.ok || !chosen.value) throw new Error('nothing chosen')
    return chosen.value.ref
  }
  return { shell, engine, asked, commands, choose }
}

describe('making a torrent, as main sees it', () => {
  it('reads nothing that was not chosen in the dialog or let fall on the window', async () => {
    const { commands, asked, shell } = fixture()
    shell.torrentPath = join(folder, 'x.torrent')
    for (const ref of [1, 7, 123]) {
      expect(await commands['create.survey']({ ref, hidden: false })).toEqual(fail({ code: 'not-found' }))
      expect(await commands['create.start'](options(ref))).toEqual(fail({ code: 'not-found' }))
    }
    expect(asked).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('asks where to save no torrent that nobody could join', async () => {
    const { commands, asked, choose, shell } = fixture()
    shell.torrentPath = join(folder, 'x.torrent')
    const ref = await choose('/data/album')
    const answer = await commands['create.start'](options(ref, { isPrivate: true, trackers: [[]] }))
    expect(answer).toEqual(fail({ code: 'private-without-tracker' }))
    expect([asked, shell.done, await readdir(folder)]).toEqual([[], [], []])
  })

  it('gives the engine the paths that stand behind a number', async () => {
    const { commands, asked, choose } = fixture()
    const first = await choose('/data/album')
    const dropped = await commands['create.drop']({ paths: ['/data/a', '/data/b'] })
    if (!dropped.ok) throw new Error('not taken')
    expect(dropped.value).toMatchObject({ name: 'data', place: '/data' })
    await commands['create.survey']({ ref: first, hidden: true })
    await commands['create.survey']({ ref: dropped.value.ref, hidden: false })
    expect(asked).toEqual([
      ['engine.survey', { paths: ['/data/album'], hidden: true }],
      ['engine.survey', { paths: ['/data/a', '/data/b'], hidden: false }],
    ])
  })

  it('refuses a drop of what is no path', async () => {
    const { commands } = fixture()
    for (const path of ['relative', 'x\0y', '/x\0y']) {
      expect(await commands['create.drop']({ paths: [path] })).toMatchObject({ ok: false })
    }
  })

  it('answers null, and hashes nothing, when either dialog is left', async () => {
    const { commands, asked, shell, choose } = fixture()
    expect(await commands['create.choose']({ what: 'files' })).toEqual(ok(null))
    const ref = await choose('/data/album')
    shell.torrentPath = null
    expect(await commands['create.start'](options(ref))).toEqual(ok(null))
    expect(asked).toEqual([])
  })

  it('saves beside what it is made of by default, whole, for others to read, and with the extension', async () => {
    const { commands, shell, choose } = fixture()
    const ref = await choose(join(folder, 'album'))
    shell.torrentPath = join(folder, 'chosen')
    const result = await commands['create.start'](options(ref, { name: 'Other' }))
    expect(shell.done).toContain(`chooseTorrentPath ${join(folder, 'Other.torrent')}`)
    const path = join(folder, 'chosen.torrent')
    expect(result).toMatchObject(ok({ name: 'album', saved: { path } }))
    expect(result.ok && 'bytes' in (result.value ?? {})).toBe(false)
    expect([...(await readFile(path))]).toEqual([1, 2, 3])
    expect((await stat(path)).mode & 0o777 & ~process.umask()).toBe(0o644 & ~process.umask())
    expect(await readdir(folder)).toEqual(['chosen.torrent'])
    await commands['create.show']({ ref })
    expect(shell.done.at(-1)).toBe(`show ${path}`)
  })

  it('overwrites no file the system did not ask about', async () => {
    const { commands, shell, choose } = fixture()
    await writeFile(join(folder, 'mine.torrent'), 'mine')
    const ref = await choose(join(folder, 'album'))
    shell.torrentPath = join(folder, 'mine')
    await commands['create.start'](options(ref))
    expect(await readFile(join(folder, 'mine.torrent'), 'utf8')).toBe('mine')
    expect([...(await readFile(join(folder, 'mine')))]).toEqual([1, 2, 3])
  })

  it('keeps what was hashed when the disk refuses it, to be saved elsewhere', async () => {
    const { commands, shell, choose } = fixture()
    const ref = await choose('/data/album')
    shell.torrentPath = join(folder, 'absent', 'x.torrent')
    const result = await commands['create.start'](options(ref))
    expect(result).toMatchObject(ok({ saved: { error: { code: 'disk', fault: 'missing' } } }))
    shell.torrentPath = join(folder, 'x.torrent')
    expect(await commands['create.save']({ ref })).toEqual(ok(shell.torrentPath))
    expect([...(await readFile(shell.torrentPath))]).toEqual([1, 2, 3])
  })
})
