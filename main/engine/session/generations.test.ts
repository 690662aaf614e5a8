import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Generations } from './generations.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'swiftseed-generations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const replace = (generations: Generations, text: string): void =>
  generations.replace('a', (path) => writeFileSync(path, text))
const read = (generations: Generations): string => readFileSync(generations.path('a') ?? 'none', 'utf8')

it('has the newest file of a name, and lets the others go', async () => {
  const generations = new Generations(folder)
  expect(generations.path('a')).toBeNull()
  replace(generations, 'one')
  replace(generations, 'two')
  expect(read(generations)).toBe('two')
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['a.2']))
  expect(read(new Generations(folder))).toBe('two')
})

it('keeps the old file when the new one cannot be written', () => {
  const generations = new Generations(folder)
  replace(generations, 'one')
  const refuse = (path: string): never => {
    writeFileSync(path, 'tw')
    throw new Error('no space left')
  }
  expect(() => generations.replace('a', refuse)).toThrow('no space left')
  expect(read(generations)).toBe('one')
  expect(read(new Generations(folder))).toBe('one')
})

it('takes up what a process left that was killed at any moment, and clears up behind it', async () => {
  for (const name of ['a.1', 'a.2', 'a.new', 'b.7', 'stray']) writeFileSync(join(folder, name), name)
  const generations = new Generations(folder)
  expect(read(generations)).toBe('a.2')
  await vi.waitFor(() => expect(readdirSync(folder).toSorted()).toEqual(['a.2', 'b.7']))
})

it('never takes a name again that is just going', async () => {
  const generations = new Generations(folder)
  replace(generations, 'one')
  generations.remove('a')
  expect(generations.path('a')).toBeNull()
  replace(generations, 'two')
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual(['a.2']))
  expect(read(generations)).toBe('two')
})
