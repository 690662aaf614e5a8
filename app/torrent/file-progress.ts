// How much of each file is here, kept up to date piece by piece: bytes, exact, without walking all files each time.

export interface SizedFile {
  readonly length: number
  readonly pad: boolean
}

/** All amounts in bytes. Files lie one after another in metainfo order; pad files count for nothing. */
export class FileProgress {
  /** Sum of all files, pad files left out. */
  readonly size: number
  readonly #files: readonly SizedFile[]
  readonly #starts: Float64Array
  readonly #done: Float64Array
  readonly #pieceLength: number
  readonly #length: number
  #wanted: Uint8Array
  #haveWanted = 0
  #wantedTotal = 0
  #have = 0

  /** `priorities`: 0 is not wanted; null: all wanted. */
  constructor(files: readonly SizedFile[], pieceLength: number, priorities: readonly number[] | null) {
    this.#files = files
    this.#pieceLength = pieceLength
    this.#starts = new Float64Array(files.length)
    this.#done = new Float64Array(files.length)
    let at = 0
    files.forEach((file, index) => {
      this.#starts[index] = at
      at += file.length
    })
    this.#length = at
    this.size = files.reduce((sum, file) => sum + (file.pad ? 0 : file.length), 0)
    this.#wanted = new Uint8Array(files.length)
    this.setPriorities(priorities)
  }

  get have(): number {
    return this.#have
  }

  get haveWanted(): number {
    return this.#haveWanted
  }

  get wanted(): number {
    return this.#wantedTotal
  }

  done(file: number): number {
    return this.#done[file] ?? 0
  }

  setPriorities(priorities: readonly number[] | null): void {
    this.#haveWanted = this.#wantedTotal = 0
    this.#files.forEach((file, index) => {
      const wanted = !file.pad && (priorities?.[index] ?? 2) > 0
      this.#wanted[index] = wanted ? 1 : 0
      if (!wanted) return
      this.#wantedTotal += file.length
      this.#haveWanted += this.#done[index] ?? 0
    })
  }

  /** Starts anew from a bitfield, BEP 3 order. */
  reset(bits: Uint8Array): void {
    this.#done.fill(0)
    this.#have = this.#haveWanted = 0
    const pieces = Math.ceil(this.#length / this.#pieceLength)
    if (isFull(bits, pieces)) return this.#fill()
    for (let piece = 0; piece < pieces; piece++) {
      if ((((bits[piece >> 3] ?? 0) >> (7 - (piece & 7))) & 1) === 1) this.#count(piece, 1)
    }
  }

  /** A piece was gained. Must not be called twice for one. */
  add(piece: number): void {
    this.#count(piece, 1)
  }

  remove(piece: number): void {
    this.#count(piece, -1)
  }

  #fill(): void {
    this.#files.forEach((file, index) => {
      if (file.pad) return
      this.#done[index] = file.length
      this.#have += file.length
      if (this.#wanted[index] === 1) this.#haveWanted += file.length
    })
  }

  #count(piece: number, sign: 1 | -1): void {
    const start = piece * this.#pieceLength
    const end = Math.min(start + this.#pieceLength, this.#length)
    for (let file = this.#fileAt(start); file < this.#files.length; file++) {
      const from = this.#starts[file] ?? 0
      if (from >= end) return
      const length = this.#files[file]?.length ?? 0
      const overlap = Math.min(end, from + length) - Math.max(start, from)
      if (overlap <= 0 || this.#files[file]?.pad) continue
      this.#done[file] = (this.#done[file] ?? 0) + sign * overlap
      this.#have += sign * overlap
      if (this.#wanted[file] === 1) this.#haveWanted += sign * overlap
    }
  }

  /** The last file that starts at or before the offset. */
  #fileAt(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    // Empty files may start there too, before it: they have nothing to count.
    return low
  }
}

/** All pieces are there. */
const isFull = (bits: Uint8Array, pieces: number): boolean => {
  const whole = pieces >> 3
  for (let at = 0; at < whole; at++) if (bits[at] !== 0xff) return false
  const rest = (0xff00 >> (pieces & 7)) & 0xff
  return ((bits[whole] ?? 0) & rest) === rest
}
