// Where the bytes of pieces lie in the torrent's files: pure arithmetic on lengths. Knows nothing of names, wishes
// or disks. Invariant: the spans of a range are in order, cover it exactly, and none is empty.

/** `length` bytes of `file` from `fileOffset`, which are those from `offset` of the range asked for. */
export interface Span {
  readonly file: number
  readonly fileOffset: number
  readonly offset: number
  readonly length: number
}

/** Inclusive. */
export interface IndexRange {
  readonly first: number
  readonly last: number
}

export interface Layout {
  readonly pieceCount: number
  readonly fileCount: number
  pieceSize(piece: number): number
  /** Bytes `offset` … `offset + length` of a piece. */
  spans(piece: number, offset: number, length: number): Span[]
  /** The pieces that hold bytes of the file; null for an empty file. */
  piecesOf(file: number): IndexRange | null
  /** The files with bytes in the piece, in order. */
  filesOf(piece: number): number[]
}

export interface LayoutSpec {
  readonly files: readonly { readonly length: number }[]
  readonly pieceLength: number
  readonly length: number
}

export function layoutOf(spec: LayoutSpec): Layout {
  const { pieceLength, length: total } = spec
  const starts = startsOf(spec.files)
  const pieceCount = Math.ceil(total / pieceLength)
  const startOf = (file: number): number => starts[file] ?? total
  const pieceSize = (piece: number): number => Math.min(pieceLength, total - piece * pieceLength)
  const spans = (piece: number, offset: number, length: number): Span[] => {
    if (offset < 0 || length < 0 || offset + length > pieceSize(piece)) throw new RangeError('beyond the piece')
    const from = piece * pieceLength + offset
    return spansBetween(starts, from, from + length)
  }
  return {
    pieceCount,
    fileCount: spec.files.length,
    pieceSize,
    spans,
    piecesOf(file) {
      const start = startOf(file)
      const end = startOf(file + 1)
      if (end <= start) return null
      return { first: Math.floor(start / pieceLength), last: Math.floor((end - 1) / pieceLength) }
    },
    filesOf: (piece) => spans(piece, 0, pieceSize(piece)).map((span) => span.file),
  }
}

/** First byte of each file in the torrent, and after the last one its end. */
function startsOf(files: LayoutSpec['files']): Float64Array {
  const starts = new Float64Array(files.length + 1)
  let at = 0
  files.forEach((file, index) => {
    starts[index] = at
    at += file.length
  })
  starts[files.length] = at
  return starts
}

function spansBetween(starts: Float64Array, from: number, to: number): Span[] {
  const spans: Span[] = []
  let at = from
  for (let file = lastStartingBy(starts, from); at < to; file++) {
    const end = Math.min(to, starts[file + 1] ?? to)
    if (end <= at) continue
    spans.push({ file, fileOffset: at - (starts[file] ?? 0), offset: at - from, length: end - at })
    at = end
  }
  return spans
}

/** The last file that starts at or before `position`: of several that start there, the one with bytes. */
function lastStartingBy(starts: Float64Array, position: number): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
