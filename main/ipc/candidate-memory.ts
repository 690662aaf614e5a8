// What was handed to the engine to be looked at and was not answered by the user yet: handed over again when the engine
// is started anew, so that an open add dialog goes on. Stands in front of the engine's client and passes everything on.
// Invariants: the bytes kept are bounded; what ends the engine again and again is given up.

import type { Candidate, Input } from '../../app/ipc/contract.ts'
import type { EngineCommandName, EngineCommands } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Cancellation } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import type { Asked, EngineClient, EngineServed, Told } from '../supervisor/engine-client.ts'

/** Of more than this many bytes of .torrent files the oldest are forgotten. */
const MOST_BYTES = 64_000_000
const MOST_TRIES = 3

type Source =
  | { readonly name: 'add.inspectFile'; readonly input: Input<'add.inspectFile'> }
  | { readonly name: 'add.inspectLink'; readonly input: Input<'add.inspectLink'> }
  | { readonly name: 'engine.offer'; readonly input: EngineCommands['engine.offer']['input'] }

interface Kept {
  readonly source: Source
  /** How often it was handed over again. */
  readonly tries: number
  /** The user asked for its metadata. */
  readonly fetched: boolean
}

const sourceOf = (name: string, input: unknown): Source | null =>
  name === 'add.inspectFile' || name === 'add.inspectLink' || name === 'engine.offer'
    ? ({ name, input } as Source)
    : null

const bytesOf = ({ input }: Source): number => ('bytes' in input ? input.bytes.byteLength : 0)

export class CandidateMemory implements EngineClient {
  readonly #engine: EngineClient
  /** By ref, the oldest first. */
  #kept = new Map<number, Kept>()
  #restoring: Promise<void> = Promise.resolve()

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  async call<N extends EngineCommandName | EngineServed>(
    name: N,
    input: Asked<N>,
    cancellation?: Cancellation,
  ): Promise<Result<Told<N>, AppError>> {
    // Whoever asks what waits gets all of it.
    if (name === 'add.pending') await this.#restoring
    const result = await this.#engine.call(name, input, cancellation)
    if (result.ok) this.#note(name, input, result.value)
    return result
  }

  /** The engine has just been started: what waited in the last one is handed over again, in order. */
  restore(): Promise<void> {
    this.#restoring = this.#restoring.then(() => this.#restore())
    return this.#restoring
  }

  async #restore(): Promise<void> {
    const waiting = [...this.#kept]
    for (const [ref, kept] of waiting) {
      if (kept.tries >= MOST_TRIES) this.#kept.delete(ref)
      else if (!(await this.#again(ref, kept))) return
    }
  }

  /** False: the engine is gone again; the rest waits for the next. */
  async #again(ref: number, { source, tries, fetched }: Kept): Promise<boolean> {
    this.#kept.set(ref, { source, tries: tries + 1, fetched })
    const again: Result<Candidate, AppError> = await this.#engine.call(source.name, source.input)
    if (!again.ok && again.error.code === 'engine-unavailable') return false
    // Answered meanwhile, or refused now.
    const wanted = this.#kept.delete(ref)
    if (!again.ok) return true
    const fresh = again.value.ref
    if (!wanted) return this.#cancelled(fresh)
    this.#kept.set(fresh, { source, tries: tries + 1, fetched })
    if (fetched) await this.#engine.call('add.fetchMetadata', { ref: fresh })
    return true
  }

  async #cancelled(ref: number): Promise<boolean> {
    await this.#engine.call('add.cancel', { ref })
    return true
  }

  #note(name: string, input: unknown, output: unknown): void {
    const source = sourceOf(name, input)
    if (source) return this.#keep((output as Candidate).ref, source)
    if (name === 'add.confirm') this.#kept.delete((input as Input<'add.confirm'>).ref)
    if (name === 'add.cancel') this.#kept.delete((input as Input<'add.cancel'>).ref)
    if (name === 'add.fetchMetadata') this.#fetched((input as Input<'add.fetchMetadata'>).ref)
  }

  #keep(ref: number, source: Source): void {
    // The engine knew it already: the first source will do.
    if (this.#kept.has(ref)) return
    this.#kept.set(ref, { source, tries: 0, fetched: false })
    let bytes = 0
    for (const [old, kept] of [...this.#kept].toReversed()) {
      bytes += bytesOf(kept.source)
      if (bytes > MOST_BYTES) this.#kept.delete(old)
    }
  }

  #fetched(ref: number): void {
    const kept = this.#kept.get(ref)
    if (kept) this.#kept.set(ref, { ...kept, fetched: true })
  }
}
