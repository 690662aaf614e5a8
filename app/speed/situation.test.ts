import { describe, expect, it } from 'vitest'
import { canSign, obstacleOf, type Situation } from './situation.ts'
import { account, btt, deposit, elsewhere, figures, situation, vault, voucherKey } from './testing/situations.ts'

const locked = figures({ unlocked: false })
const held = figures({ unlocked: false, voucherKey })
const selling = { on: true, ask: btt(1), paidPercent: 60 }

describe('what stands in the way', () => {
  it('is nothing, where everything is there', () => {
    expect(obstacleOf(situation())).toBeNull()
  })

  it.each<[string, Partial<Situation>, string]>([
    ['no wallet', { wallet: 'none', account: null }, 'no-wallet'],
    ['only addresses to watch', { account: null }, 'no-wallet'],
    ['no network chosen', { networkChosen: false, vault: null }, 'no-network'],
    ['a wallet that was not opened yet', { wallet: 'unopened', account: null }, 'locked'],
    ['no vault there', { vault: null }, 'no-vault'],
    ['no vault known, because no node answers', { vault: null, chainAway: true }, 'chain-away'],
    ['a wallet process that is away', { figures: null }, 'locked'],
    ['a locked wallet', { figures: locked }, 'locked'],
    ['a voucher key that the vault does not know', { figures: held }, 'key-unregistered'],
    ['a deposit that cannot be read', { deposit: null, chainAway: true }, 'chain-away'],
    ['nothing allowed', { figures: figures({ allowance: null }) }, 'not-set-up'],
    ['an empty deposit', { deposit: deposit({ free: btt(0) }) }, 'not-set-up'],
  ])('is named: %s', (_what, worse, obstacle) => {
    expect(obstacleOf(situation(worse))).toBe(obstacle)
  })

  it('is no deposit and no allowance to who only sells', () => {
    const empty = situation({ figures: figures({ allowance: null }), deposit: deposit({ free: btt(0) }), selling })
    expect(obstacleOf(empty)).toBeNull()
  })

  it('is not an empty free balance where something is locked for a seller', () => {
    const locks = [{ payee: elsewhere, locked: btt(3), unlockAt: null }]
    expect(obstacleOf(situation({ deposit: deposit({ free: btt(0), locks }) }))).toBeNull()
  })
})

describe('somebody can sign', () => {
  it.each<[string, Partial<Situation>, boolean]>([
    ['while the wallet is unlocked', {}, true],
    ['not while it is locked', { figures: locked }, false],
    ['with a voucher key that the vault knows', { figures: held, deposit: deposit({ signers: [voucherKey] }) }, true],
    ['not with one that it does not know', { figures: held, deposit: deposit({ signers: [elsewhere] }) }, false],
    ['not with one of another account', { figures: figures({ account: elsewhere }) }, false],
    ['not with one of another vault', { figures: figures({ vault: { ...vault, chainId: 78 } }) }, false],
    [
      'not by what the vault said of another account',
      { figures: held, deposit: deposit({ account: elsewhere, signers: [voucherKey] }) },
      false,
    ],
    ['not where nobody knows', { figures: null }, false],
  ])('%s', (_when, now, can) => {
    expect(canSign(situation(now))).toBe(can)
  })

  it('for the account that is in use and no other', () => {
    expect(canSign(situation({ account: elsewhere }))).toBe(false)
    expect(canSign(situation({ account }))).toBe(true)
  })
})
