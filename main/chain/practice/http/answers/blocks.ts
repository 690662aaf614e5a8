// Answers about blocks and about the transactions in them.

import { isYes, textOf, type JsonObject } from '../../codec/json.ts'
import { shown } from '../../rules/transaction.ts'
import { shownBlock, type Block } from '../../node/block.ts'
import type { Recorded } from '../../node/history.ts'
import { numberAsked, type Asked, type Endpoints } from '../endpoint.ts'
import type { View } from '../view.ts'

const MOST_BLOCKS = 100

export const shownRecorded = ({ transaction, result }: Recorded): JsonObject => shown(transaction, result ?? undefined)

const answer = (view: View, block: Block | undefined, detail = true): JsonObject => {
  if (!block) return {}
  const transactions = block.transactions.flatMap((id) => view.recorded(id, false) ?? []).map(shownRecorded)
  return {
    ...shownBlock(block, view.chain.producerOf(block)),
    ...(detail && transactions.length > 0 && { transactions }),
  }
}

const several = (view: View, numbers: readonly number[], solid: boolean): JsonObject => {
  const blocks = numbers.flatMap((number) => view.block(number, solid) ?? [])
  return blocks.length === 0 ? {} : { block: blocks.map((block) => answer(view, block)) }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.min(MOST_BLOCKS, Math.max(0, to - from)) }, (_, index) => from + index)

const byIdOrNumber = (asked: Asked, view: View): JsonObject => {
  const wanted = asked.fields['id_or_num']
  const detail = isYes(asked.fields['detail'])
  if (wanted === undefined || wanted === '') return answer(view, view.block(view.top(asked.solid)), detail)
  const text = typeof wanted === 'string' ? wanted : typeof wanted === 'bigint' ? wanted.toString() : ''
  if (/^\d{1,15}$/.test(text)) return answer(view, view.block(Number(text), asked.solid), detail)
  if (text.length !== 64) return { Error: 'id must be legal block hash.' }
  return answer(view, view.blockById(text, asked.solid), detail)
}

const idAsked = ({ fields }: Asked): string => textOf(fields, 'value').toLowerCase()

const infoOf = (view: View, id: string, solid: boolean): JsonObject => view.recorded(id, solid)?.info ?? {}

/** The 20 bytes of a log's address are an address only for who asked for `visible`. */
const withVisibleLogs = (info: JsonObject): JsonObject => {
  const logs = info['log']
  if (!Array.isArray(logs)) return info
  return { ...info, log: (logs as JsonObject[]).map((log) => ({ ...log, address: `41${textOf(log, 'address')}` })) }
}

export const blockAnswers: Endpoints = {
  getnowblock: ({ solid }, view) => answer(view, view.block(view.top(solid))),
  getblock: byIdOrNumber,
  getblockbynum: (asked, view) => answer(view, view.block(numberAsked(asked, 'num'), asked.solid)),
  getblockbyid: (asked, view) => answer(view, view.blockById(idAsked(asked), asked.solid)),
  getblockbylatestnum: (asked, view) => {
    const top = view.top(asked.solid)
    const count = Math.min(MOST_BLOCKS, numberAsked(asked, 'num'))
    return several(view, range(Math.max(0, top - count + 1), top + 1).toReversed(), asked.solid)
  },
  getblockbylimitnext: (asked, view) =>
    several(view, range(numberAsked(asked, 'startNum'), numberAsked(asked, 'endNum')), asked.solid),
  gettransactioncountbyblocknum: (asked, view) => {
    const block = view.block(numberAsked(asked, 'num'), asked.solid)
    return block ? { count: BigInt(block.transactions.length) } : { count: -1n }
  },
  gettransactionbyid: (asked, view) => {
    const recorded = view.recorded(idAsked(asked), asked.solid)
    return recorded ? shownRecorded(recorded) : {}
  },
  gettransactioninfobyid: (asked, view) => {
    const info = infoOf(view, idAsked(asked), asked.solid)
    return asked.visible ? withVisibleLogs(info) : info
  },
  gettransactioninfobyblocknum: (asked, view) => {
    const block = view.block(numberAsked(asked, 'num'), asked.solid)
    return (block?.transactions ?? []).map((id) => infoOf(view, id, false))
  },
  gettransactionfrompending: (asked, view) => {
    const recorded = view.recorded(idAsked(asked), false)
    return recorded?.block === null ? shownRecorded(recorded) : {}
  },
  gettransactionlistfrompending: (_asked, { chain, lag }) => ({ txId: lag > 0 ? [] : chain.history.pool }),
  getpendingsize: (_asked, { chain, lag }) => ({ pendingSize: lag > 0 ? 0n : BigInt(chain.history.pool.length) }),
}
