import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartEntry, setLinuxAutostart } from './autostart.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'autostart-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('starting with the session', () => {
  it('is a file that comes and goes', async () => {
    const autostart = join(folder, 'autostart')
    await setLinuxAutostart(autostart, '/opt/Swiftseed/swiftseed', true)
    expect(await readFile(join(autostart, 'swiftseed.desktop'), 'utf8')).toContain('Exec="/opt/Swiftseed/swiftseed"\n')
    await setLinuxAutostart(autostart, '/opt/Swiftseed/swiftseed', false)
    expect(await readdir(autostart)).toEqual([])
    await setLinuxAutostart(autostart, '/opt/Swiftseed/swiftseed', false)
  })

  it('runs exactly the executable, whatever its folder is called', () => {
    // Both levels of escaping of the Desktop Entry Specification: the string's, then the Exec key's.
    expect(autostartEntry('/a b/$x`%f"\\')).toContain('Exec="/a b/\\\\$x\\\\`%%f\\\\"\\\\\\\\"\n')
  })
})
