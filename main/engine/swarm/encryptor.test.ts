import { createCipheriv, createHash } from 'node:crypto'
import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { ciphersOf, installEncryptor } from './encryptor.ts'
import { KeyExchange } from './key-exchange.ts'

installEncryptor()

const infoHash = '00112233445566778899aabbccddeeff00112233'
const secret = new Uint8Array(96).fill(7)
const streamOf = (name: string, length: number): Buffer => {
  const key = createHash('sha1').update(name).update(secret).update(infoHash, 'hex').digest()
  return createCipheriv('rc4', key, '')
    .update(new Uint8Array(1024 + length))
    .subarray(1024)
}

/** As the library has it after the key exchange. */
const equipped = (party: 'A' | 'B'): Wire => {
  const wire = new Wire('tcpIncoming', 1)
  const encryptor = wire._encryptor ?? {}
  Object.assign(encryptor, { S: secret, skeyHex: infoHash })
  ;(Reflect.get(encryptor, '_initializeCiphers') as (party: string) => void).call(encryptor, party)
  return wire
}

describe('what stands in for the system’s cryptography', () => {
  it('exchanges keys where the library looks for it', () => {
    const wire = new Wire('tcpIncoming', 1)
    expect(Reflect.get(wire._encryptor ?? {}, 'dh')).toBeInstanceOf(KeyExchange)
    wire.destroy()
  })

  it.each([
    ['A', 'keyA', 'keyB'],
    ['B', 'keyB', 'keyA'],
  ] as const)(
    'of party %s encrypts with %s and decrypts with %s, the first 1,024 bytes skipped',
    (party, out, into) => {
      const wire = equipped(party)
      expect(Buffer.from(wire._encryptor?.encryptCipher?.(new Uint8Array(50)) ?? [])).toEqual(streamOf(out, 50))
      expect(Buffer.from(wire._encryptor?.decryptCipher?.(new Uint8Array(50)) ?? [])).toEqual(streamOf(into, 50))
      wire.destroy()
    },
  )

  it('has ciphers for what follows the handshake only when that is encrypted', () => {
    const wire = equipped('A')
    expect(ciphersOf(wire)).toBeNull()
    Object.assign(wire._encryptor ?? {}, { _isEncrypted: true })
    const payload = new Uint8Array(9)
    ciphersOf(wire)?.outgoing.change(payload)
    expect(Buffer.from(payload)).toEqual(streamOf('keyA', 9))
    wire.destroy()
  })
})
