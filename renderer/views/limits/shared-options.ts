// The options of several torrents as one: what they have alike, and where they differ. Pure.

import type { TorrentOptions } from '../../../app/torrent/options.ts'
import { MIXED, type Mixed } from '../../components/mixed.ts'

type Sharing<T> = { readonly [K in keyof T]: T[K] | Mixed }

export type SharedOptions = { readonly [P in keyof TorrentOptions]: Sharing<TorrentOptions[P]> }

const shared = <T extends object>([first, ...others]: readonly [T, ...T[]]): Sharing<T> => {
  const alike = (key: keyof T): boolean => others.every((other) => other[key] === first[key])
  const fields = (Object.keys(first) as (keyof T)[]).map((key) => [key, alike(key) ? first[key] : MIXED] as const)
  return Object.fromEntries(fields) as Sharing<T>
}

/** Null for none. */
export const sharedOptions = ([first, ...others]: readonly TorrentOptions[]): SharedOptions | null =>
  first === undefined
    ? null
    : {
        limits: shared([first.limits, ...others.map(({ limits }) => limits)]),
        order: shared([first.order, ...others.map(({ order }) => order)]),
        goals: shared([first.goals, ...others.map(({ goals }) => goals)]),
      }
