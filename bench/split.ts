// `npm run bench -- split [--seconds 20] [--rate 1000000]`: one seed with a limited upload and leechers that bid, all
// real engines on loopback: whether each gets its part. Closes with one line of JSON. Bars: 9 : 1 within 5 % over TCP
// and over uTP; 3 : 1 beside a peer that pays nothing and keeps its reserved part; the limit itself within 5 %.

import { parseArgs } from 'node:util'
import { PAID_SHARE } from '../app/swarm/plan-slots.ts'
import { measureSplit, type Split, type SplitSpec } from '../main/engine/swarm/testing/split.ts'
import { atLeast, closeWith, within, type Bar } from './measure/closing-line.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, rate: { type: 'string', default: '1000000' } },
})
const rate = Number(values.rate)
const seconds = Number(values.seconds)

type Case = Pick<SplitSpec, 'utp' | 'grants'> & { readonly name: string }
const cases: readonly Case[] = [
  { name: '9 : 1 over TCP', utp: false, grants: [9, 1] },
  { name: '9 : 1 over uTP', utp: true, grants: [9, 1] },
  { name: '3 : 1 and a free peer over TCP', utp: false, grants: [3, 1, 'free'] },
]

const barsOf = ({ name, grants, utp }: Case, split: Split): Bar[] => {
  const [first = 0, second = 0, free] = split.shares
  const [high, low] = grants
  const wanted = Number(high) / Number(low)
  const bars = [
    within(name, wanted, wanted === 9 ? 0.05 : 0.1, first / second),
    within(`${name}: rate, B/s`, rate, 0.05, split.rate),
  ]
  const all = split.shares.reduce((a, b) => a + b, 0)
  if (utp) bars.push(atLeast(`${name}: bytes by UDP for each that counts`, 1, split.overUdp / all))
  if (free !== undefined) bars.push(within(`${name}: part of the free peer`, 1 - PAID_SHARE, 0.05, free / all))
  return bars
}

const bars: Bar[] = []
const figures: Record<string, object> = {}
for (const one of cases) {
  const split = await measureSplit({ ...one, rate, seconds })
  figures[one.name] = { bytes: split.shares, bytesPerSecond: Math.round(split.rate), bytesOverUdp: split.overUdp }
  bars.push(...barsOf(one, split))
  console.error(`${one.name}: ${split.shares.join(' : ')} bytes, ${Math.round(split.rate)} B/s`)
}
closeWith('split', bars, { rate, seconds, ...figures })
process.exit()
