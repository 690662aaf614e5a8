// The end of a market that was killed all over: everybody is left alone, the last voucher gets through, everything is
// cashed, and then both ledgers, both databases of transactions and the chain must say the same, to the base unit.

import { laneOf } from '../../app/speed/lane.ts'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import { breaches } from './evidence.ts'
import { keptLedger, netOf, promisedIn, type KeptLedger } from './kept-ledger.ts'
import { GIFT, type Market } from './market.ts'
import type { User } from './user.ts'
import { eventAddress, type ChainEvent } from './vault-record.ts'

export interface Settled {
  readonly wrong: readonly string[]
  readonly earned: bigint
  readonly cashed: bigint
}

const EVEN_MS = 10_000
const TRIES = 4

const differs = (what: string, one: bigint, other: bigint): string[] =>
  one === other ? [] : [`${what}: ${String(one)} and ${String(other)}`]

/** Whether the seller has all that the buyer ever promised. */
const isEven = ({ buyer, seller }: Market): boolean =>
  promisedIn(keptLedger(seller.walletFolder).in) === promisedIn(keptLedger(buyer.walletFolder).out)

/**
 * A voucher says all that was ever promised, so the next one makes up for whatever got lost on its way. Who has all data
 * sends no further one: where the very last one was lost, and the buyer was killed after it, something more has to be
 * bought; what is small may be here before a buyer bids.
 */
const letThrough = async (market: Market): Promise<readonly string[]> => {
  const { supply } = market
  await market.until('both are back', () => market.users.every((user) => market.lookAt(user)?.speed?.deposit != null))
  await market.until('everything is allowed', () => market.allowPlenty())
  supply.close()
  await market.until('nobody waits for an order', () => market.users.every((user) => !market.errands.isWaiting(user)))
  for (let tries = 0; tries < TRIES; tries++) {
    await supply.last(tries > 0)
    await market.until('it is all here', () => supply.waiting === 0)
    if (await market.soon(() => isEven(market), EVEN_MS)) return []
  }
  return ['what was promised does not get through']
}

const cashAll = async (market: Market): Promise<void> => {
  const { seller, buyer, errands } = market
  const isCashed = (): boolean => {
    const ledger = keptLedger(seller.walletFolder)
    return netOf(ledger, 'cash', 'in') === netOf(ledger, 'earn', 'in')
  }
  await market.until('all is cashed', () => {
    if (isCashed()) return true
    const order: VaultOrder = { do: 'cash', from: seller.account, payers: [buyer.account], to: 'vault' }
    if (!errands.isWaiting(seller)) void errands.make(seller, order)
    return false
  })
  // Read anew, as it is by itself every few minutes.
  await buyer.kill('chain')
  await market.until('the buyer knows', () => {
    const ledger = keptLedger(buyer.walletFolder)
    return ledger.out.every(({ paid, cumulative }) => paid === cumulative)
  })
  const toldOf = (user: User): boolean => untold(user) === 0
  await market.until('both know what became of their orders', () => market.users.every(toldOf))
}

const query = (user: User, sql: string): readonly Record<string, unknown>[] => {
  const db = new DatabaseSync(join(user.chainFolder, 'chain.db'), { readOnly: true, timeout: 5_000 })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

/** Calls on their way still, or not yet in the ledger. */
const untold = (user: User): number =>
  query(user, `SELECT 1 FROM sends WHERE call IS NOT NULL AND told = 0 AND state <> 'not-sent'`).length

const units = ({ values }: ChainEvent): bigint => BigInt(values['amount'] ?? 0)

const sumOf = (events: readonly ChainEvent[]): bigint => events.reduce((sum, event) => sum + units(event), 0n)

interface Chain {
  readonly events: readonly ChainEvent[]
  readonly fee: (txId: string) => Promise<bigint>
}

/** What was ordered once was made once at most; where it was said to be made, it is on disk, and the chain agrees. */
const orders = ({ errands }: Market, { events }: Chain): string[] =>
  errands.all.flatMap(({ user, order, answer, ids }) => {
    const said = `${user.name}: ${order.do}, ${answer},`
    const [found] = query(user, `SELECT state FROM sends WHERE tx_id = '${ids.at(-1) ?? ''}'`)
    if (answer === 'made' && found === undefined) return [`${said} is not on disk`]
    if (order.do !== 'deposit' && order.do !== 'withdraw') return []
    const name = order.do === 'deposit' ? 'Deposited' : 'Withdrawn'
    const own = eventAddress(user.account)
    const times = events.filter(
      (event) => event.name === name && event.values['payer'] === own && units(event) === order.amount,
    ).length
    if (times > 1) return [`${said} was made ${String(times)} times`]
    const is = String(found?.['state'])
    return answer === 'made' && (times === 1) !== (is === 'final') ? [`${said} is ${is}, and not so on the chain`] : []
  })

/** What the database of transactions says of each is what the chain has of it. */
const transactions = (user: User, { events }: Chain): string[] => {
  const onChain = new Set(events.map(({ txId }) => txId))
  return query(user, 'SELECT tx_id, state, call FROM sends').flatMap(({ tx_id: txId, state, call }) => {
    const said = `${user.name}: a transaction is said to be ${String(state)}`
    if (state === 'not-sent') return onChain.has(String(txId)) ? [`${said}, and the chain has it`] : []
    if (state !== 'final' && state !== 'failed') return [said]
    const moves = state === 'final' && !String(call).includes('approve')
    return moves && !onChain.has(String(txId)) ? [`${said}, and the chain has no event of it`] : []
  })
}

const fees = async (name: string, ledger: KeptLedger, { fee }: Chain): Promise<string[]> => {
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const { kind, amount, reference } of ledger.lines) {
    if (kind !== 'fee' || reference === null) continue
    if (seen.has(reference)) wrong.push(`${name}: a fee is booked twice`)
    seen.add(reference)
    wrong.push(...differs(`${name}: a fee`, amount, await fee(reference)))
  }
  return wrong
}

const balances = async (market: Market, user: User, ledger: KeptLedger, { events }: Chain): Promise<string[]> => {
  const { record } = market
  const own = eventAddress(user.account)
  const vault = eventAddress(market.vault.address)
  const of = (name: string, field: string): readonly ChainEvent[] =>
    events.filter((event) => event.name === name && event.values[field] === own)
  const cashed = of('Cashed', 'payee')
  const intoVault = cashed.filter(({ values }) => values['to'] === vault)
  const paidIn = sumOf(of('Deposited', 'payer'))
  const deposited = paidIn + sumOf(intoVault)
  const withdrawn = sumOf(of('Withdrawn', 'payer'))
  const taken = sumOf(of('Cashed', 'payer'))
  return [
    ...differs(`${user.name}: deposits`, netOf(ledger, 'deposit', 'out'), deposited),
    ...differs(`${user.name}: withdrawals`, netOf(ledger, 'withdraw', 'in'), withdrawn),
    ...differs(
      `${user.name}: cashed`,
      ledger.in.reduce((sum, { paid }) => sum + paid, 0n),
      sumOf(cashed),
    ),
    ...differs(
      `${user.name}: cashed of it`,
      ledger.out.reduce((sum, { paid }) => sum + paid, 0n),
      taken,
    ),
    ...differs(
      `${user.name}: in the wallet`,
      GIFT.btt - paidIn + withdrawn + sumOf(cashed) - sumOf(intoVault),
      await record.tokens(user.account),
    ),
    ...differs(`${user.name}: in the vault`, deposited - withdrawn - taken, await record.free(user.account)),
  ]
}

const compare = async (market: Market): Promise<string[]> => {
  const { buyer, seller, record } = market
  const chain: Chain = { events: await record.events(), fee: (txId) => record.fee(txId) }
  const [bought, sold] = [keptLedger(buyer.walletFolder), keptLedger(seller.walletFolder)]
  const spent = promisedIn(bought.out)
  const bounced = chain.events.filter(({ name }) => name === 'Bounced').length
  return [
    ...differs('spent and earned', spent, netOf(sold, 'earn', 'in')),
    ...differs('spent, by the journal', spent, netOf(bought, 'pay', 'out') + netOf(bought, 'reserve', 'out')),
    ...differs('spent and cashed', spent, netOf(sold, 'cash', 'in')),
    ...differs(
      'spent and paid on the chain',
      spent,
      await record.paid(buyer.account, seller.account, laneOf(bought.device, keptLedger(seller.walletFolder).device)),
    ),
    ...differs('bounced', BigInt(bounced), 0n),
    ...orders(market, chain),
    ...transactions(buyer, chain),
    ...transactions(seller, chain),
    ...(await fees('buyer', bought, chain)),
    ...(await fees('seller', sold, chain)),
    ...(await balances(market, buyer, bought, chain)),
    ...(await balances(market, seller, sold, chain)),
  ]
}

export const settle = async (market: Market): Promise<Settled> => {
  const stuck = await letThrough(market)
  if (stuck.length > 0) return { wrong: stuck, earned: 0n, cashed: 0n }
  await cashAll(market)
  const sold = keptLedger(market.seller.walletFolder)
  return {
    wrong: [...(await breaches(market)), ...(await compare(market))],
    earned: netOf(sold, 'earn', 'in'),
    cashed: netOf(sold, 'cash', 'in'),
  }
}
