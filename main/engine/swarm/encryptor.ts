// Puts our key exchange and our cipher where the library's encryption of message streams has the system's. The keys:
// the Message Stream Encryption specification. Leaves the handshake, and what is chosen in it, to the library.

import { createHash } from 'node:crypto'
import Wire, { type Encryptor } from 'bittorrent-protocol'
import { KeyExchange } from './key-exchange.ts'
import { Rc4 } from './rc4.ts'

export interface Ciphers {
  readonly incoming: Rc4
  readonly outgoing: Rc4
}

const exchanges = new WeakMap<object, KeyExchange>()
const ciphers = new WeakMap<Encryptor, Ciphers>()

/** Null: what is said after the handshake is not encrypted, or there is no after yet. */
export const ciphersOf = ({ _encryptor: encryptor }: Wire): Ciphers | null => {
  if (encryptor?._isEncrypted !== true) return null
  const found = ciphers.get(encryptor)
  if (found === undefined) throw new Error('encrypted, but not by us')
  return found
}

const cipherOf = (name: string, { S: secret, skeyHex: infoHash }: Encryptor): Rc4 =>
  new Rc4(createHash('sha1').update(name).update(secret).update(infoHash, 'hex').digest())

/** `A` made the call. */
const equip = (encryptor: Encryptor, party: 'A' | 'B'): void => {
  const [ofCaller, ofCalled] = [cipherOf('keyA', encryptor), cipherOf('keyB', encryptor)]
  const [outgoing, incoming] = party === 'A' ? [ofCaller, ofCalled] : [ofCalled, ofCaller]
  ciphers.set(encryptor, { incoming, outgoing })
  encryptor.encryptCipher = (bytes) => outgoing.changed(bytes)
  encryptor.decryptCipher = (bytes) => incoming.changed(bytes)
}

/** Called once, before the first client is made. */
export const installEncryptor = (): void => {
  const probe = new Wire('tcpIncoming', 1)
  const encryptor = probe._encryptor
  probe.destroy()
  if (encryptor === null) throw new Error('the wire has no encryptor')
  Object.defineProperties(Object.getPrototypeOf(encryptor), {
    dh: {
      configurable: true,
      get(this: object): KeyExchange {
        const exchange = exchanges.get(this) ?? new KeyExchange()
        exchanges.set(this, exchange)
        return exchange
      },
    },
    _initializeCiphers: {
      configurable: true,
      value(this: Encryptor, party: 'A' | 'B'): void {
        equip(this, party)
      },
    },
  })
}
