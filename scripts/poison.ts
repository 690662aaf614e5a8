// `npm run campaign -- poison [--bytes N]`: downloads on loopback from ten peers of which three send bad data, each in
// its own way, and from ten honest ones, on lines of different kinds. Closes with one line of JSON; exits 0 only when
// the liars alone are banned and no download takes more than half as long again as the clean one.

import { parseArgs } from 'node:util'
import {
  downloadFrom,
  type Poison,
  type PoisonOutcome,
  type PoisonPlan,
} from '../main/engine/swarm/testing/poison-swarm.ts'

const MB = 1_000_000
const MOST = 1.5
const poisoners: readonly Poison[] = ['always', 'sometimes', 'once']

const { values } = parseArgs({ options: { bytes: { type: 'string', default: String(48 * MB) } } })
const bytes = Number(values.bytes)
if (!Number.isInteger(bytes) || bytes < MB) throw new Error('--bytes is a whole number, at least a million')

const lines: Record<string, Pick<PoisonPlan, 'rate' | 'limit'>> = {
  'the downloader is the narrow place': { rate: 2 * MB, limit: 8 * MB },
  'the peers are the narrow place': { rate: 2 * MB },
  'nothing is': {},
}

interface Bar {
  readonly what: string
  readonly want: string
  readonly got: string
  readonly ok: boolean
}

const barsOf = (line: string, clean: PoisonOutcome, poisoned: PoisonOutcome): Bar[] => {
  const ratio = poisoned.seconds / clean.seconds
  const honest = poisoned.banned.filter((address) => !poisoned.poisoners.includes(address))
  return [
    { what: `${line}: time over clean`, want: `<= ${MOST}`, got: ratio.toFixed(2), ok: ratio <= MOST },
    {
      what: `${line}: bytes over size`,
      want: `<= ${MOST}`,
      got: poisoned.share.toFixed(2),
      ok: poisoned.share <= MOST,
    },
    { what: `${line}: data is right`, want: 'true', got: String(poisoned.same), ok: poisoned.same && clean.same },
    { what: `${line}: honest peers banned`, want: '0', got: String(honest.length), ok: honest.length === 0 },
  ]
}

const bars: Bar[] = []
const figures: Record<string, object> = {}
for (const [line, rates] of Object.entries(lines)) {
  const plan = { bytes, pieceLength: 262_144, ...rates }
  const clean = await downloadFrom({ ...plan, honest: 10, poisoners: [] })
  const poisoned = await downloadFrom({ ...plan, honest: 10 - poisoners.length, poisoners })
  bars.push(...barsOf(line, clean, poisoned))
  figures[line] = {
    cleanSeconds: Number(clean.seconds.toFixed(2)),
    poisonedSeconds: Number(poisoned.seconds.toFixed(2)),
    hashFails: poisoned.hashFails,
    banned: poisoned.banned.length,
    poisoners: poisoned.poisoners.length,
  }
}
const ok = bars.every((bar) => bar.ok)
console.log(JSON.stringify({ name: 'poison', ok, bars, figures }))
process.exitCode = ok ? 0 : 1
