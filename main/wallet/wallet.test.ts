// The wallet as main and a key window see it, from an empty folder to a signature.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import { ok } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import { MOST_FOUND } from '../../app/wallet/found.ts'
import { ABANDON, benchWallet, imported, PASSWORD, refusal, text, utf8, value } from './testing/bench-wallet.ts'
import { MemoryDisk } from './testing/memory-disk.ts'
import { buyingBench, deposit, speedBench } from './testing/speed-bench.ts'

const pass = () => utf8(PASSWORD)

const newFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'swiftseed-wallet-'))
  return { path, [Symbol.asyncDispose]: async () => rmSync(path, { recursive: true, force: true }) }
}

describe('a wallet', () => {
  it('begins without a vault', async () => {
    const { call } = await benchWallet()
    const state = value(await call('wallet.state', undefined))
    expect(state).toMatchObject({ vault: { is: 'none' }, accounts: [], backedUp: null, watched: [] })
  })

  it('is made of new words, shown once, unlocked, and not backed up before three of them were given back', async () => {
    const { call, window } = await benchWallet()
    const key = window()
    const made = value(await key.call('key.create', { password: pass(), words: 12, passphrase: null }))
    const words = text(made.words).split(' ')
    expect(words).toHaveLength(12)
    const state = value(await call('wallet.state', undefined))
    expect(state).toMatchObject({ vault: { is: 'unlocked', of: 'phrase' }, backedUp: false })
    expect(state.accounts).toMatchObject([{ index: 0, path: "m/44'/195'/0'/0/0", label: 'Account 1' }])

    const check = value(await key.call('key.askWords', undefined))
    expect(check.questions).toHaveLength(3)
    const choices = check.questions.map(({ position, choices: shown }) => shown.indexOf(words[position - 1] ?? ''))
    expect(value(await key.call('key.answerWords', { choices }))).toBeUndefined()
    expect(value(await call('wallet.state', undefined)).backedUp).toBe(true)
  })

  it('asks for three words once for each showing, and takes one answer', async () => {
    const { window } = await benchWallet()
    const key = window()
    expect(await key.call('key.askWords', undefined)).toEqual(refusal('wrong-answer'))
    const { words } = value(await key.call('key.create', { password: pass(), words: 24, passphrase: null }))
    const list = text(words).split(' ')
    const { questions } = value(await key.call('key.askWords', undefined))
    expect(await key.call('key.askWords', undefined)).toEqual(refusal('wrong-answer'))
    const right = questions.map(({ position, choices }) => choices.indexOf(list[position - 1] ?? ''))
    const wrong = right.with(1, ((right[1] ?? 0) + 1) % 6)
    expect(await key.call('key.answerWords', { choices: wrong })).toEqual(refusal('wrong-answer'))
    expect(await key.call('key.answerWords', { choices: right })).toEqual(refusal('wrong-answer'))
    const shown = value(await key.call('key.showWords', { password: pass() }))
    expect(text(shown.words)).toBe(list.join(' '))
  })

  it('shows an import’s addresses before it keeps anything of it', async () => {
    const { disk, preview, call, events } = await imported()
    expect(preview.accounts.map(({ address }) => address)).toEqual([
      'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH',
      'TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK',
      expect.stringMatching(/^T/),
    ])
    expect(events.filter(({ name }) => name === 'wallet.preview').map(({ data }) => data)).toEqual([
      { addresses: preview.accounts.map(({ address }) => address) },
      null,
    ])
    expect(disk.fileNames).toEqual(['vault.json'])
    expect(value(await call('wallet.state', undefined)).accounts).toHaveLength(1)

    const other = await benchWallet()
    const key = other.window()
    value(await key.call('key.previewImport', { from: 'key', key: utf8(`0x${'0'.repeat(63)}1`) }))
    key.port.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(value(await other.call('wallet.state', undefined)).vault).toEqual({ is: 'none' })
    expect(other.events.at(-1)).toEqual({ name: 'wallet.preview', data: null })
  })

  it('takes words with a passphrase, a private key and a vault file', async () => {
    const words = 'ripple scissors kick mammal hire column oak again sun offer wealth tomorrow wagon turn fatal'
    const { window } = await benchWallet()
    const key = window()
    const first = async (source: Parameters<typeof key.call<'key.previewImport'>>[1]) =>
      value(await key.call('key.previewImport', source)).accounts[0]?.address
    expect(await first({ from: 'words', words: utf8(words), passphrase: utf8('TREZOR') })).toBe(
      'THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB',
    )
    expect(await first({ from: 'key', key: utf8(`${'0'.repeat(63)}1`) })).toBe('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC')
    const { key: owner } = await imported()
    const { file } = value(await owner.call('key.exportFile', { password: pass() }))
    expect(await first({ from: 'file', file: Uint8Array.from(file), password: pass() })).toBe(
      'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH',
    )
    for (const bad of ['0', 'g'.repeat(64), '0'.repeat(64), 'f'.repeat(64), '1'.repeat(63), '1'.repeat(65)]) {
      expect(await key.call('key.previewImport', { from: 'key', key: utf8(bad) })).toEqual(refusal('bad-key'))
    }
    const wrong = { from: 'file', file: Uint8Array.from(file), password: utf8('not the password') } as const
    expect(await key.call('key.previewImport', wrong)).toEqual(refusal('wrong-password'))
    expect(await key.call('key.previewImport', { ...wrong, file: file.slice(0, -1) })).toEqual(
      refusal('bad-vault-file'),
    )
  })

  it('moves elsewhere by its file with more accounts than nodes are asked about before', async () => {
    const { call, key } = await imported()
    for (let more = 2; more <= MOST_FOUND + 2; more++)
      value(await call('wallet.addAccount', { label: `Account ${more}` }))
    const { file } = value(await key.call('key.exportFile', { password: pass() }))
    const other = await benchWallet()
    const theirs = other.window()
    const source = { from: 'file', file: Uint8Array.from(file), password: pass() } as const
    const { ref, accounts } = value(await theirs.call('key.previewImport', source))
    const addresses = accounts.map(({ address }) => address)
    expect(addresses).toHaveLength(MOST_FOUND + 2)
    expect(other.events.at(-1)).toEqual({ name: 'wallet.preview', data: { addresses: addresses.slice(0, MOST_FOUND) } })
    value(await theirs.call('key.commitImport', { ref, password: pass() }))
    expect(value(await other.call('wallet.state', undefined)).accounts.map(({ address }) => address)).toEqual(addresses)
  })

  it('locks, forgets its keys, and opens with the password only', async () => {
    const { call, key } = await imported()
    value(await call('wallet.lock', undefined))
    const locked = value(await call('wallet.state', undefined))
    expect(locked.vault).toEqual({ is: 'locked', tryAfter: null })
    expect(locked.accounts.map(({ address }) => address)).toEqual(['TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH'])
    expect(await call('wallet.addAccount', { label: 'Savings' })).toEqual(refusal('locked'))
    expect(await key.call('key.unlock', { password: utf8('not the password') })).toEqual(
      refusal('wrong-password', { waitMs: 0 }),
    )
    expect(await key.call('key.unlock', { password: pass() })).toEqual(ok(undefined))
    const grown = value(await call('wallet.addAccount', { label: 'Savings' }))
    expect(grown.accounts.map(({ address, label }) => [address, label])).toEqual([
      ['TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH', 'Account 1'],
      ['TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK', 'Savings'],
    ])
  })

  it('has the runtime forget too, whichever way its keys or words went', async () => {
    let times = 0
    const { call, window, clock } = await benchWallet(new MemoryDisk(), { afterWiping: () => times++ })
    const since = (): number => {
      const counted = times
      times = 0
      return counted
    }
    const first = window()
    value(await first.call('key.previewImport', { from: 'words', words: utf8(ABANDON), passphrase: null }))
    first.port.close()
    await new Promise(setImmediate)
    expect(since()).toBe(1)
    const key = window()
    const words = { from: 'words', words: utf8(ABANDON), passphrase: null } as const
    const { ref } = value(await key.call('key.previewImport', words))
    value(await key.call('key.commitImport', { ref, password: pass() }))
    window().port.close()
    await new Promise(setImmediate)
    expect(since()).toBe(0)
    value(await call('wallet.lock', undefined))
    value(await call('wallet.lock', undefined))
    expect(since()).toBe(1)
    value(await key.call('key.unlock', { password: pass() }))
    clock.advance(900_001)
    expect(since()).toBe(1)
    value(await key.call('key.unlock', { password: pass() }))
    value(await key.call('key.wipe', { password: pass() }))
    expect(since()).toBe(1)
  })

  it('is the same after a restart, and knows no address before it is unlocked', async () => {
    const { call, disk } = await imported()
    value(await call('wallet.addAccount', { label: 'Savings' }))
    value(await call('wallet.renameAccount', { index: 0, label: 'Rent' }))
    const again = await benchWallet(disk.copy())
    expect(value(await again.call('wallet.state', undefined))).toMatchObject({
      vault: { is: 'locked' },
      accounts: [],
      backedUp: null,
    })
    value(await again.window().call('key.unlock', { password: pass() }))
    const state = value(await again.call('wallet.state', undefined))
    expect(state.accounts.map(({ label }) => label)).toEqual(['Rent', 'Savings'])
    expect(state.backedUp).toBe(true)
  })

  it('locks by itself when nobody does anything, also over a sleep and with the clock set back', async () => {
    const { call, clock, key } = await imported()
    clock.advance(899_000)
    value(await call('wallet.touch', undefined))
    clock.advance(899_000)
    expect(value(await call('wallet.state', undefined)).vault.is).toBe('unlocked')
    clock.advance(2_000)
    expect(value(await call('wallet.state', undefined)).vault.is).toBe('locked')
    // The books tell of the change, and then nothing is left to be done.
    clock.advance(2_000)
    expect(clock.timers).toBe(0)

    value(await key.call('key.unlock', { password: pass() }))
    clock.sleep(901_000)
    clock.advance(1_000)
    expect(value(await call('wallet.state', undefined)).vault.is).toBe('locked')

    value(await key.call('key.unlock', { password: pass() }))
    clock.setBack(3_600_000)
    clock.advance(901_000)
    expect(value(await call('wallet.state', undefined)).vault.is).toBe('locked')
  })

  it('does not unlock after a lock that came while the password was tried', async () => {
    const { wallet, key, call } = await imported()
    value(await call('wallet.lock', undefined))
    const unlocking = key.call('key.unlock', { password: pass() })
    await new Promise((resolve) => setTimeout(resolve, 5))
    wallet.lock()
    expect(await unlocking).toEqual({ ok: false, error: { code: 'cancelled' } })
    expect(value(await call('wallet.state', undefined)).vault.is).toBe('locked')
  })

  it('makes guessing slow, in all windows together, and says when to try again', async () => {
    const { call, clock, window } = await imported()
    value(await call('wallet.lock', undefined))
    const wrong = utf8('not the password')
    const tries = [window(), window()]
    const results = await Promise.all(
      Array.from({ length: 4 }, () => tries)
        .flat()
        .map((each) => each.call('key.unlock', { password: Uint8Array.from(wrong) })),
    )
    const faults = results.map((result) => !result.ok && result.error.code === 'wallet' && result.error.fault)
    expect(faults).toEqual([...Array.from({ length: 5 }, () => 'wrong-password'), 'too-soon', 'too-soon', 'too-soon'])
    const { vault } = value(await call('wallet.state', undefined))
    expect(vault).toEqual({ is: 'locked', tryAfter: clock.wall() + 1_000 })
    expect(await tries[0]?.call('key.unlock', { password: pass() })).toEqual(refusal('too-soon', { waitMs: 1_000 }))
    // What fails before a password is tried makes nothing forgotten.
    await tries[0]?.call('key.changePassword', { password: pass(), next: utf8('short') })
    clock.advance(1_000)
    expect(await tries[0]?.call('key.unlock', { password: wrong })).toEqual(
      refusal('wrong-password', { waitMs: 2_000 }),
    )
    clock.advance(2_000)
    expect(await tries[0]?.call('key.unlock', { password: pass() })).toEqual(ok(undefined))
  })

  it('changes its password everywhere: file, backup, salt, keys', async () => {
    const { call, disk, key } = await imported()
    value(await call('wallet.renameAccount', { index: 0, label: 'Rent' }))
    const before = [
      text(disk.peek('vault.json') ?? new Uint8Array()),
      text(disk.peek('vault.json.bak') ?? new Uint8Array()),
    ]
    const next = () => utf8('another password')
    expect(await key.call('key.changePassword', { password: pass(), next: utf8('1234567890') })).toEqual(
      refusal('password-simple'),
    )
    value(await key.call('key.changePassword', { password: pass(), next: next() }))
    const after = [disk.peek('vault.json'), disk.peek('vault.json.bak')].map((bytes) => text(bytes ?? new Uint8Array()))
    expect(after[0]).toBe(after[1])
    type File = { kdf: { salt: string }; wrap: { ct: string }; body: { ct: string } }
    const [old, fresh] = [before[0], after[0]].map((file) => JSON.parse(file ?? '') as File)
    expect(old?.kdf.salt).not.toBe(fresh?.kdf.salt)
    expect(old?.wrap.ct).not.toBe(fresh?.wrap.ct)
    // Still unlocked, and what is written from now on is written under the new keys.
    value(await call('wallet.renameAccount', { index: 0, label: 'Food' }))
    value(await call('wallet.lock', undefined))
    expect(await key.call('key.unlock', { password: pass() })).toMatchObject(refusal('wrong-password'))
    value(await key.call('key.unlock', { password: next() }))
    expect(value(await call('wallet.state', undefined)).accounts[0]?.label).toBe('Food')
  })

  it('shows words and keys for the password only', async () => {
    const { key } = await imported()
    expect(text(value(await key.call('key.showWords', { password: pass() })).words)).toBe(ABANDON)
    expect(text(value(await key.call('key.showKey', { password: pass(), index: 0 })).key)).toBe(
      'b5a4cea271ff424d7c31dc12a3e43e401df7a40d7412a15750f3f0b6b5449a28',
    )
    expect(await key.call('key.showKey', { password: pass(), index: 1 })).toEqual(refusal('no-such-account'))
    for (const name of ['key.showWords', 'key.exportFile', 'key.wipe'] as const) {
      expect(await key.call(name, { password: utf8('not the password') })).toMatchObject(refusal('wrong-password'))
    }
  })

  it('of a private key has one account and no words', async () => {
    const { call, window } = await benchWallet()
    const key = window()
    const { ref } = value(await key.call('key.previewImport', { from: 'key', key: utf8(`${'0'.repeat(63)}1`) }))
    value(await key.call('key.commitImport', { ref, password: pass() }))
    expect(value(await call('wallet.state', undefined))).toMatchObject({
      vault: { is: 'unlocked', of: 'key' },
      accounts: [{ path: null, address: 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC' }],
    })
    expect(await call('wallet.addAccount', { label: 'More' })).toEqual(refusal('not-a-phrase'))
    expect(await key.call('key.showWords', { password: pass() })).toEqual(refusal('not-a-phrase'))
  })

  it('is not overwritten by another, is wiped for the password, and set aside without', async () => {
    const { call, disk, key } = await imported()
    expect(await key.call('key.create', { password: pass(), words: 12, passphrase: null })).toEqual(
      refusal('vault-exists'),
    )
    value(await key.call('key.startOver', { confirmed: true }))
    expect(value(await call('wallet.state', undefined))).toMatchObject({ vault: { is: 'none' }, accounts: [] })
    expect(disk.fileNames).toEqual(['vault.json.kept-1'])
    value(await key.call('key.create', { password: pass(), words: 12, passphrase: null }))
    value(await call('wallet.renameAccount', { index: 0, label: 'New' }))
    value(await key.call('key.wipe', { password: pass() }))
    expect(disk.fileNames).toEqual(['vault.json.kept-1'])
    expect(value(await call('wallet.state', undefined)).vault).toEqual({ is: 'none' })
  })

  it('takes the books of Speed with it when it is wiped, and nothing that is told late brings them back', async () => {
    await using folder = newFolder()
    const bench = await buyingBench({ folder: folder.path })
    writeFileSync(join(folder.path, 'speed.damaged-1.db'), 'older')
    writeFileSync(join(folder.path, 'vault.json.kept-1'), 'of another')
    expect(readdirSync(folder.path)).toContain('speed.db')
    expect((await bench.key.call('key.wipe', { password: utf8('not the password') })).ok).toBe(false)
    expect(readdirSync(folder.path)).toContain('speed.db')
    value(await bench.key.call('key.wipe', { password: utf8(PASSWORD) }))
    expect(bench.events).toContainEqual({ name: 'wallet.wiped', data: undefined })
    expect((await bench.call('speed.deposit', deposit())).ok).toBe(false)
    expect(await bench.open().catch(() => 'refused')).toBe('refused')
    expect(readdirSync(folder.path)).toEqual(['vault.json.kept-1'])
  })

  it('is not wiped as long as the books cannot be', async () => {
    await using folder = newFolder()
    const disk = new MemoryDisk()
    const bench = await speedBench({ disk, folder: folder.path })
    // No file, so that removing it fails.
    mkdirSync(join(folder.path, 'speed.damaged-1.db'))
    expect((await bench.key.call('key.wipe', { password: utf8(PASSWORD) })).ok).toBe(false)
    expect(disk.fileNames).toContain('vault.json')
    expect(bench.events.some(({ name }) => name === 'wallet.wiped')).toBe(false)
  })

  it('watches addresses without a vault, over a restart, and none of its own', async () => {
    const disk = new MemoryDisk()
    const { call } = await benchWallet(disk)
    const state = value(await call('wallet.state', undefined))
    expect(state.watched).toEqual([])
    const address = 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4' as Parameters<typeof call<'wallet.watch'>>[1]['address']
    value(await call('wallet.watch', { address, label: 'Cold' }))
    value(await call('wallet.watch', { address, label: 'Colder' }))
    const again = await benchWallet(disk.copy())
    expect(value(await again.call('wallet.state', undefined)).watched).toEqual([{ address, label: 'Colder' }])
    expect(value(await again.call('wallet.unwatch', { address })).watched).toEqual([])
    const { call: owner, preview } = await imported()
    const own = preview.accounts[0]?.address
    if (own) expect(await owner('wallet.watch', { address: own, label: 'Me' })).toEqual(refusal('already-there'))
  })

  it('uses the backup when the file is damaged, says so, and deletes nothing', async () => {
    const { call, disk } = await imported()
    value(await call('wallet.renameAccount', { index: 0, label: 'Rent' }))
    const damaged = disk.copy()
    const bytes = damaged.peek('vault.json') ?? new Uint8Array()
    bytes[500] = (bytes[500] ?? 0) ^ 1
    damaged.put('vault.json', bytes)
    const again = await benchWallet(damaged)
    expect(value(await again.call('wallet.state', undefined))).toMatchObject({
      vault: { is: 'locked' },
      fromBackup: true,
    })
    value(await again.window().call('key.unlock', { password: pass() }))
    expect(value(await again.call('wallet.state', undefined)).accounts[0]?.label).toBe('Account 1')
    expect(damaged.peek('vault.json.damaged-1')).toEqual(bytes)
    const third = await benchWallet(damaged.copy())
    expect(value(await third.call('wallet.state', undefined)).fromBackup).toBe(false)
  })
})

it('what an import would bring is passed to key windows as main has it, and nothing but that', async () => {
  const { call, window } = await benchWallet()
  const key = window()
  const account = {
    address: 'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH' as Address,
    activated: true,
    permission: { is: 'alone' as const },
    balances: [{ symbol: 'TRX', decimals: 6, legacy: false, amount: amount(12n) }],
  }
  const found = { network: 'nile' as const, accounts: [account] }
  value(await call('wallet.found', found))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(key.events).toContainEqual({ name: 'key.found', data: found })
  const more = { ...found, words: 'abandon' } as typeof found
  expect(await call('wallet.found', more)).toMatchObject({ error: { code: 'invalid-argument' } })
})
