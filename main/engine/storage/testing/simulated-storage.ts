// A store on a simulated disk, journal and clock: the parts a test takes hold of, ready to open a torrent.

import type { BarrierLimits } from '../barrier.ts'
import { BARRIER_LIMITS } from '../barrier.ts'
import { Descriptors } from '../descriptors.ts'
import type { Disk } from '../disk.ts'
import { ReadCache } from '../read-cache.ts'
import type { OpenedStore, StoreSpec } from '../store.ts'
import { openStore } from '../torrent-store.ts'
import { ErrnoError } from './errno.ts'
import type { Refuse } from './faulty-disk.ts'
import { faultyDisk } from './faulty-disk.ts'
import { inlineHasher } from './inline-hasher.ts'
import { ManualClock } from './manual-clock.ts'
import { MemoryJournal } from './memory-journal.ts'
import { EventLog } from './sample-torrent.ts'
import { SimulatedDisk } from './simulated-disk.ts'

export interface SimulatedStorage {
  readonly disk: SimulatedDisk
  readonly journal: MemoryJournal
  readonly clock: ManualClock
  readonly events: EventLog
  /** Asked before every call to the disk. */
  refuse: Refuse
  open(spec: StoreSpec): Promise<OpenedStore>
  /** The process is gone: nothing the opened stores still do reaches disk or journal. */
  kill(): void
}

interface Life {
  over: boolean
}

interface SimulatedOptions {
  readonly barrier?: BarrierLimits
  readonly memory?: number
  readonly descriptors?: number
}

export async function simulatedStorage(options: SimulatedOptions = {}): Promise<SimulatedStorage> {
  const simulated = new SimulatedDisk()
  await simulated.makeFolder('/aside')
  await simulated.makeFolder('/save')
  await simulated.syncFolder('/')
  let life: Life = { over: false }
  const storage: SimulatedStorage = {
    disk: simulated,
    journal: new MemoryJournal(),
    clock: new ManualClock(),
    events: new EventLog(),
    refuse: () => null,
    kill() {
      life.over = true
      life = { over: false }
    },
    open(spec) {
      const mine = life
      const disk: Disk = faultyDisk(simulated, (call, path) => (mine.over ? 'EIO' : storage.refuse(call, path)))
      const shared = {
        disk,
        journal: mortal(storage.journal, mine),
        clock: {
          now: () => storage.clock.now(),
          after: (ms: number, call: () => void) =>
            storage.clock.after(ms, () => {
              if (!mine.over) call()
            }),
        },
        asideFolder: '/aside',
        descriptors: new Descriptors(disk, options.descriptors ?? 16),
        cache: new ReadCache(1024 * 1024),
        hasher: inlineHasher(disk),
        looker: null,
        settledAt: new Map(),
        barrier: options.barrier ?? BARRIER_LIMITS,
        memory: options.memory ?? 64 * 1024 * 1024,
      }
      return openStore(spec, shared, { events: storage.events })
    },
  }
  return storage
}

/** The same, until life is over: then every call is refused. */
function mortal<T extends object>(thing: T, life: Life): T {
  return new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        if (life.over) throw new ErrnoError('EIO')
        return Reflect.apply(value, target, args)
      }
    },
  })
}
