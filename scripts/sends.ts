// `npm run campaign -- sends [--times N]`: a wallet that sends on a Practice network is killed at each step of it, N times
// a step, and started again. Closes with one line of JSON; exits 0 only when nothing was sent twice, nothing was shown as
// not sent that was, and every send that was on disk came to its end.

import { parseArgs } from 'node:util'
import { closeWith } from '../bench/measure/closing-line.ts'
import { killOnce, killSteps, wrongWith } from '../main/chain/testing/kill-sends.ts'

const { values } = parseArgs({ options: { times: { type: 'string', default: '50' } } })
const times = Number(values.times)
if (!Number.isInteger(times) || times < 1) throw new Error('--times is a whole number')

const started = performance.now()
const wrong: string[] = []
const moved: Record<string, number> = {}
let kills = 0
/** A machine that stands still can spoil a try before there is anything to kill. It is made again, and counted. */
const MOST_SPOILED = 20
let spoiled = 0
for (const step of killSteps) {
  for (let count = 0; count < times; count++) {
    const outcome = await killOnce(step).catch((cause: unknown) => String(cause))
    if (typeof outcome === 'string') {
      console.error(`${step}: ${outcome}`)
      if (++spoiled <= MOST_SPOILED) count--
      continue
    }
    kills++
    moved[step] = (moved[step] ?? 0) + Number(outcome.moved)
    const fault = wrongWith(outcome)
    if (fault !== null) wrong.push(`${step}: ${fault}`)
  }
  console.error(`${step}: killed ${times} times, sent ${moved[step]} times`)
}
const bar = (what: string) => {
  const got = wrong.filter((fault) => fault.endsWith(what)).length
  return { what, want: '0', got: String(got), ok: got === 0 }
}
const wanted = times * killSteps.length
const bars = [
  { what: 'kills', want: String(wanted), got: String(kills), ok: kills === wanted },
  bar('sent twice'),
  bar('shown as not sent when it was'),
  bar('shown as sent when it was not'),
  bar('told otherwise than it is'),
  bar('not on disk, or there when it should not be'),
  bar('not brought to its end'),
]
closeWith('sends', bars, { kills, spoiled, moved, seconds: Math.round((performance.now() - started) / 1_000) })
