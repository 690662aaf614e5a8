// A disk that refuses when a test says so: every call asks `refuse` first, with what it is about to do.

import type { Disk } from '../disk.ts'
import { ErrnoError } from './errno.ts'

export type DiskCall = keyof Disk

/** Answers an errno's name, or null to let it through; `path`: of the file or folder it is about. */
export type Refuse = (call: DiskCall, path: string) => string | null

export function faultyDisk(disk: Disk, refuse: Refuse): Disk {
  const opened = new Map<number, string>()
  const ask = (call: DiskCall, at: unknown): void => {
    const code = refuse(call, typeof at === 'number' ? (opened.get(at) ?? '') : String(at))
    if (code !== null) throw new ErrnoError(code)
  }
  const guarded =
    <A extends unknown[], T>(call: DiskCall, work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      ask(call, args[0])
      return work(...args)
    }
  return {
    open: guarded('open', async (path, how) => {
      const file = await disk.open(path, how)
      opened.set(file.fd, path)
      return file
    }),
    close: disk.close.bind(disk),
    read: guarded('read', disk.read.bind(disk)),
    readNow: (fd, target, position) => {
      ask('readNow', fd)
      return disk.readNow(fd, target, position)
    },
    write: guarded('write', disk.write.bind(disk)),
    truncate: guarded('truncate', disk.truncate.bind(disk)),
    sync: guarded('sync', disk.sync.bind(disk)),
    syncFolder: guarded('syncFolder', disk.syncFolder.bind(disk)),
    info: guarded('info', disk.info.bind(disk)),
    realpath: guarded('realpath', disk.realpath.bind(disk)),
    makeFolder: guarded('makeFolder', disk.makeFolder.bind(disk)),
    list: guarded('list', disk.list.bind(disk)),
    rename: guarded('rename', disk.rename.bind(disk)),
    remove: guarded('remove', disk.remove.bind(disk)),
    removeFolder: guarded('removeFolder', disk.removeFolder.bind(disk)),
  }
}
