// `npm run contracts:energy`: what each call of the vault costs, on the Practice network's machine, against the design's
// figures; the last line says it as JSON. In TRX at the price of energy the network has unless it votes for another.

import { closeWith, type Bar } from '../bench/measure/closing-line.ts'
import { mainParams } from '../main/chain/practice/rules/params.ts'
import { isWithin, TOLERANCE, vaultEnergy, type EnergyRow } from '../main/chain/practice/testing/vault-energy.ts'

const SUN = 1_000_000

const wanted = ({ design }: EnergyRow): string => (design === null ? '' : [...new Set(design)].join(' to '))

const line = (row: EnergyRow): string => {
  const trx = (row.energy * Number(mainParams.getEnergyFee)) / SUN
  return [
    row.call.padEnd(42),
    String(row.energy).padStart(8),
    trx.toFixed(2).padStart(8),
    wanted(row).padStart(18),
  ].join(' ')
}

const barOf = (row: EnergyRow): Bar => ({
  what: row.call,
  want: `${wanted(row)} ± ${TOLERANCE * 100} %`,
  got: String(row.energy),
  ok: isWithin(row),
})

const rows = await vaultEnergy()
console.log(['call'.padEnd(42), 'energy'.padStart(8), 'TRX'.padStart(8), 'design'.padStart(18)].join(' '))
for (const row of rows) console.log(line(row))
closeWith(
  'contracts-energy',
  rows.filter(({ design }) => design !== null).map(barOf),
  Object.fromEntries(rows.map(({ call, energy }) => [call, energy])),
)
