// Whether a buyer finds out that paying helps where it does, and stops where it does not: with the plan as it is, real
// rates, and a seller that others want as well, or nobody else. For the bench: it takes as long as finding out does.

import { setTimeout as sleep } from 'node:timers/promises'
import { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import type { Help } from '../../../../app/speed/speed-state.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent } from '../../swarm/testing/sample-swarm.ts'
import { limitedUp } from './auction.ts'
import { BTT, Trader } from './trader.ts'

export interface Helping {
  readonly help: Help | null
  readonly phase: string | null
  /** Base units. */
  readonly promised: bigint
  readonly ended: string | null
  /** Seconds after which it paid for the last time. */
  readonly lastPaid: number
}

const PIECE = 65_536

export const watchHelping = async (rate: number, others: number, seconds: number): Promise<Helping> => {
  await using stack = new AsyncDisposableStack()
  const chain = new ChainModel()
  const seller = stack.use(await Trader.open({ number: 1, chain, ask: BTT, settings: limitedUp(rate) }))
  const sample = sampleTorrent(PIECE * Math.ceil((rate * (seconds + 30)) / PIECE), PIECE)
  seller.join(sample, { have: 'all', data: sample.data })
  for (let at = 0; at < others; at++)
    joinSample(stack.use(await openSwarm()), sample, { peers: [addressOf(seller.swarm)] })
  const buyer = stack.use(await Trader.open({ number: 2, chain, deposit: 100_000n * BTT }))
  buyer.buy(sample.id, 4n * BTT, 100_000n * BTT)
  buyer.join(sample, { peers: [seller.address] })
  const start = performance.now()
  let [signed, lastPaid] = [0, 0]
  while (performance.now() - start < seconds * 1_000) {
    await sleep(250)
    if (buyer.desk.signed.length > signed) lastPaid = (performance.now() - start) / 1_000
    signed = buyer.desk.signed.length
  }
  const [torrent] = buyer.house.torrents
  const { help = null, phase = null } = torrent?.plan ?? {}
  const ended = buyer.views[0]?.buyer.ended ?? null
  return { help, phase: phase?.is ?? null, promised: buyer.promised, ended, lastPaid }
}
