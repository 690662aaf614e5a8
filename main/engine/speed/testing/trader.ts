// A swarm on loopback with Speed on top and a desk in memory, for tests and benches: real wires, real sessions, real
// signatures; no wallet, no chain.

import { randomBytes } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Amount } from '../../../../app/money/amount.ts'
import type { Allowance } from '../../../../app/speed/allowance.ts'
import type { SpeedMessage } from '../../../../app/speed/message.ts'
import { decodeMessage } from '../../../../app/speed/message-codec.ts'
import { testKey } from '../../../../app/speed/testing/keys.ts'
import { MemoryDesk } from '../../../../app/speed/testing/memory-desk.ts'
import type { ChainModel } from '../../../../app/speed/testing/chain-model.ts'
import type { Price, Vault } from '../../../../app/speed/terms.ts'
import type { SessionView } from '../../../../app/speed/session-event.ts'
import type { SpeedOrders } from '../../../../app/ipc/speed-desk.ts'
import type { EngineSettings } from '../../../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../../../app/torrent/row.ts'
import type { Address } from '../../../../app/tron/address.ts'
import {
  joinSample,
  openSwarm,
  type Joined,
  type JoinOptions,
  type SampleTorrent,
} from '../../swarm/testing/sample-swarm.ts'
import type { MeterEvents, TalkEvents } from '../../swarm/swarm.ts'
import type { WebTorrentSwarm } from '../../swarm/webtorrent-swarm.ts'
import type { Desk } from '../desk-line.ts'
import { deskPort } from './desk-port.ts'
import { SpeedHouse, TICK_MS, type HouseDeps } from '../speed-house.ts'
import { SpeedPlan } from '../speed-plan.ts'
import { fixedPrice } from './fixed-price.ts'

export const BTT = 10n ** 18n
export const VAULT: Vault = { chainId: 3_448_148_188, address: testKey(1_000).address }

export const plenty: Allowance = {
  perDay: (1_000_000n * BTT) as Amount,
  perPeer: (1_000_000n * BTT) as Amount,
  total: (1_000_000n * BTT) as Amount,
  priceCeiling: (1_000n * BTT) as Amount,
  whileLocked: false,
}

export interface TraderWish {
  /** Makes its account. */
  readonly number: number
  readonly chain: ChainModel
  readonly settings?: EngineSettings
  readonly allowance?: Allowance
  readonly deposit?: bigint
  /** Null: sells nothing. */
  readonly ask?: bigint | null
  readonly paidShare?: number
  readonly mostUncashed?: bigint
  /** Bids so much at once wherever somebody sells; else it plans as everybody. */
  readonly price?: bigint
  /** Stands between the engine and the desk, to be hostile, slow or away. */
  readonly between?: (desk: Desk) => Desk
  /** Hears what peers say, as it comes. */
  readonly hears?: (message: SpeedMessage) => void
}

export class Trader implements AsyncDisposable {
  readonly swarm: WebTorrentSwarm
  readonly house: SpeedHouse
  readonly desk: MemoryDesk
  /** What was asked of the desk, in order. */
  readonly asked: string[] = []
  readonly crashes: unknown[] = []
  /** Payload given to sockets, bytes. */
  written = 0
  /** What peers said, in order. */
  readonly heard: SpeedMessage[] = []
  readonly #hears: ((message: SpeedMessage) => void) | null
  readonly #timer: NodeJS.Timeout
  orders: SpeedOrders

  private constructor(swarm: WebTorrentSwarm, wish: TraderWish) {
    const { number, chain, allowance = plenty, deposit = 0n, ask = null } = wish
    this.swarm = swarm
    this.#hears = wish.hears ?? null
    const key = testKey(number)
    this.desk = new MemoryDesk({ key, device: 7, vault: VAULT, chain, allowance, now: () => Date.now() })
    if (deposit > 0n) chain.deposit(key.address, deposit)
    this.house = new SpeedHouse({
      swarm: this.#overheard(swarm),
      desk: (wish.between ?? ((desk: Desk) => desk))(
        deskPort(this.desk, { noted: (name) => void this.asked.push(name), later: turn }),
      ),
      now: () => performance.now(),
      random: (length) => randomBytes(length),
      later: (run, ms) => void setTimeout(run, ms),
      planner: () => (wish.price === undefined ? new SpeedPlan() : fixedPrice(wish.price)),
      second: () => undefined,
      crash: (cause) => {
        this.crashes.push(cause)
        return ''
      },
    })
    this.orders = {
      account: { vault: VAULT, address: key.address, device: 7 },
      canSign: true,
      funds: deposit as Amount,
      buying: new Map(),
      selling:
        ask === null
          ? null
          : {
              ask: ask as Price,
              paidShare: wish.paidShare ?? 0.6,
              mostUncashed: (wish.mostUncashed ?? 1_000_000n * BTT) as Amount,
            },
      privateToo: new Set(),
    }
    this.house.order(this.orders)
    this.#timer = setInterval(() => this.house.tick(), TICK_MS)
  }

  static async open(wish: TraderWish): Promise<Trader> {
    return new Trader(await openSwarm(wish.settings), wish)
  }

  get address(): string {
    return `127.0.0.1:${this.swarm.stats().port}`
  }

  /** Of all connections that speak Speed. */
  get views(): readonly SessionView[] {
    return [...this.house.torrents].flatMap(({ lines }) =>
      [...lines.keys()].flatMap((key) => this.house.sessions.view(key) ?? []),
    )
  }

  join(sample: SampleTorrent, options: JoinOptions = {}): Joined {
    return joinSample({ join: this.house.join }, sample, options)
  }

  /** Switches it on for a torrent. */
  buy(id: TorrentId, ceiling: bigint, budget = 100_000n * BTT): void {
    this.desk.setBudget(id, budget)
    const [left, perPeer] = [budget as Amount, this.desk.allowance.perPeer]
    const buying = new Map(this.orders.buying).set(id, { left, ceiling: ceiling as Price, perPeer, funds: null })
    this.give({ ...this.orders, buying })
  }

  /** As main does: the wallet first, then the engine. */
  switchOff(id: TorrentId): void {
    this.desk.switchOff(id)
    const buying = new Map(this.orders.buying)
    buying.delete(id)
    this.give({ ...this.orders, buying })
  }

  give(orders: SpeedOrders): void {
    this.orders = orders
    this.house.order(orders)
  }

  /** Base units promised in all. */
  get promised(): bigint {
    const newest = new Map<Address, bigint>()
    for (const { payee, cumulative } of this.desk.signed) newest.set(payee, cumulative)
    return [...newest.values()].reduce((sum, one) => sum + one, 0n)
  }

  #note(message: SpeedMessage): void {
    this.heard.push(message)
    this.#hears?.(message)
  }

  #overheard(swarm: WebTorrentSwarm): HouseDeps['swarm'] {
    return {
      peerId: swarm.peerId,
      get paidSlotsFree() {
        return swarm.paidSlotsFree
      },
      setPaidShare: (share) => swarm.setPaidShare(share),
      join: (spec, events) => {
        const { talk, meter } = events
        if (!talk || !meter) return swarm.join(spec, events)
        const written: MeterEvents['written'] = (peer, bytes) => {
          this.written += bytes
          meter.written(peer, bytes)
        }
        const said: TalkEvents['said'] = (peer, message) => {
          const decoded = decodeMessage(message)
          if (decoded.is === 'message') this.#note(decoded.message)
          talk.said(peer, message)
        }
        return swarm.join(spec, { ...events, talk: { ...talk, said }, meter: { ...meter, written } })
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.swarm.close()
  }
}
