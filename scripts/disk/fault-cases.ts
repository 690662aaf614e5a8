// The faults of the disk a torrent is saved on that users meet, each as it comes about in the system itself. Leaves the
// download around them to fault-run.ts.

import { execFile } from 'node:child_process'
import { chmod, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DiskFault } from '../../app/ipc/errors.ts'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { memoryFolder } from './arena.ts'
import type { EngineRun } from './engine-run.ts'
import type { FaultCase, Refusal, Scene } from './fault-run.ts'
import { Injected, type Injection } from './injection.ts'
import { LoopDisk, SmallDisk } from './mounts.ts'

const run = promisify(execFile)
const MIB = 2 ** 20

/** From now on. */
const since = (): (() => number) => {
  const at = performance.now()
  return () => at
}

const injected = async (scene: Scene, { pid }: EngineRun, injection: Injection): Promise<Refusal> => {
  const attached = scene.held.use(await Injected.attach(pid, injection, join(scene.home, 'strace.log')))
  return { since: () => attached.firstRefusal(), cure: () => attached.end() }
}

/** The file while it is not complete. */
const partOf = ({ folder, sample }: Scene): string => join(folder, `${sample.torrent.name}.part`)

/** Calls on the torrent's one file are refused. */
const refusedCalls = (calls: readonly string[], error: string, ...reasons: DiskFault[]): FaultCase => ({
  name: `${error} from ${calls.join(', ')}`,
  reasons,
  sample: 'one file',
  at: 0.3,
  refuse: (scene, engine) => injected(scene, engine, { calls, error, paths: [partOf(scene)] }),
})

/** Calls that give files their final names are refused, wherever. */
const refusedNaming = (error: string, reason: DiskFault): FaultCase => ({
  name: `${error} when a file gets its final name`,
  reasons: [reason],
  sample: 'one file',
  at: 0.3,
  refuse: (scene, engine) => {
    const final = join(scene.folder, scene.sample.torrent.name)
    return injected(scene, engine, { calls: ['link', 'rename'], error, paths: [partOf(scene), final] })
  },
})

const fullDisk: FaultCase = {
  name: 'a small disk that is full',
  reasons: ['full'],
  sample: 'many files',
  at: 0.2,
  prepare: async (scene) => {
    scene.held.use(await SmallDisk.mount(scene.folder, 64 * MIB))
    return {}
  },
  refuse: async (scene) => {
    const disk = SmallDisk.at(scene.folder)
    const cure = await disk.fill()
    return { since: since(), cure }
  },
}

/** Even root without this capability is held to permissions, and so is everything it starts. */
const HELD_TO_PERMISSIONS = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']

const lockedFolder: FaultCase = {
  name: 'a folder that may not be written to any more',
  reasons: ['denied'],
  sample: 'many files',
  at: 0.2,
  prepare: async () => (process.getuid?.() === 0 ? { through: HELD_TO_PERMISSIONS } : {}),
  refuse: async ({ folder, sample }) => {
    const root = join(folder, sample.torrent.name)
    const folders = [root, join(root, 'folder 1'), join(root, 'folder 2')]
    await Promise.all(folders.map((path) => chmod(path, 0o500).catch(() => undefined)))
    return {
      since: () => null,
      cure: async () => void (await Promise.all(folders.map((path) => chmod(path, 0o700).catch(() => undefined)))),
    }
  },
}

const tooFewDescriptors: FaultCase = {
  name: 'a process out of descriptors',
  reasons: ['too-many-files'],
  sample: 'many files',
  at: 0.2,
  refuse: async (_, { pid }) => {
    await run('prlimit', [`--pid=${pid}`, '--nofile=3:4096'])
    return { since: () => null, cure: async () => void (await run('prlimit', [`--pid=${pid}`, '--nofile=4096:4096'])) }
  },
}

const movedRoot: FaultCase = {
  name: 'a root that is renamed away',
  reasons: ['missing'],
  sample: 'many files',
  at: 0.3,
  refuse: async ({ folder, sample }) => {
    const root = join(folder, sample.torrent.name)
    await rename(root, `${root} away`)
    return { since: since(), cure: () => rename(`${root} away`, root) }
  },
}

const loopDisk = async (scene: Scene): Promise<LoopDisk> => {
  const image = scene.held.use(await temporaryFolder('fault', await memoryFolder(scene.home)))
  return scene.held.use(await LoopDisk.make(scene.folder, join(image.path, 'device'), 96 * MIB, 'ordered'))
}

const loopCase = (
  name: string,
  reasons: readonly DiskFault[],
  refuse: (disk: LoopDisk) => Promise<Refusal>,
  losesUnsynced = false,
): FaultCase => {
  const disks = new WeakMap<Scene, LoopDisk>()
  return {
    name,
    reasons,
    losesUnsynced,
    sample: 'many files',
    at: 0.3,
    prepare: async (scene) => {
      disks.set(scene, await loopDisk(scene))
      return {}
    },
    refuse: (scene) => {
      const disk = disks.get(scene)
      if (disk === undefined) throw new Error('no disk')
      return refuse(disk)
    },
  }
}

const unmounted = loopCase('a disk that is unmounted and mounted again', ['missing'], async (disk) => {
  await disk.unplug()
  return { since: since(), cure: () => disk.plugIn() }
})

/** The disk comes back as another device. */
const pluggedInAnew = (disk: LoopDisk): Refusal => ({
  since: since(),
  cure: async () => {
    await disk.unplug()
    await disk.plugInAnew()
  },
})

const cablePulled = loopCase(
  'a disk whose cable is pulled and plugged in again',
  ['missing', 'io'],
  async (disk) => {
    await disk.cutPower()
    return pluggedInAnew(disk)
  },
  true,
)

const failedJournal = loopCase(
  'a disk that the system makes read-only for its errors',
  ['read-only', 'io'],
  async (disk) => {
    await disk.fail()
    return pluggedInAnew(disk)
  },
  true,
)

export const faultCases: readonly FaultCase[] = [
  fullDisk,
  refusedCalls(['pwrite64'], 'ENOSPC', 'full'),
  refusedCalls(['pwrite64'], 'EDQUOT', 'full'),
  refusedCalls(['pwrite64'], 'EIO', 'io'),
  refusedCalls(['pwrite64'], 'EROFS', 'read-only'),
  refusedCalls(['fdatasync'], 'EIO', 'io'),
  refusedCalls(['fdatasync'], 'ENOSPC', 'full'),
  {
    ...refusedCalls(['openat'], 'EMFILE', 'too-many-files'),
    sample: 'many files',
    refuse: (scene, engine) => openRefused(scene, engine, 'EMFILE'),
  },
  {
    ...refusedCalls(['openat'], 'EACCES', 'denied'),
    sample: 'many files',
    refuse: (scene, engine) => openRefused(scene, engine, 'EACCES'),
  },
  {
    ...refusedCalls(['openat'], 'EROFS', 'read-only'),
    sample: 'many files',
    refuse: (scene, engine) => openRefused(scene, engine, 'EROFS'),
  },
  refusedNaming('EACCES', 'denied'),
  refusedNaming('EIO', 'io'),
  refusedNaming('EXDEV', 'io'),
  tooFewDescriptors,
  lockedFolder,
  movedRoot,
  unmounted,
  cablePulled,
  failedJournal,
]

/** Opening any file of the torrent is refused. */
function openRefused(scene: Scene, engine: EngineRun, error: string): Promise<Refusal> {
  const { files, name } = scene.sample.torrent
  const paths = files.map(({ path }) => `${join(scene.folder, name, ...path)}.part`)
  return injected(scene, engine, { calls: ['openat'], error, paths })
}
