// Switches of the whole ledger. `stopped`: nothing is promised, whatever else is switched on. One with the name of a
// damaged ledger that was set aside is on until the user has said to know of it.

import { numberAt, textAt, type Sql } from './sql.ts'

type SetAside = `speed.damaged-${string}`
export type Switch = 'stopped' | SetAside

export const isOn = (sql: Sql, name: Switch): boolean => {
  const row = sql.get('SELECT is_on FROM switches WHERE name = ?', name)
  return row !== null && numberAt(row, 'is_on') === 1
}

export const turn = (sql: Sql, name: Switch, on: boolean): void =>
  sql.run('INSERT OR REPLACE INTO switches (name, is_on) VALUES (?, ?)', name, Number(on))

const isAside = (name: string): name is SetAside => name.startsWith('speed.damaged-')

/** `name`: under which it is kept. */
export const noteSetAside = (sql: Sql, name: string): void => {
  if (isAside(name)) turn(sql, name, true)
}

/** The newest that the user has not said to know of; null: there is none. */
export const setAsideIn = (sql: Sql): string | null => {
  const row = sql.get(`SELECT name FROM switches WHERE is_on = 1 AND name <> 'stopped' ORDER BY rowid DESC LIMIT 1`)
  return row && textAt(row, 'name')
}

export const forgetSetAside = (sql: Sql): void =>
  sql.run(`UPDATE switches SET is_on = 0 WHERE is_on = 1 AND name <> 'stopped'`)
