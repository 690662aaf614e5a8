// Making torrents, as far as it needs main: what the user chose in the system's dialog or let fall on the window may be
// read, and nothing else; the .torrent is saved where the system's dialog says. Windows hold numbers that stand for
// paths. Leaves looking and hashing to the engine. Invariant: no path a page named reaches the engine.

import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import {
  findsNobody,
  type CreationSource,
  type Created,
  type CreateOptions,
  type NewTorrent,
} from '../../app/creating/creation.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { writeAtomically } from '../settings/atomic-file.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { onDisk } from './disk-error.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

const MOST_SOURCES = 50
/** Others may read it: a .torrent is there to be handed on. */
const MODE = 0o644

interface Kept {
  readonly paths: readonly string[]
  /** The .torrent made of it, until the next one is made. */
  made: Made | null
}

interface Made {
  readonly bytes: Uint8Array
  readonly name: string
  /** Where it was saved last. */
  path: string | null
}

/** What was chosen, by ref, the oldest first. */
class Sources {
  readonly #kept = new Map<number, Kept>()
  #next = 1

  add(paths: readonly string[]): CreationSource {
    const ref = this.#next++
    this.#kept.set(ref, { paths, made: null })
    for (const old of this.#kept.keys()) if (this.#kept.size > MOST_SOURCES) this.#kept.delete(old)
    const [first = ''] = paths
    const several = paths.length > 1
    const root = several ? dirname(first) : first
    return { ref, name: basename(root), place: root }
  }

  get(ref: number): Kept | null {
    return this.#kept.get(ref) ?? null
  }

  forgetMade(): void {
    for (const kept of this.#kept.values()) kept.made = null
  }
}

const isNormal = (path: string): boolean => isAbsolute(path) && !path.includes('\0')

const withExtension = (path: string): string => (path.toLowerCase().endsWith('.torrent') ? path : `${path}.torrent`)

/** With the extension, unless that would be a file the system did not ask about. */
const targetOf = (chosen: string): string => (existsSync(withExtension(chosen)) ? chosen : withExtension(chosen))

/** Beside what it is made of: never inside, where it would be part of the next torrent of it. */
const suggested = ({ paths }: Kept, name: string): string => {
  const [first = ''] = paths
  const root = paths.length > 1 ? dirname(first) : first
  return join(dirname(root), withExtension(name))
}

const save = (path: string, bytes: Uint8Array): Promise<Result<string, AppError>> =>
  onDisk(async () => {
    await writeAtomically(path, bytes, MODE)
    return ok(path)
  })

const answered = async (kept: Kept, { bytes, ...told }: NewTorrent, path: string): Promise<Created> => {
  const saved = await save(path, bytes)
  kept.made = { bytes, name: told.name, path: saved.ok ? path : null }
  return { ...told, saved: saved.ok ? { path } : { error: saved.error } }
}

export const createCommands = (engine: EngineClient, shell: Shell) => {
  const sources = new Sources()
  const taken = (paths: readonly string[]): Result<CreationSource, AppError> =>
    paths.length > 0 && paths.every(isNormal)
      ? ok(sources.add(paths.map((path) => resolve(path))))
      : fail({ code: 'create-failed', fault: 'gone', names: [] })
  const withSource = async <T>(
    ref: number,
    act: (kept: Kept) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    const kept = sources.get(ref)
    return kept ? act(kept) : fail({ code: 'not-found' })
  }
  const start = async (kept: Kept, options: CreateOptions): Promise<Result<Created | null, AppError>> => {
    if (findsNobody(options)) return fail({ code: 'private-without-tracker' })
    const path = await shell.chooseTorrentPath(suggested(kept, options.name))
    if (path === null) return ok(null)
    sources.forgetMade()
    const made = await engine.call('engine.create', { ...options, paths: kept.paths })
    return made.ok ? ok(await answered(kept, made.value, targetOf(path))) : made
  }
  const saveAgain = async (kept: Kept): Promise<Result<string | null, AppError>> => {
    const { made } = kept
    if (!made) return fail({ code: 'not-found' })
    const chosen = await shell.chooseTorrentPath(made.path ?? suggested(kept, made.name))
    if (chosen === null) return ok(null)
    const saved = await save(targetOf(chosen), made.bytes)
    if (saved.ok) made.path = saved.value
    return saved
  }
  return {
    'create.choose': async ({ what }) => {
      const paths = await shell.chooseSource(what)
      return paths.length === 0 ? ok(null) : taken(paths)
    },
    'create.drop': async ({ paths }) => taken(paths),
    'create.survey': ({ ref, hidden }) =>
      withSource(ref, ({ paths }) => engine.call('engine.survey', { paths, hidden })),
    'create.start': (options) => withSource(options.ref, (kept) => start(kept, options)),
    'create.cancel': ({ ref }) => engine.call('engine.cancelCreate', { ref }),
    'create.save': ({ ref }) => withSource(ref, saveAgain),
    'create.show': ({ ref }) =>
      withSource(ref, async ({ made }) => {
        if (made?.path == null) return fail({ code: 'not-found' })
        shell.showInFolder(made.path)
        return ok(undefined)
      }),
  } satisfies Partial<MainHandlers>
}
