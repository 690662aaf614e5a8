// Exchanges data with every foreign client in every way of interop-cases.ts: our engine without its window, several cases
// for each started client. `INTEROP_TABLE=write` makes docs/interop.md of it.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { cases, cellsOf, nameOf, settingsByClient, type Case, type ClientName } from './interop-cases.ts'
import { exchange } from './interop-exchange.ts'
import { linesWritten, writeTable } from './interop-table.ts'
import { temporaryFolder } from './peers/process.ts'
import { startTracker, type Tracker } from './peers/tracker.ts'

const WITHIN_MS = 150_000
const passed = new Set<Case>()

const test = base.extend<{ readonly place: string; readonly tracker: Tracker }>({
  place: async ({}, provide) => {
    await using folder = await temporaryFolder('interop')
    await provide(folder.path)
  },
  tracker: async ({}, provide) => {
    await using tracker = await startTracker()
    await provide(tracker)
  },
})

const run = async (client: ClientName, place: string, tracker: Tracker): Promise<string[]> => {
  const settings = settingsByClient.get(client) ?? []
  const outcomes = await Promise.all(
    settings.map(async (setting, at) => {
      const folder = join(place, `${at}`)
      await mkdir(folder)
      return exchange(setting, folder, tracker)
    }),
  )
  for (const { one, fault } of outcomes.flat()) if (fault === null) passed.add(one)
  return outcomes.flat().flatMap(({ one, fault }) => (fault === null ? [] : [`${nameOf(one)}: ${fault}`]))
}

for (const client of settingsByClient.keys()) {
  test(`exchanges data with ${client} in every way`, async ({ place, tracker }) => {
    test.setTimeout(WITHIN_MS)
    expect(await run(client, place, tracker)).toEqual([])
  })
}

test('has a table of exactly these cases', async () => {
  if (process.env['INTEROP_TABLE'] === 'write') await writeTable(passed)
  expect(cases.length).toBeGreaterThanOrEqual(20)
  expect(await linesWritten()).toEqual(cases.map((one) => [...cellsOf(one)]))
})
