// Speed without the vault around it: the real ledger, handlers and schemas over keys that are simply there, so that
// thousands of histories can be played. It can be killed and started again, and its disk can fail at a commit.

import * as v from 'valibot'
import type { DatabaseSync } from 'node:sqlite'
import { speedWalletCommands } from '../../../app/ipc/speed-wallet.ts'
import { laneOf } from '../../../app/speed/lane.ts'
import type { Device, Lane } from '../../../app/speed/terms.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { Address } from '../../../app/tron/address.ts'
import { openLedger, type OpenedLedger } from '../speed/database.ts'
import type { Keys } from '../speed/signer.ts'
import { speedHandlers } from '../speed/speed-handlers.ts'
import { Speed } from '../speed/speed.ts'
import { addressOfKey, signDigest } from '../signature.ts'
import { VoucherKey } from '../voucher-key.ts'
import { ManualClock } from './bench-wallet.ts'

export type SpeedCommand = keyof typeof speedWalletCommands
export type SpeedInput<N extends SpeedCommand> = v.InferOutput<(typeof speedWalletCommands)[N]['input']>
export type SpeedOutput<N extends SpeedCommand> = v.InferOutput<(typeof speedWalletCommands)[N]['output']>

export const ACCOUNT_KEY = new Uint8Array(32).fill(0x11)
export const VOUCHER_KEY = new Uint8Array(32).fill(0x22)
export const ACCOUNT: Address = addressOfKey(ACCOUNT_KEY)
export const VOUCHER_SIGNER: Address = addressOfKey(VOUCHER_KEY)

/** Keys that lock and unlock at once. */
class OpenKeys implements Keys {
  readonly voucherKey = new VoucherKey()
  readonly accounts = [{ index: 0, path: null, address: ACCOUNT, label: 'Account 1' }]
  #unlocked = false

  get isUnlocked(): boolean {
    return this.#unlocked
  }

  sign(digest: Uint8Array, signer: Address): Uint8Array | null {
    return this.#unlocked && signer === ACCOUNT ? signDigest(digest, ACCOUNT_KEY, ACCOUNT) : null
  }

  unlock(): void {
    this.#unlocked = true
    this.voucherKey.hold(Uint8Array.from(VOUCHER_KEY))
  }

  lock(keepsVoucherKey: boolean): void {
    this.#unlocked = false
    if (!keepsVoucherKey) this.voucherKey.wipe()
  }
}

/** At the next commit: the disk fails before it, or after it although it says otherwise. */
export type Fault = 'before' | 'after'

const ioError = (): Error => Object.assign(new Error('disk I/O error'), { errcode: 10 })

/** `fault` is asked at each commit. */
const failing = (db: DatabaseSync, fault: () => Fault | null): DatabaseSync =>
  new Proxy(db, {
    get: (real, name) => {
      const value: unknown = Reflect.get(real, name, real)
      if (name !== 'exec') return typeof value === 'function' ? (value.bind(real) as unknown) : value
      return (sql: string): void => {
        const what = sql === 'COMMIT' ? fault() : null
        if (what === 'before') throw ioError()
        real.exec(sql)
        if (what === 'after') throw ioError()
      }
    },
  })

export class SpeedRig {
  readonly clock = new ManualClock()
  readonly folder: string
  keys = new OpenKeys()
  fault: Fault | null = null
  /** The size of the database, from the next start on; null: as large as it likes. */
  mostPages: number | null = null
  damages: string[] = []
  /** Transactions that were to be synced. */
  commits = 0
  /** The most that one turn of the event loop did for Speed, ms of its thread's work: waiting for a disk is none. */
  longestTurnMs = 0
  #speed: Speed
  #handlers: ReturnType<typeof speedHandlers>

  constructor(folder: string) {
    this.folder = folder
    this.keys.unlock()
    this.#speed = this.#start()
    this.#handlers = speedHandlers(this.#speed)
  }

  async call<N extends SpeedCommand>(name: N, input: SpeedInput<N>): Promise<SpeedOutput<N>> {
    const handler = this.#handlers[name] as (given: unknown) => unknown
    const result = (await this.#timed(() => handler(v.parse(speedWalletCommands[name].input, input)))) as {
      ok: boolean
      value?: unknown
      error?: unknown
    }
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return this.#timed(() => v.parse(speedWalletCommands[name].output, result.value)) as SpeedOutput<N>
  }

  #timed<T>(run: () => T): T {
    const before = process.threadCpuUsage()
    try {
      return run()
    } finally {
      const { user, system } = process.threadCpuUsage(before)
      this.longestTurnMs = Math.max(this.longestTurnMs, (user + system) / 1_000)
    }
  }

  /** Of the books in use, with that device of whoever is paid. */
  async lane(device: Device = 1): Promise<Lane> {
    const figures = await this.call('speed.figures', undefined)
    if (figures === null) throw new Error('no books')
    return laneOf(figures.device, device)
  }

  /** As a person approves it in a key window. */
  async approve(next: Allowance): Promise<void> {
    const waiting = await this.call('speed.allow', next)
    if (waiting !== null && !this.#speed.answer(waiting.token, true).ok) throw new Error('not taken')
  }

  lock(): void {
    this.keys.lock(this.#speed.keepsVoucherKey)
    this.#speed.keysChanged()
  }

  unlock(): void {
    this.keys.unlock()
    this.#speed.keysChanged()
  }

  /** As if the process had been killed, and was started and unlocked again. What was asked is never answered. */
  restart(): void {
    this.fault = null
    this.#speed.close()
    this.keys = new OpenKeys()
    this.keys.unlock()
    this.#speed = this.#start()
    this.#handlers = speedHandlers(this.#speed)
  }

  /** Returns its longest turn, ms. */
  close(): number {
    this.#speed.close()
    return this.longestTurnMs
  }

  #start(): Speed {
    return new Speed({
      folder: this.folder,
      keyring: this.keys,
      clock: this.clock,
      onFigures: () => undefined,
      onAnswer: () => undefined,
      onApproval: () => undefined,
      onDamage: (keptAs) => void this.damages.push(keptAs),
      openLedger: (folder) => this.#opened(folder),
      soon: (run) => void setImmediate(() => this.#timed(run)),
    })
  }

  #opened(folder: string | null): OpenedLedger {
    const { db, keptAs } = openLedger(folder)
    if (this.mostPages !== null) db.exec(`PRAGMA max_page_count = ${this.mostPages}`)
    const next = (): Fault | null => {
      const { fault } = this
      this.commits++
      this.fault = null
      return fault
    }
    return { db: failing(db, next), keptAs }
  }
}
