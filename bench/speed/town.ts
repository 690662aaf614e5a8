// People with engines, wallets and chain clients of their own, each in processes of their own, on one Practice network of
// three nodes: joined in this process by the parts that main joins the app's own with, their ledgers on disk. Leaves what
// they do to the measurements. Invariant: nothing of it is left, in processes or on disk, once it is disposed of.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { practiceNodeOf, type PracticeNode } from '../../app/wallet/practice-network.ts'
import { amount, type Amount } from '../../app/money/amount.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { Log } from '../../main/log/log.ts'
import { Member } from '../../main/speed/demo/member.ts'
import { fillPurse } from '../../main/speed/demo/play-money.ts'
import { systemClock, type Clock } from '../../main/supervisor/clock.ts'
import type { SupervisedProcess } from '../../main/supervisor/process.ts'
import { forkPractice, forkProcess, keptLine, type ForkedProcess, type PracticeRun } from './forked.ts'

export const btt = (units: number): Amount => amount((BigInt(Math.round(units * 1e6)) * 10n ** 18n) / 1_000_000n)

const PATIENCE_MS = 120_000
/** While money is on its way, and as on TRON when all is there. */
const HURRIED_MS = 100
const CALM_MS = 3_000
/** Of each that buys; far more than is spent. */
const DEPOSIT = btt(100_000)
const MOST = btt(50_000)

const valueOf = <T>(result: Result<T, AppError>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export interface Wish {
  /** Upload limit, B/s. */
  readonly up?: number
  /** With a wallet; and money in the vault, to buy with. */
  readonly trades?: 'sells' | 'buys'
  /** Bids this, BTT per MiB, at once wherever somebody sells; else it plans as everybody. */
  readonly price?: number
}

const overheard = (process: ForkedProcess, kind: Kind, hear: Overhear): ForkedProcess => {
  const { port } = process
  return {
    ...process,
    port: {
      ...port,
      post: (message) => {
        hear(kind, 'to', message)
        port.post(message)
      },
      onMessage: (listener) =>
        port.onMessage((message) => {
          hear(kind, 'from', message)
          listener(message)
        }),
    },
  }
}

export type Kind = 'engine' | 'wallet' | 'chain'

/** Sees what main and a process say to each other. */
export type Overhear = (kind: Kind, way: 'to' | 'from', message: unknown) => void

/** So many processes share the machine that one is not hung that is silent for half a minute. */
const clock: Clock = { ...systemClock, every: (ms, run) => systemClock.every(6 * ms, run) }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A chain process that is told of all nodes, where main knows of one: what decides is asked of several. */
const knowingAll = (process: SupervisedProcess, others: readonly string[]): SupervisedProcess => {
  const more = others.map((full) => ({ full, solidity: null, apiKey: null }))
  const widened = (message: unknown): unknown => {
    if (!isObject(message) || message['name'] !== 'chain.configure' || !isObject(message['input'])) return message
    const { input } = message
    const profile = input['profile']
    if (!isObject(profile) || !Array.isArray(profile['nodes'])) return message
    const nodes: readonly unknown[] = [...(profile['nodes'] as readonly unknown[]), ...more]
    return { ...message, input: { ...input, profile: { ...profile, nodes } } }
  }
  const { port } = process
  return { ...process, port: { ...port, post: (message) => port.post(widened(message)) } }
}

export class Resident {
  readonly member: Member
  readonly #processes: ReadonlyMap<Kind, ForkedProcess>
  readonly #ears: Set<Overhear>

  constructor(member: Member, processes: ReadonlyMap<Kind, ForkedProcess>, ears: Set<Overhear>) {
    this.member = member
    this.#processes = processes
    this.#ears = ears
  }

  overhear(hear: Overhear): () => void {
    this.#ears.add(hear)
    return () => this.#ears.delete(hear)
  }

  /** Null: it has none. */
  pid(kind: Kind): number | null {
    return this.#processes.get(kind)?.pid ?? null
  }

  /** Of its engine's processor time, ms that went into Speed so far. */
  speedMs(): Promise<number> {
    return this.#processes.get('engine')?.speedMs() ?? Promise.resolve(0)
  }

  get speed() {
    const { speed } = this.member
    if (speed === null) throw new Error('it has no wallet')
    return speed.speed
  }

  get account() {
    const { account } = this.member
    if (account === null) throw new Error('it has no account')
    return account
  }

  async address(): Promise<string> {
    const port = await until('a port', () => this.member.port, { withinMs: PATIENCE_MS })
    return `127.0.0.1:${port}`
  }

  /** Has its data in `folder` already, and gives it to others. */
  async seed({ bytes, infoHash }: TestTorrent, folder: string): Promise<void> {
    valueOf(await this.member.add(bytes, folder))
    const isSeeding = async (): Promise<boolean> => (await this.row(infoHash))?.status === 'seeding'
    await until('data to be checked', isSeeding, { withinMs: PATIENCE_MS })
  }

  /** Knows of the torrent, and of nobody that has it. */
  async add({ bytes }: TestTorrent, folder: string): Promise<void> {
    valueOf(await this.member.add(bytes, folder))
  }

  /** `budget`, in BTT, is what it may spend on the torrent. */
  async buy({ infoHash }: TestTorrent, budget: number): Promise<void> {
    const id = infoHash as TorrentId
    await until('the torrent to be listed', () => this.member.rows.get(id), { withinMs: PATIENCE_MS })
    valueOf(await this.speed.setTorrent(id, true, btt(budget)))
  }

  async meet({ infoHash }: TestTorrent, address: string): Promise<void> {
    valueOf(await this.member.engine.call('torrents.addPeer', { id: infoHash as TorrentId, address }))
  }

  /** As it is now. */
  async row(infoHash: string): Promise<TorrentRow | undefined> {
    const { rows } = valueOf(await this.member.engine.call('torrents.snapshot', undefined))
    return rows.find(({ id }) => id === infoHash)
  }

  async downloaded({ infoHash }: TestTorrent): Promise<number> {
    return (await this.row(infoHash))?.downloaded ?? 0
  }

  async complete({ infoHash }: TestTorrent, withinMs: number): Promise<void> {
    const isHere = async (): Promise<boolean> => (await this.row(infoHash))?.progress === 1
    await until('the download', isHere, { withinMs, everyMs: 100 })
  }

  isPaying({ infoHash }: TestTorrent): boolean {
    return this.speed.torrents.some(({ id, phase }) => id === infoHash && phase.is === 'paying')
  }

  spent({ infoHash }: TestTorrent): bigint {
    return this.speed.torrents.find(({ id }) => id === infoHash)?.spent ?? 0n
  }

  async forget({ infoHash }: TestTorrent): Promise<void> {
    if (this.member.speed !== null) await this.speed.setTorrent(infoHash as TorrentId, false, btt(0))
    valueOf(await this.member.engine.call('engine.remove', { ids: [infoHash as TorrentId] }))
  }
}

export class Town implements AsyncDisposable {
  readonly folder: string
  /** What went wrong in any of them. */
  readonly problems: string[] = []
  readonly #practice: PracticeRun
  readonly #node: PracticeNode
  readonly #ending = new AsyncDisposableStack()
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(folder: string, practice: PracticeRun, node: PracticeNode) {
    this.folder = folder
    this.#practice = practice
    this.#node = node
    this.#ending.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
    this.#ending.use(practice)
  }

  static async open(): Promise<Town> {
    const folder = await mkdtemp(join(tmpdir(), 'swiftseed-town-'))
    const practice = await forkPractice()
    const node = practiceNodeOf(practice.practice)
    if (node === null) throw new Error('the Practice network makes no sense')
    return new Town(folder, practice, node)
  }

  /** With everything that it needs, as far as the wish goes. One after the other: many at once start too slowly. */
  settle(name: string, wish: Wish = {}): Promise<Resident> {
    const settled = this.#turn.then(() => this.#settle(name, wish))
    this.#turn = settled.catch(() => undefined)
    return settled
  }

  async #settle(name: string, { up, trades, price }: Wish): Promise<Resident> {
    const processes = new Map<Kind, ForkedProcess>()
    const ears = new Set<Overhear>()
    const fork =
      (kind: Kind, args: readonly string[] = []) =>
      (): ForkedProcess => {
        const process = forkProcess(kind, args)
        processes.set(kind, process)
        return overheard(process, kind, (...heard) => ears.forEach((hear) => hear(...heard)))
      }
    const chain = fork('chain')
    const member = await Member.open(
      join(this.folder, name),
      { limits: { up: up ?? null } },
      {
        fork: {
          engine: fork('engine', price === undefined ? [] : [`${btt(price)}`]),
          wallet: fork('wallet'),
          chain: () => knowingAll(chain(), this.#practice.others),
        },
        line: keptLine,
        practice: () => this.#node,
        log: this.#log(name),
        clock,
      },
    )
    this.#ending.defer(() => member.end())
    if (trades !== undefined) valueOf(await member.trade())
    if (trades === 'buys') await this.#fill(member)
    return new Resident(member, processes, ears)
  }

  /** Blocks come as they do on TRON from now on. */
  async calm(): Promise<void> {
    await this.#tell('pace', { ms: CALM_MS })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ending.disposeAsync()
  }

  async #fill(member: Member): Promise<void> {
    const { account, speed } = member
    if (account === null || speed === null) throw new Error('it has no wallet')
    await this.#tell('pace', { ms: HURRIED_MS })
    const purse = {
      account,
      speed,
      give: (address: string) => this.#tell('faucet', { address }),
      wanted: () => true,
      clock: systemClock,
    }
    const allowance = { perDay: MOST, perPeer: MOST, total: MOST, priceCeiling: btt(10), whileLocked: false }
    valueOf(await fillPurse(purse, DEPOSIT, allowance))
    const isThere = (): boolean => (speed.speed.state.deposit?.free ?? 0n) >= DEPOSIT
    await until('the deposit', isThere, { withinMs: PATIENCE_MS })
  }

  async #tell(what: string, body: object): Promise<boolean> {
    const answer = await fetch(`${this.#node.url}/practice/${what}`, { method: 'POST', body: JSON.stringify(body) })
    const said: unknown = await answer.json()
    return isObject(said) && said['result'] === true
  }

  #log(name: string): Log {
    const note = (text: string): string => {
      this.problems.push(`${name}: ${text}`)
      console.error(`${name}: ${text}`)
      return 'bench'
    }
    return {
      info: () => undefined,
      warn: note,
      error: (text, cause) => note(cause instanceof Error ? `${text}: ${cause.stack ?? cause.message}` : text),
      line: (level, text) => void (level === 'error' && note(text)),
    }
  }
}
