// Each wall of the house stands: a copy of the tree gets one offending file for every wall, and one that stays on its own
// side of it; the compiler and the linter must refuse the first and let the second pass.
// The copy uses the real projects and rules, so a wall that is taken down there fails here.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './place.mjs'

interface Wall {
  what: string
  keeper: 'compiler' | 'linter'
  file: string
  code: string
  says: RegExp
}

const compilerWalls: Wall[] = [
  wall('app has no timers', 'app/wall-timer.ts', 'setTimeout(() => {}, 1)', /'setTimeout'/),
  wall('app knows no process', 'app/wall-process.ts', 'export const is = process.pid', /'process'/),
  wall('app sees no document', 'app/wall-document.ts', 'export const is = document.title', /'document'/),
  wall('app opens no connections', 'app/wall-fetch.ts', "export const is = fetch('x:')", /'fetch'/),
  wall('app has no files', 'app/wall-files.ts', "export { readFileSync } from 'node:fs'", /'node:fs'/),
  wall('app has no bytes of Node', 'app/wall-buffer.ts', 'export const is = Buffer.alloc(1)', /'Buffer'/),
  wall('app imports nothing of main', 'app/wall-main.ts', "export * from '../main/wall/own.ts'", outside('main')),
  wall('the engine imports no wallet', 'main/engine/wall-wallet.ts', own('../wallet'), outside('main/wallet')),
  wall('the engine imports no shell', 'main/engine/wall-shell.ts', own('../wall'), outside('main/wall')),
  wall('the wallet imports no shell', 'main/wallet/wall-shell.ts', own('../wall'), outside('main/wall')),
  wall(
    'the wallet imports no engine',
    'main/wallet/wall-engine.ts',
    own('../engine/wall'),
    outside('main/engine/wall'),
  ),
  wall('main imports no wallet', 'main/wall/wallet.ts', own('../wallet/wall'), outside('main/wallet/wall')),
  wall('the engine imports no keys', 'main/engine/wall-keys.ts', own('../wallet/wall'), outside('main/wallet/wall')),
  wall('a window imports no keys', 'renderer/wall/keys.ts', own('../../main/wallet/wall'), outside('main/wallet')),
  wall('main imports no engine', 'main/wall/engine.ts', own('../engine/wall'), outside('main/engine/wall')),
  wall(
    'main imports no Practice network',
    'main/wall/practice.ts',
    own('../chain/practice/wall'),
    outside('main/chain'),
  ),
  wall('main imports no chain client', 'main/wall/chain.ts', own('../chain/wall'), outside('main/chain')),
  wall('nor it main', 'main/chain/practice/wall/main.ts', own('../../../wall'), outside('main/wall')),
  wall('main imports no window', 'main/wall/window.ts', own('../../renderer/wall'), outside('renderer/wall')),
  wall('a window imports no main', 'renderer/wall/main.ts', own('../../main/wall'), outside('main/wall')),
  wall('a window imports no engine', 'renderer/wall/engine.ts', own('../../main/engine/wall'), outside('main/engine')),
  wall('a window has no files', 'renderer/wall/files.ts', "export { readFileSync } from 'node:fs'", /'node:fs'/),
  wall('a window knows no process', 'renderer/wall/process.ts', 'export const is = process.pid', /'process'/),
  wall('the preload imports no main', 'preload/wall-main.ts', own('../main/wall'), outside('main/wall')),
]

const importing = (what: string, from: string) => `import { ${what} } from '${from}'\nexport const it = ${what}`

const linterWalls: Wall[] = [
  rule('app has no clock', 'app/wall-clock.ts', 'export const is = Date.now()', /clock/),
  rule('app has no chance', 'app/wall-chance.ts', 'export const is = Math.random()', /randomness/),
  rule('app uses no other package', 'app/wall-package.ts', importing('createRoot', 'react-dom/client'), /plain/),
  rule('app knows no Electron', 'app/wall-electron.ts', importing('app', 'electron'), /plain/),
  rule('the engine knows no Electron', 'main/engine/wall-electron.ts', importing('app', 'electron'), /no Electron/),
  rule('nor loads it later', 'main/engine/wall-later.ts', "export const it = import('electron')", /no Electron/),
  rule('nor does the swarm', 'main/engine/swarm/wall.ts', importing('app', 'electron'), /no Electron/),
  rule('WebTorrent stays in the swarm', 'main/engine/wall-torrent.ts', bare('webtorrent'), /Swarm port/),
  rule('and its family too', 'main/engine/wall-family.ts', bare('bittorrent-tracker'), /Swarm port/),
  rule('main runs no WebTorrent', 'main/wall/torrent.ts', bare('webtorrent'), /main\/engine\/swarm/),
  rule('TronWeb stays in its folder', 'main/chain/wall-tronweb.ts', bare('tronweb'), /main uses Node/),
  rule('with nothing else', 'main/chain/tronweb/wall-axios.ts', bare('axios'), /wrapped here/),
  rule(
    'the Practice node knows no TronWeb',
    'main/chain/practice/wall-tronweb.ts',
    bare('tronweb'),
    /no code with TronWeb/,
  ),
  rule('and no Electron', 'main/chain/practice/wall-electron.ts', importing('app', 'electron'), /no code with TronWeb/),
  ...[
    'net',
    'http',
    'https',
    'http2',
    'dgram',
    'tls',
    'dns',
    'dns/promises',
    'child_process',
    'worker_threads',
    'module',
    'vm',
  ].map((name) =>
    rule(
      `the wallet has no node:${name}`,
      `main/wallet/wall-${name.replace('/', '-')}.ts`,
      bare(`node:${name}`),
      /opens no socket/,
    ),
  ),
  rule('the wallet has no bare net', 'main/wallet/wall-bare.ts', bare('net'), /opens no socket/),
  rule('the wallet fetches nothing', 'main/wallet/wall-fetch.ts', "export const it = fetch('x:')", /opens no socket/),
  rule(
    'nor by another name',
    'main/wallet/wall-global.ts',
    "export const it = globalThis.fetch('x:')",
    /opens no socket/,
  ),
  rule(
    'the wallet opens no web socket',
    'main/wallet/wall-ws.ts',
    "export const it = new WebSocket('x:')",
    /opens no socket/,
  ),
  rule(
    'the wallet asks for no module',
    'main/wallet/wall-asks.ts',
    "export const it = process.getBuiltinModule('net')",
    /loads nothing/,
  ),
  rule('the wallet knows no Electron', 'main/wallet/wall-electron.ts', importing('app', 'electron'), /opens no socket/),
  rule('the wallet knows no TronWeb', 'main/wallet/wall-tronweb.ts', bare('tronweb'), /opens no socket/),
  rule('the wallet writes no console', 'main/wallet/wall-console.ts', "console.log('x')", /without messages/),
  rule('main has no phrases', 'main/wall/phrases.ts', bare('bip39'), /main uses Node/),
  rule('settings know no Electron', 'main/settings/wall.ts', importing('app', 'electron'), /pass in/),
  rule('only ipc listens to windows', 'main/desktop/wall.ts', importing('ipcMain', 'electron'), /Only main\/ipc/),
  rule('a window knows no Electron', 'renderer/wall/electron.ts', importing('ipcRenderer', 'electron'), /sandboxed/),
  rule('the preload opens nothing else', 'preload/wall-shell.ts', importing('shell', 'electron'), /contextBridge/),
  rule('the preload knows the contract only', 'preload/wall-app.ts', "export * from '../app/result.ts'", /contract/),
  rule('the preload has no files', 'preload/wall-files.ts', importing('readFileSync', 'node:fs'), /contract/),
  rule('no promise floats', 'main/wall/floats.ts', 'Promise.resolve(1)', /Promises must be/),
  rule('no default exports', 'main/wall/default.ts', 'export default 1', /default/),
  rule('nothing is any', 'app/wall-any.ts', 'export const it = (x: any) => String(x)', /any/),
  rule('nothing is just not null', 'app/wall-null.ts', 'export const it = (x: string | null) => x!', /non-null/i),
]

/** What stands on the right side of a wall and must pass both keepers; `own.ts` is what others may not import. */
const permitted: Record<string, string> = {
  'app/wall-good.ts': importing('object', 'valibot'),
  'main/wall/own.ts': 'export const it = 1',
  'main/wall/good.ts': importing('readFileSync', 'node:fs'),
  'main/wallet/own.ts': 'export const it = 1',
  'main/wallet/wall/own.ts': 'export const it = 1',
  'main/wallet/wall-good.ts': importing('scrypt', 'node:crypto'),
  'main/wallet/wall-words.ts': importing('wordlists', 'bip39'),
  'main/desktop/wall-good.ts': importing('Tray', 'electron'),
  'main/ipc/wall-good.ts': importing('ipcMain', 'electron'),
  'main/chain/wall/own.ts': 'export const it = 1',
  'main/chain/tronweb/wall-good.ts': "export const it = import('tronweb')",
  'main/chain/practice/wall/own.ts': 'export const it = 1',
  'main/chain/practice/wall-good.ts': "export const it = import('@ethereumjs/evm')",
  'main/engine/wall/own.ts': 'export const it = 1',
  'main/engine/wall/good.ts': importing('createServer', 'node:net'),
  'main/engine/swarm/wall-good.ts': "export const it = import('webtorrent')",
  'preload/wall-good.ts': importing('contextBridge', 'electron'),
  'renderer/wall/own.ts': 'export const it = 1',
  'renderer/wall/good.ts': importing('createRoot', 'react-dom/client'),
}

function wall(what: string, file: string, code: string, says: RegExp): Wall {
  return { what, keeper: 'compiler', file, code, says }
}

function rule(what: string, file: string, code: string, says: RegExp): Wall {
  return { what, keeper: 'linter', file, code, says }
}

function own(folder: string): string {
  return `export * from '${folder}/own.ts'`
}

function bare(name: string): string {
  return `export const it = import('${name}')`
}

/** The compiler's words for a file that belongs to another project. */
function outside(folder: string): RegExp {
  return new RegExp(`${folder}/.*(not under 'rootDir'|not listed within the file list)`)
}

/** What is shipped; the rest of the tree stands behind no wall. */
const projects = [
  'app',
  'main/engine',
  'main/chain',
  'main/chain/practice',
  'main/wallet',
  'main',
  'preload',
  'renderer',
]
const folders = ['app', 'main', 'preload', 'renderer', 'e2e', 'bench', 'scripts']

function copyTree(): string {
  const copy = mkdtempSync(join(realpathSync(tmpdir()), 'swiftseed-walls-'))
  for (const folder of folders) cpSync(join(root, folder), join(copy, folder), { recursive: true })
  for (const file of ['.oxlintrc.json', 'package.json', 'tsconfig.base.json', 'tsconfig.json']) {
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}

function write(copy: string, files: { file: string; code: string }[]): void {
  for (const { file, code } of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), `${code}\n`)
  }
}

/** What a tool writes, whether it is content or not. */
function outputOf(copy: string, script: string, args: string[]): string {
  try {
    const file = join(root, 'node_modules', script)
    return execFileSync(process.execPath, [file, ...args], { cwd: copy, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

function compilerComplaints(copy: string): Map<string, string> {
  const complaints = new Map<string, string>()
  let file = ''
  for (const line of outputOf(copy, 'typescript/bin/tsc', ['-b', ...projects, '--pretty', 'false']).split('\n')) {
    file = /^(\S+)\(\d+,\d+\): error/.exec(line)?.[1] ?? file
    complaints.set(file, `${complaints.get(file) ?? ''}${line}\n`)
  }
  return complaints
}

/** By the rules of the whole tree; only what was put there is looked at. */
function linterComplaints(copy: string, files: readonly string[]): Map<string, string> {
  const complaints = new Map<string, string>()
  const report = outputOf(copy, 'oxlint/bin/oxlint', ['-f', 'json', ...files]) || '{"diagnostics":[]}'
  const { diagnostics } = JSON.parse(report) as { diagnostics: { filename: string; message: string; help?: string }[] }
  for (const { filename, message, help } of diagnostics) {
    complaints.set(filename, `${complaints.get(filename) ?? ''}${message} ${help ?? ''}\n`)
  }
  return complaints
}

describe('names', () => {
  it('say what is in a file: none is a drawer for this and that', () => {
    const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
    expect(files.filter((file) => /(^|[/\\])(utils?|helpers?|managers?|misc)\b[^/\\]*$/.test(file))).toEqual([])
  })
})

describe('walls', () => {
  let copy = ''
  let compiler = new Map<string, string>()
  let linter = new Map<string, string>()

  beforeAll(() => {
    copy = copyTree()
    const allowed = Object.entries(permitted).map(([file, code]) => ({ file, code }))
    write(copy, [...allowed, ...compilerWalls])
    compiler = compilerComplaints(copy)
    // Only now: Electron's types, where they are imported against the rules, bring Node's along for the whole project.
    write(copy, linterWalls)
    linter = linterComplaints(copy, [...linterWalls.map(({ file }) => file), ...Object.keys(permitted)])
  }, 180_000)

  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it.each(compilerWalls)('$what, says the compiler', ({ file, says }) => {
    expect(compiler.get(file) ?? 'nothing').toMatch(says)
  })

  it.each(linterWalls)('$what, says the linter', ({ file, says }) => {
    expect(linter.get(file) ?? 'nothing').toMatch(says)
  })

  it.each(Object.keys(permitted))('%s is on its own side', (file) => {
    expect(compiler.get(file)).toBeUndefined()
    expect(linter.get(file)).toBeUndefined()
  })
})
