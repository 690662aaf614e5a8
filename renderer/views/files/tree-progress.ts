// How far files and folders are, per node of a file tree. Pure. A folder's progress is that of its bytes, and it is
// whole only when every file in it is.

import type { FileTree } from '../../../app/torrent/file-tree.ts'

const WHOLE = 1000

/** Per node 0…1, from per mille per file (see FilesDetails). Empty files and folders count as done. */
export const nodeProgress = (tree: FileTree, done: Uint16Array): Float64Array => {
  const bytes = new Float64Array(tree.nodes.length)
  const lacking = new Uint8Array(tree.nodes.length)
  for (let index = tree.nodes.length - 1; index >= 0; index -= 1) {
    const node = tree.nodes[index]
    if (!node) continue
    if (node.file >= 0) {
      const share = done[node.file] ?? 0
      bytes[index] = node.size * (share / WHOLE)
      lacking[index] = share < WHOLE && node.size > 0 ? 1 : 0
    }
    if (node.parent < 0) continue
    bytes[node.parent] = (bytes[node.parent] ?? 0) + (bytes[index] ?? 0)
    if (lacking[index] === 1) lacking[node.parent] = 1
  }
  return bytes.map((have, index) => {
    if (lacking[index] === 0) return 1
    return Math.min(0.999, have / (tree.nodes[index]?.size ?? 1))
  })
}
