// When a supervised process is started, killed, restarted and given up: a state machine over happenings, without a
// clock of its own. Who forks, kills and keeps timers is the caller, from the effects it is handed.
// Invariants: at most one process is alive at a time; every stop ends; giving up ends only by the user's wish.

/** Waits before the restarts of a row of failures, in ms; one failure more than there are waits is the last. */
export const RESTART_WAITS: readonly number[] = [300, 1_000, 3_000, 10_000, 30_000]
/** Which of them is the longest while a disk refuses: what the user mends is to be noticed soon. */
const DISK_WAIT = 2
/** Running this long makes earlier failures forgotten. */
export const HEALTHY_MS = 60_000
/**
 * Heartbeats, one a second, without an answer before the process counts as hung. On a computer that is fully taken one
 * that derives keys, 256 MB each, was seen to be silent for more than five.
 */
export const SILENT_BEATS = 12
export const BEAT_MS = 1_000
/** A start that takes longer than this has hung: many torrents load in less. */
export const START_MS = 30_000
/** From the wish to stop to the kill. */
export const STOP_MS = 5_000

/** `disk-…`: it cannot write what is its own, and is tried until it can. */
export type Why = 'crashed' | 'hung' | 'disk-full' | 'disk-refuses'

export type Supervision =
  | { readonly phase: 'starting'; readonly failures: number; readonly why: Why | null; readonly ending: Why }
  | {
      readonly phase: 'running'
      readonly failures: number
      readonly since: number
      readonly silent: number
      readonly hung: boolean
    }
  | { readonly phase: 'waiting'; readonly failures: number; readonly inMs: number; readonly why: Why }
  | { readonly phase: 'failed'; readonly why: Why }
  | { readonly phase: 'stopping' }
  | { readonly phase: 'stopped' }

/** `started`: the process has said it is ready. `timeout`: the last `timer` effect ran out. */
export type Happening =
  | { readonly it: 'started' | 'beat' | 'answer' | 'exit' | 'timeout'; readonly at: number }
  | { readonly it: 'stop' | 'retry' }
  | { readonly it: 'refused'; readonly why: 'disk-full' | 'disk-refuses' }

/** `timer` replaces the timer before it; `fork` and `exit` put it out. */
export type Effect = { readonly do: 'fork' | 'kill' | 'ask-to-stop' } | { readonly do: 'timer'; readonly ms: number }

export interface Step {
  readonly next: Supervision
  readonly effects: readonly Effect[]
}

const stay = (next: Supervision): Step => ({ next, effects: [] })

/** `why`: what ended the process before this one; null: there was none. */
const fork = (failures: number, why: Why | null): Step => ({
  next: { phase: 'starting', failures, why, ending: 'crashed' },
  effects: [{ do: 'fork' }, { do: 'timer', ms: START_MS }],
})

const stopping: Step = {
  next: { phase: 'stopping' },
  effects: [{ do: 'ask-to-stop' }, { do: 'timer', ms: STOP_MS }],
}

const stopped: Step = { next: { phase: 'stopped' }, effects: [] }

/** The first step of all. */
export const begin = (): Step => fork(0, null)

const failed = (failures: number, why: Why): Step => {
  const lasting = why === 'disk-full' || why === 'disk-refuses'
  const inMs = RESTART_WAITS[lasting ? Math.min(failures - 1, DISK_WAIT) : failures - 1]
  if (inMs === undefined) return stay({ phase: 'failed', why })
  return { next: { phase: 'waiting', failures, inMs, why }, effects: [{ do: 'timer', ms: inMs }] }
}

const kill = (next: Supervision): Step => ({ next, effects: [{ do: 'kill' }] })

type Starting = Extract<Supervision, { phase: 'starting' }>
type Running = Extract<Supervision, { phase: 'running' }>

const whileStarting = (state: Starting, happening: Happening): Step => {
  switch (happening.it) {
    case 'started':
      return stay({ phase: 'running', failures: state.failures, since: happening.at, silent: 0, hung: false })
    case 'timeout':
      return kill({ ...state, ending: 'hung' })
    case 'refused':
      return kill({ ...state, ending: happening.why })
    case 'exit':
      return failed(state.failures + 1, state.ending)
    case 'stop':
      return stopping
    default:
      return stay(state)
  }
}

const whileRunning = (state: Running, happening: Happening): Step => {
  switch (happening.it) {
    case 'answer':
      return stay({ ...state, silent: 0 })
    case 'beat': {
      // Beats are counted, not time: a computer that slept has not made its engine hang.
      const silent = state.silent + 1
      return silent > SILENT_BEATS && !state.hung ? kill({ ...state, silent, hung: true }) : stay({ ...state, silent })
    }
    case 'exit': {
      const earlier = happening.at - state.since >= HEALTHY_MS ? 0 : state.failures
      return failed(earlier + 1, state.hung ? 'hung' : 'crashed')
    }
    case 'stop':
      return stopping
    default:
      return stay(state)
  }
}

const whileStopping = (happening: Happening): Step => {
  if (happening.it === 'timeout') return kill({ phase: 'stopping' })
  return happening.it === 'exit' ? stopped : stay({ phase: 'stopping' })
}

export const step = (state: Supervision, happening: Happening): Step => {
  switch (state.phase) {
    case 'starting':
      return whileStarting(state, happening)
    case 'running':
      return whileRunning(state, happening)
    case 'waiting':
      if (happening.it === 'timeout' || happening.it === 'retry') return fork(state.failures, state.why)
      return happening.it === 'stop' ? stopped : stay(state)
    case 'failed':
      if (happening.it === 'retry') return fork(0, null)
      return happening.it === 'stop' ? stopped : stay(state)
    case 'stopping':
      return whileStopping(happening)
    case 'stopped':
      return stay(state)
  }
}
