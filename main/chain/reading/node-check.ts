// Looks at a node before the user takes it: whose genesis block it has, and how new its blocks are.

import type { AppError } from '../../../app/ipc/errors.ts'
import { ok, type Result } from '../../../app/result.ts'
import { MAINNET, NILE, SHASTA } from '../../../app/tron/networks.ts'
import type { NodeCheck } from '../../../app/wallet/chain-state.ts'
import type { ChainNode } from '../../../app/wallet/networks-choice.ts'
import { chainFail } from '../chain.ts'
import { Node } from '../nodes/node.ts'
import { chainFaultOf } from '../nodes/pool.ts'

export const checkNode = async (asked: ChainNode): Promise<Result<NodeCheck, AppError>> => {
  const node = new Node(asked, Date.now)
  try {
    const chainId = await node.readChainId()
    if (!chainId.ok) return chainFail(chainFaultOf(chainId.error))
    const head = await node.block('full')
    if (!head.ok) return chainFail(chainFaultOf(head.error))
    const solid = await node.block('solid')
    if (!solid.ok) return chainFail(chainFaultOf(solid.error))
    const network = [MAINNET, NILE, SHASTA].find((one) => one.chainId === chainId.value)?.id ?? null
    const { number: headNumber, at: headAt } = head.value
    return ok({ chainId: chainId.value, network, headNumber, headAt, solidNumber: solid.value.number })
  } finally {
    node.close()
  }
}
