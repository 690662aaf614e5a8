// `npm run campaign -- intents [--runs N] [--seed S]`: N intents of an engine that asks for anything, against the ledger
// and the caps beside the key, amid clock jumps of ten years, restarts and failing disks. An oracle that knows nothing
// of the ledger says of each what must come of it. Closes with one line of JSON; exits 0 only when no cap was passed,
// nothing was signed that the vault would not take, the event loop was never held up, and the books balance. `--seed S --histories 1` plays one again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { atLeast, atMost, closeWith } from '../bench/measure/closing-line.ts'
import { longestTurnOfFlood } from '../main/wallet/testing/speed-flood.ts'
import { SpeedWorld, type Tally } from '../main/wallet/testing/speed-world.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: 'as many as it takes' },
  },
})
const [runs, first] = [Number(values.runs), Number(values.seed)]
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(first))
  throw new Error('--runs and --seed are whole numbers')
const most = Number.isInteger(Number(values.histories)) ? Number(values.histories) : Infinity

/** The ledger grows, and so does what it takes to audit it: many histories, none too long. */
const STEPS = 2_000
/** What no turn of the wallet's event loop may take, ms of its thread's work: whoever else asks waits as long. */
const LONGEST_TURN_MS = 50
const AUDIT_EVERY = 250

const started = performance.now()
const wrong: string[] = []
const total: Tally = { steps: 0, intents: 0, signed: 0, refused: 0, received: 0, restarts: 0, faults: 0, jumps: 0 }
let histories = 0
let slowest = 0
let longestTurn = 0

const history = async (seed: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-intents-'))
  const world = new SpeedWorld(folder, seed)
  try {
    await world.begin()
    while (world.tally.steps < STEPS && world.wrong.length === 0 && total.intents + world.tally.intents < runs) {
      const at = performance.now()
      await world.step()
      slowest = Math.max(slowest, performance.now() - at)
      if (world.tally.steps % AUDIT_EVERY === 0) await world.check()
    }
    await world.check()
    for (const name of Object.keys(total) as (keyof Tally)[]) total[name] += world.tally[name]
    wrong.push(...world.wrong.map((what) => `seed ${seed}, ${what}`))
  } finally {
    longestTurn = Math.max(longestTurn, world.close())
    rmSync(folder, { recursive: true, force: true })
  }
}

const flood = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'swiftseed-intents-'))
  try {
    longestTurn = Math.max(longestTurn, await longestTurnOfFlood(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

while (total.intents < runs && histories < most && wrong.length === 0) {
  await history(first + histories)
  histories++
  if (histories % 20 === 0) console.error(`${total.intents} intents, ${total.signed} signed, ${wrong.length} wrong`)
}
await flood()
for (const what of wrong.slice(0, 20)) console.error(what)

const enough = most === Infinity ? runs : 1
const bars = [
  atLeast('intents', enough, total.intents),
  { what: 'breaches', want: '0', got: String(wrong.length), ok: wrong.length === 0 },
  atMost('longest turn of the event loop, ms of its thread’s work', LONGEST_TURN_MS, longestTurn),
  // A ledger that refuses everything keeps every cap as well.
  atLeast('of a hundred intents, vouchers signed', 2, (100 * total.signed) / Math.max(1, total.intents)),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('intents', bars, { seed: first, seconds, histories, slowestStepMs: Math.round(slowest), ...total })
