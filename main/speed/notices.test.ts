import { describe, expect, it } from 'vitest'
import type { Notice } from '../../app/ipc/notice.ts'
import { amount } from '../../app/money/amount.ts'
import { torrentSpeeds } from '../../app/speed/compose-state.ts'
import type { TorrentSpeed, TorrentSpeedPhase } from '../../app/speed/speed-state.ts'
import { account, elsewhere, film, situation, song } from '../../app/speed/testing/situations.ts'
import { SpeedNotices } from './notices.ts'

const [base] = torrentSpeeds(situation(), new Map(), () => ({ isPrivate: false, complete: false }))
const one = (phase: TorrentSpeedPhase, id = film): TorrentSpeed => ({ ...(base as TorrentSpeed), id, phase })
const capped = (cap: 'torrent' | 'day' | 'off' | 'price'): TorrentSpeedPhase => ({ is: 'capped', cap })

const open = () => {
  const told: Notice[] = []
  const notices = new SpeedNotices({
    tell: (notice) => told.push(notice),
    nameOf: (id) => (id === film ? 'Film' : null),
  })
  return { notices, told }
}

describe('a cap that is reached', () => {
  it('is told once, and again when it was left and is reached again', () => {
    const { notices, told } = open()
    for (const phase of [{ is: 'paying' }, capped('torrent'), capped('torrent'), { is: 'paying' }, capped('torrent')])
      notices.torrents([one(phase as TorrentSpeedPhase)], true)
    const notice = { kind: 'speed-capped', cap: 'torrent', id: film, name: 'Film' }
    expect(told).toEqual([notice, notice])
  })

  it('that is about the sellers here is told once, though sellers come and go, until something was paid', () => {
    const { notices, told } = open()
    const ready = { is: 'ready' } as const
    for (const phase of [ready, capped('price'), ready, capped('price'), { is: 'paying' }, capped('price')] as const)
      notices.torrents([one(phase)], true)
    expect(told).toHaveLength(2)
  })

  it('is told once for all torrents where it is about all', () => {
    const { notices, told } = open()
    notices.torrents([one({ is: 'paying' }), one({ is: 'paying' }, song)], true)
    notices.torrents([one(capped('day')), one(capped('day'), song)], true)
    notices.torrents([one(capped('day'), song)], true)
    expect(told).toEqual([{ kind: 'speed-capped', cap: 'day', id: null, name: null }])
  })

  it('is no news when it was so as the app began, or as the books came back', () => {
    const { notices, told } = open()
    notices.torrents([one(capped('torrent'))], true)
    notices.torrents(null, true)
    notices.torrents([one(capped('torrent'))], true)
    expect(told).toEqual([])
  })

  it('is told of the deposit when it is used up by paying, once until something is paid again', () => {
    const { notices, told } = open()
    const [paying, none] = [{ is: 'paying' }, { is: 'no-funds' }] as const
    for (const phase of [none, paying, none, none, { is: 'ready' }, none, paying, none] as const)
      notices.torrents([one(phase), one(phase, song)], true)
    const notice = { kind: 'speed-capped', cap: 'deposit', id: null, name: null }
    expect(told).toEqual([notice, notice])
  })

  it('is not told of the deposit where it is the key that is locked away', () => {
    const { notices, told } = open()
    notices.torrents([one({ is: 'paying' })], true)
    notices.torrents([one({ is: 'no-funds' })], false)
    expect(told).toEqual([])
  })

  it('is not told of what the user switched off', () => {
    const { notices, told } = open()
    notices.torrents([one({ is: 'paying' })], true)
    notices.torrents([one(capped('off'))], true)
    expect(told).toEqual([])
  })
})

it('says once that paying did not help', () => {
  const { notices, told } = open()
  notices.torrents([one({ is: 'paying' })], true)
  notices.torrents([one({ is: 'not-helping' })], true)
  notices.torrents([one({ is: 'not-helping' })], true)
  expect(told).toEqual([{ kind: 'speed-not-helping', id: film, name: 'Film' }])
})

it('says once of who may soon be unable to pay, and again when another one is, or it comes back', () => {
  const { notices, told } = open()
  const now = { because: 'exit-asked', payers: [elsewhere], owes: amount(7n) } as const
  for (const each of [null, now, now, { ...now, payers: [elsewhere, account] }, now, null, now]) notices.cashNow(each)
  const notice = { kind: 'speed-cash-now', because: 'exit-asked', payers: 1, owes: 7n }
  expect(told).toEqual([notice, { ...notice, payers: 2 }, notice])
})

it('says nothing again of who is short of money once who leaves has been cashed', () => {
  const { notices, told } = open()
  const dry = { because: 'payer-runs-dry', payers: [elsewhere], owes: amount(7n) } as const
  const leaves = { because: 'exit-asked', payers: [account], owes: amount(3n) } as const
  for (const each of [dry, leaves, dry, leaves]) notices.cashNow(each)
  expect(told.map((notice) => notice.kind === 'speed-cash-now' && notice.because)).toEqual([
    'payer-runs-dry',
    'exit-asked',
    'exit-asked',
  ])
})

it('says once that the books were damaged, however often they come and go', () => {
  const { notices, told } = open()
  for (const name of [null, 'speed.damaged-1.db', null, 'speed.damaged-1.db']) notices.books(name)
  expect(told).toEqual([{ kind: 'speed-books-reset', keptAs: 'speed.damaged-1.db' }])
  notices.books('speed.damaged-2.db')
  expect(told).toHaveLength(2)
})
