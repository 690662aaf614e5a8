import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SuspectLog } from './suspect-log.ts'

const one = '11'.repeat(20)
const two = '22'.repeat(20)
let folder = ''
const path = (): string => join(folder, 'suspects.log')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-suspects-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the suspect log', () => {
  it('is on disk before the next line of code runs', () => {
    const log = new SuspectLog(path())
    log.writing(one, 3)
    log.writing(two, 4)
    expect(new SuspectLog(path()).of(one)).toEqual([3])
    expect(new SuspectLog(path()).of(two)).toEqual([4])
  })

  it('forgets what is dropped, and is empty when nothing is suspect', () => {
    const log = new SuspectLog(path())
    for (const piece of [1, 2, 3]) log.writing(one, piece)
    log.writing(two, 0)
    log.dropped(one, [2])
    log.droppedAll(two)
    expect(new SuspectLog(path()).of(one)).toEqual([1, 3])
    expect(new SuspectLog(path()).of(two)).toEqual([])
    const next = new SuspectLog(path())
    next.settled(one, [1, 3])
    expect(new SuspectLog(path()).of(one)).toEqual([])
  })

  it('takes a torn or damaged line for none', () => {
    const log = new SuspectLog(path())
    for (const piece of [1, 2, 3]) log.writing(one, piece)
    const bytes = readFileSync(path())
    bytes[2 * 32 + 20] = 9
    writeFileSync(path(), bytes)
    expect(new SuspectLog(path()).of(one)).toEqual([1, 2])
    truncateSync(path(), 2 * 32 - 5)
    expect(new SuspectLog(path()).of(one)).toEqual([1])
    writeFileSync(path(), bytes.fill(7))
    expect(new SuspectLog(path()).of(one)).toEqual([])
  })

  it('does not take lines of before for lines of now', () => {
    const log = new SuspectLog(path())
    for (const piece of [1, 2, 3]) log.writing(one, piece)
    log.settled(one, [1, 2, 3])
    log.writing(one, 7)
    expect(new SuspectLog(path()).of(one)).toEqual([7])
  })

  it('stays short however much is written', () => {
    const log = new SuspectLog(path())
    log.writing(two, 1)
    for (let piece = 0; piece < 100_000; piece++) {
      log.writing(one, piece)
      if (piece >= 10) log.settled(one, [piece - 10])
    }
    expect(statSync(path()).size).toBeLessThan(1_100_000)
    expect(new SuspectLog(path()).of(two)).toEqual([1])
    expect(new SuspectLog(path()).of(one)).toEqual(expect.arrayContaining([99_990, 99_999]))
  })
})
