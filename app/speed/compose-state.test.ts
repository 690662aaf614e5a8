import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import { speedState, torrentSpeeds, type ListedTorrent } from './compose-state.ts'
import type { Situation } from './situation.ts'
import type { TorrentSpeedPhase } from './speed-state.ts'
import type { SeenPhase, TorrentTick } from './speed-tick.ts'
import { btt, deposit, elsewhere, figures, film, situation, song, torrentFigures } from './testing/situations.ts'

const tick = (some: Partial<TorrentTick> = {}): TorrentTick => ({
  id: film,
  phase: { is: 'paying' },
  price: btt(1),
  lowestAsk: btt(1),
  sellers: 2,
  buyers: 0,
  paying: 0,
  paidRate: 1_000,
  freeRate: 10,
  soldRate: 0,
  help: null,
  estimate: null,
  peers: [],
  barred: null,
  ...some,
})
const row: ListedTorrent = { isPrivate: false, complete: false }
const listed = new Map([
  [film, row],
  [song, row],
])

const one = (
  now: Situation,
  seen: SeenPhase | null = { is: 'paying' },
  its: ListedTorrent = row,
): TorrentSpeedPhase | undefined =>
  torrentSpeeds(now, new Map(seen === null ? [] : [[film, tick({ phase: seen })]]), (id) =>
    id === film ? its : undefined,
  )[0]?.phase

describe('the state of the whole', () => {
  it('says of the deposit what the vault holds and what of it is promised', () => {
    const locks = [
      { payee: elsewhere, locked: btt(3), unlockAt: null },
      { payee: elsewhere, locked: btt(4), unlockAt: 5 },
    ]
    expect(
      speedState(situation({ deposit: deposit({ locks, exitAt: 9, approved: btt(6) }) }), null, null).deposit,
    ).toEqual({
      free: btt(200),
      locked: btt(7),
      locks,
      approved: btt(6),
      promised: btt(10),
      exitAt: 9,
      exitDelayMs: 259_200_000,
    })
  })

  it('knows no deposit and no figures of another account', () => {
    const other = situation({ deposit: deposit({ account: elsewhere }), figures: figures({ account: elsewhere }) })
    expect(speedState(other, null, null)).toMatchObject({
      deposit: null,
      allowance: null,
      spentInAll: 0n,
      booksRevision: 0,
    })
  })

  it.each([
    [true, false],
    [false, true],
    [true, true],
  ])('is stopped when main heard so (%s) or the wallet says so (%s)', (main, wallet) => {
    const now = situation({ stopped: main, figures: figures({ stopped: wallet }) })
    expect(speedState(now, null, null).spendingStopped).toBe(true)
  })
})

describe('a torrent', () => {
  it.each(['peer', 'price'] as const)('says that each seller is beyond the cap of one (%s), and no more', (cap) => {
    const shown = (some: Partial<TorrentTick>) =>
      torrentSpeeds(situation(), new Map([[film, tick({ barred: cap, ...some })]]), (id) => listed.get(id))[0]
    for (const is of ['ready', 'comparing'] as const)
      expect(shown({ phase: { is } })?.phase).toEqual({ is: 'capped', cap })
    for (const is of ['no-sellers', 'bidding', 'paying', 'complete', 'not-helping'] as const)
      expect(shown({ phase: { is } })?.phase).toEqual({ is })
    expect(shown({})).not.toHaveProperty('barred')
  })

  it('shows what the books say, and what the engine sees', () => {
    const [shown] = torrentSpeeds(situation(), new Map([[film, tick()]]), (id) => listed.get(id))
    expect(shown).toMatchObject({ id: film, on: true, spent: btt(10), budget: btt(30), sellers: 2, paidRate: 1_000 })
  })

  it('is shown when it is in the books or seen by the engine, once, and not when it left the list', () => {
    const now = situation({ figures: figures({ torrents: [torrentFigures(), torrentFigures({ id: song })] }) })
    const ids = (which: typeof listed) =>
      torrentSpeeds(now, new Map([[film, tick()]]), (id) => which.get(id)).map(({ id }) => id)
    expect(ids(listed)).toEqual([film, song])
    expect(ids(new Map([[song, row]]))).toEqual([song])
  })

  it.each<[string, Situation, SeenPhase, TorrentSpeedPhase]>([
    ['what the engine does', situation(), { is: 'paying' }, { is: 'paying' }],
    [
      'off, whatever the engine says',
      situation({ figures: figures({ torrents: [torrentFigures({ on: false })] }) }),
      { is: 'paying' },
      { is: 'off' },
    ],
    [
      'capped by its budget',
      situation({ figures: figures({ torrents: [torrentFigures({ left: btt(0) })] }) }),
      { is: 'ready' },
      { is: 'capped', cap: 'torrent' },
    ],
    [
      'without funds where there are sellers',
      situation({ figures: figures({ torrents: [torrentFigures({ left: btt(0), cap: 'deposit' })] }) }),
      { is: 'ready' },
      { is: 'no-funds' },
    ],
    [
      'without sellers, whatever the funds',
      situation({ figures: figures({ torrents: [torrentFigures({ left: btt(0), cap: 'deposit' })] }) }),
      { is: 'no-sellers' },
      { is: 'no-sellers' },
    ],
    ['stopped with all the others', situation({ stopped: true }), { is: 'paying' }, { is: 'capped', cap: 'off' }],
    [
      'complete, although its budget is spent',
      situation({ figures: figures({ torrents: [torrentFigures({ left: btt(0) })] }) }),
      { is: 'complete' },
      { is: 'complete' },
    ],
  ])('is %s', (_what, now, seen, phase) => {
    expect(one(now, seen)).toEqual(phase)
  })

  it.each<[string, TorrentSpeedPhase['is'], bigint, TorrentSpeedPhase]>([
    [
      'capped, when less is left than a quarter of a MiB costs',
      'ready',
      btt(1) / 4n - 1n,
      { is: 'capped', cap: 'torrent' },
    ],
    ['not capped, while that much is left', 'ready', btt(1) / 4n, { is: 'ready' }],
    ['not capped, while the last of it is paid', 'paying', 1n, { is: 'paying' }],
  ])('is %s', (_what, seen, left, phase) => {
    const now = situation({ figures: figures({ torrents: [torrentFigures({ left: amount(left) })] }) })
    expect(one(now, { is: seen } as SeenPhase)).toEqual(phase)
  })

  it('is private until that was allowed for it', () => {
    const its = { ...row, isPrivate: true }
    expect(one(situation(), { is: 'paying' }, its)).toEqual({ is: 'private' })
    expect(one(situation({ privateToo: new Set([film]) }), { is: 'paying' }, its)).toEqual({ is: 'paying' })
  })

  it('claims nothing while the engine has not spoken of it', () => {
    expect(one(situation(), null)).toEqual({ is: 'no-sellers' })
    expect(one(situation(), null, { ...row, complete: true })).toEqual({ is: 'complete' })
  })

  it.each<[string, Partial<Situation>]>([
    ['the wallet was not unlocked since the start', { wallet: 'unopened', account: null, figures: null }],
    ['the wallet process is away', { figures: null }],
    ['the network has not said where the vault is', { vault: null, figures: null, chainAway: true }],
    ['only those of another account are there', { figures: figures({ account: elsewhere }) }],
  ])('is not called off while the books are closed, because %s', (_why, some) => {
    const now = situation(some)
    const [shown] = torrentSpeeds(now, new Map([[film, tick()]]), (id) => listed.get(id))
    expect(shown).toMatchObject({ on: null, phase: { is: 'unknown' } })
    expect(speedState(now, null, null).booksOpen).toBe(false)
  })

  it.each<[string, Partial<Situation>]>([
    ['there is no wallet', { wallet: 'none', account: null, figures: null }],
    ['no network is chosen', { networkChosen: false, figures: null }],
    ['the network has no vault', { vault: null, figures: null }],
  ])('is off, and known to be, where %s', (_why, some) => {
    const now = situation(some)
    const [shown] = torrentSpeeds(now, new Map([[film, tick()]]), (id) => listed.get(id))
    expect(shown).toMatchObject({ on: false, phase: { is: 'off' } })
    expect(speedState(now, null, null).booksOpen).toBe(true)
  })
})
