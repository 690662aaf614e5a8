import { configDefaults, defineConfig } from 'vitest/config'

const shared = { pool: 'forks', testTimeout: 20_000 } as const

/** What exchanges data with peers and disks: it waits more than it computes, and measures turns of the event loop. */
const engine = [
  'main/engine/**/*.test.ts',
  'main/full-disk.test.ts',
  'scripts/disk/**/*.test.ts',
  'scripts/fuzz.test.ts',
]

// `npm test` runs the two projects side by side, each one file at a time: what computes leaves a core to what measures.
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'engine', include: engine } },
      {
        test: {
          ...shared,
          name: 'house',
          include: [
            'app/**/*.test.ts',
            'main/**/*.test.ts',
            'renderer/**/*.test.{ts,tsx}',
            '{bench,scripts}/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...engine],
        },
      },
    ],
    maxWorkers: 1,
  },
})
