import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Leftovers } from '../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { removeLeftovers } from './removal.ts'

const id = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a' as TorrentId
let place: string
let downloads: string
let bin: string
let trashed: string[]

const put = async (path: string, text = 'data'): Promise<string> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  return path
}
const trash = async (path: string): Promise<boolean> => {
  trashed.push(path)
  await rename(path, join(bin, `${trashed.length}-${basename(path)}`))
  return true
}
const noTrash = (): Promise<boolean> => Promise.resolve(false)
const remove = (left: Leftovers, how: 'trash' | 'delete', takes: (path: string) => Promise<boolean> = trash) =>
  removeLeftovers(left, { how, kept: [downloads, place], trash: takes })

/** root/a/b.bin, root/c.bin and the folders of them. */
const torrent = async (): Promise<Leftovers> => {
  const root = join(downloads, 'Film')
  const files = [await put(join(root, 'a', 'b.bin')), await put(join(root, 'c.bin'))]
  return { id, name: 'Film', root, files, folders: [join(root, 'a'), root] }
}

beforeEach(async () => {
  place = await realpath(await mkdtemp(join(tmpdir(), 'removal-')))
  downloads = join(place, 'downloads')
  bin = join(place, 'bin')
  trashed = []
  await mkdir(downloads)
  await mkdir(bin)
})
afterEach(() => rm(place, { recursive: true }))

describe('what a removed torrent left', () => {
  it('goes to the trash as one thing when nothing else is in its folder', async () => {
    const left = await torrent()
    expect(await remove(left, 'trash')).toBe(0)
    expect(trashed).toEqual([left.root])
    expect(await readdir(downloads)).toEqual([])
  })

  it.each(['trash', 'delete'] as const)('goes (%s) whatever Electron takes its name for', async (how) => {
    const root = join(downloads, 'Film')
    const files = [await put(join(root, 'a.asar', 'b.bin')), join(root, 'x.asar')]
    await rename(await put(join(root, 'x.bin')), join(root, 'x.asar'))
    const left = { id, name: 'Film', root, files, folders: [join(root, 'a.asar'), root] }
    expect(await remove(left, how)).toBe(0)
    expect(trashed).toEqual(how === 'trash' ? [root] : [])
    expect(await readdir(downloads)).toEqual([])
  })

  it('goes to the trash file by file when the user put something beside it, which stays', async () => {
    const left = await torrent()
    const own = await put(join(left.root, 'a', 'my notes.txt'))
    expect(await remove(left, 'trash')).toBe(0)
    expect(trashed).toEqual(left.files)
    expect(await readFile(own, 'utf8')).toBe('data')
  })

  it('is deleted with the folders that are then empty, and no more', async () => {
    const left = await torrent()
    const own = await put(join(left.root, 'mine.txt'))
    expect(await remove(left, 'delete')).toBe(0)
    expect(await readdir(left.root)).toEqual([basename(own)])
    expect(trashed).toEqual([])
  })

  it('is counted where it cannot be moved, and not deleted instead', async () => {
    const left = await torrent()
    expect(await remove(left, 'trash', noTrash)).toBe(2)
    expect(left.files.every((file) => existsSync(file))).toBe(true)
  })

  it('may be a single file, or its incomplete form, right in the download folder', async () => {
    const root = join(downloads, 'film.mkv')
    const other = await put(join(downloads, 'other.mkv'))
    const file = await put(`${root}.part`)
    expect(await remove({ id, name: 'film.mkv', root, files: [file], folders: [] }, 'delete')).toBe(0)
    expect(existsSync(file)).toBe(false)
    expect(existsSync(other)).toBe(true)
  })

  it('that is gone already is not counted', async () => {
    const left = await torrent()
    await rm(left.root, { recursive: true })
    expect(await remove(left, 'trash')).toBe(0)
  })
})

describe('an engine that is wrong', () => {
  it('cannot take the download folder, a folder above it, or one with it inside', async () => {
    const file = await put(join(downloads, 'x', 'mine.txt'))
    for (const root of [downloads, place, dirname(place), '/']) {
      const left = { id, name: 'x', root, files: [file], folders: [dirname(file), downloads, root] }
      expect(await remove(left, 'trash')).toBe(1)
      expect(await remove(left, 'delete')).toBe(1)
    }
    expect(existsSync(file)).toBe(true)
  })

  it('cannot name a file outside the root, however it is written', async () => {
    const left = await torrent()
    const mine = await put(join(downloads, 'mine.txt'))
    const files = [
      mine,
      join(left.root, '..', 'mine.txt'),
      `${left.root}/../mine.txt`,
      `${left.root}\0`,
      'c.bin',
      left.root,
    ]
    expect(await remove({ ...left, files }, 'delete')).toBe(files.length)
    expect(await remove({ ...left, files }, 'trash')).toBe(files.length)
    expect(existsSync(mine)).toBe(true)
    expect(existsSync(left.root)).toBe(true)
  })

  it('cannot follow a link out of the root', async () => {
    const left = await torrent()
    const mine = await put(join(place, 'documents', 'letter.txt'))
    await symlink(dirname(mine), join(left.root, 'link'))
    const file = join(left.root, 'link', 'letter.txt')
    expect(await remove({ ...left, files: [file], folders: [join(left.root, 'link')] }, 'delete')).toBe(1)
    expect(existsSync(mine)).toBe(true)
  })

  it('cannot use a link as the root', async () => {
    const mine = await put(join(place, 'documents', 'letter.txt'))
    const root = join(downloads, 'Film')
    await symlink(dirname(mine), root)
    const left = { id, name: 'Film', root, files: [join(root, 'letter.txt')], folders: [root] }
    expect(await remove(left, 'delete')).toBe(1)
    expect(await remove(left, 'trash')).toBe(1)
    expect(existsSync(mine)).toBe(true)
  })

  it('takes nothing outside the root in any combination of names', async () => {
    const names = ['..', '.', 'a', 'b.bin', 'c.bin', 'other.txt', '', 'downloads', 'Film', 'link']
    const path = fc.array(fc.constantFrom(...names), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 4 }), path, fc.boolean(), async (files, root, whole) => {
        await rm(downloads, { recursive: true })
        const left = await torrent()
        const kept = [await put(join(downloads, 'other.txt')), await put(join(place, 'other.txt'))]
        await symlink(place, join(left.root, 'link'))
        await remove(
          {
            ...left,
            root: whole ? left.root : [left.root, ...root].join('/'),
            files: files.map((parts) => [left.root, ...parts].join('/')),
            folders: files.map((parts) => [left.root, ...parts].join('/')),
          },
          'delete',
        )
        expect(kept.every((file) => existsSync(file))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
