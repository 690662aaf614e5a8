// Several key windows at once, calling in any order, closing in the middle of it, the wallet locked at any moment.
// Whatever comes of it: what is on the disk opens, with a password somebody gave it and with the addresses somebody was
// shown.

import { describe, expect, it } from 'vitest'
import type { ImportSource } from '../../app/ipc/key-window-contract.ts'
import { benchWallet, PASSWORD, text, utf8, type BenchWallet, type KeyWindow } from './testing/bench-wallet.ts'
import { MemoryDisk } from './testing/memory-disk.ts'

/** Not those of zeros: that is what wiped words would be. */
const WINNER = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
const NEXT = 'another password'
const ROUNDS = 4

type Random = (below: number) => number

const randomFrom = (seed: number): Random => {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const sources: readonly (() => ImportSource)[] = [
  () => ({ from: 'words', words: utf8(WINNER), passphrase: null }),
  () => ({ from: 'words', words: utf8(WINNER), passphrase: utf8('TREZOR') }),
  () => ({ from: 'key', key: utf8('7'.repeat(64)) }),
]

interface Round {
  readonly bench: BenchWallet
  readonly random: Random
  readonly windows: KeyWindow[]
  /** References of imports that were shown. */
  readonly refs: string[]
  /** Words, as they were shown. */
  readonly phrases: Set<string>
  readonly shown: Set<string>
}

const password = (random: Random): Uint8Array => utf8(random(2) === 0 ? PASSWORD : NEXT)

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

const leave = (key: KeyWindow, { bench, windows }: Round): void => {
  key.port.close()
  windows[Math.max(0, windows.indexOf(key))] = bench.window()
}

const imports = async (key: KeyWindow, { random, refs, shown }: Round): Promise<void> => {
  const source = sources[random(sources.length)]?.() ?? { from: 'key', key: utf8('5'.repeat(64)) }
  const found = await key.call('key.previewImport', source)
  if (!found.ok) return
  refs.push(found.value.ref)
  const [first] = found.value.accounts
  if (first !== undefined) shown.add(first.address)
}

/** Begins to keep what is shown, and a moment later thinks better of it, in one way or another, or does not. */
const hesitates = async (key: KeyWindow, round: Round): Promise<void> => {
  const { random, refs } = round
  await imports(key, round)
  const ref = refs.at(-1) ?? 'f'.repeat(32)
  const keeping = key.call('key.commitImport', { ref, password: password(random) })
  for (let turns = random(4); turns > 0; turns--) await turn()
  const way = random(4)
  if (way === 0) await key.call('key.cancelImport', { ref })
  if (way === 1) await imports(key, round)
  if (way === 2) leave(key, round)
  await keeping
}

const creates = async (key: KeyWindow, { random, phrases }: Round): Promise<void> => {
  const made = await key.call('key.create', { password: password(random), words: 12, passphrase: null })
  if (made.ok) phrases.add(text(made.value.words))
}

const act = async (round: Round): Promise<unknown> => {
  const { bench, random, windows, refs } = round
  const key = windows[random(windows.length)] ?? bench.window()
  const ref = refs[random(Math.max(1, refs.length))] ?? 'f'.repeat(32)
  switch (random(14)) {
    case 0:
      return creates(key, round)
    case 1:
    case 2:
      return imports(key, round)
    case 3:
    case 4:
      return hesitates(key, round)
    case 5:
      return key.call('key.commitImport', { ref, password: password(random) })
    case 6:
      return key.call('key.cancelImport', { ref })
    case 7:
      return key.call('key.unlock', { password: password(random) })
    case 8:
      return key.call('key.changePassword', { password: password(random), next: password(random) })
    case 9:
      return bench.call('wallet.addAccount', { label: 'More' })
    case 10:
      return bench.call('wallet.lock', undefined)
    case 11:
      return key.call('key.exportFile', { password: password(random) })
    case 12:
      return random(3) === 0
        ? key.call('key.startOver', { confirmed: true })
        : key.call('key.wipe', { password: password(random) })
    default:
      return leave(key, round)
  }
}

interface Kept {
  readonly address: string
  /** It is said that its words have to be written down still, and the password shows them. */
  readonly toBackUp: boolean
}

/** What is on this disk; null: no vault. Throws when it does not open. */
const keptOn = async (disk: MemoryDisk): Promise<Kept | null> => {
  const again = await benchWallet(disk.copy())
  const state = await again.call('wallet.state', undefined)
  if (!state.ok) throw new Error('no state')
  if (state.value.vault.is === 'none') return null
  expect(state.value.vault.is).toBe('locked')
  const key = again.window()
  for (const each of [PASSWORD, NEXT]) {
    const opened = await key.call('key.unlock', { password: utf8(each) })
    const now = await again.call('wallet.state', undefined)
    if (!opened.ok || !now.ok) continue
    const words = await key.call('key.showWords', { password: utf8(each) })
    const toBackUp = words.ok && now.value.backedUp === false
    return { address: now.value.accounts[0]?.address ?? '', toBackUp }
  }
  throw new Error('a vault that nobody can open')
}

const addressOf = async (phrase: string): Promise<string | undefined> => {
  const key = (await benchWallet()).window()
  const found = await key.call('key.previewImport', { from: 'words', words: utf8(phrase), passphrase: null })
  return found.ok ? found.value.accounts[0]?.address : undefined
}

const play = async (seed: number): Promise<{ readonly kept: Kept | null; readonly known: ReadonlySet<string> }> => {
  const random = randomFrom(seed)
  const disk = new MemoryDisk()
  const bench = await benchWallet(disk)
  const windows = [bench.window(), bench.window(), bench.window()]
  const round: Round = { bench, random, windows, refs: [], phrases: new Set(), shown: new Set() }
  const acting: Promise<unknown>[] = []
  for (let step = 0; step < 30; step++) {
    acting.push(Promise.race([act(round), new Promise((resolve) => setTimeout(resolve, 4_000))]))
    if (random(3) === 0) await turn()
    if (random(4) === 0) await acting[random(acting.length)]
  }
  await Promise.all(acting)
  await bench.wallet.keyring.gate.inTurn(() => Promise.resolve())
  for (const phrase of round.phrases) round.shown.add((await addressOf(phrase)) ?? '')
  const state = await bench.call('wallet.state', undefined)
  const kept = await keptOn(disk)
  if (state.ok && state.value.vault.is === 'unlocked') expect(state.value.accounts[0]?.address).toBe(kept?.address)
  return { kept, known: round.shown }
}

describe('key windows together', () => {
  it('leave a vault that somebody knows, or none', async () => {
    let vaults = 0
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const { kept, known } = await play(seed * 7_919)
      if (kept === null) continue
      vaults++
      // Of one that was made while its window closed nobody saw the words: then they are still to be had.
      if (!kept.toBackUp) expect([...known], `round ${seed}`).toContain(kept.address)
    }
    expect(vaults).toBeGreaterThan(0)
  }, 120_000)
})
