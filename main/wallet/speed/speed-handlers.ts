// Main's commands for Speed (app/ipc/speed-wallet.ts), each as one piece of work on the ledger. Checked by schema
// before they come here and after they leave. Invariant: whatever cannot be done now is refused as a value; only a bug
// throws.

import { setImmediate } from 'node:timers/promises'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { BooksFilter } from '../../../app/ipc/speed-commands.ts'
import type { speedWalletCommands } from '../../../app/ipc/speed-wallet.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type * as v from 'valibot'
import { approvedNetwork } from '../../../app/speed/approval.ts'
import { BooksSum } from './accounts.ts'
import { closeAllBids } from './bids.ts'
import { noteDeposit, promisedIn } from './chain-state.ts'
import type { DeskDone, DeskWork } from './desk-work.ts'
import { heldOf, uncashedIn } from './earning.ts'
import { entriesOf, partOf, tableHead, tableOf } from './entries.ts'
import { observe } from './lane-in.ts'
import { settle } from './settlement.ts'
import type { Row } from './sql.ts'
import type { Speed } from './speed.ts'
import { nameTorrent } from './torrent-table.ts'

type Commands = typeof speedWalletCommands
type Name = keyof Commands
type Input<N extends Name> = v.InferOutput<Commands[N]['input']>
type Output<N extends Name> = v.InferOutput<Commands[N]['output']>

export type SpeedHandlers = {
  readonly [N in Name]: (input: Input<N>) => Result<Output<N>, AppError> | Promise<Result<Output<N>, AppError>>
}

const done = (result: Result<unknown, AppError>): Result<undefined, AppError> => (result.ok ? ok(undefined) : result)

/** Of what answers with a refusal of its own where it can. */
const only = async <T>(
  speed: Speed,
  work: DeskWork,
  pick: (done: DeskDone) => T | null,
): Promise<Result<T, AppError>> => {
  const [first] = await speed.desk([work])
  const picked = first === undefined ? null : pick(first)
  return picked === null ? fail({ code: 'not-found' }) : ok(picked)
}

const refusedOr =
  <D extends DeskDone>(isIt: (each: DeskDone) => each is D) =>
  (each: DeskDone) =>
    isIt(each) || 'refused' in each ? each : null

type Bid = Extract<DeskDone, { bid: unknown }>
type Paid = Extract<DeskDone, { voucher: unknown }>
const isBid = (each: DeskDone): each is Bid => 'bid' in each
const isPaid = (each: DeskDone): each is Paid => 'voucher' in each

const deskHandlers = (speed: Speed) =>
  ({
    'speed.prove': async ({ vault, ...wire }) =>
      ok(speed.isUsing(vault) ? await speed.prove(wire) : { refused: 'off' }),
    'speed.open': ({ vault, ...bid }) =>
      speed.isUsing(vault) ? only(speed, { do: 'open', ...bid }, refusedOr(isBid)) : ok({ refused: 'off' }),
    'speed.pay': async ({ payments }) => {
      const answers = await speed.desk(payments.map((payment) => ({ do: 'pay', ...payment })))
      // What was signed a moment before is in the books; it leaves here no more.
      if (speed.stopped) return ok(payments.map(() => ({ refused: 'off' }) as const))
      return ok(answers.map((each) => refusedOr(isPaid)(each) ?? { refused: 'disk' }))
    },
    'speed.last': async ({ vault, ...to }) => {
      if (!speed.isUsing(vault)) return ok(null)
      const [last] = await speed.desk([{ do: 'last', ...to }])
      if (last === undefined || speed.stopped) return ok(null)
      return ok(isPaid(last) ? last.voucher : 'none' in last ? 'none' : null)
    },
    'speed.close': async ({ bid, code }) => done(ok(await speed.desk([{ do: 'close', bid, code }]))),
    'speed.resume': async ({ vault, ...claim }) => ok(speed.isUsing(vault) ? await speed.resume(claim) : 'known'),
    'speed.held': ({ vault, payer }) => {
      const held = speed.isUsing(vault) ? speed.read((sql, book) => [...heldOf(sql, book, payer)]) : null
      return ok(held?.ok ? held.value : null)
    },
    'speed.receive': async ({ vault, vouchers }) => {
      if (!speed.isUsing(vault)) return ok(vouchers.map(() => ({ refused: 'away' }) as const))
      const answers = await speed.desk(vouchers.map((each) => ({ do: 'receive', ...each })))
      return ok(answers.map((each) => ('receipt' in each ? each.receipt : { refused: 'disk' })))
    },
  }) satisfies Partial<SpeedHandlers>

const mainHandlers = (speed: Speed) =>
  ({
    'speed.use': (owner) => speed.use(owner),
    'speed.figures': () => speed.figures(),
    'speed.setTorrent': (next) => speed.setTorrent(next),
    'speed.stopSpending': ({ stopped }) => speed.stop(stopped),
    'speed.allow': ({ network, ...next }) => speed.allow(next, network ?? null),
    'speed.forgetSetAside': () => speed.forgetSetAside(),
    'speed.endBids': () => done(speed.write((sql) => closeAllBids(sql, speed.now))),
    'speed.deposit': (facts) => done(speed.writeFor(facts, (sql, book) => noteDeposit(sql, book, speed.now, facts))),
    'speed.settled': ({ calls }) => {
      for (const call of calls) {
        const settled = speed.writeFor(call, (sql, book) => settle(sql, book, speed.now, call))
        if (!settled.ok) return settled
      }
      return ok(undefined)
    },
    'speed.observed': ({ paid, readAt, ...owner }) =>
      done(speed.writeFor(owner, (sql, book) => paid.forEach((each) => observe(sql, book, speed.now, each, readAt)))),
    'speed.names': ({ names }) =>
      done(speed.write((sql, book) => names.forEach(({ id, name }) => nameTorrent(sql, book, id, name)))),
  }) satisfies Partial<SpeedHandlers>

/** Reads many lines without keeping others waiting: between the parts of it everything else has its turn. */
const eachPart = async (
  speed: Speed,
  filter: BooksFilter,
  take: (rows: readonly Row[]) => void,
): Promise<Result<undefined, AppError>> => {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after
    const part = speed.read((sql, book) => partOf(sql, book, filter, from, speed.now))
    if (!part.ok) return part
    take(part.value.rows)
    after = part.value.next
    // Not after the last one: what is read next is of the same moment.
    if (after !== null) await setImmediate()
  }
  return ok(undefined)
}

const bookHandlers = (speed: Speed) =>
  ({
    'speed.remembered': () => speed.remembered(),
    'speed.promised': () => speed.read((sql, book) => promisedIn(sql, book, speed.now)),
    'speed.uncashed': () => speed.read((sql, book) => [...uncashedIn(sql, book, speed.now)]),
    'speed.books': async ({ range }) => {
      const sum = new BooksSum(range, speed.now)
      const read = await eachPart(speed, { range, torrent: null, counterparty: null, kinds: null }, (rows) =>
        sum.add(rows),
      )
      return read.ok ? speed.read((sql, book) => sum.books(sql, book)) : read
    },
    'speed.entries': ({ filter, before }) => speed.read((sql, book) => entriesOf(sql, book, filter, before, speed.now)),
    'speed.csv': async ({ network, ...filter }) => {
      const { owner } = speed
      if (owner === null) return fail({ code: 'not-found' })
      const named = approvedNetwork(owner.vault.chainId, network ?? null)
      const parts = [tableHead]
      const read = await eachPart(speed, filter, (rows) => void parts.push(tableOf(rows, owner, named)))
      // Other books came into use between two parts.
      if (speed.owner !== owner) return fail({ code: 'not-found' })
      return read.ok ? ok(parts.join('')) : read
    },
  }) satisfies Partial<SpeedHandlers>

export const speedHandlers = (speed: Speed): SpeedHandlers => ({
  ...deskHandlers(speed),
  ...mainHandlers(speed),
  ...bookHandlers(speed),
})
