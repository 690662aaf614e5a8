import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createOptions } from '../testing/create-options.ts'
import { ServedEngine } from '../testing/served-engine.ts'
import { makeTorrent } from '../testing/made-torrent.ts'

const options = createOptions('Another name')

const FILES = { 'one.bin': 300_000, 'sub/two.bin': 70_001, 'sub/empty': 0 }

const lay = async (folder: string): Promise<Map<string, Buffer>> => {
  const all = new Map<string, Buffer>()
  await mkdir(join(folder, 'sub'), { recursive: true })
  for (const [path, size] of Object.entries(FILES)) {
    all.set(path, randomBytes(size))
    await writeFile(join(folder, path), all.get(path) ?? '')
  }
  return all
}

it('seeds what it made at once, unchecked, from where it lies, and still after a restart', async () => {
  await using seeder = await ServedEngine.create()
  await using leecher = await ServedEngine.create()
  const place = join(seeder.folder, 'mine')
  const data = await lay(place)
  const made = await seeder.ask('engine.create', { ...options, paths: [place] })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  const { id, bytes, seeding } = made.value
  expect(seeding).toBe('added')
  await seeder.until(id, ({ status }) => status === 'seeding')
  expect(seeder.events.filter(([name]) => name === 'create.progress').length).toBeGreaterThan(0)
  await seeder.call('details.watch', { id, tab: 'log' })
  const log = seeder.events.flatMap(([name, sent]) => (name === 'details.update' ? JSON.stringify(sent) : [])).at(-1)
  expect(log).toContain('{"code":"resumed","pieces":23,"hashed":0}')

  await seeder.stop()
  await seeder.start()
  const row = await seeder.until(id, ({ status }) => status === 'seeding')
  expect(row).toMatchObject({ name: 'Another name', progress: 1, savePath: seeder.folder })

  await leecher.add(bytes)
  await leecher.call('torrents.addPeer', { id, address: `127.0.0.1:${await seeder.port()}` })
  await leecher.until(id, ({ status }) => status === 'seeding')
  for (const [path, content] of data) {
    const fetched = join(leecher.downloads, 'Another name', path)
    await expect.poll(() => readFile(fetched).catch(() => null)).toEqual(content)
  }
  expect(await seeder.ask('engine.remove', { ids: [id] })).toMatchObject({ ok: true, value: [{ files: [] }] })
})

it('lets two torrents seed one folder, and none a folder that another is downloading to', async () => {
  await using engine = await ServedEngine.create()
  const place = join(engine.folder, 'mine')
  await lay(place)
  const first = await engine.ask('engine.create', { ...options, paths: [place] })
  const second = await engine.ask('engine.create', { ...options, source: 'OTHER', paths: [place] })
  if (!first.ok || !second.ok) throw new Error('not made')
  expect(first.value.id).not.toBe(second.value.id)
  expect([first.value.seeding, second.value.seeding]).toEqual(['added', 'added'])
  expect(await engine.ask('engine.create', { ...options, paths: [place] })).toMatchObject({
    value: { seeding: 'known' },
  })
  const incomplete = makeTorrent({ 'a.bin': 100_000 })
  await engine.add(incomplete.torrent, { start: false, folder: engine.folder })
  await lay(join(engine.folder, 'album'))
  const onTop = await engine.ask('engine.create', { ...options, paths: [join(engine.folder, 'album')] })
  expect(onTop).toMatchObject({ value: { seeding: { code: 'create-failed', fault: 'busy', names: ['album'] } } })
})
