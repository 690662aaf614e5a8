// `npm run sim -- [--seeds N] [--seed S] [--from S]`: plays Speed between many peers on a virtual clock, each session made
// of one seed: latency, lost connections, locked wallets, clocks that jump, old backups, and cheats of every kind on both
// sides. Says what each breach was and how to see it again. Closes with one line of JSON; exits 0 only without a breach.

import { parseArgs } from 'node:util'
import { play, type PlayReport } from './sim/play.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
  },
})
const first = Number(values.seed ?? values.from)
const seeds = values.seed === undefined ? Number(values.seeds) : 1
if (!Number.isInteger(first) || !Number.isInteger(seeds) || seeds < 1) throw new Error('seeds are whole numbers')

const started = performance.now()
const reports: PlayReport[] = []
for (let seed = first; seed < first + seeds; seed++) {
  const report = play(seed)
  reports.push(report)
  for (const what of report.breaches.slice(0, 5)) console.error(`seed ${seed}, ${what} (again: --seed ${seed})`)
  if (values.seed !== undefined) console.error(report)
}

const sum = (of: (report: PlayReport) => number): number => reports.reduce((total, report) => total + of(report), 0)
const most = (of: (report: PlayReport) => number): number => Math.max(...reports.map(of))
const cheats: Record<string, number> = {}
for (const kind of reports.flatMap((report) => report.cheats)) cheats[kind] = (cheats[kind] ?? 0) + 1
const breached = reports.filter(({ breaches }) => breaches.length > 0).length
const vouchers = sum(({ counts }) => counts.vouchers)
const [sold, free] = [sum(({ contested }) => contested.sold), sum(({ contested }) => contested.free)]
const freePart = sold === 0 ? 1 : free / (sold + free)
const disputed = { sold: sum((report) => report.disputed.sold), free: sum((report) => report.disputed.free) }
const soldPart = disputed.sold / Math.max(1, disputed.sold + disputed.free)
const bars = [
  { what: 'sessions with a breach', want: '0', got: `${breached}`, ok: breached === 0 },
  { what: 'sessions played', want: `${seeds}`, got: `${reports.length}`, ok: reports.length === seeds },
  {
    what: 'of what bidders and others wanted at once, to the others',
    want: '>= 0.4',
    got: `${freePart}`,
    ok: freePart >= 0.4,
  },
  {
    what: 'of what bidders and others could be sent at once, to bidders',
    want: '0.4 to 0.6',
    got: `${soldPart}`,
    ok: soldPart >= 0.4 && soldPart <= 0.6,
  },
  { what: 'vouchers signed', want: '> 0', got: `${vouchers}`, ok: vouchers > 0 },
]
const ok = bars.every((bar) => bar.ok)
console.log(
  JSON.stringify({
    name: 'sim',
    ok,
    bars,
    figures: {
      first,
      virtualMinutes: Math.round(sum(({ minutes }) => minutes)),
      seconds: Math.round((performance.now() - started) / 1_000),
      steps: sum(({ steps }) => steps),
      vouchers,
      received: sum(({ counts }) => counts.received),
      refused: sum(({ counts }) => counts.refused),
      blocks: sum(({ counts }) => counts.blocks),
      soldBlocks: sum(({ counts }) => counts.soldBlocks),
      contestedBytes: { sold, free },
      disputedBytes: disputed,
      cashed: sum(({ counts }) => counts.cashed),
      bounced: sum(({ counts }) => counts.bounced),
      sellersLossOverBound: most(({ worstSeller }) => worstSeller),
      buyersLossOverBound: most(({ worstBuyer }) => worstBuyer),
      messagesASecond: most(({ mostSaid }) => mostSaid),
      cheats,
    },
  }),
)
process.exitCode = ok ? 0 : 1
