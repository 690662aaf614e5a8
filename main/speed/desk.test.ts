import { describe, expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import { fail, ok } from '../../app/result.ts'
import type { DeskAsk, DeskCommandName, DeskReply } from '../../app/ipc/speed-desk.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { Desk, MOST_WAITING } from './desk.ts'

const vault = { chainId: 7, address: 'T' } as unknown as never
const inputs: { readonly [N in DeskCommandName]: unknown } = {
  'desk.prove': { vault },
  'desk.payer': { vault, payer: 'T', lanes: [], fresh: false },
  'desk.open': { vault },
  'desk.pay': {
    payments: [
      { bid: 'a', bytes: 1n },
      { bid: 'b', bytes: 2n },
    ],
  },
  'desk.last': { vault, payee: 'T', lane: 1n },
  'desk.close': { bid: 'a', code: 'done' },
  'desk.resume': { vault },
  'desk.held': { vault, payer: 'T' },
  'desk.receive': { vault, vouchers: [{}, {}, {}] },
}
const notNow: { readonly [N in DeskCommandName]: unknown } = {
  'desk.prove': { refused: 'away' },
  'desk.payer': null,
  'desk.open': { refused: 'away' },
  'desk.pay': [{ refused: 'away' }, { refused: 'away' }],
  'desk.last': null,
  'desk.close': undefined,
  'desk.resume': 'away',
  'desk.held': null,
  'desk.receive': [{ refused: 'away' }, { refused: 'away' }, { refused: 'away' }],
}
const said: { readonly [N in DeskCommandName]: unknown } = {
  'desk.prove': { signature: new Uint8Array(65) },
  'desk.payer': { free: 1n },
  'desk.open': { bid: 'a' },
  'desk.pay': [{ voucher: 'first' }, { refused: 'day' }],
  'desk.last': { cumulative: 1n },
  'desk.close': undefined,
  'desk.resume': 'known',
  'desk.held': [],
  'desk.receive': [{ accepted: 1n, uncashed: 1n }],
}
const names = Object.keys(inputs) as DeskCommandName[]

type Answer = () => Promise<Result<unknown, AppError>>
const away: Answer = () => Promise.resolve(fail({ code: 'wallet-unavailable' }))

const open = (answer: Answer = away) => {
  const replies: DeskReply[] = []
  const asked: unknown[] = []
  const crashes: unknown[] = []
  const state = { stopped: false, off: '' }
  const desk = new Desk({
    ask: (name, input) => {
      asked.push([name, input])
      return answer() as never
    },
    reply: (reply) => replies.push(reply),
    stopped: () => state.stopped,
    switchedOff: (id) => (id === null ? state.off !== '' : id === state.off),
    crashed: (cause) => crashes.push(cause),
  })
  let next = 0
  const ask = (name: string, input: unknown): void => desk.take({ id: `run:${next++}`, name, input } as DeskAsk)
  return { desk, ask, replies, asked, crashes, state }
}

describe('an ask of the engine', () => {
  it.each(names)('is passed on as it is, and answered with what was said: %s', async (name) => {
    const { ask, replies, asked } = open(() => Promise.resolve(ok(said[name])))
    ask(name, inputs[name])
    await settle()
    expect(asked).toEqual([[name, inputs[name]]])
    expect(replies).toEqual([{ id: 'run:0', output: said[name] }])
  })

  it.each(names)('is refused as "not now" when whoever knows is away: %s', async (name) => {
    const { ask, replies } = open()
    ask(name, inputs[name])
    await settle()
    expect(replies).toEqual([{ id: 'run:0', output: notNow[name] }])
  })

  it.each(names)('is refused as "not now", and the cause logged, when answering it fails: %s', async (name) => {
    const { ask, replies, crashes } = open(() => Promise.reject(new Error('a bug')))
    ask(name, inputs[name])
    await settle()
    expect(replies).toEqual([{ id: 'run:0', output: notNow[name] }])
    expect(crashes).toHaveLength(1)
  })

  it.each(names)('is refused once the app ends, and nobody is asked: %s', async (name) => {
    const { desk, ask, replies, asked } = open(() => Promise.resolve(ok('said')))
    desk.close()
    ask(name, inputs[name])
    await settle()
    expect(replies).toEqual([{ id: 'run:0', output: notNow[name] }])
    expect(asked).toEqual([])
  })

  it('that was under way when the app began to end is answered still', async () => {
    let say: (answer: Result<unknown, AppError>) => void = () => undefined
    const { desk, ask, replies } = open(() => new Promise((resolve) => (say = resolve)))
    ask('desk.pay', inputs['desk.pay'])
    await settle()
    desk.close()
    say(ok([{ voucher: amount(1n) }]))
    await settle()
    expect(replies).toEqual([{ id: 'run:0', output: [{ voucher: 1n }] }])
  })
})

describe('while spending is stopped', () => {
  it('no bid is opened and nothing is paid, and the wallet is not even asked', async () => {
    const { ask, replies, asked, state } = open(() => Promise.resolve(ok('said')))
    state.stopped = true
    ask('desk.open', inputs['desk.open'])
    ask('desk.pay', inputs['desk.pay'])
    await settle()
    expect(replies.map(({ output }) => output)).toEqual([{ refused: 'off' }, [{ refused: 'off' }, { refused: 'off' }]])
    expect(asked).toEqual([])
  })

  it('what was under way is not handed out, though the wallet signed it', async () => {
    const says: ((answer: Result<unknown, AppError>) => void)[] = []
    const { ask, replies, state } = open(() => new Promise((resolve) => says.push(resolve)))
    ask('desk.pay', inputs['desk.pay'])
    ask('desk.open', inputs['desk.open'])
    await settle()
    state.stopped = true
    says[0]?.(ok([{ voucher: 'first' }, { voucher: 'second' }]))
    says[1]?.(ok({ bid: 'a' }))
    await settle()
    expect(replies.map(({ output }) => output)).toEqual([[{ refused: 'off' }, { refused: 'off' }], { refused: 'off' }])
  })

  it('of one torrent, what others are paid is handed out, and of that one nothing', async () => {
    let answered: unknown = { bid: 'a' }
    const { ask, replies, state } = open(() => Promise.resolve(ok(answered)))
    ask('desk.open', { vault, torrent: 'one' })
    await settle()
    answered = { bid: 'b' }
    ask('desk.open', { vault, torrent: 'other' })
    await settle()
    state.off = 'one'
    answered = [{ voucher: 'first' }, { voucher: 'second' }]
    ask('desk.pay', inputs['desk.pay'])
    await settle()
    expect(replies.at(-1)?.output).toEqual([{ refused: 'off' }, { voucher: 'second' }])
    ask('desk.open', { vault, torrent: 'one' })
    await settle()
    expect(replies.at(-1)?.output).toEqual({ refused: 'off' })
  })

  it('of a torrent, a bid of a former life is paid for no more: it could be of that one', async () => {
    const { ask, replies, state } = open(() => Promise.resolve(ok([{ voucher: 'first' }, { voucher: 'second' }])))
    state.off = 'one'
    ask('desk.pay', inputs['desk.pay'])
    await settle()
    expect(replies.at(-1)?.output).toEqual([{ refused: 'off' }, { refused: 'off' }])
  })

  it('what is earned is taken still', async () => {
    const { ask, replies, state } = open(() => Promise.resolve(ok('said')))
    state.stopped = true
    for (const name of ['desk.prove', 'desk.payer', 'desk.close', 'desk.resume', 'desk.held', 'desk.receive'])
      ask(name, inputs[name as DeskCommandName])
    await settle()
    expect(replies.map(({ output }) => output)).toEqual(Array.from({ length: 6 }, () => 'said'))
  })
})

describe('an engine that says anything', () => {
  it.each([
    ['nothing', undefined],
    ['text', 'pay'],
    ['no name', { id: 'a' }],
    ['a name of an object’s own', { id: 'a', name: 'constructor', input: {} }],
    ['a name nobody knows', { id: 'a', name: 'desk.spendAll', input: {} }],
    ['a number for an id', { id: 1, name: 'desk.pay', input: {} }],
    ['a long id', { id: 'a'.repeat(65), name: 'desk.pay', input: {} }],
  ])('gets no answer to what is no ask: %s', async (_what, ask) => {
    const { desk, replies, asked } = open()
    desk.take(ask as never)
    await settle()
    expect({ replies, asked }).toEqual({ replies: [], asked: [] })
  })

  it.each([
    ['desk.pay', undefined],
    ['desk.pay', null],
    ['desk.pay', { payments: 3 }],
    ['desk.receive', { vouchers: { length: 9 } }],
  ])('is refused where an ask is not as it should be: %s %o', async (name, input) => {
    const { ask, replies, crashes } = open()
    ask(name, input)
    await settle()
    expect(replies).toEqual([{ id: 'run:0', output: [] }])
    expect(crashes).toEqual([])
  })

  it('has only so many asks open, and is refused the others until some are answered', async () => {
    const says: ((answer: Result<unknown, AppError>) => void)[] = []
    const { ask, replies, asked } = open(() => new Promise((resolve) => says.push(resolve)))
    for (let at = 0; at <= MOST_WAITING; at++) ask('desk.held', inputs['desk.held'])
    await settle()
    expect(asked).toHaveLength(MOST_WAITING)
    expect(replies).toEqual([{ id: `run:${MOST_WAITING}`, output: null }])
    says[0]?.(ok([]))
    await settle()
    ask('desk.held', inputs['desk.held'])
    expect(asked).toHaveLength(MOST_WAITING + 1)
  })
})
