// The Practice network on a port of the house: start, say where it is, end. Nothing else goes this way; who wants
// something of the network asks it over HTTP.

import { randomBytes } from 'node:crypto'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Port } from '../../../app/ipc/port.ts'
import type { PracticeCommands, PracticeEvents } from '../../../app/ipc/practice-contract.ts'
import { serve } from '../../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { startPractice, type PracticeNode } from './practice.ts'

const folderOf = (input: unknown): string | null => {
  const folder = typeof input === 'object' && input !== null ? (input as { folder?: unknown }).folder : null
  return typeof folder === 'string' && folder !== '' ? folder : null
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
    const folder = folderOf(input)
    if (folder === null || node) return fail({ code: 'invalid-argument', field: 'practice.start' })
    node = await startPractice({ folder })
    const { url, chainId, tokens, damaged } = node
    return ok({ url, chainId, tokens, damaged })
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
