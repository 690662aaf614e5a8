import { describe, expect, it } from 'vitest'
import { parseAddress } from '../tron/address.ts'
import { MAINNET } from '../tron/networks.ts'
import { chainConfig } from './chain-config.ts'
import { defaultWalletSettings, type WalletSettings } from './networks-choice.ts'
import { practiceNodeOf } from './practice-network.ts'
import { noWallet } from './wallet-home.ts'
import type { WalletState } from './wallet-state.ts'

const parsed = parseAddress('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
if (!parsed.ok) throw new Error('not an address')
const address = parsed.value

const withAccount: WalletState = {
  ...noWallet(1),
  vault: { is: 'unlocked', lockAt: 1, of: 'phrase' },
  accounts: [{ index: 0, path: "m/44'/195'/0'/0/0", address, label: 'Account 1' }],
}
const on = (network: WalletSettings['network'], more: Partial<WalletSettings> = {}): WalletSettings => ({
  ...defaultWalletSettings,
  network,
  ...more,
})
const started = {
  url: 'http://127.0.0.1:4000',
  chainId: 77n,
  tokens: {
    btt: 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4',
    usdt: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    bttold: '1002000',
  },
}

describe('what the chain process is told', () => {
  it('is nothing without a wallet, whatever network is chosen', () => {
    expect(chainConfig(on('mainnet'), noWallet(1), null).profile).toBeNull()
  })

  it('is nothing without a network, whatever wallet there is', () => {
    expect(chainConfig(on(null), withAccount, null).profile).toBeNull()
  })

  it('is to follow what was sent before, and nothing else, while the wallet is locked since the start', () => {
    const locked: WalletState = { ...noWallet(1), vault: { is: 'locked', tryAfter: null } }
    const { profile, accounts, onlyUnderway } = chainConfig(on('mainnet'), locked, null)
    expect({ network: profile?.network, accounts, onlyUnderway }).toEqual({
      network: 'mainnet',
      accounts: [],
      onlyUnderway: true,
    })
    expect(chainConfig(on('mainnet'), withAccount, null).onlyUnderway).toBe(false)
    expect(chainConfig(on(null), locked, null).profile).toBeNull()
  })

  it('is to look at the vault, too, while the wallet is locked and its books have something at stake there', () => {
    const locked: WalletState = { ...noWallet(1), vault: { is: 'locked', tryAfter: null } }
    const own = practiceNodeOf({ ...started, vault: 'TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq' })
    const books = (vault: string) => [{ vault: { chainId: 77, address: vault as typeof address }, account: address }]
    const config = (vault: string, state = locked) => chainConfig(on('practice'), state, own, false, books(vault))
    expect(config('TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq')).toMatchObject({ accounts: [], onlyUnderway: false })
    expect(config('TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq').profile?.network).toBe('practice')
    expect(config(address)).toMatchObject({ onlyUnderway: true })
    expect(config('TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq', noWallet(1)).profile).toBeNull()
    expect(chainConfig(on('mainnet'), locked, null, false, books(address))).toMatchObject({ onlyUnderway: true })
  })

  it('is a network with its usual node once both are there', () => {
    const { profile, accounts } = chainConfig(on('mainnet'), withAccount, null)
    expect(profile).toEqual({
      network: 'mainnet',
      chainId: MAINNET.chainId,
      assets: MAINNET.assets,
      exchange: MAINNET.exchange,
      vault: MAINNET.vault,
      nodes: [{ full: MAINNET.host, solidity: null, apiKey: null }],
    })
    expect(accounts).toEqual([address])
  })

  it('names the user’s own nodes of that network in place of the usual one', () => {
    const own = { full: 'https://node.example.org', solidity: null, apiKey: 'k' }
    const nodes = [
      { network: 'nile' as const, ...own },
      { network: 'mainnet' as const, ...own, full: 'https://m.example.org' },
    ]
    expect(chainConfig(on('nile', { nodes }), withAccount, null).profile?.nodes).toEqual([own])
  })

  it('is nothing on a custom network without a node', () => {
    expect(chainConfig(on('custom'), withAccount, null).profile).toBeNull()
  })

  it('is the practice node with its own tokens, and nothing until that runs', () => {
    expect(chainConfig(on('practice'), withAccount, null).profile).toBeNull()
    const node = practiceNodeOf(started)
    const { profile } = chainConfig(on('practice'), withAccount, node)
    expect(profile?.chainId).toBe(77)
    expect(profile?.assets?.map(({ symbol }) => symbol)).toEqual(['TRX', 'BTT', 'BTTOLD', 'USDT'])
    expect(profile?.nodes).toEqual([{ full: started.url, solidity: null, apiKey: null }])
  })

  it('never takes another network’s nodes for practice', () => {
    const nodes = [{ network: 'practice' as const, full: 'https://evil.example.org', solidity: null, apiKey: null }]
    const { profile } = chainConfig(on('practice', { nodes }), withAccount, practiceNodeOf(started))
    expect(profile?.nodes.map(({ full }) => full)).toEqual([started.url])
  })

  it('does not take what makes no sense for a practice node', () => {
    for (const wrong of [null, 'x', {}, { ...started, url: 5 }, { ...started, tokens: null }]) {
      expect(practiceNodeOf(wrong)).toBeNull()
    }
  })
})
