import { describe, expect, it } from 'vitest'
import { migrate, settingsSteps, type MigrationStep } from './migrate.ts'
import * as v from 'valibot'
import { defaultSettings, SettingsSchema } from './settings.ts'

// An invented history: version 1 had one limit, 2 split it, 3 renamed the folder.
const split: MigrationStep = ({ limit, ...rest }) => ({ ...rest, limits: { down: limit, up: limit } })
const rename: MigrationStep = ({ folder, ...rest }) => ({ ...rest, downloads: { folder } })
const history = [split, rename]

describe('migrate', () => {
  it('takes the oldest version through every step in order', () => {
    expect(migrate({ version: 1, limit: 5, folder: '/d' }, history)).toEqual({
      ok: true,
      value: { version: 3, limits: { down: 5, up: 5 }, downloads: { folder: '/d' } },
    })
  })

  it('takes a version in the middle through the later steps only', () => {
    const stored = { version: 2, limits: { down: 1, up: 2 }, folder: '/d' }
    expect(migrate(stored, history)).toEqual({
      ok: true,
      value: { version: 3, limits: { down: 1, up: 2 }, downloads: { folder: '/d' } },
    })
  })

  it('leaves the current version as it is', () => {
    expect(migrate({ version: 3, downloads: { folder: '/d' } }, history)).toEqual({
      ok: true,
      value: { version: 3, downloads: { folder: '/d' } },
    })
  })

  it('refuses a newer version instead of guessing', () => {
    expect(migrate({ version: 4 }, history)).toEqual({ ok: false, error: 'newer' })
  })

  it.each([null, [], 'text', {}, { version: '1' }, { version: 0 }, { version: 1.5 }, { version: Number.NaN }])(
    'refuses %j, which is no settings file',
    (stored) => expect(migrate(stored, history)).toEqual({ ok: false, error: 'not-settings' }),
  )

  it('has a step for every version between the first and the one the schema knows', () => {
    expect(settingsSteps).toHaveLength(SettingsSchema.entries.version.literal - 1)
  })

  it('gives a file of the first release the fields of the second, and keeps what is in it', () => {
    const { network, queue: _queue, seeding: _seeding, ...now } = defaultSettings({ folder: '/d', port: 5_000 })
    const first = { ...now, version: 1, network: { port: network.port, dht: false, pex: true, utp: true } }
    const migrated = migrate(first, settingsSteps)
    expect(migrated).toMatchObject({
      ok: true,
      value: { network: { dht: false, encryption: 'allow' }, queue: { downloads: 5 } },
    })
    expect(migrated.ok && v.is(SettingsSchema, migrated.value)).toBe(true)
  })

  it('gives a file from before Speed what Speed needs, switched off, and keeps what is in it', () => {
    const { speed: _speed, wallet, ...now } = defaultSettings({ folder: '/d', port: 5_000 })
    const { customVault: _vault, ...before } = wallet
    const second = { ...now, version: 2, wallet: { ...before, autoLockMinutes: 7 } }
    const migrated = migrate(second, settingsSteps)
    expect(migrated).toMatchObject({
      ok: true,
      value: {
        version: 3,
        wallet: { customVault: null, autoLockMinutes: 7 },
        speed: { selling: false, stopped: false, privateToo: [] },
      },
    })
    expect(migrated.ok && v.is(SettingsSchema, migrated.value)).toBe(true)
  })

  it('keeps what a file of the second version has of Speed already', () => {
    const now = defaultSettings({ folder: '/d', port: 5_000 })
    const second = { ...now, version: 2, speed: { ...now.speed, selling: true, ask: '5', stopped: true } }
    expect(migrate(second, settingsSteps)).toMatchObject({
      ok: true,
      value: { speed: { selling: true, ask: '5', stopped: true } },
    })
  })
})
