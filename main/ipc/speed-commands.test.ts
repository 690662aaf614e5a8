import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkInput, type CommandName } from '../../app/ipc/contract.ts'
import { amount } from '../../app/money/amount.ts'
import { fail, ok } from '../../app/result.ts'
import { account, btt, elsewhere, film } from '../../app/speed/testing/situations.ts'
import { speedCommands, type SpeedDeps } from './speed-commands.ts'
import { FakeShell } from './testing/fake-shell.ts'

const filter = { range: 'all', torrent: null, counterparty: null, kinds: null } as const

const open = (some: Partial<SpeedDeps> = {}) => {
  const shell = new FakeShell()
  const deps = { table: () => Promise.resolve(ok('a,b\r\n')), shell, ...some } as unknown as SpeedDeps
  return { commands: speedCommands(deps), shell }
}

describe('the books as a table', () => {
  it('are saved where the system’s dialog says, for their owner alone, and nowhere when it was left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swiftseed-books-'))
    const { commands, shell } = open()
    expect(await commands['speed.exportBooks'](filter)).toEqual(ok(null))
    shell.csvPath = join(folder, 'books.csv')
    expect(await commands['speed.exportBooks'](filter)).toEqual(ok(shell.csvPath))
    expect(readFileSync(shell.csvPath, 'utf8')).toBe('\ufeffa,b\r\n')
    expect(statSync(shell.csvPath).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
  })

  it('are not written at all when the wallet does not have them', async () => {
    const { commands, shell } = open({ table: () => Promise.resolve(fail({ code: 'wallet-unavailable' })) })
    shell.csvPath = '/nowhere/at/all.csv'
    expect(await commands['speed.exportBooks'](filter)).toEqual(fail({ code: 'wallet-unavailable' }))
  })
})

const torrent = { id: film, on: true, budget: btt(1) }
const allowance = { perDay: btt(1), perPeer: btt(1), total: btt(1), priceCeiling: btt(1), whileLocked: false }
const deposit = { do: 'deposit', from: account, amount: btt(1) }
const cash = { do: 'cash', from: account, payers: [elsewhere], to: 'vault' }

describe('what a window may ask of Speed', () => {
  it.each<[CommandName, unknown]>([
    ['speed.setTorrent', torrent],
    ['speed.allow', allowance],
    ['speed.preview', deposit],
    ['speed.order', cash],
    ['speed.entries', { filter, before: 7 }],
    ['speed.look', { id: null }],
    ['speed.setSelling', { on: true, ask: amount(0n) }],
    ['speed.setPaidPercent', { percent: 10 }],
    ['speed.setPaidPercent', { percent: 60 }],
  ])('is taken as it is meant: %s', (name, input) => {
    expect(checkInput(name, input).ok).toBe(true)
  })

  it.each<[string, CommandName, unknown]>([
    ['a budget as a number', 'speed.setTorrent', { ...torrent, budget: 1e18 }],
    ['a budget as text', 'speed.setTorrent', { ...torrent, budget: '1' }],
    ['a budget below zero', 'speed.setTorrent', { ...torrent, budget: -1n }],
    ['a budget beyond all money', 'speed.setTorrent', { ...torrent, budget: 2n ** 256n }],
    ['no torrent’s id', 'speed.setTorrent', { ...torrent, id: film.toUpperCase() }],
    ['a field more', 'speed.setTorrent', { ...torrent, name: 'x' }],
    ['a switch that is neither on nor off', 'speed.setTorrent', { ...torrent, on: 1 }],
    ['an allowance without a total', 'speed.allow', { ...allowance, total: undefined }],
    ['a key in an allowance', 'speed.allow', { ...allowance, key: new Uint8Array(32) }],
    ['an ask below zero', 'speed.setSelling', { on: true, ask: -1n }],
    ['so much for who pays that others would notice', 'speed.setPaidPercent', { percent: 61 }],
    ['too little for who pays to be of use', 'speed.setPaidPercent', { percent: 9 }],
    ['a part of a per cent', 'speed.setPaidPercent', { percent: 30.5 }],
    ['a part as text', 'speed.setPaidPercent', { percent: '30' }],
    ['calldata', 'speed.order', { ...deposit, data: new Uint8Array(4) }],
    ['an approval', 'speed.order', { do: 'approve', from: account, amount: btt(1) }],
    ['a signer of its own choice', 'speed.order', { do: 'setSigner', from: account, signer: elsewhere }],
    ['another recipient for what is cashed', 'speed.order', { ...cash, to: elsewhere }],
    ['a voucher of its own', 'speed.order', { ...cash, vouchers: [] }],
    ['nobody to be cashed', 'speed.order', { ...cash, payers: [] }],
    [
      'more payers than one call takes',
      'speed.order',
      { ...cash, payers: Array.from({ length: 51 }, () => elsewhere) },
    ],
    ['an address with a wrong checksum', 'speed.order', { ...deposit, from: `${account.slice(0, -1)}1` }],
    ['a kind of entry that there is not', 'speed.entries', { filter: { ...filter, kinds: ['steal'] }, before: null }],
  ])('is refused: %s', (_what, name, input) => {
    expect(checkInput(name, input)).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
  })
})
