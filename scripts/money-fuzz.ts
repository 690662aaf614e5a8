// `npm run campaign -- money-fuzz [--runs N] [--seed S]`: N messages of hostile peers to Speed as it runs in the engine,
// among blocks, time, locks and switches. Closes with one line of JSON; exits 0 only when nothing crashed, nothing held
// up the event loop, and nothing was promised above what was owed nor served above what was paid and lent.

import { parseArgs } from 'node:util'
import { STORY_MESSAGES } from '../main/engine/speed/testing/money-fuzz.ts'
import { runCampaign } from './fuzz/campaign.ts'

/** What no message may cost in one turn of the event loop, ms of its thread's work. */
const LONGEST_TURN_MS = 50

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '50000' }, seed: { type: 'string', default: '1' } },
})
const [runs, seed] = [Number(values.runs), Number(values.seed)]
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers')

const started = performance.now()
const stories = Math.ceil(runs / STORY_MESSAGES)
const [outcome] = await runCampaign({ runs: stories, seed, only: ['money'] })
if (!outcome) throw new Error('nothing was run')
const { late, failures, run, taken, longestTurnMs } = outcome
for (const { input, what } of [...failures, ...late].slice(0, 50)) {
  console.error(`story ${input} with --seed ${seed}: ${what}`)
}
const messages = run * STORY_MESSAGES
const longest = Number.isFinite(longestTurnMs) ? `${longestTurnMs}` : 'no end'
const bars = [
  { what: 'messages', want: `>= ${runs}`, got: `${messages}`, ok: messages >= runs },
  { what: 'crashes and broken rules', want: '0', got: `${failures.length}`, ok: failures.length === 0 },
  {
    what: 'longest turn of the event loop, ms of its thread’s work',
    want: `< ${LONGEST_TURN_MS}`,
    got: longest,
    ok: longestTurnMs < LONGEST_TURN_MS,
  },
  { what: 'stories in which money moved', want: '> 0', got: `${taken}`, ok: taken > 0 },
]
const ok = bars.every((bar) => bar.ok)
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(JSON.stringify({ name: 'money-fuzz', ok, bars, figures: { runs, seed, stories, seconds, messages } }))
process.exitCode = ok ? 0 : 1
