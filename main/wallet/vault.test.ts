// The vault's file against everything that can happen to it: power cuts at every call and every byte, calls that fail,
// flipped bits, hostile parameters, wrong passwords.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import { benchWallet, CHEAP_N, PASSWORD, text, utf8, value } from './testing/bench-wallet.ts'
import { MemoryDisk } from './testing/memory-disk.ts'
import type { VaultBody } from './vault-body.ts'
import { newVault, openBody, openVault, sealed } from './vault-crypto.ts'
import { canonical, readVaultFile, type VaultFile } from './vault-format.ts'
import { VaultStore } from './vault-store.ts'

const bodyNamed = (label: string, checkedAt: number | null = null): VaultBody => ({
  secret: {
    of: 'phrase',
    entropy: Uint8Array.from({ length: 16 }, (_, at) => at),
    language: 'english',
    passphrase: null,
  },
  kept: { labels: [label], checkedAt },
})
const pass = () => utf8(PASSWORD)

const vault = await newVault(pass(), CHEAP_N)
const first = sealed(vault, bodyNamed('old'))
const second = sealed(first.vault, bodyNamed('new'))
const parsed = (bytes: Uint8Array): VaultFile => value(readVaultFile(bytes))
const labelIn = (file: VaultFile): string | undefined => openBody(file, vault.dataKey)?.kept.labels[0]

const check = (file: VaultFile): void => {
  if (labelIn(file) === undefined) throw new Error('does not open')
}
const save = (disk: MemoryDisk, content: Uint8Array): Promise<void> =>
  new VaultStore(disk).save(content, check, () => true)

/** What a new start would open; null: nothing that opens. */
const opens = async (disk: MemoryDisk): Promise<string | null> => {
  const stored = await new VaultStore(disk).load()
  return stored.is === 'here' ? (labelIn(stored.file) ?? null) : null
}

const withOld = async (): Promise<MemoryDisk> => {
  const disk = new MemoryDisk()
  await save(disk, first.file)
  await save(disk, first.file)
  return disk.copy()
}

describe('a vault that is being written', () => {
  it('opens as old or new after a power cut before any call and at any byte', async () => {
    const whole = await withOld()
    const before = whole.calls
    await save(whole, second.file)
    const calls = whole.calls - before
    expect(calls).toBeGreaterThan(10)
    let tried = 0
    for (let at = 0; at <= calls; at++) {
      const disk = await withOld()
      disk.trouble = { at: disk.calls + at, what: 'cut' }
      await save(disk, second.file).catch(() => undefined)
      for (const left of disk.afterPowerCut((length) => Array.from({ length: length + 1 }, (_, cut) => cut))) {
        expect(['old', 'new']).toContain(await opens(left))
        tried++
      }
    }
    // The file was torn at each of its bytes, and not only cut between calls.
    expect(tried).toBeGreaterThan(second.file.length)
  })

  it('is torn nowhere by a disk that takes a few bytes at a time', async () => {
    const calls = Math.ceil(second.file.length / 100) + 20
    for (let at = 0; at < calls; at++) {
      const disk = await withOld()
      disk.chunk = 100
      disk.trouble = { at: disk.calls + at, what: 'cut' }
      await save(disk, second.file).catch(() => undefined)
      for (const left of disk.afterPowerCut((length) => [0, 1, 50, length])) {
        expect(['old', 'new']).toContain(await opens(left))
      }
    }
  })

  it.each(['ENOSPC', 'EIO'] as const)(
    'opens when each call in turn fails with %s, and again when it is tried again',
    async (what) => {
      let failures = 0
      for (let at = 0; at < 40; at++) {
        const disk = await withOld()
        disk.trouble = { at: disk.calls + at, what }
        const outcome = await save(disk, second.file).then(
          () => 'new',
          () => 'old',
        )
        if (outcome === 'old') failures++
        expect(await opens(disk.copy())).toBe(outcome)
        disk.trouble = null
        await save(disk, second.file)
        expect(await opens(disk)).toBe('new')
        expect(disk.fileNames).toEqual(['vault.json', 'vault.json.bak'])
      }
      expect(failures).toBeGreaterThan(8)
    },
  )

  it('the first time is there whole or not at all', async () => {
    for (let at = 0; at < 16; at++) {
      const disk = new MemoryDisk()
      disk.trouble = { at, what: 'cut' }
      await save(disk, second.file).catch(() => undefined)
      for (const left of disk.afterPowerCut((length) => Array.from({ length: length + 1 }, (_, cut) => cut))) {
        expect([null, 'new']).toContain(await opens(left))
        expect((await new VaultStore(left).load()).is).not.toBe('damaged')
      }
    }
  })

  it('does not take a write that lies', async () => {
    const disk = await withOld()
    const create = disk.create.bind(disk)
    disk.create = async (name) => {
      const file = await create(name)
      return {
        ...file,
        write: (bytes) => file.write(Uint8Array.from(bytes, (byte, at) => (at === 99 ? byte ^ 1 : byte))),
      }
    }
    await expect(save(disk, second.file)).rejects.toThrow('reads differently')
    expect(await opens(disk)).toBe('old')
  })
})

describe('a change of the password', () => {
  it('leaves file and backup open to the new one alone, and makes up for a power cut in between', async () => {
    const disk = new MemoryDisk()
    const owner = await benchWallet(disk)
    const key = owner.window()
    value(await key.call('key.create', { password: pass(), words: 12, passphrase: null }))
    const before = disk.copy()
    const next = () => utf8('another password')
    value(await key.call('key.changePassword', { password: pass(), next: next() }))
    const passwordsOf = async (name: string, on: MemoryDisk): Promise<boolean[]> => {
      const bytes = on.peek(name)
      if (bytes === null) return []
      return Promise.all([pass(), next()].map(async (each) => (await openVault(parsed(bytes), each)).ok))
    }
    expect(await passwordsOf('vault.json', disk)).toEqual([false, true])
    expect(await passwordsOf('vault.json.bak', disk)).toEqual([false, true])

    // Cut after the file, before the backup: the next unlocking replaces the backup.
    const half = before.copy()
    half.put('vault.json.bak', before.peek('vault.json') ?? new Uint8Array())
    half.put('vault.json', disk.peek('vault.json') ?? new Uint8Array())
    const again = await benchWallet(half)
    expect(await again.window().call('key.unlock', { password: next() })).toEqual(ok(undefined))
    expect(await passwordsOf('vault.json.bak', half)).toEqual([false, true])
  })
})

describe('a vault file', () => {
  const bytes = second.file

  it('is JSON in its one canonical form and nothing after it', () => {
    const written = text(bytes)
    expect(Object.keys(JSON.parse(written) as object)).toEqual(['body', 'fmt', 'id', 'kdf', 'rev', 'sum', 'v', 'wrap'])
    expect(canonical(JSON.parse(written))).toBe(written)
    expect(JSON.parse(written)).toMatchObject({ fmt: 'btt-vault', v: 1, kdf: { alg: 'scrypt', r: 8, p: 1 } })
    expect(Buffer.from((JSON.parse(written) as VaultFile).body.ct, 'base64')).toHaveLength(1_024 + 16)
  })

  it('is refused with anything added, doubled, moved or written otherwise', () => {
    const written = text(bytes)
    const variants = [
      `${written} `,
      `${written}\n`,
      ` ${written}`,
      `\uFEFF${written}`,
      `${written}{}`,
      written.replace('{', '{"more":1,'),
      written.replace('"v":1', '"v":1,"v":1'),
      written.replace('"v":1', '"v":1.0'),
      written.replace('"fmt":', '"\\u0066mt":'),
      written.replace('"__proto__"', ''),
      written.replace('{', '{"__proto__":{},'),
      JSON.stringify(JSON.parse(written), null, 1),
      written.slice(0, -1),
      '',
      'null',
      '[]',
    ].filter((variant) => variant !== written)
    expect(variants.length).toBeGreaterThan(13)
    for (const variant of variants) expect(readVaultFile(utf8(variant))).toEqual({ ok: false, error: 'file' })
    expect(readVaultFile(new Uint8Array(65_537))).toEqual({ ok: false, error: 'file' })
  })

  it('is known as damaged with any of its more than 10,000 bits flipped, never as a wrong password', () => {
    const flipped = (at: number): Uint8Array => {
      const copy = Uint8Array.from(bytes)
      copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7))
      return copy
    }
    const bits = bytes.length * 8
    expect(bits).toBeGreaterThan(10_000)
    const taken = Array.from({ length: bits }, (_, at) => readVaultFile(flipped(at))).filter(
      (read) => read.ok || read.error !== 'file',
    )
    expect(taken).toEqual([])
  })

  it('tells a wrong password from a damaged body, also when somebody mended the sum', async () => {
    const resummed = (file: VaultFile): VaultFile => {
      const { sum: _sum, ...rest } = file
      const sum = createHash('sha256').update(canonical(rest)).digest('base64')
      return value(readVaultFile(utf8(canonical({ ...rest, sum }))))
    }
    const file = parsed(bytes)
    const flip = (text64: string): string => {
      const raw = Buffer.from(text64, 'base64')
      raw[5] = (raw[5] ?? 0) ^ 1
      return raw.toString('base64')
    }
    expect(await openVault(file, utf8('not the password'))).toEqual({ ok: false, error: 'wrong-password' })
    const body = resummed({ ...file, body: { ...file.body, ct: flip(file.body.ct) } })
    expect(await openVault(body, pass())).toEqual({ ok: false, error: 'body' })
    expect(await openVault(body, utf8('not the password'))).toEqual({ ok: false, error: 'wrong-password' })
    // The header is bound: neither an older writing's body nor other parameters can be put in.
    const rolledBack = resummed({ ...file, body: parsed(first.file).body })
    expect(await openVault(rolledBack, pass())).toEqual({ ok: false, error: 'body' })
    const other = resummed({ ...file, rev: file.rev + 1 })
    expect(await openVault(other, pass())).toEqual({ ok: false, error: 'body' })
    const weaker = resummed({ ...file, kdf: { ...file.kdf, p: 2 } })
    expect(await openVault(weaker, pass())).toEqual({ ok: false, error: 'wrong-password' })
  })

  it('with hostile parameters is refused before anything is computed', () => {
    const file = parsed(bytes)
    const hostile = [
      { N: 2 ** 14 },
      { N: 2 ** 21 },
      { N: 2 ** 40 },
      { N: 2 ** 18 + 1 },
      { N: 0 },
      { N: 1 },
      { r: 1 },
      { r: 2 ** 30 },
      { p: 0 },
      { p: 5 },
      { p: 2 ** 30 },
      { alg: 'pbkdf2' },
      { alg: 'argon2id' },
      { salt: Buffer.alloc(31).toString('base64') },
      { salt: '' },
    ]
    const started = process.cpuUsage()
    for (const change of hostile) {
      const { sum: _sum, ...rest } = { ...file, kdf: { ...file.kdf, ...change } }
      const sum = createHash('sha256').update(canonical(rest)).digest('base64')
      expect(readVaultFile(utf8(canonical({ ...rest, sum })))).toEqual({ ok: false, error: 'unsupported' })
    }
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1_000 / hostile.length).toBeLessThan(10)
  })

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.json().map(utf8)), (junk) => {
        expect(readVaultFile(junk)).toEqual({ ok: false, error: 'file' })
      }),
    )
  })

  it('is written for a password in any spelling Unicode has for it', async () => {
    const composed = 'pa\u00dfw\u00f6rter \ufb01nden'
    const own = await newVault(utf8(composed), CHEAP_N)
    const file = parsed(sealed(own, bodyNamed('x')).file)
    expect((await openVault(file, utf8('pa\u00dfwo\u0308rter finden'))).ok).toBe(true)
    expect((await openVault(file, utf8('passwo\u0308rter finden'))).ok).toBe(false)
  })

  it('hides how many words and which names it has', async () => {
    const long = {
      ...bodyNamed('x'.repeat(40)),
      secret: { ...bodyNamed('x').secret, entropy: new Uint8Array(32) },
    } as VaultBody
    expect(sealed(vault, long).file.length).toBe(sealed(vault, bodyNamed('x')).file.length)
  })
})
