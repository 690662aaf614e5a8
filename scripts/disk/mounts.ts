// File systems of our own, for root on Linux: one in memory that fills up, and one on a loop device that loses what was
// not synced, as a disk does whose power or cable goes. Invariant: what is mounted here is gone with its owner.

import { execFile } from 'node:child_process'
import { appendFile, mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (fs/ext4/ext4.h): nothing more reaches the device. */
const CUT_POWER = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))`

export const mayMount = process.platform === 'linux' && process.getuid?.() === 0

/** A file system in memory of so many bytes. */
export class SmallDisk implements AsyncDisposable {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async mount(path: string, bytes: number): Promise<SmallDisk> {
    await mkdir(path, { recursive: true })
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'swiftseed-test', path])
    return new SmallDisk(path)
  }

  /** One that is mounted already; its mounter ends it. */
  static at(path: string): SmallDisk {
    return new SmallDisk(path)
  }

  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path)
    return bavail * bsize
  }

  /** Takes all room away, though others write at the same time; answers what gives it back. */
  async fill(): Promise<() => Promise<void>> {
    const ballast = `${this.path}/ballast`
    await writeFile(ballast, '')
    while ((await this.free()) > 0) {
      await appendFile(ballast, Buffer.alloc(await this.free())).catch(() => undefined)
    }
    return () => rm(ballast)
  }

  async readOnly(on: boolean): Promise<void> {
    await run('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, this.path])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', ['-l', this.path])
  }
}

export type Journalling = 'ordered' | 'writeback'

/** ext4 on a loop device, in a file beside its folder. */
export class LoopDisk implements AsyncDisposable {
  readonly path: string
  readonly #image: string
  #options = ''
  #mounted = false

  private constructor(path: string, image: string) {
    this.path = path
    this.#image = image
  }

  /** `image`: where the bytes of the device go; memory is best, for it is quick and nothing else waits for it. */
  static async make(path: string, image: string, bytes: number, journalling: Journalling): Promise<LoopDisk> {
    await mkdir(path, { recursive: true })
    await writeFile(image, '')
    await truncate(image, bytes)
    await run('mkfs.ext4', ['-q', '-F', '-E', 'nodiscard', image])
    const disk = new LoopDisk(path, image)
    disk.#options = `noatime,data=${journalling},errors=remount-ro`
    await disk.plugIn()
    return disk
  }

  async plugIn(): Promise<void> {
    await run('mount', ['-t', 'ext4', '-o', `loop,${this.#options}`, this.#image, this.path])
    this.#mounted = true
  }

  /** What was not synced is lost, and every call is refused from now on, until it is unplugged and plugged in. */
  async cutPower(): Promise<void> {
    await run('python3', ['-c', CUT_POWER, this.path])
  }

  /** The same device under another number: nothing that had files open on the old one keeps it busy. */
  async plugInAnew(): Promise<void> {
    await run('e2fsck', ['-f', '-y', this.#image]).catch(() => undefined)
    const { stdout } = await run('losetup', ['-f', '--show', this.#image])
    const device = stdout.trim()
    await run('mount', ['-t', 'ext4', '-o', this.#options, device, this.path])
    this.#mounted = true
    // Gone with the mount: it is in use until then.
    await run('losetup', ['-d', device])
  }

  /** The system finds an error, and lets nobody write any more. */
  async fail(): Promise<void> {
    const { stdout } = await run('findmnt', ['-no', 'SOURCE', this.path])
    await writeFile(`/sys/fs/ext4/${basename(stdout.trim())}/trigger_fs_error`, '1')
  }

  /** Its folder is there, and empty. Whoever has files open keeps them. */
  async unplug(): Promise<void> {
    await run('umount', ['-l', this.path])
    this.#mounted = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#mounted) await this.unplug()
    await rm(this.#image, { force: true })
  }
}
