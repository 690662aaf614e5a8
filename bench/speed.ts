// `npm run bench -- speed [--seconds 30] [--rate 1000000] [--mib 512]`: real engines on loopback with desks in memory. One
// seller with a limited upload: two buyers bidding 3 : 1 beside a peer that pays nothing; a buyer among its equals; other
// clients at a seller that sells. Then, without a limit, what paying costs. Closes with one line of JSON.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ChainModel } from '../app/speed/testing/chain-model.ts'
import { PAID_SHARE } from '../app/swarm/plan-slots.ts'
import { finished, type Peer } from '../e2e/peers/peer.ts'
import { startQbittorrent } from '../e2e/peers/qbittorrent.ts'
import { startTransmission } from '../e2e/peers/transmission.ts'
import { limitedUp, measureAuction, measureSpeedUp } from '../main/engine/speed/testing/auction.ts'
import { watchHelping } from '../main/engine/speed/testing/helping.ts'
import { measurePayments } from '../main/engine/speed/testing/payments.ts'
import { BTT, Trader } from '../main/engine/speed/testing/trader.ts'
import { sampleTorrent } from '../main/engine/swarm/testing/sample-swarm.ts'
import { atLeast, atMost, closeWith, within, type Bar } from './measure/closing-line.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '1000000' },
    mib: { type: 'string', default: '512' },
  },
})
const [seconds, rate, mib] = [Number(values.seconds), Number(values.rate), Number(values.mib)]
const MIB = 1_048_576
const PIECE = 65_536
const FOREIGN_MIB = 8
/** Ten seconds of looking, a minute of paying with a pause in it, and some more to see that it stays so. */
const HELPING_SECONDS = 125
const STOPPED_BY_SECONDS = 110
/** What paying may cost of what transferring costs. */
const AIM = 0.01

const bars: Bar[] = []
const figures: Record<string, unknown> = {}
const say = (text: string): void => console.error(text)

const auction = async (): Promise<void> => {
  const {
    buyers,
    free,
    rate: got,
    promised,
    earned,
    crashes,
  } = await measureAuction({
    rate,
    prices: [3, 1],
    free: 1,
    seconds,
  })
  const [much = 0, little = 1] = buyers
  const all = [...buyers, ...free].reduce((sum, bytes) => sum + bytes, 0)
  bars.push(within('two buyers bidding 3 : 1', 3, 0.1, much / little))
  bars.push(within('part of the peer that pays nothing', 1 - PAID_SHARE, 0.1, (free[0] ?? 0) / all))
  bars.push(within('the limit, B/s', rate, 0.1, got))
  bars.push(atMost('errors', 0, crashes))
  const inAll = promised.reduce((sum, one) => sum + one, 0n)
  bars.push({
    what: 'earned is promised, but for what is on its way',
    want: 'at most',
    got: `${earned}`,
    ok: earned <= inAll,
  })
  figures['auction'] = { buyers, free, bytesPerSecond: Math.round(got), promised: `${inAll}`, earned: `${earned}` }
  say(`3 : 1 and a free peer: ${[...buyers, ...free].join(' : ')} bytes`)
}

const speedUp = async (): Promise<void> => {
  const { paid, equals } = await measureSpeedUp(2 * MIB, 16 * MIB, 3)
  bars.push(atLeast('sooner than its equals, times', 2, equals / paid))
  figures['speedUp'] = { paidSeconds: paid, equalsSeconds: equals }
  say(`a buyer ${paid.toFixed(1)} s, its equals ${equals.toFixed(1)} s`)
}

/** Other clients at a seller, with or without somebody who buys beside them: seconds until both are done. */
const foreigners = async (selling: boolean): Promise<number> => {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'swiftseed-speed-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const chain = new ChainModel()
  const sample = sampleTorrent(FOREIGN_MIB * MIB, PIECE)
  const seller = stack.use(
    await Trader.open({ number: 1, chain, ask: selling ? BTT : null, settings: limitedUp(2 * MIB) }),
  )
  const { torrent } = seller.join(sample, { have: 'all', data: sample.data })
  if (selling) {
    const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 1_000n * BTT, price: BTT }))
    buyer.buy(sample.id, BTT)
    buyer.join(sample, { peers: [seller.address] })
  }
  const file = Buffer.concat([Buffer.from('d4:info'), sample.rawInfo, Buffer.from('e')])
  const peers: Peer[] = [stack.use(await startTransmission()), stack.use(await startQbittorrent())]
  const start = performance.now()
  await Promise.all(
    peers.map(async (peer) => {
      await peer.download(file, join(folder, peer.name))
      torrent.addPeer(`127.0.0.1:${peer.port}`, 'manual')
      await finished(peer, sample.id, 120_000)
      const [path = ''] = await peer.files(sample.id)
      if (Buffer.compare(await readFile(path), sample.data) !== 0) throw new Error(`${peer.name} got something else`)
    }),
  )
  return (performance.now() - start) / 1_000
}

const foreign = async (): Promise<void> => {
  const without = await foreigners(false)
  const beside = await foreigners(true)
  // Beside a buyer they have their 40 %, and all of it once the buyer is done.
  bars.push(
    atMost('other clients beside a buyer, times the seconds without', 1 / (1 - PAID_SHARE) + 0.5, beside / without),
  )
  figures['foreign'] = { withoutSeconds: without, besideSeconds: beside }
  say(`Transmission and qBittorrent: ${without.toFixed(1)} s without Speed, ${beside.toFixed(1)} s beside a buyer`)
}

/** Both at once: they have nothing to do with each other, and take their time. */
const helping = async (): Promise<void> => {
  const [wanted, alone] = await Promise.all([
    watchHelping(rate, 3, HELPING_SECONDS),
    watchHelping(rate, 0, HELPING_SECONDS),
  ])
  const verdict = wanted.help?.verdict ?? 'nothing'
  bars.push({ what: 'where others want it too, paying', want: 'helped', got: verdict, ok: verdict === 'helped' })
  bars.push({
    what: 'where nobody else does, it ends as',
    want: 'slow',
    got: `${alone.ended}`,
    ok: alone.ended === 'slow',
  })
  bars.push(atMost('and is paid no more after, s', STOPPED_BY_SECONDS, alone.lastPaid))
  const shown = ({ promised, ...rest }: typeof alone): object => ({ ...rest, promised: `${promised}` })
  figures['helping'] = { wanted: shown(wanted), alone: shown(alone) }
  say(`wanted by others: ${JSON.stringify(shown(wanted))}; by nobody: ${JSON.stringify(shown(alone))}`)
}

const payments = async (): Promise<void> => {
  const got = await measurePayments(mib * MIB)
  const share = (got.sessionSeconds + got.deskSeconds) / (got.cpuSeconds - got.sessionSeconds - got.deskSeconds)
  bars.push(atMost('paying, of what transferring costs the processor', AIM, share))
  bars.push(atMost('a voucher on its way, ms', 50, got.medianMs))
  figures['payments'] = got
  say(
    `${(got.rate / 1e6).toFixed(0)} MB/s, ${got.vouchers} vouchers, ${(share * 100).toFixed(2)} % of the transfer's time`,
  )
}

await auction()
await speedUp()
await foreign()
await helping()
await payments()
closeWith('speed', bars, { seconds, rate, ...figures })
process.exit()
