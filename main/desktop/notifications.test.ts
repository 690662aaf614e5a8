import { describe, expect, it } from 'vitest'
import type { UiRequest } from '../../app/ipc/contract.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import { amount } from '../../app/money/amount.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { ManualClock } from '../supervisor/testing/manual-clock.ts'
import { words } from './messages.ts'
import { Notifications, type Note } from './notifications.ts'

const film = 'a'.repeat(40) as TorrentId
const owed: Notice = {
  kind: 'speed-cash-now',
  because: 'payer-runs-dry',
  payers: 2,
  owes: amount(1_234_567n * 10n ** 16n),
}
const spent: Notice = { kind: 'speed-capped', cap: 'torrent', id: film, name: 'Film' }
const day: Notice = { kind: 'speed-capped', cap: 'day', id: null, name: null }

const setting = () => {
  const clock = new ManualClock()
  const shown: Note[] = []
  const asked: UiRequest[] = []
  const wished = { done: true, money: true }
  const notifications = new Notifications({
    wanted: (about) => wished[about],
    request: (request) => asked.push(request),
    show: (note) => shown.push(note),
    clock,
  })
  return { notifications, clock, shown, asked, wished }
}

describe('a notification of the system', () => {
  it('says who may be unable to pay and how much is owed, and a press on it opens the Earnings page', async () => {
    const { notifications, clock, shown, asked } = setting()
    notifications.money(owed, false)
    await clock.advance(1_000)
    expect(shown).toMatchObject([{ title: '2 payers have little left to pay you with' }])
    expect(shown[0]?.body).toContain('12,345.67 BTT')
    shown[0]?.pressed()
    expect(asked).toEqual([{ do: 'open-earnings' }])
  })

  it('says which torrent’s budget is spent, and a press on it opens its Speed tab', async () => {
    const { notifications, clock, shown, asked } = setting()
    notifications.money(spent, false)
    await clock.advance(1_000)
    expect(shown).toMatchObject([{ title: words.stoppedPaying('Film'), body: words.caps.torrent }])
    shown[0]?.pressed()
    expect(asked).toEqual([{ do: 'reveal-speed', id: film }])
  })

  it('is one for all that happens within a second', async () => {
    const { notifications, clock, shown, asked } = setting()
    for (const notice of [spent, day, spent, owed]) notifications.money(notice, false)
    await clock.advance(1_000)
    expect(shown).toHaveLength(1)
    expect(shown[0]?.body.split('\n')).toHaveLength(3)
    shown[0]?.pressed()
    expect(asked).toEqual([{ do: 'open-earnings' }])
    notifications.money(day, false)
    await clock.advance(1_000)
    expect(shown).toHaveLength(2)
  })

  it('of play money says so', async () => {
    const { notifications, clock, shown } = setting()
    notifications.money(owed, true)
    await clock.advance(1_000)
    expect(shown[0]?.title).toMatch(/^Practice: /)
  })

  it('is shown of money or of downloads only where that is wanted, as the settings are when it is due', async () => {
    const { notifications, clock, shown, wished } = setting()
    notifications.money(owed, false)
    notifications.finished({ id: film, name: 'Film' })
    wished.money = false
    await clock.advance(1_000)
    expect(shown).toMatchObject([{ title: words.finished, body: 'Film' }])
  })

  it('is not shown of what the window alone says', async () => {
    const { notifications, clock, shown } = setting()
    notifications.money({ kind: 'speed-not-helping', id: film, name: 'Film' }, false)
    notifications.money({ kind: 'state-disk-full' }, false)
    await clock.advance(1_000)
    expect(shown).toEqual([])
  })
})
