// How the client's upload and download are shared out: the limits in force, the schedulers that keep to them, the
// choker and its number of slots, and what is known of the line. Once a second it looks at what sockets took.

import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import { effectiveLimits } from '../../../app/settings/settings.ts'
import { PAID_SHARE, paidSlots, type Slots } from '../../../app/swarm/plan-slots.ts'
import { automaticSlots, steadySlots } from '../../../app/swarm/slot-count.ts'
import { UplinkEstimate } from '../../../app/swarm/uplink.ts'
import { Choker, type ChokerDeps } from './choker.ts'
import { DownloadScheduler } from './download-scheduler.ts'
import { UploadScheduler } from './upload-scheduler.ts'

export class Traffic {
  readonly uploads: UploadScheduler
  readonly downloads: DownloadScheduler
  readonly #choker: Choker
  readonly #uplink = new UplinkEstimate()
  #limits: EngineSettings['limits']
  #automatic = automaticSlots(null)
  #paidShare = PAID_SHARE
  #at: number

  constructor(limits: EngineSettings['limits'], deps: Omit<ChokerDeps, 'slots' | 'paidRate'>) {
    this.uploads = new UploadScheduler(deps.now)
    this.downloads = new DownloadScheduler(deps.now)
    this.#choker = new Choker({ ...deps, slots: () => this.#slots(), paidRate: () => this.#paidRate() })
    this.#limits = limits
    this.#at = deps.now()
    this.apply(limits)
  }

  apply(limits: EngineSettings['limits']): void {
    this.#limits = limits
    this.downloads.setRate(effectiveLimits(limits).down)
    this.#pace()
    this.poke()
  }

  /** Of slots and upload, what buyers may have while others want it. */
  setPaidShare(share: number): void {
    this.#paidShare = Math.min(PAID_SHARE, Math.max(0, share))
    this.uploads.setPaidShare(this.#paidShare)
    this.poke()
  }

  /** Slots that another buyer would get, whoever else wants them. */
  get paidSlotsFree(): number {
    return Math.max(0, paidSlots(this.#slots().total, this.#paidShare) - this.#choker.buyers)
  }

  /** Interest or a grant changed somewhere. */
  poke(): void {
    this.#choker.poke()
  }

  /** About once a second. */
  tick(now: number): void {
    const { taken, heldUp, paced } = this.uploads.drainNews()
    const seconds = (now - this.#at) / 1000
    this.#at = now
    if (seconds > 0) this.#uplink.observe({ rate: taken / seconds, heldUp, paced })
    const rate = effectiveLimits(this.#limits).up ?? this.#uplink.rate
    this.#automatic = steadySlots(this.#automatic, automaticSlots(rate))
    this.#pace()
  }

  close(): void {
    this.#choker.close()
    this.uploads.close()
    this.downloads.close()
  }

  #paidRate(): number | null {
    const rate = effectiveLimits(this.#limits).up ?? this.#uplink.rate
    return rate === null ? null : rate * this.#paidShare
  }

  /** Bids only count where we, and not the system's queue, decide who goes first: buyers are served at the line's pace. */
  #pace(): void {
    const { up } = effectiveLimits(this.#limits)
    this.uploads.setRate(up ?? (this.#choker.buyers > 0 ? this.#uplink.rate : null))
  }

  #slots(): Slots {
    const { slots, slotsPerTorrent } = this.#limits
    return { total: slots ?? this.#automatic, perTorrent: slotsPerTorrent ?? Infinity, paidShare: this.#paidShare }
  }
}
