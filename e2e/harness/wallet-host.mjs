// The least of a main process around the real wallet process: forks its bundle as the app does, walks it through import,
// a signature and a lock as a key window would, and looks into its memory and its descriptors from outside. Prints one
// line of JSON. WALLET_BUNDLE says which bundle, WALLET_FOLDER where its file lies, SNAPSHOT_FOLDER where heap snapshots
// go; WALLET_LEAK=1 forks a wallet that keeps what it should forget, to show that the looking finds it.

import { createDecipheriv, scryptSync } from 'node:crypto'
import { createRequire } from 'node:module'
import { openSync, readSync, closeSync, readFileSync, readdirSync, readlinkSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { app, MessageChannelMain, utilityProcess } from 'electron'

const require = createRequire(import.meta.url)
const { mnemonicToSeedSync, mnemonicToEntropy } = require('bip39')
const { HDKey } = await import('@scure/bip32')

const WORDS = 'ripple scissors kick mammal hire column oak again sun offer wealth tomorrow wagon turn fatal'
const PASSPHRASE = 'TREZOR'
const PASSWORD = 'correct horse battery'
const OWN = 'THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB'
const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text)

const seed = mnemonicToSeedSync(WORDS, PASSPHRASE)
const root = HDKey.fromMasterSeed(seed)
const bytesOf = (/** @type {string} */ path) => Buffer.from(root.derive(path).privateKey ?? [])
const [account, voucher, node, chain] = [
  bytesOf("m/44'/195'/0'/0/0"),
  bytesOf("m/44'/195'/0'/1/0"),
  bytesOf("m/44'/195'/0'"),
  Buffer.from(root.derive("m/44'/195'/0'").chainCode ?? []),
]

/** Numbers of any size lie in memory with their lowest byte first. */
const forms = (/** @type {Buffer} */ secret) => [
  secret,
  Buffer.from([...secret].toReversed()),
  Buffer.from(secret.toString('hex')),
  Buffer.from(secret.toString('hex').toUpperCase()),
  Buffer.from(secret.toString('hex'), 'utf16le'),
  Buffer.from(secret.toString('base64').slice(0, 40)),
]
/** @type {Record<string, Buffer[]>} */
const secrets = {
  entropy: forms(Buffer.from(mnemonicToEntropy(WORDS), 'hex')),
  seed: forms(seed).map((form) => form.subarray(0, 64)),
  words: [Buffer.from('ripple scissors kick'), Buffer.from('ripple scissors kick', 'utf16le')],
  account: forms(account),
  voucher: forms(voucher),
  node: forms(node),
  chain: forms(chain),
  password: [Buffer.from(PASSWORD), Buffer.from(PASSWORD, 'utf16le')],
}

/** What the password opens of the file, computed here to be looked for there. */
function keysOfFile(/** @type {string} */ folder) {
  const file = readdirSync(folder).find(
    (name) => name.endsWith('.json') && JSON.parse(readFileSync(join(folder, name), 'utf8')).fmt === 'btt-vault',
  )
  const { fmt, v, id, kdf, wrap } = JSON.parse(readFileSync(join(folder, file ?? ''), 'utf8'))
  const bytes = (/** @type {string} */ text) => Buffer.from(text, 'base64')
  const options = { N: kdf.N, r: kdf.r, p: kdf.p, maxmem: 2 ** 30 }
  const wrapKey = scryptSync(PASSWORD, bytes(kdf.salt), 32, options)
  const ct = bytes(wrap.ct)
  const decipher = createDecipheriv('aes-256-gcm', wrapKey, bytes(wrap.iv)).setAuthTag(ct.subarray(-16))
  const { N, alg, p, r, salt } = kdf
  decipher.setAAD(Buffer.from(JSON.stringify({ fmt, id, kdf: { N, alg, p, r, salt }, v })))
  const dataKey = Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()])
  return { wrapKey: forms(wrapKey), dataKey: forms(dataKey) }
}

/** How often each secret is in what the process may write to: heap, external buffers, stacks, freed memory. */
function scan(/** @type {number} */ pid) {
  const found = Object.fromEntries(Object.keys(secrets).map((name) => [name, 0]))
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const size = 4 * 1024 * 1024
  const chunk = Buffer.alloc(size + 128)
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) .w/.exec(line) ?? []
    if (from === undefined || to === undefined || /\[v/.test(line)) continue
    const end = Number.parseInt(to, 16)
    for (let at = Number.parseInt(from, 16); at < end; at += size) {
      try {
        const read = readSync(memory, chunk, 0, Math.min(size + 128, end - at), at)
        for (const [name, all] of Object.entries(secrets)) {
          for (const form of all) {
            for (let hit = chunk.indexOf(form); hit >= 0 && hit + form.length <= read && hit < size;) {
              found[name] = (found[name] ?? 0) + 1
              hit = chunk.indexOf(form, hit + 1)
            }
          }
        }
      } catch {
        break
      }
    }
  }
  closeSync(memory)
  return found
}

function socketsOf(/** @type {number} */ pid) {
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`)
    } catch {
      return ''
    }
  })
  const own = new Set(inodes.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]).filter(Boolean))
  // What of them speaks a network's protocol; Chromium's own channel to us is a pair of unix sockets.
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'packet'].filter((protocol) => {
    const table = `/proc/${pid}/net/${protocol}`
    return (
      existsSync(table) &&
      readFileSync(table, 'utf8')
        .split('\n')
        .some((line) =>
          line
            .trim()
            .split(/\s+/)
            .some((cell) => own.has(cell)),
        )
    )
  })
}

/** @typedef {(name: string, input: unknown) => Promise<any>} Call */

/** What the wallet answers, as far as this host looks at it. */
/** @typedef {{ t?: string, id?: number, result?: { ok: boolean, value?: unknown, error?: unknown } }} Reply */

function client(
  /** @type {(message: object) => void} */ post,
  /** @type {(listener: (message: Reply) => void) => void} */ listen,
) {
  let next = 1
  const waiting = new Map()
  listen((message) => {
    if (message?.t === 'reply') waiting.get(message.id)?.(message.result)
  })
  return async (/** @type {string} */ name, /** @type {unknown} */ input) => {
    const id = next++
    const reply = new Promise((resolve) => waiting.set(id, resolve))
    post({ t: 'call', id, name, input })
    const result = await reply
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }
}

/** TRX from our account, as app/tron encodes it. */
async function transfer() {
  const { encodeTransaction } = await import('../../app/tron/transaction.ts')
  const now = BigInt(Date.now())
  const to = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'
  const contract = { type: 'TransferContract', owner: OWN, to, amount: 1_000_000n }
  const rest = { refBlockBytes: utf8('ab'), refBlockHash: utf8('12345678'), feeLimit: 0n, memo: new Uint8Array() }
  const raw = /** @type {any} */ ({ ...rest, contract, expiration: now + 600_000n, timestamp: now })
  const intent = { do: 'sendTrx', from: OWN, to, amount: 1_000_000n, memo: null }
  const facts = {
    fees: { bandwidth: 0n, activation: 0n, memo: 0n },
    token: null,
    recipient: { kind: 'new', name: null },
  }
  return { intent, rawData: encodeTransaction(raw), chain: { id: 'nile', chainId: 3_448_148_188 }, facts }
}

/** Keys are derived for one use and wiped: which copies of theirs are left behind for a while is the collector's doing. */
async function signUntilSeen(/** @type {Call} */ main, /** @type {Call} */ key, /** @type {number} */ pid) {
  for (let left = 20; ; left--) {
    const review = await main('wallet.prepare', await transfer())
    await key('key.answer', { token: review.token, approve: true })
    const signed = await main('wallet.sign', { token: review.token })
    const unlocked = scan(pid)
    if (left === 1 || ['account', 'voucher', 'dataKey'].every((name) => (unlocked[name] ?? 0) > 0)) {
      return { review, signed, unlocked }
    }
  }
}

async function heapSnapshot(/** @type {Electron.UtilityProcess} */ child, /** @type {string} */ file) {
  child.postMessage({ t: 'heap-snapshot', file })
  for (let waited = 0; waited < 300; waited++) {
    await delay(100)
    if (!existsSync(file)) continue
    const text = readFileSync(file)
    if (text.subarray(-40).includes('}')) return text
  }
  throw new Error('no snapshot came')
}

async function story() {
  const { WALLET_BUNDLE = '', WALLET_FOLDER = '', SNAPSHOT_FOLDER = '', WALLET_LEAK } = process.env
  const watched = new URL('wallet-watched.mjs', import.meta.url).pathname
  const child = utilityProcess.fork(watched, [WALLET_BUNDLE, ...(WALLET_LEAK === '1' ? ['leak'] : [])], {
    env: { SWIFTSEED_PROCESS: 'wallet' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const environment = await new Promise((resolve) => {
    child.once('message', ({ environment: names }) => resolve(names))
    child.once('spawn', () => child.postMessage({ t: 'environment' }))
  })
  const pid = child.pid ?? 0
  const main = client(
    (message) => child.postMessage(message),
    (listener) => child.on('message', listener),
  )
  await main('wallet.start', { folder: WALLET_FOLDER, autoLockMs: 900_000 })
  const { port1, port2 } = new MessageChannelMain()
  child.postMessage({ t: 'key-window' }, [port1])
  port2.start()
  const key = client(
    (message) => port2.postMessage(message),
    (listener) => port2.on('message', ({ data }) => listener(data)),
  )
  const preview = await key('key.previewImport', { from: 'words', words: utf8(WORDS), passphrase: utf8(PASSPHRASE) })
  await key('key.commitImport', { ref: preview.ref, password: utf8(PASSWORD) })
  await main('wallet.lock', undefined)
  Object.assign(secrets, keysOfFile(WALLET_FOLDER))
  const started = performance.now()
  let beats = 0
  const pinging = setInterval(() => void main('wallet.ping', undefined).then(() => beats++), 20)
  await key('key.unlock', { password: utf8(PASSWORD) })
  clearInterval(pinging)
  const unlockMs = performance.now() - started
  const { review, signed, unlocked } = await signUntilSeen(main, key, pid)
  await main('wallet.lock', undefined)
  await delay(5_000)
  const locked = scan(pid)
  const sockets = socketsOf(pid)
  const snapshot = await heapSnapshot(child, join(SNAPSHOT_FOLDER, 'wallet.heapsnapshot'))
  const inSnapshot = Object.entries(secrets)
    .filter(([, all]) => all.some((form) => snapshot.includes(form)))
    .map(([name]) => name)
  const result = {
    addresses: preview.accounts.map((/** @type {{address: string}} */ { address }) => address),
    signed: signed.txId === review.txId,
    sockets,
    environment,
    unlockMs: Math.round(unlockMs),
    beats,
    unlocked,
    locked,
    afterSnapshot: scan(pid),
    snapshot: snapshot.length,
    inSnapshot,
  }
  child.kill()
  return result
}

app
  .whenReady()
  .then(story)
  .then(
    (result) => {
      process.stdout.write(`RESULT ${JSON.stringify(result)}\n`)
      app.exit(0)
    },
    (error) => {
      process.stderr.write(`${error.stack}\n`)
      app.exit(1)
    },
  )
