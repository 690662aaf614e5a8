// What every story needs: a folder of its own, a tracker, apps that are gone when it ends. A story fails when a window
// complained, and a failed one leaves screenshots and logs.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test as base, type TestInfo } from '@playwright/test'
import type { SettingsPatch } from '../app/settings/settings.ts'
import { launchApp, type App } from './app.ts'
import { temporaryFolder } from './peers/process.ts'
import { startTracker, type Tracker } from './peers/tracker.ts'
import { makeProfile, type Profile } from './profile.ts'

export interface Fixtures {
  /** An empty folder, removed afterwards. */
  readonly place: string
  readonly tracker: Tracker
  /** Settings that differ from the defaults; for `test.use`. */
  readonly settings: SettingsPatch
  readonly profile: Profile
  /** Starts the app on the profile, with these arguments. */
  readonly launch: (...args: string[]) => Promise<App>
  /** The app, started on the profile. */
  readonly app: App
}

export const attachEvidence = async ({ page, profile }: App, info: TestInfo): Promise<void> => {
  const shot = await page.screenshot({ timeout: 5_000 }).catch(() => null)
  if (shot) await info.attach('window', { body: shot, contentType: 'image/png' })
  const logs = join(profile.folder, 'logs')
  for (const name of await readdir(logs).catch(() => [])) await info.attach(name, { path: join(logs, name) })
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  place: async ({}, provide) => {
    await using folder = await temporaryFolder('e2e')
    await provide(folder.path)
  },
  tracker: async ({}, provide) => {
    await using tracker = await startTracker()
    await provide(tracker)
  },
  profile: async ({ place, settings }, provide) => {
    await provide(await makeProfile(place, settings))
  },
  launch: async ({ profile }, provide, info) => {
    const apps: App[] = []
    await provide(async (...args) => {
      const app = await launchApp(profile, ...args)
      apps.push(app)
      return app
    })
    const failed = info.status !== info.expectedStatus
    for (const app of apps) {
      if (failed) await attachEvidence(app, info)
      await app[Symbol.asyncDispose]()
    }
    expect(apps.flatMap(({ complaints }) => complaints)).toEqual([])
  },
  app: async ({ launch }, provide) => {
    await provide(await launch())
  },
})

export { expect } from '@playwright/test'
