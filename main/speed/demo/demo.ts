// Speed with play money at one press: the practice swarm, its film in the user's list, and what the user needs to buy,
// each step of it asked in the key window. Off again, nothing of it is left: no process, no file, no torrent.
// Invariant: it runs on the Practice network only, and ends when that is left.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reply } from '../../../app/ipc/contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { Trial } from '../../../app/speed/speed-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Address } from '../../../app/tron/address.ts'
import { throughKeys, type KeyDesk } from '../../ipc/key-desk.ts'
import type { EngineClient } from '../../supervisor/engine-client.ts'
import type { SpeedDesk } from '../open-speed.ts'
import type { Holdings } from '../wealth.ts'
import { awaited } from './patience.ts'
import { fillPurse } from './play-money.ts'
import { allowances, deposits } from './stakes.ts'
import { Swarm, type Film, type SwarmHost } from './swarm.ts'

export interface DemoParts extends SwarmHost {
  /** Its own, gone when it ends. */
  readonly folder: string
  /** The user's. */
  readonly engine: EngineClient
  readonly speed: SpeedDesk['deps']
  readonly keys: KeyDesk
  readonly holdings: () => Holdings
  /** Asks the wallet process to be there. */
  readonly wake: () => Promise<Result<unknown, AppError>>
  /** Of the Practice network: blocks at a trial's pace, or at TRON's. */
  readonly hurry: (hurried: boolean) => Promise<void>
}

const LOOK_MS = 1_000
const PATIENCE_MS = 30_000

const away = fail({ code: 'speed-unavailable' } as const)

interface Run {
  readonly swarm: Swarm
  id: TorrentId | null
  wanted: boolean
  earned: Amount
}

export class Demo {
  readonly #parts: DemoParts
  readonly #marker: string
  #run: Run | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #stopLooking: () => void = () => undefined

  constructor(parts: DemoParts) {
    this.#parts = parts
    this.#marker = join(parts.folder, 'torrent')
  }

  get state(): Trial | null {
    const { id, swarm, earned } = this.#run ?? {}
    if (swarm === undefined || id == null) return null
    return { id, seller: swarm.seller, earned: earned ?? ZERO, earnedInAll: swarm.earnedInAll }
  }

  /** One after the other: a trial is ended whole before the next one begins. */
  set(on: boolean): Reply<'speed.demo'> {
    if (!on && this.#run !== null) this.#run.wanted = false
    const next = this.#turn.then(() => (on ? this.#begin() : this.#end()))
    this.#turn = next.catch(() => undefined)
    return next
  }

  /** The network or the wallet may have changed. */
  refresh(): void {
    if (this.#run === null) return
    if (this.#parts.holdings().network === 'practice') this.#run.swarm.refresh()
    else void this.set(false)
  }

  /** What a killed app left, once its engine is there. */
  async tidy(): Promise<void> {
    const { folder, engine } = this.#parts
    if (this.#run !== null || !existsSync(folder)) return
    const id = existsSync(this.#marker) ? (readFileSync(this.#marker, 'utf8') as TorrentId) : null
    if (id !== null) await engine.call('engine.remove', { ids: [id] })
    if (this.#run === null) await rm(folder, { recursive: true, force: true })
  }

  async #begin(): Reply<'speed.demo'> {
    if (this.#run?.id != null) return ok({ id: this.#run.id })
    const { holdings, folder } = this.#parts
    if (holdings().network !== 'practice') return away
    await this.tidy()
    const swarm = new Swarm(join(folder, 'swarm'), this.#parts)
    const run: Run = { swarm, id: null, wanted: true, earned: ZERO }
    this.#run = run
    await mkdir(folder, { recursive: true, mode: 0o700 })
    void this.#setUp(run)
    const begun = await this.#fetch(run)
    if (!begun.ok) {
      this.#parts.log.warn(`no trial: ${JSON.stringify(begun.error)}`)
      await this.#end()
      return begun
    }
    this.#stopLooking = this.#parts.clock.every(LOOK_MS, () => void this.#look(run))
    return begun
  }

  /** The film, in the user's own list, from the seller. */
  async #fetch(run: Run): Reply<'speed.demo'> {
    const { clock, practice, speed } = this.#parts
    if ((await awaited(clock, PATIENCE_MS, () => run.wanted, practice)) === null) return away
    const film = await run.swarm.begin()
    if (!film.ok) return film
    await writeFile(this.#marker, film.value.id)
    const allowed = await speed.speed.allowPrivate(film.value.id, true)
    if (!allowed.ok) return allowed
    return this.#add(run, film.value)
  }

  async #add(run: Run, { id, bytes, address }: Film): Reply<'speed.demo'> {
    const { engine, folder } = this.#parts
    const candidate = await engine.call('add.inspectFile', { bytes, name: 'practice.torrent' })
    if (!candidate.ok) return candidate
    const place = join(folder, 'yours')
    const order = { ref: candidate.value.ref, folder: place, start: true, priorities: null }
    const added = await engine.call('add.confirm', order)
    if (!added.ok) return added
    run.id = id
    const told = await engine.call('torrents.addPeer', { id, address })
    return told.ok ? ok({ id }) : told
  }

  /** Whatever the person says no to stays undone; the screens lead there as they do without a trial. */
  async #setUp(run: Run): Promise<void> {
    const { keys, wake, holdings, speed, give, clock, log, practice, hurry } = this.#parts
    await awaited(clock, PATIENCE_MS, () => run.wanted, practice)
    await hurry(true)
    await wake()
    const { vault, accounts } = holdings().wallet
    if (vault.is !== 'unlocked') await throughKeys(keys, vault.is === 'locked' ? 'unlock' : 'create')
    const account = await awaited<Address>(
      clock,
      PATIENCE_MS,
      () => run.wanted && holdings().wallet.vault.is === 'unlocked',
      () => (holdings().wallet.accounts[0] ?? accounts[0])?.address ?? null,
    )
    if (account === null) return
    const purse = { account, speed, give, wanted: () => run.wanted, clock }
    const filled = await fillPurse(purse, deposits.newcomer, allowances.newcomer)
    if (!filled.ok) log.info(`a trial is not set up: ${filled.error.code}`)
  }

  async #look(run: Run): Promise<void> {
    const payer = this.#parts.holdings().wallet.accounts[0]?.address
    const earned = payer === undefined ? ZERO : await run.swarm.earnedFrom(payer)
    if (earned !== null) run.earned = earned
    this.#parts.speed.speed.refresh()
  }

  async #end(): Reply<'speed.demo'> {
    const run = this.#run
    if (run === null) return ok({ id: null })
    run.wanted = false
    this.#stopLooking()
    const { engine, speed, folder, hurry } = this.#parts
    if (run.id !== null) {
      await speed.speed.setTorrent(run.id, false, ZERO)
      await speed.speed.allowPrivate(run.id, false)
      await engine.call('engine.remove', { ids: [run.id] })
    }
    await run.swarm.end()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    await hurry(false)
    this.#run = null
    speed.speed.refresh()
    return ok({ id: null })
  }
}
