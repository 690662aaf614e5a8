import { describe, expect, it } from 'vitest'
import { isWithin, vaultEnergy } from '../testing/vault-energy.ts'

describe('energy of the vault’s calls', async () => {
  const rows = await vaultEnergy()
  const designed = rows.filter(({ design }) => design !== null)

  it('is noted for every call, nine of which the design has a figure for', () => {
    expect(rows.length).toBeGreaterThan(20)
    expect(designed).toHaveLength(9)
  })

  it.each(designed)('$call is within a tenth of $design', (row) => {
    expect(isWithin(row) ? 'within' : row.energy).toBe('within')
  })
})
