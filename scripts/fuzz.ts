// `npm run campaign -- fuzz [--runs N] [--seed S]`: N random and mutated inputs in all, shared out evenly, to the
// parsers that stand between strangers and the engine. Closes with one line of JSON; exits 0 only when nothing crashed, hung or got past the rules.

import { parseArgs } from 'node:util'
import { runCampaign, type Finding } from './fuzz/campaign.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const [runs, seed] = [Number(values.runs), Number(values.seed)]
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers')

const started = performance.now()
const outcomes = await runCampaign({ runs, seed })
const findings: Finding[] = outcomes.flatMap(({ hangs, failures }) => [...hangs, ...failures])
for (const { target, input, what } of findings.slice(0, 50)) {
  console.error(`${target}: input ${input} with --seed ${seed}: ${what}`)
}

const total = outcomes.reduce((sum, { run }) => sum + run, 0)
const each = outcomes.flatMap(({ target, hangs, failures }) => [
  { what: `${target}: crashes and broken rules`, want: 0, got: failures.length, ok: failures.length === 0 },
  { what: `${target}: longer than 1.5 s`, want: 0, got: hangs.length, ok: hangs.length === 0 },
])
const bars = [{ what: 'inputs run', want: runs, got: total, ok: total === runs }, ...each]
const ok = bars.every((bar) => bar.ok)
const taken = Object.fromEntries(outcomes.map((outcome) => [outcome.target, outcome.taken]))
const slowestMs = Object.fromEntries(outcomes.map((outcome) => [outcome.target, outcome.slowestMs]))
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(JSON.stringify({ name: 'fuzz', ok, bars, figures: { runs, seed, seconds, taken, slowestMs } }))
process.exitCode = ok ? 0 : 1
