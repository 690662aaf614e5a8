// `npm run practice` by itself, as anybody's node: a network that several apps can be on.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { electronPath } from './electron.ts'
import { freePort } from './peers/ports.ts'
import { until } from './peers/until.ts'

export interface PracticeNode extends AsyncDisposable {
  readonly url: string
  /** Where Speed's vault is. */
  readonly vault: string
  /** The first of those with play money from the start. */
  readonly rich: string
}

interface Wish {
  /** 3,000 unless told otherwise. */
  readonly blockMs?: number
  readonly lifetimeMs?: number
}

export const startNode = async ({ blockMs = 3_000, lifetimeMs = 120_000 }: Wish = {}): Promise<PracticeNode> => {
  const port = await freePort()
  const script = join(import.meta.dirname, '../scripts/practice.ts')
  const args = ['--port', String(port), '--accounts', '1', '--block-ms', String(blockMs)]
  const child = spawn(electronPath(), [script, ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: lifetimeMs,
    killSignal: 'SIGKILL',
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const rich = await until('the node', () => /^ {2}(T\S{33}) [0-9a-f]{64}$/m.exec(said)?.[1] ?? null, {
    withinMs: 30_000,
  })
  const vault = /^SpeedVault of that BTT +(T\S{33})$/m.exec(said)?.[1]
  if (vault === undefined) throw new Error(`no vault: ${said}`)
  return {
    url: `http://127.0.0.1:${port}`,
    vault,
    rich,
    [Symbol.asyncDispose]: async () => {
      const over = once(child, 'exit')
      child.kill('SIGTERM')
      await over
    },
  }
}
