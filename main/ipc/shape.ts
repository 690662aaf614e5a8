// The first look at what a window sent, before any schema: is it a message at all, is its input plain data of a size
// anyone would send? Invariant: what passes has no prototypes, no exotic objects and a bounded number of parts.

/** More parts than the largest honest call has (priorities of 100,000 files). */
const MOST_PARTS = 150_000
const DEEPEST = 8

/** What a window may post: the two messages of app/ipc/rpc.ts that a client sends. */
export const isClientMessage = (message: unknown): boolean => {
  if (typeof message !== 'object' || message === null) return false
  const { t, id, name } = message as Record<string, unknown>
  if (!Number.isSafeInteger(id)) return false
  return t === 'cancel' || (t === 'call' && typeof name === 'string')
}

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

class Budget {
  #left = MOST_PARTS

  admits(value: unknown, depth: number): boolean {
    if (--this.#left < 0 || depth > DEEPEST) return false
    if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol'
    if (value instanceof Uint8Array) return true
    if (Array.isArray(value)) return value.length <= this.#left && value.every((part) => this.admits(part, depth + 1))
    return isPlainObject(value) && Object.entries(value).every(([key, part]) => this.#admitsField(key, part, depth))
  }

  #admitsField(key: string, part: unknown, depth: number): boolean {
    return !(key in Object.prototype) && this.admits(part, depth + 1)
  }
}

/** The input of any command: nothing, or a plain object of plain data. */
export const isPlainInput = (input: unknown): boolean => {
  if (input === undefined || input === null) return true
  return typeof input === 'object' && isPlainObject(input) && new Budget().admits(input, 0)
}
