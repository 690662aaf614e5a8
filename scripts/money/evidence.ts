// What must hold after every kill, looked at from outside: what passed over the wire, what both ledgers have on disk, and
// what the chain paid. Answers in sentences what does not. Invariant: of two things of which one must be there first, the
// later one is read first, so that who goes on trading meanwhile looks right.

import { laneOf } from '../../app/speed/lane.ts'
import { owed } from '../../app/speed/terms.ts'
import { auditLedger } from '../../main/wallet/testing/speed-audit.ts'
import { keptLedger, promisedIn, type KeptLedger } from './kept-ledger.ts'
import { PRICE, type Market } from './market.ts'

const capsOf = (ledger: KeptLedger, { allowed, supply }: Market): string[] => {
  const spent = promisedIn(ledger.out)
  const own = ledger.allowed
  const passed = (what: string, got: bigint, most: bigint): string[] =>
    got > most ? [`the cap ${what} is passed: ${String(got)} of ${String(most)}`] : []
  return [
    ...passed('in all', spent, allowed.total),
    ...passed('of a peer', spent, allowed.perPeer),
    ...(own === null
      ? []
      : [
          ...passed('of the day', own.spentToday, allowed.perDay),
          ...passed('in all, as kept', own.spent, own.total),
          ...passed('of a peer, as kept', spent, own.perPeer),
          ...passed('of the day, as kept', own.spentToday, own.perDay),
        ]),
    ...ledger.torrents.flatMap(({ id, spent: one, budget }) => [
      ...passed('of a torrent, as kept', one, budget),
      ...passed('of a torrent', one, supply.budgets.get(id) ?? 0n),
    ]),
  ]
}

/** What left the buyer must be in its ledger: as much, and where it is the same, the same bytes. */
const promises = (ledger: KeptLedger, most: bigint, market: Market): string[] => {
  const [lane] = ledger.out
  const kept = lane?.cumulative ?? 0n
  if (ledger.out.length > 1) return ['the buyer has promised on more than one lane']
  const device = keptLedger(market.seller.walletFolder).device
  if (lane !== undefined && lane.lane !== laneOf(ledger.device, device)) return ['the lane is not of both devices']
  if (kept < most) return [`a voucher of ${String(most)} was sent, and the ledger knows of ${String(kept)}`]
  const sent = market.wire.promised.get(kept)
  const same = sent === undefined || Buffer.compare(sent.signature, lane?.signature ?? new Uint8Array()) === 0
  return same ? [] : ['a voucher is kept with other bytes than it was sent with']
}

const heldBy = (ledger: KeptLedger): bigint => promisedIn(ledger.in)

export const breaches = async (market: Market): Promise<readonly string[]> => {
  const { buyer, seller, wire, record } = market
  const acknowledged = wire.acknowledged
  const atSeller = keptLedger(seller.walletFolder)
  const lane = laneOf(keptLedger(buyer.walletFolder).device, atSeller.device)
  const paid = await record.paid(buyer.account, seller.account, lane)
  const most = wire.most
  const atBuyer = keptLedger(buyer.walletFolder)
  const held = heldBy(atSeller)
  const promised = promisedIn(atBuyer.out)
  const worth = owed(wire.bytes, PRICE)
  return [
    ...promises(atBuyer, most, market),
    ...(held < acknowledged ? [`${String(acknowledged)} was acknowledged, and ${String(held)} is held`] : []),
    ...(promised < held ? [`${String(held)} is held, and ${String(promised)} was promised`] : []),
    ...(held < paid ? [`${String(paid)} was cashed, and ${String(held)} is held`] : []),
    ...(promised > worth ? [`${String(promised)} was promised for bytes that cost ${String(worth)}`] : []),
    ...capsOf(atBuyer, market),
    ...wire.wrong,
    ...auditLedger(buyer.walletFolder).map((what) => `buyer: ${what}`),
    ...auditLedger(seller.walletFolder).map((what) => `seller: ${what}`),
  ]
}
