import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { defaultSettings } from '../../app/settings/settings.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { openSettings } from '../settings/store.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { diskCommands, free } from './disk-commands.ts'
import { fileCommands } from './file-commands.ts'
import { removeCommand } from './remove-command.ts'
import { Removals } from './removals.ts'
import { settingsCommands } from './settings-commands.ts'
import { FakeShell } from './testing/fake-shell.ts'

const id = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a' as TorrentId
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'))
})
afterEach(() => rm(folder, { recursive: true }))

const engineWith = (answers: Record<string, Result<unknown, AppError>>): EngineClient => ({
  call: (name) => Promise.resolve(answers[name] ?? ok(undefined)) as never,
})
const put = async (name: string): Promise<string> => {
  await writeFile(join(folder, name), 'data')
  return join(folder, name)
}

describe('opening a file', () => {
  const open = async (path: string, shell = new FakeShell()) => {
    const result = await fileCommands(engineWith({ 'engine.path': ok(path) }), shell)['files.open']({ id, file: 0 })
    return { result, done: shell.done }
  }

  it('hands a film to the system', async () => {
    const path = await put('film.mkv')
    expect(await open(path)).toEqual({ result: ok(undefined), done: [`open ${path}`] })
  })

  it('takes a file called like an archive of programs for a file', async () => {
    // Renamed, for to write it Electron would look for what is in it.
    const path = join(folder, 'film.asar')
    await rename(await put('film.mkv'), path)
    expect(await open(path)).toEqual({ result: ok(undefined), done: [`open ${path}`] })
  })

  it('shows a program in its folder instead', async () => {
    const path = await put('setup.exe')
    expect(await open(path)).toEqual({ result: fail({ code: 'forbidden' }), done: [`show ${path}`] })
  })

  it('shows in its folder what no program takes', async () => {
    const path = await put('film.mkv')
    const shell = new FakeShell()
    shell.opens = false
    expect(await open(path, shell)).toEqual({ result: ok(undefined), done: [`open ${path}`, `show ${path}`] })
  })

  it('opens the folder of a torrent', async () => {
    const path = join(folder, 'Film.2026')
    await mkdir(path)
    expect(await open(path)).toMatchObject({ done: [`open ${path}`] })
  })

  it('says so when it is gone', async () => {
    expect(await open(join(folder, 'gone.mkv'))).toEqual({ result: fail({ code: 'not-found' }), done: [] })
  })

  it.each(['film.mkv', '/tmp/a\0.mkv', ''])('does not believe the engine’s path %j', async (path) => {
    expect(await open(path)).toEqual({ result: fail({ code: 'not-found' }), done: [] })
  })
})

describe('free space', () => {
  it('is that of the nearest folder that exists', async () => {
    const there = await free(folder)
    const below = await free(join(folder, 'not', 'yet'))
    expect(there).toMatchObject({ ok: true })
    if (there.ok && below.ok) expect(Math.abs(there.value - below.value)).toBeLessThan(1e9)
  })

  it('is not asked of a relative path', async () => {
    expect(await free('downloads')).toEqual(fail({ code: 'invalid-argument', field: 'folder' }))
  })

  it('cannot be had of a path through a file', async () => {
    const file = await put('file')
    expect(await free(join(file, 'below'))).toEqual(fail({ code: 'disk', fault: 'not-a-folder' }))
  })
})

describe('choosing a folder', () => {
  it('starts where the window says only if that is a place', async () => {
    const shell = new FakeShell()
    const choose = diskCommands(shell)['disk.chooseFolder']
    await choose({ start: folder })
    await choose({ start: '../x' })
    expect(shell.done).toEqual([`chooseFolder ${folder}`, 'chooseFolder null'])
  })
})

describe('settings of a window', () => {
  const store = () =>
    openSettings({
      path: join(folder, 'p', 'settings.json'),
      defaults: defaultSettings({ folder: '/d', port: 50_000 }),
      now: 0,
    })

  it('are changed and given back', async () => {
    const commands = settingsCommands(await store())
    expect(await commands['settings.change']({ limits: { down: 2048 } })).toMatchObject({
      ok: true,
      value: { limits: { down: 2048 } },
    })
    expect(await commands['settings.get']()).toMatchObject({ ok: true, value: { limits: { down: 2048 } } })
  })

  it('take no relative download folder', async () => {
    const commands = settingsCommands(await store())
    expect(await commands['settings.change']({ downloads: { folder: 'x' } })).toEqual(
      fail({ code: 'invalid-argument', field: 'downloads.folder' }),
    )
  })

  it('that cannot be stored are not taken, and the disk’s reason is given', async () => {
    const opened = await store()
    await rm(join(folder, 'p'), { recursive: true })
    const commands = settingsCommands(opened)
    expect(await commands['settings.change']({ look: { theme: 'dark' } })).toEqual(
      fail({ code: 'state-disk', fault: 'missing' }),
    )
    expect(opened.get().look.theme).toBe('system')
  })
})

describe('removing', () => {
  const left = async () => {
    const root = join(folder, 'downloads', 'Film')
    await mkdir(root, { recursive: true })
    const files = [join(root, 'a.bin')]
    for (const file of files) await writeFile(file, 'data')
    return ok([{ id, name: 'Film', root, files, folders: [root] }])
  }
  const removing = (removed: Result<unknown, AppError>, shell: FakeShell, leave = () => Promise.resolve()) => {
    const engine = new Removals(engineWith({ 'engine.remove': removed, 'add.pending': ok([{ ref: 1, id }]) }))
    const speed = { leave }
    return { ...removeCommand({ engine, removals: engine, speed, shell, kept: () => [] }), engine }
  }

  it('has what is paid for switched off before the engine forgets it', async () => {
    const off = Promise.withResolvers<void>()
    const commands = removing(fail({ code: 'not-found' }), new FakeShell(), () => off.promise)
    let isAnswered = false
    const answered = commands['torrents.remove']({ ids: [id], data: 'keep' }).then(() => (isAnswered = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAnswered).toBe(false)
    off.resolve()
    await answered
  })

  it('leaves the data alone unless told otherwise', async () => {
    const shell = new FakeShell()
    const commands = removing(await left(), shell)
    expect(await commands['torrents.remove']({ ids: [id], data: 'keep' })).toEqual(ok({ leftBehind: 0 }))
    expect(shell.done).toEqual([])
  })

  it('moves it to the trash, or says how much stayed', async () => {
    const leftovers = await left()
    const shell = new FakeShell()
    const commands = removing(leftovers, shell)
    expect(await commands['torrents.remove']({ ids: [id], data: 'trash' })).toEqual(ok({ leftBehind: 0 }))
    expect(shell.done).toEqual([`trash ${dirname(leftovers.value[0]?.files[0] ?? '')}`])
    shell.hasTrash = false
    expect(await commands['torrents.remove']({ ids: [id], data: 'trash' })).toEqual(ok({ leftBehind: 1 }))
  })

  it('touches nothing when the engine did not remove the torrent', async () => {
    const shell = new FakeShell()
    const commands = removing(fail({ code: 'engine-unavailable' }), shell)
    expect(await commands['torrents.remove']({ ids: [id], data: 'delete' })).toEqual(
      fail({ code: 'engine-unavailable' }),
    )
  })
  it('has whoever adds the torrent again wait until its data is gone', async () => {
    const shell = new FakeShell()
    const [reached, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    shell.onTrash = () => (reached.resolve(), going.promise)
    const commands = removing(await left(), shell)
    const order: string[] = []
    const removed = commands['torrents.remove']({ ids: [id], data: 'trash' }).then(() => order.push('removed'))
    await reached.promise
    const again = { ref: 1, folder, start: true, priorities: null }
    const added = commands.engine.call('add.confirm', again).then(() => order.push('added'))
    await new Promise((resolve) => setImmediate(resolve))
    going.resolve()
    await Promise.all([removed, added])
    expect(order).toEqual(['removed', 'added'])
  })
})
