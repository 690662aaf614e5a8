// Looks at files on a hashing thread, where a look takes a tenth of what it takes the event loop: of thousands of small
// files that is more than hashing them. Its source text is what the thread runs. Invariant: it uses nothing from outside
// its own braces.

/** What Looker answers. */
export function lookAll(paths: readonly string[]): Float64Array {
  const { accessSync, constants, lstatSync } = process.getBuiltinModule('node:fs')
  const absent = [0, 0, 0, 0, 0, 0, 0]

  const isReadable = (path: string): boolean => {
    try {
      accessSync(path, constants.R_OK)
      return true
    } catch {
      return false
    }
  }
  const lookAt = (path: string): readonly number[] => {
    try {
      const found = lstatSync(path)
      if (!found.isFile()) return absent
      const { size, mtimeMs, ctimeMs, ino, dev, blocks } = found
      return [isReadable(path) ? 2 : 1, size, mtimeMs, ctimeMs, ino, dev, blocks * 512]
    } catch {
      return absent
    }
  }
  return new Float64Array(paths.flatMap(lookAt))
}
