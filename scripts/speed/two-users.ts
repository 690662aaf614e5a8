// Two whole users on one Practice network, one of whom sells what the other wants to have: where stories of Speed begin.

import { amount, type Amount } from '../../app/money/amount.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import { practiceNodeOf } from '../../app/wallet/practice-network.ts'
import { startPractice, type PracticeNode } from '../../main/chain/practice/practice.ts'
import { layTorrent, makeTorrent, type Made } from '../../main/engine/testing/made-torrent.ts'
import { untilTrue, valueOf } from './waiting.ts'
import { WholeUser } from './whole-user.ts'

const KIB = 1_024
export const MIB = 1_024 * KIB

export const btt = (units: number): Amount => amount(BigInt(units) * 10n ** 18n)

const ALLOWED: Allowance = {
  perDay: btt(50),
  perPeer: btt(50),
  total: btt(50),
  priceCeiling: btt(2),
  whileLocked: false,
}

export interface TwoUsers extends AsyncDisposable {
  readonly node: PracticeNode
  readonly buyer: WholeUser
  readonly seller: WholeUser
}

export const stateOf = async (user: WholeUser): Promise<SpeedState> =>
  valueOf(await user.commands['speed.state'](undefined))

/** With wallets, some money, and a vault that both found to be one. */
export const twoUsers = async (sellerUp: number): Promise<TwoUsers> => {
  await using ending = new AsyncDisposableStack()
  const node = ending.use(await startPractice({ mining: 'steady', blockMs: 200, solidLag: 2 }))
  const practice = practiceNodeOf({ url: node.url, chainId: node.chainId, tokens: node.tokens, vault: node.vault })
  if (practice === null) throw new Error('no practice network')
  const buyer = ending.use(await WholeUser.open(practice))
  const seller = ending.use(await WholeUser.open(practice, { limits: { up: sellerUp } }))
  for (const user of [buyer, seller]) {
    await user.createWallet()
    await node.give(user.account, { trx: 1_000_000_000n, btt: btt(1_000) })
  }
  await untilTrue('both are ready', () =>
    [buyer, seller].every(
      ({ chainState: chain }) => chain?.vault.is === 'ready' && chain.accounts[0]?.activated === true,
    ),
  )
  const all = ending.move()
  return { node, buyer, seller, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** So much of the buyer's lies in the vault, and may be spent. */
export const setUp = async (
  { buyer }: TwoUsers,
  deposited: Amount,
  allowance: Partial<Allowance> = {},
): Promise<void> => {
  valueOf(await buyer.commands['speed.order']({ do: 'deposit', from: buyer.account, amount: deposited }))
  await untilTrue('the deposit is seen', async () => (await stateOf(buyer)).deposit?.free === deposited)
  if (!valueOf(await buyer.commands['speed.allow']({ ...ALLOWED, ...allowance }))) throw new Error('it was not allowed')
}

/** The seller has it and sells it for 1 BTT a MiB; the buyer wants it, may pay, and looks at whom. */
export const trade = async ({ buyer, seller }: TwoUsers, mebibytes: number, budget = btt(30)): Promise<Made> => {
  const made = makeTorrent({ 'film.bin': mebibytes * MIB }, [], 256 * KIB)
  valueOf(await seller.commands['speed.setSelling']({ on: true, ask: btt(1) }))
  const folder = `${seller.folder}/downloads`
  await layTorrent(folder, made)
  await seller.add(made.torrent, folder)
  await untilTrue('it is seeded', () => seller.rows.get(made.id)?.status === 'seeding' && seller.port !== null)
  await buyer.add(made.torrent, `${buyer.folder}/downloads`)
  valueOf(await buyer.commands['speed.setTorrent']({ id: made.id, on: true, budget }))
  valueOf(await buyer.commands['speed.look']({ id: made.id }))
  await meet({ buyer, seller }, made)
  return made
}

export const meet = async ({ buyer, seller }: Pick<TwoUsers, 'buyer' | 'seller'>, { id }: Made): Promise<void> => {
  valueOf(await buyer.engine.call('torrents.addPeer', { id, address: `127.0.0.1:${String(seller.port)}` }))
}

export const isComplete = (user: WholeUser, { id }: Made): boolean => user.rows.get(id)?.progress === 1
