// The practice swarm: a seller with a slow upload, another bidder and peers that pay nothing, each with processes and a
// folder of its own, all about one torrent of made data that only they know. Who has all of it begins anew, so that the
// seller stays in demand; who was restarted is told again where the seller is. Leaves the user's own part to demo.ts.
// Invariant: nothing of it is left, in processes or on disk, once `end` is done.

import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppError } from '../../../app/ipc/errors.ts'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { makeFilm } from './made-data.ts'
import { Member, type MemberHost } from './member.ts'
import { awaited } from './patience.ts'
import { fillPurse } from './play-money.ts'
import { allowances, ASK, BIDDER_BUDGET, deposits, FREE_PEERS, NAME, PIECE, SIZE, UPLOAD } from './stakes.ts'

export interface SwarmHost extends MemberHost {
  /** From the faucet; whether it gave. */
  readonly give: (to: Address) => Promise<boolean>
}

/** What they all want. */
export interface Film {
  readonly id: TorrentId
  readonly bytes: Uint8Array
}

/** The others want the film as well. */
interface Taker {
  readonly member: Member
  /** What makes it buy; nothing for who does not. */
  readonly joined: () => Promise<Result<unknown, AppError>>
  /** It has all, and begins anew. */
  again: boolean
}

const PATIENCE_MS = 30_000
const SEED_BYTES = 32

const late = fail({ code: 'speed-unavailable' } as const)

export class Swarm {
  readonly #folder: string
  readonly #host: SwarmHost
  readonly #members: Member[] = []
  readonly #takers: Taker[] = []
  readonly #ports = new Map<Member, number | null>()
  readonly #moveListeners = new Set<() => void>()
  #seller: Member | null = null
  #film: Film | null = null
  #ended = false

  constructor(folder: string, host: SwarmHost) {
    this.#folder = folder
    this.#host = host
  }

  get seller(): Address | null {
    return this.#seller?.account ?? null
  }

  get earnedInAll(): Amount {
    return this.#seller?.speed?.speed.state.earnedInAll ?? ZERO
  }

  /** In the seller's books. */
  async earnedFrom(payer: Address): Promise<Amount | null> {
    const books = await this.#seller?.speed?.books({ range: 'all' })
    if (books?.ok !== true) return null
    return books.value.byCounterparty.find(({ key }) => key === payer)?.earned ?? ZERO
  }

  /** Where the seller listens; null: nowhere now. */
  get address(): string | null {
    const port = this.#seller?.port ?? null
    return port === null ? null : `127.0.0.1:${port}`
  }

  /** Calls back when the seller listens somewhere else than before. */
  onMove(listener: () => void): () => void {
    this.#moveListeners.add(listener)
    return () => this.#moveListeners.delete(listener)
  }

  /** Until the seller has the film and listens, and those are there who pay nothing. All that trade come by themselves. */
  async begin(): Promise<Result<Film, AppError>> {
    const seller = await this.#member('seller', UPLOAD)
    this.#seller = seller
    const film = await this.#make(seller)
    if (!film.ok) return film
    this.#film = film.value
    void this.#go(this.#sells(seller, film.value), 'the seller')
    void this.#go(this.#bids(film.value), 'the other bidder')
    const free = Array.from({ length: FREE_PEERS }, (_, at) => this.#takes(film.value, at + 1))
    await Promise.all(free.map((each) => this.#go(each, 'a peer that pays nothing')))
    return this.#ended ? late : film
  }

  /** The Practice network, or anything else they stand on, may have changed. */
  refresh(): void {
    for (const member of this.#members) member.refresh()
  }

  /** Whatever waits for something gives up; `end` follows. */
  cease(): void {
    this.#ended = true
  }

  async end(): Promise<void> {
    this.#ended = true
    await Promise.all(this.#members.map((member) => member.end()))
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  readonly #wanted = (): boolean => !this.#ended

  async #go(part: Promise<Result<unknown, AppError>>, who: string): Promise<void> {
    const done = await part
    if (!done.ok && this.#wanted()) this.#host.log.warn(`${who} is not there: ${JSON.stringify(done.error)}`)
  }

  async #member(name: string, up: number | null): Promise<Member> {
    const member = await Member.open(join(this.#folder, name), { limits: { up } }, this.#host)
    this.#members.push(member)
    member.onChange(() => this.#follow(member))
    // Ended while it was opened.
    if (this.#ended) await member.end()
    return member
  }

  async #make(seller: Member): Promise<Result<Film, AppError>> {
    const folder = join(seller.folder, 'film')
    await mkdir(folder, { recursive: true })
    // Private: nobody outside ever hears of it, whatever the user's own client may ask around.
    const bytes = await makeFilm(folder, { name: NAME, size: SIZE, pieceLength: PIECE, seed: randomBytes(SEED_BYTES) })
    const added = await seller.add(bytes, folder)
    if (!added.ok) return added
    const id = added.value
    const there = await awaited(this.#host.clock, PATIENCE_MS, this.#wanted, () =>
      seller.rows.get(id)?.status === 'seeding' ? this.address : null,
    )
    return there === null ? late : ok({ id, bytes })
  }

  async #sells(seller: Member, { id }: Film): Promise<Result<unknown, AppError>> {
    const account = await this.#traded(seller)
    if (account === null || seller.speed === null) return late
    const { speed } = seller.speed
    const allowed = await speed.allowPrivate(id, true)
    return allowed.ok ? speed.setSelling(true, ASK) : allowed
  }

  /** Its account. A busy computer may have to begin again with the wallet. */
  #traded(member: Member): Promise<Address | null> {
    return awaited(this.#host.clock, PATIENCE_MS, this.#wanted, async () => {
      const account = await member.trade()
      return account.ok ? account.value : null
    })
  }

  async #bids(film: Film): Promise<Result<unknown, AppError>> {
    const bidder = await this.#member('bidder', null)
    const account = await this.#traded(bidder)
    if (account === null || bidder.speed === null) return late
    const { speed } = bidder
    const { give, clock } = this.#host
    const purse = { account, speed, give, wanted: this.#wanted, clock }
    const filled = await fillPurse(purse, deposits.bidder, allowances.bidder)
    if (!filled.ok) return filled
    const allowed = await speed.speed.allowPrivate(film.id, true)
    if (!allowed.ok) return allowed
    const joined = () => speed.speed.setTorrent(film.id, true, BIDDER_BUDGET)
    return this.#join({ member: bidder, joined, again: false }, film)
  }

  async #takes(film: Film, at: number): Promise<Result<unknown, AppError>> {
    const member = await this.#member(`free-${at}`, null)
    return this.#join({ member, joined: () => Promise.resolve(ok(undefined)), again: false }, film)
  }

  async #join(taker: Taker, film: Film): Promise<Result<unknown, AppError>> {
    if (!this.#takers.includes(taker)) this.#takers.push(taker)
    const { member, joined } = taker
    const added = await member.add(film.bytes, join(member.folder, 'downloads'))
    if (!added.ok) return added
    const there = await awaited(this.#host.clock, PATIENCE_MS, this.#wanted, () => member.rows.get(film.id) ?? null)
    if (there === null) return late
    const met = await this.#meet(member, film)
    return met.ok ? joined() : met
  }

  async #meet(member: Member, { id }: Film): Promise<Result<unknown, AppError>> {
    const { address } = this
    return address === null ? ok(undefined) : member.engine.call('torrents.addPeer', { id, address })
  }

  #follow(member: Member): void {
    const film = this.#film
    if (this.#ended || film === null) return
    this.#watchPort(member, film)
    const taker = this.#takers.find((each) => each.member === member)
    if (taker === undefined || taker.again || member.rows.get(film.id)?.status !== 'seeding') return
    taker.again = true
    void this.#go(this.#joinAnew(taker, film), 'a peer that begins anew')
  }

  /** Whose process ended knows nobody when it is back, and the seller is somewhere else. */
  #watchPort(member: Member, film: Film): void {
    const { port } = member
    const before = this.#ports.get(member)
    this.#ports.set(member, port)
    if (before === undefined || before === port || port === null) return
    if (member !== this.#seller) return void this.#meet(member, film)
    for (const taker of this.#takers) void this.#meet(taker.member, film)
    for (const listener of this.#moveListeners) listener()
  }

  async #joinAnew(taker: Taker, film: Film): Promise<Result<unknown, AppError>> {
    const { member } = taker
    const removed = await member.engine.call('engine.remove', { ids: [film.id] })
    if (!removed.ok) return removed
    await rm(join(member.folder, 'downloads'), { recursive: true, force: true, maxRetries: 3 })
    if (this.#ended) return ok(undefined)
    const joined = await this.#join(taker, film)
    taker.again = false
    return joined
  }
}
