// A disk in memory that forgets what was not synced. After `powerLoss` each write since the last sync is kept, lost or
// kept in part, by the toss of a coin; of the changes to a folder's names since its last sync the first few are kept,
// as on file systems that journal them.

import { basename, dirname } from 'node:path'
import type { Disk, FileInfo, OpenFile, OpenMode } from '../disk.ts'
import { DiskError } from '../store.ts'
import { ErrnoError } from './errno.ts'

interface SimulatedFile {
  readonly kind: 'file'
  readonly inode: number
  content: Buffer
  synced: Buffer
  unsynced: { readonly position: number; readonly data: Buffer }[]
  mtimeMs: number
}

interface SimulatedFolder {
  readonly kind: 'folder'
  readonly inode: number
  readonly names: Map<string, SimulatedNode>
  synced: Map<string, SimulatedNode>
  /** Since the last sync; null: the name went. */
  unsynced: { readonly name: string; readonly node: SimulatedNode | null }[]
}

type SimulatedNode = SimulatedFile | SimulatedFolder

/** A number from 0 up to, not including, 1. */
export type Random = () => number

const SECTOR = 512

export class SimulatedDisk implements Disk {
  readonly #root: SimulatedFolder = newFolder(1)
  readonly #open = new Map<number, SimulatedFile>()
  readonly #dead = new Set<number>()
  #nextInode = 2
  #nextFd = 3
  #time = 1_000_000

  /** What is on the platter after the lights went out; open descriptors are void. */
  powerLoss(random: Random): void {
    this.#open.clear()
    this.#loseIn(this.#root, random)
    this.#time += 60_000
  }

  /** The same, but whoever had files open still has them: each is refused from now on, and only closing it helps. */
  pullCable(random: Random): void {
    const open = [...this.#open.keys()]
    this.powerLoss(random)
    for (const fd of open) this.#dead.add(fd)
  }

  get openCount(): number {
    return this.#open.size + this.#dead.size
  }

  async open(path: string, mode: OpenMode): Promise<OpenFile> {
    const folder = this.#folderOf(path)
    let node = folder.names.get(basename(path))
    if (mode === 'create') {
      if (node !== undefined) throw new ErrnoError('EEXIST')
      node = { ...this.#newFile() }
      setName(folder, basename(path), node)
    }
    if (node === undefined) throw new ErrnoError('ENOENT')
    if (node.kind === 'folder') throw new DiskError('denied')
    const fd = this.#nextFd++
    this.#open.set(fd, node)
    return { fd, info: infoOf(node) }
  }

  async close(fd: number): Promise<void> {
    if (!this.#open.delete(fd) && !this.#dead.delete(fd)) throw new ErrnoError('EBADF')
  }

  async read(fd: number, target: Uint8Array, position: number): Promise<number> {
    return this.readNow(fd, target, position)
  }

  readNow(fd: number, target: Uint8Array, position: number): number {
    const { content } = this.#file(fd)
    const part = content.subarray(position, position + target.length)
    target.set(part)
    return part.length
  }

  async write(fd: number, data: Uint8Array, position: number): Promise<number> {
    const file = this.#file(fd)
    file.content = withWritten(file.content, position, data)
    file.unsynced.push({ position, data: Buffer.from(data) })
    file.mtimeMs = this.#time++
    return data.length
  }

  async truncate(fd: number, length: number): Promise<void> {
    const file = this.#file(fd)
    file.content = Buffer.from(file.content.subarray(0, length))
    file.synced = Buffer.from(file.synced.subarray(0, length))
  }

  async sync(fd: number): Promise<void> {
    const file = this.#file(fd)
    file.synced = Buffer.from(file.content)
    file.unsynced = []
  }

  async syncFolder(path: string): Promise<void> {
    const node = this.#find(path)
    if (node?.kind !== 'folder') throw new ErrnoError('ENOENT')
    node.synced = new Map(node.names)
    node.unsynced = []
  }

  async info(path: string): Promise<FileInfo | null> {
    const node = this.#find(path)
    return node === null ? null : infoOf(node)
  }

  async realpath(path: string): Promise<string> {
    if (this.#find(path) === null) throw new ErrnoError('ENOENT')
    return path
  }

  async makeFolder(path: string): Promise<void> {
    const folder = this.#folderOf(path)
    if (folder.names.has(basename(path))) throw new ErrnoError('EEXIST')
    setName(folder, basename(path), newFolder(this.#nextInode++))
  }

  async list(path: string): Promise<string[]> {
    const node = this.#find(path)
    if (node === null) throw new ErrnoError('ENOENT')
    return node.kind === 'folder' ? [...node.names.keys()] : []
  }

  async rename(from: string, to: string): Promise<void> {
    const node = this.#find(from)
    if (node === null) throw new ErrnoError('ENOENT')
    if (this.#find(to) !== null) throw new ErrnoError('EEXIST')
    setName(this.#folderOf(to), basename(to), node)
    setName(this.#folderOf(from), basename(from), null)
  }

  async remove(path: string): Promise<void> {
    if (this.#find(path) === null) throw new ErrnoError('ENOENT')
    setName(this.#folderOf(path), basename(path), null)
  }

  async removeFolder(path: string): Promise<void> {
    const node = this.#find(path)
    if (node?.kind === 'folder' && node.names.size > 0) throw new ErrnoError('ENOTEMPTY')
    await this.remove(path)
  }

  #newFile(): SimulatedFile {
    const inode = this.#nextInode++
    return { kind: 'file', inode, content: EMPTY, synced: EMPTY, unsynced: [], mtimeMs: this.#time++ }
  }

  #loseIn(folder: SimulatedFolder, random: Random): void {
    const kept = folder.unsynced.slice(0, Math.floor(random() * (folder.unsynced.length + 1)))
    folder.names.clear()
    for (const [name, node] of folder.synced) folder.names.set(name, node)
    for (const { name, node } of kept) setName(folder, name, node)
    folder.synced = new Map(folder.names)
    folder.unsynced = []
    for (const node of folder.names.values()) {
      if (node.kind === 'folder') this.#loseIn(node, random)
      else loseWrites(node, random)
    }
  }

  #folderOf(path: string): SimulatedFolder {
    const node = this.#find(dirname(path))
    if (node === null) throw new ErrnoError('ENOENT')
    if (node.kind !== 'folder') throw new ErrnoError('ENOTDIR')
    return node
  }

  #find(path: string): SimulatedNode | null {
    let node: SimulatedNode = this.#root
    for (const level of path.split('/').filter((each) => each !== '')) {
      const next: SimulatedNode | undefined = node.kind === 'folder' ? node.names.get(level) : undefined
      if (next === undefined) return null
      node = next
    }
    return node
  }

  #file(fd: number): SimulatedFile {
    if (this.#dead.has(fd)) throw new ErrnoError('EIO')
    const file = this.#open.get(fd)
    if (file === undefined) throw new ErrnoError('EBADF')
    return file
  }
}

const EMPTY = Buffer.alloc(0)

const newFolder = (inode: number): SimulatedFolder => ({
  kind: 'folder',
  inode,
  names: new Map(),
  synced: new Map(),
  unsynced: [],
})

function setName(folder: SimulatedFolder, name: string, node: SimulatedNode | null): void {
  if (node === null) folder.names.delete(name)
  else folder.names.set(name, node)
  folder.unsynced.push({ name, node })
}

function loseWrites(file: SimulatedFile, random: Random): void {
  let content = file.synced
  for (const { position, data } of file.unsynced) {
    const fate = random()
    if (fate < 0.4) continue
    const sectors = Math.floor(random() * (data.length / SECTOR + 1))
    content = withWritten(content, position, fate < 0.7 ? data : data.subarray(0, sectors * SECTOR))
  }
  file.content = content
  file.synced = content
  file.unsynced = []
}

function withWritten(content: Buffer, position: number, data: Uint8Array): Buffer {
  if (data.length === 0) return content
  const grown = Buffer.alloc(Math.max(content.length, position + data.length))
  content.copy(grown)
  grown.set(data, position)
  return grown
}

const infoOf = (node: SimulatedNode): FileInfo => ({
  kind: node.kind,
  size: node.kind === 'file' ? node.content.length : 0,
  allocated: node.kind === 'file' ? node.content.length : 0,
  mtimeMs: node.kind === 'file' ? node.mtimeMs : 0,
  // Its times count writes; of none of them it is long ago.
  touchedMs: Date.now(),
  inode: node.inode,
  device: 1,
})
