// Somebody else's hand on a torrent's files, or on Swiftseed's own, while the real engine runs or between two runs.
// Leaves what is done to the case. Invariant: whatever it was, the torrent is whole in the end, and what is another's
// is as it was.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stack, temporaryFolder } from '../../e2e/peers/process.ts'
import { differences, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { oneFile, startSeeder, type Seeder } from './arena.ts'
import { finalPathsOf, pathsOf } from './claimed-data.ts'
import { EngineRun, type RunOptions } from './engine-run.ts'
import type { Sample, Scene } from './fault-run.ts'
import { idOf } from './life.ts'

const MIB = 2 ** 20
const RATE = 8_000_000
const WITHIN_MS = 60_000

export interface Tampering {
  readonly name: string
  /** With the engine running, a torrent half there. Answers what is to be looked at in the end; throws what is wrong. */
  act(hands: Hands): Promise<void>
}

/** What a case can do. */
export interface Hands {
  readonly scene: Scene
  readonly seeder: Seeder
  readonly torrent: TestTorrent
  run(): EngineRun
  /** The file as it is called now. */
  path(): Promise<string>
  reach(share: number): Promise<void>
  connect(): Promise<void>
  whole(): Promise<void>
  /** Ends the engine in an orderly way; null kills it. */
  stop(how?: 'orderly' | 'killed'): Promise<void>
  start(options?: Partial<RunOptions>): Promise<void>
}

class TamperedRun implements Hands, AsyncDisposable {
  readonly scene: Scene
  readonly seeder: Seeder
  #run: EngineRun | null = null

  constructor(scene: Scene, seeder: Seeder) {
    this.scene = scene
    this.seeder = seeder
  }

  get torrent(): TestTorrent {
    return this.scene.sample.torrent
  }

  run(): EngineRun {
    if (this.#run === null) throw new Error('no engine runs')
    return this.#run
  }

  async path(): Promise<string> {
    const [path] = await pathsOf(this.run(), idOf(this.torrent), this.torrent)
    return path ?? join(this.scene.folder, `${this.torrent.name}.part`)
  }

  async reach(share: number): Promise<void> {
    const { size } = this.torrent
    await this.run().until('so far', idOf(this.torrent), ({ have }) => have >= size * share, WITHIN_MS)
  }

  async connect(): Promise<void> {
    await this.run().call('torrents.addPeer', { id: idOf(this.torrent), address: this.seeder.address })
  }

  async whole(): Promise<void> {
    const { data } = this.scene.sample
    const id = idOf(this.torrent)
    await this.run().until(
      'complete',
      id,
      ({ have, wanted, status }) => have === wanted && status === 'seeding',
      WITHIN_MS,
    )
    const wrong = await differences(data, this.torrent, await finalPathsOf(this.run(), id, this.torrent))
    if (wrong.length > 0) throw new Error(`wrong in the end: ${wrong.join(', ')}`)
  }

  async stop(how: 'orderly' | 'killed' = 'orderly'): Promise<void> {
    if (how === 'killed') await this.run().kill()
    else if (!(await this.run().end())) throw new Error('did not end in an orderly way')
    this.#run = null
  }

  async start(options: Partial<RunOptions> = {}): Promise<void> {
    this.#run = new EngineRun({ stateFolder: this.scene.stateFolder, ...options })
    const begun = await this.#run.begin()
    if (!begun.ok) throw new Error(`did not start: ${JSON.stringify(begun.error)}\n${this.#run.log}`)
    if (this.#run.row(idOf(this.torrent)) === undefined) await this.#run.add(this.torrent.bytes, this.scene.folder)
    await this.connect()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run?.kill()
  }
}

interface TamperingOutcome {
  readonly name: string
  readonly failure: string | null
}

const runTampering = async (tampering: Tampering, sample: Sample, seeder: Seeder): Promise<TamperingOutcome> => {
  await using held = stack()
  const { path: home } = held.use(await temporaryFolder('tampering'))
  const scene = { home, folder: join(home, 'save'), stateFolder: join(home, 'state'), sample, held }
  await mkdir(scene.folder)
  await using hands = new TamperedRun(scene, seeder)
  try {
    await tampering.act(hands)
    return { name: tampering.name, failure: null }
  } catch (error) {
    return { name: tampering.name, failure: error instanceof Error ? error.message : String(error) }
  }
}

interface TamperingPlan {
  readonly cases: readonly Tampering[]
  readonly size: number
  /** Told after each case. */
  readonly tell: (line: string) => void
}

export const runTamperings = async ({ cases, size, tell }: TamperingPlan): Promise<readonly TamperingOutcome[]> => {
  await using home = await temporaryFolder('tamperings')
  await using seeder = await startSeeder(home.path, RATE)
  const sample = { torrent: await oneFile(home.path, 'tampered', size, MIB / 2), data: home.path }
  await seeder.share(sample.torrent, home.path)
  const outcomes: TamperingOutcome[] = []
  for (const tampering of cases) {
    const outcome = await runTampering(tampering, sample, seeder)
    outcomes.push(outcome)
    tell(
      `${outcome.failure === null ? 'kept' : 'BROKEN'}  ${tampering.name}${outcome.failure === null ? '' : `; ${outcome.failure}`}`,
    )
  }
  return outcomes
}
