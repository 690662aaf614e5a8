// Brings settings of an older version up to the current one, a step a version. It checks only what it needs to find
// the version; whether the outcome is valid is for the schema to say. Invariant: a file of a newer version is never
// reinterpreted, it is refused.

import { fail, ok, type Result } from '../result.ts'

type Fields = Readonly<Record<string, unknown>>

/** From version n, its index in the list plus one, to version n + 1. The version field itself is set here. */
export type MigrationStep = (fields: Fields) => Fields

export type MigrationFault = 'not-settings' | 'newer'

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Adds fields to sections of the file, where they are not there already. */
const adding =
  (sections: Readonly<Record<string, Fields>>): MigrationStep =>
  (fields) => ({
    ...fields,
    ...Object.fromEntries(
      Object.entries(sections).map(([name, added]) => {
        const section = fields[name]
        return [name, isFields(section) ? { ...added, ...section } : added]
      }),
    ),
  })

/** Steps[0] leads from version 1 to 2, and so on: version 1 is the first there was. */
export const settingsSteps: readonly MigrationStep[] = [
  adding({
    network: { lsd: true, upnp: true, natPmp: true, encryption: 'allow', localTrackers: false, testBed: null },
    limits: { slots: null, slotsPerTorrent: null },
    queue: { downloads: 5, seeds: null, total: null, ignoreSlow: true },
    seeding: { ratio: null, minutes: null, action: 'stop' },
    wallet: {
      network: null,
      nodes: [],
      prices: null,
      autoLockMinutes: 15,
      backupReminder: null,
      bookOnly: { on: false, endsAt: null },
    },
  }),
  adding({
    wallet: { customVault: null },
    speed: { selling: false, ask: '100000000000000000', stopped: false, privateToo: [] },
  }),
]

/** The stored value as the newest version has it, one after the last step. */
export const migrate = (stored: unknown, steps: readonly MigrationStep[]): Result<Fields, MigrationFault> => {
  if (!isFields(stored)) return fail('not-settings')
  const version = stored['version']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return fail('not-settings')
  if (version > steps.length + 1) return fail('newer')
  const migrated = steps.slice(version - 1).reduce((fields, step) => step(fields), stored)
  return ok({ ...migrated, version: steps.length + 1 })
}
