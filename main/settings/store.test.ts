import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../app/settings/settings.ts'
import { openSettings } from './store.ts'

const defaults = defaultSettings({ folder: '/downloads', port: 50_000 })
const now = Date.UTC(2026, 10, 20)
let folder: string
let path: string
const open = () => openSettings({ path, defaults, now })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rm(folder, { recursive: true }))

describe('settings', () => {
  it('stores the defaults on the first start, so that the port stays the same', async () => {
    await open()
    const again = await openSettings({ path, defaults: defaultSettings({ folder: '/other', port: 60_000 }), now })
    expect(again.get()).toEqual(defaults)
    expect(again.resetKeptAs).toBeNull()
  })

  it('keeps a change across a restart and tells the listeners what it was before', async () => {
    const store = await open()
    const seen: unknown[] = []
    store.onChange((after, before) => seen.push([before.look.theme, after.look.theme]))
    expect(await store.change({ look: { theme: 'dark' } })).toMatchObject({ ok: true })
    expect(seen).toEqual([['system', 'dark']])
    expect((await open()).get().look.theme).toBe('dark')
  })

  it('refuses a change whose outcome is invalid, and stores nothing of it', async () => {
    const store = await open()
    const result = await store.change({ limits: { down: 1 }, look: { theme: 'dark' } })
    expect(result).toEqual({ ok: false, error: { code: 'invalid-argument', field: 'limits.down' } })
    expect(store.get()).toEqual(defaults)
    expect((await open()).get()).toEqual(defaults)
  })

  it('refuses a field that is there without a value', async () => {
    const store = await open()
    const patch = { downloads: { folder: undefined as unknown as string } }
    expect(await store.change(patch)).toMatchObject({ ok: false, error: { field: 'downloads.folder' } })
  })

  it('lays simultaneous changes over one another', async () => {
    const store = await open()
    await Promise.all([
      store.change({ limits: { down: 2048 } }),
      store.change({ limits: { up: 4096 } }),
      store.change({ network: { dht: false } }),
    ])
    const reopened = (await open()).get()
    expect(reopened.limits).toMatchObject({ down: 2048, up: 4096 })
    expect(reopened.network.dht).toBe(false)
  })

  it('fills in a field the stored file does not have yet', async () => {
    const { pex: _pex, ...network } = defaults.network
    await writeFile(path, JSON.stringify({ ...defaults, network: { ...network, port: 51_000 } }))
    const store = await open()
    expect(store.get().network).toEqual({ ...defaults.network, port: 51_000 })
    expect(store.resetKeptAs).toBeNull()
  })

  it('keeps a file of a newer version aside untouched', async () => {
    const newer = JSON.stringify({ version: 9, everything: 'else' })
    await writeFile(path, newer)
    const store = await open()
    expect(store.get()).toEqual(defaults)
    expect(await readFile(join(folder, store.resetKeptAs ?? ''), 'utf8')).toBe(newer)
  })

  it('leaves no temporary file behind', async () => {
    const store = await open()
    await store.change({ look: { theme: 'dark' } })
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('starts with valid settings whatever the file holds', async () => {
    const good = JSON.stringify(defaults)
    const damaged = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.nat(good.length).map((length) => good.slice(0, length)),
      fc
        .tuple(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
        .map(([at, char]) => good.slice(0, at) + char + good.slice(at + 1)),
    )
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        await writeFile(path, text)
        const store = await open()
        const kept = store.resetKeptAs
        if (kept === null) return
        expect(store.get()).toEqual(defaults)
        expect(await readFile(join(folder, kept), 'utf8')).toBe(text.toWellFormed())
      }),
      { numRuns: 150, examples: [[good.replace(`"ask":"1`, '"ask":":')]] },
    )
  })
})
