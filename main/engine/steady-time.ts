// Time that nobody sets: for deadlines that last longer than a moment. The clock on the wall may jump by years, when a
// battery is empty or the user corrects it; time asleep counts, for trackers and peers do not sleep along. Leaves dates
// that people read to the wall, `onTheWall` says which one a moment is.

import { uptime } from 'node:os'

const began = uptime()

/** Milliseconds, never backwards, and never 0. */
export const steadyNow = (): number => 1 + (uptime() - began) * 1000

/** A moment of `steadyNow`, in ms since the epoch, by what the clock on the wall says now. */
export const onTheWall = (moment: number, now: number, wall: number): number => wall + moment - now
