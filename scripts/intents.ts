// `npm run campaign -- intents [--runs N] [--seed S]`: N intents of an engine that asks for anything, against the ledger
// and the caps beside the key, amid clock jumps of ten years, restarts and failing disks. An oracle that knows nothing
// of the ledger says of each what must come of it; each voucher that was signed, received or forged is shown to the
// contract's own bytecode as well. Closes with one line of JSON; exits 0 only when no cap was passed, wallet and contract
// took the same, the event loop was never held up, and the books balance. `--seed S --histories 1` plays one again.

import { parseArgs } from 'node:util'
import { atLeast, atMost, closeWith } from '../bench/measure/closing-line.ts'
import { longestTurnOfFlood } from '../main/wallet/testing/speed-flood.ts'
import { Histories, inFolder, REFUSED, TAKEN } from './money/histories.ts'

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
/** Fewer intents may not show each kind of voucher. */
const MANY = 10_000

const started = performance.now()
const histories = new Histories()
const { total, wrong, disagreements, asked } = histories
while (total.intents < runs && histories.played < most && !histories.failed) {
  await histories.play(first + histories.played, STEPS, runs - total.intents)
  if (histories.played % 20 === 0)
    console.error(`${total.intents} intents, ${total.signed} signed, ${histories.vouchersAsked} shown to the contract`)
}
const flood = await inFolder(longestTurnOfFlood)
for (const what of [...wrong, ...disagreements].slice(0, 20)) console.error(what)

const ofKind = (kind: string, count: 'taken' | 'refused'): number => asked.get(kind)?.[count] ?? 0
const unseen = [
  ...REFUSED.filter((kind) => ofKind(kind, 'refused') === 0),
  ...TAKEN.filter((kind) => ofKind(kind, 'taken') === 0),
]
const misjudged = [
  ...REFUSED.filter((kind) => ofKind(kind, 'taken') > 0),
  ...TAKEN.filter((kind) => ofKind(kind, 'refused') > 0),
]
const sum = (count: 'taken' | 'refused'): number => [...asked.values()].reduce((all, each) => all + each[count], 0)
const none = (what: string, found: readonly string[]) => ({
  what,
  want: '0',
  got: found.length === 0 ? '0' : `${found.length}: ${found.slice(0, 5).join(', ')}`,
  ok: found.length === 0,
})

const bars = [
  atLeast('intents', most === Infinity ? runs : 1, total.intents),
  none('breaches', wrong),
  none('vouchers on which wallet and contract disagree', disagreements),
  atLeast('of a hundred intents, vouchers shown to the contract', 10, (100 * histories.vouchersAsked) / total.intents),
  none('kinds of voucher that should be taken and were not, or the reverse', misjudged),
  ...(total.intents >= MANY ? [none('kinds of voucher that were never shown', unseen)] : []),
  atMost(
    'longest turn of the event loop, ms of its thread’s work',
    LONGEST_TURN_MS,
    Math.max(flood, histories.longestTurnMs),
  ),
  // A ledger that refuses everything keeps every cap as well.
  atLeast('of a hundred intents, vouchers signed', 8, (100 * total.signed) / Math.max(1, total.intents)),
  ...(Number.isFinite(histories.fewestSigned)
    ? [atLeast('of a hundred intents of the poorest history, vouchers signed', 3, histories.fewestSigned)]
    : []),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('intents', bars, {
  seed: first,
  seconds,
  histories: histories.played,
  slowestStepMs: Math.round(histories.slowestMs),
  ...total,
  shown: histories.vouchersAsked,
  taken: sum('taken'),
  refused_by_both: sum('refused'),
  kinds: Object.fromEntries(
    [...asked].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, each]) => [kind, each.taken + each.refused]),
  ),
})
