import { describe, expect, it } from 'vitest'
import { MAINNET, networkInTable, NILE, SHASTA } from './networks.ts'

describe('the networks', () => {
  it('have the chain ids of their genesis blocks', () => {
    expect(MAINNET.chainId).toBe(0x2b6653dc)
    expect(NILE.chainId).toBe(0xcd8690dc)
    expect(SHASTA.chainId).toBe(0x94a9059e)
  })

  it('name each token once, and BTT and BTTOLD apart', () => {
    for (const { assets } of [MAINNET, NILE, SHASTA]) {
      const symbols = assets.map(({ symbol }) => symbol)
      expect(new Set(symbols).size).toBe(symbols.length)
      for (const asset of assets) expect(asset.kind === 'trc10' && asset.legacy).toBe(asset.symbol === 'BTTOLD')
    }
  })

  it('are told apart in a table, play money from all others', () => {
    const named = (['mainnet', 'nile', 'shasta', 'custom', 'practice'] as const).map((id) => networkInTable(id, 7))
    expect(named).toEqual(['mainnet', 'nile', 'shasta', 'custom (7)', 'practice (play money)'])
  })
})
