import { configDefaults, defineConfig } from 'vitest/config'

/** What is waited for comes late where others use the machine: a second, as it is by itself, is no sign of a fault. */
const shared = { pool: 'forks', testTimeout: 20_000, expect: { poll: { timeout: 10_000 } } } as const

/** What works on files: it measures how long the disk is waited for. */
const disk = [
  'main/engine/{creating,metainfo,session,storage}/**/*.test.ts',
  'main/full-disk.test.ts',
  'scripts/disk/**/*.test.ts',
  'scripts/fuzz.test.ts',
]

/** Whole users who trade: their processes wait for each other and for blocks of the chain. */
const trade = ['scripts/{speed,money}/**/*.test.ts']

/** Machines and screens without anything of the system under them: in one process, since each file of its own costs 0.3 s. */
const pure = ['{app,renderer}/**/*.test.{ts,tsx}']

/** What exchanges data with peers: it waits more than it computes, and measures turns of the event loop. */
const engine = ['main/engine/**/*.test.ts']

// `npm test` runs two of the projects side by side, each one file at a time, so that what computes leaves a core to what
// measures.
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'engine', include: engine, exclude: [...configDefaults.exclude, ...disk] } },
      { test: { ...shared, name: 'disk', include: disk } },
      { test: { ...shared, name: 'trade', include: trade } },
      { test: { ...shared, name: 'app', include: pure, isolate: false } },
      {
        test: {
          ...shared,
          name: 'house',
          include: ['{main,bench,scripts}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...engine, ...disk, ...trade],
        },
      },
    ],
    maxWorkers: 1,
  },
})
