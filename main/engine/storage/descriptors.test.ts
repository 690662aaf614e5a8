import { describe, expect, it } from 'vitest'
import { Descriptors, newSlot, type Slot } from './descriptors.ts'
import { ErrnoError } from './testing/errno.ts'
import { SimulatedDisk } from './testing/simulated-disk.ts'

async function filled(count: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk()
  for (let i = 0; i < count; i++) await disk.close((await disk.open(`/${i}`, 'create')).fd)
  return disk
}

describe('open files', () => {
  it('are never more than allowed, the ones least used lately first', async () => {
    const disk = await filled(10)
    const pool = new Descriptors(disk, 3)
    const slots = Array.from({ length: 10 }, newSlot)
    const touch = (i: number): Promise<number> =>
      pool.use(
        slots[i] ?? newSlot(),
        false,
        () => disk.open(`/${i}`, 'read'),
        ({ fd }) => Promise.resolve(fd),
      )
    for (const i of [0, 1, 2, 0, 3]) await touch(i)
    expect(disk.openCount).toBe(3)
    expect(slots.map((slot) => pool.now(slot) !== null).slice(0, 4)).toEqual([true, false, true, true])
    await pool.close()
    expect(disk.openCount).toBe(0)
  })

  it('stay open while in use, though forgotten', async () => {
    const disk = await filled(1)
    const pool = new Descriptors(disk, 1)
    const slot = newSlot()
    await pool.use(
      slot,
      false,
      () => disk.open('/0', 'read'),
      async ({ fd }) => {
        await pool.forget(slot)
        expect(pool.now(slot)).toBeNull()
        expect(await disk.read(fd, new Uint8Array(1), 0)).toBe(0)
      },
    )
    expect(disk.openCount).toBe(0)
  })

  it('are opened once for all who ask at the same time, and again for writing', async () => {
    const disk = await filled(1)
    let opened = 0
    const pool = new Descriptors(disk)
    const slot = newSlot()
    const use = (writable: boolean): Promise<void> =>
      pool.use(
        slot,
        writable,
        () => {
          opened++
          return disk.open('/0', writable ? 'write' : 'read')
        },
        () => Promise.resolve(),
      )
    await Promise.all([use(false), use(false), use(false)])
    expect(opened).toBe(1)
    await Promise.all([use(true), use(false), use(true)])
    expect(opened).toBe(2)
    expect(disk.openCount).toBe(1)
  })

  it('give way when the system has no more', async () => {
    const disk = await filled(40)
    const slots: Slot[] = Array.from({ length: 40 }, newSlot)
    const pool = new Descriptors(disk, 128)
    for (const [i, slot] of slots.entries()) {
      const open = async () => {
        if (disk.openCount >= 20) throw new ErrnoError('EMFILE')
        return disk.open(`/${i}`, 'read')
      }
      await pool.use(slot, false, open, () => Promise.resolve())
    }
    expect(disk.openCount).toBeLessThanOrEqual(20)
  })

  it('say so when even that does not help', async () => {
    const pool = new Descriptors(new SimulatedDisk())
    const open = () => Promise.reject(new ErrnoError('EMFILE'))
    await expect(pool.use(newSlot(), false, open, () => Promise.resolve())).rejects.toMatchObject({ code: 'EMFILE' })
  })
})
