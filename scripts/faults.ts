// `npm run campaign -- faults [--seed S] [--only TEXT]`: a real engine downloads from a real seeder while the disk refuses
// it in every way users meet. Closes with one line of JSON; exits 0 only when each time the torrent was paused with the
// reason within 1 s, went on by itself within 10 s of the cure, lost nothing, and was whole in the end. Needs Linux,
// strace, and root for file systems of its own.

import { parseArgs } from 'node:util'
import { atMost, closeWith } from '../bench/measure/closing-line.ts'
import { spread } from './disk/bars.ts'
import { runFaults } from './disk/fault-campaign.ts'
import { faultCases } from './disk/fault-cases.ts'
import { hasStrace } from './disk/injection.ts'
import { mayMount } from './disk/mounts.ts'
import { tamperings } from './disk/tamperings.ts'
import { runTamperings } from './disk/tampering-run.ts'

/** Each waits for most of its time; more would hold each other up on two cores. */
const LANES = 3

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
})
const seed = Number(values.seed)
if (!Number.isInteger(seed)) throw new Error('--seed is a whole number')
if (!mayMount) throw new Error('file systems of its own can be mounted only by root on Linux')
if (!hasStrace()) throw new Error('strace is missing')

const named = <C extends { readonly name: string }>(all: readonly C[]): readonly C[] =>
  all.filter(({ name }) => name.includes(values.only))
const numbers = (all: readonly (number | null)[]): number[] => all.filter((one) => one !== null)

const started = performance.now()
const [outcomes, others] = await Promise.all([
  runFaults({
    cases: named(faultCases),
    seed,
    size: 24_000_000,
    lanes: LANES,
    refusedMs: [1_000, 6_000],
    tell: console.error,
  }),
  runTamperings({ cases: named(tamperings), size: 16_000_000, tell: console.error }),
])
const bars = [...outcomes, ...others].map(({ name, failure }) => ({
  what: name,
  want: 'nothing lost',
  got: failure?.split('\n')[0] ?? 'nothing lost',
  ok: failure === null,
}))
const noticedMs = numbers(outcomes.map((outcome) => outcome.noticedMs))
const resumedMs = numbers(outcomes.map((outcome) => outcome.resumedMs))
const times =
  outcomes.length === 0
    ? []
    : [
        atMost('ms until paused with the reason, at worst', 1_000, Math.max(...noticedMs)),
        atMost('ms until it went on after the cure, at worst', 10_000, Math.max(...resumedMs)),
      ]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('faults', [...bars, ...times], {
  seed,
  seconds,
  faults: outcomes.length,
  tamperings: others.length,
  noticedMs: spread(noticedMs),
  resumedMs: spread(resumedMs),
})
