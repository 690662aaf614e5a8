// Speed as the engine's service sees it: orders and answers in, questions and figures out, and a way for torrents to
// join the swarm with Speed listening. Composition only.

import { randomBytes } from 'node:crypto'
import type { DeskAsk, DeskReply, SpeedOrders } from '../../../app/ipc/speed-desk.ts'
import type { SpeedTick } from '../../../app/speed/speed-tick.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Swarm } from '../swarm/swarm.ts'
import { DeskLine } from './desk-line.ts'
import { SpeedHouse, TICK_MS } from './speed-house.ts'
import type { Planner } from './speed-plan.ts'
import { SpeedReport } from './speed-report.ts'

export interface EngineSpeedDeps {
  readonly swarm: Swarm
  /** Plans where a torrent bids. */
  readonly planner: () => Planner
  ask(ask: DeskAsk): void
  tick(tick: SpeedTick): void
  crash(cause: unknown, doing: string): string
}

export class EngineSpeed {
  readonly #desk: DeskLine
  readonly #house: SpeedHouse
  readonly #report: SpeedReport
  readonly join: Swarm['join']
  readonly #timer: NodeJS.Timeout

  constructor({ swarm, planner, ask, tick, crash }: EngineSpeedDeps) {
    this.#desk = new DeskLine(ask)
    this.#report = new SpeedReport(tick)
    this.#house = new SpeedHouse({
      swarm,
      desk: this.#desk,
      now: () => performance.now(),
      random: randomBytes,
      later: (run, ms) => void setTimeout(run, ms),
      planner,
      second: (house) => this.#report.tell(house),
      crash,
    })
    this.join = this.#house.join
    this.#timer = setInterval(() => this.#house.tick(), TICK_MS)
  }

  order(orders: SpeedOrders): void {
    this.#house.order(orders)
  }

  answer(reply: DeskReply): void {
    this.#desk.answer(reply)
  }

  look(id: TorrentId | null): void {
    this.#report.look(id)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#desk.close()
  }
}
