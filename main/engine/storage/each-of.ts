// A loop over system calls with a few of them under way at once. The first failure ends it.

export async function eachOf<T>(items: Iterable<T>, lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  let failed = false
  const lane = async (): Promise<void> => {
    for (;;) {
      const next = rest.next()
      if (next.done === true || failed) return
      await work(next.value)
    }
  }
  const guarded = (): Promise<void> =>
    lane().catch((error: unknown) => {
      failed = true
      throw error
    })
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, guarded))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
