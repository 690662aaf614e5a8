// Joins Speed's parts in main: the engine asks the desk, the desk the wallet and the chain; what any of them says
// reaches the others. Decides nothing. Invariant: each of them may go and come back at any time.

import type { Notice } from '../../app/ipc/notice.ts'
import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import { fail, ok } from '../../app/result.ts'
import type { Listening } from '../../app/speed/nothing-earned.ts'
import type { SpeedState, Trial } from '../../app/speed/speed-state.ts'
import type { TorrentRow, TorrentId } from '../../app/torrent/row.ts'
import { allow } from '../ipc/allowance.ts'
import type { ChainDeps } from '../ipc/chain-commands.ts'
import type { KeyDesk } from '../ipc/key-desk.ts'
import type { SpeedDeps } from '../ipc/speed-commands.ts'
import type { WindowLink } from '../ipc/window-link.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import type { Clock } from '../supervisor/clock.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import type { ListenedWallet } from '../supervisor/wallet-client.ts'
import { answers, booksPort } from './answers.ts'
import { DebtorWatch } from './debtor-watch.ts'
import { Desk } from './desk.ts'
import { bounces, SpeedNotices } from './notices.ts'
import { SettledNews } from './settled-news.ts'
import { Speed } from './speed.ts'
import { TorrentNames } from './torrent-names.ts'
import { makeVaultOrder, previewVaultOrder, type VaultOrderDeps } from './vault-orders.ts'
import { VaultWatch } from './vault-watch.ts'
import { wealthOf, type Holdings } from './wealth.ts'

export interface SpeedDesk {
  /** For the commands of a window. */
  readonly deps: Omit<SpeedDeps, 'shell' | 'demo'>
  ask(ask: EngineEvents['speed.ask']): void
  tick(tick: EngineEvents['speed.tick']): void
  engineRuns(running: boolean): void
  /** Torrents came into the list, or left it. */
  listChanged(): void
  /** The page that looked at a torrent is gone. */
  forgetLook(): void
  stopSpending(): void
  /** The app ends. */
  close(): void
}

interface Parts {
  readonly engine: EngineClient
  readonly settings: SettingsStore
  readonly link: Pick<WindowLink, 'emit'>
  readonly log: Log
  readonly clock: Clock
  readonly money: {
    readonly wallet: ListenedWallet
    readonly chain: ChainClient
    readonly keys: KeyDesk
    readonly chainDeps: Omit<ChainDeps, 'shell'>
    readonly holdings: Holdings
    onChange(listener: () => void): () => void
  }
  readonly rows: () => ReadonlyMap<TorrentId, TorrentRow>
  readonly listening: () => Listening | null
  readonly trial: () => Trial | null
  /** Each time windows are told. */
  readonly told: (state: SpeedState) => void
  /** Each time they are told of an outcome. */
  readonly noticed: (notice: Notice) => void
}

const listed = (row: TorrentRow | undefined) =>
  row && { name: row.name, isPrivate: row.isPrivate, complete: row.doneAt !== null, addedAt: row.addedAt }

const noticesOf = ({ link, rows, noticed }: Parts): SpeedNotices =>
  new SpeedNotices({
    tell: (notice) => {
      link.emit('notice', notice)
      noticed(notice)
    },
    nameOf: (id) => rows().get(id)?.name ?? null,
  })

/** An empty deposit is told as one that was never made. */
const canSign = ({ obstacle }: SpeedState): boolean => obstacle === null || obstacle === 'not-set-up'

const speedOf = (parts: Parts, watch: () => VaultWatch, debtors: () => DebtorWatch, notices: SpeedNotices): Speed => {
  const { engine, settings, link, log, clock, money } = parts
  return new Speed({
    engine,
    settings,
    books: booksPort(money.wallet, () => wealthOf(money.holdings).wallet !== 'none'),
    wealth: () => wealthOf(money.holdings),
    deposit: () => watch().account,
    debtors: () => debtors().debtors,
    listed: (id) => listed(parts.rows().get(id)),
    listening: parts.listening,
    trial: parts.trial,
    emit: {
      state: (state) => {
        link.emit('speed.changed', state)
        parts.told(state)
      },
      torrents: (torrents) => link.emit('speed.torrentsChanged', torrents),
    },
    told: (state, torrents) => {
      notices.torrents(state.account === null || state.allowance === null ? null : torrents, canSign(state))
      notices.books(state.setAside)
      notices.cashNow(state.cashNow)
      const { account, vault } = wealthOf(money.holdings)
      debtors().watch(state.booksOpen && account !== null && vault !== null ? { account, vault } : null)
    },
    clock,
    log,
  })
}

/** What the chain process cannot know of an order. */
const orderDeps = ({ wallet, chainDeps, holdings }: Parts['money']): VaultOrderDeps => ({
  ...chainDeps,
  signer: async () => {
    const figures = await wallet.call('speed.figures', undefined)
    return figures.ok ? (figures.value?.voucherKey ?? null) : null
  },
  vouchers: async () => {
    const held = await wallet.call('speed.uncashed', undefined)
    return held.ok ? ok(held.value.map(({ voucher }) => voucher)) : held
  },
  // Play money is not lost with its words.
  backedUp: () => holdings.network === 'practice' || holdings.wallet.backedUp,
})

const noBooks = fail({ code: 'speed-unavailable' } as const)

const commandsOf = (speed: Speed, { money }: Parts): SpeedDesk['deps'] => {
  const { wallet } = money
  return {
    speed,
    allow: (allowance) => allow(allowance, money.holdings.network, money),
    forgetSetAside: async () => (speed.owner === null ? noBooks : wallet.call('speed.forgetSetAside', undefined)),
    preview: (order) => previewVaultOrder(orderDeps(money), order),
    order: (order) => makeVaultOrder(orderDeps(money), order),
    // A page that is looked at without a wallet starts no process for it.
    books: async (range) => (speed.owner === null ? noBooks : wallet.call('speed.books', range)),
    entries: async (query) => (speed.owner === null ? noBooks : wallet.call('speed.entries', query)),
    table: async (filter) =>
      speed.owner === null ? noBooks : wallet.call('speed.csv', { ...filter, network: money.holdings.network }),
  }
}

/** Who carries what to the books. */
const messengers = ({ money, link, rows }: Parts, vaultChanged: () => void) => {
  const { wallet, chain } = money
  const news = new SettledNews({
    read: () => chain.call('vault.settled', undefined),
    tell: (calls) => wallet.call('speed.settled', { calls: [...calls] }),
    told: (txIds) => chain.call('vault.told', { txIds }),
    heard: (calls) => {
      for (const notice of bounces(calls)) link.emit('notice', notice)
      vaultChanged()
    },
  })
  const names = new TorrentNames({
    nameOf: (id) => rows().get(id)?.name ?? null,
    tell: async (each) => (await wallet.call('speed.names', { names: [...each] })).ok,
  })
  return { news, names }
}

/** From where nobody waits for the answer: that it could not be kept must not go unsaid. */
const stopped = async (speed: Speed, { link }: Parts): Promise<void> => {
  const done = await speed.stopSpending(true)
  if (!done.ok) link.emit('notice', { kind: 'error', error: done.error, subject: null })
}

const deskOf = ({ engine, log, clock, money: { wallet, chain } }: Parts, speed: Speed, debtors: DebtorWatch): Desk =>
  new Desk({
    ask: answers({
      wallet,
      chain,
      owner: () => speed.owner,
      life: () => speed.books.life,
      stopped: () => speed.stopped,
      // What is owed by who leaves is read before anybody is told.
      seen: (payer, { exitAt }) => void (exitAt !== 0 && debtors.readFirst(payer)),
      clock,
    }),
    reply: (reply) => void engine.call('engine.speedAnswer', reply),
    stopped: () => speed.stopped,
    switchedOff: (id) => speed.isSwitchedOff(id),
    crashed: (cause) => log.error('answering the engine', cause),
  })

/** What is read of the chain again and again: what we have there, and what those have who owe us. */
const watchesOf = ({ clock, money: { wallet, chain } }: Parts, speed: Speed) => ({
  watch: new VaultWatch({
    read: (asking) => chain.call('vault.account', asking),
    payees: () => wallet.call('speed.promised', undefined),
    heard: (account) => {
      speed.books.noteDeposit(account)
      speed.refresh()
    },
    clock,
  }),
  debtors: new DebtorWatch({
    held: () => wallet.call('speed.uncashed', undefined),
    read: (asked) => chain.call('vault.debtor', asked),
    heard: () => speed.refresh(),
    clock,
  }),
})

export const openSpeed = (parts: Parts): SpeedDesk => {
  const { money } = parts
  const { wallet } = money
  const notices = noticesOf(parts)
  const speed: Speed = speedOf(
    parts,
    () => watch,
    () => debtors,
    notices,
  )
  const { watch, debtors } = watchesOf(parts, speed)
  const desk = deskOf(parts, speed, debtors)
  const { news, names } = messengers(parts, () => {
    watch.readSoon()
    debtors.readSoon()
  })
  const seen = { walletRan: false, activity: -1 }
  const follow = (): void => {
    const { walletRuns, chain: state } = money.holdings
    if (walletRuns !== seen.walletRan) {
      names.forget()
      speed.walletRuns((seen.walletRan = walletRuns))
    }
    speed.refresh()
    watch.watch(walletRuns ? speed.owner : null)
    const activity = state?.activityRevision ?? -1
    if (activity !== seen.activity && walletRuns) {
      seen.activity = activity
      void news.look()
    }
  }
  wallet.on('speed.changed', (figures) => {
    speed.books.hear(figures)
    if (figures !== null) void names.of(figures.torrents)
  })
  money.onChange(follow)
  follow()
  return {
    deps: commandsOf(speed, parts),
    ask: (ask) => desk.take(ask),
    tick: (tick) => speed.tick(tick),
    engineRuns: (running) => speed.engineRuns(running),
    listChanged: () => speed.refresh(),
    forgetLook: () => void (speed.looksAt !== null && speed.look(null)),
    stopSpending: () => void stopped(speed, parts),
    close: () => desk.close(),
  }
}
