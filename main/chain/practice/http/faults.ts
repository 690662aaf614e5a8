// What goes wrong on purpose: for so many requests whose path contains a text, the connection is cut, the answer is
// refused, late, garbled, or a lie. Everything else about the node stays true.

import type { Json } from '../codec/json.ts'

export type FaultKind =
  /** The connection is cut before the request is acted on. */
  | { readonly kind: 'drop-before' }
  /** It is acted on, and then the connection is cut. */
  | { readonly kind: 'drop-after' }
  /** 429, as TronGrid words it. */
  | { readonly kind: 'limited' }
  /** 503 */
  | { readonly kind: 'unavailable' }
  /** The node has too much to do and says so with status 200. */
  | { readonly kind: 'busy' }
  /** Acted on at once, answered late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** An answer that is no JSON. */
  | { readonly kind: 'garbled' }
  /** One field, by its path such as `receipt.result` or `log.0.data`, has another value; undefined takes it away. */
  | { readonly kind: 'lie'; readonly field: string; readonly value: Json | undefined }

export type Fault = FaultKind & {
  /** Part of the path; all paths unless told otherwise. */
  readonly path?: string
  /** How many requests; one unless told otherwise. */
  readonly times?: number
}

export class Faults {
  #waiting: { readonly fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting = []
  }

  /** All that befall a request for this path. */
  strike(path: string): Fault[] {
    const struck = this.#waiting.filter(({ fault, left }) => left > 0 && path.includes(fault.path ?? ''))
    for (const one of struck) one.left--
    this.#waiting = this.#waiting.filter(({ left }) => left > 0)
    return struck.map(({ fault }) => fault)
  }
}

/** A copy of an answer in which the field at `path` says `lie`. */
export const withLie = (answer: Json, path: readonly string[], lie: Json | undefined): Json => {
  const [first, ...rest] = path
  if (first === undefined) return lie ?? null
  if (Array.isArray(answer)) {
    const items = answer as readonly Json[]
    return items.map((item, index) => (String(index) === first ? withLie(item, rest, lie) : item))
  }
  const object = typeof answer === 'object' && answer !== null ? (answer as Readonly<Record<string, Json>>) : {}
  const { [first]: before, ...others } = object
  if (rest.length === 0 && lie === undefined) return others
  return { ...object, [first]: withLie(before ?? {}, rest, lie) }
}
