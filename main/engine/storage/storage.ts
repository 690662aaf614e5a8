// What the stores of one engine share, and the way to open one. Its owner disposes of it after the stores.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal } from '../session/session.ts'
import { removeAside } from './aside.ts'
import { BARRIER_LIMITS } from './barrier.ts'
import { realClock } from './clock.ts'
import { Descriptors } from './descriptors.ts'
import { realDisk } from './disk.ts'
import { HashPool } from './hash-pool.ts'
import { leftoversOf, othersOf } from './leftovers.ts'
import { ofOurState } from './own-state.ts'
import { ReadCache } from './read-cache.ts'
import type { Shared } from './store-parts.ts'
import { asideFolderOf } from './store-parts.ts'
import type { Storage } from './store.ts'
import { openStore } from './torrent-store.ts'
import { atStake } from './unwanted-files.ts'

/** Bytes of verified pieces that one torrent keeps in memory while its disk refuses. */
const MEMORY = 64 * 1024 * 1024

interface StorageOptions extends Partial<Omit<Shared, 'asideFolder'>> {
  /** Exists and is ours alone. */
  readonly stateFolder: string
  readonly journal: Journal
}

/** What else is given takes the place of the real thing. */
export function createStorage({ stateFolder, journal, ...parts }: StorageOptions): Storage {
  const disk = parts.disk ?? realDisk
  const asideFolder = join(stateFolder, 'aside')
  mkdirSync(asideFolder, { recursive: true, mode: 0o700 })
  const shared: Shared = {
    journal: ofOurState(journal),
    disk,
    asideFolder,
    descriptors: parts.descriptors ?? new Descriptors(disk),
    cache: parts.cache ?? new ReadCache(),
    hasher: parts.hasher ?? new HashPool(),
    looker: parts.looker ?? null,
    clock: parts.clock ?? realClock,
    settledAt: new Map(),
    barrier: parts.barrier ?? BARRIER_LIMITS,
    memory: parts.memory ?? MEMORY,
  }
  return {
    open: (spec, options) => openStore(spec, shared, options),
    leftovers: (spec) => leftoversOf(spec, shared),
    atStake: (spec, have, skipped) => atStake(spec, shared, have, skipped),
    others: (spec, all) => othersOf(spec, shared, all),
    forget: (id) => removeAside(disk, asideFolderOf(shared, id)),
    async [Symbol.asyncDispose]() {
      await shared.descriptors.close()
      await shared.hasher[Symbol.asyncDispose]()
    },
  }
}
