// `npm run campaign -- kill [--times N] [--seed S]`: a real engine, downloading from a real seeder, is killed at random
// moments and started again. Closes with one line of JSON; exits 0 only when nothing corrupt was accepted, at most a
// piece was sent again for each kill, and data came in again within 3 s each time.

import { parseArgs } from 'node:util'
import { atMost, closeWith } from '../bench/measure/closing-line.ts'
import { none, reached, spread } from './disk/bars.ts'
import { runKills } from './disk/kill-campaign.ts'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})
const [times, seed] = [Number(values.times), Number(values.seed)]
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed))
  throw new Error('--times and --seed are whole numbers')

const started = performance.now()
const { kills, downloads, corrupt, piecesAgain, backMs } = await runKills({ times, seed, tell: console.error })
const bars = [
  reached('kills', times, kills),
  none('corrupt pieces or files accepted', corrupt),
  atMost('pieces sent again for a kill, at worst', 1, Math.max(...piecesAgain)),
  atMost('ms until data comes in again, at worst', 3_000, Math.max(...backMs)),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('kill', bars, { seed, seconds, kills, downloads, piecesAgain: spread(piecesAgain), backMs: spread(backMs) })
