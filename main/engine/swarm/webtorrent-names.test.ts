import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import WebTorrent from 'webtorrent'
import Peer from 'webtorrent/lib/peer.js'
import Torrent from 'webtorrent/lib/torrent.js'
import utp from 'webtorrent/lib/utp.cjs'
import bencode from 'bencode'
import * as ours from '../../../app/bencode/bencode.js'

const versionOf = (name: string): string => {
  const text = readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

describe('what this folder relies on in WebTorrent', () => {
  it('is of the versions it was written against', () => {
    expect(versionOf('webtorrent')).toBe('3.0.21')
    expect(versionOf('bittorrent-protocol')).toBe('5.0.9')
    expect(versionOf('bittorrent-dht')).toBe('11.0.12')
  })

  it.each([
    [
      'Torrent',
      Torrent.prototype,
      [
        '_drain',
        'addPeer',
        'removePeer',
        '_registerPeer',
        '_addIncomingPeer',
        '_onWire',
        '_onListening',
        '_processParsedTorrent',
        'destroy',
      ],
    ],
    [
      'Peer',
      Peer.prototype,
      ['onConnect', 'startConnectTimeout', 'setThrottlePipes', 'destroy', 'onHandshake', 'handshake'],
    ],
    [
      'Wire',
      Wire.prototype,
      [
        'use',
        'keepAlive',
        'choke',
        'unchoke',
        'interested',
        'uninterested',
        'have',
        'bitfield',
        'haveAll',
        'haveNone',
        'reject',
        'port',
        'extended',
        '_push',
        '_write',
        '_onMessage',
        '_onMessageLength',
        '_onExtended',
      ],
    ],
    ['Client', WebTorrent.prototype, ['add', 'destroy', '_remove', '_getByHash', 'get']],
  ])('%s has every member we call or replace', (_, prototype, names) => {
    expect(names.filter((name) => typeof Reflect.get(prototype, name) !== 'function')).toEqual([])
  })

  it('has the wire state our parser takes over', () => {
    const wire = new Wire()
    expect(
      [
        '_buffer',
        '_bufferSize',
        '_parserSize',
        '_parser',
        '_cryptoSyncPattern',
        '_pePending',
        '_ext',
        '_encryptor',
        '_finished',
        'extendedMapping',
      ].filter((name) => !(name in wire)),
    ).toEqual([])
    wire.destroy()
  })

  it('has the encryption whose key exchange and cipher we replace', () => {
    const wire = new Wire('tcpIncoming', 1)
    const encryptor = wire._encryptor ?? {}
    const names = ['_isEncrypted', 'S', 'skeyHex', 'encryptCipher', 'decryptCipher', 'dh', '_initializeCiphers']
    expect(names.filter((name) => !(name in encryptor))).toEqual([])
    wire.destroy()
  })

  it('notes that the extended handshake is said', () => {
    const wire = new Wire()
    expect(wire._extendedHandshakeSent).toBeFalsy()
    ;(Reflect.get(wire, '_sendExtendedHandshake') as () => void).call(wire)
    expect(wire._extendedHandshakeSent).toBe(true)
    wire.destroy()
  })

  it('takes a uTP socket that we open, and its library has what we use of it', async () => {
    const client = new WebTorrent({
      peerId: '00'.repeat(20),
      torrentPort: 0,
      dht: false,
      tracker: false,
      lsd: false,
      utp: false,
      utPex: false,
      natUpnp: false,
      natPmp: false,
      webSeeds: false,
      secure: 0,
      maxConns: 1,
    })
    await once(client, 'listening')
    const pool = client._connPool
    expect(pool._pendingConns).toBeInstanceOf(Set)
    expect(typeof pool._onConnection).toBe('function')
    expect(client._utpServer).toBeNull()
    const server = utp.createServer?.()
    if (!server) throw new Error('no uTP here')
    pool.utpServer = server
    expect(client._utpServer).toBe(server)
    expect(server.connections).toEqual([])
    server.listen(client.torrentPort)
    await once(server, 'listening')
    const gone = once(server, 'close')
    client.destroy()
    await gone
  })

  it('decodes with our strict bencode everywhere', () => {
    expect(bencode.decode).toBe(ours.decode)
    const nested = (inner: string): boolean =>
      existsSync(new URL(`../../../node_modules/${inner}/node_modules/bencode`, import.meta.url))
    expect(['k-rpc-socket', 'parse-torrent', 'ut_pex', 'bittorrent-dht'].filter(nested)).toEqual([])
  })

  it('has no WebRTC', () => {
    expect(Reflect.get(WebTorrent, 'WEBRTC_SUPPORT')).toBe(false)
  })
})
