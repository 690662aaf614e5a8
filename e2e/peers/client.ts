// What starting any foreign client has in common: a folder and two ports of its own, its program in that folder, and
// an end to all of it, also when it never gets ready.

import type { PeerOptions } from './peer.ts'
import { freePort } from './ports.ts'
import { startProgram, temporaryFolder, type Program } from './process.ts'
import { until } from './until.ts'

const START_MS = 30_000

export interface Place {
  readonly home: string
  readonly port: number
  readonly rpcPort: number
}

export interface Invocation {
  readonly command: string
  readonly args: readonly string[]
  /** What it prints on stdout is for a program to read, and not kept for people. */
  readonly talksOnStdout?: boolean
}

export interface Client extends Place, AsyncDisposable {
  readonly program: Program
  /** Resolves when the probe succeeds; otherwise the client is gone when this rejects. */
  ready(probe: () => Promise<unknown>): Promise<void>
}

/** `invoke` writes the client's configuration into its place and says how it is called. */
export const startClient = async (
  name: string,
  { parent, lifetimeSeconds = 600 }: PeerOptions,
  invoke: (place: Place) => Invocation | Promise<Invocation>,
): Promise<Client> => {
  const folder = await temporaryFolder(name, parent)
  const place: Place = { home: folder.path, port: await freePort(), rpcPort: await freePort() }
  const program = await startProgram({ ...(await invoke(place)), home: place.home, lifetimeSeconds })
  const end = async (): Promise<void> => {
    await program[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  }
  const ready: Client['ready'] = async (probe) => {
    try {
      await until(`${name} to answer`, async () => (await probe()) ?? true, { withinMs: START_MS })
    } catch (error) {
      await end()
      throw new Error(`${name} did not get ready\n${program.output()}`, { cause: error })
    }
  }
  return { ...place, program, ready, [Symbol.asyncDispose]: end }
}
