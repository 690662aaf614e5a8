// What a file is called on disk: its own name, `.part` while it is incomplete, a number where someone else's file is
// in the way. Pure. Invariant: a name other than the file's own that ends in `.part` is an incomplete file's name.

const PART = '.part'
/** Longest name most file systems take, in bytes of UTF-8. */
const NAME_BYTES = 255

/** The `n`-th choice for an incomplete file: `a.txt.part`, `a.txt (1).part`, … */
export function partName(name: string, n: number): string {
  const tail = n === 0 ? PART : ` (${n})${PART}`
  return cut(name, NAME_BYTES - tail.length) + tail
}

/** The `n`-th choice for a complete file: `a.txt`, `a (1).txt`, … */
export function finalName(name: string, n: number): string {
  if (n === 0) return name
  const dot = name.lastIndexOf('.')
  // The number goes behind `.part`, or the name would read as that of an incomplete file.
  const hasExtension = dot > 0 && dot >= name.length - 10 && !name.endsWith(PART)
  const stem = hasExtension ? name.slice(0, dot) : name
  const tail = ` (${n})${hasExtension ? name.slice(dot) : ''}`
  return cut(stem, NAME_BYTES - Buffer.byteLength(tail)) + tail
}

/** Whether `onDisk` is what the file called `name` is named while incomplete. */
export const isPartName = (name: string, onDisk: string): boolean => onDisk !== name && onDisk.endsWith(PART)

/** The longest beginning of whole characters that fits in `bytes`. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    kept += character
  }
  return kept
}
