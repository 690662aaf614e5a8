// What a window asks of Speed. Nothing here signs or spends: switches and budgets go to the wallet process, which keeps
// them beside the key, an allowance and a transaction to its own window. Invariant: what is answered as done is on
// disk.

import type { BooksFilter, speedCommands as contract } from '../../app/ipc/speed-commands.ts'
import type { Input, Reply } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import type { Speed } from '../speed/speed.ts'
import { onDisk } from './disk-error.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'
import { saveTable } from './table-file.ts'

type SpeedHandlers = Pick<MainHandlers, keyof typeof contract>

export interface SpeedDeps {
  readonly speed: Speed
  readonly allow: (allowance: Input<'speed.allow'>) => Reply<'speed.allow'>
  readonly forgetSetAside: () => Reply<'speed.forgetSetAside'>
  readonly preview: (order: Input<'speed.preview'>) => Reply<'speed.preview'>
  readonly order: (order: Input<'speed.order'>) => Reply<'speed.order'>
  readonly books: (range: Input<'speed.books'>) => Reply<'speed.books'>
  readonly entries: (query: Input<'speed.entries'>) => Reply<'speed.entries'>
  /** As a table. */
  readonly table: (filter: BooksFilter) => Promise<Result<string, AppError>>
  readonly demo: (on: boolean) => Reply<'speed.demo'>
  readonly shell: Pick<Shell, 'chooseCsvPath'>
}

const exportBooks = async ({ table, shell }: SpeedDeps, filter: BooksFilter): Reply<'speed.exportBooks'> => {
  const path = await shell.chooseCsvPath('swiftseed-speed.csv')
  if (path === null) return ok(null)
  const csv = await table(filter)
  if (!csv.ok) return csv
  return onDisk(async () => {
    await saveTable(path, csv.value)
    return ok(path)
  })
}

export const speedCommands = (deps: SpeedDeps): SpeedHandlers => {
  const { speed } = deps
  return {
    'speed.state': async () => ok(speed.state),
    'speed.torrents': async () => ok(speed.torrents),
    'speed.look': ({ id }) => speed.look(id),
    'speed.setTorrent': ({ id, on, budget }) => speed.setTorrent(id, on, budget),
    'speed.allowPrivate': ({ id, on }) => speed.allowPrivate(id, on),
    'speed.setSelling': ({ on, ask }) => speed.setSelling(on, ask),
    'speed.setPaidPercent': ({ percent }) => speed.setPaidPercent(percent),
    'speed.stopSpending': ({ stopped }) => speed.stopSpending(stopped),
    'speed.allow': (allowance) => deps.allow(allowance),
    'speed.forgetSetAside': () => deps.forgetSetAside(),
    'speed.preview': (order) => deps.preview(order),
    'speed.debtors': async () => ok(speed.debtors),
    'speed.order': (order) => deps.order(order),
    'speed.books': (range) => deps.books(range),
    'speed.entries': (query) => deps.entries(query),
    'speed.exportBooks': (filter) => exportBooks(deps, filter),
    'speed.demo': ({ on }) => deps.demo(on),
  }
}
