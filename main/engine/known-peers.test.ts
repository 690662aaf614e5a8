import { expect, it } from 'vitest'
import { testSettings } from './swarm/testing/sample-swarm.ts'
import { link, seeder } from './testing/control.ts'
import { isWhole, makeTorrent } from './testing/made-torrent.ts'
import { ServedEngine } from './testing/served-engine.ts'

const SIZE = 400_000

it('calls the peers it knew again after a restart, though nobody names them', async () => {
  const made = makeTorrent({ 'one.bin': SIZE })
  const settings = testSettings()
  await using slow = await seeder(made, { ...settings, limits: { ...settings.limits, up: 200_000 } })
  await using leecher = await ServedEngine.create()
  await leecher.add(made.torrent)
  await link(leecher, slow, made.id)
  const { downloaded } = await leecher.until(made.id, (row) => row.downloaded > 0)
  expect(downloaded).toBeLessThan(SIZE)
  await leecher.stop()
  await leecher.start()
  await leecher.until(made.id, (row) => row.status === 'seeding')
  expect(await isWhole(leecher.downloads, made)).toBe(true)
})
