// Somebody leaves while an import is being kept: by Back, by looking at something else, by closing the window. Whenever
// that is, there is afterwards either no vault, or one of exactly the secret whose addresses were shown.

import { describe, expect, it } from 'vitest'
import type { ImportSource } from '../../app/ipc/key-window-contract.ts'
import { benchWallet, PASSWORD, utf8, value, type KeyWindow } from './testing/bench-wallet.ts'
import { MemoryDisk } from './testing/memory-disk.ts'

const pass = () => utf8(PASSWORD)
const WINNER = 'legal winner thank year wave sausage worth useful legal winner thank yellow'

const sources: { readonly what: string; readonly make: () => ImportSource }[] = [
  { what: 'words', make: () => ({ from: 'words', words: utf8(WINNER), passphrase: null }) },
  { what: 'words and a passphrase', make: () => ({ from: 'words', words: utf8(WINNER), passphrase: utf8('TREZOR') }) },
  { what: 'a private key', make: () => ({ from: 'key', key: utf8('7'.repeat(64)) }) },
]

const ways: { readonly how: string; readonly leave: (key: KeyWindow, ref: string) => unknown }[] = [
  { how: 'going back', leave: (key, ref) => key.call('key.cancelImport', { ref }) },
  {
    how: 'looking at another',
    leave: (key) => key.call('key.previewImport', { from: 'key', key: utf8('5'.repeat(64)) }),
  },
  { how: 'closing the window', leave: (key) => key.port.close() },
]

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** `moment`: resolves when it is time to leave. */
const leaving = async (
  make: () => ImportSource,
  leave: (key: KeyWindow, ref: string) => unknown,
  moment: (disk: MemoryDisk) => Promise<void>,
) => {
  const disk = new MemoryDisk()
  const { window, call, wallet } = await benchWallet(disk)
  const key = window()
  const preview = value(await key.call('key.previewImport', make()))
  const due = moment(disk)
  const committing = key.call('key.commitImport', { ref: preview.ref, password: pass() })
  await due
  const left = leave(key, preview.ref)
  await Promise.allSettled([committing, left])
  // What began before the window closed comes to its end.
  await wallet.keyring.gate.inTurn(() => Promise.resolve())
  const again = await benchWallet(disk.copy())
  const opened = await again.window().call('key.unlock', { password: pass() })
  const kept = value(await again.call('wallet.state', undefined))
  const now = value(await call('wallet.state', undefined))
  return { committed: await committing, shown: preview.accounts[0]?.address, opened, kept, now }
}

describe('leaving an import while it is kept', () => {
  const early = ways.flatMap((way) => sources.map((source) => ({ ...way, ...source })))

  it.each(early)('keeps nothing when it is not yet written: $how, $what', async ({ make, leave }) => {
    const { kept, now } = await leaving(make, leave, () => turns(3))
    expect(kept.vault.is).toBe('none')
    expect(now.vault.is).toBe('none')
  })

  it.each(early)('keeps what was shown when it is being written: $how, $what', async ({ make, leave }) => {
    const writing = (disk: MemoryDisk) => new Promise<void>((resolve) => (disk.onCall = () => resolve()))
    const { shown, opened, kept, now } = await leaving(make, leave, writing)
    expect(opened).toEqual({ ok: true, value: undefined })
    expect(kept.accounts.map(({ address }) => address)).toEqual([shown])
    expect(now.accounts.map(({ address }) => address)).toEqual([shown])
  })

  it('says that it was cancelled', async () => {
    const [words] = sources
    const [back] = ways
    if (!words || !back) throw new Error('no case')
    const { committed } = await leaving(words.make, back.leave, () => turns(3))
    expect(committed).toEqual({ ok: false, error: { code: 'cancelled' } })
  })
})
