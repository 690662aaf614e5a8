// What the Practice node says of itself when it runs, and the network that makes. Leaves the node to main/chain.

import type { ChainProfile } from '../ipc/chain-contract.ts'
import { parseAddress, type Address } from '../tron/address.ts'
import { BTT_DECIMALS, BTTOLD, TRX, type Asset } from '../tron/networks.ts'

export interface PracticeNode {
  /** Of its HTTP interface on loopback. */
  readonly url: string
  readonly chainId: number
  readonly tokens: { readonly btt: string; readonly usdt: string; readonly bttold: string }
  /** Null: it has none that makes sense. */
  readonly vault: Address | null
}

/** What `practice.start` answers, as far as it can be used; null: it runs not, or says what makes no sense. */
export const practiceNodeOf = (started: unknown): PracticeNode | null => {
  if (typeof started !== 'object' || started === null) return null
  const { url, chainId, tokens, vault } = started as Partial<Record<keyof PracticeNode, unknown>>
  if (typeof url !== 'string' || (typeof chainId !== 'bigint' && typeof chainId !== 'number')) return null
  if (typeof tokens !== 'object' || tokens === null) return null
  const at = parseAddress(typeof vault === 'string' ? vault : '')
  return {
    url,
    chainId: Number(chainId),
    tokens: tokens as PracticeNode['tokens'],
    vault: at.ok ? at.value : null,
  }
}

const token = (symbol: string, decimals: number, text: string): readonly Asset[] => {
  const contract = parseAddress(text)
  return contract.ok ? [{ kind: 'trc20', symbol, decimals, contract: contract.value }] : []
}

export const practiceProfile = ({ url, chainId, tokens, vault }: PracticeNode): ChainProfile => ({
  network: 'practice',
  chainId,
  assets: [
    TRX,
    ...token('BTT', BTT_DECIMALS, tokens.btt),
    ...(tokens.bttold === '1002000' ? [BTTOLD] : []),
    ...token('USDT', 6, tokens.usdt),
  ],
  exchange: null,
  vault,
  nodes: [{ full: url, solidity: null, apiKey: null }],
})
