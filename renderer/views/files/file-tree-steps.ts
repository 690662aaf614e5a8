// Builds the tree of a torrent's files without holding up the window: so much at once, the rest a slice at a time while
// frames are drawn. What is small is there before the first of them.

import { useLayoutEffect, useState } from 'react'
import { fileTreeSteps, type FileTree } from '../../../app/torrent/file-tree.ts'
import { filesIn, type PackedFiles } from '../../../app/torrent/packed-files.ts'

/** ms of a frame that building may take. */
const SLICE = 6

type Steps = ReturnType<typeof fileTreeSteps>

/** The tree, or null when it takes another slice. */
const advance = (steps: Steps): FileTree | null => {
  const until = performance.now() + SLICE
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() > until) return null
  }
}

/** Null while there are no files, and while it is being built. */
export const useFileTree = (files: PackedFiles | null): FileTree | null => {
  const [built, setBuilt] = useState<{ readonly of: PackedFiles; readonly tree: FileTree } | null>(null)
  useLayoutEffect(() => {
    if (files === null) return
    const steps = fileTreeSteps(filesIn(files), files.lengths.length)
    let timer: ReturnType<typeof setTimeout> | null = null
    const goOn = (): void => {
      const tree = advance(steps)
      if (tree) setBuilt({ of: files, tree })
      else timer = setTimeout(goOn)
    }
    goOn()
    return () => {
      if (timer !== null) clearTimeout(timer)
    }
  }, [files])
  return built !== null && built.of === files ? built.tree : null
}
