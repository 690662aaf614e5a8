import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkInput, commands, type CommandName } from '../../app/ipc/contract.ts'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import { ok } from '../../app/result.ts'
import { settle } from '../supervisor/testing/manual-clock.ts'
import { serveWindow, type MainHandlers } from './server.ts'

const names = Object.keys(commands) as CommandName[]
const address = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'
const draft = { from: address, to: 'T', asset: 'trx', amount: 5n, memo: null }
const filter = { account: null, asset: 'trc10:1002000', direction: 'out', state: null, hidden: false, text: '' }
const books = { range: 'today', torrent: null, counterparty: address, kinds: ['earn'] }
const id = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a'

/** One good input of each command. */
const good: { readonly [N in CommandName]: unknown } = {
  'app.info': undefined,
  'app.quit': undefined,
  'app.answerClose': { keepRunning: true, remember: false },
  'app.copyText': { text: 'x' },
  'app.handleMagnets': undefined,
  'settings.get': undefined,
  'settings.change': { look: { theme: 'dark' } },
  'engine.state': undefined,
  'engine.retry': undefined,
  'disk.chooseFolder': { start: null },
  'disk.free': { folder: '/d' },
  'add.chooseFiles': undefined,
  'add.inspectFile': { bytes: new Uint8Array(3), name: 'a.torrent' },
  'add.inspectLink': { link: 'magnet:?x' },
  'add.fetchMetadata': { ref: 1 },
  'add.confirm': { ref: 1, folder: '/d', start: true, priorities: new Uint8Array([0, 3]) },
  'add.cancel': { ref: 1 },
  'add.pending': undefined,
  'create.choose': { what: 'folder' },
  'create.drop': { paths: ['/d/album'] },
  'create.survey': { ref: 1, hidden: false },
  'create.start': {
    ref: 1,
    name: 'album',
    pieceLength: 65_536,
    trackers: [['udp://t:1']],
    webSeeds: [],
    isPrivate: false,
    comment: '',
    source: '',
    hidden: false,
    dated: true,
    seed: true,
  },
  'create.cancel': { ref: 1 },
  'create.save': { ref: 1 },
  'create.show': { ref: 1 },
  'torrents.snapshot': undefined,
  'torrents.start': { ids: [id] },
  'torrents.stop': { ids: [id] },
  'torrents.changed': { id },
  'torrents.removable': { ids: [id] },
  'torrents.writeOver': { id, files: [0] },
  'torrents.forceStart': { ids: [id] },
  'torrents.backToQueue': { ids: [id] },
  'torrents.queue': { ids: [id], to: 'top' },
  'torrents.cancelCheck': { ids: [id] },
  'torrents.options': { ids: [id] },
  'torrents.setOptions': { ids: [id], options: { limits: { up: 2048 }, goals: { ratio: 1.5, minutes: null } } },
  'torrents.recheck': { ids: [id] },
  'torrents.reannounce': { ids: [id] },
  'torrents.remove': { ids: [id], data: 'trash' },
  'torrents.files': { id },
  'torrents.atStake': { id, files: [0, 1] },
  'torrents.setPriorities': { id, files: [0, 1], priority: 1 },
  'torrents.magnet': { id },
  'torrents.trackers': { id },
  'torrents.setTrackers': { id, tiers: [['udp://t:1']] },
  'torrents.setWebSeeds': { id, urls: ['https://w/x/'] },
  'torrents.addPeer': { id, address: '1.2.3.4:5' },
  'files.open': { id, file: 0 },
  'files.show': { id, file: null },
  'details.watch': { id, tab: 'peers' },
  'chain.state': undefined,
  'chain.refresh': undefined,
  'chain.checkNode': { full: 'https://node.example:8090', solidity: null, apiKey: 'k' },
  'chain.preview': draft,
  'chain.send': { draft, most: 1_100_000n },
  'chain.activity': { ...filter, skip: 0, limit: 50 },
  'chain.exportActivity': filter,
  'chain.showTransaction': { txId: 'ab'.repeat(32) },
  'contacts.list': undefined,
  'contacts.alike': { address },
  'contacts.put': { address, name: 'Mara', unlike: [] },
  'contacts.remove': { address },
  'wallet.home': undefined,
  'wallet.lock': undefined,
  'wallet.openKeys': { task: 'create' },
  'wallet.addAccount': { label: 'Savings' },
  'wallet.renameAccount': { index: 0, label: 'Savings' },
  'wallet.watch': { address, label: 'Elsewhere' },
  'wallet.unwatch': { address },
  'wallet.payBookOnly': { on: true },
  'practice.faucet': { address },
  'speed.state': undefined,
  'speed.torrents': undefined,
  'speed.look': { id },
  'speed.setTorrent': { id, on: true, budget: 10n ** 18n },
  'speed.allowPrivate': { id, on: true },
  'speed.setSelling': { on: true, ask: 5n },
  'speed.setPaidPercent': { percent: 30 },
  'speed.stopSpending': { stopped: true },
  'speed.forgetSetAside': undefined,
  'speed.allow': { perDay: 1n, perPeer: 1n, total: 2n, priceCeiling: 3n, whileLocked: false },
  'speed.preview': { do: 'deposit', from: address, amount: 5n },
  'speed.debtors': undefined,
  'speed.order': { do: 'cash', from: address, payers: [address], to: 'vault' },
  'speed.books': { range: 'week' },
  'speed.entries': { filter: books, before: 7 },
  'speed.exportBooks': books,
  'speed.demo': { on: true },
}

const fixture = () => {
  const acted: string[] = []
  const [windowEnd, mainEnd] = memoryPortPair(setImmediate, structuredClone)
  const act = (name: string) => {
    acted.push(name)
    return Promise.resolve(ok(name))
  }
  const handlers = Object.fromEntries(names.map((name) => [name, () => act(name)])) as unknown as MainHandlers
  const engine = { call: (name: string) => act(`engine ${name}`) as never }
  const chain = { call: (name: string) => act(`chain ${name}`) as never }
  const crashes: unknown[] = []
  const onCrash = (cause: unknown): string => `id${crashes.push(cause)}`
  const server = serveWindow(mainEnd, { handlers, engine, chain, onCrash })
  return { acted, window: connect(windowEnd), windowEnd, handlers, engine, server, crashes, onCrash }
}

describe('the server of a window', () => {
  it.each(names)('serves %s where it belongs', async (name) => {
    const { window, acted } = fixture()
    const by = commands[name].by === 'main' ? name : `${commands[name].by} ${name}`
    expect(await window.call(name, good[name])).toEqual(ok(by))
    expect(acted).toEqual([by])
  })

  it.each([
    'nonsense',
    '',
    '__proto__',
    'constructor',
    'toString',
    'engine.remove',
    'engine.path',
    'engine.shutdown',
    'torrents.delta',
  ])('refuses the name %j', async (name) => {
    const { window, acted } = fixture()
    expect(await window.call(name, undefined)).toEqual({ ok: false, error: { code: 'forbidden' } })
    expect(acted).toEqual([])
  })

  it.each(names)('acts on nothing but what the schema of %s allows, whatever comes', async (name) => {
    const { window, acted } = fixture()
    const anything = fc.oneof(
      fc.anything({
        withTypedArray: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withBigInt: true,
        maxDepth: 3,
      }),
      fc.constantFrom<unknown>([], '', 0, Number.NaN, new Map(), new Date(0), new Uint8Array(1), [good[name]]),
      fc.dictionary(fc.constantFrom(...Object.keys(good[name] ?? {}), 'more'), fc.anything({ maxDepth: 1 })),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (input) => {
        acted.length = 0
        const result = await window.call(name, input)
        const allowed = checkInput(name, input).ok && (input === null || input === undefined || isPlain(input))
        expect(result.ok).toBe(allowed)
        expect(acted).toHaveLength(allowed ? 1 : 0)
      }),
      { numRuns: 60 },
    )
  })

  const isPlain = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))

  const withInput = names.filter((name) => good[name] !== undefined)
  it.each(withInput)('refuses %s with an unknown or an inherited name among its fields', async (name) => {
    const { window, acted } = fixture()
    for (const field of ['more', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const input = { ...(good[name] as object) }
      Object.defineProperty(input, field, { value: {}, enumerable: true })
      expect(await window.call(name, input)).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    }
    expect(acted).toEqual([])
  })

  it('lets no window choose who stands in for the internet', async () => {
    const { window, acted } = fixture()
    const testBed = { dhtNodes: ['10.0.0.1:1'], router: null, interfaces: [] }
    expect(await window.call('settings.change', { network: { testBed } })).toMatchObject({
      ok: false,
      error: { code: 'invalid-argument' },
    })
    expect(acted).toEqual([])
  })

  it('refuses what is too large before looking at it closely', async () => {
    const { window, acted } = fixture()
    const many = Array.from({ length: 1_000_000 }, () => 0)
    const calls: [CommandName, unknown][] = [
      ['torrents.start', { ids: Array.from({ length: 20_001 }, () => id) }],
      ['torrents.setPriorities', { id, files: many, priority: 1 }],
      ['add.inspectFile', { bytes: new Uint8Array(10_000_001), name: 'a' }],
      ['add.inspectLink', { link: `magnet:?${'x'.repeat(65_536)}` }],
      ['app.copyText', { text: 'x'.repeat(1_000_001) }],
      ['disk.free', { folder: '/'.repeat(4_097) }],
      ['torrents.setTrackers', { id, tiers: Array.from({ length: 201 }, () => ['udp://t:1']) }],
    ]
    const started = performance.now()
    for (const [name, input] of calls) {
      expect(await window.call(name, input)).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    }
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(acted).toEqual([])
  })

  it('answers a handler’s bug with the id of its log entry', async () => {
    const { window, handlers } = fixture()
    Object.assign(handlers, { 'app.info': () => Promise.reject(new Error('bug')) })
    expect(await window.call('app.info', undefined)).toEqual({ ok: false, error: { code: 'internal', logId: 'id1' } })
  })

  it('survives anything posted at it', async () => {
    const { windowEnd, acted } = fixture()
    await fc.assert(
      fc.asyncProperty(fc.anything({ maxDepth: 2, withMap: true, withTypedArray: true }), async (message) => {
        windowEnd.post(message)
        windowEnd.post({ t: 'call', id: message, name: message, input: message })
        await new Promise((resolve) => setImmediate(resolve))
      }),
      { numRuns: 200 },
    )
    windowEnd.post({ t: 'call', id: 1, name: ['app.quit'], input: undefined })
    await settle()
    expect(acted).toEqual([])
  })
})
