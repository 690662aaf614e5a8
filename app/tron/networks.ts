// The networks a wallet may be on, and what is fixed about each: chain id (the last 4 bytes of the genesis block's id,
// as TIP-712 and TIP-474 use it), hosts, tokens. Leaves a custom node's and the practice node's hosts to settings.
// Invariant: every address here has a right checksum (the tests go through all).

import { parseAddress, type Address } from './address.ts'

export type NetworkId = 'mainnet' | 'nile' | 'shasta' | 'custom' | 'practice'

/** As it stands in a table that is saved. */
export const networkInTable = (network: NetworkId, chainId: number | null): string => {
  if (network === 'practice') return 'practice (play money)'
  return network === 'custom' ? `custom (${String(chainId)})` : network
}

/** `legacy`: shown, but for what it is, and never summed with the one that took its place. */
export type Asset =
  | { readonly kind: 'trx'; readonly symbol: 'TRX'; readonly decimals: 6 }
  | {
      readonly kind: 'trc10'
      readonly symbol: string
      readonly decimals: number
      readonly id: string
      readonly legacy: boolean
    }
  | { readonly kind: 'trc20'; readonly symbol: string; readonly decimals: number; readonly contract: Address }

/** A contract that exchanges tokens (a Uniswap V2 router), and the TRX in a token's clothes that it must be made for. */
export interface Exchange {
  readonly router: Address
  readonly wrapped: Address
}

export interface NetworkFacts {
  readonly id: Exclude<NetworkId, 'custom' | 'practice'>
  readonly chainId: number
  readonly host: string
  /** `{id}` stands for the transaction. */
  readonly explorer: string
  readonly assets: readonly Asset[]
  readonly exchange: Exchange | null
  /** Where Speed's deposits are (contracts/SpeedVault.sol); null: there is none yet. */
  readonly vault: Address | null
}

const fixed = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(`a constant address is wrong: ${text}`)
  return parsed.value
}

export const TRX: Asset = { kind: 'trx', symbol: 'TRX', decimals: 6 }
/** 1 BTTOLD = 1000 BTT since the redenomination of December 2021. */
export const BTTOLD: Asset = { kind: 'trc10', symbol: 'BTTOLD', decimals: 6, id: '1002000', legacy: true }
/** Of what every network calls BTT. */
export const BTT_DECIMALS = 18

const btt = (contract: string): Asset => ({
  kind: 'trc20',
  symbol: 'BTT',
  decimals: BTT_DECIMALS,
  contract: fixed(contract),
})
const usdt = (contract: string): Asset => ({ kind: 'trc20', symbol: 'USDT', decimals: 6, contract: fixed(contract) })

export const MAINNET: NetworkFacts = {
  id: 'mainnet',
  chainId: 728_126_428,
  host: 'https://api.trongrid.io',
  explorer: 'https://tronscan.org/#/transaction/{id}',
  assets: [TRX, btt('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4'), BTTOLD, usdt('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')],
  exchange: {
    router: fixed('TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq'),
    wrapped: fixed('TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR'),
  },
  vault: null,
}

export const NILE: NetworkFacts = {
  id: 'nile',
  chainId: 3_448_148_188,
  host: 'https://nile.trongrid.io',
  explorer: 'https://nile.tronscan.org/#/transaction/{id}',
  assets: [TRX, btt('TNuoKL1ni8aoshfFL1ASca1Gou9RXwAzfn'), usdt('TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf')],
  exchange: {
    router: fixed('TMn1qrmYUMSTXo9babrJLzepKZoPC7M6Sy'),
    wrapped: fixed('TYsbWxNnyTgsZaTFaue9hqpxkU3Fkco94a'),
  },
  vault: null,
}

/** No token of BitTorrent's is known there. */
export const SHASTA: NetworkFacts = {
  id: 'shasta',
  chainId: 2_494_104_990,
  host: 'https://api.shasta.trongrid.io',
  explorer: 'https://shasta.tronscan.org/#/transaction/{id}',
  assets: [TRX],
  exchange: null,
  vault: null,
}

/** One of the networks' own explorers, https, at this transaction and nowhere else. */
export const isExplorerPage = (url: string, txId: string): boolean =>
  [MAINNET, NILE, SHASTA].some(({ explorer }) => url === explorer.replace('{id}', txId))

/** The same on every Practice network, as its node deploys it at the genesis. */
export const PRACTICE_VAULT = fixed('TMY5CHrNzh6z4gNKMc13yKNnhkxNbYgJKP')

const VAULTS: Readonly<Partial<Record<NetworkId, Address | null>>> = {
  mainnet: MAINNET.vault,
  nile: NILE.vault,
  shasta: SHASTA.vault,
  practice: PRACTICE_VAULT,
}

/** As we know it ourselves. Undefined: a network of one's own, where only the user can say; null: there is none. */
export const knownVault = ({ id, chainId }: { id: NetworkId; chainId: number }): Address | null | undefined => {
  if (id !== 'custom') return VAULTS[id] ?? null
  return [MAINNET, NILE, SHASTA].find((one) => one.chainId === chainId)?.vault ?? undefined
}
