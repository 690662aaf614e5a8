// Whether the owner of a wallet still has its words: asked for again, and known as never checked.

import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import { ABANDON, benchWallet, imported, PASSWORD, refusal, utf8, value } from './testing/bench-wallet.ts'
import { MemoryDisk } from './testing/memory-disk.ts'

describe('the words', () => {
  it('are asked for again without being shown, for the password, and then were checked today', async () => {
    const { key, call } = await imported()
    const before = value(await call('wallet.state', undefined))
    expect(before).toMatchObject({ backedUp: true })
    expect(before.wordsCheckedAt).toBeGreaterThan(0)
    expect(await key.call('key.drill', { password: utf8('not the password') })).toMatchObject(refusal('wrong-password'))
    const { questions } = value(await key.call('key.drill', { password: utf8(PASSWORD) }))
    expect(questions).toHaveLength(3)
    const list = ABANDON.split(' ')
    const right = questions.map(({ position, choices }) => choices.indexOf(list[position - 1] ?? ''))
    const wrong = right.with(0, ((right[0] ?? 0) + 1) % 6)
    expect(await key.call('key.answerWords', { choices: wrong })).toEqual(refusal('wrong-answer'))
    const again = value(await key.call('key.drill', { password: utf8(PASSWORD) })).questions
    const choices = again.map(({ position, choices: shown }) => shown.indexOf(list[position - 1] ?? ''))
    expect(await key.call('key.answerWords', { choices })).toEqual(ok(undefined))
    const after = value(await call('wallet.state', undefined))
    expect(after.wordsCheckedAt).toBeGreaterThanOrEqual(before.wordsCheckedAt ?? Infinity)
  })

  it('never checked are known as such after a restart', async () => {
    const disk = new MemoryDisk()
    const { window } = await benchWallet(disk)
    value(await window().call('key.create', { password: utf8(PASSWORD), words: 12, passphrase: null }))
    const again = await benchWallet(disk.copy())
    value(await again.window().call('key.unlock', { password: utf8(PASSWORD) }))
    expect(value(await again.call('wallet.state', undefined))).toMatchObject({ backedUp: false, wordsCheckedAt: null })
  })
})
