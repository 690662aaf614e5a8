// The table of what was exchanged with which client (docs/interop.md): made by a run that is asked to, and read back to
// see that it is of today's cases.

import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { cases, cellsOf, clients, type Case, type ClientName } from './interop-cases.ts'

const FILE = join(import.meta.dirname, '..', 'docs', 'interop.md')

const COMMANDS: Record<ClientName, readonly [command: string, ...args: string[]]> = {
  aria2: ['aria2c', '--version'],
  libtorrent: ['/usr/bin/python3', '-c', 'import libtorrent; print(libtorrent.__version__)'],
  qbittorrent: ['qbittorrent-nox', '--version'],
  transmission: ['transmission-daemon', '--version'],
}

const versionOf = async (client: ClientName): Promise<string> => {
  const [command, ...args] = COMMANDS[client]
  const { stdout, stderr } = await promisify(execFile)(command, args)
  return /\d+\.\d+(?:\.\d+)*/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown'
}

const HEAD = ['Client', 'Direction', 'Transport', 'Encryption', 'Source', 'Found by', 'Version', 'Result']

/** In columns, as the formatter has it. */
const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)))
  const [head = [], ...rest] = rows
  const rule = widths.map((width) => '-'.repeat(width))
  return [head, rule, ...rest]
    .map((cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
    .join('\n')
}

/** Those of its cells that say which case a line is about. */
export const linesWritten = async (): Promise<string[][]> =>
  (await readFile(FILE, 'utf8'))
    .split('\n')
    .filter((text) => text.startsWith('|'))
    .slice(2)
    .map((text) =>
      text
        .split('|')
        .slice(1, -3)
        .map((cell) => cell.trim()),
    )

/** `passed` in any order. */
export const writeTable = async (passed: ReadonlySet<Case>): Promise<void> => {
  const versions = new Map(await Promise.all(clients.map(async (one) => [one, await versionOf(one)] as const)))
  const rows = cases.map((one) => [
    ...cellsOf(one),
    versions.get(one.client) ?? '',
    passed.has(one) ? 'same data' : 'failed',
  ])
  const text = `# Interop

Made by \`INTEROP_TABLE=write npm run e2e -- e2e/interop.spec.ts\` on ${new Date().toISOString().slice(0, 10)}: ${passed.size} of ${cases.length} cases passed.
The engine and the client run on this computer and exchange 8 MiB; every case compares the hashes of all data, and that
the connection was of the transport and encryption named. "Seed to it" means that it downloads from us. Over µTP one
side refuses TCP. Where a client takes no peer on its own computer from a tracker (Transmission), we call it.

${columns([HEAD, ...rows])}
`
  await mkdir(dirname(FILE), { recursive: true })
  await writeFile(FILE, text)
}
