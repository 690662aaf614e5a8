// One torrent's store: takes verified pieces, makes them durable, finishes files, and waits out a disk that refuses.
// Leaves where bytes lie to PieceDisk, when to sync to Barrier, when to try again to Trouble, what to believe at the
// start to resume.ts. Invariants: a piece is journalled as durable only after its bytes and names are synced; a
// verified piece stays in memory until it is written.

import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { Priority } from '../../../app/torrent/details.ts'
import type { JournalState } from '../session/session.ts'
import { Barrier } from './barrier.ts'
import { setBit } from './bits.ts'
import { diskErrorOf, shakes } from './disk-fault.ts'
import { FileFinisher } from './file-finisher.ts'
import { inspect, takeOverCheck, type InspectOptions } from './inspection.ts'
import { PieceWrites } from './piece-writes.ts'
import { recover } from './recovery.ts'
import { partialsOf, resumeFrom } from './resume.ts'
import { ServedPieces } from './served-pieces.ts'
import { findOthers, takeOver } from './others-search.ts'
import type { Parts, Shared } from './store-parts.ts'
import { forgetOpen, partsOf } from './store-parts.ts'
import type {
  CheckProgress,
  OpenedStore,
  OpenOptions,
  PartialPiece,
  Resume,
  StoreEvents,
  StoreSpec,
  TorrentStore,
} from './store.ts'
import { DiskError } from './store.ts'
import { realFiles } from './survey.ts'
import { Syncer } from './syncer.ts'
import { Trouble } from './trouble.ts'
import { discardUnwanted } from './unwanted-files.ts'
import { UseNote } from './use-note.ts'
import { WaitingPieces } from './waiting-pieces.ts'
import { Wishes } from './wishes.ts'

export async function openStore(spec: StoreSpec, shared: Shared, options: OpenOptions): Promise<OpenedStore> {
  const state = shared.journal.state(spec.id)
  const store = new DiskStore(spec, shared, state, options.events)
  return { store, resume: await store.open(state, options) }
}

class DiskStore implements TorrentStore {
  readonly #spec: StoreSpec
  readonly #shared: Shared
  readonly #use: UseNote
  readonly #events: StoreEvents
  readonly #parts: Parts
  readonly #syncer: Syncer
  readonly #barrier: Barrier
  readonly #finisher: FileFinisher
  readonly #trouble: Trouble
  readonly #waiting = new WaitingPieces()
  readonly #writes: PieceWrites
  readonly #served: ServedPieces
  #partials: readonly PartialPiece[] = []
  readonly #wishes: Wishes
  /** What the disk holds is in doubt until it was looked at again. */
  #unsure = false
  /** While it runs, a check has the disk for itself. */
  #checking: Promise<void> | null = null
  #closing: Promise<void> | null = null

  constructor(spec: StoreSpec, shared: Shared, state: JournalState, events: StoreEvents) {
    const { clock, journal } = shared
    this.#spec = spec
    this.#shared = shared
    this.#use = new UseNote(journal, spec.id)
    this.#events = events
    this.#wishes = new Wishes(spec)
    const { wants } = this.#wishes
    const [onDone, onBad] = [events.fileDone.bind(events), this.#lose.bind(this)]
    this.#parts = partsOf(spec, shared, state, { wants, onBad, onGone: (file) => this.#fileGone(file) })
    this.#syncer = new Syncer(this.#parts, journal)
    this.#barrier = new Barrier({
      clock,
      limits: shared.barrier,
      commit: (pieces, same) => this.#commit(pieces, same),
      onFailure: (error) => this.#refuse(error, true),
    })
    this.#finisher = new FileFinisher({ parts: this.#parts, syncer: this.#syncer, shared, wants, onDone, onBad })
    this.#writes = new PieceWrites({
      waiting: this.#waiting,
      mayWrite: () => this.#trouble.fault === null && this.#checking === null,
      isPlain: (piece) => this.#parts.pieces.isPlain(piece),
      write: (piece, data) => this.#writeOne(piece, data),
      onRefused: (error) => this.#refuse(error),
    })
    this.#served = new ServedPieces({
      parts: this.#parts,
      waiting: this.#waiting,
      fault: () => this.#trouble.fault,
      onRootGone: (error) => this.#refuse(error),
      onAbsent: (piece) => this.#lose([piece]),
    })
    this.#trouble = new Trouble({
      clock,
      attempt: () => this.#catchUp(),
      onFault: (fault) => events.fault(fault),
      onCured: () => this.#cured(),
    })
  }

  async open(state: JournalState, options: OpenOptions): Promise<Resume> {
    const start = await resumeFrom(this.#parts, this.#shared, state, options)
    this.#finisher.trustFinal()
    this.#use.try()
    for (const piece of start.found) this.#found(piece)
    if (start.blind === null) {
      await this.#discard((pieces) => this.#forget(pieces)).catch(diskErrorOf)
      await takeOver(this.#parts, options.takeOver ?? []).catch((error) => this.#refuseSoon(diskErrorOf(error)))
    }
    const { open, full } = partialsOf(this.#parts, state)
    this.#partials = open
    const bitfield = this.#parts.claims.bitfield()
    for (const { piece, data } of full) {
      setBit(bitfield, piece)
      void this.write(piece, data)
    }
    if (start.blind !== null) this.#refuseSoon(start.blind)
    else void this.#finishAll()
    return { bitfield, hashed: start.hashed, partials: open }
  }

  get waiting(): number {
    return this.#waiting.bytes
  }

  get saturated(): boolean {
    return this.waiting >= this.#shared.memory
  }

  read(piece: number, offset: number, length: number): Promise<Uint8Array> {
    return this.#served.read(piece, offset, length)
  }

  readNow(piece: number, offset: number, length: number): Uint8Array | null {
    return this.#served.readNow(piece, offset, length)
  }

  release(view: Uint8Array): void {
    this.#shared.cache.release(view)
  }

  write(piece: number, data: Uint8Array): Promise<void> {
    if (this.#parts.claims.has(piece)) return Promise.resolve()
    if (data.length !== this.#parts.layout.pieceSize(piece)) throw new RangeError('not a whole piece')
    const written = this.#waiting.add(piece, data)
    this.#writes.pump()
    return written
  }

  async settle(): Promise<void> {
    await this.#checking?.catch(() => undefined)
    if (this.#trouble.fault !== null || this.#closing !== null) return
    try {
      await this.#writes.drained()
      await this.#barrier.flush()
    } catch (error) {
      this.#refuse(error, true)
    }
  }

  savePartials(partials: readonly PartialPiece[]): void {
    this.#partials = partials
    // Whole pieces that wait for a slow disk outlive a kill as blocks do.
    this.#shared.journal.savePartials(this.#spec.id, [...this.#waiting.asPartials(), ...partials])
  }

  async setPriorities(priorities: readonly Priority[], kept: readonly number[] = []): Promise<void> {
    // What is complete by now gets its name, wanted or not.
    await this.settle()
    // What somebody put there while they were skipped is known before anything is written.
    const isNew = (file: number): boolean => priorities[file] !== 0 && !this.#wishes.wants(file)
    const { disk } = this.#shared
    if (this.#trouble.fault === null) await findOthers(this.#parts, disk, isNew).catch((error) => this.#refuse(error))
    const wasSkipped = this.#wishes.change(priorities, kept)
    const wanted = [...realFiles(this.#parts)].filter(this.#wishes.wants)
    for (const file of wanted) this.#finisher.consider(file)
    if (this.#trouble.fault !== null) return
    try {
      const asked = wanted.filter(wasSkipped)
      if (asked.length > 0 && (await this.changed()).some(wasSkipped)) throw new DiskError('changed')
      for (const file of asked) await this.#finisher.place(file)
      if (this.#closing === null) await this.#alone(() => this.#discard((pieces) => this.#lose(pieces)))
    } catch (error) {
      this.#refuse(error)
    }
    await this.#finishAll()
  }

  async endCheck(): Promise<Uint8Array> {
    await this.#alone(async () => {
      const { bad, good } = await takeOverCheck(this.#parts, this.#shared)
      this.#lose(bad)
      for (const piece of good) this.#found(piece)
    })
    return this.#parts.claims.bitfield()
  }

  async check(signal: AbortSignal, progress: (at: CheckProgress) => void): Promise<Uint8Array> {
    if (this.#trouble.fault !== null) throw new DiskError(this.#trouble.fault)
    try {
      await this.#alone(() => this.#check({ signal, progress }))
      return this.#parts.claims.bitfield()
    } catch (error) {
      if (!signal.aborted) this.#refuse(error, true)
      throw signal.aborted ? error : diskErrorOf(error)
    }
  }

  async changed(): Promise<readonly number[]> {
    if (this.#trouble.fault !== null && this.#trouble.fault !== 'changed') return []
    await findOthers(this.#parts, this.#shared.disk, this.#wishes.wants)
    return this.#parts.others.find()
  }

  async look(): Promise<void> {
    if (this.#trouble.fault !== null || this.#checking !== null || this.#closing !== null) return
    await this.#parts.root.require().catch((error: unknown) => this.#closing ?? this.#refuse(error))
  }

  pathOf(file: number): string {
    return this.#parts.files.pathOf(file)
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #shutDown(): Promise<void> {
    await this.#trouble.close()
    await this.#checking?.catch(() => undefined)
    await this.#writes.drained()
    if (this.#trouble.fault === null) await this.#lastCommit()
    this.#barrier.hold(true)
    const kept = this.#waiting.asPartials()
    const isKnown = (piece: number): boolean => this.#parts.claims.has(piece) || this.#waiting.data(piece) !== null
    this.#shared.journal.savePartials(this.#spec.id, [
      ...kept,
      ...this.#partials.filter(({ piece }) => !isKnown(piece)),
    ])
    await forgetOpen(this.#parts)
    this.#parts.reader.dropAll()
    if (this.#barrier.pending.length === 0 && this.#waiting.size === 0) this.#use.end()
  }

  async #lastCommit(): Promise<void> {
    try {
      await this.#barrier.flush()
      for (const file of realFiles(this.#parts)) this.#finisher.consider(file)
      await this.#finisher.run()
      if (this.#syncer.isBehind) await this.#syncer.commit([], () => true)
    } catch (error) {
      // What could not be synced stays suspect: the next run hashes it.
      diskErrorOf(error)
    }
  }

  /** While `work` runs, it has the disk for itself. */
  async #alone(work: () => Promise<void>): Promise<void> {
    while (this.#checking !== null) await this.#checking.catch(() => undefined)
    const running = this.#writes.idle().then(work)
    this.#checking = running
    try {
      await running
    } finally {
      this.#checking = null
      void this.#finishAll()
      this.#writes.pump()
    }
  }

  async #discard(lose: (pieces: readonly number[]) => void): Promise<void> {
    await this.#barrier.flush()
    await this.#finisher.run()
    const { journal } = this.#shared
    const { keeps, wants } = this.#wishes
    await discardUnwanted({ parts: this.#parts, journal, finisher: this.#finisher, wants, keeps, lose })
  }

  async #check(options: InspectOptions): Promise<void> {
    // Nothing is hashed, again and again, whose outcome there is no room to keep.
    this.#use.probe()
    await this.#barrier.flush()
    await forgetOpen(this.#parts)
    await inspect(this.#parts, this.#shared, options)
    this.#parts.reader.dropAll()
  }

  async #writeOne(piece: number, data: Uint8Array): Promise<void> {
    await this.#parts.root.require()
    this.#use.require()
    this.#shared.journal.writing(this.#spec.id, piece)
    const files = await this.#parts.pieces.write(piece, data)
    this.#finisher.rewritten(piece)
    this.#parts.reader.drop(piece)
    this.#wrote(piece, files)
    this.#waiting.done(piece)
  }

  /** On disk and right, but not known to be synced. */
  #found(piece: number): void {
    this.#wrote(piece, this.#parts.layout.filesOf(piece))
  }

  /** On disk, to be synced. */
  #wrote(piece: number, files: readonly number[]): void {
    for (const file of files) if (this.#spec.files[file]?.pad !== true) this.#syncer.touch(file)
    this.#parts.claims.wrote(piece)
    this.#barrier.add(piece, this.#parts.layout.pieceSize(piece))
  }

  async #commit(pieces: readonly number[], same: (piece: number) => boolean): Promise<void> {
    const complete = await this.#syncer.commit(pieces, same)
    for (const file of complete) this.#finisher.consider(file)
    await this.#finisher.run()
  }

  async #finishAll(): Promise<void> {
    for (const file of realFiles(this.#parts)) {
      if (!this.#parts.files.isFinal(file)) this.#finisher.consider(file)
    }
    try {
      await this.#finisher.run()
    } catch (error) {
      this.#refuse(error)
    }
  }

  /** Everything that waits because the disk refused, in order. */
  async #catchUp(): Promise<void> {
    const { root } = this.#parts
    if (this.#checking !== null) throw new DiskError(this.#trouble.fault ?? 'io')
    await this.#writes.idle()
    // What was open may belong to a disk that is not there any more, whatever is there now under the same name.
    await forgetOpen(this.#parts)
    if (root.made && !(await root.present())) throw new DiskError('missing')
    if (this.#unsure) {
      this.#lose(await recover(this.#parts, this.#shared, this.#syncer, this.#barrier.pending))
      this.#unsure = false
    }
    for (const { piece, data } of this.#waiting.all()) await this.#writeOne(piece, data)
    await this.#barrier.flush().catch((error: unknown) => {
      this.#unsure = true
      throw error
    })
    await this.#finisher.run()
  }

  #cured(): void {
    this.#barrier.hold(false)
    this.#events.cured()
    this.#writes.pump()
  }

  /** `unsure`: what was written before may be gone as well. Throws what is not the disk's doing. */
  #refuse(error: unknown, unsure = false): void {
    const fault: DiskFault = diskErrorOf(error).fault
    if (unsure || shakes(fault)) this.#unsure = true
    this.#barrier.hold(true)
    this.#trouble.raise(error)
  }

  /** After whoever opens us has us. */
  #refuseSoon(error: DiskError): void {
    this.#shared.clock.after(0, () => this.#refuse(error, true))
  }

  #fileGone(file: number): void {
    const { aside, claims } = this.#parts
    this.#lose(claims.of(file).filter((piece) => !aside.has(piece)))
  }

  #lose(pieces: readonly number[]): void {
    if (pieces.length === 0) return
    this.#forget(pieces)
    this.#events.lost(pieces)
  }

  #forget(pieces: readonly number[]): void {
    for (const piece of pieces) {
      this.#barrier.remove(piece)
      this.#parts.claims.lost(piece)
      this.#parts.reader.drop(piece)
    }
    this.#shared.journal.lost(this.#spec.id, pieces)
  }
}
