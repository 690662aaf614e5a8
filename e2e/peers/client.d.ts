import type { PeerOptions } from './peer.ts'
import { type Program } from './process.ts'
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
export declare const startClient: (
  name: string,
  { parent, lifetimeSeconds }: PeerOptions,
  invoke: (place: Place) => Invocation | Promise<Invocation>,
) => Promise<Client>
