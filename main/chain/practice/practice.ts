// The Practice network as a thing to start: a chain, an HTTP node in front of it, and the means to move both. The app
// talks to it only through its URL; everything else here is for tests and for `npm run practice`.

import { base58, parseAddress } from './address.ts'
import { hex } from './bytes.ts'
import type { JsonObject } from './codec/json.ts'
import { controlsOf, type Steering } from './http/controls.ts'
import type { Fault } from './http/faults.ts'
import { NodeServer } from './http/server.ts'
import { View } from './http/view.ts'
import { openArchive, type Archive } from './node/archive.ts'
import { Chain, LONGEST_LAG, type ChainOptions, type Snapshot } from './node/chain.ts'
import { give, usualGift, type Gift } from './node/faucet.ts'
import { ALL_TRX, genesis, practiceTokens, practiceVault } from './node/genesis.ts'
import { fundedAccounts } from './node/keys.ts'
import { Refusal } from './refusal.ts'
import { unstakingOf, type Account } from './state/account.ts'
import { BLOCK_MS, mainParams, type Params } from './rules/params.ts'

export interface PracticeOptions {
  /** 0: any that is free. */
  readonly port?: number
  /** A block every `blockMs`, one for each transaction at once, or only when `mine` says so. */
  readonly mining?: 'steady' | 'at-once' | 'by-hand'
  /** A block is final when so many more stand on it; 19 unless told otherwise. */
  readonly solidLag?: number
  /** 3 s, as on TRON, unless told otherwise. */
  readonly blockMs?: number
  /** ms since 1970. */
  readonly clock?: () => number
  /** Keys, producers and the chain's id come from it. */
  readonly seed?: string
  readonly genesisTime?: number
  /** How many accounts have play money from the start. */
  readonly accounts?: number
  /** Of the vault, seconds; two minutes unless told otherwise. Of a chain that is kept already it stays what it was. */
  readonly exitDelay?: number
  /** Where the chain is kept; in memory only unless told otherwise. */
  readonly folder?: string
  readonly params?: Partial<Params>
  /** Pages of the web may ask too. */
  readonly pages?: boolean
}

/** A node at a URL, with what goes wrong at it. */
export interface NodeAt extends AsyncDisposable {
  readonly url: string
  /** The last requests it got, as `POST /wallet/getaccount`. */
  readonly requests: readonly string[]
  fail(fault: Fault): void
  heal(): void
}

/** All TRX there is: in accounts, staked or on its way out of the stake, burned. */
export interface Audit {
  readonly held: bigint
  readonly staked: bigint
  readonly burned: bigint
  readonly genesis: bigint
}

export interface PracticeNode extends NodeAt, Omit<Steering, 'describe'> {
  readonly tokens: { readonly btt: string; readonly usdt: string; readonly bttold: string }
  /** Where the vault of play BTT is. */
  readonly vault: string
  /** Those with play money from the start; keys are 64 hexadecimal digits. */
  readonly accounts: readonly { readonly address: string; readonly privateKey: string }[]
  /** What was kept could not be read, and lies beside the new chain. */
  readonly damaged: boolean
  /** Last four bytes of the genesis block's id, as contracts and TIP-712 see it. */
  readonly chainId: bigint
  /** Of the head block. */
  height(): number
  solid(): number
  /** This node's clock is so many ms off from now on. */
  skew(ms: number): void
  audit(): Promise<Audit>
  /** Another node of this network, `lag` blocks behind (40 at most). */
  peer(lag: number): Promise<NodeAt>
  /** A node that knows all until now and hears nothing from now on: the two go apart. */
  fork(): Promise<PracticeNode>
}

/** The same chain id for everybody's Practice, unless another seed or time is given. */
const GENESIS = Date.UTC(2026, 0, 1)
const SEED = 'swiftseed practice'
const SOLID_LAG = 19
const EXIT_DELAY = 120

const auditOf = ({ state }: Chain): Audit => {
  const accounts = state.accounts.keys().map((key) => state.accounts.get(key))
  const held = accounts.reduce((sum, account) => sum + (account?.balance ?? 0n), 0n)
  const waiting = (account: Account): bigint => unstakingOf(account).reduce((sum, { amount }) => sum + amount, 0n)
  const staked = accounts.reduce((sum, one) => sum + (one ? one.stakedNet + one.stakedEnergy + waiting(one) : 0n), 0n)
  return { held, staked, burned: state.total('burned'), genesis: ALL_TRX }
}

const genesisOf = ({ accounts = 0, exitDelay = EXIT_DELAY }: PracticeOptions): ReturnType<typeof genesis> =>
  genesis(accounts, exitDelay)

const shownTokens = {
  btt: base58(practiceTokens.btt),
  usdt: base58(practiceTokens.usdt),
  bttold: practiceTokens.bttold,
}

/** Below this a block is not always done before the next is due. */
export const FASTEST_MS = 100

class Practice implements PracticeNode {
  readonly tokens = shownTokens
  readonly vault = base58(practiceVault)
  readonly accounts: PracticeNode['accounts']
  readonly damaged: boolean
  readonly #chain: Chain
  readonly #options: PracticeOptions
  readonly #archive: Archive | null
  readonly #server: NodeServer
  readonly #peers = new Set<NodeServer>()
  readonly #snapshots: Snapshot[] = []
  #url = ''
  #timer: NodeJS.Timeout | undefined
  #gifts = 0

  constructor(chain: Chain, options: PracticeOptions, archive: Archive | null, damaged: boolean) {
    this.#chain = chain
    this.#options = options
    this.#archive = archive
    this.damaged = damaged
    this.#server = new NodeServer(new View(chain), controlsOf(this), options.pages)
    this.accounts = fundedAccounts(chain.options.seed, options.accounts ?? 0).map(({ key, address }) => ({
      address: base58(address),
      privateKey: hex(key),
    }))
  }

  async listen(): Promise<this> {
    this.#url = await this.#server.listen(this.#options.port ?? 0)
    if ((this.#options.mining ?? 'steady') !== 'steady') return this
    // A chain that was kept has an old head, on which nothing could be built that is not expired.
    await this.mine(1)
    this.#keepPace()
    return this
  }

  get url(): string {
    return this.#url
  }

  get requests(): readonly string[] {
    return this.#server.requests
  }

  get chainId(): bigint {
    return BigInt(`0x${this.#chain.history.block(0)?.id.slice(-8) ?? '0'}`)
  }

  height(): number {
    return this.#chain.history.height
  }

  solid(): number {
    return this.#chain.solid
  }

  mine(blocks = 1): Promise<void> {
    return this.#chain.turn(async () => {
      for (let made = 0; made < blocks; made++) await this.#chain.mine()
    })
  }

  pass(ms: number): void {
    this.#chain.skew += ms
  }

  setPace(ms: number): void {
    if (!(ms >= FASTEST_MS && ms <= BLOCK_MS)) throw new RangeError(`from ${FASTEST_MS} to ${BLOCK_MS} ms`)
    this.#chain.pace = ms
    if (this.#timer !== undefined) this.#keepPace()
  }

  skew(ms: number): void {
    this.#chain.skew = ms
  }

  give(to: string, gift: Gift = usualGift): Promise<readonly string[]> {
    return this.#chain.turn(() => {
      const address = parseAddress(to)
      if (!address) throw new Refusal('CONTRACT_VALIDATE_ERROR', 'Invalid toAddress!')
      return give(this.#chain, address, gift, () => ++this.#gifts)
    })
  }

  reorganise(blocks: number, lost = false): Promise<void> {
    return this.#chain.turn(() => this.#chain.reorganise(blocks, lost))
  }

  snapshot(): Promise<number> {
    return this.#chain.turn(() => {
      if (this.#archive) throw new Error('a chain that is kept cannot be set back')
      return this.#snapshots.push(this.#chain.snapshot()) - 1
    })
  }

  revert(id: number): Promise<void> {
    return this.#chain.turn(() => {
      const snapshot = this.#snapshots[id]
      if (!snapshot) throw new Error('no such snapshot')
      this.#chain.restore(snapshot)
    })
  }

  fail(fault: Fault): void {
    this.#server.faults.add(fault)
  }

  heal(): void {
    this.#server.faults.clear()
  }

  audit(): Promise<Audit> {
    return this.#chain.turn(() => auditOf(this.#chain))
  }

  async peer(lag: number): Promise<NodeAt> {
    if (lag < 0 || lag > LONGEST_LAG) throw new RangeError(`a node may be ${LONGEST_LAG} blocks behind`)
    const server = new NodeServer(new View(this.#chain, lag), () => null)
    const url = await server.listen(0)
    this.#peers.add(server)
    return {
      url,
      requests: server.requests,
      fail: (fault) => server.faults.add(fault),
      heal: () => server.faults.clear(),
      [Symbol.asyncDispose]: () => server.close(),
    }
  }

  async fork(): Promise<PracticeNode> {
    const { folder: _kept, port: _taken, ...options } = this.#options
    const chain = new Chain({ ...this.#chain.options, archive: null, branch: 13 })
    await chain.open(genesisOf(options))
    await this.#chain.turn(() => chain.restore(this.#chain.snapshot()))
    return new Practice(chain, options, null, false).listen()
  }

  #keepPace(): void {
    clearInterval(this.#timer)
    this.#timer = setInterval(() => void this.mine(1), this.#chain.pace)
  }

  describe(): JsonObject {
    return {
      network: 'Practice',
      chainId: this.chainId,
      tokens: this.tokens,
      vault: this.vault,
      head: BigInt(this.height()),
      solid: BigInt(this.solid()),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([this.#server, ...this.#peers].map((server) => server.close()))
    await this.#chain.turn(() => this.#archive?.close())
  }
}

export const startPractice = async (options: PracticeOptions = {}): Promise<PracticeNode> => {
  const { archive, damaged } = options.folder ? openArchive(options.folder) : { archive: null, damaged: false }
  const chainOptions: ChainOptions = {
    clock: options.clock ?? Date.now,
    seed: options.seed ?? SEED,
    genesisTime: options.genesisTime ?? GENESIS,
    solidLag: options.solidLag ?? SOLID_LAG,
    blockMs: options.blockMs ?? BLOCK_MS,
    atOnce: options.mining === 'at-once',
    params: { ...mainParams, ...options.params },
    archive,
    branch: 0,
  }
  const chain = new Chain(chainOptions)
  await chain.open(genesisOf(options))
  return new Practice(chain, options, archive, damaged).listen()
}
