import { defineConfig } from '@playwright/test'
import { electronAtHand } from './scripts/electron-runtime.mjs'

// `npm run e2e` sets it; this lets `npx playwright test` find the same Electron.
process.env['SWIFTSEED_ELECTRON'] ??= electronAtHand()?.executable ?? ''

// A worker has a screen of its own: on one that is shared, windows would take the keyboard from each other.
const displays = process.env['SWIFTSEED_DISPLAYS']?.split(',') ?? []
const own = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]
if (own !== undefined) process.env['DISPLAY'] = own

// As many files at once as there are screens; the tests of a file one after the other.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'e2e/results',
  workers: Math.max(displays.length, 1),
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
})
