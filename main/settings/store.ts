// The user's settings, in one JSON file of the profile. In memory they are always valid; on disk the file is always
// whole. A file that cannot be understood is kept aside for the user and defaults take its place. Who acts on a
// change is for the listeners.

import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as v from 'valibot'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { migrate, settingsSteps } from '../../app/settings/migrate.ts'
import { patchSettings, SettingsSchema, type Settings, type SettingsPatch } from '../../app/settings/settings.ts'
import { onDisk } from '../ipc/disk-error.ts'
import { writeAtomically } from './atomic-file.ts'

export interface SettingsStore {
  get(): Settings
  /** Stored when this resolves. Refused as a whole when any field of the outcome is invalid. */
  change(patch: SettingsPatch): Promise<Result<Settings, AppError>>
  onChange(listener: (settings: Settings, before: Settings) => void): () => void
  /** Name of the file the unusable settings were kept under; null: nothing had to be reset. */
  readonly resetKeptAs: string | null
}

interface Opening {
  readonly path: string
  /** For a first start, and for what the file does not say. */
  readonly defaults: Settings
  /** ms since the epoch, for the name of a file kept aside. */
  readonly now: number
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

const readText = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

/** Null when the text is not settings, or settings with a value this version would not store. */
const parse = (text: string, defaults: Settings): Settings | null => {
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch {
    return null
  }
  const migrated = migrate(stored, settingsSteps)
  if (!migrated.ok) return null
  const { version: _version, ...sections } = migrated.value
  // Fields that came to be after the file was written take their defaults.
  const result = v.safeParse(SettingsSchema, patchSettings(defaults, sections as SettingsPatch))
  return result.success ? result.output : null
}

const keepAside = async (path: string, now: number): Promise<string> => {
  const name = `settings-unusable-${new Date(now).toISOString().replaceAll(':', '-')}.json`
  await rename(path, path.replace(/[^/\\]+$/, name))
  return name
}

const serialise = (settings: Settings): string => `${JSON.stringify(settings, null, 2)}\n`

/** On a disk that refuses, a full one for one, the app starts nonetheless; the first change stores all of it. */
const storeIfPossible = async (path: string, settings: Settings): Promise<void> => {
  await onDisk(async () => {
    await writeAtomically(path, serialise(settings))
    return ok(undefined)
  }, 'state-disk')
}

const firstFault = (issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): AppError => ({
  code: 'invalid-argument',
  field: v.getDotPath(issues[0]) ?? '',
})

export const openSettings = async ({ path, defaults, now }: Opening): Promise<SettingsStore> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const text = await readText(path)
  const stored = text === null ? null : parse(text, defaults)
  const resetKeptAs = text !== null && stored === null ? await keepAside(path, now) : null
  let settings = stored ?? defaults
  if (stored === null) await storeIfPossible(path, settings)

  const listeners = new Set<(settings: Settings, before: Settings) => void>()
  let last: Promise<unknown> = Promise.resolve()

  const apply = async (patch: SettingsPatch): Promise<Result<Settings, AppError>> => {
    const checked = v.safeParse(SettingsSchema, patchSettings(settings, patch))
    if (!checked.success) return fail(firstFault(checked.issues))
    await writeAtomically(path, serialise(checked.output))
    const before = settings
    settings = checked.output
    for (const listener of listeners) listener(settings, before)
    return ok(settings)
  }
  return {
    get: () => settings,
    change: (patch) => {
      // One after another: each lays its patch over what the one before it stored.
      const changed = last.then(() => apply(patch))
      last = changed.catch(() => undefined)
      return changed
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    resetKeptAs,
  }
}
