// A Practice network and a wallet at it, over HTTP only, that share a clock: time passes for both when a test says so.

import { startPractice, type NodeAt, type PracticeNode, type PracticeOptions } from '../practice/practice.ts'
import { addressOfKey, keyOf, openDesk, temporaryFolder, type Desk } from './desk.ts'

export const LAG = 3
/** Has an account with a TRX of his own. */
export const bob = addressOfKey(keyOf(2))

export interface World extends AsyncDisposable {
  readonly node: PracticeNode
  readonly wallet: Desk
  readonly at: readonly NodeAt[]
  /** Time passes, and blocks with it; then the wallet looks. */
  later(ms: number, blocks?: number): Promise<void>
  /** Another wallet on the same folder: after a restart, or of another key. */
  open(key?: Uint8Array): Desk
}

export const openWorld = async (
  options: PracticeOptions = {},
  nodes?: (node: PracticeNode) => Promise<readonly NodeAt[]>,
): Promise<World> => {
  await using ending = new AsyncDisposableStack()
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const node = ending.use(await startPractice({ mining: 'by-hand', solidLag: LAG, clock: now, ...options }))
  const folder = temporaryFolder()
  ending.defer(() => folder.remove())
  const at = nodes ? await nodes(node) : [node]
  const open = (key?: Uint8Array): Desk =>
    held.use(openDesk({ folder: folder.path, practice: node, nodes: at, now, ...(key && { key }) }))
  const held = ending.use(new AsyncDisposableStack())
  const wallet = open()
  await node.give(wallet.own, { trx: 1_000_000_000n, btt: 5_000n * 10n ** 18n, usdt: 7_000_000n, bttold: 9_000_000n })
  await node.give(bob, { trx: 1_000_000n })
  await node.mine(LAG + 2)
  await wallet.round()
  const later = async (ms: number, blocks = LAG + 2): Promise<void> => {
    ahead += ms
    await node.mine(blocks)
    await wallet.round()
  }
  const all = ending.move()
  return { node, wallet, at, later, open, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
