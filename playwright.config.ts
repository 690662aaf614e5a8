import { defineConfig } from '@playwright/test'
import { electronAtHand } from './scripts/electron-runtime.mjs'

// `npm run e2e` sets it; this lets `npx playwright test` find the same Electron.
process.env['SWIFTSEED_ELECTRON'] ??= electronAtHand()?.executable ?? ''

// One at a time: every test runs a whole app and foreign clients, and measures time.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'e2e/results',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
})
