import { describe, expect, it } from 'vitest'
import type { WalletCommandName, WalletEvent } from '../../app/ipc/wallet-contract.ts'
import { fail, ok } from '../../app/result.ts'
import type { KeyTask } from '../../app/wallet/key-task.ts'
import { noWallet } from '../../app/wallet/wallet-home.ts'
import type { WalletState } from '../../app/wallet/wallet-state.ts'
import { confirmReview, openWallet, type ConfirmParts } from './confirm.ts'
import type { KeyDesk } from './key-desk.ts'

type Answered = WalletEvent<'wallet.answered'>

const TOKEN = 'a'.repeat(32)

class FakeKeys implements KeyDesk {
  readonly shown: KeyTask[] = []
  there = true
  #listeners = new Set<(task: KeyTask) => void>()
  /** What happens while the window is open. */
  whileOpen: () => void = () => undefined

  show(task: KeyTask): boolean {
    if (!this.there) return false
    this.shown.push(task)
    setImmediate(() => this.whileOpen())
    return true
  }
  close(): void {
    const task = this.shown.at(-1)
    if (task !== undefined) for (const listener of this.#listeners) listener(task)
  }
  onClosed(listener: (task: KeyTask) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

const fixture = () => {
  const keys = new FakeKeys()
  const calls: WalletCommandName[] = []
  const listeners = new Set<(event: Answered) => void>()
  let vault: WalletState['vault'] = { is: 'locked', tryAfter: null }
  /** As over a real port: what was said before an answer arrives before it. */
  const late: Answered[] = []
  const wallet = {
    call: async (name: WalletCommandName) => {
      calls.push(name)
      for (const event of late.splice(0)) for (const listener of listeners) listener(event)
      return ok(name === 'wallet.state' ? { ...noWallet(1), vault } : undefined)
    },
    on: (_name: string, listener: (event: Answered) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as ConfirmParts['wallet']
  return {
    parts: { wallet, keys },
    keys,
    calls,
    listeners,
    late,
    unlock: () => (vault = { is: 'unlocked', lockAt: 1, of: 'phrase' }),
    tell: (event: Answered) => {
      for (const listener of listeners) listener(event)
    },
  }
}

describe('a review', () => {
  it('is what the person said, although the window is gone before main hears of it', async () => {
    const { parts, keys, late, listeners } = fixture()
    keys.whileOpen = () => {
      late.push({ token: TOKEN, answer: 'approved' })
      keys.close()
    }
    expect(await confirmReview(TOKEN, parts)).toBe('approved')
    expect(keys.shown).toEqual(['review'])
    expect(listeners.size).toBe(0)
  })

  it('is refused when its window is closed', async () => {
    const { parts, keys } = fixture()
    keys.whileOpen = () => keys.close()
    expect(await confirmReview(TOKEN, parts)).toBe('refused')
  })

  it('is refused when no window can be opened', async () => {
    const { parts, keys } = fixture()
    keys.there = false
    expect(await confirmReview(TOKEN, parts)).toBe('refused')
  })

  it('is not what was said to another one', async () => {
    const { parts, keys, late } = fixture()
    keys.whileOpen = () => {
      late.push({ token: 'b'.repeat(32), answer: 'approved' })
      keys.close()
    }
    expect(await confirmReview(TOKEN, parts)).toBe('refused')
  })

  it('takes its window away when it waits no more', async () => {
    const { parts, keys, tell } = fixture()
    keys.whileOpen = () => tell({ token: TOKEN, answer: 'ended' })
    expect(await confirmReview(TOKEN, parts)).toBe('ended')
  })
})

describe('opening the wallet for a send', () => {
  it('asks for the password only when it is locked', async () => {
    const { parts, keys, unlock } = fixture()
    unlock()
    expect(await openWallet(parts)).toEqual(ok(undefined))
    expect(keys.shown).toEqual([])
  })

  it('goes on once it is unlocked', async () => {
    const { parts, keys, unlock } = fixture()
    keys.whileOpen = () => {
      unlock()
      keys.close()
    }
    expect(await openWallet(parts)).toEqual(ok(undefined))
    expect(keys.shown).toEqual(['unlock'])
  })

  it('ends quietly when the person closes the window instead', async () => {
    const { parts, keys } = fixture()
    keys.whileOpen = () => keys.close()
    expect(await openWallet(parts)).toEqual(fail({ code: 'cancelled' }))
  })
})
