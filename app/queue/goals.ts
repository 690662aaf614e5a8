// When a torrent has seeded enough, and what then happens: its own goals where it has some, else those of the settings.
// Leaves acting on it to the engine. Invariant: a torrent that is not complete, or whose goals the user overruled by
// starting it again, has none.

import type { OwnGoals } from '../torrent/options.ts'

export type GoalAction = 'stop' | 'remove'
export type ReachedGoal = 'ratio' | 'time'

/** `ratio`: bytes sent per byte got; `minutes` of seeding. Null: no such goal. */
export interface Goals {
  readonly ratio: number | null
  readonly minutes: number | null
  readonly action: GoalAction
}

/** What is remembered of goals: the one that was reached, or that reaching one does not count any more. */
export type GoalState = ReachedGoal | 'overruled' | null

export interface Seeding {
  readonly complete: boolean
  readonly ratio: number
  readonly seedingSeconds: number
}

export const goalsOf = (own: OwnGoals, global: Goals): Goals => ({
  ratio: own.ratio === 'global' ? global.ratio : own.ratio,
  minutes: own.minutes === 'global' ? global.minutes : own.minutes,
  action: own.action === 'global' ? global.action : own.action,
})

/** The goal that is reached, ratio before time; null: none is. */
export const reachedGoal = ({ ratio, minutes }: Goals, at: Seeding): ReachedGoal | null => {
  if (!at.complete) return null
  if (ratio !== null && at.ratio >= ratio) return 'ratio'
  if (minutes !== null && at.seedingSeconds >= minutes * 60) return 'time'
  return null
}

/** Sent per byte got; what is here and was not downloaded was got some other way, and counts as well. */
export const ratioOf = (uploaded: number, downloaded: number, have: number): number => {
  const base = Math.max(downloaded, have)
  return base === 0 ? 0 : uploaded / base
}
