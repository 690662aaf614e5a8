// Works through many things a few at a time: each is a question to every node, and somebody waits for all of them.

/** Of payers, or payees. */
const AT_ONCE = 4

/** Each is begun in its turn; resolves when all are done. What `work` throws ends the waiting. */
export const fewAtOnce = async <T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> => {
  const left = items[Symbol.iterator]()
  const go = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, go))
}
