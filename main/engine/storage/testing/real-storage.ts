// A store in a temporary folder on the real disk, with the real session database: what the app runs, cleaned up after.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession } from '../../session/session-db.ts'
import type { Session } from '../../session/session.ts'
import { createStorage } from '../storage.ts'
import type { OpenedStore, Storage, StoreSpec } from '../store.ts'
import { EventLog } from './sample-torrent.ts'

export interface RealStorage extends AsyncDisposable {
  /** Where torrents go; exists. */
  readonly folder: string
  readonly stateFolder: string
  readonly events: EventLog
  readonly session: Session
  readonly storage: Storage
  open(spec: StoreSpec, signal?: AbortSignal): Promise<OpenedStore>
  /** Ends session and storage in an orderly way and starts anew on the same folders. Stores must be closed. */
  restart(): Promise<void>
}

export async function realStorage(): Promise<RealStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'swiftseed-store-'))
  const stateFolder = join(folder, 'state')
  const start = (): { session: Session; storage: Storage } => {
    const session = openSession(stateFolder)
    return { session, storage: createStorage({ stateFolder, journal: session.journal }) }
  }
  let { session, storage } = start()
  const end = async (): Promise<void> => {
    await storage[Symbol.asyncDispose]()
    session.close()
  }
  const events = new EventLog()
  return {
    folder: join(folder, 'downloads'),
    stateFolder,
    events,
    get session() {
      return session
    },
    get storage() {
      return storage
    },
    open: (spec, signal) => storage.open(spec, { events, ...(signal === undefined ? {} : { signal }) }),
    async restart() {
      await end()
      ;({ session, storage } = start())
    },
    async [Symbol.asyncDispose]() {
      await end()
      // The session's last checkpoint may still have its log open on a thread of its own.
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
