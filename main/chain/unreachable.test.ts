import { expect, it } from 'vitest'
import { openWorld } from './testing/world.ts'

it('shows nothing of a network that was left, when the next one has an address that cannot be one', async () => {
  await using here = await openWorld()
  const { chain, own } = here.wallet
  expect(chain.state.accounts[0]?.balances[0]?.amount).toBe(1_000_000_000n)
  const nodes = [{ full: 'http://a:99999', solidity: 'http://[', apiKey: null }]
  const profile = { network: 'custom', chainId: null, assets: null, exchange: null, vault: null, nodes } as const
  chain.configure({ profile, accounts: [own], watched: [], prices: null })
  await chain.refresh()
  const { network, phase, accounts } = chain.state
  expect({ network, phase: phase.is }).toEqual({ network: 'custom', phase: 'offline' })
  expect(accounts.flatMap(({ balances }) => balances)).toEqual([])
})
