import { describe, expect, it } from 'vitest'
import { account, elsewhere, vault } from '../../app/speed/testing/situations.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import { noWallet } from '../../app/wallet/wallet-home.ts'
import type { WalletState } from '../../app/wallet/wallet-state.ts'
import { wealthOf, type Holdings } from './wealth.ts'

const wallet: WalletState = {
  ...noWallet(1),
  vault: { is: 'unlocked', lockAt: 1, of: 'phrase' },
  accounts: [{ index: 0, path: null, address: account, label: 'First' }],
}
const chain = {
  network: 'nile',
  chainId: vault.chainId,
  phase: { is: 'ready' },
  vault: { is: 'ready', address: vault.address, token: elsewhere, delayMs: 1 },
} as ChainState
const holdings = (some: Partial<Holdings> = {}): Holdings => ({
  wallet,
  walletRuns: true,
  network: 'nile',
  chain,
  ...some,
})

it('is an account with its key here, in the vault that the chain process found to be ours', () => {
  expect(wealthOf(holdings())).toEqual({
    wallet: 'known',
    networkChosen: true,
    practice: false,
    account,
    vault,
    chainAway: false,
  })
})

describe('the vault', () => {
  it.each<[string, Partial<ChainState> | null]>([
    ['nothing was said yet', null],
    ['what is there is not ours', { vault: { is: 'refused', address: vault.address } }],
    ['it is being checked', { vault: { is: 'checking', address: vault.address } }],
    ['the network has none', { vault: { is: 'none' } }],
    ['what was said is of another network', { network: 'practice' }],
    ['the chain is not known', { chainId: null }],
  ])('is none while %s', (_what, worse) => {
    expect(wealthOf(holdings({ chain: worse && { ...chain, ...worse } })).vault).toBeNull()
  })
})

it.each<[string, Partial<WalletState>, string]>([
  ['there is none', { vault: { is: 'none' }, accounts: [] }, 'none'],
  ['it was not opened yet', { vault: { is: 'locked', tryAfter: null }, accounts: [] }, 'unopened'],
  ['it was locked again', { vault: { is: 'locked', tryAfter: null } }, 'known'],
  ['it is damaged', { vault: { is: 'damaged', fault: 'file' }, accounts: [] }, 'none'],
])('says of the wallet when %s', (_what, worse, is) => {
  expect(wealthOf(holdings({ wallet: { ...wallet, ...worse } })).wallet).toBe(is)
})

describe('the account of a wallet that was not opened yet', () => {
  const unopened: WalletState = { ...wallet, vault: { is: 'locked', tryAfter: null }, accounts: [] }
  const of = (address: typeof account, some: Partial<typeof vault> = {}) => ({
    account: address,
    vault: { ...vault, ...some },
  })

  it('is the one whose books have something at stake in the vault of now, the one in use last', () => {
    const atStake = [of(elsewhere, { chainId: 1 }), of(account), of(elsewhere)]
    expect(wealthOf(holdings({ wallet: unopened, atStake }))).toMatchObject({ wallet: 'unopened', account })
  })

  it('is nobody’s without such books or a vault, and its own once it was opened', () => {
    expect(wealthOf(holdings({ wallet: unopened })).account).toBeNull()
    const elsewhereOnly = [of(elsewhere, { chainId: 1 })]
    expect(wealthOf(holdings({ wallet: unopened, atStake: elsewhereOnly })).account).toBeNull()
    expect(wealthOf(holdings({ wallet: unopened, atStake: [of(elsewhere)], chain: null })).account).toBeNull()
    expect(wealthOf(holdings({ atStake: [of(elsewhere)] })).account).toBe(account)
    const gone: WalletState = { ...unopened, vault: { is: 'none' } }
    expect(wealthOf(holdings({ wallet: gone, atStake: [of(elsewhere)] })).account).toBeNull()
  })
})

it.each(['offline', 'checking', 'too-few-nodes', 'disagreeing', 'off'] as const)(
  'calls the chain away while it is %s',
  (is) => {
    expect(wealthOf(holdings({ chain: { ...chain, phase: { is } as ChainState['phase'] } })).chainAway).toBe(true)
  },
)
