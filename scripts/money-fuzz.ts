// `npm run campaign -- money-fuzz [--runs N] [--seed S]`: N messages of hostile peers to Speed as it runs in the engine,
// among blocks, time, locks and switches. Closes with one line of JSON; exits 0 only when nothing crashed, nothing held
// up the event loop, nothing was promised above what was owed nor served above what was paid and lent, and the contract
// takes the vouchers that were taken and signed in a part of such stories, and none that were refused.

import { parseArgs } from 'node:util'
import { STORY_MESSAGES } from '../main/engine/speed/testing/money-fuzz.ts'
import { runCampaign } from './fuzz/campaign.ts'
import { askContract } from './fuzz/money-contract.ts'

/** What no message may cost in one turn of the event loop, ms of its thread's work. */
const LONGEST_TURN_MS = 50

/** Of the stories, one in so many is played again with others' words, before the contract. */
const SHOWN_OF = 20
const LEAST_SHOWN = 80

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
const asked = await askContract(Math.max(LEAST_SHOWN, Math.ceil(stories / SHOWN_OF)), seed)
for (const what of asked.disagreements.slice(0, 20)) console.error(what)
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
  {
    what: 'vouchers on which desk and contract disagree',
    want: '0',
    got: `${asked.disagreements.length}`,
    ok: asked.disagreements.length === 0,
  },
  { what: 'vouchers that both took', want: '> 0', got: `${asked.taken}`, ok: asked.taken > 0 },
  { what: 'vouchers that both refused', want: '> 0', got: `${asked.refused}`, ok: asked.refused > 0 },
]
const ok = bars.every((bar) => bar.ok)
const seconds = Math.round((performance.now() - started) / 1_000)
console.log(
  JSON.stringify({
    name: 'money-fuzz',
    ok,
    bars,
    figures: { runs, seed, stories, seconds, messages, shownOf: asked.stories },
  }),
)
process.exitCode = ok ? 0 : 1
