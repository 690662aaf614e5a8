// Speed with play money at one press: the practice swarm, its film in the user's list, and what the user needs to buy,
// each step of it asked in the key window. Off again, nothing of it is left: no process, no file, no torrent; what a
// killed app left goes when it is started again. Invariant: it runs on the Practice network only, and ends when that is
// left.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reply } from '../../../app/ipc/contract.ts'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import { fail, ok } from '../../../app/result.ts'
import type { Trial, TrialSetUp } from '../../../app/speed/speed-state.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { EngineClient } from '../../supervisor/engine-client.ts'
import type { Holdings } from '../wealth.ts'
import { awaited } from './patience.ts'
import { setUpUser, type SetUpParts } from './set-up.ts'
import type { Film, Swarm } from './swarm.ts'

/** What a trial needs of its swarm. */
export type TrialSwarm = Pick<
  Swarm,
  'seller' | 'address' | 'earnedInAll' | 'earnedFrom' | 'onMove' | 'begin' | 'refresh' | 'cease' | 'end'
>

export interface DemoParts extends SetUpParts {
  /** Its own, gone when it ends. */
  readonly folder: string
  /** The user's. */
  readonly engine: EngineClient
  readonly holdings: () => Holdings
  /** All it keeps lies in that folder. */
  readonly swarm: (folder: string) => TrialSwarm
  /** Of the Practice network: blocks at a trial's pace, or at TRON's. */
  readonly hurry: (hurried: boolean) => Promise<void>
}

const LOOK_MS = 1_000
const PATIENCE_MS = 30_000

const away = fail({ code: 'speed-unavailable' } as const)

interface Run {
  readonly swarm: TrialSwarm
  id: TorrentId | null
  wanted: boolean
  setUp: TrialSetUp
  earned: Amount
}

/** Nothing is asked any more. */
const ENDED: ReadonlySet<TrialSetUp> = new Set(['done', 'refused', 'failed'] as const)

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
    const run = this.#run
    if (run === null || !run.wanted) return null
    const { id, setUp, earned, swarm } = run
    return { id, setUp, seller: swarm.seller, earned, earnedInAll: swarm.earnedInAll }
  }

  /** One after the other: a trial is ended whole before the next one begins. */
  set(on: boolean): Reply<'speed.demo'> {
    if (!on) this.#cease()
    const next = this.#turn.then(() => (on ? this.#begin() : this.#end()))
    this.#turn = next.catch(() => undefined)
    return next
  }

  /** The network or the wallet may have changed. */
  refresh(): void {
    if (this.#run === null || !this.#run.wanted) return
    if (this.#parts.holdings().network === 'practice') this.#run.swarm.refresh()
    else void this.set(false)
  }

  /** The user's engine is there, or there again: what a killed app left goes; a trial that runs is joined anew. */
  engineRuns(): void {
    if (this.#run !== null) return void this.#meet(this.#run)
    const next = this.#turn.then(() => this.#tidy())
    this.#turn = next.catch((cause: unknown) => this.#parts.log.error('tidying up after a trial', cause))
  }

  /** What waits for something gives up, and whatever the user is being asked is not asked any more. */
  #cease(): void {
    const run = this.#run
    if (run === null || !run.wanted) return
    run.wanted = false
    run.swarm.cease()
    if (!ENDED.has(run.setUp)) this.#parts.keys.close()
  }

  async #tidy(): Promise<void> {
    const { folder } = this.#parts
    if (this.#run !== null || !existsSync(folder)) return
    const id = existsSync(this.#marker) ? (readFileSync(this.#marker, 'utf8') as TorrentId) : null
    if (id !== null) await this.#forget(id)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }

  /** The film in the user's list, and what was agreed to about it. */
  async #forget(id: TorrentId): Promise<void> {
    const { engine, speed } = this.#parts
    await speed.speed.setTorrent(id, false, ZERO)
    await speed.speed.allowPrivate(id, false)
    await engine.call('engine.remove', { ids: [id] })
  }

  async #begin(): Reply<'speed.demo'> {
    const { holdings, folder } = this.#parts
    if (holdings().network !== 'practice') return away
    if (this.#run !== null) {
      this.#ask(this.#run)
      return ok({ id: this.#run.id })
    }
    await this.#tidy()
    const swarm = this.#parts.swarm(join(folder, 'swarm'))
    const run: Run = { swarm, id: null, wanted: true, setUp: 'refused', earned: ZERO }
    this.#run = run
    await mkdir(folder, { recursive: true, mode: 0o700 })
    this.#ask(run)
    const begun = await this.#fetch(run)
    if (!begun.ok) {
      this.#parts.log.warn(`no trial: ${JSON.stringify(begun.error)}`)
      await this.#end()
      return begun
    }
    swarm.onMove(() => void this.#meet(run))
    this.#stopLooking = this.#parts.clock.every(LOOK_MS, () => void this.#look(run))
    return begun
  }

  /** The film, in the user's own list, from the seller. */
  async #fetch(run: Run): Reply<'speed.demo'> {
    const { clock, practice, speed, hurry } = this.#parts
    if ((await awaited(clock, PATIENCE_MS, () => run.wanted, practice)) === null) return away
    await hurry(true)
    const film = await run.swarm.begin()
    if (!film.ok) return film
    if (!run.wanted) return away
    await writeFile(this.#marker, film.value.id)
    const allowed = await speed.speed.allowPrivate(film.value.id, true)
    return allowed.ok ? this.#add(run, film.value) : allowed
  }

  async #add(run: Run, { id, bytes }: Film): Reply<'speed.demo'> {
    const { engine, folder } = this.#parts
    const candidate = await engine.call('add.inspectFile', { bytes, name: 'practice.torrent' })
    if (!candidate.ok) return candidate
    const place = join(folder, 'yours')
    const order = { ref: candidate.value.ref, folder: place, start: true, priorities: null }
    const added = await engine.call('add.confirm', order)
    if (!added.ok) return added
    run.id = id
    await this.#meet(run)
    this.#parts.speed.speed.refresh()
    return ok({ id })
  }

  /** Peers of a private torrent are told of; nobody else tells of these. */
  async #meet({ id, swarm: { address }, wanted }: Run): Promise<void> {
    if (id !== null && address !== null && wanted) await this.#parts.engine.call('torrents.addPeer', { id, address })
  }

  /** Unless it is being asked now. Whatever the person says no to stays undone until they press again. */
  #ask(run: Run): void {
    const { speed, log } = this.#parts
    if (!ENDED.has(run.setUp) || run.setUp === 'done') return
    const told = (step: TrialSetUp): void => {
      run.setUp = step
      speed.speed.refresh()
    }
    told('waiting')
    const wanted = (): boolean => run.wanted
    void setUpUser(this.#parts, wanted, told).then(told, (cause: unknown) => {
      log.error('setting a trial up', cause)
      told('failed')
    })
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
    this.#cease()
    this.#stopLooking()
    const { speed, folder, hurry } = this.#parts
    speed.speed.refresh()
    if (run.id !== null) await this.#forget(run.id)
    await run.swarm.end()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    await hurry(false)
    this.#run = null
    speed.speed.refresh()
    return ok({ id: null })
  }
}
