// `npm run bench -- ui [--torrents 5000] [--dir FOLDER]`: the real app on a session of many complete torrents, one of
// 100,000 pieces and one of 37,000 files among them. Measures how soon the list is on the screen, what a tick costs the
// window, and whether frames go on while 500 torrents are added and while the huge ones are looked at. Closes with one
// line of JSON. Frames are compared with the same window at rest: a virtual screen may not draw sixty a second.

import { createHash, randomBytes } from 'node:crypto'
import { availableParallelism, tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Api } from '../app/ipc/contract.ts'
import { launchApp } from '../e2e/app.ts'
import { bencode, dictionary } from '../e2e/peers/bencode.ts'
import { temporaryFolder } from '../e2e/peers/process.ts'
import { makeProfile } from '../e2e/profile.ts'
import { details, list, openTab } from '../e2e/window.ts'
import { english as words } from '../renderer/messages/en/english.ts'
import { atLeast, atMost, closeWith } from './measure/closing-line.ts'
import { parseCount } from './measure/count.ts'
import { median } from './measure/median.ts'
import { manyFiles, manyPieces, seasons, writeCrowd } from './measure/crowd.ts'

const LIST_SECONDS = 2
const TICK_MS = 4
const LEAST_FRAMES = 0.9
const LONGEST_FRAME_MS = 100
const ADDED = 500
/** Rows that change at a tick, ticks looked at, and how far apart they are. */
const CHANGED = 300
const TICKS = 20
const TICK_EVERY_MS = 500
const SETTLE_MS = 10_000
const REST_MS = 5_000

interface Window {
  readonly swiftseed: Api
}

interface Frames {
  readonly perSecond: number
  readonly longestMs: number
}

const { values } = parseArgs({
  options: { torrents: { type: 'string', default: '5000' }, dir: { type: 'string', default: tmpdir() } },
})
const count = parseCount(values.torrents, '--torrents')

/** Frames drawn while `work` runs. */
const framesDuring = async (page: Page, work: () => Promise<void>): Promise<Frames> => {
  const watching = await page.evaluateHandle(() => {
    const times: number[] = [performance.now()]
    let on = true
    const frame = (now: number): void => {
      times.push(now)
      if (on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    return { times, stop: () => void (on = false) }
  })
  await work()
  return watching.evaluate(({ times, stop }) => {
    stop()
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time))
    const spent = (times.at(-1) ?? 0) - (times[0] ?? 0)
    return { perSecond: (gaps.length / spent) * 1000, longestMs: Math.max(0, ...gaps) }
  })
}

/** Stops or starts the first rows of the list, so that as many change at the next tick. */
const change = (page: Page, to: 'torrents.stop' | 'torrents.start'): Promise<void> =>
  page.evaluate(
    async ([command, rows]) => {
      const { swiftseed } = window as unknown as Window
      const snapshot = await swiftseed.call('torrents.snapshot')
      if (!snapshot.ok) throw new Error(snapshot.error.code)
      const ids = snapshot.value.rows.slice(0, rows).map(({ id }) => id)
      const done = await swiftseed.call(command, { ids })
      if (!done.ok) throw new Error(done.error.code)
    },
    [to, CHANGED] as const,
  )

interface Ticks {
  /** Milliseconds a tick: scripts, styles and layout. */
  readonly median: number
  readonly p95: number
  /** In the mean, with all else that the thread did meanwhile, drawing among it. */
  readonly withDrawing: number
  readonly ticks: number
}

/** What a tick in which many rows change takes of the window's main thread: sorting, counting and layout among it. */
const tickCost = async (page: Page): Promise<Ticks> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const heard = await page.evaluateHandle(() => {
    const seen = { ticks: 0 }
    ;(window as unknown as Window).swiftseed.on('torrents.delta', () => void seen.ticks++)
    return seen
  })
  const look = async (): Promise<{ work: number; all: number; ticks: number }> => {
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
    const work = of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration')
    return { work: work * 1000, all: of('TaskDuration') * 1000, ticks: await heard.evaluate(({ ticks }) => ticks) }
  }
  const [costs, drawn]: [number[], number[]] = [[], []]
  let ticks = 0
  for (let round = 0; round < TICKS; round++) {
    await change(page, round % 2 === 0 ? 'torrents.stop' : 'torrents.start')
    const before = await look()
    await sleep(TICK_EVERY_MS)
    const after = await look()
    const came = after.ticks - before.ticks
    ticks += came
    if (came === 0) continue
    costs.push((after.work - before.work) / came)
    drawn.push((after.all - before.all) / came)
  }
  await session.detach()
  const sorted = costs.toSorted((a, b) => a - b)
  const withDrawing = drawn.reduce((sum, cost) => sum + cost, 0) / drawn.length
  return { median: median(costs), p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, withDrawing, ticks }
}

const tinyTorrent = (index: number): string => {
  const info = dictionary({
    name: `Added ${index}`,
    length: 65_536,
    'piece length': 16_384,
    pieces: Buffer.concat(Array.from({ length: 4 }, () => createHash('sha1').update(randomBytes(8)).digest())),
  })
  return bencode(dictionary({ info })).toString('base64')
}

const addMany = (page: Page, folder: string): Promise<void> =>
  page.evaluate(
    async ([torrents, into]) => {
      const { swiftseed } = window as unknown as Window
      const add = async (text: string): Promise<void> => {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
        const inspected = await swiftseed.call('add.inspectFile', { bytes, name: 'a.torrent' })
        if (!inspected.ok) throw new Error(inspected.error.code)
        const options = { ref: inspected.value.ref, folder: into, start: true, priorities: null }
        const added = await swiftseed.call('add.confirm', options)
        if (!added.ok) throw new Error(added.error.code)
      }
      await Promise.all(torrents.map(add))
    },
    [Array.from({ length: ADDED }, (_, index) => tinyTorrent(index)), folder] as const,
  )

/** Turns the wheel over the middle of an element. */
const scroll = async (page: Page, over: ReturnType<typeof list>): Promise<void> => {
  const box = await over.boundingBox()
  if (!box) throw new Error('nothing to scroll')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(0, turn % 20 < 15 ? 400 : -900)
    await sleep(30)
  }
}

const find = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('searchbox', { name: words.frame.search }).fill(name)
}

await using place = await temporaryFolder('ui', values.dir)
const profile = await makeProfile(place.path)
console.error(`writing a session of ${count + 2} torrents`)
await writeCrowd([...seasons(count), manyPieces, manyFiles], {
  stateFolder: join(profile.folder, 'engine'),
  folder: profile.downloads,
  announce: null,
})

const began = Date.now()
await using app = await launchApp(profile)
const { page } = app
await page.waitForFunction(() => document.querySelectorAll('[role="grid"] [role="row"]').length > 5)
const rowsAfter = ((await page.evaluate(() => Date.now())) - began) / 1000
const wholeList = `[role="grid"][aria-rowcount="${count + 3}"]`
await page.waitForSelector(wholeList, { state: 'attached', timeout: 60_000 })
const listAfter = ((await page.evaluate(() => Date.now())) - began) / 1000
console.error(`a screen of rows after ${rowsAfter.toFixed(2)} s, all ${count + 2} after ${listAfter.toFixed(2)} s`)

await page.waitForFunction(
  async (all) => {
    const snapshot = await (window as unknown as Window).swiftseed.call('torrents.snapshot')
    return snapshot.ok && snapshot.value.rows.filter(({ status }) => status === 'seeding').length >= all
  },
  count + 2,
  { timeout: 300_000, polling: 2_000 },
)
await sleep(SETTLE_MS)
const atRest = await framesDuring(page, () => sleep(REST_MS))
const ticks = await tickCost(page)
const scrolling = await framesDuring(page, () => scroll(page, list(page)))
const adding = await framesDuring(page, () => addMany(page, profile.downloads))
console.error(`at rest ${atRest.perSecond.toFixed(0)} frames/s, adding ${adding.perSecond.toFixed(0)}`)

await find(page, manyPieces.name)
const pieces = await framesDuring(page, async () => {
  await openTab(page, manyPieces.name, 'overview')
  await sleep(3_000)
})
await find(page, manyFiles.name)
const files = await framesDuring(page, async () => {
  await openTab(page, manyFiles.name, 'files')
  await details(page).getByRole('row').nth(3).waitFor()
  await scroll(page, details(page).getByRole('tabpanel'))
})
const complaints = [...app.complaints]
await app.quit()

const round = (value: number): number => Number(value.toFixed(1))
const rounded = ({ perSecond, longestMs }: Frames): Frames => ({
  perSecond: round(perSecond),
  longestMs: round(longestMs),
})
closeWith(
  'ui',
  [
    atMost(`a screen full of ${count + 2} torrents, s after the app's start`, LIST_SECONDS, rowsAfter),
    atMost(`a tick in which ${CHANGED} rows change, on the main thread of the window, ms`, TICK_MS, ticks.median),
    atLeast(`frames while ${ADDED} are added, times those at rest`, LEAST_FRAMES, adding.perSecond / atRest.perSecond),
    atMost(`longest frame while ${ADDED} are added, ms`, LONGEST_FRAME_MS, adding.longestMs),
    atMost('longest frame while the list scrolls, ms', LONGEST_FRAME_MS, scrolling.longestMs),
    atMost('longest frame while 100,000 pieces open, ms', LONGEST_FRAME_MS, pieces.longestMs),
    atMost('longest frame while 37,000 files open and scroll, ms', LONGEST_FRAME_MS, files.longestMs),
    atMost('complaints of the window', 0, complaints.length),
  ],
  {
    torrents: count + 2,
    cores: availableParallelism(),
    rowsAfterSeconds: Number(rowsAfter.toFixed(2)),
    listAfterSeconds: Number(listAfter.toFixed(2)),
    tickMs: round(ticks.median),
    tickP95Ms: round(ticks.p95),
    tickWithDrawingMs: round(ticks.withDrawing),
    ticks: ticks.ticks,
    atRest: rounded(atRest),
    scrolling: rounded(scrolling),
    adding: rounded(adding),
    pieces: rounded(pieces),
    files: rounded(files),
    complaints,
  },
)
