// The Practice network on a port of the house: start, say where it is, end. Nothing else goes this way; who wants
// something of the network asks it over HTTP.

import { randomBytes } from 'node:crypto'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Port } from '../../../app/ipc/port.ts'
import type { PracticeCommands, PracticeEvents, PracticeStart } from '../../../app/ipc/practice-contract.ts'
import { serve } from '../../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { FASTEST_MS, startPractice, type PracticeNode } from './practice.ts'
import { BLOCK_MS } from './rules/params.ts'

const startOf = (input: unknown): PracticeStart | null => {
  const { folder, blockMs } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>
  if (typeof folder !== 'string' || folder === '') return null
  if (blockMs === undefined || blockMs === null) return { folder }
  return typeof blockMs === 'number' && blockMs >= FASTEST_MS && blockMs <= BLOCK_MS ? { folder, blockMs } : null
}

/** Answers `practice.start`, `practice.ping` and `practice.shutdown`; `exit` is called once everything is put away. */
export const servePractice = (port: Port, exit: () => void): ((cause: unknown) => string) => {
  let node: PracticeNode | null = null

  /** Logs what nobody expected; returns the id it is logged under. */
  const crash = (cause: unknown): string => {
    const logId = randomBytes(4).toString('hex')
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    const event: PracticeEvents['practice.log'] = { level: 'error', text, logId }
    server.emit('practice.log', event)
    return logId
  }

  const start = async (input: unknown): Promise<Result<PracticeCommands['practice.start']['output'], AppError>> => {
    const wanted = startOf(input)
    if (wanted === null || node) return fail({ code: 'invalid-argument', field: 'practice.start' })
    node = await startPractice(wanted)
    const { url, chainId, tokens, vault, damaged } = node
    return ok({ url, chainId, tokens, vault, damaged })
  }
  const shutdown = async (): Promise<Result<void, AppError>> => {
    await node?.[Symbol.asyncDispose]()
    node = null
    setImmediate(exit)
    return ok(undefined)
  }
  const server = serve(
    port,
    async (name, input) => {
      if (name === 'practice.start') return start(input)
      if (name === 'practice.shutdown') return shutdown()
      if (name === 'practice.ping') return ok(undefined)
      return fail({ code: 'not-found' })
    },
    crash,
  )
  return crash
}
