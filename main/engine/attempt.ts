// One thing that may take long and may be called off. Leaves what an error means to whoever tries.

export type Outcome = { readonly ended: 'done' | 'aborted' } | { readonly ended: 'failed'; readonly error: unknown }

export class Attempt {
  #abort: AbortController | null = null

  /** What runs is called off; nothing runs: nothing happens. */
  abort(): void {
    this.#abort?.abort()
  }

  async run(work: (signal: AbortSignal) => Promise<void>): Promise<Outcome> {
    const abort = new AbortController()
    this.#abort = abort
    try {
      await work(abort.signal)
      return { ended: 'done' }
    } catch (error) {
      return abort.signal.aborted ? { ended: 'aborted' } : { ended: 'failed', error }
    } finally {
      this.#abort = null
    }
  }
}
