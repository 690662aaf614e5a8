// What the user may choose for one torrent: its own limits, the order of its pieces, and when it has seeded enough.
// Stored with the torrent; the swarm gets its part of it when the torrent joins and whenever it changes.

import * as v from 'valibot'

/** Bytes per second; null: no limit of its own. The client's limits hold besides. */
const Rate = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(10_000_000_000)))

/** Minutes of a year: nobody waits for longer. */
export const MOST_MINUTES = 525_600
export const MOST_RATIO = 1_000
export const MOST_WEIGHT = 100

export const RatioSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_RATIO))
export const MinutesSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_MINUTES))

/** `global`: as the settings say; null: no goal, whatever they say. */
const goal = <S extends v.GenericSchema>(own: S) => v.union([v.literal('global'), v.null(), own])

export const LimitsSchema = v.strictObject({
  down: Rate,
  up: Rate,
  /** Share of the upload this torrent gets compared with others: 2 is twice as much as 1. */
  weight: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_WEIGHT)),
  /** Most peers connected at once; null: as the settings say. */
  connections: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000))),
})

export const OrderSchema = v.strictObject({
  sequential: v.boolean(),
  /** The first and the last pieces of each file before others. */
  firstLast: v.boolean(),
})

export const GoalsSchema = v.strictObject({
  ratio: goal(RatioSchema),
  minutes: goal(MinutesSchema),
  action: v.picklist(['global', 'stop', 'remove']),
})

export const TorrentOptionsSchema = v.strictObject({
  limits: LimitsSchema,
  order: OrderSchema,
  goals: GoalsSchema,
})

export type OwnGoals = v.InferOutput<typeof GoalsSchema>
export type TorrentOptions = v.InferOutput<typeof TorrentOptionsSchema>

export const defaultOptions: TorrentOptions = {
  limits: { down: null, up: null, weight: 1, connections: null },
  order: { sequential: false, firstLast: false },
  goals: { ratio: 'global', minutes: 'global', action: 'global' },
}

/** Parts and their fields may be left out: they stay as they are. */
export const OptionsPatchSchema = v.strictObject({
  limits: v.optional(v.partial(LimitsSchema)),
  order: v.optional(v.partial(OrderSchema)),
  goals: v.optional(v.partial(GoalsSchema)),
})
export type OptionsPatch = v.InferOutput<typeof OptionsPatchSchema>

/** Fields that are undefined stay as they are. */
const laidOver = <T extends object>(base: T, over: object = {}): T => ({
  ...base,
  ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined)),
})

export const patchOptions = <O extends { readonly [P in keyof TorrentOptions]: object }>(
  options: O,
  patch: OptionsPatch,
): O => ({
  ...options,
  limits: laidOver(options.limits, patch.limits),
  order: laidOver(options.order, patch.order),
  goals: laidOver(options.goals, patch.goals),
})

/** What was stored, part by part: a part that makes no sense is as if it had never been set. */
export const readOptions = (stored: unknown): TorrentOptions => {
  const parts = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}
  const part = <S extends v.GenericSchema>(schema: S, key: string, otherwise: v.InferOutput<S>): v.InferOutput<S> => {
    const read = v.safeParse(schema, parts[key])
    return read.success ? read.output : otherwise
  }
  return {
    limits: part(LimitsSchema, 'limits', defaultOptions.limits),
    order: part(OrderSchema, 'order', defaultOptions.order),
    goals: part(GoalsSchema, 'goals', defaultOptions.goals),
  }
}
