import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../app/ipc/notice.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { Intake } from './intake.ts'

const magnet = 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake-'))
})
afterEach(() => rm(folder, { recursive: true }))

const fixture = (answer: () => Result<unknown, AppError> = () => ok({})) => {
  const offers: unknown[] = []
  const notices: Notice[] = []
  const calls: string[] = []
  const call = (name: string, input: unknown) => {
    calls.push(name)
    offers.push(input)
    return Promise.resolve(answer()) as never
  }
  const intake = new Intake({ engine: { call }, notify: (notice) => notices.push(notice) })
  return { intake, offers, notices, calls }
}

describe('what comes from outside', () => {
  it('waits for the engine and is offered in order', async () => {
    await writeFile(join(folder, 'a.torrent'), 'bytes')
    const { intake, offers } = fixture()
    expect(intake.takeArguments(['.', '--flag', 'a.torrent', magnet], folder)).toBe(true)
    expect(offers).toEqual([])
    intake.ready = true
    await intake.idle
    expect(offers).toEqual([
      { kind: 'file', bytes: new Uint8Array(Buffer.from('bytes')), name: 'a.torrent' },
      { kind: 'link', link: magnet },
    ])
  })

  it('is offered again when the engine was away', async () => {
    let away = true
    const { intake, offers, notices } = fixture(() => (away ? fail({ code: 'engine-unavailable' }) : ok({})))
    intake.ready = true
    intake.takeLink(magnet)
    await intake.idle
    intake.ready = false
    away = false
    intake.ready = true
    await intake.idle
    expect(offers).toHaveLength(2)
    expect(notices).toEqual([])
  })

  it('is told to the user when the engine finds it broken', async () => {
    const { intake, notices } = fixture(() => fail({ code: 'not-a-torrent-link' }))
    intake.ready = true
    intake.takeLink(magnet)
    await intake.idle
    expect(notices).toEqual([{ kind: 'unreadable', error: { code: 'not-a-torrent-link' }, subject: magnet }])
  })

  it('is not read when it is a folder, a pipe, empty or too large', async () => {
    await mkdir(join(folder, 'folder.torrent'))
    await writeFile(join(folder, 'empty.torrent'), '')
    await writeFile(join(folder, 'large.torrent'), new Uint8Array(10_000_001))
    execFileSync('mkfifo', [join(folder, 'pipe.torrent')])
    const { intake, notices, offers } = fixture()
    intake.ready = true
    const names = ['folder.torrent', 'empty.torrent', 'large.torrent', 'pipe.torrent', 'gone.torrent']
    intake.takeArguments(names, folder)
    await intake.idle
    expect(notices).toEqual(
      names.map((name) => ({ kind: 'unreadable', error: { code: 'file-unreadable', name }, subject: name })),
    )
    expect(offers).toEqual([])
  })

  it('is nothing when it is neither a link nor a .torrent', () => {
    const { intake } = fixture()
    expect(intake.takeArguments(['--inspect=1', '/etc/passwd', 'ftp://x/a.torrent'], folder)).toBe(false)
  })

  it.each(['http://example.com/a.torrent', 'HTTPS://example.com/get?id=1'])(
    'is refused with a word to the user when it is a web address: %s',
    async (address) => {
      const { intake, offers, notices } = fixture()
      intake.ready = true
      expect(intake.takeArguments(['.', address, magnet], folder)).toBe(true)
      intake.takeLink(address)
      await intake.idle
      expect(offers).toEqual([{ kind: 'link', link: magnet }])
      expect(notices).toEqual([{ kind: 'web-address-refused' }, { kind: 'web-address-refused' }])
    },
  )

  it('is refused with a word to the user when it is a magnet link without end', () => {
    const { intake, notices, offers } = fixture()
    const endless = `${magnet}&dn=${'x'.repeat(70_000)}`
    expect(intake.takeArguments([endless], folder)).toBe(true)
    expect(notices).toEqual([
      {
        kind: 'unreadable',
        error: { code: 'magnet-invalid', fault: 'too-long' },
        subject: `${endless.slice(0, 120)}…`,
      },
    ])
    expect(offers).toEqual([])
  })

  it('is five hundred things at most, and how many are left out is told', () => {
    const { intake, notices } = fixture()
    intake.takeArguments(
      Array.from({ length: 620 }, () => magnet),
      folder,
    )
    expect(notices).toEqual([{ kind: 'left-out', count: 120, most: 500 }])
  })

  it('says nothing of a switch or a word that only looks like an address', () => {
    const { intake, notices } = fixture()
    intake.takeArguments(['--proxy=http://x/', 'http:', 'https://', 'http://a b'], folder)
    expect(notices).toEqual([])
  })

  it('asks the engine for nothing but offers, whatever the arguments', async () => {
    await writeFile(join(folder, 'a.torrent'), 'bytes')
    const { intake, calls, offers } = fixture()
    intake.ready = true
    const argument = fc.oneof(
      fc.string(),
      fc.constantFrom(magnet, 'a.torrent', './a.torrent', '--a.torrent', '-', '--'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 5 }), async (args) => {
        offers.length = 0
        intake.takeArguments(args, folder)
        await intake.idle
        expect(new Set(calls).size).toBeLessThanOrEqual(1)
        const wanted = args.filter((arg) => arg === magnet || /^(\.\/)?a\.torrent$/.test(arg))
        expect(offers).toHaveLength(wanted.length)
      }),
      { numRuns: 200 },
    )
    expect(calls.every((name) => name === 'engine.offer')).toBe(true)
  })
})
