// `npm run bench -- choker [--minutes 30] [--seeds 20]`: the choker's plan on a virtual clock with twenty peers, of whom
// six send us something, at rates that waver; with a different fortune each time. Closes with one line of JSON. Bars:
// optimistic slots fair within 10 %, a seed's slots too; no more slots than there are; nobody waits past the bound; who
// earns a slot keeps it.

import { parseArgs } from 'node:util'
import { OPTIMISTIC_MS } from '../app/swarm/plan-slots.ts'
import {
  countOf,
  lcg,
  longestWait,
  play,
  simulatedPeer,
  spread,
  type SimulatedPeer,
  type Step,
} from '../app/swarm/testing/slot-simulation.ts'
import { atMost, closeWith } from './measure/closing-line.ts'

const PEERS = 20
const GIVERS = 6
const TOTAL = 8
/** A quarter of the slots is optimistic. */
const OPTIMISTIC_SLOTS = 2
/** Until the first plans have found who gives. */
const SETTLED_MS = 120_000

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seeds: { type: 'string', default: '20' } },
})
const minutes = Number(values.minutes)
const slots = { total: TOTAL, perTorrent: Infinity }

const crowd = Array.from({ length: PEERS }, (_, at) => simulatedPeer(`${at}`, { get: at < GIVERS ? 100_000 : 0 }))
const takers = crowd.slice(GIVERS)
const seeded = crowd.map(({ key }) => simulatedPeer(key, { seeding: true }))

const trading = (seed: number): Step[] => {
  const random = lcg(seed + 1_000)
  const waver = (one: SimulatedPeer): SimulatedPeer =>
    one.get > 0 ? { ...one, get: 100_000 * (0.97 + 0.06 * random()) } : one
  return play(crowd, { slots, minutes, seed, live: waver })
}

const dropped = (steps: readonly Step[]): number =>
  steps
    .filter(({ at }) => at >= SETTLED_MS)
    .flatMap(({ before, plan }) => before.filter((one) => plan.choke.includes(one.key) && !one.optimistic)).length

const runOf = (seed: number) => {
  const steps = trading(seed)
  const alike = play(seeded, { slots, minutes, seed })
  return {
    optimistic: spread(takers.map(({ key }) => countOf(steps, key, (one) => one.optimistic && one.unchoked))),
    seeding: spread(seeded.map(({ key }) => countOf(alike, key, ({ unchoked }) => unchoked))),
    open: Math.max(...steps.map(({ after }) => after.filter(({ unchoked }) => unchoked).length)),
    wait: Math.max(...crowd.map(({ key }) => longestWait(steps, key))),
    dropped: dropped(steps),
  }
}

const runs = Array.from({ length: Number(values.seeds) }, (_, seed) => runOf(seed + 1))
const worst = (what: keyof (typeof runs)[number]): number => Math.max(...runs.map((run) => run[what]))
const bound = ((takers.length / OPTIMISTIC_SLOTS + 1) * OPTIMISTIC_MS) / 1_000

closeWith(
  'choker',
  [
    atMost('optimistic slots: furthest from the mean', 0.1, worst('optimistic')),
    atMost('a seed’s slots: furthest from the mean', 0.1, worst('seeding')),
    atMost('slots open at a time', TOTAL, worst('open')),
    atMost('longest wait, s', bound, worst('wait') / 1_000),
    atMost('earned slots lost to wavering rates', 0, worst('dropped')),
  ],
  { minutes, peers: PEERS, slots: TOTAL, runs: runs.length },
)
