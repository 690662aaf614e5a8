// What things are worth, by a source the user has set; without one this is never called. Invariant: a price is text of
// digits that is only shown: nothing is worked out from it.

import type { Asset } from '../../../app/tron/networks.ts'
import { assetKey, type Price } from '../../../app/wallet/chain-state.ts'
import type { PriceSource } from '../../../app/wallet/networks-choice.ts'

const TIMEOUT_MS = 10_000
const LARGEST_ANSWER = 1_000_000

/** The value at `path`, names and indexes with dots between them. */
export const valueAt = (json: unknown, path: string): string | null => {
  let at: unknown = json
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  const text = typeof at === 'number' || typeof at === 'string' ? String(at) : ''
  return /^\d{1,20}(\.\d{1,30})?$/.test(text) ? text : small(text)
}

/** 5e-7 as digits. */
const small = (text: string): string | null => {
  const parts = /^(\d)(?:\.(\d{1,20}))?e-(\d{1,2})$/.exec(text)
  if (!parts) return null
  const [, first = '', rest = '', places = '0'] = parts
  return `0.${'0'.repeat(Number(places) - 1)}${first}${rest}`
}

/** Rejects when it is longer: no more of it is read. */
const wholeOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body) {
    length += part.length
    if (length > LARGEST_ANSWER) throw new Error('an answer without end')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const fetched = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (answer.ok && answer.body !== null) return JSON.parse(await wholeOf(answer.body))
  await answer.body?.cancel()
  return null
}

export const readPrices = async (
  { url, path }: PriceSource,
  assets: readonly Asset[],
  now: number,
): Promise<readonly Price[]> => {
  const prices = await Promise.all(
    assets.map(async (asset): Promise<Price | null> => {
      const named = (text: string): string => text.replaceAll('{symbol}', asset.symbol)
      try {
        const value = valueAt(await fetched(named(url)), named(path))
        return value === null ? null : { key: assetKey(asset), value, at: now }
      } catch {
        return null
      }
    }),
  )
  return prices.filter((price) => price !== null)
}
