// Serves the chain over a port: what windows ask (chain-commands.ts, checked by main) and what main itself does
// (chain-contract.ts). Leaves everything to the parts. Invariant: before `chain.start` nothing is opened, and after
// `chain.shutdown` nothing is left open.

import type { DatabaseSync } from 'node:sqlite'
import type {
  ChainCommandName,
  ChainCommands,
  ChainConfig,
  ChainProcessEvents,
  ChainStart,
} from '../../app/ipc/chain-contract.ts'
import type { chainCommands } from '../../app/ipc/chain-commands.ts'
import type { Input, Output } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Port } from '../../app/ipc/port.ts'
import { serve, type RpcServer } from '../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { ActivityEntry } from '../../app/wallet/activity.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import { mistakable } from '../../app/wallet/familiar.ts'
import { csvOf, filtered, pageOf } from '../../app/wallet/activity-rules.ts'
import { MAINNET, networkInTable, NILE, SHASTA } from '../../app/tron/networks.ts'
import { Chain, chainFail } from './chain.ts'
import { checkNode } from './reading/node-check.ts'
import { previewSend } from './sending/preview.ts'
import { Sender } from './sending/sender.ts'
import { settledCalls, withLocked } from './store/settled-calls.ts'
import { debtorIn } from './vault/order-facts.ts'
import { previewOrder } from './vault/order-preview.ts'
import { openDatabase } from './store/database.ts'
import { Records } from './store/records.ts'
import { Sends } from './store/sends.ts'
import { timeline } from './store/timeline.ts'

type Served = {
  [N in keyof typeof chainCommands]: (typeof chainCommands)[N]['by'] extends 'chain' ? N : never
}[keyof typeof chainCommands]

type Answer<T> = Result<T, AppError> | Promise<Result<T, AppError>>
type Handlers = { readonly [N in Served]: (input: Input<N>) => Answer<Output<N>> } & {
  readonly [N in ChainCommandName]: (input: ChainCommands[N]['input']) => Answer<ChainCommands[N]['output']>
}

interface World {
  readonly db: DatabaseSync
  readonly chain: Chain
  readonly sender: Sender
  readonly sends: Sends
  readonly records: Records
}

const CHANGED_MS = 1_000
const KNOWN = [MAINNET, NILE, SHASTA]
const done = ok(undefined)

/** `chain.changed` at most once a second, and soon after the first change. */
const paced = (emit: () => void): (() => void) => {
  let waiting = false
  let last = 0
  return () => {
    if (waiting) return
    waiting = true
    const wait = Math.max(20, last + CHANGED_MS - Date.now())
    setTimeout(() => {
      waiting = false
      last = Date.now()
      emit()
    }, wait).unref()
  }
}

/** As it stands in a table. */
const nameOf = ({ network, chainId }: ChainState): string => (network === null ? '' : networkInTable(network, chainId))

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** A name is no reason to trust an address, so whoever gives it one has compared it before. */
const putContact = ({ chain, records }: World, contact: Input<'contacts.put'>): Result<void, AppError> => {
  const { address, name, unlike } = contact
  const familiar = chain.familiar()
  const alike = familiar.names.has(address) ? [] : mistakable(address, familiar)
  if (alike.some((one) => !unlike.includes(one.address))) return chainFail('look-alike')
  records.noteCompared(
    address,
    alike.map((one) => one.address),
  )
  records.putContact(address, name, Date.now())
  return done
}

export class ChainService {
  #world: World | null = null
  #wasDamaged = false
  #config: ChainConfig = { profile: null, accounts: [], watched: [], prices: null }
  readonly #emit: (name: string, data: unknown) => void
  readonly #crashed: (cause: unknown) => void
  readonly #exit: () => void

  constructor(deps: {
    emit: (name: string, data: unknown) => void
    crashed: (cause: unknown) => void
    exit: () => void
  }) {
    this.#emit = deps.emit
    this.#crashed = deps.crashed
    this.#exit = deps.exit
  }

  readonly handlers: Handlers = {
    'chain.start': ({ folder }) => this.#start({ folder }),
    'chain.ping': () => done,
    'chain.shutdown': async () => {
      await this.#world?.chain.close()
      this.#world?.db.close()
      this.#world = null
      setImmediate(this.#exit)
      return done
    },
    'chain.configure': (config) =>
      this.#with(({ chain }) => {
        this.#config = config
        chain.configure(config)
        return done
      }),
    'chain.build': (order) => this.#with(({ sender }) => sender.build(order)),
    'chain.submit': ({ ref, signed }) => this.#with(({ sender }) => sender.submit(ref, signed)),
    'chain.isSaved': ({ txId }) =>
      this.#with(({ sends }) => {
        if (sends.get(txId) !== null) return ok(true)
        // What was saved before the database was damaged is not known here.
        return this.#wasDamaged ? chainFail('state-disk') : ok(false)
      }),
    'chain.csv': (filter) =>
      this.#with((world) => {
        const { shown } = filtered(this.#lines(world), filter)
        return ok(csvOf(shown, (at) => new Date(at).toISOString(), nameOf(world.chain.state)))
      }),
    'chain.explorerUrl': ({ txId }) =>
      this.#with(({ chain }) => {
        const { chainId, network } = chain.state
        const known = network === 'practice' ? undefined : KNOWN.find((one) => one.chainId === chainId)
        return ok(known?.explorer.replace('{id}', txId) ?? null)
      }),
    'vault.payer': ({ fresh, ...asked }) =>
      this.#with(async ({ chain }) => ok((await chain.vaults?.payer(asked, fresh)) ?? null)),
    'vault.debtor': (asked) =>
      this.#with(async ({ chain }) => {
        const { vaults } = chain
        if (vaults?.facts == null || chain.state.chainId === null) return chainFail('no-vault')
        const vault = { chainId: chain.state.chainId, address: vaults.facts.address }
        const read = await debtorIn(vaults, vault, asked)
        return read.ok ? read : chainFail(read.error)
      }),
    'vault.account': (asking) =>
      this.#with(async ({ chain, sends }) => {
        const read = await chain.vaults?.account(withLocked(asking, sends, chain.state.chainId))
        if (read === undefined) return chainFail('no-network')
        return read.ok ? read : chainFail(read.error)
      }),
    'vault.preview': (request) =>
      this.#with(async ({ chain }) => {
        const found = chain.world()
        if (!found.ok) return found
        const priced = await previewOrder(request, found.value.world)
        return ok(priced.ok ? priced.value.preview : priced.error)
      }),
    'vault.build': ({ request, after: before }) => this.#with(({ sender }) => sender.buildCall(request, before)),
    'vault.landed': ({ txId }) =>
      this.#with(async ({ chain }) => {
        const state = await chain.landed(txId)
        return state === null ? chainFail('stale') : ok(state)
      }),
    'vault.settled': () => this.#with(({ chain, sends }) => ok(settledCalls(sends, chain.state.chainId))),
    'vault.told': ({ txIds }) =>
      this.#with(({ sends }) => {
        try {
          return ok(sends.noteTold(txIds))
        } catch {
          return chainFail('state-disk')
        }
      }),
    'chain.state': () => this.#with(({ chain }) => ok(chain.state)),
    'chain.refresh': () => this.#with(async ({ chain }) => ok(await chain.refresh())),
    'chain.inspect': ({ addresses }) => this.#with(({ chain }) => chain.inspect(addresses)),
    'chain.checkNode': (node) => checkNode(node),
    'chain.preview': (draft) =>
      this.#with(async ({ chain }) => {
        const found = chain.world()
        return found.ok ? ok(await previewSend(draft, found.value.world)) : found
      }),
    'chain.activity': (query) =>
      this.#with((world) => ok(pageOf(this.#lines(world), query, world.chain.state.activityRevision))),
    'contacts.list': () => this.#with(({ records, chain }) => ok(records.contacts(chain.familiar().paid))),
    'contacts.alike': ({ address }) => this.#with(({ chain }) => ok(mistakable(address, chain.familiar()))),
    'contacts.put': (contact) => this.#contacts((world) => putContact(world, contact)),
    'contacts.remove': ({ address }) => this.#contacts(({ records }) => ok(records.removeContact(address))),
  }

  #start({ folder }: ChainStart): Result<void, AppError> {
    if (this.#world !== null) return done
    const { db, keptAs } = openDatabase(folder)
    this.#wasDamaged = keptAs !== null
    if (keptAs !== null) this.#emit('chain.reset', { keptAs } satisfies ChainProcessEvents['chain.reset'])
    const [sends, records] = [new Sends(db), new Records(db)]
    const changed = paced(() => this.#world && this.#emit('chain.changed', this.#world.chain.state))
    const chain = new Chain({ sends, records, now: Date.now, after, changed, crashed: this.#crashed })
    this.#world = { db, chain, sends, records, sender: new Sender({ chain, sends, now: Date.now, wait }) }
    return done
  }

  #with<T>(act: (world: World) => Answer<T>): Answer<T> {
    return this.#world === null ? fail<AppError>({ code: 'chain-unavailable' }) : act(this.#world)
  }

  #contacts(act: (world: World) => Result<void, AppError>): Answer<void> {
    return this.#with((world) => {
      try {
        const kept = act(world)
        if (!kept.ok) return kept
      } catch {
        return chainFail('state-disk')
      }
      world.chain.noteContacts()
      this.#emit('contacts.changed', world.records.contacts(world.chain.familiar().paid))
      return done
    })
  }

  #lines({ chain, sends, records }: World): readonly ActivityEntry[] {
    const { chainId } = chain.state
    const own = new Set(this.#config.accounts)
    const accounts = new Set([...own, ...this.#config.watched])
    return chainId === null ? [] : timeline(sends, records, { chain: chainId, accounts, own })
  }
}

export const serveChain = (port: Port, exit: () => void, crashed: (cause: unknown) => string): RpcServer => {
  const service: ChainService = new ChainService({
    emit: (name, data) => server.emit(name, data),
    crashed,
    exit,
  })
  const server = serve(
    port,
    async (name, input) => {
      const handler = Object.hasOwn(service.handlers, name)
        ? (service.handlers[name as keyof Handlers] as (input: unknown) => Answer<unknown>)
        : undefined
      return handler ? handler(input) : fail({ code: 'forbidden' })
    },
    crashed,
  )
  return server
}
