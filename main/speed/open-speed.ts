// Joins Speed's parts in main: the engine asks the desk, the desk the wallet and the chain; what any of them says reaches
// the others. Decides nothing. Invariant: each of them may go and come back at any time.

import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import { fail } from '../../app/result.ts'
import type { SpeedFigures } from '../../app/speed/figures.ts'
import type { Listening } from '../../app/speed/nothing-earned.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import type { TorrentRow, TorrentId } from '../../app/torrent/row.ts'
import { allow } from '../ipc/allowance.ts'
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
import { Desk } from './desk.ts'
import { SpeedNotices } from './notices.ts'
import { Speed } from './speed.ts'
import { VaultWatch } from './vault-watch.ts'
import { wealthOf, type Holdings } from './wealth.ts'

export interface SpeedDesk {
  /** For the commands of a window. */
  readonly deps: Omit<SpeedDeps, 'shell'>
  ask(ask: EngineEvents['speed.ask']): void
  tick(tick: EngineEvents['speed.tick']): void
  engineRuns(running: boolean): void
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
    readonly holdings: Holdings
    onChange(listener: () => void): () => void
  }
  readonly rows: () => ReadonlyMap<TorrentId, TorrentRow>
  readonly listening: () => Listening | null
  /** Each time windows are told. */
  readonly told: (state: SpeedState) => void
}

const listedOf = (rows: ReadonlyMap<TorrentId, TorrentRow>) =>
  new Map(
    [...rows].map(([id, { name, isPrivate, doneAt }]) => [id, { name, isPrivate, complete: doneAt !== null }] as const),
  )

const noticesOf = ({ link, rows }: Parts): SpeedNotices =>
  new SpeedNotices({
    tell: (notice) => link.emit('notice', notice),
    nameOf: (id) => rows().get(id)?.name ?? null,
  })

const speedOf = (parts: Parts, watch: () => VaultWatch, notices: SpeedNotices): Speed => {
  const { engine, settings, link, clock, money } = parts
  return new Speed({
    engine,
    settings,
    books: booksPort(money.wallet),
    wealth: () => wealthOf(money.holdings),
    deposit: () => watch().account,
    listed: () => listedOf(parts.rows()),
    listening: parts.listening,
    emit: {
      state: (state) => {
        link.emit('speed.changed', state)
        parts.told(state)
      },
      torrents: (torrents) => link.emit('speed.torrentsChanged', torrents),
    },
    told: (state, torrents) => notices.torrents(state.account === null || state.allowance === null ? null : torrents),
    clock,
  })
}

const commandsOf = (speed: Speed, { money }: Parts): SpeedDesk['deps'] => {
  const { wallet } = money
  return {
    speed,
    allow: (allowance) => allow(allowance, money),
    preview: () => Promise.resolve(fail({ code: 'speed-unavailable' })),
    order: () => Promise.resolve(fail({ code: 'speed-unavailable' })),
    books: (range) => wallet.call('speed.books', range),
    entries: (query) => wallet.call('speed.entries', query),
    table: (filter) => wallet.call('speed.csv', filter),
  }
}

export const openSpeed = (parts: Parts): SpeedDesk => {
  const { engine, log, clock, money } = parts
  const { wallet, chain } = money
  const notices = noticesOf(parts)
  const speed: Speed = speedOf(parts, () => watch, notices)
  const watch = new VaultWatch({
    read: (asking) => chain.call('vault.account', asking),
    payees: () => wallet.call('speed.promised', undefined),
    heard: (account) => {
      speed.books.noteDeposit(account)
      speed.refresh()
    },
    clock,
  })
  const desk = new Desk({
    ask: answers({
      wallet,
      chain,
      owner: () => speed.owner,
      seen: (payer, state) => notices.payer(payer, state),
    }),
    reply: (reply) => void engine.call('engine.speedAnswer', reply),
    stopped: () => speed.stopped,
    crashed: (cause) => log.error('answering the engine', cause),
  })
  let walletRan = false
  const follow = (): void => {
    const { walletRuns } = money.holdings
    if (walletRuns !== walletRan) speed.walletRuns((walletRan = walletRuns))
    speed.refresh()
    watch.watch(walletRuns ? speed.owner : null)
  }
  wallet.on('speed.changed', (figures: SpeedFigures | null) => speed.books.hear(figures))
  money.onChange(follow)
  follow()
  return {
    deps: commandsOf(speed, parts),
    ask: (ask) => desk.take(ask),
    tick: (tick) => speed.tick(tick),
    engineRuns: (running) => speed.engineRuns(running),
    stopSpending: () => void speed.stopSpending(true),
    close: () => desk.close(),
  }
}
