import { expect, it } from 'vitest'
import { MAINNET, NILE, SHASTA } from '../tron/networks.ts'
import { approvedNetwork } from './approval.ts'

it('calls a known chain by its name, whatever the asker calls it: real money is never play money', () => {
  for (const said of ['practice', 'custom', 'nile', null] as const) {
    expect(approvedNetwork(MAINNET.chainId, said)).toBe('mainnet')
    expect(approvedNetwork(SHASTA.chainId, said)).toBe('shasta')
  }
  expect(approvedNetwork(NILE.chainId, 'mainnet')).toBe('nile')
})

it('calls no other chain by the name of a known one', () => {
  expect(approvedNetwork(77, 'practice')).toBe('practice')
  for (const said of ['mainnet', 'nile', 'custom', null] as const) expect(approvedNetwork(77, said)).toBe('custom')
})
