// Switches of the whole ledger. `stopped`: nothing is promised, whatever else is switched on.

import { numberAt, type Sql } from './sql.ts'

export type Switch = 'stopped'

export const isOn = (sql: Sql, name: Switch): boolean => {
  const row = sql.get('SELECT is_on FROM switches WHERE name = ?', name)
  return row !== null && numberAt(row, 'is_on') === 1
}

export const turn = (sql: Sql, name: Switch, on: boolean): void =>
  sql.run('INSERT OR REPLACE INTO switches (name, is_on) VALUES (?, ?)', name, Number(on))
