import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openArchive } from './archive.ts'
import { startPractice, type PracticeNode, type PracticeOptions } from '../practice.ts'
import { addressOf, hexOf, keyOf, post } from '../testing/tronweb.ts'

let folder = ''
const open: PracticeNode[] = []
let clock = 1_800_000_000_000

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-practice-'))
})

afterEach(async () => {
  for (const node of open.splice(0)) await node[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (options: PracticeOptions = {}): Promise<PracticeNode> => {
  clock += 3_000
  const node = await startPractice({ mining: 'by-hand', solidLag: 3, clock: () => clock, folder, ...options })
  open.push(node)
  return node
}

const stop = async (node: PracticeNode): Promise<void> => {
  open.splice(open.indexOf(node), 1)
  await node[Symbol.asyncDispose]()
}

const bob = { address: hexOf(addressOf(keyOf(2))) }

/** Everything about the chain that can be asked. */
const told = async (node: PracticeNode): Promise<unknown[]> => {
  const blocks = []
  for (let from = 0; from <= node.height(); from += 100) {
    blocks.push(await post(node, '/wallet/getblockbylimitnext', { startNum: from, endNum: from + 100 }))
  }
  const accounts = [await post(node, '/wallet/getaccount', bob), await post(node, '/walletsolidity/getaccount', bob)]
  return [blocks, accounts, node.solid(), await node.audit(), await post(node, '/wallet/getassetissuelist')]
}

/** A chain of more blocks than are kept as layers, with money moving in some of them. */
const busy = async (node: PracticeNode): Promise<void> => {
  for (let round = 0; round < 8; round++) {
    await node.give(bob.address, { trx: 5_000_000n, btt: 7n, bttold: 3n })
    await node.mine(8)
  }
  await node.give(bob.address, { trx: 1n })
  await node.mine()
}

describe('a kept chain', () => {
  it('goes on exactly where it was', async () => {
    const first = await start()
    await busy(first)
    const before = await told(first)
    await stop(first)
    const second = await start()
    expect(second.damaged).toBe(false)
    expect(await told(second)).toEqual(before)
    await second.give(bob.address, { trx: 2n, btt: 1n })
    await second.mine(10)
    expect(await post(second, '/walletsolidity/getaccount', bob)).toMatchObject({ balance: 40_000_003 })
  })

  it('is whole in its file after every block, as if the process had been killed there', async () => {
    const first = await start({ solidLag: 1 })
    const copy = join(folder, 'copy')
    for (let round = 0; round < 12; round++) {
      if (round % 3 === 0) await first.give(bob.address, { trx: 1_000_000n, btt: 5n })
      await first.mine(round === 5 ? 45 : 1)
      await cp(folder, copy, { recursive: true, filter: (path) => !path.startsWith(copy) }).catch(() => undefined)
      for (const name of readdirSync(folder)) {
        if (name.startsWith('practice.sqlite')) await cp(join(folder, name), join(copy, name))
      }
      const second = await start({ solidLag: 1, folder: copy })
      expect(second.damaged).toBe(false)
      expect(await told(second)).toEqual(await told(first))
      await stop(second)
      rmSync(copy, { recursive: true, force: true })
    }
  })

  it('has a head of now when it goes on by itself, however long ago it ended', async () => {
    const first = await start()
    await stop(first)
    clock += 86_400_000
    const second = await start({ mining: 'steady' })
    const head = await post<{ block_header: { raw_data: { timestamp: number } } }>(second, '/wallet/getnowblock')
    expect(clock - head.block_header.raw_data.timestamp).toBeLessThan(3_000)
  })

  it('takes room for what there is, not for all that happened', async () => {
    const node = await start({ solidLag: 1 })
    const rows = (): number => {
      using db = new DatabaseSync(join(folder, 'practice.sqlite'))
      return Number(db.prepare('SELECT count(*) AS count FROM change').get()?.['count'])
    }
    const play = async (): Promise<void> => {
      for (let round = 0; round < 10; round++) {
        await node.give(bob.address, { trx: 1_000_000n, btt: 5n })
        await node.mine()
      }
      await node.mine(60)
    }
    await play()
    const once = rows()
    await play()
    await play()
    expect(rows()).toBe(once)
  })

  it('keeps no row of what is gone', () => {
    const { archive } = openArchive(folder)
    for (const [number, value] of [5, undefined].entries()) {
      const block = { number, id: '', parent: '', timestamp: 0, root: '', producer: 0, transactions: [] }
      const changes = new Map<string, unknown>([['storage:x', value]])
      archive.append(block, [], changes, 0)
      archive.settle(number, changes)
      expect(archive.load()?.base.get('storage:x')).toBe(value)
    }
    archive.close()
    using db = new DatabaseSync(join(folder, 'practice.sqlite'))
    expect(db.prepare('SELECT key FROM change').all()).toEqual([])
  })

  it('forgets the pool, and blocks that were taken back', async () => {
    const first = await start()
    await first.give(bob.address, { trx: 5_000_000n })
    await first.mine(2)
    await first.reorganise(2)
    await first.mine()
    await first.reorganise(1, true)
    await first.give(bob.address, { trx: 9n })
    const height = first.height()
    await stop(first)
    const second = await start()
    expect(second.height()).toBe(height)
    expect(await post(second, '/wallet/getaccount', bob)).toEqual({})
    await second.mine(3)
    await stop(second)
    expect((await start()).height()).toBe(height + 3)
  })

  it('that cannot be read is set aside, and a new one begins', async () => {
    const first = await start()
    await first.give(bob.address, { trx: 5_000_000n })
    await first.mine()
    await stop(first)
    writeFileSync(join(folder, 'practice.sqlite'), 'not a database at all, but long enough to be taken for one')
    const second = await start()
    expect(second.damaged).toBe(true)
    expect(readdirSync(folder)).toContain('practice.sqlite.damaged')
    expect(await post(second, '/wallet/getaccount', bob)).toEqual({})
  })

  it('cannot be set back to a snapshot', async () => {
    const node = await start()
    await expect(node.snapshot()).rejects.toThrow('cannot be set back')
  })
})
