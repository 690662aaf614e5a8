// `npm run campaign -- money-kill [--times N] [--seed S]`: a real wallet process is killed N times amid payments and
// receipts, and started again on what it left; then spending is switched off a hundred times amid a flood of payments.
// Closes with one line of JSON; exits 0 only when no answered voucher was missing on disk, nothing counted twice, the
// books balanced after each kill, and off was off within a second, also after a restart.

import { parseArgs } from 'node:util'
import { atMost, closeWith } from '../bench/measure/closing-line.ts'
import { none, reached, spread } from './disk/bars.ts'
import { runWalletKills } from './money/wallet-kills.ts'
import { runOffs } from './money/wallet-off.ts'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const [times, seed] = [Number(values.times), Number(values.seed)]
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed))
  throw new Error('--times and --seed are whole numbers')

const OFFS = 100
const started = performance.now()
const wallet = await runWalletKills(times, seed, console.error)
const off = await runOffs(OFFS)
for (const what of wallet.wrong.slice(0, 20)) console.error(what)
const bars = [
  reached('kills of a wallet amid payments', times, wallet.kills),
  reached('vouchers answered meanwhile', times, wallet.answered),
  none('breaches', wallet.wrong.length),
  reached('times spending was switched off under load', OFFS, off.rounds),
  none('vouchers after it was said to be off', off.late),
  none('vouchers after a restart while it was off', off.afterRestart),
  atMost('ms from switching off to the last voucher, at worst', 1_000, Math.max(...off.lastMs)),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('money-kill', bars, {
  seed,
  seconds,
  vouchersOut: wallet.answered,
  vouchersIn: wallet.received,
  lastMs: spread(off.lastMs),
  answeredMs: spread(off.answeredMs),
})
