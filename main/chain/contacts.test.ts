import { expect, it } from 'vitest'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import { serveChain } from './serve.ts'
import { temporaryFolder } from './testing/desk.ts'

const bob = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'
/** Of a right checksum, and begins like Bob's. */
const imitation = 'TMVQGm1qAQYVdetCeGRRkTWYYrL2xoaXt8'
const refused = { ok: false, error: { code: 'chain', fault: 'look-alike' } }

it('gives a look-alike a name only once it was compared with the one it is like', async () => {
  const folder = temporaryFolder()
  const [near, far] = memoryPortPair(setImmediate, structuredClone)
  serveChain(far, () => undefined, String)
  const { call } = connect(near)
  await call('chain.start', { folder: folder.path })
  const put = (address: string, name: string, unlike: readonly string[]) =>
    call('contacts.put', { address, name, unlike })
  expect(await put(bob, 'Bob', [])).toMatchObject({ ok: true })
  expect(await call('contacts.alike', { address: imitation })).toMatchObject({
    value: [{ address: bob, name: 'Bob', differs: [27, 28, 29, 30, 31, 32, 33] }],
  })
  expect(await put(imitation, 'Bob', [])).toEqual(refused)
  expect(await put(imitation, 'Bob', [imitation])).toEqual(refused)
  expect(await call('contacts.list', undefined)).toMatchObject({ value: [{ address: bob }] })
  expect(await put(imitation, 'Bobby', [bob])).toMatchObject({ ok: true })
  expect(await put(imitation, 'Robert', [])).toMatchObject({ ok: true })
  expect(await call('contacts.alike', { address: imitation })).toMatchObject({ value: [] })
  await call('contacts.remove', { address: imitation })
  expect(await put(imitation, 'Bob', [])).toEqual(refused)
  await call('chain.shutdown', undefined)
  folder.remove()
})
