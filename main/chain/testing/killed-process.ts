// A process of our own that kills itself with SIGKILL on the way, and what was heard of it until then.

import { spawn } from 'node:child_process'

/** A process that hangs is ended; long, because a machine may stand still for minutes. */
const LONGEST_MS = 300_000

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly words: string
}

/** `step`: where it does, its first argument; what it is about is the second. */
export const runUntilKilled = (script: string, step: string, input: unknown): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, step, JSON.stringify(input)], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: LONGEST_MS,
    })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')))
    child.on('close', (code, signal) => resolve({ code, signal, words }))
  })
