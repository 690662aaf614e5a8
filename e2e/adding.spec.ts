// Every way in leads through the add dialog: several at once, twice the same, what cannot be read, and what another
// program sends, which starts nothing by itself.

import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { english as words } from '../renderer/messages/en/english.ts'
import { expect, test } from './fixtures.ts'
import { addStopped, sampleTorrents } from './samples.ts'
import {
  addDialog,
  answerFileDialog,
  confirmAdding,
  drop,
  expectStatus,
  notices,
  paste,
  rowOf,
  rows,
  snapshot,
} from './window.ts'

/** Long enough for anything that was going to be contacted to have been. */
const SILENCE_MS = 2_000
/** A web server on 127.0.0.1. */
const serve = async (answer: RequestListener): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}

const NAMES = ['One.mkv', 'Two.mkv', 'Three.mkv']

test('adds several links pasted at once, by keys alone', async ({ app }) => {
  const { page } = app
  const hashes = ['1', '2', '3'].map((digit) => digit.repeat(40))
  const [first = '', second = '', third = ''] = hashes
  await paste(
    app,
    `magnet:?xt=urn:btih:${first}&dn=Alpha\n${second}\nsome words and magnet:?xt=urn:btih:${third}&dn=Gamma`,
  )
  const dialog = addDialog(page)
  await expect(dialog).toContainText(words.add.titleSeveral(3))
  await expect(dialog).toContainText('Alpha')
  await expect(dialog.getByRole('button', { name: words.add.confirmAll(3) })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(rows(page)).toHaveCount(3)
  await expectStatus(page, 'Alpha', words.status.of({ status: 'metadata', reason: null, progress: 0 }).headline)
})

test('adds files that fall on the window, and leaves out what the user takes away', async ({ app, place }) => {
  const { page } = app
  const torrents = await sampleTorrents(place, NAMES)
  await drop(page, { files: torrents.map(({ bytes, name }) => ({ name: `${name}.torrent`, bytes })) })
  const dialog = addDialog(page)
  await expect(dialog).toContainText(words.add.titleSeveral(3))
  await dialog.getByRole('button', { name: words.add.skip('Two.mkv') }).click()
  await dialog.getByRole('button', { name: words.add.confirmAll(2) }).click()
  await expect(rowOf(page, 'One.mkv')).toBeVisible()
  await expect(rowOf(page, 'Three.mkv')).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
})

test('merges the trackers of a torrent added twice, and says so', async ({ app, place }) => {
  const { page } = app
  const [torrent] = await sampleTorrents(place, ['One.mkv'], ['http://127.0.0.1:9/announce'])
  const [again] = await sampleTorrents(join(place, 'again'), ['One.mkv'], ['http://127.0.0.1:10/announce'])
  if (!torrent || !again) throw new Error('no samples')
  await addStopped(page, [torrent])
  await drop(page, { files: [{ name: 'again.torrent', bytes: again.bytes }] })
  await expect(addDialog(page)).toContainText(words.add.duplicate('One.mkv'))
  await addDialog(page).getByRole('button', { name: words.add.confirmMerge }).click()
  await expect(notices(page)).toContainText(
    words.notices.sentence({ kind: 'merged', name: 'One.mkv', trackers: 1, webSeeds: 0, leftOut: 0 }),
  )
  await expect(rows(page)).toHaveCount(1)
})

test('contacts nobody for a link from another program until the user agrees', async ({ app, place, tracker }) => {
  const { page } = app
  const [torrent] = await sampleTorrents(place, ['Sent by a website.mkv'], [tracker.http, tracker.udp])
  if (!torrent) throw new Error('no sample')
  await app.openAgain(torrent.magnet)
  await expect(addDialog(page)).toContainText(words.add.metadataIdle)
  await page.waitForTimeout(SILENCE_MS)
  expect(tracker.contacts()).toBe(0)
  await addDialog(page).getByRole('button', { name: words.common.cancel }).click()
  await expect(addDialog(page)).toBeHidden()
  await expect(page.getByText(words.torrents.empty)).toBeVisible()
  await page.waitForTimeout(SILENCE_MS)
  expect(tracker.contacts()).toBe(0)

  await app.openAgain(torrent.magnet)
  await confirmAdding(page)
  await tracker.announced(({ infoHash }) => infoHash === torrent.infoHash, 15_000)
})

test('opens no web address from the command line, and says what to do with it', async ({ launch, tracker }) => {
  const address = `${tracker.http}/a.torrent`
  const app = await launch(address)
  const told = words.notices.sentence({ kind: 'web-address-refused' })
  await expect(notices(app.page)).toContainText(told)
  await notices(app.page).getByRole('button', { name: words.common.dismiss }).click()
  await expect(notices(app.page)).not.toContainText(told)
  await app.openAgain(address)
  await expect(notices(app.page)).toContainText(told)
  await app.page.waitForTimeout(SILENCE_MS)
  await expect(addDialog(app.page)).toBeHidden()
  expect(tracker.contacts()).toBe(0)
})

test('opens a .torrent named on the command line, at the first start and at a later one', async ({ launch, place }) => {
  const [first, second] = await sampleTorrents(place, NAMES)
  if (!first || !second) throw new Error('no samples')
  const paths = { first: join(place, 'first one.torrent'), second: join(place, 'second.torrent') }
  await writeFile(paths.first, first.bytes)
  await writeFile(paths.second, second.bytes)
  const app = await launch(paths.first)
  await expect(addDialog(app.page)).toContainText(first.name)
  await app.openAgain(paths.second)
  await expect(addDialog(app.page)).toContainText(words.add.titleSeveral(2))
  await expect(addDialog(app.page)).toContainText(second.name)
})

test('says in a sentence what is wrong with a file or a link', async ({ app, place }) => {
  const { page } = app
  const { sentence } = words.errors
  const junk = join(place, 'junk.torrent')
  await writeFile(junk, 'this is no torrent')
  await drop(page, { files: [{ name: 'broken.torrent', bytes: Buffer.from('d4:infod4:name1:ae') }] })
  await expect(addDialog(page)).toContainText(sentence({ code: 'torrent-invalid', fault: 'not-bencode' }))
  await addDialog(page).getByRole('button', { name: words.common.close }).last().click()
  await expect(addDialog(page)).toBeHidden()

  await answerFileDialog(app, [junk])
  await page.getByRole('button', { name: words.torrents.emptyAddFiles }).click()
  await expect(addDialog(page)).toContainText(sentence({ code: 'torrent-invalid', fault: 'not-bencode' }))
  await addDialog(page).getByRole('button', { name: words.common.close }).last().click()
  await expect(addDialog(page)).toBeHidden()

  await paste(app, 'magnet:?xt=urn:btih:zzzz')
  await expect(addDialog(page)).toContainText(sentence({ code: 'magnet-invalid', fault: 'bad-hash' }))
  await addDialog(page).getByRole('button', { name: words.common.close }).last().click()
  await paste(app, 'nothing that could be added')
  await expect(notices(page)).toContainText(words.notices.sentence({ kind: 'nothing-to-add' }))
})

test('gathers what cannot be read, and loses none of it', async ({ app, place }) => {
  const { page } = app
  const junk = Array.from({ length: 12 }, (_, n) => join(place, `junk ${n + 1}.torrent`))
  await Promise.all(junk.map((path) => writeFile(path, 'this is no torrent')))
  await app.openAgain(...junk)
  await expect(addDialog(page)).toContainText(words.add.unreadableTitle(12))
  await expect(addDialog(page)).not.toContainText('junk 12.torrent')
  await addDialog(page)
    .getByRole('button', { name: words.add.unreadableMore(9) })
    .click()
  await expect(addDialog(page)).toContainText('junk 12.torrent')
  await page.keyboard.press('Escape')
  await expect(addDialog(page)).toBeHidden()
})

test('wants a whole path to save to', async ({ app, place }) => {
  const { page } = app
  const [torrent] = await sampleTorrents(place, ['One.mkv'])
  if (!torrent) throw new Error('no sample')
  await drop(page, { files: [{ name: 'one.torrent', bytes: torrent.bytes }] })
  const dialog = addDialog(page)
  await dialog.getByRole('textbox', { name: words.add.folder, exact: true }).fill('Downloads')
  await expect(dialog).toContainText(words.add.obstacles['relative-folder'])
  await expect(dialog.getByRole('button', { name: words.add.confirm, exact: true })).toBeDisabled()
  await dialog.getByRole('textbox', { name: words.add.folder, exact: true }).fill('~/Films')
  await confirmAdding(page)
  await expect.poll(async () => (await snapshot(page))[0]?.savePath).toBe(join(app.profile.home, 'Films'))
})

test('fetches a .torrent from an address the user names, and follows nobody into the own network', async ({
  app,
  place,
  tracker,
}) => {
  const { page } = app
  const [torrent] = await sampleTorrents(place, ['Fetched.mkv'])
  await using server = await serve((request, response) => {
    if (request.url === '/good.torrent') return response.end(torrent?.bytes)
    return response.writeHead(302, { location: tracker.http }).end()
  })
  await paste(app, `${server.url}/good.torrent`)
  await expect(addDialog(page)).toContainText('Fetched.mkv')
  await confirmAdding(page)
  await paste(app, `${server.url}/elsewhere.torrent`)
  const refused = words.errors.sentence({ code: 'fetch-failed', fault: 'refused-address' })
  await expect(addDialog(page)).toContainText(refused)
  expect(tracker.contacts()).toBe(0)
})
