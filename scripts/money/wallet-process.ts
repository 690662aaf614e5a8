// A wallet process for campaigns that kill it: the real wallet and its server over the messages of a forked process, on
// a folder of its own. What only a person could do (unlock, allow) is done here at the start; everything else comes in
// as main would send it.

import type { Port } from '../../app/ipc/port.ts'
import { amount } from '../../app/money/amount.ts'
import { systemClock } from '../../main/wallet/clock.ts'
import { MainServer } from '../../main/wallet/serve-main.ts'
import { openDisk } from '../../main/wallet/vault-disk.ts'
import { Wallet } from '../../main/wallet/wallet.ts'
import { ACCOUNT_KEY, PASSWORD, START, type Started } from './wallet-words.ts'

const [folder = '', caps = '0'] = process.argv.slice(2)
const password = (): Uint8Array => new TextEncoder().encode(PASSWORD)
const CHEAP_N = 2 ** 15

const parentPort = (): Port => ({
  post: (message) => void process.send?.(message),
  onMessage: (listener) => {
    process.on('message', listener)
    return () => process.off('message', listener)
  },
  onClose: (listener) => {
    process.on('disconnect', listener)
    return () => process.off('disconnect', listener)
  },
  close: () => process.disconnect(),
})

const demand = (what: string, result: { readonly ok: boolean }): void => {
  if (!result.ok) throw new Error(`${what}: ${JSON.stringify(result)}`)
}

const open = async (): Promise<Wallet> => {
  const disk = await openDisk(folder)
  const wallet = await Wallet.open({
    disk,
    clock: systemClock,
    autoLockMs: 86_400_000,
    N: CHEAP_N,
    speedFolder: folder,
  })
  const { keyring, speed } = wallet
  const isNew = keyring.stored.is === 'none'
  const kept = { labels: ['Account 1'], checkedAt: null }
  const secret = { of: 'key', key: Uint8Array.from(ACCOUNT_KEY) } as const
  demand('keys', isNew ? await keyring.create(secret, kept, password()) : await keyring.unlock(password()))
  demand('books', speed.use(START))
  if (!isNew) return wallet
  const most = amount(BigInt(caps))
  const next = { perDay: most, perPeer: most, total: most, priceCeiling: most, whileLocked: true }
  const waiting = speed.allow(next, null)
  demand('allowance', waiting)
  if (waiting.ok && waiting.value !== null) demand('approval', speed.answer(waiting.value.token, true))
  return wallet
}

process.on('disconnect', () => process.exit(0))
const wallet = await open()
const server = new MainServer(parentPort(), {
  open: () => Promise.resolve(wallet),
  onOpen: () => undefined,
  onShutdown: () => setTimeout(() => process.exit(0), 10),
})
process.on('uncaughtException', (cause) => {
  server.crashed(cause, 'the wallet of a campaign')
  throw cause
})
process.send?.({ started: wallet.keyring.voucherKey.address } satisfies Started)
