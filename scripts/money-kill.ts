// `npm run campaign -- money-kill [--times N] [--seed S] [--only users|wallet|off]`: a buyer and a seller, each an app
// with its engine, wallet and chain process, trade on a Practice network and are killed N times, as a whole and process
// by process; a wallet process is killed amid a flood of payments, N / 4 times; spending is switched off a hundred times
// amid one. Closes with one line of JSON; exits 0 only when no voucher that was sent or acknowledged was missing on disk,
// no cap was passed, nothing was paid or cashed twice, and all books balanced, after each kill and in the end.

import { parseArgs } from 'node:util'
import { atMost, closeWith, type Bar } from '../bench/measure/closing-line.ts'
import { none, reached, spread } from './disk/bars.ts'
import { runUserKills } from './money/user-kills.ts'
import { runWalletKills } from './money/wallet-kills.ts'
import { runOffs } from './money/wallet-off.ts'

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
const [times, seed] = [Number(values.times), Number(values.seed)]
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed))
  throw new Error('--times and --seed are whole numbers')

const OFFS = 100
/** Half of the kills wait until paying goes on: fewer than that, and nobody traded who could be killed at it. */
const VOUCHERS_A_KILL = 0.5

interface Part {
  readonly bars: readonly Bar[]
  readonly figures: object
}

const tellAll = (wrong: readonly string[]): void => wrong.slice(0, 20).forEach((what) => console.error(what))

const users = async (): Promise<Part> => {
  const started = performance.now()
  const { kinds, moments, ...got } = await runUserKills(times, seed, console.error)
  tellAll(got.wrong)
  return {
    bars: [
      reached('kills of a buyer, a seller, or what they consist of', times, got.kills),
      reached('vouchers over the wire meanwhile', Math.ceil(times * VOUCHERS_A_KILL), got.vouchers),
      none('breaches', got.wrong.length),
      reached('markets settled to the base unit', 1, got.settled),
    ],
    figures: {
      kinds,
      moments,
      ...got,
      wrong: undefined,
      earned: `${got.earned}`,
      killsPerMinute: Math.round((got.kills / (performance.now() - started)) * 60_000),
    },
  }
}

const wallet = async (): Promise<Part> => {
  const wanted = Math.ceil(times / 4)
  const got = await runWalletKills(wanted, seed, console.error)
  tellAll(got.wrong)
  return {
    bars: [
      reached('kills of a wallet amid a flood', wanted, got.kills),
      reached('vouchers answered meanwhile', wanted, got.answered),
      none('breaches amid a flood', got.wrong.length),
    ],
    figures: { vouchersOut: got.answered, vouchersIn: got.received },
  }
}

const off = async (): Promise<Part> => {
  const got = await runOffs(OFFS)
  return {
    bars: [
      reached('times spending was switched off under load', OFFS, got.rounds),
      none('vouchers after it was said to be off', got.late),
      none('vouchers after a restart while it was off', got.afterRestart),
      atMost('ms from switching off to the last voucher, at worst', 1_000, Math.max(...got.lastMs)),
    ],
    figures: { lastMs: spread(got.lastMs), answeredMs: spread(got.answeredMs) },
  }
}

const parts = { users, wallet, off }
const names = Object.keys(parts) as (keyof typeof parts)[]
const wanted = names.filter((name) => values.only === '' || values.only === name)
if (wanted.length === 0) throw new Error(`--only ${names.join(', ')}`)

const bars: Bar[] = []
const figures: Record<string, unknown> = { seed }
for (const name of wanted) {
  const started = performance.now()
  const part = await parts[name]()
  bars.push(...part.bars)
  figures[name] = { seconds: Math.round((performance.now() - started) / 1_000), ...part.figures }
}
closeWith('money-kill', bars, figures)
