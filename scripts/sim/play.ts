// One session of the simulation, all of it made of its seed: who is there, what each has and wants, who cheats and how,
// what breaks. Plays it to the end, settles everything, and says what was seen. Leaves judging to watch.ts.

import type { Amount } from '../../app/money/amount.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import type { Price, Vault } from '../../app/speed/terms.ts'
import { ChainModel } from '../../app/speed/testing/chain-model.ts'
import { testKey, type TestKey } from '../../app/speed/testing/keys.ts'
import { MemoryDesk, type DeskBackup } from '../../app/speed/testing/memory-desk.ts'
import { buyerCheats, newCheat, sellerCheats, type CheatKind } from './cheats.ts'
import { Download } from './download.ts'
import { Link } from './link.ts'
import { SimPeer } from './peer.ts'
import { Random } from './random.ts'
import { Schedule } from './schedule.ts'
import { bytesOf } from './upload.ts'
import { Watch, type Counts } from './watch.ts'

const BTT = 10n ** 18n
const DAY_MS = 86_400_000
const SETTLE_MS = 15_000
/** Then nothing more is sent, and what was is there. */
const ARRIVE_MS = 4_000
const VAULT: Vault = { chainId: 3_448_148_188, address: testKey(1_000).address }
const EPOCH = 1_700_000_000_000
export interface PlayReport {
  readonly seed: number
  readonly breaches: readonly string[]
  readonly counts: Counts
  readonly steps: number
  readonly minutes: number
  readonly cheats: readonly CheatKind[]
  readonly spent: bigint
  readonly earned: bigint
  readonly worstSeller: number
  readonly worstBuyer: number
  readonly mostSaid: number
  /** Bytes that went to who bid and to who did not, while these wanted some. */
  readonly contested: { readonly sold: number; readonly free: number }
  /** The same while both wanted some. */
  readonly disputed: { readonly sold: number; readonly free: number }
}

interface Stage {
  readonly random: Random
  readonly schedule: Schedule
  readonly chain: ChainModel
  readonly watch: Watch
  readonly pieceLength: number
  readonly torrents: readonly TorrentId[]
  readonly pieces: number
  readonly peers: SimPeer[]
  readonly links: Link[]
  readonly clocks: Map<SimPeer, { offset: number }>
  readonly keys: Map<SimPeer, TestKey>
  readonly allowances: Map<SimPeer, Allowance>
  readonly budgets: Map<SimPeer, bigint>
}

const newStage = (seed: number): Stage => {
  const random = new Random(seed)
  const schedule = new Schedule()
  const chain = new ChainModel(random.int(30, 600))
  const pieceLength = random.pick([65_536, 262_144, 1_048_576, 2_097_152])
  const torrents = Array.from({ length: random.int(1, 2) }, (_, at) => `${at + 1}`.repeat(40) as TorrentId)
  const stage: Stage = {
    random,
    schedule,
    chain,
    watch: new Watch(schedule, chain, VAULT, pieceLength),
    pieceLength,
    torrents,
    pieces: Math.ceil(random.int(8, 40) * (1_048_576 / pieceLength)),
    peers: [],
    links: [],
    clocks: new Map(),
    keys: new Map(),
    allowances: new Map(),
    budgets: new Map(),
  }
  stage.watch.allowanceOf = (peer) => stage.allowances.get(peer) ?? null
  stage.watch.budgetOf = (peer) => stage.budgets.get(peer) ?? 0n
  stage.watch.wallClock = (peer) => EPOCH + schedule.now + (stage.clocks.get(peer)?.offset ?? 0)
  return stage
}

const bttUpTo = ({ random }: Stage, most: number): bigint => (BigInt(random.int(1, most * 100)) * BTT) / 100n

/** Often enough for nothing to be in the way, often just too little. */
const someCap = (stage: Stage): Amount => (stage.random.chance(0.6) ? 1_000_000n * BTT : bttUpTo(stage, 30)) as Amount

const newAllowance = (stage: Stage): Allowance => ({
  perDay: someCap(stage),
  perPeer: someCap(stage),
  total: someCap(stage),
  priceCeiling: (stage.random.chance(0.7) ? 100n * BTT : bttUpTo(stage, 4)) as Amount,
  whileLocked: false,
})

interface Cast {
  readonly name: string
  readonly device: number
  readonly buys: boolean
  readonly sells: boolean
  /** Whose keys it has, now and then those of another device; null: none. */
  readonly wallet: number | null
  readonly cheat: CheatKind | null
}

/** The desk of who promises more than it has believes in a chain of its own. */
const deskOf = (
  stage: Stage,
  cast: Cast,
  key: TestKey,
  allowance: Allowance,
  clock: { offset: number },
): MemoryDesk => {
  const { chain, schedule, random } = stage
  const funds = random.chance(0.8) ? 100_000n * BTT : bttUpTo(stage, 20)
  const own = new ChainModel()
  own.deposit(key.address, 1_000_000n * BTT)
  chain.deposit(key.address, cast.cheat === 'over-promises' ? bttUpTo(stage, 10) : funds)
  const hot = random.chance(0.3) ? testKey(cast.device + 500) : null
  if (hot) chain.setSigner(key.address, hot.address)
  return new MemoryDesk({
    key,
    ...(hot && { hotKey: hot }),
    device: cast.device,
    vault: VAULT,
    chain: cast.cheat === 'over-promises' ? own : chain,
    allowance,
    now: () => EPOCH + schedule.now + clock.offset,
  })
}

const enter = (stage: Stage, cast: Cast): SimPeer => {
  const { random, schedule, watch } = stage
  const key = testKey(cast.wallet ?? cast.device)
  const clock = { offset: 0 }
  const allowance = newAllowance(stage)
  const desk = cast.wallet !== null ? deskOf(stage, cast, key, allowance, clock) : null
  const ceiling = cast.buys && random.chance(0.95) ? allowance.priceCeiling : null
  const peer = new SimPeer({
    name: cast.name,
    schedule,
    random,
    uploadRate: cast.sells ? random.int(100, 700) * 1_024 : 50 * 1_024,
    desk,
    vault: VAULT,
    ceiling,
    sells: cast.sells
      ? {
          ask: bttUpTo(stage, 2) as Price,
          mostUncashed: (random.chance(0.8) ? 1_000_000n * BTT : bttUpTo(stage, 20)) as Amount,
        }
      : null,
    cheat: cast.cheat === null ? null : newCheat({ kind: cast.cheat, random, key, vault: VAULT }),
    watch,
  })
  const budget = random.chance(0.7) ? 100_000n * BTT : bttUpTo(stage, 20)
  if (cast.buys) for (const torrent of stage.torrents) desk?.setBudget(torrent, budget)
  stage.budgets.set(peer, budget)
  stage.allowances.set(peer, allowance)
  stage.clocks.set(peer, clock)
  stage.keys.set(peer, key)
  stage.peers.push(peer)
  return peer
}

const cheatOf = <K extends CheatKind>({ random }: Stage, kinds: readonly [K, ...K[]]): K | null =>
  random.chance(0.4) ? random.pick(kinds) : null

const connect = (
  stage: Stage,
  one: readonly [SimPeer, Download],
  two: readonly [SimPeer, Download],
  torrent: number,
): void => {
  const { random, schedule, watch } = stage
  if (one[0].banned.has(two[0].wish.name) || two[0].banned.has(one[0].wish.name)) return
  const id = `${one[0].wish.name}-${two[0].wish.name}-${torrent}-${stage.links.length}`
  const latency = random.int(1, 120)
  const most = random.int(0, 40)
  watch.connect(id, one[0], two[0])
  stage.links.push(new Link({ id, schedule, latency, jitter: () => random.next() * most }, one, two))
}

type Holdings = Map<SimPeer, Download[]>

/** How many of each there are besides sellers. */
export interface Crowd {
  readonly buyers: number
  readonly free: number
}

/** More than there are slots to sell, beside others who want theirs. */
const CROWDED: Crowd = { buyers: 8, free: 3 }

const someCrowd = ({ random }: Stage): Crowd =>
  random.chance(0.1) ? CROWDED : { buyers: random.int(1, 4), free: random.int(0, 6) }

const cast = (stage: Stage, crowd: Crowd): { sellers: SimPeer[]; others: SimPeer[] } => {
  const { random } = stage
  const sellers = Array.from({ length: random.int(1, 3) }, (_, at) =>
    enter(stage, {
      name: `s${at}`,
      device: 10 + at,
      buys: false,
      sells: true,
      wallet: random.chance(0.3) ? 10 : 10 + at,
      cheat: cheatOf(stage, sellerCheats),
    }),
  )
  const buyers = Array.from({ length: crowd.buyers }, (_, at) => {
    const both = random.chance(0.2)
    return enter(stage, {
      name: `b${at}`,
      device: 30 + at,
      buys: true,
      sells: both,
      wallet: 30 + at,
      cheat: cheatOf(stage, buyerCheats),
    })
  })
  const free = Array.from({ length: crowd.free }, (_, at) =>
    enter(stage, { name: `f${at}`, device: 60 + at, buys: false, sells: false, wallet: null, cheat: null }),
  )
  return { sellers, others: [...buyers, ...free] }
}

const meet = (stage: Stage, crowd: Crowd): Holdings => {
  const { random, pieces, pieceLength, torrents } = stage
  const { sellers, others } = cast(stage, crowd)
  const holdings: Holdings = new Map()
  // Some have many pieces under way of one peer, as those have that know nothing of what they pay for.
  const scatter = random.chance(0.3) ? 0.3 : 0
  for (const peer of stage.peers) {
    const had = (): number => (sellers.includes(peer) ? pieces : random.chance(0.3) ? random.int(0, pieces >> 1) : 0)
    const held = torrents.map(() => new Download(pieces, pieceLength, had(), random, scatter))
    held.forEach((download, at) => peer.hasTorrent(download, torrents[at] ?? ('' as TorrentId)))
    holdings.set(peer, held)
  }
  for (const seller of sellers) for (const other of others) join(stage, holdings, seller, other)
  const [first, second] = others
  if (first && second && random.chance(0.3)) join(stage, holdings, first, second)
  return holdings
}

const join = (stage: Stage, holdings: Holdings, one: SimPeer, two: SimPeer): void => {
  stage.torrents.forEach((_, at) => {
    const [mine, theirs] = [holdings.get(one)?.[at], holdings.get(two)?.[at]]
    if (mine && theirs) connect(stage, [one, mine], [two, theirs], at)
  })
}

/** Lines break and come back; wallets lock; clocks jump; somebody restores a backup, or switches off and on. */
const unsettle = (stage: Stage, holdings: Holdings, until: number): void => {
  const { random, schedule, watch } = stage
  const at = (): number => random.next() * until
  for (let times = random.int(0, 4); times > 0; times--) schedule.after(at(), () => breakLine(stage, holdings))
  for (const peer of stage.peers) {
    const { desk } = peer
    if (desk === null) continue
    const clock = stage.clocks.get(peer)
    if (random.chance(0.25) && clock)
      for (let times = 10; times > 0; times--)
        schedule.after(at(), () => (clock.offset = random.int(-3_650, 3_650) * DAY_MS))
    if (random.chance(0.1))
      pauseFor(
        stage,
        at(),
        () => (desk.locked = true),
        () => (desk.locked = false),
      )
    if (random.chance(0.15)) {
      const off = (): void => {
        for (const torrent of stage.torrents) desk.switchOff(torrent)
        peer.buying = false
        watch.switchedOff(peer)
      }
      const on = (): void => {
        for (const torrent of stage.torrents) desk.setBudget(torrent, stage.budgets.get(peer) ?? 0n)
        peer.buying = true
        watch.switchedOn(peer)
      }
      pauseFor(stage, at(), off, on)
    }
    if (random.chance(0.15)) restoreLater(stage, peer, desk, at())
    if (random.chance(0.15) && peer.sells)
      schedule.after(at(), () => (peer.sells = peer.sells && { ...peer.sells, ask: bttUpTo(stage, 3) as Price }))
    if (peer.cheat?.kind === 'exits') leaveVault(stage, desk, at())
  }
}

const pauseFor = ({ schedule, random }: Stage, at: number, off: () => void, on: () => void): void => {
  schedule.after(at, () => {
    off()
    schedule.after(random.int(1_000, 20_000), on)
  })
}

const restoreLater = ({ schedule, random, watch }: Stage, peer: SimPeer, desk: MemoryDesk, at: number): void => {
  schedule.after(at, () => {
    const backup: DeskBackup = desk.backup()
    schedule.after(random.int(5_000, 40_000), () => {
      desk.restore({ ...backup, held: desk.backup().held })
      watch.restored(peer)
    })
  })
}

const leaveVault = ({ schedule, chain }: Stage, desk: MemoryDesk, at: number): void => {
  const seconds = (): number => Math.floor((EPOCH + schedule.now) / 1_000)
  schedule.after(at, () => {
    chain.requestExit(desk.account, seconds())
    schedule.after(chain.exitDelay * 1_000, () => chain.withdraw(desk.account, seconds()))
  })
}

const breakLine = (stage: Stage, holdings: Holdings): void => {
  const open = stage.links.filter((link) => link.open)
  const link = open[stage.random.int(0, Math.max(0, open.length - 1))]
  if (link === undefined) return
  link.close()
  const [one, two] = [link.ends[0], link.ends[1]]
  const at = (holdings.get(one.peer) ?? []).indexOf(one.download)
  stage.schedule.after(stage.random.int(500, 10_000), () =>
    connect(stage, [one.peer, one.download], [two.peer, two.download], at),
  )
}

/** What both sides say of each other at the end, and the chain. */
const settle = (stage: Stage): { spent: bigint; earned: bigint } => {
  const { watch, peers, chain } = stage
  let [spent, earned] = [0n, 0n]
  for (const link of stage.links.filter(({ open }) => open)) agree(stage, link)
  for (const peer of peers) {
    spent += [...(peer.desk?.backup().promised.values() ?? [])].reduce((sum, { cumulative }) => sum + cumulative, 0n)
    earned += peer.desk?.earned ?? 0n
  }
  for (const peer of peers) {
    const { shortfall, tolerated, mostPaidSlots, slots } = peer.upload
    if (shortfall > tolerated) watch.breach(`${peer.wish.name} left free peers ${shortfall} bytes short`)
    if (mostPaidSlots > Math.floor(slots * 0.6))
      watch.breach(`${peer.wish.name} sold ${mostPaidSlots} slots of ${slots}`)
    watch.cash(peer, null)
  }
  watch.devices(peers)
  watch.check()
  if (chain.paidOut > earned) watch.breach('more was paid out than was earned')
  return { spent, earned }
}

const agree = ({ watch }: Stage, { ends: [one, two], id }: Link): void => {
  if (!one.peer.honest || !two.peer.honest) return
  for (const [buyer, seller] of [
    [one, two],
    [two, one],
  ] as const) {
    const [payer, payee] = [buyer.peer.desk, seller.peer.desk]
    const view = buyer.peer.sessions.view(id)
    if (view?.buyer.state === 'BLOCKED' && view.buyer.refused !== 'frozen')
      watch.breach(`${id}: the honest seller is blocked`)
    if (payer === null || payee === null) continue
    const promised = payer.promisedTo(payee)
    const held = payee.heldOf(payer)
    if (promised > held) watch.breach(`${id}: ${promised} was promised and ${held} arrived`)
  }
}

export const play = (seed: number, crowd?: Crowd): PlayReport => {
  const stage = newStage(seed)
  const { random, schedule, watch, peers } = stage
  const holdings = meet(stage, crowd ?? someCrowd(stage))
  const until = random.int(40, 150) * 1_000
  unsettle(stage, holdings, until)
  const check = (): void => watch.check()
  schedule.runUntil(until, check)
  for (const peer of peers) for (const end of peer.ends.values()) peer.tell(end, { is: 'end', code: 'done' })
  for (const peer of peers) peer.ending = true
  schedule.runUntil(until + SETTLE_MS, check)
  for (const peer of peers) peer.upload.halted = true
  schedule.runUntil(until + SETTLE_MS + ARRIVE_MS, check)
  const sums = settle(stage)
  return {
    seed,
    breaches: watch.breaches,
    counts: watch.counts,
    steps: schedule.steps,
    minutes: schedule.now / 60_000,
    cheats: peers.flatMap(({ cheat }) => (cheat === null ? [] : [cheat.kind])),
    ...sums,
    worstSeller: watch.worstSeller,
    worstBuyer: watch.worstBuyer,
    mostSaid: watch.mostSaid,
    contested: bytesOf(peers, 'contested'),
    disputed: bytesOf(peers, 'disputed'),
  }
}
