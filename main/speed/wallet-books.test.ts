import { describe, expect, it } from 'vitest'
import { account, deposit, elsewhere, vault } from '../../app/speed/testing/situations.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { FakeBooks } from './testing/fake-books.ts'
import { WalletBooks } from './wallet-books.ts'

const mine = { vault, account }
const others = { vault, account: elsewhere }

const open = (wish = { stopped: false }) => {
  const wallet = new FakeBooks()
  const clock = new ManualClock()
  const changes: (string | null)[] = []
  const untold: string[] = []
  const books: WalletBooks = new WalletBooks({
    port: wallet.port,
    clock,
    stopped: () => wish.stopped,
    begun: () => Promise.resolve(void wallet.asked.push('begun')),
    changed: () => changes.push(books.figures?.account ?? null),
    untold: ({ code }) => untold.push(code),
  })
  return { wallet, clock, books, changes, untold, wish }
}

describe('the books in use', () => {
  it('are named to the wallet as soon as it runs, and told apart from those before', async () => {
    const { wallet, books, changes } = open()
    books.use(mine)
    await settle()
    expect(wallet.asked).toEqual([])
    books.walletRuns(true)
    await settle()
    books.use(mine)
    books.use(others)
    await settle()
    expect(wallet.asked.filter((each) => each.startsWith('use'))).toEqual([`use ${account}`, `use ${elsewhere}`])
    expect(books.figures?.account).toBe(elsewhere)
    expect(changes.at(-1)).toBe(elsewhere)
  })

  it('have no figures while the process is away, and are named to the next one', async () => {
    const { wallet, books } = open()
    books.use(mine)
    books.walletRuns(true)
    await settle()
    books.walletRuns(false)
    expect(books.figures).toBeNull()
    books.hear(wallet.figures)
    expect(books.figures).toBeNull()
    books.walletRuns(true)
    await settle()
    expect(wallet.asked.filter((each) => each.startsWith('use'))).toHaveLength(2)
    expect(books.figures?.account).toBe(account)
  })

  it('are named again where that was refused', async () => {
    const { wallet, books, clock } = open()
    wallet.away = true
    books.use(mine)
    books.walletRuns(true)
    await settle()
    expect(books.figures).toBeNull()
    wallet.away = false
    await clock.advance(1_000)
    expect(books.figures?.account).toBe(account)
  })
})

describe('a wallet process that was started anew', () => {
  it('hears first of all that spending is stopped, before any books are in use', async () => {
    const { wallet, books } = open({ stopped: true })
    books.use(mine)
    books.walletRuns(true)
    await settle()
    expect(wallet.asked.slice(0, 2)).toEqual(['stop true', `use ${account}`])
  })

  it('uses no books as long as it could not be told so', async () => {
    const { wallet, books, clock } = open({ stopped: true })
    wallet.away = true
    books.use(mine)
    books.walletRuns(true)
    await settle()
    expect(wallet.asked).toEqual(['stop true'])
    wallet.away = false
    await clock.advance(1_000)
    expect(wallet.asked.slice(1, 3)).toEqual(['stop true', `use ${account}`])
  })

  it('hears what could not be said meanwhile, and of the deposit, before its figures count', async () => {
    const { wallet, books, changes } = open()
    books.use(mine)
    books.noteDeposit(deposit())
    books.walletRuns(true)
    await settle()
    expect(wallet.asked).toEqual([`use ${account}`, `deposit ${deposit().free}`, 'begun', 'figures'])
    expect(changes.filter((each) => each !== null)).toEqual([account])
  })
})

it('is told each deposit that is read, of the account in use alone', async () => {
  const { wallet, books } = open()
  books.use(mine)
  books.walletRuns(true)
  await settle()
  wallet.asked.length = 0
  books.noteDeposit(deposit({ account: elsewhere }))
  books.noteDeposit(deposit())
  await settle()
  expect(wallet.asked).toEqual([`deposit ${deposit().free}`])
})

it('does not take a deposit unheard: that is said once, until one is taken', async () => {
  const { wallet, books, untold } = open()
  books.use(mine)
  books.walletRuns(true)
  await settle()
  for (const away of [true, true, false, true]) {
    wallet.away = away
    books.noteDeposit(deposit())
    await settle()
  }
  expect(untold).toEqual(['wallet-unavailable', 'wallet-unavailable'])
})
