// Plays the slot plan on a virtual clock, a plan every ten seconds, as the choker does: for tests and for the bench.

import { planSlots, type SlotPeer, type SlotPlan, type Slots } from '../plan-slots.ts'

export type SimulatedPeer = SlotPeer<string>

export interface Step {
  readonly at: number
  readonly before: readonly SimulatedPeer[]
  readonly after: readonly SimulatedPeer[]
  readonly plan: SlotPlan<string>
}

export const TICK = 10_000

/** Interested, choked, giving nothing, paying nothing. */
export const simulatedPeer = (key: string, over: Partial<SimulatedPeer> = {}): SimulatedPeer => ({
  key,
  torrent: 'a',
  interested: true,
  unchoked: false,
  get: 0,
  since: 0,
  turns: 0,
  optimistic: false,
  seeding: false,
  grant: 'free',
  ...over,
})

/** Numbers in [0, 1) that are the same every time. */
export const lcg = (seed: number) => (): number =>
  (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648

export const openOf = (peers: readonly SimulatedPeer[], plan: SlotPlan<string>): SimulatedPeer[] =>
  peers.filter(({ key, unchoked }) => plan.unchoke.includes(key) || (unchoked && !plan.choke.includes(key)))

export interface Play {
  readonly slots: Slots
  readonly minutes: number
  readonly seed: number
  /** What a peer does before a plan. */
  live?(peer: SimulatedPeer, at: number): SimulatedPeer
}

export const play = (peers: readonly SimulatedPeer[], { slots, minutes, seed, live = (one) => one }: Play): Step[] => {
  const steps: Step[] = []
  const random = lcg(seed)
  let now = peers
  for (let at = 0; at < minutes * 60_000; at += TICK) {
    const before = now.map((one) => live(one, at))
    const plan = planSlots(before, slots, at, random)
    const open = new Set(openOf(before, plan).map(({ key }) => key))
    now = before.map((one) => ({
      ...one,
      unchoked: open.has(one.key),
      since: open.has(one.key) === one.unchoked ? one.since : at,
      turns: one.turns + (open.has(one.key) && !one.unchoked ? 1 : 0),
      optimistic: plan.optimistic.includes(one.key),
    }))
    steps.push({ at, before, after: now, plan })
  }
  return steps
}

/** After how many plans the peer was as asked. */
export const countOf = (steps: readonly Step[], key: string, what: (peer: SimulatedPeer) => boolean): number =>
  steps.filter(({ after }) => after.some((one) => one.key === key && what(one))).length

/** The furthest any count is from their mean, as a part of it. */
export const spread = (counts: readonly number[]): number => {
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length
  return Math.max(...counts.map((count) => Math.abs(count - mean) / mean))
}

/** The longest a peer that wants a slot was without, ms. */
export const longestWait = (steps: readonly Step[], key: string): number => {
  let waiting = 0
  let longest = 0
  for (const { after } of steps) {
    waiting = after.some((one) => one.key === key && one.unchoked) ? 0 : waiting + TICK
    longest = Math.max(longest, waiting)
  }
  return longest
}
