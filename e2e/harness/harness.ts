// The renderer on its fake API, in a bare Electron window: for what needs no engine, like every state of every view,
// accessibility, and how long a tick of 5,000 rows takes. Built once a run into a folder that goes with it.

import { join } from 'node:path'
import { _electron, test as base, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { FakeApi } from '../../renderer/testing/fake-api.ts'
import { electronPath } from '../electron.ts'
import { temporaryFolder } from '../peers/process.ts'

export interface Harness {
  readonly page: Page
  /** Opens the app anew; `query` as renderer/testing/harness.tsx reads it. */
  open(query?: string): Promise<void>
  /** Sets the inner size of the window in CSS pixels. */
  resize(width: number, height: number): Promise<void>
}

/** What the page of the harness has on its window. */
export interface HarnessWindow {
  readonly fake: FakeApi
}

const renderer = join(import.meta.dirname, '../../renderer')

const buildInto = (folder: string): Promise<unknown> =>
  build({
    configFile: false,
    root: renderer,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      chunkSizeWarningLimit: 4096,
      rollupOptions: { input: join(renderer, 'testing/harness.html') },
    },
  })

const ownFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []

const open =
  (page: Page) =>
  async (query: string = '') => {
    await page.goto(`app://harness/testing/harness.html?${query}`)
    await page.locator('.app, .keys').waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
  }

export const test = base.extend<{ readonly harness: Harness }, { readonly pages: string }>({
  pages: [
    async ({}, provide) => {
      await using folder = await temporaryFolder('harness')
      await buildInto(folder.path)
      await provide(folder.path)
    },
    { scope: 'worker' },
  ],
  harness: async ({ pages }, provide) => {
    const electron = await _electron.launch({
      executablePath: electronPath(),
      args: [...ownFlags, join(import.meta.dirname, 'shell.mjs')],
      env: { ...process.env, HARNESS_FOLDER: pages },
    })
    const page = await electron.firstWindow()
    const resize = async (width: number, height: number): Promise<void> => {
      await electron.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
        width,
        height,
      ] as const)
      await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const)
    }
    await provide({ page, open: open(page), resize })
    await electron.close()
  },
})
