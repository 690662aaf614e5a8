import { describe, expect, it } from 'vitest'
import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { Allowance } from '../../../app/speed/allowance.ts'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import { account, btt } from '../../../app/speed/testing/situations.ts'
import type { KeyTask } from '../../../app/wallet/key-task.ts'
import type { PracticeNode } from '../../../app/wallet/practice-network.ts'
import { noWallet } from '../../../app/wallet/wallet-home.ts'
import type { WalletState } from '../../../app/wallet/wallet-state.ts'
import { ManualClock } from '../../supervisor/testing/manual-clock.ts'
import type { SpeedDesk } from '../open-speed.ts'
import { setUpUser, type SetUpParts } from './set-up.ts'
import { allowances, deposits } from './stakes.ts'

type Vault = WalletState['vault']

const opened: Vault = { is: 'unlocked', lockAt: 1, of: 'phrase' }
const locked: Vault = { is: 'locked', tryAfter: null }
const own = { index: 0, path: null, address: account, label: 'One' }

/** A person who says yes to everything but what is named, and a chain that settles what is said yes to at once. */
const open = (vault: Vault, no: readonly string[] = []) => {
  const clock = new ManualClock()
  const asked: string[] = []
  const steps: string[] = []
  const user = {
    vault,
    free: 0n,
    gift: false,
    allowance: null as Allowance | null,
    left: null as SpeedState['left'],
    wanted: true,
    network: true,
  }
  const closed = new Set<(task: KeyTask) => void>()
  const yes = (what: string): boolean => {
    asked.push(what)
    return !no.includes(what)
  }
  const speed = {
    speed: {
      get state() {
        return {
          account: user.vault.is === 'unlocked' ? account : null,
          deposit: user.vault.is === 'unlocked' ? { free: user.free, promised: 0n } : null,
          allowance: user.allowance,
          left: user.left,
        }
      },
    },
    preview: async () => ok({ problem: user.gift ? null : 'no-money' }),
    order: async ({ amount }: { amount: bigint }): Promise<Result<unknown, AppError>> => {
      if (!yes('deposit')) return fail({ code: 'cancelled' })
      user.free += amount
      return ok({ ids: ['1'] })
    },
    allow: async (allowance: Allowance) => {
      const agreed = yes('limits')
      if (agreed) user.allowance = allowance
      if (agreed) user.left = { today: allowance.perDay, total: allowance.total }
      return ok(agreed)
    },
  } as unknown as SpeedDesk['deps']
  const parts: SetUpParts = {
    speed,
    keys: {
      show: (task) => {
        if (yes(task)) user.vault = opened
        setImmediate(() => closed.forEach((listener) => listener(task)))
        return true
      },
      close: () => undefined,
      onClosed: (listener) => {
        closed.add(listener)
        return () => closed.delete(listener)
      },
    },
    wallet: async () => ok({ ...noWallet(1), vault: user.vault, accounts: user.vault.is === 'unlocked' ? [own] : [] }),
    practice: () => (user.network ? ({ url: 'http://127.0.0.1:1' } as PracticeNode) : null),
    give: async () => (user.gift = true),
    log: { info: () => undefined } as unknown as SetUpParts['log'],
    clock,
  }
  const run = async (): Promise<string> => {
    const ended = setUpUser(
      parts,
      () => user.wanted,
      (step) => steps.push(step),
    )
    await clock.advance(100_000)
    return Promise.race([ended, Promise.resolve('never')])
  }
  return { run, asked, steps, user }
}

describe('before a trial can be paid for', () => {
  it('a wallet is made, play money given and deposited, and an allowance asked for, each once', async () => {
    const { run, asked, steps, user } = open({ is: 'none' })
    expect(await run()).toBe('done')
    expect(asked).toEqual(['create', 'deposit', 'limits'])
    expect(steps).toEqual(['create', 'waiting', 'deposit', 'limits'])
    expect(user).toMatchObject({ free: deposits.newcomer, allowance: allowances.newcomer })
  })

  it('a locked wallet is opened, not made', async () => {
    const { run, asked } = open(locked)
    expect(await run()).toBe('done')
    expect(asked).toEqual(['unlock', 'deposit', 'limits'])
  })

  it('nothing is asked of who has all of it', async () => {
    const { run, asked, user } = open(opened)
    user.free = btt(200)
    user.allowance = allowances.newcomer
    expect(await run()).toBe('done')
    expect(asked).toEqual([])
  })

  it('an allowance that is there is left as it is', async () => {
    const { run, asked, user } = open(opened)
    const mine = { ...allowances.newcomer, total: btt(7) }
    user.allowance = mine
    expect(await run()).toBe('done')
    expect({ asked, allowance: user.allowance }).toEqual({ asked: ['deposit'], allowance: mine })
  })

  it('an allowance that is used up is asked for again, with as much more a day and for the one seller', async () => {
    const { run, asked, user } = open(opened)
    user.free = btt(200)
    user.allowance = allowances.newcomer
    user.left = { today: btt(30), total: btt(30) }
    expect(await run()).toBe('done')
    expect(asked).toEqual([])
    user.left = { today: btt(29), total: btt(29) }
    expect(await run()).toBe('done')
    expect(asked).toEqual(['limits'])
    const { total } = allowances.newcomer
    expect(user.allowance).toEqual({ ...allowances.newcomer, perDay: btt(600), perPeer: btt(600), total })
  })

  it.each([
    ['create', { is: 'none' }],
    ['unlock', locked],
    ['deposit', opened],
    ['limits', opened],
  ] as const)('a no to %s ends it at once, and nothing else is asked', async (no, vault) => {
    const { run, asked, user } = open(vault, [no])
    expect(await run()).toBe('refused')
    expect(asked.at(-1)).toBe(no)
    if (no !== 'limits') expect(user.free).toBe(0n)
  })

  it('nothing is asked once it is not wanted, even between two questions', async () => {
    const { run, asked, user } = open({ is: 'none' })
    user.gift = true
    Object.defineProperty(user, 'wanted', { get: () => asked.length === 0 })
    expect(await run()).not.toBe('done')
    expect(asked).toEqual(['create'])
  })

  it('a damaged wallet is left alone', async () => {
    const { run, asked } = open({ is: 'damaged', fault: 'file' })
    expect({ how: await run(), asked }).toEqual({ how: 'failed', asked: [] })
  })

  it('a Practice network that does not come is an end of it', async () => {
    const { run, asked, user } = open(opened)
    user.network = false
    expect({ how: await run(), asked }).toEqual({ how: 'failed', asked: [] })
  })
})
