// A wallet on a disk in memory, reached as the real one is: main's port and a key window's, with messages cloned.

import { memoryPortPair, type Port } from '../../../app/ipc/port.ts'
import { connect, type RpcClient } from '../../../app/ipc/rpc.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { KeyWindowCommandName, KeyWindowInput, KeyWindowOutput } from '../../../app/ipc/key-window-contract.ts'
import type { WalletCommandName, WalletInput, WalletOutput } from '../../../app/ipc/wallet-contract.ts'
import type { Result } from '../../../app/result.ts'
import type { WalletClock } from '../clock.ts'
import { serveKeyWindow } from '../key-session.ts'
import { MainServer } from '../serve-main.ts'
import type { VaultDisk } from '../vault-disk.ts'
import type { SpeedKept } from '../vault-policy.ts'
import { Wallet } from '../wallet.ts'
import { MemoryDisk } from './memory-disk.ts'

/** The least that is allowed: tests open vaults by the hundred. */
export const CHEAP_N = 2 ** 15

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export class ManualClock implements WalletClock {
  #now = 1_000
  #wall = 1_800_000_000_000
  readonly #timers = new Set<{ at: number; readonly ms: number; readonly run: () => void }>()

  now(): number {
    return this.#now
  }

  wall(): number {
    return this.#wall
  }

  every(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, ms, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get timers(): number {
    return this.#timers.size
  }

  advance(ms: number): void {
    const end = this.#now + ms
    const due = (): { at: number; ms: number; run: () => void }[] =>
      [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
    for (let [next] = due(); next; [next] = due()) {
      this.#wall += next.at - this.#now
      this.#now = next.at
      next.at += next.ms
      next.run()
    }
    this.#wall += end - this.#now
    this.#now = end
  }

  /** The computer slept: only the clock on the wall went on. */
  sleep(ms: number): void {
    this.#wall += ms
  }

  setBack(ms: number): void {
    this.#wall -= ms
  }
}

export interface KeyWindow {
  readonly port: Port
  readonly rpc: RpcClient
  readonly events: { readonly name: string; readonly data: unknown }[]
  call<N extends KeyWindowCommandName>(name: N, input: KeyWindowInput<N>): Promise<Result<KeyWindowOutput<N>, AppError>>
}

export interface BenchWallet {
  readonly wallet: Wallet
  readonly clock: ManualClock
  readonly main: RpcClient
  readonly events: { readonly name: string; readonly data: unknown }[]
  call<N extends WalletCommandName>(name: N, input: WalletInput<N>): Promise<Result<WalletOutput<N>, AppError>>
  window(): KeyWindow
}

const listening = (port: Port) => {
  const rpc = connect(port)
  const events: { name: string; data: unknown }[] = []
  rpc.onEvent((name, data) => events.push({ name, data }))
  return { rpc, events }
}

export const benchWallet = async (
  disk: VaultDisk = new MemoryDisk(),
  {
    autoLockMs = 900_000,
    N = CHEAP_N,
    afterWiping = () => undefined,
    kept,
    speedFolder = null,
  }: {
    autoLockMs?: number
    N?: number
    afterWiping?: () => void
    kept?: SpeedKept
    speedFolder?: string | null
  } = {},
): Promise<BenchWallet> => {
  const clock = new ManualClock()
  const [mainEnd, walletEnd] = memoryPortPair(setImmediate, structuredClone)
  let wallet: Wallet | null = null
  const server = new MainServer(walletEnd, {
    open: ({ autoLockMs: ms }) =>
      Wallet.open({ disk, clock, N, autoLockMs: ms, afterWiping, speedFolder, ...(kept && { kept }) }),
    onOpen: (opened) => (wallet = opened),
    onShutdown: () => undefined,
  })
  const { rpc: main, events } = listening(mainEnd)
  const call: BenchWallet['call'] = (name, input) => main.call(name, input) as never
  await call('wallet.start', { folder: '/wallet', autoLockMs })
  const opened = wallet as Wallet | null
  if (opened === null) throw new Error('the wallet did not start')
  const window = (): KeyWindow => {
    const [port, own] = memoryPortPair(setImmediate, structuredClone)
    serveKeyWindow(opened, own, (cause, name) => server.crashed(cause, name))
    const { rpc, events: windowEvents } = listening(port)
    return { port, rpc, events: windowEvents, call: (name, input) => rpc.call(name, input) as never }
  }
  return { wallet: opened, clock, main, events, call, window }
}

export const PASSWORD = 'correct horse battery'

/** Fails the test when it is not. */
export const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export const ABANDON = `${'abandon '.repeat(11)}about`

export const refusal = (fault: string, more: object = {}) => ({ ok: false, error: { code: 'wallet', fault, ...more } })

/** A wallet of these words, open. */
export const imported = async (disk = new MemoryDisk()) => {
  const bench = await benchWallet(disk)
  const window = bench.window()
  const preview = value(
    await window.call('key.previewImport', { from: 'words', words: utf8(ABANDON), passphrase: null }),
  )
  value(await window.call('key.commitImport', { ref: preview.ref, password: utf8(PASSWORD) }))
  return { ...bench, window: bench.window, key: window, preview, disk }
}
