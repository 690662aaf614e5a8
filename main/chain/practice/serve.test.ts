import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { memoryPortPair } from '../../../app/ipc/port.ts'
import type { PracticeStarted } from '../../../app/ipc/practice-contract.ts'
import { connect, type RpcClient } from '../../../app/ipc/rpc.ts'
import { startPractice } from './practice.ts'
import { servePractice } from './serve.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const served = (): { client: RpcClient; ended: Promise<void> } => {
  const [ours, theirs] = memoryPortPair(setImmediate, structuredClone)
  const ended = new Promise<void>((resolve) => void servePractice(theirs, resolve))
  return { client: connect(ours), ended }
}

describe('the process of the Practice network', () => {
  it('starts, says where it is, answers pings, ends, and has kept its money', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'swiftseed-practice-')), 'practice')
    folders.push(folder)
    const first = served()
    const answer = await first.client.call('practice.start', { folder })
    if (!answer.ok) throw new Error(answer.error.code)
    const started = answer.value as PracticeStarted
    expect(started).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), damaged: false })
    expect(await first.client.call('practice.ping', undefined)).toEqual({ ok: true, value: undefined })
    const body = JSON.stringify({ address: 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC' })
    await fetch(`${started.url}/practice/faucet`, { method: 'POST', body })
    await fetch(`${started.url}/practice/mine`, { method: 'POST' })
    await first.client.call('practice.shutdown', undefined)
    await first.ended
    await expect(fetch(`${started.url}/wallet/getnowblock`)).rejects.toThrow('fetch failed')
    const second = served()
    const again = await second.client.call('practice.start', { folder })
    if (!again.ok) throw new Error(again.error.code)
    const { url, chainId, tokens } = again.value as PracticeStarted
    expect({ chainId, tokens }).toEqual({ chainId: started.chainId, tokens: started.tokens })
    const account = await fetch(`${url}/wallet/getaccount?visible=true&address=TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC`)
    expect(await account.json()).toMatchObject({ balance: 2_000_000_000 })
    await second.client.call('practice.shutdown', undefined)
    await second.ended
  })

  it('refuses to start without a folder, or twice, and knows nothing else', async () => {
    const { client, ended } = served()
    expect(await client.call('practice.start', {})).toMatchObject({ error: { code: 'invalid-argument' } })
    for (const blockMs of [99, 3_001, '250', Number.NaN]) {
      expect(await client.call('practice.start', { folder: 'x', blockMs })).toMatchObject({
        error: { code: 'invalid-argument' },
      })
    }
    expect(await client.call('practice.mine', {})).toMatchObject({ error: { code: 'not-found' } })
    await client.call('practice.shutdown', undefined)
    await ended
  })

  it('never hangs up on who keeps a connection open', async () => {
    const node = await startPractice({ mining: 'by-hand' })
    const { headers } = await fetch(`${node.url}/wallet/getnowblock`)
    // With a time of its own a node closes what a slow asker is about to ask over.
    expect(headers.get('keep-alive')).toBeNull()
    expect(headers.get('connection')).not.toBe('close')
    await node[Symbol.asyncDispose]()
  })
})
