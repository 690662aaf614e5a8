// Power off in the middle of a download, and a quit in good order: what was downloaded is kept, and next to nothing is
// read or fetched again.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { startLibtorrent, type LibtorrentPeer } from './peers/libtorrent.ts'
import { awkwardTorrent, differences, type TestTorrent } from './peers/torrent.ts'
import { until } from './peers/until.ts'
import { confirmAdding, drop, expectStatus, filesOf, openTab, snapshot } from './window.ts'

const SIZE = 32 * 2 ** 20
/** Slow enough that what is on its way at the moment of the kill, and reaches nobody, is less than a piece. */
const RATE = 3 * 2 ** 20
const PIECE = 2 ** 20

/** What the torrent's log says it went on with: pieces it had, and pieces it had to read again. */
const resumed = async (page: Page, { name }: TestTorrent): Promise<{ pieces: number; hashed: number }> => {
  const log = await openTab(page, name, 'log')
  const said = /with ([\d,]+) pieces?; (none|[\d,]+)/
  const entry = log.getByText(said).first()
  // A list that just grew may be about to show its lines anew: what is read then is nothing.
  const words = await until('what it went on with', async () => said.exec((await entry.textContent()) ?? ''), {
    withinMs: 15_000,
  })
  const [, pieces = '', hashed = ''] = words
  const count = (text: string): number => (text === 'none' ? 0 : Number(text.replaceAll(',', '')))
  return { pieces: count(pieces), hashed: count(hashed) }
}

const uploaded = async (seeder: LibtorrentPeer, { infoHash }: TestTorrent): Promise<number> =>
  (await seeder.progress(infoHash)).uploaded

test('finishes after SIGKILL in the middle, and hashes nothing after a clean exit', async ({
  place,
  tracker,
  launch,
}) => {
  const source = join(place, 'source')
  await mkdir(source)
  const torrent = await awkwardTorrent(source, {
    name: 'Interrupted',
    size: SIZE,
    trackers: [tracker.http],
    pieceLength: PIECE,
  })
  await using seeder = await startLibtorrent({ parent: place, uploadLimit: RATE })
  await seeder.seed(torrent, source)

  const first = await launch()
  await drop(first.page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(first.page)
  const have = async (): Promise<number> => (await snapshot(first.page))[0]?.have ?? 0
  const half = async (): Promise<number | null> => ((await have()) > SIZE / 2 ? have() : null)
  const shown = await until('half of it to be here', half, { withinMs: 60_000 })
  await first.kill()

  const second = await launch()
  await expectStatus(second.page, torrent.name, 'Seeding', 45_000)
  expect(await differences(source, torrent, await filesOf(second.page, torrent.infoHash))).toEqual([])
  const kept = await resumed(second.page, torrent)
  expect(kept.pieces * PIECE).toBeGreaterThanOrEqual(shown)
  expect(kept.hashed * PIECE).toBeLessThanOrEqual(2 * RATE)
  expect((await uploaded(seeder, torrent)) - SIZE).toBeLessThanOrEqual(PIECE)
  await second.quit()

  const third = await launch()
  await expectStatus(third.page, torrent.name, 'Seeding')
  expect(await resumed(third.page, torrent)).toEqual({ pieces: SIZE / PIECE, hashed: 0 })
})
