// One life of a wallet process, from outside: started on a folder, asked with the contract's types, and killed.

import { laneOf } from '../../app/speed/lane.ts'
import type { Lane } from '../../app/speed/terms.ts'
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { connect, type RpcClient } from '../../app/ipc/rpc.ts'
import type { WalletCommandName, WalletInput, WalletOutput } from '../../app/ipc/wallet-contract.ts'
import { childPort } from './child-port.ts'
import { isStarted } from './wallet-words.ts'

const script = fileURLToPath(new URL('wallet-process.ts', import.meta.url))
/** Long, because a machine may stand still. */
const START_MS = 120_000

export class WalletRun {
  readonly #child: ChildProcess
  readonly #rpc: RpcClient
  readonly ended: Promise<void>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#rpc = connect(childPort(child))
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()))
  }

  /** `caps`: what a person allows at the first start, of each kind. */
  static async start(folder: string, caps: bigint): Promise<WalletRun> {
    const child = fork(script, [folder, String(caps)], {
      serialization: 'advanced',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let words = ''
    child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')))
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill('SIGKILL')
        reject(new Error(`the wallet did not start: ${words}`))
      }, START_MS)
      child.on('message', (message) => {
        if (!isStarted(message)) return
        clearTimeout(late)
        resolve()
      })
      child.once('exit', (code, signal) => {
        clearTimeout(late)
        reject(new Error(`the wallet ended with ${String(code ?? signal)}: ${words}`))
      })
    })
    const run = new WalletRun(child)
    const started = await run.ask('wallet.start', { folder, autoLockMs: 900_000 })
    if (started === 'closed') throw new Error(`the wallet did not take its start: ${words}`)
    return run
  }

  /** Of the books in use, with one device of whoever is paid. */
  async lane(): Promise<Lane> {
    const figures = await this.ask('speed.figures', undefined)
    if (figures === 'closed' || figures === null) throw new Error('no books')
    return laneOf(figures.device, 1)
  }

  /** `closed`: it ended before it answered. Throws where it refuses. */
  async ask<N extends WalletCommandName>(name: N, input: WalletInput<N>): Promise<WalletOutput<N> | 'closed'> {
    const result = await this.#rpc.call(name, input)
    if (result.ok) return result.value as WalletOutput<N>
    if (result.error.code === 'closed') return 'closed'
    throw new Error(`${name}: ${JSON.stringify(result.error)}`)
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
  }
}
