// What was changed in the dialog of limits and goals, and nothing else: so that it can be laid over the options of
// several torrents. Pure.

import type { OptionsPatch, OwnGoals } from '../../../app/torrent/options.ts'

/** The patch with another one laid over it. */
export const mergePatches = (before: OptionsPatch, more: OptionsPatch): OptionsPatch => ({
  ...before,
  ...(more.limits && { limits: { ...before.limits, ...more.limits } }),
  ...(more.order && { order: { ...before.order, ...more.order } }),
  ...(more.goals && { goals: { ...before.goals, ...more.goals } }),
})

export const changesNothing = (patch: OptionsPatch): boolean =>
  Object.values(patch).every((part) => Object.values(part ?? {}).every((value) => value === undefined))

export type GoalKind = 'global' | 'own' | 'none'

export const kindOf = (goal: OwnGoals['ratio']): GoalKind =>
  goal === 'global' ? 'global' : goal === null ? 'none' : 'own'

/** The goal when its kind is chosen; `first`: what one's own begins with. */
export const goalOfKind = (kind: GoalKind, first: number): OwnGoals['ratio'] =>
  kind === 'global' ? 'global' : kind === 'none' ? null : first
