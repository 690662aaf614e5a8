// Runs the targets in a process that is killed when its event loop stands still or an input has no end, and goes on after
// that input in another. What was found is a list, not an exception. How long a turn of the loop took is its thread's
// work: what other programs of the machine do meanwhile counts neither for nor against.

import { fork } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shareOf, targets, type TargetName } from './targets.ts'
import type { Job, Part, Report } from './worker.ts'

/** What no input may cost in one turn. */
export const LONGEST_TURN_MS = 100
/** Far more than that, so that a busy machine is not taken for an endless turn. */
const STANDS_STILL_MS = 3_000
const NEVER_ENDS_MS = 30_000
/** Until it is at its first input; a busy machine may take a while to load what it needs. */
const START_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 100

export interface Plan {
  /** Inputs in all, shared out among the targets. */
  readonly runs: number
  readonly seed: number
  readonly planted?: Job['planted']
  /** All when left out. */
  readonly only?: readonly TargetName[]
}

export interface Finding {
  readonly target: TargetName
  readonly input: number
  readonly what: string
}

export interface Outcome {
  readonly target: TargetName
  readonly run: number
  readonly taken: number
  /** ms of work; Infinity where one had to be ended. */
  readonly longestTurnMs: number
  /** Turns that were too long. */
  readonly late: readonly Finding[]
  readonly failures: readonly Finding[]
}

/** Where a process notes how far it is: a file without a name. */
const openPlace = () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-place-'))
  const fd = openSync(join(folder, 'place'), 'w+')
  rmSync(folder, { recursive: true })
  const at = new Int32Array(3)
  /** Before the first input all are −1. */
  const read = (): readonly [part: number, input: number, beat: number] =>
    readSync(fd, at, 0, at.byteLength, 0) === at.byteLength ? [at[0] ?? -1, at[1] ?? -1, at[2] ?? -1] : [-1, -1, -1]
  return { fd, read, [Symbol.dispose]: () => closeSync(fd) }
}

type Place = ReturnType<typeof openPlace>

/** Says when to give up on a process: `still`, its loop turns no more; `endless`, its input has no end. */
const overseer = (place: Place): (() => 'still' | 'endless' | null) => {
  let before: readonly number[] = []
  let begun = performance.now()
  let alive = begun
  return () => {
    const now = performance.now()
    const at = place.read()
    if (at[0] !== before[0] || at[1] !== before[1]) begun = now
    if (at[2] !== before[2]) alive = now
    before = at
    if (now - alive > (at[2] < 0 ? START_WITHIN_MS : STANDS_STILL_MS)) return 'still'
    return now - begun > NEVER_ENDS_MS ? 'endless' : null
  }
}

interface Notes {
  failed(part: number, input: number, what: string): void
  turned(part: number, input: number, ms: number): void
  taken(part: number, count: number): void
}

const tellNotes = (notes: Notes, report: Report): void => {
  if ('taken' in report) notes.taken(report.part, report.taken)
  else if ('what' in report) notes.failed(report.part, report.input, report.what)
  else notes.turned(report.part, report.input, report.turnMs)
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Runs one process until it is through, or has to be ended; then answers at which input of which part that was. */
const runStretch = async (job: Job, notes: Notes): Promise<readonly [part: number, input: number] | null> => {
  using place = openPlace()
  const { promise, resolve } = Promise.withResolvers<'through' | 'still' | 'endless' | `ended: ${string}`>()
  const worker = fork(WORKER, [JSON.stringify(job)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', place.fd],
  })
  const isStuck = overseer(place)
  const watch = setInterval(() => {
    const stuck = isStuck()
    if (stuck) resolve(stuck)
  }, LOOK_EVERY_MS)
  worker.on('message', (report: Report) => tellNotes(notes, report))
  const left = new Promise<void>((gone) => {
    worker.once('exit', (code, signal) => {
      resolve(code === 0 ? 'through' : `ended: ${signal ?? code}`)
      gone()
    })
    worker.once('error', (error) => {
      resolve(`ended: ${error.message}`)
      gone()
    })
  })
  const how = await promise
  clearInterval(watch)
  worker.kill('SIGKILL')
  await left
  if (how === 'through') return null
  const [part, input] = place.read()
  const [atPart, atInput] = [Math.max(0, part), Math.max(job.parts[part]?.from ?? 0, input)]
  if (how === 'still') notes.turned(atPart, atInput, Infinity)
  else notes.failed(atPart, atInput, how === 'endless' ? 'never ends' : how)
  return [atPart, atInput]
}

type Open<T> = { -readonly [K in keyof T]: T[K] }

class Tally {
  readonly outcome: Open<Outcome> & { readonly late: Finding[]; readonly failures: Finding[] }

  constructor({ target, to }: Part) {
    this.outcome = { target, run: to, taken: 0, longestTurnMs: 0, late: [], failures: [] }
  }

  failed(input: number, what: string): void {
    this.outcome.failures.push({ target: this.outcome.target, input, what })
  }

  turned(input: number, ms: number): void {
    const { late, target } = this.outcome
    this.outcome.longestTurnMs = Math.max(this.outcome.longestTurnMs, Math.round(ms))
    if (ms >= LONGEST_TURN_MS) late.push({ target, input, what: `a turn of ${Math.round(ms)} ms` })
  }

  taken(count: number): void {
    this.outcome.taken += count
  }
}

/** As many for each as its share is, at least one; all together `runs`. */
export const sharedOut = (runs: number, names: readonly TargetName[]): number[] => {
  const total = names.reduce((sum, name) => sum + shareOf(name), 0)
  let [left, parts] = [runs, total]
  return names.map((name) => {
    const share = Math.round((left * shareOf(name)) / parts)
    left -= share
    parts -= shareOf(name)
    return share
  })
}

/** All targets, one after the other. */
export const runCampaign = async (plan: Plan): Promise<readonly Outcome[]> => {
  const { seed, planted = null, only } = plan
  const names = only ?? (Object.keys(targets) as TargetName[])
  const shares = sharedOut(plan.runs, names)
  const all = names.map((target, at): Part => ({ target, from: 0, to: shares[at] ?? 0 })).filter(({ to }) => to > 0)
  const tallies = all.map((part) => new Tally(part))
  for (let parts: readonly Part[] = all; parts.length > 0;) {
    const done = all.length - parts.length
    const stuck = await runStretch(
      { parts, seed, planted },
      {
        failed: (part, input, what) => tallies[done + part]?.failed(input, what),
        turned: (part, input, ms) => tallies[done + part]?.turned(input, ms),
        taken: (part, count) => tallies[done + part]?.taken(count),
      },
    )
    const rest = stuck ? parts.slice(stuck[0]) : []
    const [first] = rest
    parts =
      first && stuck ? [{ ...first, from: stuck[1] + 1 }, ...rest.slice(1)].filter(({ from, to }) => from < to) : []
  }
  return tallies.map(({ outcome }) => outcome)
}
