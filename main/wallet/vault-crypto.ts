// Seals and opens a vault: scrypt turns the password into a key that wraps a random data key, which encrypts the body;
// both by AES-256-GCM. Runs on the thread pool, so the process answers meanwhile. Leaves the file to vault-store.ts.
// Invariant: a wrong password and a damaged body are told apart, and every key that was computed is wiped or handed to
// the caller as an `OpenVault`, who wipes it.

import { createCipheriv, createDecipheriv, randomBytes, randomUUID, scrypt } from 'node:crypto'
import { fail, ok, type Result } from '../../app/result.ts'
import { joined, normalised, wipe } from './secret-bytes.ts'
import { readBody, writeBody, type VaultBody } from './vault-body.ts'
import {
  bodyData,
  IV_BYTES,
  KEY_BYTES,
  newHeader,
  SALT_BYTES,
  TAG_BYTES,
  wrapData,
  writeVaultFile,
  type VaultFile,
} from './vault-format.ts'

/** scrypt needs 128 * N * r bytes; Node refuses what is above its limit, so the limit is set to that and a little. */
const memoryFor = ({ N, r, p }: VaultFile['kdf']): number => 128 * r * (N + p) + 1024 * 1024

type Kdf = VaultFile['kdf']

/** UTF-8 of any form in, the key that wraps the data key out. */
const stretched = (password: Uint8Array, kdf: Kdf): Promise<Uint8Array> => {
  const normal = normalised(password, 'NFKC') ?? Uint8Array.from(password)
  const { N, r, p, salt } = kdf
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: memoryFor(kdf) }
    scrypt(normal, Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) => {
      wipe(normal)
      if (error) reject(error)
      else resolve(key)
    })
  })
}

interface Sealed {
  readonly alg: 'A256GCM'
  readonly iv: string
  readonly ct: string
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const encrypted = (key: Uint8Array, plain: Uint8Array, bound: Uint8Array): Sealed => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound)
  const ct = joined(cipher.update(plain), cipher.final(), cipher.getAuthTag())
  return { alg: 'A256GCM', iv: base64(iv), ct: base64(ct) }
}

/** Null: another key, or another text than was encrypted. */
const decrypted = (key: Uint8Array, sealed: Sealed, bound: Uint8Array): Uint8Array | null => {
  const ct = Buffer.from(sealed.ct, 'base64')
  if (ct.length < TAG_BYTES) return null
  const cut = ct.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: TAG_BYTES })
  decipher.setAAD(bound).setAuthTag(ct.subarray(cut))
  const plain = decipher.update(ct.subarray(0, cut))
  try {
    decipher.final()
    return plain
  } catch {
    wipe(plain)
    return null
  }
}

/** A vault with its data key: who has it can read and write the body. To be wiped. */
export interface OpenVault {
  readonly header: Pick<VaultFile, 'fmt' | 'v' | 'id' | 'kdf' | 'wrap'>
  readonly rev: number
  readonly dataKey: Uint8Array
}

/** A new vault, or one with everything that a password touches renewed: salt, key, data key. */
export const newVault = async (password: Uint8Array, N: number, id: string = randomUUID()): Promise<OpenVault> => {
  const header = newHeader(id, randomBytes(SALT_BYTES), N)
  const key = await stretched(password, header.kdf)
  const dataKey = Uint8Array.from(randomBytes(KEY_BYTES))
  const wrap = encrypted(key, dataKey, wrapData(header))
  wipe(key)
  return { header: { ...header, wrap }, rev: 0, dataKey }
}

/** The file's bytes for its next writing, and the vault at that. */
export const sealed = (vault: OpenVault, body: VaultBody): { readonly vault: OpenVault; readonly file: Buffer } => {
  const next = { ...vault, rev: vault.rev + 1 }
  const plain = writeBody(body)
  const sealedBody = encrypted(vault.dataKey, plain, bodyData({ ...vault.header, rev: next.rev }))
  wipe(plain)
  return { vault: next, file: writeVaultFile({ ...vault.header, rev: next.rev, body: sealedBody }) }
}

/** Null: the body does not open with this key, or is not what we write. */
export const openBody = (file: VaultFile, dataKey: Uint8Array): VaultBody | null => {
  const plain = decrypted(dataKey, file.body, bodyData(file))
  const body = plain && readBody(plain)
  wipe(plain)
  return body
}

export interface Opened {
  readonly vault: OpenVault
  readonly body: VaultBody
}

/** `body`: the password is right and the file is not. */
export const openVault = async (
  file: VaultFile,
  password: Uint8Array,
): Promise<Result<Opened, 'wrong-password' | 'body'>> => {
  const key = await stretched(password, file.kdf)
  const dataKey = decrypted(key, file.wrap, wrapData(file))
  wipe(key)
  if (dataKey === null) return fail('wrong-password')
  const body = openBody(file, dataKey)
  if (body === null) {
    wipe(dataKey)
    return fail('body')
  }
  const { fmt, v, id, kdf, wrap, rev } = file
  return ok({ vault: { header: { fmt, v, id, kdf, wrap }, rev, dataKey }, body })
}
