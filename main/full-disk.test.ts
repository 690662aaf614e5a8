// What main itself keeps, on a disk without a free page: a small tmpfs that only root may mount.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../app/settings/settings.ts'
import { onDisk } from './ipc/disk-error.ts'
import { LogFile } from './log/log-file.ts'
import { openSettings, type SettingsStore } from './settings/store.ts'

const mayMount = process.getuid?.() === 0 && process.platform === 'linux'

let disk: string
const other = (): string => join(disk, 'other')

const fill = (): void => {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(other(), Buffer.alloc(bavail * bsize))
}

const open = (): Promise<SettingsStore> =>
  openSettings({
    path: join(disk, 'settings.json'),
    defaults: defaultSettings({ folder: '/downloads', port: 50_000 }),
    now: 0,
  })

const dark = (store: SettingsStore) => onDisk(() => store.change({ look: { theme: 'dark' } }), 'state-disk')

describe.skipIf(!mayMount)('on a full disk', () => {
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'swiftseed-main-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'swiftseed-test', disk])
  })
  afterEach(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  })

  it('the settings begin with defaults, refuse a change and store it once there is room', async () => {
    fill()
    const store = await open()
    expect(store.get().network.port).toBe(50_000)
    expect(await dark(store)).toEqual({ ok: false, error: { code: 'state-disk', fault: 'full' } })
    expect(store.get().look.theme).toBe('system')
    rmSync(other())
    expect(await dark(store)).toMatchObject({ ok: true })
    expect((await open()).get()).toMatchObject({ look: { theme: 'dark' }, network: { port: 50_000 } })
  })

  it('settings that are there are read, and outlive a change that there is no room for', async () => {
    await dark(await open())
    fill()
    const store = await open()
    expect(store.get().look.theme).toBe('dark')
    const refused = await onDisk(() => store.change({ look: { theme: 'light' } }), 'state-disk')
    expect(refused).toEqual({ ok: false, error: { code: 'state-disk', fault: 'full' } })
    expect((await open()).get().look.theme).toBe('dark')
  })

  it('the log says nothing, breaks nothing, and goes on once there is room', () => {
    fill()
    using log = new LogFile({ folder: join(disk, 'logs'), name: 'app.log', maxBytes: 10_000, files: 3 })
    for (let i = 0; i < 1_000; i++) log.write(`lost ${'x'.repeat(100)}`)
    rmSync(other())
    log.write('kept')
    expect(readFileSync(join(disk, 'logs', 'app.log'), 'utf8')).toMatch(/kept\n$/)
  })

  it('a log whose folder could not be made is begun when it can', () => {
    writeFileSync(join(disk, 'logs'), 'in the way')
    using log = new LogFile({ folder: join(disk, 'logs'), name: 'app.log', maxBytes: 10_000, files: 3 })
    log.write('lost')
    rmSync(join(disk, 'logs'))
    log.write('kept')
    expect(readFileSync(join(disk, 'logs', 'app.log'), 'utf8')).toBe('kept\n')
  })
})
