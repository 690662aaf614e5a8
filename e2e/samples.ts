// Small torrents for stories about the window rather than about transfers.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { english as words } from '../renderer/messages/en/english.ts'
import { singleFileTorrent, type TestTorrent } from './peers/torrent.ts'
import { addDialog, drop, rowOf } from './window.ts'

export const sampleNames = [
  'Big Buck Bunny 4K.mkv',
  'Debian 12.8 netinst.iso',
  'Sintel.mkv',
  'Wikipedia articles 2026-10.zip',
  'Tears of Steel.mkv',
  'alpine-standard-3.20.iso',
  'Übergröße – ein Hörbuch.m4b',
  'weather stations 1950–2025.csv',
] as const

/** One torrent a name, each larger than the one before it. Their data lies in `place`/samples. */
export const sampleTorrents = async (
  place: string,
  names: readonly string[],
  trackers: string[] = [],
): Promise<TestTorrent[]> => {
  const folder = join(place, 'samples')
  await mkdir(folder, { recursive: true })
  const torrents: TestTorrent[] = []
  for (const [index, name] of names.entries()) {
    torrents.push(await singleFileTorrent(folder, { name, size: (index + 1) * 100_000, trackers, pieceLength: 16_384 }))
  }
  return torrents
}

/** Adds torrents by dropping their files, all at once, without starting them. */
export const addStopped = async (page: Page, torrents: readonly TestTorrent[]): Promise<void> => {
  const files = torrents.map(({ bytes, infoHash }) => ({ name: `${infoHash}.torrent`, bytes }))
  await drop(page, { files })
  const dialog = addDialog(page)
  const title = torrents.length === 1 ? words.add.title : words.add.titleSeveral(torrents.length)
  await expect(dialog.getByRole('heading', { name: title, exact: true })).toBeVisible()
  await dialog.getByRole('switch', { name: words.add.start }).uncheck()
  const confirm = torrents.length === 1 ? words.add.confirm : words.add.confirmAll(torrents.length)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toBeHidden()
  for (const { name } of torrents) await expect(rowOf(page, name)).toBeVisible()
}
