// What others do to the files of a torrent, and to Swiftseed's own, that users have met.

import { mkdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLibtorrent } from '../../e2e/peers/libtorrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { DiskFault } from '../../app/ipc/errors.ts'
import { EngineRun } from './engine-run.ts'
import { idOf } from './life.ts'
import { SmallDisk } from './mounts.ts'
import type { Hands, Tampering } from './tampering-run.ts'

const MIB = 2 ** 20
const WITHIN_MS = 60_000
const GOES_ON_WITHIN_MS = 10_000
/** What a start on a read-only disk may say is wrong with it. */
const REFUSING: readonly DiskFault[] = ['read-only', 'missing']

const begun = async (hands: Hands, share: number): Promise<string> => {
  await hands.start()
  await hands.reach(share)
  return hands.path()
}

const replacedByFolder: Tampering = {
  name: 'a file that a folder takes the place of while it is downloaded',
  act: async (hands) => {
    const path = await begun(hands, 0.3)
    await rm(path)
    await mkdir(path)
    await hands.whole()
    await stat(join(path, '.'))
  },
}

const replacedByLink: Tampering = {
  name: 'a file that a link takes the place of while it is downloaded',
  act: async (hands) => {
    const path = await begun(hands, 0.3)
    const other = join(hands.scene.home, 'another’s')
    await writeFile(other, 'not ours')
    await rm(path)
    await symlink(other, path)
    await hands.whole()
    if ((await readFile(other, 'utf8')) !== 'not ours') throw new Error('wrote through the link')
  },
}

const replacedByFile: Tampering = {
  name: 'a file that another file takes the place of while it is downloaded',
  act: async (hands) => {
    const path = await begun(hands, 0.3)
    await rename(path, `${path} away`)
    await writeFile(path, 'not ours')
    await hands.whole()
    if ((await readFile(path, 'utf8')) !== 'not ours') throw new Error('wrote to another’s file')
  },
}

const cutWhileDownloading: Tampering = {
  name: 'a file that is cut short while it is downloaded',
  act: async (hands) => {
    const path = await begun(hands, 0.5)
    await truncate(path, MIB)
    await hands.whole()
  },
}

/** A peer that has nothing asks for all of it. */
const leech = async (hands: Hands): Promise<void> => {
  const { torrent } = hands
  await using leecher = await startLibtorrent({ parent: hands.scene.home, encryption: 'off', lifetimeSeconds: 120 })
  const folder = join(hands.scene.home, 'leeched')
  await mkdir(folder)
  await leecher.download(torrent.bytes, folder)
  const complete = async (): Promise<boolean> => {
    const { complete: all, peers } = await leecher.progress(torrent.infoHash)
    if (peers === 0) await leecher.connect(torrent.infoHash, hands.run().port)
    return all
  }
  await until('the leecher to have it all', complete, { withinMs: WITHIN_MS, everyMs: 200 })
}

const cutWhileSeeding: Tampering = {
  name: 'a file that is cut short while it is seeded',
  act: async (hands) => {
    await begun(hands, 1)
    await hands.whole()
    await truncate(await hands.path(), 5 * MIB)
    // What is missing is noticed when it is asked for, fetched again, and then given.
    await leech(hands)
    await hands.whole()
  },
}

const isPaused = (hands: Hands): boolean => hands.run().row(idOf(hands.torrent))?.status === 'waiting'

const awayAtTheStart: Tampering = {
  name: 'a file that is away when Swiftseed starts, and is put back',
  act: async (hands) => {
    await begun(hands, 1)
    await hands.whole()
    const path = await hands.path()
    await hands.stop()
    await rename(path, `${path} away`)
    await hands.start()
    await hands.run().until('paused', idOf(hands.torrent), () => isPaused(hands), WITHIN_MS)
    await rename(`${path} away`, path)
    const cured = performance.now()
    await hands.whole()
    if (performance.now() - cured > GOES_ON_WITHIN_MS) throw new Error('went on too late')
  },
}

const changedBetween: Tampering = {
  name: 'a file that is changed while Swiftseed does not run',
  act: async (hands) => {
    const path = await begun(hands, 0.6)
    await hands.stop()
    const bytes = await readFile(path)
    bytes.fill(0, MIB, 3 * MIB)
    await writeFile(path, bytes)
    await hands.start()
    await hands.whole()
  },
}

const damagedDatabase: Tampering = {
  name: 'a session database that is damaged between two runs',
  act: async (hands) => {
    await begun(hands, 0.4)
    await hands.stop()
    const path = join(hands.scene.stateFolder, 'session.db')
    const bytes = await readFile(path)
    bytes.fill(0xaa, 0, Math.min(bytes.length, 20_000))
    await writeFile(path, bytes)
    await hands.start()
    if (!hands.run().notices.includes('session-restored-from-backup')) throw new Error('nothing was said of it')
    await hands.whole()
  },
}

const fullState: Tampering = {
  name: 'a full disk under Swiftseed’s own data while it downloads',
  act: async (hands) => {
    hands.scene.held.use(await SmallDisk.mount(hands.scene.stateFolder, 16 * MIB))
    await begun(hands, 0.2)
    const cure = await SmallDisk.at(hands.scene.stateFolder).fill()
    await hands
      .run()
      .until('paused or whole', idOf(hands.torrent), (row) => isPaused(hands) || row.have === row.wanted, WITHIN_MS)
    await cure()
    await hands.whole()
    await hands.stop()
  },
}

/** It starts on it, says so, and goes on once there is room. */
const fullAtStart: Tampering = {
  name: 'a full disk under Swiftseed’s own data when it starts',
  act: async (hands) => {
    const disk = hands.scene.held.use(await SmallDisk.mount(hands.scene.stateFolder, 16 * MIB))
    await begun(hands, 0.3)
    await hands.stop()
    const cure = await disk.fill()
    await hands.start()
    if (!hands.run().notices.includes('state-disk-full')) throw new Error('nothing was said of it')
    await cure()
    await wholeOfASoundDatabase(hands)
  },
}

const wholeOfASoundDatabase = async (hands: Hands): Promise<void> => {
  if (hands.run().notices.includes('session-restored-from-backup')) throw new Error('took a sound database for damaged')
  await hands.whole()
  await hands.stop()
}

/** A start on it is refused with the reason; once cured, all is as it was. */
const readOnlyAtStart: Tampering = {
  name: 'a read-only disk under Swiftseed’s own data when it starts',
  act: async (hands) => {
    const disk = hands.scene.held.use(await SmallDisk.mount(hands.scene.stateFolder, 16 * MIB))
    await begun(hands, 0.3)
    await hands.stop()
    await disk.readOnly(true)
    await using run = new EngineRun({ stateFolder: hands.scene.stateFolder })
    const answer = await run.begin()
    if (answer.ok || answer.error.code !== 'disk' || !REFUSING.includes(answer.error.fault))
      throw new Error(`answered ${JSON.stringify(answer)}\n${run.log}`)
    await run.kill()
    await disk.readOnly(false)
    await hands.start()
    await wholeOfASoundDatabase(hands)
  },
}

export const tamperings: readonly Tampering[] = [
  replacedByFolder,
  replacedByLink,
  replacedByFile,
  cutWhileDownloading,
  cutWhileSeeding,
  awayAtTheStart,
  changedBetween,
  damagedDatabase,
  fullState,
  fullAtStart,
  readOnlyAtStart,
]
