// `npm run campaign -- money-kill [--times N] [--seed S]`: a real wallet process is killed N times amid payments and
// receipts, and started again on what it left. Closes with one line of JSON; exits 0 only when no answered voucher was
// missing on disk, nothing counted twice, and the books balanced after each kill.

import { parseArgs } from 'node:util'
import { closeWith } from '../bench/measure/closing-line.ts'
import { none, reached } from './disk/bars.ts'
import { runWalletKills } from './money/wallet-kills.ts'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const [times, seed] = [Number(values.times), Number(values.seed)]
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed))
  throw new Error('--times and --seed are whole numbers')

const started = performance.now()
const wallet = await runWalletKills(times, seed, console.error)
for (const what of wallet.wrong.slice(0, 20)) console.error(what)
const bars = [
  reached('kills of a wallet amid payments', times, wallet.kills),
  reached('vouchers answered meanwhile', times, wallet.answered),
  none('breaches', wallet.wrong.length),
]
const seconds = Math.round((performance.now() - started) / 1_000)
closeWith('money-kill', bars, { seed, seconds, vouchersOut: wallet.answered, vouchersIn: wallet.received })
