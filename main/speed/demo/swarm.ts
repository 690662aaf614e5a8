// The practice swarm: a seller with a slow upload, another bidder and peers that pay nothing, each with processes and a
// folder of its own, all about one torrent of made data that only they know. Leaves the user's own part to demo.ts.
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
  /** Of the seller, on loopback. */
  readonly address: string
}

const PATIENCE_MS = 30_000
const SEED_BYTES = 32

const late = fail({ code: 'speed-unavailable' } as const)

export class Swarm {
  readonly #folder: string
  readonly #host: SwarmHost
  readonly #members: Member[] = []
  #seller: Member | null = null
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

  /** Until the seller has the film and listens. The others, and all that trade, come by themselves. */
  async begin(): Promise<Result<Film, AppError>> {
    const seller = await this.#member('seller', UPLOAD)
    this.#seller = seller
    const film = await this.#film(seller)
    if (!film.ok) return film
    void this.#go(this.#sells(seller, film.value), 'the seller')
    void this.#go(this.#bids(film.value), 'the other bidder')
    for (let at = 1; at <= FREE_PEERS; at++) void this.#go(this.#takes(film.value, at), 'a peer that pays nothing')
    return film
  }

  /** The Practice network, or anything else they stand on, may have changed. */
  refresh(): void {
    for (const member of this.#members) member.refresh()
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
    // Ended while it was opened.
    if (this.#ended) await member.end()
    return member
  }

  async #film(seller: Member): Promise<Result<Film, AppError>> {
    const folder = join(seller.folder, 'film')
    await mkdir(folder, { recursive: true })
    // Private: nobody outside ever hears of it, whatever the user's own client may ask around.
    const bytes = await makeFilm(folder, { name: NAME, size: SIZE, pieceLength: PIECE, seed: randomBytes(SEED_BYTES) })
    const added = await seller.add(bytes, folder)
    if (!added.ok) return added
    const id = added.value
    const port = await awaited(this.#host.clock, PATIENCE_MS, this.#wanted, () =>
      seller.rows.get(id)?.status === 'seeding' ? seller.port : null,
    )
    return port === null ? late : ok({ id, bytes, address: `127.0.0.1:${port}` })
  }

  async #sells(seller: Member, { id }: Film): Promise<Result<unknown, AppError>> {
    const account = await seller.trade()
    if (!account.ok || seller.speed === null) return account
    const { speed } = seller.speed
    const allowed = await speed.allowPrivate(id, true)
    return allowed.ok ? speed.setSelling(true, ASK) : allowed
  }

  async #bids(film: Film): Promise<Result<unknown, AppError>> {
    const bidder = await this.#member('bidder', null)
    const account = await bidder.trade()
    if (!account.ok || bidder.speed === null) return account
    const { speed } = bidder
    const { give, clock } = this.#host
    const purse = { account: account.value, speed, give, wanted: this.#wanted, clock }
    const filled = await fillPurse(purse, deposits.bidder, allowances.bidder)
    if (!filled.ok) return filled
    const joined = await this.#join(bidder, film)
    if (!joined.ok) return joined
    const allowed = await speed.speed.allowPrivate(film.id, true)
    return allowed.ok ? speed.speed.setTorrent(film.id, true, BIDDER_BUDGET) : allowed
  }

  async #takes(film: Film, at: number): Promise<Result<unknown, AppError>> {
    return this.#join(await this.#member(`free-${at}`, null), film)
  }

  async #join(member: Member, { id, bytes, address }: Film): Promise<Result<unknown, AppError>> {
    const added = await member.add(bytes, join(member.folder, 'downloads'))
    if (!added.ok) return added
    const there = await awaited(this.#host.clock, PATIENCE_MS, this.#wanted, () => member.rows.get(id) ?? null)
    return there === null ? late : member.engine.call('torrents.addPeer', { id, address })
  }
}
