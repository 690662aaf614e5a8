// The same vectors outside Electron: its cryptography is BoringSSL's, Node's own is OpenSSL's, and both must agree with
// what was published.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const { ELECTRON_RUN_AS_NODE: _electron, VITEST: _vitest, ...env } = process.env
const run = (args: string[]) => promisify(execFile)('node', args, { cwd: root, env, maxBuffer: 1e7 })

describe.skipIf(process.versions['electron'] === undefined)('in plain Node', () => {
  it('all vectors hold as well', async () => {
    const { stdout: which } = await run(['-p', 'String(process.versions.electron)'])
    expect(which.trim()).toBe('undefined')
    const files = ['main/wallet/vectors.test.ts', 'main/wallet/phrase.test.ts', 'app/tron/transaction.test.ts']
    // Rejects when one of them fails.
    const { stdout } = await run([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files])
    expect(Number(/Tests\s+(\d+) passed/.exec(stripVTControlCharacters(stdout))?.[1])).toBeGreaterThan(15)
  }, 120_000)
})
