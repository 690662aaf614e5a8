// `npm run campaign -- fuzz [--runs N] [--seed S]`: N random and mutated inputs in all, shared out by weight, to the parsers
// that stand between strangers and the engine, and over sockets on loopback to the engine's parts that talk to them. Closes
// with one line of JSON; exits 0 only when nothing crashed, got past the rules or held up the event loop.

import { parseArgs } from 'node:util'
import { LONGEST_TURN_MS, runCampaign, type Finding } from './fuzz/campaign.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const [runs, seed] = [Number(values.runs), Number(values.seed)]
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers')

const started = performance.now()
const outcomes = await runCampaign({ runs, seed })
const findings: Finding[] = outcomes.flatMap(({ late, failures }) => [...late, ...failures])
for (const { target, input, what } of findings.slice(0, 50)) {
  console.error(`${target}: input ${input} with --seed ${seed}: ${what}`)
}

const total = outcomes.reduce((sum, { run }) => sum + run, 0)
const each = outcomes.flatMap(({ target, longestTurnMs, failures }) => [
  { what: `${target}: crashes and broken rules`, want: '0', got: `${failures.length}`, ok: failures.length === 0 },
  {
    what: `${target}: longest turn of the event loop, ms of its thread's work`,
    want: `< ${LONGEST_TURN_MS}`,
    got: Number.isFinite(longestTurnMs) ? `${longestTurnMs}` : 'no end',
    ok: longestTurnMs < LONGEST_TURN_MS,
  },
])
const bars = [{ what: 'inputs run', want: `${runs}`, got: `${total}`, ok: total === runs }, ...each]
const ok = bars.every((bar) => bar.ok)
const count = (of: 'run' | 'taken'): Record<string, number> =>
  Object.fromEntries(outcomes.map((outcome) => [outcome.target, outcome[of]]))
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(
  JSON.stringify({
    name: 'fuzz',
    ok,
    bars,
    figures: { runs, seed, seconds, run: count('run'), taken: count('taken') },
  }),
)
process.exitCode = ok ? 0 : 1
