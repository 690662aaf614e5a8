// Answers about the network itself: its parameters, prices, producers and tokens, and the node that is asked.

import { textOf, type Json, type JsonObject } from '../../codec/json.ts'
import type { State } from '../../state/state.ts'
import { addressAsked, numberAsked, type Asked, type Endpoints } from '../endpoint.ts'
import type { View } from '../view.ts'
import { nameOf } from './accounts.ts'

const VERSION = '4.8.2'

const priceHistory = ({ chain }: View, price: bigint): JsonObject => ({
  prices: `0:${price},${chain.options.genesisTime}:${price}`,
})

const blockWords = (view: View, number: number): string => {
  const block = view.block(number)
  return block ? `Num:${block.number},ID:${block.id}` : ''
}

const nodeInfo = (view: View): JsonObject => ({
  activeConnectCount: 0n,
  beginSyncNum: BigInt(view.head),
  block: blockWords(view, view.head),
  solidityBlock: blockWords(view, view.solid),
  currentConnectCount: 0n,
  passiveConnectCount: 0n,
  totalFlow: 0n,
  configNodeInfo: { codeVersion: VERSION, supportConstant: true, dbVersion: 2n },
  peerList: [],
})

const witnesses = ({ chain, head }: View): JsonObject => ({
  witnesses: chain.producers.map(({ address }, index) => ({
    address,
    voteCount: 1n,
    url: `producer ${index}`,
    latestBlockNum: BigInt(head),
    isJobs: true,
  })),
})

const assetsIn = (state: State, depth: number | undefined): JsonObject[] =>
  state.assets.keys(depth).map((id) => state.assets.get(id, depth) ?? {})

const issued = (view: View, { solid }: Asked): JsonObject[] => assetsIn(view.chain.state, view.depth(solid))

const list = (assetIssue: readonly Json[]): JsonObject => (assetIssue.length > 0 ? { assetIssue } : {})

const assetAnswers: Endpoints = {
  getassetissuebyid: (asked, view) =>
    view.chain.state.assets.get(textOf(asked.fields, 'value'), view.depth(asked.solid)) ?? {},
  getassetissuebyname: (asked, view) =>
    issued(view, asked).find((asset) => nameOf(asset) === textOf(asked.fields, 'value')) ?? {},
  getassetissuelist: (asked, view) => list(issued(view, asked)),
  getassetissuelistbyname: (asked, view) =>
    list(issued(view, asked).filter((asset) => nameOf(asset) === textOf(asked.fields, 'value'))),
  getpaginatedassetissuelist: (asked, view) => {
    const offset = numberAsked(asked, 'offset')
    return list(issued(view, asked).slice(offset, offset + numberAsked(asked, 'limit')))
  },
  getassetissuebyaccount: (asked, view) => {
    const owner = addressAsked(asked, 'address')
    return list(issued(view, asked).filter((asset) => asset['owner_address'] === owner))
  },
}

export const networkAnswers: Endpoints = {
  ...assetAnswers,
  getchainparameters: (_asked, { chain }) => ({
    chainParameter: Object.entries(chain.params).map(([key, value]) => ({ key, value: value as bigint })),
  }),
  getenergyprices: (_asked, view) => priceHistory(view, view.chain.params.getEnergyFee),
  getbandwidthprices: (_asked, view) => priceHistory(view, view.chain.params.getTransactionFee),
  getmemofee: (_asked, view) => priceHistory(view, view.chain.params.getMemoFee),
  getburntrx: ({ solid }, view) => ({ burnTrxAmount: view.chain.state.total('burned', view.depth(solid)) }),
  getnodeinfo: (_asked, view) => nodeInfo(view),
  listnodes: () => ({}),
  listwitnesses: (_asked, view) => witnesses(view),
  getnextmaintenancetime: (_asked, { chain }) => {
    const every = chain.params.getMaintenanceTimeInterval
    return { num: (BigInt(chain.now) / every + 1n) * every }
  },
}
