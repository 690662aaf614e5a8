// What one peer sends: slots by planSlots and shares by FairShare, as the engine has them, at a limited rate; each block
// is let out by the session's room or held. Counts what goes to who bids, whatever slot it holds, and what to the others
// while these want it. Invariant: a block goes out only to who is unchoked and has room.

import { FairShare } from '../../app/swarm/fair-share.ts'
import { PAID_SHARE, planSlots, type SlotPeer } from '../../app/swarm/plan-slots.ts'
import { SlotUses, TRY_MS, type SlotHolder } from '../../app/swarm/slot-use.ts'
import { BLOCK } from './download.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

/** The uploading end of one link. */
export interface Lane {
  readonly id: string
  readonly torrent: string
  readonly seeding: boolean
  /** Whose account it bids by. */
  payer(): string | null
  interested(): boolean
  /** Bytes it may be sent now. */
  room(): number
  hold(): void
  /** Whether it has asked for more. */
  asks(): boolean
  /** Sends the next block of what it asked for. */
  serve(paid: boolean): void
  setChoked(choked: boolean): void
  /** Whether it has a paid slot, or others bring more. */
  setSlot(paid: boolean, outbid: boolean): void
}

interface Entry {
  readonly lane: Lane
  readonly share: FairShare<string>
  choked: boolean
  since: number
  turns: number
  optimistic: boolean
  grant: number | 'free'
  paid: boolean
  /** Bytes in a paid slot since the last plan. */
  taken: number
  /** When it was planned last. */
  interested: boolean
}

const SLOTS = 5
const EVERY_MS = 10_000
const SOON_MS = 100

export class Upload {
  readonly #schedule: Schedule
  readonly #random: Random
  readonly #rate: number
  readonly #entries = new Map<string, Entry>()
  readonly #all = new FairShare<string>(null)
  readonly #paid = new FairShare<string>(null, PAID_SHARE, this.#all)
  readonly #free = new FairShare<string>(null, 1 - PAID_SHARE, this.#all)
  #pumping = false
  #planned = false
  #judging = false
  readonly #uses = new SlotUses()
  /** Nothing goes out any more. */
  halted = false
  /** Bytes for as long as somebody that bids nothing has been wanting some, with a slot or without. */
  #contested = { sold: 0, free: 0 }
  /** The same of all such times. */
  readonly contested = { sold: 0, free: 0 }
  /** Of those, when somebody that bids wanted some as well, and had not to pay before. */
  readonly disputed = { sold: 0, free: 0 }
  /** By how many bytes who bids nothing was ever short of its part of that. */
  shortfall = 0
  /** Slots that buyers had while free peers wanted them, at most. */
  mostPaidSlots = 0
  readonly slots = SLOTS
  /** Two blocks are between two shares, and a plan is made no sooner. */
  readonly tolerated: number

  constructor(schedule: Schedule, random: Random, rate: number) {
    this.#schedule = schedule
    this.#random = random
    this.#rate = rate
    this.tolerated = 2 * BLOCK + (rate * SOON_MS) / 1_000
    const again = (): void => {
      this.#plan()
      schedule.after(EVERY_MS, again)
    }
    schedule.after(EVERY_MS, again)
  }

  join(lane: Lane): void {
    this.#entries.set(lane.id, {
      lane,
      share: new FairShare<string>(lane.id, 1, this.#free),
      choked: true,
      since: this.#schedule.now,
      turns: 0,
      optimistic: false,
      grant: 'free',
      paid: false,
      taken: 0,
      interested: false,
    })
    this.poke()
  }

  leave(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.share.moveTo(null)
    this.#entries.delete(id)
    this.poke()
  }

  setGrant(id: string, grant: number | 'free'): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.grant = grant
    this.poke()
  }

  choke(id: string): void {
    const entry = this.#entries.get(id)
    if (entry !== undefined) this.#setChoked(entry, true)
  }

  /** It asked for more, or may be served again. */
  wake(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined || !this.#maySend(entry)) return
    if (entry.lane.room() < BLOCK) return entry.lane.hold()
    entry.share.wait()
    this.#pump()
  }

  poke(): void {
    if (this.#planned) return
    this.#planned = true
    this.#schedule.after(SOON_MS, () => {
      this.#planned = false
      this.#plan()
    })
  }

  #pump(): void {
    if (this.#pumping) return
    this.#pumping = true
    this.#schedule.after(0, () => this.#turn())
  }

  #turn(): void {
    for (let leaf = this.halted ? null : this.#all.next(); leaf !== null; leaf = this.#all.next()) {
      const entry = this.#entries.get(leaf.item ?? '')
      if (entry === undefined || !this.#maySend(entry)) leaf.rest()
      else if (entry.lane.room() < BLOCK) {
        leaf.rest()
        entry.lane.hold()
      } else return this.#serve(entry)
    }
    this.#pumping = false
  }

  /** Who bids is served in a paid slot only. Others hear of it at once when it has all it wanted. */
  #maySend({ lane, choked, grant, paid, interested }: Entry): boolean {
    if (choked || (grant !== 'free' && !paid)) return false
    if (interested !== lane.interested()) this.poke()
    return lane.asks()
  }

  #serve(entry: Entry): void {
    this.#contest(entry.grant === 'free' ? 'free' : 'sold')
    entry.lane.serve(entry.paid)
    if (entry.paid) entry.taken += BLOCK
    entry.share.charge(BLOCK)
    this.#schedule.after((BLOCK / this.#rate) * 1_000, () => this.#turn())
  }

  #contest(as: 'sold' | 'free'): void {
    const isWanted = ({ lane, grant, interested }: Entry): boolean => grant === 'free' && interested && lane.asks()
    if (as === 'sold' && ![...this.#entries.values()].some(isWanted)) {
      this.#contested = { sold: 0, free: 0 }
      return
    }
    if (as === 'sold' || [...this.#entries.values()].some((entry) => this.#isBidFor(entry))) this.disputed[as] += BLOCK
    this.#contested[as] += BLOCK
    this.contested[as] += BLOCK
    const { sold, free } = this.#contested
    this.shortfall = Math.max(this.shortfall, (sold + free) * (1 - PAID_SHARE) - free)
  }

  /** Who has no slot has nothing asked for, and wants some all the same. */
  #isBidFor({ lane, grant, choked }: Entry): boolean {
    if (grant === 'free' || lane.room() < BLOCK) return false
    return choked ? lane.interested() : lane.asks()
  }

  #setChoked(entry: Entry, choked: boolean): void {
    if (entry.choked === choked) return
    entry.choked = choked
    entry.since = this.#schedule.now
    if (!choked) entry.turns++
    entry.lane.setChoked(choked)
    if (choked) entry.share.rest()
    else this.wake(entry.lane.id)
  }

  #look(): void {
    const holders: SlotHolder[] = []
    for (const entry of this.#entries.values()) {
      const payer = entry.lane.payer()
      if (!entry.paid || payer === null || entry.grant === 'free') continue
      holders.push({ payer, bid: entry.grant, taken: entry.taken })
      entry.taken = 0
    }
    this.#uses.look({ holders, rate: this.#rate * PAID_SHARE }, this.#schedule.now)
  }

  #judgeLater(): void {
    if (this.#judging) return
    this.#judging = true
    this.#schedule.after(TRY_MS, () => {
      this.#judging = false
      this.#plan()
    })
  }

  #plan(): void {
    this.#look()
    const entries = [...this.#entries.values()]
    const peers = entries.map((entry): SlotPeer<Entry> => ({
      key: entry,
      torrent: entry.lane.torrent,
      interested: entry.lane.interested(),
      unchoked: !entry.choked,
      get: 0,
      since: entry.since,
      turns: entry.turns,
      optimistic: entry.optimistic,
      seeding: entry.lane.seeding,
      grant: entry.grant,
      payer: entry.lane.payer(),
      use: this.#uses.of(entry.lane.payer() ?? ''),
    }))
    const now = this.#schedule.now
    const slots = { total: SLOTS, perTorrent: Infinity, tries: this.#uses.tries(now) }
    const plan = planSlots(peers, slots, now, () => this.#random.next())
    const wanting = peers.filter(({ interested, grant }) => interested && grant === 'free').length
    if (wanting >= SLOTS) this.mostPaidSlots = Math.max(this.mostPaidSlots, plan.bids.size)
    for (const { key, interested } of peers) key.interested = interested
    for (const entry of entries) {
      const bid = plan.bids.get(entry)
      entry.optimistic = plan.optimistic.includes(entry)
      entry.paid = bid !== undefined
      entry.share.moveTo(bid === undefined ? this.#free : this.#paid)
      entry.share.setWeight(bid ?? 1)
      if (entry.paid && this.#uses.of(entry.lane.payer() ?? '') === null) this.#judgeLater()
      if (entry.grant !== 'free') entry.lane.setSlot(entry.paid, plan.outbid.has(entry))
    }
    for (const entry of plan.choke) this.#setChoked(entry, true)
    for (const entry of plan.unchoke) this.#setChoked(entry, false)
  }
}

/** Of all that upload. */
export const bytesOf = (
  peers: readonly { readonly upload: Upload }[],
  of: 'contested' | 'disputed',
): { sold: number; free: number } => ({
  sold: peers.reduce((sum, { upload }) => sum + upload[of].sold, 0),
  free: peers.reduce((sum, { upload }) => sum + upload[of].free, 0),
})
