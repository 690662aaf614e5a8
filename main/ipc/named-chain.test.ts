import { describe, expect, it } from 'vitest'
import type { Prepare } from '../../app/ipc/wallet-contract.ts'
import { fail, ok } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import { MAINNET } from '../../app/tron/networks.ts'
import { namedChain } from './named-chain.ts'

const on = (id: Prepare['chain']['id'], chainId: number): Prepare =>
  ({ chain: { id, chainId }, vault: null }) as Prepare
const wrong = fail({ code: 'chain', fault: 'wrong-chain' })
const mainnet = { id: 'mainnet', chainId: MAINNET.chainId, vault: null } as const

describe('the network that a review names', () => {
  it('is the one that was chosen', () => {
    expect(namedChain(on('mainnet', MAINNET.chainId), mainnet)).toEqual(ok(on('mainnet', MAINNET.chainId)))
  })

  it('is not what the chain process says: a send of real money is never called play money', () => {
    expect(namedChain(on('practice', 251_705_622), mainnet)).toEqual(wrong)
    expect(namedChain(on('practice', MAINNET.chainId), mainnet)).toEqual(wrong)
    expect(namedChain(on('mainnet', 251_705_622), mainnet)).toEqual(wrong)
    expect(namedChain(on('practice', MAINNET.chainId), { id: 'practice', chainId: 251_705_622, vault: null })).toEqual(
      wrong,
    )
    expect(namedChain(on('practice', 7), { id: 'custom', chainId: null, vault: null })).toEqual(wrong)
    expect(namedChain(on('mainnet', MAINNET.chainId), null)).toEqual(fail({ code: 'chain', fault: 'no-network' }))
  })

  it('is a custom one with the chain id that its nodes say', () => {
    expect(namedChain(on('custom', 7), { id: 'custom', chainId: null, vault: null })).toEqual(ok(on('custom', 7)))
  })

  it('brings the vault that the user set there, whatever the chain process says of one', () => {
    const vault = 'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH' as Address
    const said = { ...on('custom', 7), vault: 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC' as Address }
    expect(namedChain(said, { id: 'custom', chainId: null, vault })).toEqual(ok({ ...said, vault }))
    expect(namedChain(said, { id: 'custom', chainId: null, vault: null })).toEqual(ok({ ...said, vault: null }))
  })
})
