import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../app/ipc/contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { chainCommands, type ChainDeps, type Confirm } from './chain-commands.ts'
import { FakeShell } from './testing/fake-shell.ts'

const order = { draft: {}, most: 5n } as unknown as Input<'chain.send'>
const chain = { id: 'nile', chainId: 3_448_148_188 } as const
const prepare = { intent: 'i', chain, vault: null }
const signed = { txId: 'ab'.repeat(32), bytes: new Uint8Array(3), signature: new Uint8Array(65) }

/** Everything that was asked, in order; `answers` stand in for the usual ones. */
const desk = (
  answers: Record<string, Result<unknown, unknown>> = {},
  answer: Awaited<ReturnType<Confirm>> = 'approved',
  whileAsked: (change: () => void) => void = () => undefined,
) => {
  const asked: unknown[] = []
  const usual: Record<string, Result<unknown, unknown>> = {
    'chain.build': ok({ ref: 'r', prepare }),
    'wallet.prepare': ok({ token: 't' }),
    'wallet.sign': ok(signed),
    'wallet.discard': ok(undefined),
    'chain.submit': ok({ id: 'x' }),
    'chain.csv': ok('a,b\r\n'),
    'chain.explorerUrl': ok(`https://tronscan.org/#/transaction/${'ab'.repeat(32)}`),
  }
  const call = (name: string, input: unknown) => {
    asked.push([name, input])
    return Promise.resolve(answers[name] ?? usual[name]) as never
  }
  const shell = new FakeShell()
  const confirm: Confirm = (token) => {
    asked.push(['confirm', token])
    whileAsked(() => networks.forEach((listener) => listener()))
    return Promise.resolve(answer)
  }
  const open = () => Promise.resolve((answers['open'] ?? ok(undefined)) as never)
  const networks = new Set<() => void>()
  const onNetwork: ChainDeps['onNetwork'] = (listener) => {
    networks.add(listener)
    return () => networks.delete(listener)
  }
  const deps: ChainDeps = {
    chain: { call },
    wallet: { call },
    chosen: () => ({ ...chain, vault: null }),
    open,
    confirm,
    onNetwork,
    shell,
  }
  const names = (): unknown[] => asked.map((one) => (one as unknown[])[0])
  return { commands: chainCommands(deps), asked, names, shell, networks }
}

describe('a send, as main puts it together', () => {
  it('is built, reviewed, approved by a person, signed, and only then handed on to be sent', async () => {
    const { commands, asked } = desk()
    expect(await commands['chain.send'](order)).toEqual(ok({ id: 'x' }))
    expect(asked).toEqual([
      ['chain.build', order],
      ['wallet.prepare', prepare],
      ['confirm', 't'],
      ['wallet.sign', { token: 't' }],
      ['chain.submit', { ref: 'r', signed }],
    ])
  })

  it.each(['refused', 'ended'] as const)('is not signed when the answer is %s', async (answer) => {
    const { commands, names } = desk({}, answer)
    expect(await commands['chain.send'](order)).toEqual(fail({ code: 'cancelled' }))
    expect(names()).toEqual(['chain.build', 'wallet.prepare', 'confirm', 'wallet.discard'])
  })

  it.each([
    ['open', []],
    ['chain.build', ['chain.build']],
    ['wallet.prepare', ['chain.build', 'wallet.prepare']],
    ['wallet.sign', ['chain.build', 'wallet.prepare', 'confirm', 'wallet.sign']],
  ])('ends where %s fails, with its reason', async (at, until) => {
    const reason = fail({ code: 'wallet', fault: 'locked' })
    const { commands, names } = desk({ [at]: reason })
    expect(await commands['chain.send'](order)).toEqual(reason)
    expect(names()).toEqual(until)
  })
})

it('is refused before its review when the chain process calls the network something else', async () => {
  const foreign = { intent: 'i', chain: { id: 'practice', chainId: chain.chainId } }
  const { commands, names } = desk({ 'chain.build': ok({ ref: 'r', prepare: foreign }) })
  expect(await commands['chain.send'](order)).toEqual(fail({ code: 'chain', fault: 'wrong-chain' }))
  expect(names()).toEqual(['chain.build'])
})

describe('a send during which the network is changed', () => {
  it('has its review ended at once and is not signed, whatever was answered', async () => {
    const { commands, names, networks } = desk({}, 'approved', (change) => change())
    expect(await commands['chain.send'](order)).toEqual(fail({ code: 'chain', fault: 'network-changed' }))
    expect(names()).toContain('wallet.discard')
    expect(names()).not.toContain('wallet.sign')
    expect(networks.size).toBe(0)
  })

  it('stops listening when it is done, however that was', async () => {
    const { commands, networks } = desk({}, 'refused')
    await commands['chain.send'](order)
    expect(networks.size).toBe(0)
  })
})

describe('a send whose saving was not answered, because the chain process ended', () => {
  const away = fail({ code: 'chain-unavailable' })

  it.each([
    ['saved it before, is told to be on its way', ok(true), ok({ id: signed.txId })],
    ['did not, is told not to be sent', ok(false), fail({ code: 'chain', fault: 'not-saved' })],
    ['cannot be asked, is told to be uncertain', away, fail({ code: 'chain', fault: 'outcome-unknown' })],
  ])('and that %s', async (_what, saved, told) => {
    const { commands, asked } = desk({ 'chain.submit': away, 'chain.isSaved': saved })
    expect(await commands['chain.send'](order)).toEqual(told)
    expect(asked.at(-1)).toEqual(['chain.isSaved', { txId: signed.txId }])
  })
})

describe('the activity', () => {
  it('is saved where the system’s dialog says, for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swiftseed-csv-'))
    const { commands, shell } = desk()
    const filter = {} as Input<'chain.exportActivity'>
    expect(await commands['chain.exportActivity'](filter)).toEqual(ok(null))
    shell.csvPath = join(folder, 'activity.csv')
    expect(await commands['chain.exportActivity'](filter)).toEqual(ok(shell.csvPath))
    expect(readFileSync(shell.csvPath, 'utf8')).toBe('\ufeffa,b\r\n')
    expect(statSync(shell.csvPath).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
  })

  it('opens the network’s own explorer, and nothing where there is none', async () => {
    const { commands, shell } = desk()
    expect(await commands['chain.showTransaction']({ txId: 'ab'.repeat(32) })).toEqual(ok(undefined))
    expect(shell.done).toEqual([`openWebPage https://tronscan.org/#/transaction/${'ab'.repeat(32)}`])
    const without = desk({ 'chain.explorerUrl': ok(null) })
    expect(await without.commands['chain.showTransaction']({ txId: 'ab'.repeat(32) })).toEqual(
      fail({ code: 'not-found' }),
    )
    expect(without.shell.done).toEqual([])
  })

  it.each([
    'http://tronscan.org/#/transaction/' + 'ab'.repeat(32),
    'https://tronscan.org.example/#/transaction/' + 'ab'.repeat(32),
    'https://tronscan.org/#/transaction/' + 'cd'.repeat(32),
    'https://tronscan.org@example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('opens nothing else, whoever says so: %s', async (url) => {
    const { commands, shell } = desk({ 'chain.explorerUrl': ok(url) })
    expect(await commands['chain.showTransaction']({ txId: 'ab'.repeat(32) })).toEqual(fail({ code: 'not-found' }))
    expect(shell.done).toEqual([])
  })
})
