// A torrent's files as the tree the add dialog and the Files tab show: built once, then only read. Nodes lie in one
// array in the order they are shown, every folder right before what it holds, so that a subtree is a range and each
// question is one pass. Which nodes are open, sought or wanted is the view's to remember, by node index.

import type { FileEntry, Priority } from './details.ts'

/** A folder or a file. Indexes are into `FileTree.nodes`; `size` in bytes, of a folder: everything in it. */
export interface TreeNode {
  readonly name: string
  /** 0 at the top. */
  readonly depth: number
  /** The folder it lies in; -1 at the top. */
  readonly parent: number
  /** Index of the file in the torrent; -1: a folder. */
  readonly file: number
  readonly size: number
  /** Files in it; 1 for a file. */
  readonly count: number
  /** One past the last node of its subtree. */
  readonly end: number
}

export interface FileTree {
  readonly nodes: readonly TreeNode[]
  /** Files of the torrent, those not shown included: the length of a list of priorities. */
  readonly fileCount: number
}

/** The priority all files below share, or that they differ. */
export type NodePriority = Priority | 'mixed'

/** What is wanted (priority above 0) of the shown files: bytes and number. */
export interface Selection {
  readonly bytes: number
  readonly files: number
}

interface Folder {
  readonly folders: Map<string, Folder>
  readonly files: { readonly name: string; readonly file: number; readonly size: number }[]
}

const HIDDEN = '.pad'
const order = new Intl.Collator('en', { numeric: true })
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  order.compare(a.name, b.name) || (a.name < b.name ? -1 : 1)

const newFolder = (): Folder => ({ folders: new Map(), files: [] })

const folderOf = (root: Folder, path: readonly string[]): Folder => {
  let folder = root
  for (const name of path.slice(0, -1)) {
    let next = folder.folders.get(name)
    if (!next) folder.folders.set(name, (next = newFolder()))
    folder = next
  }
  return folder
}

/** Files taken in between two pauses. */
const STEP = 512

function* gather(files: Iterable<FileEntry>): Generator<undefined, Folder> {
  const root = newFolder()
  let file = 0
  for (const { path, length } of files) {
    if (path[0] !== HIDDEN) folderOf(root, path).files.push({ name: path.at(-1) ?? '', file, size: length })
    if (++file % STEP === 0) yield
  }
  return root
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Total = { size: number; count: number }

function* layOut(folder: Folder, depth: number, parent: number, nodes: TreeNode[]): Generator<undefined, Total> {
  const total = { size: 0, count: 0 }
  for (const [name, inner] of [...folder.folders].sort(([a], [b]) => byName({ name: a }, { name: b }))) {
    const at = nodes.length
    const node: Writable<TreeNode> = { name, depth, parent, file: -1, size: 0, count: 0, end: 0 }
    nodes.push(node)
    Object.assign(node, yield* layOut(inner, depth + 1, at, nodes), { end: nodes.length })
    total.size += node.size
    total.count += node.count
  }
  for (const { name, file, size } of folder.files.sort(byName)) {
    nodes.push({ name, depth, parent, file, size, count: 1, end: nodes.length + 1 })
    total.size += size
    total.count++
  }
  yield
  return total
}

/** As `fileTree`, with pauses for those who have other work: each `next` does a part, the last one gives the tree. */
export function* fileTreeSteps(files: Iterable<FileEntry>, fileCount: number): Generator<undefined, FileTree> {
  const nodes: TreeNode[] = []
  yield* layOut(yield* gather(files), 0, -1, nodes)
  return { nodes, fileCount }
}

/**
 * The tree of `files` (metainfo order): folders first, then files, each by name with numbers by value. Pad files
 * (paths that begin with `.pad`, see metainfo.ts) have no node. The torrent's own root is not part of it.
 */
export const fileTree = (files: readonly FileEntry[]): FileTree => {
  const steps = fileTreeSteps(files, files.length)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Indexes of all folders: what to open to see everything. */
export const allFolders = (tree: FileTree): Set<number> =>
  new Set(tree.nodes.flatMap(({ file }, index) => (file < 0 ? [index] : [])))

/**
 * The rows of the list, top to bottom: nodes whose folders are all in `expanded`. With `found` (from `search`) only
 * those of it, every folder open.
 */
export const visibleNodes = (
  tree: FileTree,
  expanded: ReadonlySet<number>,
  found: ReadonlySet<number> | null = null,
): number[] => {
  const rows: number[] = []
  if (found) return tree.nodes.flatMap((_, index) => (found.has(index) ? [index] : []))
  for (let index = 0; index < tree.nodes.length;) {
    const node = tree.nodes[index]
    if (!node) break
    rows.push(index)
    index = node.file < 0 && !expanded.has(index) ? node.end : index + 1
  }
  return rows
}

/**
 * The nodes whose name contains `query` (any case), with the folders they lie in and all that lies in them. Null when
 * there is nothing to look for: then everything is shown.
 */
export const search = (tree: FileTree, query: string): Set<number> | null => {
  const wanted = query.trim().normalize('NFC').toLowerCase()
  if (wanted === '') return null
  const found = new Set<number>()
  tree.nodes.forEach(({ name, parent, end }, index) => {
    if (found.has(index) || !name.toLowerCase().includes(wanted)) return
    for (let inner = index; inner < end; inner++) found.add(inner)
    for (let up = parent; up >= 0 && !found.has(up); up = tree.nodes[up]?.parent ?? -1) found.add(up)
  })
  return found
}

const priorityOf = (priorities: Uint8Array, file: number): Priority => {
  const value = priorities[file]
  return value === 0 || value === 1 || value === 3 ? value : 2
}

const [MIXED, NONE] = [254, 255]

/** Per node: the priority its files share, or `mixed`. `priorities` is per file of the torrent (see Priority). */
export const nodePriorities = (tree: FileTree, priorities: Uint8Array): NodePriority[] => {
  const { nodes } = tree
  // As numbers: tens of thousands of nodes each time one of them changes.
  const states = new Uint8Array(nodes.length).fill(NONE)
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { file = -1, parent = -1 } = nodes[index] ?? {}
    if (file >= 0) states[index] = priorityOf(priorities, file)
    const own = states[index] ?? NONE
    if (parent < 0 || own === NONE) continue
    const above = states[parent]
    states[parent] = above === NONE || above === own ? own : MIXED
  }
  return Array.from(states, (state) => (state === MIXED ? 'mixed' : state === NONE ? 2 : (state as Priority)))
}

/** Indexes of the torrent's files at and below a node; with `found`, only of those in it. */
export const filesBelow = (tree: FileTree, node: number, found: ReadonlySet<number> | null = null): number[] => {
  const files: number[] = []
  for (let index = node; index < (tree.nodes[node]?.end ?? 0); index++) {
    const file = tree.nodes[index]?.file ?? -1
    if (file >= 0 && (!found || found.has(index))) files.push(file)
  }
  return files
}

/** Where these files lie in the torrent, with slashes, in the order of the tree. */
export const pathsOf = ({ nodes }: FileTree, files: readonly number[]): string[] => {
  const asked = new Set(files)
  const pathOf = (index: number): string => {
    const { name = '', parent = -1 } = nodes[index] ?? {}
    return parent < 0 ? name : `${pathOf(parent)}/${name}`
  }
  return nodes.flatMap(({ file }, index) => (file >= 0 && asked.has(file) ? [pathOf(index)] : []))
}

/** Indexes of the torrent's files that are shown: all, or those in `found`. */
export const shownFiles = (tree: FileTree, found: ReadonlySet<number> | null = null): number[] =>
  tree.nodes.flatMap(({ file }, index) => (file >= 0 && (!found || found.has(index)) ? [file] : []))

/** A copy with `priority` for `files`. */
export const withPriority = (priorities: Uint8Array, files: readonly number[], priority: Priority): Uint8Array => {
  const next = priorities.slice()
  for (const file of files) if (file < next.length) next[file] = priority
  return next
}

/** A copy in which, of `files`, the wanted become skipped and the skipped normal. */
export const inverted = (priorities: Uint8Array, files: readonly number[]): Uint8Array => {
  const next = priorities.slice()
  for (const file of files) if (file < next.length) next[file] = next[file] === 0 ? 2 : 0
  return next
}

/** Everything at normal priority. */
export const normalPriorities = (tree: FileTree): Uint8Array => new Uint8Array(tree.fileCount).fill(2)

/** What `priorities` want of the files shown. */
export const selection = (tree: FileTree, priorities: Uint8Array): Selection => {
  let [bytes, files] = [0, 0]
  for (const { file, size } of tree.nodes) {
    if (file < 0 || priorityOf(priorities, file) === 0) continue
    bytes += size
    files++
  }
  return { bytes, files }
}
