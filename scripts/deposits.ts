// `npm run campaign -- deposits [--times N]`: a wallet that makes a deposit at Speed's vault on a Practice network is killed
// at each step of both its calls, N times a step, started again, and has the deposit made if it was not. Closes with one
// line of JSON; exits 0 only when each deposit was made exactly once and nothing stayed approved.

import { parseArgs } from 'node:util'
import { closeWith } from '../bench/measure/closing-line.ts'
import { depositSteps, killDepositOnce, wrongWithDeposit } from '../main/chain/testing/kill-deposits.ts'

const { values } = parseArgs({ options: { times: { type: 'string', default: '10' } } })
const times = Number(values.times)
if (!Number.isInteger(times) || times < 1) throw new Error('--times is a whole number')

const started = performance.now()
const wrong: string[] = []
let kills = 0
/** A machine that stands still can spoil a try before there is anything to kill. It is made again, and counted. */
const MOST_SPOILED = 20
let spoiled = 0
for (const at of depositSteps) {
  const name = `${at.call} ${at.step}`
  for (let count = 0; count < times; count++) {
    const outcome = await killDepositOnce(at).catch((cause: unknown) => String(cause))
    if (typeof outcome === 'string') {
      console.error(`${name}: ${outcome}`)
      if (++spoiled <= MOST_SPOILED) count--
      continue
    }
    kills++
    const fault = wrongWithDeposit(outcome)
    if (fault !== null) wrong.push(`${name}: ${fault}`)
  }
  console.error(`${name}: killed ${times} times`)
}
for (const fault of wrong) console.error(fault)
const wanted = times * depositSteps.length
const bars = [
  { what: 'kills', want: String(wanted), got: String(kills), ok: kills === wanted },
  {
    what: 'deposits made otherwise than once, or said otherwise than they are',
    want: '0',
    got: String(wrong.length),
    ok: wrong.length === 0,
  },
]
closeWith('deposits', bars, { kills, spoiled, seconds: Math.round((performance.now() - started) / 1_000) })
