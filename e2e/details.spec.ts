// The pane below the list shows what is really going on: pieces, peers, trackers, the log; and a file that is skipped
// does not come to be.

import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { writeTree } from './peers/data.ts'
import { startLibtorrent } from './peers/libtorrent.ts'
import { differences, filesOn, makeTorrent, singleFileTorrent } from './peers/torrent.ts'
import { addStopped } from './samples.ts'
import { addDialog, confirmAdding, details, drop, expectStatus, filesOf, openTab, rowOf } from './window.ts'

test('shows peers, trackers, pieces and the log of a download', async ({ app, place, tracker }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  const torrent = await singleFileTorrent(source, { name: 'slow.bin', size: 32 * 2 ** 20, trackers: [tracker.http] })
  await using seeder = await startLibtorrent({ parent: place, uploadLimit: 2 ** 20 })
  await seeder.seed(torrent, source)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await confirmAdding(page)
  await expectStatus(page, torrent.name, 'Downloading', 30_000)

  const overview = await openTab(page, torrent.name, 'overview')
  await expect(overview).toContainText(torrent.infoHash)
  await expect(overview.getByRole('img', { name: /^Pieces we have: [1-9]/ })).toBeVisible()
  const peers = await openTab(page, torrent.name, 'peers')
  await expect(peers).toContainText(`127.0.0.1:${seeder.port}`)
  await expect(peers).toContainText('libtorrent')
  const trackers = await openTab(page, torrent.name, 'trackers')
  await expect(trackers).toContainText(tracker.http)
  await expect(trackers).toContainText(words.trackers.states.working)
  const log = await openTab(page, torrent.name, 'log')
  await expect(log).toContainText(words.log.sentence({ code: 'added' }))
  await expect(log).toContainText(`${tracker.http} answered with`)

  await openTab(page, torrent.name, 'trackers')
  await trackers.getByRole('button', { name: words.trackers.edit }).click()
  const editor = page.getByRole('dialog', { name: words.trackers.editTitle })
  await editor.getByRole('textbox').fill(`${tracker.udp}\n\n${tracker.http}`)
  await editor.getByRole('button', { name: words.trackers.editConfirm }).click()
  await expect(details(page)).toContainText(tracker.udp)
  await tracker.announced(({ transport, infoHash }) => transport === 'udp' && infoHash === torrent.infoHash, 30_000)
  // The first tier answers: the one below it waits.
  await expect(details(page)).toContainText(words.trackers.states.waiting)
})

test('does not write a file that is skipped', async ({ app, place, tracker, profile }) => {
  const { page } = app
  const source = join(place, 'source')
  const files = [
    { path: ['first.bin'], length: 1_500_000 },
    { path: ['skip me.bin'], length: 3_000_001 },
    { path: ['folder', 'also skip.bin'], length: 777 },
    { path: ['last.bin'], length: 2_000_000 },
  ]
  await writeTree(join(source, 'Four files'), files, 'skipping')
  const torrent = await makeTorrent(source, {
    name: 'Four files',
    files,
    pieceLength: 65_536,
    trackers: [tracker.http],
  })
  await using seeder = await startLibtorrent({ parent: place })
  await seeder.seed(torrent, source)
  await drop(page, { files: [{ name: 'a.torrent', bytes: torrent.bytes }] })
  await addDialog(page).getByRole('switch', { name: words.add.start }).uncheck()
  await addDialog(page)
    .getByRole('checkbox', { name: words.files.download('skip me.bin') })
    .uncheck()
  await confirmAdding(page)

  const tree = await openTab(page, torrent.name, 'files')
  await tree.getByRole('button', { name: `${words.files.priorityOf('folder')}: ${words.files.priorities[2]}` }).click()
  await page.getByRole('menuitemradio', { name: words.files.priorities[0] ?? '', exact: true }).click()
  await expect(
    tree.getByRole('button', { name: `${words.files.priorityOf('folder')}: ${words.files.priorities[0]}` }),
  ).toBeVisible()
  await rowOf(page, torrent.name).click()
  await page.getByRole('button', { name: words.frame.start, exact: true }).click()
  await expectStatus(page, torrent.name, 'Seeding', 30_000)

  const onDisk = (await readdir(join(profile.downloads, torrent.name), { recursive: true })).toSorted()
  expect(onDisk).toEqual(['first.bin', 'last.bin'])
  const [, skipped, also] = await filesOf(page, torrent.infoHash)
  const wrong = await differences(source, torrent, await filesOf(page, torrent.infoHash))
  expect(wrong).toEqual([skipped, also])
  expect(filesOn(source, torrent)).toHaveLength(4)
})

test('says plainly why nothing moves', async ({ app, place, tracker }) => {
  const { page } = app
  const source = join(place, 'source')
  await mkdir(source)
  await tracker.refuse(true)
  const torrent = await singleFileTorrent(source, { name: 'alone.bin', size: 100_000, trackers: [tracker.http] })
  await addStopped(page, [torrent])
  await rowOf(page, torrent.name).click()
  await page.getByRole('button', { name: words.frame.start, exact: true }).click()
  await expectStatus(page, torrent.name, 'No peers found', 15_000)
  const trackers = await openTab(page, torrent.name, 'trackers')
  await expect(trackers).toContainText('this tracker is closed today')
})
