import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { createOptions } from './testing/create-options.ts'
import { ServedEngine } from './testing/served-engine.ts'

const options = createOptions('album')

/** What Electron reads as an archive with one file in it. */
const archive = (): Buffer => {
  const header = Buffer.from('{"files":{"inside.js":{"size":4,"offset":"0"}}}')
  const room = Math.ceil(header.length / 4) * 4
  const lengths = Uint32Array.of(4, room + 8, room + 4, header.length)
  return Buffer.concat([Buffer.from(lengths.buffer), header, Buffer.alloc(room - header.length), Buffer.from('evil')])
}

const FILES: Readonly<Record<string, Buffer>> = {
  'a.asar/b.bin': randomBytes(50_000),
  'a.asar/deep.asar/c.bin': randomBytes(20_000),
  'archive.asar': archive(),
  'x.asar': randomBytes(70_000),
}

/** Written under other names, for to write them Electron would look for what is in them. */
const lay = async (folder: string): Promise<void> => {
  for (const [path, data] of Object.entries(FILES)) {
    const to = join(folder, path)
    await mkdir(dirname(to), { recursive: true })
    await writeFile(`${to}.tmp`, data)
    await rename(`${to}.tmp`, to)
  }
}

it('makes, seeds, downloads and removes what Electron takes for archives like anything else', async () => {
  await using seeder = await ServedEngine.create()
  await using leecher = await ServedEngine.create()
  const place = join(seeder.folder, 'album')
  await lay(place)
  const survey = await seeder.ask('engine.survey', { paths: [place], hidden: false })
  expect(survey).toMatchObject({ ok: true, value: { files: 4 } })
  const made = await seeder.ask('engine.create', { ...options, paths: [place] })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  const { id, bytes } = made.value
  await seeder.until(id, ({ status }) => status === 'seeding')

  await leecher.add(bytes)
  await leecher.call('torrents.addPeer', { id, address: `127.0.0.1:${await seeder.port()}` })
  await leecher.until(id, ({ status }) => status === 'seeding')
  const root = join(leecher.downloads, 'album')
  const complete = async (): Promise<string[]> =>
    (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((e) => e.name)
  await expect.poll(complete).toEqual(expect.arrayContaining(['b.bin', 'c.bin', 'archive.asar', 'x.asar']))
  for (const [path, data] of Object.entries(FILES)) expect(await readFile(join(root, path))).toEqual(data)

  const [left] = await leecher.ask('engine.remove', { ids: [id] }).then((removed) => (removed.ok ? removed.value : []))
  expect(left?.files.toSorted()).toEqual(Object.keys(FILES).map((path) => join(root, path)))
})

it('finds what is there under such names, and when checked what changed', async () => {
  await using seeder = await ServedEngine.create()
  await using other = await ServedEngine.create()
  const place = join(seeder.folder, 'album')
  await lay(place)
  const made = await seeder.ask('engine.create', { ...options, seed: false, paths: [place] })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  const id = await other.add(made.value.bytes, { folder: seeder.folder })
  const row = await other.until(id, ({ status }) => status === 'seeding')
  expect(row.progress).toBe(1)
  await writeFile(join(place, 'x.asar'), randomBytes(70_000))
  await other.call('torrents.recheck', { ids: [id] })
  const changed = await other.until(id, ({ status }) => status === 'error')
  expect(changed.reason).toEqual({ code: 'changed', name: 'x.asar', files: 1 })
})
