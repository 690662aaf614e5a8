// The Practice network on a port of the house: start, say where it is, end. Nothing else goes this way; who wants
// something of the network asks it over HTTP.

import { mkdirSync } from 'node:fs'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Port } from '../../../app/ipc/port.ts'
import { serve } from '../../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { startPractice, type PracticeNode } from './practice.ts'

/** What `practice.start` takes. */
export interface PracticeStart {
  /** Where the chain is kept; the folder is made when it is not there. */
  readonly folder: string
}

/** What `practice.start` answers. */
export interface PracticeStarted {
  /** `http://127.0.0.1:PORT`: what TronWeb takes as `fullHost`. */
  readonly url: string
  readonly chainId: bigint
  /** Addresses in base58; the TRC-10 token by its id. */
  readonly tokens: PracticeNode['tokens']
  /** What was kept could not be read: it lies beside the new chain, which begins anew. */
  readonly damaged: boolean
}

const folderOf = (input: unknown): string | null => {
  const folder = typeof input === 'object' && input !== null ? (input as { folder?: unknown }).folder : null
  return typeof folder === 'string' && folder !== '' ? folder : null
}

/** Answers `practice.start`, `practice.ping` and `practice.shutdown`; `exit` is called once everything is put away. */
export const servePractice = (port: Port, exit: () => void, onCrash: (cause: unknown) => string): void => {
  let node: PracticeNode | null = null

  const start = async (input: unknown): Promise<Result<PracticeStarted, AppError>> => {
    const folder = folderOf(input)
    if (folder === null || node) return fail({ code: 'invalid-argument', field: 'practice.start' })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
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
  serve(
    port,
    async (name, input) => {
      if (name === 'practice.start') return start(input)
      if (name === 'practice.shutdown') return shutdown()
      if (name === 'practice.ping') return ok(undefined)
      return fail({ code: 'not-found' })
    },
    onCrash,
  )
}
