import { describe, expect, it } from 'vitest'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { CandidateMemory } from './candidate-memory.ts'

const link = (name: string): { link: string } => ({ link: `magnet:?xt=${name}` })

/** An engine that gives every thing it looks at a ref of its own. */
const fixture = () => {
  const calls: (readonly [string, unknown])[] = []
  const state = { next: 1, away: false }
  const answer = (name: string): Result<unknown, AppError> => {
    if (state.away) return fail({ code: 'engine-unavailable' })
    return ok(/inspect|offer/.test(name) ? { ref: state.next++ } : undefined)
  }
  const call = (name: string, input: unknown) => {
    calls.push([name, input])
    return Promise.resolve(answer(name)) as never
  }
  const memory = new CandidateMemory({ call } as EngineClient)
  /** What the engine is told by `act`. */
  const told = async (act: () => unknown): Promise<readonly (readonly [string, unknown])[]> => {
    calls.length = 0
    await act()
    return [...calls]
  }
  return { memory, state, told }
}

const confirm = (ref: number) => ({ ref, folder: '/d', start: true, priorities: null })

describe('what waits in the add dialog', () => {
  it('is handed over again, in order, when the engine is started anew', async () => {
    const { memory, told } = fixture()
    const file = { bytes: Uint8Array.of(1), name: 'a.torrent' }
    await memory.call('add.inspectFile', file)
    await memory.call('add.inspectLink', link('b'))
    await memory.call('engine.offer', { kind: 'link', ...link('c') })
    const again = await told(() => memory.restore())
    expect(again).toEqual([
      ['add.inspectFile', file],
      ['add.inspectLink', link('b')],
      ['engine.offer', { kind: 'link', ...link('c') }],
    ])
  })

  it('is forgotten once it is answered, also under its new ref', async () => {
    const { memory, told } = fixture()
    for (const name of ['a', 'b', 'c']) await memory.call('add.inspectLink', link(name))
    await memory.call('add.confirm', confirm(1))
    await memory.call('add.cancel', { ref: 3 })
    expect(await told(() => memory.restore())).toEqual([['add.inspectLink', link('b')]])
    await memory.call('add.confirm', confirm(4))
    expect(await told(() => memory.restore())).toEqual([])
  })

  it('is kept when confirming it fails', async () => {
    const { memory, state, told } = fixture()
    await memory.call('add.inspectLink', link('a'))
    state.away = true
    await memory.call('add.confirm', confirm(1))
    state.away = false
    expect(await told(() => memory.restore())).toHaveLength(1)
  })

  it('is whole to whoever asks meanwhile', async () => {
    const { memory, told } = fixture()
    await memory.call('add.inspectLink', link('a'))
    const calls = await told(async () => {
      void memory.restore()
      await memory.call('add.pending', undefined)
    })
    expect(calls.map(([name]) => name)).toEqual(['add.inspectLink', 'add.pending'])
  })

  it('has its metadata fetched again when the user had asked for it', async () => {
    const { memory, told } = fixture()
    await memory.call('engine.offer', { kind: 'link', ...link('a') })
    await memory.call('add.fetchMetadata', { ref: 1 })
    expect((await told(() => memory.restore())).at(-1)).toEqual(['add.fetchMetadata', { ref: 2 }])
  })

  it('waits for the next engine when this one is gone again', async () => {
    const { memory, state, told } = fixture()
    await memory.call('add.inspectLink', link('a'))
    state.away = true
    await memory.restore()
    state.away = false
    expect(await told(() => memory.restore())).toEqual([['add.inspectLink', link('a')]])
  })

  it('is given up when it comes with every end of the engine', async () => {
    const { memory, told } = fixture()
    await memory.call('add.inspectLink', link('a'))
    for (let n = 0; n < 3; n++) expect(await told(() => memory.restore())).toHaveLength(1)
    expect(await told(() => memory.restore())).toEqual([])
  })

  it('takes no more than its share of memory, and keeps the newest', async () => {
    const { memory, told } = fixture()
    const file = (n: number) => ({ bytes: new Uint8Array(10_000_000), name: `${n}` })
    for (let n = 0; n < 10; n++) await memory.call('add.inspectFile', file(n))
    const kept = await told(() => memory.restore())
    expect(kept.map(([, input]) => Reflect.get(input as object, 'name'))).toEqual(['4', '5', '6', '7', '8', '9'])
  })
})
