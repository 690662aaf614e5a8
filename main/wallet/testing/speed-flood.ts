// As much as one call may hold of each kind of ask, each item of another counterparty and with a signature to be made
// or checked: what one turn of the wallet's event loop then takes at most.

import type { BidRef } from '../../../app/ipc/speed-desk.ts'
import { MOST_IN_BATCH } from '../../../app/ipc/speed-wallet.ts'
import type { Address } from '../../../app/tron/address.ts'
import { allowance, btt, deposit, MIB, torrent } from './speed-bench.ts'
import { paidTo, peer, vault } from './speed-peers.ts'
import { ACCOUNT, SpeedRig } from './speed-rig.ts'

const PEERS = 100
const FIRST = 101
/** None of them is us. */
const other = (at: number): Address => peer(FIRST + at)

const openBids = async (rig: SpeedRig): Promise<readonly BidRef[]> => {
  const lane = await rig.lane()
  const opened = await Promise.all(
    Array.from({ length: PEERS }, (_, at) =>
      rig.call('speed.open', { torrent, vault, payee: other(at), lane, price: btt(0.001) }),
    ),
  )
  return opened.flatMap((each) => ('bid' in each ? [each.bid] : []))
}

/** In a folder of its own; ms of its thread's work. */
export const longestTurnOfFlood = async (folder: string): Promise<number> => {
  const rig = new SpeedRig(folder)
  const owner = { vault, account: ACCOUNT }
  await rig.call('speed.use', owner)
  await rig.call('speed.deposit', { ...deposit(), ...owner })
  await rig.approve(allowance())
  await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(50) })
  const bids = await openBids(rig)
  if (bids.length < PEERS) throw new Error('not all bids were opened')
  const vouchers = Array.from({ length: MOST_IN_BATCH }, (_, at) => ({
    voucher: paidTo(ACCOUNT, FIRST + (at % PEERS), btt(1 + at), BigInt(at % 7)),
    torrent,
    signers: [],
  }))
  const payments = bids.map((bid) => ({ bid, bytes: MIB }))
  const claims = Array.from({ length: PEERS }, (_, at) => {
    const { lane, cumulative, signature } = paidTo(other(at), FIRST, btt(3), 9n)
    return { vault, payee: other(at), lane, cumulative, signature }
  })
  // Once to warm it up: what is compiled on the way is compiled once in its life.
  await rig.call('speed.receive', { vault, vouchers: vouchers.slice(0, 60) })
  rig.longestTurnMs = 0
  const paid = rig.call('speed.pay', { payments })
  const claimed = claims.map((claim) => rig.call('speed.resume', claim))
  await Promise.all([paid, ...claimed, rig.call('speed.receive', { vault, vouchers })])
  return rig.close()
}
