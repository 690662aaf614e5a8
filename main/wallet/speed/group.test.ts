import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance, btt, deposit, MIB, torrent } from '../testing/speed-bench.ts'
import { peer, vault } from '../testing/speed-peers.ts'
import { ACCOUNT, SpeedRig } from '../testing/speed-rig.ts'
import { Group } from './group.ts'

describe('asks that come together', () => {
  it('are answered whole and each with its own, however many and however long', async () => {
    const lists = fc.array(fc.array(fc.integer(), { maxLength: 150, size: 'max' }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(lists, async (asks) => {
        const batches: number[] = []
        const group = new Group<number, string>(
          (items) => {
            batches.push(items.length)
            return items.map(String)
          },
          (run) => void setImmediate(run),
        )
        const answers = await Promise.all(asks.map((items) => group.add(items)))
        expect(answers).toEqual(asks.map((items) => items.map(String)))
        expect(Math.max(0, ...batches)).toBeLessThanOrEqual(32)
      }),
    )
  })

  it('are not parted where they fit into one transaction', async () => {
    const batches: number[][] = []
    const group = new Group<number, number>(
      (items) => {
        batches.push([...items])
        return items
      },
      (run) => void setImmediate(run),
      { most: 4 },
    )
    await Promise.all([group.add([1, 2, 3]), group.add([4, 5]), group.add([6, 7, 8, 9, 10]), group.add([11])])
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
      [6, 7, 8, 9],
      [10, 11],
    ])
  })

  it('go first where they are urgent, though others came before and one of them has begun', async () => {
    const batches: number[][] = []
    const turns: (() => void)[] = []
    const group = new Group<number, number>(
      (items) => {
        batches.push([...items])
        return items
      },
      (run) => void turns.push(run),
      { most: 4, isUrgent: (item) => item < 0 },
    )
    const answers: (readonly number[])[] = []
    const add = (items: readonly number[]): void => void group.add(items).then((each) => answers.push(each))
    add([1, 2, 3, 4, 5, 6])
    add([7, 8])
    turns.shift()?.()
    add([-1])
    add([-2, -3])
    for (let run = turns.shift(); run; run = turns.shift()) run()
    await new Promise((resolve) => setImmediate(resolve))
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [-1, -2, -3],
      [5, 6, 7, 8],
    ])
    expect(answers).toEqual([[-1], [-2, -3], [1, 2, 3, 4, 5, 6], [7, 8]])
  })

  it('are all refused when the work on them fails, and the next are not', async () => {
    let fails = true
    const group = new Group<number, number>(
      (items) => {
        if (fails) throw new Error('a bug')
        return items
      },
      (run) => void setImmediate(run),
    )
    const both = await Promise.allSettled([group.add([1]), group.add([2])])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await group.add([3])).toEqual([3])
  })

  it('cost a sync for dozens, not for each: 400 payments in a second cost no 400 of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swiftseed-group-'))
    const rig = new SpeedRig(folder)
    const owner = { vault, account: ACCOUNT }
    await rig.call('speed.use', owner)
    await rig.call('speed.deposit', { ...deposit(), ...owner })
    await rig.approve(allowance())
    await rig.call('speed.setTorrent', { id: torrent, name: null, on: true, budget: btt(50) })
    const opened = await rig.call('speed.open', {
      lane: await rig.lane(),
      torrent,
      vault,
      payee: peer(1),
      price: btt(0.01),
    })
    if ('refused' in opened) throw new Error(opened.refused)
    const before = rig.commits
    const asks = Array.from({ length: 400 }, (_, n) =>
      rig.call('speed.pay', { payments: [{ bid: opened.bid, bytes: BigInt(n + 1) * MIB }] }),
    )
    const answers = (await Promise.all(asks)).flat()
    expect(rig.commits - before).toBeLessThanOrEqual(13)
    const last = answers.at(-1)
    expect(last !== undefined && 'voucher' in last && last.voucher.cumulative).toBe(btt(4))
    rig.close()
    rmSync(folder, { recursive: true, force: true })
  })
})
