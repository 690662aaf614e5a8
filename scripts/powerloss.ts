// `npm run campaign -- powerloss [--times N] [--seed S]`: the power goes under a real engine, downloading from a real
// seeder onto a real file system, at random moments. Closes with one line of JSON; exits 0 only when nothing was ever
// claimed that does not hash, what had long been synced was claimed, and no torrent was lost. Needs root on Linux, for a file system of its own.

import { parseArgs } from 'node:util'
import { atLeast, closeWith } from '../bench/measure/closing-line.ts'
import { none, reached, spread } from './disk/bars.ts'
import { mayMount } from './disk/mounts.ts'
import { runCuts } from './disk/powerloss-campaign.ts'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
})
const [times, seed] = [Number(values.times), Number(values.seed)]
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed))
  throw new Error('--times and --seed are whole numbers')
if (!mayMount) throw new Error('a file system of its own can be mounted only by root on Linux')

const started = performance.now()
const { cuts, downloads, corrupt, torrentsLost, claimed, promised, forgotten, secondsAgain } = await runCuts({
  times,
  seed,
  tell: console.error,
})
const bars = [
  reached('power cuts', times, cuts),
  none('pieces claimed that do not hash, and files wrong in the end', corrupt),
  none('torrents lost', torrentsLost),
  none('cuts after which bytes were not claimed that had been there for 4 s', forgotten),
  atLeast('bytes that had to be claimed, in all', 1, promised),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('powerloss', bars, { seed, seconds, cuts, downloads, claimed, promised, secondsAgain: spread(secondsAgain) })
