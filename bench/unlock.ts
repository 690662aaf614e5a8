// `npm run bench -- unlock [--times 7]`: the real app with a wallet that is locked, and unlocked by its password, again
// and again. Measures how long it takes from Enter in the key window until the torrent window knows, and the longest turn
// of both windows and of the main process meanwhile: how late a timer of 5 ms is. At rest a machine is late by itself
// too, so that stands beside it. Closes with one line of JSON.

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Api } from '../app/ipc/contract.ts'
import { launchApp } from '../e2e/app.ts'
import { createWallet, keysAfter } from '../e2e/keys.ts'
import { temporaryFolder } from '../e2e/peers/process.ts'
import { makeProfile } from '../e2e/profile.ts'
import { english } from '../renderer/messages/en/english.ts'
import { atLeast, atMost, closeWith } from './measure/closing-line.ts'
import { median } from './measure/median.ts'

const { wallet: words, keys } = english
const PASSWORD = 'correct horse battery'
const LEAST_SECONDS = 0.3
const MOST_SECONDS = 1.5
const LONGEST_TURN_MS = 50
const SETTLE_MS = 1_500
const REST_MS = 3_000

interface Window {
  readonly swiftseed: Api
  /** ms since 1970. */
  unlockedAt?: number
  readonly tellLate: (ms: number) => void
}

interface Late {
  longestMs: number
}

const { values } = parseArgs({ options: { times: { type: 'string', default: '7' } } })
const times = Number(values.times)

/** For as long as the page is there; a page that closes has told before. */
const watchPage = async (page: Page): Promise<Late> => {
  const late = { longestMs: 0 }
  await page.exposeFunction('tellLate', (ms: number) => {
    late.longestMs = Math.max(late.longestMs, ms)
  })
  await page.evaluate(() => {
    const { tellLate } = window as unknown as Window
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      if (now - last > 10) tellLate(now - last - 5)
      last = now
    }, 5)
  })
  return late
}

/** Of the main process; each reading begins anew. */
const watchMain = async (electron: ElectronApplication): Promise<() => Promise<number>> => {
  const handle = await electron.evaluateHandle(() => {
    const late = { longestMs: 0 }
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      late.longestMs = Math.max(late.longestMs, now - last - 5)
      last = now
    }, 5)
    return late
  })
  return () =>
    handle.evaluate((late) => {
      const { longestMs } = late
      late.longestMs = 0
      return longestMs
    })
}

const createPractised = async (electron: ElectronApplication, page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Wallet(,|$)/ }).click()
  const practise = page.getByRole('button', { name: new RegExp(`^${words.practise}`) })
  await createWallet(await keysAfter(electron, () => practise.click()), PASSWORD)
  await page.evaluate(() => {
    const here = window as unknown as Window
    here.swiftseed.on('wallet.changed', ({ wallet }) => {
      if (wallet.vault.is === 'unlocked') here.unlockedAt ??= performance.timeOrigin + performance.now()
    })
  })
}

/** A locked wallet’s key window with the password typed in, at rest. */
const askForPassword = async (electron: ElectronApplication, page: Page): Promise<Page> => {
  await page.getByRole('button', { name: words.lock, exact: true }).click()
  const window = await keysAfter(electron, () =>
    page.evaluate(() => (window as unknown as Window).swiftseed.call('wallet.openKeys', { task: 'unlock' })),
  )
  await window.getByLabel(keys.password, { exact: true }).fill(PASSWORD)
  await sleep(SETTLE_MS)
  return window
}

interface Turns {
  readonly windowMs: number
  readonly keyWindowMs: number
  readonly mainMs: number
}

await using place = await temporaryFolder('unlock')
await using app = await launchApp(await makeProfile(place.path))
const { electron, page } = app
await createPractised(electron, page)
const late = await watchPage(page)
const mainLate = await watchMain(electron)

/** The longest turns while `work` runs. */
const turnsDuring = async (keyWindow: Late, work: () => Promise<void>): Promise<Turns> => {
  late.longestMs = 0
  keyWindow.longestMs = 0
  await mainLate()
  await work()
  return { windowMs: late.longestMs, keyWindowMs: keyWindow.longestMs, mainMs: await mainLate() }
}

const rests: Turns[] = []
const unlockings: (Turns & { readonly seconds: number })[] = []
for (let run = 0; run < times; run++) {
  const window = await askForPassword(electron, page)
  const keyWindow = await watchPage(window)
  rests.push(await turnsDuring(keyWindow, () => sleep(REST_MS)))
  const password = window.getByLabel(keys.password, { exact: true })
  await page.evaluate(() => delete (window as unknown as Partial<Window>).unlockedAt)
  let seconds = Number.NaN
  const turns = await turnsDuring(keyWindow, async () => {
    const known = page.waitForFunction(() => (window as unknown as Window).unlockedAt, undefined, { polling: 50 })
    const enteredAt = await password.evaluate(() => performance.timeOrigin + performance.now())
    await password.press('Enter')
    seconds = (((await (await known).jsonValue()) ?? Number.NaN) - enteredAt) / 1_000
  })
  unlockings.push({ ...turns, seconds })
  console.error(`unlocked in ${seconds.toFixed(2)} s, longest turns ${JSON.stringify(turns)}`)
  await page.getByRole('button', { name: words.lock, exact: true }).waitFor()
}
await app.quit()

const seconds = unlockings.map((one) => one.seconds)
const longest = (of: readonly Turns[], name: keyof Turns): number => Math.max(...of.map((turns) => turns[name]))
const round = (value: number): number => Number(value.toFixed(1))
closeWith(
  'unlock',
  [
    atLeast('s to unlock, the shortest', LEAST_SECONDS, Math.min(...seconds)),
    atMost('s to unlock, the longest', MOST_SECONDS, Math.max(...seconds)),
    atMost('longest turn of the torrent window, ms', LONGEST_TURN_MS, longest(unlockings, 'windowMs')),
    atMost('longest turn of the key window, ms', LONGEST_TURN_MS, longest(unlockings, 'keyWindowMs')),
    atMost('longest turn of the main process, ms', LONGEST_TURN_MS, longest(unlockings, 'mainMs')),
  ],
  {
    times,
    cores: availableParallelism(),
    medianSeconds: Number(median(seconds).toFixed(2)),
    seconds: seconds.map((each) => Number(each.toFixed(2))),
    atRest: Object.fromEntries(
      (['windowMs', 'keyWindowMs', 'mainMs'] as const).map((name) => [name, round(longest(rests, name))]),
    ),
  },
)
