// Everything handed to us from outside a window (command line, second instance, file association, link, dialog) goes
// through here to the engine, which makes offers of it for the user to answer. Invariants: nothing handed over starts
// anything by itself; what comes before the engine runs waits for it; at most five hundred things wait,
// and who hands over more is told.

import { basename, resolve } from 'node:path'
import { isEndlessMagnet, isWebAddress, readArguments, readOpening, type Opening } from '../../app/desktop/argv.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { EngineCommands } from '../../app/ipc/engine-contract.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { readTorrentFile } from './torrent-file.ts'

const MOST_WAITING = 500
/** Characters of a link that are shown. */
const SHOWN = 120

type Offer = EngineCommands['engine.offer']['input']

interface Deps {
  readonly engine: EngineClient
  readonly notify: (notice: Notice) => void
}

export class Intake {
  readonly #deps: Deps
  #waiting: Opening[] = []
  #ready = false
  #last: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Arguments without the program's name. True when there was something for us among them, or to say about them. */
  takeArguments(args: readonly string[], folder: string): boolean {
    const openings = readArguments(args).map((opening) =>
      opening.kind === 'file' ? { ...opening, path: resolve(folder, opening.path) } : opening,
    )
    this.#take(openings)
    const refused = args.map((argument) => this.#refuse(argument)).includes(true)
    return openings.length > 0 || refused
  }

  /** A link the system hands over. */
  takeLink(link: string): void {
    const opening = readOpening(link)
    if (opening) this.#take([opening])
    else this.#refuse(link)
  }

  /** Files chosen by the user in the system's dialog or file manager. */
  takeFiles(paths: readonly string[]): void {
    this.#take(paths.map((path) => ({ kind: 'file', path })))
  }

  /** Whether the engine can take offers now; false keeps what comes. */
  set ready(ready: boolean) {
    this.#ready = ready
    if (ready) this.#take([])
  }

  /** Settles when everything taken so far was offered. */
  get idle(): Promise<void> {
    return this.#last
  }

  /** True for what could have been meant for us, which the user is told of. */
  #refuse(argument: string): boolean {
    if (isWebAddress(argument)) this.#deps.notify({ kind: 'web-address-refused' })
    else if (isEndlessMagnet(argument))
      this.#tell({ kind: 'link', link: argument }, { code: 'magnet-invalid', fault: 'too-long' })
    else return false
    return true
  }

  #tell(opening: Opening, error: AppError): void {
    const name = opening.kind === 'file' ? basename(opening.path) : opening.link
    this.#deps.notify({ kind: 'unreadable', error, subject: name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name })
  }

  #take(openings: readonly Opening[]): void {
    const all = [...this.#waiting, ...openings]
    this.#waiting = all.slice(0, MOST_WAITING)
    const count = all.length - this.#waiting.length
    if (count > 0) this.#deps.notify({ kind: 'left-out', count, most: MOST_WAITING })
    if (!this.#ready) return
    const now = this.#waiting
    this.#waiting = []
    // One after another, so that the offers come in the order they were asked for.
    for (const opening of now) this.#last = this.#last.then(() => this.#offer(opening))
  }

  async #offer(opening: Opening): Promise<void> {
    const { engine } = this.#deps
    const offer = await this.#read(opening)
    if (!offer) return
    const offered = await engine.call('engine.offer', offer)
    if (offered.ok) return
    if (offered.error.code === 'engine-unavailable') return void this.#waiting.push(opening)
    this.#tell(opening, offered.error)
  }

  async #read(opening: Opening): Promise<Offer | null> {
    if (opening.kind === 'link') return opening
    const file = await readTorrentFile(opening.path)
    if (file.ok) return { kind: 'file', ...file.value }
    this.#tell(opening, file.error)
    return null
  }
}
