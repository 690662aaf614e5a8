// The wallet's process as it is shipped, watched from outside: what it opens, what it is given, what is left in it after
// it was locked. The host (harness/wallet-host.mjs) imports a phrase, unlocks, signs and locks as a key window would.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { electronPath } from './electron.ts'
import { temporaryFolder } from './peers/process.ts'

const root = join(import.meta.dirname, '..')

interface Seen {
  readonly addresses: readonly string[]
  readonly signed: boolean
  readonly sockets: readonly string[]
  readonly environment: readonly string[]
  readonly unlockMs: number
  /** Pings answered while the password was being tried. */
  readonly beats: number
  readonly unlocked: Readonly<Record<string, number>>
  readonly locked: Readonly<Record<string, number>>
  readonly afterSnapshot: Readonly<Record<string, number>>
  readonly snapshot: number
  readonly inSnapshot: readonly string[]
}

const watch = async (leak: boolean): Promise<Seen> => {
  await using place = await temporaryFolder('wallet-process')
  const [wallet, snapshots] = [join(place.path, 'wallet'), join(place.path, 'snapshots')]
  await Promise.all([mkdir(wallet), mkdir(snapshots)])
  const env = {
    ...process.env,
    WALLET_BUNDLE: join(root, 'out/main/wallet.js'),
    WALLET_FOLDER: wallet,
    SNAPSHOT_FOLDER: snapshots,
    WALLET_LEAK: leak ? '1' : '0',
  }
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...flags, join(root, 'e2e/harness/wallet-host.mjs')]
  const { stdout } = await promisify(execFile)(electronPath(), args, { env, timeout: 150_000, maxBuffer: 1e7 })
  const line = stdout.split('\n').find((each) => each.startsWith('RESULT '))
  return JSON.parse(line?.slice('RESULT '.length) ?? 'null') as Seen
}

test.describe('the wallet’s process', () => {
  test.skip(!existsSync('/proc/self/maps'), 'memory and descriptors are looked at through /proc')
  test.describe.configure({ timeout: 200_000 })

  test('opens no socket, is given no environment, and keeps no secret once it is locked', async () => {
    const seen = await watch(false)
    expect(seen.addresses[0]).toBe('THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB')
    expect(seen.signed).toBe(true)
    expect(seen.sockets).toEqual([])
    // Chromium says to every child where no message bus is.
    expect(seen.environment.filter((name) => name !== 'DBUS_SESSION_BUS_ADDRESS')).toEqual(['SWIFTSEED_PROCESS'])
    // It answers while the password is being tried: the work is on another thread.
    expect(seen.beats).toBeGreaterThan(5)
    expect(seen.snapshot).toBeGreaterThan(1_000_000)
    expect(seen.inSnapshot).toEqual([])
    // Not only what a snapshot shows: all memory it may write to, external buffers, the threads' stacks and freed memory
    // among it. The looking finds what is there: while it is unlocked, copies of what it computes with.
    expect(seen.unlocked['node']).toBeGreaterThan(0)
    expect(seen.unlocked['account']).toBeGreaterThan(0)
    expect(seen.unlocked['voucher']).toBeGreaterThan(0)
    expect(seen.unlocked['dataKey']).toBeGreaterThan(0)
    const keys = { account: 0, voucher: 0, node: 0, chain: 0, wrapKey: 0, dataKey: 0 }
    const none = { entropy: 0, seed: 0, words: 0, password: 0, ...keys }
    expect(seen.locked).toEqual(none)
    expect(seen.afterSnapshot).toEqual(none)
  })

  test('with a leak made on purpose is caught', async () => {
    const seen = await watch(true)
    expect(seen.inSnapshot).toContain('words')
    expect(seen.afterSnapshot['words']).toBeGreaterThan(0)
  })
})
